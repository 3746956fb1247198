"""The segment editor: a sentence and its translation, with what the memory, the engines and the glossary say to it.

Invariant: what was typed is lost only when the person says so; a memory that cannot be written leaves the editor as
it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from reader.core.cells import cells
from reader.core.target import TargetState
from reader.core.text import one_line
from reader.editing import folded
from reader.ui.lines import Word
from reader.ui.origins import origin
from reader.ui.screens.panel import Panel
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from reader.core.target import Target
    from reader.memory.unit import FuzzyMatch
    from reader.ui.widgets.listing import Line

MOST_TEXT_ROWS = 6
CELLS_AROUND = 10
"""What the edges, a scroll bar and the ends of words take of a line of the translation, about."""


class Term(NamedTuple):
    """A term that must occur in the translation.

    Attributes:
        start: its first character in the source.
        end: behind its last one.
        source: the entry's term.
        target: what it is to be called.
        stands_in: whether a text has it, in any form that the glossary admits.
    """

    start: int
    end: int
    source: str
    target: str
    stands_in: Callable[[str], bool]


class Suggestion(NamedTuple):
    """A text that may be taken over.

    Attributes:
        text: the translation.
        whence: the engine, the file or the percentage.
        source: the similar source of a fuzzy match; "" for the same source.
    """

    text: str
    whence: str
    source: str = ""


class Asked(NamedTuple):
    """What the editor asks of whoever opened it.

    Attributes:
        save: keeps a text; gives "" and closes, or a sentence why not.
        drop: goes back to the machine's answer, in the same way.
        ask: asks the engines for this sentence; gives a sentence if that cannot be.
        closed: is told when the editor is gone.
    """

    save: Callable[[str], None]
    drop: Callable[[], None]
    ask: Callable[[], str]
    closed: Callable[[], None]


class TranslationArea(TextArea):
    """The translation: Enter saves it, so a line break never gets in by a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "screen.save", "Save", show=False, priority=True),
    ]

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return  # the editor's own: here it would move the focus
        await super()._on_key(event)


