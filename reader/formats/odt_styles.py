"""What the styles of an ODT file say: of paragraphs, of runs, of lists and of numbered headings.

Source: OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style
from reader.formats.docx_names import integer
from reader.formats.docx_numbers import bullet, written
from reader.formats.flow import Look
from reader.formats.style_names import CODE_STYLE, MONOSPACED, look_of_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_SPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_SPACE}office:1.0}}"
TEXT: Final = f"{{{_SPACE}text:1.0}}"
STYLE: Final = f"{{{_SPACE}style:1.0}}"
FO: Final = f"{{{_SPACE}xsl-fo-compatible:1.0}}"
_DRAW: Final = f"{{{_SPACE}drawing:1.0}}"
_SVG: Final = f"{{{_SPACE}svg-compatible:1.0}}"
_THICKEST: Final = 6.0
_SHORTEST: Final = 72.0
"""A shape that is lower and wider, in points, is a line."""
_ESCAPED: Final = re.compile(r"_([0-9a-fA-F]{2,4})_")
_LENGTH: Final = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(pt|cm|mm|in)")
_POINTS: Final = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0}
_SPACED_OUT: Final = 1.5
"""From so many points between letters on, they are spaced out to stand out."""
_DEEPEST: Final = 20
_FORMS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_MOST_LEVELS: Final = 10


class RunStyle(NamedTuple):
    """How a run is written.

    Attributes:
        style: how it stands out.
        raised: `sup`, `sub` or nothing.
        hidden: whether it is not shown.
        language: what it is written in; empty if it is not said.
    """

    style: Style = Style.PLAIN
    raised: str = ""
    hidden: bool = False
    language: str = ""


class ListLevel(NamedTuple):
    """How one level of a list is marked.

    Attributes:
        sign: the bullet; empty for numbers.
        form: the number format in Word's words; empty for no number.
        before: what stands before the number.
        after: what stands behind it.
        start: the number of the first item.
        shown: how many levels are shown, as in `1.2.3`.
    """

    sign: str = ""
    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


class Styles:
    """The styles of a document.

    Args:
        roots: of `styles.xml` and `content.xml`; those of the latter count first.
    """

    __slots__ = ("_elements", "_lists", "_looks", "_runs", "language", "outline")

    def __init__(self, roots: Sequence[_Element]) -> None:
        self._elements: dict[tuple[str, str], _Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self._looks: dict[str, Look] = {}
        self._runs: dict[tuple[str, str], RunStyle] = {}
        self.outline: dict[int, ListLevel] = {}
        """How headings are numbered, by level."""
        self.language = ""
        """What the document says it is written in."""
        for element in _all(roots, f"{STYLE}style"):
            self._elements[element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")] = element
        for element in _all(roots, f"{TEXT}list-style"):
            self._lists[element.get(f"{STYLE}name", "")] = _levels_of(element)
        for element in _all(roots, f"{TEXT}outline-style"):
            self.outline = _levels_of(element)
        for element in _all(roots, f"{STYLE}default-style"):
            if element.get(f"{STYLE}family") == "paragraph":
                self.language = self.language or _language_of(element.find(f"{STYLE}text-properties"))

    def look(self, name: str) -> Look:
        """What paragraphs with a style are."""
        if name not in self._looks:
            chain = self._chain("paragraph", name)
            names = [shown for element in chain for shown in _names_of(element)] or [_plain(name)]
            self._looks[name] = next((look for shown in names if (look := look_of_name(shown))), None) or Look()
        return self._looks[name]

    def list_of(self, name: str) -> str:
        """The list style that a paragraph style brings with it; empty if it brings none."""
        chain = self._chain("paragraph", name)
        return next((found for element in chain if (found := element.get(f"{STYLE}list-style-name"))), "")

    def level(self, name: str, depth: int) -> ListLevel:
        """One level of a list, the first being 0; of an unknown list, bullets."""
        return self._lists.get(name, {}).get(depth + 1, ListLevel("•"))

    def run(self, family: str, name: str) -> RunStyle:
        """How the runs of a style are written; `family` is `text` or `paragraph`."""
        if (family, name) not in self._runs:
            self._runs[family, name] = self._resolved(family, name)
        return self._runs[family, name]

    def _resolved(self, family: str, name: str) -> RunStyle:
        chain = self._chain(family, name)
        properties = [found for e in chain if (found := e.find(f"{STYLE}text-properties")) is not None]

        def first(attribute: str) -> str:
            return next((value for element in properties if (value := element.get(attribute))), "")

        style = Style.PLAIN
        weight = first(f"{FO}font-weight")
        if weight == "bold" or integer(weight, 0) >= 600:
            style |= Style.STRONG
        if first(f"{FO}font-style") in {"italic", "oblique"} or _points(first(f"{FO}letter-spacing")) >= _SPACED_OUT:
            style |= Style.EMPH
        if first(f"{STYLE}text-line-through-style") not in {"", "none"}:
            style |= Style.STRIKE
        fonts = f"{first(f'{STYLE}font-name')} {first(f'{FO}font-family')}"
        if MONOSPACED.search(fonts) or any(CODE_STYLE.fullmatch(shown) for e in chain for shown in _names_of(e)):
            style |= Style.CODE
        position = first(f"{STYLE}text-position").split(" ")[0]
        share = integer(position.removesuffix("%"), 0)
        raised = "sup" if position == "super" or share > 0 else "sub" if position == "sub" or share < 0 else ""
        language = next(filter(None, map(_language_of, properties)), "")
        return RunStyle(style, raised, first(f"{TEXT}display") == "none", language)

    def _chain(self, family: str, name: str) -> list[_Element]:
        """A style and those that it is based on."""
        found: list[_Element] = []
        while (family, name) in self._elements and len(found) < _DEEPEST:
            element = self._elements[family, name]
            if element in found:
                break
            found.append(element)
            name = element.get(f"{STYLE}parent-style-name", "")
        return found


def label_of(levels: Sequence[ListLevel], numbers: Sequence[int]) -> str:
    """What stands before an item or a heading, from the levels of its list down to its own, and their numbers."""
    own = levels[-1]
    if own.sign:
        return bullet(own.sign)
    if not own.form:
        return ""
    shown = [(level, number) for level, number in zip(levels, numbers, strict=True) if level.form][-own.shown :]
    return own.before + ".".join(written(number, level.form) for level, number in shown) + own.after


def _all(roots: Sequence[_Element], tag: str) -> list[_Element]:
    return [element for root in roots for element in root.iter(tag)]


def _levels_of(element: _Element) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for level in element:
        number = integer(level.get(f"{TEXT}level"), 0)
        if not 1 <= number <= _MOST_LEVELS or not isinstance(level.tag, str):
            continue
        if level.tag == f"{TEXT}list-level-style-bullet":
            found[number] = ListLevel(level.get(f"{TEXT}bullet-char") or "•")
        elif level.tag == f"{TEXT}list-level-style-image":
            found[number] = ListLevel("•")
        else:
            found[number] = ListLevel(
                "",
                _FORMS.get(level.get(f"{STYLE}num-format", ""), ""),
                level.get(f"{STYLE}num-prefix", ""),
                level.get(f"{STYLE}num-suffix", ""),
                max(0, integer(level.get(f"{TEXT}start-value"), 1)),
                max(1, integer(level.get(f"{TEXT}display-levels"), 1)),
            )
    return found


def _names_of(element: _Element) -> list[str]:
    """The names of a style, as they are shown and as they are written."""
    return [name for name in (element.get(f"{STYLE}display-name", ""), _plain(element.get(f"{STYLE}name", ""))) if name]


def _plain(name: str) -> str:
    """A style's name without escapes: `Heading_20_1` is `Heading 1`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)


def _language_of(properties: _Element | None) -> str:
    if properties is None:
        return ""
    language, country = properties.get(f"{FO}language", ""), properties.get(f"{FO}country", "")
    if language in {"", "none", "zxx"}:
        return ""
    return language if country in {"", "none"} else f"{language}-{country}"


def is_line(shape: _Element) -> bool:
    """Whether a shape is a line across the page, as LibreOffice draws the rules of Word."""
    if "".join(map(str, shape.itertext())).strip():
        return False
    if shape.tag == f"{_DRAW}line":
        return shape.get(f"{_SVG}y1") == shape.get(f"{_SVG}y2")
    wide = shape.get(f"{STYLE}rel-width") == "100%" or _points(shape.get(f"{_SVG}width", "")) > _SHORTEST
    return wide and 0 <= _points(shape.get(f"{_SVG}height", "")) < _THICKEST


def _points(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _POINTS[match[2]] if match else 0.0
