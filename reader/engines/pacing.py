"""When an engine may be asked: a gap between requests, back-off after failures, and a rest after too many.

Pure functions of a clock. An engine that *pauses* keeps its work: the next request waits a little. One that
*rests* is passed over, and the next engine of the chain does its work meanwhile.

Invariant: after any failure an engine waits or rests; after a success only its gap is left.
"""

import math
from dataclasses import dataclass, replace

from reader.engines.base import EngineError, Misconfigured, NoTranslation, RateLimited, Refused


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient to be; all times in seconds.

    Attributes:
        backoff_s: the longest pause after the first failure in a row; doubles with each further one.
        backoff_max_s: no pause is longer.
        patience_s: a wait the engine itself asks for is a pause up to this, and a rest beyond.
        failures: so many in a row, and the engine rests.
        unusable: so many requests in a row whose answers are no translations, and it rests as well.
        rest_s: how long it rests then.
        blocked_s: how long it rests when it refused us, or wanted fewer requests without saying from when on.
        longest_s: no rest is longer, whatever the engine says.
    """

    backoff_s: float = 1.0
    backoff_max_s: float = 30.0
    patience_s: float = 30.0
    failures: int = 3
    unusable: int = 6
    rest_s: float = 60.0
    blocked_s: float = 1800.0
    longest_s: float = 86_400.0


@dataclass(frozen=True, slots=True)
class Health:
    """How an engine stands; all times as the clock gives them.

    Attributes:
        failures: in a row, up to now.
        ready_at: no request before this.
        rests_until: passed over until this; infinity if only a changed setting can help.
        reason: why it pauses or rests, in words for a person.
    """

    failures: int = 0
    ready_at: float = 0.0
    rests_until: float = 0.0
    reason: str = ""

    def awake(self, now: float) -> bool:
        """Whether the engine takes part in the chain."""
        return now >= self.rests_until


def after_success(health: Health, gap_s: float, now: float) -> Health:
    """The engine answered.

    >>> after_success(Health(failures=2), gap_s=0.5, now=10.0)
    Health(failures=0, ready_at=10.5, rests_until=0.0, reason='')
    """
    return replace(Health(), ready_at=max(health.ready_at, now + gap_s))


def after_failure(health: Health, error: EngineError, pace: Pace, *, gap_s: float, now: float, jitter: float) -> Health:
    """The engine failed.

    Args:
        health: how it stood before.
        error: how it failed.
        pace: how patient to be.
        gap_s: its usual gap, which is kept in any case.
        now: the time.
        jitter: a random number from 0 up to 1, so that many readers do not come back at one moment.

    >>> from reader.engines.base import Transient
    >>> after_failure(Health(), Transient("no line"), Pace(), gap_s=0.5, now=10.0, jitter=0.9)
    Health(failures=1, ready_at=10.9, rests_until=0.0, reason='no line')
    """
    earliest = now + gap_s
    if isinstance(error, NoTranslation):
        return replace(health, ready_at=earliest)
    failures = health.failures + 1
    pause_s, rest_s = _wait(error, failures, pace, jitter)
    return Health(failures, max(earliest, now + pause_s), now + rest_s if rest_s else 0.0, error.reason)


def _wait(error: EngineError, failures: int, pace: Pace, jitter: float) -> tuple[float, float]:
    """The pause and the rest after a failure; one of them is 0."""
    match error:
        case Misconfigured():
            return 0.0, math.inf
        case Refused() | RateLimited(retry_after_s=None):
            asked_s = error.again_s if isinstance(error, Refused) else None
            return 0.0, min(asked_s or pace.blocked_s, pace.longest_s)
        case RateLimited(retry_after_s=float() | int() as asked_s) if asked_s > pace.patience_s:
            return 0.0, min(asked_s, pace.longest_s)
        case RateLimited(retry_after_s=float() | int() as asked_s) if failures < pace.failures:
            return asked_s, 0.0
        case _ if failures >= pace.failures:
            return 0.0, pace.rest_s
        case _:
            # Full jitter: anywhere between nothing and the doubled back-off.
            return jitter * min(pace.backoff_s * 2 ** (failures - 1), pace.backoff_max_s), 0.0
