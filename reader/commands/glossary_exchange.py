"""`lesepult glossary import` and `export`: glossaries of other programs, with what would happen told first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands import languages, opening

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from glossary.entry import Entry
    from glossary.interchange import Imported, LeftOut, Loss, Plan, Report
    from glossary.layers import Layers
    from reader.commands.parser import Subparsers
    from reader.paths import Paths

    Lost = Sequence[LeftOut | Loss]

ACTIONS = ("import", "export")

FORMATS = ("tbx", "csv", "tsv", "deepl", "omegat", "utx", "yaml")
POLICIES = ("keep", "replace", "merge")
MOST_SHOWN = 10
"""So many of each kind are shown; --json has all."""

_IMPORT_EPILOG = """examples:
  lesepult glossary import iate.tbx --dry-run              only say what is new, equal or in conflict
  lesepult glossary import terms.csv --to team.yaml
  lesepult glossary import en-de.csv --reverse             the first column is English

The format is found by looking at the file. Without --yes you are asked before anything is written, unless the input
is not a terminal. What stood in the file is kept beside it; `lesepult glossary undo` puts it back."""

_EXPORT_EPILOG = """examples:
  lesepult glossary export terms.tbx
  lesepult glossary export --format deepl --domain budget > budget.csv"""


def add_to(subparsers: Subparsers) -> None:
    """Add `import` and `export`."""
    imported = subparsers.add_parser(
        "import",
        help="take over entries of another glossary",
        description="Read TBX, CSV, TSV, DeepL, OmegaT, UTX or YAML, say what is new, equal, in conflict or left out, "
        "and write it into your glossary.",
        epilog=_IMPORT_EPILOG,
    )
    imported.add_argument("file", type=Path, metavar="FILE", help="a glossary or a table of another program")
    imported.add_argument("--format", choices=FORMATS, default="", help="how the file is made; found out by default")
    imported.add_argument("--reverse", action="store_true", help="the first column holds the translations")
    imported.add_argument("--dry-run", action="store_true", help="only say what would happen")
    imported.add_argument("--yes", action="store_true", help="do not ask")
    imported.add_argument(
        "--on-conflict",
        choices=POLICIES,
        default="keep",
        help="what to do where both have the term: keep yours (default), replace it, or merge the translations",
    )
    imported.add_argument("--to", type=Path, metavar="FILE", help="the glossary to write; by default yours")
    opening.add_options(imported, text=False)
    exported = subparsers.add_parser(
        "export",
        help="write the glossary for another program",
        description="Write all entries that count, or some of them, and say what the format cannot hold.",
        epilog=_EXPORT_EPILOG,
    )
    exported.add_argument("out", nargs="?", default="-", metavar="OUT", help="a file, or - for standard output")
    exported.add_argument("--format", choices=(*FORMATS, "json"), default="", help="by default from the file's name")
    exported.add_argument("--layer", metavar="L", help="only this layer")
    exported.add_argument("--domain", metavar="D", help="only this domain")
    exported.add_argument("--force", action="store_true", help="replace OUT if it is there")
    opening.add_options(exported)


def run(arguments: Namespace, paths: Paths) -> int:
    """Import or export; gives the exit code.

    Raises:
        GlossaryError: a file cannot be read or written; nothing has changed.
        ReaderError: what is asked for makes no sense.
    """
    layers = opening.layers(arguments, paths)
    return _import(arguments, layers) if arguments.action == "import" else _export(arguments, layers)


# --- import ------------------------------------------------------------------------------------------------------


def _import(arguments: Namespace, layers: Layers) -> int:
    from glossary import interchange  # noqa: PLC0415 - not for --help
    from reader.commands import output  # noqa: PLC0415

    source, target = languages.pair(arguments)
    to = arguments.to if arguments.to is not None else layers.writable
    assert to is not None  # noqa: S101 - there is always the person's own
    progress = output.Progress("reading")
    try:
        imported = interchange.read(
            arguments.file,
            format=arguments.format,
            source_lang=source,
            target_lang=target,
            reverse=arguments.reverse,
            progress=progress,
        )
        plan = interchange.plan(imported, _standing(arguments, layers, to))
    finally:
        progress.done()
    if not arguments.json:
        _tell_plan(imported, plan, arguments)
    writing = bool(plan.new or (plan.conflicts and arguments.on_conflict != "keep"))
    written = False
    if writing and not arguments.dry_run and (arguments.yes or _agreed(to)):
        written = True
        with output.Busy("writing", len(plan.new) + len(plan.conflicts)):
            interchange.apply(plan, to, policy=arguments.on_conflict)
    if arguments.json:
        output.json_document(_plan_as_json(imported, plan, arguments, to, written=written))
    else:
        _tell_end(to, arguments, writing=writing, written=written)
    return 0


def _standing(arguments: Namespace, layers: Layers, to: Path) -> list[Entry]:
    """The entries to compare with, so that nothing is written that is there already.

    A file named by the person is whole by itself, since it may be handed on; their own needs nothing that ships.
    """
    from glossary import yaml_file  # noqa: PLC0415 - not for --help

    written = next((glossary for layer, glossary in layers.each() if layer.path == to), None)
    own = (written if written is not None else yaml_file.load_file(to)).entries
    if arguments.to is not None or arguments.glossary:
        return list(own)
    return [*own, *(entry for entry in layers.glossary.entries if entry.path != to)]


def _agreed(to: Path) -> bool:
    """Whether the person agrees; where nobody can be asked, whoever wrote the command did."""
    from reader.commands import asking  # noqa: PLC0415 - not for --help

    return not asking.somebody() or asking.agreed(f"Write this into {to}?", default=True)


def _tell_plan(imported: Imported, plan: Plan, arguments: Namespace) -> None:
    """What is new, equal, in conflict and left out: a line for each, with the first ones named."""
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.commands.entries import place, targets_text  # noqa: PLC0415
    from reader.commands.streams import say  # noqa: PLC0415

    for problem in imported.problems[:MOST_SHOWN]:
        say(str(problem))
    problems = len(imported.problems) + imported.more
    if problems > MOST_SHOWN:
        say(f"{problems - MOST_SHOWN:,} more problems.")
    layout = f", {imported.layout}" if imported.layout else ""
    output.line(f"{imported.path}: {imported.format}{layout}")
    output.line(f"{len(plan.new):,} new{_some([_pair(entry) for entry in plan.new])}")
    output.line(f"{len(plan.equal):,} equal")
    verb = {"keep": "what stands there stays", "replace": "the new one replaces it", "merge": "merged"}[
        arguments.on_conflict
    ]
    output.line(f"{len(plan.conflicts):,} in conflict" + (f" ({verb})" if plan.conflicts else ""))
    for conflict in plan.conflicts[:MOST_SHOWN]:
        mine, other = targets_text(conflict.standing), targets_text(conflict.imported)
        if mine == other:
            mine, other = _details(conflict.standing), _details(conflict.imported)
        output.line(f"  {conflict.standing.source}: {mine} ({place(conflict.standing)}) · imported: {other}")
    if len(plan.conflicts) > MOST_SHOWN:
        output.line(f"  and {len(plan.conflicts) - MOST_SHOWN:,} more; --json gives all")
    if plan.duplicates:
        again = [_pair(double.again) for double in plan.duplicates]
        output.line(f"{len(again):,} twice in the file{_some(again)}")
    for left_out in imported.left_out:
        output.line(str(left_out))
    for loss in imported.losses:
        output.line(f"not taken over: {loss}")


def _pair(entry: Entry) -> str:
    from reader.commands.entries import targets_text  # noqa: PLC0415 - not for --help

    return f"{entry.source} → {targets_text(entry)}"


def _details(entry: Entry) -> str:
    """An entry with the fields in which it may differ."""
    fields = (entry.note, entry.domain, entry.pos, entry.match, entry.case, *entry.forms)
    return f"{', '.join(entry.targets)} ({', '.join(filter(None, fields))})"


def _some(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    more = " …" if len(texts) > 3 else ""
    return f": {'; '.join(texts[:3])}{more}"


def _tell_end(to: Path, arguments: Namespace, *, writing: bool, written: bool) -> None:
    from reader.commands import output  # noqa: PLC0415 - not for --help

    if written:
        output.line(f"{to}: written")
    elif not writing:
        output.line(f"{to}: nothing to write")
    elif arguments.dry_run:
        output.line(f"{to}: would be written (--dry-run)")
    else:
        output.line(f"{to}: not written")


def _plan_as_json(
    imported: Imported, plan: Plan, arguments: Namespace, to: Path, *, written: bool
) -> dict[str, object]:
    from dataclasses import asdict  # noqa: PLC0415 - not for --help

    from reader.commands.entries import as_json, problems_as_json  # noqa: PLC0415

    return {
        "file": str(imported.path),
        "format": imported.format,
        "to": str(to),
        "dry_run": arguments.dry_run,
        "written": written,
        "on_conflict": arguments.on_conflict,
        "new": [as_json(entry) for entry in plan.new],
        "equal": [as_json(entry) for entry in plan.equal],
        "conflicts": [{"standing": as_json(one.standing), "imported": as_json(one.imported)} for one in plan.conflicts],
        "duplicates": [{"first": as_json(one.first), "again": as_json(one.again)} for one in plan.duplicates],
        "left_out": [asdict(one) for one in imported.left_out],
        "losses": [asdict(one) for one in imported.losses],
        "problems": problems_as_json(imported.problems),
    }


# --- export ------------------------------------------------------------------------------------------------------


def _export(arguments: Namespace, layers: Layers) -> int:
    from reader.commands import output, streams  # noqa: PLC0415 - not for --help
    from reader.errors import UsageError  # noqa: PLC0415

    opening.tell_problems(layers)
    chosen = _chosen(arguments, layers)
    to_stdout = arguments.out == "-"
    if to_stdout and not arguments.format:
        raise UsageError("A format is needed", "standard output has no name.", f"Add --format {'|'.join(FORMATS)}|json")
    if to_stdout and arguments.json:
        raise UsageError("These do not go together", "--json and standard output.", "Name a file to write.")
    if to_stdout:
        streams.need_output()
    if arguments.format == "json" or (not arguments.format and arguments.out.endswith(".json")):
        count, losses = _export_json(chosen, arguments)
    else:
        count, losses = _export_other(chosen, arguments)
    if arguments.json:
        from dataclasses import asdict  # noqa: PLC0415 - not for --help

        told = [asdict(loss) for loss in losses]
        output.json_document({"file": arguments.out, "written": count, "losses": told})
        return 0
    for loss in losses:
        streams.say(str(loss))
    where = "" if to_stdout else f" to {arguments.out}"
    streams.say(f"{count:,} {'entry' if count == 1 else 'entries'} written{where}.")
    return 0


def _chosen(arguments: Namespace, layers: Layers) -> list[Entry]:
    from reader.errors import UsageError  # noqa: PLC0415 - not for --help

    chosen: Iterable[Entry] = layers.glossary.entries
    if arguments.layer is not None:
        named = [glossary.entries for layer, glossary in layers.each() if layer.name == arguments.layer]
        if not named:
            names = ", ".join(dict.fromkeys(layer.name for layer in layers.layers))
            raise UsageError("There is no such layer", f"{arguments.layer!r}.", f"There are: {names}.")
        chosen = [entry for entries in named for entry in entries if not entry.removes]
    if arguments.domain is not None:
        chosen = [entry for entry in chosen if entry.domain.casefold() == arguments.domain.casefold()]
    return list(chosen)


def _export_json(chosen: Sequence[Entry], arguments: Namespace) -> tuple[int, Lost]:
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.commands.entries import as_json  # noqa: PLC0415

    document = {"entries": [as_json(entry) for entry in chosen], "count": len(chosen)}
    if arguments.out == "-":
        output.json_document(document)
        return len(chosen), ()
    import json  # noqa: PLC0415 - only for this format

    data = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"
    _put(Path(arguments.out), data, force=arguments.force)
    return len(chosen), ()


def _put(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all.

    Raises:
        GlossaryError: it is there already, or cannot be written.
    """
    from glossary import safe_file  # noqa: PLC0415 - only for this format
    from glossary.problems import GlossaryError  # noqa: PLC0415

    title = "The glossary was not exported"
    with safe_file.Locked(path) as real:
        before = safe_file.read(real)
        if before is not None and not force:
            raise GlossaryError(title, f"{path} is there already.", "Replace it with --force, or name another file.")
        try:
            safe_file.replace(real, before, data)
        except safe_file.ChangedMeanwhileError:
            raise GlossaryError(title, f"{path} is being written by another program.", "Try again.") from None


