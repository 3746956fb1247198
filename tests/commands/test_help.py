"""Help: of every command, quick, and true of the exit codes."""

import subprocess
import sys

import pytest

from reader.cli import COMMANDS, whole_parser
from reader.commands.parser import EXIT_CODES, EXIT_MEANINGS
from tests.support import ROOT

HEAVY = (
    "textual rich deep_translator requests urllib3 bs4 yaml sqlite3 simplemma rapidfuzz lxml markdown_it "
    "charset_normalizer ctranslate2 sentencepiece shtab json subprocess tempfile asyncio ssl socket glossary.layers"
)


def commands(parser, path=()):
    """Every command there is, as the words one types."""
    yield path
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for name, command in action.choices.items():
                yield from commands(command, (*path, name))


ALL = list(commands(whole_parser()))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_of_its_own(lesepult, path):
    done = lesepult(*path, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: {' '.join(['lesepult', *(word for word in path if word != 'read')])}")


def test_no_help_loads_anything_heavy():
    """All of them one after the other in one process, so that each is looked at for the price of one."""
    code = f"""
import contextlib, io, sys
from reader.cli import main
for path in {ALL!r}:
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        main([*path, "--help"])
    print(*path, *[name for name in {HEAVY.split()!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [" ".join(path) for path in ALL]


def test_the_version_loads_no_command():
    code = """
import sys
try:
    from reader.cli import main
    main(["--version"])
except SystemExit:
    found = ("reader.commands.", "reader.ui", "reader.formats", "reader.memory", "reader.engines", "glossary")
    print(*[name for name in sys.modules if name.startswith(found)])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    light = {"reader.commands.streams", "reader.commands.parser", "reader.commands.languages"}
    assert set(done.stdout.splitlines()[1].split()) <= light


def test_every_command_is_in_the_first_help_and_a_slip_is_seen_for_each(lesepult):
    help_text = lesepult("--help").out
    for name in COMMANDS:
        assert f"lesepult {name}" in help_text
        done = lesepult(name[:-2] + name[-1] if len(name) > 5 else name + name[-1])
        assert done.code == 2
        assert f"did you mean “{name}”?" in done.err


def test_the_exit_codes_are_said_in_one_place():
    from reader.cli import PIPE_CLOSED
    from reader.commands import ending, streams
    from reader.errors import ReaderError, UsageError

    codes = dict(EXIT_MEANINGS)
    assert {ReaderError.exit_code, UsageError.exit_code, ending.INTERRUPTED, PIPE_CLOSED} <= set(codes)
    assert streams.OutputError.exit_code == ReaderError.exit_code
    for code, meaning in codes.items():
        assert f" {code} {meaning}" in EXIT_CODES
    assert EXIT_CODES in whole_parser().epilog


def test_every_option_and_argument_says_what_it_is_for():
    silent = []

    def look(parser, path):
        for action in parser._actions:
            if isinstance(action.choices, dict):
                for name, command in action.choices.items():
                    look(command, (*path, name))
            elif not action.help:
                silent.append(" ".join([*path, *action.option_strings[:1]]))

    look(whole_parser(), ())
    assert silent == []


def test_a_library_that_is_missing_is_one_sentence(lesepult, monkeypatch):
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    done = lesepult("glossary", "list")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("lesepult: A library is missing: platformdirs.\n")


WITHOUT_JSON = {
    "": "opens the reader",
    "read": "opens the reader",
    "completion": "gives a script",
    "help": "is for people",
    "config set": "gives nothing",
    "config unset": "gives nothing",
    "export": "gives a file",
    "config edit": "opens an editor",
    "config path": "gives one path",
    "offline install": "asks, and shows how far it is",
    "offline remove": "asks",
}
"""Commands of which a program has nothing to read, and why."""


def test_what_a_program_may_read_can_be_had_as_json():
    without = set()

    def look(parser, path):
        below = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
        options = [option for action in parser._actions for option in action.option_strings]
        if "--json" not in options and not (below and path):
            without.add(" ".join(path))
        for commands in below:
            for name, command in commands.items():
                look(command, (*path, name))

    look(whole_parser(), ())
    assert without == set(WITHOUT_JSON)


@pytest.mark.parametrize(
    "name", ["commands.finding", "commands.doctor", "commands.doctor_files", "commands.doctor_machine", "manual"]
)
def test_the_examples_in_the_docstrings_are_true(name):
    import doctest
    from importlib import import_module

    found = doctest.testmod(import_module(f"reader.{name}"))
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize("path", [(), ("export",), ("glossary",), ("glossary", "add"), ("read",)], ids=" ".join)
def test_help_of_a_command_is_what_its_option_shows(lesepult, path):
    done = lesepult("help", *path)
    assert (done.code, done.err) == (0, "")
    assert done.out == lesepult(*path, "--help").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["help", "exprot"], "did you mean “export”?"),
        (["help", "glossary", "ad"], "did you mean “add”?"),
        (["help", "export", "html"], "there is no command “html”"),
        (["glossary", "lst"], "did you mean “list”?"),
        (["glossary", "qqq"], "there are: list, stats,"),
        (["glossary"], "a command is needed: list, stats,"),
        (["export", "a.txt", "--to", "htm"], "did you mean “html”?"),
        (["export", "a.txt", "--tp", "html"], "did you mean “--to”?"),
        (["glossary", "list", "--jsn=1"], "did you mean “--json”?"),
        (["--ofline"], "did you mean “--offline”?"),
        (["--offline", "translate", "a.txt"], "the command comes first: lesepult translate"),
        (["check", "a", "b", "c"], "unrecognized arguments: c"),
    ],
)
def test_a_mistyped_word_is_answered_with_what_there_is(lesepult, arguments, words):
    done = lesepult(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.count("\n") == 2
