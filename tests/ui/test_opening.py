"""How texts of every format and language are opened in the reader."""

from dataclasses import replace

import pytest

from reader.memory.unit import LanguagePair
from tests.ui.support import notes, screen_text, settle

ENGLISH = "It was the best of times, it was the worst of times, and that was all he had to say. " * 3


async def test_notes_of_the_document_stand_quietly_in_the_head_line(home):
    path = home.text("Die „Größe der Bäume“, und so weiter.".encode("cp1252"))
    async with home.reading(path) as (pilot, screen):
        assert "Windows-1252" in screen.head.text
        assert "„Größe der Bäume“" in "\n".join(screen_text(pilot.app))


async def test_a_text_in_another_language_is_told_below_the_page_until_escape(home):
    async with home.reading(home.text(ENGLISH), size=(80, 24)) as (pilot, screen):
        await settle(pilot)
        assert not notes(pilot.app)
        page = screen_text(pilot.app)[1:-2]
        assert "Esc  This looks like English, not German; --from en --to de" in screen_text(pilot.app)[-1]
        await pilot.press("j", "k")
        assert "looks like" in screen.keys.text
        await pilot.press("escape")
        assert "looks like" not in screen.keys.text
        assert "translation" in screen.keys.text
        assert screen_text(pilot.app)[1:-2] == page


async def test_read_as_what_it_is_it_needs_no_note(home):
    home.options = replace(home.options, pair=LanguagePair("en", "de"))
    async with home.reading(home.text(ENGLISH)) as (pilot, screen):
        await settle(pilot)
        assert not notes(pilot.app)
        assert "en → de" in screen.head.text


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.md", "# Titel\n\n- Ein *Punkt*", "• Ein Punkt"),
        ("a.html", "<html><body><h1>Titel</h1><p>Ein &quot;Absatz&quot; mit Text.</p></body></html>", 'Ein "Absatz"'),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nGuten Tag.\n", "Guten Tag."),
    ],
)
async def test_other_formats_open(home, name, content, shown):
    async with home.reading(home.text(content, name)) as (pilot, _):
        assert shown in "\n".join(screen_text(pilot.app))
