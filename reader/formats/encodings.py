"""Which encoding a text is in, and its characters.

UTF-8 and what has a byte order mark is told by rule; the encodings of one byte a character by `one_byte`.

Invariant: any bytes give a clean text, or an InputError.
"""

from __future__ import annotations

import codecs
import re
from itertools import groupby
from typing import Final, NamedTuple

from reader.core.text import clean, cleaned
from reader.errors import InputError
from reader.formats.limits import TITLE


class Decoded(NamedTuple):
    """A cleaned text, and what a person should know about its encoding."""

    text: str
    notes: tuple[str, ...] = ()


_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8", ""),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
KNOWN: Final = "utf-8, utf-16, cp1252, latin-1, iso-8859-15, cp850, mac-roman and many more"
_HIGH_CHAR: Final = re.compile(r"[^\x00-\x7f]")
_STOP: Final = 8
_GAP: Final = 3
_WIDEST_CELL: Final = 80
_WIDEST_ROW: Final = 400
"""Wider rows are no table that anybody could read, and would take many times the room that they take in the file."""
_SOFT_BREAK: Final = re.compile(r"\xad[ \t]*\r?\n[ \t]*([^\s\xad]{1,60})[ \t]?")
_PAGE_BREAK: Final = re.compile(r"\r?\n?\x0c(?:\r?\n)?")
_SAMPLE_BYTES: Final = 200_000
_CONTROLS: Final = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r\f\x1b")
"""What hardly stands in a text: one byte in fifty, and it is none."""


def decoded(data: bytes, where: str, encoding: str = "", tab: int = _STOP) -> Decoded:
    """The cleaned text of some bytes.

    Args:
        data: the bytes of a file.
        where: its name, for errors.
        encoding: the encoding that the person named; empty to find it out.
        tab: how many columns a tab stop is from the next.

    Raises:
        InputError: there is no such encoding, or the bytes are no text.
    """
    if encoding:
        return _as_named(data, encoding, tab)
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _told(data[len(bom) :].decode(codec, "replace"), name, tab)
    nuls = data.count(0)
    if nuls > 8 and nuls * 100 > len(data):
        return _wide(data, where, tab)
    try:
        laid_out = b"\t" in data or b"\x0c" in data or b"\xc2\xad" in data
        return _told(data.decode("utf-8"), "", tab) if laid_out else Decoded(cleaned(data))
    except UnicodeDecodeError:
        head = data[:_SAMPLE_BYTES]
        if 50 * (len(head) - len(head.translate(None, _CONTROLS))) > len(head):
            raise InputError(TITLE, f"{where} is a binary file, not text.", "Save it as a text file.") from None
        text = data.decode("utf-8", "replace")
        invalid = text.count("\ufffd")
        valid = len(_HIGH_CHAR.findall(text)) - invalid
        if nuls or valid >= 2 * invalid:
            return _told(text, "", tab)
        from reader.formats.one_byte import decoded_by_sense  # noqa: PLC0415 - for few texts only

        return _told(*decoded_by_sense(data), tab)


def _told(text: str, name: str, tab: int) -> Decoded:
    """The text, and the notes that name its encoding and count what could not be decoded."""
    invalid = text.count("\ufffd")
    notes = (name,) if name else ()
    if invalid:
        notes = (*notes, f"{invalid:,} invalid byte{'' if invalid == 1 else 's'} shown as \ufffd")
    return Decoded(clean(_spread(text, tab)), notes)


def _spread(text: str, tab: int = _STOP) -> str:
    r"""The text with columns instead of tabs, pages joined, and words that soft hyphens part on one line.

    >>> _spread("eins\tzwei\nWirt\xad\nschaft lebt\n\x0cweiter")
    'eins   zwei\nWirtschaft\nlebt\nweiter'
    """
    if "\xad" in text:
        text = _SOFT_BREAK.sub(r"\1\n", text)
    if "\x0c" in text:
        text = _PAGE_BREAK.sub("\n", text)
    if "\t" in text and text.count("\t") < 0.2 * len(text):
        text = _in_columns(text) if tab == _STOP else text.expandtabs(tab)
    return text


def is_encoding(name: str) -> bool:
    """Whether there is such an encoding, and it is one of texts.

    >>> is_encoding("cp1252"), is_encoding("quatsch"), is_encoding("base64"), is_encoding("")
    (True, False, False, False)
    """
    try:
        info = codecs.lookup(name)
        if info._is_text_encoding:  # noqa: SLF001 - no other way
            b"a".decode(info.name, "replace")  # some are there and decode nothing
            return True
    except (LookupError, ValueError, UnicodeError):
        return False
    return False


def _in_columns(text: str) -> str:
    r"""The text with columns instead of tabs; where lines have as many tabs as their neighbours, as wide as they need.

    >>> _in_columns("Bern\tBerlin\t7\nUlm\t\t12\n\teingerückt")
    'Bern   Berlin   7\nUlm             12\n        eingerückt'
    """
    found: list[str] = []
    for tabs, group in groupby(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), _inner_tabs):
        lines = list(group)
        rows = [line.split("\t") for line in lines] if tabs else []
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
        if rows and max(widths) <= _WIDEST_CELL and sum(widths) <= _WIDEST_ROW:
            found += ["".join(map(str.ljust, row, [width + _GAP for width in widths])) + row[-1] for row in rows]
        else:
            found += [line.expandtabs(_STOP) for line in lines]
    return "\n".join(found)


def _inner_tabs(line: str) -> int:
    """How many tabs part the cells of a line; 0 if one of them indents it."""
    return 0 if line.startswith(("\t", " ")) else line.count("\t")


def _as_named(data: bytes, encoding: str, tab: int) -> Decoded:
    """The text in the encoding that the person named.

    Raises:
        InputError: there is no such encoding.
    """
    if not is_encoding(encoding):
        raise InputError("There is no such encoding", f"{encoding!r}.", f"Known are {KNOWN}.")
    info = codecs.lookup(encoding)
    try:
        text = data.decode(info.name, "replace")
    except ValueError as error:  # `idna` is an encoding of texts to Python, but decodes few
        raise InputError(
            "This is not the encoding", f"{encoding!r} cannot be decoded.", f"Known are {KNOWN}."
        ) from error
    from reader.formats.one_byte import name_of_codec  # noqa: PLC0415 - for few texts only

    return _told(text.removeprefix("\ufeff"), name_of_codec(info.name), tab)


def _wide(data: bytes, where: str, tab: int) -> Decoded:
    """A text in UTF-16 without a byte order mark: nearly every second byte is zero.

    Raises:
        InputError: it is none.
    """
    head = data[: _SAMPLE_BYTES & ~1]
    for codec, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > 0.8 * len(zeros) and others.count(0) == 0:
            return _told(data.decode(codec, "replace"), "UTF-16", tab)
    raise InputError(TITLE, f"{where} is a binary file, not text.", "Save it as a text file.")
