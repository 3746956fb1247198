"""`lesepult memory forget`: taking translations out of the memory, after a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.memory_choice import add_choice, choice_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from sqlite3 import Connection

    from reader.commands import output
    from reader.commands.parser import Subparsers
    from reader.memory.choosing import Choice
    from reader.memory.store import TranslationMemory
    from reader.paths import Paths

    Keep = Callable[[Connection, str], int]

ACTIONS = ("forget",)

_EPILOG = """examples:
  lesepult memory forget --text "streng geheim"
  lesepult memory forget --engine mymemory --before 2026-01-01
  lesepult memory forget --all --keep before.tmx        write them to a file first

What is forgotten is gone from the file: there is no undo. With --keep it is written as TMX first, and
`lesepult memory import before.tmx` brings it back."""


def add_to(subparsers: Subparsers) -> None:
    """Add `forget`."""
    parser = subparsers.add_parser(
        "forget",
        help="take translations out of the memory",
        description="Forget the translations for which all that you name holds; you are asked first.",
        epilog=_EPILOG,
    )
    add_choice(parser)
    parser.add_argument("--all", action="store_true", help="everything")
    parser.add_argument("--keep", type=Path, metavar="FILE.tmx", help="write what is forgotten to this file first")
    parser.add_argument("-f", "--force", action="store_true", help="replace the file of --keep if it is there")
    parser.add_argument("--dry-run", action="store_true", help="only say how many there are")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="give one JSON document instead of lines")


def run(arguments: Namespace, paths: Paths) -> int:
    """Count, ask, forget; gives the exit code: 1 if there is nothing of the kind, or the answer is no."""
    from reader.commands import asking, output  # noqa: PLC0415 - not for --help
    from reader.commands.memory import opened  # noqa: PLC0415

    choice = _choice(arguments)
    with opened(paths, "Nothing was forgotten") as memory:
        count = memory.attempt(lambda connection: _count(connection, choice))
        what = f"{count:,} {'translation' if count == 1 else 'translations'}"
        if not count:
            _tell(arguments, 0, "There is nothing to forget.")
            return 1
        if arguments.dry_run:
            _tell(arguments, count, f"{what} would be forgotten (--dry-run)")
            return 0
        undo = (
            "" if arguments.keep is not None else " There is no undo; --keep FILE.tmx would write them to a file first."
        )
        if not arguments.yes and not asking.agreed(f"Forget {what}?{undo}"):
            _tell(arguments, 0, "Nothing was forgotten.")
            return 1
        progress = output.Progress("forgetting")
        keep = _keep(arguments, memory, choice)
        try:
            count = memory.attempt(lambda connection: _forget(connection, choice, keep, progress))
        finally:
            progress.done()
    kept = f", kept in {arguments.keep}" if arguments.keep is not None else ""
    _tell(arguments, count, f"{count:,} {'translation' if count == 1 else 'translations'} forgotten{kept}")
    return 0


def _tell(arguments: Namespace, count: int, sentence: str) -> None:
    """What came of it, as a sentence or as JSON."""
    from reader.commands import output  # noqa: PLC0415 - not for --help

    if not arguments.json:
        output.line(sentence)
        return
    kept = str(arguments.keep) if arguments.keep is not None and count and not arguments.dry_run else None
    output.json_document({"forgotten": count, "dry_run": arguments.dry_run, "kept": kept})


def _choice(arguments: Namespace) -> Choice:
    from reader.commands import asking  # noqa: PLC0415 - not for --help
    from reader.errors import UsageError  # noqa: PLC0415

    choice = choice_of(arguments)
    if choice.is_all and not arguments.all:
        hint = "Name a text, an origin, an engine, a state or a day, or say --all."
        raise UsageError("It is not clear what to forget", "nothing is named.", hint)
    if arguments.all and not choice.is_all:
        raise UsageError("These do not go together", "--all and a part.", "Leave one of them out.")
    if not arguments.yes and not arguments.dry_run and not asking.somebody():
        raise UsageError("Nobody can be asked", "the input is no terminal.", "Add --yes, or --dry-run to count.")
    return choice


def _count(connection: Connection, choice: Choice) -> int:
    from reader.memory.choosing import chosen  # noqa: PLC0415 - not for --help
    from reader.memory.rows import snapshot  # noqa: PLC0415

    with snapshot(connection) as table:
        return sum(1 for _ in chosen(connection, table, choice))


def _forget(connection: Connection, choice: Choice, keep: Keep | None, progress: output.Progress) -> int:
    from reader.memory.forgetting import forget  # noqa: PLC0415 - not for --help

    return forget(connection, choice, progress, None if keep is None else lambda table: keep(connection, table))


def _keep(arguments: Namespace, memory: TranslationMemory, choice: Choice) -> Keep | None:
    """What writes to a file what will be forgotten; None if that is not wanted."""
    file, force = arguments.keep, arguments.force
    if file is None:
        return None
    from reader.commands.memory_exchange import exporter  # noqa: PLC0415 - only when asked for
    from reader.memory.exchange import write_file  # noqa: PLC0415

    write = exporter(memory, choice, "tmx")
    return lambda connection, table: write_file(file, lambda stream: write(connection, stream, table), force=force)
