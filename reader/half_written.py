"""A file on its way: written beside the one whose place it takes, under a name that says by whom.

Invariant: what a killed process left behind goes when the same file is next written; what another process is writing
at this moment stays.
"""

import os
import re
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

_LEFT_S = 3600.0
"""A file that names no process, as those of earlier versions, is left over when it has not changed for so long."""

_NAME_BYTES = 80


def begin(place: Path, now: float | None = None) -> tuple[int, Path]:
    """An open file for writing beside the place, and its path; it may be read by whom the umask lets.

    Args:
        place: where it is to stand in the end.
        now: in seconds since the epoch; the present unless given.

    Raises:
        OSError: it cannot be made.
    """
    start = f".{os.fsdecode(os.fsencode(place.name)[:_NAME_BYTES])}."
    _clear(place.parent, start, time.time() if now is None else now)
    while True:
        path = place.parent / f"{start}{os.getpid()}-{secrets.token_hex(4)}.tmp"
        with suppress(FileExistsError):
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), path


def _clear(directory: Path, start: str, now: float) -> None:
    """Remove what was left over of a file; whatever cannot be removed stays."""
    pattern = re.compile(re.escape(start) + r"(?:(\d{1,9})-[0-9a-f]{8}|[a-z0-9_]{8})\.tmp")
    with suppress(OSError):
        for path in directory.iterdir():
            found = pattern.fullmatch(path.name)
            if found is not None:
                with suppress(OSError):
                    state = path.lstat()
                    over = now - state.st_mtime > _LEFT_S if found[1] is None else not _runs(int(found[1]))
                    if over and stat.S_ISREG(state.st_mode):
                        path.unlink()


def _runs(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
