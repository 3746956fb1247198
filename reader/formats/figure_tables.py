"""Tables of a plain text that have figures below each other, with nothing but blanks between their columns.

Figures stand at the right of their columns, under a head, and the gaps between columns are narrow: what tells such a
table from prose, verse, lists and letters is that the same places are blank in all its lines, and that what stands
behind them are figures which end, or begin, below each other.

Invariant: all words of the lines come back in their order, each line as one row.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import CELL_BREAK
from reader.core.table import is_figure, is_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_ROWS: Final = 3
_ITEM: Final = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")
_GAP: Final = 2
"""So many blanks, in all lines, part two columns."""
_MOST: Final = 0.7
_WIDEST: Final = 400


class FigureTable(NamedTuple):
    """The cells of each line, and whether the first line heads them."""

    rows: list[list[str]]
    headed: bool


def figure_table(lines: Sequence[str]) -> FigureTable | None:
    """The table that some lines are, none of them blank or a rule; None if they are none.

    >>> found = figure_table(["Land    Fläche  Anteil", "Ulm         12   4,1 %", "Bern     1.250      –"])
    >>> found.headed, found.rows
    (True, [['Land', 'Fläche', 'Anteil'], ['Ulm', '12', '4,1 %'], ['Bern', '1.250', '–']])
    >>> figure_table(["1.  Ein Haus", "2.  Zwei Häuser", "3.  Drei"])
    """
    if len(lines) < LEAST_ROWS or any(len(line) > _WIDEST for line in lines):
        return None
    columns = _columns(lines)
    if len(columns) < 2:
        return None
    rows = [[line[start:end].strip().replace(CELL_BREAK, "|") for start, end in columns] for line in lines]
    several = sum(sum(map(bool, row)) > 1 for row in rows)
    if several < max(LEAST_ROWS, _MOST * len(rows)) or not rows[0][-1]:
        return None
    figures = [number for number, _ in enumerate(columns) if number and _holds_figures([row[number] for row in rows])]
    if not any(_is_straight([line[slice(*columns[number])] for line in lines]) for number in figures):
        return None
    if len(columns) == 2 and all(_ITEM.fullmatch(row[0]) for row in rows):
        return None  # A list of numbers.
    headed = all(rows[0][number] and not is_figure(rows[0][number]) for number in figures)
    return FigureTable(rows, headed)


def _columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """From where to where columns reach that are parted by places which are blank in all lines."""
    width = max(map(len, lines))
    used = [False] * width
    for line in lines:
        for at, char in enumerate(line):
            used[at] = used[at] or not char.isspace()
    filled = [at for at, is_used in enumerate(used) if is_used]
    begins = [filled[0], *(other for one, other in pairwise(filled) if other - one > _GAP)]
    return [(start, end) for start, end in pairwise([*begins, width])]


def _holds_figures(cells: Sequence[str]) -> bool:
    """Whether nearly all cells of a column are figures, but for its head."""
    body = [cell for cell in cells[1:] if cell and not is_nothing(cell)]
    return bool(body) and sum(map(is_figure, body)) >= 0.9 * len(body)


def _is_straight(cells: Sequence[str]) -> bool:
    """Whether the figures of a column end at one place, or begin at one."""
    figures = [cell.rstrip() for cell in cells if is_figure(cell.strip())]
    ends = Counter(map(len, figures))
    starts = Counter(len(cell) - len(cell.lstrip()) for cell in figures)
    return max(*ends.values(), *starts.values()) >= _MOST * len(figures)
