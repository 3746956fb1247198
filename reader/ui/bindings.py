"""Commands to Textual bindings, with the person's own keys where the configuration has some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from reader.ui.commands import READING_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.ui.commands import Command


SEQUENCES = {
    (keys.split()[0], keys.split()[1]): command.action
    for command in READING_COMMANDS
    for keys in command.keys.split(",")
    if " " in keys
}
"""Keys that are pressed one after the other, and the action they stand for."""


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """A binding for each key of each command, with the command's id, so that a keymap can reach it.

    The keys of a sequence ("g g") are bound to an action that waits for the next one.
    """
    made = []
    parts: dict[str, None] = {}
    for command in commands:
        keys = command.keys.split(",")
        once = [key for key in keys if " " not in key]
        parts.update(dict.fromkeys(part for key in keys if " " in key for part in key.split()))
        if once:
            made.append(
                Binding(",".join(once), command.action, command.title, show=False, priority=True, id=command.id)
            )
    made += [Binding(key, f"sequence({key!r})", show=False, priority=True, id=f"sequence_{key}") for key in parts]
    return made
