"""The translations that a text brings along, such as a page that Lesepult itself has written: looked up, never stored.

Invariant: what the memories know comes first, whoever it is from; what is new goes into them and never in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.memory.bundled import BundledMemory, LayeredMemory
from reader.memory.unit import NO_WISHES, LanguagePair, Wishes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.core.document import Document
    from reader.memory.unit import TranslationUnit, WritableMemory


def memories_for(document: Document, own: WritableMemory) -> WritableMemory:
    """What is known of a text: the person's memory, the one that ships, and what the text brings along."""
    memories = LayeredMemory(own, BundledMemory())
    return memories if document.brought is None else _Supplemented(memories, document)


def targets_of(document: Document, pair: LanguagePair) -> Mapping[bytes, Target]:
    """The translations that a text brings along between these languages, by the keys of their sources."""
    brought = document.brought
    if brought is None or (brought.source, brought.target) != pair:
        return {}
    return {
        segment_key(source): Target(target, TargetState.MEMORY, brought.origin)
        for source, target in brought.targets.items()
    }


class _Supplemented:
    def __init__(self, memories: LayeredMemory, document: Document) -> None:
        self._memories = memories
        self._pair = LanguagePair(document.brought.source, document.brought.target) if document.brought else None
        self._targets = targets_of(document, self._pair) if self._pair else {}

    def get_many(self, keys: Iterable[bytes], pair: LanguagePair, wishes: Wishes = NO_WISHES) -> dict[bytes, Target]:
        """The best known translations among these keys."""
        wanted = list(keys)
        found = self._memories.get_many(wanted, pair, wishes)
        if pair == self._pair:
            found |= {key: self._targets[key] for key in wanted if key not in found and key in self._targets}
        return found

    def put_many(self, units: Iterable[TranslationUnit]) -> None:
        """Remember these units in the person's memory."""
        self._memories.put_many(units)
