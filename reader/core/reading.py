"""What a person sees and where they are: the page, the sentence under the cursor, the word cursor, what was found.

A model without a screen: the interface calls it and paints its rows. Everything is kept as places in the text, so
a resize, a toggle, an arriving translation or a glossary edit moves nothing.
Invariant: the cursor's sentence has a row on the screen after every call (if the screen has room for one).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.columns import Columns, columns
from reader.core.marks import ParagraphMarks, paragraph_marks
from reader.core.page import TOP, Anchor, Mode, Page, Row
from reader.core.selection import Point, Selection, Side
from reader.core.table import scrolled_away

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary import Entry, TermMatch
    from reader.core.bitext import Bitext
    from reader.core.checking import Checking
    from reader.core.lighting import Lighting
    from reader.core.search import Hit
    from reader.core.word_cursor import WordCursor

_NEXT_MODE = {Mode.BOTH: Mode.SOURCE, Mode.SOURCE: Mode.TARGET, Mode.TARGET: Mode.BOTH}


class Cursor(NamedTuple):
    """A sentence: its paragraph and its number in it."""

    paragraph: int
    segment: int


class Spot(NamedTuple):
    """A page as one left it: what stood at its top, and the sentence under the cursor."""

    anchor: Anchor
    cursor: Cursor


class Focus(NamedTuple):
    """A term that the cursor stands on."""

    paragraph: int
    match: TermMatch


class Reading:
    """The state of a reading desk.

    Args:
        bitext: what is read.
        lighting: finds its terms.
        languages: from which into which, as it stands in the head line.
    """

    def __init__(self, bitext: Bitext, lighting: Lighting, languages: str = "de → en") -> None:
        self.bitext = bitext
        self.languages = languages
        self.lighting = lighting
        self.width_cells = 1
        self.height_rows = 1
        self.mode = Mode.BOTH
        self.by_sentence = False
        self.hiding = False
        """Whether translations are covered until the person asks for one."""
        self.revealed: set[int] = set()
        """The paragraphs whose translation the person asked for."""
        self.columns: Columns = columns(1, Mode.BOTH, by_sentence=False)
        self.page = Page(bitext, self.columns.layout)
        self.checking: Checking | None = None
        """Compares translations with the glossary; it comes when the first page stands."""
        self.cursor = Cursor(0, 0)
        self.focus: Focus | None = None
        self.words: WordCursor | None = None
        self.selection: Selection | None = None
        self.current_hit: Hit | None = None
        self.hits: dict[int, list[Hit]] = {}
        self._anchor: Anchor = TOP
        self._rows: list[Row] | None = None

    # --- the screen ---------------------------------------------------------------------------------------------

    @property
    def anchor(self) -> Anchor:
        """The place at the top of the screen; setting it shows that place, or the end if it lies behind."""
        return self.page.clamp(self._anchor, self.height_rows)

    @anchor.setter
    def anchor(self, anchor: Anchor) -> None:
        self._anchor = anchor
        self._rows = None

    def rows(self) -> list[Row]:
        """The rows on the screen; fewer than its height at the end of a short text."""
        if self._rows is None:
            anchor = self.anchor
            self.bitext.load(self.near(anchor.paragraph, margin=0))
            self._rows = self.page.rows(anchor, self.height_rows)
        return self._rows

    def near(self, paragraph: int, margin: int) -> range:
        """Paragraphs that a screen from this one on shows, and those of so many screens before and behind it.

        By the number of their characters, so none is wrapped for it; at most too many, never too few.
        """
        first = last = min(paragraph, len(self.bitext))
        rows = 0
        while rows < self.height_rows * (1 + margin) and last < len(self.bitext):
            rows += self._least_rows(last)
            last += 1
        rows = 0
        while rows < self.height_rows * margin and first > 0:
            first -= 1
            rows += self._least_rows(first)
        return range(first, last)

    def _least_rows(self, paragraph: int) -> int:
        """How many rows a paragraph has at least, when its first may have been scrolled away."""
        document = self.bitext.document
        return max(1, (document.ends[paragraph] - document.starts[paragraph]) // self.columns.layout.source_cells)

    def visible(self) -> range:
        """The paragraphs on the screen."""
        rows = self.rows()
        return range(rows[0].paragraph, rows[-1].paragraph + 1) if rows else range(0)

    def resize(self, width_cells: int, height_rows: int) -> None:
        """Lay the text out for a screen of another size; the first visible word stays."""
        self.width_cells, self.height_rows = max(1, width_cells), max(1, height_rows)
        self._lay_out()

    def next_mode(self) -> Mode:
        """Show both sides, the original only, or the translation only, in turn."""
        self.mode = _NEXT_MODE[self.mode]
        self._lay_out()
        return self.mode

    def toggle_sentences(self) -> bool:
        """Switch between paragraph rows and sentence rows; true if sentences now have rows of their own."""
        self.by_sentence = not self.by_sentence
        self._lay_out()
        return self.by_sentence

    def changed(self, paragraphs: Iterable[int]) -> None:
        """The text of these paragraphs' translations is another."""
        paragraphs = list(paragraphs)
        self.page.forget(paragraphs)
        self.lighting.forget(paragraphs)
        if self.checking is not None:
            self.checking.forget(paragraphs)
        self._rows = None

    def percent(self) -> int:
        """How far the end of the screen lies in the text, 0 to 100."""
        rows = self.rows()
        total = len(self.bitext.document.text)
        if not rows or not total:
            return 100
        last = rows[-1]
        if last.paragraph == len(self.bitext) - 1 and last.line >= len(self.page.block(last.paragraph)) - 2:
            return 100
        start, end = self.bitext.document.starts[last.paragraph], self.bitext.document.ends[last.paragraph]
        share = (last.line + 1) / len(self.page.block(last.paragraph))
        return min(99, int(100 * (start + share * (end - start)) / total))

    def reading_point(self) -> Point:
        """The first character of the source on the screen: what is remembered."""
        anchor = self.anchor
        if anchor.source is not None or not len(self.bitext):
            return Point(anchor.paragraph, anchor.source or 0)
        pair = self.bitext.paragraph(anchor.paragraph)
        return Point(anchor.paragraph, pair.segments[pair.target_segment_at(anchor.target or 0)].start)

    def toggle_hiding(self) -> bool:
        """Cover all translations, or uncover them; nothing moves. True if they are covered now."""
        self.hiding = not self.hiding
        self.revealed.clear()
        return self.hiding

    def toggle_revealed(self) -> None:
        """Uncover the translation of the paragraph under the cursor, or cover it again."""
        self.revealed ^= {self.cursor.paragraph}

    def hides(self, paragraph: int) -> bool:
        """Whether the translation of a paragraph is covered; never where there is none, or nothing else to see."""
        if not self.hiding or self.mode is not Mode.BOTH or paragraph in self.revealed:
            return False
        return paragraph not in self.bitext.document.boilerplate

    def _lay_out(self) -> None:
        self.columns = columns(self.width_cells, self.mode, by_sentence=self.by_sentence)
        self.page.layout = self.columns.layout
        self._rows = None
        self._keep_cursor_on_screen()

    # --- moving -------------------------------------------------------------------------------------------------

    def scroll(self, rows: int) -> None:
        """Move the page so many rows; where it cannot move, the cursor goes to the next sentence instead."""
        before = self.anchor
        self.anchor = self.page.clamp(self.page.move(before, rows), self.height_rows)
        if self.page.locate(self._anchor) == self.page.locate(before):
            self.move_sentence(1 if rows > 0 else -1)
        else:
            self._keep_cursor_on_screen()

    def to_top(self) -> None:
        """Go to the beginning."""
        self.anchor = TOP
        self.set_cursor(Cursor(0, 0))

    def to_end(self) -> None:
        """Go to the end."""
        if len(self.bitext):
            self.anchor = self.last_anchor()
            last = len(self.bitext) - 1
            self.set_cursor(Cursor(last, len(self.bitext.paragraph(last).segments) - 1))

    def start_at(self, point: Point) -> None:
        """Begin at this source character, before the size of the screen is known."""
        if len(self.bitext):
            self._anchor = Anchor(point.paragraph, point.char, None)
            self._rows = None
            segment = self.bitext.paragraph(point.paragraph).segment_at(point.char)
            self.set_cursor(Cursor(point.paragraph, segment))

    def last_anchor(self) -> Anchor:
        """The anchor of the last screen; its paragraphs are asked of the memory at once."""
        last = len(self.bitext) - 1
        self.bitext.load(range(self.near(last, margin=1).start, last + 1))
        return self.page.last_anchor(self.height_rows)

    def to_char(self, char: int) -> None:
        """Go to a character of the document (as when the scroll bar is dragged)."""
        paragraph = self.bitext.document.paragraph_at(char)
        self.to_point(Point(paragraph, max(0, char - self.bitext.document.starts[paragraph])))

    def to_point(self, point: Point) -> None:
        """Show the row of this source character at the top."""
        if not len(self.bitext):
            return
        place = self.page.locate(Anchor(point.paragraph, point.char, None))
        self.anchor = self.page.anchor_at(place)
        self._keep_cursor_on_screen()

    def move_sentence(self, step: int) -> None:
        """Put the cursor on the next sentence (step 1) or the one before (-1), and show it."""
        if not len(self.bitext):
            return
        paragraph, segment = self.cursor
        segment += step
        if segment < 0:
            paragraph -= 1
        elif segment >= len(self.bitext.paragraph(paragraph).segments):
            paragraph += 1
        if not 0 <= paragraph < len(self.bitext):
            return
        if paragraph != self.cursor.paragraph:
            segment = 0 if step > 0 else len(self.bitext.paragraph(paragraph).segments) - 1
        self.set_cursor(Cursor(paragraph, segment))
        self.reveal_cursor()

    def move_paragraph(self, step: int) -> None:
        """Put the cursor on the first sentence of the next paragraph, or of the one before."""
        paragraph = self.cursor.paragraph + step
        if 0 <= paragraph < len(self.bitext):
            self.set_cursor(Cursor(paragraph, 0))
            self.reveal_cursor()

    def put_cursor(self, side: Side, point: Point) -> None:
        """Put the cursor on the sentence of this character, and on the term there if there is one."""
        pair = self.bitext.paragraph(point.paragraph)
        at = pair.segment_at if side is Side.SOURCE else pair.target_segment_at
        self.set_cursor(Cursor(point.paragraph, at(point.char)))
        terms = self.lighting.terms(point.paragraph)
        for match in terms.source if side is Side.SOURCE else terms.target:
            if match.start <= point.char < match.end:
                self._focus_on(point.paragraph, match.entry)

    def set_cursor(self, cursor: Cursor) -> None:
        """Put the cursor on a sentence, and on no term."""
        self.cursor = cursor
        self.focus = None

    def _focus_on(self, paragraph: int, entry: Entry) -> None:
        pair = self.bitext.paragraph(paragraph)
        for match in self.lighting.terms(paragraph).source:
            if match.entry == entry and pair.segment_at(match.start) == self.cursor.segment:
                self.focus = Focus(paragraph, match)
                return

    def reveal_cursor(self) -> None:
        """Bring the cursor's sentence on the screen, on the side that is shown."""
        pair = self.bitext.paragraph(self.cursor.paragraph)
        if self.mode is Mode.TARGET:
            self.reveal(Side.TARGET, Point(self.cursor.paragraph, pair.target_segments[self.cursor.segment].start))
        else:
            self.reveal(Side.SOURCE, Point(self.cursor.paragraph, pair.segments[self.cursor.segment].start))

    def reveal(self, side: Side, point: Point) -> None:
        """Bring this character on the screen; a page that shows it already does not move."""
        source, target = (point.char, None) if side is Side.SOURCE else (None, point.char)
        segment = self.cursor.segment if self.by_sentence and point.paragraph == self.cursor.paragraph else -1
        place = self.page.locate(Anchor(point.paragraph, source, target, segment=segment))
        rows = self.rows()
        if rows and rows[0][:2] <= place <= rows[-1][:2]:
            return
        above = bool(rows) and place < rows[0][:2]
        near = self.page.move(self.page.anchor_at(place), 2 * self.height_rows if above else -2 * self.height_rows)
        far = (
            self.page.locate(near) < self.page.locate(self.anchor)
            if above
            else self.page.locate(near) > self.page.locate(self.anchor)
        )
        lead = self.height_rows // 3 if far or not above else min(2, self.height_rows - 1)
        self.anchor = self.page.move(self.page.anchor_at(place), -lead)

    def segments_of(self, row: Row) -> tuple[int, int] | None:
        """The first and last sentence that a row shows something of, or None for a gap."""
        if row.segment >= 0:
            return None if row.is_gap else (row.segment, row.segment)
        pair = self.bitext.paragraph(row.paragraph)
        if row.source is not None:
            return pair.segment_at(row.source.start), pair.segment_at(max(row.source.start, row.source.end - 1))
        if row.target is not None:
            return pair.target_segment_at(row.target.start), pair.target_segment_at(
                max(row.target.start, row.target.end - 1)
            )
        return None

    def _keep_cursor_on_screen(self) -> None:
        shown = [row for row in self.rows() if not row.is_gap]
        if not shown:
            return
        first, last = self.segments_of(shown[0]), self.segments_of(shown[-1])
        if first is None or last is None:
            return
        low, high = Cursor(shown[0].paragraph, first[0]), Cursor(shown[-1].paragraph, last[1])
        if not low <= self.cursor <= high:
            self.set_cursor(low if self.cursor < low else high)
            return
        pair, rows = self.bitext.paragraph(self.cursor.paragraph), [row for row in shown if row[0] == self.cursor[0]]
        if scrolled_away(rows, pair.segments[self.cursor.segment], pair.target_segments[self.cursor.segment]):
            self.set_cursor(low if self.cursor.paragraph == low.paragraph else high)

    # --- terms --------------------------------------------------------------------------------------------------

    def here(self) -> Spot:
        """Where the person is, to come back to."""
        return Spot(self.anchor, self.cursor)

    def return_to(self, spot: Spot) -> None:
        """Show the page as it was there."""
        self.anchor = spot.anchor
        self.set_cursor(spot.cursor)
        self.reveal_cursor()

    def relight(self) -> None:
        """Terms are others now (the glossary changed); nothing moves, a term that is still there keeps the focus."""
        if self.focus is not None:
            paragraph, old = self.focus
            found = (match for match in self.lighting.terms(paragraph).source if match.start == old.start)
            self.focus = next((Focus(paragraph, match) for match in found), None)

    # --- the word cursor ----------------------------------------------------------------------------------------

    def stop_words(self) -> None:
        """Put the word cursor away."""
        self.words = None

    def put_words(self, cursor: WordCursor | None) -> None:
        """Put the word cursor there, and the cursor on its sentence; without a place it stays."""
        if cursor is None:
            return
        self.words = cursor
        paragraph, word = cursor.head
        pair = self.bitext.paragraph(paragraph)
        at = pair.segment_at if cursor.side is Side.SOURCE else pair.target_segment_at
        self.set_cursor(Cursor(paragraph, at(word.start)))
        self.reveal(cursor.side, Point(paragraph, word.start))

    # --- what is painted ----------------------------------------------------------------------------------------

    def marks(self, paragraph: int) -> ParagraphMarks:
        """Everything that is marked in a paragraph."""
        return paragraph_marks(self, paragraph)
