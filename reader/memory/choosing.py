"""Which units of the memory are meant: by text, origin, engine, time, languages.

Invariant: what is counted, exported and forgotten for one choice are the same units.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader.core.keys import normalised
from reader.core.target import TargetState
from reader.core.text import clean
from reader.memory.concordance import pattern
from reader.memory.rows import COLUMNS, Row, pair_text
from reader.memory.unit import RANKS, LanguagePair

_ROWS_PER_STEP = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """Units that fulfil all conditions that are set; without any, all units.

    Attributes:
        text: stands in the source or in the target, whatever its case, white space and typography.
        origin: the engine, file or person.
        engine: the engine; only machines' answers.
        state: MACHINE, MEMORY or EDITED.
        before_ms: last changed before this moment, in milliseconds since 1970; units whose time is not known, as of
            version 1, are before none, so that nothing is forgotten by mistake.
        pair: the languages.
    """

    text: str = ""
    origin: str = ""
    engine: str = ""
    state: TargetState | None = None
    before_ms: int | None = None
    pair: LanguagePair | None = None

    @property
    def is_all(self) -> bool:
        """Whether no condition is set."""
        return self == Choice()


def chosen(connection: sqlite3.Connection, table: str, choice: Choice, order: str = "") -> Iterator[Row]:
    """The rows that are meant.

    Args:
        connection: an open file, in a transaction.
        table: what `everything` says.
        choice: the conditions.
        order: columns to sort by.
    """
    where, values = _conditions(choice)
    text = normalised(clean(choice.text))
    if choice.text and not text:
        return  # a blank text stands nowhere
    wanted = pattern(text) if text else None
    ordered = f" ORDER BY {order}" if order else ""
    cursor = connection.execute(
        f"SELECT {COLUMNS} FROM {table} WHERE {where}{ordered}",  # noqa: S608 - names; values are bound
        values,
    )
    while rows := cursor.fetchmany(_ROWS_PER_STEP):
        for row in map(Row._make, rows):
            if wanted is None or wanted.search(row.source) or wanted.search(row.target):
                yield row


def _conditions(choice: Choice) -> tuple[str, list[Any]]:
    conditions: list[tuple[str, Any]] = []
    if choice.pair is not None:
        conditions.append(("pair = ?", pair_text(choice.pair)))
    if choice.origin:
        conditions.append(("origin = ?", choice.origin))
    if choice.engine:
        conditions.append((f"rank = {RANKS[TargetState.MACHINE]} AND origin = ?", choice.engine))
    if choice.state is not None:
        conditions.append(("rank = ?", RANKS[choice.state]))
    if choice.before_ms is not None:
        conditions.append(("updated > 0 AND updated < ?", choice.before_ms))
    return " AND ".join(text for text, _ in conditions) or "1", [value for _, value in conditions]
