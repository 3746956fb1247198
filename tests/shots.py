"""Screenshots of the reader for docs/, as SVG: `make shots`. They are looked at, not compared."""

import asyncio
import tempfile
from pathlib import Path

from tests.support import ROOT
from tests.ui.support import Home, settle

DOCS = ROOT / "docs"
SHOTS = {
    "reading-dark": ("lesepult-dark", (124, 34), ("]", "]", "]", "]")),
    "reading-light": ("lesepult-light", (124, 34), ("space", "]", "]")),
    "reading-ansi": ("ansi-dark", (124, 34), ("space", "]", "]", "]")),
    "sentences": ("lesepult-light", (100, 34), ("s", "]", "]", "]")),
    "stacked": ("lesepult-dark", (64, 30), ("]", "]")),
    "form": ("lesepult-dark", (124, 34), ("w", "right", "right", "right", "shift+right", "a")),
    "check": ("lesepult-dark", (124, 34), ("c",)),
    "candidates": ("lesepult-light", (124, 34), ("g", "C", "j", "j")),
    "search": ("lesepult-light", (124, 34), ("slash", *"trump")),
    "help": ("lesepult-dark", (100, 40), ("question_mark",)),
    "start": ("lesepult-light", (100, 24), ("o",)),
}

STRICT = "Dialog:\n  en: talks\n  forbidden: [dialogue]\nMoskau: the Russian government\n"
"""A glossary that the sample's translation does not follow."""


async def take(name: str) -> None:
    theme, size, keys = SHOTS[name]
    with tempfile.TemporaryDirectory() as directory:
        home = Home(Path(directory))
        if name == "check":
            home.glossary(STRICT)
        async with home.reading(size=size, theme=theme) as (pilot, _):
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
            pilot.app.save_screenshot(f"{name}.svg", str(DOCS))
            pilot.app.exit()


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    for name in SHOTS:
        asyncio.run(take(name))
        print(DOCS / f"{name}.svg")


if __name__ == "__main__":
    main()
