"""The names of WordprocessingML and how values are read from it.

Source: ECMA-376, part 1. Files in its strict form, with other namespaces, are read as transitional ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.formats.safe_xml import xml

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_OFF: Final = frozenset(("0", "false", "off", "none"))


def root_of(data: bytes) -> _Element | None:
    """The root of one part of a DOCX file; None if it is no XML."""
    for strict, transitional in _STRICT:
        if strict in data[:8192]:
            data = data.replace(strict, transitional)
    return xml(data)


def local(element: _Element) -> str:
    """The name of an element without its namespace; empty for entities and the like."""
    return _bare(element.tag)


@lru_cache(maxsize=1024)
def _bare(tag: object) -> str:
    """A tag without its namespace: there are few, and each is asked for as often as there are elements."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: _Element) -> str:
    """The text of an element without children; entities that are not known are left out."""
    text = element.text or ""
    return text + "".join(inner.tail or "" for inner in element) if len(element) else text


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of a name, if there is one."""
    return None if element is None else element.find(W + name)


def value(element: _Element | None, name: str) -> str:
    """The value of the child of a name; empty if there is none."""
    found = child(element, name)
    return (found.get(f"{W}val") or "") if found is not None else ""


def switch(element: _Element | None, name: str) -> bool | None:
    """Whether a property is on; None if nothing is said about it."""
    found = child(element, name)
    return None if found is None else (found.get(f"{W}val") or "").lower() not in _OFF


def integer(text: str | None, otherwise: int) -> int:
    """A number of up to eight digits, or something else."""
    bare = (text or "").strip()
    digits = bare.removeprefix("-")
    return int(bare) if digits.isascii() and digits.isdigit() and len(digits) < 9 else otherwise


def is_prompt(element: _Element) -> bool:
    """Whether a content control only shows what ought to be entered."""
    return bool(switch(child(element, "sdtPr"), "showingPlcHdr"))


def has_box_around(box: _Element, outermost: _Element) -> bool:
    """Whether a text box stands in another one, or is the old form of one that is there in the new form."""
    parent = box.getparent()
    while parent is not None and parent is not outermost:
        if local(parent) in {"txbxContent", "Fallback"}:
            return True
        parent = parent.getparent()
    return False
