"""What in a German text may be a term: acronyms, names, phrases, quotations, long or unknown nouns, with their places.

One pass over the words; a surface is judged once. Forms of one term are counted together under the lexemes of its
words. Invariant: linear in the text, whatever the text; places are characters of the segment as given.
"""

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.folding import folded
from glossary.ordinary import INSTITUTIONS, NOUNS, STOP_DE, TITLES
from glossary.term_words import ADJECTIVE, INITIALS, NAMELIKE, NOTHING, PARTICLE, TermWords
from glossary.tokens import words
from glossary.verify import begins_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.forms import Analyser
    from glossary.tokens import Word

Kind = Literal["acronym", "name", "phrase", "quoted", "noun"]

MOST_CONTEXTS = 5
MOST_SEGMENTS = 64
"""So many of the segments that hold a term are remembered, to find its rendering in their translations."""

_MOST_UNITS = 6
_ENOUGH = 3
_LONGEST_ABBREVIATION = 5
_LONGEST_QUOTE = 60
_QUOTED = re.compile(
    rf"„([^„“”\n]{{2,{_LONGEST_QUOTE}}})[“”]|»([^»«\n]{{2,{_LONGEST_QUOTE}}})«|«([^»«\n]{{2,{_LONGEST_QUOTE}}})»"
    rf"|‚([^‚‘’\n]{{2,{_LONGEST_QUOTE}}})[‘’]|“([^“”\n]{{2,{_LONGEST_QUOTE}}})”"
    rf'|(?<!\w)"([^"\n]{{2,{_LONGEST_QUOTE}}})"(?!\w)|(?<!\w)‘([^‘’\n]{{2,{_LONGEST_QUOTE}}})’(?!\w)'
)
_HYPHENS = "-\u2010\u2011"


class Place(NamedTuple):
    """Where a term stands: the number of the segment, and characters in it."""

    segment: int
    start: int
    end: int


Lexemes = tuple[str, ...]

_Once = tuple[Kind, str, str, int, int, int, bool]
"""A term that was seen once: the arguments of its only sighting. Most are, and the collector of garbage, which
would stop for a quarter of a second over so many objects, does not look at tuples of this kind again."""


class Sighting:
    """A term and where it was seen.

    Attributes:
        kind: what it is.
        count: how often it was seen.
        inner: how often of these not at the beginning of a sentence.
        surfaces: how it was written, and how often.
        before: the words that stood before it, and how often; they tell the gender.
        contexts: the first places.
        segments: the first segments that hold it.
        spread: how many segments hold it.
    """

    __slots__ = ("_last", "before", "contexts", "count", "inner", "kind", "segments", "spread", "surfaces")

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.count = 0
        self.inner = 0
        self.surfaces: dict[str, int] = {}
        self.before: dict[tuple[str, str], int] = {}
        self.contexts: list[Place] = []
        self.segments: list[int] = []
        self.spread = 0
        self._last = -1

    def add(self, surface: str, before: str, place: Place, *, inner: bool) -> None:
        """Count one more.

        Args:
            surface: how the text writes it.
            before: the function word before it, or "".
            place: where.
            inner: whether it does not begin a sentence, as far as that still matters.
        """
        self.count += 1
        self.inner += inner
        if len(self.surfaces) < 50 or surface in self.surfaces:
            self.surfaces[surface] = self.surfaces.get(surface, 0) + 1
            if before:
                self.before[before, surface] = self.before.get((before, surface), 0) + 1
        if len(self.contexts) < MOST_CONTEXTS:
            self.contexts.append(place)
        if place.segment != self._last:
            self._last = place.segment
            self.spread += 1
            if len(self.segments) < MOST_SEGMENTS:
                self.segments.append(place.segment)


