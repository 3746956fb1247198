"""From lines to paragraphs: where one ends, and what it is, by place, size and type.

A line ends a paragraph if the first word of the next one would have fit on it, as in `wrapped`; further by indents,
gaps and other sizes. Pure. Invariant: every line comes back in exactly one paragraph, in the order of reading.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind, Style
from reader.formats.pdf_lines import Column, Line, line_of, segments_of
from reader.formats.pdf_measure import DEEP, GAP, INDENT, LARGER, Measure, has_tab, is_indented, is_mark, mark_before
from reader.formats.pdf_outline import with_outline
from reader.formats.pdf_tables import Grid, is_stretched, with_grids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf_pieces import Bookmark

_LEAST_ROWS: Final = 3
_ALIGNED: Final = 2.0
"""By how much the edges of cells under each other differ at most."""
_BETWEEN: Final = 7
"""So many paragraphs of another size, less one, may stand between two parts of one."""
_NEAR: Final = 0.35
_SLACK: Final = 0.6
_SHORT: Final = 0.25
"""Where so much of a line is empty, the paragraph is at its end."""
_SURE: Final = frozenset("•▪◦‣·●○■")
_CONTENTS: Final = re.compile(r"… ?(?:\d{1,4}|[ivxlc]{1,6})\Z")
_SENTENCE_END: Final = re.compile(r"[.!?…:][\"“”»«’‘)\]]*\Z")
_HEADING_CHARS: Final = 250
_BOLD_CHARS: Final = 120
_VERSE_CHARS: Final = 80
_LEVELS: Final = 6


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
        is_header: whether it heads the columns of a table.
    """

    page: int
    lines: list[Line]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    label: str = ""
    tight: bool = False
    is_full: bool = False
    is_indented: bool = False
    is_header: bool = False


def blocks_of(pages: Sequence[Sequence[Column]], measure: Measure, bookmarks: Sequence[Bookmark] = ()) -> list[Block]:
    """The paragraphs of a text, those joined that go on in the next column or on the next page."""
    found: list[Block] = []
    for page, columns in enumerate(pages):
        for column in columns:
            fresh = [*_blocks(page, column, measure)]
            last = _open_end(found, fresh[0], measure) if fresh else None
            if last is not None:
                found[last] = _both(found[last], fresh.pop(0))
            found += fresh
    return _with_items(with_outline(_with_headings(found), bookmarks))


def _blocks(page: int, column: Column, measure: Measure) -> Iterator[Block]:
    """The paragraphs of a column."""
    for part in with_grids(_rows(column.lines), column, measure):
        if isinstance(part, Grid):
            for number, row in enumerate(part.rows):
                yield Block(page, row, Kind.TABLE, tight=number > 0, is_header=not number and part.has_header)
        else:
            for group in _groups(part, measure):
                yield from _read(group, page, column, measure)


def _open_end(found: list[Block], first: Block, measure: Measure) -> int | None:
    """The number of the paragraph that goes on in a further column; a box or a caption may stand between."""
    if found and _goes_on(found[-1], first, measure):
        return len(found) - 1
    size = first.lines[0].size
    for number in range(len(found) - 1, max(-1, len(found) - _BETWEEN), -1):
        last = found[number]
        if abs(last.lines[-1].size - size) > 0.3 or last.kind is Kind.HEADING:
            continue
        is_open = last.is_full and not _SENTENCE_END.search(last.lines[-1].text)
        return number if is_open and last.page >= first.page - 1 and _goes_on(last, first, measure) else None
    return None


def _both(last: Block, first: Block) -> Block:
    kind = last.kind if last.kind is first.kind else Kind.QUOTE
    lines = [*last.lines, *first.lines]
    return last._replace(lines=lines, kind=kind, level=int(kind is Kind.QUOTE), is_full=first.is_full)


def _goes_on(last: Block, first: Block, measure: Measure) -> bool:
    """Whether a paragraph goes on in the next column."""
    one, other = last.lines[-1], first.lines[0]
    kinds = {last.kind, first.kind}
    if not kinds <= {Kind.PARAGRAPH, Kind.QUOTE} or abs(one.size - other.size) > 0.3:
        return False
    if mark_before(other) and not (_is_ordinal(other) and last.is_full and not _SENTENCE_END.search(one.text)):
        return False
    inner = last.lines[0].pieces[1].left if mark_before(last.lines[0]) else one.left
    if len(kinds) > 1 and abs(inner - other.left) > 1:
        # Few lines of a quotation, or of an item, at the end of a page do not look like one.
        return False
    is_open = not _SENTENCE_END.search(one.text)
    if other.text[:1].islower() and (is_open or last.is_full):
        return True
    return last.is_full and (is_open or (measure.indent > 0 and not first.is_indented))


def _is_ordinal(line: Line) -> bool:
    """Whether a line begins with a number that may belong to the word after it: `13. Jahrhundert`."""
    return line.text[0].isdigit() and not has_tab(line)


# Groups: lines of one size without a gap


def _groups(rows: Sequence[list[Line]], measure: Measure) -> Iterator[list[list[Line]]]:
    """Rows that stand close together, in one size; each as the cells that wide gaps part."""
    group: list[list[Line]] = []
    for row in rows:
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
    return [[_joined(row[:2]), *row[2:]] if len(row) > 1 and is_mark(row[0].text) else row for row in rows]


def _joined(lines: Sequence[Line]) -> Line:
    """Lines side by side as one."""
    return line_of([piece for line in lines for piece in (line.pieces[0]._replace(glued=False), *line.pieces[1:])])


