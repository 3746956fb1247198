"""What the threads of a translation service share, under one lock: the queue, the chain, and what is to be posted.

Invariant: whatever changes here is followed by a word to those who wait for it; no engine, memory or reader is ever
called while the lock is held.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from threading import Condition, RLock
from typing import TYPE_CHECKING

from reader.core.target import Target, TargetState
from reader.engines.pacing import Pace
from reader.translation.queue import JobQueue
from reader.translation.results import Results, SegmentResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.engines.ledger import Ledger
    from reader.memory.unit import WritableMemory
    from reader.translation.call import Call
    from reader.translation.member import Member
    from reader.translation.queue import Job
    from reader.translation.status import EngineStatus

_LONGEST_WAIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the service waits and how often it tries.

    Attributes:
        deadline_s: seconds after which a request is given up.
        gather_s: seconds between two posts; what becomes known meanwhile is gathered.
        tries: requests for one segment to one engine that may fail in passing before the next engine has it.
        unusable_tries: the same, for answers that were no translation.
        pace: how the engines themselves are spared.
    """

    deadline_s: float = 25.0
    gather_s: float = 0.05
    tries: int = 3
    unusable_tries: int = 2
    pace: Pace = Pace()  # noqa: RUF009 - a frozen value


class Shared:
    """The queue, the chain and the outgoing mail of a service.

    Args:
        members: the chain.
        memory: asked before any engine, and told every answer.
        ledger: what is known of the engines from earlier.
        clock: the time in seconds since the epoch.
        jitter: a random number from 0 up to 1.
        patience: how long to wait and how often to try.
    """

    def __init__(
        self,
        members: Sequence[Member],
        memory: WritableMemory,
        ledger: Ledger,
        clock: Callable[[], float],
        jitter: Callable[[], float],
        patience: Patience,
    ) -> None:
        self.members = tuple(members)
        self.memory = memory
        self.ledger = ledger
        self.clock = clock
        self.jitter = jitter
        self.patience = patience
        self.lock = RLock()
        self.work = Condition(self.lock)
        """Notified when an engine may have something to do."""
        self.mail = Condition(self.lock)
        """Notified when there is something to post, or a status may change."""
        self.queue = JobQueue([member.engine.limits for member in self.members])
        self.calls: set[Call] = set()
        self.closed = False
        self._outbox: list[SegmentResult] = []
        self._notices: list[str] = []
        self._troubles: set[str] = set()
        self._said = self._notable()
        self._next_post_at = 0.0

    def wait(self, at: float | None) -> None:
        """Wait for work until this time; the lock is held."""
        self.work.wait(None if at is None else min(max(0.0, at - self.clock()), _LONGEST_WAIT_S))

    def answer(self, job: Job, generation: int, target: Target) -> None:
        """A segment has a translation."""
        self._outbox.append(SegmentResult(job.key, generation, target, job.pair))

    def notice(self, *sentences: str) -> None:
        """The person should know this."""
        self._notices += sentences

    def trouble(self, sentence: str | None) -> None:
        """The memory cannot be used, which is said once; or it can again (None)."""
        if sentence is None:
            self._troubles.clear()
        elif sentence not in self._troubles:
            self._troubles.add(sentence)
            self.notice(sentence)

    def report(self) -> None:
        """Tell about segments that nobody will serve, or not soon; then wake the courier and the engines."""
        for job, generation, reason in self.queue.hopeless():
            why = self._with_first(reason) or "A word of the sentence is too long for every engine."
            self._fail(job, generation, why, math.inf)
        rests = [member.rests_until() for member in self.members]
        for left in self.queue.stranded(self.clock(), rests):
            member = self.members[left.engine]
            reason = left.reason or member.unready or member.health.reason
            self._fail(left.job, left.generation, self._with_first(reason), left.retry_at)
        self.mail.notify_all()
        self.work.notify_all()

    def _fail(self, job: Job, generation: int, reason: str, retry_at: float) -> None:
        retry = retry_at if retry_at < math.inf else None
        self.answer(job, generation, Target(state=TargetState.FAILED, reason=reason, retry_at=retry))

    def _with_first(self, reason: str) -> str:
        """Why a segment failed, behind why the engine that is to be asked first is passed over."""
        first = self.members[0]
        why = "" if first.health.awake(self.clock()) else first.health.reason.rstrip(". ")
        return f"{why}; {reason}" if why and reason and not reason.startswith(why) else reason

    def forget(self) -> None:
        """Nothing is wanted any more, and nothing is to be posted."""
        self.queue.clear()
        self._outbox.clear()

    def status(self) -> tuple[EngineStatus, ...]:
        """How each engine of the chain stands now."""
        now = self.clock()
        return tuple(member.status(now) for member in self.members)

    def gathered(self) -> Results | None:
        """What there is to post; None when the service is closed.

        The first of it goes out at once, what follows is gathered for a moment.
        """
        with self.lock:
            while not (self.closed or self._outbox or self._notices or self._notable() != self._said):
                now = self.clock()
                at = min((member.next_change(now) for member in self.members), default=math.inf)
                self.mail.wait(None if at == math.inf else min(max(0.0, at - now), _LONGEST_WAIT_S))
                if self.clock() >= at:
                    self.work.notify_all()  # what one engine keeps waiting, another may take now
            gather_s = min(self.patience.gather_s, max(0.0, self._next_post_at - self.clock()))
            if self.mail.wait_for(lambda: self.closed, timeout=gather_s):
                return None
            self._next_post_at = self.clock() + self.patience.gather_s
            notable = self._notable()
            status = self.status() if notable != self._said else ()
            results = Results(tuple(self._outbox), tuple(self._notices), status)
            self._said = notable
            self._outbox.clear()
            self._notices.clear()
            return results

    def _notable(self) -> tuple[EngineStatus, ...]:
        """The status without what changes with every request."""
        return tuple(
            replace(one, state="ready" if one.state == "busy" else one.state, last_error=None) for one in self.status()
        )
