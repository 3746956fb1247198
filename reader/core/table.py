"""Tables: where cells begin in the text of a row, and how the rows of one table stand in columns.

The layout. All rows of a table share one grid: for each column its first cell, its width and its alignment. The grid
is worked out from the *source* of some of the rows (a bounded number, so that a long table opens as fast as a short
one) and is used for both sides: a translation that arrives moves no column, the two sides look alike, and a column
that has letters in it gets some room more than its source needs, because its translation may be longer. A cell that
is wider than its column flows into empty cells on its right, and otherwise wraps inside its column; so a title that
spans its row is one line. Each column is as wide as its longest word, if there is room for that; else the longest words
are cut. Columns of figures stand on the right if the file does not say otherwise. If the columns do
not find room, each with a few cells, there is no grid: the row is then written as a line of text, broken where cells
end.

Invariant: every character of a row but blanks and what parts its cells stands in exactly one part, in the order of the
text within each cell; no part is outside the width (but a single character that is wider than its column).

Spans are characters of the row's text; `x` and widths are cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.cells import cells
from reader.core.document import CELL_BREAK
from reader.core.spans import Span
from reader.core.syllables import cut, is_cut
from reader.core.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.core.document import Table
    from reader.core.page import Row

GAP: Final = 2
"""The empty cells between two columns."""
_LEAST: Final = 6
_LONG_NAME: Final = 24
"""What is no word, an address or a number of a file, gets no more room for its own sake; words get all they need."""
_MEASURED: Final = 200
"""So many characters of a cell are measured: more never stand on one line."""
_PUNCTUATION: Final = "\"'„“”»«‚‘’()[].,;:!?…-–—/"
_FIRST_ROWS: Final = 48
_OTHER_ROWS: Final = 16
_UNBROKEN: Final = re.compile(r"(?<=\w[-–—/])(?=\w)|\s+")
"""Between what stands on one line; see `wrap`."""
_FIGURE: Final = re.compile(
    r"[-+±≈~<>≤≥–−(]*[\s\d.,:'’/()%‰°–−+-]*\d[\s\d.,:'’/()%‰°–−+-]*(?:[A-Za-z€$£¥%‰°]{1,3}\.?)?"
)
_NOTHING: Final = frozenset(("-", "–", "—", ".", "..", "…", "k. A.", "n/a", "•", "x"))


class Grid(NamedTuple):
    """The columns of a table.

    Attributes:
        xs: the first cell of each.
        widths: of each.
        align: `l`, `c` or `r` for each.
        room: from the first cell of the first column as far as a long cell of the last may reach.
    """

    xs: tuple[int, ...]
    widths: tuple[int, ...]
    align: str
    room: int

    @property
    def width(self) -> int:
        """From the first cell of the first column to the end of the last."""
        return self.xs[-1] + self.widths[-1]


class Part(NamedTuple):
    """Some characters of a row and the cell in which the first of them stands, counted from the column's first."""

    x: int
    start: int
    end: int


