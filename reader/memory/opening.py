"""Opening the file of a translation memory, whatever state it is in.

Invariant: nothing here loses a file. A damaged one is moved aside under a name that was free; one that cannot
be written, or that a later version wrote, is left as it is.
"""

import os
import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from reader.memory.moving import move_step
from reader.memory.rows import has_older
from reader.memory.schema import NewerFileError, migrate, needs_migration

BUSY_S = 10.0
"""So long another process's writing is waited for."""

SMALL_BYTES = 2_000_000
"""A file up to this size is checked, and moved to new tables, in some milliseconds."""

_COMPANIONS = ("", "-wal", "-shm")


class DamagedFileError(Exception):
    """The file is no SQLite database, or its pages contradict each other."""


class Opened(NamedTuple):
    """An open file.

    Attributes:
        connection: for reading and writing, on today's tables.
        older: rows of an older version still wait to be moved; see `moving`.
        unchecked: it was not closed properly, and is too large to be checked now; see `is_sound`.
        copied: it is a copy in this process of all that the file holds.
    """

    connection: sqlite3.Connection
    older: bool
    unchecked: bool
    copied: bool = False


def open_file(path: Path) -> Opened:
    """A connection for reading and writing; the file and its folder are made if need be, for this person alone.

    A file is checked page by page only if it was not closed properly, and is small enough to be checked in a
    few milliseconds: damage that is missed here is met when the page is read, and handled there. So are the rows of
    an older version moved now if they are few, else left to be moved later.

    Raises:
        OSError: the folder cannot be made, or the file not be written.
        DamagedFileError: the file is damaged.
        NewerFileError: a later version wrote it.
        sqlite3.Error: anything else; see `is_damage`.
    """
    _make(path)
    unclean = _bytes_in(path.with_name(path.name + "-wal")) > 0
    small = _bytes_in(path) <= SMALL_BYTES
    connection = connect(path)
    try:
        if needs_migration(connection):
            _write_ahead(connection)
            migrate(connection)
        if unclean and small:
            _refuse_damage(connection)
        older = has_older(connection)
        if older and small:
            move_all(connection)
            older = False
    except BaseException:
        connection.close()
        raise
    return Opened(connection, older, unclean and not small)


def _make(path: Path) -> None:
    """Make the file, and its folder, if they are not there; nobody else may read what somebody reads."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        return
    if not os.access(path, os.W_OK):
        raise PermissionError(None, "it is read-only")
    if mode & 0o077:
        with suppress(OSError):  # somebody else's file that we may write: theirs to close
            path.chmod(0o600)


def move_all(connection: sqlite3.Connection) -> None:
    """Move all rows of an older version, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        while move_step(connection):
            pass
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode, to be used by one thread at a time."""
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_copy(path: Path) -> Opened:
    """A memory of this process alone, with what the file holds if that is sound; the file stays as it is."""
    connection = _in_memory()
    try:
        with closing(_read_only(path)) as file:
            copied = not _is_newer(file)
            if copied:
                file.backup(connection)
        migrate(connection)
        if is_sound(connection):
            return Opened(connection, has_older(connection), unchecked=False, copied=copied)
    except (sqlite3.Error, OSError):
        pass
    connection.close()
    connection = _in_memory()
    migrate(connection)
    return Opened(connection, older=False, unchecked=False)


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
    """A connection that changes nothing in the file, and nothing beside it unless there is a log to be read.

    What stands in the write-ahead log counts, unless the folder lets nobody read it, for which a file is needed there.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    if not _bytes_in(path.with_name(path.name + "-wal")):
        return sqlite3.connect(f"{uri}&immutable=1", uri=True)
    connection = sqlite3.connect(uri, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{uri}&immutable=1", uri=True)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Choose the journal with which reading never waits for writing; kept in the file once chosen."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Another process is choosing it at this moment: SQLite does not wait for that.
        if _code(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the pages of a file agree with each other; takes a second for some hundred megabytes."""
    found: tuple[str] = connection.execute("PRAGMA quick_check(1)").fetchone()
    return found == ("ok",)


def _refuse_damage(connection: sqlite3.Connection) -> None:
    if not is_sound(connection):
        raise DamagedFileError


def _is_newer(connection: sqlite3.Connection) -> bool:
    try:
        needs_migration(connection)
    except NewerFileError:
        return True
    return False


def _bytes_in(path: Path) -> int:
    try:
        return path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _code(error: BaseException) -> int:
    """The primary SQLite result code of an error, 0 if it has none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0
