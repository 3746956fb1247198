"""The terms of a whole text: its words are cut and analysed once, and a changed entry is looked for only where it may be.

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

from glossary.matcher import GLUED, GLUED_BEFORE
from glossary.tokens import words
from glossary.verify import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glossary.entry import Entry
    from glossary.known import Known, TermMatch
    from glossary.matcher import Matcher
    from glossary.tokens import Word


class _Paragraph(NamedTuple):
    """The words of a paragraph: numbers of surfaces, first characters, and the words that a hyphen joins to the next."""

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

    def _meet(self, surface: str) -> int:
        """A number for a new surface."""
        sid = self._sids[surface] = len(self._surfaces)
        self._surfaces.append(surface)
        self._known.append(self._matcher.known(surface))
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

    def count_until(self, until: int) -> None:
        """Look for the terms of the paragraphs before this number that have not been: some 0.1 ms each, as `read`."""
        for number in range(min(until, len(self._paragraphs))):
            if self._matches[number] is None:
                self._note(number)

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
        """Take back what was kept of a paragraph."""
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

    def add(self, entry: "Entry") -> list[int]:
        """Find an entry from now on. Gives the paragraphs that may be concerned; `count_until` looks again at them."""
        self._matcher.add(entry)
        return self._changed(entry)

    def remove(self, entry: "Entry") -> list[int]:
        """No longer find an entry. Gives the paragraphs that may be concerned; `count_until` looks again at them."""
        self._matcher.remove(entry)
        return self._changed(entry)

    def _changed(self, entry: "Entry") -> list[int]:
        """Look the surfaces up anew that may be forms of an entry's first word, and forget their paragraphs."""
        matcher = self._matcher
        concerned = matcher.concerns(entry, self._surfaces)
        paragraphs: set[int] = set()
        for sid in concerned:
            self._known[sid] = matcher.known(self._surfaces[sid])
            paragraphs.update(self._met[sid])
        for number in paragraphs:
            if self._matches[number] is not None:
                self._forget(number)
        return sorted(paragraphs)


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
