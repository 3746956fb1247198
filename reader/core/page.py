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
from typing import TYPE_CHECKING, NamedTuple

from reader.core.document import Kind
from reader.core.lead import lead
from reader.core.segments import is_verbatim, is_whole
from reader.core.spans import Span
from reader.core.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.bitext import Bitext, BitextParagraph
    from reader.core.document import Document
    from reader.core.lead import Lead

KEPT_BLOCKS = 1_024
"""How many wrapped paragraphs are kept for a layout; a screen shows at most some dozens."""

KEPT_LAYOUTS = 6
"""For how many layouts: one for each turn of the toggles, so that toggling back wraps nothing."""


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

    `segment` is the number of the sentence that a sentence row belongs to, -1 in paragraph rows.
    """

    paragraph: int
    line: int
    source: Span | None
    target: Span | None
    segment: int = -1

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
        return lead(self._bitext.document, paragraph, min(self._layout.source_cells, self._layout.target_cells))

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
        one_segment = self._layout.by_sentence and segment >= 0 and block[0].segment >= 0
        best = 0
        for line, row in enumerate(block):
            span = row.target if by_target else row.source
            if span is None or char is None or (one_segment and row.segment != segment):
                continue
            if span.start <= char or (one_segment and block[best].segment != segment):
                best = line
        return best

    def _wrapped(self, paragraph: int) -> list[Row]:
        pair = self._bitext.paragraph(paragraph)
        document = self._bitext.document
        taken = self.lead(paragraph).width_cells
        gaps = _gap_rows(document, paragraph)
        rows: list[tuple[Span | None, Span | None, int]] = []
        if self._layout.by_sentence and not is_whole(document, paragraph):
            for number, unit in enumerate(zip(pair.segments, pair.target_segments, strict=True)):
                rows += [(*sides, number) for sides in self._unit(pair, *unit, taken)]
                rows.append((None, None, number))
            rows += [(None, None, len(pair.segments) - 1)] * gaps
        else:
            target = Span(0, len(pair.target))
            if self._layout.stacked and is_verbatim(document, paragraph):
                target = Span(0, 0)
            rows += [(*sides, -1) for sides in self._unit(pair, Span(0, len(pair.source)), target, taken)]
            rows += [(None, None, -1)] * gaps
        return [Row(paragraph, line, *sides) for line, sides in enumerate(rows)]

    def _unit(
        self, pair: BitextParagraph, source: Span, target: Span, taken_cells: int
    ) -> list[tuple[Span | None, Span | None]]:
        layout = self._layout
        lines: list[Span] = []
        partners: list[Span] = []
        if layout.mode is not Mode.TARGET:
            lines = wrap(pair.source, source.start, source.end, layout.source_cells - taken_cells)
        if layout.mode is not Mode.SOURCE and (target.end > target.start or layout.mode is Mode.TARGET):
            partners = wrap(pair.target, target.start, target.end, layout.target_cells - taken_cells)
        if layout.stacked or not lines or not partners:
            return [(line, None) for line in lines] + [(None, line) for line in partners]
        return list(zip_longest(lines, partners))


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
