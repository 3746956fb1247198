"""`lesepult glossary list` and `stats`: what is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.commands import languages, opening

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from glossary.entry import Entry
    from glossary.layers import Layers
    from reader.commands.entries import Shown
    from reader.commands.parser import Subparsers
    from reader.paths import Paths

ACTIONS = ("list", "stats")

_MOST_NAMED = 10


def add_to(subparsers: Subparsers) -> None:
    """Add `list` and `stats`."""
    listed = subparsers.add_parser(
        "list",
        help="all entries, or those that match",
        description="The entries that count, with their layer and line.",
        epilog='examples:\n  lesepult glossary list "rote*"\n  lesepult glossary list --domain budget --all',
    )
    listed.add_argument("pattern", nargs="?", metavar="PATTERN", help="a part of a term or translation; * and ? work")
    listed.add_argument("--domain", metavar="D", help="only entries of this domain (empty: those without one)")
    listed.add_argument("--layer", metavar="L", help="only this layer: yours, bundled, this text, or a file's name")
    listed.add_argument("--all", action="store_true", help="also entries that an earlier layer hides, and removals")
    opening.add_options(listed)
    stats = subparsers.add_parser(
        "stats",
        help="how many entries there are, of which kind, and how many occur in a text",
        description="Entries by layer, domain, way of matching and status; with --text also what of them occurs.",
        epilog="example:\n  lesepult glossary stats --text book.txt",
    )
    opening.add_options(stats)


def run(arguments: Namespace, paths: Paths) -> int:
    """List or count; gives the exit code: `list` with a pattern that matches nothing gives 1."""
    layers = opening.layers(arguments, paths, matching=arguments.action == "stats" and arguments.text is not None)
    opening.tell_problems(layers)
    return _list(arguments, layers) if arguments.action == "list" else _stats(arguments, layers, paths)


def _list(arguments: Namespace, layers: Layers) -> int:
    from reader.commands import entries, output  # noqa: PLC0415 - not for --help

    shown = _chosen(entries.in_layers(layers.each()), arguments, layers)
    if arguments.json:
        found = [{**entries.as_json(one.entry), "hidden": one.hidden} for one in shown]
        problems = entries.problems_as_json(layers.problems)
        output.json_document({"entries": found, "count": len(found), "problems": problems})
    else:
        rows = [(one.entry.source, entries.targets_text(one.entry), _place(one)) for one in shown]
        for text in output.table(rows, width=output.width_cells()):
            output.write(f"{text}\n")
        if not shown:
            from reader.commands.streams import say  # noqa: PLC0415 - there mostly is something

            say("There is no such entry." if arguments.pattern or arguments.domain else "There are no entries.")
    return 1 if not shown and arguments.pattern else 0


def _place(one: Shown) -> str:
    from reader.commands import entries  # noqa: PLC0415 - not for --help

    return entries.place(one.entry) + (" (hidden)" if one.hidden else "")


def _chosen(shown: Sequence[Shown], arguments: Namespace, layers: Layers) -> list[Shown]:
    from reader.commands import entries  # noqa: PLC0415 - not for --help
    from reader.errors import UsageError  # noqa: PLC0415

    if arguments.layer is not None:
        names = list(dict.fromkeys(layer.name for layer in layers.layers))
        if arguments.layer not in names:
            raise UsageError("There is no such layer", f"{arguments.layer!r}.", f"There are: {', '.join(names)}.")
    chosen = [one for one in shown if arguments.all or not (one.hidden or one.entry.removes)]
    if arguments.layer is not None:
        chosen = [one for one in chosen if one.entry.layer == arguments.layer]
    if arguments.domain is not None:
        chosen = [one for one in chosen if one.entry.domain.casefold() == arguments.domain.casefold()]
    if arguments.pattern:
        wanted = entries.pattern(arguments.pattern)
        texts = ((one, (one.entry.source, *one.entry.targets, *one.entry.forms)) for one in chosen)
        chosen = [one for one, words in texts if any(wanted.match(entries.comparable(word)) for word in words)]
    return chosen


def _stats(arguments: Namespace, layers: Layers, paths: Paths) -> int:
    from reader.commands import entries, output  # noqa: PLC0415 - not for --help

    shown = entries.in_layers(layers.each())
    counted = [one.entry for one in shown if not one.hidden and not one.entry.removes]
    found: dict[str, object] = {
        "entries": len(counted),
        "hidden": sum(one.hidden for one in shown),
        "removals": sum(one.entry.removes for one in shown),
        "layers": [
            {"name": layer.name, "path": str(layer.path), "entries": len(glossary.entries)}
            for layer, glossary in layers.each()
        ],
        "domains": _counts(entry.domain for entry in counted),
        "match": _counts(entry.match for entry in counted),
        "status": _counts(term.status.value for entry in counted for term in entry.terms),
        "longest": max((entry.source for entry in counted), key=len, default=""),
        "newest": [entry.source for entry in _newest(counted)],
        "problems": len(layers.problems),
    }
    if arguments.text is not None:
        found["text"] = _coverage(arguments, layers, paths)
    if arguments.json:
        output.json_document(found)
    else:
        for text in output.table(_stat_rows(found), width=output.width_cells()):
            output.write(f"{text}\n")
    return 0


def _counts(values: object) -> dict[str, int]:
    counted = Counter(values)  # type: ignore[call-overload]
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _newest(counted: Sequence[Entry]) -> list[Entry]:
    dated = [entry for entry in counted if entry.added]
    return sorted(dated, key=lambda entry: entry.added, reverse=True)[:5]


def _coverage(arguments: Namespace, layers: Layers, paths: Paths) -> dict[str, object]:
    """How many of the entries occur in the text, how often each, and which never do."""
    from glossary.matcher import Matcher  # noqa: PLC0415 - not for --help

    document = opening.document(arguments.text)
    matcher = Matcher(layers.glossary, analyser=opening.analyser(languages.pair(arguments).source, paths))
    places: Counter[str] = Counter()
    for number in range(len(document)):
        places.update(match.entry.source for match in matcher.find(document.paragraph(number)))
    never = [entry.source for entry in layers.glossary.entries if entry.source not in places]
    return {
        "path": str(arguments.text),
        "places": places.total(),
        "occurring": len(places),
        "never": len(never),
        "terms": dict(places.most_common()),
        "never_terms": never,
    }


def _stat_rows(found: dict[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in found.items():
        if name == "layers":
            assert isinstance(value, list)  # noqa: S101 - as made above
            rows += [(f"layer {one['name']}", f"{one['entries']:,}  {one['path']}") for one in value]
        elif name == "text":
            assert isinstance(value, dict)  # noqa: S101 - as made above
            rows += _text_rows(value)
        elif isinstance(value, dict):
            rows += [(f"{name} {one or '(none)'}", f"{count:,}") for one, count in list(value.items())[:_MOST_NAMED]]
        elif isinstance(value, list):
            rows += [(name, ", ".join(value))] if value else []
        else:
            rows.append((name, f"{value:,}" if isinstance(value, int) else str(value)))
    return rows


def _text_rows(text: dict[str, object]) -> list[tuple[str, str]]:
    terms, never = text["terms"], text["never_terms"]
    assert isinstance(terms, dict)  # noqa: S101 - as made in _coverage
    assert isinstance(never, list)  # noqa: S101 - as made in _coverage
    rows = [
        ("text", str(text["path"])),
        ("places in the text", f"{text['places']:,}"),
        ("terms that occur", f"{text['occurring']:,}"),
        ("terms that never do", f"{text['never']:,}" + (f": {', '.join(never[:_MOST_NAMED])}" if never else "")),
    ]
    return rows + [(f"  {source}", f"{count:,}") for source, count in list(terms.items())[:_MOST_NAMED]]
