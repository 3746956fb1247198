"""Reading a glossary file from the disk, whatever is in its place: nothing here hangs, fills the memory or raises.

Invariant: a `Snapshot` holds the bytes of one moment with the stamp of that moment, or says in a sentence why there
are none.
"""

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 64 * 1024 * 1024
"""A larger file is no glossary; a hundred thousand entries take four megabytes."""

TRIES = 5
"""So often a file that changes while it is read is read again."""

YOUNG_NS = 2_000_000_000
"""A file that was changed so shortly before it was read may change again without a new time stamp."""

Stamp = tuple[int, int, int, int, int]
"""What changes when a file does: time of its content and of its record (ns), bytes, number, device."""


class Snapshot(NamedTuple):
    """A file at one moment.

    Attributes:
        data: what stood in it, or None if there is no such file or it cannot be read.
        stamp: what its record said, or None if there is none.
        fault: why it cannot be read and what to do, or None; a file that is missing has no fault.
        young: whether its content may have changed since without a new stamp.
    """

    data: bytes | None
    stamp: Stamp | None
    fault: tuple[str, str] | None = None
    young: bool = False


def stamp(path: "Path") -> Stamp | None:
    """What changes when a file does; None if there is none. Costs one look at the disk."""
    try:
        return _stamp(path.stat())
    except (OSError, ValueError):
        return None


def snapshot(path: "Path", now_ns: int) -> Snapshot:
    """The file as it is now.

    Args:
        path: the file; symbolic links are followed.
        now_ns: the present time, to tell whether the stamp can be trusted.
    """
    try:
        # Opening a pipe for reading would wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except FileNotFoundError:
        return Snapshot(None, None)
    except (OSError, ValueError) as error:
        return Snapshot(None, stamp(path), _why(error))
    try:
        return _read(handle, now_ns)
    except OSError as error:
        return Snapshot(None, stamp(path), _why(error))
    finally:
        os.close(handle)


def _read(handle: int, now_ns: int) -> Snapshot:
    """The bytes of one moment: read again if the file has changed meanwhile."""
    for _ in range(TRIES):
        before = os.fstat(handle)
        found = _stamp(before)
        if stat.S_ISDIR(before.st_mode):
            return Snapshot(None, found, ("This is a directory, not a file", "Name the file in it"))
        if not stat.S_ISREG(before.st_mode):
            return Snapshot(None, found, ("This is a device or a pipe, not a file", "Save the text as a file"))
        data = _bytes(handle) if before.st_size <= LARGEST_BYTES else None
        if data is None:
            size = f"This file is larger than {LARGEST_BYTES // 1024 // 1024} MB"
            return Snapshot(None, found, (size, "Split it into several glossaries"))
        if _stamp(os.fstat(handle)) == found:
            return Snapshot(data, found, None, before.st_ctime_ns > now_ns - YOUNG_NS)
        os.lseek(handle, 0, os.SEEK_SET)
    return Snapshot(data, found, None, young=True)


def _bytes(handle: int) -> bytes | None:
    """Everything in an open file, however it grows; None if that is more than a glossary has."""
    pieces: list[bytes] = []
    left = LARGEST_BYTES + 1
    while left > 0:
        piece = os.read(handle, min(left, 1 << 22))
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        left -= len(piece)
    return None


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev


def _why(error: OSError | ValueError) -> tuple[str, str]:
    said = error.strerror if isinstance(error, OSError) else "there is no such name"
    return f"This file cannot be read: {(said or 'it is no file').lower()}", "Check path and permissions"
