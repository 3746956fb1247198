"""PDF as documents: columns in the order of reading, without running heads and page numbers, words mended.

A PDF file says where letters stand and not what they are; so everything here but the letters is guessed from their
places. The guesses are in `pdf_lines` (columns), `pdf_furniture` (heads and numbers), `pdf_notes` (footnotes) and
`pdf_blocks` (paragraphs); the letters come from `pdf_text`,
in a process of its own (`pdf_child`).

Invariant: any bytes give a document or an InputError; nothing is fetched, no script is run, no form filled in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.core.text import one_line
from reader.errors import InputError
from reader.formats import pdf_child
from reader.formats.flow import CELL_GAP
from reader.formats.hyphens import Words, lexicon_of
from reader.formats.limits import TITLE, Deadline
from reader.formats.marks import is_scene_break, raised
from reader.formats.pdf_blocks import blocks_of, is_contents, measure_of
from reader.formats.pdf_furniture import furniture
from reader.formats.pdf_lines import columns_of
from reader.formats.pdf_notes import parted, reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.document import Document
    from reader.formats.pdf_blocks import Block
    from reader.formats.pdf_lines import Column, Line
    from reader.formats.pdf_notes import Note
    from reader.formats.pdf_pieces import Sheet

_NO_TITLE: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|indd|tex|dvi|qxd|odt|rtf|ps)|untitled.*|unbenannt.*|"
    r"(?:dokument|document|titel|title) ?\d*|\((?:anonymous|unspecified|none)\)|\W*)",
    re.IGNORECASE,
)
_UNKNOWN_SHARE: Final = 0.3
_LETTER: Final = 0.6
"""How wide the letters of a typewriter are, in sizes of the font."""
_MOST_COLUMNS: Final = 300


def read(data: bytes, where: str, title: str, encoding: str = "") -> Document:
    """The document of a PDF file; arguments and errors as in `opening.Importer`."""
    del encoding  # Fonts say themselves what their letters are.
    deadline = Deadline(where)
    sheets, count, named, language, author = pdf_child.extract(data, where)
    _require_text(sheets, where)
    notes = ["PDF"]
    if len(sheets) < count:
        notes.append(f"only the first {len(sheets):,} of {count:,} pages")
    doc, heading = _laid_out(sheets, language, deadline)
    if not len(doc):
        raise _no_text(where)
    named = one_line(named)
    named = "" if _NO_TITLE.fullmatch(named) else named
    return replace(doc, title=named or one_line(heading or title), notes=tuple(notes), author=one_line(author))


def _require_text(sheets: Sequence[Sheet], where: str) -> None:
    """See that there are letters, and that it is known which."""
    chars = sum(len(piece.text) for sheet in sheets for piece in sheet.pieces)
    unknown = sum(sheet.unknown for sheet in sheets)
    if not chars and any(sheet.pictures for sheet in sheets):
        message = f"{where} holds pictures of pages, no text."
        raise InputError(TITLE, message, "Run it through OCR, e.g.: ocrmypdf -l deu IN OUT")
    if not chars and not unknown:
        raise _no_text(where)
    if unknown > _UNKNOWN_SHARE * (chars + unknown):
        message = f"{where} does not say which letters it shows."
        raise InputError(TITLE, message, "Run it through OCR, e.g.: ocrmypdf --force-ocr -l deu IN OUT")


def _no_text(where: str) -> InputError:
    return InputError(TITLE, f"{where} holds no text.", "If its pages are drawings of letters, run it through OCR.")


def _laid_out(sheets: Sequence[Sheet], language: str, deadline: Deadline) -> tuple[Document, str]:
    """The document, and its first heading of the highest level."""
    pages: list[list[Column]] = []
    for sheet in sheets:
        deadline.check()
        pages.append(columns_of(sheet.pieces))
    lines = [[line for column in columns for line in column.lines] for columns in pages]
    out = furniture(lines, [sheet.height for sheet in sheets])
    pages = [
        [
            column._replace(lines=kept)
            for column in columns
            if (kept := [line for line in column.lines if (page, line) not in out])
        ]
        for page, columns in enumerate(pages)
    ]
    texts, notes = parted(pages, measure_of(pages).body)
    whole = "\n".join(line.text for columns in pages for column in columns for line in column.lines)
    words = Words(whole, lambda: lexicon_of("en" if language.lower().startswith("en") else "de"))
    measure = measure_of(texts)
    writer = _Writer(words, notes, measure.usual, deadline)
    for block in blocks_of(texts, measure):
        writer.block(block)
    writer.add_notes()
    return writer.builder.finish(language=language), writer.heading[1]


class _Writer:
    """Adds paragraphs and notes to a document.

    Args:
        words: know which hyphens part words.
        notes: in the order of the pages.
        usual: the styles that most of the text is in.
        deadline: asked for each paragraph.
    """

    def __init__(self, words: Words, notes: Sequence[Note], usual: Style, deadline: Deadline) -> None:
        self.builder = Builder()
        self.heading = (9, "")
        """The level and the text of the first heading of the highest level."""
        self._words, self._notes, self._usual, self._deadline = words, notes, usual, deadline
        self._marks = {(note.page, note.mark): f"note{number}" for number, note in reversed([*enumerate(notes)])}
        self._margin = 0.0
        """Where the lines of a program begin."""

    def block(self, block: Block) -> None:
        """Add a paragraph."""
        self._deadline.check()
        if block.kind is Kind.CODE:
            self._code(block)
            return
        if block.kind is Kind.TABLE:
            runs = [run for number, cell in enumerate(block.lines) for run in self._cell(cell, block.page, number)]
        else:
            runs = self._runs(block.lines, block.page)
        kind, level = block.kind, block.level
        if kind is Kind.PARAGRAPH and len(block.lines) == 1 and is_scene_break(block.lines[0].text):
            kind = Kind.RULE
        if kind is Kind.HEADING:
            runs = [run._replace(style=run.style & ~Style.STRONG) for run in runs]
            if level < self.heading[0] and block.page < 3:
                self.heading = level, "".join(run.text for run in runs if Style.NOTE_REF not in run.style)
        self.builder.add(
            runs, kind, level=level, label=block.label, tight=block.tight, boilerplate=is_contents(block.lines[-1])
        )

    def add_notes(self) -> None:
        """Add the notes, each with its mark before it."""
        for number, note in enumerate(self._notes):
            self._deadline.check()
            self.builder.anchor(f"note{number}")
            runs = self._runs(note.lines, -1) or [Run("–")]
            self.builder.add(runs, Kind.NOTE, label=f"[{note.mark}]")

    def _code(self, block: Block) -> None:
        """Add a line of code, as far from the margin as it stands."""
        line = block.lines[0]
        if not block.tight:
            self._margin = line.left
        self.builder.add(_in_columns(line, self._margin), Kind.CODE, tight=block.tight)

    def _cell(self, cell: Line, page: int, number: int) -> list[Run]:
        return [*([Run(CELL_GAP)] if number else ()), *self._runs([cell], page)]

    def _runs(self, lines: Sequence[Line], page: int) -> list[Run]:
        """The text of some lines as one, words that were parted mended."""
        found: list[Run] = []
        for number, line in enumerate(lines):
            if number:
                self._join(found, lines[number - 1].text, line.text)
            found += line.runs()
        marked = [self._marked(run, page) if Style.NOTE_REF in run.style else run for run in found]
        return [
            Run("".join(run.text for run in same), style & ~self._usual, target)
            for (style, target), same in groupby(marked, lambda run: (run.style, run.target))
        ]

    def _join(self, runs: list[Run], one: str, other: str) -> None:
        """Let another line follow: after a space, or without the hyphen that parted a word."""
        last = runs[-1]
        if one.endswith("\u00ad"):
            return
        if not one.endswith(("-", "\u2010")) or len(one) < 2:
            runs.append(Run(" ", last.style & ~Style.NOTE_REF))
            return
        kept, between = self._words.joint(one, other)
        runs[-1] = last._replace(text=kept[len(one) - len(last.text) :])
        if between:
            runs.append(Run(between, last.style))

    def _marked(self, run: Run, page: int) -> Run:
        """A raised sign: the mark of a note on the same page, or a power."""
        mark = reference(run.text)
        name = self._marks.get((page, mark)) or self._marks.get((page + 1, mark))
        if mark and name:
            return Run(f"[{mark}]", Style.NOTE_REF, f"#{name}")
        space = " " if run.text.startswith(" ") else ""
        return Run(space + raised(run.text.strip(), "sup"))


def _in_columns(line: Line, margin: float) -> str:
    """A line in type of one width, its words as far from the margin as they stand on the page."""
    text = ""
    for piece in line.pieces:
        if not piece.glued:
            column = int((piece.left - margin) / (_LETTER * line.size) + 0.25)
            text = text.ljust(max(len(text) + (text != ""), min(column, _MOST_COLUMNS)))
        text += piece.text
    return text
