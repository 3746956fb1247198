"""From lines to paragraphs: where one ends, and what it is, by place, size and type.

A line ends a paragraph if the first word of the next one would have fit on it, as in `wrapped`; further by indents,
gaps and other sizes. Pure. Invariant: every line comes back in exactly one paragraph, in the order of reading.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind, Style
from reader.formats.pdf_lines import Column, Line, line_of
from reader.formats.pdf_outline import with_outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf_pieces import Bookmark

_LARGER: Final = 1.12
_GAP: Final = 1.3
_NEAR: Final = 0.35
_OFTEN: Final = 0.03
"""What so many of the lines do is a habit."""
_INDENT: Final = 0.6
_SLACK: Final = 0.6
_SHORT: Final = 0.25
"""Where so much of a line is empty, the paragraph is at its end."""
_SURE: Final = frozenset("•▪◦‣·●○■")
_MARK: Final = re.compile(r"[•▪◦‣·●○■–—*-]|\(?\d{1,3}[.)]|\(?[a-z]\)")
_CONTENTS: Final = re.compile(r"… ?(?:\d{1,4}|[ivxlc]{1,6})\Z")
_SENTENCE_END: Final = re.compile(r"[.!?…:][\"“”»«’‘)\]]*\Z")
_HEADING_CHARS: Final = 250
_BOLD_CHARS: Final = 120
_VERSE_CHARS: Final = 80
_LEVELS: Final = 6


class Measure(NamedTuple):
    """How the text is set.

    Attributes:
        body: the size of most of its letters.
        leading: the distance between its lines.
        sizes: the larger ones, from the largest.
        usual: the styles that most of it is in, so that they say nothing.
        indent: how far first lines of paragraphs are indented; 0 if they are not.
        is_spaced: whether there is some space between paragraphs.
    """

    body: float
    leading: float
    sizes: tuple[float, ...]
    usual: Style
    indent: float = 0.0
    is_spaced: bool = False


class Block(NamedTuple):
    """A paragraph.

    Attributes:
        page: the number of the page that it begins on.
        lines: of the paragraph; of a row of a table, its cells.
        kind: what it is.
        level: of a heading or item.
        label: what stood before an item.
        tight: whether it follows the one before without a blank line.
        is_full: whether its last line leaves no room for another word.
        is_indented: whether its first line is.
    """

    page: int
    lines: list[Line]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    label: str = ""
    tight: bool = False
    is_full: bool = False
    is_indented: bool = False


def measure_of(pages: Sequence[Sequence[Column]]) -> Measure:
    """How a text is set."""
    sizes: Counter[float] = Counter()
    styles: Counter[Style] = Counter()
    columns = [column for columns in pages for column in columns]
    for line in (line for column in columns for line in column.lines):
        sizes[line.size] += len(line.text)
        for piece in line.pieces:
            styles[piece.style] += len(piece.text)
    body = max(sizes, key=lambda size: sizes[size], default=10.0)
    leading = _leading(columns, body)
    larger = sorted((size for size in sizes if size > _LARGER * body), reverse=True)
    usual = Style.PLAIN
    for flag in (Style.STRONG, Style.EMPH, Style.CODE):
        if 2 * sum(count for style, count in styles.items() if flag in style) > styles.total():
            usual |= flag
    apart = [size for number, size in enumerate(larger) if not number or larger[number - 1] > size * 1.04]
    return Measure(body, leading, tuple(apart), usual, _indent(columns), _is_spaced(columns, body, leading))


def _leading(columns: Sequence[Column], body: float) -> float:
    """The distance between the lines of the text."""
    steps: Counter[float] = Counter()
    for column in columns:
        for one, other in pairwise(column.lines):
            if one.size == other.size == body and one.base > other.base:
                steps[round(one.base - other.base, 1)] += 1
    return min(max(max(steps, key=lambda step: steps[step], default=1.25 * body), body), 3 * body)


def _indent(columns: Sequence[Column]) -> float:
    """How far the first lines of paragraphs are indented: they stand alone among lines that are not."""
    indents: Counter[int] = Counter()
    for column in columns:
        for one, line, other in zip(column.lines, column.lines[1:], column.lines[2:], strict=False):
            flush = abs(one.left - column.left) < 1 and abs(other.left - column.left) < 1
            if flush and _is_indented(line, column) and not _mark(line):
                indents[round(line.left - column.left)] += 1
    most = _OFTEN * sum(len(column.lines) for column in columns)
    return max(indents, key=lambda step: indents[step]) if indents.total() > most else 0


def _is_spaced(columns: Sequence[Column], body: float, leading: float) -> bool:
    """Whether there is some space between paragraphs."""
    spaces = lines = 0
    for column in columns:
        lines += len(column.lines)
        for one, other in pairwise(column.lines):
            spaces += one.size == other.size == body and _GAP * leading < one.base - other.base < 3 * leading
    return spaces > _OFTEN * lines


def _is_indented(line: Line, column: Column) -> bool:
    return _INDENT * line.size < line.left - column.left < 4 * line.size


def blocks_of(pages: Sequence[Sequence[Column]], measure: Measure, bookmarks: Sequence[Bookmark] = ()) -> list[Block]:
    """The paragraphs of a text, those joined that go on in the next column or on the next page."""
    found: list[Block] = []
    for page, columns in enumerate(pages):
        for column in columns:
            fresh = [block for group in _groups(column, measure) for block in _read(group, page, column, measure)]
            if found and fresh and _goes_on(found[-1], fresh[0], measure):
                first = fresh.pop(0)
                found[-1] = _both(found[-1], first)
            found += fresh
    return _with_items(with_outline(_with_headings(found), bookmarks))


def _both(last: Block, first: Block) -> Block:
    kind = last.kind if last.kind is first.kind else Kind.QUOTE
    lines = [*last.lines, *first.lines]
    return last._replace(lines=lines, kind=kind, level=int(kind is Kind.QUOTE), is_full=first.is_full)


def _goes_on(last: Block, first: Block, measure: Measure) -> bool:
    """Whether a paragraph goes on in the next column."""
    one, other = last.lines[-1], first.lines[0]
    kinds = {last.kind, first.kind}
    if not kinds <= {Kind.PARAGRAPH, Kind.QUOTE} or _mark(other) or abs(one.size - other.size) > 0.3:
        return False
    inner = last.lines[0].pieces[1].left if _mark(last.lines[0]) else one.left
    if len(kinds) > 1 and abs(inner - other.left) > 1:
        # Few lines of a quotation, or of an item, at the end of a page do not look like one.
        return False
    is_open = not _SENTENCE_END.search(one.text)
    if other.text[:1].islower() and (is_open or last.is_full):
        return True
    return last.is_full and (is_open or (measure.indent > 0 and not first.is_indented))


# Groups: lines of one size without a gap


def _groups(column: Column, measure: Measure) -> Iterator[list[list[Line]]]:
    """Lines that stand close together, in one size; each as the cells that wide gaps part."""
    group: list[list[Line]] = []
    for row in _rows(column.lines):
        if group and _is_apart(group[-1][0], row[0], measure):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _rows(lines: list[Line]) -> list[list[Line]]:
    """The lines, those at one height together; a mark and the item that it stands before are one line."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].base - line.base) < 0.2 * line.size and line.left >= rows[-1][-1].right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [[_joined(row[:2]), *row[2:]] if len(row) > 1 and _MARK.fullmatch(row[0].text) else row for row in rows]


