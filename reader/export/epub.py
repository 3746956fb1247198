"""EPUB 3: each paragraph above its translation, a file for each chapter, terms as notes that pop up.

Invariant: the same work and the same time give the same bytes; every name and id in the book is a letter and a
number; the book asks nothing of a network.
"""

from __future__ import annotations

import uuid
import zipfile
from bisect import bisect_right
from datetime import UTC, datetime
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind
from reader.export.html import entry_html
from reader.export.inline import inline
from reader.export.markup import attribute, escaped
from reader.export.work import missing_text, sources_as_one, targets_as_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reader.core.document import Document
    from reader.export.work import Heading, Options, Paragraph, Segment, Work

LONGEST_CHARS: Final = 60_000
"""A chapter with more characters of source is parted: with translation and markup they make about 200 KB."""

_BEGIN: Final = (1980, 1, 1, 0, 0, 0)
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_XHTML: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    ' lang="{lang}" xml:lang="{lang}">'
    '<head><meta charset="utf-8"/><title>{title}</title>'
    '<link rel="stylesheet" type="text/css" href="book.css"/></head>\n'
)


class Chapter(NamedTuple):
    """Some paragraphs that stand in one file: from the first to the one before the end."""

    first: int
    end: int


def chapters(document: Document, longest: int = LONGEST_CHARS) -> list[Chapter]:
    """The chapters of a text: they begin at the headings of its upper levels, and where one would be too long."""
    count = len(document)
    if not count:
        return []
    top = _chapter_level(document)
    starts, chars, has_text = [0], 0, False
    for index in range(count):
        heading = document.kind(index) is Kind.HEADING
        # A heading right after a heading stays with it: a part and its first chapter.
        begins = heading and has_text and document.level(index) <= top
        if index and (begins or (chars > longest and index not in document.tight)):
            starts.append(index)
            chars, has_text = 0, False
        chars += document.ends[index] - document.starts[index]
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
    headings = work.headings()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        _put(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER)
        _put(book, "EPUB/package.opf", _package(work, parts, options))
        _put(book, "EPUB/nav.xhtml", _nav(work, parts, headings))
        _put(book, "EPUB/book.css", files("reader.export").joinpath("book.css").read_text("utf-8"))
        rest = work.paragraphs()
        for number, part in enumerate(parts):
            chapter = _Chapter(work, parts, number)
            _put(book, f"EPUB/{_name(number)}", "".join(chapter.pieces(islice(rest, part.end - part.first))))
        if not parts:
            _put(book, f"EPUB/{_name(0)}", "".join(_Chapter(work, [Chapter(0, 0)], 0).pieces(iter(()))))
        for _ in rest:  # so that its counts are whole
            pass


def _put(book: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _BEGIN)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    book.writestr(entry, text.encode("utf-8", "replace"))


def _name(chapter: int) -> str:
    return f"c{chapter + 1:04}.xhtml"


def _package(work: Work, parts: list[Chapter], options: Options) -> str:
    source, target = map(attribute, work.languages)
    count = max(1, len(parts))
    names = [f"c{number + 1:04}" for number in range(count)]
    modified = datetime.fromtimestamp(options.now_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"lesepult:{work.document.content_id()}:{target}")
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>\n' for name in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{source}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>\n<dc:title>{_title(work)}</dc:title>\n'
        f"<dc:language>{source}</dc:language>\n<dc:language>{target}</dc:language>\n"
        f'<meta property="dcterms:modified">{modified}</meta>\n'
        '<meta property="schema:accessMode">textual</meta>\n'
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>\n'
        '<meta property="schema:accessibilityHazard">none</meta>\n'
        "</metadata>\n<manifest>\n"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        f'<item id="css" href="book.css" media-type="text/css"/>\n{items}'
        f"</manifest>\n<spine>{spine}</spine>\n</package>\n"
    )


def _title(work: Work) -> str:
    return escaped(work.title).strip() or "Text"


def _page(work: Work, title: str) -> str:
    return _XHTML.format(lang=attribute(work.languages[0]), title=title)


