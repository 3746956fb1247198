"""Where the columns stand on the screen: margins, measure, and when a pair is stacked.

A column that is toggled away leaves its place empty: the other one does not move, so no word does.
All numbers are cells. Invariant: every column lies within the width, and holds at least one cell.
"""

from typing import NamedTuple

from reader.core.page import Layout, Mode

MEASURE = 72
"""The widest column: a line of 60 to 75 characters reads best."""

STACK_BELOW = 90
"""On a narrower screen the translation stands below its source."""

_MARGIN = 1
_GUTTER = 2
MARK = 2
"""The cells before a column that hold its marks: the mark and a blank."""


class Columns(NamedTuple):
    """The places of the columns in a row.

    Attributes:
        layout: what the page needs to know.
        source_x: the first cell of the source text; its mark stands MARK cells before.
        target_x: the first cell of the target text, in the same way.
        width: of the whole row.
    """

    layout: Layout
    source_x: int
    target_x: int
    width: int


def columns(width: int, mode: Mode, *, by_sentence: bool) -> Columns:
    """The columns for a screen so wide.

    >>> both = columns(120, Mode.BOTH, by_sentence=False)
    >>> both.source_x, both.layout.source_cells, both.target_x, both.layout.target_cells
    (4, 55, 63, 55)
    """
    narrow = width < STACK_BELOW
    if narrow:
        indent = 2 if width > 20 else 0
        edge = MARK + _MARGIN if width > 20 else 0
        cells = max(1, min(MEASURE, width - edge - indent - (_MARGIN if edge else 0)))
        left = max(0, (width - cells - indent - edge) // 2) + edge
        layout = Layout(cells, cells, mode, stacked=mode is Mode.BOTH, by_sentence=by_sentence)
        return Columns(layout, left, left + indent, width)
    free = width - 2 * (MARK + _MARGIN) - _GUTTER
    cells = min(MEASURE, (free - 1) // 2)
    left = (width - 2 * cells - 2 * (MARK + _MARGIN) - _GUTTER) // 2 + MARK + _MARGIN
    layout = Layout(cells, cells, mode, stacked=False, by_sentence=by_sentence)
    return Columns(layout, left, left + cells + _GUTTER + MARK, width)
