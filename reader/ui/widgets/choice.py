"""A field with a few values: left and right go through them; every other key is the form's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.entry import Match


class Choice(Widget, can_focus=True):
    """One of several values.

    Args:
        titles: the values and how they are shown, in order.
        value: the one to begin with.
    """

    class Changed(Message):
        """Another value was chosen."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "step(1)", "Next", show=False),
        Binding("left,h", "step(-1)", "Before", show=False),
    ]

    def __init__(self, titles: Mapping[Match, str], value: Match) -> None:
        super().__init__(id="kind")
        self._titles = dict(titles)
        self.value: Match = value

    def render(self) -> Content:
        """The value, and that there are others."""
        return Content(f"‹ {self._titles[self.value]} ›")

    def action_step(self, step: int) -> None:
        """Go to the next value, round the ends."""
        values = list(self._titles)
        self.value = values[(values.index(self.value) + step) % len(values)]
        self.refresh()
        self.post_message(self.Changed())

    def on_click(self) -> None:
        """Go to the next value."""
        self.action_step(1)
