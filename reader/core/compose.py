"""A row as pieces of text with tags: what is painted, before anyone knows in which colours.

Invariant: the pieces of a row take exactly its width in cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.cells import cells, fit, is_simple
from reader.core.columns import MARK
from reader.core.page import Mode
from reader.core.runs import Mark, Run, Tag, runs
from reader.core.spans import Span
from reader.core.syllables import is_cut
from reader.core.target import AROUND, TargetState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.bitext import BitextParagraph
    from reader.core.columns import Columns
    from reader.core.marks import ParagraphMarks
    from reader.core.page import Row
    from reader.core.table import Part
    from reader.core.target import Target

BAR = "▌"
HYPHEN = "-"
"""Where a word is cut in the cell of a table; it is shown only, and no character of the text."""


class Sign(NamedTuple):
    """A mark in the margin: told from others by its shape, and by its colour where there is one."""

    mark: str
    tag: int
    meaning: str


FAILED = Sign("×", Tag.FAILED, "not translated: the last line says why and when it is tried again; R asks again now")
WAITING = Sign("…", Tag.WAITING, "being translated")
STALE = Sign("~", Tag.STALE, "older than a change to a term in it: R asks again")
EDITED = Sign("•", Tag.EDITED, "your own translation")
UNASKED = Sign("–", Tag.WAITING, "no translation, and nobody is asked for it: the last line says why and what to do")
SIGNS = (FAILED, WAITING, STALE, EDITED, UNASKED)
"""All of them; of several on one line the first is shown."""

_BY_STATE = {TargetState.FAILED: FAILED, TargetState.QUEUED: WAITING, TargetState.EDITED: EDITED}


class Piece(NamedTuple):
    """Text to be painted; `tags` is None for empty space."""

    text: str
    tags: int | None


def touching(line: Span | None, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Those of the marks that touch a line."""
    if line is None or not marks:
        return ()
    start, end = line
    return tuple([mark for mark in marks if mark[0] < end and mark[1] > start])


class _Side(NamedTuple):
    """What one side shows of a row."""

    line: Span | None
    parts: tuple[Part, ...]
    text: str
    marks: tuple[Mark, ...]
    moving: tuple[Mark, ...]
    base: int
    x: int
    sign: Sign | None = None


def compose(row: Row, columns: Columns, pair: BitextParagraph, marks: ParagraphMarks) -> list[Piece]:
    """The pieces of one row, from the first cell to the last."""
    base = marks.base | Tag.TARGET
    sign = sign_on(row.target, pair, marks.stale, row.target_parts) if row.target is not None else None
    sides = (
        _Side(
            row.source, row.source_parts, pair.source, marks.source, marks.moving_source, marks.base, columns.source_x
        ),
        _Side(
            row.target, row.target_parts, pair.target, marks.target, marks.moving_target, base, columns.target_x, sign
        ),
    )
    both = columns.layout.mode is Mode.BOTH and not columns.layout.stacked
    pieces: list[Piece] = []
    x = 0
    for side in sides:
        if side.line is not None:
            x = _side(pieces, x, side, side.line, marks, row.rule_cells)
        elif row.rule_cells and both:
            x = _margin(pieces, x, side.x, "", 0)
            pieces.append(Piece(" " * row.rule_cells, side.base | Tag.RULED))
            x += row.rule_cells
    if x < columns.width:
        pieces.append(Piece(" " * (columns.width - x), None))
    return pieces if x <= columns.width else _cropped(pieces, columns.width)


