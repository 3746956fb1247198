"""The pages of a book: its title, its contents, its chapters, and who translated it.

Invariant: each is well-formed XHTML, and each link leads to an id that is written.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind
from reader.export.html import by, entry_html
from reader.export.inline import Links, inline
from reader.export.joining import missing_text, sources_as_one, targets_as_one
from reader.export.markup import attribute, escaped
from reader.export.rows import BACK, lined, names_of
from reader.export.table import markup, parts, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.export.values import Heading, Paragraph, Segment
    from reader.export.work import Work

_XHTML: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    ' lang="{lang}" xml:lang="{lang}">'
    '<head><meta charset="utf-8"/><title>{title}</title>'
    '<link rel="stylesheet" type="text/css" href="book.css"/></head>\n'
)


class Places:
    """Where each paragraph stands: in which file, at which id.

    Args:
        work: what is written.
        firsts: the first paragraph of each chapter.
    """

    def __init__(self, work: Work, firsts: list[int]) -> None:
        self._work = work
        self._firsts = firsts

    def file(self, paragraph: int) -> str:
        """The file that a paragraph stands in."""
        if paragraph == self._work.titled:
            return "title.xhtml"
        return f"c{max(1, bisect_right(self._firsts, paragraph)):04}.xhtml"

    def address(self, paragraph: int, name: str, here: str = "") -> str:
        """The address of an id in the file that a paragraph stands in, as it is written in another, or in that one."""
        file = self.file(paragraph)
        return f"{'' if file == here else file}#{name}"


class _Point(NamedTuple):
    """A line of the contents."""

    level: int
    address: str
    text: str


def contents(work: Work, places: Places, headings: list[Heading]) -> str:
    """The navigation document: chapters in chapters, each in both languages; and where the text begins."""
    target = attribute(work.languages[1])
    points = []
    for number, level, source, translation in headings:
        more = f' <span lang="{target}" xml:lang="{target}">– {escaped(translation)}</span>' if translation else ""
        points.append(_Point(level, places.address(number, f"p{number + 1}"), escaped(source) + more))
    if work.titled < 0:
        # The title page stands above, whatever the level of what follows.
        points.insert(0, _Point(min((point.level for point in points), default=1), "title.xhtml", escaped(work.title)))
    first = "c0001.xhtml" if len(work.document) else "title.xhtml"
    marks = (
        f'<li><a epub:type="titlepage" href="title.xhtml">{escaped(work.title)}</a></li>'
        f'<li><a epub:type="bodymatter" href="{first}">Text</a></li>'
    )
    return (
        f"{_head(work, escaped(work.title))}<body>"
        f'<nav epub:type="toc" id="toc" role="doc-toc"><h1>{escaped(work.title)}</h1>{nested(points)}</nav>\n'
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden"><ol>{marks}</ol></nav></body></html>\n'
    )


def nested(points: Iterable[tuple[int, str, str]]) -> str:
    """Points of a list of contents as lists in lists, whatever levels are left out.

    >>> nested([(1, "a", "A"), (3, "b", "B"), (1, "c", "C")])
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


def title_page(work: Work, places: Places) -> str:
    """The page with the title, in both languages if the text itself begins with it, and who wrote it."""
    page = ChapterPage(work, places, -1)
    made = f"<h1>{escaped(work.title)}</h1>" if work.titled < 0 else page.block([work.paragraph(work.titled)])
    source, target = map(escaped, work.languages)
    author = by(work) or (f'<p class="by">{escaped(work.author)}</p>' if work.author else "")
    return (
        f'{_head(work, escaped(work.title))}<body class="lesepult">\n'
        f'<section class="titlepage" epub:type="titlepage">{made}{author}<p class="langs">{source} · {target}</p>'
        f"</section>\n{page.notes()}</body></html>\n"
    )


def colophon(work: Work) -> str:
    """The last page: who translated."""
    said = escaped(work.counts.colophon())
    return (
        f'{_head(work, escaped(work.title))}<body class="lesepult">\n<section class="colophon" epub:type="colophon" '
        f'role="doc-colophon" lang="en" xml:lang="en"><p>{said}</p></section></body></html>\n'
    )


def _head(work: Work, title: str) -> str:
    return _XHTML.format(lang=attribute(work.languages[0]), title=title)


