"""Taking over units from a file: all or none, in constant memory, and with an account of what happened.

The units are laid aside first, in a table that only this connection sees, and only then stored in one transaction:
so reading a long file keeps no other process from writing, and a mistake on its last line leaves nothing behind.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from reader.errors import MemoryFileError
from reader.memory.rows import COLUMNS, PUT, Row, everything

Step = Callable[[int, int], object]
"""Called with how much is done and how much there is in all; what it gives does not matter."""

ROWS_PER_STEP = 1000
_MOST_PROBLEMS = 20
_PLACE = "pair, key, rank, slot, terms"

_LAID_ASIDE = """CREATE TEMP TABLE incoming (
    pair TEXT NOT NULL, key BLOB NOT NULL, rank INTEGER NOT NULL, slot TEXT NOT NULL, terms BLOB NOT NULL,
    source TEXT NOT NULL, target TEXT NOT NULL, origin TEXT NOT NULL, created INTEGER NOT NULL,
    updated INTEGER NOT NULL, dated INTEGER NOT NULL, number INTEGER PRIMARY KEY)"""
_LAY_ASIDE = "INSERT INTO incoming VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TWICE = f"""SELECT earlier, number FROM (
    SELECT number, target, lag(number) OVER same AS earlier, lag(target) OVER same AS before
    FROM incoming WINDOW same AS (PARTITION BY {_PLACE} ORDER BY number))
    WHERE before <> target ORDER BY number"""  # noqa: S608 - the names above
# Of several units for one place the last counts. What stands there and is newer stays, where the file says when.
_CHOSEN = f"""CREATE TEMP TABLE chosen AS SELECT * FROM (
    SELECT {", ".join(f"incoming.{name}" for name in COLUMNS.split(", "))}, CASE
        WHEN stored.target IS NULL THEN 'new' WHEN stored.target = incoming.target THEN 'equal'
        WHEN dated AND stored.updated > incoming.updated THEN 'older' ELSE 'changed' END AS fate,
        row_number() OVER (PARTITION BY {", ".join(f"incoming.{name}" for name in _PLACE.split(", "))}
            ORDER BY number DESC) AS place
    FROM incoming LEFT JOIN {{table}} AS stored USING ({_PLACE})) WHERE place = 1
    ORDER BY {_PLACE}"""  # noqa: S608 - the names above


@dataclass(frozen=True, slots=True)
class Skipped:
    """Units of a file that were left out.

    Attributes:
        why: the reason, as in "without German text".
        count: how many.
        line: where the first of them stands; 0 if that is not known.
    """

    why: str
    count: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        read: the units in the file that can be taken over.
        new: units whose source was not in the memory as one of this file (or as an edit, or of this engine).
        changed: units whose source was, with another translation.
        equal: units that were there already, or stood in the file before.
        older: units that stand in the memory with a later change, which stays.
        skipped: units of the file that were left out, by reason.
        problems: what is odd in the file, a sentence each; none of them kept a unit from being imported.
    """

    read: int
    new: int
    changed: int
    equal: int
    older: int = 0
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A unit on its way in.

    Attributes:
        row: as it is to be stored.
        dated: the time of its change is that of the unit, not of the import.
    """

    row: Row
    dated: bool = False


def take_over(
    connection: sqlite3.Connection,
    units: Iterable[Incoming],
    *,
    dry_run: bool = False,
    storing: Step | None = None,
    cancelled: Callable[[], bool],
) -> ImportReport:
    """Store these units, all or none; with `dry_run` only say what would happen.

    Raises:
        MemoryFileError: the memory was closed meanwhile; and what reading the units raises.
        sqlite3.Error: the memory cannot be written.
    """
    with _laid_aside(connection):
        read = _lay_aside(connection, units, cancelled)
        problems = _problems(connection)
        connection.execute("BEGIN" if dry_run else "BEGIN IMMEDIATE")
        try:
            fates = _choose(connection)
            if not dry_run:
                _store(connection, storing, cancelled)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    new, changed, older = fates["new"], fates["changed"], fates["older"]
    return ImportReport(read, new, changed, read - new - changed - older, older, (), problems)


@contextmanager
def _laid_aside(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute(_LAID_ASIDE)
    try:
        yield
    finally:
        connection.execute("DROP TABLE IF EXISTS temp.incoming")
        connection.execute("DROP TABLE IF EXISTS temp.chosen")


def _lay_aside(connection: sqlite3.Connection, units: Iterable[Incoming], cancelled: Callable[[], bool]) -> int:
    number = 0
    rest = iter(units)
    while step := list(islice(rest, ROWS_PER_STEP)):
        _go_on(cancelled)
        connection.execute("BEGIN")
        rows = [(*unit.row, unit.dated, at) for at, unit in enumerate(step, start=number + 1)]
        connection.executemany(_LAY_ASIDE, rows)
        connection.execute("COMMIT")
        number += len(step)
    return number


def _problems(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What to say about sources that stand in the file several times, differently translated."""
    twice = connection.execute(_TWICE).fetchall()
    told = [
        f"Pairs {earlier} and {later} translate one text differently; the later one counts."
        for earlier, later in twice[:_MOST_PROBLEMS]
    ]
    if len(twice) > _MOST_PROBLEMS:
        told.append(f"So do {len(twice) - _MOST_PROBLEMS:,} more.")
    return tuple(told)


def _choose(connection: sqlite3.Connection) -> Counter[str]:
    connection.execute(_CHOSEN.format(table=everything(connection)))
    return Counter(dict(connection.execute("SELECT fate, count(*) FROM chosen GROUP BY fate")))


def _store(connection: sqlite3.Connection, storing: Step | None, cancelled: Callable[[], bool]) -> None:
    (total,) = connection.execute("SELECT count(*) FROM chosen").fetchone()
    for start in range(0, total, ROWS_PER_STEP):
        _go_on(cancelled)
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM chosen WHERE rowid > ? AND rowid <= ? AND fate <> 'older'",  # noqa: S608 - names
            (start, start + ROWS_PER_STEP),
        ).fetchall()
        connection.executemany(PUT, rows)
        if storing is not None:
            storing(min(start + ROWS_PER_STEP, total), total)


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise MemoryFileError("Nothing was imported", "the memory is closed.")
