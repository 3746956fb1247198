"""Where the terms are, seen from the cursor: those of its sentence, and the nearest ones up and down the text.

Functions of a reading that change nothing. Invariant: a search through the whole text pauses every few paragraphs, so
that whoever asks can stay responsive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import checking
from reader.core.reading import Focus
from reader.core.selection import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary import Entry
    from reader.core.checking import Flaw
    from reader.core.reading import Reading

SCAN_STEP = 16
"""Paragraphs looked at between two breaths of a scan through the whole text."""


def term_steps(reading: Reading, step: int) -> Iterator[Focus | None]:
    """Look for the next term (step 1) or the one before (-1), from the cursor on.

    Yields None after every few paragraphs without one, and ends with the term found, if there is any.
    """
    paragraph, segment = reading.cursor
    if not len(reading.bitext):
        return
    start = reading.bitext.paragraph(paragraph).segments[segment].start
    char = reading.focus.match.start if reading.focus and reading.focus.paragraph == paragraph else start - (step > 0)
    looked = 0
    while 0 <= paragraph < len(reading.bitext):
        matches = reading.lighting.source_terms(paragraph)
        ahead = [match for match in matches if (match.start > char if step > 0 else match.start < char)]
        if ahead:
            yield Focus(paragraph, ahead[0 if step > 0 else -1])
            return
        paragraph += step
        char = -1 if step > 0 else len(reading.bitext.document.text)
        looked += 1
        if looked % SCAN_STEP == 0:
            yield None


def terms_here(reading: Reading) -> list[tuple[Entry, int]]:
    """The entries lit in the paragraph under the cursor, with how often each stands there.

    Those of the sentence under the cursor come first, then the others in order.
    """
    counts: dict[Entry, int] = {}
    if len(reading.bitext):
        start, end = reading.bitext.paragraph(reading.cursor.paragraph).segments[reading.cursor.segment]
        matches = reading.lighting.terms(reading.cursor.paragraph).source
        for match in sorted(matches, key=lambda match: not start <= match.start < end):
            counts[match.entry] = counts.get(match.entry, 0) + 1
    return list(counts.items())


def entry_here(reading: Reading) -> Entry | None:
    """The entry under the cursor: the focused one, one in the word cursor, or the sentence's only one."""
    if reading.focus:
        return reading.focus.match.entry
    if not len(reading.bitext):
        return None
    terms = reading.lighting.terms(reading.cursor.paragraph)
    if reading.words:
        selection = reading.words.selection()
        matches = terms.source if selection.side is Side.SOURCE else terms.target
        span = selection.span_in(reading.cursor.paragraph, 1 << 60)
        return next((m.entry for m in matches if span and m.start < span.end and m.end > span.start), None)
    segment = reading.bitext.paragraph(reading.cursor.paragraph).segments[reading.cursor.segment]
    entries = {match.entry: None for match in terms.source if segment.start <= match.start < segment.end}
    return next(iter(entries)) if len(entries) == 1 else None


def flaws_here(reading: Reading) -> list[Flaw]:
    """What is wrong with the terms of the sentence under the cursor; only the focused term's, if there is one."""
    if reading.checking is None or not len(reading.bitext):
        return []
    found = [
        flaw for flaw in reading.checking.flaws(reading.cursor.paragraph) if flaw.segment == reading.cursor.segment
    ]
    focused = [flaw for flaw in found if reading.focus and flaw.entry == reading.focus.match.entry]
    return focused or found


def flaw_steps(reading: Reading, step: int) -> Iterator[Flaw | None]:
    """Look for the finding of the term check nearest to the cursor, forwards or backwards, in slices.

    Yields:
        None between slices, then the finding; nothing more if there is none.
    """
    if reading.checking is None or not len(reading.bitext):
        return
    paragraph, segment = reading.cursor
    char = reading.bitext.paragraph(paragraph).segments[segment].start - (step > 0)
    if reading.focus is not None and reading.focus.paragraph == paragraph:
        char = reading.focus.match.start
    here = reading.checking.flaws(paragraph)
    ahead = [flaw for flaw in here if (flaw.source.start > char if step > 0 else flaw.source.start < char)]
    paragraph += step
    while not ahead and 0 <= paragraph < len(reading.bitext):
        yield None
        first, last = sorted((paragraph, paragraph + step * (checking.SCAN_STEP - 1)))
        ahead = reading.checking.look(range(max(0, first), min(last + 1, len(reading.bitext))))
        paragraph += step * checking.SCAN_STEP
    if ahead:
        yield min(ahead, key=lambda flaw: (flaw.paragraph * step, flaw.source.start * step))
