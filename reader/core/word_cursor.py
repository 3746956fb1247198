"""The word cursor: some words of one side, moved word by word and line by line.

Pure functions from one cursor to the next. Invariant: anchor and head are words of paragraphs of one side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.cells import cells
from reader.core.page import Anchor, Page, Place, Row
from reader.core.selection import Point, Selection, Side, side_text
from reader.core.table import Part
from reader.core.words import word_at, words

if TYPE_CHECKING:
    from reader.core.bitext import Bitext
    from reader.core.spans import Span


class WordCursor(NamedTuple):
    """The words from `anchor` to `head`, two words of one side; usually the same one."""

    side: Side
    anchor: tuple[int, Span]
    head: tuple[int, Span]

    def selection(self) -> Selection:
        """The characters of the words, with what stands between them."""
        (first, one), (last, other) = sorted((self.anchor, self.head))
        end = max(one.end, other.end) if first == last else other.end
        return Selection(self.side, Point(first, one.start), Point(last, end))

    def at(self, paragraph: int, word: Span, *, extend: bool) -> WordCursor:
        """The cursor with its head on another word; its anchor stays if the words are extended."""
        head = (paragraph, word)
        return WordCursor(self.side, self.anchor if extend else head, head)


def word_cursor(bitext: Bitext, side: Side, point: Point) -> WordCursor | None:
    """A cursor on the word at a character, or on one near it; None where there is no word."""
    word = word_at(side_text(bitext, side, point.paragraph), point.char)
    return None if word is None else WordCursor(side, (point.paragraph, word), (point.paragraph, word))


def next_word(bitext: Bitext, cursor: WordCursor, step: int, *, extend: bool) -> WordCursor | None:
    """The cursor so many words further on, into the neighbouring paragraph; None at an end.

    A term does not reach over a paragraph's end, so extending stops there.
    """
    paragraph, word = cursor.head
    there = words(side_text(bitext, cursor.side, paragraph))
    index = there.index(word) + step
    if not 0 <= index < len(there):
        paragraph += step
        if extend or not 0 <= paragraph < len(bitext):
            return None
        there = words(side_text(bitext, cursor.side, paragraph))
        index = 0 if step > 0 else len(there) - 1
    return cursor.at(paragraph, there[index], extend=extend) if there else None


def word_on_next_line(
    page: Page, bitext: Bitext, cursor: WordCursor, step: int, *, extend: bool, segment: int
) -> WordCursor | None:
    """The cursor on the word nearest below (step 1) or above (-1); None at an end.

    Args:
        page: whose lines are meant.
        bitext: whose words.
        cursor: where it is now.
        step: 1 or -1.
        extend: whether its anchor stays.
        segment: the sentence it stands in, for pages with sentence rows, else -1.
    """
    paragraph, word = cursor.head
    of_source = cursor.side is Side.SOURCE
    here = Anchor(paragraph, word.start if of_source else None, None if of_source else word.start, segment=segment)
    place = page.locate(here)
    column = next((x for x, other in _words_on(page, bitext, place, cursor.side) if other == word), 0)
    while True:
        moved = page.locate(page.move(page.anchor_at(place), step))
        if moved == place or (extend and moved.paragraph != paragraph):
            return None
        place = moved
        found = _words_on(page, bitext, place, cursor.side)
        if found:
            nearest = min(found, key=lambda each: abs(each[0] - column))
            return cursor.at(place.paragraph, nearest[1], extend=extend)


def _words_on(page: Page, bitext: Bitext, place: Place, side: Side) -> list[tuple[int, Span]]:
    """The words that begin on a line, each with how many cells from the line's start."""
    row: Row = page.block(place.paragraph)[place.line]
    span, parts = (row.source, row.source_parts) if side is Side.SOURCE else (row.target, row.target_parts)
    if span is None:
        return []
    text = side_text(bitext, side, place.paragraph)
    every = words(text)
    return [
        (x + cells(text[start : word.start]), word)
        for x, start, end in parts or (Part(0, span.start, span.end),)
        for word in every
        if start <= word.start < end
    ]
