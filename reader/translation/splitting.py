"""A sentence too long for an engine in pieces that are not: cut at `; : ,` and else at a space, never inside a word.

Invariant: the pieces joined by a space are the sentence, up to white space. Nothing is ever left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.engines.base import Limits

_CUTS = ((";", ":"), (",",), ("",))
"""Characters behind which one may cut, where a space follows; the better ones first."""

_LEAST = 0.3
"""A cut nearer to the beginning than this share of what fits leaves too small a piece, if there is another cut."""


def pieces(text: str, limits: Limits) -> list[str] | None:
    """The sentence in pieces that an engine takes, in their order; None if a single word of it is too long.

    >>> from reader.engines.base import Limits
    >>> pieces("Kurz gesagt: nein, und zwar nie", Limits(max_chars=13))
    ['Kurz gesagt:', 'nein,', 'und zwar nie']
    """
    if limits.fit([text]):
        return [text]
    left = " ".join(text.split())
    found = []
    while left and not limits.fit([left]):
        cut = _cut(left, _longest(left, limits))
        if not cut:
            return None
        found.append(left[:cut])
        left = left[cut + 1 :]
    return [*found, left] if left else found


def _longest(text: str, limits: Limits) -> int:
    """How many characters from the beginning fit."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if limits.fit([text[:middle]]):
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, longest: int) -> int:
    """Where to cut: the place of a space; 0 if there is none that fits."""
    for least in (int(longest * _LEAST), 0):
        for marks in _CUTS:
            places = [text.rfind(f"{mark} ", least, longest + 1) + len(mark) for mark in marks]
            if (place := max(places)) > least:
                return place
    return 0