def _nav(work: Work, parts: list[Chapter], headings: list[Heading]) -> str:
    firsts = [part.first for part in parts]
    points = [
        (level, f"{_name(bisect_right(firsts, number) - 1)}#p{number + 1}", escaped(source))
        for number, level, source, _ in headings
    ]
    if not points or points[0][1] != f"{_name(0)}#p1":
        points.insert(0, (1, _name(0), _title(work)))
    inner = f"<h1>{_title(work)}</h1>{_nested(points)}"
    body = f'<body><nav epub:type="toc" id="toc" role="doc-toc">{inner}</nav></body></html>\n'
    return _page(work, _title(work)) + body


def _nested(points: list[tuple[int, str, str]]) -> str:
    """Points of a list of contents as lists in lists, whatever levels are left out.

    >>> _nested([(1, "a", "A"), (3, "b", "B"), (1, "c", "C")])
    '<ol><li><a href="a">A</a><ol><li><a href="b">B</a></li></ol></li><li><a href="c">C</a></li></ol>'
    """
    parts: list[str] = []
    open_levels: list[int] = []
    for level, address, text in points:
        while len(open_levels) > 1 and level < open_levels[-1] and level <= open_levels[-2]:
            parts.append("</li></ol>")
            open_levels.pop()
        if open_levels and level <= open_levels[-1]:
            parts.append("</li>")
            open_levels[-1] = min(level, open_levels[-1])
        else:
            parts.append("<ol>")
            open_levels.append(level)
        parts.append(f'<li><a href="{address}">{text}</a>')
    parts.append("</li></ol>" * len(open_levels))
    return "".join(parts)


class _Chapter:
    """One file of the book; remembers which entries it needs."""

    def __init__(self, work: Work, parts: list[Chapter], number: int) -> None:
        self._work = work
        self._firsts = [part.first for part in parts]
        self._number = number
        self._languages = tuple(map(attribute, work.languages))
        self._entries: dict[int, None] = {}

    def pieces(self, paragraphs: Iterator[Paragraph]) -> Iterator[str]:
        """The text of the file."""
        yield _page(self._work, _title(self._work)) + "<body>\n"
        first = next(paragraphs, None)
        if first is None or (self._number == 0 and first.kind is not Kind.HEADING):
            yield f"<h1>{_title(self._work)}</h1>\n"
        if first is not None:
            yield self._pair(first)
        for paragraph in paragraphs:
            yield self._pair(paragraph)
        entries = self._work.entries
        for number in self._entries:
            inside = entry_html(entries[number], self._work.languages)
            yield f'<aside epub:type="footnote" role="doc-footnote" id="e{number + 1}"><dl>{inside}</dl></aside>\n'
        yield "</body>\n</html>\n"

    def _pair(self, paragraph: Paragraph) -> str:
        names = ["pair", paragraph.kind.name.lower()]
        if paragraph.depth:
            names.append(f"d{min(4, paragraph.depth)}")
        names += ["tight"] * paragraph.tight + ["boiler"] * paragraph.boilerplate
        heading = f"h{max(1, min(6, paragraph.level))}" if paragraph.kind is Kind.HEADING else ""
        label = f'<span class="mark">{escaped(paragraph.label)}</span> ' if paragraph.label else ""
        source, target = self._languages
        tag = heading or "p"
        over = sources_as_one(
            paragraph.segments,
            lambda one: inline(one.source, one.source_terms, one.emphasis, self._term, self._place),
        )
        made = f'<{tag} class="src" lang="{source}" xml:lang="{source}">{label}{over}</{tag}>'
        if not (paragraph.boilerplate and not paragraph.translated) and not paragraph.kept:
            under = targets_as_one(paragraph.segments, self._target)
            made += f'<p class="tgt{" h" if heading else ""}" lang="{target}" xml:lang="{target}">{under}</p>'
        return f'<div class="{" ".join(names)}" id="p{paragraph.number + 1}">{made}</div>\n'

    def _target(self, segment: Segment) -> str:
        if segment.target is None:
            return f'<span class="x" lang="en" xml:lang="en">— {escaped(missing_text(segment))} —</span>'
        return inline(segment.target, segment.target_terms, (), self._term, self._place)

    def _term(self, entry: int, text: str) -> str:
        self._entries[entry] = None
        return f'<a class="t" epub:type="noteref" role="doc-noteref" href="#e{entry + 1}">{text}</a>'

    def _place(self, paragraph: int) -> str:
        chapter = bisect_right(self._firsts, paragraph) - 1
        return f"{'' if chapter == self._number else _name(chapter)}#p{paragraph + 1}"
