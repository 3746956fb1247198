"""From marks to runs: which characters of a line carry which tags.

The core says what a character is (a term, a search hit); only the interface knows what that looks like.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.spans import Span


class Tag:
    """What a character is; several at once, joined with `|`.

    Plain integers: an enumeration's operators cost a microsecond each, and a page takes thousands.
    """

    PLAIN: Final = 0
    TARGET: Final = 1
    """Belongs to the target side."""
    SENTENCE: Final = 2
    """In the sentence under the cursor, or its partner."""
    BOILERPLATE: Final = 4
    STATE: Final = 8
    """Names a state in the place of a translation."""
    TERM: Final = 16
    QUIET: Final = 32
    """A term lit in the weaker style (a part of a compound)."""
    FOCUS: Final = 64
    """The term, on both sides, that the cursor stands on."""
    HIT: Final = 128
    """Found by the search."""
    CURRENT_HIT: Final = 256
    WORD: Final = 512
    """Under the word cursor."""
    SELECTED: Final = 1024
    MISSING: Final = 4096
    """A term of the source that its translation lacks."""
    FORBIDDEN: Final = 8192
    """A rendering in the target that the glossary forbids."""
    MARK: Final = 2048
    """A mark in the margin, not text."""
    FAILED: Final = 16384
    """The mark of a segment that could not be translated."""
    WAITING: Final = 32768
    """The mark of a segment that is being translated."""
    STALE: Final = 65536
    """The mark of a translation that is older than the glossary."""
    EDITED: Final = 131072
    """The mark of a person's own translation."""
    TITLE: Final = 1 << 18
    """In a heading of the first level."""
    HEADING: Final = 1 << 19
    """In one of the second."""
    SUBHEADING: Final = 1 << 20
    """In one further down."""
    CODE: Final = 1 << 21
    STRONG: Final = 1 << 22
    EMPH: Final = 1 << 23
    LINK: Final = 1 << 24
    NOTE_REF: Final = 1 << 25
    """The mark that a note hangs on."""
    LEAD: Final = 1 << 26
    """Before the text and no part of it: the label of an item, the bar of a quote."""
    RULE: Final = 1 << 27
    """Parts two scenes."""
    TABLE_HEAD: Final = 1 << 28
    """In a row that heads the columns of a table."""
    RULED: Final = 1 << 29
    """Has the rule below the head of a table under it."""
    STRIKE: Final = 1 << 30
    """Struck through in the file."""


class Mark(NamedTuple):
    """A tag on the characters `start` to `end` of a paragraph's side."""

    start: int
    end: int
    tag: int


class Run(NamedTuple):
    """Characters of one line that carry the same tags."""

    start: int
    end: int
    tags: int


def runs(line: Span, marks: Iterable[Mark], base: int = Tag.PLAIN) -> list[Run]:
    """The line cut wherever tags change; the runs tile it.

    >>> from reader.core.spans import Span
    >>> [(a, b, t) for a, b, t in runs(Span(0, 9), [Mark(2, 5, Tag.TERM), Mark(4, 20, Tag.HIT)])]
    [(0, 2, 0), (2, 4, 16), (4, 5, 144), (5, 9, 128)]
    """
    start, end = line
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    if not inside:
        return [Run(start, end, base)] if end > start else []
    cuts = sorted(
        {start, end}
        | {mark.start for mark in inside if mark.start > start}
        | {mark.end for mark in inside if mark.end < end}
    )
    found: list[Run] = []
    for left, right in itertools.pairwise(cuts):
        tags = base
        for mark in inside:
            if mark.start <= left and mark.end >= right:
                tags |= mark.tag
        if found and found[-1].tags == tags:
            found[-1] = Run(found[-1].start, right, tags)
        else:
            found.append(Run(left, right, tags))
    return found
