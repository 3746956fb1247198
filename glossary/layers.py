"""Several glossary files as one: the text's own, those named on the command line, the person's, the bundled.

Invariant: where two layers have the same term, the earlier one counts. A file is read again only when it has
changed; whatever stands in any of them, the others work.
"""

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary import source_file, yaml_file
from glossary.entry import REMOVED, Entry, Glossary
from glossary.folding import entry_key
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from glossary.editing import Undo
    from glossary.problems import Problem
    from glossary.source_file import Stamp

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


WORTH_PATCHING = 10_000
"""A file of so many bytes is read quicker by looking for what has changed in it."""

Change = tuple["Undo", ...]
"""What was done to the files, in order; give it to `Layers.undo`."""


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
    return _merged([(layer, [entry_key(entry.source) for entry in layer]) for layer in layers])


def _merged(layers: "Sequence[tuple[Sequence[Entry], Sequence[str]]]") -> tuple[Entry, ...]:
    """The same for layers whose keys are known."""
    taken: set[str] = set()
    entries: list[Entry] = []
    for layer, keys in layers:
        if taken:
            layer = [entry for entry, key in zip(layer, keys, strict=True) if key not in taken]  # noqa: PLW2901 - the rest of it
        entries.extend(entry for entry in layer if entry.targets[0] != REMOVED or not entry.removes)
        taken.update(keys)
    return tuple(entries)


class _Read(NamedTuple):
    """A layer as it was last read."""

    glossary: Glossary = Glossary()
    keys: tuple[str, ...] = ()
    stamp: "Stamp | None" = None
    young: bool = False
    data: bytes | None = None
    fault: tuple[str, str] | None = None


