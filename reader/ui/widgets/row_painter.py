"""Rows to strips, through a bounded cache: a row is painted once for all the times it is shown.

Invariant: a strip depends on nothing but its row's text, marks and style table; whatever changes those either is in
the key or clears the cache.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.core.compose import compose, covered, touching
from reader.core.runs import Tag
from reader.ui.styles import classes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.columns import Columns
    from reader.core.marks import ParagraphMarks
    from reader.core.page import Row
    from reader.core.reading import Reading
    from reader.core.runs import Mark

    Key = tuple[int, int, int, int, bool, tuple[Mark, ...], tuple[Mark, ...]]

KEPT_STRIPS = 2_048
KEPT_LAYOUTS = 64


class RowPainter:
    """Paints rows of a reading.

    Args:
        reading: what is read.
        component_style: the style of a component class ("term"), as the theme has it now.
    """

    def __init__(self, reading: Reading, component_style: Callable[[str], Style]) -> None:
        self._reading = reading
        self._component_style = component_style
        self._styles: dict[int, Style] = {}
        self._strips: OrderedDict[Key, Strip] = OrderedDict()
        self._marks: dict[int, ParagraphMarks] = {}
        self._revisions: dict[int, int] = {}
        self._layouts: dict[Columns, int] = {}
        self._layout = 0
        self._base = Style()
        self._blank: Strip | None = None
        self.hits = 0
        """Rows taken from the cache."""
        self.misses = 0
        """Rows painted."""

    def clear(self, base_style: Style) -> None:
        """Forget everything: the theme or the glossary is another."""
        self._strips.clear()
        self._styles.clear()
        self._marks.clear()
        self._revisions.clear()
        self._layouts.clear()
        self._base = base_style
        self._blank = None

    def forget(self, paragraphs: set[int]) -> None:
        """Paint these paragraphs anew: their text is another. The old strips go as the cache fills."""
        for index in paragraphs:
            self._revisions[index] = self._revisions.get(index, 0) + 1

    def begin(self) -> None:
        """Start a picture: what moves with the person may have moved."""
        self._marks.clear()
        if len(self._layouts) > KEPT_LAYOUTS:
            self.clear(self._base)
        columns = self._reading.columns
        self._layout = self._layouts.setdefault(columns, len(self._layouts))

    def blank(self) -> Strip:
        """An empty row."""
        width = self._reading.columns.width
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip([Segment(" " * width, self._base)], width)
        return self._blank

    def strip(self, row: Row) -> Strip:
        """The strip of a row, exactly as wide as the columns say."""
        if row.is_gap:
            return self.blank()
        marks = self._marks.get(row.paragraph)
        if marks is None:
            marks = self._marks[row.paragraph] = self._reading.marks(row.paragraph)
        key = (
            self._layout,
            row.paragraph,
            row.line,
            self._revisions.get(row.paragraph, 0),
            self._reading.hides(row.paragraph),
            touching(row.source, marks.moving_source),
            touching(row.target, marks.moving_target),
        )
        strip = self._strips.get(key)
        if strip is not None:
            self.hits += 1
            self._strips.move_to_end(key)
            return strip
        self.misses += 1
        strip = self._strips[key] = self._painted(row, marks)
        if len(self._strips) > KEPT_STRIPS:
            self._strips.popitem(last=False)
        return strip

    def _painted(self, row: Row, marks: ParagraphMarks) -> Strip:
        columns = self._reading.columns
        pieces = compose(row, columns, self._reading.bitext.paragraph(row.paragraph), marks)
        if self._reading.hides(row.paragraph):
            pieces = covered(pieces, first=row.target is not None and row.target.start == 0)
        segments: list[Segment] = []
        side = marks.base if row.source is not None else marks.base | Tag.TARGET
        for text, tags in pieces:
            if tags is None:
                # Empty space is painted like the plain text beside it, so that the terminal gets one run for both.
                segments.append(Segment(text, self._space(side)))
            else:
                side = marks.base | tags & Tag.TARGET
                segments.append(Segment(text, self._style(tags)))
        return Strip(segments).adjust_cell_length(columns.width, self._base).simplify()

    def _space(self, side: int) -> Style:
        """The style of plain text of a side, if empty space looks the same in it."""
        style = self._style(side)
        return style if style.bgcolor == self._base.bgcolor and not (style.underline or style.reverse) else self._base

    def _style(self, tags: int) -> Style:
        style = self._styles.get(tags)
        if style is None:
            style = Style.combine([self._base, *(self._component_style(name) for name in classes_of(tags))])
            self._styles[tags] = style
        return style
