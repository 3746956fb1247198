"""What is marked in a paragraph: terms and states, which stay with the text, and what moves with the person.

Invariant: every mark lies in the text of its side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.document import Kind, Style
from reader.core.lead import NO_LEAD, Lead
from reader.core.runs import Mark, Tag
from reader.core.selection import Side
from reader.core.table import cell_spans

if TYPE_CHECKING:
    from glossary import TermMatch
    from reader.core.bitext import BitextParagraph
    from reader.core.document import Document
    from reader.core.reading import Reading


_HEADINGS = (Tag.TITLE, Tag.TITLE, Tag.HEADING)
_STYLES = (
    (Style.STRONG, Tag.STRONG),
    (Style.EMPH, Tag.EMPH),
    (Style.CODE, Tag.CODE),
    (Style.LINK, Tag.LINK),
    (Style.NOTE_REF, Tag.NOTE_REF),
    (Style.STRIKE, Tag.STRIKE),
)


class ParagraphMarks(NamedTuple):
    """The marks of a paragraph: those that stay with its text, and those that move with the person."""

    base: int
    source: tuple[Mark, ...]
    target: tuple[Mark, ...]
    moving_source: tuple[Mark, ...]
    moving_target: tuple[Mark, ...]
    stale: tuple[int, ...] = ()
    """The segments whose translation is older than a change to a term in them."""
    lead: Lead = NO_LEAD
    """What stands before the lines."""


def paragraph_marks(reading: Reading, paragraph: int) -> ParagraphMarks:
    """Everything that is marked in a paragraph now."""
    pair = reading.bitext.paragraph(paragraph)
    lit = reading.lighting.terms(paragraph)
    document = reading.bitext.document
    base = _base(document, paragraph)
    source = _row_head(document, paragraph, pair.source) + _emphasis(document, paragraph)
    source += tuple(_term_mark(match) for match in lit.source)
    target = _row_head(document, paragraph, pair.target) + tuple(_term_mark(match) for match in lit.target)
    target += _struck(source, pair)
    target += tuple(Mark(span.start, span.end, Tag.STATE) for span in dict.fromkeys(pair.states))
    moving: tuple[list[Mark], list[Mark]] = ([], [])
    if paragraph == reading.cursor.paragraph and reading.cursor.segment < len(pair.segments):
        moving[0].append(Mark(*pair.segments[reading.cursor.segment], Tag.SENTENCE))
        moving[1].append(Mark(*pair.target_segments[reading.cursor.segment], Tag.SENTENCE))
        _mark_focus(reading, paragraph, moving)
    for hit in reading.hits.get(paragraph, ()):
        tag = Tag.HIT | Tag.CURRENT_HIT if hit == reading.current_hit else Tag.HIT
        moving[hit.is_target].append(Mark(hit.start, hit.end, tag))
    for selection, tag in (
        (reading.words and reading.words.selection(), Tag.WORD),
        (reading.selection, Tag.SELECTED),
    ):
        if selection:
            is_target = selection.side is Side.TARGET
            span = selection.span_in(paragraph, len(pair.target if is_target else pair.source))
            if span:
                moving[is_target].append(Mark(*span, tag))
    flaws = reading.checking.flaws(paragraph) if reading.checking else ()
    lead = reading.page.lead(paragraph)
    if not flaws:
        return ParagraphMarks(base, source, target, tuple(moving[0]), tuple(moving[1]), (), lead)
    source += tuple(Mark(*flaw.source, Tag.MISSING) for flaw in flaws if flaw.is_missing)
    target += tuple(Mark(*flaw.target, Tag.FORBIDDEN) for flaw in flaws if flaw.target is not None)
    stale = reading.checking.stale(paragraph) if reading.checking else ()
    return ParagraphMarks(base, source, target, tuple(moving[0]), tuple(moving[1]), stale, lead)


def _base(document: Document, paragraph: int) -> int:
    """What all characters of a paragraph are, on both sides."""
    base = Tag.BOILERPLATE if paragraph in document.boilerplate else Tag.PLAIN
    kind = document.kind(paragraph)
    if kind is Kind.HEADING:
        level = document.level(paragraph)
        base |= _HEADINGS[level] if level < len(_HEADINGS) else Tag.SUBHEADING
    elif kind is Kind.CODE:
        base |= Tag.CODE
    elif kind is Kind.RULE:
        base |= Tag.RULE
    elif kind is Kind.TABLE and document.heads(paragraph):
        base |= Tag.TABLE_HEAD
    return base


def _emphasis(document: Document, paragraph: int) -> tuple[Mark, ...]:
    """What stands out in the source."""
    if not document.emphasis:
        return ()
    return tuple(
        Mark(start, end, sum(tag for one, tag in _STYLES if one in style))
        for start, end, style, _ in document.emphasis_in(paragraph)
    )


def _row_head(document: Document, paragraph: int, text: str) -> tuple[Mark, ...]:
    """The first cell of a row of a table, if it heads the row; in the text of either side."""
    if not document.tables or document.kind(paragraph) is not Kind.TABLE or document.heads(paragraph):
        return ()
    table = document.table(paragraph)
    if table is None or not table.row_heads:
        return ()
    first, *others = cell_spans(text)
    return (Mark(*first, Tag.STRONG),) if others and first.end > first.start else ()


def _struck(source: tuple[Mark, ...], pair: BitextParagraph) -> tuple[Mark, ...]:
    """The translations of sentences that are struck through from their beginning to their end."""
    struck = [mark for mark in source if mark.tag & Tag.STRIKE]
    if not struck:
        return ()
    text = pair.source
    return tuple(
        Mark(*theirs, Tag.STRIKE)
        for (start, end), theirs in zip(pair.segments, pair.target_segments, strict=True)
        if theirs not in pair.states
        and any(mark.start <= start and mark.end >= start + len(text[start:end].rstrip()) for mark in struck)
    )


def _mark_focus(reading: Reading, paragraph: int, moving: tuple[list[Mark], list[Mark]]) -> None:
    if reading.focus is None or reading.focus.paragraph != paragraph:
        return
    match = reading.focus.match
    moving[0].append(Mark(match.start, match.end, Tag.FOCUS))
    pair = reading.bitext.paragraph(paragraph)
    for other in reading.lighting.terms(paragraph).target:
        if other.entry == match.entry and pair.target_segment_at(other.start) == reading.cursor.segment:
            moving[1].append(Mark(other.start, other.end, Tag.FOCUS))


def _term_mark(match: TermMatch) -> Mark:
    return Mark(match.start, match.end, Tag.TERM | Tag.QUIET if match.quiet else Tag.TERM)
