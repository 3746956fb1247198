"""How much text the elements of a page hold, measured once for all of them.

Invariant: one pass over the page, however deeply its elements are nested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from reader.formats.marks import BLOCKS, SKIPPED, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element


_NO_PROSE: Final = frozenset(("a", "button", "option"))
"""What stands in these is no running text."""
_CELLS: Final = frozenset(("td", "th"))
_LONG: Final = 60
"""Long stretches of text are prose; short ones are labels, and count less."""
_LABEL_WEIGHT: Final = 0.3


class Size(NamedTuple):
    """What an element holds.

    Attributes:
        chars: characters of text, without scripts and the like, white space folded.
        linked: how many of them stand in links that lead away.
        headed: whether the heading of a page (h1) is in it.
        prose: characters of running text, those of short stretches weighed less.
    """

    chars: int = 0
    linked: int = 0
    headed: bool = False
    prose: float = 0.0


class _Open:
    """An element that has begun: what has been counted of it so far."""

    __slots__ = ("chars", "headed", "linked", "own", "prose")

    def __init__(self, chars: int, own: int) -> None:
        self.chars, self.own = chars, own
        self.linked, self.prose, self.headed = 0, 0.0, False


def sizes_in(root: _Element) -> Mapping[_Element, Size]:
    """The size of each block, and of each other element that says something of itself, under this element.

    Cells that hold nothing but text are left out, if they say nothing of themselves.
    """
    found: dict[_Element, Size] = {}
    open_ = [_Open(0, 0)]
    closed_to_prose = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = name_of(element)
        if name in _CELLS and not len(element) and not element.keys():
            # Of a table's value nothing is asked but what it adds to those around it, and there are many.
            if event == "end":
                chars, tail, above = _chars(element.text), _chars(element.tail), open_[-1]
                above.chars += chars + tail
                above.own += tail
                if chars > 1 and not closed_to_prose:
                    above.prose += chars if chars >= _LONG else _LABEL_WEIGHT * chars
            continue
        if event == "start":
            chars = _chars(element.text)
            open_.append(_Open(chars, 0 if name == "a" else chars))
            closed_to_prose += name in _NO_PROSE
            continue
        closed_to_prose -= name in _NO_PROSE
        size = open_.pop()
        if name and size.own > 1 and not closed_to_prose:
            size.prose += size.own if size.own >= _LONG else _LABEL_WEIGHT * size.own
        if name in SKIPPED:
            size.chars = size.linked = 0
            size.prose = 0.0
            size.headed = False
        size.headed |= name == "h1"
        if name == "a" and not (element.get("href") or "#").startswith("#"):
            size.linked = size.chars
        if name in BLOCKS or name == "font" or element.keys():
            found[element] = Size(size.chars, size.linked, size.headed, size.prose)
        tail = _chars(element.tail) if element is not root else 0
        above = open_[-1]
        above.chars += size.chars + tail
        above.own += tail
        above.linked += size.linked
        above.headed |= size.headed
        above.prose += size.prose
    return found


def _chars(text: str | None) -> int:
    """How long a text is, white space folded."""
    return len(" ".join(text.split())) if text else 0
