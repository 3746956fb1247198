"""What is known of the translation of one segment: a text, or a named state."""

from dataclasses import dataclass
from enum import Enum


class TargetState(Enum):
    """How a segment stands. Every state has a name a person is shown; no cell is ever empty without one."""

    MISSING = "missing"
    QUEUED = "queued"
    MEMORY = "memory"
    MACHINE = "machine"
    EDITED = "edited"
    FAILED = "failed"
    KEPT = "kept"
    """Stays as it is in every language: code, a line between two scenes."""


WITHOUT_WORDS = "no words to translate"
"""The origin of a target that is its source: `1848` or `20 %` is the same in every language, and counts nowhere."""


@dataclass(frozen=True, slots=True)
class Target:
    """The translation of one segment.

    Attributes:
        text: the translation; empty unless the state is MEMORY, MACHINE, EDITED or KEPT.
        state: how the segment stands.
        origin: the engine, file or person that the text comes from ("google", "pairs.yaml", "you").
        reason: for FAILED and MISSING, why, in words for a person.
        retry_at: for FAILED, when it is tried again (seconds since the epoch), or None if it is not.
    """

    text: str = ""
    state: TargetState = TargetState.MISSING
    origin: str = ""
    reason: str = ""
    retry_at: float | None = None

    @property
    def known(self) -> bool:
        """Whether there is a translation to show."""
        return self.state in _KNOWN

    @property
    def counted(self) -> bool:
        """Whether it counts as a sentence: what stays as it is, and what holds no words, needs no translation."""
        return self.state is not TargetState.KEPT and self.origin != WITHOUT_WORDS


_KNOWN = frozenset({TargetState.MEMORY, TargetState.MACHINE, TargetState.EDITED, TargetState.KEPT})
MISSING = Target()
AROUND = Target(reason="not part of the text")
"""How a segment stands that belongs to a page and not to its text: nobody is asked for it, and nothing is wanting."""
