"""Rows from an anchor: what stands on the screen, and where it goes when one moves.

Only what is on the screen (and what is walked over) is ever wrapped; nothing here costs more in a long text.
Invariant: `locate(anchor_at(place)) == place` for every place, whatever the layout; so a change of layout leaves the
first visible word where it is.

Units: a place is a paragraph and a row of it, a span counts characters of its paragraph's source or target text,
widths are cells.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reader.core.document import Kind, Table
from reader.core.lead import NO_LEAD, Lead, lead
from reader.core.segments import is_verbatim, is_whole
from reader.core.spans import Span
from reader.core.table import Part, flow_lines, grid, grid_lines, sample
from reader.core.wrap import hung

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.core.bitext import Bitext, BitextParagraph
    from reader.core.document import Document
    from reader.core.table import Grid

    Line = tuple[Span, tuple[Part, ...]]

_T = TypeVar("_T")

KEPT_BLOCKS = 1_024
"""How many wrapped paragraphs are kept for a layout; a screen shows at most some dozens."""

KEPT_LAYOUTS = 6
"""For how many layouts: one for each turn of the toggles, so that toggling back wraps nothing."""


KEPT_GRIDS = 64
"""The columns of so many tables are kept for each of those layouts."""

_ROW = Lead("· ", "  ")
"""Before a table's row that stands in no columns."""


class Mode(Enum):
    """Which sides are shown."""

    BOTH = "both"
    SOURCE = "original only"
    TARGET = "translation only"


@dataclass(frozen=True, slots=True)
class Layout:
    """How paragraphs become rows.

    Attributes:
        source_cells: the width of the source column.
        target_cells: the width of the target column.
        mode: which sides are shown.
        stacked: whether the target stands below its source instead of beside it.
        by_sentence: whether each sentence starts a row of its own.
    """

    source_cells: int
    target_cells: int
    mode: Mode = Mode.BOTH
    stacked: bool = False
    by_sentence: bool = False


class Row(NamedTuple):
    """One screen line: what it shows of each side, or nothing at all (a gap).

    `segment` is the number of the sentence that a sentence row belongs to, -1 in paragraph rows. Of a table's row in
    columns, `source_parts` and `target_parts` say where the parts of its cells stand; `source` and `target` reach
    from the first of them to the end of the last. Below a row that heads a table is a rule of `rule_cells`.
    """

    paragraph: int
    line: int
    source: Span | None
    target: Span | None
    segment: int = -1
    source_parts: tuple[Part, ...] = ()
    target_parts: tuple[Part, ...] = ()
    rule_cells: int = 0

    @property
    def is_gap(self) -> bool:
        """Whether the row shows nothing."""
        return self.source is None and self.target is None


class Anchor(NamedTuple):
    """A place in the text that no layout moves.

    `source` and `target` are the first characters of the row on either side (None where the row shows nothing of
    it); `gap` counts blank rows below that row; `segment` tells sentence rows apart that show the same state.
    """

    paragraph: int
    source: int | None = 0
    target: int | None = 0
    gap: int = 0
    segment: int = -1


class Place(NamedTuple):
    """A row by its number within its paragraph."""

    paragraph: int
    line: int


TOP = Anchor(0)

_NARROWEST = 12
_CHAPTERS = 2
"""Headings of this level and above stand further from the text before them."""


