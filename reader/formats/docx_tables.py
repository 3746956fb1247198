"""Tables of WordprocessingML: their rows and cells, and how the columns are aligned.

Invariant: what stands inside content controls, custom XML and changes that are accepted counts as if it stood alone.
"""

from __future__ import annotations

import re
from itertools import filterfalse, islice
from typing import TYPE_CHECKING, Final

from reader.formats.docx_names import W, child, integer, local, switch, text_of, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.etree import _Element

    from reader.formats.docx_styles import Styles

OUT: Final = frozenset(
    (
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "footnoteRef",
        "endnoteRef", "separator", "continuationSeparator", "annotationRef", "rt", "ffData", "fldData",
    )
)  # fmt: skip
"""What holds no text, or none that is to be shown."""
_MOST_SPANNED: Final = 20
_LOOK: Final = 64
"""In so many rows a table says how its columns are aligned."""
_ALIGNED: Final = {"left": "l", "start": "l", "center": "c", "right": "r", "end": "r"}


def content(element: _Element) -> Iterator[_Element]:
    """The children of an element; of alternatives for several versions of Word, the first that says anything."""
    for inner in element:
        if local(inner) == "AlternateContent":
            yield from next((list(choice) for choice in inner if len(choice)), [])
        else:
            yield inner


def rows_of(table: _Element) -> Iterator[_Element]:
    """The rows that are not deleted."""
    return (row for row in unwrapped(table, "tr") if row.find(f"{W}trPr/{W}del") is None)


def spread(row: _Element) -> Iterator[_Element | None]:
    """The cells of a row in their columns; None where one spans several."""
    for cell in unwrapped(row, "tc"):
        yield cell
        spans = min(_MOST_SPANNED, integer(value(child(cell, "tcPr"), "gridSpan"), 1))
        yield from [None] * (spans - 1)


def is_header(row: _Element) -> bool:
    """Whether a row is one of those that are written again on each page."""
    return switch(child(row, "trPr"), "tblHeader") is True


def blocks_of(cell: _Element) -> Iterator[_Element]:
    """The paragraphs and tables in a cell."""
    for block in content(cell):
        if local(block) in {"p", "tbl"}:
            yield block
        elif local(block) not in OUT and local(block) != "tcPr":
            yield from blocks_of(block)


def paragraphs_of(blocks: Iterable[_Element]) -> Iterator[_Element]:
    """The paragraphs among some blocks, and those in the tables among them."""
    for block in blocks:
        if local(block) == "tbl":
            for row in rows_of(block):
                for cell in unwrapped(row, "tc"):
                    yield from paragraphs_of(blocks_of(cell))
        else:
            yield block


def unwrapped(element: _Element, name: str) -> Iterator[_Element]:
    """The children of a name, also those inside content controls and custom XML."""
    for inner in content(element):
        if local(inner) == name:
            yield inner
        elif local(inner) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from unwrapped(inner, name)


def texts_of(elements: list[_Element]) -> Iterator[str]:
    """The texts that stand in some elements."""
    for element in elements:
        yield from map(text_of, element.iter(f"{W}t"))


def has_row_heads(table: _Element, styles: Styles) -> bool:
    """Whether the first cell of each row heads it: the style of the table makes the first column stand out.

    Word switches the first column on in nearly every table; it counts only where the style has a form for it.
    """
    properties = child(table, "tblPr")
    look = child(properties, "tblLook")
    if look is None:
        return False
    bits = look.get(f"{W}val") or ""
    said = look.get(f"{W}firstColumn")
    on = (
        said.lower() in {"1", "true", "on"}
        if said
        else bool(re.fullmatch("[0-9A-Fa-f]{4}", bits) and int(bits, 16) & 0x80)
    )
    return on and styles.has_bold_first_column(value(properties, "tblStyle"))


def alignment(rows: Iterable[_Element], styled: Callable[[str], str]) -> str:
    """How the columns are aligned, as the first of their cells says that says so; see `core.document.Table`.

    Args:
        rows: of the table; those that head it do not count.
        styled: how a style aligns its paragraphs, in the words of the format.
    """
    found: dict[int, str] = {}
    for row in filterfalse(is_header, islice(rows, _LOOK)):
        for column, cell in enumerate(spread(row)):
            said = "" if cell is None or column in found else _said(blocks_of(cell), styled)
            if said:
                found[column] = said
    return "".join(found.get(column, "-") for column in range(max(found, default=-1) + 1))


def _said(blocks: Iterable[_Element], styled: Callable[[str], str]) -> str:
    """How the first paragraph of a cell that holds something is aligned, if it says so or its style does."""
    for block in blocks:
        if any(map(str.strip, texts_of([block]))):
            properties = child(block, "pPr")
            own = _ALIGNED.get(value(properties, "jc").lower(), "")
            # That all paragraphs of a document begin at the left is said of prose, and not of figures.
            return own or _ALIGNED.get(styled(value(properties, "pStyle")).lower(), "").replace("l", "")
    return ""
