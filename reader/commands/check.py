"""`lesepult check TEXT [TRANSLATION]`: does the translation use the terms of the glossary?

Exit codes: 0 no findings, 1 findings, 2 the command line makes no sense, 3 a file cannot be used.

With `--json` one JSON document in UTF-8 comes out:

    {"text": "a.txt", "translation": null,
     "findings": [{"kind": "missing" or "forbidden", "line": 3, "paragraph": 2,
                   "term": "rote Linie", "targets": ["red line"],
                   "start": 12, "end": 24,             the term in "source"
                   "found": "special assets" or null, "found_start": 4, "found_end": 18 (or null),
                   "source": "…", "target": "…", "accepted": false, "glossary": "my.yaml", "glossary_line": 7}],
     "terms": [{"term": "rote Linie", "expected": 4, "used": 3, "missing": 1, "forbidden": 0,
                "renderings": {"red line": 2, "red lines": 1}}],
     "segments": 21, "translated": 20, "untranslated_lines": [4], "untranslated_paragraphs": [3], "accepted": 0}

Spans are half-open and count characters; lines and paragraphs count from 1. Lines are those of the file; a format
without them, such as EPUB, has null, and no untranslated lines. `expected` counts the sentences that have the term,
`used` those whose translation has it.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from glossary.check import Finding, TermCheck, Verdict
    from glossary.entry import Entry
    from glossary.matcher import Matcher
    from reader.commands.pairing import Unit
    from reader.commands.parser import Subparsers
    from reader.commands.places import Place, Places
    from reader.core.document import Document
    from reader.memory.unit import LanguagePair
    from reader.paths import Paths

NAME = "check"

KINDS = ("missing", "forbidden")
_MOST_LINES = 10
_MOST_TERMS = 20
_EPILOG = """examples:
  lesepult check article.txt                        what the translation memory knows of it
  lesepult check article.txt article.en.txt         a translation with the same paragraphs
  lesepult check article.txt pairs.jsonl --json     pairs {"de": ..., "en": ...}, for a program
  lesepult check article.fr.txt --from fr --glossary fr-en.yaml

