"""The term check, candidates and scope on the reading screen."""

import asyncio
from dataclasses import replace

import pytest
from textual.widgets import Input

from glossary import Entry
from glossary.safe_file import Locked
from reader.core.target import TargetState
from reader.memory.unit import LanguagePair, TranslationUnit
from tests.ui.support import screen_text, settle, styles_at, until

PAIR = LanguagePair("de", "en")
TEXT = (
    "Das Sondervermögen des Bundes ist leer. Die Sondervermögen wachsen.\n"
    "Die roten Linien sind klar. Der Zug fährt nach Berlin.\n"
    "Die EZB warnt. Das sagte die EZB gestern.\n"
)
PAIRS = {
    "Das Sondervermögen des Bundes ist leer.": "The special assets of the government are used up.",
    "Die Sondervermögen wachsen.": "The special funds are growing.",
    "Die roten Linien sind klar.": "The boundaries are clear.",
    "Der Zug fährt nach Berlin.": "The train goes to Berlin.",
    "Die EZB warnt.": "The ECB warns.",
    "Das sagte die EZB gestern.": "The ECB said so yesterday.",
}
GLOSSARY = """\
# meine Begriffe
Sondervermögen:
  en: special fund          # nicht assets
  forbidden: [special assets]
  domain: budget
Zug: train
"""


@pytest.fixture
def path(home):
    home.glossary(GLOSSARY)
    path = home.text(TEXT)
    desk = home.desk(path)
    remember(desk, PAIRS)
    desk.close()
    return path


def remember(desk, pairs):
    desk.memory.put_many(
        [TranslationUnit(german, english, PAIR, TargetState.MACHINE, "google") for german, english in pairs.items()]
    )


async def checked(pilot, screen):
    """Wait until the term check has begun, as it does while the person reads."""
    for _ in range(200):
        if screen.reading.checking is not None:
            break
        await asyncio.sleep(0.01)
    await settle(pilot)


def listed(pilot):
    return pilot.app.screen.listing.text


