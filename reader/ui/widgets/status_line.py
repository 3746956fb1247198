"""One line of words in a few styles: the head line, the term line, the key line.

Invariant: a line that says the same is not repainted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip
from textual.widget import Widget

from reader.ui.widgets.line_api import LINE_CLASSES, cropped, words_strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region

    from reader.ui.lines import Word


class StatusLine(Widget):
    """A line made of words on the left and words on the right."""

    ALLOW_SELECT = False
    auto_links = False
    COMPONENT_CLASSES: ClassVar[set[str]] = LINE_CLASSES

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._left: tuple[Word, ...] = ()
        self._right: tuple[Word, ...] = ()
        self._strip: Strip | None = None

    def show(self, left: Sequence[Word], right: Sequence[Word] = ()) -> None:
        """Show these words; repaint only if they are others."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self._strip = None
            self.refresh()

    @property
    def text(self) -> str:
        """What the line says, for tests and for people who cannot see it."""
        return "".join(word.text for word in (*self._left, *self._right))

    def notify_style_update(self) -> None:
        """The theme changed."""
        self._strip = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """The line; there is only one."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        if self._strip is None or self._strip.cell_length != self.size.width:
            self._strip = words_strip(self, self._left, self._right, self.size.width)
        return self._strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The line, or the part of it that is asked for."""
        return cropped(self, [self.render_line(y) for y in range(self.size.height)], crop)
