"""`lesepult completion`: what bash, zsh or fish need to complete commands, options and files; made by shtab.

Invariant: everything comes from the parsers, so what is completed is what there is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.commands.fetching import place
from reader.commands.parser import ENGINE_NAMES

if TYPE_CHECKING:
    from argparse import Action, Namespace
    from collections.abc import Iterator

    from reader.commands.parser import Parser, Subparsers
    from reader.paths import Paths

NAME = "completion"
SHELLS = ("bash", "zsh", "fish")
_FILES = frozenset({"FILE", "TRANSLATION", "OUT", "PATH", "FILE|DIR|URL"})
"""What the parsers call a place for a file."""
LANGUAGES = ("de", "en", "fr", "es", "it", "nl", "pl", "pt", "ru", "uk", "cs", "da", "sv", "tr", "ja", "zh")
"""The languages that are offered; others can be typed."""
COMMANDS = (
    *("check", "completion", "config", "doctor", "engines", "export"),
    *("glossary", "help", "memory", "offline", "translate"),
)
_TEXTS_TOO = {
    "bash": "_shtab_lesepult_pos_0_COMPGEN=_shtab_compgen_files\n",
    "zsh": "",
    "fish": "complete -c lesepult -n '_shtab_lesepult_using; and test $_shtab_lesepult_npos -eq 0'"
    " -xka '(__fish_complete_path (commandline -ct))'\n",
}
"""What lets the first word be a text as well as a command: shtab knows only of one or the other."""
_ZSH_COMMANDS = "  _describe 'lesepult commands' _commands\n"

_ZSH_OUTER: Final = re.compile(r"(?m)^(  _arguments -C) (-s \$\w+_options)$")
"""Where zsh completes the options of the program, or of a command with commands below it."""

_EPILOG = """to install it, once:
  lesepult completion bash > ~/.local/share/bash-completion/completions/lesepult
  lesepult completion fish > ~/.config/fish/completions/lesepult.fish
  lesepult completion zsh > ~/.zfunc/_lesepult
                                         with these lines in ~/.zshrc:
                                         fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit
The directory must be there (mkdir -p). It counts in the next shell.
exit codes: 0 good, 2 the command line makes no sense"""


def add_to(subparsers: Subparsers) -> None:
    """Add `completion` to the commands."""
    parser = subparsers.add_parser(
        NAME,
        help="completes commands and options in your shell",
        description="Print the script with which a shell completes Lesepult's commands, options and files.",
        epilog=_EPILOG,
    )
    parser.add_argument("shell", choices=SHELLS, metavar="bash|zsh|fish", help="your shell")


def run(arguments: Namespace, paths: Paths) -> int:  # noqa: ARG001 - it needs none of the person's files
    """Print the script; gives the exit code."""
    from reader.commands.streams import write  # noqa: PLC0415 - not for --help

    write(script(arguments.program.parser(), arguments.shell))
    return 0


def script(parser: Parser, shell: str) -> str:
    """The script for a shell.

    Args:
        parser: of the whole program.
        shell: "bash", "zsh" or "fish".
    """
    import shtab  # noqa: PLC0415 - only here

    parser._actions = [one for one in parser._actions if one.dest != "file"]  # noqa: SLF001 - see `_TEXTS_TOO`
    for action in _actions(parser):
        known = _known(action)
        if action.choices is None and known:
            action.choices = known
        elif action.choices is None and _is_file(action):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    found = str(shtab.complete(parser, shell)).rstrip("\n") + "\n"
    # Behind the command its own options count, not those of the program that are called the same.
    found = _ZSH_OUTER.sub(r'\1 -A "-*" \2', found)
    return found.replace(_ZSH_COMMANDS, f"{_ZSH_COMMANDS}  _files\n") + _TEXTS_TOO[shell]


def _known(action: Action) -> tuple[str, ...]:
    """What a shell may offer for an argument that takes other words as well."""
    if action.option_strings and action.dest in ("engine", "test"):
        return tuple(ENGINE_NAMES.split(", "))
    if action.dest in ("source_language", "target_language"):
        return LANGUAGES
    if action.metavar == "NAME" and action.dest == "name":
        from reader.config import TABLES  # noqa: PLC0415 - only here

        return ("engines", "network", "theme", *(f"{table}.{one}" for table, names in TABLES.items() for one in names))
    return tuple(sorted((*COMMANDS, "read"))) if action.dest == "words" and action.metavar == "COMMAND" else ()


def _is_file(action: Action) -> bool:
    return action.type in (Path, place) or (isinstance(action.metavar, str) and action.metavar in _FILES)


def _actions(parser: Parser) -> Iterator[Action]:
    """Every argument of a parser and of its commands, each once."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way
        yield action
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)
