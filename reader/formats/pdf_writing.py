"""From paragraphs and notes of a PDF to a document: words that were parted mended, marks and links leading somewhere.

Pure. Invariant: all text of the paragraphs and notes comes into the document, each once.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.formats.marks import is_scene_break, raised
from reader.formats.pdf_blocks import is_contents
from reader.formats.pdf_notes import reference
from reader.formats.pdf_pieces import READING
from reader.formats.pdf_places import Places, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.hyphens import Words
    from reader.formats.limits import Deadline
    from reader.formats.pdf_blocks import Block
    from reader.formats.pdf_lines import Line
    from reader.formats.pdf_notes import Note

_LETTER: Final = 0.6
"""How wide the letters of a typewriter are, in sizes of the font."""
_MOST_COLUMNS: Final = 300
_STEP: Final = 100
_UNIT: Final = re.compile(r"(?<![^\W\d_])[kcdm]?m\Z")
"""After these, a raised 2 or 3 is a power."""
_TITLE_PAGES: Final = 3
"""The title stands on one of the first pages."""


class Writer:
    """Adds paragraphs and notes to a document.

    Args:
        words: know which hyphens part words.
        notes: in the order of the pages.
        usual: the styles that most of the text is in.
        deadline: asked for each paragraph.
    """

    def __init__(self, words: Words, notes: Sequence[Note], usual: Style, deadline: Deadline) -> None:
        self.builder = Builder()
        self.heading = (_TITLE_PAGES, 0, "")
        """The page, the level and the text of the first heading of the highest level on the first page that has one."""
        self._words, self._notes, self._usual, self._deadline = words, notes, usual, deadline
        numbered = [*enumerate(notes)]
        self._marks = {(note.page, note.mark): f"note{number}" for number, note in reversed(numbered)}
        marks = Counter(note.mark for note in notes)
        self._only = {note.mark: f"note{number}" for number, note in numbered if marks[note.mark] == 1}
        """The notes at the end of a text, whose marks come once."""
        self._noted = 0
        """So many notes stand in the document."""
        self._places = Places(())
        self._margin = 0.0
        """Where the lines of a program begin."""

    def write(self, blocks: Sequence[Block]) -> None:
        """Add all paragraphs, and the notes of each chapter after it; where there are no chapters, after the text."""
        lines = [block.lines[0] for block in blocks]
        spots = [
            Spot(b.page, line.left, line.base, f"p{n}") for n, (b, line) in enumerate(zip(blocks, lines, strict=True))
        ]
        noted = [
            Spot(n.page, n.lines[0].left, n.lines[0].base, f"note{i}") for i, n in enumerate(self._notes) if n.lines
        ]
        self._places = Places([*spots, *noted])
        has_links = any(piece.target for block in blocks for line in block.lines for piece in line.pieces)
        chapters = _chapters(blocks)
        for number, block in enumerate(blocks):
            if number in chapters:
                self._add_notes(block.page)
            if not number % _STEP:
                self._deadline.reached(READING + (1 - READING) * number / len(blocks), 1)
            if has_links:
                self.builder.anchor(f"p{number}")
            self._block(block)
        self._add_notes(math.inf)

    def _block(self, block: Block) -> None:
        """Add a paragraph."""
        self._deadline.check()
        if block.kind is Kind.CODE:
            self._code(block)
            return
        if block.kind is Kind.TABLE:
            cells = [self._runs([cell], block.page) for cell in block.lines]
            if block.is_header:
                cells = [[run._replace(style=run.style & ~Style.STRONG) for run in cell] for cell in cells]
            is_dim = is_contents(block.lines[-1])
            self.builder.row(cells, tight=block.tight, header=block.is_header, boilerplate=is_dim)
            return
        runs = self._runs(block.lines, block.page)
        kind, level = block.kind, block.level
        if kind is Kind.PARAGRAPH and len(block.lines) == 1 and is_scene_break(block.lines[0].text):
            kind = Kind.RULE
        if kind is Kind.HEADING:
            runs = [run._replace(style=run.style & ~Style.STRONG) for run in runs]
            if (block.page, level) < self.heading[:2]:
                text = "".join(run.text for run in runs if Style.NOTE_REF not in run.style)
                self.heading = block.page, level, text
        self.builder.add(
            runs, kind, level=level, label=block.label, tight=block.tight, boilerplate=is_contents(block.lines[-1])
        )

    def _add_notes(self, page: float) -> None:
        """Add the further notes on pages before one, each with its mark before it."""
        while self._noted < len(self._notes) and self._notes[self._noted].page < page:
            self._deadline.check()
            note = self._notes[self._noted]
            self.builder.anchor(f"note{self._noted}")
            runs = self._runs(note.lines, -1) or [Run("–")]
            self.builder.add(runs, Kind.NOTE, label=f"[{note.mark}]")
            self._noted += 1

    def _code(self, block: Block) -> None:
        """Add a line of code, as far from the margin as it stands."""
        line = block.lines[0]
        if not block.tight:
            self._margin = line.left
        self.builder.add(_in_columns(line, self._margin), Kind.CODE, tight=block.tight)

    def _runs(self, lines: Sequence[Line], page: int) -> list[Run]:
        """The text of some lines as one, words that were parted mended."""
        found: list[Run] = []
        for number, line in enumerate(lines):
            runs = line.runs()
            if number:
                self._join(found, lines[number - 1].text, line.text, runs[0])
            found += runs
        marked = [self._linked(run, page, before.text) for before, run in zip((Run(""), *found), found, strict=False)]
        return [
            Run("".join(run.text for run in same), style & ~self._usual, target)
            for (style, target), same in groupby(marked, lambda run: (run.style, run.target))
        ]

    def _join(self, runs: list[Run], one: str, other: str, following: Run) -> None:
        """Let another line follow: after a space, or without the hyphen that parted a word."""
        last = runs[-1]
        style = last.style & following.style & ~Style.NOTE_REF
        target = last.target if last.target == following.target else ""
        if one.endswith("\u00ad"):
            return
        if not one.endswith(("-", "\u2010")) or len(one) < 2:
            runs.append(Run(" ", style, target))
            return
        kept, between = self._words.joint(one, other)
        runs[-1] = last._replace(text=kept[len(one) - len(last.text) :])
        if between:
            runs.append(Run(between, style, target))

    def _linked(self, run: Run, page: int, before: str) -> Run:
        """The same with the name of what it leads to; a raised sign is the mark of a note, or a power."""
        name = self._places.name_of(run.target)
        if Style.NOTE_REF not in run.style:
            return run._replace(target=f"#{name}") if name else run
        mark = reference(run.text)
        note = name if name.startswith("note") else self._marks.get((page, mark)) or self._marks.get((page + 1, mark))
        note = note or self._only.get(mark)
        if mark and note and not (mark in {"2", "3"} and _UNIT.search(before)):
            return Run(f"[{mark}]", Style.NOTE_REF, f"#{note}")
        space = " " if run.text.startswith(" ") else ""
        return Run(space + raised(run.text.strip(), "sup"))


def _chapters(blocks: Sequence[Block]) -> set[int]:
    """The numbers of the headings that begin chapters: all of their level, which is a high one, begin a page."""
    firsts = {number for number, block in enumerate(blocks) if not number or blocks[number - 1].page != block.page}
    for level in (1, 2):
        heads = {n for n, block in enumerate(blocks) if block.kind is Kind.HEADING and block.level == level}
        if len(heads) > 1 and heads <= firsts:
            return heads
    return set()


def _in_columns(line: Line, margin: float) -> str:
    """A line in type of one width, its words as far from the margin as they stand on the page."""
    text = ""
    for piece in line.pieces:
        if not piece.glued:
            column = int((piece.left - margin) / (_LETTER * line.size) + 0.25)
            text = text.ljust(max(len(text) + (text != ""), min(column, _MOST_COLUMNS)))
        text += piece.text
    return text
