"""A bitext: a document, its segments, and a target for each of them.

Segments and targets are made for a paragraph when it is first asked for, so that a book opens as fast as an article.
Invariant: a target is found by the key of its segment's source text, so it can only ever stand beside the text that
it translates.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.document import CELL_BREAK
from reader.core.keys import segment_key
from reader.core.segments import has_letters, is_verbatim, segments
from reader.core.spans import Span
from reader.core.target import AROUND, MISSING, WITHOUT_WORDS, Target, TargetState
from reader.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reader.core.document import Document

    Lookup = Callable[[Sequence[bytes]], Mapping[bytes, Target]]

KEPT_PARAGRAPHS = 4_096
"""How many paragraphs' segments and targets are kept; those used longest ago go first."""

LONGEST_REASON_CHARS = 80
"""So much of a reason stands in the text; all of it stands in the line at the bottom."""

STATE_TEXT = {
    TargetState.MISSING: "— no translation —",
    TargetState.QUEUED: "being translated …",
    TargetState.FAILED: "not translated",
}


SHORT_STATE_TEXT = {TargetState.MISSING: "—", TargetState.QUEUED: "…", TargetState.FAILED: "—"}
"""The same in a cell of a row that is known in part: what and why is told by the margin and the line at the bottom."""

NOTHING_WANTED = "—"
"""What stands beside what is no part of the text: that nothing is missing there needs no words in each row."""


@dataclass(frozen=True, slots=True)
class BitextParagraph:
    """One paragraph with its translation.

    Attributes:
        source: the paragraph's text; all spans of the source side count characters from its start.
        segments: its sentences' spans; they tile the source, but for what parts the cells of a table.
        keys: the memory key of each segment.
        targets: the target of each segment.
        target: the text of the target side: translations, and named states where there is none.
        target_segments: the span of each segment's target in `target`; neighbours without one share a state's span.
        states: the spans in `target` that hold a named state instead of a translation.
    """

    source: str
    segments: tuple[Span, ...]
    keys: tuple[bytes, ...]
    targets: tuple[Target, ...]
    target: str
    target_segments: tuple[Span, ...]
    states: tuple[Span, ...]

    @property
    def is_around(self) -> bool:
        """Whether nothing of it is part of the text, nor translated all the same."""
        return all(target == AROUND or target.origin == WITHOUT_WORDS for target in self.targets) and (
            AROUND in self.targets
        )

    def segment_at(self, char: int) -> int:
        """The number of the segment that holds this character of the source (the last one, past the end)."""
        return _index_at(self.segments, char)

    def target_segment_at(self, char: int) -> int:
        """The number of the segment whose target holds this character of the target text."""
        return _index_at(self.target_segments, char)


def _index_at(spans: tuple[Span, ...], char: int) -> int:
    for index, span in enumerate(spans):
        if char < span.end:
            return index
    return max(0, len(spans) - 1)


