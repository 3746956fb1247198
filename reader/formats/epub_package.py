"""What an EPUB says of itself: its title and language, the order of its files, its contents.

Invariant: files come in reading order, each once, and all of them are in the archive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.errors import InputError
from reader.formats.archive import resolved
from reader.formats.limits import TITLE
from reader.formats.marks import name_of, types_of
from reader.formats.safe_xml import xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from reader.formats.archive import Archive

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_OBFUSCATED: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""How fonts are garbled in books that may be read by everybody."""
_NO_TEXT: Final = re.compile(r"\.(?:otf|ttf|woff2?|jpe?g|png|gif|svg|css|mp3|mp4|m4a)$", re.IGNORECASE)
_TEXTS: Final = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/xml", "text/x-oeb1-document"))
_SPACES: Final = re.compile(r"\s+")
_MOST_ENTRIES: Final = 20_000
_DEEPEST: Final = 6


class Entry(NamedTuple):
    """A line of the contents: what it is called, and how deep it stands (1 is the top)."""

    title: str
    level: int


class Package(NamedTuple):
    """An EPUB's description.

    Attributes:
        title: of the book.
        language: as the book names it.
        files: the texts in reading order, those that are not part of it (`linear="no"`) at the end.
        missing: how many texts are named in that order but are not in the archive.
        contents: from a file, `#` and a place in it (nothing for its beginning) to the entry that leads there.
        author: of the book, or all of its authors.
    """

    title: str
    language: str
    files: tuple[str, ...]
    missing: int
    contents: dict[str, Entry]
    author: str = ""


class _Item(NamedTuple):
    """A file of the manifest."""

    name: str
    media_type: str
    properties: str


def package(archive: Archive, where: str) -> Package:
    """The description of an EPUB.

    Raises:
        InputError: it is damaged, or protected against reading.
    """
    _refuse_encrypted(archive, where)
    opf = _opf_name(archive)
    root = xml(archive.read(opf)) if opf else None
    if root is None and opf:
        root = xml(archive.read(opf), recover=True)
    if root is None:
        raise archive.damaged("the list of its chapters is missing")
    items = _manifest(root, opf, archive)
    files = _spine(root, items)
    if not files:
        raise archive.damaged("it lists no chapters")
    contents = _contents(root, items, archive)
    title, language = _first(root, "title"), _first(root, "language")
    return Package(title, language, files, _missing(root, items), contents, _authors(root))


def _authors(root: _Element) -> str:
    """Who has written it: those who are named as `creator`, whatever their part in it was."""
    names = ("".join(map(str, element.itertext())) for element in root.iter() if name_of(element) == "creator")
    return "; ".join(dict.fromkeys(_SPACES.sub(" ", name).strip() for name in names if name.strip()))


def _refuse_encrypted(archive: Archive, where: str) -> None:
    """Refuse a book whose texts are encrypted; garbled fonts do not matter.

    Raises:
        InputError: they are.
    """
    if _ENCRYPTION not in archive:
        return
    root = xml(archive.read(_ENCRYPTION), recover=True)
    for data in root.iter() if root is not None else ():
        if name_of(data) != "encrypteddata":
            continue
        method = next((e.get("Algorithm") or "" for e in data.iter() if name_of(e) == "encryptionmethod"), "")
        names = [e.get("URI") or "" for e in data.iter() if name_of(e) == "cipherreference"]
        if method not in _OBFUSCATED and not all(map(_NO_TEXT.search, names)):
            message = f"{where} is protected against copying (DRM), so only its seller's programs can read it."
            raise InputError(TITLE, message, "Get it without protection.")


def _opf_name(archive: Archive) -> str:
    """The entry that holds the description; empty if there is none."""
    if _CONTAINER in archive:
        root = xml(archive.read(_CONTAINER), recover=True)
        for element in root.iter() if root is not None else ():
            if name_of(element) == "rootfile":
                name = archive.find(resolved("", element.get("full-path") or "")[0])
                if name:
                    return name
    return next((name for name in archive if name.lower().endswith(".opf")), "")


