"""`lesepult glossary add`, `edit`, `remove` and `undo`: one entry of a file, every other byte kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands import opening

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.entry import Entry
    from glossary.layers import Layers
    from reader.commands.parser import Subparsers
    from reader.paths import Paths

ACTIONS = ("add", "edit", "remove", "undo")

_MATCHES = ("inflected", "exact", "compound")
_CASES = ("smart", "sensitive", "insensitive")


def add_to(subparsers: Subparsers) -> None:
    """Add the sub-commands that write one entry."""
    added = subparsers.add_parser(
        "add",
        help="write a new entry",
        description="Write a new entry into your glossary, or into the first file named with --glossary.",
        epilog='examples:\n  lesepult glossary add "rote Linie" "red line"\n  lesepult glossary add OPEC+ =\n'
        '  lesepult glossary add Sondervermögen "special fund" --forbidden "special assets" --domain budget',
    )
    added.add_argument("term", metavar="TERM", help="the German term")
    added.add_argument("targets", nargs="+", metavar="TARGET", help="its translations, the preferred one first")
    _add_fields(added)
    edited = subparsers.add_parser(
        "edit",
        help="change an entry where it stands",
        description="Change an entry; what is not named stays. An empty value ('') takes a field out.",
        epilog='example:\n  lesepult glossary edit Zoll tariff "customs duty" --domain trade',
    )
    edited.add_argument("term", metavar="TERM", help="the term as it stands in the glossary")
    edited.add_argument("targets", nargs="*", metavar="TARGET", help="new translations instead of the old ones")
    edited.add_argument("--rename", metavar="TERM", help="the new spelling of the term")
    edited.add_argument("--meaning", type=int, metavar="N", help="which of several meanings, counted from 1")
    _add_fields(edited)
    removed = subparsers.add_parser(
        "remove",
        help="take an entry out",
        description="Take an entry out; one that comes with the program is removed by a line in your own glossary.",
    )
    removed.add_argument("term", metavar="TERM", help="the term as it stands in the glossary")
    removed.add_argument("--meaning", type=int, metavar="N", help="which of several meanings, counted from 1")
    undone = subparsers.add_parser(
        "undo",
        help="put the file back as it was before the last change",
        description="Put the file back as it was before the last change of Lesepult; a second undo takes that back.",
    )
    for parser in (added, edited, removed, undone):
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")
        opening.add_options(parser)


def _add_fields(parser: ArgumentParser) -> None:
    parser.add_argument("--forbidden", action="append", metavar="TEXT", help="a translation that must not be used")
    parser.add_argument("--form", action="append", metavar="TEXT", help="a further form that must match")
    parser.add_argument("--note", metavar="TEXT", help="what is worth knowing of it")
    parser.add_argument("--domain", metavar="TEXT", help="the field it belongs to")
    parser.add_argument("--pos", metavar="TEXT", help="noun, verb, adj, adv, name or phrase")
    parser.add_argument("--match", choices=_MATCHES, help="how the term is found")
    parser.add_argument("--case", choices=_CASES, help="how capitals count")


def run(arguments: Namespace, paths: Paths) -> int:
    """Change the file, or with --dry-run a copy of it; gives the exit code.

    Raises:
        GlossaryError: it cannot be written.
        ReaderError: there is no such entry, or more than one.
    """
    layers = opening.layers(arguments, paths)
    if arguments.action == "undo":
        return _undo(arguments, layers)
    if arguments.dry_run:
        from reader.commands.rehearsal import Rehearsal  # noqa: PLC0415 - only with --dry-run

        with Rehearsal(layers) as rehearsal:
            done = _change(arguments, rehearsal.layers)
            return _tell(arguments, rehearsal.real(done), rehearsal.difference())
    return _tell(arguments, _change(arguments, layers), "")


def _change(arguments: Namespace, layers: Layers) -> tuple[str, Entry, Path]:
    """Do what was asked; gives the verb, the entry as it now stands (or stood), and the file that was written."""
    from datetime import date  # noqa: PLC0415 - not for --help

    today = date.today().isoformat()  # noqa: DTZ011 - the person's day
    if arguments.action == "add":
        new = _new(arguments)
        change = layers.add(new, today=today)
        return "added", _standing(layers, new, change[-1].path), change[-1].path
    old = _one(layers, arguments)
    if arguments.action == "remove":
        change = layers.remove(old)
        return "removed", old, change[-1].path
    new = _edited(old, arguments)
    change = layers.edit(old, new, today=today)
    return "changed", _standing(layers, new, change[-1].path), change[-1].path


def _new(arguments: Namespace) -> Entry:
    """The entry that the command line describes."""
    from glossary.entry import Entry  # noqa: PLC0415 - not for --help

    return _with_fields(Entry(arguments.term.strip(), _targets(arguments.term.strip(), arguments.targets)), arguments)


def _edited(old: Entry, arguments: Namespace) -> Entry:
    from dataclasses import replace  # noqa: PLC0415 - not for --help

    from reader.errors import UsageError  # noqa: PLC0415 - not for --help

    source = (arguments.rename or "").strip() or old.source
    targets = _targets(source, arguments.targets) if arguments.targets else old.targets
    new = replace(_with_fields(old, arguments), source=source, targets=targets)
    if new == old:
        raise UsageError("Nothing to change", f"“{old.source}” is so already.", "Name new translations or a field.")
    return new


def _targets(source: str, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source if text == "=" else text.strip() for text in texts))


def _with_fields(entry: Entry, arguments: Namespace) -> Entry:
    """The entry with the fields that were named."""
    from dataclasses import replace  # noqa: PLC0415 - not for --help

    changed: dict[str, object] = {}
    for name in ("note", "domain", "pos", "match", "case"):
        given = getattr(arguments, name)
        if given is not None:
            changed[name] = given.strip()
    for name, given in (("forbidden", arguments.forbidden), ("forms", arguments.form)):
        if given is not None:
            changed[name] = tuple(dict.fromkeys(text.strip() for text in given if text.strip()))
    return replace(entry, **changed)  # type: ignore[arg-type]


def _one(layers: Layers, arguments: Namespace) -> Entry:
    """The entry that was named.

    Raises:
        InputError: there is none.
        UsageError: there are several, or not so many.
    """
    from reader.commands import entries  # noqa: PLC0415 - not for --help
    from reader.errors import InputError, UsageError  # noqa: PLC0415

    found = entries.named(layers.glossary.entries, arguments.term)
    if not found:
        near = entries.nearest(layers.glossary.entries, arguments.term)
        hint = (
            f"Did you mean {' or '.join(f'“{source}”' for source in near)}?" if near else "See: lesepult glossary list"
        )
        raise InputError("There is no such entry", f"“{arguments.term}”.", hint)
    if arguments.meaning is None and len(found) > 1:
        listed = "; ".join(f"{at} {entries.targets_text(entry)}" for at, entry in enumerate(found, 1))
        raise UsageError(f"“{found[0].source}” has {len(found)} meanings", f"{listed}.", "Choose one with --meaning N.")
    at = arguments.meaning or 1
    if not 0 < at <= len(found):
        raise UsageError("There is no such meaning", f"{at} of {len(found)}.", "They are counted from 1.")
    return found[at - 1]


def _standing(layers: Layers, entry: Entry, path: Path) -> Entry:
    """The entry as it now stands in a file, with its line there."""
    for layer, glossary in layers.each():
        if layer.path == path:
            found = [one for one in glossary.entries if one.source == entry.source]
            same = [one for one in found if one.targets == entry.targets]
            if found:
                return (same or found)[0]
    return entry


def _tell(arguments: Namespace, done: tuple[str, Entry, Path], difference: str) -> int:
    from reader.commands import entries, output  # noqa: PLC0415 - not for --help
    from reader.commands.streams import say  # noqa: PLC0415

    verb, entry, path = done
    backup = _backup(path) if not arguments.dry_run else None
    if arguments.json:
        kept = str(backup) if backup else None
        about = {"action": verb, "dry_run": arguments.dry_run, "entry": entries.as_json(entry), "file": str(path)}
        output.json_document({**about, "backup": kept, "difference": difference})
        return 0
    if arguments.dry_run:
        for text in difference.splitlines():
            output.write(f"{_harmless(text)}\n")
        return 0
    at = f":{entry.line}" if entry.line and entry.path == path and verb != "removed" else ""
    output.line(f"{path}{at}: {verb} “{entry.source}”: {entries.targets_text(entry)}")
    if backup is not None:
        named = f" --glossary {path}" if arguments.glossary else ""
        say(f"The file as it was is {backup}; `lesepult glossary undo{named}` puts it back.")
    return 0


def _harmless(text: str) -> str:
    """A line of a file with its indentation, safe to show."""
    from reader.core.text import clean  # noqa: PLC0415 - only with --dry-run

    return clean(text).replace("\n", " ")


def _backup(path: Path) -> Path | None:
    """The latest backup of a file, if there is one."""
    import os  # noqa: PLC0415 - not for --help

    real = type(path)(os.path.realpath(path))
    kept = real.with_name(f".{real.name}.bak1")
    return kept if kept.exists() else None


def _undo(arguments: Namespace, layers: Layers) -> int:
    """Exchange the writable file and its latest backup.

    Raises:
        InputError: there is no backup.
        GlossaryError: it cannot be written.
    """
    from glossary import safe_file  # noqa: PLC0415 - not for --help
    from reader.commands import output  # noqa: PLC0415
    from reader.commands.rehearsal import difference  # noqa: PLC0415
    from reader.errors import InputError  # noqa: PLC0415

    path = layers.writable
    assert path is not None  # noqa: S101 - there is always the person's own
    backup = _backup(path)
    if backup is None:
        raise InputError("There is nothing to undo", f"{path} has not been changed by Lesepult.", "")
    with safe_file.Locked(path) as real:
        before, after = safe_file.read(real), safe_file.read(backup)
        told = difference(path, before or b"", after or b"")
        if not arguments.dry_run:
            try:
                safe_file.replace(real, before, after)
            except safe_file.ChangedMeanwhileError:
                raise InputError("Nothing was undone", f"{path} is being changed.", "Try again.") from None
    if arguments.json:
        output.json_document({"action": "undone", "dry_run": arguments.dry_run, "file": str(path), "difference": told})
        return 0
    for text in told.splitlines():
        output.write(f"{_harmless(text)}\n")
    if not arguments.dry_run:
        output.line(f"{path}: as it was before; a second undo takes this back")
    return 0
