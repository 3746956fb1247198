"""PDFium in a process of its own: a file that makes it crash, hang or eat all memory ends only that process.

Measured: a file of 40 KB can make it take 12 s and 3 GB. The other process costs 0.1 s.

The parent calls `extract`, which starts `python -m reader.formats.pdf_child`; file and answer go through pipes. The
answer is JSON, so that even a process in the hands of a hostile file can only give it text.
"""

from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
import time
from typing import Any, Final

from reader.core.document import Style
from reader.errors import InputError
from reader.formats.limits import TITLE, Deadline
from reader.formats.pdf_pieces import Bookmark, Extract, Piece, Sheet

READ_SECONDS: Final = 20.0
"""After so much processor time no further page is read."""
CPU_SECONDS: Final = 28
"""After so much the system ends the process, whatever it is doing: PDFium may not come back from a page."""
KILL_SECONDS: Final = 150.0
"""After so long it is ended, however busy the machine is with other things."""
_MEMORY_BYTES: Final = 2 * 1024**3
_COMMAND: Final = ("-P", "-m", "reader.formats.pdf_child")


def extract(data: bytes, where: str, seconds: float = KILL_SECONDS) -> Extract:
    """What is read from a PDF file.

    Raises:
        InputError: it is damaged, protected by a password, takes too long, or crashes what reads it.
        ModuleNotFoundError: pypdfium2 is not installed.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise ModuleNotFoundError(name="pypdfium2")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, with nothing of the file in its arguments
            [sys.executable, *_COMMAND, where], input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(where) from error
    except OSError as error:
        raise InputError(TITLE, f"{where} cannot be read: no process can be started for it.", "Try again.") from error
    if -done.returncode == getattr(signal, "SIGXCPU", 0):
        raise _too_long(where)
    try:
        return unpacked(done.stdout)
    except (ValueError, TypeError, KeyError) as error:
        message = f"{where} is a PDF file that breaks what reads it: it is damaged, or made to do so."
        raise InputError(TITLE, message, "Open it with another program, and save it once more from there.") from error


def _too_long(where: str) -> InputError:
    message = f"{where} takes too long to read: it is damaged, or made to do so."
    return InputError(TITLE, message, "Open it with another program, and save it once more from there.")


def packed(found: Extract | InputError) -> bytes:
    """What was read, or why it could not be, as bytes."""
    if isinstance(found, InputError):
        return json.dumps({"message": found.message, "hint": found.hint}).encode()
    sheets = (
        [s.width, s.height, s.pictures, s.unknown, [(*p[:1], *(round(n, 2) for n in p[1:5]), *p[5:]) for p in s.pieces]]
        for s in found.sheets
    )
    # Put together from sheets, so that only one of them is there in three forms at once.
    head = json.dumps([found.page_count, found.title, found.language, found.bookmarks, found.author]).removesuffix("]")
    return f"{head}, [{', '.join(map(json.dumps, sheets))}]]".encode()


def unpacked(data: bytes) -> Extract:
    """What `packed` gave.

    Raises:
        InputError: that was an error.
        ValueError: that was something else; also TypeError and KeyError.
    """
    found: Any = json.loads(data)
    if isinstance(found, dict):
        raise InputError(TITLE, str(found["message"]), str(found["hint"]))
    count, title, language, marks, author, sheets = found
    bookmarks = tuple(Bookmark(int(level), str(text), int(page)) for level, text, page in marks)
    waiting = list(sheets)[::-1]
    # Each sheet goes as soon as it is made into another: of a large book both would be hundreds of megabytes.
    del found, sheets
    made = [_sheet(*waiting.pop()) for _ in range(len(waiting))]
    return Extract(made, int(count), str(title), str(language), bookmarks, str(author))


def _sheet(width: float, height: float, pictures: int, unknown: int, pieces: list[list[Any]]) -> Sheet:
    found = [
        Piece(str(text), float(left), float(right), float(base), float(size), Style(style), bool(glued), str(target))
        for text, left, right, base, size, style, glued, target in pieces
    ]
    return Sheet(found, float(width), float(height), int(pictures), int(unknown))


def _limit() -> None:
    """Let this process have no more memory and no more time than a large file needs."""
    try:
        import resource  # noqa: PLC0415 - not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    except (ImportError, OSError, ValueError):
        return


def main() -> None:
    """Read a file from standard input, and write what is in it to standard output."""
    from reader.formats.pdf_text import extracted  # noqa: PLC0415 - PDFium is for this process only

    _limit()
    where = sys.argv[1]
    try:
        found: Extract | InputError = extracted(
            sys.stdin.buffer.read(), where, Deadline(where, READ_SECONDS, used=time.thread_time)
        )
    except InputError as error:
        found = error
    sys.stdout.buffer.write(packed(found))


if __name__ == "__main__":
    main()
