"""One line of words in a few styles: the head line, the term line, the key line.

Invariant: a line that says the same is not repainted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.core.cells import cells, fit
from reader.ui.widgets.line_api import cropped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.geometry import Region

    from reader.ui.lines import Word


class StatusLine(Widget):
    """A line made of words on the left and words on the right."""

    ALLOW_SELECT = False
    auto_links = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--strong",
        "line--quiet",
        "line--term",
        "line--key",
        "line--warning",
    }

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
            self._strip = self._painted(self.size.width)
        return self._strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The line, or the part of it that is asked for."""
        return cropped(self, [self.render_line(y) for y in range(self.size.height)], crop)

    def _painted(self, width: int) -> Strip:
        """Words that do not fit are cut with an ellipsis; those on the right are kept first."""
        right_cells = sum(cells(word.text) for word in self._right)
        room = width - right_cells if right_cells < width else width
        segments: list[Segment] = []
        for word in self._left:
            text = fit(word.text, room)
            room -= cells(text)
            segments.append(Segment(text, self._word_style(word.style)))
        if right_cells < width:
            segments.append(Segment(" " * room, self.rich_style))
            segments += [Segment(word.text, self._word_style(word.style)) for word in self._right]
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _word_style(self, name: str) -> Style:
        return self.get_component_rich_style(f"line--{name}") if name else self.rich_style
