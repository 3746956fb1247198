"""Notes of HTML: by which names one is found, and where the number ends that it begins with.

Invariant: of a note's text nothing is left out but its mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from reader.core.building import Run

_LEADING_MARK: Final = re.compile(r"\s*[\[(]?(?:\d{1,4}|[*†‡]{1,3})[\])]?[.:)]?\s+")


def names_around(element: _Element) -> Iterator[str]:
    """The names of an element, of what it holds, and of the two elements around it."""
    for near in (element, *element, element.getparent(), getattr(element.getparent(), "getparent", lambda: None)()):
        if near is not None:
            yield from filter(None, (near.get("id"), near.get("name")))


def without_mark(runs: list[Run]) -> list[Run]:
    """The runs of a note without the number it begins with: that is its label."""
    for number, run in enumerate(runs):
        if run.text.strip():
            found = _LEADING_MARK.match(run.text)
            rest = runs[number + 1 :]
            if found:
                return [run._replace(text=run.text[found.end() :]), *rest]
            if rest and _LEADING_MARK.fullmatch(f"{run.text} "):
                return rest
            return runs
    return runs
