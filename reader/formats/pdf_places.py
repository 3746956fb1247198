"""What stands where a link of a PDF leads: the paragraph or note that begins closest below that place.

Pure. Invariant: every name given is that of a spot. Units: points, from the lower left corner of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.formats.pdf_pieces import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_ABOVE: Final = 3.0
"""A paragraph may begin so far above the place, since some programs point to the line that letters stand on."""
_ASIDE: Final = 40.0
"""It may begin so far to the left of it."""


class Spot(NamedTuple):
    """Where a paragraph or a note begins.

    Attributes:
        page: the number of its page.
        left: of its first line.
        base: of its first line.
        name: of its anchor.
    """

    page: int
    left: float
    base: float
    name: str


class Places:
    """Finds what links lead to.

    Args:
        spots: in the order of the text.
    """

    __slots__ = ("_found", "_pages")

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._pages: dict[int, list[Spot]] = {}
        for spot in spots:
            self._pages.setdefault(spot.page, []).append(spot)
        self._found: dict[str, str] = {}

    def name_of(self, target: str) -> str:
        """The name of what a link leads to; empty if that page holds nothing, or the target is an address."""
        if target not in self._found:
            place = place_of(target)
            self._found[target] = self._nearest(*place) if place else ""
        return self._found[target]

    def _nearest(self, page: int, left: float, high: float) -> str:
        spots = self._pages.get(page) or self._pages.get(page + 1) or []
        below = [spot for spot in spots if spot.base <= high + _ABOVE] or spots[-1:]
        # Of two columns, the one that the place is in.
        return min(below, key=lambda spot: (spot.left < left - _ASIDE, high - spot.base)).name if below else ""
