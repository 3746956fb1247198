"""The command `read`: opens a text in the reader. The interface is imported only when a text is about to be shown."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reader import __version__
from reader.commands import languages
from reader.commands.parser import ENGINE_NAMES, EXIT_CODES, Parser
from reader.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.config import Config
    from reader.core.document import Document
    from reader.desk import Desk, Options
    from reader.paths import Paths

FILE_PATIENCE_S = 0.3
"""When reading a file takes longer, it is said."""
SAMPLE = "000_1a521e34ec6b286b.txt"

_EPILOG = f"""commands, each with --help of its own:
  lesepult glossary                      list, add, edit, check, find, import and export terms
  lesepult check TEXT [TRANSLATION]      where the translation lacks a term or uses a forbidden one
  lesepult translate TEXT [-o OUT]       the translation without the reader, sentence by sentence with --json
  lesepult export TEXT --to html         text and translation as HTML, EPUB, Markdown, TMX, XLIFF, CSV, Anki
  lesepult engines [--test]              which engines there are, how they stand, what leaves the machine
  lesepult offline install               an engine that needs no network (status, remove)
  lesepult memory                        what the translation memory holds: search, import, export, forget
  lesepult config [set NAME VALUE]       every setting, and where it comes from; get, unset, edit
  lesepult doctor                        what works on this machine, and what to do about what does not
  lesepult completion SHELL              completes commands and options in bash, zsh or fish
  lesepult help COMMAND                  the same as lesepult COMMAND --help
  lesepult read FILE                     for a text that is called like a command

examples:
  lesepult article.txt                   read a text beside its translation
  lesepult https://example.org/article   read an article of the web
  lesepult                               choose among the texts read last
  lesepult --from fr roman.epub          a text in another language
  curl -s URL | lesepult -               read what comes from a pipe
  lesepult --paste                       read what was copied in another program
  lesepult --glossary my.yaml book.txt   use (and write) another glossary
  lesepult memory import pairs.yaml      put your own translations into the memory

