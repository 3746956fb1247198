"""About the text: where it comes from, how it was read, and how long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from reader.about import facts, words_in
from reader.core.cells import cells
from reader.ui.aside import aside
from reader.ui.screens.panel import Panel

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.ui.screens.reading import ReadingScreen

LABEL_CELLS = 11


class AboutPanel(Panel[None]):
    """Shows what is known of a text.

    Args:
        reader: the reading screen below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,space,ctrl+g", "dismiss(None)", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__()
        self._desk = reader.desk
        self._body = Static(markup=False)
        self.text = ""
        """What is shown, for tests and for people who cannot see it."""

    def compose(self) -> ComposeResult:
        """The facts, a line for each, and how to close them."""
        with Vertical(classes="panel"):
            yield Static("About the text", classes="panel-title", markup=False)
            yield self._body
            yield Static("Esc  close", classes="panel-hint", markup=False)

    def on_mount(self) -> None:
        """Show what is known at once; words take their time in a long text."""
        self._show("counting …")
        self.run_worker(self._count(), group="count")

    async def _count(self) -> None:
        document = self._desk.document
        self._show(f"{await aside(lambda: words_in(document), 'words'):,}")

    def _show(self, words: str) -> None:
        lines = [
            f"{label}{' ' * max(1, LABEL_CELLS - cells(label))}{value}" for label, value in facts(self._desk, words)
        ]
        self.text = "\n".join(lines)
        self._body.update(self.text)

    def action_scroll(self, rows: int) -> None:
        """Read on, where there is more than the screen holds."""
        self.query_one(".panel").scroll_relative(y=rows, animate=False)
