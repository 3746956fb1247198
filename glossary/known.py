"""What a matcher knows of a surface before it looks at the text around it, and which of several hits counts.

For most words nothing but the word itself decides: that is worked out once for each surface.
"""

from typing import TYPE_CHECKING, NamedTuple

from glossary.forms import ACRONYM
from glossary.verify import Text, score, score_alone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.patterns import Pattern
    from glossary.tokens import Gaps

    Hit = tuple[int, float, Pattern]
    """A pattern that fits: the end of the match, the points, the pattern."""

MOST_OTHERS = 4
"""So many entries beside the one that counts are named."""

CROWD = 16
"""Of more patterns of one word than this under one key, only those that could tell a difference are tried."""

SAME_FOLDED = 3
"""So many points has a match that is spelled like its entry but for umlauts, ß and capitals."""


class TermMatch(NamedTuple):
    """A term in a text.

    Attributes:
        start: the first character.
        end: behind the last one.
        entry: the entry that counts.
        exact: whether the text spells the term as the entry does.
        quiet: whether it only stands inside a compound, to be shown in a weaker style.
        others: further entries that would match here.
    """

    start: int
    end: int
    entry: "Entry"
    exact: bool = True
    quiet: bool = False
    others: "tuple[Entry, ...]" = ()


class Known:
    """A surface that a term may begin with.

    Attributes:
        single: the patterns of one word that it may be.
        heads: its keys with which longer patterns begin.
        settled: whether `alone` is all there is to say of it as long as nothing is glued to it.
        empty: whether it is settled and alone no match.
    """

    __slots__ = ("_entry", "_exact", "_others", "_quiet", "_stop", "empty", "heads", "settled", "single")

    def __init__(self, single: "tuple[Pattern, ...]", heads: tuple[str, ...], quiet: "Pattern | None") -> None:
        self.single = single
        self.heads = heads
        self.settled = False
        self.empty = False
        self._quiet = quiet
        self._entry: Entry | None = None
        self._exact = self._stop = False
        self._others: tuple[Entry, ...] = ()

    def settle(self, hits: "list[Hit]") -> None:
        """Remember which of the patterns fit, whatever the text around may be."""
        self.settled = True
        self.empty = not hits and self._quiet is None
        if hits:
            match = best(hits, ".", 0)
            self._entry, self._exact, self._others = match.entry, match.exact, match.others
            self._stop = match.end > hits[0][0]

    def alone(self, start: int, end: int, text: str) -> TermMatch | None:
        """The match of a settled word that stands for itself at this place."""
        if self._entry is None:
            return self.inside(start, end)
        if self._stop and text[end : end + 1] == ".":
            end += 1
        # As TermMatch(...) gives it, in half the time: this is what a match costs.
        return tuple.__new__(TermMatch, (start, end, self._entry, self._exact, False, self._others))

    def inside(self, start: int, end: int) -> TermMatch | None:
        """The match of a term that is only a part of the word at this place."""
        if self._quiet is None:
            return None
        entries = [entry for _, entry in self._quiet.entries[: MOST_OTHERS + 1]]
        return TermMatch(start, end, entries[0], exact=False, quiet=True, others=tuple(entries[1:]))


def known_of(
    surface: str, single: "tuple[Pattern, ...]", heads: tuple[str, ...], quiet: "Pattern | None", analyser: "Analyser"
) -> Known:
    """What is known of a surface with these patterns."""
    single = _distinct(single) if len(single) > CROWD else single
    known = Known(single, heads, quiet)
    if surface[-1].isdigit():
        return known  # more digits may follow behind a full stop or comma
    word = analyser.analyse(surface)
    hits: list[Hit] = []
    for pattern in single:
        points = score_alone(pattern, word, analyser.lang)
        if points is None:
            return known
        if points:
            hits.append((0, points, pattern))
    known.settle(hits)
    return known


NO_PAIR = Known((), (), None)
"""Stands for two words that are no more than the first of them."""


def pair_of(
    known: Known, patterns: "tuple[Pattern, ...]", first: str, second: str, analyser: "Analyser", gaps: "Gaps"
) -> Known | None:
    """What a settled word is together with the next one where a blank joins them and nothing is glued to the second.

    Args:
        known: what the first word is.
        patterns: those that may begin with the two words.
        first: the first surface.
        second: the second one.
        analyser: analyses the words.
        gaps: tells what stands between them.

    Returns:
        The settled pair, NO_PAIR if no pattern fits, None if it takes more of the text to tell.
    """
    if not patterns:
        return NO_PAIR
    if len(patterns) > CROWD or second[-1].isdigit() or any(len(pattern.tokens) > 2 for pattern in patterns):
        return None
    begin = len(first) + 1
    cut = [(first, 0, len(first)), (second, begin, begin + len(second))]
    text = Text(f"{first} {second}", cut, analyser, gaps)
    if ACRONYM in (text.analysis(0).shape, text.analysis(1).shape):
        return None  # whether it is one depends on the words around
    hits: list[Hit] = [(0, score(pattern, text, 0), pattern) for pattern in patterns]
    hits = [hit for hit in hits if hit[1]]
    if not hits:
        return NO_PAIR
    shorter: list[Hit] = [(-1, score(pattern, text, 0), pattern) for pattern in known.single]
    pair = Known((), (), None)
    pair.settle(hits + [hit for hit in shorter if hit[1]])
    return pair


def best(hits: "list[Hit]", text: str, start: int) -> TermMatch:
    """The match that counts: the longest, then the best spelled, then the entry that comes first; with the others."""
    ranked = sorted(
        (
            (-end, -points, number, entry, pattern)
            for end, points, pattern in hits
            for number, entry in pattern.entries[: MOST_OTHERS + 1]
        ),
        key=_rank,
    )
    end, points, _, entry, pattern = ranked[0]
    others: list[Entry] = []
    for _, _, _, other, _ in ranked[1:]:
        if other is not entry and len(others) < MOST_OTHERS:
            others.append(other)
    end = -end
    if pattern.stop and text[end : end + 1] == ".":
        end += 1
    return TermMatch(start, end, entry, -points >= SAME_FOLDED, quiet=False, others=tuple(others))


def _rank(hit: "tuple[int, float, int, Entry, Pattern]") -> tuple[int, float, int]:
    return hit[:3]


def _distinct(patterns: "Iterable[Pattern]") -> "tuple[Pattern, ...]":
    """Of patterns of one word that no text can tell apart only the first few: a crowd costs no more than one."""
    kept: dict[object, int] = {}
    found: list[Pattern] = []
    for pattern in sorted(patterns, key=_number):
        token = pattern.tokens[0]
        alike = (token.fold, token.shape, token.keys, pattern.match, pattern.case, pattern.stop)
        kept[alike] = kept.get(alike, 0) + 1
        if kept[alike] <= MOST_OTHERS + 1:
            found.append(pattern)
    return tuple(found)


def _number(pattern: "Pattern") -> int:
    return pattern.entries[0][0]
