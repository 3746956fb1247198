"""What `lesepult memory search` finds where a text stands nowhere as it was typed: its words in other forms.

Invariant: SQLite only narrows down, by how the forms of a word begin; what is found, the matcher of the glossary says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.memory.rows import COLUMNS, Row, pair_text, snapshot, stored_unit
from reader.memory.unit import Passage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from glossary.forms import Analyser
    from glossary.matcher import Matcher
    from reader.memory.unit import LanguagePair

_ANY_LETTER: Final = re.compile(r"[^b-df-hj-np-rtv-z]")
"""Umlauts, accents and ß are folded in what is looked for, and not in the memory."""


def inflected(
    connection: Connection, text: str, pair: LanguagePair, limit: int, analysers: tuple[Analyser, Analyser]
) -> tuple[list[Passage], int]:
    """The units with the words of a text in any form, in their order, on either side; and how many there are.

    Args:
        connection: an open file.
        text: what was typed.
        pair: the languages.
        limit: how many are wanted.
        analysers: of words of both.
    """
    from glossary.entry import Entry, Glossary  # noqa: PLC0415 - not for --help
    from glossary.matcher import Matcher  # noqa: PLC0415

    wanted = Glossary((Entry(text, (text,), case="insensitive"),))
    source, target = (Matcher(wanted, lang=one.lang, analyser=one) for one in analysers)
    conditions: list[str] = []
    values: list[str] = []
    for side, analyser in zip(("source", "target"), analysers, strict=True):
        words = _beginnings(text, analyser)
        if not words:
            return [], 0
        conditions.append(" AND ".join(f"({' OR '.join([f'{side} LIKE ?'] * len(some))})" for some in words))
        values += [like for some in words for like in some]
    where = f"pair = ? AND (({conditions[0]}) OR ({conditions[1]}))"
    found: dict[tuple[object, ...], tuple[Row, Passage]] = {}
    with snapshot(connection) as table:
        cursor = connection.execute(
            f"SELECT {COLUMNS} FROM {table} WHERE {where}",  # noqa: S608 - names; values are bound
            (pair_text(pair), *values),
        )
        for row in map(Row._make, cursor):
            passage = Passage(stored_unit(row).unit, _spans(source, row.source), _spans(target, row.target))
            if passage.in_source or passage.in_target:
                found.setdefault(row[:5], (row, passage))
    best = sorted(found.values(), key=lambda one: (-one[0].rank, -one[0].updated, one[0].source))
    return [passage for _, passage in best[:limit]], len(found)


def _beginnings(text: str, analyser: Analyser) -> list[tuple[str, ...]]:
    """For each word, how its forms begin, as patterns of SQLite."""
    from reader.commands.glossary_find import onsets  # noqa: PLC0415 - not for --help

    return [tuple(f"%{_ANY_LETTER.sub('_', onset)}%" for onset in sorted(some)) for some in onsets(text, analyser)]


def _spans(matcher: Matcher, text: str) -> tuple[tuple[int, int], ...]:
    return tuple((match.start, match.end) for match in matcher.find(text))
