"""Search for what the reader sees: over line wraps, in both columns, `ae` for `ä`, plain quotes for typographic ones.

Invariant: a hit lies within one paragraph of one side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.core.selection import Side
from reader.core.target import TargetState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.bitext import Bitext, BitextParagraph

_FOLDED = {
    "ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ß": "(?:ß|ss)",
    "ae": "(?:ä|ae)", "oe": "(?:ö|oe)", "ue": "(?:ü|ue)", "ss": "(?:ß|ss)",
    '"': '["„“”«»]', "'": "['’‘‚‹›]", "-": "[-‐‑]",
}  # fmt: skip
_PIECE = re.compile(r"ae|oe|ue|ss|\s+|.", re.IGNORECASE | re.DOTALL)
CHUNK_PARAGRAPHS = 64


class Hit(NamedTuple):
    """Where something was found; hits sort as they are read: by paragraph, original first, then by place."""

    paragraph: int
    is_target: bool
    start: int
    end: int

    @property
    def side(self) -> Side:
        """The side the hit lies on."""
        return Side.TARGET if self.is_target else Side.SOURCE


def query_pattern(query: str) -> re.Pattern[str]:
    """A pattern for a query as typed: smart case (a capital makes it exact), any white space for a blank.

    >>> bool(query_pattern("gruesse  aus").search("Grüße aus"))
    True
    """
    parts = []
    for piece in _PIECE.findall(query.strip()):
        if piece.isspace():
            parts.append(r"\s+")
        else:
            parts.append(_FOLDED.get(piece.lower(), re.escape(piece)))
    exact_case = query != query.lower()
    if exact_case:
        parts = [_keeping_case(piece, part) for piece, part in zip(_PIECE.findall(query.strip()), parts, strict=True)]
    return re.compile("".join(parts), 0 if exact_case else re.IGNORECASE)


def _keeping_case(piece: str, part: str) -> str:
    if piece.lower() not in _FOLDED or piece.islower() or not piece.isalpha():
        return part
    other = {"ä": "Ae", "ö": "Oe", "ü": "Ue", "ae": "Ä", "oe": "Ö", "ue": "Ü"}.get(piece.lower())
    return f"(?:{piece}|{other})" if other else re.escape(piece)


def _hit(paragraph: int, side: Side, match: re.Match[str]) -> Hit:
    return Hit(paragraph, side is Side.TARGET, *match.span())


def hits_in(pattern: re.Pattern[str], index: int, pair: BitextParagraph) -> list[Hit]:
    """All hits in one paragraph, in order; named states are not searched."""
    found = [_hit(index, Side.SOURCE, match) for match in pattern.finditer(pair.source) if match.end() > match.start()]
    if any(target.state is TargetState.KEPT for target in pair.targets):
        return found  # the target side is the source once more
    for match in pattern.finditer(pair.target):
        start, end = match.span()
        if end > start and not any(start < state.end and end > state.start for state in pair.states):
            found.append(_hit(index, Side.TARGET, match))
    return found


def scan(pattern: re.Pattern[str], bitext: Bitext, first: int) -> Iterator[list[Hit]]:
    """The hits of the whole text, a chunk of paragraphs at a time, from paragraph `first` on and round to it.

    Each step asks the memory once and keeps nothing, so a search through a book does not fill the cache.
    """
    count = len(bitext)
    ranges = [range(first, count), range(first)]
    for indices in ranges:
        for start in range(indices.start, indices.stop, CHUNK_PARAGRAPHS):
            chunk = range(start, min(start + CHUNK_PARAGRAPHS, indices.stop))
            yield [
                hit
                for index, pair in zip(chunk, bitext.peek(chunk), strict=True)
                for hit in hits_in(pattern, index, pair)
            ]
