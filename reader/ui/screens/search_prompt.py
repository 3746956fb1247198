"""The search prompt: a line at the bottom; the text above shows the hits while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from reader.ui.screens.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class SearchPrompt(Panel[str | None]):
    """Asks for what to search; gives the query, or None if it was called off.

    Args:
        query: what was searched last.
        changed: told of every change while one types.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    def __init__(self, query: str, changed: Callable[[str], None]) -> None:
        super().__init__()
        self._query = query
        self._changed = changed

    def compose(self) -> ComposeResult:
        """A slash, the field, the count."""
        with Horizontal(classes="panel"):
            yield Label(" / ", classes="slash")
            yield Input(
                self._query, placeholder="both columns; ae finds ä; a capital makes case count", select_on_focus=True
            )
            yield Label("", classes="count", id="count", markup=False)

    def show_count(self, text: str) -> None:
        """Say how many hits there are."""
        self.query_one("#count", Label).update(text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._changed(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Go back to where the search began."""
        self.dismiss(None)
