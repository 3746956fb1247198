"""The EPUB: its container and its links by rules of our own, and by epubcheck where that is installed."""

import io
import posixpath
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style, document
from reader.export import epub
from reader.export.cover import cover
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
    chapters = sorted(set(items) - {"nav", "css", "cover", "title", "colophon"})
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


EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def pages_of(made):
    book = zipfile.ZipFile(io.BytesIO(written(epub.write, made)))
    return {name.removeprefix("EPUB/"): etree.fromstring(book.read(name)) for name in book.namelist() if "EPUB/" in name
            and not name.endswith((".css", ".svg"))}  # fmt: skip


def test_the_book_names_its_authors_and_who_translated():
    pages = pages_of(work(backwards(structured())))
    assert [e.text for e in pages["package.opf"].iter("{*}creator")] == ["Anna Öhm", "Ben <Ahr>"]
    assert "Anna Öhm" in "".join(pages["title.xhtml"].itertext())
    assert [e.text for e in pages["title.xhtml"].iter(f"{XHTML}h1")] == ["Das "]
    assert "EN Das house am Rand" in "".join(pages["title.xhtml"].itertext())
    last = "".join(pages["colophon.xhtml"].itertext())
    assert "Translated by: hand (9), google (5)" in last
    assert "Made with Lesepult." in last
    pages = pages_of(work(backwards(document("Ein Haus.\n"))))
    assert not list(pages["package.opf"].iter("{*}creator"))


@pytest.mark.parametrize("title", ["Das Haus", "Ein <Haus> & " * 40, "x" * 900, " "])
def test_a_cover_holds_any_title(title):
    made = work(backwards(document("Ein Haus.\n", title)))
    root = etree.fromstring(cover(made))
    texts = [e.text for e in root.iter("{*}text")]
    assert texts[-1] == "de · en"
    assert 2 <= len(texts) <= 8
    assert all(len(text) <= 44 for text in texts)
    assert all(0 < float(e.get("y")) < 900 for e in root.iter("{*}text"))


def test_notes_pop_up_and_lead_back():
    made = Builder()
    for chapter in ("Eins", "Zwei"):
        made.add(chapter, Kind.HEADING, level=1)
        made.add([Run("Ein Haus."), Run("1", Style.NOTE_REF, f"#{chapter}")])
        made.add([Run("Dasselbe Haus."), Run("1", Style.NOTE_REF, f"#{chapter}")])
    made.add("Noten", Kind.HEADING, level=1)
    for chapter in ("Eins", "Zwei"):
        made.anchor(chapter)
        made.add(f"Aus Stein ({chapter}).", Kind.NOTE, label="[1]")
        made.add("Oder Holz.", Kind.NOTE)
    pages = pages_of(work(backwards(made.finish("Haus"), missing=lambda _: False)))
    notes = [aside for page in pages.values() for aside in page.iter(f"{XHTML}aside") if "note" in aside.get("class")]
    assert [note.get(EPUB_TYPE) for note in notes] == ["footnote", "footnote"]
    assert "Aus Stein (Eins)." in "".join(notes[0].itertext())
    assert "EN Oder Holz." in "".join(notes[0].itertext())
    (back,) = [a for a in notes[1].iter(f"{XHTML}a") if a.get(EPUB_TYPE) == "backlink"]
    file, _, place = back.get("href").partition("#")
    (mark,) = pages[file].xpath(f"//*[@id='{place}']")
    assert (mark.get(EPUB_TYPE), "".join(mark.itertext())) == ("noteref", "1")
    assert mark.get("href").endswith(f"#{notes[1].get('id')}")


def test_the_contents_are_nested_and_in_both_languages():
    pages = pages_of(work(backwards(structured())))
    toc, landmarks = pages["nav.xhtml"].iter(f"{XHTML}nav")
    assert [len(a.xpath("ancestor::*[local-name()='ol']")) for a in toc.iter(f"{XHTML}a")] == [1, 2, 2]
    assert "".join(toc.xpath(".//*[local-name()='a']")[0].itertext()) == "Das Haus am Rand – EN Das house am Rand"
    assert toc.xpath(".//*[local-name()='span']/@lang")[0] == "en"
    assert [a.get(EPUB_TYPE) for a in landmarks.iter(f"{XHTML}a")] == ["titlepage", "bodymatter"]


def test_no_file_of_the_book_is_long():
    text = "\n".join(
        "Das Haus steht noch da, und niemand weiß, was die rote Linie bedeutet, die man früh sah. " * 8
        for _ in range(300)
    )
    made = work(backwards(document(text), missing=lambda _: False))
    book = zipfile.ZipFile(io.BytesIO(written(epub.write, made)))
    assert max(entry.file_size for entry in book.infolist()) < 250_000
    lines = Builder()
    lines.add("\n".join("Ein Haus in einem Gedicht ohne Ende" for _ in range(9_000)), Kind.VERSE)
    book = zipfile.ZipFile(io.BytesIO(written(epub.write, work(backwards(lines.finish(), missing=lambda _: False)))))
    assert max(entry.file_size for entry in book.infolist()) < 1_000_000


def untitled():
    """A text without a title, with a table before anything else, and with notes in it."""
    made = Builder()
    made.add("Jahr │ <Häuser>", Kind.TABLE)
    made.add("1900 │ drei & mehr", Kind.TABLE, tight=True)
    made.add([Run("Ein Haus."), Run("*", Style.NOTE_REF, "#n")])
    made.add("a\nb\n  c", Kind.CODE, code="c++")
    made.add("Vier\nZeilen\nim\nHaus", Kind.VERSE)
    made.add("Zu spät", Kind.HEADING, level=4)
    made.anchor("n")
    made.add("Kreide.", Kind.NOTE, label="*")
    made.add("Und <Tafel>.", Kind.NOTE)
    made.add("Anzeige")
    return made.finish()


@pytest.mark.slow
@pytest.mark.skipif(JAVA is None or not EPUBCHECK_JAR.exists(), reason="epubcheck is not installed")
def test_epubcheck_has_nothing_to_say(tmp_path):
    works = {**WORKS, "untitled": lambda: work(backwards(untitled()), everything=True)}
    for name in ("structured", "hostile", "untitled", "empty"):
        path = tmp_path / f"{name}.epub"
        path.write_bytes(written(epub.write, works[name]()))
        done = subprocess.run(
            [JAVA, "-jar", EPUBCHECK_JAR, str(path)], check=False, capture_output=True, text=True, timeout=300
        )
        assert "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr
