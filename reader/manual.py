"""The manual page, made from the parsers: `python -m reader.manual` prints it; `man/lesepult.1` is what it printed.

Invariant: every command and every option of the program is in it, in the words of its help, and nothing of a text is
taken for a request of roff.
"""

from __future__ import annotations

import re
import sys
import textwrap
from typing import TYPE_CHECKING

from reader import __version__
from reader.cli import whole_parser
from reader.commands.parser import EXIT_CODES, EXIT_MEANINGS

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Iterator

OVERVIEW = "commands, each with"
"""How the paragraph of `lesepult --help` begins that the page has a section for."""

_DATE = "2026-11-26"
"""The day of this version."""
_NOTHING = "\0"
_SOURCE_WIDTH = 78
_CONTINUED = " " * 10
"""How a line of examples begins that goes on with what the one above it says."""

_FILES = (
    ("~/.config/lesepult/config.toml", "the configuration; `lesepult config` shows every setting"),
    ("~/.local/share/lesepult/glossary.yaml", "your terms"),
    ("~/.local/share/lesepult/memory.db", "the translation memory"),
    ("~/.local/share/lesepult/offline/", "the model that needs no network, if you installed it"),
    ("~/.local/state/lesepult/history.db", "where you stopped reading"),
    ("~/.local/state/lesepult/engines.json", "which engine rests until when"),
    ("~/.cache/lesepult/", "what is made again when it is missing"),
)
_ENVIRONMENT = (
    ("LESEPULT_DEEPL_KEY, LESEPULT_MICROSOFT_KEY, LESEPULT_LIBRETRANSLATE_KEY", "keys; they count before the file's"),
    ("VISUAL, EDITOR", "the editor of `lesepult config edit`"),
    ("NO_COLOR", "no colours, if it is set"),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "other directories for the files"),
)


def page(parser: ArgumentParser) -> str:
    """The page in roff's man macros.

    Args:
        parser: of the whole program.
    """
    parts = [
        f'.TH LESEPULT 1 "{_DATE}" "Lesepult {__version__}" "User Commands"',
        ".nh",
        ".ad l",
        ".SH NAME",
        f"lesepult \\- {_escaped('a reading desk for German texts in the terminal')}",
        ".SH SYNOPSIS",
        *_synopsis(parser),
        ".SH DESCRIPTION",
        _escaped(parser.description or ""),
        ".SH EXAMPLES",
        *_epilog(parser, without=OVERVIEW),
        ".SH OPTIONS",
        *_arguments(parser),
        ".SH COMMANDS",
        *_commands(parser),
        ".SH EXIT STATUS",
        *_table((str(code), meaning) for code, meaning in EXIT_MEANINGS),
        ".SH ENVIRONMENT",
        *_table(_ENVIRONMENT),
        ".SH FILES",
        *_table(_FILES),
    ]
    return "\n".join(_short_lines(parts)) + "\n"


def _short_lines(lines: list[str]) -> Iterator[str]:
    """The lines of the source, prose in short ones as roff wants it; what names an argument stays in one."""
    before = ""
    for line in lines:
        if line[:1] == "." or before == ".TP":
            yield line
        else:
            wrapped = textwrap.wrap(line, _SOURCE_WIDTH, break_long_words=False, break_on_hyphens=False)
            yield from (f"\\&{part}" if part[:1] == "." else part for part in wrapped)
        before = line


def _synopsis(parser: ArgumentParser) -> Iterator[str]:
    usage = re.sub(r"^usage: ", "", parser.format_usage())
    for number, line in enumerate(usage.splitlines()):
        if number:
            yield ".br"
        yield _escaped(" ".join(line.split()))


def _commands(parser: ArgumentParser) -> Iterator[str]:
    """Each command with its arguments, those that it has itself following it."""
    for name, command in _subparsers(parser).items():
        yield f'.SS "lesepult {name}"'
        yield from _command(command)
        for below, one in _subparsers(command).items():
            yield f'.SS "lesepult {name} {below}"'
            yield from _command(one)


def _command(command: ArgumentParser) -> Iterator[str]:
    first, *more = (command.description or "").split("\n\n")
    yield _escaped(first)
    for paragraph in more:
        yield from _paragraph(paragraph.splitlines())
    yield from _arguments(command)
    yield from _epilog(command)


def _subparsers(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way
        if isinstance(action.choices, dict):
            return action.choices
    return {}


def _arguments(parser: ArgumentParser) -> Iterator[str]:
    """What can be given, with its help."""
    for action in parser._actions:  # noqa: SLF001 - as above
        if isinstance(action.choices, dict) or "--help" in action.option_strings:
            continue
        yield ".TP"
        yield f"{_called(action)}"
        yield _escaped((action.help or "").replace("%%", "%")) or "\\&"


def _called(action: Action) -> str:
    """An argument as it is written, the fixed parts bold and what stands for something in italics."""
    shown = action.metavar if isinstance(action.metavar, str) else action.dest
    if action.metavar is None and action.choices is not None:
        shown = f"{{{','.join(map(str, action.choices))}}}"
    value = "" if action.nargs == 0 else f"\\fI{_escaped(shown)}\\fR"
    if not action.option_strings:
        return f"[{value}]" if action.nargs in ("?", "*") else value
    names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in action.option_strings)
    if action.nargs == "?":
        return f"{names} [{value}]"
    return f"{names} {value}".rstrip()


def _epilog(parser: ArgumentParser, without: str = _NOTHING) -> Iterator[str]:
    """What stands below a help text; the exit codes of all commands have a section of their own.

    Args:
        parser: whose help it is.
        without: the beginning of a paragraph that the page has in a section of its own, as it has one of examples.
    """
    for paragraph in (parser.epilog or "").replace(EXIT_CODES, "").strip("\n").split("\n\n"):
        if paragraph and not paragraph.startswith(without):
            lines = paragraph.splitlines()
            yield from _paragraph(lines[1:] if without != _NOTHING and lines[0] == "examples:" else lines)


def _paragraph(lines: list[str]) -> Iterator[str]:
    """Prose, which is filled, and examples: a command in bold, and below it what it is for."""
    prose = False
    for line in lines:
        if line.startswith(_CONTINUED):
            yield from (".br", _escaped(line.strip()))
        elif line.startswith("  "):
            command, _, meaning = line.strip().partition("  ")
            yield from (".TP", f"\\fB{_escaped(command)}\\fR", _escaped(meaning.strip()) or "\\&")
            prose = False
        else:
            if not prose or line.startswith("exit codes:"):
                yield ".PP"
            yield _escaped(line)
            prose = True


def _table(rows: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, meaning in rows:
        yield from (".TP", f"\\fB{_escaped(name)}\\fR", _escaped(meaning))


def _escaped(text: str) -> str:
    r"""A text that roff shows as it is.

    >>> print(_escaped(".x.yaml"), _escaped("--json \\n 'ö'"))
    \&.x.yaml \-\-json \en \(aq\[u00F6]\(aq
    """
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("^", "\\(ha").replace("~", "\\(ti").replace('"', "\\(dq")
    text = re.sub("[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", text)
    return re.sub(r"(?m)^\.", r"\\&.", text)


if __name__ == "__main__":
    sys.stdout.write(page(whole_parser()))
