import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import markdown, markdown_parser
from reader.formats.limits import Deadline
from reader.formats.opening import read_path
from tests.formats import golden

FILES = sorted((golden.DATA / "markdown").glob("*.md"))


def opened(text):
    return markdown.read(text.encode(), "x.md", "x")


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_texts(path):
    golden.holds(f"markdown/{path.stem}", read_path(path))


def test_front_matter_names_title_and_language():
    doc = opened("---\ntitle: 'Der Titel'\nlang: de-AT\n---\n\nText.")
    assert (doc.title, doc.language, doc.text) == ("Der Titel", "de-AT", "Text.")
    assert opened("# Oben\n\nText.").title == "Oben"
    assert opened("Text.").title == "x"


def test_links_keep_their_words_and_only_harmless_addresses():
    doc = opened("[gut](https://example.org) [böse](javascript:alert(1)) [lokal](file:///etc/passwd) <x@example.org>")
    assert doc.text == "gut böse lokal x@example.org"
    assert [target for *_, target in doc.emphasis] == ["https://example.org", "mailto:x@example.org"]


def test_a_note_mark_leads_to_its_note():
    doc = opened("Ein Satz.[^a] Noch einer.[^b]\n\n[^a]: Erste.\n[^b]: Zweite.")
    marks = [(doc.text[a:b], to) for a, b, style, to in doc.emphasis if Style.NOTE_REF in style]
    assert marks == [("[1]", "#1"), ("[2]", "#2")]
    assert [doc.kind(1), doc.label(1), doc.paragraph(2)] == [Kind.NOTE, "[1]", "Zweite."]


def test_html_inside_is_text_only():
    doc = opened(
        "<script>alert(1)</script>\n\n<p onclick='x'>Absatz <b>eins</b></p>\n\nMit <i>Tag</i> und <br>Umbruch."
    )
    assert shown(doc) == ["Absatz eins", "Mit Tag und", "Umbruch."]


def test_html_blocks_and_tags_are_what_they_are_in_web_pages():
    doc = opened(
        "<h1 align=center>Oben</h1>\n\n<ul><li>Eins</li></ul>\n\nH<sub>2</sub>O, <b>fett</b>, <a href=https://a.de>da</a>"
    )
    assert [doc.kind(0), doc.kind(1), doc.title] == [Kind.HEADING, Kind.ITEM, "Oben"]
    assert shown(doc)[2] == "H₂O, fett, da"
    assert [(style, to) for *_, style, to in doc.emphasis] == [(Style.STRONG, ""), (Style.LINK, "https://a.de")]


@pytest.mark.parametrize("marker", ["> ", "- ", "> - ", "1. ", ">"])
@pytest.mark.parametrize("depth", [1, 19, 30, 200, 3000])
def test_nothing_is_lost_however_deep_it_is_nested(marker, depth):
    lines = ["Davor.", "", marker * depth + "Ganz innen steht ein Satz.", "", "Danach."]
    found = shown(opened("\n".join(lines)))
    assert found[0] == "Davor."
    assert found[-1].endswith("Danach.")
    assert "Ganz innen steht ein Satz." in " ".join(found)


def test_lists_nested_by_indent():
    text = "".join(f"{'  ' * depth}- Punkt {depth}\n" for depth in range(60))
    assert all(f"Punkt {depth}" in " ".join(shown(opened(text))) for depth in range(60))


def test_notes_without_a_mark_stand_behind_the_others():
    doc = opened("Satz.[^b]\n\n[^a]: Ohne Marke.\n[^b]: Mit Marke.")
    assert shown(doc) == ["Satz.[1]", "Mit Marke.", "Ohne Marke."]
    assert [doc.label(1), doc.label(2)] == ["[1]", "[2]"]


def test_of_two_notes_of_one_name_none_is_lost():
    doc = opened("Satz.[^a]\n\n[^a]: Eins.\n\n[^a]: Zwei.\n\n[^a]: Drei.")
    assert shown(doc) == ["Satz.[1]", "Eins.", "Zwei.", "Drei."]
    assert doc.emphasis[0].target == "#1"


def test_definition_lists_tasks_and_struck_out_text():
    doc = opened("Begriff\n: Was er heißt.\n: Und noch etwas.\n\n- [ ] offen\n- [x] getan\n\n~~weg~~ da")
    assert shown(doc) == ["Begriff", "Was er heißt.", "Und noch etwas.", "offen", "getan", "weg da"]
    assert [doc.kind(index) for index in range(5)] == [Kind.ITEM] * 5
    assert [doc.level(index) for index in range(5)] == [0, 1, 1, 0, 0]
    assert [doc.label(index) for index in range(5)] == ["", "", "", "☐", "☑"]


def test_a_line_block_keeps_its_indents():
    doc = opened("| Über allen Gipfeln\n|     ist *Ruh*,\n| in allen Wipfeln\n")
    assert [(doc.kind(n), doc.level(n)) for n in range(3)] == [(Kind.VERSE, 0), (Kind.VERSE, 2), (Kind.VERSE, 0)]
    assert doc.paragraph(1) == "ist Ruh,"


def test_hard_breaks_in_verse_quotes_and_prose():
    doc = opened("Über allen Gipfeln  \nist Ruh\n\n> Eins\\\n> zwei\n\n| In allen\n| Wipfeln\n|\n| spürest du\n")
    assert shown(doc) == ["Über allen Gipfeln", "ist Ruh", "Eins", "zwei", "In allen", "Wipfeln", "spürest du"]
    verse, quote = Kind.VERSE, Kind.QUOTE
    assert [doc.kind(index) for index in range(7)] == [verse, verse, quote, quote, verse, verse, verse]
    assert doc.tight == {1, 3, 5}
    long = "Ein langer Satz, der weit über die Breite eines Verses hinausgeht, wie man sie von Gedichten kennt, endet."
    assert opened(f"{long}  \n{long}").kinds == b""


