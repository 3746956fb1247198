"""`lesepult help COMMAND`: what `lesepult COMMAND --help` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.commands.parser import Subparsers
    from reader.paths import Paths

NAME = "help"


def add_to(subparsers: Subparsers) -> None:
    """Add `help` to the commands."""
    parser = subparsers.add_parser(
        NAME,
        help="what a command does and takes",
        description="Show the help of Lesepult, or of one of its commands.",
        epilog="examples:\n  lesepult help\n  lesepult help export\n  lesepult help glossary add",
    )
    parser.add_argument("words", nargs="*", metavar="COMMAND", help="a command, and one of its own commands")


def run(arguments: Namespace, paths: Paths) -> int:  # noqa: ARG001 - it needs none of the person's files
    """Show it; gives the exit code."""
    from reader.commands.parser import below  # noqa: PLC0415 - not for --help

    words = arguments.words if arguments.words != ["read"] else []
    parser = arguments.program.parser() if words else arguments.program.reading()
    for word in words:
        parser = below(parser, word)
    parser.print_help()
    return 0
