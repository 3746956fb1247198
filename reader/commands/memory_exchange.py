"""`lesepult memory import` and `export`: TMX, YAML lists of pairs; in also XLIFF and CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands import languages
from reader.commands.memory_choice import add_choice, choice_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from sqlite3 import Connection
    from typing import BinaryIO

    from reader.commands import output
    from reader.commands.parser import Subparsers
    from reader.memory.choosing import Choice
    from reader.memory.importing import ImportReport
    from reader.memory.store import TranslationMemory
    from reader.paths import Paths

ACTIONS = ("import", "export")
FORMATS = ("tmx", "yaml")
_TEXTS = frozenset((".html", ".htm", ".xhtml", ".epub", ".md", ".markdown", ".txt"))
IMPORTED = ("tmx", "xliff", "csv", "yaml")

_IMPORT_EPILOG = """examples:
  lesepult memory import pairs.yaml
  lesepult memory import back-from-the-office.xlf
  lesepult memory import team.tmx --dry-run      only say what would be new

All of a file is taken over, or nothing. What was imported comes before what engines answer, and after your own
edits. What Lesepult has exported comes back as it was: edits as edits, engines' answers as theirs. What an XLIFF
marks as not translated is left out. The memory of another computer (memory.db), and one that was damaged
(memory.db.damaged-1), can be taken over in the same way."""

_EXPORT_EPILOG = """examples:
  lesepult memory export -o mine.tmx
  lesepult memory export --state edited -o mine.yaml     only your own edits
  lesepult memory export --format yaml > pairs.yaml

