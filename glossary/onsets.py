"""A glance at how a word begins, to spare most words of a text their analysis.

Inflection leaves the beginning of a word alone but for umlaut (Haus, Häuser), for the vowel of a verb (treiben,
trieb), for a `ge-` in front, and for a few irregular words. So a word whose beginning no term shares is no form of
any.

Invariant: errs only on the side of letting a word through.
"""

_VOWELS = frozenset("aeiouy")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzäöüß")
_BARE = str.maketrans("äöüß", "aous")
_LONGEST_IRREGULAR = 6
"""ist, war, aß, besser, went, worst: irregular words are short. They are let through."""

_IRREGULAR = ("ge", "bess", "best", "meist")
"""And so are these: getrieben, besseren, meisten."""


class Onsets:
    """The beginnings of all terms of one language; they are never taken back, which costs nothing but time."""

    __slots__ = ("_all", "_names", "_vowels_change", "_words")

    def __init__(self, lang: str) -> None:
        self._names: set[str] = set()
        self._words: set[str] = set()
        self._all = False
        self._vowels_change = lang != "de"

    def add(self, key: str) -> None:
        """Let words through that begin like a key."""
        bare = key.lstrip("^~?")
        if key[0] == "?" or bare[:1].lower() not in _LETTERS:
            self._all = True
        elif bare[0].isupper() and not self._vowels_change:
            self._names.add(_beginning(bare, 3))
            self._names.add(_beginning(bare, 2))
        else:
            # What ends in -n may be a verb, whose vowel changes; an adjective's gets an umlaut at most.
            verb = self._vowels_change or bare[-1:] == "n"
            self._words.add(_onset(bare) if verb else _beginning(bare, 2))
            self._names.add(_beginning(bare, 3))

    def admit_all(self) -> None:
        """Let every word through."""
        self._all = True

    def admits(self, surface: str) -> bool:
        """Whether a word may be a form of a term.

        >>> onsets = Onsets("de")
        >>> onsets.add("Haus")
        >>> [onsets.admits(word) for word in ("Häuser", "Haeuser", "Regierungen")]
        [True, True, False]
        """
        if self._all:
            return True
        first = surface[0]
        if first.lower() not in _LETTERS or not surface[:4].lower().translate(_BARE).isascii():
            return True
        words = self._words
        if words and (_onset(surface) in words or _beginning(surface, 2) in words):
            return True
        if first.islower() or self._vowels_change:
            return bool(words) and (len(surface) <= _LONGEST_IRREGULAR or surface.startswith(_IRREGULAR))
        return _beginning(surface, 3 if len(surface) > 3 else 2) in self._names


def _beginning(word: str, letters: int) -> str:
    """The first letters without case, umlaut and its substitutes."""
    low = word[: letters + 2].lower().translate(_BARE)
    return low.replace("ae", "a").replace("oe", "o").replace("ue", "u")[:letters]


def _onset(word: str) -> str:
    """The first letter, and the second if it is a consonant; without case and umlaut."""
    low = word[:2].lower().translate(_BARE)
    return low[:1] if low[:1] in _VOWELS or low[1:2] in _VOWELS else low
