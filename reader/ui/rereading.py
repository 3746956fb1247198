"""Telling that the file of a text has changed, and reading it again, beside the thread that draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.language import name_of
from reader.core.text import one_line, sentence
from reader.errors import ReaderError
from reader.rereading import OnDisk, opened_again, opened_as, read_again
from reader.ui.aside import aside

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.memory.unit import LanguagePair
    from reader.ui.screens.reading import ReadingScreen

CHANGED = "This text has changed on disk: Ctrl+R reads it again, the place is kept."
GONE = "The file of this text has been deleted or moved; the page stays as it is."


class Rereading:
    """What a reading screen does about a text that changes."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._file = OnDisk(screen.desk.path)
        self._running = False
        self._changed = False
        self._gone = False

    def look(self) -> None:
        """See whether the file is another, or gone; costs one look at its date."""
        changed = self._file.changed()
        self._changed |= changed
        if self._file.gone != self._gone:
            self._gone = self._file.gone
            self._screen.dismiss_told(CHANGED if self._gone else GONE)
            if self._gone:
                self._screen.tell(GONE)
            elif self._changed:
                self._screen.tell(CHANGED)
        elif changed:
            self._screen.tell(CHANGED)

    def again(self) -> None:
        """Read the text again."""
        if not self._running:
            self._running = True
            self._screen.say("Reading the text again …")
            self._screen.run_worker(self._again(), group="rereading")

    def read_as(self, pair: LanguagePair) -> None:
        """Read the text in other languages."""
        self._screen.run_worker(self._read_as(pair), group="rereading")

    async def _read_as(self, pair: LanguagePair) -> None:
        screen = self._screen
        new = await aside(lambda: opened_as(screen.desk, pair), "rereading")
        if screen.app.screen is not screen:
            new.close()  # something is open over the page: the next start opens it so
        else:
            said = f"Read as {name_of(pair.source)}, into {name_of(pair.target)}; this is remembered."
            screen.app.show_desk(new, said)  # type: ignore[attr-defined]

    async def _again(self) -> None:
        screen = self._screen
        desk = screen.desk

        def work() -> Desk | None:
            document = read_again(desk)
            return opened_again(desk, document) if document != desk.document else None

        try:
            new = await aside(work, "rereading")
        except ReaderError as error:
            screen.say(f"{error.title}: {error.message} {error.hint}")
            return
        finally:
            self._running = False
        self._changed = False
        screen.dismiss_told(CHANGED)
        if new is None:
            screen.say("The text is as it was.")
        elif screen.app.screen is not screen:
            new.close()
            screen.tell(CHANGED)  # something is open over the page
        else:
            screen.app.show_desk(new, f"Read again: {sentence(one_line(new.document.title))}")  # type: ignore[attr-defined]
