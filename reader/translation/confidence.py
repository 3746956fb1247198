"""Whether an engine may be given several texts at once: does each answer come back in the place of its text?

Lines that were swapped on their way cannot always be told by what stands in them. So an engine nobody knows yet is
given texts one at a time; when a few were answered, they are sent once more all together, and the answers compared.
Twice in agreement, and it is trusted; where they disagree, it goes on one at a time, and is examined again later.

Pure functions of a clock. Invariant: an engine that was caught is not trusted before it has been proved anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

SAMPLE = 3
"""So many texts are sent together to prove an engine."""

_ENOUGH = 2
_DOUBT_S = 600.0


class Heard(NamedTuple):
    """A text that was answered in a request of its own."""

    source: str
    answer: str


@dataclass(frozen=True, slots=True)
class Confidence:
    """What was seen of an engine.

    Attributes:
        agreed: how many examinations in a row it has passed.
        doubted_at: when it last failed one; None if it never did.
        sample: texts it has answered one at a time since the last examination, the latest last.
    """

    agreed: int = 0
    doubted_at: float | None = None
    sample: tuple[Heard, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether it may be given several texts at once."""
        return self.agreed >= _ENOUGH

    def ready(self, now: float) -> bool:
        """Whether it can be examined now."""
        waited = self.doubted_at is None or now >= self.doubted_at + _DOUBT_S
        return not self.trusted and waited and len(self.sample) >= SAMPLE


TRUSTED = Confidence(agreed=_ENOUGH)


def after_answer(confidence: Confidence, heard: Heard) -> Confidence:
    """It has answered a text that was sent alone; only one of several with different answers tells something.

    >>> one = after_answer(Confidence(), Heard("Ja.", "Yes."))
    >>> after_answer(one, Heard("Jawohl.", "Yes.")).sample
    (Heard(source='Ja.', answer='Yes.'),)
    """
    if confidence.trusted or any(heard.answer == known.answer for known in confidence.sample):
        return confidence
    return replace(confidence, sample=(*confidence.sample, heard)[-SAMPLE:])


def after_proof(confidence: Confidence, now: float, *, agreed: bool | None) -> Confidence:
    """It was examined: it passed, failed, or the answers told nothing.

    >>> after_proof(after_proof(Confidence(), 1.0, agreed=True), 2.0, agreed=True).trusted
    True
    >>> after_proof(TRUSTED, 3.0, agreed=False)
    Confidence(agreed=0, doubted_at=3.0, sample=())
    """
    if agreed is None:
        return replace(confidence, sample=())
    if not agreed:
        return Confidence(doubted_at=now)
    return Confidence(confidence.agreed + 1, confidence.doubted_at)


def shaken(confidence: Confidence) -> Confidence:
    """Its answers seemed to stand in the wrong places: it must be proved once more."""
    return replace(confidence, agreed=min(confidence.agreed, _ENOUGH - 1), sample=())
