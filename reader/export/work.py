"""A text with what is known of its translation and the terms of both, made ready for whoever writes it.

Paragraphs are made while they are written, some at a time, so that a long book never stands in memory twice.
Invariant: what stands around the text is left out, and counted, unless all of it was asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reader.core.document import Emphasis, Kind
from reader.core.spans import Span
from reader.core.text import clean, one_line
from reader.export.account import Counts
from reader.export.naming import is_borrowed, named
from reader.export.notes import marks_in, references
from reader.export.values import Heading, Options, Paragraph, Segment, TermPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Protocol

    from glossary import Entry, TermMatch
    from reader.core.bitext import Bitext, BitextParagraph
    from reader.core.document import Document

    class Finds(Protocol):
        """A matcher."""

        def find(self, text: str) -> Sequence[TermMatch]:
            """The terms in a text."""

    Progress = Callable[[int, int], None]

__all__ = ["Heading", "Options", "Paragraph", "Segment", "TermPlace", "Work", "work_of"]

_SLICE: Final = 256
_KEPT_MATCHERS: Final = 128
_FIRST: Final = 6
"""A title that stands among so many paragraphs at the beginning is not written above them once more."""


@dataclass(slots=True)
class Work:
    """A text with its translation, to be written once or several times.

    Attributes:
        title: of the text.
        languages: of the source and of the target.
        document: the text, for its outline; its paragraphs come from `paragraphs`.
        everything: whether what stands around the text is written, too.
        counts: what `paragraphs` has given so far, the last time it was called.
    """

    title: str
    languages: tuple[str, str]
    document: Document
    bitext: Bitext
    source_matcher: Finds
    target_matcher: Callable[[tuple[Entry, ...]], Finds]
    progress: Progress
    everything: bool = False
    counts: Counts = field(default_factory=Counts)
    _numbers: dict[Entry, int] = field(default_factory=dict)
    _matchers: OrderedDict[tuple[Entry, ...], Finds] = field(default_factory=OrderedDict)
    _references: Mapping[int, int] | None = None
    _titled: int | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the terms that were found so far; their places are the numbers in `TermPlace`."""
        return tuple(self._numbers)

    @property
    def author(self) -> str:
        """Who wrote the text; "" if that is not known."""
        return self.document.author

    @property
    def references(self) -> Mapping[int, int]:
        """For each note the paragraph that refers to it first."""
        if self._references is None:
            self._references = references(self.document)
        return self._references

    @property
    def titled(self) -> int:
        """The paragraph near the beginning that is the title; -1 if none is."""
        if self._titled is None:
            plain = self.title.casefold()
            shown = [at for at in range(min(len(self.document), 3 * _FIRST)) if self.shows(at)][:_FIRST]
            found = [at for at in shown if one_line(self.document.paragraph(at)).casefold() == plain]
            found = [at for at in found if at == shown[0] or self.document.kind(at) is Kind.HEADING]
            self._titled = found[0] if found else -1
        return self._titled

    @property
    def entitled(self) -> bool:
        """Whether the title is written above the text: it neither stands in it, nor is it made of its first words."""
        return self.titled < 0 and not is_borrowed(self.document, self.title)

    def shows(self, paragraph: int) -> bool:
        """Whether a paragraph is written: it is none of those around the text, or all is asked for."""
        return self.everything or paragraph not in self.document.boilerplate

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs that are written, in order, made while they are asked for."""
        self.counts = Counts()
        total = len(self.document)
        for first in range(0, total, _SLICE):
            indices = range(first, min(first + _SLICE, total))
            shown = [index for index in indices if self.shows(index)]
            for index in indices if len(shown) < len(indices) else ():
                if not self.shows(index):
                    self.counts.leave_out(one_line(self.document.paragraph(index)))
            for index, pair in zip(shown, self.bitext.peek(shown), strict=True):
                made = self._paragraph(index, pair)
                self.counts.add(made)
                yield made
            self.progress(indices.stop, total)

    def paragraph(self, index: int) -> Paragraph:
        """One paragraph, whether it was written or not; it is not counted."""
        return self._paragraph(index, self.bitext.peek((index,))[0])

    def headings(self) -> list[Heading]:
        """The headings of the text with their translations."""
        doc = self.document
        indices = [index for index, kind in enumerate(doc.kinds) if kind == Kind.HEADING and self.shows(index)]
        if self.titled >= 0 and doc.kind(self.titled) is not Kind.HEADING:
            indices.insert(0, self.titled)
        found = []
        for index, pair in zip(indices, self.bitext.peek(indices), strict=True):
            targets = [one_line(target.text) for target in pair.targets if target.known]
            target = " ".join(targets) if len(targets) == len(pair.targets) else None
            found.append(Heading(index, max(1, doc.level(index)), one_line(pair.source), target))
        return found

    def _paragraph(self, index: int, pair: BitextParagraph) -> Paragraph:
        doc = self.document
        title = index == self.titled
        kind = Kind.HEADING if title else doc.kind(index)
        level = max(1, doc.level(index)) if title else doc.level(index)
        tight = index in doc.tight and self.shows(index - 1)
        segments = tuple(self._segments(index, pair))
        return Paragraph(
            index, kind, level, doc.label(index), tight, index in doc.boilerplate, segments, doc.code.get(index, "")
        )

    def _segments(self, index: int, pair: BitextParagraph) -> Iterator[Segment]:
        targets = [one_line(target.text) if target.known else None for target in pair.targets]
        source_terms = self._places(self.source_matcher.find(pair.source))
        emphasis = self.document.emphasis_in(index) if self.document.emphasis else ()
        joined, spans = _joined(targets)
        target_terms: list[TermPlace] = []
        if source_terms and joined:
            target_terms = self._places(self._targets_of(source_terms).find(joined))
        behind = 0
        for (start, end), target, place, known in zip(pair.segments, targets, spans, pair.targets, strict=True):
            source = clean(pair.source[start:end]).rstrip()
            between = pair.source[behind:start].strip()
            behind = end
            inside = _clipped(emphasis, start, start + len(source)) if emphasis else ()
            yield Segment(
                source,
                target,
                known.state,
                one_line(known.origin),
                "" if target is not None else one_line(known.reason).rstrip(". "),
                _inside(source_terms, start, start + len(source)),
                _inside(target_terms, *place) if target is not None else (),
                inside,
                f" {between} " if between else " ",
                marks_in(target, source, inside) if target is not None and inside else (),
            )

    def _places(self, matches: Iterable[TermMatch]) -> list[TermPlace]:
        numbers = self._numbers
        return [
            TermPlace(match.start, match.end, numbers.setdefault(match.entry, len(numbers)))
            for match in matches
            if not match.entry.removes
        ]

    def _targets_of(self, places: Sequence[TermPlace]) -> Finds:
        entries = tuple(self._numbers)
        wanted = tuple(entries[number] for number in dict.fromkeys(place.entry for place in places))
        found = self._matchers.get(wanted)
        if found is None:
            found = self._matchers[wanted] = self.target_matcher(wanted)
            if len(self._matchers) > _KEPT_MATCHERS:
                self._matchers.popitem(last=False)
        return found


def work_of(
    bitext: Bitext,
    source_matcher: Finds,
    target_matcher: Callable[[tuple[Entry, ...]], Finds],
    *,
    languages: tuple[str, str] = ("de", "en"),
    progress: Progress = lambda _done, _total: None,
    name: str = "",
    everything: bool = False,
) -> Work:
    """A text as it is exported; nothing of it is made before it is written.

    Args:
        bitext: the text with what is known of its translation.
        source_matcher: finds the terms of the source.
        target_matcher: makes a matcher for the target terms of some entries.
        languages: of the source and of the target.
        progress: called with the paragraphs that are done, and with all.
        name: of the file, which is no title.
        everything: whether what stands around the text is written, too.
    """
    document = bitext.document
    title = named(document, name)
    return Work(title, languages, document, bitext, source_matcher, target_matcher, progress, everything)


def _joined(targets: Sequence[str | None]) -> tuple[str, list[Span]]:
    """The targets as one text, so that a term is found as the reader finds it, and the span of each."""
    text: list[str] = []
    spans: list[Span] = []
    at = 0
    for target in targets:
        start = at
        if target is not None:
            text.append(target)
            at += len(target) + 1
        spans.append(Span(start, start + len(target or "")))
    return " ".join(text), spans


def _inside(places: Iterable[TermPlace], start: int, end: int) -> tuple[TermPlace, ...]:
    return tuple(TermPlace(a - start, b - start, entry) for a, b, entry in places if start <= a and b <= end)


def _clipped(emphasis: Iterable[Emphasis], start: int, end: int) -> tuple[Emphasis, ...]:
    return tuple(
        Emphasis(max(a, start) - start, min(b, end) - start, style, to)
        for a, b, style, to in emphasis
        if a < end and b > start
    )
