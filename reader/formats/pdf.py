"""PDF as documents: columns in the order of reading, without running heads and page numbers, words mended.

A PDF file says where letters stand and not what they are; so everything here but the letters is guessed from their
places. The guesses are in `pdf_lines`, `pdf_columns`, `pdf_furniture` (running heads and numbers), `pdf_notes`
(footnotes) and `pdf_blocks` (paragraphs); the letters come from `pdf_text`, in a process of its own (`pdf_child`).

Invariant: any bytes give a document or an InputError; nothing is fetched, no script is run, no form filled in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.core.text import one_line
from reader.errors import InputError
from reader.formats import pdf_child
from reader.formats.hyphens import Words, lexicon_of
from reader.formats.limits import TITLE, Deadline
from reader.formats.pdf_blocks import blocks_of, measure_of
from reader.formats.pdf_columns import columns_of
from reader.formats.pdf_furniture import furniture
from reader.formats.pdf_notes import parted
from reader.formats.pdf_writing import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.document import Document
    from reader.formats.pdf_lines import Column
    from reader.formats.pdf_pieces import Extract, Sheet

_NO_TITLE: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|indd|tex|dvi|qxd|odt|rtf|ps)|untitled.*|unbenannt.*|"
    r"(?:dokument|document|titel|title) ?\d*|\((?:anonymous|unspecified|none)\)|\W*)",
    re.IGNORECASE,
)
_UNKNOWN_SHARE: Final = 0.3


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of a PDF file; arguments and errors as in `opening.Importer`."""
    del encoding  # Fonts say themselves what their letters are.
    deadline = deadline or Deadline(where)
    found = pdf_child.extract(data, where)
    sheets, count = found.sheets, found.page_count
    _require_text(sheets, where)
    notes = ["PDF"]
    if len(sheets) < count:
        notes.append(f"only the first {len(sheets):,} of {count:,} pages")
    doc, heading = _laid_out(found, deadline)
    if not len(doc):
        raise _no_text(where)
    named = one_line(found.title)
    named = "" if _NO_TITLE.fullmatch(named) else named
    return replace(doc, title=named or one_line(heading or title), notes=tuple(notes), author=one_line(found.author))


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


def _laid_out(found: Extract, deadline: Deadline) -> tuple[Document, str]:
    """The document, and its first heading of the highest level."""
    sheets, language = found.sheets, found.language
    pages: list[list[Column]] = []
    for sheet in sheets:
        deadline.check()
        pages.append(columns_of(sheet.pieces))
    lines = [[line for column in columns for line in column.lines] for columns in pages]
    out = furniture(lines, [sheet.height for sheet in sheets], (found.title, *(mark.title for mark in found.bookmarks)))
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
    writer = Writer(words, notes, measure.usual, deadline)
    writer.write(blocks_of(texts, measure, found.bookmarks))
    return writer.builder.finish(language=language), writer.heading[1]
