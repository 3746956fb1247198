"""Translating in the background: the queue, the chain of engines, the memory and the way back to the reader.

Threads, all daemons of our own and none of them ever joined: a worker for each engine, which makes each request on
a short-lived thread so that it can be given up at its deadline; and a courier that gathers results and posts them.
With nothing to do all of them wait without a timeout; without engines there are none.

Invariant: a result carries the key of the very text that was sent for it; what is posted as a translation has
passed the checks and is in the memory, unless the memory could not be written, which is said.
"""

from __future__ import annotations

import random
import time
from threading import Thread
from typing import TYPE_CHECKING

from reader.core.segments import has_letters
from reader.core.target import WITHOUT_WORDS, Target, TargetState
from reader.engines.checks import tidy
from reader.engines.ledger import Ledger, settings_id
from reader.translation.member import Member
from reader.translation.results import Results, SegmentResult
from reader.translation.shared import Patience, Shared
from reader.translation.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.engines.base import Engine
    from reader.memory.unit import WritableMemory
    from reader.translation.queue import Job
    from reader.translation.status import EngineStatus

__all__ = ["Patience", "Results", "SegmentResult", "TranslationService"]


_AT_ONCE = Patience()


class TranslationService:
    """Translates what is asked for, most urgent first, and posts what became of it.

    Whether a text may be sent anywhere is decided by who makes the service: it uses the engines it is given.

    Args:
        engines: the chain, the preferred engine first.
        memory: asked before any engine, and told every answer; used from several threads.
        post: takes results; called on a thread of the service, must not raise, and should return at once.
        ledger: what is known of the engines from earlier; None to begin with nothing and remember nothing.
        settings: the person's `EngineSettings`: a bad key is bad until they change.
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
        patience: Patience = _AT_ONCE,
    ) -> None:
        ledger = ledger if ledger is not None else Ledger(None, clock)
        members = [Member(engine, settings_id(settings, engine.name)) for engine in engines]
        for member in members:
            member.prepare(ledger)
        self._shared = Shared(members, memory, ledger, clock, jitter, patience)
        self._post = post
        self._started = False

    @property
    def takes_terms(self) -> bool:
        """Whether an engine does anything with the terms of a job."""
        return any(member.engine.takes_terms for member in self._shared.members)

    def request(self, jobs: Iterable[Job], generation: int) -> None:
        """Say what is wanted now; see `JobQueue.ask` for what becomes of what was wanted before.

        A segment without letters is answered with itself and sent to nobody.
        """
        shared = self._shared
        if not shared.members:
            return
        wanted = []
        with shared.lock:
            if shared.closed:
                return
            for job in jobs:
                if has_letters(job.source):
                    wanted.append(job)
                else:
                    shared.answer(job, generation, _itself(job.source))
            shared.queue.ask(wanted, generation)
            shared.report()
            self._start()

    def retry(self, jobs: Iterable[Job], generation: int) -> None:
        """Ask for these once more: their failures are forgotten, and an engine that rests is asked once, now."""
        shared, wanted = self._shared, list(jobs)
        with shared.lock:
            shared.queue.forgive(job.ident for job in wanted)
            for member in shared.members:
                member.ask_once(shared.clock(), shared.patience.pace)
            self.request(wanted, generation)

    def pause_rest(self) -> None:
        """The whole text waits; what is near the page goes on."""
        with self._shared.lock:
            self._shared.queue.rest_paused = True

    def resume_rest(self) -> None:
        """The whole text goes on."""
        with self._shared.lock:
            self._shared.queue.rest_paused = False
            self._shared.work.notify_all()

    def drop_rest(self) -> None:
        """The whole text is no longer wanted; what is near the page is."""
        with self._shared.lock:
            self._shared.queue.drop_rest()

    def status(self) -> tuple[EngineStatus, ...]:
        """How each engine of the chain stands now, in the order of the chain."""
        with self._shared.lock:
            return self._shared.status()

    def wake(self) -> None:
        """Look at the clock again: it may have gone on while this machine slept."""
        with self._shared.lock:
            self._shared.work.notify_all()
            self._shared.mail.notify_all()

    def cancel_all(self) -> None:
        """Nothing is wanted any more. Answers on their way still reach the memory, but are not posted."""
        with self._shared.lock:
            self._shared.forget()

    def close(self) -> None:
        """Stop for good, at once, whatever an engine is doing: nothing is posted from now on."""
        shared = self._shared
        with shared.lock:
            if shared.closed:
                return
            shared.closed = True
            shared.forget()
            for call in shared.calls:
                call.abandon()
            shared.work.notify_all()
            shared.mail.notify_all()
        for member in shared.members:
            member.engine.close()

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        for place, member in enumerate(self._shared.members):
            worker = Worker(self._shared, place)
            Thread(target=worker.run, name=f"engine-{member.engine.name}", daemon=True).start()
        Thread(target=self._deliver, name="translations", daemon=True).start()

    def _deliver(self) -> None:
        """The body of the courier's thread."""
        while (results := self._shared.gathered()) is not None:
            if results.segments or results.notices or results.status:
                self._post(results)


def _itself(source: str) -> Target:
    """The target of a segment without words."""
    if text := tidy(source):
        return Target(text, TargetState.MEMORY, WITHOUT_WORDS)
    return Target(reason="There is nothing to translate.")
