"""A memory that learns and never knows: for asking the engines again what was translated already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.memory.unit import NO_WISHES, LanguagePair, TranslationUnit, Wishes, WritableMemory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.target import Target


class Forgetful:
    """Hands on what it is told to another memory, and knows nothing itself.

    Args:
        memory: the one that remembers.
    """

    def __init__(self, memory: WritableMemory) -> None:
        self._memory = memory

    def get_many(
        self,
        keys: Iterable[bytes],  # noqa: ARG002 - a memory's signature
        pair: LanguagePair,  # noqa: ARG002
        wishes: Wishes = NO_WISHES,  # noqa: ARG002
    ) -> dict[bytes, Target]:
        """Nothing."""
        return {}

    def put_many(self, units: Iterable[TranslationUnit]) -> None:
        """Remember these units in the other memory."""
        self._memory.put_many(units)
