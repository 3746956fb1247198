import json
import os
from pathlib import Path

import pytest

from reader.ui import first_page
from reader.ui.style_table import style_table
from reader.ui.themes import THEMES
from tests.support import ROOT
from tests.ui.support import both_pages

SHIPPED = ROOT / "reader" / "ui" / "first_page_styles.json"
SHIPPED_THEMES = [*(theme.name for theme in THEMES), "ansi-dark", "ansi-light"]


async def test_the_shipped_styles_are_those_of_the_themes(home):
    table = {}
    for theme in SHIPPED_THEMES:
        async with home.reading(size=(120, 40), theme=theme) as (_, screen):
            for system in ("truecolor", "256", ""):
                table[f"{theme}/{system}"] = style_table(
                    screen.view, (screen.head, screen.terms, screen.keys), screen.rail, system
                )
    text = json.dumps(table, indent=None, sort_keys=True).replace("}, ", "},\n") + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        SHIPPED.write_text(text, "utf-8")
    assert json.loads(SHIPPED.read_text("utf-8")) == json.loads(text), "if this is meant: make golden"


@pytest.mark.parametrize("size", [(160, 48), (120, 40), (80, 24), (40, 10)])
async def test_the_first_page_is_what_the_reader_then_shows(home, size):
    terminal, shown, real = await both_pages(home, size)
    assert [line.rstrip() for line in terminal.display] == shown
    for (x, y), (style, char) in real.items():
        if char.strip():
            cell = terminal.buffer[y][x]
            assert cell.fg == style.color.triplet.hex[1:], (x, y, char)
            assert cell.bg == style.bgcolor.triplet.hex[1:], (x, y, char)
            assert cell.underscore == bool(style.underline), (x, y, char)
            assert cell.bold == bool(style.bold)


def test_styles_are_kept_for_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    first_page.remember(tmp_path / "cache", "my theme/../x", {"base": ["1", "2", ""]})
    assert first_page._styles(tmp_path / "cache", "my theme/../x") == {"base": ["1", "2", ""]}
    assert len(list(Path(tmp_path / "cache").iterdir())) == 1
    for path in (tmp_path / "cache").iterdir():
        path.write_text("{broken")
    assert first_page._styles(tmp_path / "cache", "my theme/../x") is None
    assert first_page._styles(tmp_path / "none", "lesepult-dark") is not None


@pytest.mark.parametrize(
    ("environment", "system"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "dumb"}, ""),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, ""),
        ({}, ""),
    ],
)
def test_the_terminals_colours_are_told(monkeypatch, environment, system):
    for name in ("TERM", "COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert first_page.color_system() == system


def test_without_a_terminal_nothing_is_painted(home, capsys):
    desk = home.desk()
    page = first_page.FirstPage()
    assert not page.show(desk.reading, "", (), home.paths.cache, "lesepult-dark")
    page.leave()
    page.restore()
    desk.close()
    assert capsys.readouterr().out == ""
