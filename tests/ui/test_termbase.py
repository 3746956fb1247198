"""A large glossary in the reader: the page stands at once, its terms light up, and changes by key cost nothing more."""

import threading
from dataclasses import replace

import pytest
from textual.widgets import Input

from glossary import compiled, layered
from reader.ui.screens.reading import ReadingScreen
from tests.ui.support import notices, screen_text, settle, styles_at
from tests.ui.test_terms import TEXT, choose

LIMIT = 4_000


@pytest.fixture
def gate(monkeypatch):
    """What keeps a large file from being read until it is set."""
    opened = threading.Event()
    fetched = compiled.fetched

    def wait(*arguments, **named):
        assert opened.wait(20)
        return fetched(*arguments, **named)

    monkeypatch.setattr(compiled, "fetched", wait)
    # In this process: starting another one for each test would cost half a second.
    monkeypatch.setattr(compiled, "made_in_subprocess", compiled.made)
    monkeypatch.setattr("reader.glossaries.LARGE_BYTES", LIMIT)
    yield opened
    opened.set()


@pytest.fixture
def team(home):
    path = home.directory / "team.yaml"
    path.write_text(f"# {'x' * LIMIT}\nZug: train\nLinie: line\n", "utf-8")
    home.options = replace(home.options, glossaries=(path,))
    return path


async def arrive(pilot, gate, screen: ReadingScreen):
    gate.set()
    for _ in range(500):
        await pilot.pause(0.01)
        if not screen.desk.glossaries.waiting and screen.desk.glossaries.unread() is None:
            return
    pytest.fail("the glossary did not arrive")


async def test_the_page_stands_before_a_large_glossary_and_is_lit_when_it_arrives(home, team, gate):
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        assert "reading the glossary team.yaml" in screen_text(pilot.app)[0]
        assert styles_at(pilot.app, "roten Linien")[0].underline
        assert not styles_at(pilot.app, "Zug fährt")[0].underline
        top, lines = screen.reading.anchor, screen_text(pilot.app)[1:-2]
        await arrive(pilot, gate, screen)
        await settle(pilot)
        assert styles_at(pilot.app, "Zug fährt")[0].underline
        assert "reading the glossary" not in screen_text(pilot.app)[0]
        assert screen.reading.anchor == top
        assert screen_text(pilot.app)[1:-2] == lines


async def test_a_form_that_is_open_when_it_arrives_keeps_what_was_typed(home, team, gate):
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        await choose(pilot, screen, "Sondierung")
        await pilot.press("a", *"tal")
        form = pilot.app.screen
        await arrive(pilot, gate, screen)
        assert pilot.app.screen is form
        await pilot.press(*"ks")
        assert form.query_one("#english", Input).value == "talks"
        await pilot.press("enter")
        await settle(pilot)
        assert styles_at(pilot.app, "Sondierung")[0].underline
        assert styles_at(pilot.app, "Zug fährt")[0].underline
        assert team.read_text("utf-8").endswith("Linie: line\nSondierung: talks\n")


async def test_a_change_by_key_makes_no_new_matcher_and_reads_nothing_again(home, team, gate, monkeypatch):
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        await arrive(pilot, gate, screen)
        made = []
        monkeypatch.setattr(layered.LayeredMatcher, "__init__", lambda *_, **__: made.append("matcher"))
        monkeypatch.setattr(compiled, "made_in_subprocess", lambda *_, **__: made.append("compiled"))
        monkeypatch.setattr(layered.LayeredMatcher, "_show_all", lambda *_: made.append("layer"))
        await choose(pilot, screen, "Sondierung")
        await pilot.press("a", *"talks", "enter")
        await settle(pilot)
        assert styles_at(pilot.app, "Sondierung")[0].underline
        await pilot.press("U")
        assert not styles_at(pilot.app, "Sondierung")[0].underline
        assert styles_at(pilot.app, "Zug fährt")[0].underline
        assert not made


async def test_a_change_outside_is_taken_in_while_one_reads_on(home, team, gate):
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        await arrive(pilot, gate, screen)
        team.write_text(f"# {'x' * LIMIT}\nSondierung: talks\n", "utf-8")
        screen.look_at_files()
        await arrive(pilot, gate, screen)
        await settle(pilot)
        assert styles_at(pilot.app, "Sondierung")[0].underline
        assert not styles_at(pilot.app, "Zug fährt")[0].underline


async def test_mistakes_in_a_large_glossary_are_named_when_it_has_been_read(home, team, gate, monkeypatch):
    team.write_text(f"# {'x' * LIMIT}\nZug: train\nLinie: [unclosed\n", "utf-8")
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        said = notices(screen, monkeypatch)
        await arrive(pilot, gate, screen)
        assert any("team.yaml:3" in notice for notice in said)
        assert styles_at(pilot.app, "Zug fährt")[0].underline
