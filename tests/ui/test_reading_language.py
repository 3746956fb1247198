"""A text that looks like another language than it is read as: a question, and nothing is sent before an answer."""

import asyncio
from dataclasses import replace

import pytest

from reader.consent import ALL_TEXTS
from reader.engines import registry
from reader.engines.fake import FakeEngine
from reader.history import History
from reader.memory.unit import LanguagePair
from tests.ui.support import screen_text, until

ENGLISH = "\n\n".join(
    f"It was said that number {n} of them had not been there when the others came and that all of it was his."
    for n in range(4)
)
FRENCH = "Il ne savait pas que tous les autres étaient déjà dans la maison, et elle non plus. " * 3
GERMAN = "Er sagte, dass er nicht mehr nach Hause kommen werde, und das war auch so. " * 3


class Noting(FakeEngine):
    """Notes the languages it is asked for."""

    def __init__(self, **options):
        super().__init__("away", title="Away", **options)
        self.languages = []

    def translate(self, texts, languages, terms=(), *more, **others):
        self.languages.append(tuple(languages))
        return super().translate(texts, languages, terms, *more, **others)


@pytest.fixture
def away(home, monkeypatch):
    engine = Noting(third_party=True)
    monkeypatch.setattr(registry, "ENGINES", {"away": lambda *_: engine})
    home.options = replace(home.options, engine_names=("away",), network="ask")
    history = History(home.paths.history)
    history.set_setting(ALL_TEXTS, "away")  # the person said "always"
    history.close()
    return engine


async def question(pilot, screen, title="This looks like English, not German."):
    await until(lambda: pilot.app.screen is not screen)
    await until(lambda: any(title in line for line in screen_text(pilot.app)))


def known(screen):
    return all(
        target.known for at in screen.reading.visible() for target in screen.reading.bitext.paragraph(at).targets
    )


async def test_even_after_always_the_text_is_asked_about_first_and_reopens_the_other_way_round(home, away):
    path = home.text(ENGLISH)
    async with home.reading(path) as (pilot, screen):
        await question(pilot, screen)
        page = "\n".join(screen_text(pilot.app))
        assert "r  as English, into German   s  as German all the same   n  do not translate it" in page
        await asyncio.sleep(0.05)
        assert away.languages == []
        await pilot.press("r")
        await until(lambda: pilot.app.desk is not screen.desk and known(pilot.app.screen))
        assert set(away.languages) == {("en", "de")}
        assert pilot.app.desk.pair == LanguagePair("en", "de")
        assert "en → de" in screen_text(pilot.app)[0]
        assert "looks like" not in "\n".join(screen_text(pilot.app))
    async with home.reading(path) as (pilot, screen):
        await pilot.pause()
        assert pilot.app.screen is screen, "it is remembered"
        assert screen.desk.pair == LanguagePair("en", "de")
        assert known(screen)


async def test_kept_as_it_is_the_consent_comes_next_and_the_note_goes(home, away):
    history = History(home.paths.history)
    history.set_setting(ALL_TEXTS, "")
    history.close()
    path = home.text(ENGLISH)
    async with home.reading(path) as (pilot, screen):
        await question(pilot, screen)
        await pilot.press("s")
        await until(lambda: any("Translate this text with Away?" in line for line in screen_text(pilot.app)))
        assert away.languages == []
        await pilot.press("y")
        await until(lambda: known(screen))
        assert set(away.languages) == {("de", "en")}
        assert "looks like" not in screen.keys.text
    async with home.reading(path) as (pilot, screen):
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "looks like" not in screen.keys.text


@pytest.mark.parametrize("key", ["n", "escape"])
async def test_without_a_yes_nothing_is_sent_by_any_way_and_r_asks_again(home, away, key):
    path = home.text(ENGLISH)
    async with home.reading(path) as (pilot, screen):
        await question(pilot, screen)
        await pilot.press(key)
        await until(lambda: pilot.app.screen is screen)
        assert "this looks like English; R asks how to read it" in screen.terms.text
        for way in ("T", "R"):
            await pilot.press(way)
            await question(pilot, screen)
            await pilot.press(key)
            await until(lambda: pilot.app.screen is screen)
        await pilot.press("ctrl+e", "enter")
        await question(pilot, screen)
        await pilot.press(key)
        await until(lambda: pilot.app.screen is screen)
        await pilot.press("j", "space", "k")
        await asyncio.sleep(0.2)
        assert away.languages == []
    async with home.reading(path) as (pilot, screen):
        if key == "n":
            await until(lambda: "R asks how to read it" in screen.terms.text)
            assert pilot.app.screen is screen, "a no is remembered"
        else:
            await question(pilot, screen)
        assert away.languages == []


async def test_french_is_read_into_english_and_german_without_a_question(home, away):
    async with home.reading(home.text(FRENCH, "f.txt")) as (pilot, screen):
        await question(pilot, screen, "This looks like French, not German.")
        assert "r  as French, into English" in "\n".join(screen_text(pilot.app))
        await pilot.press("r")
        await until(lambda: pilot.app.desk is not screen.desk and known(pilot.app.screen))
    async with home.reading(home.text(GERMAN, "g.txt")) as (pilot, screen):
        await until(lambda: known(screen))
        assert pilot.app.screen is screen
    assert away.languages[0] == ("fr", "en")
    assert set(away.languages[1:]) == {("de", "en")}


async def test_a_language_that_was_named_is_an_answer(home, away):
    home.options = replace(home.options, source_named=True)
    async with home.reading(home.text(ENGLISH)) as (pilot, screen):
        await until(lambda: known(screen))
        assert pilot.app.screen is screen


async def test_read_again_it_stays_as_the_person_said(home, away):
    path = home.text(ENGLISH)
    async with home.reading(path) as (pilot, screen):
        await question(pilot, screen)
        await pilot.press("r")
        await until(lambda: pilot.app.desk is not screen.desk and known(pilot.app.screen))
        path.write_text(ENGLISH + "\n\nAnd that was all that they had to say about it.", "utf-8")
        before = pilot.app.desk
        await pilot.press("ctrl+r")
        await until(lambda: pilot.app.desk is not before and known(pilot.app.screen))
        assert pilot.app.desk.pair == LanguagePair("en", "de")
        assert set(away.languages) == {("en", "de")}
