import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import markdown
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


def test_escapes_and_console_markup_are_shown():
    assert opened("[/red] \x1b[31m \\* &copy;").text == "[/red] ␛[31m * ©"


def test_a_hostile_text_ends_at_the_deadline():
    parser = markdown._parser(Deadline("x.md", 1_000, itertools.count().__next__))
    with pytest.raises(InputError, match="takes too long"):
        parser.parse("[" * 100_000)


@given(st.text(alphabet="ab *_`#>-+1.)[]()!<>\n|:^~\\&\t\x1b", max_size=200))
def test_any_text_is_a_document(text):
    doc = opened(text)
    assert "\x1b" not in doc.text


@given(st.sampled_from(FILES), st.data())
def test_damaged_texts_are_documents(path, data):
    text = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=8)):
        text[at] = data.draw(st.integers(0, 255))
    try:
        markdown.read(bytes(text), "x.md", "x")
    except InputError as error:
        assert error.message.endswith(".")


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