class Page:
    """The rows of a bitext in one layout.

    Args:
        bitext: what is shown; must hold at least one paragraph when rows are asked for.
        layout: the widths and the mode.
    """

    def __init__(self, bitext: Bitext, layout: Layout) -> None:
        self._bitext = bitext
        self._layout = layout
        self._blocks: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._by_layout = {layout: self._blocks}
        self._grids: OrderedDict[tuple[Layout, int], tuple[Grid, Grid] | None] = OrderedDict()

    @property
    def layout(self) -> Layout:
        """The layout; what is wrapped for the last few is kept."""
        return self._layout

    @layout.setter
    def layout(self, layout: Layout) -> None:
        if layout != self._layout:
            self._layout = layout
            self._blocks = self._by_layout.pop(layout, OrderedDict())
            self._by_layout[layout] = self._blocks
            if len(self._by_layout) > KEPT_LAYOUTS:
                del self._by_layout[next(iter(self._by_layout))]

    def forget(self, paragraphs: Iterable[int]) -> None:
        """Wrap these paragraphs anew when they are next shown: their text is another."""
        for index in paragraphs:
            for blocks in self._by_layout.values():
                blocks.pop(index, None)

    def block(self, paragraph: int) -> tuple[Row, ...]:
        """All rows of a paragraph, with the gap below it."""
        block = self._blocks.get(paragraph)
        if block is None:
            block = tuple(self._wrapped(paragraph))
            self._blocks[paragraph] = block
            if len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        return block

    def lead(self, paragraph: int) -> Lead:
        """What stands before the lines of a paragraph, in either column."""
        document = self._bitext.document
        width = min(self._layout.source_cells, self._layout.target_cells)
        if document.kinds and document.kind(paragraph) is Kind.TABLE:
            return _ROW if width > _NARROWEST and self._grid(paragraph) is None else NO_LEAD
        return lead(document, paragraph, width)

    def rows(self, anchor: Anchor, height_rows: int) -> list[Row]:
        """The rows from the anchor's on, at most `height_rows`, fewer at the end of the text."""
        if not len(self._bitext):
            return []
        paragraph, line = self.locate(anchor)
        rows: list[Row] = list(self.block(paragraph)[line : line + height_rows])
        while len(rows) < height_rows and paragraph + 1 < len(self._bitext):
            paragraph += 1
            rows += self.block(paragraph)[: height_rows - len(rows)]
        return rows

    def locate(self, anchor: Anchor) -> Place:
        """Where the anchor's row stands in this layout."""
        if not len(self._bitext):
            return Place(0, 0)
        paragraph = min(anchor.paragraph, len(self._bitext) - 1)
        block = self.block(paragraph)
        line = self._line_of(block, anchor.segment, *self._sides(anchor, paragraph))
        for _ in range(anchor.gap):
            if line + 1 < len(block) and block[line + 1].is_gap:
                line += 1
        return Place(paragraph, line)

    def anchor_at(self, place: Place) -> Anchor:
        """The anchor of a row."""
        if not len(self._bitext):
            return TOP
        block = self.block(place.paragraph)
        line = min(place.line, len(block) - 1)
        gap = 0
        while line > 0 and block[line].is_gap:
            line -= 1
            gap += 1
        row = block[line]
        return Anchor(
            place.paragraph,
            None if row.source is None else row.source.start,
            None if row.target is None else row.target.start,
            gap,
            row.segment,
        )

    def move(self, anchor: Anchor, rows: int) -> Anchor:
        """The anchor so many rows further down (up, if negative), stopping at either end of the text."""
        if not len(self._bitext):
            return TOP
        paragraph, line = self.locate(anchor)
        line += rows
        while line < 0 and paragraph > 0:
            paragraph -= 1
            line += len(self.block(paragraph))
        while line >= len(self.block(paragraph)) and paragraph + 1 < len(self._bitext):
            line -= len(self.block(paragraph))
            paragraph += 1
        line = min(max(0, line), len(self.block(paragraph)) - 1)
        return self.anchor_at(Place(paragraph, line))

    def last_anchor(self, height_rows: int) -> Anchor:
        """The anchor from which the rows reach just to the end of the text."""
        last = len(self._bitext) - 1
        if last < 0:
            return TOP
        return self.move(self.anchor_at(Place(last, len(self.block(last)) - 1)), 1 - height_rows)

    def clamp(self, anchor: Anchor, height_rows: int) -> Anchor:
        """The anchor, or the last one if it lies behind that."""
        if len(self._bitext) - anchor.paragraph > height_rows:
            return anchor
        last = self.last_anchor(height_rows)
        return last if self.locate(last) < self.locate(anchor) else anchor

    def _sides(self, anchor: Anchor, paragraph: int) -> tuple[int | None, int | None]:
        """The anchor's characters, with the one that this layout needs worked out if only the other is known."""
        source, target = anchor.source, anchor.target
        mode = self._layout.mode
        if mode is Mode.SOURCE and source is None and target is not None:
            pair = self._bitext.paragraph(paragraph)
            number = pair.target_segment_at(target)
            source = _carried(target, pair.target_segments[number], pair.segments[number])
        if mode is Mode.TARGET and target is None and source is not None:
            pair = self._bitext.paragraph(paragraph)
            number = pair.segment_at(source)
            target = _carried(source, pair.segments[number], pair.target_segments[number])
        return source, target

    def _line_of(self, block: tuple[Row, ...], segment: int, source: int | None, target: int | None) -> int:
        """The row that holds the source character, or, without one, the target character."""
        by_target = source is None or self._layout.mode is Mode.TARGET
        char = target if by_target else source
        if not self._layout.by_sentence or block[0].segment < 0:
            return _line_of_part(block, char, by_target=by_target)
        one_segment = segment >= 0
        best = 0
        for line, row in enumerate(block):
            span = row.target if by_target else row.source
            if span is None or char is None or (one_segment and row.segment != segment):
                continue
            if span.start <= char or (one_segment and block[best].segment != segment):
                best = line
        return best

    def _grid(self, paragraph: int) -> tuple[Grid, Grid] | None:
        """The columns of the table that a row belongs to, on either side; None if they do not find room."""
        document, layout = self._bitext.document, self._layout
        table = document.table(paragraph) or Table(paragraph, paragraph + 1)
        key = layout, table.first
        if key not in self._grids:
            rows = [document.paragraph(index) for index in sample(table)]
            source = grid(rows, table.align, layout.source_cells, table.headers)
            target = grid(rows, table.align, layout.target_cells, table.headers)
            self._grids[key] = (source, target) if source and target else None
            if len(self._grids) > KEPT_GRIDS * KEPT_LAYOUTS:
                self._grids.popitem(last=False)
        return self._grids[key]

    def _wrapped(self, paragraph: int) -> list[Row]:
        pair = self._bitext.paragraph(paragraph)
        document = self._bitext.document
        lead_ = self.lead(paragraph)
        taken, hang = lead_.width_cells, lead_.hang_cells
        gaps = _gap_rows(document, paragraph)
        if document.kinds and document.kind(paragraph) is Kind.TABLE:
            return self._table_row(paragraph, pair, gaps, taken)
        rows: list[tuple[Span | None, Span | None, int]] = []
        # Below the original no line says that it is the same in every language, or that nothing is wanting.
        quiet = self._layout.stacked and (pair.is_around or is_verbatim(document, paragraph))
        if self._layout.by_sentence and not is_whole(document, paragraph):
            for number, (source, target) in enumerate(zip(pair.segments, pair.target_segments, strict=True)):
                beside = Span(0, 0) if quiet else target
                rows += [(*sides, number) for sides in self._unit(pair, source, beside, taken, hang)]
                rows.append((None, None, number))
            rows += [(None, None, len(pair.segments) - 1)] * gaps
        else:
            target = Span(0, 0) if quiet else Span(0, len(pair.target))
            rows += [(*sides, -1) for sides in self._unit(pair, Span(0, len(pair.source)), target, taken, hang)]
            rows += [(None, None, -1)] * gaps
        return [Row(paragraph, line, *sides) for line, sides in enumerate(rows)]

    def _unit(
        self, pair: BitextParagraph, source: Span, target: Span, taken_cells: int, hang_cells: int
    ) -> list[tuple[Span | None, Span | None]]:
        layout = self._layout
        lines: list[Span] = []
        partners: list[Span] = []
        if layout.mode is not Mode.TARGET:
            lines = hung(pair.source, source.start, source.end, layout.source_cells - taken_cells, hang_cells)
        if layout.mode is not Mode.SOURCE and (target.end > target.start or layout.mode is Mode.TARGET):
            partners = hung(pair.target, target.start, target.end, layout.target_cells - taken_cells, hang_cells)
        return _beside(lines, partners, stacked=layout.stacked)

    def _table_row(self, paragraph: int, pair: BitextParagraph, gaps: int, taken_cells: int) -> list[Row]:
        layout, document = self._layout, self._bitext.document
        grids = self._grid(paragraph) or (None, None)
        lines: list[Line] = []
        partners: list[Line] = []
        if layout.mode is not Mode.TARGET:
            lines = _row_lines(pair.source, grids[0], layout.source_cells - taken_cells)
        same = layout.stacked and (pair.is_around or pair.target == pair.source)
        if layout.mode is not Mode.SOURCE and not same and (pair.target or layout.mode is Mode.TARGET):
            partners = _row_lines(pair.target, grids[1], layout.target_cells - taken_cells)
        rows = []
        sides: list[tuple[Line | None, Line | None]] = _beside(lines, partners, stacked=layout.stacked)
        for line, (one, other) in enumerate(sides):
            source, source_parts = one or (None, ())
            target, target_parts = other or (None, ())
            rows.append(Row(paragraph, line, source, target, -1, source_parts, target_parts))
        table = document.table(paragraph)
        if grids[0] and table and paragraph + 1 == table.first + table.headers < table.end:
            rows[-1] = rows[-1]._replace(rule_cells=grids[0].width)
        return rows + [Row(paragraph, len(rows) + number, None, None) for number in range(gaps)]


