"""PDFium in a process of its own: a file that makes it crash, hang or eat all memory ends only that process.

Measured: a file of 40 KB can make it take 12 s and 3 GB. The other process costs 0.1 s.

The parent calls `extract`, which starts `python -m reader.formats.pdf_child`; file and answer go through pipes. The
answer is lines of JSON, so that even a process in the hands of a hostile file can only give it text: one line for the
file, then one for each page as soon as it is read. So the parent lays out a page while the next one is read, neither
holds all pages as they came, and of a process that ends before its time the pages so far are kept.
"""

from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import TYPE_CHECKING, Any, Final

from reader.core.document import Style
from reader.errors import InputError
from reader.formats.limits import TITLE, Deadline
from reader.formats.pdf_pieces import Bookmark, Extract, Piece, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

READ_SECONDS: Final = 20.0
"""After so much processor time, and what the letters so far allow, no further page is read."""
CPU_SECONDS: Final = 28
"""After so much for one page the system ends the process, whatever it does: PDFium may not come back from a page."""
KILL_SECONDS: Final = 300.0
"""After so long it is ended, however busy the machine is with other things."""
_MEMORY_BYTES: Final = 2 * 1024**3
_MOST_SECONDS: Final = 600
_LONGEST_LINE: Final = 64 * 1024**2
"""A page of 100,000 letters, each a piece of its own, with a link under each, is a third of this."""
_BROKEN: Final = (ValueError, TypeError, KeyError, RecursionError)
_COMMAND: Final = ("-P", "-m", "reader.formats.pdf_child")


@contextmanager
def extract(data: bytes, where: str, seconds: float = KILL_SECONDS) -> Iterator[Extract]:
    """What is read from a PDF file, its pages as they come; behind the `with` the process is gone, however it is left.

    Raises:
        InputError: it is damaged, protected by a password, takes too long, or crashes what reads it; from the sheets,
            too, until there is one.
        ModuleNotFoundError: pypdfium2 is not installed.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise ModuleNotFoundError(name="pypdfium2")
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, with nothing of the file in its arguments
            [sys.executable, *_COMMAND, where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise InputError(TITLE, f"{where} cannot be read: no process can be started for it.", "Try again.") from error
    late = Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = Timer(seconds, end)
    timer.daemon = True
    try:
        timer.start()
        if process.stdin is None or process.stdout is None:
            raise _breaks(where)
        with suppress(OSError), process.stdin:
            process.stdin.write(data)
        yield _told(process, process.stdout, where, late)
    finally:
        timer.cancel()
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


def _told(process: subprocess.Popen[bytes], stdout: IO[bytes], where: str, late: Event) -> Extract:
    """What the process says, and the error if that is nothing."""

    def reason() -> InputError:
        code = process.wait()
        is_late = late.is_set() or -code == getattr(signal, "SIGXCPU", 0)
        return _too_long(where) if is_late else _breaks(where)

    def sheets(given: Iterator[Sheet]) -> Iterator[Sheet]:
        count = 0
        try:
            for sheet in given:
                count += 1
                yield sheet
        except (InputError, *_BROKEN) as error:
            # It may have been ended inside a line.
            if not count:
                raise error if isinstance(error, InputError) else reason() from error
        if not count and process.wait():
            raise reason()

    try:
        found = unpacked(iter(lambda: stdout.readline(_LONGEST_LINE), b""))
    except _BROKEN as error:
        raise reason() from error
    return found._replace(sheets=sheets(iter(found.sheets)))


def _too_long(where: str) -> InputError:
    message = f"{where} takes too long to read: it is damaged, or made to do so."
    return InputError(TITLE, message, "Open it with another program, and save it once more from there.")


def _breaks(where: str) -> InputError:
    message = f"{where} is a PDF file that breaks what reads it: it is damaged, or made to do so."
    return InputError(TITLE, message, "Open it with another program, and save it once more from there.")


def packed(found: Extract) -> Iterator[bytes]:
    """What is read, as lines: one for the file, and one for each page."""
    yield _line(found._replace(sheets=()))
    for s in found.sheets:
        pieces = [(p.text, *(round(number, 2) for number in p[1:5]), *p[5:]) for p in s.pieces]
        yield _line((s.width, s.height, s.pictures, s.unknown, pieces))


def _line(found: object) -> bytes:
    return json.dumps(found).encode() + b"\n"


def unpacked(lines: Iterable[bytes]) -> Extract:
    """What `packed` gave, the pages as they come.

    Raises:
        InputError: there was an error instead of the first line or the first page; from the sheets, too.
        ValueError: that was something else; also TypeError and KeyError.
    """
    lines = iter(lines)
    found: Any = _loaded(next(lines, b""))
    _, count, title, language, marks, author, *rest = found
    bookmarks = tuple(Bookmark(int(level), str(text), int(page)) for level, text, page in marks)
    whole = Extract((), int(count), str(title), str(language), bookmarks, str(author), *map(bool, rest))
    return whole._replace(sheets=_sheets(lines))


def _loaded(line: bytes) -> Any:  # noqa: ANN401 - JSON
    found: Any = json.loads(line)
    if isinstance(found, dict):
        raise InputError(TITLE, str(found["message"]), str(found["hint"]))
    return found


def _sheets(lines: Iterable[bytes]) -> Iterator[Sheet]:
    same: dict[float, float] = {}
    for line in lines:
        width, height, pictures, unknown, pieces = _loaded(line)
        yield Sheet(
            [_piece(same, *piece) for piece in pieces], float(width), float(height), int(pictures), int(unknown)
        )


def _piece(
    same: dict[float, float],
    text: object,
    left: float,
    right: float,
    base: float,
    size: float,
    style: int,
    glued: object,
    target: object,
) -> Piece:
    """A piece whose numbers are those of pieces before, where they are alike: each would be an object of its own."""
    left, right, base, size = float(left), float(right), float(base), float(size)
    base, size, left = same.setdefault(base, base), same.setdefault(size, size), same.setdefault(left, left)
    return Piece(str(text), left, right, base, size, Style(style), bool(glued), str(target))


def _limit() -> None:
    """Let this process have no more memory than a large file needs, and leave no image of it behind."""
    try:
        import resource  # noqa: PLC0415 - not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _limit_time() -> None:
    """Let this process have no more time from now on than a page may take."""
    try:
        import resource  # noqa: PLC0415 - not everywhere

        most = int(time.process_time()) + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (min(most, _MOST_SECONDS), _MOST_SECONDS))
    except (ImportError, OSError, ValueError):
        return


def main() -> None:
    """Read a file from standard input, and write what is in it to standard output."""
    from reader.formats.pdf_text import extracted  # noqa: PLC0415 - PDFium is for this process only

    # Ctrl-C reaches this process as well, and there is nothing to say about it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _limit()
    _limit_time()
    where = sys.argv[1]
    out = sys.stdout.buffer
    try:
        for line in packed(
            extracted(sys.stdin.buffer.read(), where, Deadline(where, READ_SECONDS, used=time.thread_time))
        ):
            out.write(line)
            out.flush()
            _limit_time()
    except InputError as error:
        out.write(_line({"message": error.message, "hint": error.hint}))


if __name__ == "__main__":
    main()