{EXIT_CODES}"""


def parser() -> Parser:
    """The parser of what opens the reader; it also is what `lesepult --help` shows."""
    made = Parser(
        "lesepult",
        usage="lesepult [options] [FILE]\n       lesepult COMMAND ...",
        description="A reading desk for German texts: the original beside its English translation, terms lit in both.",
        epilog=_EPILOG,
    )
    made.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="a text (plain, HTML, EPUB …), the address of a page, or - for standard input",
    )
    languages.add_paste(made)
    made.add_argument(
        "--glossary",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="a glossary to use; the first one named is written to (may be given more than once)",
    )
    made.add_argument(
        "--offline", action="store_true", help="open no connection: only the offline engine may translate"
    )
    made.add_argument("--engine", metavar="NAME[,NAME]", help=f"the engines to ask, in this order: {ENGINE_NAMES}")
    made.add_argument(
        "--theme", default="", metavar="NAME", help="the theme to begin with (Ctrl+T chooses in the reader)"
    )
    languages.add_options(made)
    made.add_argument("--version", action="version", version=f"Lesepult {__version__}")
    return made


def run(options: Namespace, paths: Paths) -> NoReturn:
    """Open the reader; ends the process when the person quits.

    Raises:
        ReaderError: the text, the configuration or the command line cannot be used.
    """
    from reader import config  # noqa: PLC0415 - not for --help
    from reader.commands import opening  # noqa: PLC0415

    if not _is_terminal(sys.stdout):
        _see_that_it_is_there(options.file)
        raise UsageError("Lesepult needs a terminal", "its output goes to a file or a pipe.", "Run it without > or |.")
    if not _is_terminal(sys.stderr):
        _draw_on_terminal()
    opening.check_text(options, needed=False)
    followed, wrong = config.load_forgiving(paths.config, check, offline=paths.offline)
    wanted = _options(options, followed, tuple(map(_remark, wrong)))
    document: Document | None
    place: Path | str | None = None
    if options.paste:
        document = opening.pasted(options.encoding)
    else:
        document, place = _document(options.file, options.encoding, offline=options.offline)
    if options.file == "-":
        _keys_from_terminal()
    elif not _is_terminal(sys.stdin):
        raise UsageError("Lesepult needs a keyboard", "its input is not a terminal.", "To read from a pipe, add -.")
    _run(document, place, paths, wanted)


def _see_that_it_is_there(name: str | None) -> None:
    """What was meant as a command, or is misspelt, is no matter of terminals.

    Raises:
        InputError: a file is named, and there is none.
    """
    from reader.commands import fetching  # noqa: PLC0415 - only on the way out
    from reader.formats.opening import read_path  # noqa: PLC0415

    place = fetching.place(name) if name not in (None, "", "-") else None
    if isinstance(place, Path) and not os.path.exists(place):  # noqa: PTH110 - also of a name that cannot be
        read_path(place)


def _remark(error: ConfigError) -> str:
    """What the person should know of a mistake in the configuration."""
    harmless = error.setting.partition(".")[0] in ("theme", "keys")
    return f"{error}{'' if harmless else ' Until then the network is off.'}"


def _options(options: Namespace, settings: object, remarks: tuple[str, ...] = ()) -> Options:
    from reader.commands.choosing import named_engines  # noqa: PLC0415 - not for --help
    from reader.config import Config  # noqa: PLC0415
    from reader.desk import Options  # noqa: PLC0415

    config = settings if isinstance(settings, Config) else Config()
    names = named_engines(options.engine, offline=options.offline)
    return Options(
        glossaries=tuple(options.glossary),
        engine_names=names or config.engines,
        engine_settings=config.engine_settings,
        network=config.network,
        named=names,
        offline=options.offline,
        theme=options.theme or config.theme,
        keys=config.keys,
        pair=languages.pair(options),
        remarks=remarks,
        encoding=options.encoding,
        source_named=languages.named(options),
    )


def check(config: Config) -> None:
    """See that the settings name what there is.

    Raises:
        ConfigError: there is no such engine or command, or a key stands for two.
    """
    _check_engines(config.engines)
    _check_keys(config.keys)


def check_theme(config: Config) -> None:
    """See that there is the theme; not at every start, since it takes a library that is loaded behind the first page.

    Raises:
        ConfigError: there is none of this name.
    """
    if not config.theme:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - not for --help

    from reader.ui.themes import names  # noqa: PLC0415 - as above

    if config.theme not in (there := names()):
        near = get_close_matches(config.theme, there, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(there)}."
        raise ConfigError("There is no such theme", f"{config.theme!r}.", hint, "theme")


def _check_engines(names: tuple[str, ...]) -> None:
    from reader.commands.choosing import known_engines  # noqa: PLC0415 - not for --help

    there = known_engines()
    unknown = [name for name in names if name not in there]
    if unknown:
        raise ConfigError("There is no such engine", f"{unknown[0]!r}.", f"There are: {', '.join(there)}.", "engines")


def _check_keys(keys: tuple[tuple[str, str], ...]) -> None:
    from reader.ui.commands import READING_COMMANDS, WORD_COMMANDS, clash  # noqa: PLC0415 - not for --help

    there = {command.id for command in (*READING_COMMANDS, *WORD_COMMANDS)}
    for name, value in keys:
        if name not in there:
            hint = "The names are those in reader/ui/commands.py, such as line_down."
            raise ConfigError(
                "Cannot use the configuration", f"[keys]: there is no command {name!r}.", hint, f"keys.{name}"
            )
        if not value.strip(", "):
            message = f"[keys]: {name} has no key."
            raise ConfigError(
                "Cannot use the configuration", message, f'Write {name} = "x", or leave it out.', f"keys.{name}"
            )
    if wrong := clash(dict(keys)):
        raise ConfigError("Cannot use the configuration", f"[keys]: {wrong}", "Give one of them another key.", "keys")


def _document(name: str | None, encoding: str, *, offline: bool) -> tuple[Document | None, Path | str | None]:
    """The text, and the file or the address it comes from."""
    from reader.commands import fetching  # noqa: PLC0415 - not for --help
    from reader.formats.opening import read_path, read_stream  # noqa: PLC0415

    if name is None:
        return None, None
    if name == "-":
        if sys.stdin is None or _is_terminal(sys.stdin):
            raise UsageError("Nothing to read", "nothing comes from standard input.", "Use: command | lesepult -")
        with fetching.patience("Reading standard input …"):
            return read_stream(sys.stdin.buffer, encoding), None
    path = fetching.place(name)
    if isinstance(path, str):
        return fetching.fetched(path, encoding, offline=offline), path
    with fetching.patience(f"Reading {path.name} …", FILE_PATIENCE_S) as tell:
        return read_path(path, encoding, tell), path


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


def _run(document: Document | None, place: Path | str | None, paths: Paths, options: Options) -> NoReturn:
    from reader.commands import fetching  # noqa: PLC0415 - not for --help
    from reader.desk import Desk  # noqa: PLC0415
    from reader.formats.opening import read_path  # noqa: PLC0415
    from reader.formats.web import read_url  # noqa: PLC0415
    from reader.history import History  # noqa: PLC0415
    from reader.ui.first_page import FirstPage  # noqa: PLC0415

    desk = Desk(document, place, paths, options) if document is not None else None
    history = desk.history if desk else History(paths.history)
    first = FirstPage()
    started = False
    _leave_in_order_when_told()
    try:
        if desk is not None and len(desk.document):
            theme = options.theme or history.setting("theme", "lesepult-dark")
            first.show(desk.reading, desk.document.title, desk.document.notes, paths.cache, theme, dict(options.keys))
        from reader.ui.app import LesepultApp  # noqa: PLC0415 - 0.25 s, while the first page can be read

        def open_desk(name: str | None) -> Desk:
            other = fetching.place(name) if name else sample_path()
            if isinstance(other, str):
                return Desk(read_url(other, offline=options.offline), other, paths, options)
            return Desk(read_path(other), other, paths, options)

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


def _leave_in_order_when_told() -> None:
    """Until the application listens itself, being told to end must not leave the first page on the terminal."""
    import signal  # noqa: PLC0415 - not for --help

    def told(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, told)


def _leave(code: int) -> NoReturn:
    """End the process at once: all is written and closed, and nothing that still waits for a network may delay it.

    Taking the interpreter down in order would cost a person a tenth of a second more, and a book's text longer.
    """
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
