"""Finding the terms of a glossary in a text: every inflected form, and nothing that only looks like one.

An index leads from the keys of a word (`forms`) to the patterns that begin with it; each candidate is then verified
word by word (`verify`). Of the matches that begin at a word the longest counts, then the one spelled most like its
entry, then the entry that comes first; what it covers is not looked at again.

Invariants: matches are sorted and do not overlap; offsets are those of the text as given; adding and removing
entries gives what a new matcher with the same entries would give.
"""

import os
import re
from typing import TYPE_CHECKING, Literal, TypeVar

from glossary.compounds import Compounds
from glossary.crowds import LONG, Crowd, starts
from glossary.entry import Glossary
from glossary.forms import CAPITAL, LOWER, Analyser
from glossary.index import Index
from glossary.known import CROWD, NO_PAIR, TermMatch, best, known_of, pair_of
from glossary.lexicon import Lexicon, build_in_subprocess, default_directory, file_name
from glossary.onsets import Onsets
from glossary.patterns import patterns_of
from glossary.tokens import HYPHEN, Gaps, words
from glossary.verify import Text, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.compiled_lookup import CompiledLookup
    from glossary.entry import Entry
    from glossary.index import Lookup
    from glossary.known import Hit, Known
    from glossary.patterns import Pattern

__all__ = ["AUTO", "GLUED", "GLUED_BEFORE", "HYPHENS", "Matcher", "Side", "TermMatch", "cached_lexicon"]

Side = Literal["source", "target"]
V = TypeVar("V")

MOST_SURFACES = 60_000
"""So many surfaces of texts are remembered with their candidates."""

MOST_PAIRS = 60_000
"""So many pairs of words are remembered, of which the first begins a longer term."""

MOST_TOUCHED = 5_000
"""After changes of so many keys everything is looked up anew."""

HYPHENS = re.compile("[-\u2010\u2011]")
GLUED = frozenset("+#-\u2010\u2011")
GLUED_BEFORE = frozenset("-\u2010\u2011")
"""What next to a word decides whether it is the whole term."""

