"""What stands around articles is told from their text: every phrase of the sites, and no sentence of a text."""

import re

import pytest

from reader.core.boilerplate import is_boilerplate, stands_over_teasers
from reader.core.document import document
from tests.formats.golden import DATA
from tests.formats.pages import PAGES, marked

AROUND = """\
Kommentar (0)
12 Kommentare
1 Kommentar
Kommentare (1.204)
Kommentare
Lesezeit: 4 Min.
Lesedauer: 3 Minuten
4 Min. Lesezeit
Zum Inhalt springen
Artikel anhören
Artikel anhören (5:12 Min)
Artikel anhören · 07:12
Bild: dpa
Foto: picture alliance / dpa
Foto: Max Mustermann / picture alliance
Fotos: Hannah Arendt
Foto: IMAGO/Sven Simon
© dpa
(dpa)
dpa/AFP
(dpa/jki)
© dpa-infocom, dpa:210101-99-12345/3
dpa:240412-930-82348/2
Mit Material der dpa
(mit Material der dpa und Reuters)
mit Agenturmaterial
Quelle: tagesschau.de
Quelle: dpa
© Reuters. Alle Rechte vorbehalten
Teilen | Drucken | Merken
Teilen Drucken Merken
Auf Facebook teilen
E-Mail Facebook WhatsApp X
Lesen Sie auch
Lesen Sie auch: Die neue Weltordnung und ihre Feinde
Mehr zum Thema
Mehr zum Thema: Zölle
Das könnte Sie auch interessieren
Wir verwenden Cookies, um Ihnen das beste Erlebnis auf unserer Website zu bieten.
Diese Website verwendet Cookies. Mit der weiteren Nutzung erklären Sie sich damit einverstanden.
Dieser Artikel ist nur für Abonnentinnen und Abonnenten zugänglich.
Jetzt weiterlesen mit SPIEGEL+
Weiterlesen mit F+
Sie sind bereits Abonnent? Hier einloggen
Bereits Abonnent?
Jetzt 4 Wochen für 1 Euro testen
An dieser Stelle finden Sie einen externen Inhalt von YouTube, der den Artikel ergänzt.
Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden. Damit werden Daten übermittelt.
Melden Sie sich für unseren Newsletter an.
Abonnieren Sie unseren Newsletter!
ANZEIGE
Seite 1 von 3
Auf Seite 2 weiterlesen
← Zurück zur Übersicht
SZ Plus
Zur Merkliste hinzufügen Artikel verschenken E-Mail Messenger WhatsApp Link kopieren
Artikel anhören • 5 Min
abc/dpa
Mit Ihrer Zustimmung wird hier ein externer Preisvergleich (heise Preisvergleich) geladen.
"""
TEXT = """\
Kommentar
Kommentar: Warum der Kanzler irrt
Kommentar von Anna Maier
Wir teilen alles.
Wir verwenden Cookies nicht, sagte er.
Wir verwenden Cookies, sagte der Sprecher, aber nur auf unserer Seite.
Wir verkaufen Cookies und Kuchen an jedem Sonntag auf dem Markt.
Dieser Artikel ist ein Meisterwerk, sagte sie.
Dieser Text ist nur für Erwachsene.
Lesen Sie!
Lesen Sie das Buch?
Mehr Licht!
Mehr nicht
Bild: Ein Zimmer im Schloss
Das Bild: Es zeigt einen Mann.
Foto: Er lacht
AP
Die dpa meldete gestern
Quelle: Goethe, Faust I
Antworten
Zum Thema
Um diesen Artikel zu schreiben, brauchte er drei Jahre.
Anzeige gegen Unbekannt
Drucken Sie!
Auf X
Seite an Seite
Sie haben ein Haus?
4 Minuten
Jetzt schreibt er einen Newsletter über Gärten.
Den Newsletter las niemand.
Mehr dazu sage ich nicht
Weiter!
und/oder
Mit Ihrer Zustimmung wird hier gebaut.
"""
_ENDS = re.compile(r"(?<=[.!?“])\s+")


@pytest.mark.parametrize("line", AROUND.splitlines())
def test_what_stands_around_articles(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", TEXT.splitlines())
def test_what_is_text(line):
    assert not is_boilerplate(line)


def test_headings_of_teasers_and_chapters_that_are_called_like_buttons():
    assert is_boilerplate("Lesen Sie auch:", heading=True)
    assert is_boilerplate("Das könnte Sie auch interessieren", heading=True)
    for chapter in ("Kommentar", "Kommentare", "Drucken", "Teilen", "Newsletter", "Vorlesen", "Weiterlesen"):
        assert not is_boilerplate(chapter, heading=True)
    assert stands_over_teasers("Mehr zum Thema")
    assert not stands_over_teasers("Drucken")


def test_no_sentence_of_the_texts_is_taken_for_it():
    proses = [(DATA / name).read_text("utf-8") for name in ("sentences_de.txt", "sentences_de_held.txt")]
    proses += [(DATA / "plain" / "novelle.txt").read_text("utf-8"), (DATA / "html" / "aufsatz.html").read_text("utf-8")]
    pieces = [piece.strip() for prose in proses for line in prose.splitlines() for piece in (line, *_ENDS.split(line))]
    assert len(pieces) > 1_000
    assert [piece for piece in pieces if is_boilerplate(piece)] == []


def test_no_word_of_the_articles_of_the_pages_is_taken_for_it():
    for page in PAGES.values():
        _, words = marked(page)
        text = " ".join(words)
        assert not document(text).boilerplate


@pytest.mark.parametrize(
    "line", ["(" * 400, "dpa/" * 19, "Foto: " + "A " * 36, "Wir " + "nutzen cookies " * 25, "1" * 80]
)
def test_a_line_made_to_take_long_does_not(line):
    assert is_boilerplate(line) in {True, False}