def cell_spans(text: str) -> list[Span]:
    """The cells of a row, without the blanks around them; an empty one is an empty span.

    >>> text = "Jahr │ │ Wert"
    >>> [text[a:b] for a, b in cell_spans(text)]
    ['Jahr', '', 'Wert']
    """
    spans = []
    at = 0
    for cell in text.split(CELL_BREAK):
        bare = cell.strip()
        start = at + (len(cell) - len(cell.lstrip()) if bare else 0)
        spans.append(Span(start, start + len(bare)))
        at += len(cell) + 1
    return spans


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number, with its unit, and nothing else."""
    return _FIGURE.fullmatch(cell[:_MEASURED]) is not None


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell in _NOTHING


def sample(table: Table) -> list[int]:
    """The rows by which a table is measured: the first, and some of the others all over the table."""
    first = range(table.first, min(table.end, table.first + _FIRST_ROWS))
    step = max(1, (table.end - first.stop) // _OTHER_ROWS)
    return [*first, *range(table.end - 1, first.stop - 1, -step)][: _FIRST_ROWS + _OTHER_ROWS]


def alignment(rows: Iterable[Sequence[str]], count: int, said: str = "") -> str:
    """How each of so many columns is aligned: as the file says, or to the right if it holds figures.

    >>> alignment([["Land", "Anteil"], ["Polen", "4,1 %"], ["Ungarn", "–"], ["Rest", "12"]], 3, "-")
    'lrl'
    """
    figures, others = [0] * count, [0] * count
    for row in rows:
        for column, cell in enumerate(row[:count]):
            if is_figure(cell):
                figures[column] += 1
            elif cell and not is_nothing(cell):
                others[column] += 1
    # The head of a column is no figure, and there may be another row without one.
    guessed = ("r" if f and f >= 2 * (o - 1) else "l" for f, o in zip(figures, others, strict=True))
    return "".join(own if own != "-" else guess for own, guess in zip(said.ljust(count, "-"), guessed, strict=False))


def grid(rows: Sequence[str], said: str, width_cells: int, heads: int = 0) -> Grid | None:
    """The columns of a table; None if they do not find room beside each other.

    Args:
        rows: the source of the rows it is measured by.
        said: how the file says that columns are aligned; see `core.document.Table`.
        width_cells: of all of it.
        heads: how many of the first rows head the columns; where it is narrow, they wrap before the others do.

    >>> grid(["Land │ Anteil", "Polen │ 4,1 %", "Tschechien │ 12 %"], "", 40)
    Grid(xs=(0, 19), widths=(17, 12), align='lr', room=40)
    """
    count = max((row.count(CELL_BREAK) + 1 for row in rows), default=0)
    free = width_cells - GAP * (count - 1)
    if not count or free < count:
        return None
    table = [[row[a:b][:_MEASURED] for a, b in cell_spans(row)] for row in rows]
    measures = [_Measure() for _ in range(count)]
    for number, row in enumerate(table):
        if len(row) == 1 < count:
            continue  # A title that spans the row.
        for measure, cell in zip(measures, row, strict=False):
            measure.add(cell, is_head=number < heads)
    widths = _widths(measures, free)
    if widths is None:
        return None
    xs = [sum(widths[:column]) + GAP * column for column in range(count)]
    return Grid(tuple(xs), tuple(widths), alignment(table, count, said), width_cells)


@dataclass(slots=True)
class _Measure:
    """What a column needs.

    Attributes:
        head: the widest of the cells that head it.
        body: the widest of the others.
        word: the longest word.
        lettered: whether there is a letter in it, so that it is translated.
    """

    head: int = 1
    body: int = 1
    word: int = 1
    lettered: bool = False

    def add(self, cell: str, *, is_head: bool) -> None:
        if is_head:
            self.head = max(self.head, cells(cell))
        else:
            self.body = max(self.body, cells(cell))
        # An amount stands with its unit.
        self.word = max(self.word, *map(_needs, (cell,) if is_figure(cell) else _UNBROKEN.split(cell)))
        self.lettered = self.lettered or any(map(str.isalpha, cell))

    @property
    def natural(self) -> int:
        """The width at which nothing wraps."""
        return max(self.head, self.body)

    @property
    def wrapped(self) -> int:
        """The same, but that a head may take two lines."""
        return max(self.body, self.word, self.head // 2 + 1) if self.head > self.body else self.body


def _needs(word: str) -> int:
    """The cells of a word; fewer for what may be cut anywhere."""
    taken = cells(word)
    return taken if taken <= _LONG_NAME or word.strip(_PUNCTUATION).isalpha() else _LONG_NAME


def _widths(measures: list[_Measure], free: int) -> list[int] | None:
    """The width of each column, so that all take at most so many cells; None if that is too few."""
    natural = [measure.natural for measure in measures]
    if sum(natural) <= free:
        return _grown(
            natural, [own + (own // 3 + 4) * m.lettered for own, m in zip(natural, measures, strict=True)], free
        )
    wrapped = [min(measure.natural, measure.wrapped) for measure in measures]
    if sum(wrapped) <= free:
        return _grown(wrapped, natural, free)
    for longest in range(max(m.word for m in measures), _LEAST - 1, -1):
        least = [min(own, max(_LEAST, min(m.word, longest))) for own, m in zip(wrapped, measures, strict=True)]
        if sum(least) <= free:
            return _grown(least, wrapped, free)
    return None


def _grown(low: list[int], high: list[int], free: int) -> list[int]:
    """Widths between two bounds: what is free beyond the lower ones is shared by how far it is to the higher ones."""
    spare = free - sum(low)
    wanted = sum(high) - sum(low)
    if wanted <= spare:
        return high
    return [a + (b - a) * spare // wanted for a, b in zip(low, high, strict=True)]


def grid_lines(text: str, columns: Grid) -> list[tuple[Part, ...]]:
    """The screen lines of a row, each with the parts of its cells from left to right; at least one.

    >>> text = "eine lange Zelle │ 7"
    >>> [[(x, text[a:b]) for x, a, b in line] for line in grid_lines(text, Grid((0, 12), (10, 3), "lr", 15))]
    [[(0, 'eine lange'), (14, '7')], [(0, 'Zelle')]]
    """
    spans = cell_spans(text)
    count = len(columns.widths)
    if len(spans) > count:  # A row may have more cells than all that were measured.
        spans[count - 1 :] = [Span(spans[count - 1].start, spans[-1].end)]
    filled = [column for column, span in enumerate(spans) if span.end > span.start]
    pieces: list[list[Part]] = []
    for place, column in enumerate(filled):
        x, width, align = columns.xs[column], columns.widths[column], columns.align[column]
        start, end = spans[column]
        if end - start > width or cells(text[start:end]) > width:
            after = columns.xs[filled[place + 1]] - GAP if place + 1 < len(filled) else columns.room
            if after - x > width:
                width, align = after - x, "l"
        lines = wrap(text, start, end, width, cut)
        pieces.append([Part(x + _pad(text, line, width, align), *line) for line in lines])
    if not pieces:
        return [(Part(0, 0, 0),)]
    return [tuple(part for part in line if part is not None) for line in zip_longest(*pieces)]


def _pad(text: str, line: Span, width: int, align: str) -> int:
    if align == "l":
        return 0
    spare = max(0, width - cells(text[line.start : line.end]) - is_cut(text, *line))
    return spare // 2 if align == "c" else spare


def flow_lines(text: str, width_cells: int) -> list[Span]:
    """The screen lines of a row that stands in no grid: as many cells on each as find room; see `wrap`.

    >>> text = "eins │ zwei │ drei"
    >>> [text[a:b] for a, b in flow_lines(text, 13)]
    ['eins │ zwei', 'drei']
    """
    filled = [span for span in cell_spans(text) if span.end > span.start]
    lines: list[Span] = []
    taken = 0
    for cell in filled:
        # Measured from the end of the cell before, so that a row of many cells is measured once.
        more = cells(text[lines[-1].end : cell.end]) if lines else 0
        if lines and taken + more <= width_cells:
            lines[-1] = Span(lines[-1].start, cell.end)
            taken += more
            continue
        lines += wrap(text, cell.start, cell.end, width_cells)
        taken = cells(text[lines[-1].start : lines[-1].end])
    return lines or wrap(text, 0, len(text), width_cells)


def scrolled_away(rows: Sequence[Row], source: Span, target: Span) -> bool:
    """Whether a sentence is in a cell of which these rows, of one paragraph, show nothing of it on either side."""
    parts = [(part, source) for row in rows for part in row.source_parts]
    parts += [(part, target) for row in rows for part in row.target_parts]
    return bool(parts) and not any(part.start < span.end and part.end > span.start for part, span in parts)
