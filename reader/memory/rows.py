"""The rows of the memory as SQL sees them: made from units, stored, found by key, the best first.

Invariant: a row's place is (pair, key, rank, slot, terms); what is stored in a place that is taken replaces what
stands there, and nothing else.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.memory.unit import RANKS, LanguagePair, StoredUnit, TranslationUnit, Wishes

KEYS_PER_STATEMENT = 500

COLUMNS = "pair, key, rank, slot, terms, source, target, origin, created, updated"

_NO_TIME = 0
_EDITED = RANKS[TargetState.EDITED]
_MACHINE = RANKS[TargetState.MACHINE]
_OLD = f"""SELECT pair, key, rank, CASE rank WHEN {_EDITED} THEN '' ELSE origin END AS slot, x'' AS terms,
    source, target, origin, {_NO_TIME} AS created, {_NO_TIME} AS updated FROM unit"""  # noqa: S608 - two numbers
OLD = f"({_OLD})"
"""What to select from in a file of version 1."""

_BOTH = f"(SELECT {COLUMNS} FROM translation UNION ALL {_OLD})"  # noqa: S608 - the two names above

PUT = f"""
INSERT INTO translation ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pair, key, rank, slot, terms) DO UPDATE SET source = excluded.source, target = excluded.target,
    origin = excluded.origin, updated = excluded.updated
"""  # noqa: S608 - the names above

STATES: Mapping[int, TargetState] = MappingProxyType({rank: state for state, rank in RANKS.items()})


class Row(NamedTuple):
    """A row of the table `translation`; see `schema` for the columns."""

    pair: str
    key: bytes
    rank: int
    slot: str
    terms: bytes
    source: str
    target: str
    origin: str
    created: int
    updated: int


Best = tuple[bytes, int, str, str]
"""Key, rank, target and origin of a row: a plain tuple, for there may be many."""


class Found(NamedTuple):
    """What a look-up takes of a row."""

    key: bytes
    rank: int
    target: str
    origin: str
    terms: bytes
    updated: int


def pair_text(pair: LanguagePair) -> str:
    """The languages as the table has them."""
    return f"{pair.source}>{pair.target}"


def row_of(unit: TranslationUnit, now: int, created: int = _NO_TIME) -> Row:
    """The row of a unit; its target is empty if nothing is left of it when it is cleaned.

    Args:
        unit: the unit.
        now: when it was changed, in milliseconds since 1970.
        created: when it was made; `now` unless given.

    Raises:
        KeyError: the unit's state is none that is remembered.
    """
    rank = RANKS[unit.state]
    origin = clean(unit.origin)
    return Row(
        pair_text(unit.pair),
        segment_key(unit.source),
        rank,
        "" if rank == _EDITED else origin,
        unit.terms if rank == _MACHINE else b"",
        clean(unit.source).strip(),
        clean(unit.target).strip(),
        origin,
        created or now,
        now,
    )


def stored_unit(row: Row) -> StoredUnit:
    """The unit of a row, with its times; harmless whatever the file holds."""
    source, _, target = row.pair.partition(">")
    unit = TranslationUnit(
        clean(row.source),
        clean(row.target),
        LanguagePair(source, target),
        STATES[row.rank],
        clean(row.origin),
        row.terms,
    )
    return StoredUnit(unit, row.created, row.updated)


def has_older(connection: sqlite3.Connection) -> bool:
    """Whether rows of version 1 still wait to be moved."""
    return (
        connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'unit'").fetchone() is not None
    )


def everything(connection: sqlite3.Connection) -> str:
    """What to select from to see all rows, moved or not; holds as long as the transaction it is asked in."""
    return _BOTH if has_older(connection) else "translation"


def select(connection: sqlite3.Connection, table: str, pair: str, keys: Sequence[bytes]) -> list[Found]:
    """The rows with these keys.

    Args:
        connection: an open file.
        table: `translation`, or what `everything` says.
        pair: the languages as `pair_text` has them.
        keys: sorted, so that each page of the file is read once.
    """
    return [Found(*row) for row in _select("key, rank, target, origin, terms, updated", connection, table, pair, keys)]


def select_best(
    connection: sqlite3.Connection, table: str, pair: str, keys: Sequence[bytes], wishes: Wishes
) -> list[Best]:
    """The best row of each of these keys that is known; see `select`.

    What is needed to choose is read only for the few keys that have several rows: half of the time of a look-up goes
    into making values of Python.
    """
    rows = _select("key, rank, target, origin", connection, table, pair, keys)
    best = {row[0]: row for row in rows}
    if len(best) == len(rows):
        return rows
    counts = Counter(row[0] for row in rows)
    groups: dict[bytes, list[Found]] = {}
    for row in select(connection, table, pair, [key for key in keys if counts[key] > 1]):
        groups.setdefault(row.key, []).append(row)
    best.update((key, best_first(group, wishes)[0][:4]) for key, group in groups.items())
    return list(best.values())


def _select(
    columns: str, connection: sqlite3.Connection, table: str, pair: str, keys: Sequence[bytes]
) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), KEYS_PER_STATEMENT):
        chunk = keys[start : start + KEYS_PER_STATEMENT]
        marks = ",".join("?" * len(chunk))
        rows += connection.execute(
            f"SELECT {columns} FROM {table} WHERE pair = ? AND key IN ({marks})",  # noqa: S608 - names and marks
            (pair, *chunk),
        )
    return rows


def best_first(rows: Iterable[Found], wishes: Wishes) -> list[Found]:
    """The rows of one key in the order in which they are wanted.

    A person's edit comes before what was imported, that before machines' answers; these in the order of the chain,
    engines that are not in it last; of one engine the answer with the wanted terms, then the newest.

    >>> old, new = Found(b"k", 1, "alt", "google", b"", 1), Found(b"k", 1, "neu", "deepl", b"", 2)
    >>> [row.target for row in best_first([old, new], Wishes())]
    ['neu', 'alt']
    >>> [row.target for row in best_first([old, new], Wishes(chain=("google",)))]
    ['alt', 'neu']
    """
    places = {name: place for place, name in enumerate(wishes.chain)}

    def order(row: Found) -> tuple[int, int, bool, int]:
        place = places.get(row.origin, len(places)) if row.rank == _MACHINE else 0
        return -row.rank, place, row.terms != wishes.terms.get(row.key, b""), -row.updated

    return sorted(rows, key=order)


def target_of(row: Found) -> Target:
    """The translation in a row, harmless whatever the file holds."""
    return Target(clean(row.target), STATES[row.rank], clean(row.origin))


def targets_of(rows: Sequence[Best]) -> dict[bytes, Target]:
    """Rows as translations, by key."""
    origins: dict[str, str] = {}
    for _, _, _, origin in rows:
        if origin not in origins:  # few origins stand in many rows
            origins[origin] = clean(origin)
    return {key: Target(clean(target), STATES[rank], origins[origin]) for key, rank, target, origin in rows}


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[str]:
    """A transaction for reading; gives what to select from, which see `everything`."""
    connection.execute("BEGIN")
    try:
        yield everything(connection)
    finally:
        connection.execute("ROLLBACK")
