"""Finding the terms of a glossary in a text: every inflected form, and nothing that only looks like one.

An index leads from the keys of a word (`forms`) to the patterns that begin with it; each candidate is then verified
word by word (`verify`). Of the matches that begin at a word the longest counts, then the one spelled most like its
entry, then the entry that comes first; what it covers is not looked at again.

Invariants: matches are sorted and do not overlap; offsets are those of the text as given; adding and removing
entries gives what a new matcher with the same entries would give.
"""

import os
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.compounds import Compounds
from glossary.entry import Glossary
from glossary.forms import CAPITAL, LOWER, Analyser
from glossary.lexicon import Lexicon, build_in_subprocess, default_directory, file_name
from glossary.onsets import Onsets
from glossary.patterns import Pattern, patterns_of
from glossary.tokens import HYPHEN, Gaps, words
from glossary.verify import Text, score

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    K = TypeVar("K", str, tuple[str, str])

    from glossary.entry import Entry

Side = Literal["source", "target"]

MOST_OTHERS = 4
"""So many entries beside the one that counts are named."""

MOST_SURFACES = 60_000
"""So many surfaces of texts are remembered with their candidates."""

_MOST_PARTS = 4


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


class _Auto:
    """Stands for the lexicon in the person's cache directory, built there if it is missing."""


AUTO = _Auto()


def cached_lexicon(lang: str) -> Lexicon | None:
    """The lexicon of a language from the person's cache; built there, which takes seconds, if it is missing."""
    directory = default_directory()
    found = Lexicon.open(os.path.join(directory, file_name(lang)))  # noqa: PTH118 - as in `lexicon`
    return found if found is not None else build_in_subprocess(lang, directory)


