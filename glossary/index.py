"""From the keys of a word to the patterns that begin with it: the part of a matcher that changes with the glossary.

Invariant: adding and then removing a pattern leaves what was before; an index holds no pattern without entries.
"""

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.entry import Entry
    from glossary.patterns import Pattern

K = TypeVar("K", str, tuple[str, str])


class Lookup(Protocol):
    """What a matcher asks of an index, whether it is in memory or was compiled to a file."""

    insensitive: int
    """How many patterns do not care for case; their keys begin with `?`."""

    def single(self, key: str) -> "Iterable[Pattern]":
        """The patterns of one word that have a key."""

    def leads(self, key: str) -> bool:
        """Whether a longer pattern begins with a key."""

    def follows(self, key: str) -> bool:
        """Whether a longer pattern has a key in the second place."""

    def longer(self, first: str, second: str) -> "Iterable[Pattern]":
        """The patterns that begin with two keys."""


class Index:
    """Patterns in memory, by their first word or their first two.

    Most keys lead to one pattern, which then stands there itself instead of a list: a third of the memory.
    """

    __slots__ = ("heads", "insensitive", "one", "patterns", "seconds", "two")

    def __init__(self) -> None:
        self.patterns: dict[tuple[str, str, str], Pattern] = {}
        self.one: dict[str, Pattern | list[Pattern]] = {}
        self.two: dict[tuple[str, str], Pattern | list[Pattern]] = {}
        self.heads: dict[str, int] = {}
        self.seconds: dict[str, int] = {}
        self.insensitive = 0

    def add(self, made: "Pattern", number: int, entry: "Entry") -> "Pattern | None":
        """Let a pattern stand for an entry too. Gives the pattern if it is new here."""
        pattern = self.patterns.get(made.ident)
        if pattern is not None:
            pattern.entries.append((number, entry))
            return None
        self.patterns[made.ident] = made
        made.entries.append((number, entry))
        self.insensitive += made.case == "insensitive"
        seconds = made.second_keys() if len(made.tokens) > 1 else ()
        for key in seconds:
            self.seconds[key] = self.seconds.get(key, 0) + 1
        for key in made.first_keys():
            if not seconds:
                _put(self.one, key, made)
                continue
            self.heads[key] = self.heads.get(key, 0) + 1
            for second in seconds:
                _put(self.two, (key, second), made)
        return made

    def holds(self, made: "Pattern", entry: "Entry") -> bool:
        """Whether a pattern like this one stands for an entry."""
        pattern = self.patterns.get(made.ident)
        return pattern is not None and any(standing == entry for _, standing in reversed(pattern.entries))

    def remove(self, made: "Pattern", entry: "Entry") -> "Pattern | None":
        """Take an entry from the pattern like this one. Gives that pattern if it is gone now."""
        pattern = self.patterns.get(made.ident)
        if pattern is None or not pattern.drop(entry) or pattern.entries:
            return None
        del self.patterns[made.ident]
        self.insensitive -= pattern.case == "insensitive"
        seconds = pattern.second_keys() if len(pattern.tokens) > 1 else ()
        for key in seconds:
            _one_less(self.seconds, key)
        for key in pattern.first_keys():
            if not seconds:
                _discard(self.one, key, pattern)
                continue
            _one_less(self.heads, key)
            for second in seconds:
                _discard(self.two, (key, second), pattern)
        return pattern

    def single(self, key: str) -> "Iterable[Pattern]":
        """The patterns of one word that have a key."""
        found = self.one.get(key)
        return () if found is None else found if isinstance(found, list) else (found,)

    def leads(self, key: str) -> bool:
        """Whether a longer pattern begins with a key."""
        return key in self.heads

    def follows(self, key: str) -> bool:
        """Whether a longer pattern has a key in the second place."""
        return key in self.seconds

    def longer(self, first: str, second: str) -> "Iterable[Pattern]":
        """The patterns that begin with two keys."""
        found = self.two.get((first, second))
        return () if found is None else found if isinstance(found, list) else (found,)


def _put(index: "dict[K, Pattern | list[Pattern]]", key: "K", pattern: "Pattern") -> None:
    found = index.get(key)
    if found is None:
        index[key] = pattern
    elif isinstance(found, list):
        found.append(pattern)
    else:
        index[key] = [found, pattern]


def _one_less(counts: dict[str, int], key: str) -> None:
    counts[key] -= 1
    if not counts[key]:
        del counts[key]


def _discard(index: "dict[K, Pattern | list[Pattern]]", key: "K", pattern: "Pattern") -> None:
    found = index.get(key)
    if isinstance(found, list):
        found.remove(pattern)
        if len(found) == 1:
            index[key] = found[0]
    elif found is pattern:
        del index[key]
