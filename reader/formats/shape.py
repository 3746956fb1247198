"""What the lines of a plain text look like at a glance: is it wrapped, does it have blocks?

Apart from `wrapped` because every start asks this, and most texts need no more.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

_SAMPLE_CHARS: Final = 60_000
NARROWEST: Final = 44
WIDEST: Final = 110
SLACK: Final = 4
"""Wrapping by hand is not exact."""


class Shape(NamedTuple):
    """What the first lines of a text look like.

    Attributes:
        width: how wide the text was wrapped; 0 if it was not.
        blocks: whether blank lines part its paragraphs, or lines are indented or aligned in columns.
    """

    width: int
    blocks: bool


def shape_of(text: str) -> Shape:
    """The shape of a text, by its first 60,000 characters."""
    head = text[:_SAMPLE_CHARS].split("\n")
    return Shape(_width(head), _has_blocks(head))


def _width(lines: list[str]) -> int:
    """How wide the text was wrapped; 0 if it was not."""
    sample = [line.rstrip() for line in lines]
    pairs = [(len(one), other.lstrip()) for one, other in pairwise(sample) if one and other]
    lengths = sorted(length for length, _ in pairs)
    if len(lengths) < 3 or len({line for _, line in pairs}) * 2 < len(pairs) > 40:
        return 0
    width = lengths[int(0.95 * len(lengths))]
    if not NARROWEST <= width <= WIDEST or max(map(len, sample)) > 3 * width:
        return 0
    full = [(line, is_full(length, line, width)) for length, line in pairs if length > 0.6 * width]
    share = sum(is_full for _, is_full in full) / len(full)
    capitals = sum(line[0].isupper() for line, _ in full) / len(full)
    return width if share >= 0.5 and (capitals < 0.8 or len(full) < 6) else 0


def is_full(length: int, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fit on a line of this length."""
    first = following.find(" ")
    return length + 1 + (first if first >= 0 else len(following)) > width - SLACK


def _has_blocks(lines: list[str]) -> bool:
    """Whether blank lines part the paragraphs of a text, or lines are indented or aligned in columns."""
    blank = sum(not line.strip() for line in lines)
    return blank > 0.1 * len(lines) or any("   " in line for line in lines)
