"""What is exported: a text, what is known of its translation, and the terms of both, as values.

Paragraphs are made while they are written, some at a time, so that a long book never stands in memory twice.
Invariant: a segment has a translation only if somebody made one; all text is clean, and each target is one line.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Emphasis, Kind
from reader.core.spans import Span
from reader.core.target import TargetState
from reader.core.text import clean, one_line
from reader.engines.checks import has_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Protocol

    from glossary import Entry, TermMatch
    from reader.core.bitext import Bitext, BitextParagraph
    from reader.core.document import Document
    from reader.core.target import Target

    class Finds(Protocol):
        """A matcher."""

        def find(self, text: str) -> Sequence[TermMatch]:
            """The terms in a text."""

    Progress = Callable[[int, int], None]

WITHOUT_WORDS: Final = "no words to translate"
"""The origin of a target that is its source: `* * *` or `1848` is the same in every language."""

_SLICE: Final = 256
_KEPT_MATCHERS: Final = 128
_SAME: Final = frozenset((Kind.CODE, Kind.RULE))
_IN_BLOCKS: Final = frozenset((Kind.VERSE, Kind.CODE, Kind.TABLE))


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

    @property
    def wordless(self) -> bool:
        """Whether there is nothing in it that could be translated."""
        return self.origin == WITHOUT_WORDS


class Paragraph(NamedTuple):
    """A paragraph and its segments; see `Document` for what the others say."""

    number: int
    kind: Kind
    level: int
    label: str
    tight: bool
    boilerplate: bool
    segments: tuple[Segment, ...]

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
    def kept(self) -> bool:
        """Whether it is the same in every language: code, a line between two scenes."""
        return self.kind in _SAME


class Heading(NamedTuple):
    """A heading with its translation, as it stands in a list of contents."""

    paragraph: int
    level: int
    source: str
    target: str | None


@dataclass(slots=True)
class Counts:
    """What was written.

    Attributes:
        segments: the sentences that could have a translation.
        missing: how many of them have none.
        boilerplate: the sentences that belong to a web page rather than to the text.
    """

    segments: int = 0
    missing: int = 0
    boilerplate: int = 0

    def add(self, paragraph: Paragraph) -> None:
        """Count a paragraph, too."""
        for segment in paragraph.segments:
            if segment.target is None and paragraph.boilerplate:
                self.boilerplate += 1
            elif not segment.wordless:
                self.segments += 1
                self.missing += segment.target is None

    def sentence(self) -> str:
        """What a person should know of it.

        >>> Counts(21, 3).sentence(), Counts(1, 0).sentence()
        ('3 of 21 sentences have no translation.', '1 sentence, translated.')
        """
        what = f"{self.segments:,} sentence{'' if self.segments == 1 else 's'}"
        if not self.missing:
            return f"{what}, {'translated' if self.segments == 1 else 'all translated'}."
        return f"{self.missing:,} of {what} {'has' if self.missing == 1 else 'have'} no translation."


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


@dataclass(slots=True)
class Work:
    """A text with its translation, to be written once or several times.

    Attributes:
        title: of the text.
        languages: of the source and of the target.
        document: the text, for its outline; its paragraphs come from `paragraphs`.
        counts: what `paragraphs` has given so far, the last time it was called.
    """

    title: str
    languages: tuple[str, str]
    document: Document
    bitext: Bitext
    source_matcher: Finds
    target_matcher: Callable[[tuple[Entry, ...]], Finds]
    progress: Progress
    counts: Counts = field(default_factory=Counts)
    _numbers: dict[Entry, int] = field(default_factory=dict)
    _matchers: OrderedDict[tuple[Entry, ...], Finds] = field(default_factory=OrderedDict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the terms that were found so far; their places are the numbers in `TermPlace`."""
        return tuple(self._numbers)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about how the text was read."""
        return self.document.notes

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs, in order, made while they are asked for."""
        self.counts = Counts()
        total = len(self.document)
        for first in range(0, total, _SLICE):
            indices = range(first, min(first + _SLICE, total))
            for index, pair in zip(indices, self.bitext.peek(indices), strict=True):
                made = self._paragraph(index, pair)
                self.counts.add(made)
                yield made
            self.progress(indices.stop, total)

    def headings(self) -> list[Heading]:
        """The headings of the text with their translations."""
        doc = self.document
        indices = [index for index, kind in enumerate(doc.kinds) if kind == Kind.HEADING]
        found = []
        for index, pair in zip(indices, self.bitext.peek(indices), strict=True):
            targets = [one_line(target.text) for target in pair.targets if target.known]
            target = " ".join(targets) if len(targets) == len(pair.targets) else None
            found.append(Heading(index, max(1, doc.level(index)), one_line(pair.source), target))
        return found

    def _paragraph(self, index: int, pair: BitextParagraph) -> Paragraph:
        doc = self.document
        targets = [
            _target(pair.source[a:b], target) for (a, b), target in zip(pair.segments, pair.targets, strict=True)
        ]
        source_terms = self._places(self.source_matcher.find(pair.source))
        emphasis = doc.emphasis_in(index) if doc.emphasis else ()
        joined, spans = _joined(targets)
        target_terms: list[TermPlace] = []
        if source_terms and joined:
            target_terms = self._places(self._targets_of(source_terms).find(joined))
        segments = []
        behind = 0
        for (start, end), target, place, known in zip(pair.segments, targets, spans, pair.targets, strict=True):
            source = clean(pair.source[start:end]).rstrip()
            wordless = target is not None and (not known.known or known.state is TargetState.KEPT)
            between = pair.source[behind:start].strip()
            behind = end
            segments.append(
                Segment(
                    source,
                    target,
                    TargetState.MEMORY if wordless else known.state,
                    WITHOUT_WORDS if wordless else one_line(known.origin),
                    "" if target is not None else one_line(known.reason).rstrip(". "),
                    _inside(source_terms, start, start + len(source)),
                    _inside(target_terms, *place) if target is not None else (),
                    _clipped(emphasis, start, start + len(source)),
                    f" {between} " if between else " ",
                )
            )
        return Paragraph(
            index,
            doc.kind(index),
            doc.level(index),
            doc.label(index),
            index in doc.tight,
            index in doc.boilerplate,
            tuple(segments),
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
) -> Work:
    """A text as it is exported; nothing of it is made before it is written.

    Args:
        bitext: the text with what is known of its translation.
        source_matcher: finds the terms of the source.
        target_matcher: makes a matcher for the target terms of some entries.
        languages: of the source and of the target.
        progress: called with the paragraphs that are done, and with all.
    """
    document = bitext.document
    return Work(document.title or "Text", languages, document, bitext, source_matcher, target_matcher, progress)


