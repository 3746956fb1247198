"""Being told to end: by Ctrl-C, or by a signal, which is treated like it so that all is tidied up on the way out.

Invariant: a signal that whoever started us wants ignored stays ignored.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Told(KeyboardInterrupt):
    """A signal told the program to end.

    Attributes:
        number: of the signal.
        code: the exit code that says so.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.code = 128 + number


def listen(*, signals: bool = True) -> None:
    """From now on Ctrl-C and the signals that ask a program to end interrupt the work with an exception.

    Args:
        signals: whether the signals do, too; the reader has its own way with them.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _ENDING[1:] if signals else ():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _raise)


def leave() -> None:
    """From now on each of them simply ends the process again: there is nothing left to tidy up."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    for number in _ENDING[1:]:
        if signal.getsignal(number) is _raise:
            signal.signal(number, signal.SIG_DFL)


class HeldOff:
    """Nothing interrupts the few words that are said in this `with` block; elsewhere than on the main thread, no-op."""

    def __init__(self) -> None:
        self._before: dict[int, object] = {}

    def __enter__(self) -> None:
        for number in _ENDING:
            try:
                self._before[number] = signal.signal(number, signal.SIG_IGN)
            except ValueError:  # not on the main thread, where no signal is met either
                return

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]


def exit_code(end: KeyboardInterrupt) -> int:
    """The exit code after this: 130 after Ctrl-C, 128 and its number after a signal.

    >>> exit_code(KeyboardInterrupt()), exit_code(Told(15))
    (130, 143)
    """
    return end.code if isinstance(end, Told) else INTERRUPTED


def sentence(end: KeyboardInterrupt) -> str:
    """What to say about it where a command has nothing better; nothing after Ctrl-C, which the person pressed."""
    if not isinstance(end, Told):
        return ""
    return f"Ended by {signal.Signals(end.number).name}; what was not finished was not written."


def _raise(number: int, _: FrameType | None) -> NoReturn:
    raise Told(number)
