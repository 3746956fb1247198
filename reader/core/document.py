"""A document: one immutable text and the spans of its paragraphs.

Invariant: paragraphs are in order and do not overlap, and every character outside them is white space: nothing of
the text is lost. Paragraph numbers, and characters counted from a paragraph's start, are what the rest of the
program calls a place.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from hashlib import blake2b

LONG_PARAGRAPH = 8_000
"""A longer paragraph is laid out in pieces, cut at the ends of sentences, so that no line is too long to wrap."""

_BOILERPLATE = re.compile(
    r"(?:\d+ )?(?:Kommentare?|Comments?)(?: ?\(\d+\)| schreiben)?|Anzeige|Werbung|Advertisement|Teilen|Drucken|"
    r"Artikel (?:teilen|drucken|merken)|Mehr zum Thema|Newsletter abonnieren|Zur Startseite|Lesen Sie auch:?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[a-zäöüß]{4}[.!?][\"“”»«’)\]]*\s+(?=[\"„“»«‚(\[]*[A-ZÄÖÜ])")
_HARD_WRAPPED_AT = 100


@dataclass(frozen=True, slots=True)
class Document:
    """One text and its paragraphs.

    Attributes:
        text: the whole text, cleaned.
        starts: the first character of each paragraph.
        ends: the character after each paragraph's last.
        boilerplate: the paragraphs that belong to a web page and not to its article.
        continuations: the paragraphs that go on with the one before (pieces of a very long one).
        title: how the text is called on screen.
        notes: what a person should know about how it was read ("Windows-1252", "3 invalid bytes shown as �").
    """

    text: str
    starts: array[int]
    ends: array[int]
    boilerplate: frozenset[int] = frozenset()
    continuations: frozenset[int] = frozenset()
    title: str = ""
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        """How many paragraphs there are."""
        return len(self.starts)

    def paragraph(self, index: int) -> str:
        """The text of one paragraph."""
        return self.text[self.starts[index] : self.ends[index]]

    def paragraph_at(self, char: int) -> int:
        """The paragraph that holds this character of the text, or the one before it."""
        return max(0, bisect_right(self.starts, char) - 1)

    def content_id(self) -> str:
        """A name for the text by its content: 32 hexadecimal digits."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def document(text: str, title: str = "", notes: tuple[str, ...] = ()) -> Document:
    r"""The document of a cleaned text.

    A line is a paragraph, unless the text is hard-wrapped (no line over 100 characters, and blank lines between
    runs of several lines); then a run of lines is one.

    >>> doc = document("Eins.\\n\\nZwei.\\nKommentar (0)")
    >>> [doc.paragraph(i) for i in range(len(doc))], sorted(doc.boilerplate)
    (['Eins.', 'Zwei.', 'Kommentar (0)'], [2])
    """
    starts, ends = array("q"), array("q")
    continuations: set[int] = set()
    for start, end in _hard_wrapped(text) or _lines(text):
        if end - start <= LONG_PARAGRAPH:
            starts.append(start)
            ends.append(end)
            continue
        for number, (left, right) in enumerate(_pieces(text, start, end)):
            if number:
                continuations.add(len(starts))
            starts.append(left)
            ends.append(right)
    boilerplate = frozenset(
        index
        for index in range(len(starts))
        if ends[index] - starts[index] < 40 and _BOILERPLATE.fullmatch(text, starts[index], ends[index])
    )
    return Document(text, starts, ends, boilerplate, frozenset(continuations), title, notes)


def _lines(text: str) -> list[tuple[int, int]]:
    """The lines that hold more than white space, without the white space at their ends."""
    found = []
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            left = start + (line.find(bare) if bare is not line else 0)
            found.append((left, left + len(bare)))
        start += len(line) + 1
    return found


def _hard_wrapped(text: str) -> list[tuple[int, int]]:
    """The runs of lines between blank lines, if the text is hard-wrapped; else nothing."""
    head = text[:20_000].split("\n")
    full = [line for line in head if line.strip()]
    if len(full) < 4 or max(map(len, full)) > _HARD_WRAPPED_AT or len(full) > 0.95 * len(head):
        return []
    if sum(len(line) > 45 for line in full) < len(full) / 2:
        return []
    lines = _lines(text)
    if any(end - start > 2 * _HARD_WRAPPED_AT for start, end in lines):
        return []
    runs: list[tuple[int, int]] = []
    for start, end in lines:
        if runs and text.count("\n", runs[-1][1], start) == 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A very long paragraph in pieces of about half the limit, cut at the ends of sentences where there are any."""
    pieces = []
    half = LONG_PARAGRAPH // 2
    while end - start > LONG_PARAGRAPH:
        found = _SENTENCE_END.search(text, start + half, start + LONG_PARAGRAPH)
        cut = found.end() if found else text.rfind(" ", start + half, start + LONG_PARAGRAPH) + 1
        cut = cut or start + LONG_PARAGRAPH
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return pieces
