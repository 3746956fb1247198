"""Commands to Textual bindings, with the person's own keys where the configuration has some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.ui.commands import Command


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """A binding for each key of each command, with the command's id, so that a keymap can reach it.

    A key pressed twice ("g g") is bound once, to an action that waits for the second press.
    """
    made = []
    for command in commands:
        once = [key for key in command.keys.split(",") if " " not in key]
        for key in command.keys.split(","):
            if " " in key:
                first = key.split()[0]
                made.append(
                    Binding(first, f"twice({command.id!r})", show=False, priority=True, id=f"{command.id}_twice")
                )
        if once:
            made.append(Binding(",".join(once), command.id, command.title, show=False, priority=True, id=command.id))
    return made