class Layers:
    """The glossary files of one reading, in order of precedence. Not for several threads at the same time.

    Args:
        document: the glossary beside the text, or None.
        files: those named on the command line; each must exist, but the first, which is written.
        own: the person's glossary, or None.
        bundled: those that come with the program; never written.
        clock: the present time in ns, for telling whether the time stamp of a file can be trusted.
    """

    def __init__(
        self,
        *,
        document: Path | None = None,
        files: "Sequence[Path]" = (),
        own: Path | None = None,
        bundled: "Sequence[Path] | None" = None,
        clock: "Callable[[], int]" = time.time_ns,
    ) -> None:
        names = [path.name for path in files]
        self.layers: tuple[Layer, ...] = (
            *([Layer(TEXT, document)] if document is not None else []),
            *(
                Layer(path.name if names.count(path.name) == 1 else str(path), path, must_exist=number > 0)
                for number, path in enumerate(files)
            ),
            *([Layer(YOURS, own)] if own is not None else []),
            *(Layer(BUNDLED, path, fixed=True) for path in (bundled_paths() if bundled is None else bundled)),
        )
        """All layers, the one that counts most first."""
        self.writable: Path | None = files[0] if files else own
        """The file that new entries are written to."""
        self.glossary = Glossary()
        """All layers as one, without what is switched off."""
        self._clock = clock
        self._layers_off: frozenset[str] = frozenset()
        self._domains_off: frozenset[str] = frozenset()
        self._read: list[_Read] = [_Read()] * len(self.layers)
        self._load(range(len(self.layers)))

    @property
    def layers_off(self) -> frozenset[str]:
        """The names of the layers that are switched off."""
        return self._layers_off

    @property
    def domains_off(self) -> frozenset[str]:
        """The domains that are switched off."""
        return self._domains_off

    def set_layers_off(self, names: frozenset[str]) -> bool:
        """Leave out the layers of these names, so that those behind them show; gives whether that changed anything.

        A layer that is switched off is read and written as before. Names that no layer has do nothing.
        """
        self._layers_off = frozenset(names)
        return self._merge()

    def set_domains_off(self, domains: frozenset[str]) -> bool:
        """Leave out the entries of these domains, so that those behind them show; gives whether that changed anything.

        An entry without a domain always counts. Domains that no entry has do nothing.
        """
        self._domains_off = frozenset(domains) - {""}
        return self._merge()

    def counts(self) -> dict[str, int]:
        """The name of each layer with the number of entries in it, on or off, the layer that counts most first."""
        found: dict[str, int] = {}
        for layer, read in zip(self.layers, self._read, strict=True):
            here = sum(not entry.removes for entry in read.glossary.entries)
            found[layer.name] = found.get(layer.name, 0) + here
        return found

    def domains(self) -> dict[str, int]:
        """Each domain with the number of entries that stand in it, on or off, in order of first appearance.

        Layers that are switched off do not count.
        """
        found: dict[str, int] = {}
        for layer, read in zip(self.layers, self._read, strict=True):
            if layer.name in self._layers_off:
                continue
            for entry in read.glossary.entries:
                if entry.domain:
                    found[entry.domain] = found.get(entry.domain, 0) + 1
        return found

    @property
    def problems(self) -> "tuple[Problem, ...]":
        """What is wrong in any of the files."""
        return self.glossary.problems

    def each(self) -> "list[tuple[Layer, Glossary]]":
        """Every layer, on or off, with all that stands in its file, the layer that counts most first."""
        return [(layer, read.glossary) for layer, read in zip(self.layers, self._read, strict=True)]

    def reload_if_changed(self) -> bool:
        """Read again the files whose content has changed on the disk; gives whether there were any.

        Costs one look at the disk for each file. A file that was written just before it was read is compared by its
        content, since a second change at the same moment leaves no other trace.
        """
        changed = []
        for at, layer in enumerate(self.layers):
            if not layer.fixed and (self._read[at].young or source_file.stamp(layer.path) != self._read[at].stamp):
                changed.append(at)
        return self._load(changed)

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
                for standing in read.glossary.entries:
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
            if below and any(entry_key(other.source) == key and not other.removes for other in read.glossary.entries):
                return True
            below = below or layer.path == path
        return False

    @staticmethod
    def _dated(entry: Entry, today: str) -> Entry:
        from glossary.writing import is_short  # noqa: PLC0415 - opening a text only reads

        return entry if entry.added or not today or is_short(entry) else replace(entry, added=today)

    def _load(self, which: "Iterable[int]") -> bool:
        """Read these layers; gives whether any says something else than before."""
        changed = False
        for at in which:
            layer = self.layers[at]
            found = source_file.snapshot(layer.path, self._clock())
            known = self._read[at]
            both = known.stamp is not None and found.stamp is not None
            if both and (found.data, found.fault) == (known.data, known.fault):
                self._read[at] = known._replace(stamp=found.stamp, young=found.young)
                continue
            glossary = self._patched(layer, known, found.data) or yaml_file.load_snapshot(
                found, layer.path, layer=layer.name, must_exist=layer.must_exist
            )
            keys = tuple([entry_key(entry.source) for entry in glossary.entries])
            data = None if layer.fixed else found.data
            self._read[at] = _Read(glossary, keys, found.stamp, found.young, data, found.fault)
            changed = True
        if changed:
            self._merge()
        return changed

    @staticmethod
    def _patched(layer: Layer, known: _Read, data: bytes | None) -> Glossary | None:
        """What a file holds that differs a little from what was read before; None if all of it has to be read."""
        if known.data is None or data is None or len(data) < WORTH_PATCHING:
            return None
        return yaml_file.reread(known.data, data, known.glossary, path=layer.path, layer=layer.name)

    def _merge(self) -> bool:
        """Make one glossary of what counts; gives whether it differs from the one before."""
        shown: list[tuple[Sequence[Entry], Sequence[str]]] = []
        for layer, read in zip(self.layers, self._read, strict=True):
            if layer.name in self._layers_off:
                continue
            entries: Sequence[Entry] = read.glossary.entries
            keys: Sequence[str] = read.keys
            off = self._domains_off
            if off:
                both = [pair for pair in zip(entries, keys, strict=True) if pair[0].domain not in off]
                entries, keys = [entry for entry, _ in both], [key for _, key in both]
            shown.append((entries, keys))
        problems = tuple(problem for read in self._read for problem in read.glossary.problems)
        before, self.glossary = self.glossary, Glossary(_merged(shown), problems)
        return before != self.glossary
