"""The likely rendering of a term, from the sentences that hold it and their translations.

A sequence of one to four English words is a rendering of a term if it stands where the term stands and nowhere else
(Dice's coefficient over segments), if it looks like the term (Peskow, Peskov), or stands in the same quotation marks.
Each sequence renders one term only, the one it fits best (competitive linking, Melamed 2000). With little evidence
nothing is said: no rendering is better than a wrong one.

Invariant: linear in the text; a translation is never asked for more than its words.
"""

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from glossary.folding import folded
from glossary.forms import ACRONYM, CAPITAL, LOWER, shape_of
from glossary.ordinary import STOP_EN
from glossary.renderings import bare
from glossary.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.forms import Analyser
    from glossary.sightings import Place

MOST_WORDS = 4
"""A rendering has at most so many words."""

MOST_COUNTED = 20_000
"""So many translations are counted to know how common a sequence is; of more, evenly spread ones."""

_LONGEST_TARGET = 4_000
_MOST_SEGMENTS = 24
_MOST_LEMMAS = 100_000
_GAP = re.compile(r"[ \xa0\u202f\n]|[-\u2010\u2011]|\. ?")
_QUOTES = re.compile(r"[“„«»\"]([^“”„«»\"\n]{2,80})[”“«»\"]|(?<!\w)[‘‚]([^‘’\n]{2,80})’(?!\w)")
_GERMAN_SOUNDS = (
    ("tsch", "ch"),
    ("sch", "sh"),
    ("w", "v"),
    ("j", "y"),
    ("k", "c"),
    ("ph", "f"),
    ("z", "c"),
    ("i", "y"),
)

Key = tuple[str, ...]


class Wanted(NamedTuple):
    """A term whose rendering is looked for.

    Attributes:
        term: its dictionary form.
        kind: what it is: acronym, name, phrase, quoted, noun.
        surfaces: how the text writes it.
        places: where it stands; only the first ones.
        segments: segments that hold it; only the first ones.
        spread: in how many segments it stands, or about so.
    """

    term: str
    kind: str
    surfaces: "Sequence[str]"
    places: "Sequence[Place]"
    segments: "Sequence[int]"
    spread: int


class _Choice(NamedTuple):
    value: float
    number: int
    key: Key
    text: str


