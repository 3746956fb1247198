"""A matcher for several layers that follows them: what has changed is taken out and put in where it belongs.

Invariant: after `follow` it finds what a new matcher for the same layers finds, and names the same entries.
"""

from typing import TYPE_CHECKING

from glossary.matcher import Matcher
from glossary.parts import Part
from glossary.patterns import patterns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.compiled_lookup import CompiledLookup
    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.patterns import Pattern

MOST_CHANGES = 400
"""For more changes than this a new matcher is made sooner."""

_LAYER = 1 << 56
_STEP = 1 << 20
"""Between the numbers of two layers, and of two entries, so that there is room between them."""


class LayeredMatcher(Matcher):
    """Finds the source terms of layers.

    Args:
        shown: what counts of each layer, the one that counts most first (`Layers.shown`).
        analyser: analyses words.
    """

    def __init__(self, shown: "Sequence[Sequence[Entry]]", *, analyser: "Analyser") -> None:
        super().__init__((), analyser=analyser)
        self._shown: list[Sequence[Entry]] = [()] * len(shown)
        self._numbers: list[list[int]] = [[] for _ in shown]
        self._of_layer: list[CompiledLookup | None] = [None] * len(shown)
        self._anew = False
        for at, part in enumerate(shown):
            self._show_all(at, part)
        self._insensitive = any(lookup.insensitive for lookup in self._lookups)

    def _show_all(self, at: int, part: "Sequence[Entry]") -> None:
        """Find the entries of a layer of which none was found before."""
        self._shown[at] = part
        self._count = at * _LAYER
        if isinstance(part, Part):
            before = self._compiled
            self._take(part)
            if self._compiled != before:
                self._of_layer[at] = self._compiled[0]
                return
            self._shown[at] = tuple(part)  # it was compiled for other words
        else:
            for number, entry in enumerate(part, 1):
                self._count = at * _LAYER + number * _STEP - 1
                self._add(entry)
        self._numbers[at] = [at * _LAYER + number * _STEP for number in range(1, len(part) + 1)]

    def follow(self, shown: "Sequence[Sequence[Entry]]") -> bool:
        """Find what counts of each layer now; gives false if a new matcher has to be made for that."""
        if len(shown) != len(self._shown):
            return False
        changed: list[Entry] = []
        moved: dict[int, Entry] = {}
        insensitive, self._anew = self._insensitive, False
        for at, (old, new) in enumerate(zip(self._shown, shown, strict=True)):
            if new is old:
                continue
            if not self._follow_layer(at, old, new, changed, moved):
                return False
            self._shown[at] = new
        self._rename(moved)
        patterns: list[Pattern] = []
        for entry in changed:
            patterns += patterns_of(entry, self.side, self.analyser, self.gaps)
        if any(entry.match == "compound" for entry in changed):
            self._look_inside()
        if self._anew:  # as if it had become another question whether case counts: all words are looked up anew
            insensitive = not any(lookup.insensitive for lookup in self._lookups)
        self._changed(patterns, insensitive=insensitive)
        return True

    def _follow_layer(
        self,
        at: int,
        old: "Sequence[Entry]",
        new: "Sequence[Entry]",
        changed: "list[Entry]",
        moved: "dict[int, Entry]",
    ) -> bool:
        """Find what counts of one layer now; what has changed, and what stands in other lines, is noted."""
        if isinstance(new, Part) and isinstance(old, Part):
            return self._turn(at, old, new, changed)
        if isinstance(new, Part) and not old:
            self._show_all(at, new)
            self._anew = True
            return self._of_layer[at] is not None
        if isinstance(new, Part) or isinstance(old, Part):
            return False
        return self._splice(at, tuple(old), tuple(new), changed, moved)

    def _turn(self, at: int, old: Part, new: Part, changed: "list[Entry]") -> bool:
        """Find what counts of a compiled layer now."""
        lookup = self._of_layer[at]
        if old.base is new.base and lookup is not None:
            if len(old.gone ^ new.gone) > MOST_CHANGES * 5:
                return False
            changed += lookup.turn(new.gone, new.more)
            return True
        fresh = new.lookup(self.side, self.analyser, self.gaps, at * _LAYER)
        if fresh is None or lookup is None:
            return False
        self._of_layer[at] = fresh
        self._lookups = tuple(fresh if one is lookup else one for one in self._lookups)
        self._compiled = tuple(fresh if one is lookup else one for one in self._compiled)
        self._look_inside()
        self._anew = True
        return True

    def _splice(
        self,
        at: int,
        old: "tuple[Entry, ...]",
        new: "tuple[Entry, ...]",
        changed: "list[Entry]",
        moved: "dict[int, Entry]",
    ) -> bool:
        """Find what counts of a layer in memory now: what differs in the middle is taken out and put in."""
        most = min(len(old), len(new))
        start = _common(old, new, most)
        same = _common(old[::-1], new[::-1], most - start)
        gone, fresh = old[start : len(old) - same], new[start : len(new) - same]
        numbers = self._between(at, start, len(old) - same, len(fresh))
        if len(gone) + len(fresh) > MOST_CHANGES or numbers is None:
            return False
        for entry in gone:
            self.remove(entry)
        for entry, number in zip(fresh, numbers, strict=True):
            self._count = number - 1
            for made in self._add(entry):
                self._index.patterns[made.ident].entries.sort(key=_number)
        self._numbers[at][start : len(old) - same] = numbers
        changed += (*gone, *fresh)
        for before, now, number in (
            *zip(old[:start], new, self._numbers[at], strict=False),
            *zip(old[::-1][:same], new[::-1], self._numbers[at][::-1], strict=False),
        ):
            if now is not before and (now.line, now.layer, now.path) != (before.line, before.layer, before.path):
                moved[number] = now
        return True

    def _between(self, at: int, start: int, end: int, count: int) -> list[int] | None:
        """Numbers for new entries in the place of some; None if there is no room for them."""
        numbers = self._numbers[at]
        low = numbers[start - 1] if start else at * _LAYER
        if end == len(numbers):
            return [low + _STEP * (each + 1) for each in range(count)]
        step = (numbers[end] - low) // (count + 1)
        return [low + step * (each + 1) for each in range(count)] if step else None

    def _rename(self, moved: "dict[int, Entry]") -> None:
        """Name some entries, by their numbers, as they are now: they say the same, but stand in other lines."""
        for pattern in self._index.patterns.values() if moved else ():
            for at, (number, _) in enumerate(pattern.entries):
                if number in moved:
                    pattern.entries[at] = number, moved[number]
        self._anew = self._anew or bool(moved)


def _number(numbered: "tuple[int, Entry]") -> int:
    return numbered[0]


def _common(old: "tuple[Entry, ...]", new: "tuple[Entry, ...]", most: int) -> int:
    """How many entries two rows have in common at their beginning, at most so many."""
    same = 0
    while same < most and (old[same] is new[same] or old[same] == new[same]):
        same += 1
    return same
