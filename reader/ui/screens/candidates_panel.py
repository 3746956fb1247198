"""Terms worth adding, from the text alone: with their counts, their places, and the likely rendering."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from glossary.entry import Entry
from reader.core.cells import cells, fit
from reader.core.segments import is_verbatim
from reader.core.showing import show_words
from reader.core.text import one_line
from reader.ui.lines import Word
from reader.ui.screens.list_panel import ListPanel
from reader.ui.terming import NOTHING_TO_UNDO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.candidates import Candidate
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.widgets.listing import Line

LOADED_AT_ONCE = 16
"""Paragraphs read between two breaths."""

TERM_CELLS = 40


class CandidatesPanel(ListPanel):
    """Lists candidates for the glossary.

    Args:
        reader: the reading screen below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", show=False),
        Binding("e", "edit", "Edit, then add", show=False),
        Binding("d,delete", "drop", "Not this one", show=False),
        Binding("tab,right,l", "place(1)", "Next place", show=False),
        Binding("shift+tab,left,h", "place(-1)", "Place before", show=False),
        Binding("u,U", "undo", "Undo", show=False),
    ]
    KEYS: ClassVar[Sequence[tuple[str, str]]] = (
        ("a", "add"),
        ("e", "edit and add"),
        ("d", "drop from the list"),
        ("Tab", "next place"),
        ("Enter", "stay here"),
        ("U", "undo"),
    )

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__("Candidates: reading the text …")
        self._reader = reader
        self._found: list[Candidate] = []
        self._place = 0
        self._taken: list[tuple[int, Candidate]] = []
        self._segments: list[tuple[int, int]] = []

    def on_mount(self) -> None:
        """Begin to look."""
        self.run_worker(self._look(), group="candidates", exclusive=True)

    async def _look(self) -> None:
        """Read the whole text in slices, then look for candidates in slices."""
        bitext = self._reader.reading.bitext
        pairs: list[tuple[str, str]] = []
        for start in range(0, len(bitext), LOADED_AT_ONCE):
            several = [
                index
                for index in range(start, min(start + LOADED_AT_ONCE, len(bitext)))
                if index not in bitext.document.boilerplate and not is_verbatim(bitext.document, index)
            ]
            for index, pair in zip(several, bitext.peek(several), strict=True):
                for number, (span, target) in enumerate(zip(pair.segments, pair.targets, strict=True)):
                    pairs.append((pair.source[span.start : span.end], target.text if target.known else ""))
                    self._segments.append((index, number))
            await asyncio.sleep(0)
        for found in self._reader.desk.glossaries.candidates(pairs):
            if found is not None:
                self._found = found
            await asyncio.sleep(0)
        self._show()
        self.moved()

    def _show(self) -> None:
        count = len(self._found)
        title = f"{count} {'candidate' if count == 1 else 'candidates'} for the glossary"
        if not count:
            title = f"No candidates: {self._reader.desk.glossaries.why_no_candidates}."
        widest = max((cells(one_line(candidate.term)) for candidate in self._found), default=0)
        room = max(8, min(TERM_CELLS, widest, self.size.width // 2 - 12))
        self.show(title, [_line(candidate, room) for candidate in self._found])

    def on_resize(self) -> None:
        """Give the terms the room there is."""
        if self._found:
            self._show()

    def _candidate(self) -> Candidate | None:
        return self._found[self.listing.cursor] if self._found else None

    def moved(self) -> None:
        """Show the first place of the candidate on the page above."""
        self._place = 0
        self._go()

    def action_place(self, step: int) -> None:
        """Show another place of the same candidate."""
        self._place += step
        self._go()

    def _go(self) -> None:
        candidate = self._candidate()
        if candidate is None or not candidate.contexts:
            return
        segment, start, end = candidate.contexts[self._place % len(candidate.contexts)]
        paragraph, number = self._segments[segment]
        offset = self._reader.reading.bitext.paragraph(paragraph).segments[number].start
        show_words(self._reader.reading, paragraph, offset + start, offset + end)
        self._reader.show()
        places = len(candidate.contexts)
        self.say(f"place {self._place % places + 1} of {places} shown" if places > 1 else "")

    def action_add(self) -> None:
        """Take the candidate over; without a likely rendering, the form asks for it."""
        candidate = self._candidate()
        if candidate is None:
            return
        if not candidate.rendering:
            self.action_edit()
            return
        failed = self._reader.terming.save_new(Entry(candidate.term, (candidate.rendering,)))
        if not failed:
            self._take(candidate)
        self.say(failed or f"Added “{one_line(candidate.term)} → {one_line(candidate.rendering)}”; U takes it back.")

    def action_edit(self) -> None:
        """Open the form with the candidate."""
        candidate = self._candidate()
        if candidate is None:
            return
        rendering = (candidate.rendering,) if candidate.rendering else ()

        def saved(entry: Entry | None) -> None:
            if entry is not None and candidate in self._found:
                self._take(candidate)
                self.say(f"Saved “{one_line(entry.source)}”; U takes it back.")

        self._reader.terming.add_entry(Entry(candidate.term, rendering), saved)

    def action_drop(self) -> None:
        """Leave the candidate out of the list."""
        candidate = self._candidate()
        if candidate is not None:
            self._found.remove(candidate)
            self._show()
            self.moved()

    def _take(self, candidate: Candidate) -> None:
        """Leave a candidate out that is an entry now."""
        self._taken.append((self._found.index(candidate), candidate))
        self._found.remove(candidate)
        self._show()
        self.moved()

    def action_undo(self) -> None:
        """Take back the last change; a candidate that was taken over is one again."""
        self._reader.terming.undo(self._undone)

    def _undone(self, said: str) -> None:
        if not self.is_attached:
            self._reader.say(said)
            return
        if said != NOTHING_TO_UNDO and self._taken:
            at, candidate = self._taken.pop()
            self._found.insert(at, candidate)
            self._show()
            self.listing.put_cursor(at)
            self.moved()
        self.say(said)


def _line(candidate: Candidate, room_cells: int) -> Line:
    term = fit(one_line(candidate.term), room_cells)
    words = [
        Word(f" {candidate.count:>5}  ", "quiet"),
        Word(f"{candidate.kind:<8} ", "quiet"),
        Word(term, "strong"),
        Word(" " * (room_cells - cells(term))),
    ]
    if candidate.rendering:
        words.append(Word(f"  → {one_line(candidate.rendering)}"))
    return words, ()
