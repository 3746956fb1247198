"""Selections in text coordinates: they survive a resize and arriving text, and copy the document's own text.

Invariant: a selection lies on one side; its characters are those of paragraphs, never of painted lines.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from reader.core.spans import Span

if TYPE_CHECKING:
    from reader.core.bitext import Bitext


class Side(Enum):
    """One of the two texts."""

    SOURCE = "source"
    TARGET = "target"


class Point(NamedTuple):
    """A character of a paragraph, on a side known from elsewhere."""

    paragraph: int
    char: int


class Selection(NamedTuple):
    """The characters between two points of one side, in text order."""

    side: Side
    start: Point
    end: Point

    @classmethod
    def between(cls, side: Side, one: Point, other: Point) -> Selection:
        """The selection between two points, whichever comes first."""
        return cls(side, min(one, other), max(one, other))

    def span_in(self, paragraph: int, length: int) -> Span | None:
        """The part of a paragraph of so many characters that is selected."""
        if not self.start.paragraph <= paragraph <= self.end.paragraph:
            return None
        start = self.start.char if paragraph == self.start.paragraph else 0
        end = self.end.char if paragraph == self.end.paragraph else length
        return Span(start, min(end, length)) if start < end else None

    def text(self, bitext: Bitext) -> str:
        """The selected text as it stands in the document (or in the translations, a line for each paragraph)."""
        if self.side is Side.SOURCE:
            document = bitext.document
            start = document.starts[self.start.paragraph] + self.start.char
            end = document.starts[self.end.paragraph] + self.end.char
            return document.text[start:end]
        pieces = []
        for index in range(self.start.paragraph, self.end.paragraph + 1):
            target = bitext.paragraph(index).target
            span = self.span_in(index, len(target))
            pieces.append(target[span.start : span.end] if span else "")
        return "\n".join(pieces)


def side_text(bitext: Bitext, side: Side, paragraph: int) -> str:
    """A paragraph's text on one side."""
    pair = bitext.paragraph(paragraph)
    return pair.source if side is Side.SOURCE else pair.target
