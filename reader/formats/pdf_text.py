"""The letters of a PDF and where they stand: with `pdf_pointers`, `pdf_bullets` the home of pypdfium2.

pypdfium2 (BSD-3 and Apache-2.0, PDFium inside, released every few weeks) was measured beside pdfminer.six (MIT): 300
pages take 2 s with the place of every letter, and 11 s there; 9 MB to install without further dependencies, and 26 MB
there with cryptography. PDFium is the reader of Chrome, and is fuzzed all day.

Units: points, from the lower left corner of a page as it is shown.
"""

from __future__ import annotations

import ctypes
import html
import math
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

from reader.core.document import Style
from reader.errors import InputError
from reader.formats.limits import TITLE
from reader.formats.pdf_bullets import bullets_of
from reader.formats.pdf_mending import is_cut, mended
from reader.formats.pdf_pieces import LETTER_BYTES, Bookmark, Extract, Link, Piece, Sheet
from reader.formats.pdf_pointers import bookmarks_of, links_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.limits import Deadline

MAX_PAGES: Final = 2_000
"""So many pages are read."""
MAX_ALL_CHARS: Final = 20_000_000
"""After so many letters no further page is read."""
MAX_CHARS: Final = 100_000
"""So many letters of one page are read; a page of a newspaper has 20,000."""
_LIGATURES: Final = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0x02: "-",
}  # fmt: skip
"""PDFium gives U+0002 for a hyphen at the end of a line."""
_BITMAP: Final = {
    0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl", 0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»",
    0x15: "–", 0x16: "—", 0x19: "ß", 0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl", 0x7F: "\u00a8",
    0x88: "•", 0xDF: "SS", 0xFF: "ß",
}  # fmt: skip
"""What TeX's fonts of dots, which have no names for their letters, hold where Latin-1 has nothing or something rare: of
the encoding T1, and of the older OT1 where the two do not collide."""
_ENDS: Final = frozenset((0x20, 0x0D, 0x0A, 0x09, 0xA0, 0x00))
_BREAKS: Final = frozenset((0x0D, 0x0A))
_NO_LETTER: Final = 0xFFFE
_TEX_FL, _TEX_BULLET = 0x0D, 0x0F
"""The one ends lines elsewhere; the other is a ligature in fonts of letters, and a bullet in fonts of signs."""
_XMP_TITLE: Final = re.compile(rb"<dc:title>\s{0,99}<rdf:Alt>\s{0,99}<rdf:li[^<>]{0,99}>([^<>]{1,500})</rdf:li>")
_XMP_AUTHORS: Final = re.compile(
    rb"<dc:creator>\s{0,99}<rdf:(?:Seq|Bag)>((?:\s{0,99}<rdf:li>[^<>]{1,500}</rdf:li>){1,50})"
)
_XMP_ITEM: Final = re.compile(rb"<rdf:li>([^<>]{1,500})</rdf:li>")
"""PDFium does not read properties in XML; programs write them as they are, so that others find them."""
_UMLAUT: Final = re.compile("\u00a8([aouAOU])")
"""Older programs write `ä` as two dots with a letter under them."""
_BOLD: Final = re.compile(r"bold|black|heavy|semib|demi|fett|CMBX|SFBX", re.IGNORECASE)
_ITALIC: Final = re.compile(r"ital|obliq|kursiv|slant|CMTI|CMSL|SFTI|SFSL", re.IGNORECASE)
_MONOSPACED: Final = re.compile(r"courier|mono|consol|typewriter|CMTT|SFTT", re.IGNORECASE)
_ITALIC_FLAG: Final = 1 << 6
_WIDE: Final = 0.6
"""A wider gap (in sizes of the font) is a space, even where PDFium sees none."""
_TOUCH: Final = 0.17
"""No space between words is narrower."""
_BOLD_WEIGHT: Final = 600
_BEHIND: Final = 0.12
"""Signs that end so far (in sizes of the font) behind a link do not belong to it."""
_STEEP: Final = 0.1
"""Letters that are turned further than this (in radians) are stamps, and labels of axes."""


