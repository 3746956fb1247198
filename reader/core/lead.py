"""What stands before the lines of a paragraph: an item's label, a quote's bar, the indent of verse and of code.

It is no part of the text: nothing of it is sent, searched or selected. Invariant: what stands before the first line
takes as many cells as what stands before the others, but in verse, where they hang, and leaves the text most of its
column.

All widths are cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.cells import cells
from reader.core.document import Kind

if TYPE_CHECKING:
    from reader.core.document import Document

_STEP: Final = 4
_CODE_STEP: Final = 2
_VERSE_STEP: Final = 2
_VERSE_HANG: Final = 2
_BAR: Final = "│ "
_BULLET_CELLS: Final = 2
_NUMBER_CELLS: Final = 4
"""So that the tenth item begins where the ninth does."""
_LOOK_BACK: Final = 64
_HANGING: Final = frozenset((Kind.ITEM, Kind.NOTE))


class Lead(NamedTuple):
    """What stands before a paragraph's first line, and before each further one."""

    first: str = ""
    rest: str = ""

    @property
    def width_cells(self) -> int:
        """How many cells it takes from its column, on the first line."""
        return cells(self.first)

    @property
    def hang_cells(self) -> int:
        """How many cells more it takes on each further line."""
        return cells(self.rest) - cells(self.first)


NO_LEAD: Final = Lead()


def lead(document: Document, index: int, width_cells: int) -> Lead:
    """What stands before the lines of a paragraph.

    Args:
        document: the text.
        index: the paragraph.
        width_cells: of the column.

    >>> from reader.core.building import Builder
    >>> builder = Builder()
    >>> builder.add("Erstens", Kind.ITEM, label="1."), builder.add("Ja.", Kind.QUOTE, level=2)
    (True, True)
    >>> doc = builder.finish()
    >>> lead(doc, 0, 60), lead(doc, 1, 60)
    (Lead(first='1.  ', rest='    '), Lead(first='│ │ ', rest='│ │ '))
    """
    if not document.kinds and not document.labels:
        return NO_LEAD
    kind = document.kind(index)
    label = document.label(index)
    if kind is Kind.RULE:
        return _centred(document, index, width_cells)
    before = _indent(document, index, kind)
    hang = _label_cells(label, kind) if label else _hang_of(document, index, kind)
    most = width_cells // 3
    if hang > most:
        return NO_LEAD
    before = before[: max(0, most - hang) // 2 * 2]
    if kind is Kind.VERSE and not label:
        return Lead(before, before + " " * hang)
    return Lead(before + label + " " * (hang - cells(label)), before + " " * hang)


def _indent(document: Document, index: int, kind: Kind) -> str:
    if kind is Kind.ITEM:
        return " " * (_STEP * document.level(index))
    if kind is Kind.QUOTE:
        return _BAR * max(1, document.level(index))
    if kind is Kind.VERSE:
        return " " * (_VERSE_STEP * document.level(index))
    if kind is Kind.CODE:
        start = document.starts[index]
        text = document.text[start : start + 200]
        return " " * (_CODE_STEP + len(text) - len(text.lstrip(" ")))
    return ""


def _label_cells(label: str, kind: Kind) -> int:
    least = _NUMBER_CELLS if kind is Kind.NOTE or label[:1].isdigit() else _BULLET_CELLS
    return max(least, cells(label) + 1)


def _hang_of(document: Document, index: int, kind: Kind) -> int:
    """How far a further paragraph of an item or a note hangs: as far as the first of them; and a line of verse."""
    if kind is Kind.VERSE:
        return _VERSE_HANG
    if kind not in _HANGING:
        return 0
    level = document.level(index)
    for other in range(index - 1, max(-1, index - _LOOK_BACK), -1):
        if document.kind(other) is not kind:
            break
        if document.level(other) == level and document.label(other):
            return _label_cells(document.label(other), kind)
    return _BULLET_CELLS


def _centred(document: Document, index: int, width_cells: int) -> Lead:
    indent = " " * max(0, (width_cells - cells(document.paragraph(index))) // 2)
    return Lead(indent, indent)