def _export_other(chosen: Sequence[Entry], arguments: Namespace) -> tuple[int, Lost]:
    from datetime import date  # noqa: PLC0415 - not for --help

    from glossary import interchange  # noqa: PLC0415
    from glossary.interchange.formats import by_suffix  # noqa: PLC0415
    from reader.commands import output  # noqa: PLC0415
    from reader.commands.streams import bytes_out  # noqa: PLC0415

    if not arguments.format and not by_suffix(Path(arguments.out)):
        from reader.errors import UsageError  # noqa: PLC0415 - only on the way out

        hint = f"Add --format {'|'.join(FORMATS)}|json"
        raise UsageError("A format is needed", f"“{Path(arguments.out).name}” does not say in which.", hint)
    progress = output.Progress("writing")
    pair = languages.pair(arguments)

    def put(target: Path | BinaryIO) -> Report:
        today = date.today().isoformat()  # noqa: DTZ011 - the person's day
        force, name = arguments.force, arguments.format
        return interchange.write(
            chosen,
            target,
            format=name,
            source_lang=pair.source,
            target_lang=pair.target,
            overwrite=force,
            progress=progress,
            today=today,
        )

    try:
        if arguments.out == "-":
            with bytes_out() as stream:
                report = put(stream)
        else:
            report = put(Path(arguments.out))
    finally:
        progress.done()
    return report.written, (*report.left_out, *report.losses)
