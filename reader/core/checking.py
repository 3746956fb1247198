"""The term check of a bitext: where a translation lacks a term of the glossary, or renders it as it must not be.

Findings are those of `glossary.check`, placed in paragraphs; what the person has accepted is left out.
Invariant: a finding's spans lie in the text of its paragraph; a paragraph is checked anew when its translation, the
glossary or what is accepted has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from glossary.check import FindingKind, Segment
from reader.core.ages import Ages
from reader.core.segments import is_verbatim
from reader.core.spans import Span
from reader.core.target import TargetState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.check import Finding, TermCheck
    from glossary.entry import Entry
    from reader.core.bitext import Bitext, BitextParagraph
    from reader.core.lighting import Lighting

    Acceptance = tuple[bytes, str, str]
    """The key of a segment, an entry's source term, and the kind of a finding."""

KEPT_PARAGRAPHS = 1_024
SCAN_STEP = 4
"""Paragraphs checked between two breaths of a scan through the whole text."""


class Flaw(NamedTuple):
    """A finding of the term check and its place in the text.

    Attributes:
        paragraph: the number of the paragraph.
        segment: the number of the segment in it.
        key: the segment's memory key.
        source: the term's place in the paragraph's source.
        target: the forbidden rendering's place in the paragraph's target; None when the term is missing.
        finding: what is wrong, its spans counted from the start of the segment and of its target.
    """

    paragraph: int
    segment: int
    key: bytes
    source: Span
    target: Span | None
    finding: Finding

    @property
    def entry(self) -> Entry:
        """The entry that asks for something else."""
        return self.finding.entry

    @property
    def is_missing(self) -> bool:
        """Whether the translation lacks the term, rather than using a forbidden rendering."""
        return self.finding.kind is FindingKind.MISSING

    @property
    def acceptance(self) -> Acceptance:
        """What is kept when the person accepts it."""
        return self.key, self.entry.source, self.finding.kind.value


class Checking:
    """Checks paragraphs, and keeps what it found.

    Args:
        bitext: the text.
        lighting: finds the terms of its paragraphs.
        check: compares a segment with its translation.
        accepted: the findings that the person accepted.
        ages: which translations are older than which changes to the glossary; None if nothing is known of that.
    """

    def __init__(
        self,
        bitext: Bitext,
        lighting: Lighting,
        check: TermCheck,
        accepted: Iterable[Acceptance],
        ages: Ages | None = None,
    ) -> None:
        self._bitext = bitext
        self._lighting = lighting
        self._check = check
        self.accepted: set[Acceptance] = set(accepted)
        """What the person has accepted; call `forget` for the paragraph after changing it."""
        self._ages = ages or Ages()
        self._flaws: OrderedDict[int, tuple[Flaw, ...]] = OrderedDict()

    def stale(self, paragraph: int) -> tuple[int, ...]:
        """The segments of a paragraph whose translation is older than a change to a term in them, and shows it."""
        if not self._ages.any:
            return ()
        targets = self._bitext.paragraph(paragraph).targets
        return tuple(
            dict.fromkeys(
                flaw.segment
                for flaw in self.flaws(paragraph)
                if targets[flaw.segment].state is not TargetState.EDITED
                and self._ages.is_older(flaw.key, flaw.entry.source)
            )
        )

    def replace(self, check: TermCheck) -> None:
        """Check with another glossary from now on."""
        self._check = check
        self._flaws.clear()

    def forget(self, paragraphs: Iterable[int]) -> None:
        """Check these paragraphs anew when they are next shown."""
        for index in paragraphs:
            self._flaws.pop(index, None)

    def clear(self) -> None:
        """Check everything anew."""
        self._flaws.clear()

    def flaws(self, paragraph: int) -> tuple[Flaw, ...]:
        """What is wrong in a paragraph, in the order of its source."""
        found = self._flaws.get(paragraph)
        if found is None:
            found = self._flaws[paragraph] = self._checked(paragraph, self._bitext.paragraph(paragraph))
            if len(self._flaws) > KEPT_PARAGRAPHS:
                self._flaws.popitem(last=False)
        return found

    def scan(self) -> Iterator[tuple[int, list[Flaw]]]:
        """What is wrong in the whole text, from its beginning: so many paragraphs looked at, and what was new there.

        Yields every few paragraphs; keeps nothing, and leaves the paragraphs that the page keeps alone.
        """
        for start in range(0, len(self._bitext), SCAN_STEP):
            several = range(start, min(start + SCAN_STEP, len(self._bitext)))
            yield several.stop, self.look(several)

    def look(self, several: range) -> list[Flaw]:
        """What is wrong in these paragraphs, in their order, asking the memory once and keeping nothing."""
        found: list[Flaw] = []
        for index, pair in zip(several, self._bitext.peek(several), strict=True):
            kept = self._flaws.get(index)
            found += self._checked(index, pair) if kept is None else kept
        return found

    def _checked(self, paragraph: int, pair: BitextParagraph) -> tuple[Flaw, ...]:
        document = self._bitext.document
        if paragraph in document.boilerplate or is_verbatim(document, paragraph):
            return ()
        if not any(target.known for target in pair.targets):
            return ()
        matches = self._lighting.source_terms(paragraph)
        if not matches:
            return ()
        segments = []
        for span, target in zip(pair.segments, pair.targets, strict=True):
            inside = [
                match._replace(start=match.start - span.start, end=match.end - span.start)
                for match in matches
                if span.start <= match.start < span.end
            ]
            segments.append(Segment(pair.source[span.start : span.end], target.text if target.known else "", inside))
        return tuple(
            flaw
            for number, findings in enumerate(self._check.check_paragraph(segments))
            for finding in findings
            if (flaw := _placed(paragraph, number, pair, finding)).acceptance not in self.accepted
        )


def _placed(paragraph: int, number: int, pair: BitextParagraph, finding: Finding) -> Flaw:
    segment = pair.segments[number]
    source = segment
    if finding.source is not None:
        source = Span(segment.start + finding.source.start, min(segment.start + finding.source.end, len(pair.source)))
    target = None
    if finding.start >= 0:
        offset = pair.target_segments[number].start
        target = Span(offset + finding.start, offset + finding.end)
    return Flaw(paragraph, number, pair.keys[number], source, target, finding)
