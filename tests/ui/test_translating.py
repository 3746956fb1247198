import asyncio
import threading
from dataclasses import replace

from glossary import Entry
from reader.core.target import Target, TargetState
from reader.engines import registry
from reader.engines.base import Refused
from reader.engines.fake import FakeEngine
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.translation.status import EngineStatus
from reader.ui.messages import TargetsArrived
from tests.ui.support import notices, screen_text, until

TEXT = "\n".join(f"Absatz {n} ist hier. Er hat zwei Sätze, nämlich {n} und {n + 1}." for n in range(300))


def with_engine(home, monkeypatch, engine, network="on"):
    monkeypatch.setattr(registry, "ENGINES", {engine.name: lambda *_: engine})
    home.options = replace(home.options, engine_names=(engine.name,), network=network)


def shown_targets(screen):
    return [
        (pair.source[a:b].strip(), target)
        for index in screen.reading.visible()
        for pair in [screen.reading.bitext.paragraph(index)]
        for (a, b), target in zip(pair.segments, pair.targets, strict=True)
    ]


async def test_the_visible_text_fills_by_itself_and_every_answer_stands_beside_its_text(home, monkeypatch):
    with_engine(home, monkeypatch, FakeEngine())
    async with home.reading(home.text(TEXT), size=(120, 30)) as (pilot, screen):
        before = screen.reading.rows()[0]
        await until(lambda: all(target.known for _, target in shown_targets(screen)))
        for source, target in shown_targets(screen):
            assert source in target.text
        await pilot.press("G")
        await until(lambda: all(target.known for _, target in shown_targets(screen)))
        for source, target in shown_targets(screen):
            assert source in target.text
        await pilot.press("g", "g")
        assert screen.reading.rows()[0].source == before.source
        assert "fake" in screen.terms.text
        middle = screen.reading.bitext.paragraph(150)
        assert middle.targets[0].state is TargetState.MISSING


async def test_what_was_translated_is_there_at_once_the_next_time(home, monkeypatch):
    path = home.text(TEXT)
    with_engine(home, monkeypatch, FakeEngine())
    async with home.reading(path, size=(120, 30)) as (_, screen):
        await until(lambda: all(target.known for _, target in shown_targets(screen)))
    home.options = replace(home.options, engine_names=(), network="off")
    async with home.reading(path, size=(120, 30)) as (pilot, screen):
        assert all(target.known for _, target in shown_targets(screen))
        assert not any("no translation" in line for line in screen_text(pilot.app))


async def test_an_engine_that_refuses_is_named_and_r_asks_again(home, monkeypatch):
    class Sulking(FakeEngine):
        refuses = True

        def translate(self, texts, languages, terms=(), *_, **__):
            if self.refuses:
                raise Refused("Fake refuses requests from here.")
            return super().translate(texts, languages, terms)

    engine = Sulking()
    with_engine(home, monkeypatch, engine)
    async with home.reading(home.text("Ein Satz ist hier."), size=(120, 30)) as (pilot, screen):
        await until(lambda: shown_targets(screen)[0][1].state is TargetState.FAILED)
        assert any("refuses requests" in line for line in screen_text(pilot.app))
        assert "Ein Satz ist hier." in "\n".join(screen_text(pilot.app))


async def test_nothing_is_sent_before_the_person_says_yes(home, monkeypatch):
    engine = FakeEngine("away", title="Away", third_party=True)
    asked = engine.asked
    with_engine(home, monkeypatch, engine, network="ask")
    path = home.text(TEXT)
    async with home.reading(path, size=(120, 30)) as (pilot, screen):
        await until(lambda: pilot.app.screen is not screen)
        assert any("Translate this text with Away?" in line for line in screen_text(pilot.app))
        assert asked == []
        await pilot.press("n")
        await asyncio.sleep(0.05)
        assert asked == []
        assert any("no translation" in line for line in screen_text(pilot.app))
        assert "you said no for this text; R asks again" in screen.terms.text
        assert any("– — you said no for this text —" in line for line in screen_text(pilot.app))
    async with home.reading(path, size=(120, 30)) as (pilot, screen):
        await until(lambda: "you said no for this text; R asks again" in screen.terms.text)
        assert pilot.app.screen is screen, "a no is remembered"
        await pilot.press("R")
        await until(lambda: pilot.app.screen is not screen)
        await pilot.press("y")
        await until(lambda: all(target.known for _, target in shown_targets(screen)))
        assert asked
    async with home.reading(path, size=(120, 30)) as (pilot, screen):
        await pilot.pause()
        assert pilot.app.screen is screen, "asked once for each text"


