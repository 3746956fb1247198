"""Terms inside solid German compounds, for the entries that ask for it (`match: compound`)."""

from typing import TYPE_CHECKING

from glossary.forms import CAPITAL
from glossary.tokens import LONGEST_WORD

if TYPE_CHECKING:
    from glossary.forms import Analyser
    from glossary.patterns import Pattern

_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "ns")
_SHORT = frozenset(
    ("Öl", "Gas", "Rat", "Amt", "Tag", "Not", "See", "Bau", "Erd", "Welt", "Straf", "Geld", "Land", "Volk", "Bund")
)
"""Fronts of compounds that are no noun, or shorter than others have to be."""

_LEAST = 4
_SHORTEST_TERM = 3
_MOST_SURFACES = 20_000


class Compounds:
    """The entries to be found inside compounds, and what was found in each surface; forgotten at every change."""

    __slots__ = ("_analyser", "_keys", "_known")

    def __init__(self, analyser: "Analyser") -> None:
        self._analyser = analyser
        self._keys: dict[str, dict[Pattern, None]] = {}
        self._known: dict[str, Pattern | None] = {}

    def add(self, pattern: "Pattern") -> None:
        """Look for a pattern inside compounds, if it is a single German noun that is long enough."""
        if self._analyser.lang == "de" and len(pattern.tokens) == 1 and len(pattern.tokens[0].fold) >= _SHORTEST_TERM:
            for key in pattern.first_keys():
                self._keys.setdefault(key, {})[pattern] = None
        self._known.clear()

    def remove(self, pattern: "Pattern") -> None:
        """No longer look for a pattern."""
        for key in pattern.first_keys():
            if key in self._keys:
                self._keys[key].pop(pattern, None)
                if not self._keys[key]:
                    del self._keys[key]
        self._known.clear()

    def found(self, surface: str) -> "Pattern | None":
        """The pattern whose term is a part of a compound; None if there is none."""
        if not self._keys or not _SHORTEST_TERM + 1 < len(surface) <= LONGEST_WORD:
            return None
        if surface in self._known:
            return self._known[surface]
        if len(self._known) >= _MOST_SURFACES:
            self._known.clear()
        analysis = self._analyser.analyse(surface)
        word = surface if analysis.shape == CAPITAL else ""
        found = self._known[surface] = self._search(word) if word else None
        return found

    def _search(self, word: str, depth: int = 0) -> "Pattern | None":
        for at in range(2, len(word) - 1):
            front, rest = word[:at], word[at:].capitalize()
            if len(rest) >= _SHORTEST_TERM and self._is_part(front):
                head = self._term(rest)
                if head is not None:
                    return head
            if len(rest) >= _LEAST and self._is_noun(rest):
                for link in _LINKS:
                    stem = front[: -len(link)] if link else front
                    if front.endswith(link) and len(stem) >= _SHORTEST_TERM:
                        modifier = self._term(stem)
                        if modifier is not None and self._is_lemma(stem, modifier):
                            return modifier
            if depth == 0 and len(rest) > 2 * _LEAST and self._is_part(front):
                inner = self._search(rest, depth + 1)
                if inner is not None:
                    return inner
        return None

    def _term(self, word: str) -> "Pattern | None":
        for key in self._analyser.analyse(word).keys:
            for pattern in self._keys.get(key, ()):
                return pattern
        return None

    def _is_lemma(self, stem: str, pattern: "Pattern") -> bool:
        """Whether a modifier is the term as it stands in compounds: uninflected but for the link."""
        return self._analyser.analyse(stem).fold == pattern.tokens[0].fold or len(stem) > _LEAST

    def _is_noun(self, word: str) -> bool:
        lexicon = self._analyser.lexicon
        if lexicon is None:
            return True
        lemma = lexicon.get(word)
        return lemma is not None and lemma[:1].isupper()

    def _is_part(self, front: str) -> bool:
        """Whether the front of a compound is a noun, with or without a link."""
        for link in _LINKS:
            stem = front[: -len(link)] if link else front
            if front.endswith(link) and (stem in _SHORT or (len(stem) >= _LEAST and self._is_noun(stem))):
                return True
        return self._is_verb(front)

    def _is_verb(self, front: str) -> bool:
        """Whether the front of a compound is the stem of a verb: Trinkwasser, Schreibtisch."""
        lexicon = self._analyser.lexicon
        infinitive = front.lower() + "en"
        return lexicon is not None and len(front) >= _LEAST and lexicon.get(infinitive) == infinitive