@pytest.mark.parametrize("start", ["---\ntitle: T\n", "---\r\ntitle: T\r\n", '+++\ntitle = "T"\n', "% T\n% Anna\n"])
def test_what_a_file_says_of_itself_is_no_text(start):
    end = {"-": "---\n", "+": "+++\n", "%": ""}[start[0]]
    doc = opened(f"{start}{end}\nText.")
    assert (doc.title, doc.text) == ("T", "Text.")


def test_long_front_matter():
    front = (
        "---\n# So\ntitle: >-\n  Der lange\n  Titel\nauthor:\n  - Anna\n  - {name: Bert}\ntags: [a]\nlang: de\n---\n"
    )
    doc = opened(front + "Text.")
    assert (doc.title, doc.language, doc.text) == ("Der lange Titel", "de", "Text.")


@pytest.mark.parametrize(
    "text", ["---\nEin Satz.\n---\n", "---\n\nEin Satz.\n\n---\n", "---\nEr sagte: nein.\nSo war es.\n---\n"]
)
def test_a_text_between_two_lines_is_a_text(text):
    assert any("Satz" in line or "nein" in line for line in shown(opened(text)))


def test_links_lead_to_headings():
    doc = opened("[hin](#über-wien)\n\n# Über Wien {#wien .unnumbered}")
    assert doc.emphasis[0].target == "#1"
    assert doc.paragraph(1) == "Über Wien"


def test_line_ends_tabs_and_lazy_lists():
    doc = opened("1.\tEins\r\nfaul weiter\r\n2.\tZwei\r\n\r\n\tim zweiten\r\n* a\r\n\t* b\r\n")
    assert shown(doc) == ["Eins faul weiter", "Zwei", "im zweiten", "a", "b"]
    assert [doc.level(index) for index in range(5)] == [0, 0, 0, 0, 1]


def test_escapes_and_console_markup_are_shown():
    assert opened("[/red] \x1b[31m \\* &copy;").text == "[/red] ␛[31m * ©"


def test_a_hostile_text_ends_at_the_deadline():
    parser = markdown_parser.parser(Deadline("x.md", 1_000, itertools.count().__next__))
    with pytest.raises(InputError, match="takes too long"):
        parser.parse("[" * 100_000)


@given(st.text(alphabet="ab *_`#>-+1.)[]()!<>\n|:^~\\&\t\x1b", max_size=200))
def test_any_text_is_a_document(text):
    doc = opened(text)
    assert "\x1b" not in doc.text


@given(st.text(alphabet="ab >-*#1.|~+_\t\n\r:", max_size=120))
def test_no_word_is_lost(text):
    there = " ".join(shown(opened("x\n\n" + text)))
    assert sum(map(there.count, "ab")) == sum(map(text.count, "ab")) + there.count("Tab")


@given(st.sampled_from(FILES), st.data())
def test_damaged_texts_are_documents(path, data):
    text = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=8)):
        text[at] = data.draw(st.integers(0, 255))
    try:
        markdown.read(bytes(text), "x.md", "x")
    except InputError as error:
        assert error.message.endswith(".")


def test_letters_and_roman_numbers_are_lists():
    doc = opened(
        "Davor:\na) Erstens\nb) Zweitens\n  i. tief\n  ii. tiefer\nc) *Drittens*\n\na. D. heißt außer\nDienst."
    )
    assert shown(doc) == ["Davor:", "Erstens", "Zweitens", "tief", "tiefer", "Drittens", "a. D. heißt außer Dienst."]
    assert [doc.label(n) for n in range(7)] == ["", "a)", "b)", "i.", "ii.", "c)", ""]
    assert [doc.level(n) for n in range(7)] == [0, 0, 0, 1, 1, 0, 0]
    assert doc.kind(6) is Kind.PARAGRAPH


@given(
    st.lists(
        st.sampled_from(
            ["Wort", "z.B.", " ", "  ", "\n", "  \n", "\t", "#", "!", "-", ":", "|", "^", "]", "[", "\\", "*", "**",
             "_", "`", "~~", "<", "<br>", "&amp;", "&",
             "e\u0301", "\u0301", "[^1]", "\n\n", "> ", "- ", "1. ", "\u00a0",
             "http://x.de", "$", "{", "%", "(a)", "===", "\n\n[^1]: ", "| a |\n|--|\n| "]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_text_without_markup_needs_no_parser(text):
    def as_read():
        doc = markdown.read(text.encode(), "x.md", "x")
        return doc.text, list(doc.starts), doc.kinds, doc.levels, dict(doc.labels), doc.emphasis, doc.title

    quick = as_read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_MARKUP", re.compile(""))
        assert as_read() == quick


def test_a_row_with_more_cells_than_columns_keeps_them():
    doc = opened("| Land | Zahl |\n|---|---|\n| *Rom* | 1 | mehr \\| davon | |\n|  | 2 |\n\nDanach.")
    assert shown(doc) == ["Land │ Zahl", "Rom │ 1 │ mehr | davon", "│ 2", "Danach."]


def test_struck_and_deleted_text_is_struck():
    doc = opened("Die Miete ist ~~nicht bezahlt~~ bezahlt, <del>heute</del> <s>gestern</s> morgen.\n")
    assert doc.text == "Die Miete ist nicht bezahlt bezahlt, heute gestern morgen."
    struck = [doc.text[start:end] for start, end, style, _ in doc.emphasis if Style.STRIKE in style]
    assert struck == ["nicht bezahlt", "heute gestern"]
