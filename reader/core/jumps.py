"""Where a person was before they went elsewhere: back, and forward again, as in a browser or in vim.

Invariant: no more than `MOST` places are kept, and a new jump forgets what lay ahead.
"""

from __future__ import annotations

from typing import Generic, TypeVar

Spot = TypeVar("Spot")

MOST = 100


class Jumps(Generic[Spot]):
    """The places that were left.

    >>> jumps = Jumps()
    >>> jumps.leave("page 3"); jumps.leave("note 7")
    >>> jumps.back("contents"), jumps.back("note 7"), jumps.back("page 3")
    ('note 7', 'page 3', None)
    >>> jumps.forward("page 3")
    'note 7'
    """

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    def leave(self, here: Spot) -> None:
        """Note a place before going elsewhere."""
        self._ahead.clear()
        if self._behind[-1:] != [here]:
            self._behind.append(here)
        del self._behind[:-MOST]

    def back(self, here: Spot) -> Spot | None:
        """The place left last; None if there is none. `here` is where forward leads from then on."""
        return _taken(self._behind, self._ahead, here)

    def forward(self, here: Spot) -> Spot | None:
        """The place that one came back from; None if there is none."""
        return _taken(self._ahead, self._behind, here)


def _taken(these: list[Spot], others: list[Spot], here: Spot) -> Spot | None:
    if not these:
        return None
    others.append(here)
    return these.pop()
