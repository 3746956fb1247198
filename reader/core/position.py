"""Where a person stopped reading, kept by content: it survives an edited or moved file.

Invariant: a restored position is a place of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.document import Document

QUOTE_CHARS = 48


class Position(NamedTuple):
    """A place in a text: paragraph, character, and the words that stand there."""

    paragraph: int
    char: int
    quote: str


def position_at(document: Document, paragraph: int, char: int) -> Position:
    """The position of a character of a paragraph."""
    start = document.starts[paragraph] + char
    return Position(paragraph, char, document.text[start : start + QUOTE_CHARS])


def restored(document: Document, position: Position) -> tuple[int, int]:
    """The paragraph and character of a position in this document, (0, 0) if its words stand nowhere."""
    paragraph, char, quote = position
    if 0 <= paragraph < len(document) and 0 <= char <= document.ends[paragraph] - document.starts[paragraph]:
        start = document.starts[paragraph] + char
        if document.text.startswith(quote, start):
            return paragraph, char
    found = document.text.find(quote) if quote else -1
    if found < 0:
        return 0, 0
    paragraph = document.paragraph_at(found)
    return paragraph, max(0, found - document.starts[paragraph])
