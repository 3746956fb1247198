"""The first page, on the screen before Textual is loaded: one reads while the program starts.

It paints the same rows, from the same model, in the styles that the theme had when the reader last ran (or those
that ship), and Textual then paints over it, unchanged. Invariant: whatever happens, `restore` leaves the terminal as
it was; and if anything about the terminal is unusual, nothing is painted at all.
This module imports neither Textual nor Rich.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.cells import cells, fit
from reader.core.compose import compose
from reader.ui.commands import NONE_CHOSEN
from reader.ui.lines import RAIL, Word, head_line, key_line, origin_words, term_line, thumb, words_cells
from reader.ui.styles import classes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.marks import ParagraphMarks
    from reader.core.page import Row
    from reader.core.reading import Reading

    Styles = dict[str, list[str]]

LINES_AROUND = 3
RAIL_CELLS = 1
_SHIPPED = Path(__file__).with_name("first_page_styles.json")


def color_system() -> str:
    """How many colours the terminal has, told as Rich tells it; "" if it has none."""
    if "NO_COLOR" in os.environ or os.environ.get("TERM", "") in {"", "dumb", "unknown", "linux"}:
        return ""
    if os.environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return "truecolor"
    return "256" if os.environ.get("TERM", "").endswith("-256color") else ""


def remember(cache: Path, theme: str, styles: Styles) -> None:
    """Keep a theme's styles for the next start; without a place to keep them, the next start does without."""
    path = _kept(cache, theme)
    text = json.dumps(styles, sort_keys=True)
    with suppress(OSError, ValueError):
        if path.exists() and path.read_text("utf-8") == text:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(text, "utf-8")
        temporary.replace(path)


def _kept(cache: Path, theme: str) -> Path:
    name = "".join(char if char.isalnum() or char == "-" else "_" for char in theme)
    return cache / f"first-page-{name}-{color_system() or 'plain'}.json"


def _styles(cache: Path, theme: str) -> Styles | None:
    for path in (_kept(cache, theme), _SHIPPED):
        with suppress(OSError, ValueError):
            found = json.loads(path.read_text("utf-8"))
            if path == _SHIPPED:
                found = found.get(f"{theme}/{color_system()}")
            if isinstance(found, dict):
                return found
    return None


class FirstPage:
    """The terminal while Textual is being loaded.

    Args:
        out: where to write; the terminal.
    """

    def __init__(self) -> None:
        self._attributes: list[object] | None = None

    def show(
        self,
        reading: Reading,
        title: str,
        notes: Sequence[str],
        cache: Path,
        theme: str,
        chosen: Mapping[str, str] = NONE_CHOSEN,
    ) -> bool:
        """Paint the first page; false, and nothing painted, if this is no plain terminal or the styles are unknown."""
        if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TEXTUAL_DRIVER"):
            return False
        styles = _styles(cache, theme)
        if styles is None:
            return False
        width, height = os.get_terminal_size(sys.stdout.fileno())
        if width < 20 or height <= LINES_AROUND:
            return False
        self._quieten()
        text = picture(reading, title, notes, styles, width, height, chosen)
        sys.stdout.write(f"\x1b[?1049h\x1b[?25l{text}")
        sys.stdout.flush()
        return True

    def _quieten(self) -> None:
        """Keep keys that are pressed early from being echoed; they stay in the queue for the reader."""
        import termios  # noqa: PLC0415 - not on every platform

        fd = sys.stdin.fileno()
        self._attributes = termios.tcgetattr(fd)
        quiet = termios.tcgetattr(fd)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(fd, termios.TCSANOW, quiet)

    def leave(self) -> None:
        """Give the screen back: the reader could not be started."""
        if self._attributes is not None:
            sys.stdout.write("\x1b[0m\x1b[?25h\x1b[?1049l")
            sys.stdout.flush()

    def restore(self) -> None:
        """Put the terminal's own settings back."""
        if self._attributes is not None:
            import termios  # noqa: PLC0415 - not on every platform

            with suppress(termios.error):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, self._attributes)  # type: ignore[arg-type]
            self._attributes = None


def picture(
    reading: Reading,
    title: str,
    notes: Sequence[str],
    styles: Styles,
    width: int,
    height: int,
    chosen: Mapping[str, str] = NONE_CHOSEN,
) -> str:
    """The escape sequences that paint the whole screen once, line by line."""
    reading.resize(width - RAIL_CELLS, height - LINES_AROUND)
    pen = _Pen(styles)
    left, right = head_line(reading, title, notes)
    lines = [pen.words("head", left, right, width)]
    marks: dict[int, ParagraphMarks] = {}
    rows = [_row(reading, row, marks, pen) for row in reading.rows()]
    rows += [pen.blank(width - RAIL_CELLS)] * (reading.height_rows - len(rows))
    first, last = thumb(reading)
    lines += [row + pen.part("rail", RAIL if first <= y < last else " ") for y, row in enumerate(rows)]
    origin = origin_words(reading, width)
    lines += [pen.words("terms", term_line(reading, width - words_cells(origin)), origin, width)]
    lines += [pen.words("keys", *key_line(width, chosen), width)]
    return "".join(f"\x1b[{number};1H{line}" for number, line in enumerate(lines, 1)) + "\x1b[0m"


def _row(reading: Reading, row: Row, marks: dict[int, ParagraphMarks], pen: _Pen) -> str:
    if row.is_gap:
        return pen.blank(reading.columns.width)
    if row.paragraph not in marks:
        marks[row.paragraph] = reading.marks(row.paragraph)
    pieces = compose(row, reading.columns, reading.bitext.paragraph(row.paragraph), marks[row.paragraph])
    return "".join(pen.blank(len(text)) if tags is None else pen.tagged(text, tags) for text, tags in pieces)


class _Pen:
    """Writes text in the styles of component classes; each is [foreground, background, attributes] as SGR codes."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._base = self._codes(["base"])
        self._cached: dict[int, str] = {}

    def _codes(self, names: Sequence[str]) -> str:
        foreground = background = ""
        attributes: dict[str, None] = {}
        for name in names:
            style = self._styles.get(name, ["", "", ""])
            foreground, background = style[0] or foreground, style[1] or background
            attributes.update(dict.fromkeys(filter(None, style[2].split(";"))))
        return ";".join(filter(None, ["0", *attributes, foreground, background]))

    def blank(self, cells: int) -> str:
        return f"\x1b[{self._base}m{' ' * cells}"

    def tagged(self, text: str, tags: int) -> str:
        codes = self._cached.get(tags)
        if codes is None:
            codes = self._cached[tags] = self._codes(["base", *classes_of(tags)])
        return f"\x1b[{codes}m{text}"

    def part(self, name: str, text: str) -> str:
        """Text in the style of a part of the screen that has only one."""
        return f"\x1b[{self._codes(['base', name])}m{text}"

    def words(self, line: str, left: Sequence[Word], right: Sequence[Word], width: int) -> str:
        room = width - sum(cells(word.text) for word in right)
        if room < 0:
            room, right = width, ()
        pieces = []
        for word in left:
            text = fit(word.text, room)
            room -= cells(text)
            pieces.append(self._word(line, text, word.style))
        pieces.append(f"\x1b[{self._codes(['base', line])}m{' ' * max(0, room)}")
        pieces += [self._word(line, word.text, word.style) for word in right]
        return "".join(pieces)

    def _word(self, line: str, text: str, style: str) -> str:
        names = ["base", line, f"{line}-{style}"] if style else ["base", line]
        return f"\x1b[{self._codes(names)}m{text}"
