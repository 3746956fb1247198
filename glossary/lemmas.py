"""Lemmas, asked for once: analysing a word asks the lexicon for the same few forms again and again.

Each answer of a lexicon is a read of a file; a remembered one is a look into a dict.
"""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST = 20_000
"""So many answers are remembered: those of a few thousand words, which share many of their questions."""


class Lemmas(Protocol):
    """What the analysis of words asks of a lexicon."""

    @property
    def get(self) -> "Callable[[str], str | None]":
        """Gives the lemma of a form, or None if the form is unknown. Case counts."""


class Remembered:
    """A lexicon whose latest answers are kept. Any thread may ask.

    Attributes:
        get: gives the lemma of a form, or None if the form is unknown; no Python runs if it is remembered.
    """

    __slots__ = ("get",)

    def __init__(self, lemmas: Lemmas) -> None:
        self.get: Callable[[str], str | None] = _Answers(lemmas).__getitem__


class _Answers(dict[str, str | None]):
    """The latest answers by form."""

    __slots__ = ("_ask",)

    def __init__(self, lemmas: Lemmas) -> None:
        super().__init__()
        self._ask = lemmas.get

    def __missing__(self, form: str) -> str | None:
        if len(self) >= _MOST:
            self.clear()
        lemma = self[form] = self._ask(form)
        return lemma
