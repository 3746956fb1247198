"""`lesepult engines`: which engines there are, how they stand, what they need, and what leaves the machine."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from reader.commands.parser import Subparsers
    from reader.config import Config
    from reader.engines.base import Engine
    from reader.engines.ledger import LastError, Ledger
    from reader.paths import Paths

NAME = "engines"
WIDTH_CELLS = 80
_EPILOG = """examples:
  lesepult engines                       how they stand; nothing is sent
  lesepult engines --test                one sentence to each that may be asked, after a question
  lesepult engines --test google         one sentence to Google

Those with a number are asked, in this order; `engines = [...]` in the configuration changes it.
exit codes: 0 good, 4 an engine failed its test, 2 the command line makes no sense"""


def add_to(subparsers: Subparsers) -> None:
    """Add `engines` to the commands."""
    parser = subparsers.add_parser(
        NAME,
        help="which engines there are, and how they stand",
        description="All engines: ready or not and why, limits, what leaves the machine, the last error.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--test",
        nargs="?",
        const="",
        default=None,
        metavar="NAME[,NAME]",
        help="send one sentence to each, or to these",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before the sentence goes to third parties")
    parser.add_argument("--offline", action="store_true", help="test only what opens no connection")
    parser.add_argument("--json", action="store_true", help="give one JSON document instead of lines")


class Standing(NamedTuple):
    """How one engine stands.

    Attributes:
        name: its name.
        title: what it is called.
        place: its place in the chain, from 1; 0 if it is not asked.
        ready: whether it would answer, as far as can be said without asking it.
        why: why not.
        key: "set", "not set", or "" if it needs none.
        limits: how much it takes.
        third_party: whether the text goes to somebody else.
        privacy: what leaves the machine and to whom.
        rests_until: until when it is not asked; None if it may be now; infinity: until its settings change.
        last_error: how it failed last.
    """

    name: str
    title: str
    place: int
    ready: bool
    why: str
    key: str
    limits: str
    third_party: bool
    privacy: str
    rests_until: float | None
    last_error: LastError | None


def run(arguments: Namespace, paths: Paths) -> int:
    """Show how the engines stand, or test them; gives the exit code.

    Raises:
        ReaderError: the configuration or the command line cannot be used.
    """
    from reader import config  # noqa: PLC0415 - not for --help
    from reader.engines.ledger import Ledger  # noqa: PLC0415

    settings = config.load(paths.config, offline=paths.offline)
    ledger = Ledger.open(paths.engines, time.time)
    if arguments.test is not None:
        from reader.commands.testing import test  # noqa: PLC0415 - only who tests

        return test(arguments, paths, settings, ledger)
    standings = list(all_standings(settings, ledger, time.time()))
    (_give_json if arguments.json else _give_lines)(standings)
    return 0


def all_standings(config: Config, ledger: Ledger, now: float) -> Iterator[Standing]:
    """How all engines stand: those of the chain in its order, then the others."""
    from reader.commands import choosing  # noqa: PLC0415 - not for --help

    asked = choosing.chain((), config)
    names = [engine.name for engine in asked]
    others = choosing.chain([name for name in choosing.known_engines() if name not in names] or names[:1], config)
    for place, engine in enumerate(asked, 1):
        yield standing(engine, place, config, ledger, now)
    for engine in others:
        if engine.name not in names:
            yield standing(engine, 0, config, ledger, now)


def standing(engine: Engine, place: int, config: Config, ledger: Ledger, now: float) -> Standing:
    """How one engine stands, without asking it."""
    from reader.engines.ledger import settings_id  # noqa: PLC0415

    available = engine.availability()
    health = ledger.health(engine.name, settings_id(config.engine_settings, engine.name))
    rests = health.rests_until if health.rests_until > now else None
    # One that nobody set up or named could be asked, but would hardly answer.
    ready = available.ready and rests is None and not (available.why and not place)
    why = available.why if not ready and rests is None else health.reason if rests is not None else ""
    return Standing(
        engine.name,
        engine.title,
        place,
        ready,
        why,
        available.key,
        limits_text(engine, ledger),
        engine.third_party,
        engine.privacy,
        rests,
        ledger.last_error(engine.name),
    )


def limits_text(engine: Engine, ledger: Ledger) -> str:
    """How much an engine takes, in words."""
    limits = engine.limits
    most = f"{limits.max_bytes:,} bytes" if limits.max_bytes < limits.max_chars else f"{limits.max_chars:,} characters"
    texts = "1 sentence" if limits.max_texts == 1 else f"{limits.max_texts} sentences"
    parts = [f"up to {texts} or {most} in a request"]
    if limits.gap_s:
        parts.append(f"{limits.gap_s:g} s between requests")
    daily = limits.daily_chars
    if daily is not None:
        parts.append(f"{ledger.left(engine.name, daily):,} of {daily:,} characters left today")
    return ", ".join(parts)


def _give_json(standings: Sequence[Standing]) -> None:
    from reader.commands.output import json_document  # noqa: PLC0415 - not for --help

    documents = []
    for one in standings:
        error = one.last_error
        value = one._asdict()
        value["rests_until"] = one.rests_until if one.rests_until != math.inf else None
        value["misconfigured"] = one.rests_until == math.inf
        value["last_error"] = None if error is None else {"when": error.when, "reason": error.reason}
        documents.append(value)
    json_document({"engines": documents})


def _give_lines(standings: Sequence[Standing]) -> None:
    from reader.commands.output import table, width_cells  # noqa: PLC0415 - not for --help
    from reader.commands.streams import write  # noqa: PLC0415

    width = min(width_cells() or WIDTH_CELLS, 100)
    rows = [("", "ENGINE", "STATE", "KEY", "GOES TO"), *map(_row, standings)]
    header, *lines = table(rows, width=0)
    write(f"{header}\n")
    for text, one in zip(lines, standings, strict=True):
        write(f"{text}\n")
        for detail in _details(one):
            _wrapped(detail, width)


def _row(one: Standing) -> tuple[str, ...]:
    from reader.translation.status import clock_time  # noqa: PLC0415 - not for --help

    if one.rests_until == math.inf:
        state = "misconfigured"
    elif one.rests_until is not None:
        state = f"rests until {clock_time(one.rests_until)}"
    else:
        state = "ready" if one.ready else "not ready" if one.place or one.key or one.third_party else "not set up"
    place = str(one.place) if one.place else "-"
    return (place, one.name, state, one.key or "needs none", "a third party" if one.third_party else "this machine")


def _details(one: Standing) -> Iterator[str]:
    if one.why:
        yield one.why
    yield one.privacy
    yield f"Takes {one.limits}."
    if one.last_error is not None and one.last_error.reason != one.why:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.last_error.when))
        yield f"Last error, {when}: {one.last_error.reason}"


def _wrapped(text: str, width: int) -> None:
    """A paragraph below a row, in lines that fit."""
    import textwrap  # noqa: PLC0415 - not for --help

    from reader.commands.streams import write  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415

    indent = " " * 6
    for piece in textwrap.wrap(one_line(text), width - 1, initial_indent=indent, subsequent_indent=indent):
        write(f"{piece}\n")
