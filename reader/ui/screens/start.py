"""The start screen: the texts read last, and the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.core.text import one_line
from reader.formats.urls import is_address
from reader.ui.screens.once import OnceScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.history import ReadText

SAMPLE_ID = "sample"


class StartScreen(OnceScreen[str]):
    """Offers texts; gives the path of the chosen one, or SAMPLE_ID.

    Args:
        recent: the texts read last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
        Binding("q", "app.quit", "Quit", show=False),
        Binding("?,f1", "app.help", "Help", show=False),
    ]
    AUTO_FOCUS = "OptionList"

    def __init__(self, recent: list[ReadText]) -> None:
        super().__init__()
        self._recent = [text for text in recent if text.path]

    def compose(self) -> ComposeResult:
        """A list of texts, and what else one can do."""
        options = [
            Option(
                Content.assemble(
                    (one_line(text.title) or "untitled", "bold"),
                    f"   {text.percent} %   ",
                    (one_line(text.path), "dim"),
                ),
                id=f"path:{index}",
                disabled=not (Path(text.path).exists() or is_address(text.path)),
            )
            for index, text in enumerate(self._recent)
        ]
        options.append(Option(Content.assemble(("The sample article", "bold"), "   comes with Lesepult"), id=SAMPLE_ID))
        with Vertical(id="start"):
            yield Static("Lesepult — German texts with their translation beside them", classes="title", markup=False)
            yield OptionList(*options)
            keys = "Enter opens   ? keys   q quits"
            hint = f"{keys}\nFrom the shell: lesepult FILE (text, HTML, EPUB …) or an address; cat FILE | lesepult -"
            yield Static(hint, classes="hint", markup=False)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option_id or SAMPLE_ID
        self.dismiss(self._recent[int(chosen[5:])].path if chosen.startswith("path:") else SAMPLE_ID)

    def action_down(self) -> None:
        """Go to the next text."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go to the text before."""
        self.query_one(OptionList).action_cursor_up()
