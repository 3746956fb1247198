"""A document: one immutable text, the spans of its paragraphs, and what each of them is.

Invariant: paragraphs are in order and do not overlap, and every character outside them is white space: nothing of
the text is lost. Paragraph numbers, and characters counted from a paragraph's start, are what the rest of the
program calls a place. Structure (headings, lists, emphasis) is values beside the text and never part of it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.boilerplate import LONGEST, is_boilerplate

if TYPE_CHECKING:
    from collections.abc import Mapping

CELL_BREAK: Final = "│"
"""What parts the cells of a table's row, with a blank on either side; no cell holds this character."""

LONG_PARAGRAPH = 8_000
"""A longer paragraph is laid out in pieces, cut at the ends of sentences, so that no line is too long to wrap."""

_SENTENCE_END = re.compile(r"[a-zäöüß]{4}[.!?][\"“”»«’)\]]*\s+(?=[\"„“»«‚(\[]*[A-ZÄÖÜ])")
_NO_LABELS: Final[Mapping[int, str]] = MappingProxyType({})


class Kind(IntEnum):
    """What a paragraph is."""

    PARAGRAPH = 0
    HEADING = 1
    VERSE = 2
    """One line of a poem; its level is how far it is indented, in steps of two cells."""
    ITEM = 3
    """An item of a list, or a further paragraph of one (without a label)."""
    QUOTE = 4
    CODE = 5
    """One line of a program, or of other text whose spaces count."""
    TABLE = 6
    """One row of a table, its cells joined by ` │ `; an empty cell keeps its place, but at the end of the row."""
    NOTE = 7
    """A footnote or an endnote."""
    RULE = 8
    """A line that parts two scenes, such as `* * *`."""


class Style(IntFlag):
    """How some characters of a paragraph stand out; several at once, joined with `|`."""

    PLAIN = 0
    STRONG = 1
    EMPH = 2
    CODE = 4
    LINK = 8
    NOTE_REF = 16
    """The mark that a footnote hangs on."""
    STRIKE = 32
    """Struck through: no longer meant."""


class Emphasis(NamedTuple):
    """Some characters of the whole text that stand out.

    Attributes:
        start: the first character.
        end: the character after the last.
        style: how they stand out.
        target: where a link leads: an address (http, https or mailto only), or `#` and a paragraph's number.
    """

    start: int
    end: int
    style: Style
    target: str = ""


