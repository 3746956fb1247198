"""What the service posts: values that a thread may hand to another."""

from dataclasses import dataclass

from reader.core.target import Target
from reader.memory.unit import LanguagePair
from reader.translation.status import EngineStatus


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
