"""Replacing a file so that nothing is lost: not by a crash, not by another program, not by a full disk.

Invariant: at every moment the path names either the whole old file or the whole new one, and when `replace` returns
the new one is on the disk. Writers of this program exclude each other by a lock on the directory, which leaves no
lock file behind; other programs' changes are seen by comparing once more just before the rename.
"""

import contextlib
import errno
import fcntl
import os
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from glossary import source_file
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

BACKUPS = 3
"""So many former states stand beside the file, as `.NAME.bak1` (the latest) and so on."""

WAIT_S = 5.0
"""So long a writer waits for another one."""


_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF)


class ChangedMeanwhileError(Exception):
    """The file is no longer what was read; read it again."""


class Locked:
    """Holds the directory of a file against other writers while in a `with` block; makes it if it is missing.

    Gives the real path, with symbolic links followed.

    Raises:
        GlossaryError: if the directory cannot be made or another writer keeps it for too long.
    """

    def __init__(self, path: "Path", wait_s: float = WAIT_S) -> None:
        self._path = path
        self._wait_s = wait_s
        self._handle = -1

    def __enter__(self) -> "Path":
        real = type(self._path)(os.path.realpath(self._path))
        try:
            _make_directory(real.parent)
            self._handle = os.open(real.parent, os.O_RDONLY | os.O_CLOEXEC)
            self._wait()
        except OSError as error:
            self.__exit__(None, None, None)
            raise unwritable(self._path, error) from None
        except GlossaryError:
            self.__exit__(None, None, None)
            raise
        return real

    def _wait(self) -> None:
        deadline = time.monotonic() + self._wait_s
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    return  # a file system that cannot lock: the comparison before the rename must do
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                if time.monotonic() > deadline:
                    message = f"{self._path} is being written by another program."
                    raise GlossaryError("The glossary is busy", message, "Try again.") from None
                time.sleep(0.005)
            else:
                return

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def read(path: "Path") -> bytes | None:
    """The bytes of a file, or None if there is none.

    Raises:
        GlossaryError: if it is there and cannot be read, or is no file.
    """
    found = source_file.snapshot(path, 0)
    if found.fault is not None:
        what, hint = found.fault
        raise GlossaryError("The glossary was not written", f"{path}: {what[0].lower()}{what[1:]}.", f"{hint}.")
    return found.data


def put_back(path: "Path", after: bytes | None, before: bytes | None) -> bool:
    """Put `before` in the place of `after`; false, and nothing done, if the file holds anything else by now.

    Raises:
        GlossaryError: if it cannot be written.
    """
    with Locked(path) as real:
        if read(real) != after:
            return False
        try:
            replace(real, after, before)
        except ChangedMeanwhileError:
            return False
        return True


def replace(path: "Path", before: bytes | None, after: bytes | None) -> None:
    """Put `after` in the place of `before`; None stands for no file. The path is locked and no symbolic link.

    Raises:
        ChangedMeanwhileError: if the file no longer holds `before`.
        GlossaryError: if it cannot be written; the file is as it was.
    """
    # One name for all writers, who exclude each other: what a killed one left is taken away by the next.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        if before is not None and not path.stat().st_mode & 0o222:
            raise PermissionError(errno.EACCES, "the file is write-protected")
        if after is not None:
            _write(temporary, path, before, after)
        if read(path) != before:
            raise ChangedMeanwhileError
        if before is not None:
            _keep(path)
        if after is None:
            path.unlink()
        else:
            temporary.replace(path)
    except FileNotFoundError:
        raise ChangedMeanwhileError from None
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        with suppress(OSError):  # what could not be made cannot be removed: the first error is the one to tell
            temporary.unlink(missing_ok=True)
    try:
        _sync_directory(path.parent)
    except OSError as error:
        message = f"{path} holds the change, but the disk did not confirm it ({(error.strerror or 'error').lower()})."
        raise GlossaryError("The change may not be safe", message, "Check the disk; keep a copy of the file.") from None


def unwritable(path: "Path", error: OSError) -> GlossaryError:
    """What the system said, in words for a person."""
    title = "The glossary was not written"
    kind = error.errno
    if kind in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return GlossaryError(title, f"There is no room on the disk for {path}.", "Make room, then try again.")
    if kind in (errno.EACCES, errno.EPERM, errno.EROFS):
        hint = "Make the file and its directory writable, or name another one with --glossary."
        return GlossaryError(title, f"{path} may not be written here.", hint)
    if kind in (errno.EISDIR, errno.ENOTDIR, errno.EEXIST):
        return GlossaryError(title, f"{path} is in the way or not a file.", "Move it away, or name another file.")
    return GlossaryError(title, f"{path}: {(error.strerror or str(error)).lower()}.", "Check the path and the disk.")


def _write(temporary: "Path", path: "Path", before: bytes | None, after: bytes) -> None:
    """The new content in a file of its own, on the disk, with owner and permissions of the old one."""
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        if before is not None:
            old = path.stat()
            new = os.fstat(handle)
            if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
                _give(handle, old.st_uid, old.st_gid)
            os.fchmod(handle, stat.S_IMODE(old.st_mode))
        view = memoryview(after)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _give(handle: int, user: int, group: int) -> None:
    """Leave a file to its old owner, if we may; in a shared directory the content counts."""
    with contextlib.suppress(PermissionError):
        os.fchown(handle, user, group)


def _keep(path: "Path") -> None:
    """The present file becomes the latest backup. A second name for it, so that nothing is copied."""
    names = [path.with_name(f".{path.name}.bak{number}") for number in range(1, BACKUPS + 1)]
    for older, newer in zip(reversed(names[1:]), reversed(names[:-1]), strict=True):
        if newer.exists():
            newer.replace(older)
    try:
        os.link(path, names[0])
    except OSError:
        # A file system without hard links. Interrupted, it leaves no half a backup.
        temporary = names[0].with_name(f"{names[0].name}.tmp")
        temporary.write_bytes(path.read_bytes())
        temporary.replace(names[0])


def _make_directory(directory: "Path") -> None:
    if not directory.is_dir():
        directory.mkdir(parents=True, exist_ok=True)
        _sync_directory(directory.parent)


def _sync_directory(directory: "Path") -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:  # some file systems have no directories to write out
            raise
    finally:
        os.close(handle)
