"""The person's translation memory: one SQLite file that forgets nothing and never keeps a page waiting.

Invariant: what `put_many` has returned from is found by every later `get_many`, in this process and others,
also after a kill; of several translations of one segment the one with the highest rank is found.

Threads: any thread may call any method. Reading and writing have a connection and a lock each, and SQLite's
write-ahead log keeps them apart, so that the thread that draws the page never waits for one that stores
answers.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Self, TypeVar

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.errors import MemoryFileError
from reader.memory.opening import DamagedFileError, is_damage, move_aside, open_copy, open_file
from reader.memory.schema import NewerFileError
from reader.memory.unit import NO_WISHES, RANKS, LanguagePair, TranslationUnit, Wishes

_KEYS_PER_STATEMENT = 500
_ROWS_PER_STEP = 1000
_STATES = {rank: state for state, rank in RANKS.items()}
_TITLE = "The translation memory cannot be used"
_FORGETS = "What is translated now is forgotten when the reader closes."

_PUT = """
INSERT INTO unit (pair, key, rank, source, target, origin) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (pair, key, rank) DO UPDATE SET source = excluded.source, target = excluded.target,
    origin = excluded.origin
"""
_FILE_ERRORS = (OSError, DamagedFileError, NewerFileError, sqlite3.Error)
_Row = tuple[str, bytes, int, str, str, str]
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        read: the pairs in the file.
        new: pairs whose source was not in the memory as an imported one.
        changed: pairs whose source was, with another translation.
        equal: pairs that were there already, or stood in the file before.
        problems: what is odd in the file, a sentence each; none of them kept a pair from being imported.
    """

    read: int
    new: int
    changed: int
    equal: int
    problems: tuple[str, ...] = ()


