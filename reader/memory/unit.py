"""Translation units (TMX's word): a source segment with its translation, and who vouches for it.

Invariant: of two translations of one segment the one with the higher rank is shown: a person's edit before an
imported pair, an imported pair before a machine's answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

from reader.core.target import Target, TargetState


class LanguagePair(NamedTuple):
    """From which language into which, as two-letter codes.

    A plain pair of strings, so that the engines can take it without knowing the memory.
    """

    source: str = "de"
    target: str = "en"


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """One source segment with its translation.

    Attributes:
        source: the source segment.
        target: its translation.
        pair: the languages.
        state: EDITED (by a person), MEMORY (imported) or MACHINE (an engine's answer).
        origin: the person, file or engine it comes from ("you", "pairs.yaml", "google").
        terms: the fingerprint of the glossary entries that the engine was given with the text; empty if it was
            given none.
    """

    source: str
    target: str
    pair: LanguagePair
    state: TargetState
    origin: str
    terms: bytes = b""


class Wishes(NamedTuple):
    """Which of several machines' answers to one segment is wanted.

    Attributes:
        chain: the names of the engines, the most wanted first; engines that are not named come after these.
        terms: segment keys with the fingerprint of the glossary entries that occur in the segment today; of one
            engine the answer that was given with these is wanted, else the newest.
    """

    chain: tuple[str, ...] = ()
    terms: Mapping[bytes, bytes] = MappingProxyType({})


NO_WISHES = Wishes()
"""Whatever engine answered last."""


class StoredUnit(NamedTuple):
    """A unit as the memory keeps it.

    Attributes:
        unit: the unit.
        created: when it was first stored, in milliseconds since 1970; 0 if it is not known.
        updated: when it was last changed, in the same way.
    """

    unit: TranslationUnit
    created: int = 0
    updated: int = 0


class FuzzyMatch(NamedTuple):
    """What the memory knows of a similar source.

    Attributes:
        score: how similar, in percent; below 100, since the same source is no fuzzy match.
        source: the similar source.
        target: its translation.
        state: who vouches for it.
        origin: the engine, file or person it comes from.
    """

    score: int
    source: str
    target: str
    state: TargetState
    origin: str


class Passage(NamedTuple):
    """A unit in which a text was found, for the concordance.

    Attributes:
        unit: the unit.
        in_source: the spans of the text in the source.
        in_target: the spans of the text in the target.
    """

    unit: TranslationUnit
    in_source: tuple[tuple[int, int], ...]
    in_target: tuple[tuple[int, int], ...]


RANKS = MappingProxyType({TargetState.MACHINE: 1, TargetState.MEMORY: 2, TargetState.EDITED: 3})
"""Which translation wins where several are known: the one with the greater number."""


class Memory(Protocol):
    """What can be asked for translations by content."""

    def get_many(self, keys: Iterable[bytes], pair: LanguagePair, wishes: Wishes = NO_WISHES) -> dict[bytes, Target]:
        """The known translations among these segment keys; a key that is not known is left out."""
        ...


class WritableMemory(Memory, Protocol):
    """A memory that also learns."""

    def put_many(self, units: Iterable[TranslationUnit]) -> None:
        """Remember these units; raises MemoryFileError if they cannot be kept."""
        ...
