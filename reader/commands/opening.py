"""What commands work on: the layers of the glossary, texts, and the analysis of words.

Invariant: the layers are those that the reader would use for the same text and the same files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands import languages
from reader.commands.fetching import fetched, patience, place

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from glossary.forms import Analyser
    from glossary.layers import Layers
    from reader.commands.places import Places
    from reader.core.document import Document
    from reader.paths import Paths

LARGE_BYTES = 200_000
"""Files of this size, alone or together, are worth compiling."""

_LANGUAGES = {"de": "German", "en": "English"}


def add_options(parser: ArgumentParser, *, text: bool = True) -> None:
    """The options that every command of the glossary has."""
    parser.add_argument(
        "--glossary",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="a glossary file to use, too; the first one named is written to (may be given more than once)",
    )
    if text:
        parser.add_argument("--text", metavar="FILE", type=place, help="use the glossary beside this text as well")
    parser.add_argument("--json", action="store_true", help="give one JSON document instead of lines")
    languages.add_pair(parser, to=False)


def layers(arguments: Namespace, paths: Paths, *, matching: bool = False) -> Layers:
    """The layers as the reader would have them; what is wrong with a file is a problem in it.

    Args:
        arguments: names the files.
        paths: the person's files.
        matching: whether terms will be looked for in a text: large files come from the compiled cache then, and are
            put there if they are not in it.

    Raises:
        UsageError: the text is to be translated into its own language.
    """
    from reader.glossaries import layers_of  # noqa: PLC0415 - not for --help
    from reader.paths import glossary_beside  # noqa: PLC0415

    pair = languages.pair(arguments)
    text = getattr(arguments, "text", None)
    document = glossary_beside(text) if isinstance(text, Path) else None
    large = LARGE_BYTES if matching else None
    found = layers_of(paths, pair, document=document, files=arguments.glossary, large_bytes=large)
    while (unread := found.unread()) is not None:
        found.take(unread.read(paths.cache, analyser(pair.source, paths), subprocess=False))
    return found


def need_glossaries(arguments: Namespace) -> None:
    """See that the glossaries that were named are there, for commands that write none.

    Raises:
        InputError: there is no such file.
    """
    from reader.errors import InputError  # noqa: PLC0415 - not for --help

    for path in arguments.glossary:
        if not path.exists():
            raise InputError("Cannot open the glossary", f"there is no file {path}.", "Check the path.")


def tell_problems(found: Layers) -> None:
    """One line on standard error if there are mistakes in the files."""
    from reader.commands.streams import say  # noqa: PLC0415 - not for --help

    count = len(found.problems)
    if count:
        more = f" (and {count - 1:,} more; `lesepult glossary check` shows all)" if count > 1 else ""
        say(f"{found.problems[0]}{more}")


def document(name: Path | str, encoding: str = "", *, offline: bool = False) -> Document:
    """A text that was named, of any format, fetched if it is on the web, or standard input for `-`.

    Args:
        name: the file, or the address of a page.
        encoding: of a text; empty to find it out.
        offline: no connection may be opened.

    Raises:
        InputError: it cannot be read, or fetched.
    """
    import sys  # noqa: PLC0415 - not for --help

    from reader.formats import opening  # noqa: PLC0415

    if str(name) == "-" and sys.stdin is not None:
        return opening.read_stream(sys.stdin.buffer, encoding)
    if isinstance(name, str) and isinstance(name := place(name), str):
        return fetched(name, encoding, offline=offline)
    return opening.read_path(name, encoding)


def with_places(name: Path | str, encoding: str = "") -> tuple[Document, Places]:
    """A text as `document` gives it, and what says where in its file something of it stands.

    Raises:
        InputError: it cannot be read, or fetched.
    """
    import sys  # noqa: PLC0415 - not for --help

    from reader.commands.places import Places, file_text  # noqa: PLC0415
    from reader.formats import opening  # noqa: PLC0415

    if str(name) == "-" and sys.stdin is not None:
        data = opening.bytes_of(sys.stdin.buffer)
        found = opening.read_bytes(data, opening.STDIN, title=opening.STDIN, encoding=encoding)
        return found, Places(found, file_text("", data, encoding))
    found = document(name, encoding)
    if isinstance(name, str) and isinstance(name := place(name), str):
        return found, Places(found)
    return found, Places(found, file_text(name, Path(name).read_bytes(), encoding))


def check_text(arguments: Namespace, *, needed: bool = True) -> None:
    """See that one text is named, or `--paste` is there; without a FILE, `file` is empty then.

    Args:
        arguments: have `file` and `paste`.
        needed: whether there must be a text.

    Raises:
        UsageError: there are two, or none.
    """
    from reader.errors import UsageError  # noqa: PLC0415 - not for --help

    if arguments.paste and arguments.file is not None:
        where = "standard input" if arguments.file == "-" else "a file"
        raise UsageError("Two texts are named", f"--paste and {where}.", "Leave one of them out.")
    if needed and not arguments.paste and arguments.file is None:
        raise UsageError("A text is needed", "nothing says which.", "Name a FILE, - for standard input, or --paste.")
    if arguments.paste:
        arguments.file = ""


def pasted(encoding: str = "") -> Document:
    """The text that was copied.

    Raises:
        InputError: nothing was, or it cannot be told.
    """
    import os  # noqa: PLC0415 - not for --help

    from reader.formats.clipboard import read_clipboard  # noqa: PLC0415

    with patience("Reading the clipboard …"):
        return read_clipboard(os.environ, encoding)


def analyser(language: str, paths: Paths) -> Analyser:
    """Analyses words of a language; of German and English with the lexicon, built now if there is none yet.

    Building takes some seconds and is told; if it fails, that is told too and rules have to do.
    """
    from glossary.forms import Analyser  # noqa: PLC0415 - not for --help
    from glossary.lexicon import Lexicon, build_in_subprocess, file_name  # noqa: PLC0415
    from reader.commands.streams import say  # noqa: PLC0415

    language = language.partition("-")[0]
    if language not in _LANGUAGES:
        return Analyser(language)
    lexicon = Lexicon.open(paths.cache / file_name(language))
    if lexicon is None:
        say(f"Building the lexicon of {_LANGUAGES[language]} word forms (once; it takes some seconds) …")
        lexicon = build_in_subprocess(language, paths.cache)
        if lexicon is None:
            say(f"It could not be built in {paths.cache}; inflected forms are found by rules, less well.")
    return Analyser(language, lexicon)


def lexicon_if_there(language: str, paths: Paths) -> Analyser | None:
    """The same, but only if the lexicon has been built already."""
    from glossary.forms import Analyser  # noqa: PLC0415 - not for --help
    from glossary.lexicon import Lexicon, file_name  # noqa: PLC0415

    lexicon = Lexicon.open(paths.cache / file_name(language))
    return Analyser(language, lexicon) if lexicon is not None else None