def _side(pieces: list[Piece], x: int, side: _Side, line: Span, marks: ParagraphMarks, rule_cells: int) -> int:
    """Add what one side shows; gives the cell after its last."""
    moving = touching(line, side.moving)
    every = touching(line, side.marks) + moving
    mark = side.sign.mark if side.sign else BAR if _in_sentence(moving) else ""
    x = _margin(pieces, x, side.x, mark, side.base | (side.sign.tag if side.sign else Tag.SENTENCE))
    x = _lead(pieces, x, marks, line, side.base)
    if not side.parts:
        return _text(pieces, x, line, side.text, runs(line, every, side.base))
    # The rule below the head of a table is a line under its characters and what is between them.
    base, between = (side.base | Tag.RULED, side.base | Tag.RULED) if rule_cells else (side.base, None)
    left = x
    for part in side.parts:
        if left + part.x > x:
            pieces.append(Piece(" " * (left + part.x - x), between))
            x = left + part.x
        here = Span(part.start, part.end)
        line_runs = runs(here, every, base)
        x = _text(pieces, x, here, side.text, line_runs)
        if is_cut(side.text, *here):
            pieces.append(Piece(HYPHEN, line_runs[-1].tags))
            x += 1
    if x < left + rule_cells:
        pieces.append(Piece(" " * (left + rule_cells - x), between))
        x = left + rule_cells
    return x


def _in_sentence(marks: Sequence[Mark]) -> bool:
    return any(mark.tag & Tag.SENTENCE for mark in marks)


def _margin(pieces: list[Piece], x: int, column_x: int, mark: str, tags: int) -> int:
    """Add the space before a column, with its mark; gives the column's first cell."""
    if mark and column_x - MARK >= x:
        if column_x - MARK > x:
            pieces.append(Piece(" " * (column_x - MARK - x), None))
        pieces += [Piece(mark, tags | Tag.MARK), Piece(" " * (MARK - 1), None)]
    elif column_x > x:
        pieces.append(Piece(" " * (column_x - x), None))
    return max(x, column_x)


def _lead(pieces: list[Piece], x: int, marks: ParagraphMarks, line: Span, base: int) -> int:
    """Add what stands before the text of a line; gives the text's first cell."""
    before = marks.lead.rest if line.start else marks.lead.first
    if before:
        pieces.append(Piece(before, base | Tag.LEAD if before.strip() else None))
    return x + cells(before)


def _text(pieces: list[Piece], x: int, line: Span, text: str, line_runs: Sequence[Run]) -> int:
    """Add the runs of a line; gives the cell after its last."""
    simple = is_simple(text[line.start : line.end])
    for start, end, tags in line_runs:
        piece = text[start:end].replace("\n", " ")
        pieces.append(Piece(piece, tags))
        x += end - start if simple else cells(piece)
    return x


def sign_on(line: Span, pair: BitextParagraph, stale: tuple[int, ...], parts: tuple[Part, ...] = ()) -> Sign | None:
    """The most pressing of the signs of the segments whose targets begin on this line; None for an ordinary one.

    Args:
        line: from its first character to its last.
        pair: the paragraph.
        stale: the segments whose translation is older than a change to a term in them.
        parts: the characters that do stand on the line, in a table's row.
    """
    found: Sign | None = None
    for number, (span, target) in enumerate(zip(pair.target_segments, pair.targets, strict=True)):
        if span.start >= line.end:
            break
        if span.start >= line.start and (not parts or any(a <= span.start < b for _, a, b in parts)):
            sign = STALE if number in stale else _sign(target)
            if sign is not None and (found is None or SIGNS.index(sign) < SIGNS.index(found)):
                found = sign
    return found


def _sign(target: Target) -> Sign | None:
    if target.state is TargetState.MISSING and target.reason and target != AROUND:
        return UNASKED
    return _BY_STATE.get(target.state)


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


COVER = "· · ·"
"""What stands where a translation is covered."""


def covered(pieces: Sequence[Piece], *, first: bool = True) -> list[Piece]:
    """The pieces of a row with its translation covered; each takes the cells that it took.

    Args:
        pieces: of the row.
        first: whether the translation begins in it: there a sign says that there is one.

    >>> [piece.text for piece in covered([Piece("Die Bank", 0), Piece("  ", None), Piece("the bench", Tag.TARGET)])]
    ['Die Bank', '  ', '· · ·    ']
    """
    found, cover = [], COVER if first else ""
    for text, tags in pieces:
        if tags is None or not tags & Tag.TARGET:
            found.append(Piece(text, tags))
            continue
        width = cells(text)
        shown = cover if cover and len(cover) <= width and text.strip() and width > 1 else ""
        cover = "" if shown else cover
        found.append(Piece(shown + " " * (width - len(shown)), Tag.TARGET | Tag.STATE))
    return found
