"""The term check on a reading screen: findings are marked, listed, accepted, made a variant, or mended."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.problems import GlossaryError
from reader.core.around import flaw_steps, flaws_here
from reader.core.guess import guess_target
from reader.core.selection import Side
from reader.core.showing import focus_flaw
from reader.core.text import one_line
from reader.errors import ReaderError
from reader.ui.aside import aside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from glossary.entry import Entry
    from reader.core.checking import Checking, Flaw
    from reader.ui.screens.reading import ReadingScreen

LONGEST_VARIANT_CHARS = 120


class TermChecking:
    """What a reading screen does with findings of the term check. What it does is said as a sentence."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._writing = False

    def start(self) -> Checking:
        """Compare translations with the glossary from now on; gives what compares them."""
        reading = self._screen.reading
        if reading.checking is None:
            self._screen.desk.start_checking()
            self._screen.relight()
        assert reading.checking is not None  # noqa: S101 - it was just started
        return reading.checking

    def here(self) -> Flaw | None:
        """The finding that the keys act on: the focused term's, or the first of the sentence."""
        return next(iter(flaws_here(self._screen.reading)), None)

    def accept(self, flaw: Flaw | None) -> str:
        """The translation is right as it stands."""
        if flaw is None:
            return NOTHING
        self._screen.desk.accept(flaw)
        self._screen.relight()
        return f"Accepted “{flaw.entry.source}” here; U takes it back."

    def act(self, deed: Callable[[], Awaitable[str]], told: Callable[[str], None]) -> None:
        """Do one of the following, one at a time; `told` is called with what came of it, once that is on the disk."""
        if not self._writing:
            self._writing = True
            self._screen.run_worker(self._act(deed, told), group="term-check")

    async def _act(self, deed: Callable[[], Awaitable[str]], told: Callable[[str], None]) -> None:
        try:
            said = await deed()
        except (GlossaryError, ReaderError) as error:
            said = one_line(f"{error.title}: {error.message} {error.hint}")
        finally:
            self._writing = False
        told(said)

    async def fix(self, flaw: Flaw | None) -> str:
        """Put the preferred term in the place of a forbidden rendering, in this sentence."""
        if flaw is None:
            return NOTHING
        if flaw.is_missing:
            return "Only a forbidden rendering can be replaced; this translation lacks the term. V adds a variant."
        work = self._screen.desk.fixing(flaw)
        if work is None:
            return "How this sentence would read is not certain, so it was left alone."
        self._screen.show_targets(await aside(work, "fix"))
        return f"Replaced “{one_line(flaw.finding.found)}” in this sentence; U takes it back."

    async def variant(self, flaw: Flaw | None, told: Callable[[str], None]) -> str:
        """Take the rendering opposite into the entry.

        Without a good guess, the form asks for it: "" is given, and `told` is called with what came of it.
        """
        if flaw is None:
            return NOTHING
        rendering = flaw.finding.found or self._chosen() or self._guess(flaw)
        if not rendering:
            entry = flaw.entry

            def saved(filled: Entry | None) -> None:
                if filled is not None:
                    told(f"Saved “{one_line(filled.source)}”; U takes it back.")

            self._screen.terming.edit_entry(entry, "Which rendering stands here? Write it behind a semicolon", saved)
            return ""
        entry = flaw.entry
        kept = tuple(text for text in entry.forbidden if text.casefold() != rendering.casefold())
        new = replace(entry, targets=(*entry.targets, rendering), forbidden=kept)
        await aside(self._screen.desk.glossaries.wait_for_writers, "variant")
        self._screen.desk.glossaries.edit(entry, new)
        self._screen.desk.relight()
        self._screen.reading.words = None
        self._screen.relight()
        return f"“{one_line(rendering)}” is a variant of “{one_line(entry.source)}” now; U takes it back."

    def _chosen(self) -> str:
        """The words chosen on the target side, if any are."""
        reading = self._screen.reading
        selection = reading.selection or (reading.words.selection() if reading.words else None)
        if selection is None or selection.side is not Side.TARGET:
            return ""
        chosen = one_line(selection.text(reading.bitext))
        return chosen if len(chosen) <= LONGEST_VARIANT_CHARS else ""

    def _guess(self, flaw: Flaw) -> str:
        pair = self._screen.reading.bitext.paragraph(flaw.paragraph)
        return guess_target(flaw.entry.source, pair.targets[flaw.segment].text)

    def step(self, step: int) -> None:
        """Go to the next finding (step 1) or the one before (-1); in a long text, look in slices."""
        self.start()
        self._screen.run_worker(self._step(step), group="findings", exclusive=True)

    async def _step(self, step: int) -> None:
        screen = self._screen
        cursor = screen.reading.cursor
        for found in flaw_steps(screen.reading, step):
            await asyncio.sleep(0)
            if screen.reading.cursor != cursor:
                return
            if found is not None:
                focus_flaw(screen.reading, found, at_top=False)
                screen.show()
                return
        screen.say(f"There is no finding of the term check {'further down' if step > 0 else 'further up'}.")


NOTHING = "The term check finds nothing in this sentence. m goes to the next finding, c lists all."
