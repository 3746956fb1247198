"""DOCX as documents, read from its XML with lxml.

python-docx (MIT) and mammoth (BSD) were weighed: they cost 200 to 280 ms to import, of which lxml, which is needed
anyway, is 50; both open the ZIP archive and the XML by themselves, past the limits of `archive` and `safe_xml`; and
python-docx knows neither notes, nor numbers of lists, nor tracked changes, while mammoth gives HTML without the
numbers, and drops soft distinctions such as letters that are spaced out. What is read here is a small part of
ECMA-376.

Invariant: any bytes give a document or an InputError; nothing is fetched, and no macro is looked at.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from reader.core.building import Builder
from reader.core.document import Kind
from reader.core.text import one_line
from reader.errors import InputError
from reader.formats.archive import Archive, resolved
from reader.formats.docx_body import Part, Reader
from reader.formats.docx_names import W, local, root_of, value
from reader.formats.docx_numbers import Numbering
from reader.formats.docx_styles import Styles
from reader.formats.flow import Flow, notes_on
from reader.formats.limits import TITLE, Deadline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from reader.core.document import Document

_NO_TITLE: Final = re.compile(
    r"(?:microsoft word - .*|.*\.docx?|(?:dokument|document|doc|unbenannt|untitled|titel|title) ?\d*|word document)",
    re.IGNORECASE,
)
_NO_AUTHORS: Final = frozenset(("python-docx", "user", "author", "unknown", "un-named", "microsoft office user"))
_MAIN: Final = "word/document.xml"
_FORMS: Final = {"footnote": "decimal", "endnote": "lowerRoman"}


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of a DOCX file; arguments and errors as in `opening.Importer`."""
    del encoding  # XML says itself what it is encoded in.
    deadline = deadline or Deadline(where)
    archive = Archive(data, where, "a DOCX file", deadline)
    main = _main_part(archive)
    if main not in archive:
        raise archive.damaged(f"there is no {_MAIN} in it")
    root = root_of(archive.read(main))
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise archive.damaged("its text is no XML")
    related = _related(archive, main)
    styles = Styles(_root(archive, related.get("styles", "")))
    numbering = Numbering(_root(archive, related.get("numbering", "")), styles.lists())
    flow = Flow(Builder(), deadline)
    reader = Reader(flow, styles, numbering, _note_forms(root, _root(archive, related.get("settings", ""))))
    reader.body(body, Part(_links(archive, main)))
    for kind in ("footnote", "endnote"):
        _add_notes(reader, archive, related.get(f"{kind}s", ""), kind)
    if not len(flow.builder):
        hint = "If its pages are pictures, a text has to be made of them first (OCR)."
        raise InputError(TITLE, f"{where} holds no text.", hint)
    language = max(reader.languages, key=lambda name: reader.languages[name], default=styles.language)
    named = flow.title or _title(archive) or flow.heading or title
    return flow.builder.finish(named, tuple(notes_on("DOCX", reader.counts)), language, _author(archive))


def _main_part(archive: Archive) -> str:
    """The part that holds the text: not all programs call it the same."""
    root = root_of(archive.read("_rels/.rels")) if "_rels/.rels" in archive else None
    for relation in root if root is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return archive.find((relation.get("Target") or "").lstrip("/")) or _MAIN
    return _MAIN


def _relations(archive: Archive, part: str) -> _Element | None:
    directory, name = posixpath.split(part)
    return _root(archive, f"{directory}/_rels/{name}.rels")


def _related(archive: Archive, part: str) -> dict[str, str]:
    """The parts that belong to a part, by what they are (`styles`, `footnotes`)."""
    found = {kind: f"word/{kind}.xml" for kind in ("styles", "numbering", "settings", "footnotes", "endnotes")}
    root = _relations(archive, part)
    for relation in root if root is not None else ():
        kind, target = (relation.get("Type") or "").rpartition("/")[2], relation.get("Target") or ""
        if kind in found:
            name = target.lstrip("/") if target.startswith("/") else resolved(part, target)[0]
            found[kind] = archive.find(name) or found[kind]
    return found


def _links(archive: Archive, part: str) -> dict[str, str]:
    """From the names of a part's relations to the addresses on the web that they lead to."""
    root = _relations(archive, part)
    return {
        relation.get("Id", ""): (relation.get("Target") or "").strip()
        for relation in (root if root is not None else ())
        if (relation.get("Type") or "").endswith("/hyperlink")
    }


def _root(archive: Archive, part: str) -> _Element | None:
    """The root of a part; None if there is no such part, or it is damaged: the text can be read without."""
    return root_of(archive.read(part)) if part in archive else None


def _note_forms(root: _Element, settings: _Element | None) -> Mapping[str, str]:
    """How notes are numbered."""
    found = dict(_FORMS)
    for element in (settings, *root.iter(f"{W}sectPr")):
        for kind, form in found.items():
            properties = element.find(f"{W}{kind}Pr") if element is not None else None
            found[kind] = value(properties, "numFmt") or form
    return found


def _add_notes(reader: Reader, archive: Archive, part: str, kind: str) -> None:
    """Add the notes that the text refers to, in the order of their marks."""
    marks = reader.notes[kind]
    root = _root(archive, part) if marks else None
    if root is None:
        return
    links = _links(archive, part)
    notes = {note.get(f"{W}id", ""): note for note in root if local(note) == kind}
    for mark in marks:
        note = notes.pop(mark.identity, None)
        if note is not None:
            reader.note(note, mark, Part(links, Kind.NOTE))


def _title(archive: Archive) -> str:
    """The title in the file's properties, if a person wrote it."""
    found = _property(archive, "title")
    return "" if _NO_TITLE.fullmatch(found) else found


def _author(archive: Archive) -> str:
    """Who has written it, unless that is a program."""
    found = _property(archive, "creator")
    return "" if found.lower() in _NO_AUTHORS else found


def _property(archive: Archive, name: str) -> str:
    root = _root(archive, "docProps/core.xml")
    return next((one_line(e.text or "") for e in (root if root is not None else ()) if local(e) == name), "")
