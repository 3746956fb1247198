"""Where the items of a list begin in lines of plain text, with which mark, and how deep they stand.

Invariant: a mark that may as well be a word of prose (a dash, a number, a letter) counts only beside another like it.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBERED: Final = re.compile(r"\s*(\(?\d{1,3}[.)])\s+(?=\S)|\s*(\(?[a-z]\))\s+(?=\S)")
BULLET: Final = re.compile(r"\s*([-*•·‣▪◦+–—])\s+(?=[^\s*–—-])")
SURE_BULLETS: Final = frozenset("-*•·‣▪◦+")
_NEAR: Final = 64
"""Further away no line is looked for that begins as this one does."""


def item_starts(lines: list[str], mark: str) -> list[int]:
    """The lines that begin an item: with the list's own mark, or with another that is one beyond doubt.

    Bullets are; numbers, letters and dashes are where another line has one of the same kind at the same indent.
    """
    found = [(indent_of(line), mark_of(line)) for line in lines]
    return [
        number
        for number, (indent, other) in enumerate(found)
        if is_same_mark(other, mark)
        or other in SURE_BULLETS
        or (other and sum(at == indent and is_same_mark(each, other) for at, each in _near(found, number)) > 1)
    ]


def depths_of(indents: set[int]) -> dict[int, int]:
    """How deep the items of each indent are; one blank may be the room that a second digit takes.

    >>> depths_of({0, 1, 4, 5, 8})
    {0: 0, 1: 0, 4: 1, 5: 1, 8: 2}
    """
    found: dict[int, int] = {}
    last, depth = -2, -1
    for indent in sorted(indents):
        if indent - last > 1:
            last, depth = indent, depth + 1
        found[indent] = depth
    return found


def _near(marks: list[tuple[int, str]], number: int) -> list[tuple[int, str]]:
    return marks[max(0, number - _NEAR) : number + _NEAR]


def mark_of(line: str) -> str:
    """The bullet or number that a line begins with; empty if there is none."""
    match = _NUMBERED.match(line) or BULLET.match(line)
    return (match[1] or match[2] if match.re is _NUMBERED else match[1]) if match else ""


def mark_end(line: str) -> int:
    """Where the text behind the bullet or number begins; 0 if there is none."""
    match = _NUMBERED.match(line) or BULLET.match(line)
    return match.end() if match else 0


def is_same_mark(one: str, other: str) -> bool:
    """Whether two marks may be of one list."""
    return bool(one) and (one == other or (one[-1] in ".)" and one[-1] == other[-1] and one[:1].isalnum()))


def indent_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip())
