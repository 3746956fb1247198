"""Several glossary files as one: the text's own, those named on the command line, the person's, the bundled.

A large file need not be read here: `unread` says what is to be read elsewhere, and `take` takes it in (see `large`).

Invariant: where two layers have the same term, the earlier one counts. A file is read again only when it has
changed; whatever stands in any of them, the others work.
"""

import os
import time
from dataclasses import replace
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary import layer_state, source_file, yaml_file
from glossary.entry import REMOVED, Entry, Glossary
from glossary.folding import entry_key
from glossary.layer_state import Read
from glossary.parts import Hiding, Part, Parted
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from glossary.editing import Undo
    from glossary.large import Arrived, Unread
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
    hiding = Hiding(frozenset())
    keyed = [(tuple(layer), [entry_key(entry.source) for entry in layer]) for layer in layers]
    return tuple([entry for both in keyed for entry in hiding.shown(*both)])


class Layers:
    """The glossary files of one reading, in order of precedence. Not for several threads at the same time.

    Args:
        document: the glossary beside the text, or None.
        files: those named on the command line; each must exist, but the first, which is written.
        own: the person's glossary, or None.
        bundled: those that come with the program; never written.
        clock: the present time in ns, for telling whether the time stamp of a file can be trusted.
        large_bytes: files of this size are not read here, nor those that together are as large; none by default.
    """

    def __init__(
        self,
        *,
        document: Path | None = None,
        files: "Sequence[Path]" = (),
        own: Path | None = None,
        bundled: "Sequence[Path] | None" = None,
        clock: "Callable[[], int]" = time.time_ns,
        large_bytes: int | None = None,
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
        self.shown: tuple[Sequence[Entry], ...] = ()
        """What counts of each layer; the same object as before where nothing has changed."""
        self._clock = clock
        self._large_bytes = large_bytes
        self._layers_off: frozenset[str] = frozenset()
        self._domains_off: frozenset[str] = frozenset()
        self._read: list[Read] = [Read()] * len(self.layers)
        self._apart = layer_state.larger_together([layer.path for layer in self.layers], large_bytes)
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
            found[layer.name] = found.get(layer.name, 0) + read.terms()
        return found

    def domains(self) -> dict[str, int]:
        """Each domain with the number of entries that stand in it, on or off, in order of first appearance.

        Layers that are switched off do not count.
        """
        found: dict[str, int] = {}
        for layer, read in zip(self.layers, self._read, strict=True):
            if layer.name in self._layers_off:
                continue
            for name, count in read.domains().items():
                found[name] = found.get(name, 0) + count
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

    def unread(self) -> "Unread | None":
        """A large file that is to be read elsewhere, because it has not been, or has changed; None if there is none.

        Costs one look at the disk for each large file.
        """
        for at, (layer, read) in enumerate(zip(self.layers, self._read, strict=True)):
            found = layer_state.unread(read, at, layer.name, layer.path, self._clock())
            if found is not None:
                return found
        return None

    @property
    def waiting(self) -> list[Layer]:
        """The layers of which nothing is shown yet, because their files are large."""
        both = zip(self.layers, self._read, strict=True)
        return [layer for layer, read in both if read.large is not None and read.large.part is None]

    def take(self, arrived: "Arrived") -> bool:
        """Take in what came of reading a large file; gives whether anything is different now."""
        at = arrived.unread.at
        self._read[at] = layer_state.taken(self._read[at], arrived, self.layers[at].path, self._clock())
        return self._merge()

    def forget_large(self) -> None:
        """Let go of what was read of large files, so that they are read again: words are analysed otherwise now."""
        self._read = [read if read.large is None else layer_state.put_off(Read()) for read in self._read]
        self._merge()

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
        for done in undos:
            for at, layer in enumerate(self.layers):
                if layer.path == done.path and self._read[at].large is not None:
                    self._read[at] = layer_state.changed(self._read[at], done, layer.path, layer.name, self._clock())
        if not self.reload_if_changed():
            self._merge()
        return tuple(undos)

    def _put(self, entry: Entry) -> "list[Undo]":
        """Write to the writable file, over an entry there that only removes the same term."""
        path = self._target()
        key = entry_key(entry.source)
        for layer, read in zip(self.layers, self._read, strict=True):
            if layer.path == path:
                for standing in read.with_key(key):
                    if standing.removes:
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
            if below and any(not other.removes for other in read.with_key(key)):
                return True
            below = below or layer.path == path
        return False

    @staticmethod
    def _dated(entry: Entry, today: str) -> Entry:
        from glossary.writing import is_short  # noqa: PLC0415 - opening a text only reads

        return entry if entry.added or not today or is_short(entry) else replace(entry, added=today)

    def _is_large(self, at: int) -> bool:
        """Whether a file is to be read elsewhere; one that is not there, or is no file, is looked at here."""
        if self._large_bytes is None:
            return False
        stamp, path = source_file.stamp(self.layers[at].path), self.layers[at].path
        return stamp is not None and (stamp[2] >= self._large_bytes or at in self._apart) and path.is_file()

    def _load(self, which: "Iterable[int]") -> bool:
        """Read these layers; gives whether any says something else than before."""
        changed = False
        for at in which:
            layer = self.layers[at]
            if self._is_large(at):
                if self._read[at].large is None:
                    self._read[at] = layer_state.put_off(self._read[at])
                    changed = True
                continue
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
            self._read[at] = Read(glossary, keys, found.stamp, found.young, data, found.fault)
            changed = True
        if changed:
            self._merge()
        return changed

    @staticmethod
    def _patched(layer: Layer, known: Read, data: bytes | None) -> Glossary | None:
        """What a file holds that differs a little from what was read before; None if all of it has to be read."""
        if known.data is None or data is None or len(data) < WORTH_PATCHING:
            return None
        return yaml_file.reread(known.data, data, known.glossary, path=layer.path, layer=layer.name)

    def _merge(self) -> bool:
        """Make one glossary of what counts; gives whether it differs from the one before."""
        hiding = Hiding(self._domains_off)
        shown: list[Sequence[Entry]] = []
        for at, (layer, read) in enumerate(zip(self.layers, self._read, strict=True)):
            here: Sequence[Entry] = ()
            if layer.name not in self._layers_off:
                here = hiding.shown(read.glossary.entries, read.keys)
            shown.append(self.shown[at] if self.shown and _same(self.shown[at], here) else here)
        problems = tuple(problem for read in self._read for problem in read.glossary.problems)
        differs = problems != self.glossary.problems or tuple(shown) != self.shown
        self.shown = tuple(shown)
        plain = not any(isinstance(part, Part) for part in shown)
        entries = tuple([entry for part in shown for entry in part]) if plain else Parted(self.shown)
        self.glossary = Glossary(entries, problems)
        return differs


def _same(before: "Sequence[Entry]", now: "Sequence[Entry]") -> bool:
    """Whether two parts hold the very same entries."""
    if isinstance(before, Part) or isinstance(now, Part):
        return before == now
    return len(before) == len(now) and all(map(is_, before, now))
