"""The entries and the index of a compiled glossary, unfolded from one block of bytes where they are asked for.

Invariant: `CompiledEntries` is to everybody the tuple of entries it was made from; a lookup finds what an index in
memory with the same entries would.
"""

import struct
from array import array
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast, overload
from zlib import crc32

from glossary.entry import Entry
from glossary.patterns import patterns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from glossary.entry import Case, Match
    from glossary.forms import Analyser
    from glossary.patterns import Pattern
    from glossary.tokens import Gaps

LEADS, FOLLOWS = 1, 2
"""Flags of a key: longer patterns begin with it, have it in the second place."""

PAIR, ALSO = "\x1f", "\x1d"
"""Between the two keys of a longer pattern; in front of a pattern that stands for more entries than its first."""

_FIELD, _ITEM = "\x1f", "\x1e"
_LISTS = frozenset((1, 2, 6))
_KEPT_PATTERNS = 20_000
_KEPT_KEYS = 1_000
_RECORD = struct.Struct("<HBI")


class Layout(NamedTuple):
    """Where things are in the block: bytes, but for bits and entries."""

    base: int
    bits: int
    table: int
    body: int
    entries: int
    insensitive: int
    inside: list[int]


def packed(entries: "Sequence[Entry]") -> "tuple[array[int], bytes] | None":
    """The places of the entries, one more than there are, and their strings; None if a field holds what parts them."""
    places, rows, at = array("I", (0,)), [], 0
    for entry in entries:
        fields = (
            entry.source, _ITEM.join(entry.targets), _ITEM.join(entry.forbidden), entry.note, entry.domain,
            entry.match, _ITEM.join(entry.forms), entry.case, entry.pos, entry.added, str(entry.line),
        )  # fmt: skip
        row = _FIELD.join(fields)
        items = len(entry.targets) + len(entry.forbidden) + len(entry.forms)
        lists = sum(bool(part) for part in (entry.targets, entry.forbidden, entry.forms))
        if row.count(_FIELD) != len(fields) - 1 or row.count(_ITEM) != items - lists:
            return None
        rows.append(row.encode("utf-8", "surrogatepass"))
        at += len(rows[-1])
        places.append(at)
    return places, b"".join(rows)


class CompiledEntries(Sequence[Entry]):
    """The entries of a compiled glossary, in the order of the file.

    Args:
        blob: the whole file.
        layout: where things are in it.
        path: the glossary file, for the entries.
        layer: the name of their layer.
        words: language and analysis that the index was made with.
        words_of: what the same is for an analyser now.
    """

    __slots__ = ("_layer", "_path", "_places", "_strings", "_words", "_words_of", "blob", "layout")

    def __init__(
        self,
        blob: bytes,
        layout: Layout,
        path: "Path",
        layer: str,
        words: tuple[str, str],
        words_of: "Callable[[Analyser], str]",
    ) -> None:
        self.blob = blob
        self.layout = layout
        self._path = path
        self._layer = layer
        self._words = words
        self._words_of = words_of
        begin = layout.base + layout.table + layout.body
        self._strings = begin + 4 * (layout.entries + 1)
        self._places = memoryview(blob)[begin : self._strings].cast("I")

    def __len__(self) -> int:
        return self.layout.entries

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...

    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(at, slice):
            return tuple(self[number] for number in range(*at.indices(len(self))))
        number = at + len(self) if at < 0 else at
        if not 0 <= number < len(self):
            raise IndexError(at)
        row = self.blob[self._strings + self._places[number] : self._strings + self._places[number + 1]]
        parts = row.decode("utf-8", "surrogatepass").split(_FIELD)
        source, targets, forbidden, note, domain, match, forms, case, pos, added, line = parts
        return Entry(
            source, tuple(targets.split(_ITEM)) if targets else (), tuple(forbidden.split(_ITEM)) if forbidden else (),
            note, domain, cast("Match", match), tuple(forms.split(_ITEM)) if forms else (), cast("Case", case), pos,
            added, self._layer, self._path, int(line),
        )  # fmt: skip

    def lookup(self, side: str, analyser: "Analyser", gaps: "Gaps", before: int) -> "CompiledLookup | None":
        """The index for one side, whose entries are numbered behind `before`; None if it was not made for that."""
        if side != "source" or (analyser.lang, self._words_of(analyser)) != self._words:
            return None
        return CompiledLookup(self, analyser, gaps, before)


class CompiledLookup:
    """Finds the patterns of a compiled glossary; entries can be taken out, and patterns are made when asked for."""

    __slots__ = ("_analyser", "_before", "_blob", "_body", "_entries", "_gaps", "_gone", "_last", "_made", "_mask",
                 "_table", "count", "insensitive")  # fmt: skip

    def __init__(self, entries: CompiledEntries, analyser: "Analyser", gaps: "Gaps", before: int) -> None:
        layout = entries.layout
        self.count = layout.entries
        self.insensitive = layout.insensitive
        self._entries = entries
        self._analyser = analyser
        self._gaps = gaps
        self._before = before
        self._blob = entries.blob
        self._body = layout.base + layout.table
        self._mask = (1 << layout.bits) - 1
        self._table = memoryview(entries.blob)[layout.base : self._body].cast("I")
        self._gone: set[int] = set()
        self._last: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._made: dict[tuple[int, int], Pattern | None] = {}

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
            length, flags, count = _RECORD.unpack_from(blob, at)
            at += _RECORD.size
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
            pattern.entries.extend((self._before + 1 + other, self._entries[other]) for other in alive)
        found = self._made[number, at] = pattern if pattern is not None and pattern.entries else None
        return found

    def single(self, key: str) -> "Iterable[Pattern]":
        """The patterns of one word that have a key."""
        return self._patterns(key)

    def leads(self, key: str) -> bool:
        """Whether a longer pattern begins with a key."""
        return bool(self._find(key)[0] & LEADS)

    def follows(self, key: str) -> bool:
        """Whether a longer pattern has a key in the second place."""
        return bool(self._find(key)[0] & FOLLOWS)

    def longer(self, first: str, second: str) -> "Iterable[Pattern]":
        """The patterns that begin with two keys."""
        return self._patterns(f"{first}{PAIR}{second}")

    def inside_compounds(self) -> "list[Pattern]":
        """The patterns that are looked for inside compounds too."""
        refs = iter(self._entries.layout.inside)
        found = [self._pattern(number, at) for number, at in zip(refs, refs, strict=True)]
        return [pattern for pattern in found if pattern is not None]

    def remove(self, entry: "Entry") -> bool:
        """Take out the last entry equal to one; gives whether there was one."""
        for pattern in patterns_of(entry, "source", self._analyser, self._gaps):
            key = min(pattern.first_keys())
            found = self._patterns(key) if len(pattern.tokens) == 1 else []
            if len(pattern.tokens) > 1:
                found = self._patterns(f"{key}{PAIR}{min(pattern.second_keys())}")
            for other in found:
                for number, standing in reversed(other.entries):
                    if other.ident == pattern.ident and standing == entry:
                        self._gone.add(number - self._before - 1)
                        self._made.clear()
                        return True
        return False
