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
"""The longest time that an importer may take."""
TITLE: Final = "Cannot open the text"


class Deadline:
    """When an importer has to be done.

    Args:
        where: the name of the file, for the error.
        seconds: how long it may take.
        clock: gives seconds.
    """

    __slots__ = ("_clock", "_end", "_where")

    def __init__(self, where: str, seconds: float = MAX_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._where, self._clock = where, clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Ask this in every loop over what a file holds.

        Raises:
            InputError: the time is over.
        """
        if self._clock() > self._end:
            message = f"{self._where} takes too long to read: it is damaged, or made to do so."
            raise InputError(TITLE, message, "Save it as plain text with the program it comes from.")


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