def _manifest(root: _Element, opf: str, archive: Archive) -> dict[str, _Item]:
    """The files by their identifiers."""
    found: dict[str, _Item] = {}
    for element in root.iter():
        if name_of(element) == "item" and len(found) < _MOST_ENTRIES:
            name = archive.find(resolved(opf, element.get("href") or "")[0])
            media_type = (element.get("media-type") or "").lower()
            if name:
                found[element.get("id") or ""] = _Item(name, media_type, element.get("properties") or "")
    return found


def _spine(root: _Element, items: dict[str, _Item]) -> tuple[str, ...]:
    """The texts in reading order; of a damaged book without one, in the order of the manifest."""
    first: dict[str, None] = {}
    last: dict[str, None] = {}
    for element in root.iter():
        item = items.get(element.get("idref") or "") if name_of(element) == "itemref" else None
        if item is not None and item.media_type in _TEXTS:
            (last if element.get("linear") == "no" else first)[item.name] = None
    if not first and not last:
        first = {item.name: None for item in items.values() if item.media_type in _TEXTS}
    return tuple({**first, **{name: None for name in last if name not in first}})


def _missing(root: _Element, items: dict[str, _Item]) -> int:
    """How many texts of the reading order are not there."""
    return sum(name_of(element) == "itemref" and (element.get("idref") or "") not in items for element in root.iter())


def _first(root: _Element, name: str) -> str:
    """The text of the first element of a name in the metadata."""
    for element in root.iter():
        if name_of(element) == name and (element.text or "").strip():
            return _words(element)
    return ""


def _contents(root: _Element, items: dict[str, _Item], archive: Archive) -> dict[str, Entry]:
    """The contents: of EPUB 3, or of EPUB 2 if those are missing."""
    found: dict[str, Entry] = {}
    for item in items.values():
        if "nav" in item.properties.split():
            tree = xml(archive.read(item.name), recover=True)
            for nav in tree.iter() if tree is not None else ():
                if name_of(nav) == "nav" and (not types_of(nav) or "toc" in types_of(nav).split()):
                    _gather(found, archive, item.name, _nav_lines(nav, 0))
    if found:
        return found
    spine = next((element for element in root.iter() if name_of(element) == "spine"), None)
    named = items.get(spine.get("toc") or "") if spine is not None else None
    ncx = named or next((item for item in items.values() if item.media_type == "application/x-dtbncx+xml"), None)
    tree = xml(archive.read(ncx.name), recover=True) if ncx is not None else None
    if ncx is not None and tree is not None:
        _gather(found, archive, ncx.name, _ncx_lines(tree, 0))
    return found


def _gather(found: dict[str, Entry], archive: Archive, base: str, lines: Iterator[tuple[str, str, int]]) -> None:
    """Note where the lines of the contents lead."""
    for href, title, level in lines:
        name, fragment = resolved(base, href)
        if name and title and len(found) < _MOST_ENTRIES:
            found.setdefault(f"{archive.find(name)}#{fragment}", Entry(title, level))


def _nav_lines(element: _Element, level: int) -> Iterator[tuple[str, str, int]]:
    """Address, title and level of each line of the contents of an EPUB 3."""
    for child in element:
        name = name_of(child)
        if name == "a":
            yield child.get("href") or "", _words(child), min(max(level, 1), _DEEPEST)
        elif level < 50:
            yield from _nav_lines(child, level + (name == "ol"))


def _ncx_lines(element: _Element, level: int) -> Iterator[tuple[str, str, int]]:
    """The same for the contents of an EPUB 2."""
    for child in element:
        name = name_of(child)
        if name == "navpoint":
            label = next((_words(e) for e in child if name_of(e) == "navlabel"), "")
            href = next((e.get("src") or "" for e in child if name_of(e) == "content"), "")
            yield href, label, min(level + 1, _DEEPEST)
        if name in {"navpoint", "navmap"} and level < 50:
            yield from _ncx_lines(child, level + (name == "navpoint"))


def _words(element: _Element) -> str:
    return _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
