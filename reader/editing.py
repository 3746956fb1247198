"""A person's own translation of a segment: kept in the memory beside the machines' answers, and taken back.

Invariant: an edit never overwrites what a machine said; what is taken back stands again as it stood before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.target import MISSING, Target, TargetState
from reader.memory.unit import LanguagePair, TranslationUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reader.memory.store import TranslationMemory
    from reader.undoing import Changes

    Lookup = Callable[[Sequence[bytes]], Mapping[bytes, Target]]

PERSON = "you"


def folded(text: str) -> str:
    r"""What was typed as one line: a translation has no line breaks of its own.

    >>> folded(" In short,\n  these steps\t count. ")
    'In short, these steps count.'
    """
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment that a person may edit.

    Attributes:
        key: its memory key.
        source: its text.
        target: how its translation stands.
    """

    key: bytes
    source: str
    target: Target


class Editing:
    """Writes edits and takes them back.

    Args:
        memory: the person's own.
        lookup: what all memories together know.
        changes: what can be taken back.
        pair: the languages.
    """

    def __init__(
        self, memory: TranslationMemory, lookup: Lookup, changes: Changes, pair: LanguagePair | None = None
    ) -> None:
        self._memory = memory
        self._lookup = lookup
        self._changes = changes
        self._pair = pair or LanguagePair()

    def write(self, segment: Segment, text: str, undone: str) -> Mapping[bytes, Target]:
        """Keep a person's own translation; may wait for another process that writes.

        Args:
            segment: what is translated, and how it stood.
            text: the translation.
            undone: what to say when it was taken back.

        Returns:
            The new target by its key, to be shown wherever the same sentence stands.

        Raises:
            MemoryFileError: it cannot be kept; nothing has changed.
        """
        self._put(segment.source, text)
        self._changes.add(undone, lambda: self._restore(segment), waits=True)
        return {segment.key: Target(text, TargetState.EDITED, PERSON)}

    def drop(self, segment: Segment, undone: str) -> Mapping[bytes, Target]:
        """Go back from a person's own translation to what else is known of the segment.

        Returns:
            What is known now by the segment's key; MISSING if nobody else translated it.

        Raises:
            MemoryFileError: the edit cannot be taken out; nothing has changed.
        """
        self._memory.drop_edit(segment.key, self._pair)
        self._changes.add(undone, lambda: self._restore(segment), waits=True)
        return self._known((segment.key,))

    def _restore(self, segment: Segment) -> Mapping[bytes, Target]:
        if segment.target.state is TargetState.EDITED:
            self._put(segment.source, segment.target.text)
            return {segment.key: segment.target}
        self._memory.drop_edit(segment.key, self._pair)
        # By now a machine may have answered what was missing then.
        return self._known((segment.key,), segment.target)

    def _known(self, keys: Iterable[bytes], otherwise: Target = MISSING) -> Mapping[bytes, Target]:
        keys = tuple(keys)
        return dict.fromkeys(keys, otherwise) | dict(self._lookup(keys))

    def _put(self, source: str, text: str) -> None:
        self._memory.put_many([TranslationUnit(source, text, self._pair, TargetState.EDITED, PERSON)])
