"""Whether a hyphen at the end of a line parts a word, or belongs to it.

Invariant: a hyphen goes only where the word without it stands elsewhere in the text or in the lexicon, whole or as a
compound of known words; else it stays, so that nothing is invented.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LEFT: Final = re.compile(r"(?:^|[^\w-])(\w[\w-]*)[-\u2010]$")
_RIGHT: Final = re.compile(r"\w+")
_SUSPENDED: Final = frozenset(("und", "oder", "bis", "sowie", "als", "wie", "noch", "bzw", "statt", "and", "or", "to"))
"""After `Vor-` there follows one of these: the hyphen stands for the rest of a word."""
_SHORTEST_FRONT: Final = 2
_SHORTEST_PART: Final = 3
_PREFIXES: Final = frozenset(
    (
        "ab", "an", "auf", "aus", "bei", "durch", "ein", "entgegen", "fest", "fort", "frei", "gegenüber", "her",
        "heran",
        "heraus", "herein", "herum", "herunter", "hervor", "hin", "hinaus", "hinein", "hinunter", "hinzu", "los", "mit",
        "nach", "nieder", "über", "um", "un", "unter", "ur", "vor", "voraus", "vorbei", "weg", "weiter", "wieder", "zu",
        "zurück", "zusammen", "auseinander", "aneinander", "dazu", "daran", "davon", "be", "ent", "er", "ge", "miss",
        "miß", "ver", "zer",
    )
)  # fmt: skip
_LONGEST: Final = 80
"""Longer words are not looked at."""
_LINKS: Final = ("es", "en", "s", "n")


class Words:
    """The words of a text, and those of a lexicon; collected when the first hyphen asks for them.

    Args:
        text: the whole text.
        lexicon: gives the lemma of a form, or None; made when a word is not in the text.
    """

    __slots__ = ("_lemma", "_lexicon", "_text", "_words")

    def __init__(self, text: str, lexicon: Callable[[], Callable[[str], str | None]]) -> None:
        self._text, self._lexicon = text, lexicon
        self._words: frozenset[str] | None = None
        self._lemma: Callable[[str], str | None] | None = None

    def joint(self, left: str, right: str) -> tuple[str, str]:
        """What stays of a line that ends with a hyphen, and what comes between it and the next one.

        >>> words = Words("Die Wirtschaft. Nord-Süd", lambda: lambda form: None)
        >>> words.joint("Die Wirt-", "schaft wächst"), words.joint("Die Vor-", "und Nachteile")
        (('Die Wirt', ''), ('Die Vor-', ' '))
        >>> words.joint("Der Nord-", "Ostsee-Kanal"), words.joint("Das Abra-", "kadabra")
        (('Der Nord-', ''), ('Das Abra-', ''))
        """
        begin, end = _LEFT.search(left[-_LONGEST:]), _RIGHT.match(right[:_LONGEST])
        last = begin[1].rpartition("-")[2] if begin else ""
        if not last or not end or end[0] in _SUSPENDED:
            return left, " "
        first = end[0]
        if not first[0].islower() or last[-1].isdigit():
            return left, ""
        if self.knows(last + first):
            return left[:-1], ""
        if last.endswith("k") and first.startswith("k") and self.knows(last[:-1] + "c" + first):
            # In the old spelling `Zucker` is parted as `Zuk-ker`.
            return f"{left[:-2]}c", ""
        return left, ""

    def knows(self, word: str) -> bool:
        """Whether this is a word of the text, or a known one, or a compound of known ones."""
        if self._words is None:
            self._words = frozenset(_RIGHT.findall(self._text))
        forms = {word, word.lower(), word.capitalize()}
        return not self._words.isdisjoint(forms) or any(map(self._listed, forms)) or self._compound(word)

    def _listed(self, form: str) -> bool:
        if self._lemma is None:
            self._lemma = self._lexicon()
        return self._lemma(form) is not None

    def _compound(self, word: str) -> bool:
        """Whether a word is made of two known ones, as `Gewerkschaftshaus`, or has a prefix, as `auseinandergepackt`.

        Two adjectives are not taken for one word: `deutsch-französisch` keeps its hyphen.
        """
        front = self._front if word[0].isupper() else _PREFIXES.__contains__
        return any(
            front(word[:cut]) and self._either(word[cut:])
            for cut in range(_SHORTEST_FRONT, len(word) - _SHORTEST_PART + 1)
        )

    def _front(self, part: str) -> bool:
        bare = (part.removesuffix(link) for link in _LINKS if part.endswith(link))
        return len(part) >= _SHORTEST_PART and (
            self._either(part) or any(len(form) >= _SHORTEST_PART and self._either(form) for form in bare)
        )

    def _either(self, part: str) -> bool:
        """Whether a part of a word is known as a noun or as another word."""
        return self._listed(part.capitalize()) or self._listed(part.lower())


def lexicon_of(language: str, directory: Path | None = None) -> Callable[[str], str | None]:
    """What looks words up in the lexicon of a language, which is built now if there is none yet.

    The building takes some seconds, once: a text that is read without a lexicon today and with one tomorrow would be
    another text, and the place, the bookmarks and the translations of the first would be lost. Where it cannot be
    built, nothing is known.

    Args:
        language: `de` or `en`.
        directory: where lexicons are kept; by default the person's cache directory.
    """
    from glossary.lexicon import Lexicon, build_in_subprocess, default_directory, file_name  # noqa: PLC0415 - few texts

    kept = str(directory or default_directory())
    found = Lexicon.open(f"{kept}/{file_name(language)}") or build_in_subprocess(language, kept)
    return found.get if found is not None else lambda _: None
