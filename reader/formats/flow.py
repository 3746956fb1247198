"""Paragraphs of a word processor's file on their way into a document: what DOCX and ODT have in common.

Invariant: every run that is given comes back in its order; only the blank lines between paragraphs are decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Run
from reader.core.document import Kind, Style
from reader.formats.marks import is_scene_break

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from reader.core.building import Builder
    from reader.formats.limits import Deadline

BREAK: Final = "\n"
"""The text of a run that is a line break."""
_VERSE_CHARS: Final = 90
_LONG_CELL: Final = 400
_HEADING_CHARS: Final = 80
_BOLD_LEVEL: Final = 3
_NO_HEADING_END: Final = (".", ",", ";", ":", "!", "?", "“", "«", "…", "-")
_STICKY: Final = frozenset((Kind.ITEM, Kind.VERSE, Kind.CODE))
"""Paragraphs of these kinds follow each other without a blank line."""


class Look(NamedTuple):
    """What a paragraph is, by its style.

    Attributes:
        kind: what it is.
        level: of a heading, item or quote.
        label: what stands before it.
        dim: whether it is no part of the text proper, such as a table of contents.
        title: whether it is the title of the whole text.
        lone: whether it is an item although no list is near, as a term and its definition are.
    """

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    label: str = ""
    dim: bool = False
    title: bool = False
    lone: bool = False


class Flow:
    """Adds paragraphs to a document.

    Args:
        builder: gets the paragraphs.
        deadline: asked for each.
    """

    __slots__ = ("_deadline", "_last", "builder", "heading", "title")

    def __init__(self, builder: Builder, deadline: Deadline) -> None:
        self.builder, self._deadline = builder, deadline
        self._last: Kind | None = None
        self.title = ""
        """The paragraph that is styled as the title."""
        self.heading = ""
        """The first heading of the highest level."""

    @property
    def in_list(self) -> bool:
        """Whether the last paragraph was an item of a list."""
        return self._last is Kind.ITEM

    def pause(self) -> None:
        """Let a blank line stand before the next paragraph."""
        self._last = None

    def put(self, runs: Sequence[Run], look: Look) -> None:
        """Add a paragraph; an empty one parts lists and stanzas."""
        self._deadline.check()
        whole = "".join(run.text for run in runs)
        if not whole.strip():
            self.pause()
            if look.kind is Kind.RULE:
                self.builder.add("* * *", Kind.RULE)
            return
        kind, level = look.kind, look.level
        if kind in {Kind.PARAGRAPH, Kind.RULE}:
            kind, level = _by_content(runs, whole.strip(), level)
        if kind is Kind.HEADING:
            self._put_heading(runs, level, look)
            return
        if kind is Kind.CODE:
            tight = self._last is Kind.CODE
            self.builder.add([Run(whole)], kind, tight=tight, boilerplate=look.dim)
        else:
            self._put_lines(runs, kind, level, look)
        self._last = kind

    def _put_heading(self, runs: Sequence[Run], level: int, look: Look) -> None:
        """Add a heading: always one line, never bold, since it stands out already."""
        flat = [
            run._replace(text=run.text.replace(BREAK, " "), style=run.style & ~Style.STRONG) for run in runs
        ]  # fmt: skip
        self.builder.add(flat, Kind.HEADING, level=level, label=look.label, boilerplate=look.dim)
        text = "".join(run.text for run in flat if Style.NOTE_REF not in run.style)
        if look.title:
            self.title = self.title or text
        if not self.heading and not look.dim:
            self.heading = text
        self._last = None

    def _put_lines(self, runs: Sequence[Run], kind: Kind, level: int, look: Look) -> None:
        """Add a paragraph that may have line breaks in it."""
        lines = broken(runs)
        if len(lines) > 1 and kind is Kind.PARAGRAPH and are_short(lines):
            kind = Kind.VERSE
            self._last = None
        tight = kind is self._last and (kind in _STICKY or (kind is Kind.NOTE and not look.label))
        label = look.label
        for line in lines:
            if not line:
                tight = False
                continue
            if self.builder.add(line, kind, level=level, label=label, tight=tight, boilerplate=look.dim):
                label, tight = "", True

    def put_row(
        self,
        cells: Sequence[Sequence[Run]],
        *,
        header: bool = False,
        align: str = "",
        row_heads: bool = False,
        dim: bool = False,
    ) -> None:
        """Add a row of a table; arguments as in `Builder.row`."""
        self._deadline.check()
        if self.builder.row(
            cells, tight=self._last is Kind.TABLE, header=header, align=align, row_heads=row_heads, boilerplate=dim
        ):
            self._last = Kind.TABLE


def broken(runs: Sequence[Run]) -> list[list[Run]]:
    r"""The runs between line breaks; an empty list for each blank line but the first and last ones.

    >>> [[run.text for run in line] for line in broken([Run("a"), Run("\n"), Run("\n"), Run("b"), Run("\n")])]
    [['a'], [], ['b']]
    """
    found: list[list[Run]] = [[]]
    for run in runs:
        if run.text == BREAK:
            found.append([])
        else:
            found[-1].append(run)
    lines = [line if any(run.text.strip() for run in line) else [] for line in found]
    filled = [number for number, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def are_short(lines: Sequence[Sequence[Run]]) -> bool:
    """Whether lines are so short that they may be verse, or an address, and no paragraphs."""
    return all(sum(len(run.text) for run in line) <= _VERSE_CHARS for line in lines)


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds data, and is not there for the layout of a page.

    >>> is_data([["Jahr", "Wert"], ["1913", "7"]]), is_data([["Ein Brief."], ["Noch einer."]])
    (True, False)
    """
    several = sum(len(row) > 1 for row in rows) * 2 >= len(rows)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    return bool(rows) and several and longest <= _LONG_CELL


def notes_on(name: str, counts: Counter[str]) -> list[str]:
    """What a person should know about how a file was read."""
    found = {what: number for what in ("picture", "comment") if (number := counts[what])}
    notes = [name, *(f"{number:,} {what}{'s' if number > 1 else ''} left out" for what, number in found.items())]
    if counts["change"]:
        notes.append("tracked changes shown as accepted")
    return notes


def _by_content(runs: Sequence[Run], text: str, level: int) -> tuple[Kind, int]:
    """What a paragraph is that its style says nothing of: a rule, a heading in bold type, or just a paragraph."""
    if is_scene_break(text):
        return Kind.RULE, 0
    if len(text) <= _HEADING_CHARS and BREAK not in text and not text.endswith(_NO_HEADING_END):
        bold = all(Style.STRONG in run.style or Style.NOTE_REF in run.style for run in runs if run.text.strip())
        if bold and text[0].isalnum() and any(map(str.isalpha, text)):
            return Kind.HEADING, _BOLD_LEVEL
    return Kind.PARAGRAPH, level