def _row_lines(text: str, columns: Grid | None, width_cells: int) -> list[Line]:
    """The lines of a table's row on one side: from where to where each reaches, and its parts if it has columns."""
    if columns is None:
        return [(span, ()) for span in flow_lines(text, width_cells)]
    return [
        (Span(parts[0].start, max(part.end for part in parts)), parts) for parts in grid_lines(text, columns)
    ]  # fmt: skip


def _beside(lines: Sequence[_T], partners: Sequence[_T], *, stacked: bool) -> list[tuple[_T | None, _T | None]]:
    """The lines of both sides, beside each other or, stacked, below each other."""
    if stacked or not lines or not partners:
        return [(line, None) for line in lines] + [(None, line) for line in partners]
    return list(zip_longest(lines, partners))


def _line_of_part(block: tuple[Row, ...], char: int | None, *, by_target: bool) -> int:
    """The row that holds a character: of all that begin at it or before, that with the last beginning."""
    best, latest = 0, -1
    for line, row in enumerate(block):
        span = row.target if by_target else row.source
        if span is None or char is None:
            continue
        parts = row.target_parts if by_target else row.source_parts
        for start in [part.start for part in parts] or (span.start,):
            if latest <= start <= char:
                best, latest = line, start
    return best


def _gap_rows(document: Document, paragraph: int) -> int:
    """How many blank rows stand below a paragraph."""
    after = paragraph + 1
    if after in document.tight:
        return 0
    if not document.kinds or after >= len(document):
        return 1
    parted = document.kind(after) is Kind.HEADING and document.level(after) <= _CHAPTERS
    return 2 if parted and document.kind(paragraph) is not Kind.HEADING else 1


def _carried(char: int, old: Span, new: Span) -> int:
    """The character as far into the new span as this one is into the old."""
    share = (char - old.start) / max(1, old.end - old.start)
    return new.start + int(share * (new.end - new.start))
