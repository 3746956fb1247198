"""What reading a file may cost: bytes and seconds.

Invariant: nothing here imports more than the standard library's smallest parts, since every start needs it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from reader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

MAX_BYTES: Final = 64 * 1024 * 1024
"""The largest file that is opened."""
MAX_SECONDS: Final = 30.0
"""The longest time that an importer may take for a small file."""
SECONDS_A_MB: Final = 2.0
"""So much longer for each megabyte: five to twenty times what it takes."""
TITLE: Final = "Cannot open the text"


class Deadline:
    """When an importer has to be done, and how far it has come.

    What counts is the time that the processor spends on it, if that is given, not the time that passes: on a busy
    machine a large book is no more suspicious than on an idle one.

    Args:
        where: the name of the file, for the error.
        seconds: how long it may take.
        clock: gives seconds.
        used: gives the seconds of processor time that this thread has had, or the clock's.
        tell: called now and then with the share that is done, from 0 to 1.
    """

    __slots__ = ("_begun", "_clock", "_end", "_seconds", "_tell", "_used", "_where")

    def __init__(
        self,
        where: str,
        seconds: float = MAX_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        used: Callable[[], float] | None = None,
        tell: Callable[[float], object] | None = None,
    ) -> None:
        self._where, self._seconds, self._tell = where, seconds, tell
        # Asking what time it is takes a tenth of asking for processor time, of which there is never more.
        self._clock, self._used = clock, used or clock
        now = clock()
        self._begun = used() if used else now
        self._end = now + seconds

    def allow(self, size_bytes: int) -> None:
        """Let it take longer, since there is so much more to read."""
        more = size_bytes / 1e6 * SECONDS_A_MB
        self._seconds += more
        self._end += more

    def check(self) -> None:
        """Ask this in every loop over what a file holds.

        Raises:
            InputError: the time is over.
        """
        if self.is_over():
            message = f"{self._where} takes too long to read: it is damaged, or made to do so."
            raise InputError(TITLE, message, "Save it as plain text with the program it comes from.")

    def is_over(self) -> bool:
        """Whether there is no time left."""
        if (now := self._clock()) <= self._end:
            return False
        left = self._seconds - (self._used() - self._begun)
        self._end = now + left
        return left < 0

    def reached(self, done: float, whole: float) -> None:
        """Say how far the reading has come."""
        if self._tell is not None and whole:
            self._tell(min(1.0, done / whole))


def read_limited(stream: BinaryIO, where: str, most_bytes: int = MAX_BYTES) -> bytes:
    """All bytes of a stream.

    Raises:
        InputError: there are more than `most_bytes`.
        OSError: it cannot be read.
    """
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise InputError(TITLE, f"{where} is larger than {most_bytes // 2**20} MB.", "Split it into parts.")
    return data
