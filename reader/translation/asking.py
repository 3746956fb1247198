"""What an engine's answers to a batch are worth. Pure but for the memory of its latest answers.

Invariant: a text in `Verdict.good` has passed every check against the very text that was sent for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.core.target import Target, TargetState
from reader.engines.base import EngineError, NoTranslation
from reader.engines.checks import check_answer, tidy
from reader.engines.pairing import doubled, misplaced
from reader.memory.unit import TranslationUnit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.translation.call import Outcome
    from reader.translation.member import Member
    from reader.translation.queue import Job


class Doubtful(NoTranslation):
    """A name or a few words that came back as they went, from an engine that has said nothing else yet."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the texts of a request.

    Attributes:
        good: translations, by segment key.
        refused: what is wrong with the other answers, by segment key.
        error: how the request as a whole failed; nothing is good or refused then.
        apart: whether all of them are to be asked again, one by one; nothing is good or refused then.
        misplaced: whether that is because answers seem to stand beside the wrong texts.
    """

    good: Mapping[bytes, str] = field(default_factory=dict)
    refused: Mapping[bytes, NoTranslation] = field(default_factory=dict)
    error: EngineError | None = None
    apart: bool = False
    misplaced: bool = False


def verdict(member: Member, jobs: Sequence[Job], outcome: Outcome) -> Verdict:
    """What these answers are worth."""
    title = member.title
    if isinstance(outcome, NoTranslation):
        if len(jobs) > 1:
            return Verdict(apart=True)
        return Verdict(refused={jobs[0].key: outcome})
    if isinstance(outcome, EngineError):
        return Verdict(error=outcome)
    answers = [tidy(answer) for answer in outcome]
    good, refused = {}, {}
    for job, answer in zip(jobs, answers, strict=True):
        if (reason := _fault(member, job, answer)) is None:
            good[job.key] = answer
        else:
            kind = NoTranslation if member.heard or check_answer(job.source, answer, job.pair) else Doubtful
            refused[job.key] = kind(f"{title} gave no translation: {reason}.")
    if len(jobs) == 1:
        return Verdict(good, refused)
    sources = [job.source for job in jobs]
    if doubled(sources, answers) or misplaced(sources, answers):
        return Verdict(apart=True, misplaced=True)
    return Verdict(apart=True) if refused else Verdict(good)


def _fault(member: Member, job: Job, answer: str) -> str | None:
    if member.mimics:
        return None if answer else "the answer was empty"
    reason = check_answer(job.source, answer, job.pair, heard=member.heard)
    if reason is None and member.repeats(job.source, answer):
        reason = "the answer was one it had given for another text"
    return reason


def units(name: str, jobs: Sequence[Job], good: Mapping[bytes, str], *, with_terms: bool) -> list[TranslationUnit]:
    """What the memory is to learn: answers of this engine, with the terms it was given."""
    return [
        TranslationUnit(
            job.source,
            good[job.key],
            job.pair,
            TargetState.MACHINE,
            name,
            job.fingerprint if with_terms else b"",
        )
        for job in jobs
        if job.key in good
    ]


def targets(name: str, good: Mapping[bytes, str]) -> dict[bytes, Target]:
    """What the reader is to show."""
    return {key: Target(text, TargetState.MACHINE, name) for key, text in good.items()}
