"""The contents of a text: its headings on both sides; one types to find one, and the page above follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, overload

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from reader.core.cells import fit
from reader.core.contents import chapter_at, headings
from reader.core.selection import Point
from reader.core.showing import go_to
from reader.core.text import one_line
from reader.ui.lines import Word
from reader.ui.screens.list_panel import ListPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.widgets.listing import Line

    Heading = tuple[int, str, str]
    """The paragraph, the heading, and its translation or nothing."""

TITLE_CELLS = 60
_STEP = 2
_DEEPEST = 4


class _Headings(Sequence["Line"]):
    """The lines of headings, each made when it is shown: a book may have thousands."""

    def __init__(self, headings: Sequence[Heading], line: Callable[[int, str, str], Line]) -> None:
        self._headings = headings
        self._line = line

    def __len__(self) -> int:
        return len(self._headings)

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Line]: ...
    def __getitem__(self, number: int | slice) -> Line | Sequence[Line]:
        if isinstance(number, slice):
            return _Headings(self._headings[number], self._line)
        return self._line(*self._headings[number])


class ContentsPanel(ListPanel):
    """Lists the headings of a text.

    Args:
        reader: the reading screen below; its text has headings.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close(False)", "Close", show=False),
        Binding("down,ctrl+n,tab", "step(1)", "Down", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "step(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "page(1)", "Page down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True),
    ]
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    KEYS: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "go there"), ("↑ ↓", "choose"), ("letters", "find"))

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__("Contents")
        self._reader = reader
        reading = reader.reading
        all_of_it = headings(reading.bitext.document)
        self._all = [
            (index, one_line(pair.source), one_line(pair.target) if not pair.states else "")
            for index, pair in zip(all_of_it, reading.bitext.peek(all_of_it), strict=True)
        ]
        self._shown = self._all
        self._here = chapter_at(all_of_it, reading.cursor.paragraph)

    def compose(self) -> ComposeResult:
        """The title, the field to type in, the list, and the keys."""
        with Vertical(classes="panel list"):
            yield Static("Contents", classes="panel-title", id="title", markup=False)
            yield Input(placeholder="type to find a heading, in either language")
            yield self.listing
            yield self._said
            yield self._hint

    def on_mount(self) -> None:
        """Show the headings, and begin with the one that the person reads under."""
        self._show()
        self.listing.put_cursor(self._here)

    def _show(self) -> None:
        count = len(self._shown)
        title = f"Contents, {count:,} {'heading' if count == 1 else 'headings'}" if count else "No such heading"
        self.show(title, _Headings(self._shown, self._line))

    def _line(self, index: int, source: str, target: str) -> Line:
        document = self._reader.reading.bitext.document
        mark = "▸ " if index == self._all[self._here][0] else "  "
        indent = " " * (_STEP * min(_DEEPEST, max(0, document.level(index) - 1)))
        left = [
            Word(f"{mark}{indent}", "quiet"),
            Word(fit(source, TITLE_CELLS), "strong" if document.level(index) <= 1 else ""),
        ]
        if target:
            left.append(Word(f"   {fit(target, TITLE_CELLS)}", "quiet"))
        return left, [Word(f"{100 * document.starts[index] // max(1, len(document.text)):3d} % ", "quiet")]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        wanted = event.value.casefold().split()
        self._shown = [one for one in self._all if all(word in f"{one[1]} {one[2]}".casefold() for word in wanted)]
        self._show()
        self.listing.put_cursor(0 if wanted else self._here)
        if wanted:
            self.moved()

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self._shown:
            self.moved()
            self.chosen()

    def moved(self) -> None:
        """Show on the page what stands under the heading."""
        if self._shown:
            go_to(self._reader.reading, Point(self._shown[self.listing.cursor][0], 0))
            self._reader.show()

    def chosen(self) -> None:
        """Stay there."""
        if self._shown:
            self.moved()
            super().chosen()

    def action_step(self, step: int) -> None:
        """Go to the next heading, or the one before."""
        self.listing.action_step(step)

    def action_page(self, step: int) -> None:
        """Go a page of headings down or up."""
        self.listing.action_page(step)
