"""The term check as a list: what the translations lack or must not say, while the page above shows each place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from reader.core.showing import focus_flaw
from reader.core.text import one_line
from reader.ui.lines import Word
from reader.ui.screens.list_panel import ListPanel
from reader.ui.terming import NOTHING_TO_UNDO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.checking import Flaw
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.widgets.listing import Line

MOST_FINDINGS = 10_000
CONTEXT_CHARS = 40


class CheckPanel(ListPanel):
    """Lists the findings of the term check.

    Args:
        reader: the reading screen below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,A", "act('accept')", "Accept", show=False),
        Binding("v,V", "act('variant')", "Variant", show=False),
        Binding("f,F", "act('fix')", "Fix", show=False),
        Binding("u,U", "undo", "Undo", show=False),
    ]
    KEYS: ClassVar[Sequence[tuple[str, str]]] = (
        ("Enter", "stay here"),
        ("a", "accept here"),
        ("v", "take in as a variant"),
        ("f", "replace what is forbidden"),
        ("U", "undo"),
    )

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__("Term check: looking …")
        self._reader = reader
        self._checking = reader.term_checking.start()
        self._flaws: list[Flaw] = []
        self._lines: list[Line] = []
        self._looked = 0

    def on_mount(self) -> None:
        """Begin to look."""
        self._look()

    def _look(self) -> None:
        self._flaws, self._lines = [], []
        self._looked = 0
        self.run_worker(self._scan(), group="scan", exclusive=True)

    async def _scan(self) -> None:
        """Look through the whole text, a few paragraphs at a time."""
        for looked, new in self._checking.scan():
            first = not self._flaws and bool(new)
            self._flaws += new
            self._lines += [_line(flaw, self._reader) for flaw in new]
            self._looked = looked
            if new:
                self._show()
            if first:
                self.moved()
            await asyncio.sleep(0)
            if len(self._flaws) >= MOST_FINDINGS:
                break
        self._looked = len(self._reader.reading.bitext)
        self._show()

    def _show(self) -> None:
        total = len(self._reader.reading.bitext)
        forbidden = sum(not flaw.is_missing for flaw in self._flaws)
        count = len(self._flaws)
        title = f"Term check: {count} {'finding' if count == 1 else 'findings'}"
        if forbidden:
            title += f", {forbidden} forbidden"
        if self._looked < total:
            title += f"   … {100 * self._looked // total} %"
        elif not count:
            title += ". Every term of the glossary is rendered as it asks, where there is a translation."
        self.show(title, self._lines)

    def _flaw(self) -> Flaw | None:
        return self._flaws[self.listing.cursor] if self._flaws else None

    def moved(self) -> None:
        """Show the place on the page above."""
        flaw = self._flaw()
        if flaw is not None:
            focus_flaw(self._reader.reading, flaw, at_top=True)
            self._reader.show()

    def action_act(self, name: str) -> None:
        """Accept the finding, take its rendering into the entry, or replace the rendering."""
        flaw = self._flaw()
        if flaw is None:
            return
        checking = self._reader.term_checking

        def told(what: str) -> None:
            if self.is_attached:
                self._recheck(flaw)
                self.say(what)
            else:
                self._reader.say(what)

        if name == "variant":
            checking.act(lambda: checking.variant(flaw, told), told)
        elif name == "fix":
            checking.act(lambda: checking.fix(flaw), told)
        else:
            told(checking.accept(flaw))

    def _recheck(self, changed: Flaw) -> None:
        """Leave out what is no finding any more, among those of the same entry or sentence."""
        kept: list[Flaw] = []
        for flaw in self._flaws:
            if flaw.entry.source != changed.entry.source and flaw.key != changed.key:
                kept.append(flaw)
                continue
            now = self._checking.flaws(flaw.paragraph)
            kept += [new for new in now if (new.segment, new.acceptance) == (flaw.segment, flaw.acceptance)][:1]
        if len(kept) != len(self._flaws):
            self._flaws = kept
            self._lines = [_line(flaw, self._reader) for flaw in kept]
            self._show()
            self.moved()

    def action_undo(self) -> None:
        """Take back the last change, and look again."""
        self._reader.terming.undo(self._undone)

    def _undone(self, said: str) -> None:
        if not self.is_attached:
            self._reader.say(said)
            return
        if said != NOTHING_TO_UNDO:
            self._look()
        self.say(said)


def _line(flaw: Flaw, reader: ReadingScreen) -> Line:
    """The paragraph, what is wrong, the term, and the words around."""
    entry = flaw.entry
    terms = f"{one_line(entry.source)} → {one_line(entry.target)}"
    kind = "missing  " if flaw.is_missing else "forbidden"
    words = [Word(f" {flaw.paragraph + 1:>5}  ", "quiet"), Word(f"{kind}  ", "warning"), Word(terms, "strong")]
    if not flaw.is_missing:
        words.append(Word(f"   not “{one_line(flaw.finding.found)}”", "warning"))
    source = reader.reading.bitext.document.paragraph(flaw.paragraph)
    start, end = flaw.source
    before = source[max(0, start - CONTEXT_CHARS) : start]
    if start > CONTEXT_CHARS:
        before = "…" + before.partition(" ")[2]
    behind = source[end : end + 2 * CONTEXT_CHARS]
    if end + 2 * CONTEXT_CHARS < len(source):
        behind = behind.rpartition(" ")[0] + " …"
    space = " " if before[-1:].isspace() else ""
    words.append(Word(f"   {one_line(before)}{space}", "quiet"))
    words.append(Word(one_line(source[start:end]), "term"))
    space = " " if behind[:1].isspace() else ""
    words.append(Word(f"{space}{one_line(behind)}", "quiet"))
    return words, ()
