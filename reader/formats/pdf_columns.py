"""From the pieces of a page to its columns in the order of reading: found by the strips that no line crosses.

A strip parts two columns in a band of the page, from one line that crosses it to the next: below a headline across
three columns there are columns, and above it there may be others. Pure: knows nothing of PDF. Units: points, from the
lower left corner of a page.

Invariant: every piece comes back in exactly one line.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.formats.pdf_initials import with_initials
from reader.formats.pdf_lines import Column, Line, by_height, cells_of, line_of, rows_of
from reader.formats.pdf_notes import with_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf_pieces import Piece

_LEAST_LINES: Final = 4
_DEEPEST: Final = 6
_NARROW: Final = 0.4
"""Lines of a column fill most of its width; cells of a table do not."""
_MANY_WORDS: Final = 5
"""Cells hold fewer words to the line, and so do hardly any columns, however stretched their lines are."""
_ENOUGH: Final = 9
"""So many lines beside a strip are columns, however many cross it elsewhere: a box beside the text."""
_OFF: Final = 0.02
"""How far the middle of a line is from that of the page at most, in widths of the text."""
_APART, _LARGER = 1.6, 1.15
"""It stands so many sizes of the font apart from the next one, or is so many times as large."""
_STRIP: Final = 0.6
"""The least width of a strip, in sizes of the font."""
_CROSSED: Final = (0.02, 0.125, 0.35, 0.7)
"""How many lines may cross a strip, as shares of those that stand where most do; the better ones first."""


_REMEMBERED: Final = 6
_TOLERANCE: Final = 1.0
"""How far a word may reach into a strip, in points: strips are looked for in whole ones."""


class _Strip(NamedTuple):
    """What stands empty between two columns, from one of its edges to the other."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class _Band(NamedTuple):
    """Lines between two that cross a strip, or those that do."""

    left: list[Line]
    right: list[Line]
    across: list[Line]


class Layout:
    """Reads the pages of one text, from the first to the last.

    Where few lines stand on a page, as on the last one, the strips of those before tell its columns.
    """

    def __init__(self) -> None:
        self._strips: list[_Strip] = []

    def columns_of(self, pieces: Sequence[Piece]) -> list[Column]:
        """The columns of a page in the order of reading."""
        head, rest, foot = _centred(with_marks(rows_of(with_initials(pieces))))
        parts = [head, *self._ordered(rest, 0), foot]
        return [_column(lines) for part in parts if (lines := cells_of(part))]

    def _ordered(self, lines: list[Line], depth: int) -> Iterator[list[Line]]:
        """Lines in the order of reading, one list for each column and for what is above, between and below columns."""
        lines = by_height(lines)
        strip = self._strip(lines) if depth < _DEEPEST else None
        if strip is None:
            if lines:
                yield lines
            return
        across: list[Line] = []
        for band in _bands(_cut(lines, strip), strip.middle):
            if band.left and band.right:
                yield from self._ordered(across, depth + 1)
                across = []
                yield from self._ordered(band.left, depth + 1)
                yield from self._ordered(band.right, depth + 1)
            else:
                across += [*band.left, *band.right, *band.across]
        yield from self._ordered(across, depth + 1)

    def _strip(self, lines: list[Line]) -> _Strip | None:
        found = _strip(lines)
        if found is None:
            return next((strip for strip in self._strips if _fits(lines, strip)), None)
        self._strips = [found, *(strip for strip in self._strips if abs(strip.middle - found.middle) > 1)][:_REMEMBERED]
        return found


def _fits(lines: list[Line], strip: _Strip) -> bool:
    """Whether lines stand side by side right up to the edges of a strip."""
    return any(
        any(abs(line.right - strip.start) < line.size for line in band.left)
        and any(abs(line.left - strip.end) < 2 * _TOLERANCE for line in band.right)
        for band in _bands(_cut(lines, strip), strip.middle)
    )


