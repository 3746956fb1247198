"""What stands on the screen while a page of the web is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from reader.errors import ReaderError
from reader.formats.urls import shown
from reader.ui.aside import aside
from reader.ui.screens.once import OnceScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from reader.desk import Desk


class FetchingScreen(OnceScreen["Desk | ReaderError"]):
    """Waits for a page; gives its desk, or the error, or None if the person did not wait.

    Args:
        address: of the page.
        open_desk: fetches it, on a thread of its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("q", "app.quit", "Quit", show=False),
    ]

    def __init__(self, address: str, open_desk: Callable[[str], Desk]) -> None:
        super().__init__()
        self._address = address
        self._open_desk = open_desk
        self._left = False

    def compose(self) -> ComposeResult:
        """What is waited for, and how not to."""
        with Vertical(id="fetching"):
            yield Static(f"Fetching {shown(self._address)} …", classes="title", markup=False)
            yield Static("Esc back   q quits", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin; what is not waited for has to be closed, so this outlives the screen."""
        self.app.run_worker(self._fetch())

    async def _fetch(self) -> None:
        try:
            found: Desk | ReaderError = await aside(lambda: self._open_desk(self._address), "fetching")
        except ReaderError as error:
            found = error
        if not self._left:
            self.dismiss(found)
        elif not isinstance(found, ReaderError):
            found.close()

    def action_leave(self) -> None:
        """Do not wait for it."""
        self._left = True
        self.dismiss(None)
