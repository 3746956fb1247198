"""The command line: finds out what is wanted, runs it, and ends well whatever happens.

Exit codes stand in `reader.commands.parser`; 143 and 129 after SIGTERM and SIGHUP, as for any program.

Nothing is imported up here but what is there already: Ctrl-C must find a handler from the first moment.
"""

import sys

TYPE_CHECKING = False  # typing itself would take three milliseconds in which Ctrl-C is a traceback
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence
    from typing import Final

    from reader.commands.parser import Command, Parser, Subparsers
    from reader.config import Config

COMMANDS: "Final" = {
    "memory": "reader.commands.memory",
    "glossary": "reader.commands.glossary",
    "check": "reader.commands.check",
    "translate": "reader.commands.translate",
    "export": "reader.commands.export",
    "engines": "reader.commands.engines",
    "offline": "reader.commands.offline",
    "config": "reader.commands.config",
    "doctor": "reader.commands.doctor",
    "completion": "reader.commands.completion",
    "help": "reader.commands.help",
}
"""The commands beside `read`, and where they live."""

PIPE_CLOSED = 141

_TAKE_A_VALUE: "Final" = ("--glossary", "--engine", "--theme", "--from", "--to", "--into", "--encoding")
"""The options of the reader behind which anything may stand."""


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run the command line; gives the exit code.

    Args:
        arguments: what stands behind the name of the program; those of this process unless given.
    """
    try:
        if arguments is not None:
            return _run(list(arguments), lambda **_: None)
        return _process()
    except KeyboardInterrupt as end:
        return _ended(end)


def _ended(end: KeyboardInterrupt) -> int:
    """Say what is to be said of an interruption, and give the exit code."""
    if "reader.commands.ending" not in sys.modules:
        return 130  # it had hardly begun: another import would only be another moment for Ctrl-C
    from reader.commands import ending, streams  # noqa: PLC0415 - see the top

    with ending.HeldOff():
        if what := ending.sentence(end):
            streams.begin_line()
            streams.say(what)
    return ending.exit_code(end)


def _process() -> int:
    """Run the command line of this process.

    While it starts and ends, Ctrl-C simply ends it: there is nothing to tidy up, and an exception in the middle of
    an import could come out anywhere.
    """
    _end_at_once_on_ctrl_c()
    from reader.commands import ending  # noqa: PLC0415 - see the top

    try:
        return _run(sys.argv[1:], ending.listen)
    finally:
        ending.leave()


def _end_at_once_on_ctrl_c() -> None:
    """Let the system end the process, unless whoever started us wants Ctrl-C to be ignored."""
    import signal  # noqa: PLC0415 - see the top

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run(given: list[str], begin: "Callable[..., object]") -> int:
    """Parse and run; every error a person can understand becomes a sentence and an exit code.

    Args:
        given: the arguments.
        begin: called when the work begins, which tidies up after itself when interrupted.
    """
    from reader.commands import streams  # noqa: PLC0415 - see the top
    from reader.errors import ReaderError  # noqa: PLC0415

    code = 0
    try:
        try:
            code = _command(given, begin)
        finally:
            streams.finish()
    except ReaderError as error:
        if isinstance(error, streams.OutputError):
            streams.give_up()
        streams.complain(error.title, error.message, error.hint)
        return error.exit_code
    except BrokenPipeError:
        streams.give_up()
        return PIPE_CLOSED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        streams.give_up()
        streams.complain("It cannot be done", f"{where}{(error.strerror or str(error)).lower()}.", "")
        return ReaderError.exit_code
    except ImportError as error:
        if not error.name or error.name.split(".")[0] in ("reader", "glossary"):
            raise
        streams.complain(
            "A library is missing", f"{error.name}.", "Install Lesepult again; `lesepult doctor` says more."
        )
        return ReaderError.exit_code
    except Exception as error:
        if not _is_glossary_error(error):
            raise
        streams.complain(error.title, error.message, error.hint)  # type: ignore[attr-defined]
        return ReaderError.exit_code
    return code


def _is_glossary_error(error: Exception) -> bool:
    """Whether it is an error of the glossary, which is not imported before there is one."""
    problems = sys.modules.get("glossary.problems")
    return problems is not None and isinstance(error, problems.GlossaryError)


def _command(given: list[str], begin: "Callable[..., object]") -> int:
    if given and given[0] in COMMANDS:
        command, options = _parsed(given)
        from reader.paths import user_paths  # noqa: PLC0415 - not for --help

        paths = user_paths()
        begin(signals=True)
        return command.run(options, paths)
    from reader import read  # noqa: PLC0415 - see the top

    _refuse_a_slip(given)
    from reader.commands.parser import unknown  # noqa: PLC0415

    parser = read.parser()
    options, rest = parser.parse_known_args(given[1:] if given[:1] == ["read"] else given)
    if rest:
        unknown(parser, rest)
    begin(signals=False)
    from reader.paths import user_paths  # noqa: PLC0415 - not for --help

    return read.run(options, user_paths())


def _refuse_a_slip(given: list[str]) -> None:
    """End with a hint if what should be a text is no file, and nearly a command, or a command behind options."""
    import os  # noqa: PLC0415 - see the top

    if not given or given[0] == "read":
        return
    late = next((word for word in given if word in COMMANDS), "") if given[0][:1] == "-" else ""
    if late and not os.path.exists(late):  # noqa: PTH110 - quick
        from reader.commands.parser import Parser  # noqa: PLC0415 - only on the way out

        if given[given.index(late) - 1] not in _TAKE_A_VALUE:
            Parser("lesepult").error(f"the command comes first: lesepult {late} …")
    if given[0][:1] in ("-", "") or os.path.exists(given[0]):  # noqa: PTH110 - quick
        return
    from reader.commands.parser import Parser, near  # noqa: PLC0415 - only for what is no file

    # A lone word with a dot or a slash was meant as a file, whose name is wrong.
    lone = len(given) == 1
    hint = "" if lone and not given[0].isalpha() else near(given[0], COMMANDS, cutoff=0.75 if lone else 0.6)
    if hint:
        Parser("lesepult").error(f"there is no command or text “{given[0]}”{hint}")


def _parsed(given: list[str]) -> "tuple[Command, Namespace]":
    from importlib import import_module  # noqa: PLC0415 - see the top
    from typing import cast  # noqa: PLC0415

    from reader import read  # noqa: PLC0415
    from reader.commands.parser import Program, below, command_parser, unknown  # noqa: PLC0415

    command = cast("Command", import_module(COMMANDS[given[0]]))
    parser: ArgumentParser = command_parser(command)
    options, rest = parser.parse_known_args(given)
    if rest:
        for word in given[: 2 if getattr(options, "action", None) == "".join(given[1:2]) else 1]:
            parser = below(parser, word)
        unknown(parser, rest)
    options.program = Program(whole_parser, read.parser, _check)
    return command, options


def whole_parser() -> "Parser":
    """The parser of all commands together, for what is made from it: shell completion and the manual page.

    It never parses: what opens the reader is told from a command by the first argument alone.
    """
    from importlib import import_module  # noqa: PLC0415 - see the top
    from typing import cast  # noqa: PLC0415

    from reader import read  # noqa: PLC0415
    from reader.commands.parser import Parser  # noqa: PLC0415

    reading = read.parser()
    whole = Parser(
        reading.prog,
        usage=reading.usage,
        description=reading.description,
        epilog=reading.epilog,
        parents=[reading],
        add_help=False,
    )
    commands: Subparsers = whole.add_subparsers(prog="lesepult", dest="command", metavar="COMMAND", parser_class=Parser)
    commands.add_parser(
        "read",
        help="open a text, also one that is called like a command",
        description="Open a text in the reader: what `lesepult FILE` does, whatever the text is called.",
        parents=[reading],
        add_help=False,
    )
    for name in sorted(COMMANDS):
        cast("Command", import_module(COMMANDS[name])).add_to(commands)
    return whole


def _check(config: "Config") -> None:
    """See that the settings name what there is; raises ConfigError."""
    from reader import read  # noqa: PLC0415 - see the top

    read.check(config)
    read.check_theme(config)


if sys.argv and sys.argv[0].endswith(("lesepult", "lesepult.exe")):
    # The script that imports us does this and that before it calls main.
    try:
        _end_at_once_on_ctrl_c()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
if __name__ == "__main__":
    sys.exit(main())
