"""Help: every key, made from the commands."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.core.compose import SIGNS
from reader.core.runs import Tag
from reader.ui.commands import NONE_CHOSEN, grouped, key_names
from reader.ui.screens.once import OnceScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

HELP_CELLS = 100
KEY_CELLS = 25
PADDING_CELLS = 6
MOUSE = (
    "The wheel scrolls; a click puts the cursor on a sentence or term; a drag selects within its column;\n"
    "a double click selects a word, a third one the sentence; the bar at the right goes anywhere."
)


SIGN_STYLES = {Tag.FAILED: "bold $error", Tag.WAITING: "", Tag.STALE: "bold $warning", Tag.EDITED: "bold $success"}


def _line(name: str, style: str, text: str, room_cells: int) -> Content:
    """A key or a mark, and a sentence wrapped beside it."""
    first, *more = wrap(text, room_cells)
    rest = "".join(f"\n{'':{KEY_CELLS}}{line}" for line in more)
    return Content.assemble((name.ljust(KEY_CELLS), style), first, rest)


class HelpScreen(ModalScreen[None], OnceScreen[None]):
    """A scrolling list of all keys; the keys that opened it, or Escape, close it.

    Args:
        chosen: the person's own keys, by command id.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,?,f1", "close", "Close", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
        Binding("space", "scroll(10)", "Page down", show=False),
        Binding("b", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self, chosen: Mapping[str, str] = NONE_CHOSEN) -> None:
        super().__init__()
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """A line for each command, by group."""
        with VerticalScroll(id="help"):
            yield Static("Lesepult: keys      (j k scroll, Esc closes)", markup=False)
            room = max(20, min(HELP_CELLS, self.app.size.width) - KEY_CELLS - PADDING_CELLS)
            for group, commands in grouped().items():
                yield Static(group, classes="group", markup=False)
                lines = [_line(key_names(command, self._chosen), "bold", command.help, room) for command in commands]
                yield Static(Content("\n").join(lines))
            yield Static("Marks beside the translation", classes="group", markup=False)
            yield Static(Content("\n").join([_line(s.mark, SIGN_STYLES[s.tag], s.meaning, room) for s in SIGNS]))
            yield Static("Mouse", classes="group", markup=False)
            yield Static(MOUSE, markup=False)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)
