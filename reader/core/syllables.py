"""Where a word is cut that is longer than its line: between two syllables, if there is such a place.

The rules are those of German spelling, as far as they need no dictionary: a syllable begins with a consonant before a
vowel, and letters that are spoken as one stay together. Where they are wrong the word is still cut at a place that can
be read; in other languages they do no harm.

Invariant: at least one character stays on the line, and none beyond its limit.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.cells import is_simple

_BEFORE: Final = 4
"""So many letters stand before a place to cut at, or more."""
_AFTER: Final = 3
_VOWELS: Final = "aeiouyäöüàáâèéêëîïôœû"
_ONSETS: Final = re.compile(
    rf"(?<=[{_VOWELS}bcdfghjklmnpqrstvwxzß])"
    r"(?:sch(?:[lmnrw])?|ch|ck|ph|th|qu|[bdfgkpt]r|[bfgkp]l|(?<=s)[pt]r|[bcdfghjklmnpqrstvwxzß])"
    rf"(?=[{_VOWELS}])"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EDGES: Final = "\"'„“”»«‚‘’()[].,;:!?…"
_FAR: Final = 100
"""So far from a place its word is looked at."""


def cut(text: str, begin: int, limit: int) -> int:
    """Where a word is cut that begins a line and reaches beyond its limit; room is left for a hyphen.

    >>> text = "Bruttoinlandsprodukt"
    >>> text[: cut(text, 0, 17)], text[: cut(text, 0, 12)], text[: cut(text, 0, 3)]
    ('Bruttoinlandspro', 'Bruttoin', 'Br')
    """
    if limit - begin < 2 or not (_is_word_around(text, limit - 1) or _is_word_around(text, limit)):
        return limit
    end = text.find(" ", limit, limit + _FAR)
    end = min(len(text), limit + _FAR) if end < 0 else end
    word = text[begin:end].lower()
    if len(word) == end - begin:  # Some letters are two when they are small.
        places = [found.start() for found in _ONSETS.finditer(word)]
        good = [place for place in places if _BEFORE <= place < limit - begin and place <= len(word) - _AFTER]
        if good:
            return begin + good[-1]
    return limit - 1


def is_cut(text: str, start: int, end: int) -> bool:
    """Whether a part of a text ends within a word, with room for a hyphen behind it; see `cut`.

    >>> is_cut("Produkt", 0, 3), is_cut("Pro dukt", 0, 3), is_cut("x/produkt", 0, 5)
    (True, False, False)
    """
    return end - start > 1 and end < len(text) and _is_word_around(text, end)


def _is_word_around(text: str, at: int) -> bool:
    """Whether the characters before and at a place are of one word, all of it letters of one cell each."""
    if not (text[at - 1].isalpha() and text[at].isalpha()):
        return False
    start = text.rfind(" ", max(0, at - _FAR), at) + 1 or max(0, at - _FAR)
    end = text.find(" ", at, at + _FAR)
    word = text[start : min(len(text), at + _FAR) if end < 0 else end].strip(_EDGES)
    return is_simple(word) and _WORD.fullmatch(word) is not None
