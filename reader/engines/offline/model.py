"""A model directory: what belongs in it, and whether it is all there.

    model.bin, config.json           the network, as CTranslate2 wants it
    shared_vocabulary.json           or source_vocabulary and target_vocabulary; .txt from older converters
    source.spm, target.spm           SentencePiece: text into pieces and back
    LICENSE, README.md               what came along
    manifest.json                    ours: where it came from, the size and sha256 of each file

A directory that somebody converted elsewhere has no manifest; it can be used all the same.

Invariant: looking at a directory loads nothing and takes no longer for a large model; only `verify` reads it all.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

MANIFEST = "manifest.json"
EXTRA = ("LICENSE", "README.md")
_ALWAYS = ("model.bin", "config.json", "source.spm", "target.spm")
_SHARED = ("shared_vocabulary.json", "shared_vocabulary.txt")
_SPLIT = tuple((f"source_vocabulary.{kind}", f"target_vocabulary.{kind}") for kind in ("json", "txt"))
ALL_NAMES = frozenset({*_ALWAYS, *_SHARED, *(name for names in _SPLIT for name in names), *EXTRA, MANIFEST})
"""Every name that a file of a model may have."""
_TOLD = ("source", "sha256", "licence", "installed")
_FORMAT = 1
_LARGEST_MANIFEST_BYTES = 100_000
_PIECE_BYTES = 1 << 20

INSTALL = "lesepult offline install"
NONE_INSTALLED = f"No offline model is installed; get one with “{INSTALL}”."


class DamagedModelError(Exception):
    """A model directory cannot be used.

    Attributes:
        why: what is wrong, as the end of a sentence: "model.bin is missing".
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        """A sentence for a person, with what to do."""
        return f"The offline model is damaged ({self.why}); put it right with “{INSTALL}”."


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file of a model must be like.

    Attributes:
        size: in bytes.
        sha256: of all it holds, in hexadecimal digits.
    """

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was installed.

    Attributes:
        source: where it came from: an address or a path.
        sha256: of the archive; "" for a directory.
        licence: under which it may be used; "" if that is not known.
        installed: when, in ISO 8601.
        files: the files by name.
    """

    source: str
    sha256: str
    licence: str
    installed: str
    files: Mapping[str, FileFacts] = field(default_factory=dict)

    def to_json(self) -> str:
        """As it stands in the directory."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"


def present(directory: Path) -> tuple[str, ...]:
    """The names of the files that make the model in this directory, and of those that came along.

    Raises:
        DamagedModelError: one is missing.
    """
    names = [*_ALWAYS, *_vocabularies(directory)]
    for name in names:
        if not (directory / name).is_file():
            raise DamagedModelError(f"{name} is missing")
    return tuple(names + [name for name in EXTRA if (directory / name).is_file()])


def _vocabularies(directory: Path) -> tuple[str, ...]:
    for name in _SHARED:
        if (directory / name).is_file():
            return (name,)
    for names in _SPLIT:
        if all((directory / name).is_file() for name in names):
            return names
    raise DamagedModelError("its vocabulary is missing")


def manifest_of(directory: Path) -> Manifest | None:
    """The manifest; None if there is none.

    Raises:
        DamagedModelError: it is none that we have written.
    """
    try:
        with (directory / MANIFEST).open("rb") as stream:
            data = json.loads(stream.read(_LARGEST_MANIFEST_BYTES))
        if data.pop("format") != _FORMAT:
            raise DamagedModelError(f"{MANIFEST} is of another version")
        files = {_bare(name): FileFacts(int(one["size"]), str(one["sha256"])) for name, one in data["files"].items()}
        source, sha256, licence, installed = (str(data[name]) for name in _TOLD)
        return Manifest(source, sha256, licence, installed, files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise DamagedModelError(f"{MANIFEST} cannot be read") from None


def _bare(name: str) -> str:
    if not name or name.startswith(".") or "/" in name or "\\" in name or "\0" in name:
        raise ValueError("no name of a file in this directory")
    return name


def is_there(directory: Path) -> bool:
    """Whether there is anything that could be a model."""
    return any((directory / name).exists() for name in ("model.bin", MANIFEST))


def look(directory: Path) -> Manifest | None:
    """See that all files are there with their sizes; gives the manifest, None for a directory without one.

    Raises:
        DamagedModelError: they are not.
    """
    try:
        present(directory)
        manifest = manifest_of(directory)
        for name, facts in manifest.files.items() if manifest else ():
            if not (directory / name).is_file():
                raise DamagedModelError(f"{name} is missing")
            if (directory / name).stat().st_size != facts.size:
                raise DamagedModelError(f"{name} has another size")
    except OSError as error:
        raise DamagedModelError((error.strerror or "it cannot be read").lower()) from None
    return manifest


def verify(directory: Path) -> Manifest | None:
    """As `look`, and every byte is what it was.

    Raises:
        DamagedModelError: it is not.
    """
    manifest = look(directory)
    for name, facts in manifest.files.items() if manifest else ():
        try:
            found = sha256_of(directory / name)
        except OSError as error:
            raise DamagedModelError(f"{name}: {(error.strerror or 'it cannot be read').lower()}") from None
        if found != facts.sha256:
            raise DamagedModelError(f"{name} has changed")
    return manifest


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal digits; raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def facts_of(path: Path) -> FileFacts:
    """What a manifest says of this file; raises OSError."""
    return FileFacts(path.stat().st_size, sha256_of(path))
