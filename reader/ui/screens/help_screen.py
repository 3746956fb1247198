"""Help: every key, made from the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.commands import grouped, key_names

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HelpScreen(ModalScreen[None]):
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
            for group, commands in grouped().items():
                yield Static(group, classes="group", markup=False)
                lines = [
                    Content.assemble((key_names(command).ljust(24), "bold"), " ", command.help) for command in commands
                ]
                yield Static(Content("\n").join(lines))

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)
