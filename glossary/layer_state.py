"""What is known of one file of the glossary: as it was read, and what was changed in it since.

Invariant: all of it are values; `layers` keeps the newest of each file.
"""

from typing import TYPE_CHECKING, NamedTuple

from glossary import source_file
from glossary.entry import Glossary
from glossary.folding import entry_key
from glossary.parts import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.editing import Undo
    from glossary.entry import Entry
    from glossary.large import Arrived, Large, Unread
    from glossary.source_file import Stamp


class Read(NamedTuple):
    """A file as it was last read.

    Attributes:
        glossary: what stands in it.
        keys: of its entries, unless they are a `Part`.
        stamp: what its record said then.
        young: whether it may have changed since without a new stamp.
        data: its content, unless it is large.
        fault: why it cannot be read.
        large: what is known of it if it is read elsewhere because it is large.
        changed_ns: when it was last changed here, or read elsewhere.
    """

    glossary: Glossary = Glossary()
    keys: tuple[str, ...] = ()
    stamp: "Stamp | None" = None
    young: bool = False
    data: bytes | None = None
    fault: tuple[str, str] | None = None
    large: "Large | None" = None
    changed_ns: int = 0

    def with_key(self, key: str) -> "Sequence[Entry]":
        """The entries that have a key."""
        entries = self.glossary.entries
        if isinstance(entries, Part):
            return entries.with_key(key)
        return [entry for entry, other in zip(entries, self.keys, strict=True) if other == key]

    def terms(self) -> int:
        """How many entries there are that do not only remove a term."""
        entries = self.glossary.entries
        return entries.terms() if isinstance(entries, Part) else sum(not entry.removes for entry in entries)

    def domains(self) -> "dict[str, int]":
        """The domains with how many entries each has."""
        entries = self.glossary.entries
        if isinstance(entries, Part):
            return entries.domains()
        found: dict[str, int] = {}
        for entry in entries:
            if entry.domain:
                found[entry.domain] = found.get(entry.domain, 0) + 1
        return found


def keys_of(entries: "Sequence[Entry]") -> tuple[str, ...]:
    """The keys of entries, which a `Part` looks up itself."""
    return () if isinstance(entries, Part) else tuple([entry_key(entry.source) for entry in entries])


def larger_together(paths: "Sequence[Path]", limit_bytes: int | None) -> frozenset[int]:
    """Which files, the largest first, are put off until those that are left are smaller than a limit together."""
    if limit_bytes is None:
        return frozenset()
    stamps = [source_file.stamp(path) for path in paths]
    sizes = sorted(((stamp[2], at) for at, stamp in enumerate(stamps) if stamp is not None), reverse=True)
    left, apart = sum(size for size, _ in sizes), []
    while sizes and left >= limit_bytes:
        size, at = sizes.pop(0)
        left -= size
        apart.append(at)
    return frozenset(apart)


def put_off(read: Read) -> Read:
    """A file that is to be read elsewhere; what is known of it stays."""
    from glossary.large import Large  # noqa: PLC0415 - most people have no large file

    return read._replace(large=Large(), stamp=None, young=False, data=None, fault=None)


def unread(read: Read, at: int, name: str, path: "Path", now_ns: int) -> "Unread | None":
    """What is to be read elsewhere, if a file is large and has changed, or was changed here some time ago."""
    from glossary.large import RESTED_NS, Unread  # noqa: PLC0415 - as above

    known = read.large
    if known is None:
        return None
    rested = now_ns - read.changed_ns > RESTED_NS
    if source_file.stamp(path) != read.stamp or not known.digest or (read.young and rested):
        return Unread(at, name, path, known.digest)
    if rested and known.part is not None and (known.part.gone or known.part.more):
        return Unread(at, name, path, "")
    return None


def taken(read: Read, arrived: "Arrived", path: "Path", now_ns: int) -> Read:
    """What is known after a large file was read elsewhere."""
    from glossary.large import taken_in  # noqa: PLC0415 - as above

    loaded = arrived.loaded
    if read.large is None:
        return read
    if loaded is None:
        if arrived.unread.digest != read.large.digest:
            return read
        again_ns = now_ns if arrived.young else read.changed_ns
        return read._replace(stamp=arrived.stamp, young=arrived.young, changed_ns=again_ns)
    large = taken_in(read.large, loaded, replay=source_file.stamp(path) == read.stamp)
    if large is None or large.part is None:
        entries = loaded.glossary.entries
        return Read(loaded.glossary, keys_of(entries), arrived.stamp, arrived.young, changed_ns=now_ns)
    # With changes that were made meanwhile, it is the file that was written last that is known.
    stamp, young = (arrived.stamp, arrived.young) if large.digest == loaded.digest else (read.stamp, read.young)
    glossary = Glossary(large.part, loaded.glossary.problems)
    return Read(glossary, (), stamp, young, large=large, changed_ns=now_ns)


def changed(read: Read, done: "Undo", path: "Path", layer: str, now_ns: int) -> Read:
    """What is known after a change to a large file that was made here."""
    from glossary.large import Large, step_of, stepped  # noqa: PLC0415 - as above

    before = read.large or Large()
    step = step_of(done, before, layer, problems=bool(read.glossary.problems))
    large = stepped(before, step)
    now = source_file.snapshot(path, now_ns)
    known = now.data == done.after and bool(large.digest or large.part is None)
    entries: Sequence[Entry]
    if large.part is None:
        others = [entry for entry in read.glossary.entries if entry != done.old]
        entries = (*others, *([step.new] if step.new is not None else []))
    else:
        entries = large.part
    return Read(
        Glossary(entries, read.glossary.problems), keys_of(entries), now.stamp if known else None,
        known and now.young, large=large, changed_ns=now_ns,
    )  # fmt: skip
