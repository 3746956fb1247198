"""The index of a compiled glossary: it reads keys in the block of bytes and makes the patterns that a text asks for.

What has changed since the glossary was compiled is kept beside it: entries that no longer count by their numbers, and
new ones, each at the place in the order of the file where it belongs, in an index in memory.

Invariant: a lookup finds what an index in memory with the same entries in the same order would.
"""

import struct
from itertools import islice
from typing import TYPE_CHECKING, cast
from zlib import crc32

from glossary.index import Index
from glossary.patterns import patterns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from glossary.compiled_entries import CompiledEntries
    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.patterns import Pattern
    from glossary.tokens import Gaps

LEADS, FOLLOWS = 1, 2
"""Flags of a key: longer patterns begin with it, have it in the second place."""

PAIR, ALSO = "\x1f", "\x1d"
"""Between the two keys of a longer pattern; in front of a pattern that stands for more entries than its first."""

STEP = 1 << 16
"""Between the numbers of two entries, so that there is room for what takes the place of one."""

ROOM = 1 << 32
"""Behind the last entry, for what is added."""

RECORD = struct.Struct("<IBI")
"""Length of the key, flags, number of references."""

_KEPT_PATTERNS = 20_000
_KEPT_KEYS = 1_000


class CompiledLookup:
    """Finds the patterns of a compiled glossary; entries can be taken out and put in.

    Args:
        entries: the glossary.
        analyser: analyses words as when it was compiled.
        gaps: the classes of what stands between words.
        before: the entries are numbered behind this.
    """

    __slots__ = ("_analyser", "_before", "_blob", "_body", "_entries", "_gaps", "_gone", "_last", "_made", "_mask",
                 "_more", "_own", "_table", "count", "insensitive")  # fmt: skip

    def __init__(self, entries: "CompiledEntries", analyser: "Analyser", gaps: "Gaps", before: int) -> None:
        layout = entries.layout
        self.count = (layout.entries + 1) * STEP + ROOM
        """So many numbers it takes."""
        self.insensitive = layout.insensitive
        self._entries = entries
        self._analyser = analyser
        self._gaps = gaps
        self._before = before
        self._blob = entries.blob
        self._body = layout.base + layout.table
        self._mask = (1 << layout.bits) - 1
        self._table = memoryview(entries.blob)[layout.base : self._body].cast("I")
        self._gone: frozenset[int] = frozenset()
        self._more: Mapping[int, tuple[Entry, ...]] = {}
        self._own = Index()
        self._last: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._made: dict[tuple[int, int], Pattern | None] = {}

    def turn(self, gone: frozenset[int], more: "Mapping[int, tuple[Entry, ...]]") -> "list[Entry]":
        """Find all but these entries, and new ones in front of the entries with these numbers, from now on.

        Returns:
            the entries that count now and did not before, or the other way round.
        """
        changed = [self._entries[number] for number in sorted(gone ^ self._gone)]
        for place in sorted(more.keys() | self._more.keys()):
            old, new = self._more.get(place, ()), more.get(place, ())
            if old == new:
                continue
            same = _common(old, new)
            for entry in old[same:]:
                self._take(entry)
            for at, entry in enumerate(new[same:], same):
                self._put(entry, self._before + (place + 1) * STEP - STEP // 2 + at)
            changed += (*old[same:], *new[same:])
        self._gone, self._more = gone, more
        self._made.clear()
        self.insensitive = self._entries.layout.insensitive + self._own.insensitive
        return changed

    def _put(self, entry: "Entry", number: int) -> None:
        for made in patterns_of(entry, "source", self._analyser, self._gaps):
            self._own.add(made, number, entry)
            self._own.patterns[made.ident].entries.sort(key=_number)

    def _take(self, entry: "Entry") -> bool:
        found = False
        for made in patterns_of(entry, "source", self._analyser, self._gaps):
            found = found or self._own.holds(made, entry)
            self._own.remove(made, entry)
        return found

    def _find(self, key: str) -> tuple[int, tuple[int, ...]]:
        """The flags and references of a key; those of the last keys are at hand, as each is asked for thrice."""
        found = self._last.get(key)
        if found is None:
            if len(self._last) >= _KEPT_KEYS:
                self._last.clear()
            found = self._last[key] = self._read(key)
        return found

    def _read(self, key: str) -> tuple[int, tuple[int, ...]]:
        raw = key.encode("utf-8", "surrogatepass")
        slot, blob, table = crc32(raw) & self._mask, self._blob, self._table
        while place := table[slot]:
            at = self._body + place
            length, flags, count = RECORD.unpack_from(blob, at)
            at += RECORD.size
            if length == len(raw) and blob[at : at + length] == raw:
                return flags, struct.unpack_from(f"<{count}I", blob, at + length)
            slot = (slot + 1) & self._mask
        return 0, ()

    def _patterns(self, key: str) -> "list[Pattern]":
        refs = iter(self._find(key)[1])
        found = [self._pattern(number, at) for number, at in zip(refs, refs, strict=True)]
        return [pattern for pattern in found if pattern is not None]

    def _pattern(self, number: int, at: int) -> "Pattern | None":
        """A pattern of an entry with all entries it stands for; None if they have all been taken out."""
        known = self._made.get((number, at), self)
        if known is not self:
            return cast("Pattern | None", known)
        if len(self._made) >= _KEPT_PATTERNS:
            self._made.clear()
        more = self._find(f"{ALSO}{number} {at}")[1]
        numbers = [number, *more[::2]]
        pattern = next(islice(patterns_of(self._entries[number], "source", self._analyser, self._gaps), at, None), None)
        if pattern is not None:
            alive = [other for other in numbers if other not in self._gone]
            pattern.entries.extend((self._before + (other + 1) * STEP, self._entries[other]) for other in alive)
        found = self._made[number, at] = pattern if pattern is not None and pattern.entries else None
        return found

    def single(self, key: str) -> "Iterable[Pattern]":
        """The patterns of one word that have a key."""
        found = self._patterns(key)
        return [*found, *self._own.single(key)] if self._more else found

    def leads(self, key: str) -> bool:
        """Whether a longer pattern begins with a key."""
        return bool(self._find(key)[0] & LEADS) or self._own.leads(key)

    def follows(self, key: str) -> bool:
        """Whether a longer pattern has a key in the second place."""
        return bool(self._find(key)[0] & FOLLOWS) or self._own.follows(key)

    def longer(self, first: str, second: str) -> "Iterable[Pattern]":
        """The patterns that begin with two keys."""
        found = self._patterns(f"{first}{PAIR}{second}")
        return [*found, *self._own.longer(first, second)] if self._more else found

    def inside_compounds(self) -> "list[Pattern]":
        """The patterns that are looked for inside compounds too."""
        refs = iter(self._entries.layout.inside)
        found = [self._pattern(number, at) for number, at in zip(refs, refs, strict=True)]
        return [*(pattern for pattern in found if pattern is not None), *self._own.patterns.values()]

    def remove(self, entry: "Entry") -> bool:
        """Take out the last entry equal to one; gives whether there was one."""
        if self._more and self._take(entry):
            places = [place for place, entries in self._more.items() if entry in entries]
            place = max(places)
            left = list(reversed(self._more[place]))
            left.remove(entry)
            self._more = {**self._more, place: tuple(reversed(left))}
            return True
        for pattern in patterns_of(entry, "source", self._analyser, self._gaps):
            key = min(pattern.first_keys())
            found = self._patterns(key) if len(pattern.tokens) == 1 else []
            if len(pattern.tokens) > 1:
                found = self._patterns(f"{key}{PAIR}{min(pattern.second_keys())}")
            for other in found:
                for number, standing in reversed(other.entries):
                    if other.ident == pattern.ident and standing == entry:
                        self._gone |= {(number - self._before) // STEP - 1}
                        self._made.clear()
                        return True
        return False


def _number(numbered: "tuple[int, Entry]") -> int:
    return numbered[0]


def _common(old: "tuple[Entry, ...]", new: "tuple[Entry, ...]") -> int:
    """How many entries two rows have in common at their beginning."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    return same
