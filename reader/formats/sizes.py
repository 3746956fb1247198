"""How much text the elements of a page hold, measured once for all of them.

Invariant: one pass over the page, however deeply its elements are nested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from reader.formats.marks import BLOCKS, SKIPPED, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element


class Size(NamedTuple):
    """What an element holds.

    Attributes:
        chars: characters of text, without scripts and the like, white space folded.
        linked: how many of them stand in links that lead away.
        headed: whether the heading of a page (h1) is in it.
    """

    chars: int = 0
    linked: int = 0
    headed: bool = False


def sizes_in(root: _Element) -> Mapping[_Element, Size]:
    """The size of each block, and of each other element that says something of itself, under this element."""
    found: dict[_Element, Size] = {}
    open_: list[list[int]] = [[0, 0, 0]]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_.append([_chars(element.text), 0, 0])
            continue
        name = name_of(element)
        chars, linked, headed = open_.pop()
        if name in SKIPPED:
            chars = linked = headed = 0
        headed |= name == "h1"
        if name == "a" and not (element.get("href") or "#").startswith("#"):
            linked = chars
        if name in BLOCKS or element.attrib:
            found[element] = Size(chars, linked, bool(headed))
        above = open_[-1]
        above[0] += chars + (_chars(element.tail) if element is not root else 0)
        above[1] += linked
        above[2] |= headed
    return found


def _chars(text: str | None) -> int:
    """How long a text is, white space folded."""
    return len(" ".join(text.split())) if text else 0
