"""Which translations are older than which changes to the glossary, as far as this sitting saw them.

Invariant: a change that is taken back leaves no trace; what was translated after a change is not older than it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.differences import Difference
    from glossary.entry import Entry


class Ages:
    """The order of changes and translations.

    >>> from glossary.differences import Difference
    >>> from glossary.entry import Entry
    >>> ages, old, new = Ages(), Entry("Zug", ("train",)), Entry("Zug", ("platoon",))
    >>> ages.changed([Difference("Zug", old, new)])
    >>> ages.translated([b"later"])
    >>> ages.is_older(b"early", "Zug"), ages.is_older(b"later", "Zug")
    (True, False)
    >>> ages.changed([Difference("Zug", new, old)])
    >>> ages.is_older(b"early", "Zug")
    False
    """

    def __init__(self) -> None:
        self._now = 0
        self._changes: dict[str, list[tuple[int, Entry | None]]] = {}
        self._translated: dict[bytes, int] = {}

    def changed(self, differences: Iterable[Difference]) -> None:
        """The glossary says other things than before of these terms."""
        self._now += 1
        for source, before, now in differences:
            changes = self._changes.setdefault(source, [])
            for at, (_, was) in enumerate(changes):
                if was == now:  # as it was before that change: that one and all after it are taken back
                    del changes[at:]
                    break
            else:
                changes.append((self._now if _asks_more(before, now) else 0, before))
            if not changes:
                del self._changes[source]

    def translated(self, keys: Iterable[bytes]) -> None:
        """The segments with these keys have a translation made with the glossary as it is now."""
        if self._changes:
            self._translated.update(dict.fromkeys(keys, self._now))

    @property
    def any(self) -> bool:
        """Whether anything has changed."""
        return bool(self._changes)

    def is_older(self, key: bytes, source: str) -> bool:
        """Whether a segment's translation is older than a change to this term."""
        changes = self._changes.get(source, ())
        return bool(changes) and max(number for number, _ in changes) > self._translated.get(key, 0)


def _asks_more(before: Entry | None, now: Entry | None) -> bool:
    """Whether what pleased the glossary before may not please it now; a further variant takes nothing away."""
    if now is None:
        return False
    if before is None:
        return True
    wider = before.target == now.target and set(before.targets) <= set(now.targets)
    return not wider or not set(now.forbidden) <= set(before.forbidden)
