"""How a text is called when it is handed on: by its title, by its first heading, else by the name of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind
from reader.core.text import one_line

if TYPE_CHECKING:
    from reader.core.document import Document

_SUFFIX: Final = re.compile(r"\.(?:txt|text|md|markdown|html?|xhtml|epub|docx|odt|pdf|srt|vtt)$", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_AMONG: Final = 40
"""A heading that stands after so many paragraphs is none of the whole text."""
_LONGEST_HEADING: Final = 200


def named(document: Document, name: str = "") -> str:
    """The title of a text.

    Args:
        document: the text.
        name: of its file, with or without its suffix.

    >>> from reader.core.document import document
    >>> named(document("Ein Satz.", "mein_text.txt")), named(document("Ein Satz.", "Vom Haus"), "haus")
    ('mein text', 'Vom Haus')
    """
    title = one_line(document.title)
    bare = _SUFFIX.sub("", title)
    if bare and bare == title and title != _SUFFIX.sub("", one_line(name)) and not _ADDRESS.match(title):
        return title
    return _heading(document) or _spoken(bare or _SUFFIX.sub("", one_line(name))) or "Text"


def _heading(document: Document) -> str:
    for index in range(min(_AMONG, len(document))):
        if document.kind(index) is Kind.HEADING and index not in document.boilerplate:
            found = one_line(document.paragraph(index))
            return found if len(found) <= _LONGEST_HEADING else ""
    return ""


def _spoken(stem: str) -> str:
    """The stem of a file's name as words.

    >>> _spoken("Der_Zug-nach_Wien"), _spoken("rot-weiss")
    ('Der Zug-nach Wien', 'rot weiss')
    """
    if "_" in stem:
        return " ".join(stem.replace("_", " ").split())
    return stem if " " in stem else " ".join(stem.replace("-", " ").split())
