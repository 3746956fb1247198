"""Half-open character spans, the one way this program says where something is."""

from typing import NamedTuple


class Span(NamedTuple):
    """The characters from `start` up to, not including, `end`."""

    start: int
    end: int
