"""The command palette: every command of the screen one is on, with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from reader.ui.commands import NONE_CHOSEN, READING_COMMANDS, key_names
from reader.ui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.ui.commands import Command


class ReaderCommands(Provider):
    """Finds commands by title."""

    def _commands(self) -> Iterator[tuple[Command, Callable[[], object]]]:
        if isinstance(self.screen, ReadingScreen):
            for command in READING_COMMANDS:
                if command.id not in {"palette", "escape"}:
                    yield command, partial(self.app.run_action, command.action, self.screen)

    async def discover(self) -> Hits:
        """All commands."""
        for command, run in self._commands():
            yield DiscoveryHit(Content(command.title), run, text=command.title, help=self._help(command))

    async def search(self, query: str) -> Hits:
        """The commands whose title is like the query."""
        matcher = self.matcher(query)
        for command, run in self._commands():
            score = matcher.match(command.title)
            if score > 0:
                yield Hit(score, matcher.highlight(command.title), run, help=self._help(command))

    def _help(self, command: Command) -> str:
        """The keys and the sentence; Textual reads markup here, and two of the keys are brackets."""
        chosen = getattr(self.app, "chosen_keys", NONE_CHOSEN)
        return escape(f"{key_names(command, chosen)}   {command.help}")