def _centred(lines: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """The lines in the middle above all columns, the others, and those below: in the middle may be a column."""
    lines = by_height(lines)
    low, high = min((line.left for line in lines), default=0), max((line.right for line in lines), default=0)
    most, first, last = (high - low) * _OFF, 0, len(lines)

    def is_centred(one: Line, other: Line) -> bool:
        size = max(one.size, other.size)
        apart = abs(one.base - other.base) > (_APART if one.size < _LARGER * other.size else 0.5) * size
        return apart and abs(one.left + one.right - low - high) < most

    while last - first > 1 and is_centred(lines[first], lines[first + 1]):
        first += 1
    while last - first > 1 and is_centred(lines[last - 1], lines[last - 2]):
        last -= 1
    return lines[:first], lines[first:last], lines[last:]


def _cut(lines: list[Line], strip: _Strip) -> list[Line]:
    """The lines, those in two that have a gap where the strip is: a large heading beside a line of the next column."""
    return [part for line in lines for part in _cut_at(line, strip)]


def _cut_at(line: Line, strip: _Strip) -> list[Line]:
    if line.left < strip.middle < line.right:
        for number, (one, other) in enumerate(pairwise(line.pieces), 1):
            if one.right <= strip.start + _TOLERANCE and other.left >= strip.end - _TOLERANCE and not other.glued:
                return [line_of(line.pieces[:number]), line_of(line.pieces[number:])]
    return [line]


def _bands(lines: list[Line], strip: float) -> Iterator[_Band]:
    """Lines from top to bottom, parted by those that cross a strip."""
    for crosses, group in groupby(lines, lambda line: line.left < strip < line.right):
        band = list(group)
        if crosses:
            yield _Band([], [], band)
        else:
            yield _Band(
                [line for line in band if line.right <= strip], [line for line in band if line.left >= strip], []
            )


def _strip(lines: list[Line]) -> _Strip | None:
    """The best strip between two columns; None if there is but one."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    low = min(line.left for line in lines)
    covered = _covered(lines, low)
    least = _STRIP * median(line.size for line in lines)
    best: tuple[int, _Strip] | None = None
    seen: set[float] = set()
    for share in _CROSSED:
        for start, end in _gaps(covered, max(1, int(share * max(covered)))):
            strip = _Strip(low + start, low + end)
            if end - start < least or strip.middle in seen:
                continue
            seen.add(strip.middle)
            parted = crossing = 0
            for band in _bands(_cut(lines, strip), strip.middle):
                crossing += len(band.across)
                if _are_columns(band.left, band.right):
                    parted += len(band.left) + len(band.right)
            if parted > min(crossing, _ENOUGH) and (best is None or parted > best[0]):
                best = parted, strip
    return best[1] if best else None


def _covered(lines: list[Line], low: float) -> list[int]:
    """By how many lines each point of the width is covered."""
    wide = int(min(max(line.right for line in lines) - low, 5_000)) + 2
    steps = [0] * (wide + 1)
    for line in lines:
        steps[min(int(line.left - low), wide)] += 1
        steps[min(int(line.right - low) + 1, wide)] -= 1
    count, found = 0, []
    for step in steps[:wide]:
        count += step
        found.append(count)
    return found


def _gaps(covered: list[int], limit: int) -> Iterator[tuple[int, int]]:
    """Where hardly any line is, but for the margins."""
    start = None
    for at, count in enumerate(covered):
        if count <= limit:
            start = at if start is None else start
        elif start is not None:
            if start:
                yield start, at
            start = None


def _are_columns(*sides: list[Line]) -> bool:
    """Whether columns of text stand on both sides, and not cells of a table or notes in the margin."""
    for side in sides:
        # Wide gaps between the words of narrow columns part their lines: those at one height count as one.
        rows: dict[int, list[Line]] = {}
        for line in side:
            rows.setdefault(round(line.base), []).append(line)
        if len(rows) < _LEAST_LINES:
            return False
        # Without the gaps: there may be several columns on a side, whose lines stand at different heights.
        spans = sorted(sum(line.right - line.left for line in row) for row in rows.values())
        words = [sum(len(line.pieces) for line in row) for row in rows.values()]
        wide = spans[int(0.9 * (len(spans) - 1))]
        is_even = median(words) >= _MANY_WORDS or median(spans) >= _NARROW * wide
        if not is_even or wide < 8 * median(line.size for line in side) or median(words) < 3:
            return False
    return True


def _column(lines: list[Line]) -> Column:
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    return Column(lines, lefts[len(lefts) // 5], rights[int(0.9 * (len(rights) - 1) + 0.5)])
