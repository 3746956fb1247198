"""What differs between two states of the glossary: which terms, and what was and is said of them."""

from typing import TYPE_CHECKING, NamedTuple

from glossary.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.entry import Entry

MOST = 2_000
"""Of more entries than this nobody asks what each of them was before."""


class Difference(NamedTuple):
    """A term of which another thing is said.

    Attributes:
        source: the term.
        before: its entry as it was; None if there was none.
        now: its entry as it is; None if it is gone.
    """

    source: str
    before: "Entry | None"
    now: "Entry | None"


def differences(before: "Sequence[Sequence[Entry]]", now: "Sequence[Sequence[Entry]]") -> list[Difference]:
    """The terms that differ between what counted of each layer before and what counts now (`Layers.shown`).

    A compiled layer that was compiled anew is left out, as is what differs in too many entries.

    >>> from glossary.entry import Entry
    >>> old, new = Entry("Zug", ("train",)), Entry("Zug", ("platoon",))
    >>> [(one.before.target, one.now.target) for one in differences([(old,), ()], [(), (new,)])]
    [('train', 'platoon')]
    """
    old: dict[str, Entry] = {}
    new: dict[str, Entry] = {}
    for was, is_now in zip(before, now, strict=True):
        if was is not is_now:
            gone, come = _apart(was, is_now)
            old.update((entry.source, entry) for entry in gone)
            new.update((entry.source, entry) for entry in come)
    found = [Difference(source, old.get(source), new.get(source)) for source in dict.fromkeys((*old, *new))]
    found = [one for one in found if one.before != one.now]
    return found if len(found) <= MOST else []


def _apart(was: "Sequence[Entry]", now: "Sequence[Entry]") -> "tuple[Iterable[Entry], Iterable[Entry]]":
    """The entries of a layer that are gone, and those that have come."""
    if isinstance(was, Part) and isinstance(now, Part):
        if was.base is not now.base or len(was.gone ^ now.gone) > MOST:
            return (), ()
        return (
            [*(was.base[n] for n in now.gone - was.gone), *(one for row in was.more.values() for one in row)],
            [*(was.base[n] for n in was.gone - now.gone), *(one for row in now.more.values() for one in row)],
        )
    if isinstance(was, Part) or isinstance(now, Part):
        return (), ()
    most = min(len(was), len(now))
    start = 0
    while start < most and (was[start] is now[start] or was[start] == now[start]):
        start += 1
    same = 0
    while same < most - start and (was[-1 - same] is now[-1 - same] or was[-1 - same] == now[-1 - same]):
        same += 1
    return was[start : len(was) - same], now[start : len(now) - same]
