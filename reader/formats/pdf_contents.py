"""Tables of contents without dots: lines that end with the number of a page, at the right edge.

Pure. Invariant: every line comes back; two that stand side by side may come back as one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.formats.pdf_lines import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_lines import Column, Line

_HEADING: Final = re.compile(r"Inhalt(?:s(?:verzeichnis|übersicht))?|(?:Table of )?Contents", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,4}|[ivxlc]{1,7}")
_LEAST: Final = 2
_EDGE: Final = 2.0


def with_leaders(columns: Sequence[Column]) -> list[Column]:
    """The columns of a page, what leads to a number in a table of contents joined with it by `…`, as dots are."""
    named = any(_HEADING.fullmatch(line.text) for column in columns for line in column.lines)
    return [column._replace(lines=_led(column, named=named)) for column in columns]


def _led(column: Column, *, named: bool) -> list[Line]:
    pairs = [
        (one, other)
        for one, other in pairwise(column.lines)
        if _NUMBER.fullmatch(other.text)
        and abs(one.base - other.base) < 1
        and one.right < other.left
        and column.right - other.right < _EDGE
        and (named or any(piece.target.startswith("#") for piece in one.pieces))
    ]
    if len(pairs) < _LEAST:
        return column.lines
    led = {id(one): _joined(one, other) for one, other in pairs}
    gone = {id(other) for _, other in pairs}
    return [led.get(id(line), line) for line in column.lines if id(line) not in gone]


def _joined(one: Line, other: Line) -> Line:
    last, number = one.pieces[-1], other.pieces[0]
    if last.text == "…":
        return line_of([*one.pieces, *other.pieces])
    dots = last._replace(text="…", left=last.right, right=number.left, glued=False, target="")
    return line_of([*one.pieces, dots, number._replace(glued=False), *other.pieces[1:]])
