"""How a text is set: its size, the distance between its lines, and what tells where a paragraph begins.

Pure. Invariant: every measure is taken of the whole text, so that each page is read as the others are.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_lines import Column, Line

LARGER: Final = 1.12
GAP: Final = 1.3
INDENT: Final = 0.6
DEEP: Final = 4
"""The deepest indent of a first line, in sizes of the font."""
_OFTEN: Final = 0.03
"""What so many of the lines do is a habit."""
_MARK: Final = re.compile(r"[•▪◦‣·●○■–—*-]|\(?\d{1,3}[.)]|\(?[a-z]\)|(?:[a-z]|[ivx]{2,5})\.")
_ABBREVIATED: Final = re.compile(r"[a-z]+\.")
_TAB: Final = 0.7
"""Behind `a.`, which may be the end of `u. a.`, an item stands further away than another word, in sizes of the font."""


class Measure(NamedTuple):
    """How the text is set.

    Attributes:
        body: the size of most of its letters.
        leading: the distance between its lines.
        sizes: the larger ones, from the largest.
        usual: the styles that most of it is in, so that they say nothing.
        indent: how far first lines of paragraphs are indented; 0 if they are not.
        is_spaced: whether there is some space between paragraphs.
    """

    body: float
    leading: float
    sizes: tuple[float, ...]
    usual: Style
    indent: float = 0.0
    is_spaced: bool = False


def measure_of(pages: Sequence[Sequence[Column]]) -> Measure:
    """How a text is set."""
    sizes: Counter[float] = Counter()
    styles: Counter[Style] = Counter()
    columns = [column for columns in pages for column in columns]
    for line in (line for column in columns for line in column.lines):
        sizes[line.size] += len(line.text)
        for piece in line.pieces:
            styles[piece.style] += len(piece.text)
    body = max(sizes, key=lambda size: sizes[size], default=10.0)
    leading = _leading(columns, body)
    larger = sorted((size for size in sizes if size > LARGER * body), reverse=True)
    usual = Style.PLAIN
    for flag in (Style.STRONG, Style.EMPH, Style.CODE):
        if 2 * sum(count for style, count in styles.items() if flag in style) > styles.total():
            usual |= flag
    apart = [size for number, size in enumerate(larger) if not number or larger[number - 1] > size * 1.04]
    return Measure(body, leading, tuple(apart), usual, _indent(columns), _is_spaced(columns, body, leading))


def _leading(columns: Sequence[Column], body: float) -> float:
    """The distance between the lines of the text."""
    steps: Counter[float] = Counter()
    for column in columns:
        for one, other in pairwise(column.lines):
            if one.size == other.size == body and one.base > other.base:
                steps[round(one.base - other.base, 1)] += 1
    return min(max(max(steps, key=lambda step: steps[step], default=1.25 * body), body), 3 * body)


def _indent(columns: Sequence[Column]) -> float:
    """How far the first lines of paragraphs are indented: they stand alone among lines that are not."""
    indents: Counter[int] = Counter()
    for column in columns:
        for one, line, other in zip(column.lines, column.lines[1:], column.lines[2:], strict=False):
            flush = abs(one.left - column.left) < 1 and abs(other.left - column.left) < 1
            if flush and is_indented(line, column) and not mark_before(line):
                indents[round(line.left - column.left)] += 1
    most = _OFTEN * sum(len(column.lines) for column in columns)
    return max(indents, key=lambda step: indents[step]) if indents.total() > most else 0


def _is_spaced(columns: Sequence[Column], body: float, leading: float) -> bool:
    """Whether there is some space between paragraphs."""
    spaces = lines = 0
    for column in columns:
        lines += len(column.lines)
        for one, other in pairwise(column.lines):
            spaces += one.size == other.size == body and GAP * leading < one.base - other.base < 3 * leading
    return spaces > _OFTEN * lines


def is_indented(line: Line, column: Column) -> bool:
    """Whether a line is indented as the first of a paragraph may be."""
    return INDENT * line.size < line.left - column.left < DEEP * line.size


def is_mark(text: str) -> bool:
    """Whether a word is a bullet, or the number of an item."""
    return _MARK.fullmatch(text) is not None


def mark_before(line: Line) -> str:
    """The bullet or number that a line begins with."""
    text = line.pieces[0].text
    if len(line.pieces) == 1 or not _MARK.fullmatch(text) or line.pieces[1].glued:
        return ""
    return "" if _ABBREVIATED.fullmatch(text) and not has_tab(line) else text


def has_tab(line: Line) -> bool:
    """Whether the second word of a line stands further from the first than words do."""
    return len(line.pieces) > 1 and line.pieces[1].left - line.pieces[0].right > _TAB * line.size