def _joined(lines: Sequence[Line]) -> Line:
    """Lines side by side as one."""
    return line_of([piece for line in lines for piece in (line.pieces[0]._replace(glued=False), *line.pieces[1:])])


def _is_apart(one: Line, other: Line, measure: Measure) -> bool:
    gap = one.base - other.base
    size = max(one.size, other.size)
    usual = measure.leading * size / measure.body
    if gap <= 0 or gap > _GAP * usual or abs(one.size - other.size) > 0.08 * size:
        return True
    return Style.STRONG not in measure.usual and is_in(one, Style.STRONG) != is_in(other, Style.STRONG)


def is_in(line: Line, style: Style) -> bool:
    """Whether all of a line is in a style."""
    return all(style in piece.style for piece in line.pieces)


# What a group is


def _read(group: list[list[Line]], page: int, column: Column, measure: Measure) -> list[Block]:
    lines = [_joined(row) for row in group]
    if all(map(is_contents, lines)):
        return [Block(page, [line], tight=number > 0) for number, line in enumerate(lines)]
    if lines[0].size > _LARGER * measure.body and sum(len(line.text) for line in lines) < _HEADING_CHARS:
        level = next((n for n, size in enumerate(measure.sizes, 1) if lines[0].size > 0.97 * size), _LEVELS)
        return [Block(page, lines, Kind.HEADING, min(level, _LEVELS))]
    if Style.STRONG not in measure.usual and is_in(lines[0], Style.STRONG) and _is_bold_heading(lines):
        return [Block(page, lines, Kind.HEADING, min(len(measure.sizes) + 1, _LEVELS))]
    if Style.CODE not in measure.usual and all(is_in(line, Style.CODE) for line in lines):
        return [Block(page, [line], Kind.CODE, tight=number > 0) for number, line in enumerate(lines)]
    if len(group) > 1 and sum(len(row) > 1 for row in group) > 0.6 * len(group):
        return [Block(page, row, Kind.TABLE, tight=number > 0) for number, row in enumerate(group)]
    return _prose(lines, page, column, measure)


