"""Translating the whole text: the question first, then piece by piece behind the page, over pauses and sittings.

What was translated is in the memory, so all that has to be remembered is that the person wanted it. Invariant:
nothing is asked for before the person has seen how much would be sent, and to whom.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.core.text import one_line
from reader.ui.consenting import listed, settle_language, title_of
from reader.ui.lines import Word
from reader.ui.origins import clock_time
from reader.ui.screens.panel import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.target import Target
    from reader.engines.base import Engine
    from reader.translation.whole import Extent, WholeText
    from reader.ui.screens.reading import ReadingScreen

ON, PAUSED, OFF = "on", "paused", ""


class TranslatingWhole:
    """What a reading screen does with the whole text."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._whole: WholeText | None = None
        self._counting = False
        self._running = False
        self._generation = 0

    # --- commands -----------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Begin, pause, or go on."""
        if self._counting:
            self._screen.say("Counting the sentences of the whole text …")
        elif self._whole is None:
            self._begin()
        elif self._running:
            self._pause()
        else:
            self._go_on()

    def cancel(self) -> None:
        """Leave the rest of the text; what is translated stays."""
        if self._whole is None:
            self._screen.say("The whole text is not being translated: T begins.")
            return
        said = f"Left at {self._share(self._whole.extent)}; what is translated stays. T begins again."
        self._stop()
        self._screen.say(said)

    def restore(self) -> None:
        """Go on where an earlier sitting stopped; what was paused stays so."""
        kept = self._screen.desk.history.setting(self._setting)
        choice = self._screen.desk.choice
        if kept in {ON, PAUSED} and choice.names and choice.allowed():
            self._count(resume=kept)

    # --- beginning ----------------------------------------------------------------------------------------------

    @property
    def _setting(self) -> str:
        return f"whole:{self._screen.desk.content_id}"

    def _begin(self) -> None:
        choice = self._screen.desk.choice
        if not choice.names:
            self._screen.say("Offline: no engine may be asked.")
        elif self._screen.desk.language.doubt.code:
            settle_language(self._screen, self._begin, again=True)
        elif not choice.allowed() and not choice.unasked():
            self._screen.say("No engine may be asked for this text. R asks you again, Ctrl+E chooses one.")
        else:
            self._screen.say("Counting the sentences of the whole text …")
            self._count(resume="")

    def _count(self, resume: str) -> None:
        self._counting = True
        self._screen.run_worker(self._survey(resume), group="whole", exclusive=True)

    async def _survey(self, resume: str) -> None:
        """Look through the text in slices, then ask, or go on where it was left."""
        from reader.translation.whole import WholeText  # noqa: PLC0415 - only who wants the whole text

        desk = self._screen.desk
        takes_terms = any(engine.takes_terms for engine in desk.choice.chain())
        whole = WholeText(desk.bitext, pair=desk.pair, terms=desk.terms_of if takes_terms else None)
        for _ in whole.survey():
            await asyncio.sleep(0)
        self._counting = False
        if whole.finished:
            self._remember(OFF)
            if not resume:
                self._screen.say("The whole text is translated already.")
            return
        if not resume:
            self._ask(whole)
            return
        self._whole = whole
        if resume == ON:
            self._go_on()
        share = self._share(whole.extent)
        going = "Going on with the whole text" if self._running else "The whole text is paused"
        self._screen.say(f"{going}: {share} are translated; T {'pauses' if self._running else 'goes on'}.")

    def _ask(self, whole: WholeText) -> None:
        choice = self._screen.desk.choice
        unasked = choice.unasked()
        engines = [engine for engine in choice.chain() if engine in choice.allowed() or engine in unasked]

        def answered(answer: str | None) -> None:
            if answer != "y":
                self._screen.say("Nothing was sent.")
                return
            if unasked:
                choice.allow([engine.name for engine in unasked], always=False)
                self._screen.translating.restart()
            self._whole = whole
            self._go_on()

        self._screen.app.push_screen(
            Question("Translate the whole text?", _what(whole.extent, engines), {"y": "yes", "n": "no"}), answered
        )

    # --- on the way ---------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        translating = self._screen.translating
        if translating.service is None:
            translating.restart()
        if translating.service is None:
            self._screen.say("No engine may be asked for this text. R asks you again, Ctrl+E chooses one.")
            return
        self._running = True
        self._remember(ON)
        translating.service.resume_rest()
        self.feed()
        self._screen.say("Translating the whole text behind the page: T pauses, X leaves the rest.")

    def _pause(self) -> None:
        service = self._screen.translating.service
        if service is not None:
            service.pause_rest()
        self._running = False
        self._remember(PAUSED)
        if self._whole is not None:
            share = self._share(self._whole.extent)
            self._screen.say(f"Paused at {share}; the page in view goes on. T goes on with the rest, X leaves it.")

    def _stop(self) -> None:
        service = self._screen.translating.service
        if service is not None:
            service.drop_rest()
            service.resume_rest()
        self._whole, self._running = None, False
        self._remember(OFF)
        self._screen.show_lines()

    def restarted(self) -> None:
        """The engines are others: what stood with the old ones is asked for anew."""
        if self._whole is not None:
            running = self._running
            self._whole, self._running = None, False
            self._count(resume=ON if running else PAUSED)

    def settle(self, targets: Mapping[bytes, Target]) -> None:
        """Take note of what became of segments; ask for more when there is room.

        What failed until a certain time stays in the service's queue, and so on its way.
        """
        if self._whole is None:
            return
        self._whole.settle({key: target for key, target in targets.items() if target.retry_at is None})
        if self._whole.finished:
            extent = self._whole.extent
            self._stop()
            failed = _sentences(extent.failed)
            self._screen.say(
                f"The whole text was asked for; {failed} could not be translated: R asks again where one stands."
                if extent.failed
                else "The whole text is translated."
            )
        else:
            self.feed()
            self._screen.show_lines()

    def feed(self) -> None:
        """Give the service its next jobs, unless every engine rests: then the rest of the text waits here."""
        translating = self._screen.translating
        if self._whole is not None and self._running and translating.awake:
            translating.ask_more(self._whole.next_jobs())

    def words(self) -> list[Word]:
        """How far it is, for the head line."""
        if self._whole is None:
            return [Word("   counting sentences …", "quiet")] if self._counting else []
        share = f"   whole text {self._share(self._whole.extent)}"
        if not self._running:
            return [Word(f"{share}, paused", "quiet")]
        translating = self._screen.translating
        if translating.awake:
            return [Word(share, "quiet")]
        times = [one.until for one in translating.status if one.until is not None]
        return [Word(f"{share}, waiting{f' until {clock_time(min(times))}' if times else ''}", "warning")]

    def _remember(self, how: str) -> None:
        self._screen.desk.history.set_setting(self._setting, how)

    def _share(self, extent: Extent) -> str:
        """How much is translated; a sentence that stands in several places has to be sent once."""
        return f"{extent.known + extent.done:,}/{extent.known + extent.to_send:,}"


def _sentences(count: int) -> str:
    return "1 sentence" if count == 1 else f"{count:,} sentences"


def _what(extent: Extent, engines: Sequence[Engine]) -> str:
    """What would be sent, and to whom."""
    titles = [title_of(engine) for engine in engines]
    whom = f"to {titles[0]}" + (f" (where it fails, to {listed(titles[1:], 'or')})" if titles[1:] else "")
    privacy = dict.fromkeys(one_line(engine.privacy) for engine in engines if engine.privacy)
    budgets = [
        f"{title_of(engine)} takes {daily:,} characters a day."
        for engine in engines
        if (daily := getattr(engine.limits, "daily_chars", None))
    ]
    known = f"{extent.known:,} of {_sentences(extent.segments)} are translated already. " if extent.known else ""
    sent = f"{known}{_sentences(extent.to_send)}, {extent.chars:,} characters, would be sent {whom}."
    goes = "It goes on behind the page, pauses with T, and goes on after the reader was closed."
    return " ".join([sent, *privacy, *budgets, goes])
