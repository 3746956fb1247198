"""Characters to terminal cells: the one place in the core where cells are counted.

Invariant: a text that `is_simple` has exactly one cell for each character.
"""

import re
import unicodedata
from functools import lru_cache

_NOT_SIMPLE = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0530\u1e00-\u1fff\u2010-\u2027\u202f-\u205f\u20a0-\u20bf]"
)
_NO_CELLS = frozenset(("Mn", "Me", "Mc", "Cf"))
_JOINED = re.compile("[\u1160-\u11ff\u3164\uffa0\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff]")
"""Vowels and ends of Korean syllables, and the colours of a skin: they join the character before them."""
_FIGURE_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Those that stand around Arabic figures: no letters, but seen."""
_PICTURES = re.compile(
    "[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376\U0001fa70-\U0001faff]"
)
"""Signs that take two cells since Unicode 16, and where new emoji are added; older tables do not say so."""


def is_simple(text: str) -> bool:
    """Whether each character of the text takes one cell (almost all German and English text does)."""
    return text.isascii() or _NOT_SIMPLE.search(text) is None


@lru_cache(maxsize=4096)
def char_cells(char: str) -> int:
    """The cells that one character takes: 0, 1 or 2; as the toolkit of the interface counts them.

    >>> [char_cells(char) for char in "a日\u0301\u0940\U0001f44d\U0001f3fd"]
    [1, 2, 0, 0, 2, 0]
    """
    category = unicodedata.category(char)
    if category in _NO_CELLS or _JOINED.match(char):
        return int(char in _FIGURE_SIGNS)
    if category == "Cn" and not _PICTURES.match(char):
        return 1  # What this Python does not know yet.
    return 2 if unicodedata.east_asian_width(char) in "WF" or _PICTURES.match(char) else 1


def cells(text: str) -> int:
    """The cells that a text takes on one line.

    >>> cells("Größe"), cells("日本")
    (5, 4)
    """
    return len(text) if is_simple(text) else sum(map(char_cells, text))


def fit(text: str, width_cells: int) -> str:
    """The text cut to at most `width_cells`, with an ellipsis where something was cut off.

    >>> fit("Sondervermögen", 8)
    'Sonderv…'
    """
    if cells(text) <= width_cells:
        return text
    if width_cells < 1:
        return ""
    taken = 0
    for index, char in enumerate(text):
        taken += char_cells(char)
        if taken > width_cells - 1:
            return text[:index] + "…"
    return text
