"""Painted strips straight to the screen: for widgets without borders or padding, whose strips are cached already.

Textual's own way composes each line anew with borders, padding and opacity, and keeps a second cache that every
refresh empties; here that costs more than the painting itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.core.cells import cells, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region
    from textual.widget import Widget

    from reader.ui.lines import Word

LINE_CLASSES = {"line--strong", "line--quiet", "line--term", "line--key", "line--warning"}
"""The component classes of a widget that shows words (`ui.lines.Word`)."""


def cropped(widget: Widget, strips: Sequence[Strip], crop: Region) -> list[Strip]:
    """What `Widget.render_lines` is asked for: these strips, cut to a region, through the app's filters (no colour).

    Args:
        widget: whose strips they are.
        strips: one for each of its lines, all as wide as the widget.
        crop: the part that is wanted.
    """
    wanted = list(strips[crop.y : crop.bottom])
    for line_filter in widget.get_line_filters():
        background = widget.background_colors[1]
        wanted = [strip.apply_filter(line_filter, background) for strip in wanted]
    if crop.column_span != (0, widget.size.width):
        return [strip.crop(*crop.column_span) for strip in wanted]
    return wanted


def words_strip(
    widget: Widget, left: Sequence[Word], right: Sequence[Word], width: int, over: Style | None = None
) -> Strip:
    """Words on the left and words on the right as a strip; what does not fit on the left is cut with an ellipsis.

    Args:
        widget: has the component classes LINE_CLASSES.
        left: words from the left edge.
        right: words up to the right edge; they are kept first, and left out if they do not fit alone.
        width: of the strip, in cells.
        over: laid over all of it.
    """
    over = over or Style()
    base = widget.rich_style + over

    def style(name: str) -> Style:
        return widget.get_component_rich_style(f"line--{name}") + over if name else base

    right_cells = sum(cells(word.text) for word in right)
    room = width - right_cells if right_cells < width else width
    segments: list[Segment] = []
    for word in left:
        text = fit(word.text, room)
        room -= cells(text)
        segments.append(Segment(text, style(word.style)))
    if right_cells < width:
        segments.append(Segment(" " * room, base))
        segments += [Segment(word.text, style(word.style)) for word in right]
    return Strip(segments).adjust_cell_length(width, base).simplify()
