"""The terms of what is on the page reach an engine that takes them, each in the characters of its segment."""

import asyncio
from dataclasses import replace

from glossary import Entry, TermMatch
from reader.core.spans import Span
from reader.engines import registry
from reader.engines.base import Limits, NoTranslation, RequiredTerm
from reader.engines.fake import FakeEngine
from reader.translation.jobs import required_terms
from reader.ui.consenting import listed
from tests.ui.support import screen_text, until

TEXT = "Guten Tag allerseits hier.\nEr geht fort. Die roten Linien der OPEC+ bleiben. Ende gut."


def test_a_segment_has_the_terms_that_stand_wholly_in_it():
    line, quiet = Entry("rote Linie", ("red line",)), Entry("Öl", ("oil",))
    matches = [
        TermMatch(0, 4, line),
        TermMatch(8, 12, line),
        TermMatch(12, 16, quiet, quiet=True),
        TermMatch(16, 18, Entry("X", (), ("y",))),
        TermMatch(18, 24, line),
    ]
    assert required_terms(Span(4, 20), matches) == (RequiredTerm(4, 8, "rote Linie", "red line"),)


def test_names_are_listed_as_they_are_said():
    assert listed(["Google"]) == "Google"
    assert listed(["LibreTranslate", "Google", "MyMemory"]) == "LibreTranslate, Google and MyMemory"


async def asked_with(home, monkeypatch, *, takes_terms):
    engine = FakeEngine(takes_terms=takes_terms)
    monkeypatch.setattr(registry, "ENGINES", {"fake": lambda *_: engine})
    home.options = replace(home.options, engine_names=("fake",), network="on")
    home.paths.glossary.parent.mkdir(parents=True, exist_ok=True)
    home.paths.glossary.write_text("rote Linien: red lines\nOPEC+: =\n", "utf-8")
    async with home.reading(home.text(TEXT), size=(120, 30)) as (_, screen):
        for _ in range(500):
            if all(target.known for index in (0, 1) for target in screen.reading.bitext.paragraph(index).targets):
                break
            await asyncio.sleep(0.02)
    asked = {}
    for texts, terms in zip(engine.asked, engine.terms, strict=True):
        for at, text in enumerate(texts):
            asked[text.strip()] = [(text[t.start : t.end], t.source, t.target) for t in (terms[at] if terms else ())]
    return asked


async def test_an_engine_that_takes_terms_gets_those_of_its_segments(home, monkeypatch):
    asked = await asked_with(home, monkeypatch, takes_terms=True)
    assert asked["Die roten Linien der OPEC+ bleiben."] == [
        ("roten Linien", "rote Linien", "red lines"),
        ("OPEC+", "OPEC+", "OPEC+"),
    ]
    assert asked["Er geht fort."] == []


async def test_an_engine_that_takes_none_gets_none(home, monkeypatch):
    asked = await asked_with(home, monkeypatch, takes_terms=False)
    assert asked["Die roten Linien der OPEC+ bleiben."] == []


async def test_after_a_no_the_engines_on_this_machine_go_on_and_the_question_names_the_others(home, monkeypatch):
    here = FakeEngine("here", Limits(), fault=lambda texts: NoTranslation("no") if "Tag" in texts[0] else None)
    away = FakeEngine("away", title="Away", third_party=True)
    monkeypatch.setattr(registry, "ENGINES", {"here": lambda *_: here, "away": lambda *_: away})
    home.options = replace(home.options, engine_names=("away", "here"), network="ask")
    async with home.reading(home.text(TEXT), size=(120, 30)) as (pilot, screen):
        await until(lambda: pilot.app.screen is not screen)
        assert any("Translate this text with Away?" in line for line in screen_text(pilot.app))
        assert here.asked == []
        await pilot.press("n")
        await until(lambda: screen.reading.bitext.paragraph(1).targets[0].known)
        assert away.asked == []
        await pilot.press("R")
        await until(lambda: pilot.app.screen is not screen)
        await pilot.press("n")
    assert away.asked == []
