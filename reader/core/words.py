"""Words under the word cursor: what a person would take as one word of a term.

Invariant: words are in order, do not overlap and hold no white space.
"""

import re
import unicodedata

from reader.core.cells import is_simple
from reader.core.spans import Span

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’.&/][^\W_]+)*\+{0,2}")


def words(text: str) -> list[Span]:
    """The words of a text; hyphenated words, „OPEC+“ and „U.S“ are one each.

    >>> text = "Die OPEC+-Staaten (rund 20.000)."
    >>> [text[a:b] for a, b in words(text)]
    ['Die', 'OPEC+', 'Staaten', 'rund', '20.000']
    """
    if not is_simple(text):  # A sign that joins a letter is a part of the word.
        text = "".join("a" if unicodedata.category(char)[0] == "M" else char for char in text)
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def word_at(text: str, char: int) -> Span | None:
    """The word that holds this character, or the one before it if the character stands between words."""
    before = None
    for word in words(text):
        if word.start > char:
            break
        before = word
    if before is not None and (char < before.end or not text[before.end : char].strip()):
        return before
    return next((word for word in words(text) if word.start >= char), before)
