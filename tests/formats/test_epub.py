import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import opening
from reader.formats.limits import Deadline
from reader.formats.opening import read_bytes
from tests.formats import books, golden
from tests.formats.archives import encrypted

XHTML = books.XHTML


def opened(data):
    return read_bytes(data, "x.epub", "x", ".epub")


def small(files, spine=None, **more):
    """An EPUB of some pages; the spine lists them all unless it is given."""
    names = list(files)
    manifest = [(name, XHTML, "") for name in names]
    spine = [(n, "") for n in range(len(names))] if spine is None else spine
    pages = {f"OEBPS/{name}": books.page(body) if isinstance(body, str) else body for name, body in files.items()}
    return books.book({"OEBPS/content.opf": books.opf("<dc:title>T</dc:title>", manifest, spine), **pages, **more})


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


@pytest.mark.parametrize("name", ["novel", "old_book", "booklet"])
def test_real_books(name):
    golden.holds(f"epub/{name}", opened(getattr(books, name)()))


def test_note_marks_lead_to_their_notes_over_files():
    doc = opened(books.novel())
    marks = [to for *_, style, to in doc.emphasis if Style.NOTE_REF in style]
    assert [doc.paragraph(int(to[1:])) for to in marks] == ["Im Jahr 1913.", "Wörtlich so."]


def test_the_spine_says_the_order_and_each_file_comes_once():
    data = small({"a": "<p>A</p>", "b": "<p>B</p>", "c": "<p>C</p>"}, [(2, ""), (1, ' linear="no"'), (0, ""), (2, "")])
    assert shown(opened(data)) == ["C", "A", "B"]


def test_a_chapter_without_heading_gets_that_of_the_contents():
    doc = opened(books.old_book())
    headings = [doc.paragraph(index) for index in range(len(doc)) if doc.kind(index) is Kind.HEADING]
    assert headings == ["I. Der Anfang", "Die Reise", "II. Das Ende"]


def test_drm_is_one_sentence():
    locked = (
        b'<encryption xmlns="x" xmlns:enc="y"><enc:EncryptedData><enc:EncryptionMethod '
        b'Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><enc:CipherData>'
        b'<enc:CipherReference URI="OEBPS/a"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    with pytest.raises(InputError, match=r"protected against copying \(DRM\)"):
        opened(small({"a": "<p>A</p>"}, **{"META-INF/encryption.xml": locked}))


def test_a_password_is_one_sentence():
    with pytest.raises(InputError, match="protected by a password"):
        opened(encrypted(books.novel()))


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({}, "list of its chapters is missing"),
        ({"OEBPS/content.opf": b"<package/>"}, "lists no chapters"),
        ({"OEBPS/content.opf": b"no xml"}, "list of its chapters is missing"),
    ],
)
def test_what_is_missing_is_said(entries, words):
    with pytest.raises(InputError, match=words):
        opened(books.book(entries))


def test_a_book_of_pictures_says_so():
    with pytest.raises(InputError, match="holds no text") as raised:
        opened(small({"a": "<img src='x.png'/>"}))
    assert "OCR" in raised.value.hint


def test_files_outside_of_the_book_are_not_read(tmp_path):
    secret = tmp_path / "secret.xhtml"
    secret.write_bytes(books.page("<p>geheim</p>"))
    manifest = [("../../../../" + str(secret), XHTML, ""), ("a", XHTML, ""), (secret.as_uri(), XHTML, "")]
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>A&x;</p></body></html>'.encode()
    opf = books.opf("", manifest, [(0, ""), (1, ""), (2, "")])
    doc = opened(books.book({"OEBPS/content.opf": opf, "OEBPS/a": entity}))
    assert "geheim" not in doc.text
    assert doc.text.startswith("A")
    assert "2 chapters missing in the file" in doc.notes


def test_a_bomb_is_refused():
    with pytest.raises(InputError, match="packed too well"):
        opened(small({"a": b"<html><body><p>" + b"a" * 30_000_000 + b"</p></body></html>"}))


def test_links_keep_to_the_book_and_the_web():
    body = "<p><a href='b#y'>eins</a> <a href='https://example.org'>zwei</a> <a href='javascript:x'>drei</a></p>"
    doc = opened(small({"a": body, "b": "<p>B</p><p id='y'>Y</p>"}))
    assert [to for *_, to in doc.emphasis] == ["#2", "https://example.org"]


def test_a_book_that_takes_too_long_is_refused(monkeypatch):
    ticks = itertools.count().__next__
    monkeypatch.setattr(opening, "Deadline", lambda where, **_: Deadline(where, 30, ticks))
    with pytest.raises(InputError, match="takes too long"):
        opened(small({"a": "<p>x</p>" * 100}))


def test_chapters_in_old_encodings():
    page = '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Größe</p></body></html>'.encode("latin-1")
    broken = "<html><head><meta charset='iso-8859-1'></head><body><p>Größe & Maß</body>".encode("latin-1")
    wide = '<?xml version="1.0" encoding="utf-16"?><html><body><p>Weiß</p></body></html>'.encode("utf-16")
    assert shown(opened(small({"a": page, "b": broken, "c": wide}))) == ["Größe", "Größe & Maß", "Weiß"]


