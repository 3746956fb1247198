"""Bullets that are drawn and not written, as Chromium does: small squares and discs before the first word of a line.

With `pdf_text` a home of pypdfium2. Invariant: only what stands before a line, apart from other words, becomes a sign.
Units: points, from the lower left corner of a page that is not turned.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from pypdfium2 import raw

from reader.core.document import Style
from reader.formats.pdf_pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2

_MAX_OBJECTS: Final = 5_000
"""So many drawings of one page are looked at."""
_LEAST: Final = 0.15
_MOST: Final = 0.7
"""How large a bullet is, in sizes of the font; as `_LOW` and `_HIGH`."""
_LOW: Final = 0.1
_HIGH: Final = 0.6
"""Its middle stands between these heights above the line."""
_APART: Final = 3.0
"""The word after it is no further away, and none before it is so close."""
_UNEVEN: Final = 1.3
_LARGEST: Final = 20.0


class _Box(NamedTuple):
    left: float
    low: float
    right: float
    high: float


def bullets_of(page: pypdfium2.PdfPage, pieces: Sequence[Piece]) -> list[Piece]:
    """The bullets that are drawn on a page."""
    boxes = _boxes(page) if pieces and not page.get_rotation() % 360 else []
    if not boxes:
        return []
    rows = sorted(pieces, key=lambda piece: piece.base)
    bases = [piece.base for piece in rows]
    found: list[Piece] = []
    for box in boxes:
        middle = (box.low + box.high) / 2
        near = rows[bisect_left(bases, middle - _LARGEST) : bisect_right(bases, middle)]
        after = [piece for piece in near if piece.left > box.right and _is_bullet(box, piece)]
        first = min(after, key=lambda piece: piece.left, default=None)
        if first is None or any(_is_before(piece, box, first) for piece in near):
            continue
        found.append(Piece("•", box.left, box.right, first.base, first.size, Style.PLAIN))
    return found


def _is_bullet(box: _Box, piece: Piece) -> bool:
    """Whether a drawing is a bullet for a line of which this is a word."""
    size, middle = piece.size, (box.low + box.high) / 2
    fits = _LEAST * size < box.right - box.left < _MOST * size
    return fits and _LOW * size < middle - piece.base < _HIGH * size and piece.left - box.right < _APART * size


def _is_before(piece: Piece, box: _Box, first: Piece) -> bool:
    """Whether a word stands close before a drawing, on the line of the word after it."""
    beside = box.left - _APART * first.size < piece.right and piece.left < box.right
    return beside and abs(piece.base - first.base) < 0.25 * first.size


def _boxes(page: pypdfium2.PdfPage) -> list[_Box]:
    """Where small drawings are that are as wide as they are high."""
    found: list[_Box] = []
    edges = tuple(ctypes.c_float() for _ in range(4))
    for number in range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        box = _Box(*(edge.value for edge in edges))
        wide, high = box.right - box.left, box.high - box.low
        if 0 < wide < _LARGEST and 0 < high < _UNEVEN * wide < _UNEVEN * _UNEVEN * high:
            found.append(box)
    return found
