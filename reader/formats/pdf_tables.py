"""Small tables: rows of short cells, parted by strips that no word of any row crosses.

Browsers and word processors print cells as close together as words, so a wide gap tells only some of them. What tells
the others is that the cells of a column begin, end or are centred at one place, and that they stand further apart than
words do, in lines that do not reach the margin. Pure. Units: points.

Invariant: every row comes back once, in the same order, with all its pieces.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style
from reader.formats.pdf_lines import Line, line_of
from reader.formats.pdf_measure import LARGER, is_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf_lines import Column
    from reader.formats.pdf_measure import Measure
    from reader.formats.pdf_pieces import Piece

# All in sizes of the font.
_SLIT: Final = 0.25
"""The least width of a strip between cells."""
_LOOSE: Final = 0.45
"""Words stand closer together than this, but in lines stretched to the margin; half of the cells do not."""
_WIDER: Final = 1.6
"""Where spaces between words are wide, cells are so many times as far apart."""
_TEXT_WORDS: Final = 4
"""So many words with wide gaps that are all alike are a line of text."""
_CELLS_APART: Final = 0.3
"""Cells are never closer together."""
_WIDE: Final = 1.0
"""A strip that is so wide is none between words."""
_EVEN: Final = 0.16
"""By how much the edges of the cells of a column differ: letters stand a little inside of their boxes."""
_TALLEST: Final = 3.5
_FULL: Final = 1.0
_SAME_STEP: Final = 1.2
"""By how much the distances between rows differ."""
_ALIKE: Final = 1.5
"""The widest gap of a stretched line is at most so many times as wide as the narrowest."""
_AT_MARGIN: Final = 0.2
_DEEPEST: Final = 4
"""How far first lines of paragraphs are indented at most."""
_NARROW: Final = 20
"""In columns as narrow as this, there may be but two words on a line."""
_HALF_EMPTY: Final = 0.35
"""No space between two words is so wide, as a share of the column."""
_MOST_CHARS: Final = 60
_USUAL_CHARS: Final = 32
"""Longer cells, or as long ones on average, are the ends of two columns of text."""


class Grid(NamedTuple):
    """A table.

    Attributes:
        rows: the cells of each row, as many in each; empty ones have no pieces.
        has_header: whether the first row is bold, and the next one is not.
    """

    rows: list[list[Line]]
    has_header: bool


def with_grids(rows: Sequence[list[Line]], column: Column, measure: Measure) -> Iterator[Grid | list[list[Line]]]:
    """The rows of a column as tables, and as what stands between those.

    Args:
        rows: what stands at one height, from top to bottom.
        column: in which they stand.
        measure: of the text.
    """
    loose = _loose(rows)
    given = [_Row(row, column, measure, loose) for row in rows]
    at = done = 0
    while at < len(rows):
        end, strips = _end(given, at)
        if end - at > 1:
            if at > done:
                yield [*rows[done:at]]
            yield _grid(given[at:end], strips)
            at = done = end
        else:
            at += 1
    if done < len(rows):
        yield [*rows[done:]]


def _loose(rows: Sequence[list[Line]]) -> float:
    """From which width on (in sizes of the font) a gap is more than the space between words."""
    firsts = [row[0] for row in rows if len(row[0].pieces) > _TEXT_WORDS]
    gaps = [(line.pieces[1].left - line.pieces[0].right) / line.size for line in firsts]
    return max(_LOOSE, _WIDER * min(median(gaps), _LOOSE)) if gaps else _LOOSE


class _Row:
    """What stands at one height.

    Attributes:
        pieces: from left to right.
        can_be: whether it may be a row of a table at all.
        is_loose: whether there are words that stand further apart than words do.
        is_full: whether it reaches the right margin.
        loose: from which width on a gap is more than one between words, in sizes of the font.
        gaps: between its words.
        size: of the font.
        base: the line that it stands on.
    """

    __slots__ = ("base", "can_be", "gaps", "is_full", "is_loose", "loose", "pieces", "size")

    def __init__(self, lines: Sequence[Line], column: Column, measure: Measure, loose: float) -> None:
        self.loose = loose
        self.pieces = [piece for line in lines for piece in line.pieces]
        self.base, self.size = lines[0].base, lines[0].size
        self.is_full = column.right - lines[-1].right < _FULL * self.size
        self.is_loose = len(lines) > 1 or any(
            other.left - one.right > loose * self.size for one, other in pairwise(self.pieces)
        )
        # Lines of a program may be numbered, in other type.
        code = self.pieces[1:] if self.pieces and self.pieces[0].text.isdecimal() else self.pieces
        is_code = bool(code) and all(Style.CODE in piece.style for piece in code)
        is_led = any(piece.text in {"…", "."} for piece in self.pieces)
        self.gaps = [other.left - one.right for one, other in pairwise(self.pieces) if not other.glued]
        words = sum(any(map(str.isalpha, piece.text)) for piece in self.pieces)
        is_wide = len(self.gaps) >= _TEXT_WORDS and min(self.gaps) > 0.9 * loose * self.size
        is_even = is_wide and 2 * words > len(self.pieces) and _are_alike(self.gaps)
        is_text = is_code or is_led or is_even or is_stretched(self.pieces, column)
        self.can_be = len(self.pieces) > 0 and self.size <= LARGER * measure.body and not is_text

    @property
    def is_bold(self) -> bool:
        return all(Style.STRONG in piece.style for piece in self.pieces)


def is_stretched(pieces: Sequence[Piece], column: Column) -> bool:
    """Whether a line is stretched to both margins of its column, with gaps that are all alike."""
    size = pieces[0].size
    if abs(column.right - pieces[-1].right) > _AT_MARGIN * size or pieces[0].left - column.left > _DEEPEST * size:
        return False
    gaps = [other.left - one.right for one, other in pairwise(pieces) if not other.glued]
    wide = column.right - column.left
    if len(gaps) == 1:
        return wide < _NARROW * size or gaps[0] < _HALF_EMPTY * wide
    return bool(gaps) and _are_alike(gaps)


def _are_alike(gaps: Sequence[float]) -> bool:
    return max(gaps) < _ALIKE * min(gaps)


def _end(rows: Sequence[_Row], start: int) -> tuple[int, list[float]]:
    """Where the table ends that begins at a row, and the middles of its strips; the row itself if there is none."""
    found: tuple[int, list[float]] = start, []
    step = 0.0
    for end in range(start + 2, len(rows) + 1):
        above, row = rows[end - 2 : end]
        rise = above.base - row.base
        if not (above.can_be and row.can_be and (above.is_loose or row.is_loose)):
            break
        if abs(above.size - row.size) > 0.08 * row.size or not 0 < rise < _TALLEST * row.size:
            break
        if step and not step / _SAME_STEP < rise < step * _SAME_STEP:
            break
        step = rise
        strips = _strips(rows[start:end])
        if not strips and end - start == 2 and rows[start].is_bold:
            # The cells of a header are centred, of which two rows tell nothing.
            continue
        if not strips or len(strips) < len(found[1]):
            break
        found = end, strips
    end, strips = found
    # A line below that has but one cell is none of the table: where it comes from, or the text going on.
    while end > start and sum(map(bool, _parted(rows[end - 1], strips))) < 2:
        end -= 1
    return (end, strips) if end - start > 1 else (start, [])


def _strips(rows: Sequence[_Row]) -> list[float]:
    """The middles of the strips between the columns of a table; none if the rows are no table."""
    size = rows[0].size
    found = [(left + right) / 2 for left, right in _gaps(rows) if _parts(rows, (left + right) / 2, right - left)]
    if found:
        found = _under_headers(rows, found)
    if not found:
        return []
    cells = [_parted(row, found) for row in rows]
    bold = sum(row.is_bold for row in rows)
    if bold == len(rows) or (bold and len(rows) == 2) or not all(map(_has_words, zip(*cells, strict=True))):
        # Headings, one of them below the end of a paragraph; or the brackets of a formula.
        return []
    if len(cells[0]) == 2 and any(len(first) == 1 and is_mark(first[0].text) for first, _ in cells):
        return []
    chars = [sum(len(piece.text) + 1 for piece in cell) for row in cells for cell in row if cell]
    is_short = max(chars) <= _MOST_CHARS and sum(chars) <= _USUAL_CHARS * len(chars)
    # Where a further row has nothing in the first column, it goes on with what stands above it in another.
    if not is_short or not all(row[0] for row in cells[1:]) or sum(map(bool, cells[0])) < 2:
        return []
    if _is_block(rows):
        return []
    body = cells[1:] if len(rows) > 2 else cells
    columns = [[cell for cell in column if cell] for column in zip(*body, strict=True)]
    several = [column for column in columns if len(column) > 1]
    return found if len(several) > 1 and all(_is_even(column, size) for column in several) else []


def _has_words(column: Sequence[Sequence[Piece]]) -> bool:
    return any(char.isalnum() for cell in column for piece in cell for char in piece.text)


def _under_headers(rows: Sequence[_Row], strips: list[float]) -> list[float]:
    """The strips without those between a header that is centred and its column, whose cells all stand on one side."""
    if not rows[0].is_bold:
        return strips
    heads, *body = [_parted(row, strips) for row in rows]
    filled = [any(column) for column in zip(*body, strict=True)]
    gone = set()
    for number, head in enumerate(heads):
        if head and not filled[number]:
            if number and filled[number - 1] and not heads[number - 1]:
                gone.add(number - 1)
            elif number < len(strips) and filled[number + 1] and not heads[number + 1]:
                gone.add(number)
    return [strip for number, strip in enumerate(strips) if number not in gone]


def _is_block(rows: Sequence[_Row]) -> bool:
    """Whether lines are stretched to margins of their own, as in a quotation."""
    first = rows[0].pieces
    return all(
        len(row.gaps) > 1
        and _are_alike(row.gaps)
        and abs(row.pieces[0].left - first[0].left) < _AT_MARGIN * row.size
        and abs(row.pieces[-1].right - first[-1].right) < _AT_MARGIN * row.size
        for row in rows
    )


def _gaps(rows: Sequence[_Row]) -> Iterator[tuple[float, float]]:
    """Where no word of any row stands, between words."""
    spans = sorted((piece.left, piece.right) for row in rows for piece in row.pieces)
    end = spans[0][1]
    least = _SLIT * rows[0].size
    for left, right in spans:
        if left - end >= least:
            yield end, left
        end = max(end, right)


def _parts(rows: Sequence[_Row], strip: float, wide: float) -> bool:
    """Whether a strip parts cells and not words."""
    size = rows[0].size
    if wide >= _WIDE * size:
        return True
    if any(row.is_full for row in rows):
        return False
    gaps = []
    for row in rows:
        before = [piece.right for piece in row.pieces if piece.right < strip]
        after = [piece.left for piece in row.pieces if piece.left > strip]
        if before and after:
            gaps.append((min(after) - max(before)) / size)
    if len(gaps) < 2 or min(gaps) < _CELLS_APART:
        return False
    return 2 * sum(gap > rows[0].loose for gap in gaps) >= len(gaps)


def _parted(row: _Row, strips: Sequence[float]) -> list[list[Piece]]:
    """The pieces of a row in its cells."""
    edges = [*strips, float("inf")]
    cells: list[list[Piece]] = [[] for _ in edges]
    for piece in row.pieces:
        cells[next(number for number, edge in enumerate(edges) if piece.right < edge)].append(piece)
    return cells


def _is_even(cells: Sequence[Sequence[Piece]], size: float) -> bool:
    """Whether cells under each other begin, end, or have their middles at one place."""
    edges = [(cell[0].left, cell[-1].right) for cell in cells]
    return any(
        max(places) - min(places) <= _EVEN * size
        for places in ([a for a, _ in edges], [b for _, b in edges], [(a + b) / 2 for a, b in edges])
    )


def _grid(rows: Sequence[_Row], strips: Sequence[float]) -> Grid:
    found = []
    for row in rows:
        at = row.pieces[0].left
        cells = []
        for cell in _parted(row, strips):
            cells.append(_cell(cell) if cell else Line((), at, at, row.base, row.size))
            at = cells[-1].right
        found.append(cells)
    return Grid(found, rows[0].is_bold and not rows[1].is_bold)


def _cell(pieces: Sequence[Piece]) -> Line:
    return line_of([pieces[0]._replace(glued=False), *pieces[1:]])
