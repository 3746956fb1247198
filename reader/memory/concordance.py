"""The concordance: every unit in whose source or target a text stands, with the places.

Invariant: what is found does not depend on whether there is an index; that only spares reading.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator

from reader.core.keys import normalised
from reader.core.text import clean
from reader.memory import index
from reader.memory.rows import COLUMNS, Row, pair_text, snapshot, stored_unit
from reader.memory.unit import LanguagePair, Passage

_ROWS_PER_STEP = 1000
_NUMBERS_PER_STATEMENT = 500
_CLASSES = {
    '"': '["„“”‟«»❝❞＂]',
    "'": "['‚‘’‛‹›ʼ´`]",
    "-": "[-‐‑−]",
    "–": "[–—―]",
    " ": r"\s+",
}  # fmt: skip
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


def pattern(text: str) -> re.Pattern[str]:
    """What finds a text whatever its case, white space, quotes and dashes.

    >>> pattern('"rote  linien"').findall("Die „Rote Linien“.")
    ['„Rote Linien“']
    """
    return re.compile("".join(_CLASSES.get(char) or re.escape(char) for char in normalised(text)), re.IGNORECASE)


def passages(
    connection: sqlite3.Connection, text: str, pair: LanguagePair, limit: int, cancelled: Callable[[], bool]
) -> list[Passage]:
    """The units that hold a text; see `TranslationMemory.concordance`.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    return search(connection, text, pair, limit, cancelled)[0]


def search(
    connection: sqlite3.Connection, text: str, pair: LanguagePair, limit: int, cancelled: Callable[[], bool]
) -> tuple[list[Passage], int]:
    """The same, and how many there are without the limit.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    plain = normalised(clean(text))
    if not plain or limit <= 0:
        return [], 0
    wanted = pattern(plain)
    with snapshot(connection) as table:
        rows = _rows(connection, table, plain, pair_text(pair))
        found: dict[tuple[object, ...], Row] = {}
        for at, row in enumerate(rows):
            if at % _ROWS_PER_STEP == 0 and cancelled():
                return [], 0
            if wanted.search(row.source) or wanted.search(row.target):
                found.setdefault(row[:5], row)
    best = sorted(found.values(), key=lambda row: (-row.rank, -row.updated, row.source, row.slot, row.terms))[:limit]
    return [_passage(row, wanted) for row in best], len(found)


def _passage(row: Row, wanted: re.Pattern[str]) -> Passage:
    unit = stored_unit(row).unit
    return Passage(unit, _spans(wanted, unit.source), _spans(wanted, unit.target))


def _spans(wanted: re.Pattern[str], text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in wanted.finditer(text))


def _rows(connection: sqlite3.Connection, table: str, plain: str, pair: str) -> Iterator[Row]:
    """The rows that may hold a text, from the index if it can say, else all that look like it."""
    numbers = index.numbers(connection, plain) if table == "translation" else None
    if numbers is not None:
        yield from _numbered(connection, numbers, pair)
        return
    # SQLite knows upper and lower case of ASCII only; what else stands in the text may be anything here.
    like = f"%{_NOT_PLAIN.sub('%', plain)}%"
    cursor = connection.execute(
        f"SELECT {COLUMNS} FROM {table} WHERE pair = ? AND (source LIKE ? OR target LIKE ?)",  # noqa: S608 - names
        (pair, like, like),
    )
    yield from map(Row._make, cursor)


def _numbered(connection: sqlite3.Connection, numbers: Iterator[int], pair: str) -> Iterator[Row]:
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _NUMBERS_PER_STATEMENT):
        chunk = wanted[start : start + _NUMBERS_PER_STATEMENT]
        marks = ",".join("?" * len(chunk))
        yield from map(
            Row._make,
            connection.execute(
                f"SELECT {COLUMNS} FROM passage JOIN translation USING (pair, key, rank, slot, terms)"  # noqa: S608
                f" WHERE number IN ({marks}) AND pair = ?",
                (*chunk, pair),
            ),
        )
