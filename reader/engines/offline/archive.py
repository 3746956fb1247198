"""An archive of an OPUS-MT model, opened as what it is: a file from somebody else.

Invariant: only the files that are needed are written, under their bare names, into a directory that was empty; never
more bytes than the archive says, and never more than a model can have.
"""

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from reader.engines.offline.errors import OfflineError
from reader.engines.offline.model import EXTRA

DECODER = "decoder.yml"
_PIECES = ("source.spm", "target.spm")
_SYMLINK = 0o120000
_KIND = 0o170000
_PIECE_BYTES = 1 << 20
_ITEM = re.compile(r"\s*-\s+([^\s#]+)\s*")
_SECTION = re.compile(r"([A-Za-z][\w-]*):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Largest:
    """What an archive may hold at most.

    Attributes:
        members: files and directories.
        bytes: of all files, unpacked.
        ratio: how many times smaller a file over a megabyte may have become.
    """

    members: int = 200
    bytes: int = 3_000_000_000
    ratio: int = 100


class Marian(NamedTuple):
    """The files of a Marian model in a directory.

    Attributes:
        network: the weights, an .npz file.
        vocabularies: of the source and the target language.
    """

    network: str
    vocabularies: tuple[str, str]


_LARGEST = Largest()


def unpack(archive: Path, into: Path, largest: Largest = _LARGEST) -> None:
    """Write the files of the model in this archive into an empty directory.

    Raises:
        OfflineError: it is no such archive, or one that means harm.
        OSError: there is no room.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            wanted = _wanted(opened.infolist(), largest)
            for name, member in wanted.items():
                with opened.open(member) as source, (into / name).open("xb") as target:
                    shutil.copyfileobj(_Limited(source, member.file_size), target, _PIECE_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
        raise OfflineError(f"{archive.name} is damaged, or no ZIP archive.", "Fetch it again.") from None
    for path in into.glob("*.npz"):
        _see_into(path, largest)


class _Limited:
    """A member that gives no more than it should, whatever its packed bytes say."""

    def __init__(self, source: object, size: int) -> None:
        self._source = source
        self._left = size

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._source.read(size)  # type: ignore[attr-defined]
        self._left -= len(piece)
        if self._left < 0:
            raise zipfile.BadZipFile("more than it says")
        return piece


def _wanted(members: Iterable[zipfile.ZipInfo], largest: Largest) -> dict[str, zipfile.ZipInfo]:
    """The members to unpack by their bare names: those beside decoder.yml that a model needs.

    Raises:
        OfflineError: the archive is too large, unsafe, or holds something else.
    """
    members = [member for member in _safe(members, largest) if not member.is_dir()]
    homes = [PurePosixPath(one.filename).parent for one in members if PurePosixPath(one.filename).name == DECODER]
    if len(homes) != 1:
        raise OfflineError(f"the archive holds no OPUS-MT model ({DECODER} is not in it).", "Is it the right one?")
    wanted: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        path = PurePosixPath(member.filename)
        if path.parent == homes[0] and (path.suffix in {".npz", ".yml", ".spm"} or path.name in EXTRA):
            if path.name in wanted:
                raise _unsafe("two files of one name")
            wanted[path.name] = member
    return wanted


def _safe(members: Iterable[zipfile.ZipInfo], largest: Largest) -> list[zipfile.ZipInfo]:
    found = list(members)
    if len(found) > largest.members or sum(member.file_size for member in found) > largest.bytes:
        raise OfflineError("the archive is far larger than a model can be.", "Is it the right one?")
    for member in found:
        path = PurePosixPath(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename:
            raise _unsafe("a name that leads out of the directory")
        if (member.external_attr >> 16) & _KIND == _SYMLINK:
            raise _unsafe("a link")
        if member.flag_bits & 1:
            raise OfflineError("the archive is encrypted.", "Is it the right one?")
        if member.file_size > _PIECE_BYTES and member.file_size > largest.ratio * max(1, member.compress_size):
            raise _unsafe("a file that swells far too much")
    return found


def _unsafe(what: str) -> OfflineError:
    return OfflineError(f"the archive holds {what}.", "It was not unpacked; fetch it from its publisher.")


def _see_into(path: Path, largest: Largest) -> None:
    """The weights are an archive themselves; raises OfflineError if one that no model has."""
    try:
        with zipfile.ZipFile(path) as opened:
            found = opened.infolist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError):
        raise OfflineError("the weights in the archive are damaged.", "Fetch it again.") from None
    swollen = any(
        one.file_size > _PIECE_BYTES and one.file_size > largest.ratio * max(1, one.compress_size) for one in found
    )
    if swollen or len(found) > 50 * largest.members or sum(one.file_size for one in found) > largest.bytes:
        raise _unsafe("weights that swell far too much")


def marian_in(directory: Path, largest: Largest = _LARGEST) -> Marian:
    """The files of the model in a directory, as its decoder.yml names them.

    Raises:
        OfflineError: they are not all there.
    """
    try:
        text = (directory / DECODER).read_bytes()[:100_000].decode("utf-8", "replace")
    except OSError:
        raise OfflineError(f"there is no {DECODER} in {directory.name}.", "Is it an OPUS-MT model?") from None
    named = lists_in(text)
    networks, vocabularies = named.get("models", []), named.get("vocabs", [])
    if len(networks) != 1 or len(vocabularies) not in {1, 2}:
        raise OfflineError(f"{DECODER} names no single model with its vocabularies.", "Is it an OPUS-MT model?")
    for name in (*networks, *vocabularies, *_PIECES):
        if "/" in name or "\\" in name or name.startswith(".") or not (directory / name).is_file():
            raise OfflineError(f"a file of the model is missing ({name}).", "Fetch it again.")
    _see_into(directory / networks[0], largest)
    return Marian(networks[0], (vocabularies[0], vocabularies[-1]))


def lists_in(text: str) -> dict[str, list[str]]:
    r"""The plain lists in a file that Marian wrote; it needs no more of YAML than this.

    >>> lists_in("models:\n  - a.npz\nvocabs:\n  - v.yml\n  - v.yml\nbeam-size: 6\n")
    {'models': ['a.npz'], 'vocabs': ['v.yml', 'v.yml']}
    """
    lists: dict[str, list[str]] = {}
    section = ""
    for row in text.splitlines():
        if head := _SECTION.fullmatch(row):
            section = "" if head[2] else head[1]
        elif section and (item := _ITEM.fullmatch(row)):
            lists.setdefault(section, []).append(item[1].strip("\"'"))
    return lists
