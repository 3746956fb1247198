"""Several glossary files as one: the text's own, those named on the command line, the person's, the bundled.

Invariant: where two layers have the same term, the earlier one counts. A file is read again only when it has
changed; whatever stands in any of them, the others work.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary import yaml_file
from glossary.entry import REMOVED, Entry, Glossary
from glossary.folding import entry_key
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.editing import Undo
    from glossary.problems import Problem

TEXT = "this text"
YOURS = "yours"
BUNDLED = "bundled"


class Layer(NamedTuple):
    """One file of the glossary.

    Attributes:
        name: what a person is told.
        path: the file, which need not exist.
        fixed: whether it is never written.
        must_exist: whether its absence is a problem.
    """

    name: str
    path: Path
    fixed: bool = False
    must_exist: bool = False


Change = tuple["Undo", ...]
"""What was done to the files, in order; give it to `Layers.undo`."""

_Stamp = tuple[int, int, int] | None


def bundled_paths() -> list[Path]:
    """The glossaries that come with the program."""
    directory = Path(__file__).parent / "bundled"
    return [directory / name for name in sorted(os.listdir(directory)) if name.endswith(".yaml")]  # noqa: PTH208 - quick


def load(paths: "Iterable[Path | str]", *, must_exist: bool = False) -> Glossary:
    """Several files as one glossary; for the same term the earlier file counts. A missing file is an empty one."""
    read = [yaml_file.load_file(Path(path), must_exist=must_exist) for path in paths]
    problems = tuple(problem for glossary in read for problem in glossary.problems)
    return Glossary(merged([glossary.entries for glossary in read]), problems)


def merged(layers: "Iterable[Sequence[Entry]]") -> tuple[Entry, ...]:
    """The entries that count, earlier layers first; what a layer removes is gone from it and from those behind it."""
    taken: set[str] = set()
    entries: list[Entry] = []
    for layer in layers:
        keys = {entry_key(entry.source) for entry in layer} if taken else ()
        fresh = layer if not taken else [entry for entry in layer if entry_key(entry.source) not in taken]
        entries.extend(entry for entry in fresh if not entry.removes)
        taken.update(keys or (entry_key(entry.source) for entry in layer))
    return tuple(entries)


class Layers:
    """The glossary files of one reading, in order of precedence.

    Args:
        document: the glossary beside the text, or None.
        files: those named on the command line; each must exist, but the first, which is written.
        own: the person's glossary, or None.
        bundled: those that come with the program; never written.
    """

    def __init__(
        self,
        *,
        document: Path | None = None,
        files: "Sequence[Path]" = (),
        own: Path | None = None,
        bundled: "Sequence[Path] | None" = None,
    ) -> None:
        self.layers: tuple[Layer, ...] = (
            *([Layer(TEXT, document)] if document is not None else []),
            *(Layer(path.name, path, must_exist=number > 0) for number, path in enumerate(files)),
            *([Layer(YOURS, own)] if own is not None else []),
            *(Layer(BUNDLED, path, fixed=True) for path in (bundled_paths() if bundled is None else bundled)),
        )
        """All layers, the one that counts most first."""
        self.writable: Path | None = files[0] if files else own
        """The file that new entries are written to."""
        self.glossary = Glossary()
        """All layers as one."""
        self._stamps: list[_Stamp] = [None] * len(self.layers)
        self._read: list[Glossary] = [Glossary()] * len(self.layers)
        self._load(range(len(self.layers)))

    @property
    def problems(self) -> "tuple[Problem, ...]":
        """What is wrong in any of the files."""
        return self.glossary.problems

    def reload_if_changed(self) -> bool:
        """Read again the files that have changed on the disk. Gives whether there were any; costs one stat a file."""
        changed = [
            at for at, layer in enumerate(self.layers) if not layer.fixed and _stamp(layer.path) != self._stamps[at]
        ]
        if changed:
            self._load(changed)
        return bool(changed)

    def add(self, entry: Entry, *, today: str = "") -> Change:
        """Write a new entry to the writable file.

        Args:
            entry: the entry.
            today: the day for its field `added`, which an entry in the short form does without.

        Raises:
            GlossaryError: if it cannot be written; nothing has changed.
        """
        return self._done(self._put(self._dated(entry, today)))

    def edit(self, old: Entry, new: Entry, *, today: str = "") -> Change:
        """Change an entry in the file it stands in; an entry of a fixed layer is overridden in the writable file.

        Raises:
            GlossaryError: if it cannot be written, or has changed in the file meanwhile.
        """
        if not self._is_fixed(old):
            return self._done([yaml_file.edit(self._path_of(old), old, new)])
        renamed = entry_key(old.source) != entry_key(new.source)
        first = self._put(Entry(old.source, (REMOVED,))) if renamed else []
        try:
            second = self._put(self._dated(new, today))
        except Exception:
            self.undo(tuple(first))
            raise
        return self._done([*first, *second])

    def remove(self, entry: Entry) -> Change:
        """Take an entry out, so that its term is no longer found; where a layer below has it too, it is overridden.

        Raises:
            GlossaryError: if it cannot be written, or has changed in the file meanwhile.
        """
        gone = Entry(entry.source, (REMOVED,))
        if self._is_fixed(entry):
            return self._done(self._put(gone))
        path = self._path_of(entry)
        if self._stands_below(path, entry):
            return self._done([yaml_file.edit(path, entry, gone)])
        return self._done([yaml_file.remove(path, entry)])

    def undo(self, change: Change) -> Change:
        """Take a change back. Gives the change that does it again.

        Raises:
            GlossaryError: if the entry has changed in the file meanwhile.
        """
        return self._done([yaml_file.undo(done) for done in reversed(change)])

    def _done(self, undos: "list[Undo]") -> Change:
        self.reload_if_changed()
        return tuple(undos)

    def _put(self, entry: Entry) -> "list[Undo]":
        """Write to the writable file, over an entry there that only removes the same term."""
        path = self._target()
        key = entry_key(entry.source)
        for layer, read in zip(self.layers, self._read, strict=True):
            if layer.path == path:
                for standing in read.entries:
                    if standing.removes and entry_key(standing.source) == key:
                        return [yaml_file.edit(path, standing, entry)]
        return [yaml_file.add(path, entry)]

    def _target(self) -> Path:
        if self.writable is None:
            message = "No glossary file of your own is in use."
            raise GlossaryError("The glossary was not changed", message, "Name one with --glossary.")
        return self.writable

    def _path_of(self, entry: Entry) -> Path:
        return entry.path if entry.path is not None else self._target()

    def _is_fixed(self, entry: Entry) -> bool:
        return any(layer.fixed and layer.path == entry.path for layer in self.layers)

    def _stands_below(self, path: Path, entry: Entry) -> bool:
        key = entry_key(entry.source)
        below = False
        for layer, read in zip(self.layers, self._read, strict=True):
            if below and any(entry_key(other.source) == key and not other.removes for other in read.entries):
                return True
            below = below or layer.path == path
        return False

    @staticmethod
    def _dated(entry: Entry, today: str) -> Entry:
        from glossary.writing import is_short  # noqa: PLC0415 - opening a text only reads

        return entry if entry.added or not today or is_short(entry) else replace(entry, added=today)

    def _load(self, which: "Iterable[int]") -> None:
        for at in which:
            layer = self.layers[at]
            self._stamps[at] = _stamp(layer.path)
            self._read[at] = yaml_file.load_file(layer.path, layer=layer.name, must_exist=layer.must_exist)
        problems = tuple(problem for read in self._read for problem in read.problems)
        self.glossary = Glossary(merged([read.entries for read in self._read]), problems)


def _stamp(path: Path) -> _Stamp:
    """What changes when a file does; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
