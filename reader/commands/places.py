"""Where in its file a place of a text is: the line, or the paragraph where a file has no lines that a person sees.

A document is made anew from what its file holds: lines are joined, marks and front matter are gone, notes stand
elsewhere. So the words of both are laid side by side. Invariant: a place is always named; where words cannot be
found again, by the line of those before them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind
from reader.core.text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.document import Document

WITH_LINES: Final = frozenset(("plain", "markdown", "html", "subtitles"))
"""The formats that a person can open in an editor."""
_WORD: Final = re.compile(r"[^\W_]+")
_NO_WORDS: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_NO_LINE: Final = (b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xc2\x85")
"""What parts lines in a document, but in no editor."""
_KEY: Final = 3
_NEAR: Final = 12
_SHOWN: Final = 40
_AROUND: Final = 50
"""So many characters are shown on either side of a place."""
_LONGEST_CUT: Final = 20
"""So many characters further a line may go to end between words."""


class Place(NamedTuple):
    """Where something stands, counted from 1.

    Attributes:
        line: of the file; 0 if it has none.
        paragraph: of the text.
        chapter: the heading that it stands under; empty if there is none.
    """

    line: int
    paragraph: int
    chapter: str = ""

    def within(self, name: str) -> str:
        """The place in a file of this name, as messages have it.

        >>> Place(3, 2).within("a.txt"), Place(0, 2, "Eins").within("a.epub")
        ('a.txt:3', 'a.epub, paragraph 2 (“Eins”)')
        """
        return f"{name}:{self.line}" if self.line else f"{name}, {self}"

    def __str__(self) -> str:
        """The place alone: `line 3`, or `paragraph 2 (“Eins”)`."""
        chapter = f" (“{self.chapter}”)" if self.chapter else ""
        return f"line {self.line}" if self.line else f"paragraph {self.paragraph}{chapter}"


class Places:
    """The places of one document; made from its file, which is only looked at when one is asked for."""

    __slots__ = ("_document", "_headings", "_lines", "_text", "_words")

    def __init__(self, document: Document, text: str = "") -> None:
        """Of a document, with the text of its file; without one, or with an empty one, there are no lines."""
        self._document = document
        self._text = text
        self._words: list[int] = []
        self._lines: list[int] = []
        self._headings = [number for number in range(len(document)) if document.kind(number) is Kind.HEADING]

    def at(self, char: int) -> Place:
        """The place of a character of the document's text."""
        number = self._document.paragraph_at(char)
        if self._text:
            return Place(self._line(char), number + 1)
        at = bisect_right(self._headings, number) - 1
        chapter = one_line(self._document.paragraph(self._headings[at])) if at >= 0 else ""
        return Place(0, number + 1, chapter if len(chapter) <= _SHOWN else f"{chapter[: _SHOWN - 1].rstrip()}…")

    def _line(self, char: int) -> int:
        if not self._lines:
            self._words, self._lines = _aligned(self._document.text, self._text)
        return self._lines[max(0, bisect_right(self._words, char) - 1)] if self._lines else 1


def shortened(text: str, start: int, end: int) -> str:
    """The text around a place, which stands in brackets if it is not empty; cut between words."""
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    left = text.rfind(" ", 0, left + 1) + 1 if left else 0
    cut = text.find(" ", right)
    right = cut if 0 <= cut < right + _LONGEST_CUT else right if cut >= 0 else min(len(text), right + _LONGEST_CUT)
    left = max(left, start - _AROUND - _LONGEST_CUT)
    place = f"[{text[start:end]}]" if end > start else ""
    return f"{'… ' * (left > 0)}{text[left:start]}{place}{text[end:right]}{' …' * (right < len(text))}"


def file_text(path: Path | str, data: bytes, encoding: str = "") -> str:
    """What stands in a file, line by line, without the tags of HTML; empty for formats without lines.

    Args:
        path: what the file is called.
        data: what it holds.
        encoding: the encoding that the person named.

    Raises:
        InputError: it is no text.
    """
    from reader.formats.encodings import decoded  # noqa: PLC0415 - not for --help
    from reader.formats.opening import format_of  # noqa: PLC0415

    suffix = re.search(r"\.\w+\Z", str(path))
    name = format_of(data, str(path), suffix[0] if suffix else "")
    if name not in WITH_LINES:
        return ""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for sign in _NO_LINE:
            data = data.replace(sign, b" ")
    text = decoded(data, str(path), encoding).text
    if name in {"html", "subtitles"}:
        text = _NO_WORDS.sub(lambda match: "\n" * match[0].count("\n"), text)
    return "\n".join(html.unescape(line).replace("\xad", "").replace("\n", " ") for line in text.split("\n"))


def _aligned(document: str, text: str) -> tuple[list[int], list[int]]:
    r"""Where each word of a document begins, and in which line of its file's text it stands.

    >>> _aligned("Eins zwei drei\n\nvier", "# Eins\nzwei\n\n[drei](x.org)\n\nvier")
    ([0, 5, 10, 16], [1, 2, 4, 6])
    """
    words: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = _WORD.findall(line)
        words += found
        lines += [number] * len(found)
    keys: dict[tuple[str, ...], list[int]] = {}
    for at, word in enumerate(words):
        keys.setdefault(tuple(words[at : at + _KEY]), []).append(at)
        keys.setdefault((word,), []).append(at)
    mine = [(match[0], match.start()) for match in _WORD.finditer(document)]
    bare = [word for word, _ in mine]
    places: list[int] = []
    at = 0
    for number, word in enumerate(bare):
        if at >= len(words) or words[at] != word:
            at = _found(bare, number, words, keys, at)
        places.append(lines[min(at, len(lines) - 1)] if lines else 1)
        at += at < len(words) and words[at] == word
    return [start for _, start in mine], places


def _found(bare: list[str], number: int, words: list[str], keys: dict[tuple[str, ...], list[int]], at: int) -> int:
    """Where a word stands that is not the next one: with the two behind it, or a little further on, or there alone."""
    there = keys.get(tuple(bare[number : number + _KEY]), ())
    if there:
        next_one = bisect_left(there, at)
        near = [there[one] for one in (next_one - 1, next_one) if 0 <= one < len(there)]
        return min(near, key=lambda one: abs(one - at))
    pair = bare[number : number + 2]
    for ahead in range(at, min(at + _NEAR, len(words))):
        if words[ahead : ahead + len(pair)] == pair:
            return ahead
    for ahead in range(at, min(at + _NEAR, len(words))):
        if words[ahead] == bare[number]:
            return ahead
    alone = keys.get((bare[number],), ())
    return alone[0] if len(alone) == 1 else at
