"""The parser of the command line: argparse, whose messages are made harmless and end with exit code 2."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from reader.commands.streams import write

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction
    from collections.abc import Callable
    from typing import Protocol

    from _typeshed import SupportsWrite

    from reader.config import Config
    from reader.paths import Paths

    Subparsers = _SubParsersAction[ArgumentParser]

    class Command(Protocol):
        """A module of a command."""

        NAME: str

        def add_to(self, subparsers: Subparsers) -> None:
            """Add the command's own parser to those of the program."""

        def run(self, arguments: Namespace, paths: Paths) -> int:
            """Do it; gives the exit code."""


EXIT_MEANINGS: Final = (
    (0, "good"),
    (1, "findings"),
    (2, "the command line makes no sense"),
    (3, "a file cannot be used"),
    (4, "an engine did not translate all there was"),
    (130, "after Ctrl-C"),
    (141, "whoever read the output stopped"),
)
"""The exit codes of every command: the one place where they are said; help and the manual page are made from it."""


def _exit_codes() -> str:
    """The exit codes as lines for the end of a help text."""
    lines, row = [], "exit codes:"
    for code, meaning in EXIT_MEANINGS:
        part = f" {code} {meaning},"
        if len(row + part) > 100:
            lines.append(row)
            row = " " * 11
        row += part
    return "\n".join([*lines, row]).rstrip(",")


EXIT_CODES: Final = _exit_codes()


ENGINE_NAMES = "libretranslate, ollama, offline, deepl, microsoft, google, mymemory"
"""The engines that can be named, as a text: the registry takes longer to load than help takes to be read."""


class Parser(ArgumentParser):
    """An argument parser for people: examples keep their lines, and a mistake is one harmless line with a way out."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - handed on to argparse
        options.setdefault("formatter_class", RawDescriptionHelpFormatter)
        super().__init__(*arguments, **options)

    def error(self, message: str) -> NoReturn:
        """End with exit code 2; a name that came from the shell must not reach the terminal as an escape sequence."""
        from reader.core.text import one_line  # noqa: PLC0415 - only on the way out

        self.exit(2, f"{self.prog}: {one_line(message)}\n{' ' * len(self.prog)}  See: {self.prog} --help\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Print as argparse does, but do not swallow that it fails."""
        if not message:
            return
        if file is None or file is not sys.stderr:
            write(message)
            return
        with suppress(OSError):
            file.write(message)


class Program(NamedTuple):
    """What a few commands have to know of the whole program, of which they are a part.

    Attributes:
        parser: gives the parser of all commands together; imports each of them.
        check: sees that the settings name what there is, as the reader does before it opens; raises ConfigError.
    """

    parser: Callable[[], Parser]
    check: Callable[[Config], None]


def command_parser(command: Command) -> Parser:
    """A parser that knows one command; the others need not be imported."""
    parser = Parser("lesepult")
    command.add_to(parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser))
    return parser
