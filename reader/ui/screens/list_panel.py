"""A panel with a list: one goes through it, the page above follows, and single keys act on the line one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from reader.core.cells import cells
from reader.ui.lines import Word
from reader.ui.screens.panel import Panel
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.ui.widgets.listing import Line

PADDING_CELLS = 4


class ListPanel(Panel[bool]):
    """Lists lines; gives True if it was left with Enter, so that the page stays where the list led it.

    Those who inherit say what a line means: `moved`, and bindings of their own that act on `self.listing.cursor`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close(False)", "Close", show=False),
        Binding("?,f1", "app.help", "Help", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = "Listing"
    KEYS: ClassVar[Sequence[tuple[str, str]]] = ()
    """The keys that act on a line, and what they do, for the line below the list."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.listing = Listing()
        self._said = StatusLine(id="said")
        self._hint = StatusLine(id="hint")

    def compose(self) -> ComposeResult:
        """The title, the list, what was done, and the keys."""
        with Vertical(classes="panel list"):
            yield Static(self._title, classes="panel-title", id="title", markup=False)
            yield self.listing
            yield self._said
            yield self._hint

    def on_resize(self) -> None:
        """Say which keys there are, as many as there is room for."""
        back = [Word("Esc", "key"), Word(" back ")]
        room = self.size.width - PADDING_CELLS - sum(cells(word.text) for word in back)
        keys: list[Word] = []
        for key, what in self.KEYS:
            words = [Word(key, "key"), Word(f" {what}   ")]
            room -= sum(cells(word.text) for word in words)
            if room < 0:
                break
            keys += words
        self._hint.show(keys, back)

    def show(self, title: str, lines: Sequence[Line]) -> None:
        """Show another title and other lines."""
        self.query_one("#title", Static).update(title)
        self.listing.show(lines)

    def say(self, text: str) -> None:
        """Say something below the list, until the cursor moves."""
        self._said.show([Word(text, "strong")] if text else [])

    def moved(self) -> None:
        """The cursor stands on another line."""

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.say("")
        self.moved()

    @on(Listing.Chosen)
    def _chosen(self) -> None:
        self.chosen()

    def chosen(self) -> None:
        """Enter was pressed on a line: leave the page where the list led it."""
        self.action_close(stay=True)

    def action_close(self, stay: bool) -> None:  # noqa: FBT001 - Textual gives it by place
        """Close the panel."""
        self.dismiss(stay)
