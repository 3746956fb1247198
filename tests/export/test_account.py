"""What is said of an export, how a text is called, and what is left out."""

from dataclasses import replace

import pytest

from reader.core.bitext import Bitext
from reader.core.building import Builder
from reader.core.document import Kind, document
from reader.core.target import Target, TargetState
from reader.export import anki, csv, epub, html, markdown, tmx, txt, xliff
from reader.export.naming import named
from tests.export.works import OPTIONS, backwards, structured, work, written

ALL = {"html": html, "epub": epub, "md": markdown, "txt": txt, "tmx": tmx, "xliff": xliff, "csv": csv, "anki": anki}


def told(bitext, module=txt):
    made = work(bitext)
    written(module.write, made)
    return made.counts.sentence()


def test_what_holds_no_words_counts_nowhere():
    made = Builder()
    made.add("Jahr │ Häuser", Kind.TABLE)
    made.add("1885 │ drei Häuser", Kind.TABLE, tight=True)
    made.add("* * *", Kind.RULE)
    made.add("print(1)", Kind.CODE)
    made.add("20 %")
    bitext = Bitext(made.finish(), lambda _: {})
    assert told(bitext).startswith("3 of 3 sentences")
    bitext.load(range(5))
    assert (bitext.settled_segments, bitext.kept_segments) == (0, 3)


@pytest.mark.parametrize("text", ["", "1885\n", "* * *\n\n20.000\n"])
@pytest.mark.parametrize("form", ["html", "epub", "md", "txt", "tmx", "xliff", "csv"])
def test_a_text_without_words_is_not_all_translated(form, text):
    assert told(Bitext(document(text), lambda _: {}), ALL[form]) == "There are no words to translate in this text."


def test_cards_without_terms_say_why():
    sentence = told(backwards(document("Der Hund schläft.\n")), anki)
    assert sentence.startswith("No cards: no term of the glossary stands in this text. Add terms")
    assert told(backwards(document("Das Haus steht.\n")), anki).startswith("1 card. 1 sentence, translated.")


def test_why_something_is_missing_is_told():
    bitext = Bitext(document("Eins.\nZwei.\nDrei.\n"), lambda _: {}, missing=Target(reason="offline."))
    bitext.load(range(3))
    keys = [bitext.paragraph(at).keys[0] for at in range(3)]
    failed = Target(state=TargetState.FAILED, reason="Google is closed to us; next try 14:32.")
    bitext.set_targets({keys[0]: failed, keys[1]: Target(state=TargetState.QUEUED)})
    anew = bitext.anew()
    made = work(anew)
    text = written(txt.write, made).decode()
    assert "[not translated: Google is closed to us; next try 14:32]" in text
    assert "[not translated yet]" in text
    assert "[not translated: offline]" in text
    assert "3 of 3 sentences have no translation (" in made.counts.sentence()
    assert len(anew._paragraphs) == 0


@pytest.mark.parametrize("form", ALL)
def test_what_stands_around_the_text_is_left_out(form):
    source = replace(structured(), boilerplate=structured().boilerplate | {1})
    made = work(backwards(source))
    data = written(ALL[form].write, made)
    if form != "epub":
        assert "Kommentar (0)" not in data.decode().replace("&#40;", "(")
        assert "Die Tür war offen" not in data.decode()
    if form == "anki":
        return
    assert made.counts.left_out == 2
    assert made.counts.sentence(hint="--all keeps them").endswith(
        "2 lines around the text left out, such as “Im alten Haus stand die rote …”; --all keeps them."
    )


@pytest.mark.parametrize(
    ("title", "name", "text", "expected"),
    [
        ("mein_text.txt", "mein_text.txt", "Ein Satz.", "mein text"),
        ("mein_text", "mein_text.txt", "Ein Satz.", "mein text"),
        ("", "", "", "Text"),
        ("", "", "Ein Satz.", "Ein Satz."),
        ("000_1a52", "000_1a52.txt", f"Der Hund {'schläft ' * 20}.", f"Der Hund{' schläft' * 6} …"),
        ("1848", "1848.txt", "Anzeige\nDer Hund.", "Der Hund."),
        ("1848", "1848.txt", "", "1848"),
        ("", "der-zug.md", "Ein Satz.", "der zug"),
        ("Der Zug", "zug.epub", "Ein Satz.", "Der Zug"),
        ("https://example.org/a", "", "Ein Satz.", "https://example.org/a"),
    ],
)
def test_the_name_of_a_file_is_no_title(title, name, text, expected):
    assert named(document(text, title), name) == expected


def test_the_first_heading_is_the_title_and_stands_once():
    made = Builder()
    made.add("Vom Haus", Kind.HEADING, level=2)
    made.add("Ein Haus.")
    doc = made.finish("vom_haus")
    assert named(doc, "vom_haus.html") == "Vom Haus"
    written_work = work(backwards(doc), name="vom_haus.html")
    page = written(html.write, written_work).decode()
    assert page.count(">Vom Haus<") == 2  # the head and the bar
    assert page.count('id="s1">Vom <a') == 1
    assert 'class="front"' not in page
    text = written(markdown.write, written_work).decode()
    assert text.count("Vom Haus") == 1 or text.count("# Vom Haus") == 1


def test_a_first_line_that_is_the_title_is_a_heading():
    doc = document("Vom Haus\n\nEin Haus steht da.\n", "Vom Haus")
    page = written(html.write, work(backwards(doc))).decode()
    assert '<div class="row heading" id="p1">' in page
    assert "<h1>" in page


def test_a_paragraph_is_shown_in_no_title_if_it_is_left_out():
    doc = replace(document("Anzeige\n\nEin Haus.\n", "Anzeige"))
    made = work(backwards(doc))
    assert made.titled == -1
    assert "<h1" in written(html.write, made).decode()


def test_the_time_changes_only_what_holds_a_time():
    made = work(backwards(structured()))
    other = replace(OPTIONS, now_ms=0)
    for form in ("html", "md", "txt", "xliff", "csv", "anki"):
        assert written(ALL[form].write, made) == written(ALL[form].write, made, other)
