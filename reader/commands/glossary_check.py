"""`lesepult glossary check`: what is wrong or doubtful in glossary files, for people and for pre-commit hooks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands import languages, opening
from reader.commands.parser import EXIT_CODES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from glossary.lint import Finding
    from glossary.problems import Problem
    from reader.commands.parser import Subparsers
    from reader.paths import Paths

ACTIONS = ("check",)

MOST_TOLD = 100
"""So many findings of one kind are told; --json has all."""

UNREADABLE_FILE = "unreadable-file"
"""The rule of a file that cannot be read at all: a directory, no permission."""

_EPILOG = f"""examples:
  lesepult glossary check                            all layers, as the reader has them
  lesepult glossary check team.yaml --fail-on error  one file, for a pre-commit hook

An error keeps an entry out or contradicts itself, a warning will surprise, an info is worth a look and never fails.
{EXIT_CODES}"""


def add_to(subparsers: Subparsers) -> None:
    """Add `check`."""
    parser = subparsers.add_parser(
        "check",
        help="mistakes and doubts in glossary files",
        description="Say what is wrong or doubtful, as FILE:LINE:COLUMN: SEVERITY: what. what to do [rule].",
        epilog=_EPILOG,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these files; by default all layers")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="warning",
        help="what gives exit code 1: errors only, or warnings too (default)",
    )
    parser.add_argument("--no-info", action="store_true", help="leave out what is only worth a look")
    opening.add_options(parser)


GERMAN_RULE = "capital"
"""What is said of capitals holds for German."""


def run(arguments: Namespace, paths: Paths) -> int:
    """Check; gives 0, or 1 if there is something to fail on, or 3 if a file could not be read at all.

    Raises:
        InputError: a file that was named is not there.
    """
    from reader.commands import output  # noqa: PLC0415 - not for --help

    found = _findings(arguments, paths)
    if arguments.no_info:
        found = [finding for finding in found if finding.severity != "info"]
    counts = Counter(finding.severity for finding in found)
    if arguments.json:
        numbers = {severity: counts[severity] for severity in ("error", "warning", "info")}
        output.json_document({"findings": [_as_json(finding) for finding in found], "counts": numbers})
    else:
        _tell(found)
    if any(finding.rule == UNREADABLE_FILE for finding in found):
        return 3
    failed = counts["error"] + (counts["warning"] if arguments.fail_on == "warning" else 0)
    return 1 if failed else 0


def _findings(arguments: Namespace, paths: Paths) -> list[Finding]:
    from glossary.layers import Layers  # noqa: PLC0415 - not for --help
    from glossary.lint import lint  # noqa: PLC0415
    from reader.errors import InputError  # noqa: PLC0415

    for path in arguments.files:
        if not path.exists():
            raise InputError("Cannot check the glossary", f"{path} does not exist.", "Check the name and the path.")
    layers = Layers(files=arguments.files) if arguments.files else opening.layers(arguments, paths)
    each = layers.each()
    judged = sum(not layer.fixed for layer, _ in each)
    german = languages.pair(arguments).source.partition("-")[0] == "de"
    words = opening.lexicon_if_there("de", paths) if german else None
    lemma = words.lexicon.get if words is not None and words.lexicon is not None else None
    found: dict[Path, list[Finding]] = {layer.path: _problems(glossary.problems) for layer, glossary in each[:judged]}
    for finding in lint([glossary for _, glossary in each], judged=judged, lemma=lemma):
        if finding.path is not None and (german or finding.rule != GERMAN_RULE):
            found[finding.path].append(finding)
    for layer, _ in each[:judged]:
        found[layer.path] += _in_lines(layer.path)
    return [
        finding for per_file in found.values() for finding in sorted(per_file, key=lambda one: (one.line, one.column))
    ]


def _problems(problems: Iterable[Problem]) -> list[Finding]:
    from glossary.lint import Finding  # noqa: PLC0415 - not for --help

    found = list(problems)
    rule = UNREADABLE_FILE if len(found) == 1 and not found[0].line else "unreadable"
    return [Finding("error", rule, *problem) for problem in found]


def _in_lines(path: Path) -> list[Finding]:
    """The findings in the lines of a file; none if it cannot be read, which is a problem told already."""
    from glossary import source_file  # noqa: PLC0415 - not for --help
    from glossary.lint_lines import lint_lines  # noqa: PLC0415
    from glossary.reading import decode  # noqa: PLC0415

    data = source_file.snapshot(path, 0).data
    return lint_lines(decode(data), path) if data is not None else []


def _as_json(finding: Finding) -> dict[str, object]:
    path = str(finding.path) if finding.path is not None else None
    return {**finding._asdict(), "path": path}


def _tell(found: list[Finding]) -> None:
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.commands.streams import say  # noqa: PLC0415

    counts = Counter(finding.severity for finding in found)
    told: Counter[str] = Counter()
    for finding in found:
        told[finding.rule] += 1
        if told[finding.rule] <= MOST_TOLD:
            output.line(str(finding))
    for rule, count in told.items():
        if count > MOST_TOLD:
            say(f"{count - MOST_TOLD:,} more of the kind [{rule}]; --json gives all.")
    say(
        ", ".join((_numbered(counts["error"], "error"), _numbered(counts["warning"], "warning")))
        + _infos(counts["info"])
    )


def _infos(count: int) -> str:
    return f", {count:,} worth a look" if count else ""


def _numbered(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