What was accepted in the reader is no finding.
exit codes: 0 no findings, 1 findings, 2 the command line makes no sense, 3 a file cannot be used"""


class Row(NamedTuple):
    """One finding with its place."""

    finding: Finding
    place: Place
    unit: Unit
    accepted: bool


@dataclass(slots=True)
class Usage:
    """How one entry is rendered in the whole text; counts are of sentences."""

    expected: int = 0
    used: int = 0
    missing: int = 0
    forbidden: int = 0
    renderings: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Report:
    """What a check of a whole text comes to."""

    rows: list[Row] = field(default_factory=list)
    terms: dict[Entry, Usage] = field(default_factory=dict)
    segments: int = 0
    untranslated: list[Place] = field(default_factory=list)
    """Where each sentence stands that has no translation."""

    def findings(self) -> list[Row]:
        """The findings that were not accepted."""
        return [row for row in self.rows if not row.accepted]


def add_to(subparsers: Subparsers) -> None:
    """Add `check` to the commands."""
    from reader.commands.fetching import place  # noqa: PLC0415 - beside the parser
    from reader.commands.languages import add_options  # noqa: PLC0415

    parser = subparsers.add_parser(
        NAME,
        help="terms that a translation lacks or renders as it must not",
        description="Check a translation against the glossary.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "text", type=place, metavar="TEXT", help="the text, the address of a page, or - for standard input"
    )
    parser.add_argument(
        "translation",
        nargs="?",
        type=Path,
        metavar="TRANSLATION",
        help="a text with the same paragraphs, or pairs (.jsonl, .yaml); by default what the memory knows",
    )
    parser.add_argument(
        "--glossary", action="append", default=[], type=Path, metavar="FILE", help="a glossary to use, too"
    )
    parser.add_argument(
        "--fail-on",
        type=_kinds,
        default=KINDS,
        metavar="KIND[,KIND]",
        help="what gives exit code 1: missing, forbidden (default: both)",
    )
    parser.add_argument("--all", action="store_true", help="show findings that were accepted in the reader, too")
    parser.add_argument("--json", action="store_true", help="give one JSON document instead of lines")
    add_options(parser)
    parser.set_defaults(run=run)


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(filter(None, (kind.strip() for kind in text.split(","))))
    if not kinds or any(kind not in KINDS for kind in kinds):
        raise ArgumentTypeError(f"{text!r} is not one of: missing, forbidden, or both with a comma")
    return kinds


def run(arguments: Namespace, paths: Paths) -> int:
    """Check; gives 1 if there is something to fail on, else 0.

    Raises:
        ReaderError: a file cannot be used, or the translation does not correspond to the text.
    """
    from glossary.check import TermCheck  # noqa: PLC0415 - not for --help
    from glossary.entry import Glossary  # noqa: PLC0415
    from glossary.matcher import Matcher  # noqa: PLC0415
    from reader.commands import languages, opening  # noqa: PLC0415
    from reader.errors import UsageError  # noqa: PLC0415

    if str(arguments.text) == str(arguments.translation) == "-":
        raise UsageError("Only one of them can be -", "there is one standard input.", "Name a file for the other.")
    opening.need_glossaries(arguments)
    pair = languages.pair(arguments)
    document, places = opening.with_places(arguments.text, arguments.encoding)
    languages.tell(document, pair)
    paragraphs = _paragraphs(document, places, arguments, paths, pair)
    layers = opening.layers(arguments, paths, matching=True)
    opening.tell_problems(layers)
    source, target = (opening.analyser(language, paths) for language in pair)
    matcher = Matcher(Glossary(layers.glossary.entries), side="source", analyser=source)
    report = _checked(places, len(document), paragraphs, matcher, TermCheck(target), _accepted(paths))
    (_give_json if arguments.json else _give_lines)(arguments, report)
    return int(any(row.finding.kind.value in arguments.fail_on for row in report.findings()))


def _paragraphs(
    document: Document, places: Places, arguments: Namespace, paths: Paths, pair: LanguagePair
) -> Iterator[list[Unit]]:
    from reader.commands import opening, pairing  # noqa: PLC0415 - not for --help

    name: Path | None = arguments.translation
    if name is None:
        return pairing.from_memory(document, paths, pair)
    if name.suffix.lower() in pairing.PAIR_SUFFIXES:
        return pairing.from_pairs(document, pairing.read_pairs(name, pair), pair.source)
    names = (_called(arguments.text), _called(name))
    translation, theirs = opening.with_places(name)
    return pairing.from_text(document, translation, names, pair, (places, theirs))


def _called(path: Path | str) -> str:
    from reader.core.text import one_line  # noqa: PLC0415 - not for --help

    return "standard input" if str(path) == "-" else one_line(str(path))


def _accepted(paths: Paths) -> frozenset[tuple[bytes, str, str]]:
    """What the person has accepted in the reader."""
    from reader.history import History  # noqa: PLC0415 - not for --help

    if not paths.history.exists():
        return frozenset()
    history = History(paths.history)
    try:
        return history.accepted()
    finally:
        history.close()


def _checked(
    places: Places,
    count: int,
    paragraphs: Iterable[list[Unit]],
    matcher: Matcher,
    check: TermCheck,
    accepted: frozenset[tuple[bytes, str, str]],
) -> Report:
    from glossary.check import Segment, findings_of  # noqa: PLC0415 - not for --help
    from reader.commands.output import Progress  # noqa: PLC0415

    report = Report()
    progress = Progress("checking")
    try:
        for number, units in enumerate(paragraphs):
            progress(number, count)
            segments = [Segment(unit.source, unit.target, matcher.find(unit.source)) for unit in units]
            judged = check.verdicts_of_paragraph(segments)
            for unit, verdicts in zip(units, judged, strict=True):
                report.segments += 1
                if not unit.target:
                    report.untranslated.append(places.at(unit.start))
                for verdict in verdicts:
                    usage = report.terms.setdefault(verdict.entry, Usage())
                    found = findings_of(verdict, unit.target)
                    _count(usage, verdict, unit, found)
                    report.rows += [
                        Row(finding, places.at(unit.start + verdict.source.start), unit, known)
                        for finding in found
                        for known in (_is_accepted(finding, unit, accepted),)
                    ]
    finally:
        progress.done()
    return report


def _count(usage: Usage, verdict: Verdict, unit: Unit, found: list[Finding]) -> None:
    usage.expected += 1
    usage.used += verdict.state in ("accepted", "loose")
    usage.missing += verdict.state == "missing"
    usage.forbidden += bool(found) and verdict.state == "forbidden"
    for start, end in verdict.used:
        usage.renderings[" ".join(unit.target[start:end].split())] += 1
    for finding in found:
        if finding.found:
            usage.renderings[" ".join(finding.found.split())] += 1


def _is_accepted(finding: Finding, unit: Unit, accepted: frozenset[tuple[bytes, str, str]]) -> bool:
    return any((key, finding.entry.source, finding.kind.value) in accepted for key in unit.keys)


# --- lines ------------------------------------------------------------------------------------------------------


def _give_lines(arguments: Namespace, report: Report) -> None:
    from reader.commands import languages  # noqa: PLC0415 - not for --help
    from reader.commands.output import write  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415

    def line(text: str) -> None:
        bare = text.lstrip(" ")
        write(f"{' ' * (len(text) - len(bare))}{one_line(bare)}\n")

    name, pair = _called(arguments.text), languages.pair(arguments)
    for row in report.rows:
        if row.accepted and not arguments.all:
            continue
        for text in _told(name, row, pair):
            line(text)
    for text in _summary(report):
        line(text)
    for text in _inconsistent(report):
        line(text)


def _told(name: str, row: Row, pair: LanguagePair) -> Iterator[str]:
    """One finding: what and where, and the sentence with its translation."""
    from reader.commands.places import shortened  # noqa: PLC0415 - not for --help

    finding, entry = row.finding, row.finding.entry
    wanted = " or ".join(entry.targets)
    mark = " (accepted)" if row.accepted else ""
    if finding.found:
        yield f"{row.place.within(name)}: forbidden “{finding.found}” for “{entry.source}” → {entry.target}{mark}"
    else:
        yield f"{row.place.within(name)}: missing “{entry.source}” → {wanted}{mark}"
    source = finding.source
    start, end = (source.start, source.end) if source is not None else (0, 0)
    yield f"  {pair.source}: {shortened(row.unit.source, start, end)}"
    target = row.unit.target
    # A missing term has no place; what stands for it stands about as far from the beginning.
    near = len(target) * start // max(1, len(row.unit.source))
    yield f"  {pair.target}: {shortened(target, *((finding.start, finding.end) if finding.found else (near, near)))}"


def _summary(report: Report) -> Iterator[str]:
    """What it all comes to."""
    rows = report.findings()
    missing = sum(row.finding.kind.value == "missing" for row in rows)
    accepted = len(report.rows) - len(rows)
    used = sum(usage.used for usage in report.terms.values())
    expected = sum(usage.expected for usage in report.terms.values())
    finds = (
        f"{_many(len(rows), 'finding')} ({missing} missing, {len(rows) - missing} forbidden)" if rows else "no findings"
    )
    more = f", {accepted} accepted before" if accepted else ""
    yield f"{finds} in {_many(report.segments - len(report.untranslated), 'translated sentence')}{more}"
    if expected:
        yield f"{used} of {_many(expected, 'term')} used as the glossary says"
    if report.untranslated:
        by_line = report.untranslated[0].line > 0
        found = list(dict.fromkeys(place.line if by_line else place.paragraph for place in report.untranslated))
        shown = ", ".join(map(str, found[:_MOST_LINES])) + " …" * (len(found) > _MOST_LINES)
        word = f"{'line' if by_line else 'paragraph'}{'s' * (len(found) != 1)}"
        yield f"{_many(len(report.untranslated), 'sentence')} without a translation ({word} {shown})"


def _inconsistent(report: Report) -> Iterator[str]:
    """The terms that were not always used, or rendered in several ways."""
    from glossary.renderings import bare  # noqa: PLC0415 - not for --help

    shown = 0
    for entry, usage in report.terms.items():
        if usage.used == usage.expected and len({bare(text).rstrip("s") for text in usage.renderings}) < 2:
            continue
        shown += 1
        if shown > _MOST_TERMS:
            yield "  …"
            return
        ways = ", ".join(f"{text} {count}" for text, count in usage.renderings.most_common(5))
        yield f"  {entry.source}: {usage.used} of {usage.expected}{': ' * bool(ways)}{ways}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


# --- JSON -------------------------------------------------------------------------------------------------------


def _give_json(arguments: Namespace, report: Report) -> None:
    from reader.commands.output import json_document  # noqa: PLC0415 - not for --help

    rows = [row for row in report.rows if arguments.all or not row.accepted]
    json_document(
        {
            "text": str(arguments.text),
            "translation": None if arguments.translation is None else str(arguments.translation),
            "findings": [_as_json(row) for row in rows],
            "terms": [
                {
                    "term": entry.source,
                    "expected": usage.expected,
                    "used": usage.used,
                    "missing": usage.missing,
                    "forbidden": usage.forbidden,
                    "renderings": dict(usage.renderings.most_common()),
                }
                for entry, usage in report.terms.items()
            ],
            "segments": report.segments,
            "translated": report.segments - len(report.untranslated),
            "untranslated_lines": list(dict.fromkeys(place.line for place in report.untranslated if place.line)),
            "untranslated_paragraphs": list(dict.fromkeys(place.paragraph for place in report.untranslated)),
            "accepted": sum(row.accepted for row in report.rows),
        }
    )


def _as_json(row: Row) -> dict[str, object]:
    finding, entry = row.finding, row.finding.entry
    source = finding.source
    return {
        "kind": finding.kind.value,
        "line": row.place.line or None,
        "paragraph": row.place.paragraph,
        "term": entry.source,
        "targets": list(entry.targets),
        "start": source.start if source is not None else None,
        "end": source.end if source is not None else None,
        "found": finding.found or None,
        "found_start": finding.start if finding.found else None,
        "found_end": finding.end if finding.found else None,
        "source": row.unit.source,
        "target": row.unit.target,
        "accepted": row.accepted,
        "glossary": str(entry.path) if entry.path is not None else None,
        "glossary_line": entry.line or None,
    }
