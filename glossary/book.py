"""The terms of a whole text: its words are cut and analysed once, a changed entry is looked for where it may be.

A surface gets a number when it is first met; a paragraph keeps the numbers of its words and where they begin. So
matching looks at a word by looking into a list, and a changed entry concerns only the paragraphs with surfaces that
share a key with it.

Memory: nine bytes a word, about 300 bytes a surface, 24 bytes and more a match; a novel of a million words takes
some forty megabytes. The text itself is not kept, but asked for.

Invariant: `find` gives what the matcher gives for the paragraph alone, before and after every change. Not for several
threads at the same time.
"""

from array import array
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, NamedTuple

from glossary.known import Known
from glossary.matcher import GLUED, GLUED_BEFORE
from glossary.tokens import words
from glossary.verify import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.entry import Entry
    from glossary.known import TermMatch
    from glossary.matcher import Matcher
    from glossary.tokens import Word


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
        self._sids: dict[str, int] = {}
        self._surfaces: list[str] = []
        self._known: list[Known | None] = []
        self._met: list[array[int]] = []
        self._matches: list[tuple[Entry, ...] | None] = []
        self._counts: dict[Entry, int] = {}
        self._places: dict[Entry, list[int]] = {}
        self._all: list[int] = []
        self._todo: set[int] = set()
        self._changes: list[tuple[Entry, int]] = []

    def __len__(self) -> int:
        """How many paragraphs have been taken in."""
        return len(self._paragraphs)

    def read(self, until: int) -> None:
        """Take in the paragraphs before this number that have not been: some 0.1 ms each, so do it in slices."""
        for number in range(len(self._paragraphs), until):
            text = self._text_of(number)
            sids, starts, known = array("I"), array("I"), self._sids
            cut = words(text)
            for surface, start, _ in cut:
                sid = known.get(surface)
                if sid is None:
                    sid = self._meet(surface)
                sids.append(sid)
                starts.append(start)
            for sid in set(sids):
                self._met[sid].append(number)
            self._paragraphs.append(_Paragraph(sids, starts, _joints(text, cut)))
            self._matches.append(None)
            self._todo.add(number)

    def _meet(self, surface: str) -> int:
        """A number for a new surface."""
        sid = self._sids[surface] = len(self._surfaces)
        self._surfaces.append(surface)
        self._known.append(_UNSEEN)
        self._matcher.analyser.analyse(surface)
        self._met.append(array("I"))
        return sid

    def find(self, number: int) -> "list[TermMatch]":
        """The terms of a paragraph that has been taken in, as the matcher finds them in it alone."""
        paragraph, known = self._paragraphs[number], self._known
        sids, starts = paragraph.sids, paragraph.starts
        spots = [at for at, sid in enumerate(sids) if known[sid] is not None]
        if paragraph.joints:
            spots = sorted({*spots, *paragraph.joints})
        if not spots:
            return []
        text = self._text_of(number)
        whole: Text | None = None
        found: list[TermMatch] = []
        behind, surfaces, last = 0, self._surfaces, len(sids) - 1
        for at in spots:
            start = starts[at]
            if start < behind:
                continue
            sid = sids[at]
            here, end = known[sid], start + len(surfaces[sid])
            if here is _UNSEEN:
                here = known[sid] = self._matcher.known(surfaces[sid])
            if (
                here is not None
                and here.settled
                and text[end : end + 1] not in GLUED
                and (not start or text[start - 1] not in GLUED_BEFORE)
                and (not here.heads or at == last or not self._matcher.seconds(surfaces[sids[at + 1]]))
            ):
                match = here.alone(start, end, text)
            else:
                if whole is None:
                    whole = self._words(number, text)
                match = self._matcher.match_at(whole, at, here, start, end)
            if match is not None:
                found.append(match)
                behind = match.end
        return found

    def _words(self, number: int, text: str) -> Text:
        words = _Words(self._paragraphs[number], self._surfaces)
        return Text(text, words, self._matcher.analyser, self._matcher.gaps)  # type: ignore[arg-type]

    def step(self, surfaces: int = 1_000, paragraphs: int = 30) -> bool:
        """A few milliseconds of counting; gives whether more is left.

        Changes come first, so many surfaces at a time, then paragraphs that have not been looked through.
        """
        if self._changes:
            entry, done = self._changes[0]
            some = self._surfaces[done : done + surfaces]
            for sid in self._matcher.concerns(entry, some):
                for number in self._met[done + sid]:
                    self._forget(number)
            self._changes[0] = entry, done + surfaces
            if done + surfaces >= len(self._surfaces):
                del self._changes[0]
        else:
            for _ in range(min(paragraphs, len(self._todo))):
                self._note(self._todo.pop())
        return bool(self._changes or self._todo)

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
        self._changes.append((entry, 0))


def _insert(places: list[int], number: int) -> None:
    """Keep the numbers sorted; they mostly come in order."""
    if not places or places[-1] < number:
        places.append(number)
    else:
        insort(places, number)


def _joints(text: str, cut: "list[Word]") -> tuple[int, ...]:
    """The words that a hyphen joins to the next one."""
    if "-" not in text and "\u2010" not in text and "\u2011" not in text:
        return ()
    return tuple([at for at, word in enumerate(cut) if text[word[2] : word[2] + 1] in ("-", "\u2010", "\u2011")])
