"""How a text is called when it is handed on: by its title, by its first heading, else by the name of its file.

A name that holds no word, such as a number, says nothing to anybody; then the first words of the text do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind
from reader.core.text import one_line

if TYPE_CHECKING:
    from reader.core.document import Document

_SUFFIX: Final = re.compile(r"\.(?:txt|text|md|markdown|html?|xhtml|epub|docx|odt|pdf|srt|vtt)$", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
"""What makes the name of a file one that says something: `000_1a52` does not."""
_LONGEST_BEGINNING: Final = 60
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
    spoken = _spoken(bare or _SUFFIX.sub("", one_line(name)))
    return _heading(document) or (spoken if _WORD.search(spoken) else _beginning(document) or spoken) or "Text"


def is_borrowed(document: Document, title: str) -> bool:
    """Whether a title is no more than the first words of the text."""
    return title == _beginning(document)


def _beginning(document: Document) -> str:
    """The first words of the text, which say more than a number does."""
    first = next((at for at in range(len(document)) if at not in document.boilerplate), -1)
    text = one_line(document.paragraph(first)) if first >= 0 else ""
    return (
        text if len(text) <= _LONGEST_BEGINNING else text[:_LONGEST_BEGINNING].rsplit(" ", 1)[0].rstrip(",;:–") + " …"
    )


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
