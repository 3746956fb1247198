"""Terms worth adding, from a text and its translation alone, with their likely renderings.

What a translator would look up once and want the same everywhere: acronyms, names, adjective and noun that keep
coming together, words in quotation marks, nouns that are repeated or made up (`sightings`); for each the places, and
a rendering from the paired sentences (`cooccurrence`).

Invariant: nothing that the given matcher already finds is proposed; linear in the text; no clock is read: the
generator stops after a bounded piece of work, so that who has a screen to keep alive can.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.cooccurrence import Cooccurrence, Wanted
from glossary.dictionary import dictionary_form
from glossary.sightings import Kind, Place, Sightings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from glossary.forms import Analyser
    from glossary.matcher import Matcher
    from glossary.sightings import Lexemes, Sighting

SLICE_CHARS = 6_000
"""So many characters of the source are read between two pauses."""

_SHORT_TEXT = 3_000
_WEIGHTS: dict[Kind, float] = {"acronym": 3.0, "name": 2.5, "quoted": 2.2, "phrase": 1.6, "noun": 1.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term worth adding.

    Attributes:
        term: its dictionary form, as far as it can be told.
        kind: acronym, name, phrase, quoted or noun.
        count: how often the text has it, in any form.
        contexts: the first places: number of the segment, first character, the one behind the last.
        rendering: what the translation probably calls it, or "".
        score: how much it is worth; only for comparing.
    """

    term: str
    kind: Kind
    count: int
    contexts: tuple[Place, ...]
    rendering: str
    score: float


def candidates(
    pairs: "Sequence[tuple[str, str]]",
    *,
    known: "Matcher | None",
    source: "Analyser",
    target: "Analyser",
    limit: int = 200,
    stop: "Callable[[], bool] | None" = None,
) -> list[Candidate]:
    """The terms worth adding, the best first; none of a text that is not German.

    Args:
        pairs: source and target of each segment; "" for a target that is not there.
        known: finds the terms that the glossary has.
        source: analyses words of the source language.
        target: analyses words of the target language; only English ones are proposed.
        limit: so many at most.
        stop: asked now and then; when it says yes, the list is empty.
    """
    for found in candidates_in_slices(pairs, known=known, source=source, target=target, limit=limit):
        if found is not None:
            return found
        if stop is not None and stop():
            break
    return []


def candidates_in_slices(
    pairs: "Sequence[tuple[str, str]]",
    *,
    known: "Matcher | None",
    source: "Analyser",
    target: "Analyser",
    limit: int = 200,
) -> "Iterator[list[Candidate] | None]":
    """As `candidates`: yields None after every few milliseconds of work, and at last the list."""
    if source.lang != "de":
        return iter([[]])
    return _in_slices(pairs if target.lang == "en" else [(text, "") for text, _ in pairs], known, source, target, limit)


def _in_slices(
    pairs: "Sequence[tuple[str, str]]", known: "Matcher | None", source: "Analyser", target: "Analyser", limit: int
) -> "Iterator[list[Candidate] | None]":
    sightings = Sightings(source)
    done = 0
    for number, (text, _) in enumerate(pairs):
        for start, end in _pieces(text):
            sightings.read_piece(number, text[start:end], start)
            done += end - start
            if done > SLICE_CHARS:
                done = 0
                yield None
    chosen: list[tuple[str, float, Lexemes, Sighting]] = []
    ranked = yield from _ranked(sightings)
    for at, (score, key, seen) in enumerate(ranked):
        if len(chosen) >= limit:
            break
        if known is None or not _is_known(known, seen):
            chosen.append((dictionary_form(seen, source), score, key, seen))
        if not at % 50:
            yield None
    wanted = [
        Wanted(term, seen.kind, tuple(seen.surfaces), seen.contexts, seen.segments, seen.spread)
        for term, _, _, seen in chosen
    ]
    renderings: list[str] = []
    for found in Cooccurrence(pairs, target).renderings(wanted):
        if found is None:
            yield None
        else:
            renderings = found
    yield [
        Candidate(term, seen.kind, seen.count, tuple(seen.contexts), rendering, score)
        for (term, score, _, seen), rendering in zip(chosen, renderings, strict=True)
    ]


def _pieces(text: str) -> "Iterator[tuple[int, int]]":
    """A long segment in pieces, cut at blanks where there are any."""
    start = 0
    while len(text) - start > SLICE_CHARS:
        cut = text.rfind(" ", start, start + SLICE_CHARS) + 1
        cut = cut if cut > start else start + SLICE_CHARS
        yield start, cut
        start = cut
    yield start, len(text)


_Ranked = list[tuple[float, tuple[str, ...], "Sighting"]]
"""Score, lexemes and sighting of each."""


def _ranked(sightings: Sightings) -> "Generator[None, None, _Ranked]":
    """What is worth proposing, the best first."""
    # In a short text what stands there once may matter; in a book it has to come back.
    least = max(0, round(math.log10(max(1, sightings.tokens) / _SHORT_TEXT) * 2))
    named = {key[-1] for key in sightings.names}
    ranked: _Ranked = []
    for at, (key, seen) in enumerate(sightings.seen(least + 1)):
        score = _score(key, seen, sightings, least, named) if seen is not None else 0.0
        if seen is not None and score > 0:
            ranked.append((score, key, seen))
        if not at % 2_000:
            yield None
    ranked.sort(key=lambda item: (-item[0], item[1]))
    return ranked


def _score(key: tuple[str, ...], seen: "Sighting", sightings: Sightings, least: int, named: set[str]) -> float:
    """How much a sighting is worth; 0 for what is not worth proposing."""
    surface = next(iter(seen.surfaces))
    count = seen.count - least
    unknown = " " not in surface and sightings.words.is_unknown(surface)
    if seen.kind == "noun":
        if key[0] in named or not seen.inner:
            return 0.0
        # A long noun is made for the subject; a short one that is known has to be frequent to say anything.
        long = sightings.words.is_long(surface)
        needed = 1 if unknown and len(surface) > 4 else 2 if long or (not least and len(surface) > 7) else 3
        if count < needed:
            return 0.0
    elif count < (2 if seen.kind == "phrase" else 1):
        return 0.0
    bonus = 1.3 if unknown or (seen.kind == "noun" and sightings.words.is_long(surface)) else 1.0
    return _WEIGHTS[seen.kind] * (1.0 + math.log2(count)) * bonus


def _is_known(known: "Matcher", seen: "Sighting") -> bool:
    """Whether the glossary has the term, in one of the forms that the text has."""
    for surface in list(seen.surfaces)[:3]:
        for match in known.find(surface):
            if match.start == 0 and match.end == len(surface) and not match.quiet:
                return True
    return False
