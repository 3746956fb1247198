"""PDF as documents: columns in the order of reading, without running heads and page numbers, words mended.

A PDF file says where letters stand and not what they are; so everything here but the letters is guessed from their
places. The guesses are in `pdf_lines`, `pdf_columns`, `pdf_furniture` (running heads and numbers), `pdf_notes`
(footnotes) and `pdf_blocks` (paragraphs); the letters come from `pdf_text`, in a process of its own (`pdf_child`).

Invariant: any bytes give a document or an InputError; nothing is fetched, no script is run, no form filled in.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.text import one_line
from reader.errors import InputError
from reader.formats import pdf_child
from reader.formats.hyphens import Words, lexicon_of
from reader.formats.limits import MAX_SECONDS, TITLE, Deadline
from reader.formats.pdf_blocks import blocks_of
from reader.formats.pdf_columns import Layout
from reader.formats.pdf_contents import with_leaders
from reader.formats.pdf_furniture import furniture
from reader.formats.pdf_lines import slim
from reader.formats.pdf_measure import measure_of
from reader.formats.pdf_notes import parted
from reader.formats.pdf_pieces import LETTER_BYTES, READING
from reader.formats.pdf_writing import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.document import Document
    from reader.formats.pdf_lines import Column
    from reader.formats.pdf_pieces import Extract, Sheet

_NO_TITLE: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|indd|tex|dvi|qxd|odt|rtf|ps|x?html?|md|txt|php)|[\w-]+://.*|untitled.*|unbenannt.*|"
    r"(?:dokument|document|titel|title) ?\d*|\((?:anonymous|unspecified|none)\)|\W*)",
    re.IGNORECASE,
)
_STRANGE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]|[^\W\d_][!#$%&*+<=>?@^~|\\{}]+[^\W\d_]")
_ADDRESS: Final = re.compile(r"://|@|www\.")
_SAMPLE: Final = 20
"""So many pages are looked at."""
_SHORT: Final = 3
_FEW: Final = 5
_GARBLED_SHARE: Final = 0.1
_UNKNOWN_SHARE: Final = 0.3
_LOST_SHARE: Final = 0.03
"""Where fonts are lost with the end of a file, spaces are signs, too."""


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of a PDF file; arguments and errors as in `opening.Importer`."""
    del encoding  # Fonts say themselves what their letters are.
    deadline = deadline or Deadline(where)
    with pdf_child.extract(data, where) as found:
        pages = _pages(found, where, deadline)
        named = one_line(found.title)
        doc, heading = _laid_out(pages, found, deadline)
    if not len(doc):
        raise _no_text(where)
    named = "" if _NO_TITLE.fullmatch(named) else named
    return replace(doc, title=named or one_line(heading or title), notes=pages.notes, author=one_line(found.author))


class _Pages(NamedTuple):
    """The pages of a file, laid out.

    Attributes:
        columns: of each page, in the order of reading.
        heights: of the pages.
        notes: what a person should know of the file.
    """

    columns: list[list[Column]]
    heights: list[float]
    notes: tuple[str, ...]


def _pages(found: Extract, where: str, deadline: Deadline) -> _Pages:
    """The pages, each laid out as soon as it is read: a line takes a quarter of the memory that its words do."""
    layout = Layout()
    columns: list[list[Column]] = []
    heights: list[float] = []
    # Where the time is over, the text ends here; what follows has its own, which grows with the text.
    reading = Deadline(where, MAX_SECONDS / 2, used=time.thread_time)
    sample: list[Sheet] = []
    chars = unknown = pictures = strange = 0
    for sheet in found.sheets:
        if len(sample) < _SAMPLE:
            sample.append(sheet)
        here = sum(len(piece.text) for piece in sheet.pieces)
        chars, unknown, pictures = chars + here, unknown + sheet.unknown, pictures + sheet.pictures
        if found.is_cut:
            strange += sum(not piece.text.isprintable() for piece in sheet.pieces)
        columns.append([slim(column) for column in layout.columns_of(sheet.pieces)])
        heights.append(sheet.height)
        deadline.allow(here * LETTER_BYTES)
        reading.allow(here * LETTER_BYTES)
        deadline.reached(READING * len(columns), found.page_count)
        if reading.is_over():
            break
    while found.is_cut and columns and not columns[-1]:
        del columns[-1], heights[-1]
    if found.is_cut and (not chars or unknown + strange > _LOST_SHARE * (chars + unknown)):
        message = f"{where} is a PDF file whose end is missing, and with it its letters."
        raise InputError(TITLE, message, "Get the file once more.")
    _require_text(chars, unknown, pictures, where)
    notes = ["PDF"]
    if _is_garbled(sample):
        notes.append("letters may be wrong, as its fonts do not name them: try ocrmypdf --force-ocr")
    if len(columns) < found.page_count or not found.page_count:
        of = f" of {found.page_count:,}" if found.page_count else ""
        cut = "cut off: " if found.is_cut else ""
        notes.append(f"{cut}only the first {len(columns):,}{of} pages")
    return _Pages(columns, heights, tuple(notes))


def _require_text(chars: int, unknown: int, pictures: int, where: str) -> None:
    """See that there are letters, and that it is known which."""
    if not chars and pictures:
        message = f"{where} holds pictures of pages, no text."
        raise InputError(TITLE, message, "Run it through OCR, e.g.: ocrmypdf -l deu IN OUT")
    if not chars and not unknown:
        raise _no_text(where)
    if unknown > _UNKNOWN_SHARE * (chars + unknown):
        message = f"{where} does not say which letters it shows."
        raise InputError(TITLE, message, "Run it through OCR, e.g.: ocrmypdf --force-ocr -l deu IN OUT")


def _is_garbled(sheets: Sequence[Sheet]) -> bool:
    """Whether many words hold signs that no word of any language does."""
    words = [piece.text for sheet in sheets for piece in sheet.pieces if len(piece.text) > _SHORT]
    strange = sum(_STRANGE.search(word) is not None for word in words if not _ADDRESS.search(word))
    return strange > max(_FEW, _GARBLED_SHARE * len(words))


def _no_text(where: str) -> InputError:
    return InputError(TITLE, f"{where} holds no text.", "If its pages are drawings of letters, run it through OCR.")


def _laid_out(given: _Pages, found: Extract, deadline: Deadline) -> tuple[Document, str]:
    """The document, and the heading that may be its title."""
    texts, notes = parted(_without_furniture(given, found), measure_of(given.columns).body)
    language = found.language
    lines = chain((line for columns in texts for column in columns for line in column.lines), *(n.lines for n in notes))
    whole = "\n".join(line.text for line in lines)
    words = Words(whole, lambda: lexicon_of("en" if language.lower().startswith("en") else "de"))
    measure = measure_of(texts)
    writer = Writer(words, notes, measure.usual, deadline)
    writer.write(blocks_of(texts, measure, found.bookmarks))
    return writer.builder.finish(language=language), writer.heading[2]


def _without_furniture(given: _Pages, found: Extract) -> list[list[Column]]:
    """The pages without running heads and numbers."""
    lines = [[line for column in columns for line in column.lines] for columns in given.columns]
    out = furniture(lines, given.heights, (found.title, *(mark.title for mark in found.bookmarks)))
    return [
        with_leaders(
            [
                column._replace(lines=kept)
                for column in columns
                if (kept := [line for line in column.lines if (page, line) not in out])
            ]
        )
        for page, columns in enumerate(given.columns)
    ]
