"""What is exported, as values: paragraphs, their segments, and what stands in them.

Invariant: a segment has a translation only if somebody made one; all text is clean, and each target is one line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from reader.core.document import Emphasis, Kind
from reader.core.target import WITHOUT_WORDS, TargetState

_SAME: Final = frozenset((Kind.CODE, Kind.RULE))


class TermPlace(NamedTuple):
    """A term in a segment's source or target.

    Attributes:
        start: its first character, counted from the beginning of that text.
        end: the character after its last.
        entry: the number of its entry in `Work.entries`.
    """

    start: int
    end: int
    entry: int


class Segment(NamedTuple):
    """A sentence and what is known of its translation.

    Attributes:
        source: the sentence, without the white space behind it.
        target: its translation; None if there is none.
        state: how it stands.
        origin: the engine, file or person that the translation comes from.
        reason: why there is none, in words for a person; often empty.
        source_terms: the terms in the source.
        target_terms: the same entries' terms in the target.
        emphasis: what stands out in the source, characters counted from its beginning.
        before: what parts it from the segment before it: a blank, or " │ " between the cells of a table.
        target_emphasis: the marks of notes in the target, where they are the same there.
    """

    source: str
    target: str | None = None
    state: TargetState = TargetState.MISSING
    origin: str = ""
    reason: str = ""
    source_terms: tuple[TermPlace, ...] = ()
    target_terms: tuple[TermPlace, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    before: str = " "
    target_emphasis: tuple[Emphasis, ...] = ()

    @property
    def wordless(self) -> bool:
        """Whether there is nothing in it that could be translated."""
        return self.origin == WITHOUT_WORDS or self.state is TargetState.KEPT


class Paragraph(NamedTuple):
    """A paragraph and its segments; see `Document` for what the others say."""

    number: int
    kind: Kind
    level: int
    label: str
    tight: bool
    boilerplate: bool
    segments: tuple[Segment, ...]
    code: str = ""

    @property
    def translated(self) -> bool:
        """Whether any of it has a translation."""
        return any(segment.target is not None for segment in self.segments)

    @property
    def depth(self) -> int:
        """How deep an item or a quote stands in others: 1 for the outermost, 0 for what is neither."""
        if self.kind is Kind.ITEM:
            return self.level + 1
        return max(1, self.level) if self.kind is Kind.QUOTE else 0

    @property
    def indent(self) -> int:
        """How far a line of verse is indented, in steps of two cells; 0 for all else."""
        return self.level if self.kind is Kind.VERSE else 0

    @property
    def kept(self) -> bool:
        """Whether it is the same in every language: code, a line between two scenes."""
        return self.kind in _SAME


class Heading(NamedTuple):
    """A heading with its translation, as it stands in a list of contents."""

    paragraph: int
    level: int
    source: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Options:
    """How it is to be written.

    Attributes:
        layout: one of those that the format knows; empty for its usual one.
        now_ms: the time that goes into files that hold one, in milliseconds since 1970.
        version: of this program.
        for_spreadsheet: whether a table begins with the mark by which spreadsheets know UTF-8.
    """

    layout: str = ""
    now_ms: int = 0
    version: str = ""
    for_spreadsheet: bool = False
