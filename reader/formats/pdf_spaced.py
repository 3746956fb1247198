"""Words that are set with space between their letters, as German print does instead of italics: put together again.

Pure. Invariant: no letter is lost, and what is put together stood side by side.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from reader.core.document import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf_pieces import Piece

_LEAST: Final = 4
"""So many letters in a row are no coincidence, and no formula."""
_SHORTEST: Final = 3
_WIDER: Final = 1.6
"""The space between two such words, in spaces between their letters."""


def closed(row: Sequence[Piece]) -> list[Piece]:
    """A row with such words whole, and in italics."""
    found: list[Piece] = []
    run: list[Piece] = []
    for piece in row:
        if len(piece.text) == 1 and (piece.text.isalpha() or (run and piece.text in ".,;:!?-‐")) and not piece.glued:
            run.append(piece)
            continue
        found += _words(run)
        run = []
        found.append(piece)
    return [*found, *_words(run)]


def _words(run: list[Piece]) -> list[Piece]:
    """Letters that stand apart, as words; as they were if they are none."""
    if len(run) < _LEAST:
        return run
    step = median(other.left - one.right for one, other in pairwise(run))
    words = [[run[0]]]
    for one, other in pairwise(run):
        if other.left - one.right > _WIDER * step:
            words.append([other])
        else:
            words[-1].append(other)
    if any(len(word) < _SHORTEST for word in words):
        return run
    return [
        word[0]._replace(
            text="".join(piece.text for piece in word), right=word[-1].right, style=word[0].style | Style.EMPH
        )
        for word in words
    ]
