"""What to translate next, for whom, and which engine of the chain may do it. No threads, and no clock of its own.

A segment that was asked for is *waiting*, or *in flight* with an engine, or no longer here: it was answered, given
up, or nobody looks at it any more. Nothing is ever in two of these, and no two engines work on one segment.

Invariant: what is taken is the most urgent of what that engine may serve, in the order in which it was asked for,
and all of one paragraph.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain

from reader.core.keys import segment_key
from reader.engines.base import Limits, RequiredTerm
from reader.memory.unit import LanguagePair
from reader.translation.splitting import pieces

Ident = tuple[LanguagePair, bytes]


class Priority(IntEnum):
    """How urgent a segment is; the smaller the sooner."""

    VISIBLE = 0
    AHEAD = 1
    BEHIND = 2
    REST = 3
    """Asked for once, by somebody who wants the whole text: not forgotten when the page moves on."""


@dataclass(frozen=True, slots=True)
class Job:
    """A source segment that somebody wants translated.

    Attributes:
        source: its text.
        priority: how urgently.
        pair: from which language into which.
        terms: the glossary's terms in it, for engines that take them. They are no part of what the segment is: the
            memory knows it by its source alone, so a change of the glossary leaves what is stored as it is.
        paragraph: which paragraph of the text it stands in; segments of one paragraph go into one request.
        fingerprint: of the glossary's entries that occur in it, as the memory keeps it.
        key: its segment key, made from the source, so that the two can never disagree.
    """

    source: str
    priority: Priority = Priority.VISIBLE
    pair: LanguagePair = LanguagePair()  # noqa: RUF009 - a frozen value
    terms: tuple[RequiredTerm, ...] = ()
    paragraph: int = -1
    fingerprint: bytes = b""
    key: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", segment_key(self.source))

    @property
    def ident(self) -> Ident:
        """What makes two jobs the same: languages and key."""
        return (self.pair, self.key)


@dataclass(frozen=True, slots=True)
class Batch:
    """Segments that go to an engine in one request: all of one priority, one paragraph and one pair of languages."""

    jobs: tuple[Job, ...]

    @property
    def pair(self) -> LanguagePair:
        """The languages of them all."""
        return self.jobs[0].pair


@dataclass(frozen=True, slots=True)
class Stranded:
    """A waiting segment that no engine may serve at present.

    Attributes:
        job: the segment.
        generation: the latest in which it was asked for.
        retry_at: when an engine may serve it again; infinity if only a changed setting can help.
        engine: the one that may, as a place in the chain.
        reason: how it failed last, if it did.
    """

    job: Job
    generation: int
    retry_at: float
    engine: int
    reason: str = ""


@dataclass(slots=True)
class _Entry:
    """A segment in the queue.

    Attributes:
        job: what was asked for.
        generation: the latest in which it was.
        fits: the engines that may have it, as far as its length goes.
        near: its priority if it is near the page, else None.
        rest: whether it was also asked for as part of the whole text.
        tries: failures with each engine since it was last free to serve this segment.
        avoids: until when an engine does not get this segment; infinity: never again.
        reason: how it failed last.
        told: the retry time that was last reported for it.
        alone: engines that get it in a request of its own.
    """

    job: Job
    generation: int
    fits: tuple[int, ...]
    near: Priority | None = None
    rest: bool = False
    tries: dict[int, int] = field(default_factory=dict)
    avoids: dict[int, float] = field(default_factory=dict)
    reason: str = ""
    told: float | None = None
    alone: set[int] = field(default_factory=set)

    @property
    def priority(self) -> Priority | None:
        """Where it waits now; None if nobody wants it."""
        return self.near if self.near is not None else Priority.REST if self.rest else None

    def forgive(self) -> None:
        """Forget how it failed."""
        self.tries, self.avoids, self.reason, self.told = {}, {}, "", None

    def able(self) -> list[int]:
        """The engines that may serve it at any time."""
        return [engine for engine in self.fits if self.avoids.get(engine, 0.0) < math.inf]

    def server(self, now: float, awake: Sequence[bool]) -> int | None:
        """The first engine of the chain that may serve it now."""
        for engine in self.fits:
            if awake[engine] and self.avoids.get(engine, 0.0) <= now:
                return engine
        return None

    def want(self, job: Job, generation: int) -> None:
        """It is asked for once more, perhaps with other terms."""
        if job.source == self.job.source:
            self.job = job
        if job.priority is Priority.REST:
            self.rest = True
        elif self.near is None or generation > self.generation or job.priority < self.near:
            self.near = job.priority
        self.generation = generation


class JobQueue:
    """The segments that wait for an engine, and those that are with one.

    Args:
        limits: what each engine of the chain takes in one request, in the order of the chain.
    """

    def __init__(self, limits: Sequence[Limits] = (Limits(),)) -> None:
        self._limits = tuple(limits)
        self._waiting: dict[Priority, OrderedDict[Ident, _Entry]] = {priority: OrderedDict() for priority in Priority}
        self._in_flight: dict[Ident, _Entry] = {}
        # The waiting segments that not every engine may serve, in the order of the queue: few, even in a long
        # text, and the only ones an engine must look at while one before it in the chain is awake.
        self._odd: OrderedDict[Ident, _Entry] = OrderedDict()
        self._generation = 0
        self.rest_paused = False
        """Whether what was only asked for as part of the whole text is left where it is."""

    def __len__(self) -> int:
        """How many segments wait."""
        return sum(map(len, self._waiting.values()))

    def ask(self, jobs: Iterable[Job], generation: int) -> None:
        """Say what is wanted now.

        A generation that was not seen before replaces what was near the page in earlier ones: what is not named
        again falls back to the rest of the text, or out. An old generation is not listened to; the present one is
        added to, and of two priorities the more urgent counts.
        """
        if generation < self._generation:
            return
        if generation > self._generation:
            self._generation = generation
            self._move_away(generation, jobs := list(jobs))
        for job in jobs:
            entry = self._in_flight.get(job.ident)
            if entry is not None:
                entry.want(job, generation)
                continue
            entry = self._remove(job.ident) or self._new(job, generation)
            entry.want(job, generation)
            self._place(entry)

    def _move_away(self, generation: int, jobs: Sequence[Job]) -> None:
        """Nothing is near the page any more but what these jobs name."""
        named = {job.ident for job in jobs if job.priority is not Priority.REST}
        rest = {job.ident for job in jobs} - named
        for priority in (Priority.VISIBLE, Priority.AHEAD, Priority.BEHIND):
            for ident, entry in list(self._waiting[priority].items()):
                entry.near = None
                if ident in named:
                    continue  # it is about to get its place anew
                self._remove(ident)
                # What is named again must not forget which engines have failed it.
                entry.rest = entry.rest or ident in rest
                self._place(entry)
        for entry in self._in_flight.values():
            if entry.generation < generation:
                entry.near = None

    def clear(self) -> None:
        """Nothing is wanted any more; what is in flight comes back to nobody."""
        for waiting in self._waiting.values():
            waiting.clear()
        self._odd.clear()
        self._generation = 0
        for entry in self._in_flight.values():
            entry.near, entry.rest, entry.generation = None, False, -1

    def forgive(self, idents: Iterable[Ident]) -> None:
        """Forget how these segments failed, so that every engine may have them again."""
        for ident in idents:
            if (entry := self._in_flight.get(ident)) is not None:
                entry.forgive()
            elif (entry := self._remove(ident)) is not None:
                entry.forgive()
                self._place(entry)

    def drop_rest(self) -> None:
        """The whole text is no longer wanted, but for what is near the page."""
        for entry in self._in_flight.values():
            entry.rest = False
        for waiting in self._waiting.values():
            for entry in list(waiting.values()):
                entry.rest = False
                if entry.near is None:
                    self._remove(entry.job.ident)

    def take(self, engine: int, now: float, awake: Sequence[bool] = (True,), most: int | None = None) -> Batch | None:
        """The most urgent segments that this engine may serve now, as many as go into one request.

        Args:
            engine: its place in the chain.
            now: the time.
            awake: which engines of the chain are not resting.
            most: no more than so many segments.
        """
        first = any(awake) and awake.index(True) == engine
        for priority, waiting in self._waiting.items():
            if priority is Priority.REST and self.rest_paused:
                continue
            entries = waiting.values() if first else (e for e in self._odd.values() if e.priority is priority)
            if jobs := self._batch(entries, engine, now, awake, most):
                for job in jobs:
                    self._in_flight[job.ident] = waiting[job.ident]
                    self._remove(job.ident)
                return Batch(tuple(jobs))
        return None

    def _batch(
        self, entries: Iterable[_Entry], engine: int, now: float, awake: Sequence[bool], most: int | None
    ) -> list[Job]:
        jobs: list[Job] = []
        for entry in entries:
            if jobs and not self._joins(entry, jobs, engine):
                break
            if entry.server(now, awake) == engine:
                jobs.append(entry.job)
                if len(jobs) == most or engine in entry.alone:
                    break
        return jobs

    def _joins(self, entry: _Entry, jobs: Sequence[Job], engine: int) -> bool:
        """Whether a segment may follow these in one request: of the same paragraph and languages, and it fits."""
        job, last = entry.job, jobs[-1]
        if job.pair != last.pair or job.paragraph != last.paragraph or engine in entry.alone:
            return False
        return self._limits[engine].fit([*(job.source for job in jobs), job.source])

    def done(self, job: Job) -> int | None:
        """It was answered: the latest generation in which it was asked for, None if nobody waits for it."""
        generation = self._in_flight.pop(job.ident).generation
        return generation if generation >= 0 else None

    def fail(self, job: Job, engine: int, retry_at: float, tries: int, reason: str = "") -> None:
        """It was not answered: it waits again, and after so many tries without this engine until the given time.

        Args:
            job: the segment.
            engine: who failed.
            retry_at: when the engine may have it again once the tries are used up; infinity: never.
            tries: how many there are.
            reason: how it failed, in words for a person.
        """
        entry = self._in_flight.pop(job.ident)
        entry.reason = reason
        entry.tries[engine] = entry.tries.get(engine, 0) + 1
        if entry.tries[engine] >= tries:
            entry.tries[engine] = 0
            entry.avoids[engine] = retry_at
        self._place(entry)

    def is_out(self, job: Job) -> bool:
        """Whether it is with an engine."""
        return job.ident in self._in_flight

    def put_back(self, jobs: Sequence[Job], alone: int | None = None) -> None:
        """They were not tried after all: they wait again, before all others of their priority.

        Args:
            jobs: the segments of a batch, in its order.
            alone: an engine that is to have each of them in a request of its own.
        """
        for job in reversed(jobs):
            entry = self._in_flight.pop(job.ident)
            if alone is not None:
                entry.alone.add(alone)
            self._place(entry, first=True)

    def hopeless(self) -> list[tuple[Job, int, str]]:
        """The waiting segments that no engine may ever serve; they leave the queue.

        Each comes with its generation and how it failed last, which is empty if no engine takes a text so long.
        """
        lost = [entry for entry in self._odd.values() if not entry.able()]
        for entry in lost:
            self._remove(entry.job.ident)
        return [(entry.job, entry.generation, entry.reason) for entry in lost]

    def stranded(self, now: float, rests_until: Sequence[float]) -> list[Stranded]:
        """The waiting segments that nobody may serve until later, each told once for each such time.

        Args:
            now: the time.
            rests_until: until when each engine of the chain rests.
        """
        awake = [until <= now for until in rests_until]
        entries = [self._odd] if any(awake) else self._waiting.values()
        found = []
        for entry in chain.from_iterable(some.values() for some in entries):
            if entry.server(now, awake) is not None:
                continue
            times = [(max(rests_until[engine], entry.avoids.get(engine, 0.0)), engine) for engine in entry.able()]
            if times and entry.told != (first := min(times))[0]:
                entry.told = first[0]
                found.append(Stranded(entry.job, entry.generation, *first, entry.reason))
        return found

    def next_time(self, engine: int, now: float) -> float | None:
        """When a waiting segment becomes free for this engine again, if one is not yet."""
        times = (entry.avoids.get(engine, 0.0) for entry in self._odd.values())
        return min((at for at in times if now < at < math.inf), default=None)

    def _new(self, job: Job, generation: int) -> _Entry:
        fits = tuple(engine for engine, limits in enumerate(self._limits) if pieces(job.source, limits) is not None)
        return _Entry(job, generation, fits)

    def _place(self, entry: _Entry, *, first: bool = False) -> None:
        """Put an entry behind all others of its priority, or before them, or forget it if nobody wants it."""
        if entry.priority is None:
            return
        places = [self._waiting[entry.priority]]
        if entry.avoids or len(entry.fits) < len(self._limits):
            places.append(self._odd)
        for waiting in places:
            waiting[entry.job.ident] = entry
            if first:
                waiting.move_to_end(entry.job.ident, last=False)

    def _remove(self, ident: Ident) -> _Entry | None:
        self._odd.pop(ident, None)
        for waiting in self._waiting.values():
            if ident in waiting:
                return waiting.pop(ident)
        return None
