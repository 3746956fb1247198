"""What the styles of a DOCX file say: which paragraphs are headings, quotes, code, verse or items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Kind, Style
from reader.formats.docx_names import W, child, integer, local, switch, value
from reader.formats.flow import Look
from reader.formats.style_names import CODE_STYLE, MONOSPACED, look_of_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST: Final = 20
_SPACED_OUT: Final = 30
"""From so many twentieths of a point between letters on, they are spaced out to stand out, as in old German books."""

_LINE: Final = "{urn:schemas-microsoft-com:office:office}hr"
_STRUCK: Final = (("strike", Style.STRIKE), ("dstrike", Style.STRIKE))
_THICKEST: Final = 40_000
_SHORTEST: Final = 1_000_000
"""In 360,000ths of a centimetre."""


class ParagraphStyle(NamedTuple):
    """What a paragraph style says.

    Attributes:
        look: what its paragraphs are.
        list_id: the list that they belong to; empty for none.
        depth: their level in it; -1 if the list knows.
        style_id: the style that named the list.
        language: what they are written in; empty if it is not said.
        bold: whether they are bold as a whole.
        italic: whether they are italic as a whole.
    """

    look: Look = Look()
    list_id: str = ""
    depth: int = -1
    style_id: str = ""
    language: str = ""
    bold: bool = False
    italic: bool = False


class Styles:
    """The styles of a document.

    Args:
        root: of `styles.xml`; None if there is none.
    """

    __slots__ = ("_characters", "_elements", "_paragraphs", "default", "language")

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, tuple[Style, bool]] = {}
        self.default = ""
        """The style of paragraphs that name none."""
        self.language = ""
        """What the document says it is written in."""
        if root is None:
            return
        for style in root.findall(f"{W}style"):
            identity = style.get(f"{W}styleId", "")
            self._elements.setdefault(identity, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                self.default = identity
        self.language = value(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), "lang")

    def lists(self) -> dict[str, str]:
        """From the names of numbering styles to the numbers of their lists."""
        return {name: number for name, style in self._elements.items() if (number := _list_of(style))}

    def paragraph(self, identity: str) -> ParagraphStyle:
        """What a paragraph style says, with what it inherits."""
        if identity not in self._paragraphs:
            self._paragraphs[identity] = self._resolved(identity)
        return self._paragraphs[identity]

    def aligned(self, identity: str) -> str:
        """How a paragraph style aligns its lines, or one that it is based on; empty if none says so."""
        return next((way for style in self._chain(identity) if (way := value(child(style, "pPr"), "jc"))), "")

    def has_bold_first_column(self, identity: str) -> bool:
        """Whether a table style makes what stands in the first column bold."""
        forms = (form for style in self._chain(identity) for form in style.iterfind(f"{W}tblStylePr"))
        first = (form for form in forms if form.get(f"{W}type") == "firstCol")
        return any(switch(child(form, "rPr"), "b") for form in first)

    def character(self, identity: str) -> tuple[Style, bool]:
        """How a character style makes text stand out, and whether it hides it."""
        if identity not in self._characters:
            chain = self._chain(identity)
            found = Style.PLAIN
            properties = [child(style, "rPr") for style in chain]
            for name, flag in (("b", Style.STRONG), ("i", Style.EMPH), *_STRUCK):
                if next((on for rpr in properties if (on := switch(rpr, name)) is not None), False):
                    found |= flag
            if any(CODE_STYLE.fullmatch(value(style, "name")) for style in chain):
                found |= Style.CODE
            hidden = next((on for rpr in properties if (on := switch(rpr, "vanish")) is not None), False)
            self._characters[identity] = found, hidden
        return self._characters[identity]

    def run(self, rpr: _Element | None, inside: ParagraphStyle) -> tuple[Style, bool]:
        """How a run stands out from its paragraph, and whether it is hidden."""
        if rpr is None:
            return Style.PLAIN, False
        style, hidden = (
            self.character(value(rpr, "rStyle")) if child(rpr, "rStyle") is not None else (Style.PLAIN, False)
        )
        own = (("b", Style.STRONG, inside.bold), ("i", Style.EMPH, inside.italic), *((*one, False) for one in _STRUCK))
        for name, flag, everywhere in own:
            on = switch(rpr, name)
            if on is not None:
                style = style | flag if on and not everywhere else style & ~flag
        spacing = child(rpr, "spacing")
        if spacing is not None and integer(spacing.get(f"{W}val"), 0) >= _SPACED_OUT:
            style |= Style.EMPH
        fonts = child(rpr, "rFonts")
        if fonts is not None and MONOSPACED.search(fonts.get(f"{W}ascii") or ""):
            style |= Style.CODE
        direct = switch(rpr, "vanish")
        return style, hidden if direct is None else direct

    def _chain(self, identity: str) -> list[_Element]:
        """A style and those that it is based on."""
        found: list[_Element] = []
        while identity in self._elements and len(found) < _DEEPEST:
            style = self._elements[identity]
            if style in found:
                break
            found.append(style)
            identity = value(style, "basedOn")
        return found

    def _resolved(self, identity: str) -> ParagraphStyle:
        chain = self._chain(identity)
        look = next((found for style in chain if (found := _look_of(style))), None) or Look()
        if not chain and (by_name := look_of_name(identity)):
            look = by_name
        rprs = [child(style, "rPr") for style in chain]
        listed = next((style for style in chain if _list_of(style)), None)
        numbers = child(child(listed, "pPr"), "numPr")
        return ParagraphStyle(
            look,
            _list_of(listed) if listed is not None else "",
            integer(value(numbers, "ilvl"), -1),
            listed.get(f"{W}styleId", "") if listed is not None else "",
            next((name for rpr in rprs if (name := value(rpr, "lang"))), ""),
            next((on for rpr in rprs if (on := switch(rpr, "b")) is not None), False),
            next((on for rpr in rprs if (on := switch(rpr, "i")) is not None), False),
        )


def outline(ppr: _Element | None) -> Look | None:
    """The heading that an outline level makes of a paragraph; an empty look if it says that it is none."""
    level = integer(value(ppr, "outlineLvl"), -1)
    if level < 0:
        return None
    return Look(Kind.HEADING, min(level + 1, 6)) if level < 9 else Look()


def is_rule(shape: _Element) -> bool:
    """Whether a shape is a line that Word or LibreOffice draws between paragraphs."""
    if local(shape) == "extent":
        return integer(shape.get("cy"), _THICKEST) < _THICKEST and integer(shape.get("cx"), 0) > _SHORTEST
    return (shape.get(_LINE) or "").lower() in {"t", "true", "1"}


def is_line(ppr: _Element | None) -> bool:
    """Whether a paragraph has a line above or below it: if it is empty, it is that line."""
    borders = child(ppr, "pBdr")
    lines = {local(border) for border in (borders if borders is not None else ())}
    return bool(lines & {"top", "bottom"}) and not lines & {"left", "right"}


def _look_of(style: _Element) -> Look | None:
    return look_of_name(value(style, "name")) or outline(child(style, "pPr"))


def _list_of(style: _Element) -> str:
    return value(child(child(style, "pPr"), "numPr"), "numId")
