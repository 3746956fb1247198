"""Notes and links at the foot of the page, chapters, and the way back."""

import pytest

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.ui import browser
from reader.ui.screens.peek_panel import PeekPanel
from tests.ui.support import screen_text, settle, until

NOTES = "Das ist so.[^1] Das auch.\n\n" + "Mehr steht hier.\n\n" * 60 + "[^1]: Seneca.\n"
LINKS = "Das [steht dort](https://example.org/a?b=c).[^1] Hier [nicht](javascript:alert).\n\n[^1]: Eine Note.\n"
BOOK = "".join(f"# Kapitel {number}\n\n" + "Ein Absatz steht hier.\n\n" * 20 for number in range(5))


async def peeked(pilot):
    await pilot.press("enter")
    await until(lambda: isinstance(pilot.app.screen, PeekPanel) and pilot.app.screen.text)
    await pilot.pause()
    return pilot.app.screen


def source_here(screen):
    return screen.reading.bitext.paragraph(screen.reading.cursor.paragraph).source


async def test_a_note_is_shown_without_leaving_the_page_and_enter_goes_there_and_back(home):
    async with home.reading(home.text(NOTES, "a.md"), size=(100, 30)) as (pilot, screen):
        screen.desk.bitext.load(range(len(screen.desk.bitext)))
        screen.show_targets({segment_key("Seneca."): Target("So Seneca.", TargetState.MEMORY, "test")})
        before = (screen.reading.anchor, screen.reading.cursor)
        panel = await peeked(pilot)
        assert panel.text == "Seneca.\nSo Seneca."
        assert any("So Seneca." in line for line in screen_text(pilot.app)[-6:])
        assert screen_text(pilot.app)[1].count("Das ist so.[1]") == 1
        await pilot.press("escape")
        await until(lambda: pilot.app.screen is screen)
        assert (screen.reading.anchor, screen.reading.cursor) == before
        await peeked(pilot)
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen)
        assert source_here(screen) == "Seneca."
        await pilot.press("enter")
        assert screen.reading.cursor == (0, 0)
        await pilot.press("backspace")
        assert source_here(screen) == "Seneca."
        await pilot.press(")", "g", "g", ")", "enter")
        assert "no note" in screen.terms.text


STRUCTURED = """Ein Satz mit zwei Noten[^a][^b].

[^a]: Eine Note.

    - Liste eins
    - Liste zwei

    | a | b |
    |---|---|
    | x | y |
[^b]: Kurz.

    Noch ein Absatz.
"""


async def test_a_note_is_shown_with_its_list_and_its_table_and_no_other_note(home):
    async with home.reading(home.text(STRUCTURED, "a.md"), size=(100, 30)) as (pilot, _):
        panel = await peeked(pilot)
        assert panel.text == "Eine Note.\n• Liste eins\n• Liste zwei\na │ b\nx │ y"
        await pilot.press("right")
        await until(lambda: panel.text == "Kurz.\nNoch ein Absatz.")


async def test_a_note_that_is_longer_than_what_is_shown_says_so(home):
    text = "Das ist so.[^1]\n\n[^1]: Eins.\n" + "".join(f"\n    Absatz {n}.\n" for n in range(40))
    async with home.reading(home.text(text, "a.md"), size=(100, 30)) as (pilot, _):
        panel = await peeked(pilot)
        assert panel.text.splitlines()[-1] == "… and 17 more paragraphs: Enter goes there."


async def test_a_table_below_the_notes_is_theirs_only_where_no_text_follows(home):
    page = (
        "<p>Das ist so.<a href='#n' epub:type='noteref'>1</a></p><aside epub:type='footnote' id='n'>Eine Note.</aside>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>y</td></tr></table><p>Der Text geht weiter.</p>"
    )
    async with home.reading(home.text(page, "a.html"), size=(100, 30)) as (pilot, _):
        assert (await peeked(pilot)).text == "Eine Note."


async def test_a_link_shows_its_address_and_is_opened_only_by_a_key_of_its_own(home, monkeypatch):
    opened = []
    monkeypatch.setattr("reader.ui.screens.peek_panel.open_address", lambda to: opened.append(to) or "Handed over.")
    async with home.reading(home.text(LINKS, "a.md"), size=(100, 30)) as (pilot, screen):
        assert "Enter https://example.org/a?b=c +1" in screen.terms.text
        panel = await peeked(pilot)
        assert panel.text == "Eine Note."
        await pilot.press("o", "c", "right")
        await until(lambda: panel.text == "https://example.org/a?b=c")
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen is panel
        assert opened == []
        await pilot.press("c")
        await until(lambda: pilot.app.screen is screen)
        assert "Copied https://example.org/a?b=c" in screen.terms.text
        assert pilot.app.clipboard == "https://example.org/a?b=c"
        await peeked(pilot)
        await pilot.press("right", "o")
        await until(lambda: pilot.app.screen is screen)
        assert opened == ["https://example.org/a?b=c"]
        assert "Handed over." in screen.terms.text
        await pilot.press(")", "enter")
        assert "no note and no link" in screen.terms.text


def test_a_browser_gets_one_checked_argument_and_only_on_a_desktop(monkeypatch):
    started = []
    monkeypatch.setattr(browser.subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(browser, "opener", lambda: "/usr/bin/xdg-open")
    assert "Handed" in browser.open_address("https://example.org/")
    assert "not one" in browser.open_address("file:///etc/passwd")
    assert started == [["/usr/bin/xdg-open", "https://example.org/"]]
    monkeypatch.setattr(browser, "opener", lambda: None)
    assert "no desktop" in browser.open_address("https://example.org/")
    assert len(started) == 1


@pytest.mark.parametrize("mode", ["t", "s", ""])
async def test_back_and_forward_after_every_jump(home, mode):
    async with home.reading(home.text(BOOK, "a.md"), size=(100, 30)) as (pilot, screen):
        if mode:
            await pilot.press(mode)
        await pilot.press("backspace")
        assert "nowhere to go back" in screen.terms.text
        await pilot.press(">", ">")
        assert source_here(screen) == "Kapitel 2"
        here = screen_text(pilot.app)
        await pilot.press("G", "<")
        assert source_here(screen) == "Kapitel 4"
        await pilot.press("ctrl+o", "ctrl+o")
        assert source_here(screen) == "Kapitel 2"
        assert screen_text(pilot.app)[1:-3] == here[1:-3]
        await pilot.press("tab", "tab")
        assert source_here(screen) == "Kapitel 4"
        await pilot.press("tab")
        assert "nowhere to go forward" in screen.terms.text
        await pilot.press("i", "home", "up", "up", "up", "enter")
        await until(lambda: pilot.app.screen is screen)
        assert source_here(screen) == "Kapitel 1"
        await pilot.press("backspace")
        assert source_here(screen) == "Kapitel 4"
