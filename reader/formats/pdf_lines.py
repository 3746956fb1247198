"""From the pieces of a page to its lines: what stands at one height, raised signs with the words they hang on.

Pure: knows nothing of PDF. Units: points, from the lower left corner of a page.

Invariant: every piece comes back in exactly one line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import compress, groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Run
from reader.core.document import Style
from reader.formats.pdf_spaced import closed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_pieces import Piece

_RAISED: Final = 0.85
"""A piece this much smaller than its neighbour, and higher, is raised."""
_RAISED_GLUED: Final = 0.96
"""Without a space between, less will do."""
_GAP: Final = 1.6
"""A wider gap (in sizes of the font) parts cells of a table."""
_SLIT: Final = 0.75
"""A wider gap may part columns."""
_EVEN: Final = 1.5
"""The widest gap of a stretched line is at most so many times as wide as the narrowest."""
_WORDS: Final = 0.42
"""Words with a wider gap (in sizes of the font) between them are no pieces of one."""
_MANY, _FIRST = 6, 2
_TOUCH: Final = 0.17
"""No space between words is narrower, in sizes of the font."""
_LEADERS: Final = 4
_DOTS: Final = re.compile(r"\.{4,}|…{2,}")
_SIGNS: Final = "¹²³⁴⁵⁶⁷⁸⁹"
_SIGN_CHARS: Final = 4
_HIGH: Final = 0.75
_LOW: Final = 0.5
"""How far a sign is raised or lowered at most, in sizes of what it hangs on."""
_BESIDE: Final = 0.6
_BEFORE: Final = 3.0
"""How far a raised sign stands from what it hangs on, and the mark of a note from the note, in sizes of that."""


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
                Style.NOTE_REF if is_raised(piece, self) else piece.style | (Style.LINK if piece.target else 0),
                piece.target,
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


def slim(column: Column) -> Column:
    """The same column, the words inside its longer lines as few pieces: of a large book they would fill the memory.

    What is looked at later stays as it is: the first words, marks, links, what stands at its own place in type of one
    width, and gaps that may part cells.
    """
    return column._replace(lines=[_slim(line) if len(line.pieces) > _MANY else line for line in column.lines])


def _slim(line: Line) -> Line:
    found = list(line.pieces[:_FIRST])
    for piece in line.pieces[_FIRST:]:
        last = found[-1]
        if len(found) > _FIRST and _is_same(last, piece):
            text = last.text + ("" if piece.glued else " ") + piece.text
            found[-1] = last._replace(text=text, right=piece.right)
        else:
            found.append(piece)
    return line._replace(pieces=tuple(found))


def _is_same(one: Piece, other: Piece) -> bool:
    """Whether two pieces are words of one text, side by side."""
    if "…" in (one.text, other.text) or one.text[:1] in _SIGNS or other.text[:1] in _SIGNS:
        return False
    same = one[3:6] == other[3:6] and one.target == other.target and Style.CODE not in one.style
    return same and other.left - one.right < _WORDS * one.size


def is_raised(piece: Piece, line: Line) -> bool:
    """Whether a piece is a small sign above the line, as the mark of a note is."""
    small = _is_small(piece, line.size) and piece.base > line.base + 0.15 * line.size
    return (small or piece.text in _SIGNS) and len(piece.text) <= 4


def _is_small(piece: Piece, size: float) -> bool:
    """Whether a piece is so small beside letters of a size that it may be raised."""
    return piece.size < (_RAISED_GLUED if piece.glued else _RAISED) * size


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand at one height, from left to right; the rows from top to bottom."""
    shown = [piece for piece in pieces if piece.right >= piece.left]
    body = size_of(shown)
    small = [len(piece.text) <= _SIGN_CHARS and _is_small(piece, body) for piece in shown]
    signs = [*compress(shown, small)]
    rows = _at_one_height([piece for piece, is_sign in zip(shown, small, strict=True) if not is_sign])
    return [
        closed(_glued(_without_leaders(sorted(row, key=lambda p: p.left)))) for row in _with_signs(rows, signs, body)
    ]


def _glued(row: list[Piece]) -> list[Piece]:
    """A row in which no space follows a raised or lowered sign that touches the next one, though PDFium sees one."""
    return row[:1] + [
        other._replace(glued=True)
        if other.left - one.right < _TOUCH * other.size and abs(one.base - other.base) > 0.1 * other.size
        else other
        for one, other in pairwise(row)
    ]


def size_of(pieces: Sequence[Piece]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _at_one_height(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.base, p.left)):
        near = next((row for row in reversed(rows[-4:]) if _is_level(row[-1], piece)), None)
        if near is None:
            rows.append([piece])
        else:
            near.append(piece)
    return rows


