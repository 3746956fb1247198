"""`lesepult memory`: the translation memory from outside the reader."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from reader.commands.parser import Subparsers
    from reader.memory.store import TranslationMemory
    from reader.paths import Paths

NAME = "memory"

_EPILOG = """examples:
  lesepult memory import pairs.yaml      a list of {de: ..., en: ...}; nothing is sent anywhere
  lesepult memory import team.tmx        what another program has exported
  lesepult memory export -o mine.tmx
  lesepult memory search "rote Linien\""""

_MODULES = ("reader.commands.memory_find", "reader.commands.memory_exchange", "reader.commands.memory_forget")


def add_to(subparsers: Subparsers) -> None:
    """Add `memory` to the commands."""
    parser = subparsers.add_parser(
        NAME, help="the translation memory", description="The translation memory.", epilog=_EPILOG
    )
    commands = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    for module in _MODULES:
        import_module(module).add_to(commands)


def run(arguments: Namespace, paths: Paths) -> int:
    """Do what is asked for; gives the exit code.

    Raises:
        MemoryFileError: the memory or a file cannot be used; nothing has changed.
        UsageError: what is asked for makes no sense.
    """
    module = next(found for name in _MODULES if arguments.action in (found := import_module(name)).ACTIONS)
    return int(module.run(arguments, paths))


@contextmanager
def opened(paths: Paths, title: str, *, reading: bool = False) -> Iterator[TranslationMemory]:
    """The person's memory, for a command that is useless without it; closed at the end.

    Args:
        paths: where it is.
        title: what is said first if it cannot be used.
        reading: whether it is only read, so that it need not be written.

    Raises:
        MemoryFileError: the file cannot be read, or not be written.
    """
    from reader.commands.streams import say  # noqa: PLC0415 - not for --help
    from reader.errors import MemoryFileError  # noqa: PLC0415
    from reader.memory.store import TranslationMemory  # noqa: PLC0415

    memory = TranslationMemory.open(paths.memory)
    try:
        told = memory.notice
        readable = reading and memory.copied
        if not memory.persistent and not readable:
            hint = "Install the latest Lesepult." if memory.newer else "Make room or make it writable, then try again."
            raise MemoryFileError(title, told, hint)
        if told and not readable:
            say(told)
        yield memory
        if not memory.persistent and not readable:
            raise MemoryFileError(title, memory.notice, "Make room, then try again.")
        if memory.notice != told:
            say(memory.notice)
    finally:
        memory.close()
