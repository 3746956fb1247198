"""`lesepult export`: a text with its translation as a file for a browser, an e-reader or another program."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from glossary import Entry
    from glossary.matcher import Matcher
    from reader.commands.parser import Subparsers
    from reader.core.document import Document
    from reader.export.work import Work
    from reader.paths import Paths

NAME = "export"
_STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")

_EPILOG = """examples:
  lesepult export article.txt --to html              article.html, one page for any browser
  lesepult export novel.epub --to epub -o novel.de-en.epub
  lesepult export article.txt --to md --layout table > article.md
  lesepult export article.txt -o pairs.tmx           the name says the format

html and epub become a file in this directory unless -o names one; the others go to standard output. What is known
is exported, and no engine is asked (lesepult translate does that first); a sentence without a translation says so.
exit codes: 0 written, 2 the command line makes no sense, 3 a file cannot be used"""


def add_to(subparsers: Subparsers) -> None:
    """Add `export` to the commands."""
    from reader.commands import languages  # noqa: PLC0415 - beside the parser
    from reader.export.formats import FORMATS  # noqa: PLC0415

    parser = subparsers.add_parser(
        NAME,
        help="write a text with its translation for a browser, an e-reader or another program",
        description="Write a text with what is known of its translation, and the terms of the glossary in it.\n\n"
        + "\n".join(f"  {name:6} {known.what}" for name, known in FORMATS.items()),
        epilog=_EPILOG,
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a text, the address of a page, or - for standard input"
    )
    parser.add_argument("--to", choices=tuple(FORMATS), help="the format; by default from the name of OUT")
    languages.add_paste(parser)
    parser.add_argument("-o", "--out", metavar="OUT", type=Path, help="write to this file; - for standard output")
    parser.add_argument("-f", "--force", action="store_true", help="replace OUT if it is there")
    layouts = tuple(layout for known in FORMATS.values() for layout in known.layouts)
    parser.add_argument("--layout", choices=layouts, default="", help="of Markdown: interleaved (the default) or table")
    parser.add_argument(
        "--all", action="store_true", help="keep what stands around the text of a web page, such as “Kommentar (0)”"
    )
    parser.add_argument("--title", default="", help="the title, if the text's own will not do")
    parser.add_argument(
        "--glossary",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="a glossary to use, too (may be given more than once)",
    )
    languages.add_pair(parser, to=False)
    languages.add_encoding(parser)


def run(arguments: Namespace, paths: Paths) -> int:
    """Export; gives the exit code.

    Raises:
        ReaderError: the text, the output or the command line cannot be used.
    """
    from reader.commands import opening, output, streams  # noqa: PLC0415 - not for --help
    from reader.errors import UsageError  # noqa: PLC0415
    from reader.export.formats import FORMATS  # noqa: PLC0415
    from reader.export.outfile import OutFile, refuse_input  # noqa: PLC0415
    from reader.export.writing import Into, options_now, write_stream  # noqa: PLC0415

    opening.check_text(arguments)
    opening.need_glossaries(arguments)
    name = _format(arguments)
    out = _out(arguments, name)
    progress = output.Progress("exporting")
    with ExitStack() as stack:
        file = None
        if out is not None:
            for read in (arguments.file, *map(str, arguments.glossary)):
                refuse_input(read, out)
            file = stack.enter_context(OutFile(out, force=arguments.force))
        elif FORMATS[name].sought and streams.is_terminal(sys.stdout):
            raise UsageError("This is no text for a terminal", f"{name} is an archive.", "Name a file with -o.")
        else:
            streams.need_output()
        document = _document(arguments)
        work = _work(document, arguments, paths, progress, stack)
        try:
            with streams.bytes_out() if file is None else Into(file) as stream:
                write_stream(name, work, stream, options_now(arguments.layout, for_spreadsheet=file is not None))
        finally:
            progress.done()
        if file is not None:
            file.finish()
    counts = work.counts
    if out or counts.missing or not counts.segments or counts.left_out or streams.is_terminal(sys.stderr):
        where = f"Written to {out}" if out is not None else "Exported"
        streams.say(f"{where}: {counts.sentence(hint='--all keeps them')}")
    return 0


def _format(arguments: Namespace) -> str:
    from reader.errors import UsageError  # noqa: PLC0415 - not for --help
    from reader.export.formats import FORMATS, format_of, misnamed  # noqa: PLC0415

    called = arguments.out.name if arguments.out is not None else ""
    name = str(arguments.to or format_of(called))
    if wrong := misnamed(called, name):
        hint = f"There are {', '.join(FORMATS)}." if not format_of(called) else "Let the name or --to say another."
        raise UsageError("The name and the format do not go together", wrong, hint)
    if not name:
        raise UsageError("A format is needed", "nothing says in which.", f"Add --to with one of {', '.join(FORMATS)}.")
    if arguments.layout and arguments.layout not in FORMATS[name].layouts:
        raise UsageError("There is no such layout", f"{name} has no layout {arguments.layout}.", "Use --to md.")
    return name


def _out(arguments: Namespace, name: str) -> Path | None:
    """The file to be written; None for standard output."""
    from reader.commands import fetching, languages  # noqa: PLC0415 - not for --help
    from reader.errors import UsageError  # noqa: PLC0415
    from reader.export.formats import FORMATS, default_name  # noqa: PLC0415

    out: Path | None = arguments.out
    if out is not None:
        return None if str(out) in _STANDARD_OUTPUT else out
    if not FORMATS[name].file:
        return None
    if arguments.file in ("-", ""):
        raise UsageError("A name is needed", f"{name} becomes a file.", f"Add -o NAME{FORMATS[name].suffix}.")
    text = fetching.place(arguments.file)
    if isinstance(text, Path):
        return Path(default_name(text, FORMATS[name].suffix, languages.pair(arguments)))
    from reader.formats.urls import name_in  # noqa: PLC0415 - only a page of the web

    return Path(name_in(text)[0] + FORMATS[name].suffix)


def _document(arguments: Namespace) -> Document:
    from dataclasses import replace  # noqa: PLC0415 - not for --help

    from reader.commands import opening  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415

    encoding = arguments.encoding
    document = opening.pasted(encoding) if arguments.paste else opening.document(arguments.file, encoding)
    return replace(document, title=one_line(arguments.title)) if arguments.title else document


def _work(document: Document, arguments: Namespace, paths: Paths, progress: object, stack: ExitStack) -> Work:
    """The text with what the memory knows and the terms of the glossary, as the reader would show them."""
    from argparse import Namespace as Names  # noqa: PLC0415 - not for --help

    from glossary.entry import Glossary  # noqa: PLC0415
    from glossary.matcher import Matcher  # noqa: PLC0415
    from reader.commands import fetching, languages, opening, streams  # noqa: PLC0415
    from reader.core.bitext import Bitext  # noqa: PLC0415
    from reader.export.work import work_of  # noqa: PLC0415
    from reader.memory.bundled import BundledMemory, LayeredMemory  # noqa: PLC0415
    from reader.memory.store import TranslationMemory  # noqa: PLC0415

    memory = stack.enter_context(closing(TranslationMemory.open(paths.memory)))
    if memory.notice:
        streams.say(memory.notice)
    memories, pair = LayeredMemory(memory, BundledMemory()), languages.pair(arguments)
    languages.tell(document, pair)
    spoken = {"source_language": pair.source, "target_language": pair.target}
    beside = Names(glossary=arguments.glossary, text=fetching.file_of(arguments.file), **spoken)
    layers = opening.layers(beside, paths, matching=True)
    opening.tell_problems(layers)
    source, target = (opening.analyser(language, paths) for language in pair)

    def target_matcher(entries: tuple[Entry, ...]) -> Matcher:
        return Matcher(Glossary(entries), side="target", analyser=target)

    assert callable(progress)  # noqa: S101 - it is a Progress
    return work_of(
        Bitext(document, lambda keys: memories.get_many(keys, pair), pair.source),
        Matcher(Glossary(layers.glossary.entries), side="source", analyser=source),
        target_matcher,
        languages=(pair.source, pair.target),
        progress=progress,
        name=Path(arguments.file or "").name,
        everything=arguments.all,
    )
