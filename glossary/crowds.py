"""What keeps hostile glossaries linear: very long terms, and very many that begin alike.

Both only leave candidates out that cannot match; what is left is verified as ever.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from glossary.patterns import Pattern
    from glossary.verify import Text

LONG = 16
"""A term of more words is looked for in the whole text at once before it is compared word by word."""


class Crowd:
    """Many patterns that begin with the same two words, by their length, third and last word.

    Args:
        patterns: the patterns; each has at least two words.
    """

    __slots__ = ("_by_words", "_lengths")

    def __init__(self, patterns: "Iterable[Pattern]") -> None:
        self._by_words: dict[tuple[int, str, str], list[Pattern]] = {}
        for pattern in patterns:
            tokens = pattern.tokens
            thirds = pattern.keys_of(tokens[2 if len(tokens) > 2 else 1])
            for third in thirds:
                for last in pattern.keys_of(tokens[-1]) if len(tokens) > 3 else (third,):
                    self._by_words.setdefault((len(tokens), third, last), []).append(pattern)
        self._lengths = sorted({length for length, _, _ in self._by_words})

    def candidates(self, whole: "Text", at: int, keys_of: "Callable[[str], Iterable[str]]") -> "list[Pattern]":
        """Those of the patterns that may begin at a word of a text; `keys_of` gives the keys of a surface."""
        found: dict[Pattern, None] = {}
        words = whole.words
        for length in self._lengths:
            if at + length > len(words):
                break
            for third in keys_of(words[at + min(2, length - 1)][0]):
                for last in keys_of(words[at + length - 1][0]) if length > 3 else (third,):
                    found.update(dict.fromkeys(self._by_words.get((length, third, last), ())))
        return list(found)


def starts(pattern: "Pattern", whole: "Text", keys_of: "Callable[[str], Iterable[str]]") -> frozenset[int]:
    """The words of a text at which all words of a pattern stand one after the other, as far as keys tell.

    One pass over the text, whatever repeats in it: bit n of the state says that the first n + 1 words of the pattern
    stand before this place (Baeza-Yates and Gonnet, Shift-And).
    """
    places: dict[str, int] = {}
    for number, token in enumerate(pattern.tokens):
        for key in pattern.keys_of(token):
            places[key] = places.get(key, 0) | 1 << number
    masks: dict[str, int] = {}
    full = len(pattern.tokens) - 1
    state, found = 0, []
    for at, (surface, _, _) in enumerate(whole.words):
        mask = masks.get(surface)
        if mask is None:
            mask = 0
            for key in keys_of(surface):
                mask |= places.get(key, 0)
            masks[surface] = mask
        state = (state << 1 | 1) & mask
        if state >> full:
            found.append(at - full)
    return frozenset(found)
