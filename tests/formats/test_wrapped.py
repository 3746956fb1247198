import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.formats.figure_tables import figure_table
from reader.formats.hyphens import Words, lexicon_of
from reader.formats.metre import is_poem
from reader.formats.opening import read_bytes, read_path
from reader.formats.wrapped import layout
from tests.formats import golden
from tests.support import SAMPLE

PROSE = (
    "Der Fluss trat über die Ufer, und die Leute aus dem Dorf liefen mit ihren Kühen auf den Hügel. Niemand wusste, "
    "wie lange das Wasser steigen würde. Erst am dritten Tag kam die Sonne heraus, und man sah, was geblieben war. "
)


def opened(text):
    return read_bytes(text.encode(), "x.txt")


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


NAMES = ("novelle", "brief", "faust-latin1", "morgen-windows", "indented")


@pytest.mark.parametrize("name", NAMES)
def test_real_texts(name):
    golden.holds(f"plain/{name}", read_path(golden.DATA / "plain" / f"{name}.txt"))


@pytest.mark.parametrize("width", [55, 65, 72, 80, 100])
def test_wrapped_prose_is_joined_whatever_its_width(width):
    paragraphs = [(PROSE * 3).strip(), (PROSE * 2).strip(), "Kurz.", PROSE.strip()]
    doc = opened("\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs))
    assert shown(doc) == paragraphs
    assert not doc.kinds


def test_a_line_for_each_paragraph_stays_so():
    lines = [PROSE * 2, PROSE, PROSE * 3]
    assert shown(opened("\n".join(lines))) == [line.strip() for line in lines]
    assert shown(opened("\n\n".join(lines))) == [line.strip() for line in lines]


def test_short_lines_without_blank_ones_are_paragraphs_of_their_own():
    doc = opened("Ein Satz.\nNoch ein Satz.\nUnd einer.")
    assert len(doc) == 3
    assert not doc.tight


def test_verse_stays_verse_among_prose():
    verse = "Sah ein Knab ein Röslein stehn,\nRöslein auf der Heiden,\nWar so jung und morgenschön,"
    doc = opened("\n\n".join([textwrap.fill(PROSE * 4, 70), verse, textwrap.fill(PROSE * 3, 70)]))
    assert shown(doc)[1:4] == verse.split("\n")
    assert doc.kind(2) is Kind.VERSE
    assert doc.tight == {2, 3}


def test_indents_of_verse_and_of_code_are_kept():
    song = "Siehst, Vater, du den Erlkönig nicht?\n  Den Erlenkönig mit Kron und Schweif? –\n      Mein Sohn."
    doc = opened(f"{textwrap.fill(PROSE * 4, 70)}\n\n{song}\n\n    def f(x):\n        return x\n\nEnde.")
    assert [(doc.kind(n), doc.level(n)) for n in range(1, 4)] == [(Kind.VERSE, level) for level in (0, 1, 3)]
    assert shown(doc)[1:4] == [line.strip() for line in song.split("\n")]
    assert shown(doc)[4:6] == ["def f(x):", "    return x"]
    assert doc.kind(4) is doc.kind(5) is Kind.CODE
    assert doc.tight == {2, 3, 5}
    doc = opened(
        f"{textwrap.fill(PROSE * 4, 70)}\n\n    Frau(en) und Kind(er),\n    Haus (klein) = Hof;\n    Wien: 3.\n\nEnde."
    )
    assert doc.kind(1) is doc.kind(3) is Kind.VERSE


def test_a_long_poem_whose_lines_are_nearly_alike_is_not_joined():
    lines = [
        "Habe nun, ach! Philosophie und andre Künste hier",
        "Durchaus studiert mit heißem Bemühn und viel Papier",
        "Da steh ich nun, ich armer Tor, und bin so klug",
        "Als wie zuvor, und habe doch von allem nie genug",
    ]
    doc = opened("\n\n".join("\n".join(lines) for _ in range(6)))
    assert len(doc) == 24


def test_columns_of_tabs_are_a_table():
    doc = opened("Name\tAlter\tOrt\nAnna\t31\tBonn\nKarl\t45\tKöln\n\nEnde der Liste.")
    assert shown(doc) == ["Name │ Alter │ Ort", "Anna │ 31 │ Bonn", "Karl │ 45 │ Köln", "Ende der Liste."]
    assert doc.tight == {1, 2}


@pytest.mark.parametrize("lines", [["Name\tOrt\tAlter", "Anna\tKöln\t31", "Bernd\tBerlin\t7"], ["a\tb", "Ein Ort\tc"]])
def test_a_tab_parts_cells_however_long_they_are(lines):
    doc = opened("Ein Satz.\n\n" + "\n".join(lines))
    assert shown(doc)[1:] == [line.replace("\t", " │ ") for line in lines]
    assert [doc.kind(index) for index in range(1, len(doc))] == [Kind.TABLE] * len(lines)


def test_a_cell_between_two_tabs_that_is_empty_keeps_its_place():
    doc = opened("Name\tOrt\tAlter\nAnna\t\t31\nFranziska\tBerlin\t7\n\nEin Satz.")
    assert shown(doc)[:3] == ["Name │ Ort │ Alter", "Anna │ │ 31", "Franziska │ Berlin │ 7"]


def items(doc):
    return [(doc.level(n), doc.label(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.ITEM]


def test_a_list_in_a_list_with_other_marks():
    doc = opened("Zutaten:\n\n1. Mehl\n   - Weizen, der\n     frisch ist\n   - Roggen\n2. Wasser\n   - lauwarm\n")
    assert items(doc) == [
        (0, "1.", "Mehl"),
        (1, "-", "Weizen, der frisch ist"),
        (1, "-", "Roggen"),
        (0, "2.", "Wasser"),
        (1, "-", "lauwarm"),
    ]
    assert doc.tight == {2, 3, 4, 5}


def test_letters_below_numbers_and_bullets_below_bullets():
    doc = opened("1. Teig kneten und ruhen\n   lassen\n   a) eine Stunde\n   b) noch eine\n2. Backen\n\nEnde.")
    assert [(level, label) for level, label, _ in items(doc)] == [(0, "1."), (1, "a)"), (1, "b)"), (0, "2.")]
    doc = opened("• Punkt eins\n  - unter\n  - unter zwei\n• Punkt zwei\n\nEnde.")
    assert [(level, label) for level, label, _ in items(doc)] == [(0, "•"), (1, "-"), (1, "-"), (0, "•")]
    doc = opened("Einkauf:\n- Brot\n- Milch, die\n  frisch ist\n* Eier\na) erstens\nb) zweitens\n\nEnde.")
    assert [label for _, label, _ in items(doc)] == ["-", "-", "*", "a)", "b)"]


def test_a_dash_or_a_date_at_the_beginning_of_a_line_is_no_item():
    doc = opened("- Das Haus, in dem er lebte\n  – es stand am Fluss – war alt.\n- Am\n  3. Mai zog er aus.\n\nEnde.")
    assert [text for *_, text in items(doc)] == [
        "Das Haus, in dem er lebte – es stand am Fluss – war alt.",
        "Am 3. Mai zog er aus.",
    ]


def test_a_form_feed_parts_no_paragraph():
    left, right = textwrap.fill(PROSE * 3, 70).rsplit("\n", 3)[0], textwrap.fill(PROSE * 2, 70)
    doc = opened(f"{left}\n\x0c{right}")
    assert len(doc) == 1
    assert "\x0c" not in doc.text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system(end):
    text = textwrap.fill(PROSE * 3, 70)
    assert shown(opened(text.replace("\n", end))) == [(PROSE * 3).strip()]


def test_soft_hyphens_at_line_ends_leave_one_word():
    assert opened("Die Wirt\u00ad\nschaft lebt, und das ist gut so.").text.split()[:2] == ["Die", "Wirtschaft"]


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("die Wirt-", "schaft wächst", "die Wirtschaft wächst"),
        ("die Zuk-", "kerdose", "die Zuckerdose"),
        ("Vor-", "und Nachteile", "Vor- und Nachteile"),
        ("Nord-", "Süd-Gefälle", "Nord-Süd-Gefälle"),
        ("das Abra-", "kadabra", "das Abra-kadabra"),
        ("der Haus-", "meister", "der Hausmeister"),
        ("Gewerkschafts-", "haus", "Gewerkschaftshaus"),
        ("von 3-", "mal", "von 3-mal"),
        ("und dann--", "nichts", "und dann-- nichts"),
        ("ging –", "und kam", "ging – und kam"),
        ("Baden-Würt-", "temberg", "Baden-Württemberg"),
    ],
)
def test_a_hyphen_goes_only_where_there_is_one_word(left, right, joined):
    lexicon = {"Gewerkschaft": "", "Haus": "", "Meister": "", "Hausmeister": "", "Zuckerdose": ""}
    words = Words("Wirtschaft in Württemberg", lambda: lexicon.get)
    assert "".join(words.joint(left, right)) + right == joined


def test_the_lexicon_is_asked_only_if_a_hyphen_needs_it():
    def never():
        raise AssertionError

    words = Words("Wirtschaft", never)
    assert words.joint("Wirt-", "schaft") == ("Wirt", "")


@given(st.text(alphabet="aB -.\n\t>|1)*=\u00e4", max_size=400))
def test_nothing_is_lost_but_marks_and_white_space(text):
    doc = opened(text)
    kept = "".join(doc.text.split()) + "".join(doc.labels.values())
    for char in "aBä.":
        assert kept.count(char) == text.count(char)
    assert kept.count("1") == text.count("1")


BLOCKS = ["", "- eins", "> zwei", "1. drei", "===", "a   b", PROSE[:70], "   vier", "a|b|c", "fünf-", "* * *"]


@given(st.lists(st.sampled_from(BLOCKS), max_size=30), st.sampled_from([0, 50, 72]))
def test_any_mixture_of_blocks_is_laid_out(lines, width):
    doc = layout("\n".join(lines), width, Words("", lambda: lambda _: None))
    assert all(doc.paragraph(index).strip() for index in range(len(doc)))


def test_the_lexicon_that_was_built_is_found_in_its_directory(tmp_path):
    from glossary.lexicon import file_name, write

    write([(b"Wirtschaft", b"Wirtschaft"), (b"gepackt", b"packen"), (b"aus", b"aus")], 3, tmp_path / file_name("de"))
    words = Words("", lambda: lexicon_of("de", tmp_path))
    assert words.joint("Wirt-", "schaft") == ("Wirt", "")
    assert words.joint("ausge-", "packt") == ("ausge", "")
    assert words.joint("Abra-", "kadabra") == ("Abra-", "")
    assert words.joint("gepackt-", "gepackt") == ("gepackt-", "")


def test_words_that_are_typed_to_stand_out():
    line = "Er sah die _ganze lange_ Straße, und sie war ihm h i l f l o s vor den Augen; a b c d und snake_case_name."
    doc = opened(f"{line}\n\n{PROSE}\n")
    assert [(doc.text[a:b], style) for a, b, style, _ in doc.emphasis] == [
        ("ganze lange", Style.EMPH), ("hilflos", Style.EMPH),
    ]  # fmt: skip
    assert "a b c d und snake_case_name" in doc.text


def test_equals_signs_stand_out_only_where_a_text_uses_them():
    assert "x =eins= y" in opened(f"{PROSE}\n\nx =eins= y\n").text
    assert "=" not in opened(f"{PROSE}\n\nx =eins= y =zwei= z =drei=\n").text


def test_notes_at_the_end_and_their_marks():
    doc = opened(
        f"Ein Satz,[1] und noch einer.[2]\n\n{PROSE}\n\n[1] Erste Note.\n\n[Fußnote 2: Zweite Note.]\n\n[3] Keine.\n"
    )
    notes = [(doc.label(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.NOTE]
    assert notes == [("[1]", "Erste Note."), ("[2]", "Zweite Note.")]
    marks = [(doc.text[a:b], doc.paragraph(int(to[1:]))) for a, b, style, to in doc.emphasis if style & Style.NOTE_REF]
    assert marks == [("[1]", "Erste Note."), ("[2]", "Zweite Note.")]
    assert doc.paragraph(len(doc) - 1) == "[3] Keine."


def test_notes_that_begin_to_count_in_each_chapter():
    chapter = f"Ein Satz.[1]\n\n{PROSE}\n\n[1] Note {{}}.\n\n"
    doc = opened(chapter.format("eins") + chapter.format("zwei"))
    assert [doc.paragraph(int(to[1:])) for *_, to in doc.emphasis] == ["Note eins.", "Note zwei."]


@given(st.text(alphabet="ab _=[]1*:.\n", max_size=200))
def test_no_letter_is_lost_with_the_marks(text):
    doc = opened(f"{text}\n\n{PROSE}\n\n{PROSE}\n")
    assert doc.text.count("a") == (f"{text}{PROSE * 2}").count("a")


def test_without_a_lexicon_one_is_built_so_that_the_text_is_the_same_tomorrow(tmp_path, monkeypatch):
    asked = []

    def built(language, directory):
        asked.append((language, directory))

    monkeypatch.setattr("glossary.lexicon.build_in_subprocess", built)
    assert lexicon_of("de", tmp_path)("Nachricht") is None
    assert asked == [("de", str(tmp_path))]


def test_what_stood_around_a_pasted_article_is_no_heading():
    doc = opened(
        f"Der Titel\n\n\nANZEIGE\n\n\n{PROSE}\n\n\nLesen Sie auch\n\n\n12 Kommentare\n\n\nDrucken\n\n\n{PROSE}\n"
    )
    assert [doc.paragraph(n) for n in sorted(doc.boilerplate)] == ["ANZEIGE", "Lesen Sie auch", "12 Kommentare"]
    assert [doc.paragraph(n) for n in range(len(doc)) if doc.kind(n) is Kind.HEADING] == ["Der Titel", "Drucken"]


PANTHER = """\
Der Panther

Sein Blick ist vom Vorübergehn der Stäbe
so müd geworden, daß er nichts mehr hält.
Ihm ist, als ob es tausend Stäbe gäbe
und hinter tausend Stäben keine Welt.

Der weiche Gang geschmeidig starker Schritte,
der sich im allerkleinsten Kreise dreht,
ist wie ein Tanz von Kraft um eine Mitte,
in der betäubt ein großer Wille steht.

Nur manchmal schiebt der Vorhang der Pupille
sich lautlos auf –. Dann geht ein Bild hinein,
geht durch der Glieder angespannte Stille –
und hört im Herzen auf zu sein.
"""
TORSO = """\
Wir kannten nicht sein unerhörtes Haupt,
darin die Augenäpfel reiften. Aber
sein Torso glüht noch wie ein Kandelaber,
in dem sein Schauen, nur zurückgeschraubt,

sich hält und glänzt. Sonst könnte nicht der Bug
der Brust dich blenden, und im leisen Drehen
der Lenden könnte nicht ein Lächeln gehen
zu jener Mitte, die die Zeugung trug.

Sonst stünde dieser Stein entstellt und kurz
unter der Schultern durchsichtigem Sturz
und flimmerte nicht so wie Raubtierfelle;

und bräche nicht aus allen seinen Rändern
aus wie ein Stern: denn da ist keine Stelle,
die dich nicht sieht. Du mußt dein Leben ändern.
"""


@pytest.mark.parametrize("poem", [PANTHER, TORSO, f"{PANTHER}\n\n{TORSO}"])
def test_verse_whose_lines_begin_in_lower_case_stays_verse(poem):
    doc = read_bytes(poem.encode(), "x.txt", suffix=".txt")
    verse = [doc.paragraph(index) for index in range(len(doc)) if doc.kind(index) is Kind.VERSE]
    assert verse == [line for line in poem.split("\n") if line and line != "Der Panther"]
    stanzas = [index for index in range(len(doc)) if doc.kind(index) is Kind.VERSE and index not in doc.tight]
    assert len(stanzas) == sum(len(block.split("\n")) > 1 for block in poem.strip().split("\n\n"))


@pytest.mark.parametrize("width", range(44, 62, 3))
@pytest.mark.parametrize("ragged", [0, 6])
def test_prose_in_narrow_lines_is_no_verse(width, ragged):
    words = " ".join((PANTHER + TORSO).split()).strip(".")
    told = words.split(". ")
    prose = [f"{'. '.join(told[at : at + 3])}. Und das, meinte er, sei {at} Jahre her." for at in range(len(told))]
    blocks = [textwrap.wrap(paragraph, width - (ragged * number) % 7) for number, paragraph in enumerate(prose)]
    assert not is_poem(blocks)
    if not ragged:
        doc = read_bytes("\n\n".join(map("\n".join, blocks)).encode(), "x.txt", suffix=".txt")
        assert shown(doc) == prose


FIGURES = """\
Land            Fläche   Einwohner
Luxemburg        2.586     645.397
Belgien         30.528  11,7 Mio.
Niederlande     41.543  17.811.291
Deutschland    357.386           –
"""


def rows_of(doc):
    return [doc.paragraph(index) for index in range(len(doc)) if doc.kind(index) is Kind.TABLE]


def test_figures_below_each_other_are_a_table():
    doc = opened(f"{PROSE}\n\n{FIGURES}\n\n{PROSE}")
    assert rows_of(doc) == [
        "Land │ Fläche │ Einwohner",
        "Luxemburg │ 2.586 │ 645.397",
        "Belgien │ 30.528 │ 11,7 Mio.",
        "Niederlande │ 41.543 │ 17.811.291",
        "Deutschland │ 357.386 │ –",
    ]
    assert [doc.heads(index) for index in range(1, 4)] == [True, False, False]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Jahr  Einnahmen  Ausgaben",
            "1999      1.250       980",
            "2000        870     1.020",
            "2001      1.400     1.399",
        ],
        ["Posten           Betrag", "Miete          650,00 €", "Strom           48,90 €", "Summe          698,90 €"],
        ["Januar    -3", "Februar   +1", "März      12"],
        ["1.  Bremen    55", "2.  Kiel      50", "3.  Bochum     9"],
        ["", "Stadt  Höhe", "-----------", "Ulm     478", "Bonn     60", "Kiel      5"],
    ],
)
def test_few_blanks_are_enough_where_figures_end_below_each_other(lines):
    doc = opened("\n\n".join(["Vorher steht ein Satz.", "\n".join(lines), "Nachher   auch."]))
    rows = rows_of(doc)
    written = [line.split() for line in lines if line.strip("- ")]
    assert [row.replace(" │ ", " ").split() for row in rows] == written
    assert all("│" in row for row in rows)


