"""An engine as a member of the chain: how it stands in this sitting, and what that is called.

Invariant: a member's health is what pacing made of its requests, of the ledger, and of nothing else.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.engines.base import EngineError, Misconfigured, NoTranslation
from reader.engines.ledger import LastError, Ledger
from reader.engines.pacing import Health, Pace, after_failure, after_success
from reader.engines.pairing import alike
from reader.engines.tongue import words
from reader.translation.confidence import TRUSTED, Confidence
from reader.translation.status import SILENT_S, EngineStatus, silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.engines.base import Engine
    from reader.translation.status import State

_AGAIN_S = 5.0
"""A request that is silent for long is spoken of once more every so many seconds."""

_RECENT = 64
_TELLING_WORDS = 5
"""An answer of so many words does not serve two texts by chance."""


@dataclass(slots=True)
class Member:
    """An engine, and how it stands.

    Attributes:
        engine: it.
        settings_id: the fingerprint of what the person has set for it.
        health: when it may be asked.
        confidence: whether it may be given several texts at once.
        heard: whether it has given a translation that was not just the text again.
        asked_at: when the request that is on its way began.
        unready: why it cannot be asked at all; empty if it can.
        last_error: how it failed last.
        told: the rest that the person was told of last.
        unusable: how many requests in a row were answered with nothing that can be used.
        forced: whether it is asked once in spite of what the ledger says.
        recent: its latest answers with what they were given for.
    """

    engine: Engine
    settings_id: str = ""
    health: Health = Health()  # noqa: RUF009 - a frozen value
    confidence: Confidence = Confidence()  # noqa: RUF009 - a frozen value
    heard: bool = False
    asked_at: float | None = None
    unready: str = ""
    last_error: LastError | None = None
    told: str = ""
    unusable: int = 0
    forced: bool = False
    recent: OrderedDict[str, str] = field(default_factory=OrderedDict)

    @property
    def title(self) -> str:
        """What it is called on the screen."""
        return self.engine.title

    @property
    def daily_chars(self) -> int | None:
        """How many characters it takes a day; None if it does not count them."""
        return self.engine.limits.daily_chars

    @property
    def mimics(self) -> bool:
        """Whether its answers are by design no translations (the engine that stands in for others in tests)."""
        return getattr(self.engine, "mimics", False)

    def prepare(self, ledger: Ledger) -> None:
        """Stand as an earlier sitting left it, if it can be asked at all."""
        self.health = ledger.health(self.engine.name, self.settings_id)
        self.last_error = ledger.last_error(self.engine.name)
        proved = ledger.proved(self.engine.name)
        self.heard = proved or self.mimics
        if proved or self._pairs_itself:
            self.confidence = TRUSTED
        self.look()

    def look(self) -> None:
        """See whether it can be asked at all; no network is needed for that."""
        found = self.engine.availability()
        self.unready = "" if found.ready else found.why

    def awake(self, now: float) -> bool:
        """Whether it takes part in the chain."""
        return not self.unready and self.health.awake(now)

    def silent(self, now: float) -> bool:
        """Whether it has not answered for so long that others may go on without it; not if it is slow by nature."""
        return self.asked_at is not None and self.engine.limits.deadline_s is None and now - self.asked_at >= SILENT_S

    def rests_until(self) -> float:
        """Until when it does not; infinity if only the person can help."""
        return math.inf if self.unready else self.health.rests_until

    def mind_clock(self, now: float, pace: Pace) -> None:
        """Somebody may have set the clock back: no pause and no rest is longer than it can have been meant."""
        health = self.health
        if health.ready_at > now + pace.patience_s + self.engine.limits.gap_s:
            self.health = replace(health, ready_at=now)
        if now + pace.longest_s < health.rests_until < math.inf:
            self.health = replace(self.health, rests_until=now)

    def answered(self, now: float) -> None:
        """A request was answered with texts, whatever they are worth."""
        self.health = after_success(self.health, self.engine.limits.gap_s, now)

    def failed(self, error: EngineError, pace: Pace, now: float, jitter: float) -> None:
        """A request failed."""
        gap_s = self.engine.limits.gap_s
        self.health = after_failure(self.health, error, pace, gap_s=gap_s, now=now, jitter=jitter)
        self.last_error = LastError(now, error.reason)

    def judged(self, reason: str, pace: Pace, now: float) -> bool:
        """The answers to a request were looked at; whether there is so little to them that it rests.

        Args:
            reason: what was wrong with them; empty if any was of use.
            pace: how patient to be.
            now: the time.
        """
        self.unusable = self.unusable + 1 if reason else 0
        if self.unusable < pace.unusable:
            return False
        self.unusable -= 1  # after the rest, one more is enough
        self.health = replace(self.health, rests_until=now + pace.rest_s, reason=reason)
        self.last_error = LastError(now, reason)
        return True

    def ask_once(self, now: float, pace: Pace) -> None:
        """The person wants it asked now: one more failure, and it rests again."""
        self.look()
        if not self.health.awake(now):
            self.health = Health(failures=max(self.health.failures, pace.failures - 1))
            self.forced = True
        elif self.health.reason:
            self.health = Health(failures=self.health.failures)

    def remember(self, ledger: Ledger, error: EngineError | None) -> None:
        """Write down what the next sitting should know."""
        name = self.engine.name
        if error is not None and not isinstance(error, NoTranslation):
            ledger.fail(name, error.reason)
        if isinstance(error, Misconfigured) and self.engine.availability().key != "set":
            return  # what is missing may be there the next time, though no setting changes
        ledger.note(name, self.health, self.settings_id)

    def repeats(self, source: str, answer: str) -> bool:
        """Whether it has lately given this very answer for another text; notes the answer."""
        plain = " ".join(words(answer)).casefold()
        if len(plain.split()) < _TELLING_WORDS:
            return False
        earlier = self.recent.pop(plain, source)
        self.recent[plain] = source
        while len(self.recent) > _RECENT:
            self.recent.popitem(last=False)
        return not alike(earlier, source)

    def status(self, now: float) -> EngineStatus:
        """How it stands, in words."""
        state, until, reason = self._state(now)
        return EngineStatus(self.engine.name, self.title, state, until, reason, self.last_error)

    def _state(self, now: float) -> tuple[State, float | None, str]:
        health = self.health
        if self.unready:
            return "unavailable", None, self.unready
        if not health.awake(now):
            for_ever = health.rests_until == math.inf
            return (
                ("misconfigured", None, health.reason) if for_ever else ("resting", health.rests_until, health.reason)
            )
        if self.asked_at is not None and now - self.asked_at >= self._silent_s:
            waited_s = now - self.asked_at
            waited_s -= (waited_s - self._silent_s) % _AGAIN_S
            return "waiting", None, silence(self.title, waited_s)
        if self.asked_at is not None:
            return "busy", None, ""
        if health.ready_at > now and health.reason:
            return "waiting", health.ready_at, health.reason
        return "ready", None, ""

    def next_change(self, now: float) -> float:
        """When its status changes by itself; infinity if it does not."""
        if not self.health.awake(now):
            return self.health.rests_until
        if self.asked_at is not None:
            first = self.asked_at + self._silent_s
            return first if now < first else now + _AGAIN_S - (now - first) % _AGAIN_S
        return self.health.ready_at if self.health.ready_at > now and self.health.reason else math.inf

    @property
    def _silent_s(self) -> float:
        """An engine that is slow by nature is not said to be silent so soon."""
        return max(SILENT_S, (self.engine.limits.deadline_s or 0.0) / 4)

    @property
    def _pairs_itself(self) -> bool:
        """Whether it gives each text its answer within this program, where none can change places."""
        return self.engine.limits.max_texts == 1 or getattr(self.engine, "paired", False)


def meanwhile(members: Sequence[Member], now: float) -> list[str]:
    """The titles of those who answer at present, in the order of the chain."""
    return [member.title for member in members if member.awake(now)]
