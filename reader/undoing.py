"""What the person can take back: the changes of this sitting, the last one first.

Invariant: a change that could not be taken back stays the last one, so that one can try again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.core.target import Target

    TakeBack = Callable[[], Mapping[bytes, Target]]
    """Takes a change back; gives the targets that are there again, by key. Raises what keeps it from doing so."""


class Undone(NamedTuple):
    """What was taken back.

    Attributes:
        what: a sentence for the person; empty if there was nothing to take back.
        targets: the targets that are there again, by the keys of their segments.
    """

    what: str
    targets: Mapping[bytes, Target]


class Changes:
    """The changes that can be taken back."""

    def __init__(self) -> None:
        self._done: list[tuple[str, TakeBack, bool]] = []

    def add(self, undone: str, take_back: TakeBack, *, waits: bool = False) -> None:
        """Note a change: what to say once it is taken back, and how that is done.

        Args:
            undone: a sentence.
            take_back: takes the change back.
            waits: whether that may have to wait for another process, and may be done on any thread.
        """
        self._done.append((undone, take_back, waits))

    def __bool__(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._done)

    @property
    def waits(self) -> bool:
        """Whether taking back the last change may have to wait."""
        return bool(self._done) and self._done[-1][2]

    def undo(self) -> Undone:
        """Take back the last change.

        Raises:
            GlossaryError, ReaderError: it cannot be taken back; it stays the last change.
        """
        if not self._done:
            return Undone("", {})
        what, take_back, _ = last = self._done[-1]
        targets = take_back()
        # While it was taken back on another thread, a further change may have been made.
        self._done.remove(last)
        return Undone(what, targets)
