"""Where one goes in a text by its structure: from a heading to the text, from a note's mark to the note and back.

Nothing here is done while a page is painted: it may look through the whole text once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind, Style
from reader.core.selection import Point

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.core.spans import Span

_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:)[^\x00-\x20\x7f-\x9f]+", re.IGNORECASE)


class Lead(NamedTuple):
    """Something in a sentence that leads elsewhere.

    Attributes:
        text: the words that lead there, such as `[1]`.
        place: where in the text; None if it leads out of it.
        address: where outside; empty if it leads to a place in the text.
    """

    text: str
    place: Point | None = None
    address: str = ""


def leads(document: Document, paragraph: int, sentence: Span) -> list[Lead]:
    """What leads elsewhere from a sentence: the marks of notes first, then links, in their order.

    From a note, its mark in the text is one of them.

    Args:
        document: the text.
        paragraph: where the sentence stands.
        sentence: its characters in the paragraph.
    """
    found: list[tuple[bool, Lead]] = []
    is_note = document.kind(paragraph) is Kind.NOTE
    for one in document.emphasis_in(paragraph):
        if one.target and _touches(one.start, one.end, sentence):
            text = document.paragraph(paragraph)[one.start : one.end]
            if one.target.startswith("#"):
                if not is_note:
                    lead = Lead(text, Point(int(one.target[1:]), 0))
                    found.append((Style.NOTE_REF not in one.style, lead))
            elif is_outside(one.target):
                found.append((True, Lead(text, None, one.target)))
    found.sort(key=lambda one: one[0])
    back = followed(document, paragraph, sentence) if is_note else None
    first = [Lead("back to its mark", back)] if back is not None else []
    return list(dict.fromkeys((*first, *(lead for _, lead in found))))


def is_outside(address: str) -> bool:
    """Whether an address may be shown to a browser: of the web or of a person, and nothing else.

    >>> [is_outside(one) for one in ("https://a.de/", "mailto:a@b.de", "javascript:alert(1)", "file:///etc/passwd")]
    [True, True, False, False]
    """
    return _OUTSIDE.fullmatch(address) is not None


def chapter_beside(document: Document, paragraph: int, step: int) -> int | None:
    """The heading behind a paragraph (step 1) or the one before it (-1); None if there is none."""
    kinds = document.kinds
    at = kinds.find(Kind.HEADING, paragraph + 1) if step > 0 else kinds.rfind(Kind.HEADING, 0, paragraph)
    return at if at >= 0 else None


def headings(document: Document) -> list[int]:
    """The paragraphs that are headings of the text, and do not only stand around it.

    >>> from reader.core.building import Builder
    >>> builder = Builder()
    >>> builder.add("Eins", Kind.HEADING, level=1), builder.add("Text."), builder.add("Zwei", Kind.HEADING, level=1)
    (True, True, True)
    >>> headings(builder.finish())
    [0, 2]
    """
    found = []
    at = document.kinds.find(Kind.HEADING)
    while at >= 0:
        if at not in document.boilerplate:
            found.append(at)
        at = document.kinds.find(Kind.HEADING, at + 1)
    return found


def chapter_at(found: list[int], paragraph: int) -> int:
    """The number in the list of the last heading at or before a paragraph; 0 if there is none."""
    return max(0, bisect_right(found, paragraph) - 1)


def followed(document: Document, paragraph: int, sentence: Span) -> Point | None:
    """Where one gets from a sentence: to the note whose mark it holds, or from a note back to its mark.

    Args:
        document: the text.
        paragraph: where the sentence stands.
        sentence: its characters in the paragraph.

    Returns:
        A place in another paragraph; None if nothing leads away from here.
    """
    inside = [one for one in document.emphasis_in(paragraph) if one.target.startswith("#")]
    inside.sort(key=lambda one: (not _touches(one.start, one.end, sentence), Style.NOTE_REF not in one.style))
    if inside and _touches(inside[0].start, inside[0].end, sentence):
        return Point(int(inside[0].target[1:]), 0)
    if document.kind(paragraph) is not Kind.NOTE:
        return None
    while paragraph > 0 and not document.label(paragraph) and document.kind(paragraph - 1) is Kind.NOTE:
        paragraph -= 1
    target = f"#{paragraph}"
    for one in document.emphasis:
        if one.target == target:
            where = document.paragraph_at(one.start)
            return Point(where, one.start - document.starts[where])
    return None


def _touches(start: int, end: int, sentence: Span) -> bool:
    return start < sentence.end and end > sentence.start
