"""Plain text files, and standard input, as documents.

Invariant: whatever the bytes, there comes back a document whose text is clean, or an InputError that says what, where
and what to do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.core.document import Document, document
from reader.core.text import clean, cleaned, one_line
from reader.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

MAX_BYTES = 64 * 1024 * 1024
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (perhaps an EPUB, DOCX or ODT file)"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3\x00", "a database"),
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", ""),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")
TITLE_CHARS = 60


def read_path(path: Path) -> Document:
    """The document of a text file.

    Raises:
        InputError: the file is not there, not a file, not readable, too large, or not text.
    """
    where = one_line(str(path))
    try:
        if path.is_dir():
            raise InputError("Cannot open the text", f"{where} is a directory.", "Name a text file in it.")
        if not path.exists():
            raise InputError("Cannot open the text", f"{where} does not exist.", "Check the name and the path.")
        with path.open("rb") as stream:
            data = _read(stream, where)
    except PermissionError as error:
        message = f"{where} may not be read by you."
        raise InputError("Cannot open the text", message, "Change its permissions, or copy it.") from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "the name is not a valid path"
        raise InputError("Cannot open the text", f"{where}: {reason}.", "Check the name and the path.") from error
    return decode(data, where, title=one_line(path.stem))


def read_stream(stream: BinaryIO) -> Document:
    """The document of what comes from standard input.

    Raises:
        InputError: it is too large, or not text.
    """
    return decode(_read(stream, "standard input"), "standard input", title="standard input")


def decode(data: bytes, where: str, title: str = "") -> Document:
    """The document of some bytes: UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Args:
        data: the bytes as they are in the file.
        where: the name of the file, for error messages.
        title: what the text is called if its first line is no title.

    Raises:
        InputError: the bytes are no text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError("Cannot open the text", f"{where} is {what}, not plain text.", "Save it as a text file.")
    text, notes = _decoded(data, where)
    return document(text, title=_title(text) or title, notes=notes)


def _read(stream: BinaryIO, where: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise InputError("Cannot open the text", f"{where} is larger than {limit} MB.", "Split it into parts.")
    return data


def _decoded(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The cleaned text, and what is to be said about its encoding."""
    for bom, encoding, name in _BOMS:
        if data.startswith(bom):
            return clean(data[len(bom) :].decode(encoding, "replace")), (name,) if name else ()
    nuls = data.count(0)
    if nuls > 8 and nuls * 100 > len(data):
        raise InputError("Cannot open the text", f"{where} is a binary file, not text.", "Save it as a text file.")
    try:
        return cleaned(data), ()
    except UnicodeDecodeError:
        pass
    multibyte = 2 * len(_MULTIBYTE.findall(data))
    if nuls == 0 and multibyte <= len(_HIGH.findall(data)) - multibyte:
        return clean(data.decode("cp1252", "replace")), ("Windows-1252",)
    text = data.decode("utf-8", "replace")
    return clean(text), (f"{text.count(chr(0xFFFD))} invalid bytes shown as \ufffd",)


def _title(text: str) -> str:
    """The first line, if it looks like a title: short, without a full stop, and with text after it."""
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if 0 < len(first) <= TITLE_CHARS and rest.strip() and first[-1] not in '.,;:!?“”"«»…' and first[0].isalpha():
        return first
    return ""
