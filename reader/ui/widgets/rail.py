"""The scroll bar: one quiet column that shows how many characters of the text lie before and after the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.messages import JumpTo

if TYPE_CHECKING:
    from textual import events


class Rail(Widget):
    """Shows a thumb; a click or a drag asks for another place."""

    ALLOW_SELECT = False
    auto_links = False

    def __init__(self) -> None:
        super().__init__()
        self._thumb = (0, 0)
        self._shares = (0.0, 1.0)

    def show(self, start: float, end: float) -> None:
        """Show the part of the text from `start` to `end`, both 0 to 1; repaint only if the thumb is another."""
        self._shares = (start, end)
        thumb = self._placed()
        if thumb != self._thumb:
            self._thumb = thumb
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rail's cell on line `y`."""
        first, last = self._thumb = self._placed()
        whole = first == 0 and last >= self.size.height
        char = "▐" if first <= y < last and not whole else " "
        return Strip([Segment(char, self.rich_style)], 1)

    def _placed(self) -> tuple[int, int]:
        height = self.size.height
        start, end = self._shares
        if start <= 0 and end >= 1:
            return 0, height
        length = max(1, round(height * (end - start)))
        first = min(height - length, round(start * (height - length) / max(1e-9, 1 - (end - start))))
        return max(0, first), max(0, first) + length

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Start a drag."""
        self.capture_mouse()
        self._ask(event.y)
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Go on with a drag."""
        if self.app.mouse_captured is self:
            self._ask(event.y)
            event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        self.release_mouse()
        event.stop()

    def _ask(self, y: int) -> None:
        self.post_message(JumpTo(min(1.0, max(0.0, y / max(1, self.size.height - 1)))))
