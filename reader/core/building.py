"""How importers make a document: paragraph by paragraph, from runs of text that are cleaned on the way in.

Invariant: whatever the runs hold, the document's text is clean, no paragraph is empty or too long to lay out, and
emphasis lies inside the paragraph it was given for.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.boilerplate import is_boilerplate
from reader.core.document import CELL_BREAK, LONG_PARAGRAPH, Document, Emphasis, Kind, Style, Table, pieces
from reader.core.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPACES: Final = re.compile(r" *[\t\n\r\f\v][ \t\n\r\f\v]*| {2,}")
"""White space that has to be folded: single spaces, by far the most of it, stay as they are."""
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[!-~\x80-\U0010ffff]{1,2000}", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z][\w+#.-]{0,30}", re.ASCII)
"""The name of a programming language, as it stands behind a fence of Markdown."""
STRUCK: Final = "struck-out words are not struck in the translation"
_TAB: Final = 4
_WIDE: Final = {"\t": _TAB, "\u2001": 2, "\u2003": 2, "\u3000": 2, "\u2009": 0, "\u200a": 0}
"""How many cells white space takes that does not take one."""
_MOST_STEPS: Final = 16
_MOST_LABEL: Final = 24
_MOST_AUTHOR: Final = 200
_FAR: Final = 1_000
"""Further back no letter is looked for that an accent may belong to."""
_SINGLE: Final = (Kind.CODE, Kind.TABLE)
_LIKE_A_BREAK: Final = str.maketrans({CELL_BREAK: "|", "\n": " "})
"""What a cell may not hold, and what it holds instead."""


class Run(NamedTuple):
    """Some text in one style.

    Attributes:
        text: as it stands in the file; it is cleaned by the builder.
        style: how it stands out.
        target: for links and note marks: an address, or `#` and the name of an anchor (see `Builder.anchor`).
    """

    text: str
    style: Style = Style.PLAIN
    target: str = ""


class Builder:
    """A document in the making."""

    __slots__ = ("_anchors", "_boilerplate", "_code", "_emphasis", "_ends", "_kinds", "_labels", "_levels", "_parts",
                 "_starts", "_tables", "_tight", "_waiting", "chars")  # fmt: skip

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts = array("q")
        self._ends = array("q")
        self._kinds = bytearray()
        self._levels = bytearray()
        self._labels: dict[int, str] = {}
        self._code: dict[int, str] = {}
        self._tight: set[int] = set()
        self._boilerplate: set[int] = set()
        self._emphasis: list[Emphasis] = []
        self._anchors: dict[str, int] = {}
        self._waiting: list[str] = []
        self._tables: list[Table] = []
        self.chars = 0
        """How many characters the text has so far."""

    def __len__(self) -> int:
        """How many paragraphs there are so far."""
        return len(self._starts)

    def anchor(self, name: str) -> None:
        """Give the next paragraph a name that links and note marks may lead to; of two the first counts."""
        self._waiting.append(name)

    def add(
        self,
        runs: str | Sequence[Run],
        kind: Kind = Kind.PARAGRAPH,
        *,
        level: int = 0,
        label: str = "",
        tight: bool = False,
        boilerplate: bool = False,
        code: str = "",
    ) -> bool:
        r"""Add a paragraph; of verse and code one for each line.

        White space is folded, but in code, where it counts; what indents a line of verse is added to its level. An
        empty paragraph is dropped, and so is the blank line before it; an empty line of verse or code is a blank line
        before the next. Gives whether anything was added.

        >>> builder = Builder()
        >>> builder.add([Run("Das ist\n "), Run("sehr", Style.EMPH), Run("  gut. ")])
        True
        >>> doc = builder.finish()
        >>> doc.text, doc.emphasis
        ('Das ist sehr gut.', (Emphasis(start=8, end=12, style=<Style.EMPH: 2>, target=''),))
        """
        given = [Run(runs)] if isinstance(runs, str) else runs
        before = len(self)
        close = tight
        named = bool(_LANGUAGE.fullmatch(code))
        for line in _lines(given) if kind is Kind.VERSE or kind is Kind.CODE else (given,):
            text, spans = _folded(line, keep_spaces=kind is Kind.CODE)
            first = len(self) == before
            if not text.strip():
                close = close and first
                continue
            if named and (first or not close):
                self._code[len(self)] = code
            indent = _steps(line) if kind is Kind.VERSE else 0
            self.put(text, kind, spans, level=level + indent, tight=close)
            close = True
            if first and label:
                self._labels[before] = one_line(label)[:_MOST_LABEL]
        if boilerplate:
            self._boilerplate.update(range(before, len(self)))
        return len(self) > before

    def row(
        self,
        cells: Sequence[Sequence[Run]],
        *,
        tight: bool = False,
        header: bool = False,
        align: str = "",
        row_heads: bool = False,
        boilerplate: bool = False,
    ) -> bool:
        """Add a row of a table; gives whether anything was added: a row of empty cells is not.

        Args:
            cells: the runs of each; empty ones keep their place.
            tight: whether it belongs to the same table as the row before it.
            header: whether it heads the columns; counts for the first rows of a table.
            align: what the file says of the columns, see `Table`; the first row that says something counts.
            row_heads: whether the first cell of each row of the table heads it; one row that says so is enough.
            boilerplate: whether it is no part of the text proper.

        >>> builder = Builder()
        >>> builder.row([[Run("Jahr")], [], [Run("a│b", Style.STRONG)], []], header=True)
        True
        >>> doc = builder.finish()
        >>> doc.text, doc.tables
        ('Jahr │ │ a|b', (Table(first=0, end=1, headers=1, align='', row_heads=False),))
        """
        filled = [number for number, cell in enumerate(cells) if any(map(_shows, cell))]
        if not filled:
            return False
        runs = _row_runs(cells[: filled[-1] + 1])
        number = len(self)
        if not self.add(runs, Kind.TABLE, tight=tight, boilerplate=boilerplate):
            return False
        first, end, headers, said, headed = self._tables[-1]
        heads = header and first + headers == number
        if heads or (align and not said) or (row_heads and not headed):
            self._tables[-1] = Table(first, end, headers + heads, said or align, headed or row_heads)
        return True

    def put(
        self,
        text: str,
        kind: Kind = Kind.PARAGRAPH,
        spans: Sequence[tuple[int, int, Style, str]] = (),
        *,
        level: int = 0,
        tight: bool = False,
    ) -> None:
        """Append one paragraph that is clean already, without line breaks, in pieces if it is very long."""
        if self._parts:
            gap = "\n" if tight else "\n\n"
            self._parts.append(gap)
            self.chars += len(gap)
        at, number = self.chars, len(self)
        for name in self._waiting:
            self._anchors.setdefault(name, number)
        self._waiting.clear()
        if tight and number:
            self._tight.add(number)
        cuts = [(0, len(text))] if len(text) <= LONG_PARAGRAPH else pieces(text, 0, len(text))
        for start, end in cuts:
            if start:
                self._tight.add(len(self))
            self._starts.append(at + start)
            self._ends.append(at + end - (len(text[start:end]) - len(text[start:end].rstrip())))
            self._kinds.append(kind)
            self._levels.append(max(0, min(level, 255)))
            for left, right, style, target in spans:
                inside = max(left, start), min(right, end)
                if inside[0] < inside[1]:
                    self._emphasis.append(Emphasis(at + inside[0], at + inside[1], style, target))
        if kind not in _SINGLE and is_boilerplate(text, heading=kind is Kind.HEADING):
            self._boilerplate.add(number)
        if kind is Kind.TABLE:
            self._in_table(number)
        self._parts.append(text)
        self.chars += len(text)

    def _in_table(self, number: int) -> None:
        """Note that the paragraphs from this one on are rows: of the last table, or of a new one."""
        last = self._tables[-1] if self._tables else None
        if last is not None and last.end == number and number in self._tight:
            self._tables[-1] = Table(last.first, len(self), *last[2:])
        else:
            self._tables.append(Table(number, len(self)))

    def finish(self, title: str = "", notes: tuple[str, ...] = (), language: str = "", author: str = "") -> Document:
        """The document. Links to anchors that no paragraph has lead nowhere and are plain text."""
        for name in self._waiting:
            self._anchors.setdefault(name, max(0, len(self) - 1))
        levels = bytes(self._levels)
        if any(Style.STRIKE in one.style and not self._is_whole(one) for one in self._emphasis):
            notes = (*notes, STRUCK)
        return Document(
            "".join(self._parts),
            self._starts,
            self._ends,
            frozenset(self._boilerplate),
            frozenset(self._tight),
            one_line(title),
            notes,
            bytes(self._kinds) if any(self._kinds) else b"",
            levels if any(levels) else b"",
            MappingProxyType(self._labels),
            tuple(found for emphasis in self._emphasis if (found := self._resolved(emphasis))),
            one_line(language)[:_MOST_LABEL],
            one_line(author)[:_MOST_AUTHOR],
            tuple(self._tables),
            MappingProxyType(self._code),
        )

    def _is_whole(self, emphasis: Emphasis) -> bool:
        """Whether a whole paragraph stands out."""
        at = bisect_right(self._starts, emphasis.start) - 1
        return emphasis[:2] == (self._starts[at], self._ends[at])

    def _resolved(self, emphasis: Emphasis) -> Emphasis | None:
        """The same with a target that can be followed, or without the styles that need one."""
        target = emphasis.target
        if not target and not emphasis.style & Style.LINK:
            return emphasis
        if target.startswith("#"):
            number = self._anchors.get(target[1:])
            here = bisect_right(self._starts, emphasis.start) - 1
            # Headings often link to themselves.
            target = "" if number is None or number == here else f"#{number}"
        elif not _ADDRESS.fullmatch(target):
            target = ""
        style = emphasis.style if target else emphasis.style & ~Style.LINK
        return emphasis._replace(style=style, target=target) if style else None


def _shows(run: Run) -> bool:
    """Whether anything of a run is left when it is cleaned."""
    return bool((run.text if run.text.isprintable() else clean(run.text)).strip())


def _row_runs(cells: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of a row; of cells in which nothing stands out, as in most, all as one."""
    between = f" {CELL_BREAK} "
    if not any(run.style or run.target for cell in cells for run in cell):
        texts = ["".join(run.text for run in cell) for cell in cells]
        if not any(CELL_BREAK in text or not text.isprintable() for text in texts):
            return [Run(between.join(texts))]
    runs: list[Run] = []
    for number, cell in enumerate(cells):
        if number:
            runs.append(Run(between))
        runs += [run if run.text.isprintable() and CELL_BREAK not in run.text else _in_cell(run) for run in cell]
    return runs