def _is_bold_heading(lines: list[Line]) -> bool:
    text = " ".join(line.text for line in lines)
    return len(text) <= _BOLD_CHARS and len(lines) < 4 and not _SENTENCE_END.search(text) and text[:1].isalnum()


def _prose(lines: list[Line], page: int, column: Column, measure: Measure) -> list[Block]:
    """Paragraphs of running text, or verse."""
    left, right, kind = column.left, column.right, Kind.PARAGRAPH
    size = lines[0].size
    if _is_quote(lines, left, measure.indent):
        left, right, kind = min(line.left for line in lines), max(line.right for line in lines), Kind.QUOTE
    setting = _Setting(left, right, measure.indent, measure.is_spaced, _is_hanging(lines, left, right))
    parts: list[list[Line]] = [[lines[0]]]
    for one, other in pairwise(lines):
        if _begins(parts[-1], one, other, setting):
            parts.append([other])
        else:
            parts[-1].append(other)
    if _is_verse(parts, lines):
        return [Block(page, [line], Kind.VERSE, tight=number > 0) for number, line in enumerate(lines)]
    return [
        Block(
            page,
            part,
            kind,
            level=int(kind is Kind.QUOTE),
            is_full=right - part[-1].right < 2.5 * size,
            is_indented=_is_indented(part[0], column),
        )
        for part in parts
    ]


class _Setting(NamedTuple):
    """Between which edges paragraphs stand, and what tells where one begins."""

    left: float
    right: float
    indent: float
    is_spaced: bool
    is_hanging: bool


def _begins(part: list[Line], one: Line, other: Line, setting: _Setting) -> bool:
    """Whether a line begins a new paragraph."""
    inner = _INDENT * other.size
    if is_contents(one):
        return True
    if _mark(part[0]):
        inside = other.left > part[0].left + inner
        return not inside or (bool(_mark(other)) and other.left < one.left + inner)
    if _mark(other) and (other.text[0] in _SURE or _SENTENCE_END.search(one.text)):
        return True
    if setting.is_hanging:
        return other.left < setting.left + inner
    is_first = bool(setting.indent) and abs(other.left - setting.left - setting.indent) < _NEAR * other.size
    is_further_in = other.left > one.left + inner
    is_further_out = other.left < one.left - inner and len(part) > 1
    return is_first or is_further_in or is_further_out or _ends_early(one, other, setting)


