"""Fuzzy matches: what is known of sources that resemble a segment.

The likeness of two texts is `2 * common / (length + length)` in percent, with as many characters in common as can be
kept in their order (rapidfuzz's `ratio`, the Indel similarity); typography and white space do not count. It bounds
the lengths: a source more than 5/3 as long as the other one cannot reach 75 %, and is not looked at.
"""

import sqlite3
from collections.abc import Callable, Iterator
from math import ceil
from operator import itemgetter

from reader.core.keys import normalised, segment_key
from reader.core.text import clean
from reader.memory.rows import best_first, pair_text, select, snapshot, target_of
from reader.memory.unit import NO_WISHES, FuzzyMatch, LanguagePair

_ROWS_PER_STEP = 2000
_ALLOWANCE = 10
"""Sources are compared as they are written at first, which makes them less alike than they are by up to this."""
_PER_MATCH = 8
"""So many sources for each wanted match are then compared exactly."""
_MOST = 99
"""What is not the same is never wholly alike."""


def lengths(length: int, minimum: int) -> tuple[int, int]:
    """How long a text may be that resembles one of this length.

    >>> lengths(60, 75)
    (36, 100)
    """
    share = minimum / (200 - minimum)
    return ceil(length * share), int(length / share)


def similar(
    connection: sqlite3.Connection,
    source: str,
    pair: LanguagePair,
    minimum: int,
    limit: int,
    cancelled: Callable[[], bool],
) -> list[FuzzyMatch]:
    """The sources that resemble this one, the most similar first; see `TranslationMemory.fuzzy`.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - the first paint does without it

    plain = normalised(clean(source))
    if not plain or limit <= 0:
        return []
    own = segment_key(source)
    with snapshot(connection) as table:
        rough = _rough(connection, table, plain, pair, max(1, minimum - _ALLOWANCE), cancelled)
        near = sorted(rough.items(), key=lambda item: (-item[1][1], item[0]))[: limit * _PER_MATCH]
        scored = [
            (min(_MOST, int(fuzz.ratio(plain, normalised(text)))), key, text) for key, (text, _) in near if key != own
        ]
        best = sorted((item for item in scored if item[0] >= minimum), key=lambda item: (-item[0], item[2]))[:limit]
        keys = sorted(key for _, key, _ in best)
        found = select(connection, table, pair_text(pair), keys)
    if cancelled():
        return []
    matches = []
    for score, key, text in best:
        target = target_of(best_first([row for row in found if row.key == key], NO_WISHES)[0])
        matches.append(FuzzyMatch(score, clean(text), target.text, target.state, target.origin))
    return matches


def _rough(
    connection: sqlite3.Connection,
    table: str,
    plain: str,
    pair: LanguagePair,
    minimum: int,
    cancelled: Callable[[], bool],
) -> dict[bytes, tuple[str, float]]:
    """Keys with source and score, of the sources that may be similar enough."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - as above

    found: dict[bytes, tuple[str, float]] = {}
    for rows in _of_length(connection, table, pair, lengths(len(plain), minimum)):
        if cancelled():
            return {}
        sources = list(map(itemgetter(1), rows))
        for text, score, number in process.extract(
            plain, sources, scorer=fuzz.ratio, processor=None, score_cutoff=minimum, limit=None
        ):
            found[rows[number][0]] = (text, score)
    return found


def _of_length(
    connection: sqlite3.Connection, table: str, pair: LanguagePair, length: tuple[int, int]
) -> Iterator[list[tuple[bytes, str]]]:
    cursor = connection.execute(
        f"SELECT key, source FROM {table} WHERE pair = ? AND length(source) BETWEEN ? AND ?",  # noqa: S608 - a name
        (pair_text(pair), *length),
    )
    while rows := cursor.fetchmany(_ROWS_PER_STEP):
        yield rows
