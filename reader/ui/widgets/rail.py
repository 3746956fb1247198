"""The scroll bar: one quiet column that shows how many characters of the text lie before and after the screen."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.lines import RAIL
from reader.ui.messages import JumpTo
from reader.ui.widgets.line_api import cropped

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.geometry import Region


@lru_cache(maxsize=16)
def _cell(char: str, style: Style) -> Strip:
    return Strip([Segment(char, style)], 1)


class Rail(Widget):
    """Shows a thumb; a click or a drag asks for another place."""

    ALLOW_SELECT = False
    auto_links = False

    def __init__(self) -> None:
        super().__init__()
        self._thumb = (0, 0)

    def show(self, thumb: tuple[int, int]) -> None:
        """Show the thumb on these rows; repaint only if they are others."""
        if thumb != self._thumb:
            self._thumb = thumb
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rail's cell on line `y`."""
        first, last = self._thumb
        return self._cells()[first <= y < last]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The cells of a part of the rail."""
        first, last = self._thumb
        empty, full = self._cells()
        return cropped(self, [full if first <= y < last else empty for y in range(self.size.height)], crop)

    def _cells(self) -> tuple[Strip, Strip]:
        style = self.rich_style
        return _cell(" ", style), _cell(RAIL, style)

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
