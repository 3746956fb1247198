"""The command line: one parser; the interface is imported only by what opens it.

Exit codes: 0 good, 2 the command line makes no sense, 3 a text or a file cannot be used.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reader import __version__
from reader.errors import ConfigError, MemoryFileError, ReaderError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from reader.core.document import Document
    from reader.desk import Desk, Options
    from reader.paths import Paths

COMMANDS = ("read", "memory")
SAMPLE = "000_1a521e34ec6b286b.txt"

_EPILOG = """examples:
  lesepult article.txt                   read a text beside its translation
  lesepult                               choose among the texts read last
  curl -s URL | lesepult -               read what comes from a pipe
  lesepult --glossary team.yaml book.txt use (and write) another glossary
  lesepult memory import pairs.yaml      put your own translations into the memory

A file that is called like a command is opened with ./ before its name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] == "memory":
            return _memory(_memory_parser().parse_args(given[1:]))
        _read(_read_parser().parse_args(given[1:] if given and given[0] == "read" else given))
    except ReaderError as error:
        _complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def _complain(error: ReaderError) -> None:
    from reader.core.text import one_line  # noqa: PLC0415 - only on the way out

    sys.stderr.write(f"lesepult: {one_line(error.title)}: {one_line(error.message)}\n")
    if error.hint:
        sys.stderr.write(f"          {one_line(error.hint)}\n")


def _read_parser() -> ArgumentParser:
    from argparse import ArgumentParser, RawDescriptionHelpFormatter  # noqa: PLC0415 - 8 ms that a library spares

    parser = ArgumentParser(
        "lesepult",
        usage="lesepult [options] [FILE]\n       lesepult memory import PAIRS.yaml",
        description="A reading desk for German texts: the original beside its English translation, terms lit in both.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a text file, or - for standard input")
    parser.add_argument(
        "--glossary",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="a glossary to use; the first one named is written to (may be given more than once)",
    )
    parser.add_argument("--offline", action="store_true", help="ask no engine, open no connection")
    parser.add_argument("--engine", metavar="NAME[,NAME]", help="the engines to ask, in this order: google, mymemory")
    parser.add_argument("--theme", default="", metavar="NAME", help="the theme to begin with (T chooses in the reader)")
    parser.add_argument("--version", action="version", version=f"Lesepult {__version__}")
    return parser


