"""Putting a model in its place, and taking it away.

The place is a link to a directory beside it, so that one step of the file system changes all files at once:

    offline -> .offline-3f9c2b1a     the model
    .offline-77d0e4c5.new            one that is being made, or was when somebody pulled the plug
    .offline.part, .offline.part.json  an archive that is not here as a whole yet
    .offline.lock                    held while somebody installs or removes

Invariant: at every moment the link leads to a whole model or does not exist; what a killed process left behind is
deleted by the next one that holds the lock.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from reader.engines.offline import opus
from reader.engines.offline.archive import DECODER, unpack
from reader.engines.offline.convert import convert, prove, take
from reader.engines.offline.errors import OfflineError
from reader.engines.offline.fetch import Bounds, Progress, fetch, forget
from reader.engines.offline.model import (
    ALL_NAMES,
    MANIFEST,
    DamagedModelError,
    Manifest,
    facts_of,
    manifest_of,
    present,
    sha256_of,
)

Say = Callable[[str], None]
"""Tells the person what is done now."""

_FETCHING = Bounds()
_UNFINISHED = ".new"


class Place(NamedTuple):
    """Where the model is, or is to be.

    Attributes:
        link: the path that the engine is told.
    """

    link: Path

    def beside(self, ending: str) -> Path:
        """A path of ours beside it."""
        return self.link.with_name(f".{self.link.name}{ending}")

    @property
    def part(self) -> Path:
        """An archive that is being fetched."""
        return self.beside(".part")

    def ours(self) -> Path | None:
        """The directory that the link leads to, if it is one that we have made; None if there is nothing.

        Raises:
            OfflineError: something else stands there.
        """
        if self.link.is_symlink():
            name = str(self.link.readlink())
            if self._pattern("").fullmatch(name):
                return self.link.with_name(name)
        elif not self.link.exists():
            return None
        hint = "Set another one as directory under [offline], or remove it yourself."
        raise OfflineError(f"{self.link} was not made by lesepult.", hint, "The place is taken")

    def left_over(self) -> list[Path]:
        """Directories of ours that are in nobody's use, as long as the lock is held."""
        current = self.ours()
        pattern = self._pattern(r"(?:\.new)?")
        return [path for path in self.link.parent.iterdir() if pattern.fullmatch(path.name) and path != current]

    def _pattern(self, ending: str) -> re.Pattern[str]:
        return re.compile(rf"\.{re.escape(self.link.name)}-[0-9a-f]{{16}}{ending}")


class Archive(NamedTuple):
    """What is installed.

    Attributes:
        url: where it is fetched; "" for one that is here.
        path: where it is: a file or a directory; for a file that is fetched, where it comes.
        licence: under which it may be used; "" if that is not known.
    """

    url: str
    path: Path
    licence: str = ""


