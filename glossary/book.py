"""The terms of a whole text: its words are cut and analysed once, a changed entry is looked for where it may be.

A surface gets a number when it is first met; a paragraph keeps the numbers of its words and where they begin. So
matching looks at a word by looking into a list, and a changed entry concerns only the paragraphs with surfaces that
share a key with it.

Memory: eight bytes a word, about 250 bytes a surface, 24 bytes and more a match; a novel of a million words takes
some forty megabytes. The text itself is not kept, but asked for.

Invariant: `find` gives what the matcher gives for the paragraph alone, before and after every change. Not for several
threads at the same time.
"""

from array import array
from bisect import bisect_left, bisect_right, insort
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from glossary.known import Known
from glossary.matcher import GLUED, GLUED_BEFORE, HYPHENS
from glossary.tokens import surfaces
from glossary.verify import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.entry import Entry
    from glossary.known import TermMatch
    from glossary.matcher import Matcher
    from glossary.tokens import Word


_SEARCHED = 20
"""So many paragraphs are searched for some surfaces in the time that it takes to find the terms of one."""


class _Paragraph(NamedTuple):
    """The words of a paragraph: numbers of surfaces, first characters, which of them a hyphen joins to the next."""

    sids: "array[int]"
    starts: "array[int]"
    joints: tuple[int, ...]


class _Words:
    """The words of a paragraph as `Text` wants them, made when they are asked for."""

    __slots__ = ("_paragraph", "_surfaces")

    def __init__(self, paragraph: _Paragraph, surfaces: list[str]) -> None:
        self._paragraph = paragraph
        self._surfaces = surfaces

    def __len__(self) -> int:
        return len(self._paragraph.sids)

    def __getitem__(self, at: int) -> "Word":
        surface, start = self._surfaces[self._paragraph.sids[at]], self._paragraph.starts[at]
        return surface, start, start + len(surface)


class _Change:
    """A changed entry, and how far the paragraphs that it concerns have been looked for.

    Attributes:
        entry: the entry, added or removed.
        sids: the surfaces that a match gained or lost may begin with.
        surfaces: so many surfaces have been looked at.
        paragraphs: so many paragraphs have been looked at, once all surfaces have.
    """

    __slots__ = ("entry", "paragraphs", "sids", "surfaces")

    def __init__(self, entry: "Entry") -> None:
        self.entry = entry
        self.sids: set[int] = set()
        self.surfaces = self.paragraphs = 0


class _Numbers(dict[str, int]):
    """The numbers of surfaces; a new one is given to a surface that has none when it is asked for."""

    __slots__ = ("_meet",)

    def __init__(self, meet: "Callable[[str], int]") -> None:
        super().__init__()
        self._meet = meet

    def __missing__(self, surface: str) -> int:
        number = self[surface] = self._meet(surface)
        return number


_UNSEEN = Known((), (), None)
"""Stands for a surface that has not been looked up since the last change."""


