"""`lesepult memory stats` and `search`: what is in the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands import languages

if TYPE_CHECKING:
    from argparse import Namespace
    from sqlite3 import Connection

    from reader.commands.parser import Subparsers
    from reader.memory.statistics import Statistics
    from reader.memory.unit import LanguagePair, Passage
    from reader.paths import Paths

ACTIONS = ("stats", "search")

_MOST = 50
_OTHERS_TURN_S = 0.005
_INDEXED_FROM = 300_000
"""From so many translations on, an index is made; up to here all of them are read in less than a tenth of a second."""
_NAMES = {"edited": "edited", "memory": "imported", "machine": "machine"}
_FINDINGS = 1


def add_to(subparsers: Subparsers) -> None:
    """Add `stats` and `search`."""
    stats = subparsers.add_parser("stats", help="how much is in the memory, and from whom")
    stats.add_argument("--json", action="store_true", help="say it as JSON")
    search = subparsers.add_parser(
        "search",
        help="every sentence with a word or phrase, and how it was translated",
        description="Every unit in whose source or translation a text stands; case and typography do not matter. "
        "Where it stands nowhere, those with its words in other forms.",
        epilog="exit code 1 if there is none",
    )
    search.add_argument("text", metavar="TEXT", help="a word or a phrase, in either language")
    search.add_argument("--limit", type=_number, default=_MOST, metavar="N", help=f"at most so many (default {_MOST})")
    search.add_argument("--json", action="store_true", help="all of it as JSON")
    languages.add_pair(search)


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if number < 1:
        from argparse import ArgumentTypeError  # noqa: PLC0415 - only on the way out

        raise ArgumentTypeError(f"{text!r} is no number from 1 on")
    return number


def run(arguments: Namespace, paths: Paths) -> int:
    """Say what is there; gives the exit code."""
    return _stats(arguments, paths) if arguments.action == "stats" else _search(arguments, paths)


def _stats(arguments: Namespace, paths: Paths) -> int:
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.commands.memory import opened  # noqa: PLC0415
    from reader.memory.statistics import statistics  # noqa: PLC0415

    with opened(paths, "The memory cannot be counted", reading=True) as memory:
        found = memory.attempt(statistics)
        size = memory.path.stat().st_size
    if arguments.json:
        output.json_document({"file": str(paths.memory), "bytes": size, **_as_json(found)})
        return 0
    from reader.paths import short  # noqa: PLC0415 - not for --json

    output.line(f"{short(paths.memory)}: {size / 1e6:,.1f} MB")
    sentences = "sentence" if found.sources == 1 else "sentences"
    translations = "translation" if found.translations == 1 else "translations"
    output.line(f"{found.sources:,} {sentences}, {found.translations:,} {translations}")
    rows = [
        (f"  {_NAMES[one.state]}", f"{one.count:,}", one.origin or "(nobody)", _day(one.latest_ms))
        for one in found.origins
    ]
    for line in output.table(rows, width=output.width_cells()):
        output.write(f"{line}\n")
    return 0


def _as_json(found: Statistics) -> dict[str, object]:
    return {
        "sentences": found.sources,
        "translations": found.translations,
        "origins": [
            {
                "state": _NAMES[one.state],
                "origin": one.origin,
                "languages": one.pair,
                "count": one.count,
                "latest": _day(one.latest_ms) or None,
            }
            for one in found.origins
        ],
        "indexed": found.indexed,
    }


def _day(time_ms: int) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415 - not for --help

    try:
        return datetime.fromtimestamp(time_ms / 1000, UTC).astimezone().date().isoformat() if time_ms > 0 else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _found(connection: Connection, text: str, limit: int, pair: LanguagePair) -> tuple[list[Passage], int]:
    """What is found, and how much there is; with an index, which is made if reading all of the memory takes long."""
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.memory import index  # noqa: PLC0415
    from reader.memory.concordance import search  # noqa: PLC0415

    if index.exists(connection) or _rows(connection) >= _INDEXED_FROM:
        progress = output.Progress("indexing")
        try:
            index.update(connection, _others_turn, progress)
        finally:
            progress.done()
    return search(connection, text, pair, limit, lambda: False)


def _others_turn() -> bool:
    """Let others write, who only look now and then whether they can; never stops the work."""
    from time import sleep  # noqa: PLC0415 - not for --help

    sleep(_OTHERS_TURN_S)
    return False


def _rows(connection: Connection) -> int:
    from reader.memory.rows import snapshot  # noqa: PLC0415 - not for --help

    with snapshot(connection) as table:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name
    return int(count)


def _search(arguments: Namespace, paths: Paths) -> int:
    from reader.commands import opening, output, streams  # noqa: PLC0415 - not for --help
    from reader.commands.memory import opened  # noqa: PLC0415
    from reader.commands.memory_forms import inflected  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415

    pair = languages.pair(arguments)
    with opened(paths, "The memory cannot be searched", reading=True) as memory:
        found, total = memory.attempt(lambda connection: _found(connection, arguments.text, arguments.limit, pair))
        if not total:
            both = (opening.analyser(pair.source, paths), opening.analyser(pair.target, paths))
            found, total = memory.attempt(
                lambda connection: inflected(connection, arguments.text, pair, arguments.limit, both)
            )
    if arguments.json:
        output.json_document({"total": total, "passages": list(map(_passage_as_json, found))})
        return 0 if found else _FINDINGS
    for passage in found:
        unit = passage.unit
        who = f"{_NAMES[unit.state.value]}, {unit.origin}" if unit.origin else _NAMES[unit.state.value]
        output.line(unit.source)
        output.write(f"    {one_line(unit.target)}  [{one_line(who)}]\n")
    if total > len(found):
        streams.say(f"{len(found):,} of {total:,}; --limit N shows more.")
    return 0 if found else _FINDINGS


def _passage_as_json(passage: Passage) -> dict[str, object]:
    return {
        "source": passage.unit.source,
        "target": passage.unit.target,
        "state": _NAMES[passage.unit.state.value],
        "origin": passage.unit.origin,
        "in_source": passage.in_source,
        "in_target": passage.in_target,
    }
