"""The segments of a paragraph, by what it is: sentences of prose, cells of a table, whole lines of code.

Invariant: segments are in order and do not overlap. They tile a paragraph, but for a table's row: what parts its cells
belongs to no segment, so it is neither sent nor looked up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.core.document import CELL_BREAK, Kind
from reader.core.segmenter import sentences
from reader.core.spans import Span

if TYPE_CHECKING:
    from reader.core.document import Document

_VERBATIM: Final = frozenset((Kind.CODE, Kind.RULE))
_WHOLE: Final = frozenset((Kind.CODE, Kind.RULE, Kind.VERSE, Kind.TABLE))
_CELL: Final = re.compile(rf"[^{CELL_BREAK}\s][^{CELL_BREAK}]*")


def has_letters(source: str) -> bool:
    """Whether there is anything to translate: „—“, „* * *“ and „20.000“ are the same in every language.

    >>> has_letters("* * *"), has_letters("§ 5 a")
    (False, True)
    """
    return any(char.isalpha() for char in source)


def is_verbatim(document: Document, index: int) -> bool:
    """Whether a paragraph is the same in every language: it is shown on both sides and never sent."""
    return document.kind(index) in _VERBATIM


def is_whole(document: Document, index: int) -> bool:
    """Whether a paragraph stays one row even where sentences have rows of their own."""
    return document.kind(index) in _WHOLE


def segments(document: Document, index: int, language: str = "de") -> tuple[Span, ...]:
    """The segments of a paragraph; characters counted from the paragraph's start.

    Args:
        document: the text.
        index: the paragraph.
        language: of the text, for the segmenter.

    >>> from reader.core.building import Builder
    >>> builder = Builder()
    >>> builder.add("Jahr │ Ein Tag. Und noch einer.", Kind.TABLE)
    True
    >>> [(a, b) for a, b in segments(builder.finish(), 0)]
    [(0, 4), (7, 16), (16, 31)]
    """
    text = document.paragraph(index)
    kind = document.kind(index)
    if kind in _VERBATIM:
        return (Span(0, len(text)),)
    if kind is not Kind.TABLE or CELL_BREAK not in text:
        return sentences(text, language)
    found = []
    for cell in _CELL.finditer(text):
        bare = cell[0].rstrip()
        found += [Span(cell.start() + start, cell.start() + end) for start, end in sentences(bare, language)]
    return tuple(found) or (Span(0, len(text)),)
