"""Adding, editing, deleting and undoing glossary entries from the text one reads."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.entry import Entry
from glossary.problems import GlossaryError
from reader.core.around import entry_here, term_steps
from reader.core.guess import guess_target
from reader.core.selection import Side
from reader.core.text import one_line
from reader.errors import ReaderError
from reader.ui.aside import aside
from reader.ui.screens.panel import Notice, Question
from reader.ui.screens.term_form import TermForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.core.reading import Focus
    from reader.core.selection import Selection
    from reader.ui.screens.reading import ReadingScreen
    from reader.undoing import Undone

LONGEST_TERM_CHARS = 120
GUESS_FROM_PARAGRAPHS = 40
MOST_PROBLEMS = 40
NOTHING_TO_UNDO = "There is nothing to undo."


class Terming:
    """What a reading screen does with terms."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._undoing = False

    # --- going to terms -----------------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """Go to the nearest term down (step 1) or up (-1); in a long stretch without one, look in slices."""
        steps = term_steps(self._screen.reading, step)
        found = next(steps, None)
        if found is not None:
            self._screen.reading.focus_term(found)
            self._screen.show()
        else:
            self._screen.run_worker(self._step_far(steps, step), group="terms", exclusive=True)

    async def _step_far(self, steps: Iterator[Focus | None], step: int) -> None:
        reading = self._screen.reading
        cursor = reading.cursor
        for found in steps:
            await asyncio.sleep(0)
            if reading.cursor != cursor:
                return
            if found is not None:
                reading.focus_term(found)
                self._screen.show()
                return
        self._screen.say(f"There is no term {'further down' if step > 0 else 'further up'}.")

    def problems(self) -> None:
        """Show what is wrong in the glossary files."""
        problems = self._screen.desk.glossaries.problems
        if not problems:
            self._screen.say("The glossary files are in order.")
            return
        lines = [one_line(str(problem)) for problem in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            lines.append(f"… and {len(problems) - MOST_PROBLEMS} more")
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        self._screen.app.push_screen(Notice(f"{count} in the glossary", "\n".join(lines)))

    def choose_words(self) -> None:
        """Put the word cursor on the sentence."""
        if self._screen.reading.start_words():
            self._screen.show()
        else:
            self._screen.say("There is no word to choose here.")

    # --- add ----------------------------------------------------------------------------------------------------

    def add_chosen(self) -> None:
        """Open the form with the chosen words; without any, let them be chosen."""
        if self._screen.reading.words is None and self._screen.reading.selection is None:
            self.choose_words()
        else:
            self.add()

    def add(self) -> None:
        """Open the form, prefilled from the chosen words."""
        reading = self._screen.reading
        selection = reading.words.selection() if reading.words else reading.selection
        if selection is None:
            return
        chosen = one_line(selection.text(reading.bitext))
        if not chosen or len(chosen) > LONGEST_TERM_CHARS:
            self._screen.say("Choose the words of one term: at most a few.")
            return
        self._screen.desk.glossaries.reload_if_changed()
        existing = entry_here(reading) if self._is_whole_term(selection) else None
        if existing is not None:
            self._open("Edit the term", existing, existing)
        elif selection.side is Side.TARGET:
            self._open("Add a term", Entry("", (chosen,)), None)
        else:
            source = self._screen.desk.glossaries.base_form(chosen)
            guess = self._guess(source, selection)
            self._open("Add a term", Entry(source, (guess,) if guess else ()), None)

    def _is_whole_term(self, selection: Selection) -> bool:
        terms = self._screen.reading.lighting.terms(selection.start.paragraph)
        matches = terms.source if selection.side is Side.SOURCE else terms.target
        return any((match.start, match.end) == (selection.start.char, selection.end.char) for match in matches)

    def _guess(self, source: str, selection: Selection) -> str:
        """The likely rendering, from the sentence opposite and its neighbours."""
        reading = self._screen.reading
        paragraph = selection.start.paragraph
        pair = reading.bitext.paragraph(paragraph)
        number = pair.segment_at(selection.start.char)
        if not pair.targets[number].known:
            return ""
        find = self._screen.desk.glossaries.matcher_for(Entry(source, ())).find
        near = range(
            max(0, paragraph - GUESS_FROM_PARAGRAPHS), min(len(reading.bitext), paragraph + GUESS_FROM_PARAGRAPHS)
        )
        pairs = [
            (bool(find(other.source[start:end])), target.text)
            for other in reading.bitext.peek(near)
            for (start, end), target in zip(other.segments, other.targets, strict=True)
            if target.known
        ]
        return guess_target(source, pair.targets[number].text, pairs)

    # --- edit, delete, undo -------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the form with the entry under the cursor."""
        entry = self._entry("edit")
        if entry is not None:
            self._open("Edit the term", entry, entry)

    def save_new(self, entry: Entry) -> str:
        """Write a new entry and light it; gives a sentence if that failed, else ""."""
        try:
            self._screen.desk.glossaries.add(entry)
        except GlossaryError as error:
            return one_line(f"{error.title}: {error.message} {error.hint}")
        self._relight()
        return ""

    def add_entry(self, entry: Entry, saved: Callable[[Entry | None], None]) -> None:
        """Open the form with a new entry; `saved` is told what became of it."""
        self._open("Add a term", entry, None, saved)

    def edit_entry(self, entry: Entry, title: str, saved: Callable[[Entry | None], None]) -> None:
        """Open the form with an entry; `saved` is told what became of it."""
        self._open(title, entry, entry, saved)

    def delete(self) -> None:
        """Ask, then delete the entry under the cursor."""
        entry = self._entry("delete")
        if entry is None:
            return
        glossaries = self._screen.desk.glossaries
        if glossaries.is_own(entry):
            what = f"It is taken out of {glossaries.written_name(entry)}."
        else:
            what = f"{entry.layer} is not changed; a line in {glossaries.written_name()} switches the term off."
        title = f"Delete “{one_line(entry.source)} → {one_line(', '.join(entry.targets))}”?"
        question = Question(title, f"{one_line(what)} U brings it back.", {"y": "yes, delete", "n": "no"})
        self._screen.app.push_screen(question, lambda answer: self._delete(entry) if answer == "y" else None)

    def _delete(self, entry: Entry) -> None:
        try:
            self._screen.desk.glossaries.remove(entry)
        except GlossaryError as error:
            self._failed(error)
            return
        self._changed(f"Deleted “{entry.source}”; U brings it back.")

    def undo(self) -> None:
        """Take back the last change; what may have to wait for another process is done beside this thread."""
        if self._screen.desk.changes.waits:
            if not self._undoing:
                self._undoing = True
                self._screen.run_worker(self._undo_aside(), group="undo", exclusive=True)
        else:
            self._screen.say(self.take_back() or NOTHING_TO_UNDO)

    async def _undo_aside(self) -> None:
        try:
            said = self._taken_back(await aside(self._screen.desk.changes.undo, "undo"))
        except (GlossaryError, ReaderError) as error:
            said = one_line(f"{error.title}: {error.message} {error.hint}")
        finally:
            self._undoing = False
        self._screen.say(said or NOTHING_TO_UNDO)

    def take_back(self) -> str:
        """Take back the last change and show what is there again; says so, or "" if there was none."""
        try:
            return self._taken_back(self._screen.desk.changes.undo())
        except (GlossaryError, ReaderError) as error:
            return one_line(f"{error.title}: {error.message} {error.hint}")

    def _taken_back(self, undone: Undone) -> str:
        what, targets = undone
        if targets:
            self._screen.show_targets(targets)
        elif what:
            self._relight()
        return what

    def _entry(self, verb: str) -> Entry | None:
        self._screen.desk.glossaries.reload_if_changed()
        entry = entry_here(self._screen.reading)
        if entry is None:
            self._screen.say(f"Put the cursor on the term to {verb}: ] and [ step from term to term.")
        return entry

    # --- the form -----------------------------------------------------------------------------------------------

    def _open(
        self, title: str, entry: Entry, old: Entry | None, then: Callable[[Entry | None], None] | None = None
    ) -> None:
        glossaries = self._screen.desk.glossaries
        where = glossaries.written_name(old)
        shown = old

        def save(filled: Entry) -> str:
            nonlocal shown
            try:
                if shown is None or old is None:
                    glossaries.add(filled)
                else:
                    glossaries.edit(shown, _merged(old, shown, filled))
            except GlossaryError as error:
                glossaries.reload_if_changed()
                now = glossaries.standing(shown) if shown is not None else None
                if now is None or now == shown:
                    return one_line(f"{error.title}: {error.message} {error.hint}")
                shown = now
                return one_line(f"Changed elsewhere: it is “{'; '.join(now.targets)}” now. Enter saves yours over it.")
            return ""

        form = TermForm(title, entry, self._count, save, where)

        def saved(filled: Entry | None) -> None:
            if filled is not None:
                self._saved(filled, where)
            if then is not None:
                then(filled)

        self._screen.app.push_screen(form, saved)

    def _count(self, entry: Entry) -> Iterator[int]:
        """The number of places so far, paragraph by paragraph."""
        find = self._screen.desk.glossaries.matcher_for(entry).find
        document = self._screen.desk.document
        places = 0
        for index in range(len(document)):
            places += len(find(document.paragraph(index)))
            yield places

    def _saved(self, entry: Entry, where: str) -> None:
        self._screen.reading.words = None
        self._screen.reading.selection = None
        self._changed(f"Saved “{entry.source}” in {where}; U takes it back.")

    def _relight(self) -> None:
        self._screen.desk.relight()
        self._screen.relight()

    def _changed(self, what: str) -> None:
        self._relight()
        self._screen.say(what)

    def _failed(self, error: GlossaryError) -> None:
        text = one_line(f"{error.message} {error.hint}")
        self._screen.notify(text, title=one_line(error.title), severity="error", timeout=10, markup=False)


def _merged(before: Entry, now: Entry, filled: Entry) -> Entry:
    """The entry as it stands now, with what the person has changed in the form."""
    changes = {
        name: getattr(filled, name)
        for name in ("source", "targets", "note", "match")
        if getattr(filled, name) != getattr(before, name)
    }
    return replace(now, **changes)
