"""Large initials at the beginning of chapters: put back before the words that they begin.

Pure. Invariant: no letter is lost.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_pieces import Piece

_LARGER: Final = 1.8
"""An initial is so many times as large as the text."""
_NEAR: Final = 1.5
"""The text beside it is no further away than this, in sizes of the text."""
_BELOW: Final = 1.3
"""The last line beside it may stand so far below its foot, in sizes of the text."""
_TALL: Final = 0.75
"""How tall a capital letter is, in sizes of its font."""


def with_initials(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces of a page with each initial in the word that it begins, the lines beside it moved to its left."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    for initial in [piece for piece in pieces if _is_initial(piece, body)]:
        pieces = _put_back(pieces, initial, body)
    return pieces


def _is_initial(piece: Piece, body: float) -> bool:
    bare = piece.text.strip("„“»«\"'")
    return piece.size >= _LARGER * body and len(bare) == 1 and bare.isupper()


def _put_back(pieces: Sequence[Piece], initial: Piece, body: float) -> Sequence[Piece]:
    """The pieces with one initial in its word; as they were if there is no text beside it."""
    top = initial.base + _TALL * initial.size
    firsts: dict[int, Piece] = {}
    for piece in pieces:
        inside = piece.left > initial.left - 1 and piece.size < _LARGER * body
        if inside and initial.base - _BELOW * body < piece.base < top and piece is not initial:
            row = round(piece.base)
            if row not in firsts or piece.left < firsts[row].left:
                firsts[row] = piece
    # Below the initial, lines begin at the edge again.
    firsts = {row: piece for row, piece in firsts.items() if -0.3 * body < piece.left - initial.right < _NEAR * body}
    if len(firsts) < 2:
        return pieces
    word = firsts[max(firsts)]
    moved = {id(piece): piece._replace(left=initial.left) for piece in firsts.values()}
    moved[id(word)] = word._replace(text=initial.text + word.text, left=initial.left)
    return [moved.get(id(piece), piece) for piece in pieces if piece is not initial]
