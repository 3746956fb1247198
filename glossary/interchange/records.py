r"""Records of a delimited text: cells between commas, semicolons, tabs or bars, some in quotation marks.

Why not the `csv` module: one mark that is never closed makes it swallow the rest of a file, and it keeps its limits
in a global. Here a quoted cell may span lines, but where it never ends, or goes on behind its closing mark, the line
is read for itself, without quotation marks, and the record says so.

>>> [record.cells for record in records(["a;\"b;", "c\"", "5\" Rohr;pipe"], ";")]
[['a', 'b;\nc'], ['5" Rohr', 'pipe']]
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LINES = 200
"""A quoted cell spans no more lines."""

DELIMITERS = "\t;,|"


class Record(NamedTuple):
    """One record: its first line, counted from 1, its cells, and whether a quotation mark in it is never closed."""

    line: int
    cells: list[str]
    broken: bool = False


def records(lines: "Iterable[str]", delimiter: str, *, quotes: bool = True) -> "Iterator[Record]":
    """The records of some lines, which come without their ends. Empty lines are left out."""
    source = iter(lines)
    waiting: list[str] = []
    number = 0
    while True:
        line = waiting.pop() if waiting else next(source, None)
        if line is None:
            return
        number += 1
        if not line or line.isspace():
            continue
        if not quotes or '"' not in line:
            yield Record(number, line.split(delimiter))
            continue
        cells = split(line, delimiter)
        if cells is not None:
            yield Record(number, cells)
            continue
        following, cells = _joined(line, waiting, source, delimiter)
        if cells is not None:
            yield Record(number, cells)
            number += len(following)
        else:
            waiting.extend(reversed(following))
            yield Record(number, [cell.removeprefix('"') for cell in line.split(delimiter)], broken=True)


def _joined(
    line: str, waiting: list[str], source: "Iterator[str]", delimiter: str
) -> "tuple[list[str], list[str] | None]":
    """The lines that belong to a record whose last cell is open, with its cells; None if it never closes properly."""
    following: list[str] = []
    while len(following) < MOST_LINES:
        more = waiting.pop() if waiting else next(source, None)
        if more is None:
            return following, None
        following.append(more)
        if '"' in more:
            cells = split("\n".join([line, *following]), delimiter)
            if cells is not None:
                return following, cells or None
    return following, None


def split(text: str, delimiter: str) -> list[str] | None:
    '''The cells of a record; None if the last quotation mark is still open, none at all if a line breaks outside one.

    >>> split('"a ""b""", c', ","), split('"a', ",")
    (['a "b"', ' c'], None)
    '''
    if '"' not in text:
        return text.split(delimiter)
    cells: list[str] = []
    at, length = 0, len(text)
    while True:
        start = at
        while start < length and text[start] == " ":
            start += 1
        if text.startswith('"', start):
            end = _closing(text, start + 1)
            if end < 0:
                return None
            after = end + 1
            if after == length or text.startswith(delimiter, after):
                cells.append(text[start + 1 : end].replace('""', '"'))
                if after == length:
                    return cells
                at = after + 1
                continue
        stop = text.find(delimiter, at)
        cell = text[at:stop] if stop >= 0 else text[at:]
        if "\n" in cell:
            return []
        cells.append(cell)
        if stop < 0:
            return cells
        at = stop + 1


def _closing(text: str, at: int) -> int:
    """Where the quotation mark stands that closes a cell; -1 if there is none."""
    while True:
        end = text.find('"', at)
        if end < 0 or not text.startswith('"', end + 1):
            return end
        at = end + 2


def likely_delimiter(sample: "list[str]") -> str:
    """The delimiter that cuts the most lines into the same number of cells, at least two; empty if none does.

    >>> likely_delimiter(["Zoll, der;tariff", "Weg;way, path"]), likely_delimiter(["Zoll"])
    (';', '')
    """
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        counts: dict[int, int] = {}
        rows = 0
        for record in records(sample, delimiter):
            rows += 1
            counts[len(record.cells)] = counts.get(len(record.cells), 0) + 1
        wide = {cells: count for cells, count in counts.items() if cells > 1}
        score = max(wide.values()) / rows if wide else 0.0
        if score > best_score + 0.05:
            best, best_score = delimiter, score
    return best if best_score > 0.3 else ""
