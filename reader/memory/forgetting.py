"""Forgetting: what is forgotten is gone from the file, not only from what is found.

Invariant: all of a choice or nothing is forgotten. The pages that held it are overwritten with zeros, the log that
might hold it is emptied, and the index of the concordance, which knows pieces of every text, is taken away; it is
made again when it is next wanted.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

from reader.memory import index
from reader.memory.choosing import Choice, chosen
from reader.memory.importing import Step
from reader.memory.rows import everything, has_older

_ROWS_PER_STEP = 1000
_DELETE = "DELETE FROM translation WHERE pair = ? AND key = ? AND rank = ? AND slot = ? AND terms = ?"
_DELETE_OLDER = "DELETE FROM unit WHERE pair = ? AND key = ? AND rank = ? AND origin = ?"


def forget(
    connection: sqlite3.Connection,
    choice: Choice,
    progress: Step | None = None,
    keep: Callable[[str], object] | None = None,
) -> int:
    """Forget the units that are meant; gives how many there were.

    Args:
        connection: an open file.
        choice: which units.
        progress: called with the units forgotten so far and of all.
        keep: called first, with the table from which the units can still be read; no other process changes it
            meanwhile. If it raises, nothing is forgotten.

    Raises:
        sqlite3.Error: the file cannot be written; nothing is forgotten.
    """
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if keep is not None:
            keep(everything(connection))
        count = _delete(connection, choice, progress)
        if count:
            index.drop(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    if count:
        # Another process that reads at this moment keeps the log from being emptied; the last one to close does it.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def _delete(connection: sqlite3.Connection, choice: Choice, progress: Step | None) -> int:
    older = has_older(connection)
    # The places first, in a table of this connection: rows are not deleted under the statement that finds them.
    connection.execute("CREATE TEMP TABLE forgotten (pair, key, rank, slot, terms, origin)")
    rows = chosen(connection, everything(connection), choice)
    while step := list(islice(rows, _ROWS_PER_STEP)):
        places = [(*row[:5], row.origin) for row in step]
        connection.executemany("INSERT INTO forgotten VALUES (?, ?, ?, ?, ?, ?)", places)
    (total,) = connection.execute("SELECT count(*) FROM forgotten").fetchone()
    cursor = connection.execute("SELECT * FROM forgotten")
    done = 0
    while places := cursor.fetchmany(_ROWS_PER_STEP):
        connection.executemany(_DELETE, [place[:5] for place in places])
        if older:
            connection.executemany(_DELETE_OLDER, [(*place[:3], place[5]) for place in places])
        done += len(places)
        if progress is not None:
            progress(done, total)
    connection.execute("DROP TABLE temp.forgotten")  # a transaction that fails takes it back
    return int(total)
