"""Panels: small screens at the bottom of the reader; the text above them stays where it is, and stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.screens.once import OnceScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

Result = TypeVar("Result")


class Panel(ModalScreen[Result], OnceScreen[Result], Generic[Result]):
    """A modal screen that leaves the text uncovered above it."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"


class Question(Panel[str]):
    """Asks one question that a single key answers.

    Args:
        title: the question.
        text: what will happen.
        answers: keys, in Textual's names, to what they mean; Escape is the last one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss('')", "Cancel", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, title: str, text: str, answers: dict[str, str]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._answers = answers
        for key in answers:
            self._bindings.bind(key, f"answer('{key}')", show=False)

    def compose(self) -> ComposeResult:
        """The question, what it means, and the keys."""
        with Vertical(classes="panel"):
            yield Static(self._title, classes="panel-title", markup=False)
            yield Static(self._text, markup=False)
            keys = "   ".join(f"{key}  {meaning}" for key, meaning in self._answers.items())
            yield Static(f"{keys}   Esc  not now", classes="panel-hint", markup=False)

    def action_scroll(self, rows: int) -> None:
        """Read on, where the text is longer than the screen; the keys stay in sight."""
        self.query_one(".panel").scroll_relative(y=rows, animate=False)

    def action_answer(self, key: str) -> None:
        """Close with the key that was pressed."""
        self.dismiss(key)


class Notice(Panel[None]):
    """Shows a few lines until a key is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,space", "close", "Close", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The lines, and how to close them."""
        with Vertical(classes="panel"):
            yield Static(self._title, classes="panel-title", markup=False)
            yield Static(self._text, markup=False)
            yield Static("Esc  close", classes="panel-hint", markup=False)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)