class Bitext:
    """The paragraphs of a document with what is known of their translation.

    Args:
        document: the text.
        lookup: what a memory knows: keys to targets, for those it has.
        language: of the source, for the segmenter.
        missing: how a segment stands that nobody knows a translation of.
    """

    def __init__(self, document: Document, lookup: Lookup, language: str = "de", missing: Target = MISSING) -> None:
        self.document = document
        self._lookup = lookup
        self._language = language
        self._missing = missing
        self._paragraphs: OrderedDict[int, BitextParagraph] = OrderedDict()
        self._holders: dict[bytes, set[int]] = {}
        self._unsettled: dict[bytes, Target] = {}
        self.settled_segments = 0
        """How many segments of the paragraphs kept have a translation; what needs none is not counted."""
        self.kept_segments = 0
        """How many segments the paragraphs kept have in all, but those that are never translated."""

    def __len__(self) -> int:
        """How many paragraphs there are."""
        return len(self.document)

    @property
    def complete(self) -> bool:
        """Whether every paragraph is kept, so that the counts speak of the whole text."""
        return len(self._paragraphs) == len(self.document)

    def paragraph(self, index: int) -> BitextParagraph:
        """A paragraph with its translation; looked up in the memory if it is not kept."""
        found = self._paragraphs.get(index)
        if found is None:
            self.load((index,))
            found = self._paragraphs[index]
        return found

    def load(self, indices: Iterable[int]) -> None:
        """Make these paragraphs ready, asking the memory once for all that are new."""
        new = self._made([index for index in indices if index not in self._paragraphs])
        for index, paragraph in new.items():
            self._keep(index, paragraph)
        while len(self._paragraphs) > max(KEPT_PARAGRAPHS, len(new)):
            self._drop(next(iter(self._paragraphs)))

    def _made(self, indices: list[int]) -> dict[int, BitextParagraph]:
        segmented = []
        same: dict[bytes, Target] = {}
        for index in indices:
            source = self.document.paragraph(index)
            spans = segments(self.document, index, self._language)
            if is_verbatim(self.document, index):
                # A key that no sentence has: what arrives for the same words elsewhere changes nothing here.
                keys: tuple[bytes, ...] = (segment_key(f"\0{source}"),)
                same[keys[0]] = Target(source, TargetState.KEPT)
            else:
                keys = tuple(segment_key(source[a:b]) for a, b in spans)
            segmented.append((index, source, spans, keys))
        asked = [key for _, _, _, keys in segmented for key in keys if key not in same]
        known = {**(self._lookup(asked) if asked else {}), **same}
        return {
            index: _paragraph(
                source,
                spans,
                keys,
                tuple(
                    known.get(key) or self._unsettled.get(key) or self._unknown(index, source[start:end])
                    for key, (start, end) in zip(keys, spans, strict=True)
                ),
            )
            for index, source, spans, keys in segmented
        }

    def _unknown(self, index: int, source: str) -> Target:
        """How a segment of a paragraph stands that nobody knows a translation of."""
        if not has_letters(source):
            return Target(one_line(source), TargetState.MEMORY, WITHOUT_WORDS)
        return AROUND if index in self.document.boilerplate else self._missing

    def shown(self, key: bytes) -> Target | None:
        """How a segment stands in the paragraphs that are kept; None if none of them holds it."""
        for index in self._holders.get(key, ()):
            paragraph = self._paragraphs[index]
            return paragraph.targets[paragraph.keys.index(key)]
        return None

    def peek(self, indices: Iterable[int]) -> list[BitextParagraph]:
        """These paragraphs with their translations, asking the memory once and keeping nothing new."""
        wanted = list(indices)
        made = self._made([index for index in wanted if index not in self._paragraphs])
        return [self._paragraphs.get(index) or made[index] for index in wanted]

    def anew(self) -> Bitext:
        """The same text with what is known of it now, and why the rest is not; nothing of it is kept."""
        made = Bitext(self.document, self._lookup, self._language, self._missing)
        made._unsettled = dict(self._unsettled)
        return made

    def set_missing(self, missing: Target) -> set[int]:
        """Say otherwise from now on how a segment stands that nobody knows a translation of.

        Returns:
            The paragraphs whose target side is now another.
        """
        if missing == self._missing:
            return set()
        self._missing = missing
        self._unsettled = {
            key: target for key, target in self._unsettled.items() if target.state is not TargetState.MISSING
        }
        changed = set()
        for index, old in list(self._paragraphs.items()):
            new = tuple(
                missing if target.state is TargetState.MISSING and target != AROUND else target
                for target in old.targets
            )
            if new != old.targets:
                changed.add(index)
                self._paragraphs[index] = _paragraph(old.source, old.segments, old.keys, new)
        return changed

    def set_targets(self, targets: Mapping[bytes, Target]) -> set[int]:
        """Take in targets that arrived (or states that changed), by key.

        Returns:
            The paragraphs whose target side is now another.
        """
        changed: set[int] = set()
        for key, target in targets.items():
            if target.known:
                self._unsettled.pop(key, None)
            else:
                self._unsettled[key] = target
            changed |= self._holders.get(key, set())
        for index in changed:
            old = self._paragraphs[index]
            new = tuple(targets.get(key, target) for key, target in zip(old.keys, old.targets, strict=True))
            self._drop(index)
            self._keep(index, _paragraph(old.source, old.segments, old.keys, new))
        return changed

    def _keep(self, index: int, paragraph: BitextParagraph) -> None:
        self._paragraphs[index] = paragraph
        for key in paragraph.keys:
            self._holders.setdefault(key, set()).add(index)
        self._count(index, paragraph, 1)

    def _drop(self, index: int) -> None:
        paragraph = self._paragraphs.pop(index)
        for key in paragraph.keys:
            holders = self._holders.get(key)
            if holders is not None:
                holders.discard(index)
                if not holders:
                    del self._holders[key]
        self._count(index, paragraph, -1)

    def _count(self, index: int, paragraph: BitextParagraph, sign: int) -> None:
        """Count a paragraph in or out; what is never translated and what need not be are left out."""
        around = index in self.document.boilerplate
        for target in paragraph.targets:
            if not target.counted or (around and not target.known):
                continue
            self.kept_segments += sign
            self.settled_segments += sign * target.known


