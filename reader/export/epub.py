"""EPUB 3: each paragraph above its translation, a file for each chapter, terms and notes that pop up.

Invariant: the same work and the same time give the same bytes; every name and id in the book is a letter and a
number; the book asks nothing of a network.
"""

from __future__ import annotations

import uuid
import zipfile
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind
from reader.export.cover import cover
from reader.export.epub_pages import ChapterPage, Places, colophon, contents, title_page
from reader.export.joining import blocks
from reader.export.markup import attribute, escaped
from reader.export.notes import gathered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reader.core.document import Document
    from reader.export.values import Options, Paragraph
    from reader.export.work import Work

LONGEST: Final = 40_000
"""A chapter that weighs more is parted: with translation and markup it makes 120 KB, with many terms 220."""

_EACH: Final = 150
"""What a paragraph weighs beside the bytes of its text."""
_BEGIN: Final = (1980, 1, 1, 0, 0, 0)
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)


class Chapter(NamedTuple):
    """Some paragraphs that stand in one file: from the first to the one before the end."""

    first: int
    end: int


def chapters(document: Document, longest: int = LONGEST) -> list[Chapter]:
    """The chapters of a text: they begin at the headings of its upper levels, and where one would be too long."""
    count = len(document)
    if not count:
        return []
    top = _chapter_level(document)
    starts, weight, has_text = [0], 0, False
    for index in range(count):
        heading = document.kind(index) is Kind.HEADING
        # A heading right after a heading stays with it: a part and its first chapter.
        begins = heading and has_text and document.level(index) <= top
        full = weight > (2 * longest if index in document.tight else longest)
        if index and (begins or full):
            starts.append(index)
            weight, has_text = 0, False
        weight += len(document.paragraph(index).encode("utf-8", "replace")) + _EACH
        has_text = has_text or not heading
    return [Chapter(first, end) for first, end in zip(starts, [*starts[1:], count], strict=True)]


def _chapter_level(document: Document) -> int:
    """The highest level that has several headings; that of a book's title has one."""
    levels = [document.level(index) for index, kind in enumerate(document.kinds) if kind == Kind.HEADING]
    several = [level for level in set(levels) if levels.count(level) > 1]
    return min(several, default=6)


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write the book; `out` must be a file that can be sought in."""
    parts = chapters(work.document)
    places = Places(work, [part.first for part in parts])
    names = ["title"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        _put(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER)
        _put(book, "EPUB/nav.xhtml", contents(work, places, work.headings()))
        _put(book, "EPUB/book.css", files("reader.export").joinpath("book.css").read_text("utf-8"))
        _put(book, "EPUB/cover.svg", cover(work))
        _put(book, "EPUB/title.xhtml", title_page(work, places))
        for number, paragraphs in _by_part(work.paragraphs(), parts):
            here = [paragraph for paragraph in paragraphs if paragraph.number != work.titled]
            text = "".join(ChapterPage(work, places, number).pieces(gathered(blocks(here), work.references)))
            names.append(f"c{number + 1:04}")
            _put(book, f"EPUB/{names[-1]}.xhtml", text)
        names.append("colophon")
        _put(book, "EPUB/colophon.xhtml", colophon(work))
        _put(book, "EPUB/package.opf", _package(work, names, options))


def _by_part(paragraphs: Iterator[Paragraph], parts: list[Chapter]) -> Iterator[tuple[int, list[Paragraph]]]:
    """The paragraphs of each part, with its number."""
    held: list[Paragraph] = []
    number = 0
    for paragraph in paragraphs:
        while paragraph.number >= parts[number].end:
            yield number, held
            held = []
            number += 1
        held.append(paragraph)
    while number < len(parts):
        yield number, held
        held = []
        number += 1


def _put(book: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _BEGIN)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    book.writestr(entry, text.encode("utf-8", "replace"))


def _package(work: Work, names: list[str], options: Options) -> str:
    source, target = map(attribute, work.languages)
    modified = datetime.fromtimestamp(options.now_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"lesepult:{work.document.content_id()}:{target}")
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>\n' for name in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    authors = [name.strip() for name in work.author.split(";") if name.strip()]
    creators = "".join(f"<dc:creator>{escaped(name)}</dc:creator>\n" for name in authors)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{source}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>\n<dc:title>{escaped(work.title)}</dc:title>\n'
        f"{creators}<dc:language>{source}</dc:language>\n<dc:language>{target}</dc:language>\n"
        f'<meta property="dcterms:modified">{modified}</meta>\n'
        f'<meta name="generator" content="{attribute(f"Lesepult {options.version}".strip())}"/>\n'
        '<meta property="schema:accessMode">textual</meta>\n'
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>\n'
        '<meta property="schema:accessibilityHazard">none</meta>\n'
        "</metadata>\n<manifest>\n"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        '<item id="cover" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>\n'
        f'<item id="css" href="book.css" media-type="text/css"/>\n{items}'
        f"</manifest>\n<spine>{spine}</spine>\n</package>\n"
    )
