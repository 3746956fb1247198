"""What an import would do to a glossary, and doing it.

Every entry of the import is one of four: new, equal (the glossary says all of it already), conflicting (the same
term, something else), or a duplicate of an earlier one in the same import. Terms are the same as they are everywhere:
by `folding.entry_key`. Nothing is written before `apply`.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary import bulk
from glossary.folding import entry_key
from glossary.interchange.concepts import MOST_TERMS
from glossary.problems import GlossaryError
from glossary.schema import KEEP

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from glossary.entry import Entry

Policy = Literal["keep", "replace", "merge"]
POLICIES = ("keep", "replace", "merge")
"""What becomes of a conflict: the standing entry stays, the imported one takes its place, or its terms are added."""


MOST_MEANINGS = 100
"""No term has more meanings; what comes after them is a duplicate."""


class Conflict(NamedTuple):
    """The same term with something else to say."""

    standing: "Entry"
    imported: "Entry"


class Duplicate(NamedTuple):
    """An entry of the import whose term came before; `merged` says whether its translations went to the first."""

    first: "Entry"
    again: "Entry"
    merged: bool = False


class Plan(NamedTuple):
    """What an import would do."""

    new: "tuple[Entry, ...]" = ()
    equal: "tuple[Entry, ...]" = ()
    conflicts: tuple[Conflict, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()


def plan(imported: "Iterable[Entry]", standing: "Iterable[Entry]") -> Plan:
    """Compare what was read with what stands in a glossary.

    Args:
        imported: what `read` gives; or any entries. Where lines are pairs (`imported.pairs`), several lines for one
            term are its several translations.
        standing: the entries of the glossary.
    """
    merge = bool(getattr(imported, "pairs", False))
    entries, duplicates = _without_duplicates(imported, merge=merge)
    there: dict[str, list[Entry]] = {}
    folds: dict[str, str] = {}
    for entry in standing:
        key = entry_key(entry.source)
        there.setdefault(key, []).append(entry)
        folds.setdefault(_fold(entry), key)
    new: list[Entry] = []
    equal: list[Entry] = []
    conflicts: list[Conflict] = []
    for entry in entries:
        same = there.get(entry_key(entry.source)) or there.get(folds.get(_fold(entry), ""))
        if same is None:
            new.append(entry)
        elif any(says(other, entry) for other in same):
            equal.append(entry)
        else:
            conflicts.append(Conflict(_nearest(same, entry), entry))
    return Plan(tuple(new), tuple(equal), tuple(conflicts), tuple(duplicates))


def says(standing: "Entry", entry: "Entry") -> bool:
    """Whether a standing entry says all that another one does; the day it was added does not matter.

    >>> from glossary.entry import Entry
    >>> says(Entry("Zoll", ("tariff", "duty"), note="trade"), Entry("Zoll", ("tariff",)))
    True
    >>> says(Entry("Zoll", ("tariff", "duty")), Entry("Zoll", ("duty",)))
    False
    """
    return (
        standing.target == entry.target
        and set(entry.targets) <= set(standing.targets)
        and set(entry.forbidden) <= set(standing.forbidden)
        and {entry.source, *entry.forms} <= {standing.source, *standing.forms}
        and entry.note in ("", standing.note)
        and entry.domain in ("", standing.domain)
        and entry.pos in ("", standing.pos)
        and entry.match in ("inflected", standing.match)
        and entry.case in ("smart", standing.case)
    )


def merged(first: "Entry", other: "Entry") -> "Entry":
    """The first entry with what the other one adds: its translations as admitted ones, its forms, what is empty.

    >>> from glossary.entry import Entry
    >>> merged(Entry("Zoll", ("tariff",)), Entry("Zoll", ("duty",), note="trade")).targets
    ('tariff', 'duty')
    """
    targets = tuple(
        dict.fromkeys(target for target in (*first.targets, *other.targets) if target not in first.forbidden)
    )
    if len(targets) > 1:  # among others, = stands for the term itself
        targets = tuple(target for target in targets if target != KEEP)
    forbidden = (text for text in (*first.forbidden, *other.forbidden) if text not in first.targets)
    spellings = () if other.source == first.source else (other.source,)
    return replace(
        first,
        targets=targets,
        forbidden=tuple(dict.fromkeys(forbidden)),
        forms=tuple(dict.fromkeys(form for form in (*first.forms, *spellings, *other.forms) if form != first.source)),
        note=first.note or other.note,
        domain=first.domain or other.domain,
        pos=first.pos or other.pos,
        match=first.match if first.match != "inflected" else other.match,
        case=first.case if first.case != "smart" else other.case,
        added=first.added or other.added,
    )


def apply(plan: Plan, path: "Path", *, policy: Policy = "keep") -> bulk.Undo:
    """Write what a plan adds to a glossary file, in one splice; gives what takes it back.

    Args:
        plan: what `plan` gave.
        path: the glossary file; made if there is none.
        policy: what becomes of conflicts. A standing entry that is in another file is left there, and overridden
            by an entry in this one.

    Raises:
        GlossaryError: if it cannot be written; the file is as it was.
    """
    if policy not in POLICIES:
        raise GlossaryError("Unknown policy", f"There is no policy “{policy}”.", f"Known are {', '.join(POLICIES)}.")
    changes: list[bulk.Change] = [(None, entry) for entry in plan.new]
    now: dict[int, Entry] = {}
    for standing, imported in plan.conflicts if policy != "keep" else ():
        held = now.get(id(standing), standing)
        now[id(standing)] = imported if policy == "replace" else merged(held, imported)
    done: set[int] = set()
    for standing, _ in plan.conflicts if policy != "keep" else ():
        if id(standing) in done:
            continue
        done.add(id(standing))
        here = standing.path is None or _same_file(standing.path, path)
        changes.append((standing if here else None, now[id(standing)]))
    return bulk.change_many(path, changes)


def undo(done: bulk.Undo) -> bulk.Undo:
    """Take an import back; see `bulk.undo`."""
    return bulk.undo(done)


def _without_duplicates(imported: "Iterable[Entry]", *, merge: bool) -> "tuple[list[Entry], list[Duplicate]]":
    """The entries with each term once, or once for each of its meanings."""
    found: list[Entry] = []
    places: dict[str, list[int]] = {}
    folds: dict[str, str] = {}
    duplicates: list[Duplicate] = []
    for entry in imported:
        key = entry_key(entry.source)
        if key not in places:
            key = folds.get(_fold(entry), key)
        folds.setdefault(_fold(entry), key)
        before = places.get(key)
        if before is None:
            places[key] = [len(found)]
            found.append(entry)
            continue
        held = next((at for at in before if says(found[at], entry)), None)
        if held is not None:
            duplicates.append(Duplicate(found[held], entry))
            continue
        if len(before) >= MOST_MEANINGS or len(found[before[0]].targets) >= MOST_TERMS:
            duplicates.append(Duplicate(found[before[0]], entry))
            continue
        apart = found[before[0]].source != entry.source
        at = next((at for at in before if _one_meaning(found[at], entry)), before[0] if apart else None)
        if at is not None and (merge or apart):
            duplicates.append(Duplicate(found[at], entry, merged=True))
            found[at] = merged(found[at], entry)
        else:
            before.append(len(found))
            found.append(entry)
    return found, duplicates


def _fold(entry: "Entry") -> str:
    """By what a file tells its keys apart: two that differ only in capitals are one if one of them does not mind."""
    return entry.source.casefold() if entry.case == "insensitive" else entry.source


def _one_meaning(one: "Entry", other: "Entry") -> bool:
    """Whether nothing says that two entries for a term are two meanings of it."""
    return one.domain == other.domain or not one.domain or not other.domain


def _nearest(same: "list[Entry]", entry: "Entry") -> "Entry":
    """The standing entry that an imported one is in conflict with: the meaning it is nearest to."""
    for other in same:
        if other.target == entry.target:
            return other
    for other in same:
        if entry.domain and other.domain == entry.domain:
            return other
    return same[0]


def _same_file(one: "Path", other: "Path") -> bool:
    try:
        return one.resolve() == other.resolve()
    except OSError:
        return one == other
