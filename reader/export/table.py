"""Tables as they are handed on: real tables where the format has them, and columns of characters where it has not.

Invariant: a table has as many cells in each row, in both languages, and each segment stands in one of them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.cells import cells as cells_of
from reader.core.document import CELL_BREAK
from reader.core.table import alignment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.core.document import Document
    from reader.export.values import Paragraph, Segment

    Cell = tuple[Segment, ...]
    Inside = Callable[[Paragraph, Cell], str]

LONGEST_ROWS: Final = 2_000
"""A table with more rows is written as several, so that none stands in memory as a whole."""
MOST_COLUMNS: Final = 12
"""A table with more columns does not share the rows of its translation in a page."""
_ON_PAPER: Final = 40
"""A table with more rows may take several pages of paper."""
_WIDEST: Final = 160
_CLASSES: Final = {"r": ' class="ar"', "c": ' class="ac"', "l": ""}


class Row(NamedTuple):
    """A row: its paragraph, and the segments of each of its cells; a title that spans the table is one cell."""

    paragraph: Paragraph
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """Rows that belong together.

    Attributes:
        rows: all of them.
        headers: how many of the first head the columns.
        align: `l`, `c` or `r` for each column.
        row_heads: whether the first cell of each of the others heads its row.
    """

    rows: tuple[Row, ...]
    headers: int
    align: str
    row_heads: bool = False


def parts(block: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """The rows of a table, at most so many in each list."""
    for first in range(0, len(block), LONGEST_ROWS):
        yield block[first : first + LONGEST_ROWS]


def table_of(block: Sequence[Paragraph], document: Document) -> Table:
    """The table that some rows make."""
    rows = tuple(Row(paragraph, _cells(paragraph)) for paragraph in block)
    count = max(len(row.cells) for row in rows)
    headers = sum(document.heads(paragraph.number) for paragraph in block)
    found = document.table(block[0].number)
    texts = ([" ".join(one.source for one in cell) for cell in row.cells] for row in rows)
    return Table(rows, headers, alignment(texts, count, found.align if found else ""), bool(found and found.row_heads))


def _cells(paragraph: Paragraph) -> tuple[Cell, ...]:
    """The segments of each cell, as if each cell were a paragraph of its own.

    >>> from reader.core.document import Kind
    >>> from reader.export.values import Paragraph, Segment
    >>> segments = Segment("a"), Segment("B.", before=" │ │ "), Segment("C.")
    >>> row = Paragraph(0, Kind.TABLE, 0, "", False, False, segments)
    >>> [[segment.source for segment in cell] for cell in _cells(row)]
    [['a'], [], ['B.', 'C.']]
    """
    found: list[list[Segment]] = [[]]
    for segment in paragraph.segments:
        breaks = segment.before.count(CELL_BREAK)
        found += [[] for _ in range(breaks)]
        found[-1].append(segment._replace(before=" ") if breaks else segment)
    return tuple(map(tuple, found))


def markup(table: Table, attributes: str, cell: Inside, name: Callable[[Paragraph], str] = lambda _: "") -> str:
    """A table as XHTML.

    Args:
        table: the table.
        attributes: of its element, with the blank before them.
        cell: the inside of a cell of a row.
        name: the id of a row; "" for none.
    """
    parts = [f"<table{attributes}>"]
    for is_head, rows in groupby(enumerate(table.rows), lambda each: each[0] < table.headers):
        part, tag = ("thead", "th") if is_head else ("tbody", "td")
        parts.append(f"<{part}>")
        for _, row in rows:
            identity = name(row.paragraph)
            inside = "".join(_marked_up(table, row, tag, cell))
            parts.append(f'<tr id="{identity}">{inside}</tr>' if identity else f"<tr>{inside}</tr>")
        parts.append(f"</{part}>\n")
    return "".join([*parts, "</table>"])


def _marked_up(table: Table, row: Row, tag: str, cell: Inside) -> Iterator[str]:
    count = len(table.align)
    scope = ' scope="col"' if tag == "th" else ""
    if len(row.cells) == 1 < count:
        yield f'<{tag}{scope.replace("col", "colgroup")} colspan="{count}">{cell(row.paragraph, row.cells[0])}</{tag}>'
        return
    for column, align in enumerate(table.align):
        inside = cell(row.paragraph, row.cells[column]) if column < len(row.cells) else ""
        if table.row_heads and tag == "td" and not column and inside:
            yield f'<th scope="row"{_CLASSES[align]}>{inside}</th>'
        else:
            yield f"<{tag}{scope}{_CLASSES[align]}>{inside}</{tag}>"


def sizes(table: Table) -> list[str]:
    """How many columns and rows a table has, as classes by which a style sheet lays out both languages on one grid.

    A page allows no styles of its own elements, so that each digit of the number of rows has its class.

    >>> sizes(Table((), 0, "lr")._replace(rows=(None,) * 1_207))
    ['even', 'far', 'k2', 'r1000', 'r200', 'r7']
    """
    columns, rows = len(table.align), len(table.rows)
    if columns > MOST_COLUMNS:
        return []
    digits = [f"r{int(digit)}{'0' * place}" for place, digit in enumerate(reversed(str(rows))) if digit != "0"]
    return ["even", *["far"] * (rows > _ON_PAPER), f"k{columns}", *reversed(digits)]


def as_lines(table: Table, cell: Callable[[Cell], str]) -> list[str]:
    """A table as lines of plain text, its cells below each other, parted by bars; a line under its heads."""
    texts = [[cell(one) for one in row.cells] for row in table.rows]
    spans = [len(row) == 1 < len(table.align) for row in texts]
    widths = [
        max(
            (cells_of(row[column]) for row, alone in zip(texts, spans, strict=True) if column < len(row) and not alone),
            default=0,
        )
        for column in range(len(table.align))
    ]
    if sum(widths) > _WIDEST:
        widths = [0] * len(widths)
    between = f" {CELL_BREAK} "
    lines = [
        row[0] if alone else between.join(map(_padded, row, widths, table.align)).rstrip()
        for row, alone in zip(texts, spans, strict=True)
    ]
    if 0 < table.headers < len(lines) and any(widths):
        lines.insert(table.headers, "-+-".join("-" * width for width in widths))
    return lines


def _padded(text: str, width: int, align: str) -> str:
    spare = max(0, width - cells_of(text))
    left = spare if align == "r" else spare // 2 if align == "c" else 0
    return " " * left + text + " " * (spare - left)
