"""What a German word can be in a term: acronym, name or noun, adjective, particle of a name; and its lexeme.

Each surface is judged once and remembered, in bounded tables.
"""

import re
from typing import TYPE_CHECKING

from glossary.folding import folded
from glossary.forms import ACRONYM, CAPITAL, LOWER, MIXED
from glossary.ordinary import ADJECTIVES, NAME_PARTICLES, STOP_DE
from glossary.tokens import LONGEST_WORD

if TYPE_CHECKING:
    from glossary.forms import Analyser

NOTHING, INITIALS, NAMELIKE, ADJECTIVE, PARTICLE = range(5)
"""What a word can be in a term: nothing, an acronym, a noun or name, a declined adjective, `von` and the like."""

_MOST_SURFACES = 100_000
_LONG_NOUN = 12
_ENDINGS = ("e", "en", "er", "es", "em")
_ROMAN = re.compile(r"[IVXLCDM]+")
_PARTICIPLE = re.compile(r"(?:be|ver|er|ent|zer|miss|über|unter)|.*iert$")


class TermWords:
    """Judges words.

    Args:
        analyser: analyses German words.
    """

    __slots__ = ("_analyser", "_kinds", "_lemmas", "_lexemes")

    def __init__(self, analyser: "Analyser") -> None:
        self._analyser = analyser
        self._kinds: dict[str, int] = {}
        self._lexemes: dict[tuple[str, bool], str] = {}
        self._lemmas: dict[str, str | None] = {}

    def kind(self, surface: str) -> int:
        """What a word can be in a term, as it is written."""
        kind = self._kinds.get(surface)
        if kind is None:
            if len(self._kinds) >= _MOST_SURFACES:
                self._kinds.clear()
            kind = self._kinds[surface] = self._judged(surface)
        return kind

    def _judged(self, surface: str) -> int:  # noqa: PLR0911 - one for each class
        low = surface.lower()
        if len(surface) > LONGEST_WORD or not surface[0].isalpha():
            return NOTHING
        if low in STOP_DE:
            return PARTICLE if low in NAME_PARTICLES and surface[0].islower() else NOTHING
        if low in NAME_PARTICLES and surface[0].islower():
            return PARTICLE
        analysis = self._analyser.analyse(surface)
        shape = analysis.shape
        if shape in (ACRONYM, MIXED):
            if sum(map(str.isupper, surface)) > 1:
                return INITIALS if not _ROMAN.fullmatch(surface.rstrip("+#")) else NOTHING
            return NAMELIKE if shape == MIXED else NOTHING
        if shape == CAPITAL:
            if surface[-1].isdigit():  # G20
                return INITIALS
            return NAMELIKE if len(surface) > 1 else NOTHING
        if shape == LOWER and low.endswith(_ENDINGS) and len(low) > 4:
            fold = analysis.fold
            bases = {fold[: -len(ending)] for ending in _ENDINGS if fold.endswith(ending)}
            base = next((key for key in analysis.keys if key in bases or key in {b + "e" for b in bases}), "")
            if base and base not in ADJECTIVES and not base.endswith(("en", "ern", "eln")):
                # `spielte` is a verb, `gespielte` an adjective.
                verb = base[-1] == "t" and any(key.endswith("n") for key in analysis.keys)
                return ADJECTIVE if not verb or "ge" in base or _PARTICIPLE.match(base) else NOTHING
        return NOTHING

    def lexeme(self, surface: str, *, last: bool) -> str:
        """One name for all forms of a word; what is not the last word of a term may be its adjective."""
        known = self._lexemes.get((surface, last))
        if known is None:
            if len(self._lexemes) >= _MOST_SURFACES:
                self._lexemes.clear()
            analysis = self._analyser.analyse(surface)
            fold = analysis.fold.lower()
            keys = sorted(key.lstrip("~").lower() for key in analysis.keys if key[0] != "^")
            if not last or analysis.shape == LOWER:
                # A participle goes with its adjective, not with its verb.
                bases = {fold[: -len(ending)] for ending in _ENDINGS if fold.endswith(ending)}
                keys = sorted(bases & (analysis.keys | analysis.low)) or keys
            known = min(keys, key=len) if keys and analysis.shape != ACRONYM else analysis.fold
            self._lexemes[surface, last] = known
        return known

    def lemma(self, surface: str) -> str | None:
        """What the lexicon says of a word; remembered."""
        if surface in self._lemmas:
            return self._lemmas[surface]
        if len(self._lemmas) >= _MOST_SURFACES:
            self._lemmas.clear()
        lexicon = self._analyser.lexicon
        found = self._lemmas[surface] = lexicon.get(surface) if lexicon is not None else None
        return found

    def is_lowered(self, surface: str) -> bool:
        """Whether a capitalised word is also a word in lower case, which may begin a sentence."""
        low = surface.lower()
        if low in STOP_DE or self._analyser.lexicon is None:
            return True
        return self.lemma(low) is not None or bool(low.endswith(_ENDINGS) and self.kind(low))

    def is_common(self, surface: str) -> bool:
        """Whether a capitalised word is an ordinary noun, as far as the lexicon can tell."""
        lemma = self.lemma(surface)
        if lemma is None:
            return False
        return lemma != surface or any(self.lemma(surface + ending) is not None for ending in ("n", "en", "e"))

    def noun(self, surface: str) -> str:
        """The folded lemma of a noun that the lexicon knows; else the folded word."""
        return folded(self.lemma(surface) or surface)

    def is_unknown(self, surface: str) -> bool:
        """Whether the lexicon does not know a word: a name, or a compound made for the occasion."""
        return self._analyser.lexicon is not None and self.lemma(surface) is None

    def is_long(self, surface: str) -> bool:
        """Whether a word is so long that it must be a compound."""
        return len(surface) >= _LONG_NOUN
