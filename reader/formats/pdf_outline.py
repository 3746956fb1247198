"""Headings by the bookmarks of a file: what they name is a heading, whatever its type, and has their level.

Pure. Invariant: every line comes back in exactly one paragraph, in the same order; only kinds and levels change, and
where a heading ends.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_blocks import Block
    from reader.formats.pdf_pieces import Bookmark

_MOST_LINES: Final = 6
_LEVELS: Final = 6
_NUMBER: Final = re.compile(
    r"(?:§|kapitel|teil|buch|abschnitt|anhang|akt|szene|chapter|part|section|appendix)?(?:[\da-z]|\d+|[ivxlc]+)?"
)
_SIGNS: Final = re.compile(r"[\W_]+")
_KINDS: Final = frozenset((Kind.HEADING, Kind.PARAGRAPH, Kind.QUOTE, Kind.VERSE))


def with_outline(blocks: list[Block], bookmarks: Sequence[Bookmark]) -> list[Block]:
    """The paragraphs of a text with those as headings that bookmarks name."""
    if not bookmarks:
        return blocks
    pages: dict[int, list[int]] = {}
    for number, block in enumerate(blocks):
        pages.setdefault(block.page, []).append(number)
    named: dict[int, tuple[int, int]] = {}
    """For paragraphs: the level of the bookmark, and how many of the lines it names."""
    for mark in bookmarks:
        title = _bare(mark.title)
        # Some programs point to the end of the page before.
        for page in (mark.page, mark.page + 1):
            found = (
                [
                    (blocks[n].lines[0].size, -n, lines)
                    for n in pages.get(page, ())
                    if n not in named and (lines := _named(blocks[n], title))
                ]
                if title
                else []
            )
            if found:
                _, number, lines = max(found)
                named[-number] = mark.level, lines
                break
    return _levelled(blocks, named)


def _bare(text: str) -> str:
    """The letters and digits of a text."""
    return _SIGNS.sub("", text).casefold()


def _named(block: Block, title: str) -> int:
    """How many of the first lines of a paragraph a bookmark names; 0 if it does not."""
    if block.kind not in _KINDS:
        return 0
    text = ""
    for count, line in enumerate(block.lines[:_MOST_LINES], 1):
        text += _bare(line.text)
        if text == title:
            return count
        if len(text) > len(title) + 20:
            return 0
        if count == len(block.lines) and min(len(text), len(title)) > 2 and _is_same_but_number(text, title):
            return count
    return 0


def _is_same_but_number(one: str, other: str) -> bool:
    """Whether two titles are the same, but for the number that one of them has."""
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return long.endswith(short) and _NUMBER.fullmatch(long[: -len(short)]) is not None


def _levelled(blocks: list[Block], named: dict[int, tuple[int, int]]) -> list[Block]:
    """The paragraphs with headings as named; other headings get the level of those that are as large."""
    if not named:
        return blocks
    sizes: dict[float, Counter[int]] = {}
    for number, (level, _) in named.items():
        sizes.setdefault(blocks[number].lines[0].size, Counter())[level] += 1
    first, largest = min(named), max(sizes)
    has_title = any(block.kind is Kind.HEADING and block.lines[0].size > largest for block in blocks[:first])
    top = (2 if has_title else 1) - min(level for level, _ in named.values())
    found: list[Block] = []
    for number, block in enumerate(blocks):
        if number in named:
            level, count = named[number]
            level = min(level + top, _LEVELS)
            found.append(block._replace(kind=Kind.HEADING, level=level, lines=block.lines[:count], tight=False))
            if count < len(block.lines):
                found.append(block._replace(kind=Kind.PARAGRAPH, level=0, lines=block.lines[count:], tight=False))
        elif block.kind is Kind.HEADING:
            found.append(block._replace(level=_level(block, sizes, top)))
        else:
            found.append(block)
    return found


def _level(block: Block, sizes: dict[float, Counter[int]], top: int) -> int:
    """The level of a heading that no bookmark names: that of those as large, or one above the next smaller ones."""
    size = block.lines[0].size
    for other in sorted(sizes, reverse=True):
        (level, _), *_ = sizes[other].most_common(1)
        if abs(size - other) < 0.3:
            return min(level + top, _LEVELS)
        if size > other:
            return max(1, min(level + top - 1, _LEVELS))
    return min(max(level for counts in sizes.values() for level in counts) + top + 1, _LEVELS)
