"""The themes that come with the reader: calm, like a printed bilingual edition, by lamp light and by daylight."""

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="lesepult-dark",
    primary="#8fb8de",
    secondary="#a7b59e",
    accent="#e5b567",
    warning="#e0a458",
    error="#e07a6b",
    success="#9cbf8a",
    foreground="#dcd7cc",
    background="#1b1d20",
    surface="#24272b",
    panel="#2c3035",
    dark=True,
)

LIGHT = Theme(
    name="lesepult-light",
    primary="#2f5d8a",
    secondary="#5e7052",
    accent="#9a4f00",
    warning="#9a5b00",
    error="#a8322a",
    success="#3f6b34",
    foreground="#24211c",
    background="#faf7f0",
    surface="#f0ebdf",
    panel="#e6dfd0",
    dark=False,
)

THEMES = (DARK, LIGHT)
DEFAULT_THEME = DARK.name


def names() -> tuple[str, ...]:
    """Every theme that can be chosen, ours first."""
    return (*(theme.name for theme in THEMES), *BUILTIN_THEMES)
