"""Glossaries put together from parts without unfolding them: what counts of each file, given the files before it.

A part is a tuple of entries or, for a large file, a `Part`: a compiled glossary with the numbers of the entries that
do not count, and the entries that were put in since it was compiled. Invariant: a part is to everybody the tuple of
the entries that count; hiding gives what `layers.merged` gives for the same entries.
"""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, overload

from glossary.entry import Entry
from glossary.folding import entry_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from glossary.compiled_entries import CompiledEntries
    from glossary.compiled_lookup import CompiledLookup
    from glossary.forms import Analyser
    from glossary.tokens import Gaps


class _Unfolded(Sequence[Entry]):
    """A sequence of entries that is made by going through it; whoever asks for one by its number has all made."""

    __slots__ = ("_all",)

    _all: tuple[Entry, ...] | None

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...

    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if self._all is None:
            self._all = tuple(iter(self))
        return self._all[at]


class Part(_Unfolded):
    """What counts of a compiled glossary.

    Args:
        base: the compiled glossary.
        gone: the numbers of its entries that do not count.
        more: the entries that have been put in: each row in front of the entry with its number.
    """

    __slots__ = ("base", "gone", "more")

    __hash__ = None  # type: ignore[assignment]  # as of a list: nobody looks parts up

    def __init__(
        self,
        base: "CompiledEntries",
        gone: frozenset[int] = frozenset(),
        more: "Mapping[int, tuple[Entry, ...]] | None" = None,
    ) -> None:
        self.base = base
        self.gone = gone
        self.more: Mapping[int, tuple[Entry, ...]] = more or {}
        self._all = None

    def __len__(self) -> int:
        return len(self.base) - len(self.gone) + sum(map(len, self.more.values()))

    def __iter__(self) -> "Iterator[Entry]":
        for number in range(len(self.base)):
            if number in self.more:
                yield from self.more[number]
            if number not in self.gone:
                yield self.base[number]
        yield from self.more.get(len(self.base), ())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part):
            return NotImplemented
        return self.base is other.base and self.gone == other.gone and self.more == other.more

    def lookup(self, side: str, analyser: "Analyser", gaps: "Gaps", before: int) -> "CompiledLookup | None":
        """The index for one side; None if it was not made for that."""
        found = self.base.lookup(side, analyser, gaps, before)
        if found is not None:
            found.turn(self.gone, self.more)
        return found

    def with_key(self, key: str) -> list[Entry]:
        """The entries that have a key (`entry_key`)."""
        found = [self.base[number] for number in self.base.numbers(key) if number not in self.gone]
        return found + [entry for row in self.more.values() for entry in row if entry_key(entry.source) == key]

    def has(self, key: str) -> bool:
        """Whether there is an entry with a key."""
        return bool(self.with_key(key))

    def terms(self) -> int:
        """How many entries there are that do not only remove a term."""
        removing = len(self.base.removers - self.gone)
        return len(self) - removing - sum(entry.removes for row in self.more.values() for entry in row)

    def domains(self) -> dict[str, int]:
        """The domains with how many entries each has."""
        found = dict(self.base.layout.domains)
        for number in self.gone:
            name = self.base.domain(number)
            if name:
                found[name] -= 1
        for entry in chain.from_iterable(self.more[place] for place in sorted(self.more)):
            if entry.domain:
                found[entry.domain] = found.get(entry.domain, 0) + 1
        return {name: count for name, count in found.items() if count}

    def changed(self, old: Entry | None, new: Entry | None) -> "Part | None":
        """The same with one entry changed where it stands, put in at the end, or taken out; None if it is not there."""
        more, gone = dict(self.more), self.gone
        if old is None:
            place, at, row = len(self.base), len(more.get(len(self.base), ())), more.get(len(self.base), ())
        else:
            key = entry_key(old.source)
            places = [n for n in self.base.numbers(key) if n not in gone and self.base[n] == old]
            rows = [place for place, row in more.items() if old in row]
            place = min((*places, *rows), default=-1)
            if place < 0:
                return None
            row = more.get(place, ())
            if old in row:
                at = row.index(old)
                row = (*row[:at], *row[at + 1 :])
            else:
                at, gone = len(row), gone | {place}
        more[place] = row if new is None else (*row[:at], new, *row[at:])
        if not more[place]:
            del more[place]
        return Part(self.base, gone, more)

    def without_domains(self, off: frozenset[str]) -> "Part":
        """The same without the entries of some domains."""
        if not off:
            return self
        return Part(self.base, self.gone | self.base.of_domains(off), _kept(self.more, lambda e: e.domain not in off))

    def hidden_by(self, other: "Part") -> set[int]:
        """The numbers of the entries whose keys another part has too."""
        shared = self.base.shared(other.base)
        dead: set[int] = set()
        if shared and other.gone:
            theirs = other.base.shared(self.base)
            for number in other.gone & theirs.keys():
                if not other.has(entry_key(other.base[number].source)):
                    dead.add(theirs[number])
        found = {number for number, hashed in shared.items() if hashed not in dead}
        for row in other.more.values():
            for entry in row:
                found.update(self.base.numbers(entry_key(entry.source)))
        return found


