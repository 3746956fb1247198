"""Bringing what was found on the screen, with the cursor on it: a term, a finding of the term check, some words.

Functions of a reading. Invariant: what is shown is on the screen afterwards, on a side that is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.page import Mode
from reader.core.reading import Cursor, Focus
from reader.core.selection import Point, Selection, Side

if TYPE_CHECKING:
    from reader.core.checking import Flaw
    from reader.core.reading import Reading


ROWS_ABOVE = 4
"""So many rows are kept above a place that a panel shows."""


def near_top(reading: Reading, point: Point) -> None:
    """Show the row of this source character near the top of the screen, with a few rows before it."""
    reading.to_point(point)
    reading.anchor = reading.page.move(reading.anchor, -min(ROWS_ABOVE, reading.height_rows // 6))


def go_to(reading: Reading, point: Point) -> None:
    """Put the cursor on the sentence of this source character, and show it near the top of the screen."""
    near_top(reading, point)
    pair = reading.bitext.paragraph(point.paragraph)
    reading.set_cursor(Cursor(point.paragraph, pair.segment_at(point.char)))
    reading.reveal_cursor()


def focus_term(reading: Reading, focus: Focus) -> None:
    """Put the cursor on a term, and show it."""
    pair = reading.bitext.paragraph(focus.paragraph)
    reading.cursor = Cursor(focus.paragraph, pair.segment_at(focus.match.start))
    reading.focus = focus
    if reading.mode is Mode.TARGET:
        reading.reveal_cursor()
    else:
        reading.reveal(Side.SOURCE, Point(focus.paragraph, focus.match.start))


def focus_flaw(reading: Reading, flaw: Flaw, *, at_top: bool) -> None:
    """Put the cursor on the term of a finding and show it; at the top where a panel covers what is below."""
    point = Point(flaw.paragraph, flaw.source.start)
    if at_top:
        near_top(reading, point)
    reading.cursor = Cursor(flaw.paragraph, flaw.segment)
    found = (match for match in reading.lighting.terms(flaw.paragraph).source if match.start == flaw.source.start)
    reading.focus = next((Focus(flaw.paragraph, match) for match in found), None)
    if not at_top and reading.mode is Mode.TARGET:
        reading.reveal_cursor()
    elif not at_top:
        reading.reveal(Side.SOURCE, point)


def show_words(reading: Reading, paragraph: int, start: int, end: int) -> None:
    """Show these characters of the source at the top of the screen, selected."""
    point = Point(paragraph, start)
    near_top(reading, point)
    reading.set_cursor(Cursor(paragraph, reading.bitext.paragraph(paragraph).segment_at(start)))
    reading.selection = Selection(Side.SOURCE, point, Point(paragraph, end))
