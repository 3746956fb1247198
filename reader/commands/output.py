"""What commands give out: lines, tables and JSON to standard output, a progress bar to standard error.

Invariant: nothing that comes from a file reaches a terminal as an escape sequence.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.commands.streams import bytes_out, write
from reader.core.cells import cells, fit
from reader.core.text import one_line

__all__ = ["PROGRESS_FROM", "Progress", "json_document", "line", "table", "width_cells", "write"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PROGRESS_FROM = 5_000
"""From so many steps a progress bar is shown."""

_BAR_CELLS = 30
_WIDEST_CELLS = 48
"""A column is padded to at most this width."""

_NOT_FOR_TERMINALS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def line(text: str = "") -> None:
    """One line on standard output, made harmless."""
    write(f"{one_line(text)}\n" if text else "\n")


def json_document(value: object) -> None:
    """A value as one JSON document in UTF-8, whatever the locale; harmless on a terminal too.

    Raises:
        BrokenPipeError: whoever read the output has had enough.
        OutputError: it cannot be written.
    """
    import json  # noqa: PLC0415 - only with --json

    text = json.dumps(value, ensure_ascii=False, indent=1)
    data = (_NOT_FOR_TERMINALS.sub(_escaped, text) + "\n").encode("utf-8", "backslashreplace")
    with bytes_out() as stream:
        stream.write(data)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def width_cells() -> int:
    """The width of the terminal that the output goes to; 0 if it goes elsewhere, where nothing is cut off."""
    try:
        if sys.stdout is None or not sys.stdout.isatty():
            return 0
    except ValueError:
        return 0
    from shutil import get_terminal_size  # noqa: PLC0415 - a terminal is rare in scripts

    return max(20, get_terminal_size().columns)


def table(rows: Iterable[Sequence[str]], *, width: int) -> Iterable[str]:
    """Rows as aligned lines, without line ends; wide characters count as two cells.

    Args:
        rows: the cells of each row, the same number in each.
        width: in cells, to which lines are cut by shortening the last but one column; 0 for no limit.
    """
    cleaned = [[one_line(part) for part in row] for row in rows]
    if not cleaned:
        return
    widths = [min(_WIDEST_CELLS, max(map(cells, column))) for column in zip(*cleaned, strict=True)]
    if width:
        _narrow(widths, width)
    for row in cleaned:
        parts = [fit(part, widest) if width else part for part, widest in zip(row, widths, strict=True)]
        padded = [part + " " * (widest - cells(part)) for part, widest in zip(parts[:-1], widths, strict=False)]
        yield "  ".join([*padded, parts[-1]]).rstrip()


def _narrow(widths: list[int], width: int) -> None:
    """Take cells from the widest columns until the row fits; each keeps some."""
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1


class Busy:
    """Says on standard error what is done while it is done, if that is a terminal and there is much to do.

    Args:
        what: what is done, in a word.
        entries: to so many entries.
    """

    def __init__(self, what: str, entries: int) -> None:
        self._text = f"{what} {entries:,} entries …" if entries >= PROGRESS_FROM else ""

    def __enter__(self) -> None:
        if self._text and sys.stderr is not None and sys.stderr.isatty():
            Progress.put(self._text)

    def __exit__(self, *_: object) -> None:
        if self._text and sys.stderr is not None and sys.stderr.isatty():
            Progress.put("\r\x1b[K")


class Progress:
    """A bar on standard error, if that is a terminal and there is much to do; else nothing at all.

    Args:
        what: what is done, in a word or two.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = -1
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Show how much is done; a total of 0 says that it is not known."""
        if not self._terminal or max(done, total) < PROGRESS_FROM:
            return
        share = min(100, 100 * done // total) if total else done // 1000
        if share == self._shown:
            return
        self._shown = share
        filled = _BAR_CELLS * share // 100 if total else 0
        bar = f"[{'#' * filled}{'.' * (_BAR_CELLS - filled)}] {share:3} %" if total else f"{done:,}"
        self.put(f"\r{self._what} {bar}")

    def done(self) -> None:
        """Take the bar away."""
        if self._shown >= 0:
            self._shown = -1
            self.put("\r\x1b[K")

    @staticmethod
    def put(text: str) -> None:
        """Write to the terminal; if that fails there is nobody to tell."""
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
