"""Opening the file of a translation memory, whatever state it is in.

Invariant: nothing here loses a file. A damaged one is moved aside under a name that was free; one that cannot
be written, or that a later version wrote, is left as it is.
"""

import os
import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from reader.memory.schema import VERSION, migrate, needs_migration

_BUSY_S = 5.0
_CHECKED_BYTES = 2_000_000
_COMPANIONS = ("", "-wal", "-shm")


class DamagedFileError(Exception):
    """The file is no SQLite database, or its pages contradict each other."""


def open_file(path: Path) -> sqlite3.Connection:
    """A connection for reading and writing, on today's tables; the file and its folder are made if need be.

    A file is checked page by page only if it was not closed properly, and is small enough to be checked in a
    few milliseconds: damage that is missed here is met when the page is read, and handled there.

    Raises:
        OSError: the folder cannot be made, or the file not be written.
        DamagedFileError: the file is damaged.
        NewerFileError: a later version wrote it.
        sqlite3.Error: anything else; see `is_damage`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(None, "it is read-only")
    unclean = _bytes_in(path.with_name(path.name + "-wal")) > 0
    connection = connect(path)
    try:
        if needs_migration(connection):
            _write_ahead(connection)
            migrate(connection)
        if unclean and _bytes_in(path) <= _CHECKED_BYTES:
            _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode, to be used by one thread at a time."""
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_copy(path: Path) -> sqlite3.Connection:
    """A memory of this process alone, with what the file holds if that is sound; the file stays as it is."""
    connection = _in_memory()
    try:
        with closing(_read_only(path)) as file:
            if file.execute("PRAGMA user_version").fetchone() == (VERSION,):
                file.backup(connection)
        migrate(connection)
        _check(connection)
    except (sqlite3.Error, DamagedFileError):
        connection.close()
        connection = _in_memory()
        migrate(connection)
    return connection


def move_aside(path: Path) -> Path:
    """Rename a damaged file, and the files beside it that belong to it, to a free name; gives that name."""
    aside = next(name for number in count(1) if not (name := path.with_name(f"{path.name}.damaged-{number}")).exists())
    for suffix in _COMPANIONS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def is_damage(error: BaseException) -> bool:
    """Whether the error says that the file itself is broken, rather than busy, full or forbidden."""
    return isinstance(error, DamagedFileError) or _code(error) in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }


def _in_memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Choose the journal with which reading never waits for writing; kept in the file once chosen."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Another process is choosing it at this moment: SQLite does not wait for that.
        if _code(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise DamagedFileError


def _bytes_in(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _code(error: BaseException) -> int:
    """The primary SQLite result code of an error, 0 if it has none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0
