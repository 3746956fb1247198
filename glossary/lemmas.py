"""Lemmas, asked for once: analysing a word asks the lexicon for the same few forms again and again.

Each answer of a lexicon is two reads of a file; a remembered one is a look into a dict.
"""

from typing import Protocol

_MOST = 20_000
"""So many answers are remembered: those of a few hundred words, which share most of their questions."""


class Lemmas(Protocol):
    """What the analysis of words asks of a lexicon."""

    def get(self, form: str) -> str | None:
        """The lemma of a form, or None if the form is unknown. Case counts."""


class Remembered:
    """A lexicon whose latest answers are kept. Any thread may ask."""

    __slots__ = ("_known", "_lemmas")

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._known: dict[str, str | None] = {}

    def get(self, form: str) -> str | None:
        """The lemma of a form, or None if the form is unknown. Case counts."""
        try:
            return self._known[form]
        except KeyError:
            if len(self._known) >= _MOST:
                self._known.clear()
            lemma = self._known[form] = self._lemmas.get(form)
            return lemma
