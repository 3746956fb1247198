"""Choosing the engine: the person sees how each stands, and nobody gets text they were not asked about."""

from dataclasses import replace

from reader.engines import registry
from reader.engines.base import Refused
from reader.engines.fake import FakeEngine
from reader.ui.screens.engines_panel import EnginesPanel
from reader.ui.screens.panel import Question
from tests.ui.support import screen_text, until

TEXT = "Ein Satz ist hier.\nNoch ein Satz ist dort."


def with_engines(home, monkeypatch, *engines, network="on"):
    monkeypatch.setattr(registry, "ENGINES", {engine.name: lambda *_, engine=engine: engine for engine in engines})
    home.options = replace(home.options, engine_names=(engines[0].name,), network=network)


async def opened(pilot):
    await pilot.press("ctrl+e")
    await until(lambda: isinstance(pilot.app.screen, EnginesPanel))
    return pilot.app.screen


async def test_enter_puts_an_engine_first_and_it_is_remembered_for_this_text(home, monkeypatch):
    closed = FakeEngine("closed", title="Closed", fault=lambda _: Refused("Closed refuses requests from here."))
    good = FakeEngine("good")
    with_engines(home, monkeypatch, closed, good)
    path = home.text(TEXT)
    async with home.reading(path) as (pilot, screen):
        await until(lambda: screen.reading.bitext.paragraph(0).targets[0].reason)
        panel = await opened(pilot)
        assert any("resting until" in line for line in panel.listing.text)
        assert any("Closed refuses" in line for line in screen_text(pilot.app))
        await pilot.press("j", "enter")
        await until(lambda: screen.reading.bitext.paragraph(1).targets[0].known)
        assert "good" in screen.reading.bitext.paragraph(1).targets[0].origin
        assert pilot.app.screen is screen
    async with home.reading(path) as (pilot, screen):
        assert screen.desk.choice.names == ("good", "closed")
    async with home.reading(home.text("Ein anderer.", "other.txt")) as (_, screen):
        assert screen.desk.choice.names == ("closed",)


async def test_a_third_party_is_asked_about_before_it_gets_anything(home, monkeypatch):
    here = FakeEngine("here")
    away = FakeEngine("away", title="Away", third_party=True, privacy="Away gets the text.")
    with_engines(home, monkeypatch, here, away, network="ask")
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        await until(lambda: all(screen.reading.bitext.paragraph(n).targets[0].known for n in (0, 1)))
        await opened(pilot)
        await pilot.press("j", "enter")
        await until(lambda: isinstance(pilot.app.screen, Question))
        assert any("Away gets the text." in line for line in screen_text(pilot.app))
        await pilot.press("n")
        await until(lambda: pilot.app.screen is screen)
        assert [engine.name for engine in screen.desk.choice.allowed()] == ["here"]
        assert away.asked == []


async def test_offline_lists_no_engine_that_could_be_asked(home, monkeypatch):
    with_engines(home, monkeypatch, FakeEngine("away", title="Away", third_party=True), network="off")
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        panel = await opened(pilot)
        assert any("none may be asked" in line for line in screen_text(pilot.app))
        await pilot.press("enter")
        assert pilot.app.screen is panel
        await pilot.press("q")
        assert pilot.app.screen is screen, "q closes what is open on top"
        assert pilot.app.is_running


async def test_an_engine_that_is_not_set_up_is_not_called_ready(home, monkeypatch):
    here = FakeEngine("here")
    monkeypatch.setattr(
        registry, "ENGINES", {"here": lambda *_: here, "libretranslate": registry.ENGINES["libretranslate"]}
    )
    home.options = replace(home.options, engine_names=("here",), network="on")
    async with home.reading(home.text(TEXT)) as (pilot, _):
        panel = await opened(pilot)
        (line,) = [line for line in panel.listing.text if "LibreTranslate" in line]
        assert "not set up" in line
        assert "ready" not in line
    home.options = replace(home.options, engine_names=("here", "libretranslate"))
    async with home.reading(home.text(TEXT)) as (pilot, _):
        panel = await opened(pilot)
        (line,) = [line for line in panel.listing.text if "LibreTranslate" in line]
        assert "ready" in line, "whoever names it has set it up as far as is needed"