async def test_on_a_small_screen_a_question_shows_its_keys_and_its_text_scrolls(home, monkeypatch):
    privacy = " ".join(f"Clause {number} of what it does with the text." for number in range(20))
    with_engine(home, monkeypatch, FakeEngine("away", third_party=True, privacy=f"{privacy} The end."), network="ask")
    async with home.reading(home.text(TEXT), size=(40, 12)) as (pilot, screen):
        await until(lambda: pilot.app.screen is not screen)
        await until(lambda: "Esc  not now" in screen_text(pilot.app)[-1])
        assert "Translate this text with Away?" in screen_text(pilot.app)[0]
        await pilot.press(*["down"] * 40)
        await until(lambda: any("The end." in line for line in screen_text(pilot.app)))
        assert "Esc  not now" in screen_text(pilot.app)[-1]


async def test_a_hanging_engine_does_not_hold_the_reader(home, monkeypatch):
    never = threading.Event()

    class Hanging(FakeEngine):
        def translate(self, texts, languages, terms=(), *_, **__):
            never.wait()
            return super().translate(texts, languages, terms)

    with_engine(home, monkeypatch, Hanging())
    async with home.reading(home.text(TEXT), size=(120, 30)) as (pilot, screen):
        await until(lambda: shown_targets(screen)[0][1].state is TargetState.QUEUED)
        assert any("being translated" in line for line in screen_text(pilot.app))
        await pilot.press("j", "space", "q")
    assert pilot.app.return_code == 0
    never.set()


async def test_offline_makes_no_engine(home, monkeypatch):
    def forbidden(*_):
        raise AssertionError("an engine was made")

    monkeypatch.setattr(registry, "engine_chain", forbidden)
    home.options = replace(home.options, engine_names=("google",), network="off")
    async with home.reading(home.text(TEXT), size=(120, 30)) as (pilot, screen):
        assert "offline; the network is set to “off”" in screen.terms.text
        assert any("– — offline —" in line for line in screen_text(pilot.app))
        await pilot.press("j", "G", "R")
        assert pilot.app.screen is screen


async def test_r_asks_again_for_what_failed_here_even_an_engine_that_rests(home, monkeypatch):
    class Sulking(FakeEngine):
        refuses = True

        def translate(self, texts, languages, terms=(), *_, **__):
            if self.refuses:
                raise Refused("Fake refuses requests from here.")
            return super().translate(texts, languages, terms)

    engine = Sulking()
    with_engine(home, monkeypatch, engine)
    async with home.reading(home.text("Ein Satz ist hier.\nNoch ein Satz ist dort."), size=(120, 30)) as (
        pilot,
        screen,
    ):
        await until(lambda: all(target.state is TargetState.FAILED for _, target in shown_targets(screen)))
        await until(lambda: "next try" in screen.terms.text)
        assert screen.terms.text.rstrip().endswith("R tries now")
        engine.refuses = False
        await pilot.press("R")
        await until(lambda: all(target.known for _, target in shown_targets(screen)))
        await pilot.press("R")
        assert "Nothing failed here." in screen.terms.text


async def test_r_asks_anew_for_a_translation_older_than_the_glossary(home, monkeypatch):
    class Learning(FakeEngine):
        def translate(self, texts, languages, terms=(), *_, **__):
            super().translate(texts, languages, terms)
            said = [term.target for one in terms for term in one]
            return [f"{text} {' '.join(said)}" for text in texts]

    engine = Learning(takes_terms=True)
    with_engine(home, monkeypatch, engine)
    async with home.reading(home.text("Die Rüstung ist hier."), size=(120, 30)) as (pilot, screen):
        await until(lambda: shown_targets(screen)[0][1].known)
        screen.term_checking.start()
        assert screen.terming.save_new(Entry("Rüstung", ("armament",))) == ""
        await until(lambda: "older than the glossary" in screen.terms.text)
        await pilot.press("R")
        await until(lambda: "armament" in shown_targets(screen)[0][1].text)
        await until(lambda: "older" not in screen.terms.text)


async def test_r_finishes_also_with_the_same_answer_and_says_so(home, monkeypatch):
    with_engine(home, monkeypatch, FakeEngine())
    async with home.reading(home.text("Die Rüstung ist hier."), size=(120, 30)) as (pilot, screen):
        await until(lambda: shown_targets(screen)[0][1].known)
        screen.term_checking.start()
        assert screen.terming.save_new(Entry("Rüstung", ("armament",))) == ""
        await until(lambda: "older than the glossary" in screen.terms.text)
        await pilot.press("R")
        await until(lambda: "the same translation" in screen.terms.text)
        assert "older" not in screen.terms.text
        assert screen.reading.checking.stale(0) == ()
        await pilot.press("R")
        assert "Nothing failed here." in screen.terms.text


