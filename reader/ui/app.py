"""The application: themes, screens and the life of a desk. Everything about one text is the reading screen's."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.theme import ThemeProvider

from reader.core.text import one_line
from reader.errors import ReaderError
from reader.formats.urls import is_address
from reader.ui.providers import ReaderCommands
from reader.ui.screens.fetching_screen import FetchingScreen
from reader.ui.screens.help_screen import HelpScreen
from reader.ui.screens.once import Palette
from reader.ui.screens.reading import ReadingScreen
from reader.ui.screens.start import SAMPLE_ID, StartScreen
from reader.ui.themes import DEFAULT_THEME, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.desk import Desk
    from reader.history import History


class LesepultApp(App[None]):
    """The reader.

    Args:
        desk: the text to begin with, or None for the start screen.
        open_desk: opens another text by its path, or the sample without one; may raise ReaderError.
        history: what was read before, for the start screen and the theme.
        theme: the theme to begin with, or "".
        keys: command ids to the person's own keys.
    """

    TITLE = "Lesepult"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar = {ReaderCommands}
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(
        self,
        desk: Desk | None,
        open_desk: Callable[[str | None], Desk],
        history: History,
        theme: str = "",
        keys: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._open_desk = open_desk
        self._history = history
        for own in THEMES:
            self.register_theme(own)
        self._theme_wanted = theme or history.setting("theme")
        self.theme = self._theme_wanted if self._theme_wanted in self.available_themes else DEFAULT_THEME
        self.chosen_keys = keys or {}
        if keys:
            self.set_keymap(keys)

    def on_mount(self) -> None:
        """Show the text, or the texts to choose from."""
        if self._theme_wanted and self._theme_wanted not in self.available_themes:
            self.notify(f"There is no theme {one_line(self._theme_wanted)!r}.", severity="warning", markup=False)
        self.theme_changed_signal.subscribe(self, lambda theme: self._history.set_setting("theme", theme.name))
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self._told_to_end, number)
        if self.desk is not None:
            self.push_screen(ReadingScreen(self.desk))
        else:
            self.action_start()

    def _told_to_end(self, number: int) -> None:
        """The system wants the program to end: leave the terminal as it was."""
        self.exit(return_code=128 + number)

    @on(events.AppFocus)
    def _back_from_elsewhere(self) -> None:
        """The person may have edited a glossary in another window."""
        if isinstance(self.screen, ReadingScreen):
            self.screen.look_at_files()
            self.screen.translating.back()

    def action_start(self) -> None:
        """Offer the texts read last."""
        self.push_screen(StartScreen(self._history.recent(12)), self._chosen)

    def _chosen(self, choice: str | None) -> None:
        if choice is None:
            return
        if is_address(choice) and not Path(choice).exists():
            self.push_screen(FetchingScreen(choice, self._open_desk), self._fetched)
            return
        try:
            desk = self._open_desk(None if choice == SAMPLE_ID else choice)
        except ReaderError as error:
            self._fetched(error)
        else:
            self.show_desk(desk)

    def _fetched(self, found: Desk | ReaderError | None) -> None:
        """Show what was opened, or why it was not; without either, the person did not wait for it."""
        if found is not None and not isinstance(found, ReaderError):
            self.show_desk(found)
            return
        if found is not None:
            self.notify(one_line(f"{found.message} {found.hint}"), title=found.title, severity="error", markup=False)
        if self.desk is None:
            self.action_start()

    def show_desk(self, desk: Desk, said: str = "") -> None:
        """Show another text, or another version of one, in the place of the one that is shown.

        Args:
            desk: the text with all that belongs to it.
            said: a sentence for the line of terms.
        """
        if self.desk is not None:
            self.desk.close()
            self.pop_screen()
        self.desk = desk
        self._history = desk.history
        screen = ReadingScreen(desk)
        self.push_screen(screen)
        if said:
            screen.say(said)

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        if not isinstance(self.screen, Palette):
            # Without an id: one that is just being closed would stand in the way of the next.
            self.push_screen(Palette())

    def search_themes(self) -> None:
        """Choose a theme by its name."""
        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes …"))

    def action_help(self) -> None:
        """Show all keys."""
        self.push_screen(HelpScreen(self.chosen_keys))

    async def action_quit(self) -> None:
        """Remember the place and quit at once."""
        if self.desk is not None:
            self.desk.save_place()
        self.exit()
