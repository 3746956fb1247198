"""The names of themes, for who only wants to know whether there is one: Textual itself takes long to load."""

from __future__ import annotations

from typing import Final

NAMES: Final = (
    "lesepult-dark", "lesepult-light", "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light",
    "catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki",
    "gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark",
    "solarized-light", "textual-dark", "textual-light", "tokyo-night",
)  # fmt: skip
"""Those that are known to be there."""


def is_theme(name: str) -> bool:
    """Whether there is a theme of this name."""
    if name in NAMES:
        return True
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415 - only for a name that is not known

    return name in BUILTIN_THEMES


def nearest(name: str) -> tuple[str, ...]:
    """The themes that may have been meant, or all."""
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way out

    return tuple(get_close_matches(name, NAMES)) or NAMES