class Cooccurrence:
    """Renderings from a bitext.

    Args:
        pairs: source and target of each segment.
        analyser: analyses English words.
    """

    def __init__(self, pairs: "Sequence[tuple[str, str]]", analyser: "Analyser") -> None:
        self._pairs = pairs
        self._analyser = analyser
        self._lemmas: dict[str, str] = {}
        self._tokens: dict[int, list[tuple[str, str, int, int]]] = {}
        self._common: Counter[Key] = Counter()
        self._scale = 1.0

    def renderings(self, wanted: "Sequence[Wanted]") -> "Iterator[list[str] | None]":
        """Yields None after each slice of the work, and at last the renderings, "" where none is likely."""
        near: list[dict[Key, tuple[int, str, float]]] = []
        for term in wanted:
            near.append(self._near(term))
            yield None
        yield from self._count({key for found in near for key in found})
        choices: list[_Choice] = []
        for number, (term, found) in enumerate(zip(wanted, near, strict=True)):
            choices += self._choices(number, term, found)
            if not number % 20:
                yield None
        yield _linked(choices, wanted)

    def _near(self, term: Wanted) -> dict[Key, tuple[int, str, float]]:
        """The sequences in the translations of a term's segments: in how many, how written, how far from its place."""
        segments = [number for number in term.segments if self._pairs[number][1]][:_MOST_SEGMENTS]
        counts: Counter[Key] = Counter()
        written: dict[Key, Counter[str]] = {}
        offsets: dict[Key, float] = {}
        places = {place.segment: place.start / (len(self._pairs[place.segment][0]) + 1) for place in term.places}
        for segment in segments:
            text = self._pairs[segment][1]
            seen: set[Key] = set()
            for key, start, end in self._sequences(segment):
                written.setdefault(key, Counter())[text[start:end]] += 1
                if key not in seen:
                    seen.add(key)
                    offsets[key] = offsets.get(key, 0.0) + abs(start / len(text) - places.get(segment, 0.5))
            counts.update(seen)
        least = 1 if len(segments) < 2 else max(2, (len(segments) + 1) // 2)
        return {
            key: (count, _most_common(written[key]), offsets[key] / count)
            for key, count in counts.items()
            if count >= least or _likeness(term.term, written[key].most_common(1)[0][0]) > 0.6
        }

    def _sequences(self, segment: int) -> "Iterator[tuple[Key, int, int]]":
        """The sequences of words of a translation that may be a rendering, with their places."""
        tokens = self._words(segment)
        text = self._pairs[segment][1]
        for at, (surface, lemma, start, end) in enumerate(tokens):
            if not surface[0].isalnum() or (surface.lower() in STOP_EN and not surface.isupper()):
                continue
            key: list[str] = [lemma]
            if not surface.isdigit():
                yield (lemma,), start, end
            behind = end
            for _, other, left, right in tokens[at + 1 : at + MOST_WORDS]:
                if not _GAP.fullmatch(text[behind:left]):
                    break
                key.append(other)
                behind = right
                if text[left:right] not in STOP_EN:
                    yield tuple(key), start, right

    def _words(self, segment: int) -> list[tuple[str, str, int, int]]:
        found = self._tokens.get(segment)
        if found is None:
            text = self._pairs[segment][1][:_LONGEST_TARGET]
            found = [(surface, self._lemma(surface), start, end) for surface, start, end in words(text)]
            if len(self._tokens) < MOST_COUNTED:
                self._tokens[segment] = found
        return found

    def _lemma(self, surface: str) -> str:
        known = self._lemmas.get(surface)
        if known is None:
            if len(self._lemmas) >= _MOST_LEMMAS:
                self._lemmas.clear()
            analysis = self._analyser.analyse(surface)
            keys = analysis.keys if analysis.shape == LOWER else analysis.low
            known = min(keys) if keys and analysis.shape in (LOWER, CAPITAL) else bare(surface)
            self._lemmas[surface] = known
        return known

    def _count(self, keys: set[Key]) -> "Iterator[None]":
        """Count in how many translations each sequence stands."""
        there = [number for number, pair in enumerate(self._pairs) if pair[1]]
        step = max(1, -(-len(there) // MOST_COUNTED))
        firsts = {key[0] for key in keys}
        for done, number in enumerate(there[::step]):
            if any(lemma in firsts for _, lemma, _, _ in self._words(number)):
                self._common.update({key for key, _, _ in self._sequences(number)} & keys)
            if not done % 50:
                yield None
        self._scale = float(step)

    def _choices(self, number: int, term: Wanted, found: dict[Key, tuple[int, str, float]]) -> list[_Choice]:
        """What may render a term, with a value for each; only what there is evidence for."""
        quoted = self._quoted(term)
        choices = [_Choice(3.0, number, tuple(quoted.lower().split()), quoted)] if quoted else []
        segments = min(_MOST_SEGMENTS, sum(bool(self._pairs[at][1]) for at in term.segments))
        for key, (count, text, offset) in found.items():
            like = _likeness(term.term, text)
            spread = max(term.spread, segments)
            common = max(self._common[key] * self._scale, count)
            dice = 2 * (count / segments * spread) / (spread + common)
            if not _is_evident(term, segments, dice, like):
                continue
            # Of what is equally common: the shape and the length of the term, and its place in the sentence.
            value = dice + 0.6 * like - 0.4 * offset - 0.06 * abs(len(key) - _length(term))
            named = _is_named(text)
            value += 0.15 * (named == (term.kind in ("name", "acronym") or (term.term[:1].isupper() and named)))
            choices.append(_Choice(value, number, key, _dictionary_form(term, text, key)))
        choices.sort(reverse=True)
        if segments < 3 and _is_doubtful(choices):
            return []
        return choices[:5]

    def _quoted(self, term: Wanted) -> str:
        """What stands in the same quotation marks of the translation, if both sides have as many."""
        if term.kind != "quoted":
            return ""
        votes: Counter[str] = Counter()
        for place in term.places:
            source, target = self._pairs[place.segment]
            theirs = [found[1] or found[2] for found in _QUOTES.finditer(target)]
            mine = [found.span() for found in _QUOTES.finditer(source)]
            if len(mine) != len(theirs):
                continue
            for (start, end), other in zip(mine, theirs, strict=True):
                if start <= place.start and place.end <= end and len(words(other)) <= MOST_WORDS + 1:
                    votes[other.strip(" ,.;:")] += 1
        return votes.most_common(1)[0][0] if votes else ""


def _is_evident(term: Wanted, segments: int, dice: float, like: float) -> bool:
    """Whether there is enough to say so: the fewer segments, the more must agree."""
    if segments < 2:
        return like >= 0.6
    if like >= 0.6:
        return dice >= 0.3
    if term.kind == "acronym" and segments < 3:
        return False
    return dice >= (0.8 if segments < 3 else 0.66 if segments < 5 else 0.5)


def _is_doubtful(choices: list[_Choice]) -> bool:
    """Whether two sequences that share no word are about as good."""
    if len(choices) < 2:
        return False
    best = choices[0]
    return any(best.value - other.value < 0.08 and not set(best.key) & set(other.key) for other in choices[1:])


def _linked(choices: list[_Choice], wanted: "Sequence[Wanted]") -> list[str]:
    """For each term the best sequence that renders no other term better."""
    found = [""] * len(wanted)
    taken: set[Key] = set()
    for choice in sorted(choices, key=lambda choice: (-choice.value, choice.number)):
        if not found[choice.number] and choice.key not in taken:
            found[choice.number] = choice.text
            taken.add(choice.key)
    return found


def _most_common(written: Counter[str]) -> str:
    """The most frequent way to write a sequence; of two, the one that does not begin with a capital."""
    return min(written, key=lambda text: (-written[text], text[:1].isupper(), text))


def _length(term: Wanted) -> int:
    """How many words the rendering of a term probably has: a long German noun is two."""
    parts = len(words(term.term))
    return parts + (parts == 1 and len(term.term) > 11 and term.kind not in ("acronym", "name"))


def _is_named(text: str) -> bool:
    """Whether all words but function words have a capital."""
    return all(surface[0].isupper() for surface, _, _ in words(text) if surface.lower() not in STOP_EN)


def _dictionary_form(term: Wanted, text: str, key: Key) -> str:
    """The rendering without a possessive; a noun's in the singular, where the sequence is one word or ends in -s."""
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    if (
        term.kind in ("noun", "quoted")
        and " " not in term.term
        and text[-1:] == "s"
        and text.islower()
        and key[-1] == text.split(" ")[-1][:-1]
    ):
        return text[:-1]
    return text


def _likeness(term: str, text: str) -> float:
    """How alike two words or names look, from 0 to 1, each language's spelling of sounds set aside.

    >>> _likeness("OPEC+", "OPEC+"), _likeness("Dmitri Peskow", "Dmitry Peskov"), _likeness("Haus", "tariff")
    (1.0, 1.0, 0.0)
    """
    if term == text:
        return 1.0
    if shape_of(term) == ACRONYM or shape_of(text) == ACRONYM:
        return 0.0
    mine, theirs = _sounds(term), _sounds(text)
    if mine == theirs:
        return 1.0
    if mine.count(" ") != theirs.count(" ") or abs(len(mine) - len(theirs)) > 4 or mine[:1] != theirs[:1]:
        return 0.0
    pairs, others = Counter(itertools.pairwise(mine)), Counter(itertools.pairwise(theirs))
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else 0.0


def _sounds(text: str) -> str:
    low = folded(text).lower().replace("-", " ")
    for german, plain in _GERMAN_SOUNDS:
        low = low.replace(german, plain)
    return re.sub(r"y+", "y", low)