async def test_what_the_translation_lacks_or_must_not_say_is_marked_on_the_page(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        assert styles_at(pilot.app, "special assets")[0].strike
        assert not styles_at(pilot.app, "special funds")[0].strike
        assert styles_at(pilot.app, "roten Linien")[0].italic
        assert not styles_at(pilot.app, "Zug")[0].italic
        assert "not “special assets”: F" in screen.terms.text


async def test_the_list_shows_every_finding_and_the_page_follows(home, path):
    async with home.reading(path) as (pilot, screen):
        before = (screen.reading.anchor, screen.reading.cursor)
        await pilot.press("c")
        await settle(pilot)
        assert [line.split()[1] for line in listed(pilot)] == ["forbidden", "missing"]
        assert any("2 findings, 1 forbidden" in line for line in screen_text(pilot.app))
        await pilot.press("j")
        assert screen.reading.cursor == (1, 0)
        await pilot.press("escape")
        assert (screen.reading.anchor, screen.reading.cursor) == before
        await pilot.press("c", "j", "enter")
        await settle(pilot)
        assert screen.reading.cursor == (1, 0)


async def test_a_forbidden_rendering_is_replaced_in_one_sentence_kept_and_taken_back(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        await pilot.press("F")
        await settle(pilot)
        pair = screen.reading.bitext.paragraph(0)
        assert pair.targets[0].text == "The special fund of the government is used up."
        assert pair.targets[0].state is TargetState.EDITED
        assert pair.targets[1].state is TargetState.MACHINE
        assert not styles_at(pilot.app, "special fund")[0].strike
        await pilot.press("U")
        await settle(pilot)
        assert screen.reading.bitext.paragraph(0).targets[0].text == PAIRS["Das Sondervermögen des Bundes ist leer."]
        await pilot.press("F")
        await settle(pilot)
    async with home.reading(path) as (_, screen):
        assert screen.reading.bitext.paragraph(0).targets[0].origin == "you"
        assert home.paths.glossary.read_text("utf-8") == GLOSSARY


async def test_an_accepted_finding_stays_away_until_it_is_taken_back(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        await pilot.press("m")
        await settle(pilot)
        assert screen.reading.focus.match.entry.source == "Sondervermögen"
        await pilot.press("m")
        await settle(pilot)
        assert screen.reading.focus.match.entry.source == "rote Linien"
        await pilot.press("A")
        assert "Accepted" in screen.terms.text
        assert not styles_at(pilot.app, "roten Linien")[0].italic
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        assert not styles_at(pilot.app, "roten Linien")[0].italic
        await pilot.press("c")
        await settle(pilot)
        assert len(listed(pilot)) == 1
        await pilot.press("a")
        assert listed(pilot) == []
        await pilot.press("U")
        await settle(pilot)
        assert len(listed(pilot)) == 1


async def test_a_rendering_becomes_a_variant_by_one_key(home, path):
    async with home.reading(path) as (pilot, _screen):
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert [line.split()[1] for line in listed(pilot)] == ["missing"]
        text = home.paths.glossary.read_text("utf-8")
        assert "special fund, special assets" in text
        assert "forbidden" not in text
        assert "# nicht assets" in text
        await pilot.press("U")
        await settle(pilot)
        await pilot.press("escape")
        assert home.paths.glossary.read_text("utf-8") == GLOSSARY


async def test_without_a_good_guess_the_form_asks_for_the_variant(home, path):
    async with home.reading(path) as (pilot, screen):
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("j", "v")
        await settle(pilot)
        english = pilot.app.screen.query_one("#english", Input)
        assert english.value == "red lines"
        english.value = "red lines; boundaries"
        await pilot.press("enter")
        await settle(pilot)
        assert [line.split()[1] for line in listed(pilot)] == ["forbidden"]
        assert "boundaries" in home.paths.glossary.read_text("utf-8")
        await pilot.press("escape")
        assert pilot.app.screen is screen


async def test_without_a_finding_the_keys_say_so(home):
    async with home.reading(home.text("Nichts.")) as (pilot, screen):
        await checked(pilot, screen)
        for key in "FAV":
            await pilot.press(key)
            assert "finds nothing" in screen.terms.text
        for key in "mM":
            await pilot.press(key)
            await settle(pilot)
            assert "There is no finding" in screen.terms.text
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("a", "v", "f", "U", "j", "G", "enter")
        assert pilot.app.screen is screen


async def test_only_sentences_with_a_changed_term_become_stale(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        assert not any("~" in line for line in screen_text(pilot.app))
        screen.terming.save_new(Entry("Bund", ("federation",)))
        await settle(pilot)
        assert screen.reading.checking.stale(0) == (0,)
        assert screen.reading.checking.stale(1) == ()
        assert sum("~ The" in line for line in screen_text(pilot.app)) == 1
        assert "older than the glossary" in screen.terms.text


async def test_what_was_only_older_than_a_change_is_not_once_that_is_taken_back(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        (entry,) = [match.entry for match in screen.reading.lighting.terms(1).source if match.entry.source == "Zug"]
        screen.desk.glossaries.edit(entry, replace(entry, targets=("platoon",)))
        screen.desk.relight()
        screen.relight()
        assert screen.reading.checking.stale(1) == (1,)
        screen.terming.save_new(Entry("Bund", ("federation",)))
        assert screen.reading.checking.stale(0) == (0,)
        await pilot.press("U", "U")
        await settle(pilot)
        assert screen.reading.checking.stale(0) == screen.reading.checking.stale(1) == ()


async def test_a_glossary_changed_elsewhere_makes_translations_old_that_do_not_follow_it(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        home.paths.glossary.write_text(GLOSSARY.replace("train", "platoon") + "Berlin: Berlin\nEZB: Bank\n", "utf-8")
        screen.look_at_files()
        assert screen.reading.checking.stale(0) == ()
        assert screen.reading.checking.stale(1) == (1,)
        assert screen.reading.checking.stale(2) == (0, 1)
        home.paths.glossary.write_text(GLOSSARY, "utf-8")
        screen.look_at_files()
        assert [screen.reading.checking.stale(number) for number in range(3)] == [(), (), ()]
        await settle(pilot)


async def test_an_edit_made_elsewhere_is_seen_within_a_second_and_the_open_form_stays(home, path):
    async with home.reading(path) as (pilot, screen):
        await pilot.press("w", "a")
        await settle(pilot)
        form = pilot.app.screen
        form.query_one("#english", Input).value = "half typed"
        home.paths.glossary.write_text(GLOSSARY + "Berlin: Berlin\n", "utf-8")
        for _ in range(30):
            await asyncio.sleep(0.05)
            if any(match.entry.source == "Berlin" for match in screen.reading.lighting.terms(1).source):
                break
        else:
            pytest.fail("the edit was not seen")
        assert pilot.app.screen is form
        assert form.query_one("#english", Input).value == "half typed"


async def test_candidates_are_listed_shown_and_taken_over(home, path):
    async with home.reading(path) as (pilot, screen):
        await pilot.press("g", "C")
        await settle(pilot)
        lines = listed(pilot)
        assert any("EZB" in line for line in lines)
        while "EZB" not in listed(pilot)[pilot.app.screen.listing.cursor]:
            await pilot.press("j")
        assert screen.reading.cursor == (2, 0)
        assert screen.reading.selection.text(screen.reading.bitext) == "EZB"
        await pilot.press("tab")
        assert screen.reading.cursor == (2, 1)
        await pilot.press("e")
        await settle(pilot)
        assert pilot.app.screen.query_one("#german", Input).value == "EZB"
        pilot.app.screen.query_one("#english", Input).value = "ECB"
        await pilot.press("enter")
        await settle(pilot)
        assert "EZB: ECB" in home.paths.glossary.read_text("utf-8")
        assert not any(" EZB" in line for line in listed(pilot))
        await pilot.press("U")
        await settle(pilot)
        await pilot.press("escape")
        assert home.paths.glossary.read_text("utf-8") == GLOSSARY


async def test_layers_and_domains_are_switched_off_for_this_text_and_on_again(home, path):
    async with home.reading(path) as (pilot, screen):
        await pilot.press("L")
        assert "0 entries" in listed(pilot)[0]
        assert "2 entries" in listed(pilot)[1]
        assert "new entries go here" in listed(pilot)[1]
        assert "budget" in listed(pilot)[-1]
        await pilot.press("G", "space")
        assert "[ ]" in listed(pilot)[-1]
        assert not styles_at(pilot.app, "Sondervermögen")[0].underline
        assert styles_at(pilot.app, "Zug")[0].underline
        await pilot.press("escape")
    async with home.reading(path) as (pilot, screen):
        assert any("Switched off in this text: budget" in notice for notice in screen.desk.notices())
        assert not styles_at(pilot.app, "Sondervermögen")[0].underline
        await pilot.press("L", "G", "space", "escape")
        assert styles_at(pilot.app, "Sondervermögen")[0].underline


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (20, 5), (40, 10), (300, 100)])
async def test_the_lists_stand_any_size(home, path, size):
    async with home.reading(path, size=size) as (pilot, screen):
        for keys in (("c",), ("g", "C"), ("L",)):
            await pilot.press(*keys)
            await settle(pilot)
            await pilot.press("j", "k", "G", "g", "pagedown", "pageup", "end", "home", "down", "up", "escape")
            await settle(pilot)
            assert pilot.app.screen is screen


async def test_one_reads_on_while_another_program_holds_the_glossary_and_nothing_is_said_too_early(home, path):
    async with home.reading(path) as (pilot, screen):
        await checked(pilot, screen)
        await pilot.press("c")
        await settle(pilot)
        panel = pilot.app.screen
        for key, after, words in (
            ("v", "special fund, special assets", "is a variant"),
            ("U", GLOSSARY, "is as it was"),
        ):
            with Locked(home.paths.glossary):
                was = home.paths.glossary.read_text("utf-8")
                await pilot.press(key, key)
                await pilot.press("j", "k")
                await pilot.pause()
                assert home.paths.glossary.read_text("utf-8") == was
                assert words not in panel._said.text
            await until(lambda words=words: words in panel._said.text)
            assert after in home.paths.glossary.read_text("utf-8")
            await settle(pilot)
