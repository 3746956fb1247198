"""In which encoding a text file is, and its lines, read as they are needed.

Invariant: a file of any size is read in pieces, and every byte that the encoding does not have comes out as a lone
surrogate, which no entry accepts.
"""

import codecs
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[int, int], None]

PIECE = 1 << 18
"""So many bytes are read at once."""

LONGEST_LINE = 1 << 21
"""A longer line, in characters, is cut: no entry is that long."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BAD = re.compile("[\udc80-\udcff]")
_WIDE = re.compile("[^\x00-\x7f\udc80-\udcff]")


def sniff(data: bytes) -> str:
    r"""The encoding that the first bytes of a file show, or empty: it takes the whole file to know.

    >>> sniff(b"\xff\xfeZ\0"), sniff(b"Z\0o\0l\0l\0"), sniff(b"Zoll")
    ('utf-16', 'utf-16-le', '')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    start = data[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half >= 4 and odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if half >= 4 and even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def of_file(path: "Path") -> str:
    """The encoding of a file: by its mark, else UTF-8 unless most of what is beyond ASCII is not; then Windows-1252.

    Raises:
        OSError: if it cannot be read.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    with path.open("rb") as file:
        piece = file.read(PIECE)
        found = sniff(piece)
        if found:
            return found
        while piece:
            text = decoder.decode(piece)
            if not text.isascii():
                bad += len(_BAD.findall(text))
                good += len(_WIDE.findall(text))
            piece = file.read(PIECE)
    return "cp1252" if bad > good else "utf-8"


def lines(path: "Path", encoding: str, progress: "Progress | None" = None) -> "Iterator[str]":
    r"""The lines of a file without their ends, which may be \n, \r\n or \r; a byte order mark is not part of them.

    Raises:
        OSError: if it cannot be read.
    """
    total = path.stat().st_size
    told = 0
    with path.open("rb") as bare, io.TextIOWrapper(bare, encoding, _errors(encoding), None) as file:
        while line := file.readline(LONGEST_LINE):
            if line[-1] != "\n" and len(line) == LONGEST_LINE:
                _to_line_end(lambda: file.readline(LONGEST_LINE))
            yield line[:-1] if line[-1] == "\n" else line
            if progress is not None:
                done = bare.tell()
                if done != told:
                    told = done
                    progress(min(done, total), total)
    if progress is not None:
        progress(total, total)


def _errors(encoding: str) -> str:
    return "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _to_line_end(more: "Callable[[], str]") -> None:
    while (rest := more()) and rest[-1] != "\n":
        pass