def test_the_name_of_a_table_and_where_it_is_from_stand_around_it():
    lines = ["Tabelle 3: Niederschlag in mm", "Ulm       749", "Bonn      770", "Kiel    1.030", "Quelle: Wetterdienst"]
    doc = opened("\n\n".join(["Vorher   steht ein Satz.", "\n".join(lines), "Nachher."]))
    assert shown(doc)[1:-1] == [lines[0], "Ulm │ 749", "Bonn │ 770", "Kiel │ 1.030", lines[-1]]
    assert rows_of(doc) == shown(doc)[2:5]


NO_TABLES = {
    "verse with the numbers of lines": (
        "Wer reitet so spät durch Nacht und Wind?\nEs ist der Vater mit seinem Kind;\n"
        "Er hat den Knaben wohl in dem Arm,\nEr fasst ihn sicher, er hält ihn warm.\n"
        "Mein Sohn, was birgst du so bang dein Gesicht?   5\nSiehst, Vater, du den Erlkönig nicht?"
    ),
    "a list": "1.  Ein Haus am Rand\n2.  Zwei Häuser\n10. Drei Häuser im Wald",
    "a list of numbers": "1)  1914\n2)  1918\n3)  1933",
    "the head of a letter": (
        "Anna Muster\nLindenweg  5\n50667  Köln\n                                        Köln, 5. Mai 1998"
    ),
    "an address": "Herrn\nKarl Beispiel\nHauptstraße 12\n12345  Berlin",
    "code": "for i in range(9):\n    x  = 12\n    yy = 3\n    print(x,  4)",
    "prose set to both margins": (
        "Der  Fluss  trat über die Ufer,  und die\nLeute liefen  1914  mit ihren Kühen  auf\n"
        "den  Hügel,  den 12 Bäume  von der Stadt\ntrennten, als wäre es  1918  gewesen  ja"
    ),
    "a talk": "FAUST  Habe nun, ach!\nMEPHISTO  12\nFAUST  Da steh ich nun",
    "years before sentences": "1914  Der Krieg beginnt.\n1918  Er endet.\n1919  Ein Friede wird geschlossen.",
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_only_looks_like_figures_in_columns_stays_what_it_is(name):
    doc = opened("\n\n".join([f"{PROSE}   ", NO_TABLES[name], PROSE]))
    assert rows_of(doc) == []


def test_real_texts_have_no_tables_that_they_have_not():
    found = {name: rows_of(read_path(golden.DATA / "plain" / f"{name}.txt")) for name in NAMES}
    assert [name for name, rows in found.items() if rows] == ["novelle"]
    assert found["novelle"][0] == "Zug │ Abfahrt │ Gleis"
    assert rows_of(read_path(SAMPLE)) == []


@given(st.lists(st.from_regex(r"[ab]{1,4} {1,4}[1-9.–]{1,4}(?: {1,3}[a1│]{1,3})?", fullmatch=True), min_size=3))
def test_words_of_figures_come_back_in_their_order(lines):
    found = figure_table(lines)
    if found is not None:
        assert [" ".join(row).split() for row in found.rows] == [line.replace("│", "|").split() for line in lines]
        assert {len(row) for row in found.rows} == {len(found.rows[0])}