class _Font(NamedTuple):
    size: float
    style: Style
    turned: bool
    is_bitmap: bool = False


class Pdf:
    """A PDF file that is open.

    Args:
        data: the bytes of the file.
        where: its name, for errors.

    Raises:
        InputError: it is damaged or protected by a password.
    """

    __slots__ = ("_document", "_xmp_author", "_xmp_title", "is_counted", "is_cut")

    def __init__(self, data: bytes, where: str) -> None:
        self.is_cut = is_cut(data)
        """Whether the end of the file is missing."""
        self.is_counted = True
        """Whether it is known how many pages there were."""
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            found = mended(data) if self.is_cut and code == raw.FPDF_ERR_FORMAT else None
            if found is None:
                raise _refusal(where, code, is_cut=self.is_cut and b" obj" in data) from error
            self.is_counted = found.is_whole
            try:
                self._document = pypdfium2.PdfDocument(found.data)
            except pypdfium2.PdfiumError:
                raise _refusal(where, code, is_cut=True) from error
        self._xmp_title = _unescaped(_XMP_TITLE.findall(data)[-1:])
        lists = _XMP_AUTHORS.findall(data)[-1:]
        self._xmp_author = _unescaped(_XMP_ITEM.findall(lists[0])) if lists else ""

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._document)

    def close(self) -> None:
        """Give back what PDFium holds."""
        self._document.close()

    def title(self) -> str:
        """The title in the file's properties, of the older or the newer kind."""
        return str(self._document.get_metadata_value("Title")).strip() or self._xmp_title

    def author(self) -> str:
        """The author in the file's properties."""
        return str(self._document.get_metadata_value("Author")).strip() or self._xmp_author

    def language(self) -> str:
        """What the file says it is written in; empty if it does not."""
        size = raw.FPDFCatalog_GetLanguage(self._document, None, 0)
        if not 2 < size < 200:
            return ""
        buffer = (ctypes.c_ushort * (size // 2))()
        raw.FPDFCatalog_GetLanguage(self._document, buffer, size)
        return bytes(buffer)[:-2].decode("utf-16-le", "replace")

    def bookmarks(self) -> list[Bookmark]:
        """The table of contents that a reader shows beside the pages; empty if it is damaged."""
        try:
            return bookmarks_of(self._document)
        except pypdfium2.PdfiumError:
            return []

    def sheets(self, deadline: Deadline) -> Iterator[Sheet]:
        """The pages, one by one, as many as are read; a damaged one is empty."""
        for number in range(min(len(self._document), MAX_PAGES)):
            deadline.check()
            try:
                page = self._document[number]
            except pypdfium2.PdfiumError:
                yield Sheet([], 0, 0)
                continue
            try:
                sheet = _sheet(page, deadline)
                pieces = [*sheet.pieces, *bullets_of(page, sheet.pieces)]
                yield sheet._replace(pieces=_linked(pieces, links_of(self._document, page)))
            except pypdfium2.PdfiumError:
                yield Sheet([], 0, 0)
            finally:
                page.close()


def extracted(data: bytes, where: str, deadline: Deadline) -> Extract:
    """What is in a PDF file, its pages read one by one as they are asked for, in the time there is.

    Raises:
        InputError: the file is damaged or protected by a password; from the sheets, there was no time for a single one.
    """
    pdf = Pdf(data, where)
    marks = tuple(pdf.bookmarks())
    count = len(pdf) if pdf.is_counted else 0
    return Extract(_read(pdf, deadline), count, pdf.title(), pdf.language(), marks, pdf.author(), pdf.is_cut)


def _read(pdf: Pdf, deadline: Deadline) -> Iterator[Sheet]:
    count = chars = 0
    try:
        for sheet in pdf.sheets(deadline):
            count += 1
            yield sheet
            here = sum(len(piece.text) for piece in sheet.pieces)
            chars += here
            if chars > MAX_ALL_CHARS:
                break
            deadline.allow(here * LETTER_BYTES)
    except InputError:
        if not count:
            raise
    finally:
        pdf.close()


def _unescaped(parts: list[bytes]) -> str:
    """Texts of XML, as one."""
    return "; ".join(html.unescape(part.decode("utf-8", "replace")).strip() for part in parts)


def _refusal(where: str, code: int | None, *, is_cut: bool) -> InputError:
    if code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        message = f"{where} is protected by a password."
        return InputError(TITLE, message, "Save it without a password, e.g. with: qpdf --decrypt --password=… IN OUT")
    if is_cut:
        return InputError(TITLE, f"{where} is a PDF file whose end is missing.", "Get the file once more.")
    return InputError(TITLE, f"{where} is a PDF file, but a damaged one.", "Get the file once more.")


def _sheet(page: pypdfium2.PdfPage, deadline: Deadline) -> Sheet:
    """What stands on a page."""
    turns = page.get_rotation() % 360
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        reader = _Letters(text_page.raw, turns, width, height)
        count = text_page.count_chars()
        for index in range(min(count, MAX_CHARS)):
            if not index % 1_000:
                deadline.check()
            reader.letter(index)
        reader.end()
    finally:
        text_page.close()
    pictures = 0
    if not reader.pieces:
        pictures = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    return Sheet(reader.pieces, width, height, pictures, reader.unknown)


def _linked(pieces: list[Piece], links: list[Link]) -> list[Piece]:
    """The pieces, those in the box of a link with its target."""
    if not links:
        return pieces
    links = sorted(links, key=lambda link: link.low)
    lows = [link.low for link in links]
    tallest = max(link.high - link.low for link in links)
    found: list[Piece] = []
    for piece in pieces:
        height, middle = piece.base + 0.25 * piece.size, (piece.left + piece.right) / 2
        near = links[bisect_left(lows, height - tallest) : bisect_right(lows, height)]
        link = next((link for link in near if height < link.high and link.left < middle < link.right), None)
        found += _split(piece, link) if link else [piece]
    return found


def _split(piece: Piece, link: Link) -> list[Piece]:
    """A piece with a target; what ends the sentence behind the link is a piece of its own."""
    bare = piece.text.rstrip(".,;:!?)»«”“")
    if bare and len(bare) < len(piece.text) and link.right < piece.right - _BEHIND * piece.size:
        rest = piece._replace(text=piece.text[len(bare) :], left=link.right, glued=True)
        return [piece._replace(text=bare, right=link.right, target=link.target), rest]
    return [piece._replace(target=link.target)]


class _Letters:
    """Gathers the letters of a page into pieces.

    Args:
        handle: PDFium's text of the page.
        turns: by how many degrees the page is turned when it is shown.
        width: of the page as it is shown.
        height: of the page as it is shown.
    """

    def __init__(self, handle: object, turns: int, width: float, height: float) -> None:
        self.pieces: list[Piece] = []
        self.unknown = 0
        self._handle, self._turns, self._width, self._height = handle, turns, width, height
        self._fonts: dict[int, _Font] = {}
        self._numbers = tuple(ctypes.c_double() for _ in range(6))
        self._refs = tuple(ctypes.byref(number) for number in self._numbers)
        self._text: list[str] = []
        self._left = self._right = self._base = 0.0
        self._written = self._first = self._last = 0
        self._font = _Font(0, Style.PLAIN, turned=False)
        self._glued = False
        self._doubted = False
        """Whether PDFium ended the line behind the last letter."""

    def letter(self, index: int) -> None:
        """Take the next letter."""
        code = raw.FPDFText_GetUnicode(self._handle, index)
        if code == 0x0D and not raw.FPDFText_IsGenerated(self._handle, index):
            code = _TEX_FL
        elif code in _ENDS or code == _NO_LETTER:
            self.unknown += code == _NO_LETTER
            if code in _BREAKS:
                # Where columns fill a page, PDFium takes it for one in vertical writing, each letter for a line.
                self._doubted = True
            else:
                self.end()
            return
        # A quarter of what `ctypes.cast` takes, for each letter of a book.
        written = ctypes.c_void_p.from_buffer(raw.FPDFText_GetTextObject(self._handle, index)).value or 0
        text = _LIGATURES.get(code) or chr(code)
        if self._text and written and written == self._written and not self._doubted:
            # Written at once, in one font and on one line; PDFium itself says where spaces are.
            self._text.append(_BITMAP.get(code, text) if self._font.is_bitmap else text)
            self._last = index
            return
        font = self._font_of(written, index)
        if font.turned:
            return
        if font.is_bitmap:
            text = _BITMAP.get(code, text)
        left, right, base = self._place(index)
        if self._text:
            last = self._end_of_last()
            rise = abs(base - self._base)
            near = _TOUCH if self._doubted else _WIDE
            beside = self._left - 0.25 * font.size < left and abs(left - last) < near * font.size
            self._doubted = False
            if font == self._font and beside and rise < 0.1:
                self._text.append(text)
                self._written, self._last = written, index
                return
            self._flush()
            self._glued = beside and rise < 0.75 * font.size
        self._text = [text]
        self._left, self._right, self._base, self._font = left, right, base, font
        self._written, self._first, self._last = written, index, index

    def end(self) -> None:
        """End the piece that is open, at a space."""
        self._flush()
        self._glued = self._doubted = False

    def _end_of_last(self) -> float:
        """Where the last letter ends."""
        if self._last != self._first:
            self._right = max(self._right, self._place(self._last)[1])
        return self._right

    def _flush(self) -> None:
        if self._text:
            right = self._end_of_last()
            text = _UMLAUT.sub("\\1\u0308", "".join(self._text))
            font = self._font
            if font.is_bitmap and text == _BITMAP[_TEX_BULLET]:
                text = "•"
            self.pieces.append(Piece(text, self._left, right, self._base, font.size, font.style, self._glued))
            self._text = []

    def _place(self, index: int) -> tuple[float, float, float]:
        """Where a letter begins and ends, and the line it stands on, on the page as it is shown."""
        left, right, bottom, top, x, y = self._numbers
        raw.FPDFText_GetCharBox(self._handle, index, *self._refs[:4])
        raw.FPDFText_GetCharOrigin(self._handle, index, *self._refs[4:])
        if not self._turns:
            return left.value, right.value, y.value
        if self._turns == 90:
            return bottom.value, top.value, self._height - x.value
        if self._turns == 180:
            return self._width - right.value, self._width - left.value, self._height - y.value
        return self._width - top.value, self._width - bottom.value, x.value

    def _font_of(self, key: int, index: int) -> _Font:
        """The font of a letter; asked for once for all that were written at once, which have one key."""
        if key not in self._fonts:
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(self._handle, index, matrix)
            size = abs(raw.FPDFText_GetFontSize(self._handle, index)) * (math.hypot(matrix.c, matrix.d) or 1)
            angle = math.atan2(matrix.b, matrix.a) - math.radians(self._turns)
            turned = abs(math.remainder(angle, math.tau)) > _STEEP
            style, is_bitmap = self._style(index)
            self._fonts[key] = _Font(round(min(size, 1_000), 1), style, turned, is_bitmap)
        return self._fonts[key]

    def _style(self, index: int) -> tuple[Style, bool]:
        """The style of a letter, and whether its font is one of dots, without a name."""
        flags = ctypes.c_int()
        buffer = ctypes.create_string_buffer(200)
        length = raw.FPDFText_GetFontInfo(self._handle, index, buffer, 200, flags)
        name = buffer.value.decode("utf-8", "replace") if 0 < length <= 200 else ""
        style = Style.PLAIN
        if _BOLD.search(name) or raw.FPDFText_GetFontWeight(self._handle, index) >= _BOLD_WEIGHT:
            style |= Style.STRONG
        if _ITALIC.search(name) or flags.value & _ITALIC_FLAG:
            style |= Style.EMPH
        return style | Style.CODE if _MONOSPACED.search(name) else style, not name
