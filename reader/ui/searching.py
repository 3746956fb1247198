"""A search in progress: hits come in chunk by chunk while the page stays alive; the nearest one is shown first."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from reader.core.reading import Spot
from reader.core.search import Hit, query_pattern, scan
from reader.core.selection import Point
from reader.ui.lines import Word
from reader.ui.screens.search_prompt import SearchPrompt

if TYPE_CHECKING:
    from textual.worker import Worker

    from reader.core.page import Anchor
    from reader.core.reading import Cursor
    from reader.ui.screens.reading import ReadingScreen

MAX_HITS = 20_000


class Searching:
    """What is searched on a reading screen, and what was found."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._query = ""
        self._hits: list[Hit] = []
        self._running = False
        self._worker: Worker[None] | None = None
        self._prompt: SearchPrompt | None = None
        self._from: tuple[Anchor, Cursor] | None = None

    def ask(self) -> None:
        """Open the prompt; the hits are shown while one types."""
        reading = self._screen.reading
        self._from = (reading.anchor, reading.cursor)
        self._prompt = SearchPrompt(self._query, self._typed)
        self._screen.app.push_screen(self._prompt, self._answered)

    def words(self) -> list[Word]:
        """The count, for the status line."""
        return [Word(f" /{self._query}  {self._count()} ", "strong")] if self._query else []

    def clear(self) -> None:
        """Forget the search and its hits."""
        self._stop()
        self._query = ""
        self._hits = []
        self._screen.reading.hits = {}
        self._screen.reading.current_hit = None

    def step(self, step: int) -> None:
        """Go to the next hit, or the one before, round the ends of the text."""
        if not self._query:
            self.ask()
            return
        if not self._hits:
            self._screen.say("Still searching …" if self._running else f"“{self._query}” was not found.")
            return
        current = self._screen.reading.current_hit
        if current is None:
            self._go(self._nearest())
        elif step > 0:
            self._go(self._hits[bisect_right(self._hits, current) % len(self._hits)])
        else:
            self._go(self._hits[bisect_left(self._hits, current) - 1])

    def _typed(self, query: str) -> None:
        self._stop()
        self._go_back()
        self._query = query.strip()
        self._hits = []
        self._screen.reading.hits = {}
        self._screen.reading.current_hit = None
        if self._query:
            self._worker = self._screen.run_worker(self._search(), group="search", exclusive=True)
        self._show()

    def _answered(self, query: str | None) -> None:
        self._prompt = None
        if query is None or not query.strip():
            self.clear()
            self._go_back()
        elif query.strip() != self._query:
            self._typed(query)
        if self._query and self._from is not None:
            self._screen.going.leave(Spot(*self._from))
        self._screen.show()

    def _go_back(self) -> None:
        if self._from is not None:
            reading = self._screen.reading
            reading.anchor, reading.cursor = self._from
            reading.focus = None

    async def _search(self) -> None:
        """Search the whole text from here on, a chunk at a time."""
        reading = self._screen.reading
        pattern = query_pattern(self._query)
        self._running = True
        try:
            for chunk in scan(pattern, reading.bitext, reading.cursor.paragraph):
                for hit in chunk:
                    insort(self._hits, hit)
                    reading.hits.setdefault(hit.paragraph, []).append(hit)
                if chunk and reading.current_hit is None:
                    self._go(self._nearest())
                await asyncio.sleep(0)
                if len(self._hits) >= MAX_HITS:
                    break
        finally:
            self._running = False
        self._show()

    def _nearest(self) -> Hit:
        """The first hit from the cursor's sentence on."""
        reading = self._screen.reading
        pair = reading.bitext.paragraph(reading.cursor.paragraph)
        start = pair.segments[reading.cursor.segment].start
        index = bisect_left(self._hits, Hit(reading.cursor.paragraph, is_target=False, start=start, end=start))
        return self._hits[index % len(self._hits)]

    def _go(self, hit: Hit) -> None:
        reading = self._screen.reading
        reading.current_hit = hit
        reading.put_cursor(hit.side, Point(hit.paragraph, hit.start))
        reading.focus = None
        reading.reveal(hit.side, Point(hit.paragraph, hit.start))
        self._show()

    def _show(self) -> None:
        if self._prompt is not None and self._prompt.is_mounted:
            self._prompt.show_count(self._count() if self._query else "")
        self._screen.show()

    def _count(self) -> str:
        if not self._hits:
            return "searching …" if self._running else "not found"
        current = self._screen.reading.current_hit
        number = bisect_left(self._hits, current) + 1 if current else 0
        more = "+" if self._running or len(self._hits) >= MAX_HITS else ""
        return f"{number}/{len(self._hits)}{more}"

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
