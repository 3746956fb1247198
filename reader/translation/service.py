"""Translating in the background: the queue, the chain of engines, the memory and the way back to the reader.

Threads, all daemons of our own and none of them ever joined: a worker for each engine, which makes each request on
a short-lived thread so that it can be given up at its deadline; and a courier that gathers results and posts them.
With nothing to do all of them wait without a timeout; without engines there are none.

Invariant: a result carries the key of the very text that was sent for it; what is posted as a translation has
passed the checks and is in the memory, unless the memory could not be written, which is said.
"""

import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Condition, RLock, Thread

from reader.core.target import Target, TargetState
from reader.engines.base import Engine, EngineError, NoTranslation, TimedOut, Transient
from reader.engines.checks import check_answer, has_letters, is_error_text, tidy
from reader.engines.ledger import Ledger
from reader.engines.pacing import Health, Pace, after_failure, after_success
from reader.errors import MemoryFileError
from reader.memory.unit import LanguagePair, TranslationUnit, WritableMemory
from reader.translation.call import Call, Outcome
from reader.translation.queue import Batch, Job, JobQueue
from reader.translation.status import EngineStatus

_LONGEST_WAIT_S = 3600.0
_WITHOUT_WORDS = "no words to translate"


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """What became of one segment.

    Attributes:
        key: the segment key of the text that was sent.
        generation: the latest generation in which it was asked for.
        target: its translation, or why and until when there is none.
        pair: the languages.
    """

    key: bytes
    generation: int
    target: Target
    pair: LanguagePair = LanguagePair()  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True)
