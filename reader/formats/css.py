"""What the classes of a book's style sheets mean: some programs write no `em` and no `h1`, only `<span class="c7">`.

Of style sheets only rules for one class are read, and of these what is bold, italic or large. Nothing is hidden by
them: notes that a reading device shows in a window of their own are hidden, too.

Invariant: text is never changed, only said to stand out; any text is a style sheet, if an empty one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.formats.marks import BLOCKS, HEADINGS, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element

_MOST_CHARS: Final = 500_000
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_SELECTOR: Final = re.compile(r"(?:span|p|div|i|em|b)?\.([A-Za-z_][\w-]{0,80})")
_ITALIC: Final = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TYPED: Final = re.compile(r"font-family\s*:[^;}]*(?:courier|consolas|mono|menlo)", re.IGNORECASE)
_SIZE: Final = re.compile(r"font-size\s*:\s*(\d{0,4}(?:\.\d{1,6})?)\s*(em|rem|%|pt|px)", re.IGNORECASE)
_NAMED_SIZE: Final = re.compile(r"font-size\s*:\s*(xx-large|x-large|large)", re.IGNORECASE)
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_UNITS: Final = {"em": 1.0, "rem": 1.0, "%": 0.01, "pt": 1 / 12, "px": 1 / 16}
_NAMED: Final = {"xx-large": 2.0, "x-large": 1.5, "large": 1.2}
_HEADING_CHARS: Final = 120
_LARGE: Final = 1.3
_LEVELS: Final = ((1.45, 1), (1.3, 2), (0.0, 3))


class Looks(NamedTuple):
    """How a class writes its text; sizes as a multiple of the usual one."""

    bold: bool = False
    italic: bool = False
    typed: bool = False
    centred: bool = False
    size: float = 1.0


def looks_in(sheets: Iterable[str]) -> Mapping[str, Looks]:
    """What the classes in some style sheets mean; only those that make text stand out.

    >>> found = looks_in([".c1 { font-weight: bold; font-size: 18pt } p.c2, .c3 b {font-style:italic}"])
    >>> found["c1"], sorted(found)
    (Looks(bold=True, italic=False, typed=False, centred=False, size=1.5), ['c1', 'c2'])
    """
    found: dict[str, Looks] = {}
    for sheet in sheets:
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet[:_MOST_CHARS])):
            bold, italic, typed, centred = (bool(one.search(body)) for one in (_BOLD, _ITALIC, _TYPED, _CENTRED))
            looks = Looks(bold, italic, typed, centred, _size(body))
            if looks == Looks():
                continue
            for selector in selectors.split(","):
                if name := _SELECTOR.fullmatch(selector.strip()):
                    found[name[1]] = looks
    return found


def _size(body: str) -> float:
    if named := _NAMED_SIZE.search(body):
        return _NAMED[named[1].lower()]
    found = _SIZE.search(body)
    return float(found[1]) * _UNITS[found[2].lower()] if found and found[1].strip(".") else 1.0


def applied(body: _Element, looks: Mapping[str, Looks]) -> None:
    """Say with elements what the classes of a chapter say: emphasis in `span`s, and headings where there are none."""
    headed = any(name_of(element) in HEADINGS for element in body.iter())
    for element in list(body.iter()):
        name = name_of(element)
        if name == "span":
            _emphasise(element, _looks_of(element, looks))
        elif name in {"p", "div"} and not headed and (level := _level_of(element, looks)):
            element.tag = f"h{level}"


def _looks_of(element: _Element, looks: Mapping[str, Looks]) -> Looks:
    known = [looks[name] for name in (element.get("class") or "").split() if name in looks]
    return Looks(
        any(one.bold for one in known),
        any(one.italic for one in known),
        any(one.typed for one in known),
        any(one.centred for one in known),
        max((one.size for one in known), default=1.0),
    )


def _emphasise(element: _Element, looks: Looks) -> None:
    said = ("font-weight:bold;" if looks.bold else "") + ("font-style:italic;" if looks.italic else "")
    if looks.typed:
        element.tag = "code"
    elif said:
        element.set("style", said + (element.get("style") or ""))


def _level_of(element: _Element, looks: Mapping[str, Looks]) -> int:
    """The level of the heading that a paragraph looks like; 0 if it looks like none: all of it is large, or bold."""
    text = "".join(map(str, element.itertext())).strip()
    if not 0 < len(text) <= _HEADING_CHARS or any(name_of(inner) in BLOCKS for inner in element.iterdescendants()):
        return 0
    if text.endswith((".", ",", ";", ":", "“", "»", "!")) or not any(map(str.isalpha, text)):
        return 0
    own = _looks_of(element, looks)
    spans = [inner for inner in element if "".join(map(str, inner.itertext())).strip()]
    if spans and not (element.text or "").strip() and not any((inner.tail or "").strip() for inner in spans):
        inner = [_looks_of(span, looks) for span in spans]
        bold = own.bold or all(one.bold for one in inner)
        own = own._replace(bold=bold, size=own.size * min(one.size for one in inner))
    if own.size >= _LARGE or (own.bold and (own.size > 1.1 or own.centred)):
        return next(level for size, level in _LEVELS if own.size >= size)
    return 0
