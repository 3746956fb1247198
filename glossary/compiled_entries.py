"""The entries of a compiled glossary, unfolded from one block of bytes where they are asked for.

Beside them stand the hashes of their keys, so that a term is found without unfolding the others, and the numbers of
their domains. Invariant: `CompiledEntries` is to everybody the tuple of entries it was made from.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast, overload

from glossary.entry import Entry
from glossary.folding import entry_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from glossary.compiled_lookup import CompiledLookup
    from glossary.entry import Case, Match
    from glossary.forms import Analyser
    from glossary.tokens import Gaps

_FIELD, _ITEM = "\x1f", "\x1e"


class Layout(NamedTuple):
    """Where things are in the block: bytes, but for bits and entries."""

    base: int
    bits: int
    table: int
    body: int
    entries: int
    insensitive: int
    inside: list[int]
    domains: list[tuple[str, int]]
    removers: list[int]


def key_hash(key: str) -> int:
    """The 64 bits by which an entry's key is found again."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), sys.byteorder)


def tables(entries: "Sequence[Entry]") -> tuple[bytes, list[tuple[str, int]], list[int]]:
    """What is asked of entries without unfolding them.

    Returns:
        the hashes of their keys in order, the numbers of the entries in that order, and for each entry the number of
        its domain (0 for none); the domains with how many entries they have, in order of first appearance; the
        numbers of the entries that only remove a term.
    """
    hashes = sorted((key_hash(entry_key(entry.source)), number) for number, entry in enumerate(entries))
    domains: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        if entry.domain:
            domains.setdefault(entry.domain, []).append(number)
    of = array("I", bytes(4 * len(entries)))
    for at, numbers in enumerate(domains.values()):
        for number in numbers:
            of[number] = at + 1
    found = array("Q", (hashed for hashed, _ in hashes)).tobytes(), array("I", (n for _, n in hashes)).tobytes()
    removers = [number for number, entry in enumerate(entries) if entry.removes]
    return b"".join((*found, of.tobytes())), [(name, len(some)) for name, some in domains.items()], removers


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

    __slots__ = ("_domains", "_hashes", "_layer", "_numbers", "_path", "_places", "_shared", "_strings", "_words",
                 "_words_of", "blob", "layout", "removers")  # fmt: skip

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
        self.removers = frozenset(layout.removers)
        self._path = path
        self._layer = layer
        self._words = words
        self._words_of = words_of
        whole, count, at = memoryview(blob), layout.entries, layout.base + layout.table + layout.body
        ends = [at := at + size for size in (4 * (count + 1), 8 * count, 4 * count, 4 * count)]
        self._places = whole[ends[0] - 4 * (count + 1) : ends[0]].cast("I")
        self._hashes = whole[ends[0] : ends[1]].cast("Q")
        self._numbers = whole[ends[1] : ends[2]].cast("I")
        self._domains = whole[ends[2] : ends[3]].cast("I")
        self._strings = ends[3]
        self._shared: tuple[CompiledEntries, dict[int, int]] | None = None

    def __len__(self) -> int:
        return self.layout.entries

    def __iter__(self) -> "Iterator[Entry]":
        return (self[number] for number in range(len(self)))

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

    def numbers(self, key: str) -> list[int]:
        """The numbers of the entries that have a key (`entry_key`), in order; a term is looked for by its hash."""
        hashed = key_hash(key)
        at, found = bisect_left(self._hashes, hashed), []
        while at < len(self._hashes) and self._hashes[at] == hashed:
            number = self._numbers[at]
            if entry_key(self[number].source) == key:
                found.append(number)
            at += 1
        return found

    def of_domains(self, names: frozenset[str]) -> frozenset[int]:
        """The numbers of the entries that stand in one of these domains."""
        wanted = {at for at, (name, _) in enumerate(self.layout.domains, 1) if name in names}
        return frozenset([number for number, at in enumerate(self._domains) if at in wanted] if wanted else ())

    def domain(self, number: int) -> str:
        """The domain of an entry."""
        at = self._domains[number]
        return self.layout.domains[at - 1][0] if at else ""

    def shared(self, other: "CompiledEntries") -> dict[int, int]:
        """The numbers of the entries whose keys another compiled glossary has too, each with its hash; remembered."""
        if self._shared is None or self._shared[0] is not other:
            both = set(self._hashes) & set(other._hashes)  # noqa: SLF001 - another one of these
            pairs = zip(self._numbers, self._hashes, strict=True) if both else ()
            self._shared = other, {number: hashed for number, hashed in pairs if hashed in both}
        return self._shared[1]

    def lookup(self, side: str, analyser: "Analyser", gaps: "Gaps", before: int) -> "CompiledLookup | None":
        """The index for one side, whose entries are numbered behind `before`; None if it was not made for that."""
        from glossary.compiled_lookup import CompiledLookup  # noqa: PLC0415 - it imports this module

        if side != "source" or (analyser.lang, self._words_of(analyser)) != self._words:
            return None
        return CompiledLookup(self, analyser, gaps, before)
