"""A real pseudo-terminal with an emulator behind it: the program as a person has it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pyte

QUERIES = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c"}
UNKNOWN = re.compile(
    rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]|\x1b_[^\x1b]*\x1b\\\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)"
)
PRIVATE_MODES = re.compile(rb"\x1b\[\?(?:25|7)[hl]")
KEYS = {"enter": "\r", "escape": "\x1b", "right": "\x1b[C", "left": "\x1b[D", "down": "\x1b[B", "up": "\x1b[A",
        "shift+right": "\x1b[1;2C", "tab": "\t", "space": " ", "delete": "\x1b[3~"}  # fmt: skip


class Terminal:
    """A command in a pseudo-terminal; use it in a `with`."""

    def __init__(self, command, *, home: Path, columns=120, rows=40, env=None, stdin=None):
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.exit_code = None
        main, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.attributes_before = termios.tcgetattr(other)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
            "LANG": "C.UTF-8", **(env or {}),
        }  # fmt: skip
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(other, termios.TIOCSCTTY, 0)
            source = os.open(stdin, os.O_RDONLY) if stdin else other
            for target, fd in ((0, source), (1, other), (2, other)):
                os.dup2(fd, target)
            os.closerange(3, 64)
            os.execvpe(command[0], command, environment)
        self._main, self._other = main, other

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._main)
        os.close(self._other)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds=0.05) -> bool:
        ready, _, _ = select.select([self._main], [], [], seconds)
        if not ready:
            return False
        data = os.read(self._main, 65536)
        self.output += data
        for query, answer in QUERIES.items():
            if query in data:
                os.write(self._main, answer)
        first, *more = data.split(b"\x1b[6n")
        self._feed(first)
        for piece in more:
            os.write(self._main, b"\x1b[%d;%dR" % (self.screen.cursor.y + 1, self.screen.cursor.x + 1))
            self._feed(piece)
        return True

    def _feed(self, data: bytes) -> None:
        self._stream.feed(UNKNOWN.sub(lambda m: m[0] if PRIVATE_MODES.match(m[0]) else b"", data))

    def wait_for(self, *wanted: str, seconds=20.0) -> str:
        """Read until all these texts stand on the screen."""
        until = time.monotonic() + seconds
        while not all(part in self.text for part in wanted):
            if time.monotonic() > until:
                raise AssertionError(f"{wanted} did not appear:\n{self.text}")
            self.read()
        return self.text

    def settle(self) -> None:
        while self.read(0.3):
            pass

    def press(self, *keys: str) -> None:
        for key in keys:
            os.write(self._main, KEYS.get(key, key).encode())
            self.settle()

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._other, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        os.kill(self.pid, signal.SIGWINCH)
        self.settle()

    def wait(self, seconds=10.0) -> int:
        """Read until the program has ended; gives its exit code."""
        until = time.monotonic() + seconds
        while True:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
                while self.read(0.05):
                    pass
                return self.exit_code
            if time.monotonic() > until:
                raise AssertionError(f"still running:\n{self.text}")

    def echo_is_on(self) -> bool:
        return termios.tcgetattr(self._other)[3] == self.attributes_before[3]


LESEPULT = str(Path(sys.executable).with_name("lesepult"))
