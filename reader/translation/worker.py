"""One engine at work: takes what is most urgent, asks the memory and then the engine, checks, stores, and hands on.

Invariant: one request at a time, never before the engine may be asked; every segment that was taken from the queue
is answered, failed or put back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reader.core.segments import has_letters
from reader.engines.base import EngineError, NoTranslation, TimedOut, Transient
from reader.engines.checks import is_error_text, tidy
from reader.engines.pacing import Health
from reader.engines.pairing import agree
from reader.errors import MemoryFileError
from reader.memory.unit import Wishes
from reader.translation.asking import Doubtful, Verdict, targets, units, verdict
from reader.translation.call import Call
from reader.translation.confidence import Heard, after_answer, after_proof, shaken
from reader.translation.member import meanwhile
from reader.translation.queue import Batch, Job
from reader.translation.splitting import pieces
from reader.translation.status import failure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.target import Target
    from reader.engines.base import Terms
    from reader.memory.unit import LanguagePair, TranslationUnit
    from reader.translation.call import Outcome
    from reader.translation.shared import Shared

CLOSING = Transient("The reader is closing.")


class Worker:
    """The work of one engine of the chain.

    Args:
        shared: what it shares with the others.
        place: the engine's place in the chain.
    """

    def __init__(self, shared: Shared, place: int) -> None:
        self._shared = shared
        self._place = place
        self._member = shared.members[place]
        self._engine = self._member.engine

    def run(self) -> None:
        """The body of the engine's thread; ends when the service is closed."""
        while (batch := self._next_batch()) is not None:
            try:
                self._serve(batch)
                self._prove(batch.pair)
            except Exception as error:  # noqa: BLE001 - a thread's body: a mistake in here must not stop the chain
                self._broken(batch, type(error).__name__)

    def _broken(self, batch: Batch, what: str) -> None:
        """Something failed that nobody thought of: this engine is left out, and the others go on."""
        with self._shared.lock:
            self._member.unready = f"{self._member.title} failed unexpectedly ({what})."
            self._shared.notice(self._member.unready)
            self._shared.queue.put_back([job for job in batch.jobs if self._shared.queue.is_out(job)])
            self._shared.report()

    def _next_batch(self) -> Batch | None:
        """What this engine does next, as soon as there is something; None when the service is closed."""
        shared, member = self._shared, self._member
        with shared.lock:
            while not shared.closed:
                now = shared.clock()
                member.mind_clock(now, shared.patience.pace)
                at: float | None = max(member.health.ready_at, member.rests_until())
                if at is not None and at <= now:
                    awake = [other.awake(now) and not other.silent(now) for other in shared.members]
                    most = None if member.confidence.trusted else 1
                    if (batch := shared.queue.take(self._place, now, awake, most)) is not None:
                        return batch
                    at = shared.queue.next_time(self._place, now)
                elif not shared.queue:
                    at = None
                shared.wait(at)
        return None

    def _serve(self, batch: Batch) -> None:
        """Have a batch translated: by the memory where it can, by the engine where it must."""
        known = self._remembered(batch)
        jobs = [job for job in batch.jobs if job.key not in known]
        said: Verdict | None = Verdict()
        if jobs:
            sent = self._may_send(sum(len(job.source) for job in jobs))
            said = verdict(self._member, jobs, self._answers(jobs, batch.pair)) if sent else None
        good = said.good if said is not None else {}
        name, takes_terms = self._engine.name, self._engine.takes_terms
        self._remember(units(name, jobs, good, with_terms=takes_terms))
        with self._shared.lock:
            if self._shared.closed:
                return
            if said is not None:
                self._learn(jobs, said)
            self._settle(batch.jobs, {**known, **targets(name, good)}, said)
        if said is not None and jobs:
            self._member.remember(self._shared.ledger, said.error)

    def _learn(self, jobs: Sequence[Job], said: Verdict) -> None:
        """What these answers tell of the engine."""
        member = self._member
        for job in jobs:
            answer = said.good.get(job.key)
            if answer is not None:
                member.heard = member.heard or tidy(job.source).casefold() != answer.casefold()
                if len(jobs) == 1:
                    member.confidence = after_answer(member.confidence, Heard(job.source, answer))
        if said.misplaced:
            member.confidence = shaken(member.confidence)
        faults = [fault for fault in said.refused.values() if not isinstance(fault, Doubtful)]
        if said.good or faults:
            reason = "" if said.good else faults[0].reason
            if member.judged(reason, self._shared.patience.pace, self._shared.clock()):
                self._tell_rest()

    def _settle(self, jobs: Sequence[Job], known: Mapping[bytes, Target], said: Verdict | None) -> None:
        """Give each job of a batch back to the queue or to the reader; without a verdict nothing was sent."""
        shared = self._shared
        back, apart = [], []
        for job in jobs:
            if (target := known.get(job.key)) is not None:
                if (generation := shared.queue.done(job)) is not None:
                    shared.answer(job, generation, target)
            elif said is None:
                back.append(job)
            elif said.apart:
                apart.append(job)
            elif not self._failed(job, said.error or said.refused[job.key]):
                back.append(job)
        shared.queue.put_back(back)
        shared.queue.put_back(apart, alone=self._place)
        shared.report()

    def _failed(self, job: Job, error: EngineError) -> bool:
        """Decide who tries this segment next, and when; false if it is as good as untried."""
        patience, queue = self._shared.patience, self._shared.queue
        later = self._shared.clock() + patience.pace.rest_s
        match error:
            case NoTranslation():
                queue.fail(job, self._place, math.inf, patience.unusable_tries, error.reason)
            case TimedOut():
                queue.fail(job, self._place, later, 1, error.reason)
            case Transient():
                queue.fail(job, self._place, later, patience.tries, error.reason)
            case _:
                return False  # it is the engine that pauses or rests
        return True

    # --- asking -------------------------------------------------------------------------------------------------

    def _may_send(self, chars: int) -> bool:
        """Whether the engine may be asked, as far as other processes and its daily budget go; if not, it rests."""
        shared, member = self._shared, self._member
        health = shared.ledger.health(self._engine.name, member.settings_id)
        if member.forced:
            health = Health()
        daily = member.daily_chars
        if daily is not None and shared.ledger.left(self._engine.name, daily) < chars:
            reason = f"{member.title}'s {daily:,} characters for today are used up."
            health = Health(rests_until=shared.ledger.next_day(), reason=reason)
            shared.ledger.note(self._engine.name, health)
        with shared.lock:
            member.forced = False
            if health.awake(shared.clock()):
                return True
            member.health = health
            self._tell_rest()
            return False

    def _answers(self, jobs: Sequence[Job], pair: LanguagePair) -> Outcome:
        """Ask the engine: once, or for a sentence over its limit once for each piece."""
        limits = self._engine.limits
        if len(jobs) > 1 or limits.fit([jobs[0].source]):
            return self._request([job.source for job in jobs], pair, [job.terms for job in jobs])
        answers: list[str] = []
        for number, piece in enumerate(pieces(jobs[0].source, limits) or ()):
            if not has_letters(piece):
                answers.append(piece)
                continue
            if number and not self._is_time():
                return CLOSING
            part = Job(piece, pair=pair)
            said = verdict(self._member, [part], self._request([piece], pair, ()))
            if part.key not in said.good:
                return said.error or said.refused[part.key]
            answers.append(said.good[part.key])
        return [" ".join(answers)]

    def _is_time(self) -> bool:
        """Wait until the engine may be asked again; false if it rests or the service is closed before."""
        shared, member = self._shared, self._member
        with shared.lock:
            while not shared.closed and (at := member.health.ready_at) > shared.clock():
                shared.wait(at)
            return not shared.closed and member.awake(shared.clock())

    def _request(self, texts: Sequence[str], pair: LanguagePair, terms: Terms) -> Outcome:
        """One request, and what it says of how the engine stands."""
        shared, member = self._shared, self._member
        if member.daily_chars is not None:
            shared.ledger.spend(self._engine.name, sum(map(len, texts)))
        call = Call(self._engine, texts, pair, terms)
        with shared.lock:
            if shared.closed:
                return CLOSING
            shared.calls.add(call)
            member.asked_at = shared.clock()
            shared.mail.notify_all()
        outcome = call.run(self._engine.limits.deadline_s or shared.patience.deadline_s)
        if not isinstance(outcome, EngineError) and any(
            is_error_text(answer) and not is_error_text(text) for text, answer in zip(texts, outcome, strict=True)
        ):
            outcome = Transient(f"{member.title} answered with an error message.")
        with shared.lock:
            shared.calls.discard(call)
            member.asked_at = None
            if not shared.closed:
                self._judge(outcome)
        return outcome

    def _judge(self, outcome: Outcome) -> None:
        """Note how the engine stands after a request."""
        member, now = self._member, self._shared.clock()
        if not isinstance(outcome, EngineError):
            member.answered(now)
            member.told = ""
            return
        member.failed(outcome, self._shared.patience.pace, now, self._shared.jitter())
        if not member.awake(now):
            self._tell_rest()

    def _tell_rest(self) -> None:
        """Say that this engine is passed over, unless that was the last thing said of it."""
        member, now = self._member, self._shared.clock()
        if member.told != member.health.reason:
            member.told = member.health.reason
            others = meanwhile(self._shared.members, now)
            self._shared.notice(failure(member.health.reason, member.health.rests_until, others))

    def _prove(self, pair: LanguagePair) -> None:
        """Examine an engine that nobody knows yet, where several texts at once would be of use."""
        shared, member = self._shared, self._member
        sample = member.confidence.sample
        texts = [heard.source for heard in sample]
        with shared.lock:
            if not member.confidence.ready(shared.clock()) or len(shared.queue) < 2:
                return
            while texts and not self._engine.limits.fit(texts):
                texts, sample = texts[1:], sample[1:]
        if len(texts) < 2 or not self._is_time() or not self._may_send(sum(map(len, texts))):
            return
        outcome = self._request(texts, pair, ())
        agreed: bool | None = False
        if not isinstance(outcome, EngineError):
            agreed = agree([heard.answer for heard in sample], [tidy(answer) for answer in outcome])
        elif not isinstance(outcome, NoTranslation):
            return
        with shared.lock:
            member.confidence = after_proof(member.confidence, shared.clock(), agreed=agreed)
            trusted = member.confidence.trusted
        if trusted or agreed is False:
            shared.ledger.prove(self._engine.name, proved=trusted)

    # --- the memory ---------------------------------------------------------------------------------------------

    def _remembered(self, batch: Batch) -> Mapping[bytes, Target]:
        """What is known by now: another reader may have stored it since it was asked for."""
        chain = tuple(member.engine.name for member in self._shared.members)
        terms = {job.key: job.fingerprint for job in batch.jobs if job.fingerprint}
        try:
            return self._shared.memory.get_many([job.key for job in batch.jobs], batch.pair, Wishes(chain, terms))
        except MemoryFileError as error:
            self._trouble(str(error))
            return {}

    def _remember(self, learnt: Sequence[TranslationUnit]) -> None:
        if not learnt:
            return
        try:
            self._shared.memory.put_many(learnt)
        except MemoryFileError as error:
            self._trouble(str(error))
        else:
            self._trouble(None)

    def _trouble(self, sentence: str | None) -> None:
        with self._shared.lock:
            if not self._shared.closed:
                self._shared.trouble(sentence)
