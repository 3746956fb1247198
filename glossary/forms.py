"""The normal forms of a word: the keys by which a term and a word of the text find each other.

A surface is analysed for itself, whatever the glossary holds, so the analysis is kept. Its keys are folded lemmas:
capitalised ones for nouns and names, lower-case ones for everything else; `^` marks acronyms, `~` stems and
nominalised adjectives. Two words are forms of one lexeme if they share a key.

After shared evidence (section 3.3 of the design notes): a known word never loses an ending to a rule; rules are for
what the lexicon does not know.
"""

import re
from typing import TYPE_CHECKING

from glossary.english import English
from glossary.folding import folded, visible
from glossary.german import NO_KEYS, German
from glossary.lemmas import Remembered
from glossary.unlisted import Unlisted

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.lexicon import Lexicon

LOWER, CAPITAL, ACRONYM, MIXED, OTHER = "l", "C", "A", "M", "0"
"""The shape of a word: all lower case, capitalised, all capitals (two or more), mixed, no letters."""

LONGEST = 80
MOST_ANALYSES = 60_000
"""So many surfaces are remembered; a novel has as many."""

_JOINED = re.compile(r"[-\u2010][ \t]*\r?\n[ \t]*")
_GLUED = "+#"


class Analysis:
    """What a surface can be.

    Attributes:
        fold: the surface in one spelling, without a possessive 's.
        shape: LOWER, CAPITAL, ACRONYM, MIXED or OTHER.
        keys: the lexemes it belongs to as it is spelled.
    """

    __slots__ = ("_low", "_lowered", "fold", "keys", "shape")

    def __init__(
        self, fold: str, shape: str, keys: frozenset[str], lowered: "Callable[[], set[str]] | None" = None
    ) -> None:
        self.fold = fold
        self.shape = shape
        self.keys = keys
        self._lowered = lowered
        self._low = NO_KEYS

    @property
    def low(self) -> frozenset[str]:
        """The lexemes it would belong to in lower case; none for a word that is. Found when it is first asked for."""
        if self._lowered is not None:
            self._low = frozenset(self._lowered())
            self._lowered = None
        return self._low


class Analyser:
    """Analyses words of one language.

    Args:
        lang: `de` or `en`, also with a region; of any other language words are taken as they are spelled.
        lexicon: the lemmas of the language; without them stems have to do.
    """

    __slots__ = ("_known", "_language", "lang", "lexicon")

    def __init__(self, lang: str, lexicon: "Lexicon | None" = None) -> None:
        self.lang = lang = lang.partition("-")[0]
        self.lexicon = lexicon
        lemmas = None if lexicon is None else Remembered(lexicon)
        self._language = _language(lang, lemmas)
        self._known: dict[str, Analysis] = {}

    def analyse(self, surface: str) -> Analysis:
        """The analysis of a word as it stands in a text; remembered."""
        found = self._known.get(surface)
        if found is None:
            if len(self._known) >= MOST_ANALYSES:
                self._known.clear()
            found = self._known[surface] = self._analyse(surface)
        return found

    def _analyse(self, surface: str) -> Analysis:  # noqa: PLR0911 - one for each shape
        word = clean(surface)
        shape = shape_of(word)
        if word[-2:] == "'s":
            word = word[:-2]
        if len(word) > LONGEST:
            return Analysis(folded(word), shape, frozenset((folded(word),)))
        fold = folded(word)
        if word[-1:] in _GLUED:
            return Analysis(fold, shape, frozenset((f"^{fold}" if shape != LOWER else fold,)))
        language = self._language
        if shape == LOWER:
            return Analysis(fold, shape, frozenset(language.lower(word)))
        if shape == CAPITAL:
            return Analysis(fold, shape, frozenset(language.capital(word)), lambda: language.lowered(word.lower()))
        if shape == ACRONYM:
            keys = frozenset((f"^{fold}", *language.capital(word[0] + word[1:].lower())))
            return Analysis(fold, shape, keys, lambda: language.lowered(word.lower()))
        if shape == MIXED:
            stem = fold[:-1] if fold[-1] == "s" else fold
            marks = (f"^{stem}",) if stem.isupper() and len(stem) > 1 else ()
            return Analysis(fold, shape, frozenset((fold, stem, *marks)))
        return Analysis(fold, shape, frozenset((fold,)))

    def term(self, surface: str, *, alone: bool, last: bool) -> Analysis:
        """The analysis of a word of a term.

        Args:
            surface: the word.
            alone: whether it is the whole term.
            last: whether it is the last word of the term.
        """
        found = self.analyse(surface)
        if found.shape == ACRONYM:
            keys = {f"^{found.fold}"}
            if len(found.fold) >= 4:
                keys |= {key for key in found.keys if key[0] != "^"}
            return Analysis(found.fold, found.shape, frozenset(keys))
        if found.shape == CAPITAL and (alone or last):
            return Analysis(found.fold, found.shape, self._language.own(clean(surface), found.keys))
        if self.lexicon is not None and found.shape == LOWER and found.fold in found.keys:
            # A term that is a lexeme of its own stands for no other: `designiert` not for every form of designieren.
            return Analysis(found.fold, found.shape, frozenset((found.fold,)))
        return found


def _language(lang: str, lemmas: "Remembered | None") -> German | English | Unlisted:
    """What knows the words of a language."""
    if lang == "de":
        return German(lemmas)
    return English(lemmas) if lang == "en" else Unlisted(lang)


def clean(surface: str) -> str:
    """The word in one piece: no invisible characters, composed, hyphenation joined, one apostrophe."""
    if surface.isascii():
        return _JOINED.sub("", surface) if "\n" in surface else surface
    word = visible(surface)
    if not word.isalpha() or "ẞ" in word or "ſ" in word:
        word = word.replace("’", "'").replace("ẞ", "SS").replace("ſ", "s")
    return _JOINED.sub("", word) if "\n" in word else word


def shape_of(word: str) -> str:
    """How a word is spelled: `l`, `C`, `A`, `M` or `0`.

    >>> [shape_of(word) for word in ("rot", "Rot", "OPEC+", "AfD", "20.000", "A")]
    ['l', 'C', 'A', 'M', '0', 'C']
    """
    if word[-2:] == "'s":
        word = word[:-2]
    if word.islower():
        return LOWER
    if word.isupper():
        return ACRONYM if len(word) > 1 and sum(map(str.isalpha, word[:3])) + len(word[3:]) > 1 else CAPITAL
    if word.isalpha():
        return CAPITAL if word[0].isupper() and word[1:].islower() else MIXED
    if not any(map(str.isalpha, word)):
        return OTHER
    return CAPITAL if word[:1].isupper() and word[1:].islower() else MIXED


def base_form(words: str, analyser: Analyser) -> str:
    """The form in which a dictionary would list some words of a text, for filling in a form; a guess, and careful.

    A single word becomes its lemma, names and acronyms stay. In a German phrase the noun keeps its number as it
    stands, and a declined adjective before it goes to the nominative.
    """
    text = " ".join(visible(words).split())
    parts = text.split(" ")
    if analyser.lang != "de":
        return text
    if len(parts) == 1:
        return analyser._language.dictionary_form(text) if shape_of(text) in (LOWER, CAPITAL) else text  # noqa: SLF001
    return analyser._language.dictionary_phrase(parts)  # noqa: SLF001
