"""What was copied in another program, as a document.

The desktop's own commands are asked, so that no library is needed. They are run without a shell, and of what they say
only the bytes of the clipboard are used.

Invariant: reading ends within its time and holds no more than `limits.MAX_BYTES`, whatever the command does, and no
process is left behind.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.errors import InputError
from reader.formats.limits import MAX_BYTES
from reader.formats.opening import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import IO

    from reader.core.document import Document

TITLE: Final = "Cannot read the clipboard"
WHERE: Final = "the clipboard"
_SECONDS: Final = 5.0
_CHUNK_BYTES: Final = 65_536
_LOOK_S: Final = 0.1
_TEXT_TARGETS: Final = frozenset((b"UTF8_STRING", b"STRING", b"TEXT", b"COMPOUND_TEXT"))
_FRAGMENT: Final = (b"<!--StartFragment-->", b"<!--EndFragment-->")


class Tool(NamedTuple):
    """A command that gives what is in the clipboard.

    Attributes:
        name: the program.
        display: the variable of the environment that must be set for it; empty if none.
        text: its arguments for text.
        html: its arguments for what was copied with its looks, as HTML; empty if it cannot give that.
        types: its arguments for a list of the types there are; empty if it has none.
    """

    name: str
    display: str
    text: tuple[str, ...]
    html: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


_POWERSHELL: Final = (
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-Clipboard -Raw",
)
TOOLS: Final = (
    Tool(
        "wl-paste",
        "WAYLAND_DISPLAY",
        ("--no-newline", "--type", "text"),
        ("--no-newline", "--type", "text/html"),
        ("--list-types",),
    ),
    Tool(
        "xclip",
        "DISPLAY",
        ("-selection", "clipboard", "-o", "-target", "UTF8_STRING"),
        ("-selection", "clipboard", "-o", "-target", "text/html"),
        ("-selection", "clipboard", "-o", "-target", "TARGETS"),
    ),
    Tool("xsel", "DISPLAY", ("--clipboard", "--output")),
    Tool("pbpaste", "", ()),
    Tool("powershell.exe", "", _POWERSHELL),
    Tool("powershell", "", _POWERSHELL),
)
"""In the order in which they are tried."""


def read_clipboard(
    environment: Mapping[str, str],
    encoding: str = "",
    *,
    seconds: float = _SECONDS,
    most_bytes: int = MAX_BYTES,
    clock: Callable[[], float] = time.monotonic,
) -> Document:
    """The document of what was copied: with its headings, lists and links if the clipboard has them.

    Args:
        environment: the variables of the environment: PATH, WAYLAND_DISPLAY, DISPLAY.
        encoding: the encoding of the text that the person named; empty to find it out.
        seconds: how long each command may take.
        most_bytes: how much text there may be.
        clock: gives seconds.

    Raises:
        InputError: nothing was copied, no command is installed that can tell, or it fails.
    """
    run = _Runner(environment, seconds, most_bytes, clock)
    tools = [tool for tool in TOOLS if not tool.display or environment.get(tool.display)]
    found = [(tool, path) for tool in tools if (path := shutil.which(tool.name, path=environment.get("PATH", "")))]
    if not found:
        raise InputError(TITLE, "no program is installed that gives what it holds.", _advice(environment))
    failure: InputError | None = None
    for tool, path in found:
        try:
            document = _document(tool, path, run, encoding)
        except _ToolError as failed:
            failure = failure or InputError(TITLE, f"{tool.name} {failed.what}.", failed.hint)
            continue
        # A text without a title of its own is called so already.
        told = () if document.title == WHERE else ("from the clipboard",)
        return replace(document, notes=(*told, *document.notes))
    raise failure or InputError(TITLE, "it is empty.", "Copy a text first.")


def _document(tool: Tool, path: str, run: _Runner, encoding: str) -> Document:
    """The document that a command gives: of the HTML if there is such, else of the text."""
    types = run.quietly(path, tool.types).split() if tool.types else []
    if any(kind.startswith(b"image/") for kind in types) and not any(map(_is_text, types)):
        raise InputError(TITLE, "it holds a picture, not a text.", "Copy a text.")
    if tool.html and b"text/html" in types:
        page = run.quietly(path, tool.html)
        if page.strip(b" \r\n\t\0"):
            with suppress(InputError):
                from reader.formats.html import read_html  # noqa: PLC0415 - lxml costs 10 ms

                return read_html(_fragment(page), WHERE, WHERE, encoding=encoding, whole=True)
    data = run(path, tool.text)
    if not data.strip():
        raise InputError(TITLE, "it is empty, or holds no text.", "Copy a text first.")
    return read_bytes(data, WHERE, WHERE, "", encoding)


def _is_text(kind: bytes) -> bool:
    return kind.startswith(b"text/") or kind in _TEXT_TARGETS


def _fragment(page: bytes) -> bytes:
    """What was copied of a page; some programs put a whole page around it."""
    begin, end = _FRAGMENT
    _, mark, rest = page.partition(begin)
    inside, mark_after, _ = rest.partition(end)
    return inside if mark and mark_after and inside.strip() else page


class _ToolError(Exception):
    """A command did not do what it should; another may."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