class Matcher:
    """Finds the terms of a glossary in texts.

    Args:
        glossary: the entries, the ones that count first.
        side: whether their source terms are looked for, or their targets.
        lang: the language of that side; German for the source and English for the target unless it is given.
        lexicon: the lemmas of the language; None to do without; by default the one in the person's cache.
        analyser: analyses words, if it is shared with another matcher; its lexicon counts then.
    """

    def __init__(
        self,
        glossary: "Glossary | Iterable[Entry]" = (),
        side: Side = "source",
        lang: str = "",
        *,
        lexicon: Lexicon | _Auto | None = AUTO,
        analyser: Analyser | None = None,
    ) -> None:
        lang = analyser.lang if analyser is not None else lang or ("de" if side == "source" else "en")
        if analyser is None:
            analyser = Analyser(lang, cached_lexicon(lang) if isinstance(lexicon, _Auto) else lexicon)
        self.side: Side = side
        self.lang = lang
        self.analyser = analyser
        self._gaps = Gaps()
        self._patterns: dict[tuple[str, str, str], Pattern] = {}
        self._one: dict[str, dict[Pattern, None]] = {}
        self._two: dict[tuple[str, str], dict[Pattern, None]] = {}
        self._heads: dict[str, int] = {}
        self._compounds = Compounds(analyser)
        self._onsets = Onsets(lang)
        self._insensitive = 0
        self._count = 0
        self._candidates: dict[str, tuple[tuple[Pattern, ...], tuple[str, ...]]] = {}
        entries: Iterable[Entry] = glossary.entries if isinstance(glossary, Glossary) else glossary
        for entry in entries:
            self._add(entry)

    def add(self, entry: "Entry") -> None:
        """Find an entry from now on; it comes behind those that are there."""
        self._add(entry)
        self._candidates.clear()

    def remove(self, entry: "Entry") -> None:
        """No longer find an entry; nothing happens if it was not there."""
        for made in patterns_of(entry, self.side, self.analyser, self._gaps):
            pattern = self._patterns.get(made.ident)
            if pattern is not None and pattern.drop(entry) and not pattern.entries:
                del self._patterns[made.ident]
                self._unlink(pattern)
        self._candidates.clear()

    def _add(self, entry: "Entry") -> None:
        if entry.removes:
            return
        self._count += 1
        for made in patterns_of(entry, self.side, self.analyser, self._gaps):
            pattern = self._patterns.get(made.ident)
            if pattern is None:
                pattern = self._patterns[made.ident] = made
                self._link(pattern)
            pattern.entries.append((self._count, entry))

    def _link(self, pattern: Pattern) -> None:
        self._insensitive += pattern.case == "insensitive"
        for key in pattern.first_keys():
            self._onsets.add(key)
            if len(pattern.tokens) == 1:
                self._one.setdefault(key, {})[pattern] = None
                continue
            self._heads[key] = self._heads.get(key, 0) + 1
            for second in pattern.second_keys():
                self._onsets.add(second)
                self._two.setdefault((key, second), {})[pattern] = None
        if pattern.match == "compound":
            self._compounds.add(pattern)
            self._onsets.admit_all()

    def _unlink(self, pattern: Pattern) -> None:
        self._insensitive -= pattern.case == "insensitive"
        for key in pattern.first_keys():
            if len(pattern.tokens) == 1:
                _discard(self._one, key, pattern)
                continue
            self._heads[key] -= 1
            if not self._heads[key]:
                del self._heads[key]
            for second in pattern.second_keys():
                _discard(self._two, (key, second), pattern)
        if pattern.match == "compound":
            self._compounds.remove(pattern)

    def find(self, text: str) -> list[TermMatch]:
        """The terms in a text: leftmost, longest, not overlapping, in order."""
        if not self._patterns:
            return []
        found: list[TermMatch] = []
        whole = Text(text, words(text), self.analyser, self._gaps)
        candidates, behind = self._candidates, 0
        for at, (surface, start, _) in enumerate(whole.words):
            if start < behind:
                continue
            known = candidates.get(surface)
            if known is None:
                known = self._candidates_of(surface)
            if known is _NOTHING and not whole.is_hyphenated(at):
                continue
            match = self._best(whole, at, known)
            if match is not None:
                found.append(match)
                behind = match.end
        return found

    def _candidates_of(self, surface: str) -> tuple[tuple[Pattern, ...], tuple[str, ...]]:
        """The patterns of one word that a surface may be, and its keys with which longer ones begin; remembered."""
        if len(self._candidates) >= MOST_SURFACES:
            self._candidates.clear()
        if not self._onsets.admits(surface):
            self._candidates[surface] = _NOTHING
            return _NOTHING
        keys = self._keys(surface)
        single: dict[Pattern, None] = {}
        for key in keys:
            single.update(self._one.get(key, ()))
        heads = tuple(key for key in keys if key in self._heads)
        found = (tuple(single), heads) if single or heads or self._compounds.found(surface) else _NOTHING
        self._candidates[surface] = found
        return found

    def _keys(self, surface: str) -> set[str]:
        analysis = self.analyser.analyse(surface)
        keys = set(analysis.keys)
        if analysis.shape != LOWER and self._onsets.admits_lowered(surface):
            keys |= analysis.low
        if self._insensitive:
            keys |= {"?" + key.casefold() for key in keys}
        return keys

    def _best(self, whole: Text, at: int, known: tuple[tuple[Pattern, ...], tuple[str, ...]]) -> TermMatch | None:
        """The match that counts among those that begin at a word."""
        hits: list[tuple[int, float, int, Pattern]] = []
        for pattern in known[0]:
            points = score(pattern, whole, at)
            if points:
                hits.append((whole.words[at][2], points, -pattern.entries[0][0], pattern))
        if known[1] and at + 1 < len(whole.words):
            hits += self._longer(whole, at, known[1])
        if whole.is_hyphenated(at):
            hits += self._solid(whole, at)
        if hits:
            return _match(whole, at, hits)
        return self._compound(whole, at)

    def _longer(self, whole: Text, at: int, heads: tuple[str, ...]) -> list[tuple[int, float, int, Pattern]]:
        hits: list[tuple[int, float, int, Pattern]] = []
        tried: set[Pattern] = set()
        seconds = self._keys(whole.words[at + 1][0])
        for head in heads:
            for second in seconds:
                for pattern in self._two.get((head, second), ()):
                    if pattern in tried:
                        continue
                    tried.add(pattern)
                    points = score(pattern, whole, at)
                    if points:
                        end = whole.words[at + len(pattern.tokens) - 1][2]
                        hits.append((end, points, -pattern.entries[0][0], pattern))
        return hits

    def _solid(self, whole: Text, at: int) -> list[tuple[int, float, int, Pattern]]:
        """Terms written solid that the text writes with hyphens: Onlineshop, Online-Shop."""
        if at and whole.gap(at - 1) == HYPHEN:
            return []
        hits: list[tuple[int, float, int, Pattern]] = []
        joined = whole.words[at][0]
        for to in range(at + 1, min(at + _MOST_PARTS, len(whole.words))):
            if whole.gap(to - 1) != HYPHEN:
                break
            joined += whole.words[to][0].lower()
            analysis = self.analyser.analyse(joined)
            if analysis.shape not in (LOWER, CAPITAL):
                continue
            for key in analysis.keys:
                for pattern in self._one.get(key, ()):
                    token = pattern.tokens[0]
                    if token.shape == analysis.shape and not token.keys.isdisjoint(analysis.keys):
                        hits.append((whole.words[to][2], 2.0, -pattern.entries[0][0], pattern))
        return hits

    def _compound(self, whole: Text, at: int) -> TermMatch | None:
        surface, start, end = whole.words[at]
        pattern = self._compounds.found(surface)
        if pattern is None:
            return None
        entries = tuple(entry for _, entry in pattern.entries[: MOST_OTHERS + 1])
        return TermMatch(start, end, entries[0], exact=False, quiet=True, others=entries[1:])


_NOTHING: tuple[tuple[Pattern, ...], tuple[str, ...]] = ((), ())


def _match(whole: Text, at: int, hits: list[tuple[int, float, int, Pattern]]) -> TermMatch:
    """The best of several candidates, with the others that would match."""
    hits.sort(key=lambda hit: hit[:3], reverse=True)
    end, points, _, pattern = hits[0]
    entries = [entry for hit in hits[: MOST_OTHERS + 1] for _, entry in hit[3].entries[: MOST_OTHERS + 1]]
    others = [entry for entry in entries[1:] if entry is not entries[0]][:MOST_OTHERS]
    if pattern.stop and whole.text[end : end + 1] == ".":
        end += 1
    return TermMatch(whole.words[at][1], end, entries[0], points >= 3, quiet=False, others=tuple(others))


def _discard(index: "dict[K, dict[Pattern, None]]", key: "K", pattern: Pattern) -> None:
    found = index.get(key)
    if found is not None:
        found.pop(pattern, None)
        if not found:
            del index[key]
