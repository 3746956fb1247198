"""The whole text: nothing before a yes, pauses, and it goes on in the next sitting."""

import threading
from dataclasses import replace

from reader.core.target import TargetState
from reader.engines import registry
from reader.engines.base import Limits, Refused
from reader.engines.fake import FakeEngine
from reader.ui.screens.panel import Question
from tests.ui.support import screen_text, until

TEXT = "\n".join(f"Absatz {n} ist hier. Er hat zwei Sätze, nämlich {n} und {n + 1}." for n in range(150))


def with_engine(home, monkeypatch, engine, network="on"):
    monkeypatch.setattr(registry, "ENGINES", {engine.name: lambda *_: engine})
    home.options = replace(home.options, engine_names=(engine.name,), network=network)


def known(screen):
    return sum(target.known for n in range(150) for target in screen.reading.bitext.peek([n])[0].targets)


async def question(pilot):
    await pilot.press("T")
    await until(lambda: isinstance(pilot.app.screen, Question))


async def test_it_is_asked_for_once_the_person_has_seen_how_much_goes_to_whom(home, monkeypatch):
    engine = FakeEngine("away", Limits(max_texts=1), title="Away", third_party=True, privacy="Away gets the text.")
    with_engine(home, monkeypatch, engine)
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        await until(lambda: not screen.reading.bitext.paragraph(0).targets[0].reason)
        await question(pilot)
        asked = " ".join(" ".join(screen_text(pilot.app)).split())
        assert "characters, would be sent to Away" in asked
        assert "Away gets the text." in asked
        await pilot.press("n")
        assert "Nothing was sent." in screen.terms.text
        await question(pilot)
        top = screen.reading.anchor
        await pilot.press("y")
        await until(lambda: known(screen) == 300)
        await until(lambda: "The whole text is translated." in screen.terms.text)
        assert screen.reading.anchor == top
        assert len({text for texts in engine.asked for text in texts}) == sum(map(len, engine.asked))
        await pilot.press("T")
        await until(lambda: "translated already" in screen.terms.text)


async def test_it_pauses_goes_on_and_survives_quitting(home, monkeypatch):
    gate = threading.Semaphore(40)

    class Slow(FakeEngine):
        def translate(self, texts, languages, terms=(), *more, **others):
            gate.acquire()
            return super().translate(texts, languages, terms)

    engine = Slow("slow", Limits(max_texts=1))
    with_engine(home, monkeypatch, engine)
    path = home.text(TEXT)
    async with home.reading(path, size=(120, 20)) as (pilot, screen):
        await question(pilot)
        await pilot.press("y")
        await until(lambda: "whole text" in screen.head.text and len(engine.asked) >= 40)
        await pilot.press("T")
        assert "Paused" in screen.terms.text
        assert "the page in view goes on" in screen.terms.text
        assert "paused" in screen.head.text
        await pilot.press("T")
        await until(lambda: "paused" not in screen.head.text)
        assert known(screen) < 300
    gate.release(1000)
    before = [text for texts in engine.asked for text in texts]
    async with home.reading(path, size=(120, 20)) as (pilot, screen):
        await until(lambda: known(screen) == 300)
        await until(lambda: "whole text" not in screen.head.text)
        twice = [text for text in before if sum(text in texts for texts in engine.asked) > 1]
        assert len(twice) <= 1, "only what was on its way is asked for again"
        assert pilot.app.screen is screen


async def test_what_was_paused_stays_so_and_x_leaves_the_rest(home, monkeypatch):
    engine = FakeEngine("fake", fault=lambda _: Refused("Fake is closed to us."))
    with_engine(home, monkeypatch, engine)
    path = home.text(TEXT)
    async with home.reading(path) as (pilot, screen):
        await until(lambda: screen.reading.bitext.paragraph(0).targets[0].state is TargetState.FAILED)
        await question(pilot)
        await pilot.press("y")
        await until(lambda: "waiting until" in screen.head.text)
        await pilot.press("T")
        assert "paused" in screen.head.text
    async with home.reading(path) as (pilot, screen):
        await until(lambda: "The whole text is paused: 0/300" in screen.terms.text)
        await pilot.press("X")
        assert "Left at 0/300" in screen.terms.text
        assert "whole text" not in screen.head.text
    async with home.reading(path) as (pilot, screen):
        await pilot.pause()
        assert screen.desk.history.setting(f"whole:{screen.desk.content_id}") == ""
