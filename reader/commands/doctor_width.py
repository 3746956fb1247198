"""Whether the terminal draws the signs of German typography as wide as the reader counts them: it is asked.

A sign is drawn at the beginning of a line and the terminal says where the cursor is then (a cursor position report).
Invariant: nothing is asked of what is no terminal, or of one that is somebody else's at the moment; its modes are as
they were in the end, and the line is empty again.
"""

from __future__ import annotations

import os
import re
import select
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from reader.commands.finding import NOTE, OK
from reader.core.cells import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.commands.doctor_machine import Found

    Ask = Callable[[bytes, int], bytes]

SIGNS = "„“–…‚‘»«ÄäÖöÜüßẞ│▌‾·×•→"
"""What the reader draws beside plain letters."""

_REPORT = re.compile(rb"\x1b\[\d+;(\d+)R")
_WAIT_S = 0.5
"""A terminal that has not begun to answer by then does not answer."""


def widths(environ: Mapping[str, str], ask: Ask | None = None) -> Iterator[Found]:
    """Whether each sign takes the one cell it should.

    Args:
        environ: the environment.
        ask: writes to the terminal and gives what came back, up to so many reports; None for the person's own.
    """
    if environ.get("TERM", "") in ("", "dumb", "unknown") or (ask is None and not _is_ours()):
        return
    with suppress(OSError, UnicodeEncodeError):
        taken = measured(SIGNS, ask or _ask_terminal)
        if not taken:
            yield NOTE, "The terminal does not say how wide it draws a sign.", "Look at the line above."
            return
        wrong = [sign for sign, width in taken.items() if width != cells(sign)]
        if not wrong:
            yield OK, f"Each of {len(taken)} signs is as wide as it should be (the terminal was asked).", ""
            return
        hint = "Choose a monospaced font with these signs; if the window has a setting “ambiguous width”, “narrow”."
        yield NOTE, f"Drawn wider or narrower than a letter: {' '.join(wrong)}.", hint


def measured(signs: str, ask: Ask) -> dict[str, int]:
    r"""How many cells each sign takes; nothing if the terminal does not answer for each.

    >>> measured("a–", lambda data, count: b"\x1b[7;2R\x1b[7;3R")
    {'a': 1, '–': 2}
    >>> measured("a–", lambda data, count: b"")
    {}
    """
    question = b"".join(b"\r" + sign.encode() + b"\x1b[6n" for sign in signs) + b"\r\x1b[K"
    columns = [int(found[1]) for found in _REPORT.finditer(ask(question, len(signs)))]
    return dict(zip(signs, (column - 1 for column in columns), strict=True)) if len(columns) == len(signs) else {}


def _is_ours() -> bool:
    """Whether there is a terminal that this process may use now, and where the person sees what is drawn."""
    try:
        return os.isatty(0) and os.isatty(1) and os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def _ask_terminal(question: bytes, count: int) -> bytes:
    answer = b""
    with _raw(0):
        os.write(1, question)
        while answer.count(b"R") < count and select.select([0], [], [], _WAIT_S)[0]:
            answer += os.read(0, 4096)
    return answer


@contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    """A terminal that hands on each byte as it comes and shows none of them."""
    import termios  # noqa: PLC0415 - not everywhere there

    before = termios.tcgetattr(descriptor)
    mode = termios.tcgetattr(descriptor)
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, mode)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
