"""Asking the person one question on the terminal.

Invariant: the question goes to standard error, so that it never stands in a result; whatever happens at it, the
next thing on the terminal begins a line of its own.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from reader.commands.streams import is_terminal

_YES = ("y", "yes", "j", "ja")
_TERMINAL = "/dev/tty"


def somebody(*, input_taken: bool = False) -> bool:
    """Whether there is somebody to ask.

    Args:
        input_taken: whether standard input holds a text, so that an answer must come from the terminal itself.
    """
    if not is_terminal(sys.stderr):
        return False
    if is_terminal(sys.stdin):
        return True
    if not input_taken:
        return False
    try:
        with open(_TERMINAL, encoding="utf-8"):  # noqa: PTH123 - a device
            return True
    except OSError:
        return False


def agreed(question: str, *, default: bool = False) -> bool:
    """Ask, and give whether the answer is yes; the end of the input is a no.

    Args:
        question: one sentence; made harmless.
        default: what an empty answer means.
    """
    from reader.core.text import one_line  # noqa: PLC0415 - not for --help

    ended = False
    try:
        _put(f"{one_line(question)} [{'Y/n' if default else 'y/N'}] ")
        answer = _answer()
        ended = answer.endswith("\n")
    finally:
        if not ended:
            _put("\n")
    word = answer.strip().casefold()
    return bool(answer) and (default if not word else word in _YES)


def _answer() -> str:
    """A line from the person, with its end; nothing at the end of the input."""
    if is_terminal(sys.stdin):
        return sys.stdin.readline()
    with open(_TERMINAL, encoding="utf-8", errors="replace") as terminal:  # noqa: PTH123 - a device
        return terminal.readline()


def _put(text: str) -> None:
    with suppress(OSError, ValueError, AttributeError):
        if sys.stdout is not None:
            sys.stdout.flush()
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
