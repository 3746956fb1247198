"""What is read from a PDF file: pieces of text and where they stand.

Units: points, from the lower left corner of a page as it is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLACE: Final = re.compile(r"#(\d{1,9}):(-?\d{0,9}):(-?\d{0,9})")
_HIGHEST: Final = 1e5
READING: Final = 0.8
"""The share of the work that is done when the last page is read."""
LETTER_BYTES: Final = 5
"""A letter may take as long as so many bytes of other files (see `limits`): two to four times what it takes."""


class Piece(NamedTuple):
    """Some letters that stand side by side in one style: a word, or a part of one.

    Attributes:
        text: the letters.
        left: where they begin.
        right: where they end.
        base: the line that they stand on.
        size: of the font.
        style: bold, italic or of a typewriter.
        glued: whether no space stands before them.
        target: where they lead: an address, or what `target_of` gives; empty for most.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    style: Style = Style.PLAIN
    glued: bool = False
    target: str = ""


class Link(NamedTuple):
    """A box on a page that leads somewhere.

    Attributes:
        left: its left edge.
        low: its lower edge.
        right: its right edge.
        high: its upper edge.
        target: where it leads.
    """

    left: float
    low: float
    right: float
    high: float
    target: str


class Bookmark(NamedTuple):
    """An entry of the table of contents that a reader shows beside the pages.

    Attributes:
        level: 0 for a chapter.
        title: of the chapter.
        page: the number of the page that it begins on.
    """

    level: int
    title: str
    page: int


class Sheet(NamedTuple):
    """One page.

    Attributes:
        pieces: in the order of the file.
        width: of the page.
        height: of the page.
        pictures: how many pictures are on it.
        unknown: how many letters cannot be told: their font does not say which they are.
    """

    pieces: list[Piece]
    width: float
    height: float
    pictures: int = 0
    unknown: int = 0


class Extract(NamedTuple):
    """What is read from a file.

    Attributes:
        sheets: the pages that are read, from the first; they may come while one waits, and once only.
        page_count: how many pages there are; 0 if that is not known, as the end of the file is missing.
        title: what the file says it is called.
        language: what the file says it is written in.
        bookmarks: its table of contents.
        author: who the file says has written it.
        is_cut: whether its end is missing.
    """

    sheets: Iterable[Sheet]
    page_count: int
    title: str
    language: str
    bookmarks: tuple[Bookmark, ...] = ()
    author: str = ""
    is_cut: bool = False


def target_of(page: int, left: float | None, high: float | None) -> str:
    """A place in the file as the target of a link.

    >>> target_of(2, 50, 700.4), target_of(2, None, None)
    ('#2:50:700', '#2::')
    """
    return f"#{page}:{'' if left is None else round(left)}:{'' if high is None else round(high)}"


def place_of(target: str) -> tuple[int, float, float] | None:
    """The page, the left edge and the height that a target stands for; None if it is an address.

    >>> place_of("#2:50:700"), place_of("#2::"), place_of("https://x.de")
    ((2, 50.0, 700.0), (2, 0.0, 100000.0), None)
    """
    found = _PLACE.fullmatch(target)
    return (int(found[1]), float(found[2] or 0), float(found[3] or _HIGHEST)) if found else None
