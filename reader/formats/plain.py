"""Plain text files, and standard input, as documents.

Invariant: whatever the bytes, there comes back a document whose text is clean, or an InputError that says what, where
and what to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.core.document import document
from reader.formats.encodings import decoded
from reader.formats.interleaved import own_original
from reader.formats.licence import with_licence_dimmed
from reader.formats.opening import read_path, read_stream
from reader.formats.shape import shape_of

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.formats.limits import Deadline

__all__ = ["read", "read_path", "read_stream"]

TITLE_CHARS: Final = 60


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of some bytes that are text.

    Args:
        data: the bytes as they are in the file.
        where: the name of the file, for error messages.
        title: what the text is called if its first line is no title.
        encoding: the encoding that the person named; empty to find it out.
        deadline: not asked: whatever the text, this takes milliseconds a megabyte.

    Raises:
        InputError: the bytes are no text, or there is no such encoding.
    """
    del deadline
    text, notes = decoded(data, where, encoding)
    text, notes = own_original(text, notes, markdown=False)
    title = _title(text) or title
    width, blocks = shape_of(text)
    if not width and not blocks:
        return with_licence_dimmed(document(text, title, notes))
    # Not for a text that has a line for each paragraph, such as an article that was pasted into a file.
    from reader.formats.hyphens import Words, lexicon_of  # noqa: PLC0415
    from reader.formats.wrapped import layout  # noqa: PLC0415

    found = layout(text, width, Words(text, lambda: lexicon_of("de")))
    return with_licence_dimmed(replace(found, title=title, notes=notes))


def _title(text: str) -> str:
    """The first line, if it looks like a title: short, without a full stop, and with text after it."""
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if 0 < len(first) <= TITLE_CHARS and rest.strip() and first[-1] not in '.,;:!?“”"«»…' and first[0].isalpha():
        return first
    return ""
