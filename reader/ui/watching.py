"""Being told when a glossary file changes, without looking again and again: a reader nobody touches does nothing.

Linux tells about changes in a directory by a signal (`F_NOTIFY`). Where that is not to be had (another system, a
directory that does not exist yet), and for file systems that do not tell, the files are looked at from time to time.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LOOK_EVERY_S = 0.8
"""How often the files are looked at when nobody tells."""

LOOK_SELDOM_S = 10.0
"""How often all the same, since a file system over a network tells nothing."""

SETTLED_S = 0.1
"""Changes come in bursts: an editor writes, renames and touches."""


class Watching:
    """Watches the directories of some files.

    Args:
        changed: called on the event loop soon after something has changed in one of the directories.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._handles: list[int] = []
        self._due: asyncio.TimerHandle | None = None

    def start(self, paths: Iterable[Path]) -> float:
        """Begin; gives the seconds after which one has to look without being told."""
        what = [getattr(fcntl, name, 0) for name in ("DN_MODIFY", "DN_CREATE", "DN_DELETE", "DN_RENAME")]
        directories = {path.absolute().parent.resolve() for path in paths}
        if not all(what) or not hasattr(signal, "SIGIO"):
            return LOOK_EVERY_S
        try:
            # The signal would end the process if it came when nobody expects it.
            signal.signal(signal.SIGIO, signal.SIG_IGN)
            asyncio.get_running_loop().add_signal_handler(signal.SIGIO, self._told)
            for directory in directories:
                handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                self._handles.append(handle)
                fcntl.fcntl(handle, fcntl.F_NOTIFY, sum(what) | fcntl.DN_MULTISHOT)
        except (OSError, ValueError, RuntimeError, NotImplementedError):
            self.stop()
            return LOOK_EVERY_S
        return LOOK_SELDOM_S

    def _told(self) -> None:
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(SETTLED_S, self._look)

    def _look(self) -> None:
        self._due = None
        self._changed()

    def stop(self) -> None:
        """Be told no more."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        for handle in self._handles:
            os.close(handle)
        self._handles = []
        with suppress(OSError, ValueError, RuntimeError, NotImplementedError):
            asyncio.get_running_loop().remove_signal_handler(signal.SIGIO)
            signal.signal(signal.SIGIO, signal.SIG_IGN)
