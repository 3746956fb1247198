"""The keys of words of a language that has no tables here: words as they are spelled.

Nothing that is known of German or English is applied to French. Where a plural is made with a letter at the end and
nothing else, as in the Romance languages, a word and its plural are one lexeme; all else stands under `forms`.

>>> sorted(Unlisted("fr").lower("lignes")), sorted(Unlisted("fi").lower("linjat"))
(['ligne', 'lignes'], ['linjat'])
"""

from glossary.folding import folded

_PLURALS = {"fr": ("s", "x"), "es": ("s",), "pt": ("s",), "ca": ("s",), "gl": ("s",), "oc": ("s",)}
_SHORTEST = 4
"""Of a shorter word the last letter belongs to it: bus, gaz."""


class Unlisted:
    """Keys of words of any other language.

    Args:
        lang: its two-letter code.
    """

    __slots__ = ("_plurals",)

    def __init__(self, lang: str) -> None:
        self._plurals = _PLURALS.get(lang, ())

    def lower(self, word: str) -> set[str]:
        """The keys of a lower-case word."""
        fold = folded(word)
        if len(fold) > _SHORTEST and fold.endswith(self._plurals) and not fold.endswith("ss"):
            return {fold, fold[:-1]}
        return {fold}

    def lowered(self, word: str) -> set[str]:
        """The keys of a word that is not in lower case, if it were."""
        return self.lower(word)

    def own(self, _word: str, keys: "frozenset[str]") -> "frozenset[str]":
        """The keys of a capitalised word as a term: those it has in a text."""
        return keys

    def capital(self, word: str) -> set[str]:
        """The keys of a capitalised word."""
        return self.lower(word)

    def dictionary_form(self, word: str) -> str:
        """The word itself."""
        return word

    def dictionary_phrase(self, parts: list[str]) -> str:
        """The words as they stand."""
        return " ".join(parts)