def _in_cell(run: Run) -> Run:
    return run._replace(text=run.text.translate(_LIKE_A_BREAK))


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each line."""
    found: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.replace("\r\n", "\n").split("\n")
        found[-1].append(run._replace(text=first))
        found += [[run._replace(text=text)] for text in others]
    return found


def _steps(runs: Sequence[Run]) -> int:
    """How far a line of verse is indented, in steps of two cells, by the white space that it begins with.

    >>> _steps([Run("  "), Run("  Habe nun, ach!")]), _steps([Run("\u2003Ist Ruh,")]), _steps([Run(" Du")])
    (2, 1, 0)
    """
    found = 0
    for run in runs:
        bare = run.text.lstrip()
        before = run.text[: len(run.text) - len(bare)]
        found += sum(_WIDE.get(char, 1) for char in before[:_FAR])
        if bare:
            break
    return min(found // 2, _MOST_STEPS)


def _folded(runs: Sequence[Run], *, keep_spaces: bool) -> tuple[str, list[tuple[int, int, Style, str]]]:
    """The cleaned text of some runs, and where in it each style stands."""
    parts: list[str] = []
    spans: list[tuple[int, int, Style, str]] = []
    at, after_space = 0, not keep_spaces
    for run in runs:
        if keep_spaces:
            text = _SPACES.sub(lambda match: " " * len(match[0]), clean(run.text.replace("\t", " " * _TAB)))
        else:
            text = clean(run.text)
            if "\n" in text or "  " in text:  # looking is many times as fast; no other white space is left to fold
                text = _SPACES.sub(" ", text)
            text = text[1:] if after_space and text.startswith(" ") else text
        if not text:
            continue
        after_space = text.endswith(" ") and not keep_spaces
        parts.append(text)
        if run.style:
            _append(spans, at, text, run)
        at += len(text)
    whole = "".join(parts)
    bare = whole.rstrip()
    if not keep_spaces and bare[:1].isspace():
        cut = len(bare) - len(bare.lstrip())
        bare = bare[cut:]
        spans = [(max(0, start - cut), max(0, end - cut), style, target) for start, end, style, target in spans]
    if len(parts) > 1 and not bare.isascii() and not unicodedata.is_normalized("NFC", bare):
        # A run ended between a letter and its accent.
        moved = _composed(bare, {edge for span in spans for edge in span[:2]})
        spans = [(moved[start], moved[end], style, target) for start, end, style, target in spans]
        bare = unicodedata.normalize("NFC", bare)
    return bare, _in_order(spans, len(bare))


def _composed(text: str, places: Iterable[int]) -> dict[int, int]:
    r"""How long the text before each place is in NFC, in time that is linear in the text.

    It is put together from the last place before which all is settled, since what follows joins nothing before it.

    >>> _composed("e\u0301 e\u0301a", [1, 2, 5, 6])
    {1: 1, 2: 1, 5: 3, 6: 4}
    """
    found: dict[int, int] = {}
    settled = chars = 0
    for place in sorted(places):
        at = min(place, len(text) - 1)
        while at > max(settled, place - _FAR) and not _settles(text[at]):
            at -= 1
        if at > settled:
            chars += len(unicodedata.normalize("NFC", text[settled:at]))
            settled = at
        found[place] = chars + len(unicodedata.normalize("NFC", text[settled:place]))
    return found


def _settles(char: str) -> bool:
    """Whether a character never joins what stands before it; some are not known not to."""
    return char < "\U00010000" and not "\u1100" <= char < "\u1200" and unicodedata.category(char)[0] != "M"


def _append(spans: list[tuple[int, int, Style, str]], at: int, text: str, run: Run) -> None:
    """Note where a run stands, without the white space at its ends, as one with its neighbour if they are alike."""
    start = at + len(text) - len(text.lstrip())
    end = at + len(text.rstrip())
    if spans and spans[-1][1] >= at - 1 and spans[-1][2:] == (run.style, run.target) and start < end:
        spans[-1] = (spans[-1][0], end, run.style, run.target)
    elif start < end:
        spans.append((start, end, run.style, run.target))


def _in_order(spans: list[tuple[int, int, Style, str]], length: int) -> list[tuple[int, int, Style, str]]:
    """The spans inside the text, none over another."""
    if not spans or (len(spans) == 1 and spans[0][0] < spans[0][1] <= length):
        return spans
    found: list[tuple[int, int, Style, str]] = []
    last = 0
    for start, end, style, target in spans:
        left, right = max(start, last), min(end, length)
        if left < right:
            found.append((left, right, style, target))
            last = right
    return found
