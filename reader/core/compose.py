"""A row as pieces of text with tags: what is painted, before anyone knows in which colours.

Invariant: the pieces of a row take exactly its width in cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.cells import cells, fit
from reader.core.columns import MARK
from reader.core.runs import Mark, Tag, runs
from reader.core.target import TargetState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.bitext import BitextParagraph
    from reader.core.columns import Columns
    from reader.core.page import Row
    from reader.core.reading import ParagraphMarks
    from reader.core.spans import Span

BAR = "▌"
STATE_MARKS = {TargetState.FAILED: "×", TargetState.QUEUED: "…", TargetState.EDITED: "•"}


class Piece(NamedTuple):
    """Text to be painted; `tags` is None for empty space."""

    text: str
    tags: Tag | None


def moving_in(line: Span | None, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Those of the marks that touch a line: what its picture depends on besides the text."""
    if line is None or not marks:
        return ()
    return tuple(mark for mark in marks if mark.start < line.end and mark.end > line.start)


def compose(row: Row, columns: Columns, pair: BitextParagraph, marks: ParagraphMarks) -> list[Piece]:
    """The pieces of one row, from the first cell to the last."""
    pieces: list[Piece] = []
    x = 0
    if row.source is not None:
        every = (*marks.source, *moving_in(row.source, marks.moving_source))
        x = _side(pieces, x, columns.source_x, row.source, pair.source, every, marks.base, "")
    if row.target is not None:
        every = (*marks.target, *moving_in(row.target, marks.moving_target))
        x = _side(
            pieces,
            x,
            columns.target_x,
            row.target,
            pair.target,
            every,
            marks.base | Tag.TARGET,
            _state(row.target, pair),
        )
    if x < columns.width:
        pieces.append(Piece(" " * (columns.width - x), None))
    return pieces if x <= columns.width else _cropped(pieces, columns.width)


def _side(
    pieces: list[Piece], x: int, column_x: int, line: Span, text: str, marks: Sequence[Mark], base: Tag, state: str
) -> int:
    """Add one side of a row; gives the cell after its last."""
    mark = BAR if any(m.tag & Tag.SENTENCE and m.start < line.end and m.end > line.start for m in marks) else ""
    if column_x - MARK >= x:
        pad = column_x - MARK - x
        if pad:
            pieces.append(Piece(" " * pad, None))
        if mark or state:
            tag = base | (Tag.SENTENCE if mark else Tag.STATE) | Tag.MARK
            pieces.append(Piece(state or mark, tag))
            pieces.append(Piece(" " * (MARK - 1), None))
        else:
            pieces.append(Piece(" " * MARK, None))
        x = column_x
    elif column_x > x:
        pieces.append(Piece(" " * (column_x - x), None))
        x = column_x
    for start, end, tags in runs(line, marks, base):
        piece = text[start:end].replace("\n", " ")
        pieces.append(Piece(piece, tags))
        x += cells(piece)
    return x


def _state(line: Span, pair: BitextParagraph) -> str:
    """The margin's mark for a segment whose target begins on this line in a state worth knowing."""
    for span, target in zip(pair.target_segments, pair.targets, strict=True):
        if line.start <= span.start < line.end and target.state in STATE_MARKS:
            return STATE_MARKS[target.state]
        if span.start >= line.end:
            break
    return ""


def _cropped(pieces: list[Piece], width: int) -> list[Piece]:
    kept = []
    for piece in pieces:
        taken = cells(piece.text)
        if taken > width:
            cut = fit(piece.text, width)
            kept.append(Piece(cut + " " * (width - cells(cut)), piece.tags))
            break
        kept.append(piece)
        width -= taken
    return kept
