"""Tables of HTML: which hold data and which are there for the layout of a page, and what their cells are.

Invariant: however large the spans that a file writes into its cells, what comes back is at most some times as large as
the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.formats.marks import HEADINGS, SKIPPED, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_CELLS: Final = frozenset(("td", "th"))
_LONG_CELL: Final = 400
_MOST_SPANNED: Final = 20
_WIDEST: Final = 40
"""Further to the right nothing is covered."""
_LOOK: Final = 64
"""In so many rows a table says how its columns are aligned."""
_ALIGNED: Final = re.compile(r"text-align\s*:\s*(left|center|right|start|end)", re.IGNORECASE)
_LETTERS: Final = {"left": "l", "start": "l", "center": "c", "right": "r", "end": "r"}
_PAGE_PARTS: Final = frozenset(("hr", "pre", "blockquote", "form", *HEADINGS))
"""What stands in a cell of a page's layout only."""
_SEVERAL: Final = frozenset(("table", "ul", "ol", "dl"))
"""What makes more than one line of a cell, and makes no layout if few cells hold it."""


def rows_of(table: _Element) -> Iterator[_Element]:
    """The rows of a table that holds data; nothing if it is there for the layout of a page.

    A table of data has rows of two cells and more, or a heading cell, and no long text in a cell. Lists, further tables
    and several paragraphs stand in few of its cells, if it has no heading cell.
    """
    rows = _own_rows(table)
    cells, headed = [], False
    for row in rows:
        for cell in row:
            name = name_of(cell)
            if name in _CELLS:
                cells.append(cell)
                headed = headed or name == "th"
    if not cells or (len(rows) < 2 and not headed) or any(map(_is_page_like, cells)):
        return
    several = sum(len(row) > 1 for row in rows) * 2 >= len(rows)
    if not several or any(map(_is_long, cells)):
        return
    rich = sum(map(_has_several, cells))
    if rich * 2 < len(cells) or (headed and rich < len(cells)):
        yield from rows


def _own_rows(table: _Element) -> list[_Element]:
    """The rows of a table, without those of tables in its cells."""
    found: list[_Element] = []
    waiting = list(table)[::-1]
    while waiting:
        part = waiting.pop()
        name = name_of(part)
        if name == "tr":
            found.append(part)
        elif name and name not in _CELLS and name != "table":
            waiting += list(part)[::-1]
    return found


def _is_long(cell: _Element) -> bool:
    if not len(cell):
        return len(cell.text or "") > _LONG_CELL
    return sum(map(len, map(str, cell.itertext()))) > _LONG_CELL


def spread(rows: list[_Element]) -> Iterator[tuple[_Element, list[_Element | None]]]:
    """Each row with its cells in their columns; None where a cell covers the place, from the left or from above.

    What covers the places at the end of a row is left out: a row may be shorter than others.
    """
    below: dict[int, int] = {}
    for row in rows:
        given = _cells_of(row)
        if not below and not any(cell.get("colspan") or cell.get("rowspan") for cell in given):
            yield row, [*given]
            continue
        cells: list[_Element | None] = []
        covered, below = below, {}
        for cell in given:
            while len(cells) in covered:
                _keep(below, len(cells), covered.pop(len(cells)) - 1)
                cells.append(None)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(cells), len(cells) + wide):
                _keep(below, column, high - 1)
            cells += [cell, *[None] * (wide - 1 if len(cells) < _WIDEST else 0)]
        for column, rest in covered.items():
            if column >= len(cells):
                _keep(below, column, rest - 1)
        yield row, cells


def _cells_of(row: _Element) -> list[_Element]:
    return [cell for cell in row if (name := name_of(cell)) and name not in SKIPPED]


def _keep(below: dict[int, int], column: int, rows: int) -> None:
    if rows > 0 and column < _WIDEST:
        below[column] = max(rows, below.get(column, 0))


def _span(cell: _Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(_MOST_SPANNED, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def is_header(row: _Element) -> bool:
    """Whether a row heads the columns: it stands in the table's head, or holds nothing but heading cells."""
    parent = row.getparent()
    first = next((name for name in map(name_of, row) if name in {"td", "th"}), "")
    all_heads = first == "th" and not any(name_of(cell) == "td" for cell in row)
    return all_heads or (parent is not None and name_of(parent) == "thead")


def has_row_heads(rows: list[_Element]) -> bool:
    """Whether the first cell of most rows heads the row, as far as the first rows show."""
    firsts = [[name_of(cell) for cell in _cells_of(row)] for row in rows[:_LOOK] if not is_header(row)]
    several = [names for names in firsts if len(names) > 1]
    return 2 * sum(names[0] == "th" and "td" in names for names in several) > len(several)


def alignment(rows: list[_Element]) -> str:
    """How the columns are aligned, as the first of their cells says that says so; see `core.document.Table`."""
    found: dict[int, str] = {}
    for row in rows[:_LOOK]:
        for column, cell in enumerate(_cells_of(row)):
            style = _ALIGNED.search(cell.get("style") or "")
            said = _LETTERS.get((style[1] if style else cell.get("align") or "").lower())
            if said and name_of(cell) == "td":
                found.setdefault(column, said)
    return "".join(found.get(column, "-") for column in range(max(found, default=-1) + 1))


def _is_page_like(cell: _Element) -> bool:
    """Whether a table's cell holds what is a part of a page rather than a value."""
    if not len(cell):
        return False
    return not _PAGE_PARTS.isdisjoint(map(name_of, cell.iter()))


def _has_several(cell: _Element) -> bool:
    """Whether a cell holds more than one line: a list, a table, or several paragraphs."""
    if not len(cell):
        return False
    names = [name_of(inner) for inner in cell.iter()]
    return not _SEVERAL.isdisjoint(names) or names.count("p") > 1
