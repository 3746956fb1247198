"""The EPUB: its container and its links by rules of our own, and by epubcheck where that is installed."""

import io
import posixpath
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reader.core.building import Builder
from reader.core.document import Kind, document
from reader.export import epub
from reader.formats import epub as epub_reading
from tests.export.works import NAMES, WORKS, backwards, sample, structured, work, written

EPUBCHECK_JAR, JAVA = Path("/usr/share/java/epubcheck.jar"), shutil.which("java")
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("name", NAMES)
def test_the_container_is_sound_and_every_link_leads_somewhere(name):
    made = WORKS[name]()
    data = written(epub.write, made)
    book = zipfile.ZipFile(io.BytesIO(data))
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra, book.read(first)) == (
        "mimetype", zipfile.ZIP_STORED, b"", b"application/epub+zip"
    )  # fmt: skip
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    package = etree.fromstring(book.read("EPUB/package.opf"))
    items = {i.get("id"): i.get("href") for i in package.iter("{*}item")}
    assert {f"EPUB/{href}" for href in items.values()} == {
        n for n in book.namelist() if n.startswith("EPUB/") and n != "EPUB/package.opf"
    }
    chapters = sorted(set(items) - {"nav", "css", "title", "colophon"})
    assert [i.get("idref") for i in package.iter("{*}itemref")] == ["title", *chapters, "colophon"]
    assert [e.text for e in package.iter("{*}language")] == ["de", "en"]
    pages = {n: etree.fromstring(book.read(n)) for n in book.namelist() if n.endswith(".xhtml")}
    ids = {n: set(page.xpath("//@id")) for n, page in pages.items()}
    for file, page in pages.items():
        assert len(page.xpath("//@id")) == len(ids[file])
        assert not page.xpath("//*[local-name()='script']")
        for link in page.iter(f"{XHTML}a"):
            address = link.get("href")
            if not address.startswith("http"):
                path, _, place = address.partition("#")
                there = posixpath.join("EPUB", path) if path else file
                assert there in pages
                assert not place or place in ids[there]
    assert written(epub.write, made) == data


def test_our_own_importer_reads_it_back():
    source = structured()
    back = epub_reading.read(written(epub.write, work(backwards(source))), "x.epub", "x")
    assert (back.title, back.language, back.author) == ("Das Haus am Rand", "de", source.author)


def test_chapters_begin_at_headings_and_are_parted_where_they_are_too_long():
    assert [(c.first, c.end) for c in epub.chapters(structured())] == [(0, 2), (2, 7), (7, 18)]
    long = document("Ein Satz von vierzig Zeichen, mehr nicht.\n" * 100)
    parts = epub.chapters(long, 4_800)
    assert [p.first for p in parts] == [0, *(p.end for p in parts[:-1])]
    assert parts[-1].end == 100
    assert 3 <= len(parts) <= 5
    two = Builder()
    for level, text in ((1, "Teil"), (2, "Eins"), (0, "Text."), (2, "Zwei"), (0, "Text."), (1, "Teil"), (2, "Drei")):
        two.add(text, Kind.HEADING if level else Kind.PARAGRAPH, level=level)
    assert [c.first for c in epub.chapters(two.finish())] == [0, 5]


def test_terms_are_notes_in_their_chapter():
    book = zipfile.ZipFile(io.BytesIO(written(epub.write, sample())))
    page = etree.fromstring(book.read("EPUB/c0001.xhtml"))
    (note,) = [a for a in page.iter(f"{XHTML}aside") if "rote Linien" in "".join(a.itertext())]
    assert note.get("{http://www.idpf.org/2007/ops}type") == "footnote"
    marks = [a for a in page.iter(f"{XHTML}a") if a.get("href") == f"#{note.get('id')}"]
    assert ["".join(a.itertext()) for a in marks] == ["roten Linien", "red lines"]


@pytest.mark.slow
@pytest.mark.skipif(JAVA is None or not EPUBCHECK_JAR.exists(), reason="epubcheck is not installed")
def test_epubcheck_has_nothing_to_say(tmp_path):
    for name in ("structured", "hostile"):
        path = tmp_path / f"{name}.epub"
        path.write_bytes(written(epub.write, WORKS[name]()))
        done = subprocess.run(
            [JAVA, "-jar", EPUBCHECK_JAR, str(path)], check=False, capture_output=True, text=True, timeout=300
        )
        assert "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr
