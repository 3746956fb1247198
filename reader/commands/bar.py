"""The progress of a translation on standard error, if that is a terminal: characters, sentences, engine, time left.

Invariant: it is one line that fits the terminal, and it is gone before anything else is written there.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from reader.commands.output import Progress
from reader.core.cells import fit
from reader.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

_BAR_CELLS = 20
_REDRAW_S = 0.1
_RATE_FROM_S = 2.0
"""Before so much time has gone by, what is left cannot be told."""


def bar_text(done: int, total: int, segments: tuple[int, int], engine: str, elapsed_s: float, known: int = 0) -> str:
    """The bar as a line of text.

    Args:
        done: characters translated since the beginning.
        total: characters that were to be translated then.
        segments: sentences translated, and in all.
        engine: who works on it, or why nobody does.
        elapsed_s: seconds since the beginning.
        known: characters of which the translation was known before.

    >>> bar_text(500, 2000, (3, 12), "Google", 10.0)
    '[#####...............]  25 %  3/12 sentences  500/2,000 characters  0:30 left  Google'
    >>> bar_text(0, 1000, (36, 240), "Google", 0.0, known=1000)
    '[##########..........]  50 %  36/240 sentences  1,000/2,000 characters  Google'
    """
    share = min(100, 100 * (known + done) // (known + total)) if total else 0
    filled = _BAR_CELLS * share // 100
    parts = [
        f"[{'#' * filled}{'.' * (_BAR_CELLS - filled)}] {share:3} %",
        f"{segments[0]:,}/{segments[1]:,} sentences",
        f"{known + done:,}/{known + total:,} characters",
    ]
    if done and elapsed_s >= _RATE_FROM_S:
        parts.append(f"{duration(elapsed_s * (total - done) / done)} left")
    return "  ".join([*parts, engine]).rstrip()


def duration(seconds: float) -> str:
    """A span of time as a person reads it.

    >>> duration(65.2), duration(3 * 3600 + 62)
    ('1:05', '3:01:02')
    """
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


class Bar:
    """The bar; nothing at all where standard error is no terminal.

    Args:
        clock: seconds, for how long it has taken.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._drawn_at = -_REDRAW_S
        self._shown = ""
        try:
            self._terminal = sys.stderr is not None and sys.stderr.isatty()
        except ValueError:
            self._terminal = False

    def begin(self) -> None:
        """The time counts from now."""
        self._began = self._clock()

    def show(self, done: int, total: int, segments: tuple[int, int], engine: str, known: int = 0) -> None:
        """Show how far it is; see `bar_text`."""
        now = self._clock()
        if not self._terminal or now - self._drawn_at < _REDRAW_S:
            return
        from shutil import get_terminal_size  # noqa: PLC0415 - only on a terminal

        columns = get_terminal_size().columns
        text = bar_text(done, total, segments, one_line(engine), now - self._began, known)
        text = fit(text, max(10, columns - 1))
        self._drawn_at = now
        if text != self._shown:
            self._shown = text
            Progress.put(f"\r{text}\x1b[K")

    def clear(self) -> None:
        """Take it away, so that something else can be written."""
        if self._shown:
            self._shown = ""
            self._drawn_at = -_REDRAW_S
            Progress.put("\r\x1b[K")