def _paragraph(
    source: str, segments: tuple[Span, ...], keys: tuple[bytes, ...], targets: tuple[Target, ...]
) -> BitextParagraph:
    """Join the targets to the text of the target side; neighbours in the same unknown state share one name."""
    text = ""
    spans: list[Span] = []
    states: list[Span] = []
    previous: Target | None = None
    # A row of a table of which nothing is known has one name of its state; otherwise each cell stays in its place.
    gaps = _gaps(source, segments) if any(target.known for target in targets) else [""] * (len(segments) + 1)
    parted = any(gaps)
    for target, between in zip(targets, gaps, strict=False):
        if not target.known and previous is not None and _says_the_same(previous, target) and not between:
            spans.append(spans[-1])
            continue
        text += between or (" " if text else "")
        start = len(text)
        state = SHORT_STATE_TEXT[target.state] if parted and not target.known else ""
        words = target.text if target.known else state or state_text(target)
        # What a translation holds makes no new cells.
        text += words.replace(CELL_BREAK, "|") if parted else words
        spans.append(Span(start, len(text)))
        if not target.known:
            states.append(spans[-1])
        previous = target
    text += gaps[-1]
    return BitextParagraph(source, segments, keys, targets, text, tuple(spans), tuple(states))


def _says_the_same(one: Target, other: Target) -> bool:
    """Whether two states are named alike; when each is tried again does not count."""
    return (one.state, one.reason) == (other.state, other.reason)


def _gaps(source: str, segments: tuple[Span, ...]) -> list[str]:
    """What stands before, between and after the segments; nothing at all but in the row of a table."""
    ends = [0, *(span.end for span in segments)]
    starts = [*(span.start for span in segments), len(source)]
    return [source[end:start] for end, start in zip(ends, starts, strict=True)]


def state_text(target: Target) -> str:
    """What stands in the place of a translation that is not there: why, as short as it can be said.

    What nobody was asked for has its reason for a name, since that stands in every row of a text.

    >>> state_text(Target(state=TargetState.FAILED, reason="Google is closed to us; next try 14:32."))
    'not translated (Google is closed to us)'
    >>> state_text(Target(reason="offline; start without --offline")), state_text(Target())
    ('— offline —', '— no translation —')
    """
    if target == AROUND:
        return NOTHING_WANTED
    name = STATE_TEXT[target.state]
    reason = target.reason.split("; ")[0].rstrip(". ")
    if len(reason) > LONGEST_REASON_CHARS:
        reason = f"{reason[:LONGEST_REASON_CHARS].rsplit(' ', 1)[0]} …"
    if not reason:
        return name
    return f"— {reason} —" if target.state is TargetState.MISSING else f"{name} ({reason})"
