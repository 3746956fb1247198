"""How a document with headings, lists, tables and notes looks; its translations are set here, as if they were known."""

import os

import pytest

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from tests.support import ROOT
from tests.ui.support import both_pages, screen_text, styles_at, until

GOLDEN = ROOT / "tests" / "golden"
HANDBOOK = ROOT / "tests" / "data" / "structure" / "handbuch.md"
KNOWN = {
    "Handbuch der Geduld": "Handbook of Patience",
    "Geduld ist mehr als bloßes Warten; sie ist eine Haltung.[1]": "Patience is more than mere waiting; it is an "
    "attitude.[1]",
    "Wer nur wartet, der lernt nichts.": "Those who only wait learn nothing.",
    "Drei Arten": "Three Kinds",
    "Es gibt, grob gesagt, drei Arten der Geduld:": "Roughly speaking, there are three kinds of patience:",
    "Die ruhige Geduld, die so lange sitzt, bis auch das Sitzen selbst kein Warten mehr ist, sondern eine "
    "Beschäftigung.": "Calm patience, which sits for so long that sitting itself is no longer waiting, but an "
    "occupation.",
    "Die zornige Geduld": "Angry patience",
    "mit Zähneknirschen": "with gnashing of teeth",
    "Die gespielte Geduld": "Feigned patience",
    "Eile mit Weile.": "More haste, less speed.",
    "Eine Tafel": "A Table",
    "Art": "Kind",
    "Dauer": "Duration",
    "ruhig": "calm",
    "ein Jahr": "a year",
    "zornig": "angry",
    "Ein Rechner wartet so:": "A computer waits like this:",
    "Über allen Gipfeln": "Over all the peaks",
    "Ist Ruh,": "there is peace,",
    "So schon Seneca, De ira.": "Thus already Seneca, De ira.",
}
TARGETS = {segment_key(de): Target(en, TargetState.MEMORY, "test") for de, en in KNOWN.items()}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_structured_text_looks_as_it_should(home, size):
    async with home.reading(HANDBOOK, size=size) as (pilot, screen):
        # What is translated is counted when all of the text has been looked at, which the reader does when it is idle.
        await until(lambda: screen.reading.bitext.complete)
        screen.show_targets(TARGETS)
        screen.show_lines()
        await pilot.pause()
        picture = "\n".join(screen_text(pilot.app)) + "\n"
    path = GOLDEN / f"structure-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(picture, "utf-8")
    assert picture == path.read_text("utf-8"), f"if this is meant, write {path.name} anew: make golden"


async def test_structure_is_seen_without_colour_too(home):
    async with home.reading(HANDBOOK, size=(120, 60)) as (pilot, screen):
        screen.show_targets(TARGETS)
        await pilot.pause()
        app = pilot.app
        for text in ("Drei Arten", "Three Kinds"):
            assert styles_at(app, text)[0].bold, text
        for text in ("Eine Tafel", "A Table"):
            assert styles_at(app, text)[0].bold, text
            assert styles_at(app, text)[0].italic, text
        assert styles_at(app, "mehr als")[0].italic
        assert styles_at(app, "bloßes")[0].bold
        assert styles_at(app, "der lernt nichts")[0].underline
        assert not styles_at(app, "more than")[0].italic
        assert len(styles_at(app, "stunden -= 1")) == 2


async def test_code_is_told_apart_and_not_edited(home):
    async with home.reading(home.text("Ja, das ist so.\n\n```\nx = 1\n```\n", "a.md")) as (pilot, screen):
        assert styles_at(pilot.app, "x = 1")[0].color != styles_at(pilot.app, "das ist so")[0].color
        await pilot.press("}", "E")
        assert "the same in every language" in screen.terms.text
        assert pilot.app.screen is screen


async def test_a_click_on_an_indented_word_hits_that_word(home):
    async with home.reading(home.text("- Erstens und zweitens\n", "a.md")) as (pilot, screen):
        line = next(y for y, line in enumerate(screen_text(pilot.app)) if "Erstens" in line)
        x = screen_text(pilot.app)[line].index("zweitens")
        await pilot.click("BitextView", offset=(x + 1, line - 1), times=2)
        assert screen.reading.selection.text(screen.reading.bitext) == "zweitens"


@pytest.mark.parametrize("size", [(160, 48), (120, 40), (80, 24), (40, 10)])
async def test_the_first_page_shows_structure_as_the_reader_does(home, size):
    terminal, shown, real = await both_pages(home, size, HANDBOOK)
    assert [line.rstrip() for line in terminal.display] == shown
    for (x, y), (style, char) in real.items():
        if char.strip():
            cell = terminal.buffer[y][x]
            look = (cell.fg, cell.bg, cell.underscore, cell.bold, cell.italics)
            colours = (style.color.triplet.hex[1:], style.bgcolor.triplet.hex[1:])
            assert look == (*colours, bool(style.underline), bool(style.bold), bool(style.italic)), (x, y, char)
