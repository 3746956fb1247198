"""What is read from a PDF file: pieces of text and where they stand.

Units: points, from the lower left corner of a page as it is shown.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.core.document import Style


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
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    style: Style = Style.PLAIN
    glued: bool = False


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
        sheets: the pages that were read, from the first.
        page_count: how many pages there are.
        title: what the file says it is called.
        language: what the file says it is written in.
        author: who the file says has written it.
    """

    sheets: list[Sheet]
    page_count: int
    title: str
    language: str
    author: str = ""