async def test_r_says_that_it_asks_again_and_what_came(home, monkeypatch):
    holds = threading.Event()

    def sulk(_):
        holds.wait()
        return Refused("Fake refuses requests from here.")

    with_engine(home, monkeypatch, FakeEngine(fault=sulk))
    async with home.reading(home.text("Ein Satz ist hier."), size=(120, 30)) as (pilot, screen):
        holds.set()
        await until(lambda: shown_targets(screen)[0][1].state is TargetState.FAILED)
        holds.clear()
        await pilot.press("R")
        assert "Asking again …" in screen.terms.text
        holds.set()
        await until(lambda: "still: Fake refuses requests from here" in screen.terms.text)


async def test_what_is_translated_after_a_change_is_not_older_than_it(home, monkeypatch):
    with_engine(home, monkeypatch, FakeEngine())
    async with home.reading(home.text(f"Die Rüstung ist hier.\n{TEXT}\nEine Rüstung ist dort."), size=(120, 30)) as (
        pilot,
        screen,
    ):
        await until(lambda: shown_targets(screen)[0][1].known)
        screen.term_checking.start()
        assert screen.terming.save_new(Entry("Rüstung", ("armament",))) == ""
        assert screen.reading.checking.stale(0) == (0,)
        await pilot.press("G")
        last = len(screen.reading.bitext) - 1
        await until(lambda: screen.reading.bitext.paragraph(last).targets[0].known)
        assert screen.reading.checking.flaws(last)
        assert screen.reading.checking.stale(last) == ()


async def test_an_engine_that_fails_is_spoken_of_once(home, monkeypatch):
    async with home.reading(home.text("Ein Satz ist hier."), size=(120, 30)) as (_, screen):
        said = notices(screen, monkeypatch)
        for minute in (10, 11, 12):
            screen.translating.arrived(TargetsArrived({}, (f"Google refuses requests; next try 14:{minute}.",)))
        assert said == ["Google refuses requests; next try 14:10."]


async def test_an_engine_that_is_silent_for_long_is_spoken_of_in_the_status_line(home):
    async with home.reading(home.text("Ein Satz ist hier."), size=(120, 30)) as (_, screen):
        key = screen.reading.bitext.paragraph(0).keys[0]
        queued = {key: Target(state=TargetState.QUEUED)}
        silent = EngineStatus("google", "Google", "waiting", None, "Google has not answered for 6 s.")
        screen.post_message(TargetsArrived(queued, (), (silent,)))
        await until(lambda: "being translated; Google has not answered for 6 s" in screen.terms.text)
        screen.post_message(TargetsArrived({}, (), (replace(silent, state="busy", reason=""),)))
        await until(lambda: "Google" not in screen.terms.text)


async def test_an_unanswered_question_sends_nothing_and_comes_back_the_next_time(home, monkeypatch):
    engine = FakeEngine("away", title="Away", third_party=True)
    with_engine(home, monkeypatch, engine, network="ask")
    path = home.text(TEXT)
    for _ in range(2):
        async with home.reading(path, size=(120, 30)) as (pilot, screen):
            await until(lambda: pilot.app.screen is not screen)
            await pilot.press("q")
            assert pilot.app.screen is screen
            await until(lambda: "you did not say yes; R asks again" in screen.terms.text)
            assert pilot.app.is_running, "q closes the question, and only the page is quit by it"
    assert engine.asked == []


async def test_what_another_reader_stored_appears_when_one_comes_back(home):
    async with home.reading(home.text(TEXT), size=(120, 30)) as (_, screen):
        pair = screen.reading.bitext.paragraph(0)
        start, end = pair.segments[0]
        other = TranslationMemory.open(screen.desk.paths.memory)
        unit = TranslationUnit(pair.source[start:end], "Said elsewhere.", LanguagePair(), TargetState.EDITED, "you")
        other.put_many([unit])
        other.close()
        screen.translating.back()
        await until(lambda: "Said elsewhere." in screen.reading.bitext.paragraph(0).target)


async def test_damage_that_is_found_late_is_said(home, monkeypatch):
    async with home.reading(home.text(TEXT), size=(120, 30)) as (_, screen):
        said = notices(screen, monkeypatch)
        screen.desk.memory.notice = "The translation memory was damaged."
        screen.translating.back()
        screen.translating.back()
        await until(lambda: said == ["The translation memory was damaged."])
