"""What the moving keys do, and the keys of the word cursor: tables from command ids to calls on a reading.

Invariant: every command of the groups MOVING and WORDS has its line here; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.core.reading import Reading

    Move = Callable[[Reading], object]

LINES_IN_COMMON = 2
"""So many lines of a screen are still there after a page key."""


def _page(reading: Reading) -> int:
    return max(1, reading.height_rows - LINES_IN_COMMON)


def _half(reading: Reading) -> int:
    return max(1, reading.height_rows // 2)


MOVES: Mapping[str, Move] = {
    "line_down": lambda reading: reading.scroll(1),
    "line_up": lambda reading: reading.scroll(-1),
    "page_down": lambda reading: reading.scroll(_page(reading)),
    "page_up": lambda reading: reading.scroll(-_page(reading)),
    "half_down": lambda reading: reading.scroll(_half(reading)),
    "half_up": lambda reading: reading.scroll(-_half(reading)),
    "top": lambda reading: reading.to_top(),
    "end": lambda reading: reading.to_end(),
    "sentence_next": lambda reading: reading.move_sentence(1),
    "sentence_previous": lambda reading: reading.move_sentence(-1),
    "paragraph_next": lambda reading: reading.move_paragraph(1),
    "paragraph_previous": lambda reading: reading.move_paragraph(-1),
}

FAR_MOVES = frozenset(("top", "end"))
"""Moves that one may want to come back from."""

CHOICES: Mapping[str, Move] = {
    "word_right": lambda reading: reading.move_word(1, extend=False),
    "word_left": lambda reading: reading.move_word(-1, extend=False),
    "word_down": lambda reading: reading.move_word_line(1, extend=False),
    "word_up": lambda reading: reading.move_word_line(-1, extend=False),
    "extend_right": lambda reading: reading.move_word(1, extend=True),
    "extend_left": lambda reading: reading.move_word(-1, extend=True),
    "extend_down": lambda reading: reading.move_word_line(1, extend=True),
    "extend_up": lambda reading: reading.move_word_line(-1, extend=True),
    "word_side": lambda reading: reading.other_side(),
    "word_done": lambda reading: reading.stop_words(),
}
