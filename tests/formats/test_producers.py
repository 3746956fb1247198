"""One text as pandoc 2 and LibreOffice Writer 7 write it in each format: all of them are the same document.

`handbuch.md` was given to pandoc; `writer*` are what Writer made of pandoc's DOCX, ODT and RTF. What a format cannot
say, or its producer has left out, is named below.
"""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.core.text import clean
from reader.errors import InputError
from reader.formats.opening import read_bytes, read_path
from tests.formats.archives import packed
from tests.formats.golden import DATA

FOLDER = DATA / "producers"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.name != "handbuch.md")
_TITLE = [(Kind.HEADING, 1, "", "Das Handbuch", ()), (Kind.PARAGRAPH, 0, "", "Anna Muster", ())]
_SHOWN = Style.STRONG | Style.EMPH | Style.CODE | Style.LINK | Style.NOTE_REF | Style.STRIKE


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


def _entries(name):
    with zipfile.ZipFile(FOLDER / name) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


ZIPPED = {name: _entries(name) for name in FILES if name.endswith(("docx", "odt", "epub"))}


@given(st.sampled_from(sorted(ZIPPED)), st.data())
def test_files_with_damage_inside_their_parts_give_a_document_or_a_sentence(name, data):
    entries = dict(ZIPPED[name])
    for part in data.draw(st.lists(st.sampled_from(sorted(entries)), min_size=1, max_size=3)):
        inside = bytearray(entries[part])
        for at in data.draw(st.lists(st.integers(0, max(0, len(inside) - 1)), max_size=6)):
            change = data.draw(
                st.sampled_from((b"<", b">", b'"', b"&", b"\x00", b"\xff", b"/", b"9", b"", b"</a>", b"w:"))
            )
            inside[at : at + 1] = change
        cut = data.draw(st.none() | st.integers(0, len(inside)))
        entries[part] = bytes(inside[:cut])
    try:
        doc = read_bytes(packed(entries), name, "x", f".{name.rpartition('.')[2]}")
    except InputError as error:
        assert error.message
    else:
        assert doc.text == clean(doc.text)


@given(st.sampled_from(["handbuch.md", "pandoc.html"]), st.data())
def test_texts_with_damage_are_documents(name, data):
    text = bytearray((FOLDER / name).read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=12)):
        text[at : at + 1] = data.draw(
            st.sampled_from((b"<", b">", b"*", b"`", b"[", b"\n", b"    ", b"|", b"-->", b"\x0c"))
        )
    try:
        doc = read_bytes(bytes(text), name, "x", f".{name.rpartition('.')[2]}")
    except InputError as error:
        assert error.message
    else:
        assert doc.text == clean(doc.text)
