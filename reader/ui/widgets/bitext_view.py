"""The page: original and translation on one widget, by Textual's Line API.

The widget holds no text and no place of its own: it paints the rows of a `Reading` and turns keys and the mouse into
calls on it. A render changes nothing but the painter's bounded cache, reads no disk, and costs the same in a long
text. Selection is ours, in text coordinates, so it stays in the column where it began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.core.cells import char_cells, is_simple
from reader.core.page import Mode
from reader.core.selection import Point, Selection, Side, side_text
from reader.core.spans import Span
from reader.core.words import word_at
from reader.ui.messages import Moved
from reader.ui.styles import COMPONENT_CLASSES
from reader.ui.widgets.line_api import cropped
from reader.ui.widgets.row_painter import RowPainter

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from reader.core.page import Row
    from reader.core.reading import Reading

WHEEL_ROWS = 3
EDGE_SECONDS = 1 / 20


class BitextView(Widget, can_focus=True):
    """Shows a reading."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"bitext--{name}" for name in COMPONENT_CLASSES}
    ALLOW_SELECT = False
    auto_links = False

    def __init__(self, reading: Reading) -> None:
        super().__init__(id="bitext")
        self.reading = reading
        self.painter = RowPainter(reading, self.component)
        self._strips: list[Strip] = []
        self._drag: tuple[Side, Point] | None = None
        self._edge_timer: Timer | None = None
        self._edge_step = 0
        self._end_is_warm = False
        self._mouse = (0, 0)

    # --- painting -----------------------------------------------------------------------------------------------

    def component(self, name: str) -> Style:
        """What a component class sets, and nothing else; half-transparent colours mixed with the background."""
        partial = self.get_component_rich_style(f"bitext--{name}", partial=True)
        mixed = self.get_component_rich_style(f"bitext--{name}")
        color = None if partial.color is None else mixed.color
        background = None if partial.bgcolor is None else mixed.bgcolor
        return partial + Style(color=color, bgcolor=background)

    def repaint(self) -> None:
        """Show the reading as it is now: only the lines that are others are sent to the terminal."""
        before = self._strips
        self._paint()
        if len(before) != len(self._strips):
            self.refresh()
            return
        changed = [y for y, (old, new) in enumerate(zip(before, self._strips, strict=True)) if old is not new]
        if len(changed) * 2 > len(before):
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _moved(self) -> None:
        """Show the reading as the mouse left it, and tell the screen."""
        self.repaint()
        self.post_message(Moved())

    def warm(self) -> None:
        """Prepare the next screen and, once, the last, so that going there finds it painted."""
        reading = self.reading
        if not len(reading.bitext):
            return
        ahead = reading.page.move(reading.anchor, max(1, reading.height_rows - 2))
        reading.bitext.load(reading.near(ahead.paragraph, margin=0))
        rows = reading.page.rows(ahead, reading.height_rows)
        if not self._end_is_warm:
            self._end_is_warm = True
            rows += reading.page.rows(reading.last_anchor(), reading.height_rows)
        for row in rows:
            self.painter.strip(row)

    def relight(self) -> None:
        """Paint everything anew: the glossary or the theme is another."""
        self.painter.clear(self.rich_style)
        self.repaint()

    def notify_style_update(self) -> None:
        """The theme changed: no painted strip is right any more."""
        self.painter.clear(self.rich_style)
        self._strips = []
        super().notify_style_update()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew; the first visible word stays."""
        self.reading.resize(event.size.width, event.size.height)
        self._moved()

    def render_line(self, y: int) -> Strip:
        """The strip of screen line `y`."""
        if len(self._strips) != self.size.height:
            self._paint()
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the screen."""
        if len(self._strips) != self.size.height:
            self._paint()
        return cropped(self, self._strips, crop)

    def _paint(self) -> None:
        reading = self.reading
        if (reading.width_cells, reading.height_rows) != tuple(self.size) and self.size.area:
            reading.resize(*self.size)
        self.painter.begin()
        strips = [self.painter.strip(row) for row in reading.rows()]
        self._strips = strips + [self.painter.blank()] * (self.size.height - len(strips))

    # --- the mouse ----------------------------------------------------------------------------------------------

    def point_at(self, x: int, y: int, side: Side | None = None) -> tuple[Side, Point] | None:
        """The side and character under a cell; with `side`, the nearest character of that side."""
        rows = self.reading.rows()
        if not rows:
            return None
        row = rows[min(max(0, y), len(rows) - 1)]
        columns = self.reading.columns
        if side is None:
            side = self._side_at(row, x)
        span = row.source if side is Side.SOURCE else row.target
        if span is None:
            return self._nearest(rows, row, side, down=y >= 0)
        column = columns.source_x if side is Side.SOURCE else columns.target_x
        column += self.reading.page.lead(row.paragraph).width_cells
        parts = row.source_parts if side is Side.SOURCE else row.target_parts
        if parts:
            # The cell that begins at or before the mouse; left of all of them, the first.
            part = next((part for part in reversed(parts) if x >= column + part.x), parts[0])
            span = Span(part.start, part.end)
            column += part.x
        text = side_text(self.reading.bitext, side, row.paragraph)[span.start : span.end]
        return side, Point(row.paragraph, span.start + _char_at(text, x - column))

    def _side_at(self, row: Row, x: int) -> Side:
        if self.reading.mode is Mode.TARGET or (row.source is None and row.target is not None):
            return Side.TARGET
        columns = self.reading.columns
        beside = not columns.layout.stacked and self.reading.mode is Mode.BOTH
        return Side.TARGET if beside and x >= columns.target_x - 2 else Side.SOURCE

    def _nearest(self, rows: list[Row], row: Row, side: Side, *, down: bool) -> tuple[Side, Point] | None:
        """The end of the nearest line of that side above a gap, or the start of the one below."""
        index = next((number for number, other in enumerate(rows) if other is row), 0)
        above = rows[index::-1] if down else []
        for other in above:
            span = other.source if side is Side.SOURCE else other.target
            if span is not None:
                return side, Point(other.paragraph, span.end)
        for other in rows[index:]:
            span = other.source if side is Side.SOURCE else other.target
            if span is not None:
                return side, Point(other.paragraph, span.start)
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor here, and begin a selection."""
        if event.button != 1:
            return
        found = self.point_at(event.x, event.y)
        self.reading.selection = None
        self.reading.words = None
        if found:
            self.reading.put_cursor(*found)
            self._drag = found
            self.capture_mouse()
        self._moved()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection; at the edge, scroll."""
        if self._drag is None:
            return
        self._mouse = (event.x, event.y)
        self._extend()
        self._edge_step = -1 if event.y < 0 else 1 if event.y >= self.size.height else 0
        if self._edge_step and self._edge_timer is None:
            self._edge_timer = self.set_interval(EDGE_SECONDS, self._scroll_at_edge)
        elif not self._edge_step:
            self._stop_edge()

    def _extend(self) -> None:
        if self._drag is None:
            return
        side, start = self._drag
        found = self.point_at(*self._mouse, side=side)
        if found is None:
            return
        point = found[1]
        selection = Selection.between(side, start, point) if point != start else None
        if selection != self.reading.selection:
            self.reading.selection = selection
            self._moved()

    def _scroll_at_edge(self) -> None:
        self.reading.anchor = self.reading.page.move(self.reading.anchor, self._edge_step)
        self._extend()
        self._moved()

    def _stop_edge(self) -> None:
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None

    def on_mouse_up(self, event: events.MouseUp) -> None:  # noqa: ARG002 - Textual's signature
        """End the selection."""
        self._drag = None
        self._stop_edge()
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click picks the word, a third one the sentence."""
        found = self.point_at(event.x, event.y)
        if event.chain < 2 or found is None:
            return
        side, point = found
        if event.chain == 2:
            span = word_at(side_text(self.reading.bitext, side, point.paragraph), point.char)
        else:
            pair = self.reading.bitext.paragraph(point.paragraph)
            spans = pair.segments if side is Side.SOURCE else pair.target_segments
            span = spans[self.reading.cursor.segment]
        if span:
            self.reading.selection = Selection(
                side, Point(point.paragraph, span.start), Point(point.paragraph, span.end)
            )
            self._moved()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three lines down."""
        self._wheel(event, WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three lines up."""
        self._wheel(event, -WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        self.reading.scroll(rows)
        if self._drag is not None:
            self._extend()
        self._moved()


def _char_at(text: str, x: int) -> int:
    """The character of a line under a cell."""
    if x <= 0:
        return 0
    if is_simple(text):
        return min(x, len(text))
    for index, char in enumerate(text):
        x -= char_cells(char)
        if x < 0:
            return index
    return len(text)
