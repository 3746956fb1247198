"""Which places of a text refer to which notes, and where the same marks stand in its translation.

Invariant: only a paragraph that is a note is the end of such a reference, so that each has its way back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.core.document import Emphasis, Kind, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.core.document import Document
    from reader.export.values import Paragraph


def note_of(style: Style, target: str) -> int:
    """The paragraph that the mark of a note leads to; -1 if it is no such mark.

    >>> note_of(Style.NOTE_REF, "#12"), note_of(Style.LINK, "#12")
    (12, -1)
    """
    return int(target[1:]) if Style.NOTE_REF in style and re.fullmatch(r"#\d{1,9}", target, re.ASCII) else -1


def references(document: Document) -> dict[int, int]:
    """For each note that is referred to, the paragraph where that is done first."""
    found: dict[int, int] = {}
    for start, _, style, target in document.emphasis:
        note = note_of(style, target)
        if 0 <= note < len(document) and document.kind(note) is Kind.NOTE and note not in found:
            found[note] = document.paragraph_at(start)
    return found


def marks_in(target: str, source: str, emphasis: Iterable[Emphasis]) -> tuple[Emphasis, ...]:
    """The marks of notes in a translation that has kept them: each as it stands in the source, once, after a word.

    What is struck through as a whole is so in its translation as well.

    >>> marks_in("The floor.1 Open.", "Der Boden.1 Offen.", [Emphasis(10, 11, Style.NOTE_REF, "#7")])
    (Emphasis(start=10, end=11, style=<Style.NOTE_REF: 16>, target='#7'),)
    """
    found = []
    at = 0
    for start, end, style, to in emphasis:
        if Style.STRIKE in style and start <= 0 and end >= len(source.rstrip()):
            return (Emphasis(0, len(target), Style.STRIKE),)
        mark = source[start:end].strip()
        if Style.NOTE_REF not in style or not mark:
            continue
        pattern = re.compile(rf"(?<=[^\W\d_]){re.escape(mark)}(?!\w)|(?<=[^\w\s]){re.escape(mark)}(?!\w)")
        places = list(pattern.finditer(target, at))
        if len(places) == 1:
            at = places[0].end()
            found.append(Emphasis(places[0].start(), at, style, to))
    return tuple(found)


def gathered(blocks: Iterable[list[Paragraph]], references: Iterable[int]) -> Iterator[list[Paragraph]]:
    """The blocks of a text; a note and the further paragraphs of it, which have neither mark nor reference, as one."""
    starts = frozenset(references)
    note: list[Paragraph] = []
    for block in blocks:
        first = block[0]
        is_note = first.kind is Kind.NOTE
        if note and is_note and not first.label and first.number not in starts:
            note += block
            continue
        if note:
            yield note
        note = block if is_note else []
        if not is_note:
            yield block
    if note:
        yield note
