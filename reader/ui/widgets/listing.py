"""A list of lines to go through with the keys of a pager: as long as it likes, only what is shown is painted.

Invariant: the cursor stands on a line of the list and that line is shown, whatever size the widget has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.widgets.line_api import LINE_CLASSES, cropped, words_strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Region, Size

    from reader.ui.lines import Word

    Line = tuple[Sequence[Word], Sequence[Word]]
    """The words on the left of a line, and those on its right."""

MOST_ROWS = 12
"""A longer list is scrolled."""

_CHOSEN = Style(reverse=True)


class Listing(Widget, can_focus=True):
    """Lines of words with a cursor."""

    class Moved(Message):
        """The cursor stands on another line."""

    class Chosen(Message):
        """Enter was pressed on a line, or it was clicked."""

    ALLOW_SELECT = False
    auto_links = False
    COMPONENT_CLASSES: ClassVar[set[str]] = LINE_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,n,ctrl+n", "step(1)", "Down", show=False),
        Binding("k,up,N,ctrl+p", "step(-1)", "Up", show=False),
        Binding("pagedown,ctrl+f,ctrl+d", "page(1)", "Page down", show=False),
        Binding("pageup,ctrl+b,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("home,g", "ends(0)", "First", show=False),
        Binding("end,G", "ends(1)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="listing")
        self._lines: Sequence[Line] = ()
        self.cursor = 0
        """The number of the line the cursor stands on; 0 in an empty list."""
        self._top = 0

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines; the cursor stays on the line of its number, or on the last."""
        if len(lines) != len(self._lines):
            self.refresh(layout=True)
        self._lines = lines
        self._put(self.cursor, tell=False)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """As wide as there is room."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - as above
        """As high as the list, up to a dozen lines."""
        return min(MOST_ROWS, max(1, len(self._lines)))

    @property
    def text(self) -> list[str]:
        """What the lines say, for tests and for people who cannot see them."""
        return ["".join(word.text for word in (*left, *right)) for left, right in self._lines]

    def put_cursor(self, cursor: int) -> None:
        """Put the cursor on a line, or on the nearest one there is; the list says nothing of it."""
        self._put(cursor, tell=False)

    def _put(self, cursor: int, *, tell: bool = True) -> None:
        before = self.cursor
        self.cursor = max(0, min(cursor, len(self._lines) - 1))
        height = max(1, self.size.height)
        self._top = max(0, min(self._top, self.cursor, len(self._lines) - height))
        self._top = max(self._top, self.cursor - height + 1)
        self.refresh()
        if tell and self.cursor != before:
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor's line in view."""
        self._put(self.cursor, tell=False)

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        number = self._top + y
        if not 0 <= number < len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        left, right = self._lines[number]
        return words_strip(self, left, right, self.size.width, _CHOSEN if number == self.cursor else None)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in a part of the widget."""
        return cropped(self, [self.render_line(y) for y in range(self.size.height)], crop)

    def action_step(self, step: int) -> None:
        """Go some lines down or up."""
        self._put(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Go a page down or up."""
        self._put(self.cursor + step * max(1, self.size.height - 1))

    def action_ends(self, end: int) -> None:
        """Go to the first line or the last."""
        self._put(len(self._lines) - 1 if end else 0)

    def action_choose(self) -> None:
        """Say that this line is wanted."""
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a line; on the line where it is already, that is a choice."""
        clicked = self._top + event.y
        if clicked == self.cursor and event.chain > 1:
            self.action_choose()
        elif clicked < len(self._lines):
            self._put(clicked)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self._put(self.cursor + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self._put(self.cursor - 3)
