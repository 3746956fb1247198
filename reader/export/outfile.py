"""A file that a result is written to: it takes its place whole, when it is finished, or not at all.

Invariant: the file that was there stays as it was until the new one is whole and on the disk; without `force` a file
that is there is never replaced, and the text that is read never is.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from reader.errors import ReaderError, UsageError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO

_TITLE = "The file was not written"


class OutFileError(ReaderError):
    """The file cannot be written, or was given up."""


class OutFile:
    """A file to be written, in a `with` block: `put` its content, then `finish`; without that it is as it was.

    Args:
        path: where it is to stand.
        force: whether a file that is there may be replaced.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self._path = path
        self._real = Path(os.path.realpath(path))
        self._force = force
        self._temporary: Path | None = None
        self._file: BinaryIO | None = None
        self._given_up = False
        self._lock = Lock()

    def __enter__(self) -> Self:
        try:
            self._open()
        except OSError as error:
            raise self._error(error) from None
        return self

    def _open(self) -> None:
        from reader import half_written  # noqa: PLC0415 - only who names a file

        # A pipe is there though the name that its link holds is that of no file.
        before = _stat(self._path) or _stat(self._real)
        if before is not None and stat.S_ISDIR(before.st_mode):
            raise OutFileError(_TITLE, f"{self._path} is a directory.", "Name a file.")
        if before is not None and not stat.S_ISREG(before.st_mode):
            self._file = self._path.open("wb")  # a pipe or a device keeps nothing that could be lost
            return
        if before is not None and not self._force:
            raise self._there()
        if not self._real.parent.is_dir():
            folder = self._path.parent
            raise OutFileError(_TITLE, f"there is no folder {folder}.", "Make it, or name another place.")
        with self._lock:
            self.go_on()
            handle, self._temporary = half_written.begin(self._real)
        self._file = os.fdopen(handle, "wb")
        if before is not None:
            os.fchmod(handle, stat.S_IMODE(before.st_mode))

    def put(self, data: bytes) -> None:
        """Add to its content.

        Raises:
            OutFileError: there is no room, or it fails otherwise.
        """
        assert self._file is not None  # noqa: S101 - used in a `with` block
        self.go_on()
        try:
            self._file.write(data)
        except OSError as error:
            raise self._error(error) from None

    def give_up(self) -> None:
        """Leave nothing behind, at once and from any thread; whoever is still writing gets an error."""
        with self._lock:
            self._given_up = True
            self._tidy()

    @property
    def given_up(self) -> bool:
        """Whether it was given up."""
        return self._given_up

    def go_on(self) -> None:
        """See that there is still somebody who wants it.

        Raises:
            OutFileError: it was given up.
        """
        if self._given_up:
            raise OutFileError(_TITLE, f"{self._path} was given up.")

    def finish(self) -> None:
        """Let it take its place.

        Raises:
            OutFileError: it cannot; what was there is as it was.
        """
        assert self._file is not None  # noqa: S101 - used in a `with` block
        try:
            self._file.flush()
            if self._temporary is None:
                self._file.close()
                return
            os.fsync(self._file.fileno())
            self._file.close()
            with self._lock:
                self.go_on()
                self._take_place(self._temporary)
        except FileExistsError:
            raise self._there() from None
        except OSError as error:
            raise self._error(error) from None

    def _take_place(self, temporary: Path) -> None:
        if self._force:
            temporary.replace(self._real)
        else:
            try:
                os.link(temporary, self._real)
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links
                if _stat(self._real) is not None:
                    raise FileExistsError from None
                temporary.replace(self._real)
        with suppress(OSError):
            handle = os.open(self._real.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        self._tidy()

    def _tidy(self) -> None:
        with suppress(OSError):
            if self._temporary is not None:
                self._temporary.unlink(missing_ok=True)

    def _there(self) -> OutFileError:
        return OutFileError(_TITLE, f"{self._path} is there already.", "Replace it with -f, or name another file.")

    def _error(self, error: OSError) -> OutFileError:
        return unwritable(str(self._path), error)


def unwritable(place: str, error: OSError) -> OutFileError:
    """What to say when a place takes no more."""
    return OutFileError(_TITLE, f"{place}: {(error.strerror or str(error)).lower()}.", "Name another place.")


def refuse_input(text: str, out: Path) -> None:
    """See that a result does not go over the text it is made from, whatever names and links lead there.

    Args:
        text: the text's name; "-" for standard input.
        out: where the result is to go.

    Raises:
        UsageError: it would.
    """
    try:
        there = out.stat()
        source = os.fstat(sys.stdin.fileno()) if text == "-" else Path(text).stat()
    except (OSError, ValueError, AttributeError):
        return  # one of them is not there, or has no name: they are not the same
    if stat.S_ISREG(there.st_mode) and os.path.samestat(there, source):
        raise UsageError("The result would go over the text", f"{out}.", "Name another file.")


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
