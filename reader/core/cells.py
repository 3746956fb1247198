"""Characters to terminal cells: the one place in the core where cells are counted.

Invariant: a text that `is_simple` has exactly one cell for each character.
"""

import re
import unicodedata
from functools import lru_cache

_NOT_SIMPLE = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0530\u1e00-\u1fff\u2010-\u2027\u202f-\u205f\u20a0-\u20bf]"
)


def is_simple(text: str) -> bool:
    """Whether each character of the text takes one cell (almost all German and English text does)."""
    return text.isascii() or _NOT_SIMPLE.search(text) is None


@lru_cache(maxsize=4096)
def char_cells(char: str) -> int:
    """The cells that one character takes: 0, 1 or 2."""
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


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
