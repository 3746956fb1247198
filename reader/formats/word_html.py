"""Lists as Word writes them in HTML, also when a text is copied from it: paragraphs with a bullet typed before them.

Invariant: no text is lost but the bullets and numbers, which become those of lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

MARK: Final = "mso-list"
_LEVEL: Final = re.compile(r"mso-list:\s*\w+\s+level([1-9])", re.IGNORECASE)
_IGNORED: Final = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\(?(?:(\d{1,6})|[a-zA-Z]{1,4})[.)]+")


def with_lists(body: _Element) -> None:
    """Make lists of the paragraphs that Word calls items."""
    open_: list[tuple[int, _Element]] = []
    last: _Element | None = None
    for paragraph in list(body.iter("p")):
        level = _LEVEL.search(paragraph.get("style") or "")
        parent = paragraph.getparent()
        if not level or parent is None:
            continue
        if last is None or paragraph.getprevious() is not last or (last.tail or "").strip():
            open_ = []
        label = _without_label(paragraph)
        depth = int(level[1])
        while open_ and open_[-1][0] > depth:
            open_.pop()
        number = _NUMBER.fullmatch(label)
        if not open_ or open_[-1][0] < depth:
            made = etree.Element("ol" if number else "ul")
            if open_:
                open_[-1][1][-1].append(made)
            else:
                parent.insert(parent.index(paragraph), made)
                last = made
            open_.append((depth, made))
        tail, paragraph.tail = paragraph.tail, None
        paragraph.tag = "li"
        if number and number[1]:
            paragraph.set("value", number[1])
        open_[-1][1].append(paragraph)
        if last is not None:
            last.tail = f"{last.tail or ''}{tail or ''}"


def _without_label(paragraph: _Element) -> str:
    """Take out what is typed before an item; gives it without blanks."""
    for span in paragraph.iter("span"):
        if _IGNORED.search(span.get("style") or ""):
            label = "".join(map(str, span.itertext())).strip(" \xa0\r\n\t")
            tail = span.tail
            span.clear(keep_tail=True)  # type: ignore[call-arg] # the stubs are older than the argument
            span.tail = tail
            return label
    return ""
