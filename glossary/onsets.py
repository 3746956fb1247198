"""A glance at how a word begins, to spare most words of a text their analysis.

Inflection leaves the beginning of a word alone but for its vowel (Haus, Häuser; treiben, trieb), a `ge-` in front,
and a few irregular words. So a word whose beginning no term shares is no form of any.

Invariant: errs only on the side of letting a word through.
"""

_VOWELS = frozenset("aeiouyäöü")
_BASE = {"ä": "a", "ö": "o", "ü": "u"}
_LONGEST_IRREGULAR = 6
"""ist, war, aß, besser, went, worst: irregular words are short. They are let through."""

_IRREGULAR = ("ge", "bess", "best", "meist")
"""And so are these: getrieben, besseren, meisten."""


class Onsets:
    """The beginnings of all terms; they are never taken back, which costs nothing but time."""

    __slots__ = ("_all", "_names", "_words")

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._words: set[str] = set()
        self._all = False

    def add(self, key: str) -> None:
        """Let words through that begin like a key."""
        bare = key.lstrip("^~?")
        if key[0] == "?" or bare[:1].lower() not in _LETTERS:
            self._all = True
        if bare[:1].isupper():
            self._names.add(_syllable(bare))
        else:
            self._words.add(_onset(bare))
            self._names.add(_syllable(bare))

    def admit_all(self) -> None:
        """Let every word through."""
        self._all = True

    def admits(self, surface: str) -> bool:
        """Whether a word may be a form of a term.

        >>> onsets = Onsets()
        >>> onsets.add("Haus")
        >>> onsets.admits("Häuser"), onsets.admits("Regierungen")
        (True, False)
        """
        if self._all or _onset(surface) in self._words:
            return True
        first = surface[0]
        if first.islower():
            odd = len(surface) <= _LONGEST_IRREGULAR or surface.startswith(_IRREGULAR) or first not in _LETTERS
            return odd and bool(self._words)
        return len(surface) < _LONGEST_IRREGULAR or _syllable(surface) in self._names or first.lower() not in _LETTERS


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzäöü")


def _syllable(word: str) -> str:
    """The first two letters without case and umlaut; only one if it is a vowel, as `ae` may stand for `ä`."""
    low = word[:2].lower()
    first, second = low[:1], low[1:2]
    first, second = _BASE.get(first, first), _BASE.get(second, second)
    return first if first in _VOWELS else first + second


def _onset(word: str) -> str:
    """The first letter, and the second if it is a consonant; without case and umlaut."""
    low = word[:2].lower()
    first, second = low[:1], low[1:2]
    first = _BASE.get(first, first)
    return first if first in _VOWELS or second in _VOWELS else first + second