def _is_apart(one: Line, other: Line, measure: Measure) -> bool:
    gap = one.base - other.base
    size = max(one.size, other.size)
    usual = measure.leading * size / measure.body
    if gap <= 0 or gap > GAP * usual or abs(one.size - other.size) > 0.08 * size:
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
    if lines[0].size > LARGER * measure.body and sum(len(line.text) for line in lines) < _HEADING_CHARS:
        level = next((n for n, size in enumerate(measure.sizes, 1) if lines[0].size > 0.97 * size), _LEVELS)
        return [Block(page, lines, Kind.HEADING, min(level, _LEVELS))]
    if Style.STRONG not in measure.usual and is_in(lines[0], Style.STRONG) and _is_bold_heading(lines):
        return [Block(page, lines, Kind.HEADING, min(len(measure.sizes) + 1, _LEVELS))]
    if Style.CODE not in measure.usual and all(is_in(line, Style.CODE) for line in lines):
        return [Block(page, [line], Kind.CODE, tight=number > 0) for number, line in enumerate(lines)]
    parted = sum(len(row) > 1 and not is_stretched(line.pieces, column) for row, line in zip(group, lines, strict=True))
    is_table = len(group) > 1 and parted > 0.6 * len(group)
    rows = group if is_table else _aligned(lines)
    if rows:
        return [Block(page, row, Kind.TABLE, tight=number > 0) for number, row in enumerate(rows)]
    return _prose(lines, page, column, measure)


def _aligned(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines as rows of a table whose cells stand close together; none if they do not stand under each other."""
    # In type of one width, all gaps between words are wide.
    rows = [segments_of(line.pieces) for line in lines if not is_in(line, Style.CODE)]
    if len(rows) < _LEAST_ROWS or len(rows[0]) < 2 or {len(row) for row in rows} != {len(rows[0])}:
        return []
    if any(is_mark(row[0].text) for row in rows):
        return []
    for cells in zip(*rows, strict=True):
        lefts, rights = [cell.left for cell in cells], [cell.right for cell in cells]
        if min(max(lefts) - min(lefts), max(rights) - min(rights)) > _ALIGNED:
            return []
    return rows


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
    if _is_verse(lines, setting):
        return [Block(page, [line], Kind.VERSE, tight=number > 0) for number, line in enumerate(lines)]
    return [
        Block(
            page,
            part,
            kind,
            level=int(kind is Kind.QUOTE),
            is_full=right - part[-1].right < 2.5 * size,
            is_indented=is_indented(part[0], column),
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
    inner = INDENT * other.size
    if is_contents(one):
        return True
    if mark_before(part[0]) and not _is_flush(part, one, other, setting):
        inside = other.left > part[0].left + inner
        is_item = bool(mark_before(other))
        return not inside or (is_item and (other.left < one.left + inner or _is_inner_item(part[0], other)))
    if mark_before(other) and (other.text[0] in _SURE or _SENTENCE_END.search(one.text)):
        return True
    if setting.is_hanging:
        return other.left < setting.left + inner
    is_first = bool(setting.indent) and abs(other.left - setting.left - setting.indent) < _NEAR * other.size
    is_further_in = other.left > one.left + inner
    # A first line is indented, but not far; those that stand at the right edge, or in the middle, begin anywhere.
    at_edge = other.left < setting.left + inner
    is_inside = one.left - (setting.left if at_edge else other.left) > (DEEP if at_edge else 2) * other.size
    is_further_out = other.left < one.left - inner and (len(part) > 1 or is_inside)
    return is_first or is_further_in or is_further_out or _ends_early(one, other, setting)


def _is_flush(part: list[Line], one: Line, other: Line, setting: _Setting) -> bool:
    """Whether the second line stands below the mark: it may be an ordinal that the paragraph began with."""
    if len(part) > 1:
        return abs(part[1].left - part[0].left) < 1
    is_open = part[0].text[0].isdigit() and not mark_before(other) and not _SENTENCE_END.search(one.text)
    return is_open and abs(other.left - one.left) < 1 and not _ends_early(one, other, setting)


def _is_inner_item(item: Line, other: Line) -> bool:
    """Whether a mark stands further in than the text of an item, and with a tab behind it."""
    return other.left > item.pieces[1].left + _NEAR * other.size and has_tab(other)


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
    inner = [number for number, line in enumerate(lines) if line.left > left + INDENT * size]
    if not inner or lines[0].left > left + INDENT * size or 2 * len(inner) < len(lines):
        return False
    full = sum(right - lines[number - 1].right < 4 * size for number in inner)
    return full > 0.8 * len(inner)


def is_contents(line: Line) -> bool:
    """Whether a line belongs to a table of contents: dots lead to a number."""
    return bool(_CONTENTS.search(line.text))


def _is_verse(lines: list[Line], setting: _Setting) -> bool:
    """Whether nearly every line ends before the margin, and most of them inside a sentence."""
    if len(lines) < 3 or any(map(mark_before, lines)) or max(len(line.text) for line in lines) > _VERSE_CHARS:
        return False
    alone = setting._replace(indent=0, is_spaced=False)
    ends = [_begins([one], one, other, alone) for one, other in pairwise(lines)]
    open_ends = sum(not _SENTENCE_END.search(line.text) for line in lines)
    return sum(ends) + 1 >= 0.75 * len(lines) and open_ends * 2 >= len(lines) - 1


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
    marks = [mark_before(block.lines[0]) if block.kind in {Kind.PARAGRAPH, Kind.QUOTE} else "" for block in blocks]
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
