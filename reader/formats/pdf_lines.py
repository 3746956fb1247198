"""From the pieces of a page to its lines in the order of reading: columns are found by the gap between them.

Pure: knows nothing of PDF. Units: points, from the lower left corner of a page.

Invariant: every piece comes back in exactly one line.
"""

from __future__ import annotations

from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Run
from reader.core.document import Style
from reader.formats.pdf_initials import with_initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_pieces import Piece

_RAISED: Final = 0.85
"""A piece this much smaller than its neighbour, and higher, is raised."""
_GAP: Final = 1.6
"""A wider gap (in sizes of the font) parts cells of a table, or columns."""
_LEAST_LINES: Final = 4
_LEADERS: Final = 4
_DEEPEST: Final = 3
_NARROW: Final = 0.5
"""Lines of a column fill most of its width; cells of a table do not."""


class Line(NamedTuple):
    """One line, or the part of one that stands in one column.

    Attributes:
        pieces: from left to right.
        left: where it begins.
        right: where it ends.
        base: the line that the letters stand on.
        size: of most of its letters.
    """

    pieces: tuple[Piece, ...]
    left: float
    right: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(
            ("" if piece.glued or not number else " ") + piece.text for number, piece in enumerate(self.pieces)
        )

    def runs(self) -> list[Run]:
        """The words of the line in their styles, raised numbers as marks of notes."""
        return [
            Run(
                ("" if piece.glued or not number else " ") + piece.text,
                Style.NOTE_REF if is_raised(piece, self) else piece.style,
            )
            for number, piece in enumerate(self.pieces)
        ]


class Column(NamedTuple):
    """Lines that stand under each other.

    Attributes:
        lines: from top to bottom.
        left: of most lines.
        right: of the longest lines.
    """

    lines: list[Line]
    left: float
    right: float


def is_raised(piece: Piece, line: Line) -> bool:
    """Whether a piece is a small sign above the line, as the mark of a note is."""
    small = piece.size < _RAISED * line.size and piece.base > line.base + 0.15 * line.size
    return (small or piece.text in "¹²³⁴⁵⁶⁷⁸⁹") and len(piece.text) <= 4


def columns_of(pieces: Sequence[Piece]) -> list[Column]:
    """The columns of a page in the order of reading."""
    return [_column(lines) for lines in _ordered(lines_of(with_initials(pieces)), 0) if lines]


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page, in no order; what wide gaps part are several lines."""
    rows: list[list[Piece]] = []
    for piece in sorted((piece for piece in pieces if piece.right >= piece.left), key=lambda p: (-p.base, p.left)):
        # Raised signs stand a little higher than the line that they belong to, and so come before it.
        near = next((row for row in reversed(rows[-4:]) if _same_line(row[-1], piece)), None)
        if near is None:
            rows.append([piece])
        else:
            near.append(piece)
    return [line for row in rows for line in _parts(_without_leaders(sorted(row, key=lambda p: p.left)))]


def _without_leaders(row: list[Piece]) -> list[Piece]:
    """A line without the dots that lead to a number in a table of contents: one sign stands for them."""
    found: list[Piece] = []
    for dotted, group in groupby(row, lambda piece: set(piece.text) <= {".", "…"}):
        pieces = list(group)
        if dotted and sum(len(piece.text) for piece in pieces) >= _LEADERS:
            # As wide as they were, so that what they lead to stays on the line.
            found.append(pieces[0]._replace(text="…", right=pieces[-1].right, style=Style.PLAIN, glued=False))
        else:
            found += pieces
    return found


def _same_line(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one line, or one is raised above it."""
    large, small = (one, other) if one.size >= other.size else (other, one)
    rise = small.base - large.base
    if small.size < _RAISED * large.size and large.size < 2 * small.size:
        return -0.25 * large.size < rise < 0.6 * large.size
    return abs(rise) < 0.25 * small.size


def _parts(row: list[Piece]) -> list[Line]:
    found: list[list[Piece]] = [[row[0]]]
    for piece in row[1:]:
        before = found[-1][-1]
        if piece.left - before.right > _GAP * max(piece.size, before.size):
            found.append([piece])
        else:
            found[-1].append(piece)
    return [line_of(part) for part in found]


def line_of(pieces: Sequence[Piece]) -> Line:
    """Pieces as one line."""
    weights: dict[float, int] = {}
    for piece in pieces:
        weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
    size = max(weights, key=lambda s: (weights[s], s))
    base = next(piece.base for piece in pieces if piece.size == size)
    return Line(tuple(pieces), min(p.left for p in pieces), max(p.right for p in pieces), base, size)


def _ordered(lines: list[Line], depth: int) -> list[list[Line]]:
    """Lines in the order of reading, one list for each column and for what stands above, between and below columns."""
    lines = sorted(lines, key=lambda line: (-line.base, line.left))
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        return [_merged(lines)]
    found: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    for line in lines:
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            found += _both(left, right, depth)
            left, right = [], []
            across.append(line)
            continue
        if across:
            found.append(_merged(across))
            across = []
    return [*found, *_both(left, right, depth), _merged(across)]


def _both(left: list[Line], right: list[Line], depth: int) -> list[list[Line]]:
    return [*(_ordered(left, depth + 1) if left else ()), *(_ordered(right, depth + 1) if right else ())]


def _merged(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom."""
    return sorted(lines, key=lambda line: (-round(line.base), line.left))


def _gutter(lines: list[Line]) -> float | None:
    """The middle of the gap between two columns; None if there is but one."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    size = median(line.size for line in lines)
    covered = [0] * (int(min(high - low, 5_000)) + 2)
    for line in lines:
        for at in range(int(line.left - low), min(int(line.right - low) + 1, len(covered))):
            covered[at] += 1
    limit = max(1, len(lines) // 8)
    best: tuple[float, float] | None = None
    start = None
    for at, count in enumerate([*covered, limit + 1]):
        if count <= limit:
            start = at if start is None else start
        elif start is not None:
            middle = low + (start + at) / 2
            if at - start >= 0.6 * size and _is_gutter(lines, middle) and (best is None or at - start > best[0]):
                best = at - start, middle
            start = None
    return best[1] if best else None


def _is_gutter(lines: list[Line], at: float) -> bool:
    """Whether columns of text stand on both sides, and not cells of a table or notes in the margin."""
    for side in ([line for line in lines if line.right <= at], [line for line in lines if line.left >= at]):
        # Wide gaps between the words of narrow columns part their lines: those at one height count as one.
        rows: dict[int, list[Line]] = {}
        for line in side:
            rows.setdefault(round(line.base), []).append(line)
        if len(rows) < _LEAST_LINES:
            return False
        wide = max(line.right for line in side) - min(line.left for line in side)
        spans = [max(line.right for line in row) - min(line.left for line in row) for row in rows.values()]
        words = [sum(len(line.pieces) for line in row) for row in rows.values()]
        if median(spans) < _NARROW * wide or wide < 8 * side[0].size or median(words) < 3:
            return False
    return True


def _column(lines: list[Line]) -> Column:
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    return Column(lines, lefts[len(lefts) // 5], rights[int(0.9 * (len(rights) - 1) + 0.5)])
