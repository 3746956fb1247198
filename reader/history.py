"""What a person has read, and where they stopped: by content, in a small database.

Invariant: a place that was saved is either there whole after a kill, or the one before it is. When the file cannot
be used, reading goes on without a history.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from reader.core.position import Position

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = """
-- One row for each text ever opened; its name is a hash of its content.
CREATE TABLE IF NOT EXISTS texts (
    content_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    path TEXT NOT NULL,       -- where it was last opened from; "" for standard input
    paragraph INTEGER NOT NULL,
    char INTEGER NOT NULL,
    quote TEXT NOT NULL,      -- the words at that place
    percent INTEGER NOT NULL,
    opened REAL NOT NULL      -- seconds since the epoch
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- version 2: findings of the term check that the person looked at and accepted, by the content of the sentence.
CREATE TABLE IF NOT EXISTS accepted (
    key BLOB NOT NULL,        -- of the source segment, as in the translation memory
    source TEXT NOT NULL,     -- the entry's term
    kind TEXT NOT NULL,       -- "missing" or "forbidden"
    PRIMARY KEY (key, source, kind)
) WITHOUT ROWID;
PRAGMA user_version = 2;
"""
_VERSION = 2


class ReadText(NamedTuple):
    """One text of the history."""

    content_id: str
    title: str
    path: str
    position: Position
    percent: int
    opened: float


def _make(path: Path) -> None:
    """Make the file, and its folder, if they are not there; nobody else may read what somebody reads."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.fstat(handle).st_mode & 0o077:
            with suppress(OSError):  # somebody else's file: theirs to close
                os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


class History:
    """The texts a person has read and how they like to read; use it from one thread."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        self.notice = ""
        try:
            self._open(path)
        except (sqlite3.NotSupportedError, sqlite3.OperationalError, OSError) as error:
            self.close()
            self.notice = f"Places are not remembered: {path} cannot be used ({error})."
        except sqlite3.DatabaseError:
            self._begin_anew(path)

    def _open(self, path: Path) -> None:
        _make(path)
        self._connection = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        if self._connection.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
            self._connection.executescript(_SCHEMA)

    def _begin_anew(self, path: Path) -> None:
        """Put a damaged file aside, under a name that says so, and start an empty one."""
        self.close()
        aside = path.with_name(f"{path.name}.damaged")
        try:
            path.replace(aside)
            self._open(path)
            self.notice = f"The reading history was damaged; it is kept as {aside}, and a new one was begun."
        except (OSError, sqlite3.Error) as error:
            self.close()
            self.notice = f"Places are not remembered: {path} cannot be used ({error})."

    def find(self, content_id: str) -> ReadText | None:
        """What is known of a text, if it was read before."""
        rows = self._rows("SELECT * FROM texts WHERE content_id = ?", content_id)
        return rows[0] if rows else None

    def find_path(self, path: str) -> ReadText | None:
        """The text last opened from a path: an edited file keeps its reader's place."""
        rows = self._rows("SELECT * FROM texts WHERE path = ? AND path <> '' ORDER BY opened DESC LIMIT 1", path)
        return rows[0] if rows else None

    def recent(self, limit: int) -> list[ReadText]:
        """The texts read last, newest first."""
        return self._rows("SELECT * FROM texts ORDER BY opened DESC LIMIT ?", limit)

    def save(self, text: ReadText) -> None:
        """Remember a text and its place."""
        row = (text.content_id, text.title, text.path, *text.position, text.percent, text.opened)
        self._write("INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def setting(self, name: str, default: str = "") -> str:
        """How the person likes something ("theme"), or the default."""
        with suppress(sqlite3.Error):
            if self._connection:
                row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
                return str(row[0]) if row else default
        return default

    def set_setting(self, name: str, value: str) -> None:
        """Remember how the person likes something."""
        self._write("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def accepted(self) -> frozenset[tuple[bytes, str, str]]:
        """The findings of the term check that were accepted: segment key, the entry's source term, kind."""
        with suppress(sqlite3.Error):
            if self._connection:
                rows = self._connection.execute("SELECT key, source, kind FROM accepted").fetchall()
                return frozenset((bytes(key), str(source), str(kind)) for key, source, kind in rows)
        return frozenset()

    def accept(self, key: bytes, source: str, kind: str) -> None:
        """Remember that a finding of the term check is right as it stands."""
        self._write("INSERT OR REPLACE INTO accepted VALUES (?, ?, ?)", (key, source, kind))

    def take_back(self, key: bytes, source: str, kind: str) -> None:
        """Forget that a finding was accepted."""
        self._write("DELETE FROM accepted WHERE key = ? AND source = ? AND kind = ?", (key, source, kind))

    def close(self) -> None:
        """Let go of the file."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _rows(self, statement: str, *arguments: object) -> list[ReadText]:
        rows: list[tuple[str, str, str, int, int, str, int, float]] = []
        with suppress(sqlite3.Error):
            if self._connection:
                rows = self._connection.execute(statement, arguments).fetchall()
        return [
            ReadText(content_id, title, path, Position(paragraph, char, quote), percent, opened)
            for content_id, title, path, paragraph, char, quote, percent, opened in rows
        ]

    def _write(self, statement: str, row: tuple[object, ...]) -> None:
        if not self._connection:
            return
        try:
            self._connection.execute(statement, row)
        except sqlite3.Error as error:
            self.notice = f"The reading history was not saved: {error}."