class Parted(_Unfolded):
    """The entries of several parts, one after the other.

    Attributes:
        parts: tuples of entries, and `Part`s.
    """

    __slots__ = ("parts",)

    __hash__ = None  # type: ignore[assignment]  # as above

    def __init__(self, parts: "tuple[Sequence[Entry], ...]") -> None:
        self.parts = parts
        self._all = None

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> "Iterator[Entry]":
        return chain.from_iterable(self.parts)

    def __eq__(self, other: object) -> bool:
        return self.parts == other.parts if isinstance(other, Parted) else NotImplemented


class Hiding:
    """Goes through layers, the one that counts most first, and gives what counts of each.

    Args:
        off: the domains that are switched off.
    """

    def __init__(self, off: frozenset[str]) -> None:
        self._off = off
        self._keys: set[str] = set()
        self._parts: list[Part] = []

    def shown(self, entries: "Sequence[Entry]", keys: "Sequence[str]") -> "Sequence[Entry]":
        """What counts of the next layer, whose keys are given unless it is a `Part`."""
        if isinstance(entries, Part):
            return self._shown_of(entries)
        if self._off:
            both = [pair for pair in zip(entries, keys, strict=True) if pair[0].domain not in self._off]
            entries, keys = tuple(entry for entry, _ in both), [key for _, key in both]
        if self._keys or self._parts or any(entry.removes for entry in entries):
            both = [
                pair for pair in zip(entries, keys, strict=True) if not pair[0].removes and not self._is_taken(pair[1])
            ]
            entries = tuple(entry for entry, _ in both) if len(both) < len(entries) else entries
        self._keys.update(keys)
        return entries

    def _is_taken(self, key: str) -> bool:
        return key in self._keys or any(part.has(key) for part in self._parts)

    def _shown_of(self, part: Part) -> Part:
        counting = part.without_domains(self._off)
        hidden = set(part.base.removers)
        for key in self._keys:
            hidden.update(part.base.numbers(key))
        for other in self._parts:
            hidden |= counting.hidden_by(other)
        more = _kept(counting.more, lambda e: not e.removes and not self._is_taken(entry_key(e.source)))
        self._parts.append(counting)
        return Part(part.base, counting.gone | hidden, more)


def _kept(
    more: "Mapping[int, tuple[Entry, ...]]", wanted: "Callable[[Entry], bool]"
) -> "Mapping[int, tuple[Entry, ...]]":
    """The rows without what is not wanted."""
    rows = {place: tuple(entry for entry in row if wanted(entry)) for place, row in more.items()}
    return {place: row for place, row in rows.items() if row}