def blocks(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """The paragraphs, those that belong together (lines of a stanza, of code, rows of a table) in one list."""
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        if block and not (paragraph.tight and paragraph.kind in _IN_BLOCKS and paragraph.kind == block[0].kind):
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def missing_text(segment: Segment) -> str:
    """What stands in the place of a translation that is not there.

    >>> missing_text(Segment("Ja.", state=TargetState.FAILED, reason="quota used up"))
    'not translated: quota used up'
    """
    return f"not translated: {segment.reason}" if segment.reason else "no translation"


def sources_as_one(segments: Iterable[Segment], write: Callable[[Segment], str]) -> str:
    """The sources of a paragraph's segments as one text.

    Args:
        segments: all of the paragraph's.
        write: the source of one, as the format has it.
    """
    return "".join((one.before if at else one.before.lstrip()) + write(one) for at, one in enumerate(segments))


def targets_as_one(segments: Iterable[Segment], write: Callable[[Segment], str]) -> str:
    """The same for the targets; neighbours of which nothing is known, for one reason, share what is said of it.

    >>> targets_as_one([Segment("Ja."), Segment("Nein."), Segment("Aha.", "I see.")], lambda one: one.target or "[-]")
    '[-] I see.'
    """
    found = ""
    said = ""
    for segment in segments:
        text = write(segment)
        if segment.target is None and text == said and segment.before == " ":
            continue
        said = text if segment.target is None else ""
        found += (segment.before if found else segment.before.lstrip()) + text
    return found


def _target(source: str, known: Target) -> str | None:
    if known.known:
        return one_line(known.text)
    return None if has_letters(source) else one_line(source)


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
