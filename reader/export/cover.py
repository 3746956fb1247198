"""The cover of a book, for the shelf of an e-reader: title, author and languages, drawn without a picture or a font.

Invariant: well-formed SVG that asks for nothing from outside, whatever the title holds and however long it is.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from reader.export.markup import attribute, escaped

if TYPE_CHECKING:
    from reader.export.work import Work

_WIDTH, _HEIGHT = 600, 900
_MOST_LINES: Final = 6
_SIZES: Final = ((14, 64), (20, 46), (28, 34))
"""How many letters of a title go into a line, and how large they are: the first in which its lines have room."""


def cover(work: Work) -> str:
    """The cover as SVG."""
    lines, size = _lines(work.title)
    parts = [_text(line, 230 + at * size * 1.2, size, "600") for at, line in enumerate(lines)]
    author = textwrap.shorten(work.author, 44, placeholder=" …")
    parts += [_text(author, 680, 30, "400", "font-style='italic'")] * bool(author)
    parts.append(_text(" · ".join(work.languages), 800, 26, "400"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{attribute(work.title)}">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#faf7f0"/>'
        f'<rect x="36" y="36" width="{_WIDTH - 72}" height="{_HEIGHT - 72}" fill="none" stroke="#9a4f00"/>'
        f"{''.join(parts)}</svg>\n"
    )


def _lines(title: str) -> tuple[list[str], int]:
    for width, size in _SIZES:
        lines = textwrap.wrap(title, width)
        if len(lines) <= _MOST_LINES:
            return lines, size
    return [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][:-2]} …"], size


def _text(text: str, y: float, size: int, weight: str, more: str = "") -> str:
    return (
        f'<text x="{_WIDTH // 2}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" {more} fill="#24211c" '
        f'font-family="Georgia, serif" text-anchor="middle">{escaped(text)}</text>'
    )
