"""`lesepult doctor`: what works on this machine, and what to do about what does not. Nothing is sent or changed.

Invariant: no connection is opened unless `--online` asks for it, and no text goes over one even then.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from reader.commands.finding import Check, Finding
    from reader.commands.parser import Subparsers
    from reader.config import Config
    from reader.paths import Paths

NAME = "doctor"
WIDTH_CELLS = 80
_WIDEST_CELLS = 100
_SAMPLE = "„rote Linien“ – … ‚so‘ »oder so« ÄÖÜ äöü ß ẞ │ ▌ ‾"
_TO_SEE = "Each sign must stand by itself: quotes low and high, a dash, three dots."
_EPILOG = """Each line is "ok", a "note" (it works, but you may want to know) or a "problem", with what to do.

examples:
  lesepult doctor
  lesepult doctor --online               and whether the engines' servers can be reached; no text is sent
  lesepult doctor --json                 to go with a report of a fault; it holds no key and no text

exit codes: 0 good, 1 there is a problem, 2 the command line makes no sense"""


def add_to(subparsers: Subparsers) -> None:
    """Add `doctor` to the commands."""
    parser = subparsers.add_parser(
        NAME,
        help="what works on this machine, and what to do about what does not",
        description="Look at the terminal, the libraries, your files and the engines. Nothing is sent or changed.",
        epilog=_EPILOG,
    )
    parser.add_argument("--online", action="store_true", help="see whether the engines' servers can be reached")
    parser.add_argument("--json", action="store_true", help="give one JSON document instead of lines")


def run(arguments: Namespace, paths: Paths) -> int:
    """Look at everything; gives the exit code: 1 if there is a problem."""
    from reader.commands.finding import PROBLEM, findings  # noqa: PLC0415 - not for --help

    def load() -> Config:
        from reader import config  # noqa: PLC0415 - not for --help

        found = config.load(paths.config, offline=paths.offline)
        arguments.program.check(found)
        return found

    found = findings(_checks(paths, load, os.environ, online=arguments.online))
    problems = _give_json(found) if arguments.json else _give_lines(found)
    return 1 if problems[PROBLEM] else 0


def _checks(paths: Paths, load: object, environ: Mapping[str, str], *, online: bool) -> Iterator[Check]:
    """What is looked at, in order; a module that cannot even be imported breaks its own checks only."""
    from importlib import import_module  # noqa: PLC0415 - not for --help

    from reader.commands.finding import Check  # noqa: PLC0415

    def check(topic: str, module: str, name: str, *arguments: object) -> Check:
        def look() -> Iterator[tuple[str, str, str]]:
            yield from getattr(import_module(f"reader.commands.doctor_{module}"), name)(*arguments)

        return Check(topic, look)

    yield check("terminal", "machine", "terminal", environ)
    yield check("terminal", "width", "widths", environ)
    yield check("clipboard", "machine", "clipboard", environ)
    yield check("Python", "machine", "python")
    yield check("libraries", "machine", "libraries")
    yield check("extras", "machine", "extras")
    yield check("directories", "files", "directories", paths)
    yield check("configuration", "files", "configuration", paths, load, environ)
    yield check("glossaries", "files", "glossaries", paths)
    yield check("memory", "files", "memory", paths.memory)
    yield check("history", "files", "history", paths.history)
    yield check("lexicons", "files", "lexicons", paths.cache)
    yield check("engines", "files", "engines", paths, load)
    if online:
        yield check("network", "online", "reachable", paths, load)
    yield check("offline model", "files", "offline_model", paths, load)


def _give_json(found: Iterator[Finding]) -> Mapping[str, int]:
    from collections import Counter  # noqa: PLC0415 - not for --help

    from reader import __version__  # noqa: PLC0415
    from reader.commands.output import json_document  # noqa: PLC0415

    rows = list(found)
    counts = Counter(one.level for one in rows)
    json_document(
        {
            "version": __version__,
            "problems": counts["problem"],
            "notes": counts["note"],
            "findings": [one._asdict() for one in rows],
        }
    )
    return counts


def _give_lines(found: Iterator[Finding]) -> Mapping[str, int]:
    """Each finding as soon as it is there; some take a second."""
    from collections import Counter  # noqa: PLC0415 - not for --help

    from reader import __version__  # noqa: PLC0415
    from reader.commands.output import line, width_cells  # noqa: PLC0415
    from reader.commands.streams import write  # noqa: PLC0415

    width = min(width_cells() or WIDTH_CELLS, _WIDEST_CELLS)
    counts: Counter[str] = Counter()
    topic = ""
    line(f"Lesepult {__version__}")
    for one in found:
        if one.topic != topic:
            topic = one.topic
            write("\n")
            line(topic)
            if topic == "terminal":
                _look(width)
        counts[one.level] += 1
        for text in _wrapped(one.message, width, f"  {one.level:8}"):
            write(f"{text}\n")
        for text in _wrapped(one.hint, width, " " * 12):
            write(f"{text}\n")
    write("\n")
    line(_summary(counts))
    return counts


def _look(width: int) -> None:
    """A line that only a person can judge, with a bar of colours where there are colours."""
    from reader.commands.output import width_cells  # noqa: PLC0415 - as above
    from reader.commands.streams import write  # noqa: PLC0415

    write(f"  look    {_SAMPLE}\n"[: width + 1])
    for text in _wrapped(_TO_SEE, width, " " * 12):
        write(f"{text}\n")
    if width_cells() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb":
        steps = range(0, 240, 6)
        bar = "".join(f"\x1b[48;2;{240 - step};{step};{step // 2}m " for step in steps)
        write(f"          {bar}\x1b[0m smooth in true colours\n" if width >= WIDTH_CELLS else "")


def _wrapped(text: str, width: int, begin: str) -> list[str]:
    """A text in lines that fit, harmless; the further ones stand below the first word."""
    import textwrap  # noqa: PLC0415 - not for --help

    from reader.core.text import one_line  # noqa: PLC0415

    indent = " " * len(begin) if begin.strip() else begin
    return textwrap.wrap(one_line(text), width, initial_indent=begin, subsequent_indent=indent, break_on_hyphens=False)


def _summary(counts: Mapping[str, int]) -> str:
    """What it comes to.

    >>> _summary({"ok": 9, "note": 1, "problem": 0}), _summary({"ok": 9, "note": 0, "problem": 2})
    ('No problems, 1 note.', '2 problems, no notes.')
    """
    parts = []
    for name in ("problem", "note"):
        count = counts[name]
        parts.append(f"{count or 'no'} {name}{'' if count == 1 else 's'}")
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