_MOST_PARTS = 4


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
        self.gaps = Gaps()
        self._index = Index()
        self._lookups: tuple[Lookup, ...] = (self._index,)
        self._compiled: tuple[CompiledLookup, ...] = ()
        self._compounds = Compounds(analyser)
        self._onsets = Onsets(lang)
        self._crowds: dict[tuple[str, str], Crowd] = {}
        self._long: tuple[Text | None, dict[Pattern, frozenset[int]]] = (None, {})
        self._count = 0
        self._insensitive = False
        self._known: dict[str, Known | None] = {}
        self._before: dict[str, Known | None] = {}
        self._touched: set[str] = set()
        """What was known before the last changes still holds for surfaces that have none of these keys."""
        self._seconds: dict[str, tuple[str, ...]] = {}
        self._seconds_before: dict[str, tuple[str, ...]] = {}
        self._pairs: dict[tuple[str, str], tuple[Pattern, ...]] = {}
        self._doubles: dict[tuple[str, str], Known | None] = {}
        self.revision = 0
        """Another number after every change."""
        entries: Iterable[Entry] = glossary.entries if isinstance(glossary, Glossary) else glossary
        for part in getattr(entries, "parts", (entries,)):
            self._take(part)
        self._insensitive = any(lookup.insensitive for lookup in self._lookups)

    def _take(self, part: "Iterable[Entry]") -> None:
        """Find the entries of one part of a glossary, from its compiled index if it has one for these words."""
        compiled = getattr(part, "lookup", None)
        lookup = compiled(self.side, self.analyser, self.gaps, self._count) if compiled is not None else None
        if lookup is None:
            for entry in part:
                self._add(entry)
            return
        self._lookups = (*self._lookups, lookup)
        self._compiled = (lookup, *self._compiled)
        self._count += lookup.count
        self._onsets.admit_all()
        self._look_inside()

    def _look_inside(self) -> None:
        """Look anew for the terms that may stand inside compounds."""
        self._compounds = Compounds(self.analyser)
        patterns = list(self._index.patterns.values())
        for lookup in self._compiled:
            patterns += lookup.inside_compounds()
        for pattern in sorted(patterns, key=lambda pattern: pattern.entries[0][0]):
            if pattern.match == "compound":
                self._compounds.add(pattern)

    def add(self, entry: "Entry") -> None:
        """Find an entry from now on; it comes behind those that are there."""
        insensitive = self._insensitive
        self._changed(self._add(entry), insensitive=insensitive)

    def remove(self, entry: "Entry") -> None:
        """No longer find an entry, the last one if it is there more than once; nothing happens if it was not there."""
        found, insensitive = False, self._insensitive
        patterns = list(patterns_of(entry, self.side, self.analyser, self.gaps))
        for made in patterns:
            held = self._index.holds(made, entry)
            found = found or held
            gone = self._index.remove(made, entry) if held else None
            if gone is not None and gone.match == "compound":
                self._compounds.remove(gone)
        for lookup in self._compiled if not found else ():
            if lookup.remove(entry):
                if entry.match == "compound":
                    self._look_inside()
                break
        self._changed(patterns, insensitive=insensitive)

    def _changed(self, patterns: "Iterable[Pattern]", *, insensitive: bool) -> None:
        """Look the surfaces up anew that share a key with changed patterns; the others when they are met again."""
        self.revision += 1
        self._pairs.clear()
        self._doubles.clear()
        self._crowds.clear()
        self._long = (None, {})
        self._insensitive = any(lookup.insensitive for lookup in self._lookups)
        whole = insensitive != self._insensitive
        for pattern in patterns:
            whole = whole or pattern.match == "compound"
            self._touched.update(pattern.first_keys())
            if len(pattern.tokens) > 1:
                self._touched.update(pattern.second_keys())
        if whole or len(self._touched) > MOST_TOUCHED:
            self._known, self._seconds, self._before, self._seconds_before, self._touched = {}, {}, {}, {}, set()
            return
        self._before = _merged(self._before, self._known)
        self._seconds_before = _merged(self._seconds_before, self._seconds)
        self._known, self._seconds = {}, {}

    def _add(self, entry: "Entry") -> "list[Pattern]":
        if entry.removes:
            return []
        self._count += 1
        patterns = list(patterns_of(entry, self.side, self.analyser, self.gaps))
        for made in patterns:
            fresh = self._index.add(made, self._count, entry)
            if fresh is None:
                continue
            for key in fresh.first_keys():
                self._onsets.add(key)
            for second in fresh.second_keys() if len(fresh.tokens) > 1 else ():
                self._onsets.add(second)
            if fresh.match == "compound":
                self._compounds.add(fresh)
                self._onsets.admit_all()
        return patterns

    def concerns(self, entry: "Entry", surfaces: "Sequence[str]") -> list[int]:
        """Which of some surfaces a match that an entry gains or loses may begin with, by their places in the list."""
        keys: set[str] = set()
        insensitive = self._insensitive  # or was, when the entry was there
        for pattern in patterns_of(entry, self.side, self.analyser, self.gaps):
            if pattern.match == "compound":
                return list(range(len(surfaces)))
            keys |= pattern.first_keys()
            insensitive = insensitive or pattern.case == "insensitive"
        admits, of = self._onsets.admits, self._keys
        return [at for at, word in enumerate(surfaces) if admits(word) and not keys.isdisjoint(of(word, insensitive))]

    def find(self, text: str) -> list[TermMatch]:
        """The terms in a text: leftmost, longest, not overlapping, in order."""
        if not self._index.patterns and len(self._lookups) == 1:
            return []
        whole = Text(text, words(text), self.analyser, self.gaps)
        found: list[TermMatch] = []
        joints = {found.start() for found in HYPHENS.finditer(text)}
        known_of, behind = self._known, 0
        for at, (surface, start, end) in enumerate(whole.words):
            try:
                known = known_of[surface]
            except KeyError:
                known = self.known(surface)
            if known is None and end not in joints:
                continue
            if start < behind:
                continue
            match = self.match_at(whole, at, known, start, end)
            if match is not None:
                found.append(match)
                behind = match.end
        return found

    def match_at(self, whole: Text, at: int, known: "Known | None", start: int, end: int) -> TermMatch | None:
        """The match that counts among those that begin at a word, which is known to the matcher as `known`."""
        if known is not None and known.settled:
            text = whole.text
            if text[end : end + 1] not in GLUED and (not start or text[start - 1] not in GLUED_BEFORE):
                if not known.heads or at + 1 >= len(whole.words):
                    return known.alone(start, end, text)
                after, begin, behind = whole.words[at + 1]
                counts = self.together(known, whole.words[at][0], after, text, end, begin)
                if counts is not None:
                    return counts.alone(start, end if counts is known else behind, text)
        return self._best(whole, at, known)

    def together(self, known: "Known", first: str, second: str, text: str, end: int, begin: int) -> "Known | None":
        """What counts at a settled word and the next one: the word alone (`known`) or the pair; None if that depends.

        Args:
            known: what the first word is.
            first: the first surface.
            second: the second one.
            text: the text.
            end: where the first word ends.
            begin: where the second one begins.
        """
        if not self.seconds(second):
            return known
        behind = begin + len(second)
        if begin != end + 1 or text[end] != " " or text[behind : behind + 1] in GLUED:
            return None if self.pairs(known, first, second) else known
        try:
            pair = self._doubles[first, second]
        except KeyError:
            if len(self._doubles) >= MOST_PAIRS:
                self._doubles.clear()
            patterns = self.pairs(known, first, second)
            pair = pair_of(known, patterns, first, second, self.analyser, self.gaps)
            self._doubles[first, second] = pair
        return known if pair is NO_PAIR else pair

    def known(self, surface: str) -> "Known | None":
        """What a surface may be, or begin: None if nothing; remembered until the glossary changes."""
        if len(self._known) >= MOST_SURFACES:
            self._known.clear()
            self._before.clear()
        known = self._known[surface] = self._look(surface) if self._onsets.admits(surface) else None
        return known

    def _look(self, surface: str) -> "Known | None":
        if surface in self._before and self._untouched(surface):
            return self._before[surface]
        keys = self._keys(surface)
        single: dict[Pattern, None] = {}
        for lookup in self._lookups:
            for key in keys:
                for pattern in lookup.single(key):
                    single[pattern] = None
        heads = [key for key in keys if any(lookup.leads(key) for lookup in self._lookups)]
        quiet = self._compounds.found(surface)
        if not single and not heads and quiet is None:
            return None
        return known_of(surface, tuple(single), tuple(heads), quiet, self.analyser)

    def _untouched(self, surface: str) -> bool:
        """Whether the last changes cannot concern a surface."""
        if self._insensitive:
            return self._touched.isdisjoint(self._keys(surface))
        analysis = self.analyser.analyse(surface)
        return self._touched.isdisjoint(analysis.keys) and self._touched.isdisjoint(analysis.low)

    def _keys(self, surface: str, insensitive: bool = False) -> set[str]:  # noqa: FBT001, FBT002 - run for every word
        analysis = self.analyser.analyse(surface)
        keys = set(analysis.keys)
        if analysis.shape != LOWER and self._onsets.admits_lowered(surface):
            keys |= analysis.low
        if insensitive or self._insensitive:
            keys |= {"?" + key.casefold() for key in keys}
        return keys

    def seconds(self, surface: str) -> tuple[str, ...]:
        """The keys of a surface that longer patterns have in the second place; remembered."""
        found = self._seconds.get(surface)
        if found is None:
            if len(self._seconds) >= MOST_SURFACES:
                self._seconds.clear()
                self._seconds_before.clear()
            if surface in self._seconds_before and self._untouched(surface):
                found = self._seconds_before[surface]
            else:
                keys = self._keys(surface) if self._onsets.admits(surface) else ()
                found = tuple([key for key in keys if any(lookup.follows(key) for lookup in self._lookups)])
            self._seconds[surface] = found
        return found

    def pairs(self, known: "Known", first: str, second: str) -> "tuple[Pattern, ...]":
        """The patterns that may begin with two words that follow each other; remembered."""
        found = self._pairs.get((first, second))
        if found is None:
            if len(self._pairs) >= MOST_PAIRS:
                self._pairs.clear()
                self._crowds.clear()
            longer: dict[Pattern, None] = {}
            for lookup in self._lookups:
                for head in known.heads:
                    for key in self.seconds(second):
                        longer.update(dict.fromkeys(lookup.longer(head, key)))
            found = self._pairs[first, second] = tuple(longer)
        return found

    def _best(self, whole: Text, at: int, known: "Known | None") -> TermMatch | None:
        """The match that counts among those that begin at a word, whatever stands around it."""
        hits: list[Hit] = []
        if known is not None:
            end = whole.words[at][2]
            for pattern in known.single:
                points = score(pattern, whole, at)
                if points:
                    hits.append((end, points, pattern))
            if known.heads and at + 1 < len(whole.words):
                hits += self._longer(whole, at, known)
        if whole.is_hyphenated(at):
            hits += self._solid(whole, at)
        if hits:
            return best(hits, whole.text, whole.words[at][1])
        return known.inside(*whole.words[at][1:]) if known is not None else None

    def _longer(self, whole: Text, at: int, known: "Known") -> "list[Hit]":
        hits: list[Hit] = []
        pair = whole.words[at][0], whole.words[at + 1][0]
        patterns: Iterable[Pattern] = self.pairs(known, *pair)
        if len(self._pairs[pair]) > CROWD:
            crowd = self._crowds.get(pair)
            if crowd is None:
                crowd = self._crowds[pair] = Crowd(patterns)
            patterns = crowd.candidates(whole, at, self._all_keys)
        for pattern in patterns:
            if len(pattern.tokens) > LONG and at not in self._starts(pattern, whole):
                continue
            points = score(pattern, whole, at)
            if points:
                hits.append((whole.words[at + len(pattern.tokens) - 1][2], points, pattern))
        return hits

    def _starts(self, pattern: "Pattern", whole: Text) -> frozenset[int]:
        """The words at which a very long pattern may begin; remembered for one text."""
        if self._long[0] is not whole:
            self._long = (whole, {})
        found = self._long[1].get(pattern)
        if found is None:
            found = self._long[1][pattern] = starts(pattern, whole, self._all_keys)
        return found

    def _all_keys(self, surface: str) -> set[str]:
        """The keys of a surface with those it would have in lower case, whatever the terms are."""
        analysis = self.analyser.analyse(surface)
        keys = set(analysis.keys | analysis.low)
        return keys | {"?" + key.casefold() for key in keys} if self._insensitive else keys

    def _solid(self, whole: Text, at: int) -> "list[Hit]":
        """Terms written solid that the text writes with hyphens: Onlineshop, Online-Shop."""
        if at and whole.gap(at - 1) == HYPHEN:
            return []
        hits: list[Hit] = []
        joined = whole.words[at][0]
        for to in range(at + 1, min(at + _MOST_PARTS, len(whole.words))):
            if whole.gap(to - 1) != HYPHEN:
                break
            joined += whole.words[to][0].lower()
            analysis = self.analyser.analyse(joined)
            if analysis.shape not in (LOWER, CAPITAL):
                continue
            for lookup in self._lookups:
                for key in analysis.keys:
                    for pattern in lookup.single(key):
                        token = pattern.tokens[0]
                        if token.shape == analysis.shape and not token.keys.isdisjoint(analysis.keys):
                            hits.append((whole.words[to][2], 2.0, pattern))
        return hits


def _merged(one: dict[str, V], other: dict[str, V]) -> dict[str, V]:
    """Both, in the larger one: what is remembered of a book is not copied at every change."""
    small, large = sorted((one, other), key=len)
    large.update(small)
    return large