def _is_level(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand at one height, or one hangs on the other."""
    if abs(one.base - other.base) < 0.25 * min(one.size, other.size):
        return True
    large, small = (one, other) if one.size >= other.size else (other, one)
    # In a heading, a raised sign may be as large as the text is.
    return len(small.text) <= _SIGN_CHARS and _hangs_on(small, large)


def _with_signs(rows: list[list[Piece]], signs: Sequence[Piece], body: float) -> list[list[Piece]]:
    """The rows with small signs put into them: beside what they hang on, else at their own height."""
    if not signs:
        return rows
    rows = sorted(rows, key=lambda row: row[0].base)
    bases = [row[0].base for row in rows]
    others: list[Piece] = []
    # Short words of a note first, then the mark that stands before them.
    for sign in sorted(signs, key=lambda sign: -sign.size):
        near = rows[bisect_left(bases, sign.base - _HIGH * body) : bisect_right(bases, sign.base + _LOW * body)]
        fits = (
            [row for row in near if any(_hangs_on(sign, piece) for piece in row)]
            or [row for row in near if abs(row[0].base - sign.base) < 0.25 * sign.size]
            or [row for row in near if any(_hangs_on(sign, piece, _BEFORE) for piece in row if piece.left > sign.left)]
        )
        if fits:
            min(fits, key=lambda row: abs(row[0].base - sign.base)).append(sign)
        else:
            others.append(sign)
    return sorted([*rows, *_at_one_height(others)], key=lambda row: -row[0].base)


def _hangs_on(sign: Piece, piece: Piece, most: float = _BESIDE) -> bool:
    """Whether a small sign is raised or lowered beside a piece."""
    if not _is_small(sign, piece.size):
        return False
    rise = (sign.base - piece.base) / piece.size
    gap = min(abs(sign.left - piece.right), abs(piece.left - sign.right)) / piece.size
    return -_LOW < rise < _HIGH and gap < most


def segments_of(row: Sequence[Piece]) -> list[Line]:
    """A row in parts, at every gap that may be one between columns."""
    return [line_of(part) for part in _parts(row, _SLIT)]


def by_height(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, and those at one height from left to right."""
    return sorted(lines, key=lambda line: (-round(line.base), line.left))


def cells_of(segments: Sequence[Line]) -> list[Line]:
    """The lines of one column: its segments put together again, and parted where the gap is as wide as in a table."""
    rows: list[list[Line]] = []
    for line in sorted(segments, key=lambda line: (-line.base, line.left)):
        if rows and abs(rows[-1][-1].base - line.base) < 0.25 * min(line.size, rows[-1][-1].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    left, right = min((s.left for s in segments), default=0), max((s.right for s in segments), default=0)
    found: list[Line] = []
    for row in rows:
        pieces = sorted((piece for line in row for piece in line.pieces), key=lambda p: p.left)
        found += [line_of(pieces)] if _is_stretched(pieces, left, right) else [line_of(p) for p in _parts(pieces, _GAP)]
    return by_height(found)


def _is_stretched(row: Sequence[Piece], left: float, right: float) -> bool:
    """Whether a line fills the column with gaps that are all alike, as between words and not between cells."""
    size = row[0].size
    gaps = [other.left - one.right for one, other in pairwise(row) if not other.glued]
    if len(gaps) < 3 or row[0].left - left > 2 * size or right - row[-1].right > 2 * size:
        return False
    return max(gaps) < _EVEN * min(gaps) and any(piece.text.isalpha() for piece in row)


def _parts(row: Sequence[Piece], gap: float) -> list[list[Piece]]:
    """A row, parted at gaps of so many sizes of the font."""
    found: list[list[Piece]] = [[row[0]]]
    for piece in row[1:]:
        before = found[-1][-1]
        if piece.left - before.right > gap * max(piece.size, before.size):
            found.append([piece])
        else:
            found[-1].append(piece)
    return found


def _without_leaders(row: list[Piece]) -> list[Piece]:
    """A line without the dots that lead to a number in a table of contents: one sign stands for them."""
    found: list[Piece] = []
    parts = [part for piece in row for part in _undotted(piece)]
    for dotted, group in groupby(parts, lambda piece: set(piece.text) <= {".", "…"}):
        pieces = list(group)
        if dotted and sum(len(piece.text) for piece in pieces) >= _LEADERS:
            # As wide as they were, so that what they lead to stays on the line.
            found.append(pieces[0]._replace(text="…", right=pieces[-1].right, style=Style.PLAIN, glued=False))
        else:
            found += [pieces[0]._replace(glued=False), *pieces[1:]] if found and found[-1].text == "…" else pieces
    return found


def _undotted(piece: Piece) -> list[Piece]:
    """A word with the dots that were written at once with it, as pieces."""
    dots = _DOTS.search(piece.text)
    if dots is None or len(dots[0]) == len(piece.text):
        return [piece]
    step = (piece.right - piece.left) / len(piece.text)
    cuts = sorted({0, *dots.span(), len(piece.text)})
    return [
        piece._replace(
            text=piece.text[start:end],
            left=piece.left + start * step,
            right=piece.left + end * step,
            glued=piece.glued or start > 0,
        )
        for start, end in pairwise(cuts)
    ]


def line_of(pieces: Sequence[Piece]) -> Line:
    """Pieces as one line."""
    weights: dict[float, int] = {}
    for piece in pieces:
        weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
    size = max(weights, key=lambda s: (weights[s], s))
    base = next(piece.base for piece in pieces if piece.size == size)
    return Line(tuple(pieces), min(p.left for p in pieces), max(p.right for p in pieces), base, size)
