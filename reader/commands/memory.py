"""`lesepult memory`: the translation memory from outside the reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.commands.parser import Subparsers
    from reader.paths import Paths

NAME = "memory"

_EPILOG = """example:
  lesepult memory import pairs.yaml      a list of {de: ..., en: ...}; nothing is sent anywhere"""


def add_to(subparsers: Subparsers) -> None:
    """Add `memory` to the commands."""
    parser = subparsers.add_parser(
        NAME, help="the translation memory", description="The translation memory.", epilog=_EPILOG
    )
    commands = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    imported = commands.add_parser("import", help="put pairs of sentences into the memory")
    imported.add_argument("pairs", type=Path, metavar="PAIRS.yaml", help="a YAML list of {de: ..., en: ...}")


def run(arguments: Namespace, paths: Paths) -> int:
    """Import the pairs; all of them, or none and an error."""
    from reader.commands import output, streams  # noqa: PLC0415 - not for --help
    from reader.errors import MemoryFileError  # noqa: PLC0415
    from reader.memory.store import TranslationMemory  # noqa: PLC0415
    from reader.memory.unit import LanguagePair  # noqa: PLC0415

    memory = TranslationMemory.open(paths.memory)
    progress = output.Progress("importing")
    try:
        if not memory.persistent:
            hint = "Make room or make it writable, then try again."
            raise MemoryFileError("Nothing was imported", memory.notice, hint)
        if memory.notice:
            streams.say(memory.notice)
        report = memory.import_pairs(arguments.pairs, LanguagePair("de", "en"), progress)
        if not memory.persistent:
            raise MemoryFileError("Nothing was imported", memory.notice, "Make room, then try again.")
    finally:
        progress.done()
        memory.close()
    for problem in report.problems:
        streams.say(problem)
    pairs = "pair" if report.read == 1 else "pairs"
    output.line(f"{report.read} {pairs} read: {report.new} new, {report.changed} changed, {report.equal} equal")
    return 0
