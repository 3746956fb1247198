"""Which tables of HTML hold data, and which are there for the layout of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.formats.marks import HEADINGS, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_LONG_CELL: Final = 400
_PAGE_PARTS: Final = frozenset(("table", "ul", "ol", "dl", "hr", "pre", "blockquote", "form", *HEADINGS))


def rows_of(table: _Element) -> Iterator[_Element]:
    """The rows of a table that holds data; nothing if it is there for the layout of a page.

    A table of data has rows of two cells and more, or a heading cell, and no long text or further table in a cell.
    """
    rows = [row for row in table.iter() if name_of(row) == "tr"]
    cells = [cell for row in rows for cell in row if name_of(cell) in {"td", "th"}]
    headed = any(name_of(cell) == "th" for cell in cells)
    if not cells or (len(rows) < 2 and not headed) or any(map(_is_page_like, cells)):
        return
    several = sum(len(row) > 1 for row in rows) * 2 >= len(rows)
    most = max(sum(map(len, map(str, cell.itertext()))) for cell in cells)
    if most <= _LONG_CELL and several:
        yield from rows


def _is_page_like(cell: _Element) -> bool:
    """Whether a table's cell holds what is a part of a page rather than a value."""
    names = [name_of(inner) for inner in cell.iter()]
    return not _PAGE_PARTS.isdisjoint(names) or names.count("p") > 1
