"""Screenshots of the reader for docs/, as SVG: `make shots`. They are looked at, not compared."""

import asyncio
import tempfile
from pathlib import Path

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from tests.support import ROOT
from tests.ui.support import Home, settle, until
from tests.ui.test_structure import HANDBOOK, KNOWN

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
    "structure": ("lesepult-light", (124, 40), ()),
    "start": ("lesepult-light", (100, 24), ("o",)),
}

STRICT = "Dialog:\n  en: talks\n  forbidden: [dialogue]\nMoskau: the Russian government\n"
"""A glossary that the sample's translation does not follow."""


MORE = {"ohne Zähneknirschen": "without it", "eine Woche": "a week", "In allen Wipfeln": "in all the tops",
        "Spürest du": "you feel", "Kaum einen Hauch.": "hardly a breath."}  # fmt: skip
"""What the tests of structure leave without a translation."""


async def take(name: str) -> None:
    theme, size, keys = SHOTS[name]
    with tempfile.TemporaryDirectory() as directory:
        home = Home(Path(directory))
        if name == "check":
            home.glossary(STRICT)
        text = HANDBOOK if name == "structure" else None
        async with home.reading(text, size=size, theme=theme) as (pilot, screen):
            if text:
                await until(lambda: screen.reading.bitext.complete)
                known = {**KNOWN, **MORE}.items()
                screen.show_targets({segment_key(de): Target(en, TargetState.MEMORY, "memory") for de, en in known})
                await settle(pilot)
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
