"""Going through a text by its structure: contents, notes, and lists of places that the page follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.contents import followed, headings
from reader.ui.screens.contents_panel import ContentsPanel

if TYPE_CHECKING:
    from reader.ui.screens.list_panel import ListPanel
    from reader.ui.screens.reading import ReadingScreen


class Going:
    """What a reading screen does to get somewhere else."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen

    def contents(self) -> None:
        """List the headings."""
        if headings(self._screen.desk.document):
            self.push_list(ContentsPanel(self._screen))
        else:
            self._screen.say("This text has no headings.")

    def follow(self) -> None:
        """Go to a note, or back to its mark."""
        reading = self._screen.reading
        cursor = reading.cursor
        place = None
        if len(reading.bitext):
            sentence = reading.bitext.paragraph(cursor.paragraph).segments[cursor.segment]
            place = followed(reading.bitext.document, cursor.paragraph, sentence)
        if place is None:
            self._screen.say("This sentence has no note.")
        else:
            reading.go_to(place)
            self._screen.show()

    def push_list(self, panel: ListPanel) -> None:
        """Show a list; without Enter, the page goes back to where it was."""
        reading = self._screen.reading
        before = (reading.anchor, reading.cursor, reading.focus, reading.selection)

        def closed(stay: bool | None) -> None:  # noqa: FBT001 - a screen's result
            if not stay:
                reading.anchor, reading.cursor, reading.focus, reading.selection = before
            reading.relight()
            self._screen.show()

        self._screen.app.push_screen(panel, closed)
