"""The styles of a reading screen as terminal codes: what the first page of the next start is painted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import ColorSystem

from reader.ui.styles import COMPONENT_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from reader.ui.widgets.bitext_view import BitextView
    from reader.ui.widgets.rail import Rail
    from reader.ui.widgets.status_line import StatusLine

_SYSTEMS = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}
_ATTRIBUTES = (("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("reverse", "7"), ("strike", "9"))
LINE_WORDS = ("strong", "quiet", "term", "key", "warning")


def style_table(view: BitextView, lines: Sequence[StatusLine], rail: Rail, system: str) -> dict[str, list[str]]:
    """Component names to [foreground, background, attributes], each as SGR codes; without colours for system ""."""
    table = {"base": _codes(view.rich_style, system), "rail": _codes(rail.rich_style, system)}
    for name in COMPONENT_CLASSES:
        table[name] = _codes(view.component(name), system)
    for line in lines:
        table[f"{line.id}"] = _codes(line.rich_style, system)
        for name in LINE_WORDS:
            table[f"{line.id}-{name}"] = _codes(line.get_component_rich_style(f"line--{name}"), system)
    return table


def _codes(style: Style, system: str) -> list[str]:
    colors = []
    for color, foreground in ((style.color, True), (style.bgcolor, False)):
        if color is None or system not in _SYSTEMS:
            colors.append("")
        else:
            colors.append(";".join(color.downgrade(_SYSTEMS[system]).get_ansi_codes(foreground=foreground)))
    return [*colors, ";".join(code for name, code in _ATTRIBUTES if getattr(style, name))]
