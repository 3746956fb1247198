"""Wrapping: where the lines of a text break, as offsets; no text is copied.

Invariant: the lines come in order, do not overlap, hold every character but the white space at breaks, and none
takes more cells than the width (but a single character wider than the width stands alone).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.core.cells import char_cells, is_simple
from reader.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    Cut = Callable[[str, int, int], int]

_HYPHENS = "-–—/"


def wrap(text: str, start: int, end: int, width_cells: int, cut: Cut | None = None) -> list[Span]:
    """The screen lines of `text[start:end]`, each a span of `text` without the white space at its ends.

    Breaks fall at white space and after a hyphen or dash between letters; a word longer than the line is cut: where
    `cut` says, given the text, where the line begins and how far it may reach, or where the line is full.
    A newline inside is white space. An empty or blank text gives one empty line.

    >>> text = "Ein US-Präsident kam."
    >>> [text[a:b] for a, b in wrap(text, 0, len(text), 9)]
    ['Ein US-', 'Präsident', 'kam.']
    """
    width = max(1, width_cells)
    if text.find("\n", start, end) >= 0:
        text = text.replace("\n", " ")
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    if end - start <= width and is_simple(text[start:end]):
        return [Span(start, end)]
    if is_simple(text[start:end]):
        return _lines(text, start, end, lambda begin: begin + width, cut)
    return _lines(text, start, end, _reach(text, start, end, width), cut)


def hung(text: str, start: int, end: int, width_cells: int, hang_cells: int) -> list[Span]:
    """The same; every line but the first has so many cells less.

    >>> text = "Sah ein Knab ein Röslein stehn"
    >>> [text[a:b] for a, b in hung(text, 0, len(text), 12, 4)]
    ['Sah ein Knab', 'ein', 'Röslein', 'stehn']
    """
    lines = wrap(text, start, end, width_cells)
    if not hang_cells or len(lines) < 2:
        return lines
    return [lines[0], *wrap(text, lines[1].start, end, width_cells - hang_cells)]


def _break_in(text: str, begin: int, limit: int) -> int:
    """Where the line `text[begin:...]`, which may reach up to `limit`, ends; `begin` if there is no good place."""
    space = text.rfind(" ", begin, limit + 1)
    hyphen = begin
    for char in _HYPHENS:
        at = text.rfind(char, max(space, begin), limit)
        if at > hyphen and text[at - 1].isalnum() and at + 1 < len(text) and text[at + 1].isalnum():
            hyphen = at + 1
    return max(space, hyphen, begin)


def _reach(text: str, start: int, end: int, width: int) -> Callable[[int], int]:
    """For text with wide or zero-width characters: how far a line may reach that begins at a character."""
    cells = list(accumulate((char_cells(char) for char in text[start:end]), initial=0))

    def reach(begin: int) -> int:
        # bisect_right takes zero-width characters along with the one they belong to.
        return max(begin + 1, start + bisect_right(cells, cells[begin - start] + width) - 1)

    return reach


def _lines(text: str, start: int, end: int, reach: Callable[[int], int], cut: Cut | None = None) -> list[Span]:
    """The lines, each reaching as far as it may and back to a good place to break."""
    lines = []
    begin = start
    while (limit := reach(begin)) < end:
        stop = _break_in(text, begin, limit)
        if stop == begin:
            stop = cut(text, begin, limit) if cut else limit
        follow = stop
        while stop > begin and text[stop - 1] == " ":
            stop -= 1
        lines.append(Span(begin, stop))
        begin = follow
        while begin < end and text[begin] == " ":
            begin += 1
    if begin < end or not lines:
        lines.append(Span(begin, end))
    return lines
