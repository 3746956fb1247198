"""A screen that is dismissed once, however often its keys were pressed before it was gone.

Textual takes the topmost screen off for every call, so a second Enter in one burst would take off the text below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen

if TYPE_CHECKING:
    from textual import events

Result = TypeVar("Result")
LEAST_CELLS, LEAST_ROWS = 24, 10


class OnceScreen(Screen[Result]):
    """A screen whose second dismissal does nothing."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close this screen, if it is the topmost one still.

        `is_current` does not tell: it is true as well for a screen that can be seen below a modal one.
        """
        topmost = self.app.screen_stack[-1:] == [self]
        return super().dismiss(result) if topmost else AwaitComplete()


class Palette(CommandPalette, OnceScreen[Any]):
    """Textual's command palette, dismissed once; and at once where there is no room for its list."""

    def on_resize(self, event: events.Resize) -> None:
        """Give way on a terminal too small for a list, which page keys would break."""
        if event.size.width < LEAST_CELLS or event.size.height < LEAST_ROWS:
            self.dismiss()