def _memory_parser() -> ArgumentParser:
    from argparse import ArgumentParser  # noqa: PLC0415 - 8 ms that a library spares

    parser = ArgumentParser("lesepult memory", description="The translation memory.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    imported = commands.add_parser("import", help="put pairs of sentences into the memory")
    imported.add_argument("pairs", type=Path, metavar="PAIRS.yaml", help="a YAML list of {de: ..., en: ...}")
    return parser


def _memory(options: Namespace) -> int:
    from reader.memory.store import TranslationMemory  # noqa: PLC0415 - not for --help
    from reader.memory.unit import LanguagePair  # noqa: PLC0415
    from reader.paths import user_paths  # noqa: PLC0415

    memory = TranslationMemory.open(user_paths().memory)
    if not memory.persistent:
        memory.close()
        raise MemoryFileError("Nothing was imported", memory.notice, "Make room or make it writable, then try again.")
    if memory.notice:
        sys.stderr.write(f"lesepult: {memory.notice}\n")
    try:
        report = memory.import_pairs(options.pairs, LanguagePair("de", "en"))
        if not memory.persistent:
            raise MemoryFileError("Nothing was imported", memory.notice, "Make room, then try again.")
    finally:
        memory.close()
    for problem in report.problems:
        sys.stderr.write(f"lesepult: {problem}\n")
    pairs = "pair" if report.read == 1 else "pairs"
    sys.stdout.write(f"{report.read} {pairs} read: {report.new} new, {report.changed} changed, {report.equal} equal\n")
    return 0


def _read(options: Namespace) -> NoReturn:
    from reader import config  # noqa: PLC0415 - not for --help
    from reader.paths import user_paths  # noqa: PLC0415

    if not _is_terminal(sys.stdout):
        raise UsageError("Lesepult needs a terminal", "its output goes to a file or a pipe.", "Run it without > or |.")
    if not _is_terminal(sys.stderr):
        _draw_on_terminal()
    paths = user_paths()
    wanted = _options(options, config.load(paths.config))
    document, path = _document(options.file)
    if options.file == "-":
        _keys_from_terminal()
    elif not _is_terminal(sys.stdin):
        raise UsageError("Lesepult needs a keyboard", "its input is not a terminal.", "To read from a pipe, add -.")
    _run(document, path, paths, wanted)


def _options(options: Namespace, settings: object) -> Options:
    from reader.config import Config  # noqa: PLC0415 - not for --help
    from reader.desk import Options  # noqa: PLC0415

    config = settings if isinstance(settings, Config) else Config()
    names = tuple(filter(None, (name.strip().lower() for name in (options.engine or "").split(","))))
    if names and options.offline:
        raise UsageError("These do not go together", "--offline and --engine.", "Leave one of them out.")
    network = "off" if options.offline else "on" if names else config.network
    _check_engines(names, UsageError)
    _check_engines(config.engines, ConfigError)
    _check_keys(config.keys)
    return Options(
        glossaries=tuple(options.glossary),
        engine_names=names or config.engines,
        network=network,
        theme=options.theme or config.theme,
        keys=config.keys,
    )


def _check_engines(names: tuple[str, ...], error: type[ReaderError]) -> None:
    from reader.engines.registry import ENGINES  # noqa: PLC0415 - not for --help

    there = [name for name in ENGINES if name != "fake"]
    unknown = [name for name in names if name not in there]
    if unknown:
        raise error("There is no such engine", f"{unknown[0]!r}.", f"There are: {', '.join(there)}.")


def _check_keys(keys: tuple[tuple[str, str], ...]) -> None:
    from reader.ui.commands import READING_COMMANDS, WORD_COMMANDS  # noqa: PLC0415 - not for --help

    there = {command.id for command in (*READING_COMMANDS, *WORD_COMMANDS)}
    for name, value in keys:
        if name not in there:
            hint = "The names are those in reader/ui/commands.py, such as line_down."
            raise ConfigError("Cannot use the configuration", f"[keys]: there is no command {name!r}.", hint)
        if not value.strip(", "):
            message = f"[keys]: {name} has no key."
            raise ConfigError("Cannot use the configuration", message, f'Write {name} = "x", or leave it out.')


def _document(name: str | None) -> tuple[Document | None, Path | None]:
    from reader.formats import plain  # noqa: PLC0415 - not for --help

    if name is None:
        return None, None
    if name == "-":
        if sys.stdin is None or _is_terminal(sys.stdin):
            raise UsageError("Nothing to read", "nothing comes from standard input.", "Use: command | lesepult -")
        return plain.read_stream(sys.stdin.buffer), None
    path = Path(name)
    return plain.read_path(path), path


def _is_terminal(stream: object) -> bool:
    """Whether a standard stream is a terminal; one that was closed is None."""
    return stream is not None and sys.__stdout__ is not None and getattr(stream, "isatty", lambda: False)()


def _draw_on_terminal() -> None:
    """Textual draws on standard error; where that goes elsewhere, or nowhere, draw where the output goes."""
    os.dup2(1, 2)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]


def _keys_from_terminal() -> None:
    """After the text has been read from standard input, make the terminal standard input again."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise UsageError("Lesepult needs a keyboard", "there is no terminal to take keys from.", "") from error
    os.dup2(terminal, 0)
    os.close(terminal)
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)  # type: ignore[misc]


def sample_path() -> Path:
    """Where the sample article is: in the package, or, in a checkout, in seeds/."""
    here = Path(__file__).parent
    shipped = here / "seeds" / SAMPLE
    return shipped if shipped.exists() else here.parent / "seeds" / SAMPLE


def _run(document: Document | None, path: Path | None, paths: Paths, options: Options) -> NoReturn:
    from reader.desk import Desk  # noqa: PLC0415 - not for --help
    from reader.formats import plain  # noqa: PLC0415
    from reader.history import History  # noqa: PLC0415
    from reader.ui.first_page import FirstPage  # noqa: PLC0415

    desk = Desk(document, path, paths, options) if document is not None else None
    history = desk.history if desk else History(paths.history)
    first = FirstPage()
    started = False
    try:
        if desk is not None and len(desk.document):
            theme = options.theme or history.setting("theme", "lesepult-dark")
            first.show(desk.reading, desk.document.title, desk.document.notes, paths.cache, theme)
        from reader.ui.app import LesepultApp  # noqa: PLC0415 - 0.25 s, while the first page can be read

        def open_desk(name: str | None) -> Desk:
            other = Path(name) if name else sample_path()
            return Desk(plain.read_path(other), other, paths, options)

        app = LesepultApp(desk, open_desk, history, options.theme, dict(options.keys))
        started = True
        # What is loaded by now stays: searching it for garbage again and again would make keys stutter.
        gc.freeze()
        app.run()
    finally:
        if not started:
            first.leave()
        first.restore()
    if app.desk is not None:
        app.desk.close()
    history.close()
    _leave(app.return_code or 0)


def _leave(code: int) -> NoReturn:
    """End the process at once: all is written and closed, and nothing that still waits for a network may delay it.

    Taking the interpreter down in order would cost a person a tenth of a second more, and a book's text longer.
    """
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