class Results:
    """What is posted at once.

    Attributes:
        segments: in the order in which they became known.
        notices: what else the person should know, a sentence each.
        status: how the engines stand, if that has changed; else empty.
    """

    segments: tuple[SegmentResult, ...]
    notices: tuple[str, ...] = ()
    status: tuple[EngineStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the service waits and how often it tries.

    Attributes:
        deadline_s: seconds after which a request is given up.
        gather_s: seconds for which results are gathered before they are posted.
        tries: requests for one segment to one engine that may fail in passing before the next engine has it.
        unusable_tries: the same, for answers that were no translation.
        pace: how the engines themselves are spared.
    """

    deadline_s: float = 25.0
    gather_s: float = 0.05
    tries: int = 3
    unusable_tries: int = 2
    pace: Pace = Pace()  # noqa: RUF009 - a frozen value


class TranslationService:
    """Translates what is asked for, most urgent first, and posts what became of it.

    Whether a text may be sent anywhere is decided by who makes the service: it uses the engines it is given.

    Args:
        engines: the chain, the preferred engine first.
        memory: asked before any engine, and told every answer; used from several threads.
        post: takes results; called on a thread of the service, must not raise, and should return at once.
        ledger: what is known of the engines from earlier; None to begin with nothing and remember nothing.
        settings: the person's `EngineSettings`, which a bad key stays bad with.
        clock: the time in seconds since the epoch.
        jitter: a random number from 0 up to 1.
        patience: how long to wait and how often to try.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        memory: WritableMemory,
        post: Callable[[Results], None],
        *,
        ledger: Ledger | None = None,
        settings: object = None,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
        patience: Patience = Patience(),
    ) -> None:
        self._engines = tuple(engines)
        self._memory = memory
        self._post = post
        self._ledger = ledger if ledger is not None else Ledger(None, clock)
        self._settings = settings
        self._clock = clock
        self._jitter = jitter
        self._patience = patience
        # The lock guards everything below; no engine, memory or `post` is ever called under it.
        self._lock = RLock()
        self._work = Condition(self._lock)  # notified when an engine may have something to do
        self._mail = Condition(self._lock)  # notified when there is something to post
        self._queue = JobQueue([engine.limits for engine in self._engines])
        self._health = [Health()] * len(self._engines)
        self._calls: set[Call] = set()
        self._outbox: list[SegmentResult] = []
        self._notices: list[str] = []
        self._started = False
        self._closed = False

    @property
    def takes_terms(self) -> bool:
        """Whether an engine does anything with the terms of a job."""
        return any(engine.takes_terms for engine in self._engines)

    def request(self, jobs: Iterable[Job], generation: int) -> None:
        """Say what is wanted now; see `JobQueue.ask` for what becomes of what was wanted before.

        A segment without letters is answered with itself and sent to nobody.
        """
        if not self._engines:
            return
        wanted = []
        with self._lock:
            if self._closed:
                return
            for job in jobs:
                if has_letters(job.source):
                    wanted.append(job)
                else:
                    self._outbox.append(SegmentResult(job.key, generation, _itself(job.source), job.pair))
            self._queue.ask(wanted, generation)
            self._report()
            self._start()
            self._work.notify_all()

    def retry(self, jobs: Iterable[Job], generation: int) -> None:
        """Ask for these once more: their failures are forgotten, and an engine that rests is asked once, now."""
        with self._lock:
            self._health = [Health()] * len(self._engines)
        self.request(jobs, generation)

    def pause_rest(self) -> None:
        """The whole text waits; what is near the page goes on."""

    def resume_rest(self) -> None:
        """The whole text goes on."""

    def status(self) -> tuple[EngineStatus, ...]:
        """How each engine of the chain stands now."""
        now = self._clock()
        with self._lock:
            return tuple(
                EngineStatus(engine.name, engine.name, "ready" if health.awake(now) else "resting", None, health.reason)
                for engine, health in zip(self._engines, self._health, strict=True)
            )

    def cancel_all(self) -> None:
        """Nothing is wanted any more. Answers on their way still reach the memory, but are not posted."""
        with self._lock:
            self._queue.clear()
            self._outbox.clear()

    def close(self) -> None:
        """Stop for good, at once, whatever an engine is doing: nothing is posted from now on."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self.cancel_all()
            for call in self._calls:
                call.abandon()
            self._work.notify_all()
            self._mail.notify_all()
        for engine in self._engines:
            engine.close()

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        for place, engine in enumerate(self._engines):
            Thread(target=self._serve_all, args=(place,), name=f"engine-{engine.name}", daemon=True).start()
        Thread(target=self._deliver, name="translations", daemon=True).start()

    def _serve_all(self, place: int) -> None:
        """The body of an engine's thread."""
        while (batch := self._next_batch(place)) is not None:
            self._serve(place, batch)

    def _next_batch(self, place: int) -> Batch | None:
        """What this engine does next, as soon as there is something; None when the service is closed."""
        with self._lock:
            while not self._closed:
                now = self._clock()
                health = self._health[place]
                at: float | None = max(health.ready_at, health.rests_until)
                if at is not None and at <= now:
                    awake = [health.awake(now) for health in self._health]
                    if (batch := self._queue.take(place, now, awake)) is not None:
                        return batch
                    at = self._queue.next_time(place, now)
                elif not self._queue:
                    at = None
                self._work.wait(None if at is None else min(at - now, _LONGEST_WAIT_S))
        return None

    def _serve(self, place: int, batch: Batch) -> None:
        """Have a batch translated: by the memory where it can, by the engine where it must."""
        known, notices = self._remembered(batch)
        jobs = [job for job in batch.jobs if job.key not in known]
        outcome: Outcome = self._ask(place, jobs, batch.pair) if jobs else []
        if not isinstance(outcome, EngineError) and any(map(is_error_text, outcome)):
            outcome = Transient(f"{self._engines[place].name} answered with an error message.")
        targets, refused = self._checked(place, jobs, outcome)
        notices += self._remember(
            [
                TranslationUnit(
                    job.source, targets[job.key].text, job.pair, TargetState.MACHINE, targets[job.key].origin
                )
                for job in jobs
                if job.key in targets
            ]
        )
        with self._lock:
            if self._closed:
                return
            self._notices += notices
            if jobs:
                self._judge(place, outcome)
            for job in batch.jobs:
                target = known.get(job.key) or targets.get(job.key)
                if target is None:
                    self._failed(place, job, outcome if isinstance(outcome, EngineError) else refused[job.key])
                elif (generation := self._queue.done(job)) is not None:
                    self._outbox.append(SegmentResult(job.key, generation, target, job.pair))
            self._report()
            self._work.notify_all()

    def _ask(self, place: int, jobs: Sequence[Job], pair: LanguagePair) -> Outcome:
        engine = self._engines[place]
        call = Call(engine, [job.source for job in jobs], pair, [job.terms for job in jobs])
        with self._lock:
            if self._closed:
                return Transient("The reader is closing.")
            self._calls.add(call)
        outcome = call.run(engine.limits.deadline_s or self._patience.deadline_s)
        with self._lock:
            self._calls.discard(call)
        return outcome

    def _checked(
        self, place: int, jobs: Sequence[Job], outcome: Outcome
    ) -> tuple[dict[bytes, Target], dict[bytes, NoTranslation]]:
        """The answers that are translations, and what is wrong with the others; by segment key."""
        if isinstance(outcome, EngineError):
            return {}, {}
        name = self._engines[place].name
        targets, refused = {}, {}
        for job, answer in zip(jobs, outcome, strict=True):
            text = tidy(answer)
            if (reason := check_answer(job.source, text)) is None:
                targets[job.key] = Target(text, TargetState.MACHINE, name)
            else:
                refused[job.key] = NoTranslation(f"{name} gave no translation: {reason}.")
        return targets, refused

    def _remembered(self, batch: Batch) -> tuple[dict[bytes, Target], list[str]]:
        try:
            return self._memory.get_many([job.key for job in batch.jobs], batch.pair), []
        except MemoryFileError as error:
            return {}, [str(error)]

    def _remember(self, units: Sequence[TranslationUnit]) -> list[str]:
        try:
            if units:
                self._memory.put_many(units)
        except MemoryFileError as error:
            return [str(error)]
        return []

    def _judge(self, place: int, outcome: Outcome) -> None:
        """Note how the engine stands after a request."""
        now = self._clock()
        gap_s = self._engines[place].limits.gap_s
        before = self._health[place]
        if not isinstance(outcome, EngineError):
            self._health[place] = after_success(before, gap_s, now)
            return
        after = after_failure(before, outcome, self._patience.pace, gap_s=gap_s, now=now, jitter=self._jitter())
        self._health[place] = after
        if not after.awake(now):
            others = [
                engine.name for engine, health in zip(self._engines, self._health, strict=True) if health.awake(now)
            ]
            self._notices.append(after.reason + (f" {others[0]} answers meanwhile." if others else ""))

    def _failed(self, place: int, job: Job, error: EngineError) -> None:
        """Decide who tries this segment next, and when."""
        later = self._clock() + self._patience.pace.rest_s
        match error:
            case NoTranslation():
                self._queue.fail(job, place, math.inf, self._patience.unusable_tries, error.reason)
            case TimedOut():
                self._queue.fail(job, place, later, 1, error.reason)
            case Transient():
                self._queue.fail(job, place, later, self._patience.tries, error.reason)
            case _:
                # It is the engine that pauses or rests: the segment is as good as untried.
                self._queue.put_back(job)

    def _report(self) -> None:
        """Tell about segments that nobody will serve, or not soon; then wake the courier."""
        rests = [health.rests_until for health in self._health]
        for job, generation, reason in self._queue.hopeless():
            self._tell(job, generation, reason or "The sentence is too long for every engine.", math.inf)
        for left in self._queue.stranded(self._clock(), rests):
            health = self._health[left.engine]
            self._tell(left.job, left.generation, left.reason or health.reason, left.retry_at)
        self._mail.notify_all()

    def _tell(self, job: Job, generation: int, reason: str, retry_at: float) -> None:
        target = Target(state=TargetState.FAILED, reason=reason, retry_at=retry_at if retry_at < math.inf else None)
        self._outbox.append(SegmentResult(job.key, generation, target, job.pair))

    def _deliver(self) -> None:
        """The body of the courier's thread."""
        while (results := self._gathered()) is not None:
            if results.segments or results.notices:
                self._post(results)

    def _gathered(self) -> Results | None:
        """What there is to post, a moment after the first of it is there; None when the service is closed."""
        with self._lock:
            self._mail.wait_for(lambda: self._outbox or self._notices or self._closed)
            if self._mail.wait_for(lambda: self._closed, timeout=self._patience.gather_s):
                return None
            results = Results(tuple(self._outbox), tuple(self._notices))
            self._outbox.clear()
            self._notices.clear()
            return results


def _itself(source: str) -> Target:
    """The target of a segment without words."""
    if text := tidy(source):
        return Target(text, TargetState.MEMORY, _WITHOUT_WORDS)
    return Target(reason="There is nothing to translate.")
