"""The export panel: formats, names, what is never replaced, and a page that does not move."""

from threading import Event

import pytest
from textual.widgets import Input

from reader.export.work import Work
from reader.ui.screens.export_panel import ExportPanel
from reader.ui.screens.panel import Question
from tests.ui.support import until

TEXT = "Der Hund schläft.\n\nDie OPEC+ tagt heute.\n\n" + "Ein Absatz mit einem Satz.\n\n" * 60


@pytest.fixture
def here(tmp_path_factory, monkeypatch):
    path = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(path)
    return path


async def panel_of(pilot):
    await pilot.press("x")
    await until(lambda: isinstance(pilot.app.screen, ExportPanel) and pilot.app.screen.query(Input))
    return pilot.app.screen


async def test_a_page_is_written_and_the_page_stays(home, here):
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        await pilot.press("space")
        before = (screen.reading.anchor, screen.reading.cursor)
        panel = await panel_of(pilot)
        assert panel.query_one(Input).value == "text.html"
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen and "Written" in screen.terms.text)
        assert "Written: text.html; 62 of 62 sentences have no translation: offline;" in screen.terms.text
        assert (screen.reading.anchor, screen.reading.cursor) == before
    assert [path.name for path in here.iterdir()] == ["text.html"]
    assert "OPEC+" in (here / "text.html").read_text("utf-8")


async def test_the_format_and_the_name_go_together(home, here):
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        panel = await panel_of(pilot)
        name = panel.query_one(Input)
        await pilot.press("down", "down")
        await until(lambda: name.value == "text.md")
        name.value = "karten.anki.txt"
        await until(lambda: panel.listing.text[panel.listing.cursor].strip().startswith("anki"))
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen and (here / "karten.anki.txt").exists())


async def test_a_reader_that_ends_leaves_nothing_half_written(home, here, monkeypatch):
    begun, going = Event(), Event()

    def slow(work, out, options):
        out.write(b"x" * 100_000)
        begun.set()
        going.wait(10)
        out.write(b"x" * 100_000)

    monkeypatch.setattr("reader.export.writing.writer", lambda _: slow)
    try:
        async with home.reading(home.text(TEXT)) as (pilot, _):
            await panel_of(pilot)
            await pilot.press("enter")
            await until(begun.is_set)
            assert len(list(here.iterdir())) == 1
        assert list(here.iterdir()) == []
    finally:
        going.set()


async def test_the_text_is_never_written_over_and_a_file_only_after_a_question(home, here):
    path = home.text(TEXT)
    (here / "text.html").write_text("mine")
    async with home.reading(path) as (pilot, screen):
        panel = await panel_of(pilot)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Question))
        await pilot.press("escape")
        await until(lambda: pilot.app.screen is panel)
        assert (here / "text.html").read_text() == "mine"
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Question))
        await pilot.press("y")
        await until(lambda: pilot.app.screen is screen and "Written" in screen.terms.text)
        assert "OPEC+" in (here / "text.html").read_text("utf-8")
        panel = await panel_of(pilot)
        panel.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(lambda: "over the text" in panel._said.text)
        panel.query_one(Input).value = "no/where.html"
        await pilot.press("enter")
        await until(lambda: "there is no folder" in panel._said.text)
        await pilot.press("escape")
        await until(lambda: pilot.app.screen is screen)
    assert path.read_text("utf-8") == TEXT


@pytest.mark.parametrize("suffix", ["html", "epub"])
async def test_escape_leaves_off_and_leaves_nothing(home, here, monkeypatch, suffix):
    reached, go_on = Event(), Event()
    long = "Ein Absatz mit einem Satz.\n\n" * 600
    async with home.reading(home.text(long)) as (pilot, screen):
        made = Work._paragraph

        def held(work, index, pair):
            if index == 400:
                reached.set()
                go_on.wait(30)
            return made(work, index, pair)

        monkeypatch.setattr(Work, "_paragraph", held)
        panel = await panel_of(pilot)
        panel.query_one(Input).value = f"buch.{suffix}"
        await pilot.pause()
        await pilot.press("enter")
        await until(reached.is_set)
        await until(lambda: "42 %" in panel._said.text)
        await pilot.press("escape")
        await until(lambda: "Leaving off" in panel._said.text)
        assert pilot.app.screen is panel
        go_on.set()
        await until(lambda: "nothing was written" in panel._said.text)
        assert list(here.iterdir()) == []
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen and "Written" in screen.terms.text)
    assert [path.name for path in here.iterdir()] == [f"buch.{suffix}"]


async def test_a_disk_that_is_full_is_told_and_one_may_name_another_place(home, here, monkeypatch):
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        panel = await panel_of(pilot)
        panel.query_one(Input).value = "/dev/full"
        await pilot.press("enter")
        await until(lambda: "no space left" in panel._said.text)
        panel.query_one(Input).value = "buch.html"
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen and (here / "buch.html").exists())


async def test_quitting_while_a_file_is_written_leaves_nothing(home, here, monkeypatch):
    reached, go_on, done = Event(), Event(), Event()
    made = Work._paragraph

    def held(work, index, pair):
        if index == 300:
            reached.set()
            go_on.wait(30)
            done.set()
        return made(work, index, pair)

    monkeypatch.setattr(Work, "_paragraph", held)
    async with home.reading(home.text("Ein Absatz mit einem Satz.\n\n" * 600)) as (pilot, _):
        await panel_of(pilot)
        await pilot.press("enter")
        await until(reached.is_set)
        await pilot.press("ctrl+q")
    assert list(here.iterdir()) == []
    go_on.set()
    await until(done.is_set)
    assert list(here.iterdir()) == []


async def test_the_proposal_never_is_the_text_and_what_is_typed_takes_its_place(home, here):
    async with home.reading(home.text(TEXT)) as (pilot, screen):
        panel = await panel_of(pilot)
        name = panel.query_one(Input)
        await pilot.press("down", "down", "down")
        await until(lambda: name.value == "text.de-en.txt")
        await pilot.press(*"Mein", "space", *"Buch")
        await until(lambda: name.value == "Mein Buch")
        await pilot.press("up", "up")
        await until(lambda: name.value == "Mein Buch.epub")
        await pilot.press("x")
        await until(lambda: name.value == "Mein Buchx.epub")
        name.value = "Brief.docx"
        await pilot.press("enter")
        await until(lambda: ".docx is no format that is written." in panel._said.text)
        name.value = "Dr. Faust"
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen and (here / "Dr. Faust.epub").exists())
