"""A whole text through the translation service and out again, paragraph by paragraph, in the order of the text.

Invariant: a paragraph is given out once, when each of its segments has a translation or will have none in this run;
what is given out as a translation is in the memory, unless the memory could not be written, which is said.
"""

from __future__ import annotations

import math
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from reader.commands.bar import Bar
from reader.commands.streams import say
from reader.commands.translated import Tally, targets_of
from reader.core.target import MISSING, Target, TargetState
from reader.translation.status import clock_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.commands.translated import Form
    from reader.core.bitext import Bitext
    from reader.memory.store import TranslationMemory
    from reader.memory.unit import WritableMemory
    from reader.translation.results import Results
    from reader.translation.service import TranslationService
    from reader.translation.status import EngineStatus
    from reader.translation.whole import WholeText

PATIENCE_S = 120.0
"""So long an engine that has worked in this run, and rests, is waited for; one that has not is not waited for."""

_LOOK_S = 0.5
_GENERATION = 1


class Text(NamedTuple):
    """A text with what is known of its translation.

    Attributes:
        bitext: the text.
        memories: what it is looked up in, and what answers are put into.
        memory: the person's own among them.
    """

    bitext: Bitext
    memories: WritableMemory
    memory: TranslationMemory


class Translating:
    """One text on its way.

    Args:
        bitext: the text, with what the memory knows.
        whole: the same text, surveyed.
        form: makes of a paragraph what is given out.
        put: takes what is given out.
        reason: why a segment that nobody was asked for has no translation.
        clock: the time in seconds since the epoch.
    """

    def __init__(
        self,
        bitext: Bitext,
        whole: WholeText,
        form: Form,
        put: Callable[[str], None],
        *,
        reason: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bitext = bitext
        self._whole = whole
        self._form = form
        self._put = put
        self._missing = Target(reason=reason) if reason else MISSING
        self._clock = clock
        self._mail: SimpleQueue[Results] = SimpleQueue()
        self._arrived: dict[bytes, Target] = {}
        self._chars: dict[bytes, int] = {}
        self._chars_done = 0
        self._next = 0
        self._said: set[str] = set()
        self._patient_until = 0.0
        self._bar = Bar()
        self.tally = Tally()

    def post(self, results: Results) -> None:
        """Take results; called on a thread of the service."""
        self._mail.put(results)

    def run(self, service: TranslationService | None, *, again: bool = False) -> Tally:
        """Translate and give out all there is; what the service cannot do is given out with its reason.

        Args:
            service: whom to ask, whose results come to `post`; None to give out what is known.
            again: whether engines that rest are asked once now.

        Raises:
            KeyboardInterrupt: the person wants no more.
        """
        try:
            self._give_out(last=service is None)
            if service is not None:
                self._bar.begin()
                self._ask(service, again=again)
                while not self._finished(service):
                    self._take_in(service)
                    self._give_out(last=False)
                    self._ask(service, again=False)
                statuses = service.status()
                self._missing = _rest_target(statuses) or self._missing
                self._give_out(last=True)
                self.tally.later = when_again(statuses)
        finally:
            self._bar.clear()
        return self.tally

    def _ask(self, service: TranslationService, *, again: bool) -> None:
        """Hand out what comes next, unless nobody could take it anyway."""
        if not again and next_try(service.status()) > self._clock():
            return
        jobs = self._whole.next_jobs()
        self._chars.update((job.key, len(job.source)) for job in jobs)
        if jobs or again:
            (service.retry if again else service.request)(jobs, _GENERATION)

    def _take_in(self, service: TranslationService) -> None:
        """Wait for results, a moment at most, and take note of them."""
        self._show(service)
        try:
            results = self._mail.get(timeout=_LOOK_S)
        except Empty:
            return
        targets = {result.key: result.target for result in results.segments}
        for key, target in targets.items():
            if target.known:
                self._chars_done += self._chars.pop(key, 0)
                if target.state is TargetState.MACHINE:
                    self._patient_until = self._clock() + PATIENCE_S
        self._arrived.update(targets)
        self._whole.settle(targets)
        for notice in results.notices:
            self._say(notice)

    def _finished(self, service: TranslationService) -> bool:
        """Whether nothing more is to be waited for."""
        if not self._mail.empty():
            return False
        extent = self._whole.extent
        if self._whole.finished and not extent.failed:
            return True
        at = next_try(service.status())
        now = self._clock()
        if at <= now and not self._whole.finished:
            return False
        soonest = min([*self._retry_times(), at if at > now else math.inf])
        return max(now, soonest) > self._patient_until

    def _retry_times(self) -> list[float]:
        failed = (target for target in self._arrived.values() if target.state is TargetState.FAILED)
        return [target.retry_at for target in failed if target.retry_at is not None]

    def _give_out(self, *, last: bool) -> None:
        """Give out the paragraphs that are settled, up to the first that is not."""
        pieces = []
        document = self._bitext.document
        while self._next < len(document):
            index = self._next
            (paragraph,) = self._bitext.peek([index])
            targets = targets_of(paragraph, self._arrived, boilerplate=index in document.boilerplate)
            if last:
                targets = [self._missing if target == MISSING else target for target in targets]
            elif not all(map(_settled, targets)) and index not in document.boilerplate:
                break
            self.tally.add(targets)
            pieces.append(self._form(document, index, paragraph, targets))
            self._next += 1
            if len(pieces) >= 100:
                self._put_all(pieces)
        self._put_all(pieces)

    def _put_all(self, pieces: list[str]) -> None:
        if text := "".join(pieces):
            self._bar.clear()
            self._put(text)
        pieces.clear()

    def _show(self, service: TranslationService) -> None:
        extent = self._whole.extent
        known = self._whole.known_chars
        self._bar.show(self._chars_done, extent.chars, extent.translated, working(service.status()), known)

    def _say(self, notice: str) -> None:
        if notice not in self._said:
            self._said.add(notice)
            self._bar.clear()
            say(notice)


def next_try(statuses: Sequence[EngineStatus]) -> float:
    """When an engine takes a text: 0 if one does now, infinity if none ever will before a setting changes."""
    return min(map(_next_try, statuses), default=math.inf)


def _next_try(status: EngineStatus) -> float:
    if status.state in ("ready", "busy", "waiting"):
        return 0.0
    return status.until or math.inf if status.state == "resting" else math.inf


def when_again(statuses: Sequence[EngineStatus]) -> str:
    """When the engines that rest are asked again, in a sentence; empty if none rests."""
    resting = [one for one in statuses if one.state == "resting" and one.until is not None]
    if not resting:
        return ""
    times = ", ".join(f"{one.title} after {clock_time(one.until)}" for one in resting if one.until is not None)
    return f"Asked again: {times}; at once with --again."


def working(statuses: Sequence[EngineStatus]) -> str:
    """Who works on it, or why nobody does."""
    for state in ("busy", "waiting", "ready"):
        for status in statuses:
            if status.state == state:
                return status.reason if state == "waiting" and status.reason else status.title
    return next((status.reason for status in statuses if status.reason), "")


def _rest_target(statuses: Sequence[EngineStatus]) -> Target | None:
    """How a segment stands that was not even handed out, because no engine takes any."""
    reason = next((status.reason for status in statuses if status.reason), "")
    return Target(state=TargetState.FAILED, reason=reason) if reason else None


def _settled(target: Target) -> bool:
    """Whether there is a translation, or never will be one in this run."""
    return target.known or (target.state is TargetState.FAILED and target.retry_at is None)
