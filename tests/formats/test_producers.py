"""One text as pandoc 2 and LibreOffice Writer 7 write it in each format: all of them are the same document.

`handbuch.md` was given to pandoc; `writer*` are what Writer made of pandoc's DOCX, ODT and RTF. What a format cannot
say, or its producer has left out, is named below.
"""

import pytest

from reader.core.document import Kind, Style
from reader.formats.opening import read_path
from tests.formats.golden import DATA

FOLDER = DATA / "producers"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.name != "handbuch.md")
_TITLE = [(Kind.HEADING, 1, "", "Das Handbuch", ()), (Kind.PARAGRAPH, 0, "", "Anna Muster", ())]
_SHOWN = Style.STRONG | Style.EMPH | Style.CODE | Style.LINK | Style.NOTE_REF


def paragraphs(name):
    """Kind, level, label, text and emphasis of each paragraph; word processors know no quotes in quotes."""
    doc = read_path(FOLDER / name)
    found = []
    for index in range(len(doc)):
        kind, text = doc.kind(index), doc.paragraph(index)
        level = 1 if kind is Kind.QUOTE else doc.level(index)
        label = doc.label(index)
        label = "•" if label in {"•", "–", "◦", "▪"} else label
        spans = tuple((text[a:b], style & _SHOWN) for a, b, style, _ in doc.emphasis_in(index))
        found.append((kind, level, label, text, spans))
    return doc, found


@pytest.mark.parametrize("name", FILES)
def test_all_are_the_same_document(name):
    _, wanted = paragraphs("handbuch.md")
    doc, found = paragraphs(name)
    assert found[:2] == _TITLE
    notes = [row for row in found if row[0] is Kind.NOTE]
    assert notes == [row for row in wanted if row[0] is Kind.NOTE]
    found = [row for row in found[2:] if row[0] is not Kind.NOTE]
    wanted = [row for row in wanted if row[0] is not Kind.NOTE]
    if name == "writer-odt.docx":
        # Writer writes the second paragraph of an item without its list.
        at = next(number for number, row in enumerate(found) if row[3].startswith("Zweiter Absatz des fünften"))
        assert found.pop(at)[0] is Kind.PARAGRAPH
        wanted.pop(at)
    if name == "writer.odt":
        wanted = [row for row in wanted if row[0] is not Kind.RULE]
        found = [row for row in found if row[0] is not Kind.RULE]
    assert found == wanted
    assert (doc.title, doc.language[:2]) == ("Das Handbuch", "de")


@pytest.mark.parametrize("name", ["handbuch.md", *FILES])
def test_each_mark_leads_to_its_note(name):
    doc = read_path(FOLDER / name)
    marks = [(doc.text[a:b], to) for a, b, style, to in doc.emphasis if Style.NOTE_REF in style]
    assert [doc.paragraph(int(to[1:])).split()[0] for _, to in marks] == ["Erste", "Zweite"]
    assert [doc.label(int(to[1:])) for _, to in marks] == [mark for mark, _ in marks] == ["[1]", "[2]"]


def test_lists_that_follow_each_other_are_parted_by_a_blank_line():
    for name in ("handbuch.md", *FILES):
        doc = read_path(FOLDER / name)
        apples = next(index for index in range(len(doc)) if doc.paragraph(index) == "Äpfel")
        assert apples not in doc.tight
        assert {apples + 1, apples + 2, apples - 1} <= doc.tight
