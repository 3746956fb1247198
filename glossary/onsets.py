"""A glance at how a word begins, to spare most words of a text their analysis.

Inflection leaves the beginning of a word alone but for umlaut (Haus, Häuser), for the vowel of a verb (treiben,
trieb), for a `ge-` in front, and for a few irregular words. So a word whose beginning no term shares is no form of
any.

Invariant: errs only on the side of letting a word through.
"""

_VOWELS = frozenset("aeiouy")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzäöüß")
_BARE = str.maketrans("äöüß", "aous")
_SHORT = 4
"""der, die, das: the short words of a language keep no more than their first letter."""

_IRREGULAR = ("ge", "bess", "best", "meist", "wär", "war", "worse", "worst", "diesel", "dassel", "densel", "demsel")
"""How words begin that need not begin like their lexeme: getrieben, besseren, meisten, wären."""

_IRREGULAR_WORDS = frozenset(
    (
        *("ist", "sind", "bin", "bist", "sei", "seid", "seien", "aß", "aßen", "aßt", "isst", "iss", "äße", "äßen"),
        *("mich", "mir", "ihn", "ihm", "ihr", "ihnen", "uns", "me", "them", "him"),
        *("mehr", "lieber", "liebsten", "eher", "ehesten"),
        *("went", "is", "are", "am", "was", "were", "been", "better", "ate", "us"),
    )
)
"""The short ones."""


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
            verb = self._vowels_change or bare[-1:] == "n" or len(bare) <= _SHORT
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
        head = surface[:4].lower().translate(_BARE)
        if first.lower() not in _LETTERS or not (head.isascii() and head.isalpha()):
            return True  # accents, and words that a line break parts behind their first syllable
        if self.admits_lowered(surface):
            return True
        if first.islower() or self._vowels_change:
            low = surface if first.islower() else surface.lower()
            return bool(self._words) and (low in _IRREGULAR_WORDS or low.startswith(_IRREGULAR))
        return _beginning(surface, 3 if len(surface) > 3 else 2) in self._names

    def admits_lowered(self, surface: str) -> bool:
        """Whether a word may be a form of a term that is written in lower case."""
        words = self._words
        if self._all or not words:
            return self._all
        onset = _onset(surface)
        return onset in words or _beginning(surface, 2) in words or not onset.isascii()  # École, école


def _beginning(word: str, letters: int) -> str:
    """The first letters without case, umlaut and its substitutes."""
    low = word[: letters + 2].lower().translate(_BARE)
    return low.replace("ae", "a").replace("oe", "o").replace("ue", "u")[:letters]


def _onset(word: str) -> str:
    """The first letter, and the second if it is a consonant; without case and umlaut."""
    low = word[:2].lower().translate(_BARE)
    return low[:1] if low[:1] in _VOWELS or low[1:2] in _VOWELS else low
