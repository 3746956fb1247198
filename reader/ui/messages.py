"""What widgets tell the screens above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossary.large import Arrived
    from reader.core.target import Target
    from reader.translation.status import EngineStatus


class Moved(Message):
    """The page, the cursor or the layout is another: the lines around it may have to say so."""

    def can_replace(self, message: Message) -> bool:
        """A burst of moves is told once."""
        return isinstance(message, Moved)


class JumpTo(Message):
    """The scroll bar asks for a place.

    Attributes:
        share: how far down the text, 0 to 1.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def can_replace(self, message: Message) -> bool:
        """Only the last place of a drag counts."""
        return isinstance(message, JumpTo)


class TargetsArrived(Message):
    """Translations (or named failures) came in from the engines.

    Attributes:
        targets: by the keys of their segments.
        notices: what else the person should know.
        status: how the engines stand, if that has changed.
    """

    def __init__(
        self,
        targets: Mapping[bytes, Target],
        notices: Sequence[str] = (),
        status: tuple[EngineStatus, ...] = (),
    ) -> None:
        super().__init__()
        self.targets = targets
        self.notices = notices
        self.status = status


class LexiconsBuilt(Message):
    """The word lists of inflected forms are there: terms can be found better than by rules."""


class GlossaryArrived(Message):
    """A large glossary was read.

    Attributes:
        arrived: what came of it; None if nothing did.
    """

    def __init__(self, arrived: Arrived | None) -> None:
        super().__init__()
        self.arrived = arrived
