"""Editing translations from the text one reads: opens the editor, feeds it, and shows what comes of it.

What may wait for a disk, another process or a network is done beside the thread that draws. Invariant: the page does
not move, and nothing is shown as saved before it is in the memory.
"""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from reader.core.target import TargetState
from reader.core.text import one_line
from reader.editing import Segment
from reader.errors import ReaderError
from reader.ui.aside import aside
from reader.ui.screens.segment_editor import Asked, SegmentEditor, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.core.target import Target
    from reader.translation.service import Results, TranslationService
    from reader.ui.screens.reading import ReadingScreen


class SegmentEditing:
    """What a reading screen does with a person's own translations."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen

    def edit(self) -> None:
        """Open the editor with the sentence under the cursor."""
        reading = self._screen.reading
        if not len(reading.bitext):
            self._screen.say("There is no sentence to edit.")
            return
        paragraph, number = reading.cursor
        pair = reading.bitext.paragraph(paragraph)
        if pair.targets[number].state is TargetState.KEPT:
            self._screen.say("This stays as it is: it is the same in every language.")
            return
        start, end = pair.segments[number]
        segment = Segment(pair.keys[number], pair.source[start:end], pair.targets[number])
        _Session(self._screen, segment, paragraph, number).open()


class _Session:
    """One sentence in the editor.

    Args:
        screen: the reading screen below.
        segment: the sentence.
        paragraph: where it stands.
        number: its number there.
    """

    def __init__(self, screen: ReadingScreen, segment: Segment, paragraph: int, number: int) -> None:
        self._screen = screen
        self._segment = segment
        self._paragraph = paragraph
        self._number = number
        self._ended = Event()
        self._services: list[TranslationService] = []
        self._answers = 0
        self._editor = SegmentEditor(
            one_line(segment.source),
            segment.target,
            self._terms(),
            Asked(self._save, self._drop, self._ask, self._close),
        )

    def open(self) -> None:
        """Show the editor, and look for what may help."""
        self._screen.app.push_screen(self._editor)
        self._screen.run_worker(self._look(), group="suggestions", exclusive=True)

    def _close(self) -> None:
        self._ended.set()
        for service in self._services:
            service.close()

    def _terms(self) -> list[Term]:
        """The terms of the sentence, placed in its text on one line."""
        reading, desk = self._screen.reading, self._screen.desk
        start, end = reading.bitext.paragraph(self._paragraph).segments[self._number]
        source = reading.bitext.paragraph(self._paragraph).source
        terms = []
        for match in reading.lighting.terms(self._paragraph).source:
            if start <= match.start and match.end <= end and match.entry.target and not match.quiet:
                before = len(one_line(f"{source[start : match.start]}x")) - 1
                shown = len(one_line(source[match.start : match.end]))
                find = desk.glossaries.target_matcher((match.entry,)).find
                terms.append(
                    Term(
                        before,
                        before + shown,
                        match.entry.source,
                        match.entry.target,
                        lambda text, find=find: bool(find(text)),  # type: ignore[misc]
                    )
                )
        return terms

    # --- suggestions --------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        """Show what the memory has of this sentence, then what it has of similar ones."""
        try:
            await self._look_up()
            matches = await aside(
                lambda: self._screen.desk.fuzzy(self._segment.source, cancelled=self._ended.is_set), "fuzzy"
            )
        except ReaderError as error:
            if not self._ended.is_set():
                self._editor.say(f"{error.title}: {error.message}", "warning")
            return
        if not self._ended.is_set():
            self._editor.show_fuzzy(matches)

    async def _look_up(self, waiting: str = "looking for similar sentences …") -> None:
        """Show every answer to this very sentence."""
        found = await aside(lambda: self._screen.desk.candidates(self._segment.key), "candidates")
        if not self._ended.is_set():
            self._editor.show_machines(found, waiting)

    def _ask(self) -> str:
        """Ask each engine that may be asked, whatever is known already."""
        desk = self._screen.desk
        if self._services:
            return "The engines are being asked already."
        from reader.translation.queue import Job  # noqa: PLC0415 - only who asks

        self._services = desk.suggestions(self._arrived)
        if not self._services:
            if not desk.choice.names:
                return "Offline: no engine may be asked."
            return "No engine may be asked: R on the page asks you again, Ctrl+E chooses one."
        pair = self._screen.reading.bitext.paragraph(self._paragraph)
        said = desk.terms_of(self._paragraph, pair.segments[self._number])
        job = Job(self._segment.source, pair=desk.pair, terms=said.terms, fingerprint=said.fingerprint)
        self._answers = len(self._services)
        for service in self._services:
            service.retry([job], 1)
        return "Asking the engines …"

    def _arrived(self, results: Results) -> None:
        """Called on a service's thread."""
        self._screen.app.call_later(self._show_answer, results)

    async def _show_answer(self, results: Results) -> None:
        if self._ended.is_set() or not results.segments:
            return
        self._answers -= 1
        failed = [result.target.reason for result in results.segments if not result.target.known]
        if failed:
            self._editor.say(failed[0], "warning")
        elif not self._answers:
            self._editor.say("")
        if not self._answers:
            for service in self._services:
                service.close()
            self._services = []
        await self._look_up("")

    # --- saving -------------------------------------------------------------------------------------------------

    def _save(self, text: str) -> None:
        editing = self._screen.desk.editing
        undone = "Your edit is taken back." if self._segment.target.known else "The sentence is as it was."
        self._do(lambda: editing.write(self._segment, text, undone), "Saved; U takes it back.")

    def _drop(self) -> None:
        editing = self._screen.desk.editing
        self._do(
            lambda: editing.drop(self._segment, "Your own translation is back."),
            "Your own translation is taken out; U brings it back.",
        )

    def _do(self, work: Callable[[], Mapping[bytes, Target]], said: str) -> None:
        self._editor.run_worker(self._done(work, said), group="save", exclusive=True)

    async def _done(self, work: Callable[[], Mapping[bytes, Target]], said: str) -> None:
        try:
            targets = await aside(work, "edit")
        except ReaderError as error:
            self._editor.say(f"{error.title}: {error.message} {error.hint}", "warning")
            return
        self._screen.show_targets(targets)
        known = [target for target in targets.values() if target.state is not TargetState.MISSING]
        self._screen.say(said if known else f"{said} Nobody else has translated the sentence.")
        self._editor.close()
