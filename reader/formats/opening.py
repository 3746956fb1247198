"""Which importer reads a file: by its first bytes, then by its name.

Invariant: whatever the file, there comes back a Document, or an InputError that says what, where and what to do.
Importers, and the libraries they need, are imported when a file asks for them.
"""

from __future__ import annotations

import gc
import importlib
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from reader.core.text import one_line
from reader.errors import InputError
from reader.formats.limits import MAX_BYTES, TITLE, Deadline, read_limited
from reader.installing import install_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from reader.core.document import Document


class Importer(Protocol):
    """What every module of an importer offers."""

    def read(
        self, data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None
    ) -> Document:
        """The document in some bytes.

        Args:
            data: all bytes of the file.
            where: its name, for errors.
            title: how the text is called if it has no title of its own.
            encoding: the encoding that the person named; formats that know their own ignore it.
            deadline: when it has to be done; the usual one unless given.

        Raises:
            InputError: there is no document in them.
        """


class Format(NamedTuple):
    """One type of file.

    Attributes:
        name: what people call it.
        suffixes: how its files end.
        module: the importer.
        extra: what has to be installed for it: the name after `lesepult`, in brackets; empty for nothing.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    extra: str = ""


FORMATS: Final = {
    "plain": Format("plain text", (".txt", ".text"), "reader.formats.plain"),
    "markdown": Format("Markdown", (".md", ".markdown", ".mdown", ".mkd"), "reader.formats.markdown"),
    "html": Format("HTML", (".html", ".htm", ".xhtml", ".xht"), "reader.formats.html"),
    "epub": Format("EPUB", (".epub",), "reader.formats.epub"),
    "docx": Format("DOCX", (".docx",), "reader.formats.docx"),
    "odt": Format("ODT", (".odt",), "reader.formats.odt"),
    "pdf": Format("PDF", (".pdf",), "reader.formats.pdf", "pdf"),
    "subtitles": Format("subtitles", (".srt", ".vtt"), "reader.formats.subtitles"),
}
_OTHERS: Final = (
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90\x00", "a program", ""),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"GIF8", "a picture", ""),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first, with gunzip."),
    (b"BZh", "a bzip2 archive", "Unpack it first, with bunzip2."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first, with unxz."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"SQLite format 3\x00", "a database", ""),
    (b"{\\rtf", "an RTF file", "Save it as DOCX, ODT or plain text."),
    (b"%!PS", "a PostScript file", "Convert it to PDF, with ps2pdf."),
    (b"BOOKMOBI", "a Kindle book", "Convert it to EPUB, with Calibre."),
    (b"ITOLITLS", "a LIT book", "Convert it to EPUB, with Calibre."),
)
STDIN: Final = "standard input"
_HINT: Final = "Save it as a text file."
_HEAD_BYTES: Final = 4_096
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE,
)
_WHOLE_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)*"
    rb"(?:<!doctype\s+html|<html[^>]{0,500}>\s*<(?:head|body))[\s>]",
    re.IGNORECASE,
)
"""More than one piece of HTML, as it may well stand at the beginning of Markdown."""
_SUBTITLES: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:WEBVTT(?:[ \t\r\n]|$)|\s*\d{1,6}\s*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3} *--> *\d)"
)


def read_path(path: Path, encoding: str = "", tell: Callable[[float], object] | None = None) -> Document:
    """The document of a file.

    Args:
        path: the file.
        encoding: the encoding of a text; empty to find it out.
        tell: called with the share that has been read, often, by importers that know it.

    Raises:
        InputError: the file is not there, not a file, not readable, empty, too large, or of no type that can be read.
    """
    where = one_line(str(path))
    try:
        if path.is_dir():
            raise InputError(TITLE, f"{where} is a directory.", "Name a text file in it.")
        if not path.exists():
            raise InputError(TITLE, f"{where} does not exist.", "Check the name and the path.")
        with path.open("rb") as stream:
            data = read_limited(stream, where, MAX_BYTES)
    except PermissionError as error:
        message = f"{where} may not be read by you."
        raise InputError(TITLE, message, "Change its permissions, or copy it.") from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "the name is not a valid path"
        raise InputError(TITLE, f"{where}: {reason}.", "Check the name and the path.") from error
    if not data.strip():
        raise InputError(TITLE, f"{where} is empty.", "Perhaps it was not saved, or not fetched whole.")
    return read_bytes(data, where, title=one_line(path.stem), suffix=path.suffix, encoding=encoding, tell=tell)


def read_stream(stream: BinaryIO, encoding: str = "") -> Document:
    """The document of what comes from standard input.

    Raises:
        InputError: it cannot be read, is empty or too large, or of no type that can be read.
    """
    return read_bytes(bytes_of(stream), STDIN, title=STDIN, encoding=encoding)


def bytes_of(stream: BinaryIO) -> bytes:
    """What comes from standard input.

    Raises:
        InputError: it cannot be read, is empty or too large.
    """
    try:
        data = read_limited(stream, STDIN, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise InputError(TITLE, "standard input cannot be read.", "Name a file instead.") from error
    if not data.strip():
        raise InputError(TITLE, "standard input is empty.", "See what the command before the | says.")
    return data


def read_bytes(
    data: bytes,
    where: str,
    title: str = "",
    suffix: str = "",
    encoding: str = "",
    base: str = "",
    tell: Callable[[float], object] | None = None,
) -> Document:
    """The document of some bytes.

    Args:
        data: all bytes of a file.
        where: its name, for errors.
        title: how the text is called if it has no title of its own.
        suffix: how its name ends (".md"); the first bytes have more to say.
        encoding: the encoding of a text; empty to find it out.
        base: the address of a web page, from which its relative links are followed; empty for files.
        tell: called with the share that has been read.

    Raises:
        InputError: there is no document in them.
    """
    name = format_of(data, where, suffix)
    importer = _importer(FORMATS[name], where)
    deadline = Deadline(where, used=time.thread_time, tell=tell)
    deadline.allow(len(data))
    try:
        with _without_collecting():
            if base and name == "html":
                from reader.formats.html import read_html  # noqa: PLC0415 - lxml costs 10 ms

                return read_html(data, where, title, encoding=encoding, base=base, deadline=deadline)
            return importer.read(data, where, title, encoding, deadline)
    except ModuleNotFoundError as error:
        raise _missing(FORMATS[name], where) from error
    except (RecursionError, MemoryError) as error:
        message = f"{where} is too deeply nested or too large to be read."
        raise InputError(TITLE, message, "Save it as plain text with the program it comes from.") from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage: a text in the making is millions of objects that all stay, and it would take a third."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def format_of(data: bytes, where: str, suffix: str = "") -> str:
    """The key in `FORMATS` of some bytes.

    Raises:
        InputError: they are of a type that cannot be read.
    """
    head = data[:_HEAD_BYTES]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data, where)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        from reader.formats.ole import refusal  # noqa: PLC0415 - for few files only

        raise refusal(data, where)
    for magic, what, hint in _OTHERS:
        if head.startswith(magic) or (magic in {b"BOOKMOBI", b"ITOLITLS"} and magic in head[:80]):
            raise InputError(TITLE, f"{where} is {what}, not a text.", hint or _HINT)
    if _SUBTITLES.match(head):
        return "subtitles"
    suffix = suffix.lower()
    by_suffix = next((name for name, format_ in FORMATS.items() if suffix in format_.suffixes), "")
    if by_suffix in {"epub", "docx", "odt", "pdf"}:
        message = f"{where} is called {suffix}, but is no {FORMATS[by_suffix].name} file."
        if not data:
            message = f"{where} is empty."
        raise InputError(TITLE, message, "It may be damaged: get it once more. If it is a text, rename it to .txt.")
    if (by_suffix in {"", "plain"} and _HTML.match(head)) or (by_suffix == "markdown" and _WHOLE_PAGE.match(head)):
        return "html"
    return by_suffix or ("plain" if suffix else _without_a_name(head))


def _without_a_name(head: bytes) -> str:
    """Which of the formats that are text this is, if no name says it."""
    if head.count(b"\n") < 3:
        return "plain"
    from reader.formats.markdown_signs import is_markdown  # noqa: PLC0415 - for few texts only

    return "markdown" if is_markdown(head) else "plain"


def _in_zip(data: bytes, where: str) -> str:
    """Which of the formats that are ZIP archives this is."""
    from reader.formats.archive import Archive  # noqa: PLC0415 - zipfile costs 10 ms

    archive = Archive(data, where, "a ZIP archive", Deadline(where))
    kind = archive.read("mimetype")[:100].strip() if "mimetype" in archive else b""
    if kind == b"application/epub+zip" or "META-INF/container.xml" in archive:
        return "epub"
    if "word/document.xml" in archive or "word/document2.xml" in archive:
        return "docx"
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    raise InputError(TITLE, f"{where} is a ZIP archive, not a text.", "Unpack it, and name a text file in it.")


def _importer(wanted: Format, where: str) -> Importer:
    """The module of a format.

    Raises:
        InputError: this version has none, or its library is not installed.
    """
    try:
        module: Importer = importlib.import_module(wanted.module)
    except ModuleNotFoundError as error:
        if error.name != wanted.module:
            raise _missing(wanted, where) from error
        message = f"{where} is a file of type {wanted.name}, which this version cannot read."
        raise InputError(TITLE, message, "Save it as plain text or HTML.") from error
    return module


def _missing(wanted: Format, where: str) -> InputError:
    """The error that says what to install."""
    message = f"{where} is a file of type {wanted.name}, and what reads those is not installed."
    return InputError(TITLE, message, f"Install it: {install_command(wanted.extra)}")
