"""A look at what a sentence leads to: the note at the foot of the page, as in a printed book, or a link's address.

Invariant: nothing is opened before the person has seen the whole address and pressed a key for it, and nothing but an
address of the web or of a person ever is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from reader.core.contents import Lead
from reader.core.document import Kind
from reader.core.page import Mode
from reader.core.text import one_line
from reader.ui.browser import open_address
from reader.ui.lines import Word
from reader.ui.screens.panel import Panel
from reader.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.document import Document
    from reader.ui.screens.reading import ReadingScreen

MOST_PARAGRAPHS = 24
"""So much of a long note is shown; Enter goes to the rest."""

_WITHIN = frozenset({Kind.TABLE, Kind.CODE, Kind.VERSE, Kind.QUOTE, Kind.RULE})
"""What a note may hold beside its own paragraphs and lists."""


class PeekPanel(Panel[Lead | None]):
    """Shows what a sentence leads to; gives the lead that the person wants to follow into the text.

    Args:
        reader: the reading screen below.
        leads: what the sentence leads to; at least one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace,ctrl+o", "dismiss(None)", "Back", show=False),
        Binding("enter", "follow", "Go there", show=False),
        Binding("right,tab,l,n", "step(1)", "Next", show=False),
        Binding("left,shift+tab,h,N", "step(-1)", "Before", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("o", "open", "Open", show=False),
        Binding("c,y", "copy", "Copy", show=False),
        Binding("?,f1", "app.help", "Help", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, reader: ReadingScreen, leads: list[Lead]) -> None:
        super().__init__()
        self._reader = reader
        self._leads = leads
        self._at = 0
        self._heading = Static(classes="panel-title", id="title", markup=False)
        self._source = Static(id="peek-source", markup=False)
        self._target = Static(id="peek-target", markup=False)
        self._hint = StatusLine(id="hint")
        self.text = ""
        """What is shown, for tests and for people who cannot see it."""

    def compose(self) -> ComposeResult:
        """What it is, what stands there, its translation, and the keys."""
        with Vertical(classes="panel"):
            yield self._heading
            with VerticalScroll(id="peek", can_focus=False):
                yield self._source
                yield self._target
            yield self._hint

    def on_mount(self) -> None:
        """Show the first."""
        self._show()

    @property
    def lead(self) -> Lead:
        """The one that is shown."""
        return self._leads[self._at]

    def _show(self) -> None:
        lead = self.lead
        count = f"   {self._at + 1} of {len(self._leads)}" if len(self._leads) > 1 else ""
        source, target = (one_line(lead.address), "") if lead.address else self._there(lead)
        document = self._reader.desk.document
        is_note = lead.place is not None and document.kind(lead.place.paragraph) is Kind.NOTE
        name = f"Note {one_line(lead.text)}" if is_note else one_line(lead.text)
        self._heading.update(f"{name}{'  leads out of the text, to' if lead.address else ''}{count}")
        self._source.update(source)
        self._target.update(target)
        self._target.display = bool(target)
        self.text = f"{source}\n{target}" if target else source
        keys = [("o", "open in the browser"), ("c", "copy")] if lead.address else [("Enter", "go there")]
        if count:
            keys.append(("← →", "others"))
        words = [word for key, what in keys for word in (Word(key, "key"), Word(f" {what}   "))]
        self._hint.show(words, [Word("Esc", "key"), Word(" back ")])

    def _there(self, lead: Lead) -> tuple[str, str]:
        """What stands at a place, and what is known of its translation: a note as a whole, else one paragraph."""
        bitext = self._reader.reading.bitext
        document = bitext.document
        assert lead.place is not None  # noqa: S101 - it has no address
        first = lead.place.paragraph
        end = _end_of(document, first)
        shown = range(first, min(end, first + MOST_PARAGRAPHS))
        # The label of the note itself stands in the heading.
        labels = ["", *(f"{one_line(label)} " if (label := document.label(at)) else "" for at in shown[1:])]
        pairs = list(bitext.peek(shown))
        source = "\n".join(f"{label}{pair.source}" for label, pair in zip(labels, pairs, strict=True))
        if more := end - shown.stop:
            source += f"\n… and {more:,} more paragraph{'' if more == 1 else 's'}: Enter goes there."
        targets = [f"{label}{pair.target}" for label, pair in zip(labels, pairs, strict=True) if not pair.states]
        reading = self._reader.reading
        if reading.mode is Mode.SOURCE or reading.hides(first) or len(targets) < len(pairs):
            return source, ""
        return source, "\n".join(targets)

    def action_step(self, step: int) -> None:
        """Show the next thing that the sentence leads to."""
        self._at = (self._at + step) % len(self._leads)
        self._show()
        self.query_one("#peek").scroll_home(animate=False)

    def action_scroll(self, rows: int) -> None:
        """Read on in a long note."""
        self.query_one("#peek").scroll_relative(y=rows, animate=False)

    def action_follow(self) -> None:
        """Go to the place; an address is opened by a key of its own."""
        if self.lead.place is not None:
            self.dismiss(self.lead)

    def action_copy(self) -> None:
        """Copy the address."""
        if self.lead.address:
            self.app.copy_to_clipboard(self.lead.address)
            self._reader.say(f"Copied {self.lead.address}")
            self.dismiss(None)

    def action_open(self) -> None:
        """Open the address in the person's browser."""
        if self.lead.address:
            said = open_address(self.lead.address)
            self.dismiss(None)
            self._reader.say(said)


def _end_of(document: Document, first: int) -> int:
    """Where the note that begins at a paragraph ends; a paragraph that is no note ends where it does.

    Items of a list in a note are of its kind and carry labels, as the next note does, which are of another shape. A
    table belongs to the note unless the text goes on after it.
    """
    if document.kind(first) is not Kind.NOTE:
        return first + 1
    own = _shape(document.label(first))
    end = at = first + 1
    while at < len(document):
        kind, label = document.kind(at), document.label(at)
        if kind is Kind.NOTE and not (label and _shape(label) == own):
            end = at = at + 1
        elif kind in _WITHIN:
            at += 1
        else:
            return at if kind in {Kind.NOTE, Kind.HEADING} else end
    return at


def _shape(label: str) -> str:
    """A label without what differs from one note to the next.

    >>> _shape("[12]"), _shape("3."), _shape("•")
    ('[x]', 'x.', '•')
    """
    return re.sub(r"\w+", "x", label)
