"""The word cursor of a reading: put on the sentence, moved word by word and line by line, and to the other side.

Functions of a reading. Invariant: the cursor's sentence is always the one that the word cursor stands in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.page import Mode
from reader.core.selection import Point, Side
from reader.core.word_cursor import next_word, word_cursor, word_on_next_line

if TYPE_CHECKING:
    from reader.core.reading import Reading


def start_words(reading: Reading) -> bool:
    """Put the word cursor on the focused term, the search hit, or the sentence's first word; false without any."""
    if not len(reading.bitext):
        return False
    paragraph = reading.cursor.paragraph
    pair = reading.bitext.paragraph(paragraph)
    side = Side.TARGET if reading.mode is Mode.TARGET else Side.SOURCE
    spans = pair.segments if side is Side.SOURCE else pair.target_segments
    char = spans[reading.cursor.segment].start
    for row in reading.rows():
        span = row.source if side is Side.SOURCE else row.target
        if row.paragraph == paragraph and span is not None:
            char = max(char, span.start)
            break
    hit = reading.current_hit
    if hit is not None and hit.paragraph == paragraph and hit.side is side:
        char = hit.start
    if reading.focus and side is Side.SOURCE:
        char = reading.focus.match.start
    reading.words = word_cursor(reading.bitext, side, Point(paragraph, char))
    reading.selection = None
    return reading.words is not None


def move_word(reading: Reading, step: int, *, extend: bool) -> None:
    """Move the word cursor by words, through paragraphs; with `extend` its anchor stays."""
    if reading.words is not None:
        reading.put_words(next_word(reading.bitext, reading.words, step, extend=extend))


def move_word_line(reading: Reading, step: int, *, extend: bool) -> None:
    """Move the word cursor to the nearest word on the next line (or the one before) of its side."""
    if reading.words is not None:
        segment = reading.cursor.segment if reading.by_sentence else -1
        moved = word_on_next_line(reading.page, reading.bitext, reading.words, step, extend=extend, segment=segment)
        reading.put_words(moved)


def other_side(reading: Reading) -> None:
    """Move the word cursor to the sentence opposite."""
    if reading.words is None or reading.mode is not Mode.BOTH:
        return
    pair = reading.bitext.paragraph(reading.cursor.paragraph)
    side = Side.TARGET if reading.words.side is Side.SOURCE else Side.SOURCE
    spans = pair.segments if side is Side.SOURCE else pair.target_segments
    there = Point(reading.cursor.paragraph, spans[reading.cursor.segment].start)
    reading.put_words(word_cursor(reading.bitext, side, there))