class Installed(NamedTuple):
    """What came of it.

    Attributes:
        sha256: of the archive; "" for a directory.
        bytes: of the model.
        answer: the translation of the test sentence.
    """

    sha256: str
    bytes: int
    answer: str


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Nobody else installs or removes in this `with` block; what was left behind is gone.

    Raises:
        OfflineError: somebody else does.
    """
    place.link.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place.beside(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
        except OSError:
            raise OfflineError(
                "another lesepult is installing or removing a model.", "Wait until it is done."
            ) from None
        for path in place.left_over():
            _clear(path)
        yield
    finally:
        os.close(descriptor)


def install(
    archive: Archive,
    place: Place,
    *,
    now: Callable[[], datetime],
    say: Say,
    progress: Progress,
    sha256: str = "",
    bounds: Bounds = _FETCHING,
) -> Installed:
    """Fetch, unpack, convert, prove and put into place; whatever happens, what was there stays until the last step.

    Args:
        archive: what.
        place: where to.
        now: for the manifest.
        say: is told what is done.
        progress: is told how much is fetched.
        sha256: what the archive must have; "" for whatever it has.
        bounds: what fetching may take.

    Raises:
        OfflineError: it cannot be done; a sentence says why.
        OSError: it cannot be written.
    """
    with locked(place):
        if archive.url:
            fetch(archive.url, archive.path, progress, bounds)
        found = _checked(archive, sha256, say)
        work = place.beside(f"-{token_hex(8)}{_UNFINISHED}")
        work.mkdir(mode=0o700)
        try:
            model = work / "model"
            _make(archive.path, work, model, say)
            say("Trying it …")
            answer = prove(model)
            manifest = _with_manifest(archive, found, model, now())
            _put_in_place(model, place)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        if archive.url:
            forget(archive.path)
    return Installed(found, sum(facts.size for facts in manifest.files.values()), answer)


def _checked(archive: Archive, sha256: str, say: Say) -> str:
    """The sha256 of the archive; raises OfflineError if it should be another one."""
    if archive.path.is_dir():
        return ""
    found = sha256_of(archive.path)
    if sha256 and found != sha256:
        if archive.url:
            forget(archive.path)
        raise OfflineError(f"the archive has another sha256: {found}.", "It is not the file you meant, or was changed.")
    noted = "the one you gave" if sha256 else "as others have noted" if found == opus.NOTED_SHA256 else ""
    if not noted and archive.url == opus.archive_url():
        noted = f"others have noted {opus.NOTED_SHA256}"
    say(f"sha256 {found}{f' ({noted})' if noted else ''}")
    return found


def _make(source: Path, work: Path, model: Path, say: Say) -> None:
    """The model, from an archive, from a Marian directory, or from a converted one."""
    if source.is_dir() and not (source / DECODER).exists():
        say("Copying …")
        take(source, model)
        return
    marian = source
    if not source.is_dir():
        say("Unpacking …")
        marian = work / "marian"
        marian.mkdir(mode=0o700)
        unpack(source, marian)
    say("Converting …")
    convert(marian, model)


def _with_manifest(archive: Archive, sha256: str, model: Path, now: datetime) -> Manifest:
    """Write the manifest; all files are on the disk when this returns."""
    try:
        names = present(model)
    except DamagedModelError as error:
        raise OfflineError(f"the conversion is not complete: {error.why}.") from None
    files = {name: facts_of(model / name) for name in names}
    source = archive.url or str(archive.path.absolute())
    manifest = Manifest(source, sha256, archive.licence, now.isoformat(timespec="seconds"), files)
    (model / MANIFEST).write_text(manifest.to_json(), "utf-8")
    model.chmod(0o700)
    for name in (*names, MANIFEST):
        (model / name).chmod(0o600)
        with (model / name).open("rb") as stream:
            os.fsync(stream.fileno())
    return manifest


def _put_in_place(model: Path, place: Place) -> None:
    old = place.ours()
    home = place.beside(f"-{token_hex(8)}")
    model.rename(home)
    link = place.beside(f"-{token_hex(8)}{_UNFINISHED}")
    link.symlink_to(home.name)
    link.replace(place.link)
    _on_disk(place.link.parent)
    if old is not None:
        _clear(old)


def _on_disk(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(place: Place) -> tuple[str, ...]:
    """Take the model away, and what was fetched of another; gives the paths of files that are not ours and stay.

    Raises:
        OfflineError: what stands there was not made by us.
        OSError: it cannot be removed.
    """
    with locked(place):
        home = place.ours()
        forget(place.part)
        if home is None:
            return ()
        place.link.unlink()
        _on_disk(place.link.parent)
        _clear(home)
        return tuple(str(path) for path in sorted(home.iterdir())) if home.is_dir() else ()


def _clear(home: Path) -> None:
    """Delete a directory of ours; what somebody else has put into a finished one stays."""
    if home.is_symlink():
        home.unlink()
    elif home.suffix == _UNFINISHED:
        shutil.rmtree(home, ignore_errors=True)
    else:
        try:
            manifest = manifest_of(home)
        except DamagedModelError:
            manifest = None
        with suppress(OSError):
            for name in (*manifest.files, MANIFEST) if manifest else ALL_NAMES:
                (home / name).unlink(missing_ok=True)
            home.rmdir()
