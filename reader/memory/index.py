"""The index of the concordance: which units may hold a text, by its trigrams (SQLite's FTS5).

It is made when it is first wanted, piece by piece, and kept complete by a trigger that writes down the place of every
unit that is stored from then on.

Invariant: the index only narrows down. A place in it may be stale, so whoever finds one reads the unit and looks
again; but every unit that the index should know and does not is written down as not yet taken in.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress

from reader.memory.rows import everything

_ROWS_PER_STEP = 1000
_PLACE = "pair, key, rank, slot, terms"

# `passage` numbers the places of units; those up to `passage_upto` are in the index. Its own text is not kept
# (content=''), nor where in a unit a trigram stands (detail=none): that is a third of the size.
_TABLES = (
    """CREATE TABLE passage (number INTEGER PRIMARY KEY AUTOINCREMENT,
        pair TEXT NOT NULL, key BLOB NOT NULL, rank INTEGER NOT NULL, slot TEXT NOT NULL, terms BLOB NOT NULL)""",
    "CREATE TABLE passage_upto (number INTEGER NOT NULL)",
    "INSERT INTO passage_upto VALUES (0)",
    "CREATE VIRTUAL TABLE passage_trigrams USING fts5(text, content = '', tokenize = 'trigram', detail = none)",
    f"INSERT INTO passage ({_PLACE}) SELECT {_PLACE} FROM translation",  # noqa: S608 - names
    f"""CREATE TRIGGER passage_inserted AFTER INSERT ON translation BEGIN
        INSERT INTO passage ({_PLACE}) VALUES (new.pair, new.key, new.rank, new.slot, new.terms); END""",  # noqa: S608 - names
    f"""CREATE TRIGGER passage_updated AFTER UPDATE OF source, target ON translation
        WHEN old.source <> new.source OR old.target <> new.target BEGIN
        INSERT INTO passage ({_PLACE}) VALUES (new.pair, new.key, new.rank, new.slot, new.terms); END""",  # noqa: S608 - names
)
_DROPPED = (
    "DROP TRIGGER IF EXISTS passage_inserted",
    "DROP TRIGGER IF EXISTS passage_updated",
    "DROP TABLE IF EXISTS passage_trigrams",
    "DROP TABLE IF EXISTS passage",
    "DROP TABLE IF EXISTS passage_upto",
)
_STEP = f"""
INSERT INTO passage_trigrams (rowid, text)
SELECT passage.number, translation.source || char(10) || translation.target
FROM passage JOIN translation USING ({_PLACE})
WHERE passage.number > ? AND passage.number <= ?
"""  # noqa: S608 - the names above
_WORD = re.compile(r"\w{3,}")


def exists(connection: sqlite3.Connection) -> bool:
    """Whether there is an index, complete or not."""
    name = "passage_trigrams"
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def is_possible(connection: sqlite3.Connection) -> bool:
    """Whether this SQLite has FTS5 with trigrams."""
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5(text, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        return False
    connection.execute("DROP TABLE temp.probe")
    return True


def update(
    connection: sqlite3.Connection,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None] | None = None,
    rows_per_step: int = _ROWS_PER_STEP,
) -> bool:
    """Make the index if there is none, and take in what is not in it yet; gives whether it is complete.

    Args:
        connection: an open file.
        cancelled: asked before each step whether to stop; it may take its time, which is others' turn to write.
        progress: called with the units taken in so far and of all.
        rows_per_step: so many are taken in at once.

    Each step is a transaction of its own, so that others' writing comes in between. Where rows of an older version
    still wait to be moved, or SQLite has no trigrams, nothing is done.

    Raises:
        sqlite3.Error: the file cannot be read or written.
    """
    if not exists(connection) and not _make(connection):
        return False
    while not cancelled():
        connection.execute("BEGIN IMMEDIATE")
        try:
            upto, last = _bounds(connection)
            if upto < last:
                connection.execute(_STEP, (upto, upto + rows_per_step))
                connection.execute("UPDATE passage_upto SET number = ?", (min(last, upto + rows_per_step),))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        if progress is not None:
            progress(min(last, upto + rows_per_step), last)
        if upto >= last:
            return True
    return False


def drop(connection: sqlite3.Connection) -> None:
    """Take the index away, inside the caller's transaction: what is forgotten must not stand in it."""
    for statement in _DROPPED:
        with suppress(sqlite3.OperationalError):  # this SQLite does not know FTS5, and cannot drop its table
            connection.execute(statement)


def numbers(connection: sqlite3.Connection, text: str) -> Iterator[int] | None:
    """The numbers of passages that may hold a text; None if the index cannot say.

    Those that are not taken in yet are among them. The text is normalised.
    """
    trigrams = {word[at : at + 3].lower() for word in _WORD.findall(text) for at in range(len(word) - 2)}
    if not trigrams or not exists(connection):
        return None
    # Each trigram in quotes, so that none is read as an operator; there are no quotes in words.
    wanted = " AND ".join(f'"{trigram}"' for trigram in sorted(trigrams))
    upto, _ = _bounds(connection)
    try:
        cursor = connection.execute(
            "SELECT rowid FROM passage_trigrams WHERE passage_trigrams MATCH ? UNION ALL"
            " SELECT number FROM passage WHERE number > ?",
            (wanted, upto),
        )
    except sqlite3.OperationalError:
        if is_possible(connection):
            raise
        return None  # another SQLite made the index
    return (number for (number,) in cursor)


def _make(connection: sqlite3.Connection) -> bool:
    if not is_possible(connection):
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again, for another process may have made it meanwhile.
        ready = everything(connection) == "translation"
        if ready and not exists(connection):
            for statement in _TABLES:
                connection.execute(statement)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return ready


def _bounds(connection: sqlite3.Connection) -> tuple[int, int]:
    """Up to which number the index goes, and the last number."""
    (upto,) = connection.execute("SELECT number FROM passage_upto").fetchone()
    (last,) = connection.execute("SELECT ifnull(max(number), 0) FROM passage").fetchone()
    return upto, last
