"""Editing a translation: the person's words win everywhere, and nothing they wrote is lost by a slip."""

from dataclasses import replace

from reader.core.target import Target, TargetState
from reader.engines import registry
from reader.engines.fake import FakeEngine
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.ui.screens.segment_editor import SegmentEditor
from tests.ui.support import screen_text, until

PAIR = LanguagePair()
FIRST = "Die roten Linien der OPEC+ bleiben."
TEXT = f"{FIRST} Er geht fort.\nNoch ein Absatz. {FIRST}"
MACHINE = "The limits of OPEC+ remain."


def remember(home, source, target, state=TargetState.MACHINE, origin="google"):
    desk = home.desk(home.text("x"))
    desk.memory.put_many([TranslationUnit(source, target, PAIR, state, origin)])
    desk.close()


async def opened(pilot, screen):
    await pilot.press("E")
    await until(lambda: isinstance(pilot.app.screen, SegmentEditor) and pilot.app.screen.area.has_focus)
    return pilot.app.screen


def targets(screen, paragraph, number):
    return screen.reading.bitext.paragraph(paragraph).targets[number]


async def test_an_edit_stands_wherever_the_sentence_does_and_u_takes_it_back(home):
    remember(home, FIRST, MACHINE)
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        top = screen.reading.anchor
        editor = await opened(pilot, screen)
        assert editor.area.text == MACHINE
        editor.area.text = "The red lines of OPEC+\nwill stay."
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen)
        mine = Target("The red lines of OPEC+ will stay.", TargetState.EDITED, "you")
        assert targets(screen, 0, 0) == targets(screen, 1, 1) == mine
        assert screen.reading.anchor == top
        assert "Saved" in screen.terms.text
        await pilot.press("k")
        assert "edited by you" in screen.terms.text
        assert any("•" in line for line in screen_text(pilot.app))
        await pilot.press("U")
        assert targets(screen, 0, 0) == targets(screen, 1, 1) == Target(MACHINE, TargetState.MACHINE, "google")


async def test_an_edit_is_there_the_next_time_and_ctrl_r_goes_back_to_the_machine(home):
    remember(home, FIRST, MACHINE)
    remember(home, FIRST, "Mine.", TargetState.EDITED, "you")
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        assert targets(screen, 0, 0).text == "Mine."
        await opened(pilot, screen)
        await pilot.press("ctrl+r")
        await until(lambda: pilot.app.screen is screen)
        assert targets(screen, 0, 0) == Target(MACHINE, TargetState.MACHINE, "google")
        await pilot.press("U")
        assert targets(screen, 1, 1).text == "Mine."


async def test_escape_asks_only_where_something_would_be_lost(home):
    remember(home, FIRST, MACHINE)
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        await opened(pilot, screen)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        editor = await opened(pilot, screen)
        await pilot.press("x", "escape")
        assert pilot.app.screen is editor
        assert any("Not saved" in line for line in screen_text(pilot.app))
        await pilot.press("y", "escape")
        assert pilot.app.screen is editor, "what is typed after the question makes it a question again"
        await pilot.press("escape")
        assert pilot.app.screen is screen
        assert targets(screen, 0, 0).text == MACHINE


async def test_ctrl_r_asks_where_something_would_be_lost(home):
    remember(home, FIRST, MACHINE)
    remember(home, FIRST, "Mine.", TargetState.EDITED, "you")
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        editor = await opened(pilot, screen)
        await pilot.press("x", "ctrl+r")
        assert pilot.app.screen is editor
        assert any("Ctrl+R once more drops" in line for line in screen_text(pilot.app))
        await pilot.press("escape")
        assert pilot.app.screen is editor, "another key asks its own question"
        await pilot.press("ctrl+r", "ctrl+r")
        await until(lambda: pilot.app.screen is screen)
        assert targets(screen, 0, 0).text == MACHINE


async def test_ctrl_r_on_a_machine_translation_asks_as_well(home):
    remember(home, FIRST, MACHINE)
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        editor = await opened(pilot, screen)
        await until(lambda: any(MACHINE in line for line in editor.listing.text))
        await pilot.press("x", "ctrl+r")
        assert editor.area.text == f"{MACHINE}x"
        await pilot.press("ctrl+r")
        await until(lambda: editor.area.text == MACHINE)


