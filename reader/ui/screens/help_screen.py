"""Help: every key, made from the commands."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.commands import grouped, key_names
from reader.ui.screens.once import OnceScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.ui.commands import Command

HELP_CELLS = 100
KEY_CELLS = 25
PADDING_CELLS = 6
MOUSE = (
    "The wheel scrolls; a click puts the cursor on a sentence or term; a drag selects within its column;\n"
    "a double click selects a word, a third one the sentence; the bar at the right goes anywhere."
)


def _line(command: Command, room_cells: int) -> Content:
    """A command's keys, and its sentence wrapped beside them."""
    first, *more = wrap(command.help, room_cells)
    rest = "".join(f"\n{'':{KEY_CELLS}}{line}" for line in more)
    return Content.assemble((key_names(command).ljust(KEY_CELLS), "bold"), first, rest)


class HelpScreen(ModalScreen[None], OnceScreen[None]):
    """A scrolling list of all keys; the keys that opened it, or Escape, close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,?,f1", "close", "Close", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
        Binding("space", "scroll(10)", "Page down", show=False),
        Binding("b", "scroll(-10)", "Page up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """A line for each command, by group."""
        with VerticalScroll(id="help"):
            yield Static("Lesepult: keys      (j k scroll, Esc closes)", markup=False)
            room = max(20, min(HELP_CELLS, self.app.size.width) - KEY_CELLS - PADDING_CELLS)
            for group, commands in grouped().items():
                yield Static(group, classes="group", markup=False)
                yield Static(Content("\n").join([_line(command, room) for command in commands]))
            yield Static("Mouse", classes="group", markup=False)
            yield Static(MOUSE, markup=False)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)
