"""From paragraphs of a bitext to jobs for the service: what the page, the whole text and the command line share.

Invariant: a job is made for nothing that has a translation, and for nothing that is boilerplate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.target import TargetState
from reader.engines.base import RequiredTerm
from reader.translation.queue import Job, Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from glossary import TermMatch
    from reader.core.bitext import Bitext, BitextParagraph
    from reader.core.spans import Span
    from reader.memory.unit import LanguagePair


class SegmentTerms(NamedTuple):
    """What the glossary has to say of one segment.

    Attributes:
        terms: those its translation is to use, in characters of the segment.
        fingerprint: of the entries that occur in it, as the memory keeps it.
    """

    terms: tuple[RequiredTerm, ...] = ()
    fingerprint: bytes = b""


def jobs_for(
    bitext: Bitext,
    indices: Iterable[int],
    priority: Callable[[int], Priority] | Priority,
    *,
    pair: LanguagePair | None = None,
    terms: Callable[[int, Span], SegmentTerms] | None = None,
    again: Container[int] = (),
    keep: bool = True,
) -> list[Job]:
    """Jobs for what has no translation in these paragraphs, in the order of the text.

    Args:
        bitext: the text.
        indices: the paragraphs.
        priority: how urgent a paragraph is.
        pair: the languages; German into English if none are given.
        terms: what the glossary has to say of a segment; None: nothing.
        again: paragraphs whose failed segments are asked for again; those of others are left alone.
        keep: whether the bitext keeps these paragraphs; a whole book is only looked at.
    """
    wanted = [index for index in indices if index not in bitext.document.boilerplate]
    paragraphs = [bitext.paragraph(index) for index in wanted] if keep else bitext.peek(wanted)
    found = []
    for index, paragraph in zip(wanted, paragraphs, strict=True):
        urgency = priority if isinstance(priority, Priority) else priority(index)
        for segment in missing(paragraph, failed_too=index in again):
            said = terms(index, segment) if terms is not None else SegmentTerms()
            source = paragraph.source[segment.start : segment.end]
            more = {} if pair is None else {"pair": pair}
            found.append(Job(source, urgency, terms=said.terms, paragraph=index, fingerprint=said.fingerprint, **more))
    return found


def missing(paragraph: BitextParagraph, *, failed_too: bool) -> list[Span]:
    """The segments of a paragraph that have no translation."""
    return [
        segment
        for segment, target in zip(paragraph.segments, paragraph.targets, strict=True)
        if not target.known and (failed_too or target.state is not TargetState.FAILED)
    ]


def required_terms(segment: Span, matches: Sequence[TermMatch]) -> tuple[RequiredTerm, ...]:
    """The terms that the translation of a segment is to use, in characters of the segment.

    Not those that only stand inside a compound, which the translation may well call something else.

    Args:
        segment: its place in the paragraph.
        matches: the terms of the paragraph.
    """
    return tuple(
        RequiredTerm(match.start - segment.start, match.end - segment.start, match.entry.source, match.entry.target)
        for match in matches
        if segment.start <= match.start and match.end <= segment.end and match.entry.target and not match.quiet
    )