class ChapterPage:
    """One file of the book; remembers which entries and notes it needs."""

    def __init__(self, work: Work, places: Places, number: int) -> None:
        self._work = work
        self._places = places
        self._file = f"c{number + 1:04}.xhtml" if number >= 0 else "title.xhtml"
        self._languages = tuple(map(attribute, work.languages))
        self._entries: dict[int, None] = {}
        self._referred: set[int] = set()
        self._at = 0
        self._over = Links(self._term, self._place, self._reference)
        self._under = Links(self._term, self._place, self._repeated)

    def pieces(self, blocks: Iterable[list[Paragraph]]) -> Iterator[str]:
        """The text of the file."""
        title = escaped(self._work.title)
        body = "".join(map(self.block, blocks))
        yield f'{_head(self._work, title)}<body class="lesepult" epub:type="bodymatter">\n{body}'
        if not body:
            yield "<p> </p>"
        yield f"{self.notes()}</body>\n</html>\n"

    def notes(self) -> str:
        """The entries of the terms that stand in the file, to pop up."""
        entries = self._work.entries
        return "".join(
            f'<aside class="entry" epub:type="footnote" role="doc-footnote" id="e{number + 1}"><dl>'
            f"{entry_html(entries[number], self._work.languages)}</dl></aside>\n"
            for number in self._entries
        )

    def block(self, block: list[Paragraph]) -> str:
        """Paragraphs that belong together, above their translations; a note with a way back."""
        first = block[0]
        name = f'class="{" ".join(names_of(block, "pair"))}" id="p{first.number + 1}"'
        if first.number in self._work.references:
            inside = "".join(self._pair([paragraph]) for paragraph in block)
            return f'<aside epub:type="footnote" role="doc-footnote" {name}>{inside}</aside>\n'
        if first.kind is Kind.TABLE:
            return "".join(map(self._table, parts(block)))
        if first.kind is Kind.NOTE:
            return "".join(
                f'<div class="{" ".join(names_of([one], "pair"))}" id="p{one.number + 1}">{self._pair([one])}</div>\n'
                for one in block
            )
        return f"<div {name}>{self._pair(block)}</div>\n"

    def _table(self, block: list[Paragraph]) -> str:
        """Rows of a table above their translation."""
        table = table_of(block, self._work.document)
        source, target = self._languages
        made = markup(
            table,
            f' class="src" lang="{source}" xml:lang="{source}"',
            lambda row, cell: self._source(row._replace(segments=cell)),
            lambda row: f"p{row.number + 1}",
        )
        if not block[0].boilerplate or any(one.translated for one in block):
            attributes = f' class="tgt" lang="{target}" xml:lang="{target}"'
            made += markup(table, attributes, lambda _, cell: targets_as_one(cell, self._target_in_cell))
        return f'<div class="{" ".join(names_of(block, "pair"))}">{made}</div>\n'

    def _pair(self, block: list[Paragraph]) -> str:
        first = block[0]
        heading = f"h{max(1, min(6, first.level))}" if first.kind is Kind.HEADING else ""
        label = f'<span class="mark">{escaped(first.label)}</span> ' if first.label else ""
        source, target = self._languages
        tag = heading or ("pre" if first.kind is Kind.CODE else "p")
        over = lined(block, self._source, end="<br/>")
        code = f' data-code="{attribute(first.code)}"' if first.code else ""
        made = f'<{tag} class="src"{code} lang="{source}" xml:lang="{source}">{label}{over}{self._back(first)}</{tag}>'
        untold = first.boilerplate and not any(one.translated for one in block)
        if not untold and not first.kept:
            under = lined(block, self._targets, again=True, end="<br/>")
            made += f'<p class="tgt{" h" if heading else ""}" lang="{target}" xml:lang="{target}">{under}</p>'
        return made

    def _source(self, paragraph: Paragraph) -> str:
        self._at = paragraph.number

        def written(one: Segment) -> str:
            return self._numbered(paragraph, one, inline(one.source, one.source_terms, one.emphasis, self._over))

        return sources_as_one(paragraph.segments, written)

    def _targets(self, paragraph: Paragraph) -> str:
        def written(one: Segment) -> str:
            text = self._target(one)
            return text if one.target is None else self._numbered(paragraph, one, text)

        return targets_as_one(paragraph.segments, written)

    @staticmethod
    def _numbered(paragraph: Paragraph, segment: Segment, text: str) -> str:
        """A sentence that finds its partner when the book is read again; the only one needs no number."""
        if len(paragraph.segments) == 1 or paragraph.kept:
            return text
        number = next(at for at, one in enumerate(paragraph.segments, 1) if one is segment)
        return f'<span data-s="{number}">{text}</span>'

    def _target(self, segment: Segment) -> str:
        if segment.target is None:
            return f'<span class="x" lang="en" xml:lang="en">— {escaped(missing_text(segment))} —</span>'
        return inline(segment.target, segment.target_terms, segment.target_emphasis, self._under)

    def _target_in_cell(self, segment: Segment) -> str:
        if segment.target is None:
            return f'<span class="x" lang="en" xml:lang="en" title="{attribute(missing_text(segment))}">—</span>'
        return self._target(segment)

    def _back(self, paragraph: Paragraph) -> str:
        place = self._work.references.get(paragraph.number)
        if place is None or not self._work.shows(place):
            return ""
        address = self._places.address(place, f"r{paragraph.number + 1}", self._file)
        return f' <a class="back" epub:type="backlink" role="doc-backlink" href="{address}">{BACK}</a>'

    def _term(self, entry: int, text: str) -> str:
        self._entries[entry] = None
        return f'<a class="t" epub:type="noteref" role="doc-noteref" href="#e{entry + 1}">{text}</a>'

    def _place(self, paragraph: int) -> str:
        shown = self._work.shows(paragraph)
        return self._places.address(paragraph, f"p{paragraph + 1}", self._file) if shown else ""

    def _reference(self, note: int) -> str:
        if note in self._referred or self._work.references.get(note) != self._at:
            return self._repeated(note)
        self._referred.add(note)
        return f' id="r{note + 1}"{self._repeated(note)}'

    def _repeated(self, note: int) -> str:
        return ' epub:type="noteref" role="doc-noteref"' if note in self._work.references else ""