class Table(NamedTuple):
    """Rows that belong together.

    Attributes:
        first: the paragraph that is the first row.
        end: the paragraph after the last.
        headers: how many of the first rows head the columns.
        align: a letter for each column, as the file says it: `l`, `c`, `r`, or `-` where it says nothing; may be
            shorter than the rows.
        row_heads: whether the first cell of each row heads the row.
    """

    first: int
    end: int
    headers: int = 0
    align: str = ""
    row_heads: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One text and its paragraphs.

    Attributes:
        text: the whole text, cleaned.
        starts: the first character of each paragraph.
        ends: the character after each paragraph's last.
        boilerplate: the paragraphs that belong to a web page and not to its article.
        tight: the paragraphs that follow the one before without a blank line: pieces of a very long one, lines of
            verse and code, items of a tight list, rows of a table.
        title: how the text is called on screen.
        notes: what a person should know about how it was read ("Windows-1252", "3 invalid bytes shown as �").
        kinds: a `Kind` for each paragraph; empty if all are PARAGRAPH.
        levels: the level of each heading (1 to 6), the depth of each item and quote, the indent of each line of verse
            in steps of two cells; empty if all are 0.
        labels: what stands before a paragraph and is no part of the text ("•", "3.", "[2]").
        emphasis: what stands out, sorted and not overlapping.
        language: what the file says it is written in ("de", "en-GB"); empty if it does not say.
        author: who the file says has written it; empty if it does not say.
        tables: the tables, in order; every row is in one of them.
        code: the language of programs, where the file says it, by the paragraph that is the first line of one.
    """

    text: str
    starts: array[int]
    ends: array[int]
    boilerplate: frozenset[int] = frozenset()
    tight: frozenset[int] = frozenset()
    title: str = ""
    notes: tuple[str, ...] = field(default=())
    kinds: bytes = b""
    levels: bytes = b""
    labels: Mapping[int, str] = field(default_factory=lambda: _NO_LABELS)
    emphasis: tuple[Emphasis, ...] = ()
    language: str = ""
    author: str = ""
    tables: tuple[Table, ...] = ()
    code: Mapping[int, str] = field(default_factory=lambda: _NO_LABELS)

    def __len__(self) -> int:
        """How many paragraphs there are."""
        return len(self.starts)

    def paragraph(self, index: int) -> str:
        """The text of one paragraph."""
        return self.text[self.starts[index] : self.ends[index]]

    def kind(self, index: int) -> Kind:
        """What a paragraph is."""
        return Kind(self.kinds[index]) if self.kinds else Kind.PARAGRAPH

    def level(self, index: int) -> int:
        """The level of a heading, the depth of an item or quote, or the indent of a line of verse; else 0."""
        return self.levels[index] if self.levels else 0

    def label(self, index: int) -> str:
        """What stands before a paragraph; empty for most."""
        return self.labels.get(index, "")

    def table(self, index: int) -> Table | None:
        """The table that a paragraph is a row of."""
        at = bisect_right(self.tables, index, key=lambda table: table.first) - 1
        return self.tables[at] if at >= 0 and index < self.tables[at].end else None

    def heads(self, index: int) -> bool:
        """Whether a paragraph is a row that heads the columns of its table."""
        table = self.table(index)
        return table is not None and index < table.first + table.headers

    def emphasis_in(self, index: int) -> tuple[Emphasis, ...]:
        """What stands out in a paragraph; characters counted from the paragraph's start."""
        start, end = self.starts[index], self.ends[index]
        first = bisect_left(self.emphasis, (start,))
        last = bisect_left(self.emphasis, (end,), first)
        return tuple(Emphasis(a - start, b - start, style, to) for a, b, style, to in self.emphasis[first:last])

    def paragraph_at(self, char: int) -> int:
        """The paragraph that holds this character of the text, or the one before it."""
        return max(0, bisect_right(self.starts, char) - 1)

    def content_id(self) -> str:
        """A name for the text by its content: 32 hexadecimal digits."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def document(text: str, title: str = "", notes: tuple[str, ...] = ()) -> Document:
    r"""The document of a cleaned text in which every line is a paragraph.

    >>> doc = document("Eins.\n\nZwei.\nKommentar (0)")
    >>> [doc.paragraph(i) for i in range(len(doc))], sorted(doc.boilerplate)
    (['Eins.', 'Zwei.', 'Kommentar (0)'], [2])
    """
    starts, ends = array("q"), array("q")
    tight: set[int] = set()
    for start, end in lines(text):
        if end - start <= LONG_PARAGRAPH:
            starts.append(start)
            ends.append(end)
            continue
        for number, (left, right) in enumerate(pieces(text, start, end)):
            if number:
                tight.add(len(starts))
            starts.append(left)
            ends.append(right)
    boilerplate = frozenset(
        index
        for index in range(len(starts))
        if ends[index] - starts[index] <= LONGEST and is_boilerplate(text[starts[index] : ends[index]])
    )
    return Document(text, starts, ends, boilerplate, frozenset(tight), title, notes)


def lines(text: str) -> list[tuple[int, int]]:
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


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A very long paragraph in pieces of about half the limit, cut at the ends of sentences where there are any."""
    found = []
    half = LONG_PARAGRAPH // 2
    while end - start > LONG_PARAGRAPH:
        stop = _SENTENCE_END.search(text, start + half, start + LONG_PARAGRAPH)
        cut = stop.end() if stop else text.rfind(" ", start + half, start + LONG_PARAGRAPH) + 1
        cut = cut or start + LONG_PARAGRAPH
        found.append((start, cut))
        start = cut
    found.append((start, end))
    return found
