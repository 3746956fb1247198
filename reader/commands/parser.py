"""The parser of the command line: argparse, whose messages are made harmless and end with exit code 2."""

from __future__ import annotations

import sys
from argparse import ArgumentError, ArgumentParser, RawDescriptionHelpFormatter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from reader.commands.streams import write

if TYPE_CHECKING:
    from argparse import Action, Namespace, _SubParsersAction
    from collections.abc import Callable, Iterable
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

        if message.endswith("required: COMMAND"):
            message = f"a command is needed: {', '.join(_commands_of(self))}"
        self.exit(2, f"{self.prog}: {one_line(message)}\n{' ' * len(self.prog)}  See: {self.prog} --help\n")

    def _check_value(self, action: Action, value: Any) -> None:  # noqa: ANN401 - as argparse has it
        """Refuse what is none of the choices, with the one that may have been meant."""
        if action.choices is not None and value not in action.choices:
            known = [str(one) for one in action.choices]
            what = "there is no command" if isinstance(action.choices, dict) else "there is no"
            hint = near(str(value), known) or f"; there are: {', '.join(known)}"
            raise ArgumentError(None if isinstance(action.choices, dict) else action, f"{what} “{value}”{hint}")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Print as argparse does, but do not swallow that it fails."""
        if not message:
            return
        if file is None or file is not sys.stderr:
            write(message)
            return
        with suppress(OSError):
            file.write(message)


def near(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The end of a sentence about a word that does not exist: what may have been meant, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way out

    found = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return f"; did you mean “{found[0]}”?" if found else ""


def below(parser: ArgumentParser, word: str) -> ArgumentParser:
    """The parser of one of a command's own commands; ends with a hint if there is none of that name."""
    commands = _commands_of(parser)
    if word not in commands:
        parser.error(f"there is no command “{word}”{near(word, commands)}")
    return commands[word]


def _commands_of(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """A command's own commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way
        if isinstance(action.choices, dict):
            return action.choices
    return {}


def unknown(parser: ArgumentParser, rest: list[str]) -> NoReturn:
    """End because of arguments that nothing takes, with the option that may have been meant."""
    first = rest[0].partition("=")[0]
    options = [name for action in parser._actions for name in action.option_strings]  # noqa: SLF001 - as above
    hint = near(first, options) if first[:1] == "-" else ""
    parser.error(f"unrecognized arguments: {' '.join(rest)}{hint}")


class Program(NamedTuple):
    """What a few commands have to know of the whole program, of which they are a part.

    Attributes:
        parser: gives the parser of all commands together; imports each of them.
        reading: gives the parser of what opens the reader, whose help is that of the program.
        check: sees that the settings name what there is, as the reader does before it opens; raises ConfigError.
    """

    parser: Callable[[], Parser]
    reading: Callable[[], Parser]
    check: Callable[[Config], None]


def command_parser(command: Command) -> Parser:
    """A parser that knows one command; the others need not be imported."""
    parser = Parser("lesepult")
    command.add_to(parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser))
    return parser
