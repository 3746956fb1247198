"""What arrives after the first page: the word lists of inflected forms, and glossaries that are large.

Each is made by a process of its own; a thread waits for it and tells the screen, which takes it in. Invariant: one
thing at a time, word lists first, since glossaries are compiled with them.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from reader.core.text import one_line
from reader.ui.messages import GlossaryArrived, LexiconsBuilt

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.large import Arrived
    from reader.ui.screens.reading import ReadingScreen


class Loading:
    """What a reading screen waits for without making the person wait."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._building = False
        self._reading = False

    def busy(self) -> tuple[str, ...]:
        """What the head line says of it."""
        words = ("building the word list, once …",) if self._building else ()
        waiting = self._screen.desk.glossaries.waiting
        if not waiting:
            return words
        return (*words, f"reading the glossary {one_line(waiting[0])} …")

    def start(self) -> None:
        """Begin with what is missing."""
        desk = self._screen.desk
        if desk.options.build_lexicons and desk.glossaries.lexicons_missing:
            self._building = True
            Thread(target=self._build, name="lexicons", daemon=True).start()
        self.look()

    def _build(self) -> None:
        self._screen.desk.glossaries.build_lexicons()
        self._screen.post_message(LexiconsBuilt())

    def built(self) -> None:
        """The word lists are there, or will not be."""
        self._building = False
        desk = self._screen.desk
        desk.glossaries.use_lexicons()
        self._relight()
        self.look()

    def look(self) -> None:
        """Have a large glossary read if one has to be; costs one look at each file's date."""
        if self._building or self._reading:
            return
        read = self._screen.desk.glossaries.unread()
        if read is not None:
            self._reading = True
            Thread(target=self._read, args=(read,), name="glossary", daemon=True).start()

    def _read(self, read: Callable[[], Arrived]) -> None:
        try:
            arrived = read()
        except Exception:  # noqa: BLE001 - whatever happens on this thread, the reader goes on and tries again later
            self._screen.post_message(GlossaryArrived(None))
            return
        self._screen.post_message(GlossaryArrived(arrived))

    def arrived(self, arrived: Arrived | None) -> None:
        """Take in what was read; what is open over the page stays as it is."""
        self._reading = False
        if arrived is not None:
            if self._screen.desk.glossaries.take(arrived):
                self._relight()
                self._tell_problems(arrived)
            else:
                self._screen.show_lines()
            self.look()

    def _tell_problems(self, arrived: Arrived) -> None:
        """Name the first mistake in a file that was read for the first time, or anew."""
        problems = arrived.loaded.glossary.problems if arrived.loaded is not None else ()
        if problems:
            more = f" (and {len(problems) - 1} more; P shows all)" if len(problems) > 1 else ""
            text = one_line(f"Glossary: {problems[0]}{more}")
            self._screen.notify(text, severity="warning", timeout=8, markup=False)

    def _relight(self) -> None:
        self._screen.desk.relight()
        self._screen.relight()
