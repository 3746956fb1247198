"""Our own bilingual pages and books read again: the original alone, with its structure, without its translation.

Invariant: a page that only claims to be one of ours gives no more than the text that stands in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats.limits import TITLE
from reader.formats.marks import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from reader.core.document import Document

NOTE: Final = "the original of a bilingual text"
_KINDS: Final = {kind.name.lower(): kind for kind in Kind}
_DEPTH: Final = re.compile(r"d([1-9])")
_HEADING: Final = re.compile(r"h([1-6])")
_PLACE: Final = re.compile(r"[^#]*#(p\d{1,9})", re.ASCII)
_STYLES: Final = {"em": Style.EMPH, "strong": Style.STRONG, "code": Style.CODE, "s": Style.STRIKE}
_DEEPEST: Final = 60
_CELLS: Final = frozenset(("td", "th"))
_ALIGNED: Final = frozenset(("ar", "ac"))


class _Line(NamedTuple):
    """A line of a paragraph: the names it goes by, and its text."""

    anchors: list[str]
    runs: list[Run]


def is_ours(root: _Element) -> bool:
    """Whether a page says that Lesepult has made it."""
    named = any(
        (element.get("name") or "").lower() == "generator" and (element.get("content") or "").startswith("Lesepult")
        for element in root.iter("meta")
    )
    return named and any(name_of(element) == "body" and is_own_body(element) for element in root.iter())


def is_own_body(body: _Element) -> bool:
    """Whether a page, or a chapter of a book, is built as ours are."""
    return "lesepult" in _classes(body)


def document(root: _Element, where: str, title: str, notes: tuple[str, ...], *, language: str, author: str) -> Document:
    """The original that a page of ours holds.

    Raises:
        InputError: it holds none.
    """
    builder = Builder()
    add(builder, root)
    if not len(builder):
        raise InputError(TITLE, f"{where} holds no text.", "Open the text that it was made from.")
    named = next(("".join(map(str, e.itertext())) for e in root.iter() if name_of(e) == "title"), "")
    return builder.finish(named or title, (*notes, NOTE), language, author)


def add(builder: Builder, body: _Element) -> None:
    """Add the originals of a page or of a chapter."""
    front = any("front" in _classes(e) and any(name_of(c) == "h1" for c in e) for e in body.iter() if e.tag is not None)
    for row in body.iter():
        classes = _classes(row)
        if "row" in classes or "pair" in classes:
            _add_row(builder, row, classes, shift=int(front))


def _add_row(builder: Builder, row: _Element, classes: list[str], *, shift: int) -> None:
    kind = next((_KINDS[name] for name in classes if name in _KINDS), Kind.PARAGRAPH)
    depth = next((int(found[1]) for name in classes if (found := _DEPTH.fullmatch(name))), 0)
    again = False
    for side in row.iter():
        if not {"src", "both"} & set(_classes(side)):
            continue
        if not again:
            builder.anchor(str(row.get("id") or ""))
        if kind is Kind.TABLE and name_of(side) != "tr":
            _add_table(builder, side, tight="tight" in classes, boilerplate="boiler" in classes)
            again = True
            continue
        label = next(("".join(map(str, e.itertext())) for e in side.iter() if "mark" in _classes(e)), "")
        for number, line in enumerate(_lines(side)):
            for name in line.anchors:
                builder.anchor(name)
            builder.add(
                line.runs,
                kind,
                level=_level(kind, side, depth, shift),
                label="" if number else label,
                tight=number > 0 or ("tight" in classes and not again),
                boilerplate="boiler" in classes,
                code="" if number else str(side.get("data-code") or ""),
            )
        again = True


def _level(kind: Kind, side: _Element, depth: int, shift: int) -> int:
    if kind is Kind.HEADING:
        found = next((int(m[1]) for e in side.iter() if (m := _HEADING.fullmatch(name_of(e)))), 1)
        return max(1, found - shift)
    return max(0, depth - 1) if kind is Kind.ITEM else depth


def _lines(side: _Element) -> list[_Line]:
    """The lines of a paragraph."""
    lines = [_Line([], [])]
    for found in _walked(side, Style.PLAIN, "", 0):
        if found is None:
            lines.append(_Line([], []))
        elif isinstance(found, str):
            lines[-1].anchors.append(found)
        else:
            lines[-1].runs.append(found)
    return lines


def _add_table(builder: Builder, side: _Element, *, tight: bool, boilerplate: bool) -> None:
    for row in side.iter():
        if name_of(row) != "tr":
            continue
        builder.anchor(str(row.get("id") or ""))
        cells = [cell for cell in row if name_of(cell) in _CELLS]
        runs = [[run for run in _walked(cell, Style.PLAIN, "", 0) if isinstance(run, Run)] for cell in cells]
        align = "".join(next((one[1] for one in _classes(cell) if one in _ALIGNED), "-") for cell in cells)
        names = [name_of(cell) for cell in cells]
        header, row_heads = "td" not in names, names[:1] == ["th"] and "td" in names
        said = "" if len(cells) == 1 else align.rstrip("-")
        tight |= builder.row(runs, tight=tight, header=header, align=said, row_heads=row_heads, boilerplate=boilerplate)


def _walked(element: _Element, style: Style, target: str, depth: int) -> Iterator[Run | str | None]:
    """The runs of an element; a name of the line where one stands, and None where a line ends."""
    code = any(name_of(parent) == "pre" for parent in (element, *element.iterancestors()))
    yield from _texts(element.text, style, target, code=code)
    for child in element:
        name, classes = name_of(child), _classes(child)
        if name == "br":
            yield None
        elif name and depth < _DEEPEST and not {"mark", "back", "tgt"} & set(classes):
            if child.get("id") and re.fullmatch(r"p\d{1,9}", child.get("id") or "", re.ASCII):
                yield str(child.get("id"))
            inner, to = _link(child, style, target, classes) if name == "a" else (style | _STYLES.get(name, 0), target)
            yield from _walked(child, Style(inner), to, depth + 1)
        yield from _texts(child.tail, style, target, code=code)


def _link(link: _Element, style: Style, target: str, classes: list[str]) -> tuple[Style, str]:
    """The style and the target of what a link holds; that of a term holds text."""
    href = link.get("href") or ""
    if "t" in classes or not href:
        return style, target
    place = _PLACE.fullmatch(href)
    if place is None:
        return style | Style.LINK, href
    return style | (Style.NOTE_REF if link.get("role") == "doc-noteref" else Style.LINK), f"#{place[1]}"


def _texts(text: str | None, style: Style, target: str, *, code: bool) -> Iterator[Run | None]:
    for number, line in enumerate((text or "").split("\n") if code else [text or ""]):
        if number:
            yield None
        if line:
            yield Run(line, style, target)


def _classes(element: _Element) -> list[str]:
    return (element.get("class") or "").split() if name_of(element) else []