class Sightings:
    """Everything in a text that may be a term; feed it the segments in order.

    Args:
        analyser: analyses German words.
    """

    def __init__(self, analyser: "Analyser") -> None:
        self.words = TermWords(analyser)
        """What it knows of single words."""
        self._found: dict[Lexemes, Sighting | _Once] = {}
        self.tokens = 0

    def read(self, number: int, text: str) -> None:
        """Take in one segment (or a piece of one)."""
        self.read_piece(number, text, 0)

    def read_piece(self, number: int, text: str, shift: int) -> None:
        """Take in a piece of a segment that begins at a character of it."""
        tokens = words(text)
        self.tokens += len(tokens)
        classes = [self.words.kind(token[0]) for token in tokens]
        if classes.count(INITIALS) > 2 and 2 * sum(token[0].isupper() for token in tokens) > len(tokens):
            return  # a heading in capitals
        at = 0
        while at < len(tokens):
            kind = classes[at]
            if kind in (NOTHING, PARTICLE):
                at += 1
                continue
            at = self._unit(number, text, shift, tokens, classes, at)
        self._quotations(number, text, shift)

    # --- runs of words ------------------------------------------------------------------------------------------

    def _unit(self, number: int, text: str, shift: int, tokens: "list[Word]", classes: list[int], at: int) -> int:
        """Count what begins at a word; gives where to go on."""
        first = at
        if classes[at] == ADJECTIVE:
            end = at
            while end < len(tokens) and classes[end] == ADJECTIVE and end - at < 3 and _is_blank(text, tokens, end):
                end += 1
            head = self._hyphenated(text, tokens, end) if end < len(tokens) else end
            if end == at or end >= len(tokens) or not (classes[end] == NAMELIKE or head > end):
                return max(end, at + 1)
            # The adjective next to the noun; what stands before it is rarely of the term.
            self._count("phrase", number, text, shift, tokens, end - 1, head)
            self._count_word(number, text, shift, tokens, end, head)
            return head + 1
        if classes[at] == NAMELIKE and self.words.is_lowered(tokens[at][0]) and begins_sentence(text, tokens[at][1]):
            # It may be no noun; only an adjective before a noun is told.
            if self.words.kind(tokens[at][0].lower()) != ADJECTIVE or not _next_is_capital(text, tokens, classes, at):
                return at + 1
            head = self._hyphenated(text, tokens, at + 1)
            self._count("phrase", number, text, shift, tokens, at, head)
            self._count_word(number, text, shift, tokens, at + 1, head)
            return head + 1
        last, units = self._run(text, tokens, classes, at)
        while units > 1 and self._is_title(tokens, first, text):
            end = self._hyphenated(text, tokens, first)
            self._count_word(number, text, shift, tokens, first, end)
            first, units = end + 1, units - 1
        if units > _MOST_UNITS:
            return last + 1
        if units > 1:
            self._count("name", number, text, shift, tokens, first, last)
            if classes[first] == INITIALS:
                self._count("acronym", number, text, shift, tokens, first, first)
        else:
            self._count_word(number, text, shift, tokens, first, last)
        return last + 1

    def _run(self, text: str, tokens: "list[Word]", classes: list[int], at: int) -> tuple[int, int]:
        """The last word of a run of capitalised units, and how many units there are."""
        last, units = self._hyphenated(text, tokens, at), 1
        while last + 1 < len(tokens) and units <= 4 * _MOST_UNITS and _is_blank(text, tokens, last):
            following = last + 1
            if classes[following] in (NAMELIKE, INITIALS) and not self._ends_run(tokens[last][0], tokens[following][0]):
                last, units = self._hyphenated(text, tokens, following), units + 1
                continue
            end = self._linked(text, tokens, classes, at, last)
            if end <= last:
                break
            last, units = end, units + 1
        return last, units

    def _ends_run(self, word: str, following: str) -> bool:
        """Whether a name ends here: before an ordinary noun, behind one, and behind a genitive."""
        if self.words.noun(word) in NOUNS:
            return True
        if self.words.noun(following) in NOUNS and self.words.kind(word.lower()) != ADJECTIVE:
            return True
        return word[-1] == "s" and self.words.is_unknown(word) and self.words.is_common(following)

    def _linked(self, text: str, tokens: "list[Word]", classes: list[int], first: int, last: int) -> int:
        """The last word of what goes on with a particle: von der Leyen, für Sicherheit und Zusammenarbeit."""
        head, link = folded(tokens[last][0]).lower(), tokens[last + 1][0]
        at = last + 1
        if link in ("für", "der", "des") and head.endswith(INSTITUTIONS):
            at += 1
            if at < len(tokens) and classes[at] == ADJECTIVE:
                return last
        elif link in ("von", "van", "de", "bin", "al", "ibn", "zu", "del", "di", "da", "du", "la", "le", "ter"):
            if self.words.is_common(tokens[last][0]) or last - first > 1:
                return last
            at += 1
            while at < len(tokens) and tokens[at][0] in ("der", "den", "dem", "la", "zu") and at - last < 4:
                at += 1
        else:
            return last
        if at >= len(tokens) or classes[at] not in (NAMELIKE, INITIALS):
            return last
        if any(not _is_blank(text, tokens, number) for number in range(last, at)):
            return last
        at = self._hyphenated(text, tokens, at)
        if link == "für" and at + 2 < len(tokens) and tokens[at + 1][0] == "und" and classes[at + 2] == NAMELIKE:
            at += 2
        return at

    def _is_title(self, tokens: "list[Word]", first: int, text: str) -> bool:
        end = self._hyphenated(text, tokens, first)
        word = folded(tokens[end][0]).lower()
        return any(
            word in (title, title + "en", title + "n", title + "s", title + "in") or (
                len(word) > len(title) + 2 and word.endswith((title, title + "en", title + "s", title + "n"))
            )
            for title in TITLES
        )  # fmt: skip

    @staticmethod
    def _hyphenated(text: str, tokens: "list[Word]", at: int) -> int:
        """The last part of a hyphenated word."""
        first = at
        while (
            at + 1 < len(tokens)
            and at - first < _MOST_UNITS
            and tokens[at + 1][1] == tokens[at][2] + 1
            and text[tokens[at][2]] in _HYPHENS
        ):
            at += 1
        return at

    # --- counting -----------------------------------------------------------------------------------------------

    def _count(
        self, kind: Kind, number: int, text: str, shift: int, tokens: "list[Word]", first: int, last: int
    ) -> None:
        start, end = tokens[first][1], tokens[last][2]
        key: Lexemes = tuple(self.words.lexeme(tokens[at][0], last=at == last) for at in range(first, last + 1))
        before = tokens[first - 1][0].lower() if first else ""
        before = before if before in STOP_DE else ""
        seen = self._found.get(key)
        if seen is None:
            inner = not begins_sentence(text, start)
            self._found[key] = (kind, text[start:end], before, number, start + shift, end + shift, inner)
            return
        sighting = seen if isinstance(seen, Sighting) else self._unfolded(key, seen)
        inner = sighting.inner < _ENOUGH and not begins_sentence(text, start)
        sighting.add(text[start:end], before, Place(number, start + shift, end + shift), inner=inner)

    def _unfolded(self, key: Lexemes, once: _Once) -> Sighting:
        kind, surface, before, number, start, end, inner = once
        sighting = self._found[key] = Sighting(kind)
        sighting.add(surface, before, Place(number, start, end), inner=inner)
        return sighting

    def seen(self, least: int) -> "Iterator[tuple[Lexemes, Sighting | None]]":
        """The lexemes of each term and its sighting; None for what was seen less often."""
        for key, seen in list(self._found.items()):
            if isinstance(seen, Sighting):
                yield key, seen
            else:
                yield key, self._unfolded(key, seen) if least <= 1 else None

    @property
    def names(self) -> "Iterator[Lexemes]":
        """The lexemes of the names."""
        for key, seen in self._found.items():
            if (seen.kind if isinstance(seen, Sighting) else seen[0]) == "name":
                yield key

    def _count_word(self, number: int, text: str, shift: int, tokens: "list[Word]", first: int, last: int) -> None:
        """Count a single word: its acronyms if it has any, else a noun that is worth it."""
        for at in range(first, last + 1):
            if self.words.kind(tokens[at][0]) == INITIALS:
                self._count("acronym", number, text, shift, tokens, at, at)
        # Of a hyphenated word the first part is counted: Kreml-Sprecher.
        surface, end = tokens[first][0], tokens[first][2]
        if len(surface) <= _LONGEST_ABBREVIATION and text[end : end + 1] == ".":
            return
        if self.words.kind(surface) == NAMELIKE and self.words.noun(surface) not in NOUNS:
            self._count("noun", number, text, shift, tokens, first, first)

    def _quotations(self, number: int, text: str, shift: int) -> None:
        """Count what stands in quotation marks, if it is short and no sentence."""
        for match in _QUOTED.finditer(text):
            inner = match[match.lastindex or 0]
            start = match.start(match.lastindex or 0)
            bare = inner.rstrip(" ,.;:")
            parts = words(bare)
            if not 1 <= len(parts) <= 4 or re.search(r"[.;:,]\s", bare):
                continue
            classes = [self.words.kind(part[0]) for part in parts]
            if classes[-1] not in (NAMELIKE, INITIALS) and (len(parts) > 1 or parts[0][0].lower() in STOP_DE):
                continue
            if inner[-1] in ",!?" and (len(parts) < 2 or not all(part[0][0].isupper() for part in parts)):
                continue
            bare = bare.rstrip("!?")
            key = tuple(self.words.lexeme(part[0], last=part is parts[-1]) for part in parts)
            place = Place(number, start + shift, start + len(bare) + shift)
            seen = self._found.get(key)
            if seen is None:
                self._found[key] = ("quoted", bare, "", *place, True)
                continue
            sighting = seen if isinstance(seen, Sighting) else self._unfolded(key, seen)
            if sighting.kind in ("phrase", "noun"):
                # Already counted as what it is; the marks say that it is more.
                sighting.kind = "quoted"
            elif sighting.kind == "quoted" and place not in sighting.contexts:
                sighting.add(bare, "", place, inner=True)


def _is_blank(text: str, tokens: "list[Word]", at: int) -> bool:
    """Whether nothing but white space on one line stands behind a word, and another word follows."""
    if at + 1 >= len(tokens):
        return False
    start, end = tokens[at][2], tokens[at + 1][1]
    return 0 < end - start < 4 and text[start:end].strip() == "" and text.count("\n", start, end) < 2


def _next_is_capital(text: str, tokens: "list[Word]", classes: list[int], at: int) -> bool:
    return _is_blank(text, tokens, at) and classes[at + 1] == NAMELIKE