class BookIndex:
    """The words of a text by paragraph, and the terms in it.

    Args:
        matcher: finds the terms; change its entries through this index.
        paragraph: gives the text of a paragraph, the same each time.
    """

    def __init__(self, matcher: "Matcher", paragraph: "Callable[[int], str]") -> None:
        self._matcher = matcher
        self._text_of = paragraph
        self._paragraphs: list[_Paragraph] = []
        self._sids = _Numbers(self._meet)
        self._surfaces: list[str] = []
        self._known: list[Known | None] = []
        self._barren = bytearray()
        """Which surfaces are the second word of no term."""
        self._matches: list[tuple[Entry, ...] | None] = []
        self._counts: dict[Entry, int] = {}
        self._places: dict[Entry, list[int]] = {}
        self._all: list[int] = []
        self._todo: set[int] = set()
        self._changes: list[_Change] = []

    def __len__(self) -> int:
        """How many paragraphs have been taken in."""
        return len(self._paragraphs)

    def read(self, until: int) -> None:
        """Take in the paragraphs before this number that have not been: some 0.1 ms each, so do it in slices."""
        for number in range(len(self._paragraphs), until):
            text = self._text_of(number)
            cut = surfaces(text)
            sids = [*map(self._sids.__getitem__, cut)]
            places, at, find = [], 0, text.find
            for surface in cut:
                at = find(surface, at)
                places.append(at)
                at += len(surface)
            starts = array("I", places)
            self._paragraphs.append(_Paragraph(array("I", sids), starts, _joints(text, cut, starts)))
            self._matches.append(None)
            self._todo.add(number)

    def _meet(self, surface: str) -> int:
        """A number for a new surface."""
        sid = len(self._surfaces)
        self._surfaces.append(surface)
        self._known.append(_UNSEEN)
        self._barren.append(False)
        self._matcher.analyser.analyse(surface)
        return sid

    def find(self, number: int) -> "list[TermMatch]":  # noqa: C901, PLR0912 - the innermost loop, run for every word
        """The terms of a paragraph that has been taken in, as the matcher finds them in it alone."""
        paragraph, known = self._paragraphs[number], self._known
        sids, starts = paragraph.sids, paragraph.starts
        spots = [*compress(range(len(sids)), map(known.__getitem__, sids))]
        if paragraph.joints:
            spots = sorted({*spots, *paragraph.joints})
        if not spots:
            return []
        text = self._text_of(number)
        whole: Text | None = None
        found: list[TermMatch] = []
        behind, surfaces, last, barren = 0, self._surfaces, len(sids) - 1, self._barren
        for at in spots:
            start = starts[at]
            if start < behind:
                continue
            sid = sids[at]
            here, end = known[sid], start + len(surfaces[sid])
            if here is _UNSEEN:
                here = known[sid] = self._matcher.known(surfaces[sid])
            if here is None and at not in paragraph.joints:
                continue
            counts = None
            if (
                here is not None
                and here.settled
                and text[end : end + 1] not in GLUED
                and (not start or text[start - 1] not in GLUED_BEFORE)
            ):
                counts = here
                if here.heads and at < last and not barren[sids[at + 1]]:
                    counts, end = self._together(here, paragraph, at, text, end)
            if counts is not None:
                if counts.empty:
                    continue
                match = counts.alone(start, end, text)
            else:
                if whole is None:
                    whole = self._words(number, text)
                match = self._matcher.match_at(whole, at, here, start, start + len(surfaces[sid]))
            if match is not None:
                found.append(match)
                behind = match.end
        return found

    def _together(self, here: Known, paragraph: _Paragraph, at: int, text: str, end: int) -> "tuple[Known | None, int]":
        """What counts at a settled word before another one, and where it ends; None if that depends on the text."""
        sid, begin = paragraph.sids[at + 1], paragraph.starts[at + 1]
        second = self._surfaces[sid]
        self._barren[sid] = not self._matcher.seconds(second)
        counts = self._matcher.together(here, self._surfaces[paragraph.sids[at]], second, text, end, begin)
        return counts, end if counts is here else begin + len(second)

    def _words(self, number: int, text: str) -> Text:
        words = _Words(self._paragraphs[number], self._surfaces)
        return Text(text, words, self._matcher.analyser, self._matcher.gaps)  # type: ignore[arg-type]

    def step(self, surfaces: int = 1_000, paragraphs: int = 30) -> bool:
        """A few milliseconds of counting; gives whether more is left.

        Changes come first, so many surfaces at a time, then paragraphs that have not been looked through.
        """
        if self._changes:
            if not self._follow(self._changes[0], surfaces, _SEARCHED * paragraphs):
                del self._changes[0]
        else:
            for _ in range(min(paragraphs, len(self._todo))):
                self._note(self._todo.pop())
        return bool(self._changes or self._todo)

    def _follow(self, change: _Change, surfaces: int, paragraphs: int) -> bool:
        """Look for the paragraphs that a change concerns; gives whether more is left."""
        some = self._surfaces[change.surfaces : change.surfaces + surfaces]
        change.sids.update(change.surfaces + at for at in self._matcher.concerns(change.entry, some))
        change.surfaces += len(some)
        if change.surfaces < len(self._surfaces):
            return True
        if not change.sids:
            return False
        end = min(change.paragraphs + paragraphs, len(self._paragraphs))
        for number in range(change.paragraphs, end):
            if not change.sids.isdisjoint(self._paragraphs[number].sids):
                self._forget(number)
        change.paragraphs = end
        return end < len(self._paragraphs)

    def count(self, entry: "Entry") -> int:
        """How often an entry counts in the paragraphs that have been looked through."""
        return self._counts.get(entry, 0)

    def counts(self) -> "dict[Entry, int]":
        """How often each entry counts there; entries that do not are left out."""
        return dict(self._counts)

    def next(self, after: int, entry: "Entry | None" = None) -> int | None:
        """The first paragraph behind this one, of those looked through, in which the entry, or any, counts."""
        places = self._all if entry is None else self._places.get(entry, [])
        at = bisect_right(places, after)
        return places[at] if at < len(places) else None

    def previous(self, before: int, entry: "Entry | None" = None) -> int | None:
        """The last paragraph in front of this one, of those looked through, in which the entry, or any, counts."""
        places = self._all if entry is None else self._places.get(entry, [])
        at = bisect_left(places, before)
        return places[at - 1] if at else None

    def _note(self, number: int) -> None:
        """Look through a paragraph and keep what counts in it."""
        found = tuple([match.entry for match in self.find(number)])
        self._matches[number] = found
        for entry in found:
            self._counts[entry] = self._counts.get(entry, 0) + 1
        for entry in dict.fromkeys(found):
            _insert(self._places.setdefault(entry, []), number)
        if found:
            _insert(self._all, number)

    def _forget(self, number: int) -> None:
        """Take back what was kept of a paragraph, and look through it again some time."""
        self._todo.add(number)
        found = self._matches[number] or ()
        self._matches[number] = None
        for entry in found:
            self._counts[entry] -= 1
            if not self._counts[entry]:
                del self._counts[entry]
        for entry in dict.fromkeys(found):
            places = self._places[entry]
            del places[bisect_left(places, number)]
            if not places:
                del self._places[entry]
        if found:
            del self._all[bisect_left(self._all, number)]

    def add(self, entry: "Entry") -> None:
        """Find an entry from now on; `step` brings the counts up to date."""
        self._matcher.add(entry)
        self._changed(entry)

    def remove(self, entry: "Entry") -> None:
        """No longer find an entry; `step` brings the counts up to date."""
        self._matcher.remove(entry)
        self._changed(entry)

    def _changed(self, entry: "Entry") -> None:
        self._known = [_UNSEEN] * len(self._surfaces)
        self._barren = bytearray(len(self._surfaces))
        self._changes.append(_Change(entry))


def _insert(places: list[int], number: int) -> None:
    """Keep the numbers sorted; they mostly come in order."""
    if not places or places[-1] < number:
        places.append(number)
    else:
        insort(places, number)


def _joints(text: str, cut: list[str], starts: "array[int]") -> tuple[int, ...]:
    """The words that a hyphen joins to the next one."""
    if "-" not in text and "\u2010" not in text and "\u2011" not in text:
        return ()
    before = ((bisect_left(starts, hyphen.start()) - 1, hyphen.start()) for hyphen in HYPHENS.finditer(text))
    return tuple([at for at, end in before if at >= 0 and starts[at] + len(cut[at]) == end])
