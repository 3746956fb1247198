"""Terms as they are looked for: sequences of analysed words with what may stand between them."""

import itertools
from typing import TYPE_CHECKING

from glossary.forms import LOWER, Analysis
from glossary.tokens import HYPHEN, STOP, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.tokens import Gaps

_LEADING = {
    "de": frozenset(("der", "die", "das", "ein", "eine", "sich", "etwas", "etw", "jemanden", "jmd")),
    "en": frozenset(("the", "a", "an", "to")),
}
"""Words in front of a term that belong to the dictionary, not to the term."""


class Pattern:
    """One spelling of a term, and the entries it stands for, each with its number in the order of precedence.

    Attributes:
        ident: what two equal patterns share.
        match: inflected, exact or compound.
        case: smart, sensitive or insensitive.
        tokens: the analysed words.
        gaps: the class of what stands between each two of them.
        stop: whether the term ends in a full stop.
        entries: number and entry, the one that counts first.
    """

    __slots__ = ("case", "entries", "gaps", "ident", "match", "stop", "tokens")

    def __init__(
        self,
        ident: tuple[str, str, str],
        tokens: "tuple[Analysis, ...]",
        gaps: "tuple[int | str, ...]",
        *,
        stop: bool,
    ) -> None:
        self.ident = ident
        self.match = ident[1]
        self.case = ident[2]
        self.tokens = tokens
        self.gaps = gaps
        self.stop = stop
        self.entries: list[tuple[int, Entry]] = []

    def first_keys(self) -> set[str]:
        """The keys under which the index has it."""
        return self.keys_of(self.tokens[0])

    def second_keys(self) -> set[str]:
        """The keys of its second word; it has one."""
        return self.keys_of(self.tokens[1])

    def keys_of(self, token: "Analysis") -> set[str]:
        """The keys of one of its words, by which a word of a text may be found to be that word."""
        if self.case == "insensitive":
            return {"?" + key.casefold() for key in token.keys | token.low}
        return set(token.keys | token.low)

    def drop(self, entry: "Entry") -> bool:
        """Take out the last of the entries that are equal to one; gives whether there was one."""
        for at in range(len(self.entries) - 1, -1, -1):
            if self.entries[at][1] == entry:
                del self.entries[at]
                return True
        return False


def patterns_of(entry: "Entry", side: str, analyser: "Analyser", gaps: "Gaps") -> "Iterator[Pattern]":
    """The patterns of an entry: each term of a side, without a leading article, and solid if it is hyphenated."""
    made: dict[tuple[str, str, str], Pattern] = {}
    spellings = [(entry.source, entry.match), *((form, "exact") for form in entry.forms)]
    if side == "target":
        spellings = [(target, "exact" if entry.match == "exact" else "inflected") for target in entry.targets]
    for spelling, match in spellings:
        for pattern in _patterns(spelling, match, entry.case, analyser, gaps):
            made.setdefault(pattern.ident, pattern)
    return iter(made.values())


def _patterns(spelling: str, match: str, case: str, analyser: "Analyser", gaps: "Gaps") -> "Iterator[Pattern]":
    parts = words(spelling)
    if not parts:
        return
    between = [gaps.of(spelling[left[2] : right[1]]) for left, right in itertools.pairwise(parts)]
    surfaces = [part[0] for part in parts]
    stop = spelling.rstrip().endswith(".")
    yield _pattern((spelling, match, case), surfaces, between, analyser, stop=stop)
    leading = _LEADING.get(analyser.lang, frozenset())
    if len(surfaces) > 1 and surfaces[0] in leading and between[0] == 1 and match != "exact":
        yield _pattern((f"…{spelling}", match, case), surfaces[1:], between[1:], analyser, stop=stop)
    if analyser.lang == "en":
        yield from _dotted(spelling, match, case, surfaces, between, analyser)
    if len(surfaces) > 1 and all(gap == HYPHEN for gap in between):
        solid = surfaces[0] + "".join(surface.lower() for surface in surfaces[1:])
        yield _pattern((f"-{spelling}", match, case), [solid], [], analyser, stop=stop)


def _dotted(
    spelling: str, match: str, case: str, surfaces: list[str], between: "list[int | str]", analyser: "Analyser"
) -> "Iterator[Pattern]":
    """The other way to write an English abbreviation: U.S. for US, and US for U.S."""
    if len(surfaces) == 1 and surfaces[0].isupper() and surfaces[0].isalpha() and 2 <= len(surfaces[0]) <= 4:
        letters = list(surfaces[0])
        yield _pattern((f".{spelling}", match, case), letters, [STOP] * (len(letters) - 1), analyser, stop=True)
    elif len(surfaces) > 1 and all(len(part) == 1 and part.isupper() for part in surfaces) and set(between) == {STOP}:
        yield _pattern((f".{spelling}", match, case), ["".join(surfaces)], [], analyser, stop=False)


def _pattern(
    ident: tuple[str, str, str],
    surfaces: list[str],
    between: "list[int | str]",
    analyser: "Analyser",
    *,
    stop: bool,
) -> Pattern:
    last = len(surfaces) - 1
    tokens = [analyser.term(surface, alone=last == 0, last=at == last) for at, surface in enumerate(surfaces)]
    first = tokens[0]
    if analyser.lang == "en" and last and first.shape == "C" and all(token.shape == "l" for token in tokens[1:]):
        tokens[0] = Analysis(first.fold, LOWER, first.keys | first.low)
    return Pattern(ident, tuple(tokens), tuple(between), stop=stop)
