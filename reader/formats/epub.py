"""EPUB 2 and 3 as documents: chapters in reading order, footnotes linked, headings from the contents where missing.

Invariant: any bytes give a document or an InputError; nothing is unpacked to disk, and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from reader.core.building import Builder
from reader.errors import InputError
from reader.formats import bilingual
from reader.formats.archive import Archive, resolved
from reader.formats.css import applied, looks_in
from reader.formats.encodings import decoded
from reader.formats.epub_package import package
from reader.formats.html import declared_encoding, parsed
from reader.formats.interleaved import NOTE
from reader.formats.licence import with_licence_dimmed
from reader.formats.limits import TITLE, Deadline
from reader.formats.marks import empty, is_licence, name_of
from reader.formats.safe_xml import xml
from reader.formats.tree import Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from reader.core.document import Document

_MOST_SHEETS: Final = 50


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of an EPUB file; arguments and errors as in `opening.Importer`."""
    deadline = deadline or Deadline(where)
    archive = Archive(data, where, "an EPUB file", deadline)
    book = package(archive, where)
    builder = Builder()
    looks = looks_in(_sheets(archive))
    walker = Walker(builder, deadline, lambda _: "", dimmed=is_licence, contents=book.contents)
    ours = []
    for number, name in enumerate(book.files):
        deadline.check()
        deadline.reached(number, len(book.files))
        body = _body(archive.read(name), where, encoding)
        if body is not None:
            applied(body, looks)
            walker.begin(f"{name}#", _addresses(archive, name))
            if bilingual.is_own_body(body):
                ours.append(body)
                bilingual.add(builder, body)
            else:
                walker.add(body)
    if not len(builder):
        hint = "If its pages are pictures, a text has to be made of them first (OCR)."
        raise InputError(TITLE, f"{where} holds no text.", hint)
    notes = ["EPUB", *[NOTE] * bool(ours)]
    if walker.pictures:
        notes.append(f"{walker.pictures:,} picture{'s' if walker.pictures > 1 else ''} left out")
    if book.missing:
        notes.append(f"{book.missing:,} chapter{'s' if book.missing > 1 else ''} missing in the file")
    found = builder.finish(book.title or walker.title or title, tuple(notes), book.language, book.author)
    if ours:
        found = replace(found, brought=bilingual.brought(ours, where))
    return with_licence_dimmed(found)


def _sheets(archive: Archive) -> Iterator[str]:
    """The texts of the style sheets of a book."""
    for name in islice((name for name in archive if name.lower().endswith(".css")), _MOST_SHEETS):
        yield archive.read(name).decode("utf-8", "replace")


def _body(data: bytes, where: str, encoding: str) -> _Element | None:
    """The body of a chapter, without contents for machines; read as HTML if it is no XML."""
    root = None if encoding else xml(data)
    if root is None:
        root = parsed(decoded(data, where, encoding or declared_encoding(data)).text)
    if root is None:
        return None
    body = next((element for element in root.iter() if name_of(element) == "body"), root)
    for nav in [element for element in body.iter() if name_of(element) == "nav"]:
        empty(nav)
    return body


def _addresses(archive: Archive, base: str) -> Callable[[str], str]:
    """What turns the links of a file into targets: addresses on the web as they are, places in the book by file."""

    def address(href: str) -> str:
        if href.strip().lower().startswith(("http://", "https://", "mailto:")):
            return href.strip()
        name, fragment = resolved(base, href)
        return f"#{archive.find(name)}#{fragment}" if name and href.strip() else ""

    return address
