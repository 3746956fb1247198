"""Going through a text by its structure: contents, chapters, notes, links; and back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.contents import chapter_beside, headings, leads
from reader.core.document import Kind
from reader.core.jumps import Jumps
from reader.core.selection import Point
from reader.core.showing import go_to
from reader.ui.screens.contents_panel import ContentsPanel
from reader.ui.screens.peek_panel import PeekPanel

if TYPE_CHECKING:
    from reader.core.contents import Lead
    from reader.core.reading import Spot
    from reader.ui.screens.list_panel import ListPanel
    from reader.ui.screens.reading import ReadingScreen


class Going:
    """What a reading screen does to get somewhere else."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._jumps: Jumps[Spot] = Jumps()

    def contents(self) -> None:
        """List the headings."""
        if headings(self._screen.desk.document):
            self.push_list(ContentsPanel(self._screen))
        else:
            self._screen.say("This text has no headings.")

    def chapter(self, step: int) -> None:
        """Go to the next heading (step 1) or the one before (-1)."""
        reading = self._screen.reading
        found = chapter_beside(reading.bitext.document, reading.cursor.paragraph, step)
        if found is None:
            self._screen.say(f"There is no heading {'further down' if step > 0 else 'further up'}.")
        else:
            self._go(Point(found, 0))

    # --- notes and links ----------------------------------------------------------------------------------------

    def follow(self) -> None:
        """Show the notes and links of the sentence at the foot of the page; from a note, go back to its mark."""
        reading = self._screen.reading
        found: list[Lead] = []
        if len(reading.bitext):
            paragraph, segment = reading.cursor
            sentence = reading.bitext.paragraph(paragraph).segments[segment]
            found = leads(reading.bitext.document, paragraph, sentence)
        if not found:
            self._screen.say("This sentence has no note and no link.")
        elif len(found) == 1 and found[0].place and reading.bitext.document.kind(reading.cursor.paragraph) is Kind.NOTE:
            self._go(found[0].place)
        else:
            self._screen.app.push_screen(PeekPanel(self._screen, found), self._peeked)

    def _peeked(self, lead: Lead | None) -> None:
        if lead is not None and lead.place is not None:
            self._go(lead.place)

    def _go(self, place: Point) -> None:
        self.leave()
        go_to(self._screen.reading, place)
        self._screen.show()

    # --- back ---------------------------------------------------------------------------------------------------

    def leave(self, here: Spot | None = None) -> None:
        """Note where the person is, or was, before they go elsewhere."""
        self._jumps.leave(here or self._screen.reading.here())

    def back(self) -> None:
        """Go back to where the person was before the last jump."""
        self._return(self._jumps.back(self._screen.reading.here()), "There is nowhere to go back to.")

    def forward(self) -> None:
        """Go forward again."""
        self._return(self._jumps.forward(self._screen.reading.here()), "There is nowhere to go forward to.")

    def _return(self, spot: Spot | None, otherwise: str) -> None:
        if spot is None:
            self._screen.say(otherwise)
        else:
            self._screen.reading.return_to(spot)
            self._screen.show()

    # --- lists --------------------------------------------------------------------------------------------------

    def push_list(self, panel: ListPanel) -> None:
        """Show a list; without Enter, the page goes back to where it was."""
        reading = self._screen.reading
        here, before = reading.here(), (reading.anchor, reading.cursor, reading.focus, reading.selection)

        def closed(stay: bool | None) -> None:  # noqa: FBT001 - a screen's result
            if not stay:
                reading.anchor, reading.cursor, reading.focus, reading.selection = before
            elif reading.cursor != here.cursor:
                self._jumps.leave(here)
            reading.relight()
            self._screen.show()

        self._screen.app.push_screen(panel, closed)
