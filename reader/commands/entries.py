"""Entries as commands show them: as rows of a table, as JSON, and by the words a person names them with."""

from __future__ import annotations

from fnmatch import translate
from typing import TYPE_CHECKING, NamedTuple

from glossary.folding import entry_key, folded

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from glossary.entry import Entry, Glossary
    from glossary.layers import Layer
    from glossary.problems import Problem


def as_json(entry: Entry) -> dict[str, object]:
    """An entry with stable keys: the fields of the file, with `source` and `targets`, and where it stands."""
    return {
        "source": entry.source,
        "targets": list(entry.targets),
        "forbidden": list(entry.forbidden),
        "note": entry.note,
        "domain": entry.domain,
        "match": entry.match,
        "forms": list(entry.forms),
        "case": entry.case,
        "pos": entry.pos,
        "added": entry.added,
        "layer": entry.layer,
        "path": str(entry.path) if entry.path is not None else None,
        "line": entry.line,
    }


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Problems with stable keys."""
    return [
        {
            "path": str(problem.path) if problem.path is not None else None,
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]


def targets_text(entry: Entry) -> str:
    """What an entry says its term is called, on one line."""
    if entry.removes:
        return "(removed)"
    text = "=" if entry.targets == (entry.source,) else ", ".join(entry.targets)
    return f"{text} (never: {', '.join(entry.forbidden)})" if entry.forbidden else text


def place(entry: Entry) -> str:
    """Where an entry stands, for a table: layer and line."""
    return f"{entry.layer}:{entry.line}" if entry.line else entry.layer


def where(entry: Entry) -> str:
    """Where an entry stands, for an editor: file and line."""
    return f"{entry.path}:{entry.line}" if entry.path is not None else entry.layer


class Shown(NamedTuple):
    """An entry of a list.

    Attributes:
        entry: the entry.
        hidden: whether an earlier layer has the same term.
    """

    entry: Entry
    hidden: bool


def in_layers(each: Iterable[tuple[Layer, Glossary]]) -> list[Shown]:
    """All entries, those that count most first, each with whether an earlier layer hides it."""
    taken: set[str] = set()
    shown: list[Shown] = []
    for _, glossary in each:
        keys = [entry_key(entry.source) for entry in glossary.entries]
        shown += [Shown(entry, key in taken) for entry, key in zip(glossary.entries, keys, strict=True)]
        taken.update(keys)
    return shown


def pattern(text: str) -> re.Pattern[str]:
    """What a person typed to narrow a list: a part of a term, or the whole with * and ?; ae finds ä, case is free.

    Match it against `comparable`.
    """
    import re  # noqa: PLC0415 - a list is rarely narrowed

    bare = comparable(text)
    if any(char in bare for char in "*?["):
        return re.compile(translate(bare))
    return re.compile(rf"(?s).*{re.escape(bare)}")


def comparable(text: str) -> str:
    """A text as `pattern` compares it."""
    return " ".join(folded(text).casefold().split())


def named(entries: Sequence[Entry], term: str) -> list[Entry]:
    """The entries for a term as a person types it: the same spelling, else the same when folded, else in any case."""
    key = entry_key(term)
    for same in (
        lambda entry: entry.source == term,
        lambda entry: entry_key(entry.source) == key,
        lambda entry: entry_key(entry.source).casefold() == key.casefold(),
    ):
        found = [entry for entry in entries if same(entry)]
        if found:
            return found
    return []


def nearest(entries: Iterable[Entry], words: str, count: int = 3) -> list[str]:
    """The source terms that are spelled most like some words; linear, however many entries there are."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only when nothing was found

    wanted = slurred(words)[:100]
    pairs = _pairs(wanted)
    if not pairs:
        return []
    rough: list[tuple[int, str]] = []
    for source in dict.fromkeys(entry.source for entry in entries):
        if len(source) <= 3 * len(wanted) + 8:
            shared = len(pairs & _pairs(slurred(source)))
            if 2 * shared >= len(pairs):
                rough.append((-shared, source))
    rough = sorted(rough)[:200]
    scored = [(SequenceMatcher(None, wanted, slurred(source)).ratio(), source) for _, source in rough]
    return [source for ratio, source in sorted(scored, key=lambda pair: -pair[0])[:count] if ratio >= 0.6]


def slurred(text: str) -> str:
    """A text in which umlauts and their vowels are the same, as people mistype them."""
    bare = comparable(text)
    return bare.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