def _ends_early(one: Line, other: Line, setting: _Setting) -> bool:
    """Whether the first word of a line would have fit on the line before."""
    first = other.pieces[0]
    room = setting.right - one.right - 0.25 * other.size
    if first.right - first.left >= room - _SLACK * other.size or one.text.endswith(("-", "\u2010")):
        return False
    # Where paragraphs are told by something else, a line that is a little short says nothing.
    return not (setting.indent or setting.is_spaced) or room > _SHORT * (setting.right - setting.left)


def _is_quote(lines: list[Line], left: float, indent: float) -> bool:
    """Whether all of a group of lines is further in than the text, and than first lines are."""
    inner = min(line.left for line in lines) - left
    if len(lines) < 2 or (indent and abs(inner - indent) < _NEAR * lines[0].size):
        return False
    return inner > (1 if len(lines) > 2 else 1.5) * lines[0].size


def _is_hanging(lines: list[Line], left: float, right: float) -> bool:
    """Whether all lines of paragraphs but the first are indented, as in lists of books."""
    size = lines[0].size
    inner = [number for number, line in enumerate(lines) if line.left > left + _INDENT * size]
    if not inner or lines[0].left > left + _INDENT * size or 2 * len(inner) < len(lines):
        return False
    full = sum(right - lines[number - 1].right < 4 * size for number in inner)
    return full > 0.8 * len(inner)


def is_contents(line: Line) -> bool:
    """Whether a line belongs to a table of contents: dots lead to a number."""
    return bool(_CONTENTS.search(line.text))


def _mark(line: Line) -> str:
    """The bullet or number that a line begins with."""
    text = line.pieces[0].text
    return text if len(line.pieces) > 1 and _MARK.fullmatch(text) and not line.pieces[1].glued else ""


def _is_verse(parts: list[list[Line]], lines: list[Line]) -> bool:
    """Whether nearly every line ends before the margin, and most of them inside a sentence."""
    if len(lines) < 3 or len(parts) < 0.75 * len(lines) or any(map(_mark, lines)):
        return False
    open_ends = sum(not _SENTENCE_END.search(line.text) for line in lines)
    return open_ends * 2 >= len(lines) - 1 and max(len(line.text) for line in lines) < _VERSE_CHARS


# What only neighbours tell


def _with_headings(blocks: list[Block]) -> list[Block]:
    """The same with the lines of one heading together, though they stand far apart."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and last.kind is block.kind is Kind.HEADING and _is_one_heading(last, block):
            found[-1] = last._replace(lines=[*last.lines, *block.lines])
        else:
            found.append(block)
    return found


def _is_one_heading(one: Block, other: Block) -> bool:
    last, first = one.lines[-1], other.lines[0]
    same = one.page == other.page and one.level == other.level and abs(last.size - first.size) < 0.3
    return same and 0 < last.base - first.base < 1.6 * last.size and first.text[:1].islower()


def _with_items(blocks: list[Block]) -> list[Block]:
    """The same with the items of lists as such: what begins with a sure bullet, or has a neighbour with a mark."""
    marks = [_mark(block.lines[0]) if block.kind in {Kind.PARAGRAPH, Kind.QUOTE} else "" for block in blocks]
    found: list[Block] = []
    lefts: list[float] = []
    for number, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        near = [*marks[max(0, number - 1) : number], *marks[number + 1 : number + 2]]
        if not mark or not (mark in _SURE or any(near)):
            found.append(block)
            lefts = []
            continue
        first = block.lines[0]
        lefts = [left for left in lefts if left < first.left - 0.5 * first.size] + [first.left]
        label = "•" if mark in _SURE else mark
        lines = [line_of(first.pieces[1:]), *block.lines[1:]]
        tight = bool(found) and found[-1].kind is Kind.ITEM
        found.append(block._replace(lines=lines, kind=Kind.ITEM, level=len(lefts) - 1, label=label, tight=tight))
    return found