async def test_offline_the_editor_says_so_and_does_not_point_to_r(home):
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        await opened(pilot, screen)
        await pilot.press("ctrl+g")
        said = "\n".join(screen_text(pilot.app))
        assert "Offline: no engine may be asked." in said
        assert "asks you again" not in said


async def test_on_a_small_screen_the_keys_and_the_first_line_of_the_translation_are_in_sight(home):
    source = "Die russische Regierung hat nach langem Zögern ihre Haltung zu den roten Linien und der Rüstung geändert."
    target = "The Russian government, after long hesitation, has changed its stance on the red lines and on armament. "
    remember(home, source, (target * 3).strip())
    home.glossary("Rüstung: armament\nRegierung: government\n")
    async with home.reading(home.text(source), size=(40, 12)) as (pilot, screen):
        await opened(pilot, screen)
        await until(lambda: any("The Russian government" in line for line in screen_text(pilot.app)))
        assert "Esc cancels" in screen_text(pilot.app)[-1]
        await pilot.press("x", "escape")
        await until(lambda: any("Not saved" in line for line in screen_text(pilot.app)))


async def test_an_empty_translation_is_not_saved(home):
    remember(home, FIRST, MACHINE)
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        editor = await opened(pilot, screen)
        editor.area.text = " "
        await pilot.press("ctrl+s")
        assert pilot.app.screen is editor
        assert any("no text to save" in line for line in screen_text(pilot.app))


async def test_terms_are_ticked_as_one_types(home):
    home.glossary("rote Linien: red lines\nOPEC+: =\n")
    remember(home, FIRST, MACHINE)
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        editor = await opened(pilot, screen)
        shown = "\n".join(screen_text(pilot.app))
        assert "✓ OPEC+" in shown
        assert "· rote Linien → red lines" in shown
        editor.area.text = "The red lines of OPEC+ remain."
        await until(lambda: "✓ rote Linien → red lines" in "\n".join(screen_text(pilot.app)))


async def test_similar_sentences_come_with_their_percentage_and_are_taken_over_by_enter(home):
    remember(home, "Die roten Linien der OPEC bleiben.", "OPEC's red lines stay.")
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        editor = await opened(pilot, screen)
        await until(lambda: any("OPEC's red lines stay." in line for line in editor.listing.text))
        assert any("%" in line for line in editor.listing.text)
        assert not targets(screen, 0, 0).known, "a similar sentence is never shown as the translation"
        await pilot.press("tab", "enter")
        assert editor.area.text == "OPEC's red lines stay."
        await pilot.press("enter")
        await until(lambda: targets(screen, 0, 0).state is TargetState.EDITED)


async def test_the_engines_are_asked_again_on_demand_whatever_is_known(home, monkeypatch):
    remember(home, FIRST, MACHINE)
    engines = {name: FakeEngine(name) for name in ("one", "two")}
    monkeypatch.setattr(
        registry, "ENGINES", {name: lambda *_, engine=engine: engine for name, engine in engines.items()}
    )
    home.options = replace(home.options, engine_names=("one", "two"), network="on")
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        editor = await opened(pilot, screen)
        await pilot.press("ctrl+g")
        await until(lambda: sum(f"[en] {FIRST}" in line for line in editor.listing.text) == 2)
        assert any(MACHINE in line for line in editor.listing.text)
        await pilot.press("escape")
        assert targets(screen, 0, 0).text == MACHINE


async def test_a_machine_never_paints_over_what_a_person_wrote(home):
    remember(home, FIRST, "Mine.", TargetState.EDITED, "you")
    async with home.reading(home.text(TEXT)) as (_, screen):
        key = screen.reading.bitext.paragraph(0).keys[0]
        for late in (Target("Late.", TargetState.MACHINE, "google"), Target(state=TargetState.FAILED, reason="no")):
            from reader.ui.messages import TargetsArrived

            screen.translating.arrived(TargetsArrived({key: late}))
            assert targets(screen, 0, 0).text == "Mine."


async def test_what_another_reader_stored_appears_when_one_comes_back(home):
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        assert not targets(screen, 0, 0).known
        other = home.desk(home.text(TEXT))
        other.memory.put_many([TranslationUnit(FIRST, "From elsewhere.", PAIR, TargetState.EDITED, "you")])
        screen.translating.back()
        assert targets(screen, 0, 0).text == targets(screen, 1, 1).text == "From elsewhere."
        assert pilot.app.screen is screen
