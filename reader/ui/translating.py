"""Asks the engines for what is on the screen and a little ahead, once the person has allowed it; never waits.

Invariant: no text goes to a third party before the person said yes; with `--offline` nothing is even made that could
send. What a person has written is never painted over by what a machine says later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.target import MISSING, Target, TargetState
from reader.core.text import one_line
from reader.engines import ahead
from reader.errors import MemoryFileError
from reader.ui.consenting import answered, consent_question, settle_language
from reader.ui.messages import TargetsArrived
from reader.ui.retrying import Answers, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.timer import Timer

    from reader.translation.queue import Job, Priority
    from reader.translation.service import Results, TranslationService
    from reader.translation.status import EngineStatus
    from reader.ui.screens.reading import ReadingScreen

SETTLED_S = 0.12
"""How long the page must stand still before its text is asked for."""

SCREENS_AHEAD = 2
QUEUED = Target(state=TargetState.QUEUED)
_RANKS = {TargetState.MACHINE: 1, TargetState.MEMORY: 2, TargetState.EDITED: 3}
_AWAKE = frozenset({"ready", "busy", "waiting"})


class Translating:
    """What a reading screen wants from the translation service."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self.service: TranslationService | None = None
        self.status: tuple[EngineStatus, ...] = ()
        """How the engines stood when the service last said so; empty: nothing is known to be wrong."""
        self._fresh: TranslationService | None = None
        self._timer: Timer | None = None
        self._generation = 0
        self._asked: frozenset[bytes] = frozenset()
        self._begun = False
        self._told: set[str] = set()
        self._answers = Answers()
        self._memory_notice = screen.desk.memory.notice

    # --- beginning ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look whether anything is missing on the page; ask the person first, if that is needed."""
        choice = self._screen.desk.choice
        if self._begun or not choice.names or not self._missing():
            return
        self._begun = True
        settle_language(self._screen, self.begin)

    def begin(self) -> None:
        """Ask the engines, after asking the person where that is needed."""
        choice = self._screen.desk.choice
        unasked = choice.unasked()
        if unasked:
            ahead.prepare(unasked)
            self._screen.app.push_screen(consent_question(unasked), answered(choice, unasked, self.restart))
        else:
            self.restart()

    def restart(self) -> None:
        """Go on with the engines that may be asked now, in the order they have now."""
        self.close()
        self._begun = True
        self.status = ()
        self._asked = frozenset()
        if self._screen.desk.choice.allowed():
            self.service = self._screen.desk.start_service(self._post)
        self._screen.show_missing(self._screen.desk.unasked)
        self._ask()
        self._screen.show_lines()

    def close(self) -> None:
        """Let go of the services; returns at once, whatever the network is doing."""
        for service in (self.service, self._fresh):
            if service is not None:
                service.close()
        self.service = self._fresh = None

    def _post(self, results: Results) -> None:
        """Called on the service's thread: the screen's message queue takes it from here."""
        targets = {result.key: result.target for result in results.segments}
        self._screen.post_message(TargetsArrived(targets, results.notices, results.status))

    # --- the page -----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """The page may have moved: see to what it shows when it stands still."""
        if self._timer is None:
            self._timer = self._screen.set_timer(SETTLED_S, self._settled)

    def _settled(self) -> None:
        self._timer = None
        self.look_again()
        if self.service is not None:
            self._ask()
        else:
            self.start()

    def look_again(self) -> None:
        """Show what another reader has stored since this page was made; the memory is asked once."""
        try:
            found = self._screen.desk.look_again(self._screen.reading.visible())
        except MemoryFileError as error:
            self._tell(str(error))
            return
        if found:
            self._screen.show_targets(found)
        notice = self._screen.desk.memory.notice
        if notice != self._memory_notice:  # damage may be found late, when a row of it is read
            self._memory_notice = notice
            self._tell(notice)

    def back(self) -> None:
        """The person comes back to the reader: time has passed, perhaps the machine slept."""
        self.look_again()
        if self.service is not None:
            self.service.wake()

    def _missing(self) -> bool:
        reading = self._screen.reading
        return any(
            not target.known
            for index in reading.visible()
            if index not in reading.bitext.document.boilerplate
            for target in reading.bitext.paragraph(index).targets
        )

    def _ask(self) -> None:
        """Say what is wanted now; what failed for good is left alone."""
        if self.service is None:
            return
        reading = self._screen.reading
        near = reading.near(reading.visible().start, margin=SCREENS_AHEAD)
        jobs = [job for job in self._jobs(near) if not self._is_given_up(job)]
        asked = frozenset(job.key for job in jobs)
        if asked == self._asked:
            return
        # What the page has moved away from is no longer asked for, and must not look as if it were.
        gone = [key for key in self._asked - asked if self._stands(key) is TargetState.QUEUED]
        waiting = [key for key in asked if self._stands(key) is not TargetState.FAILED]
        self._asked = asked
        self._generation += 1
        self._screen.show_targets(dict.fromkeys(gone, MISSING) | dict.fromkeys(waiting, QUEUED))
        self.service.request(jobs, self._generation)

    def _jobs(self, paragraphs: Iterable[int]) -> list[Job]:
        """What has no translation in these paragraphs, also what failed."""
        from reader.translation.jobs import jobs_for  # noqa: PLC0415 - only a text that needs translation

        paragraphs = list(paragraphs)
        desk = self._screen.desk
        terms = desk.terms_of if self.service is not None and self.service.takes_terms else None
        return jobs_for(desk.bitext, paragraphs, self._priority, pair=desk.pair, terms=terms, again=paragraphs)

    def _priority(self, paragraph: int) -> Priority:
        from reader.translation.queue import Priority  # noqa: PLC0415 - as above

        visible = self._screen.reading.visible()
        if paragraph in visible:
            return Priority.VISIBLE
        return Priority.AHEAD if paragraph >= visible.stop else Priority.BEHIND

    def _stands(self, key: bytes) -> TargetState | None:
        target = self._screen.reading.bitext.shown(key)
        return None if target is None else target.state

    def _is_given_up(self, job: Job) -> bool:
        target = self._screen.reading.bitext.shown(job.key)
        return target is not None and target.state is TargetState.FAILED and target.retry_at is None

    def ask_more(self, jobs: Sequence[Job]) -> None:
        """Ask for these as well; what is near the page stays wanted."""
        if self.service is not None and jobs:
            self.service.request(jobs, self._generation)

    # --- asking again -------------------------------------------------------------------------------------------

    def retry(self) -> None:
        """Ask again for what failed or is stale in the paragraph under the cursor; else for all that failed nearby."""
        reading, choice = self._screen.reading, self._screen.desk.choice
        if not choice.names:
            self._screen.say("Offline: no engine may be asked.")
            return
        if not len(reading.bitext):
            return
        here = reading.cursor.paragraph
        stale = self._stale_jobs(here)
        jobs = self._jobs([here])
        if not jobs and not stale:
            near = reading.near(reading.visible().start, margin=SCREENS_AHEAD)
            jobs = [job for job in self._jobs(near) if self._stands(job.key) is TargetState.FAILED]
        if not jobs and not stale:
            self._screen.say("Nothing failed here.")
            return
        settle_language(self._screen, lambda: self._allowed_again(jobs, stale), again=True)

    def _allowed_again(self, jobs: Sequence[Job], stale: Sequence[Job]) -> None:
        """Ask the person once more where they said no, then the engines."""
        choice = self._screen.desk.choice
        again = choice.ask_again() or choice.unasked()
        if again:
            self._screen.app.push_screen(
                consent_question(again), answered(choice, again, lambda: self._retry(jobs, stale, anew=True))
            )
        else:
            self._retry(jobs, stale, anew=self.service is None)

    def _retry(self, jobs: Sequence[Job], stale: Sequence[Job], *, anew: bool) -> None:
        if anew:
            self.restart()
        if self.service is None:
            self._screen.say("No engine may be asked.")
            return
        shown = self._screen.reading.bitext.shown
        self._answers = Answers({job.key: shown(job.key) or MISSING for job in (*jobs, *stale)})
        if jobs:
            self._asked |= frozenset(job.key for job in jobs)
            self._screen.show_targets(dict.fromkeys((job.key for job in jobs), QUEUED))
            self.service.retry(jobs, self._generation)
            self._screen.say("Asking again …")
        if stale:
            if self._fresh is None:
                self._fresh = self._screen.desk.fresh_service(self._post)
            self._fresh.retry(stale, self._generation)
            self._screen.say("Asking again with the glossary as it is now …")

    def _stale_jobs(self, paragraph: int) -> list[Job]:
        from reader.translation.queue import Job  # noqa: PLC0415 - as above

        reading = self._screen.reading
        pair = reading.bitext.paragraph(paragraph)
        jobs = []
        for number in reading.checking.stale(paragraph) if reading.checking is not None else ():
            start, end = segment = pair.segments[number]
            said = self._screen.desk.terms_of(paragraph, segment)
            jobs.append(
                Job(
                    pair.source[start:end],
                    pair=self._screen.desk.pair,
                    terms=said.terms,
                    paragraph=paragraph,
                    fingerprint=said.fingerprint,
                )
            )
        return jobs

    # --- what came of it ----------------------------------------------------------------------------------------

    def arrived(self, message: TargetsArrived) -> Mapping[bytes, Target]:
        """Show what became of segments, and what the person should know; gives what was news."""
        if message.status:
            self.status = message.status
        for notice in message.notices:
            self._tell(notice)
        news = {key: target for key, target in message.targets.items() if self._is_news(key, target)}
        self._asked -= {key for key, target in news.items() if target.known}
        self._screen.desk.ages.translated(key for key, target in news.items() if target.known)
        self._screen.show_targets(news)
        self._answers, said = outcome(self._answers, message.targets)
        if said:
            self._screen.say(said)
        if message.status:
            self._screen.show_lines()
        return message.targets

    def _is_news(self, key: bytes, target: Target) -> bool:
        """Whether it may stand where something else stands: not a machine's word where a person's is."""
        shown = self._screen.reading.bitext.shown(key)
        return shown is None or not shown.known or _RANKS.get(target.state, 0) >= _RANKS[shown.state]

    def _tell(self, notice: str) -> None:
        """Say something once in a sitting: the time in it may be another each time, what is wrong is the same."""
        what = one_line(notice).split(";")[0]
        if what not in self._told:
            self._told.add(what)
            self._screen.notify(one_line(notice), severity="warning", timeout=8, markup=False)

    @property
    def awake(self) -> bool:
        """Whether an engine answers, as far as is known."""
        return not self.status or any(one.state in _AWAKE for one in self.status)

    @property
    def slow(self) -> str:
        """What an engine makes one wait for, a sentence; "" for nothing."""
        return next((one.reason for one in self.status if one.state == "waiting" and one.reason), "")
