"""What is done for the memory in the background: old rows moved, a large file checked, an index made.

Invariant: it never keeps anyone waiting: each step is a short transaction, it begins some time after the memory was
opened, and it stops when the memory is closed. What is left undone is done the next time.
"""

import sqlite3
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from reader.errors import MemoryFileError
from reader.memory.moving import move_step

if TYPE_CHECKING:
    from reader.memory.store import TranslationMemory

AFTER_S = 1.5
"""By then the first page stands on the screen."""

_OTHERS_TURN_S = 0.01
"""So long is waited between two steps: who waits for a lock only looks now and then whether it is free."""

_LEFT_ALONE_AFTER_S = 0.3

_STEPS_PER_QUESTION = 20_000
"""So many steps of SQLite's machine pass between two questions whether to go on: some milliseconds."""


class Upkeep:
    """The background work of one memory.

    Args:
        memory: whose work it is.
    """

    def __init__(self, memory: "TranslationMemory") -> None:
        self._memory = memory
        self._stopped = Event()
        self._lock = Lock()
        self._working: Thread | None = None
        self._indexing: Thread | None = None

    def begin(self, *, older: bool, unchecked: bool) -> None:
        """Begin what is to be done, if anything is."""
        if older or unchecked:
            self._working = Thread(target=self._run, args=(older, unchecked), name="memory-upkeep", daemon=True)
            self._working.start()

    def index(self) -> None:
        """Bring the index of the concordance up to date, unless that is being done already."""
        if not self._memory.persistent:
            return
        with self._lock:
            if self._indexing is None or not self._indexing.is_alive():
                self._indexing = Thread(target=self._index, name="memory-index", daemon=True)
                self._indexing.start()

    def stop(self) -> None:
        """Stop after the step that is being done; one that takes long, or waits for another process, is left alone."""
        self._stopped.set()
        for thread in (self._working, self._indexing):
            if thread is not None:
                thread.join(_LEFT_ALONE_AFTER_S)

    def _run(self, older: bool, unchecked: bool) -> None:  # noqa: FBT001 - a thread's arguments
        if self._stopped.wait(AFTER_S):
            return
        # An error here is met again by whoever reads or writes, and told there.
        with suppress(MemoryFileError, sqlite3.Error, OSError):
            if unchecked and not self._is_sound():
                self._memory.begin_anew_if_damaged()
                return
            while older and not self._stopped.is_set():
                with self._memory.transaction() as connection:
                    older = move_step(connection)
                self._stopped.wait(_OTHERS_TURN_S)

    def _is_sound(self) -> bool:
        """Whether the file is sound, or it is not known because the work was stopped."""
        from reader.memory.opening import is_damage, is_sound  # noqa: PLC0415 - only for a large file

        def check(connection: sqlite3.Connection) -> bool:
            connection.set_progress_handler(self._stopped.is_set, _STEPS_PER_QUESTION)
            try:
                return is_sound(connection)
            except sqlite3.Error as error:
                return not is_damage(error)

        return self._memory.attempt(check)

    def _index(self) -> None:
        from reader.memory.index import update  # noqa: PLC0415 - only for the concordance

        with suppress(MemoryFileError, sqlite3.Error, OSError):
            self._memory.attempt(lambda connection: update(connection, lambda: self._stopped.wait(_OTHERS_TURN_S)))