class SegmentEditor(Panel[None]):
    """Edits the translation of one sentence.

    Args:
        source: the sentence.
        target: how its translation stands.
        terms: those that must occur.
        asked: what is done with what the person wants.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False, priority=True),
        Binding("ctrl+r", "drop", "The machine's", show=False, priority=True),
        Binding("ctrl+g", "ask", "Ask the engines", show=False, priority=True),
        Binding("f1", "app.help", "Help", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = "TranslationArea"

    def __init__(self, source: str, target: Target, terms: Sequence[Term], asked: Asked) -> None:
        super().__init__()
        self._source = source
        self._target = target
        self._terms = terms
        self._asked = asked
        self._begun = target.text if target.known else ""
        self._warned = ""
        self._machines: list[Suggestion] = []
        self._fuzzy: list[Suggestion] = []
        self._waiting = "looking for similar sentences …"
        self.area = TranslationArea(self._begun, soft_wrap=True, show_line_numbers=False, id="translation")
        self.listing = Listing()
        self._said = StatusLine(id="said")
        self._hint = StatusLine(id="hint")

    def compose(self) -> ComposeResult:
        """The sentence, its translation, its terms, what may be taken over, and the keys."""
        with Vertical(classes="panel list"):
            title = f"Edit the translation   ({origin(self._target)})"
            yield Static(title, classes="panel-title", markup=False)
            yield Static(self._lit_source(), id="source")
            yield self.area
            yield Static(self._ticked(), id="ticks")
            yield self.listing
            with Vertical(id="foot"):
                yield self._said
                yield self._hint

    def on_mount(self) -> None:
        """Begin at the end of the text; of one that is longer than there is room for, at its first line."""
        width, height = self.app.size
        if cells(self._begun) <= _text_rows(height) * (width - CELLS_AROUND):
            self.area.move_cursor(self.area.document.end)
        self._show_suggestions()

    def on_resize(self, event: events.Resize) -> None:
        """Say which keys there are, as many as there is room for; and give the text the rows there are."""
        self.area.styles.max_height = _text_rows(event.size.height)
        keys = [Word("Enter", "key"), Word(" saves   "), Word("Tab", "key"), Word(" suggestions   ")]
        if event.size.width >= 78:
            keys += [Word("Ctrl+G", "key"), Word(" asks the engines   ")]
        if event.size.width >= 100:
            keys += [Word("Ctrl+R", "key"), Word(" back to the machine's   ")]
        self._hint.show(keys, [Word("Esc", "key"), Word(" cancels ")])

    # --- what is shown ------------------------------------------------------------------------------------------

    def _lit_source(self) -> Content:
        """The sentence with its terms lit."""
        pieces: list[str | tuple[str, str]] = []
        at = 0
        for term in sorted(self._terms, key=lambda term: term.start):
            if term.start >= at:
                pieces += [self._source[at : term.start], (self._source[term.start : term.end], "underline $accent")]
                at = term.end
        return Content.assemble(*pieces, self._source[at:])

    def _ticked(self) -> Content:
        """The terms that must occur, each with a tick once it does."""
        if not self._terms:
            return Content("no terms in this sentence")
        text = folded(self.area.text)
        pieces: list[str | tuple[str, str]] = []
        for term in dict.fromkeys((term.source, term.target, term.stands_in) for term in self._terms):
            source, target, stands_in = term
            there = bool(text) and stands_in(text)
            name = one_line(source) if source == target else f"{one_line(source)} → {one_line(target)}"
            pieces.append((f"{'✓' if there else '·'} {name}   ", "$success" if there else "$warning"))
        return Content.assemble(*pieces)

    def _suggestions(self) -> list[Suggestion]:
        return [*self._machines, *self._fuzzy]

    def _show_suggestions(self) -> None:
        lines = [_line(one) for one in self._suggestions()]
        if self._waiting:
            lines.append(([Word(f"  {self._waiting}", "quiet")], ()))
        elif not lines:
            lines.append(([Word("  no suggestions: Ctrl+G asks the engines", "quiet")], ()))
        self.listing.show(lines)

    def show_machines(self, targets: Sequence[Target], waiting: str = "") -> None:
        """What the memory and the engines have said of this very sentence; `waiting` is what is still to come."""
        known = [target for target in targets if target.known]
        self._machines = [Suggestion(one.text, origin(one)) for one in known]
        self._waiting = waiting
        self._show_suggestions()

    def show_fuzzy(self, matches: Sequence[FuzzyMatch]) -> None:
        """Similar sentences that the memory knows."""
        self._fuzzy = [Suggestion(one.target, f"{one.score} %", one.source) for one in matches]
        self._waiting = ""
        self._show_suggestions()

    def say(self, text: str, style: str = "strong") -> None:
        """Say something below the list."""
        self._said.show([Word(one_line(text), style)] if text else [])

    # --- what is done -------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._warned:
            self._warned = ""
            self.say("")
        self.query_one("#ticks", Static).update(self._ticked())

    @on(Listing.Moved)
    def _moved(self) -> None:
        suggestions = self._suggestions()
        if self.listing.cursor < len(suggestions):
            source = suggestions[self.listing.cursor].source
            self.say(f"of: {source}" if source else "", "quiet")

    @on(Listing.Chosen)
    def _take(self) -> None:
        """Take the suggestion over."""
        suggestions = self._suggestions()
        if self.listing.cursor < len(suggestions):
            self.area.text = one_line(suggestions[self.listing.cursor].text)
            self.area.move_cursor(self.area.document.end)
            self.set_focus(self.area)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to lose."""
        return folded(self.area.text) != folded(self._begun)

    def action_save(self) -> None:
        """Save; say what is missing."""
        text = folded(one_line(self.area.text))
        if not text:
            self.say("There is no text to save. Ctrl+R goes back to the machine's translation.", "warning")
        elif not self.is_changed:
            self.close()
        else:
            self._asked.save(text)

    def action_drop(self) -> None:
        """Go back to the machine's translation."""
        is_own = self._target.state is TargetState.EDITED
        if (is_own or self._machines) and not self._may_lose("Ctrl+R"):
            return
        if is_own:
            self._asked.drop()
        elif self._machines:
            self.area.text = one_line(self._machines[0].text)
            self.area.move_cursor(self.area.document.end)
        else:
            self.say("No machine has translated this sentence: Ctrl+G asks the engines.")

    def action_ask(self) -> None:
        """Ask the engines for this sentence."""
        self.say(self._asked.ask())

    def action_cancel(self) -> None:
        """Close; where something would be lost, only the second time."""
        if self._may_lose("Esc"):
            self.close()

    def _may_lose(self, key: str) -> bool:
        """Whether what was typed may go: where there is anything, only when the same key is pressed once more."""
        if not self.is_changed or self._warned == key:
            return True
        self._warned = key
        self.say(f"Not saved. {key} once more drops what you wrote; Enter saves it.", "warning")
        return False

    def close(self) -> None:
        """Close without another word."""
        self._asked.closed()
        self.dismiss(None)


def _text_rows(height_rows: int) -> int:
    """The rows of the translation on a screen of this height, at most."""
    return max(1, min(MOST_TEXT_ROWS, height_rows // 4))


def _line(one: Suggestion) -> Line:
    return [Word(f"  {one_line(one.whence):<16} ", "quiet"), Word(one_line(one.text))], ()
