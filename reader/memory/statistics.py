"""How much is in the memory, and from whom."""

import sqlite3
from dataclasses import dataclass

from reader.core.text import clean
from reader.memory import index
from reader.memory.rows import STATES, snapshot


@dataclass(frozen=True, slots=True)
class Origin:
    """The translations of one engine, file or person.

    Attributes:
        state: "edited", "memory" or "machine".
        origin: its name.
        pair: the languages, as 'de>en'.
        count: how many.
        latest_ms: when the last of them changed, in milliseconds since 1970; 0 if it is not known.
    """

    state: str
    origin: str
    pair: str
    count: int
    latest_ms: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The whole memory.

    Attributes:
        sources: the number of different sources.
        translations: of translations, of which a source may have several.
        origins: by whom, edits first, the most first.
        indexed: whether there is an index for the concordance.
    """

    sources: int
    translations: int
    origins: tuple[Origin, ...]
    indexed: bool


def statistics(connection: sqlite3.Connection) -> Statistics:
    """Count what is there.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    with snapshot(connection) as table:
        (sources,) = connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT pair, key FROM {table})"  # noqa: S608 - a name
        ).fetchone()
        rows = connection.execute(
            f"SELECT rank, origin, pair, count(*), max(updated) FROM {table}"  # noqa: S608 - a name
            " GROUP BY rank, origin, pair ORDER BY rank DESC, count(*) DESC, origin, pair"
        ).fetchall()
        indexed = index.exists(connection)
    origins = tuple(
        Origin(STATES[rank].value, clean(origin), clean(pair), count, latest)
        for rank, origin, pair, count, latest in rows
    )
    return Statistics(sources, sum(one.count for one in origins), origins, indexed)
