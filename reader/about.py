"""What is known of a text, as lines for a person: its file, how it was read, how long it is.

Invariant: every value is one clean line; what is not known has no line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.core.contents import headings
from reader.core.document import Kind
from reader.core.language import name_of
from reader.core.text import one_line
from reader.formats.opening import FORMATS

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.desk import Desk

_ENCODING = re.compile(r"(?:UTF-|Windows-|ISO-|code page |Mac |KOI8|Shift JIS|GB 18030|Big5)[\w .-]*")
_HAVE_ENCODINGS = frozenset(("plain text", "Markdown", "HTML", "subtitles"))
_NUMBER = re.compile(r"\S+")


def words_in(document: Document) -> int:
    """How many words a text has: what stands between white space."""
    return sum(1 for _ in _NUMBER.finditer(document.text))


def format_name(desk: Desk) -> str:
    """What people call the type of a text's file."""
    names = [found.name for found in FORMATS.values()]
    for name in names:
        if name in desk.document.notes:
            return name
    suffix = desk.path.suffix.lower() if desk.path is not None else ""
    otherwise = "HTML" if desk.where and desk.path is None else "plain text"
    return next((found.name for found in FORMATS.values() if suffix in found.suffixes), otherwise)


def facts(desk: Desk, words: str) -> list[tuple[str, str]]:
    """What is known, as a name and a value each.

    Args:
        desk: the text with what belongs to it.
        words: how many words it has, or that they are being counted.
    """
    document, bitext = desk.document, desk.bitext
    kind = format_name(desk)
    encoding = next((note for note in document.notes if _ENCODING.fullmatch(note)), "")
    if not encoding and kind in _HAVE_ENCODINGS:
        encoding = "UTF-8"
    source, target = name_of(desk.pair.source), name_of(desk.pair.target)
    says = f"; the file says {name_of(document.language)}" if document.language else ""
    found = [
        ("Title", document.title),
        ("Author", document.author),
        ("File" if desk.path is not None else "Address", desk.where or "none: a pipe or the clipboard"),
        ("Format", kind),
        ("Encoding", encoding),
        ("Language", f"read as {source}, into {target}{says}"),
        ("Length", _length(document, words)),
        ("Sentences", _sentences(bitext.settled_segments, bitext.kept_segments) if bitext.complete else ""),
        ("Note", desk.language_note()),
        ("How read", "; ".join(note for note in document.notes if note not in {kind, encoding})),
    ]
    return [(label, one_line(value)) for label, value in found if value]


def _length(document: Document, words: str) -> str:
    parts = [f"{words} words", f"{len(document.text):,} characters", f"{len(document):,} paragraphs"]
    if count := len(headings(document)):
        parts.append(f"{count:,} heading{'s' if count > 1 else ''}")
    if count := document.kinds.count(Kind.NOTE):
        parts.append(f"{count:,} paragraph{'s' if count > 1 else ''} of notes")
    return ", ".join(parts)


def _sentences(translated: int, total: int) -> str:
    return f"{total:,}, of which {translated:,} have a translation"