@given(st.sampled_from([books.novel, books.old_book, books.booklet]), st.data())
def test_damaged_books_give_a_document_or_a_sentence(make, data):
    whole = bytearray(make())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    try:
        opened(bytes(whole[: data.draw(st.sampled_from([len(whole), len(whole) // 2, len(whole) - 30]))]))
    except InputError as error:
        assert error.message.endswith(".")


@given(st.binary(max_size=200), st.sampled_from(["META-INF/container.xml", "OEBPS/content.opf", "OEBPS/a"]))
def test_any_part_may_hold_any_bytes(data, name):
    entries = {"OEBPS/content.opf": books.opf("", [("a", XHTML, "")], [(0, "")]), "OEBPS/a": books.page("<p>A</p>")}
    entries[name] = data
    try:
        opened(books.book(entries))
    except InputError as error:
        assert error.message.endswith(".")


def test_the_licence_around_a_book_is_dimmed():
    header = "<section class='pg-boilerplate pgheader'><h2>The Project Gutenberg eBook</h2><p>Free.</p></section>"
    doc = opened(small({"a": f"{header}<p>Es begann.</p>"}))
    assert doc.boilerplate == {0, 1}


PROSE = "Der Fluss trat über die Ufer, und die Leute aus dem Dorf liefen mit ihren Kühen auf den Hügel. "


def of_one(body, css=""):
    """A book of one chapter, with a style sheet."""
    manifest = [("a.xhtml", books.XHTML, ""), ("s.css", "text/css", "")]
    metadata = "<dc:title>Buch</dc:title><dc:language>de</dc:language>"
    entries = {"OEBPS/content.opf": books.opf(metadata, manifest, [(0, "")]), "OEBPS/a.xhtml": books.page(body)}
    return opened(books.book({**entries, "OEBPS/s.css": css.encode()}))


def kinds(doc):
    return [(doc.kind(index), doc.level(index), doc.paragraph(index)) for index in range(len(doc))]


def test_a_book_whose_headings_and_emphasis_are_only_classes():
    css = ".c5 {text-align:center; font-size:150%; font-weight:bold} /* */ .c7 {font-style:italic} .big {font-size:3em}"
    body = (
        '<p class="c5"><span>Erstes Kapitel</span></p><p><span class="big">E</span>s <span class="c7">war</span>. '
        f'{PROSE}</p><p class="c5">Zweites Kapitel</p><p>{PROSE}</p>'
    )
    doc = of_one(body, css)
    assert [(kind, text) for kind, _, text in kinds(doc) if kind is Kind.HEADING] == [
        (Kind.HEADING, "Erstes Kapitel"), (Kind.HEADING, "Zweites Kapitel"),
    ]  # fmt: skip
    assert doc.paragraph(1).startswith("Es war. Der Fluss")
    assert [(doc.text[a:b], style) for a, b, style, _ in doc.emphasis] == [("war", Style.EMPH)]


def test_where_there_are_headings_large_type_makes_none():
    doc = of_one(f'<h1>Eins</h1><p class="big">Groß gedruckt</p><p>{PROSE}</p>', ".big {font-size: 3em}")
    assert kinds(doc)[1][0] is Kind.PARAGRAPH


def test_titles_by_class_pages_pictures_of_letters_and_verse():
    body = (
        f'<div class="chapter"><div class="chapter-title">I. Teil</div><p><img src="e.png" alt="E"/>s war. <span '
        f'class="pagenum">13</span>{PROSE}</p><blockquote><p>Ein Vers<br/>im Zitat</p></blockquote><p><img '
        f'alt="Der König" src="b.png"/></p></div>'
    )
    doc = of_one(body)
    assert kinds(doc)[0] == (Kind.HEADING, 2, "I. Teil")
    assert doc.paragraph(1) == f"Es war. {PROSE}".strip()
    assert kinds(doc)[2:] == [(Kind.QUOTE, 1, "Ein Vers"), (Kind.QUOTE, 1, "im Zitat")]
    assert "1 picture left out" in doc.notes


def test_indents_of_verse_by_class_and_by_blanks():
    body = (
        '<div class="stanza"><div class="verse">Über allen Gipfeln</div><div class="verse indent2">ist Ruh,</div></div>'
        '<div class="stanza"><span class="i0">In allen Wipfeln<br/></span>\n'
        '<span class="i4"><i>spürest</i> du<br/></span></div>'
        "<p>Kaum einen Hauch;<br/>\n&#160;&#160;&#160;&#160;Die Vögelein<br/>schweigen</p>"
        f'<p class="indent2">{PROSE}</p>'
    )
    doc = of_one(body)
    assert [(doc.kind(n), doc.level(n)) for n in range(7)] == [(Kind.VERSE, n) for n in (0, 1, 0, 2, 0, 2, 0)]
    assert [doc.paragraph(n) for n in (1, 3, 5)] == ["ist Ruh,", "spürest du", "Die Vögelein"]
    assert (doc.kind(7), doc.level(7)) == (Kind.PARAGRAPH, 0)


def test_the_lines_around_an_old_book_of_project_gutenberg():
    body = (
        "<p>The Project Gutenberg EBook of X</p><p>*** START OF THIS PROJECT GUTENBERG EBOOK X ***</p>"
        f"<h1>X</h1><p>{PROSE}</p><p>End of the Project Gutenberg EBook of X</p>"
        "<p>*** END OF THIS PROJECT GUTENBERG EBOOK X ***</p><p>Licence.</p>"
    )
    assert of_one(body).boilerplate == {0, 1, 4, 5, 6}


@given(st.text(alphabet=".cp{}:;/* font-sizewghtbod1em%,\n", max_size=200))
def test_any_style_sheet(css):
    assert len(of_one('<p class="c">Wort</p>', css)) == 1
