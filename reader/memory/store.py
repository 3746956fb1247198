"""The translation memory: one SQLite file that finds translations by content and never keeps a page waiting.

Invariant: what `put_many` has returned from is found by every later `get_many`, in this process and others,
also after a kill; of several translations of one segment the best is found, and none overwrites another's.

Threads: any thread may call any method. Reading and writing have a connection and a lock each, and SQLite's
write-ahead log keeps them apart, so that the thread that draws the page never waits for one that stores
answers. What looks through the whole file has a connection of its own.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from time import time
from typing import Self, TypeVar

from reader.core.target import Target, TargetState
from reader.errors import MemoryFileError
from reader.memory.opening import DamagedFileError, Opened, connect, is_damage, move_aside, open_copy, open_file
from reader.memory.rows import (
    PUT,
    Best,
    Found,
    Row,
    best_first,
    everything,
    pair_text,
    row_of,
    select,
    select_best,
    snapshot,
    target_of,
    targets_of,
)
from reader.memory.schema import NewerFileError
from reader.memory.unit import NO_WISHES, RANKS, FuzzyMatch, LanguagePair, Passage, TranslationUnit, Wishes
from reader.memory.upkeep import Upkeep

_TITLE = "The translation memory cannot be used"
_FORGETS = "What is translated now is forgotten when the reader closes."
_DATABASE_ERRORS = (DamagedFileError, NewerFileError, sqlite3.Error)
_FILE_ERRORS = (OSError, *_DATABASE_ERRORS)
_CLOSING_S = 0.3
"""So long a thread that is storing something is waited for."""

_Result = TypeVar("_Result")


def never() -> bool:
    """Nobody wants to stop."""
    return False


class TranslationMemory:
    """Translation units in a file, found by the content of their source segments.

    A file that is damaged is moved aside and begun anew; one that cannot be written is read into a memory of
    this process alone. Either way the memory can be used, and `notice` says what happened.
    """

    persistent: bool = True
    """Whether what is put here outlives this process."""

    notice: str = ""
    """A sentence for the person about the state of the file; empty when all is well."""

    copied: bool = False
    """Whether this is a copy, in this process alone, of all that the file holds."""

    newer: bool = False
    """Whether a later version wrote the file, so that it cannot even be read."""

    def __init__(self, path: Path, clock: Callable[[], float] = time) -> None:
        self._path = path
        self._clock = clock
        self._reading = self._writing = RLock()
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._older = False
        self._closed = False
        self._upkeep = Upkeep(self)
        self._connect()

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time) -> Self:
        """The memory in this file, which is made if there is none; never raises because of the file."""
        return cls(path, clock)

    @property
    def path(self) -> Path:
        """The file, whether it can be used or not."""
        return self._path

    @property
    def closed(self) -> bool:
        """Whether it has been closed, or is being closed."""
        return self._closed

    def close(self) -> None:
        """Let go of the file; an import that is running is given up, leaving nothing of itself behind.

        A thread that waits for another process to finish writing is not waited for: it closes behind itself.
        """
        self._closed = True
        self._upkeep.stop()
        if self._writing.acquire(timeout=_CLOSING_S):
            try:
                with self._reading:
                    self._disconnect()
            finally:
                self._writing.release()
        else:
            with self._reading:
                self._disconnect_reader()

    def get_many(self, keys: Iterable[bytes], pair: LanguagePair, wishes: Wishes = NO_WISHES) -> dict[bytes, Target]:
        """The known translations among these segment keys, the best of each: see `Wishes`.

        Raises:
            MemoryFileError: the file cannot be read, or the memory is closed.
        """
        # In the order of the tree each page of the file is read once.
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        languages = pair_text(pair)

        def read(connection: sqlite3.Connection, table: str) -> list[Best]:
            return select_best(connection, table, languages, wanted, wishes)

        return targets_of(self._attempt(lambda: self._read(read)))

    def candidates(self, key: bytes, pair: LanguagePair, wishes: Wishes = NO_WISHES) -> list[Target]:
        """Every translation of a segment, the best first.

        Raises:
            MemoryFileError: the file cannot be read, or the memory is closed.
        """

        def read(connection: sqlite3.Connection, table: str) -> list[Found]:
            return select(connection, table, pair_text(pair), [key])

        rows = self._attempt(lambda: self._read(read))
        return list(dict.fromkeys(map(target_of, best_first(rows, wishes))))

    def fuzzy(
        self,
        source: str,
        pair: LanguagePair,
        minimum: int = 75,
        limit: int = 5,
        cancelled: Callable[[], bool] = never,
    ) -> list[FuzzyMatch]:
        """What is known of sources that resemble this one, the most similar first; the same source is left out.

        Args:
            source: the segment.
            pair: the languages.
            minimum: so similar must a source be, in percent.
            limit: at most so many are given.
            cancelled: asked often; once it says yes, nothing is given.

        Raises:
            MemoryFileError: the file cannot be read, or the memory is closed.
        """
        from reader.memory.fuzzy import similar  # noqa: PLC0415 - loads a library

        return self._attempt(
            lambda: self._scan(
                lambda connection: similar(
                    connection, source, pair, minimum, limit, lambda: self._closed or cancelled()
                )
            )
        )

    def concordance(self, text: str, pair: LanguagePair, limit: int = 100) -> list[Passage]:
        """Units in whose source or target a text stands, whatever its case, white space and typography.

        In a long-lived process an index is made in the background, with which the next search is quicker.

        Args:
            text: what is looked for; nothing is found of a blank one.
            pair: the languages.
            limit: at most so many are given: edits first, then imported units, then machines', the newest first.

        Raises:
            MemoryFileError: the file cannot be read, or the memory is closed.
        """
        from reader.memory.concordance import passages  # noqa: PLC0415 - the first paint does without it

        found = self._attempt(
            lambda: self._scan(lambda connection: passages(connection, text, pair, limit, lambda: self._closed))
        )
        self._upkeep.index()
        return found

    def put_many(self, units: Iterable[TranslationUnit]) -> None:
        """Remember these units, all or none of them; units without any text in their target are left out.

        Raises:
            MemoryFileError: they cannot be written (disk full, file locked), or the memory is closed.
            KeyError: a unit's state is none that is remembered.
        """
        now = self.now_ms()
        rows = [row for unit in units if (row := row_of(unit, now)).target]
        if rows:
            self._attempt(lambda: self._write(rows))

    def drop_edit(self, key: bytes, pair: LanguagePair) -> None:
        """Forget the person's own translation of a segment; imported ones and machines' answers stay.

        Raises:
            MemoryFileError: the file cannot be written, or the memory is closed.
        """
        self._attempt(lambda: self._drop(pair_text(pair), key, RANKS[TargetState.EDITED]))

    def now_ms(self) -> int:
        """The time as rows have it."""
        return int(self._clock() * 1000)

    def attempt(self, work: Callable[[sqlite3.Connection], _Result], *, again: bool = True) -> _Result:
        """Do a long work on the file through a connection of its own; the caller begins and ends transactions.

        Args:
            work: what is done.
            again: whether it may be done once more, with the new file, if the file turns out to be damaged; not if
                half of it may have left this process.

        Raises:
            MemoryFileError: the file cannot be used, or the memory is closed.
            OSError: the work met it elsewhere.
        """
        return self._attempt(lambda: self._scan(work), again=again, errors=_DATABASE_ERRORS)

    def begin_anew_if_damaged(self) -> None:
        """Move the file aside that a check in the background found to be damaged."""
        self._replace(self._reader)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: a connection for writing, in a transaction.

        Raises:
            MemoryFileError: the memory is closed.
            sqlite3.Error: the file cannot be written.
        """
        with self._writing:
            connection = self._open_writer()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                if self._closed:
                    connection.close()
                    self._writer = None

    def _connect(self) -> None:
        """Open the file, or what stands in for it."""
        try:
            opened = open_file(self._path)
        except NewerFileError:
            self.newer = True
            self._stand_in("was written by a later version of this program and is left as it is")
        except _FILE_ERRORS as error:
            if is_damage(error):
                self._begin_anew()
            else:
                self._stand_in(f"cannot be written ({_reason(error)})")
        else:
            self._writing = RLock()
            self._use(opened)

    def _use(self, opened: Opened) -> None:
        self._reader = opened.connection
        self._older = opened.older
        self._upkeep.begin(older=opened.older, unchecked=opened.unchecked)

    def _stand_in(self, what: str) -> None:
        self.persistent = False
        self.notice = f"The translation memory {self._path} {what}. {_FORGETS}"
        opened = open_copy(self._path)
        self.copied = opened.copied
        self._writer = opened.connection
        self._writing = self._reading
        self._use(opened)

    def _begin_anew(self) -> None:
        """Move the damaged file out of the way and open a new one; both locks are held, or not yet needed."""
        try:
            aside = move_aside(self._path)
            self._use(open_file(self._path))
        except _FILE_ERRORS as error:
            self._stand_in(f"is damaged and cannot be replaced ({_reason(error)})")
        else:
            self.notice = (
                f"The translation memory was damaged. It is kept as {aside}; a new one was begun."
                f" “lesepult memory import {aside}” takes over what can still be read."
            )

    def _disconnect(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._disconnect_reader()

    def _disconnect_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _attempt(
        self, work: Callable[[], _Result], *, again: bool = True, errors: tuple[type[Exception], ...] = _FILE_ERRORS
    ) -> _Result:
        """Do this work; once more with a new file where the old one turns out to be damaged."""
        connection = self._reader
        try:
            return work()
        except errors as error:
            if not is_damage(error):
                raise self._unusable(error) from error
            damage = error
        self._replace(connection)
        if not again:
            raise self._unusable(damage) from damage
        try:
            return work()
        except errors as error:
            raise self._unusable(error) from error

    def _replace(self, connection: sqlite3.Connection | None) -> None:
        """Begin anew, unless another thread has done so since this connection was the one in use."""
        with self._writing, self._reading:
            if self._reader is connection and not self._closed:
                self._disconnect()
                self._begin_anew()

    def _read(self, read: Callable[[sqlite3.Connection, str], _Result]) -> _Result:
        """Read from the table that holds all rows, or from both while those of an older version are moved."""
        with self._reading:
            connection = self._open_reader()
            if not self._older:
                return read(connection, "translation")
            # What another process moves meanwhile must not be missed, so all is read in one transaction.
            with snapshot(connection) as table:
                self._older = table != "translation"
                return read(connection, table)

    def _scan(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        if not self.persistent:
            with self._reading:
                return work(self._open_reader())
        with self._reading:
            self._open_reader()
        connection = connect(self._path)
        try:
            return work(connection)
        finally:
            connection.close()

    def _write(self, rows: Sequence[Row]) -> None:
        with self.transaction() as connection:
            connection.executemany(PUT, rows)

    def _drop(self, pair: str, key: bytes, rank: int) -> None:
        with self.transaction() as connection:
            for table in ("translation", "unit") if everything(connection) != "translation" else ("translation",):
                connection.execute(
                    f"DELETE FROM {table} WHERE pair = ? AND key = ? AND rank = ?",  # noqa: S608 - a name from above
                    (pair, key, rank),
                )

    def _open_reader(self) -> sqlite3.Connection:
        if self._reader is None:
            raise self._unusable(None)
        return self._reader

    def _open_writer(self) -> sqlite3.Connection:
        self._open_reader()
        if self._writer is None:
            self._writer = open_file(self._path).connection
        return self._writer

    def _unusable(self, error: BaseException | None) -> MemoryFileError:
        if error is None:
            return MemoryFileError(_TITLE, f"{self._path} is closed.")
        return MemoryFileError(
            _TITLE, f"{self._path}: {_reason(error)}.", "Check the free space and the rights of its folder."
        )


def _reason(error: BaseException) -> str:
    """Why a file cannot be used, in a few words."""
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    return str(error) or "it is damaged"
