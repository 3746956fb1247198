"""ODT (LibreOffice, OpenOffice) as documents, read from its XML with lxml.

odfpy (Apache-2.0 or GPL) was weighed: its last release is of 2020, and it parses with expat, past the limits of
`safe_xml`; what is read here is a small part of OpenDocument 1.3.

Invariant: any bytes give a document or an InputError; nothing is fetched, and no macro is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.core.building import Builder
from reader.core.text import one_line
from reader.errors import InputError
from reader.formats.archive import Archive
from reader.formats.docx_names import local
from reader.formats.flow import Flow, notes_on
from reader.formats.limits import TITLE, Deadline
from reader.formats.odt_body import Reader
from reader.formats.odt_styles import OFFICE, Styles
from reader.formats.safe_xml import xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.core.document import Document

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of an ODT file; arguments and errors as in `opening.Importer`."""
    del encoding  # XML says itself what it is encoded in.
    deadline = deadline or Deadline(where)
    archive = Archive(data, where, "an ODT file", deadline)
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        message = f"{where} is protected by a password."
        raise InputError(TITLE, message, "Save it without a password with the program it comes from.")
    root = _root(archive, _CONTENT)
    body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise archive.damaged(f"there is no text in its {_CONTENT}")
    sheet = _root(archive, "styles.xml")
    flow = Flow(Builder(), deadline)
    styles = Styles([root] if sheet is None else [sheet, root])
    reader = Reader(flow, styles)
    reader.body(body)
    if not len(flow.builder):
        hint = "If its pages are pictures, a text has to be made of them first (OCR)."
        raise InputError(TITLE, f"{where} holds no text.", hint)
    language = max(reader.languages, key=lambda name: reader.languages[name], default="")
    named = flow.title or _title(archive) or flow.heading or title
    return flow.builder.finish(named, tuple(notes_on("ODT", reader.counts)), language, _author(archive))


def _root(archive: Archive, part: str) -> _Element | None:
    return xml(archive.read(part)) if part in archive else None


def _title(archive: Archive) -> str:
    """The title in the file's properties."""
    return _property(archive, "title")


def _author(archive: Archive) -> str:
    """Who has written it: who began it, or who saved it last."""
    return _property(archive, "initial-creator") or _property(archive, "creator")


def _property(archive: Archive, name: str) -> str:
    root = _root(archive, "meta.xml")
    found = (one_line(e.text or "") for e in (root.iter() if root is not None else ()) if local(e) == name)
    return next(found, "")