class _Runner:
    """Runs commands, each within its time."""

    def __init__(
        self, environment: Mapping[str, str], seconds: float, most_bytes: int, clock: Callable[[], float]
    ) -> None:
        self._environment = dict(environment)
        self._seconds, self._most_bytes, self._clock = seconds, most_bytes, clock

    def quietly(self, path: str, arguments: tuple[str, ...]) -> bytes:
        """What a command gives; nothing if it fails."""
        try:
            return self(path, arguments)
        except _ToolError:
            return b""

    def __call__(self, path: str, arguments: tuple[str, ...]) -> bytes:
        """What a command gives.

        Raises:
            _ToolError: it does not end in time, or with an error and without a text.
            InputError: it gives too much.
        """
        try:
            # In a session of its own, it cannot read from the terminal.
            process = subprocess.Popen(  # noqa: S603 - one of TOOLS, without a shell
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # macOS gives no umlauts to who does not say that they are wanted.
                env={"LC_CTYPE": "UTF-8", **self._environment} if path.endswith("pbpaste") else self._environment,
                start_new_session=True,
            )
        except OSError as error:
            raise _ToolError("cannot be run", "Install it anew.") from error
        with process:
            try:
                data = self._all_of(process)
                code = process.wait(max(0.001, self._seconds))
            except (TimeoutError, subprocess.TimeoutExpired):
                message = f"gave nothing within {self._seconds:.0f} seconds"
                raise _ToolError(message, "Copy the text once more, or save it and open the file.") from None
            finally:
                process.kill()
        if code and not data:
            # So they also end when nothing was copied.
            raise _ToolError("gave nothing: the clipboard is empty, or cannot be reached", "Copy a text first.")
        return data

    def _all_of(self, process: subprocess.Popen[bytes]) -> bytes:
        stream = process.stdout
        if stream is None:
            return b""
        if sys.platform == "win32":
            # There pipes cannot be waited for.
            return process.communicate(timeout=self._seconds)[0][: self._most_bytes + 1]
        return self._read(stream)

    def _read(self, stream: IO[bytes]) -> bytes:
        """All that comes; raises TimeoutError if it takes too long."""
        data, end = bytearray(), self._clock() + self._seconds
        with DefaultSelector() as selector:
            selector.register(stream, EVENT_READ)
            while True:
                if self._clock() > end:
                    raise TimeoutError
                if not selector.select(_LOOK_S):
                    continue
                piece = stream.read1(_CHUNK_BYTES)  # type: ignore[attr-defined] # a pipe is buffered
                if not piece:
                    return bytes(data)
                data += piece
                if len(data) > self._most_bytes:
                    message = f"it holds more than {self._most_bytes // 2**20} MB."
                    raise InputError(TITLE, message, "Save the text and open the file.")


def _advice(environment: Mapping[str, str]) -> str:
    """What to install, or to do, where no command is."""
    if environment.get("WAYLAND_DISPLAY"):
        return "Install wl-clipboard: apt install wl-clipboard (or dnf, pacman)."
    if environment.get("DISPLAY"):
        return "Install xclip: apt install xclip (or dnf, pacman)."
    return "There is no desktop here (as over ssh): paste the text into a file with an editor, and open that."