TMX holds every translation of every sentence; YAML the best one of each."""


def add_to(subparsers: Subparsers) -> None:
    """Add `import` and `export`."""
    imported = subparsers.add_parser(
        "import",
        help="put pairs of sentences into the memory",
        description="Take over the units of a TMX, XLIFF (1.2 or 2.x) or CSV file (columns source and target), of a "
        "YAML list of {de: ..., en: ...}, of another memory, or of a page or book (HTML, EPUB) that Lesepult has made.",
        epilog=_IMPORT_EPILOG,
    )
    imported.add_argument(
        "pairs", type=Path, metavar="FILE", help="TMX, XLIFF, CSV, or a YAML list of {de: ..., en: ...}"
    )
    imported.add_argument("--format", choices=IMPORTED, default="", help="found out by looking unless given")
    imported.add_argument("--dry-run", action="store_true", help="only say what would happen")
    imported.add_argument("--json", action="store_true", help="say it as JSON")
    languages.add_pair(imported)
    exported = subparsers.add_parser(
        "export",
        help="write the memory for another program",
        description="Write the memory, or a part of it, as TMX 1.4b or as a YAML list of pairs.",
        epilog=_EXPORT_EPILOG,
    )
    exported.add_argument("-o", "--output", default="-", metavar="OUT", help="a file; by default standard output")
    exported.add_argument("--format", choices=FORMATS, default="", help="by default from the file's name, else TMX")
    exported.add_argument("-f", "--force", action="store_true", help="replace OUT if it is there")
    exported.add_argument("--json", action="store_true", help="say how many were written as JSON; needs -o")
    add_choice(exported)


def run(arguments: Namespace, paths: Paths) -> int:
    """Import or export; gives the exit code."""
    return _import(arguments, paths) if arguments.action == "import" else _export(arguments, paths)


def _import(arguments: Namespace, paths: Paths) -> int:
    from reader.commands import output, streams  # noqa: PLC0415 - not for --help
    from reader.commands.memory import opened  # noqa: PLC0415
    from reader.memory.exchange import import_file  # noqa: PLC0415

    reading, storing = output.Progress("reading"), output.Progress("importing")
    with opened(paths, "Nothing was imported") as memory:
        try:
            if not arguments.format and arguments.pairs.suffix.lower() in _TEXTS:
                report = _import_text(arguments, memory, storing)
            else:
                report = import_file(
                    memory,
                    arguments.pairs,
                    languages.pair(arguments),
                    form=arguments.format,
                    dry_run=arguments.dry_run,
                    reading=reading,
                    storing=storing,
                )
        finally:
            reading.done()
            storing.done()
    if arguments.json:
        from dataclasses import asdict  # noqa: PLC0415 - not for --help

        output.json_document({"file": str(arguments.pairs), "dry_run": arguments.dry_run, **asdict(report)})
        return 0
    for problem in report.problems:
        streams.say(problem)
    for line in _skipped(report):
        streams.say(line)
    output.line(_account(report, dry_run=arguments.dry_run))
    return 0


def _import_text(arguments: Namespace, memory: TranslationMemory, storing: output.Progress) -> ImportReport:
    """Take over the translation that a page or a book of Lesepult's own holds.

    Raises:
        MemoryFileError: it holds none, or one of other languages.
    """
    from reader.errors import MemoryFileError  # noqa: PLC0415 - not for --help
    from reader.formats.opening import read_path  # noqa: PLC0415 - only for a text
    from reader.memory.exchange import import_pairs  # noqa: PLC0415

    path: Path = arguments.pairs
    brought, pair = read_path(path).brought, languages.pair(arguments)
    if brought is None:
        message = f"{path} is a text that holds no translation."
        raise MemoryFileError("Nothing was imported", message, "A page (HTML) or a book (EPUB) of Lesepult's does.")
    if (brought.source, brought.target) != pair:
        message = f"{path} is in {brought.source} and {brought.target}, not in {pair.source} and {pair.target}."
        hint = f"Add --from {brought.source} --to {brought.target}."
        raise MemoryFileError("Nothing was imported", message, hint)
    return import_pairs(
        memory, brought.targets.items(), pair, origin=path.name, dry_run=arguments.dry_run, storing=storing
    )


def _skipped(report: ImportReport) -> list[str]:
    return [
        f"{one.count:,} {'unit' if one.count == 1 else 'units'} {one.why} left out"
        + (f", the first in line {one.line}." if one.line else ".")
        for one in report.skipped
    ]


def _account(report: ImportReport, *, dry_run: bool) -> str:
    pairs = "pair" if report.read == 1 else "pairs"
    older = f", {report.older} older than yours and left" if report.older else ""
    skipped = sum(one.count for one in report.skipped)
    left_out = f", {skipped} left out" if skipped else ""
    counts = f"{report.new} new, {report.changed} changed, {report.equal} equal{older}{left_out}"
    return f"{report.read} {pairs} read: {counts}{' (--dry-run: nothing was imported)' if dry_run else ''}"


def _export(arguments: Namespace, paths: Paths) -> int:
    from reader.commands import output, streams  # noqa: PLC0415 - not for --help
    from reader.commands.memory import opened  # noqa: PLC0415
    from reader.memory.exchange import format_of, write_file  # noqa: PLC0415

    to_stdout = arguments.output == "-"
    form = arguments.format or (format_of(Path(arguments.output)) if not to_stdout else "tmx")
    if not form:
        from reader.errors import UsageError  # noqa: PLC0415 - only on the way out

        name = Path(arguments.output).name
        raise UsageError("A format is needed", f"“{name}” does not say in which.", "Add --format tmx or --format yaml.")
    if arguments.json and to_stdout:
        from reader.errors import UsageError  # noqa: PLC0415 - as above

        raise UsageError("These do not go together", "--json and standard output.", "Name a file with -o.")
    choice = choice_of(arguments)
    with opened(paths, "Nothing was exported", reading=True) as memory:
        progress = output.Progress("exporting")
        write = exporter(memory, choice, form, progress)

        def put(stream: BinaryIO) -> int:
            return memory.attempt(lambda connection: write(connection, stream, ""), again=False)

        try:
            if to_stdout:
                with streams.bytes_out() as stream:
                    count = put(stream)
            else:
                count = write_file(Path(arguments.output), put, force=arguments.force)
        finally:
            progress.done()
    if arguments.json:
        output.json_document({"file": arguments.output, "format": form, "written": count})
        return 0
    where = "" if to_stdout else f" to {arguments.output}"
    streams.say(f"{count:,} {'translation' if count == 1 else 'translations'} written{where}.")
    return 0


def exporter(
    memory: TranslationMemory, choice: Choice, form: str, progress: output.Progress | None = None
) -> Callable[[Connection, BinaryIO, str], int]:
    """What writes the units that are meant to a stream, and gives how many there were.

    It is called with a connection, the stream, and the table to read from, if a transaction has begun already.
    """
    from functools import partial  # noqa: PLC0415 - not for --help
    from importlib.metadata import version  # noqa: PLC0415

    from reader.memory.exchange import export_to  # noqa: PLC0415

    def put(connection: Connection, stream: BinaryIO, table: str = "") -> int:
        return export_to(
            connection,
            stream,
            choice,
            form=form,
            version=version("lesepult"),
            now_ms=memory.now_ms(),
            progress=None if progress is None else partial(_told, progress),
            table=table,
        )

    return put


def _told(progress: output.Progress, count: int) -> None:
    progress(count, 0)