class TranslationMemory:
    """Translation units in a file, found by the content of their source segments.

    A file that is damaged is moved aside and begun anew; one that cannot be written is read into a memory of
    this process alone. Either way the memory can be used, and `notice` says what happened.
    """

    persistent: bool = True
    """Whether what is put here outlives this process."""

    notice: str = ""
    """A sentence for the person about the state of the file; empty when all is well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading = self._writing = RLock()
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._closed = False
        self._connect()

    @classmethod
    def open(cls, path: Path) -> Self:
        """The memory in this file, which is made if there is none; never raises because of the file."""
        return cls(path)

    def close(self) -> None:
        """Let go of the file; an import that is running is given up, leaving nothing of itself behind."""
        self._closed = True
        with self._writing, self._reading:
            self._disconnect()

    def get_many(
        self,
        keys: Iterable[bytes],
        pair: LanguagePair,
        wishes: Wishes = NO_WISHES,  # noqa: ARG002 - a file of version 1 holds one answer
    ) -> dict[bytes, Target]:
        """The known translations among these segment keys, the highest rank of each.

        Raises:
            MemoryFileError: the file cannot be read, or the memory is closed.
        """
        # In the order of the tree each page of the file is read once.
        wanted = sorted(set(keys))
        return self._attempt(lambda: self._read(wanted, _pair_text(pair))) if wanted else {}

    def put_many(self, units: Iterable[TranslationUnit]) -> None:
        """Remember these units, all or none of them; units without any text in their target are left out.

        Raises:
            MemoryFileError: they cannot be written (disk full, file locked), or the memory is closed.
            KeyError: a unit's state is none that is remembered.
        """
        rows = [row for unit in units if (row := _row(unit))[4]]
        if rows:
            self._attempt(lambda: self._write(rows))

    def drop_edit(self, key: bytes, pair: LanguagePair) -> None:
        """Forget the person's own translation of a segment; imported ones and machines' answers stay.

        Raises:
            MemoryFileError: the file cannot be written, or the memory is closed.
        """
        self._attempt(lambda: self._drop(_pair_text(pair), key, RANKS[TargetState.EDITED]))

    def import_pairs(
        self, path: Path, pair: LanguagePair, progress: Callable[[int, int], None] | None = None
    ) -> ImportReport:
        """Remember the pairs of a YAML file, a list of mappings from language code to text; all or none.

        Args:
            path: the file; its name becomes the origin of the units.
            pair: the languages, whose codes are the keys of each mapping.
            progress: called with the number of pairs stored so far and of all.

        Raises:
            MemoryFileError: the file cannot be read or is not such a list, or the memory not be written.
        """
        from reader.memory.pairs import read_pairs  # noqa: PLC0415 - the first paint does without it

        pairs = read_pairs(path, pair)
        origin = clean(path.name)
        rows, problems = _distinct(
            [_row(TranslationUnit(source, target, pair, TargetState.MEMORY, origin)) for source, target in pairs]
        )
        new, changed = self._attempt(lambda: self._import(rows, progress))
        return ImportReport(len(pairs), new, changed, len(pairs) - new - changed, problems)

    def _connect(self) -> None:
        """Open the file, or what stands in for it."""
        try:
            self._reader = open_file(self._path)
        except NewerFileError:
            self._stand_in("was written by a later version of this program and is left as it is")
        except _FILE_ERRORS as error:
            if is_damage(error):
                self._begin_anew()
            else:
                self._stand_in(f"cannot be written ({_reason(error)})")
        else:
            self._writing = RLock()

    def _stand_in(self, what: str) -> None:
        self.persistent = False
        self.notice = f"The translation memory {self._path} {what}. {_FORGETS}"
        self._reader = self._writer = open_copy(self._path)
        self._writing = self._reading

    def _begin_anew(self) -> None:
        """Move the damaged file out of the way and open a new one; both locks are held, or not yet needed."""
        try:
            aside = move_aside(self._path)
            self._reader = open_file(self._path)
        except _FILE_ERRORS as error:
            self._stand_in(f"is damaged and cannot be replaced ({_reason(error)})")
        else:
            self.notice = f"The translation memory was damaged. It is kept as {aside}; a new one was begun."

    def _disconnect(self) -> None:
        for connection in (self._writer, self._reader):
            if connection is not None:
                connection.close()
        self._writer = self._reader = None

    def _attempt(self, work: Callable[[], _Result]) -> _Result:
        """Do this work; once more with a new file where the old one turns out to be damaged."""
        connection = self._reader
        try:
            return work()
        except _FILE_ERRORS as error:
            if not is_damage(error):
                raise self._unusable(error) from error
        with self._writing, self._reading:
            if self._reader is connection and not self._closed:
                self._disconnect()
                self._begin_anew()
        try:
            return work()
        except _FILE_ERRORS as error:
            raise self._unusable(error) from error

    def _read(self, wanted: Sequence[bytes], pair: str) -> dict[bytes, Target]:
        with self._reading:
            rows = _select(self._open_reader(), pair, wanted)
        origins = {origin: clean(origin) for origin in {row[3] for row in rows}}
        return {key: Target(clean(target), _STATES[rank], origins[origin]) for key, rank, target, origin in rows}

    def _write(self, rows: Sequence[_Row]) -> None:
        with self._transaction() as connection:
            connection.executemany(_PUT, rows)

    def _drop(self, pair: str, key: bytes, rank: int) -> None:
        with self._transaction() as connection:
            connection.execute("DELETE FROM unit WHERE pair = ? AND key = ? AND rank = ?", (pair, key, rank))

    def _import(self, rows: Sequence[_Row], progress: Callable[[int, int], None] | None) -> tuple[int, int]:
        """Store rows with distinct keys; gives how many were new and how many changed."""
        new = changed = 0
        with self._transaction() as connection:
            for start in range(0, len(rows), _ROWS_PER_STEP):
                if self._closed:
                    raise self._unusable(None)
                step = rows[start : start + _ROWS_PER_STEP]
                known = {
                    (key, rank): target
                    for key, rank, target, _ in _select(connection, step[0][0], [row[1] for row in step])
                }
                before = [known.get((row[1], row[2])) for row in step]
                new += before.count(None)
                changed += sum(old not in (None, row[4]) for old, row in zip(before, step, strict=True))
                connection.executemany(_PUT, step)
                if progress is not None:
                    progress(start + len(step), len(rows))
        return new, changed

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._writing:
            connection = self._open_writer()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _open_reader(self) -> sqlite3.Connection:
        if self._reader is None:
            raise self._unusable(None)
        return self._reader

    def _open_writer(self) -> sqlite3.Connection:
        self._open_reader()
        if self._writer is None:
            self._writer = open_file(self._path)
        return self._writer

    def _unusable(self, error: BaseException | None) -> MemoryFileError:
        if error is None:
            return MemoryFileError(_TITLE, f"{self._path} is closed.")
        return MemoryFileError(
            _TITLE, f"{self._path}: {_reason(error)}.", "Check the free space and the rights of its folder."
        )


def _select(connection: sqlite3.Connection, pair: str, keys: Sequence[bytes]) -> list[tuple[bytes, int, str, str]]:
    """Key, rank, target and origin of the rows with these keys, the rows of one key in rising rank."""
    rows: list[tuple[bytes, int, str, str]] = []
    for start in range(0, len(keys), _KEYS_PER_STATEMENT):
        chunk = keys[start : start + _KEYS_PER_STATEMENT]
        marks = ",".join("?" * len(chunk))
        # The order is that of the primary key, so it costs nothing. Only question marks are put in.
        rows += connection.execute(
            f"SELECT key, rank, target, origin FROM unit WHERE pair = ? AND key IN ({marks})"  # noqa: S608
            " ORDER BY pair, key, rank",
            (pair, *chunk),
        )
    return rows


def _pair_text(pair: LanguagePair) -> str:
    return f"{pair.source}>{pair.target}"


def _row(unit: TranslationUnit) -> _Row:
    source = clean(unit.source).strip()
    target = clean(unit.target).strip()
    return (
        _pair_text(unit.pair),
        segment_key(unit.source),
        RANKS[unit.state],
        source,
        target,
        clean(unit.origin),
    )


def _distinct(rows: Sequence[_Row]) -> tuple[list[_Row], tuple[str, ...]]:
    """The rows by key, the last of each, in the order of the keys; and what to say about the others."""
    last: dict[bytes, int] = {}
    problems = []
    for number, row in enumerate(rows):
        earlier = last.get(row[1])
        if earlier is not None and rows[earlier][4] != row[4]:
            problems.append(
                f"Pairs {earlier + 1} and {number + 1} translate one text differently; the later one counts."
            )
        last[row[1]] = number
    return [rows[last[key]] for key in sorted(last)], tuple(problems)


def _reason(error: BaseException) -> str:
    """Why a file cannot be used, in a few words."""
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    return str(error) or "it is damaged"
