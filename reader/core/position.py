"""Where a person stopped reading, kept by content: it survives an edited or moved file.

Invariant: a restored position is a place of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.document import Document

QUOTE_CHARS = 48
_AROUND = 40
"""So many paragraphs around a place are looked for when its own words are gone."""
_LEAST_CHARS = 12
_MUCH = 400


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


def moved(old: Document, new: Document, paragraph: int, char: int) -> tuple[int, int]:
    r"""Where a place of a text is in another version of it.

    Where its own words are gone, the nearest words around it that are still there tell, and if none are, its number.

    >>> from reader.core.document import document
    >>> old = document("Eins ist alt.\n\nZwei bleibt so stehen.\n\nDrei ist alt.")
    >>> new = document("Neu davor.\n\nZwei bleibt so stehen.\n\nDrei ist neu.")
    >>> moved(old, new, 2, 0), moved(old, new, 1, 5)
    ((2, 0), (1, 5))
    """
    if not len(new):
        return 0, 0
    at = old.starts[paragraph] + char
    found = _unchanged(old.text, new.text, at)
    if found >= 0:
        there = new.paragraph_at(found)
        return there, min(max(0, found - new.starts[there]), new.ends[there] - new.starts[there])
    for step in sorted(range(-_AROUND, _AROUND + 1), key=abs):
        near = paragraph + step
        if not 0 <= near < len(old):
            continue
        at = old.starts[near] + (0 if step else char)
        words = old.text[at : min(at + QUOTE_CHARS, old.ends[near])]
        found = _nearest(new.text, words, at) if len(words.strip()) >= _LEAST_CHARS or not step else -1
        if found >= 0:
            there = new.paragraph_at(found)
            if step:
                return min(max(0, there - step), len(new) - 1), 0
            return there, min(max(0, found - new.starts[there]), new.ends[there] - new.starts[there])
    return min(paragraph, len(new) - 1), 0


def _unchanged(old: str, new: str, char: int) -> int:
    """Where a character is now if all before it, all behind it, or much around it is as it was; else -1."""
    if new.startswith(old[: char + QUOTE_CHARS]):
        return char
    if new.endswith(old[char:]):
        return len(new) - len(old) + char
    start = max(0, char - _MUCH)
    found = _nearest(new, old[start : char + _MUCH], start)
    return found + char - start if found >= 0 else -1


def _nearest(text: str, words: str, char: int) -> int:
    """Where words stand that is nearest to a character; -1 if they stand nowhere."""
    if not words:
        return -1
    before, behind = text.rfind(words, 0, char + len(words)), text.find(words, char)
    if before < 0 or behind < 0:
        return max(before, behind)
    return before if char - before <= behind - char else behind
