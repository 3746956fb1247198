"""What people type in plain texts to make words stand out and to add notes: `_so_`, `s o`, `[1]`.

Invariant: only marks are taken away, and only where they come in pairs: of emphasis around words, of notes a mark in
the text with its note.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.core.building import Run
from reader.core.document import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.building import Builder

_UNDERSCORED: Final = re.compile(r"(?<![\w/.:_])_(?=[^\W_])([^_\n]{1,600}?)(?<=\S)_(?![\w_])")
_EQUALS: Final = re.compile(r"(?<![\w=])=(?=[^\W_])([^=\n]{1,600}?)(?<=\S)=(?![\w=])")
_SPACED: Final = re.compile(r"(?<!\S)[^\W\d_](?: [a-zäöüß]){3,40}(?=[.,;:!?»«“”)\]]*(?:\s|\Z))")
_REFERENCE: Final = re.compile(r"(?<=[^\s\[(])\[(\d{1,3}|[A-Z]|\*{1,3})\]")
_NOTE: Final = re.compile(r"[ \t]*\[(\d{1,3}|[A-Z]|\*{1,3})\]:?[ \t]+(?=\S)")
_LONG_NOTE: Final = re.compile(r"[ \t]*\[(?:Footnote|Fu(?:ß|ss)note|Anmerkung|Note) ?(\d{1,3}|[A-Z]|\*{1,3}):[ \t]*")
_ASKED: Final = re.compile(r" [a-zäöüß] [a-zäöüß] ")
_LEAST_EQUALS: Final = 3


class Typed:
    """The marks of one text.

    Args:
        text: all of it.
    """

    __slots__ = ("_equals", "_notes", "_referred", "_there", "any")

    def __init__(self, text: str) -> None:
        self.any = "_" in text or "[" in text or "=" in text or _ASKED.search(text) is not None
        """Whether there may be any; if not, nothing here need be asked."""
        self._equals = self.any and len(_EQUALS.findall(text)) >= _LEAST_EQUALS
        self._referred: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        lines = text.split("\n") if self.any and "[" in text else []
        found = {match[1] for line in lines if (match := _NOTE.match(line) or _LONG_NOTE.match(line))}
        self._there = found & set(_REFERENCE.findall(text)) if found else set()

    def note(self, builder: Builder, text: str) -> tuple[str, str]:
        """The label of the note that a paragraph is, and its text; without a label if it is none."""
        match = _NOTE.match(text) or _LONG_NOTE.match(text)
        if not match or match[1] not in self._there:
            return "", text
        self._notes[match[1]] += 1
        builder.anchor(_name(match[1], self._notes[match[1]]))
        rest = text[match.end() :]
        return f"[{match[1]}]", rest.removesuffix("]") if match.re is _LONG_NOTE else rest

    def runs(self, text: str) -> list[Run]:
        """A paragraph with what stands out."""
        runs: list[Run] = []
        last = 0
        for start, end, inner, style in self._found(text):
            if start < last:
                continue
            runs.append(Run(text[last:start]))
            if style is Style.NOTE_REF:
                self._referred[inner] += 1
                runs.append(Run(f"[{inner}]", style, f"#{_name(inner, self._referred[inner])}"))
            else:
                runs.append(Run(inner, style))
            last = end
        return [*runs, Run(text[last:])]

    def _found(self, text: str) -> Iterator[tuple[int, int, str, Style]]:
        """What stands out, from left to right."""
        found = [(match.start(), match.end(), match[1], Style.EMPH) for match in _UNDERSCORED.finditer(text)]
        if self._equals:
            found += [(match.start(), match.end(), match[1], Style.EMPH) for match in _EQUALS.finditer(text)]
        for match in _SPACED.finditer(text):
            letters = match[0].replace(" ", "")
            if not _is_alphabet(letters):
                found.append((match.start(), match.end(), letters, Style.EMPH))
        for match in _REFERENCE.finditer(text):
            if match[1] in self._there:
                found.append((match.start(), match.end(), match[1], Style.NOTE_REF))
        return iter(sorted(found))


def _name(mark: str, number: int) -> str:
    """The anchor of a note, by its mark and which of the notes with that mark it is: chapters count anew."""
    return f"\x00{mark}/{number}"


def _is_alphabet(letters: str) -> bool:
    """Whether letters follow each other as in the alphabet, or repeat: `a b c d` is a list, no word.

    >>> _is_alphabet("abcd"), _is_alphabet("sehr")
    (True, False)
    """
    return all(ord(other) - ord(one) in {0, 1} for one, other in pairwise(letters.lower()))
