"""Painted strips straight to the screen: for widgets without borders or padding, whose strips are cached already.

Textual's own way composes each line anew with borders, padding and opacity, and keeps a second cache that every
refresh empties; here that costs more than the painting itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget


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
