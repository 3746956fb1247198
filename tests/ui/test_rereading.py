"""A text that changes on disk while it is read, and what is known of a text."""

import os

import pytest

from reader.core.document import document
from reader.core.position import moved
from reader.ui.screens.about_panel import AboutPanel
from tests.formats.books import novel
from tests.ui.support import screen_text, settle, until

BODY = "".join(f"## Kapitel {number}\n\n" + f"Absatz {number} steht hier.\n\n" * 15 for number in range(9))


def reading_screen(pilot):
    return pilot.app.screen


def top(screen):
    point = screen.reading.reading_point()
    return screen.desk.document.paragraph(point.paragraph)


@pytest.mark.parametrize("keys", ["", "s", "tt"])
async def test_a_changed_text_is_told_and_read_again_at_the_same_place(home, keys):
    path = home.text(BODY, "a.md")
    async with home.reading(path, size=(90, 24)) as (pilot, screen):
        await pilot.press(*keys, ">", ">", ">", ">")
        before = screen_text(pilot.app)[1:-2]
        mode, by_sentence = screen.reading.mode, screen.reading.by_sentence
        path.write_text("# Neu\n\nEin neuer Anfang.\n\n" + BODY, "utf-8")
        screen.look_at_files()
        assert "changed on disk: Ctrl+R" in screen.keys.text
        assert screen_text(pilot.app)[1:-2] == before
        await pilot.press("ctrl+r")
        await until(lambda: pilot.app.screen is not screen and "Read again" in pilot.app.screen.terms.text)
        await settle(pilot)
        new = pilot.app.screen
        assert top(new) == top(screen)
        assert (new.reading.mode, new.reading.by_sentence) == (mode, by_sentence)
        assert screen_text(pilot.app)[1:-3] == before[:-1]
        assert "changed" not in new.keys.text
        await pilot.press("g", "g")
        assert top(new) == "Neu"
        pilot.app.theme = "lesepult-light"
        await pilot.pause()
        assert new.desk.history.setting("theme") == "lesepult-light"


async def test_one_that_is_gone_broken_or_the_same_changes_nothing(home):
    path = home.text(novel(), "a.epub")
    async with home.reading(path) as (pilot, screen):
        before = screen_text(pilot.app)[1:-2]
        path.unlink()
        screen.look_at_files()
        assert "changed" not in screen.keys.text
        await pilot.press("ctrl+r")
        await until(lambda: "does not exist" in screen.terms.text)
        path.write_bytes(novel()[:500])
        screen.look_at_files()
        assert "changed" in screen.keys.text
        await pilot.press("ctrl+r")
        await until(lambda: "damaged" in screen.terms.text)
        assert pilot.app.screen is screen
        path.write_bytes(novel())
        os.utime(path, (1, 1))
        screen.look_at_files()
        await pilot.press("f5")
        await until(lambda: "as it was" in screen.terms.text)
        assert "changed" not in screen.keys.text
        assert screen_text(pilot.app)[1:-2] == before
        path.write_bytes(b"")
        await pilot.press("f5")
        await until(lambda: "is empty" in screen.terms.text)


async def test_a_file_that_is_deleted_is_told_as_such_until_it_is_back(home):
    path = home.text(BODY, "a.md")
    async with home.reading(path) as (_, screen):
        path.write_text(BODY + "Mehr.", "utf-8")
        screen.look_at_files()
        assert "changed on disk" in screen.keys.text
        moved_to = path.rename(path.with_name("b.md"))
        for _ in range(2):
            screen.look_at_files()
            assert "has been deleted or moved; the page stays" in screen.keys.text
            assert "changed" not in screen.keys.text
        moved_to.rename(path)
        screen.look_at_files()
        assert "deleted" not in screen.keys.text
        assert "changed on disk" in screen.keys.text


@pytest.mark.parametrize(("title", "said"), [("Effi & Co.", "Effi & Co."), ("Wer?", "Wer?"), ("Wir", "Wir.")])
async def test_a_title_that_ends_in_a_full_stop_gets_no_second_one(home, title, said):
    path = home.text(f"# {title}\n\nEin Satz.\n", "a.md")
    async with home.reading(path) as (pilot, screen):
        path.write_text(f"# {title}\n\nEin anderer Satz.\n", "utf-8")
        await pilot.press("ctrl+r")
        await until(lambda: pilot.app.screen is not screen and "Read again" in pilot.app.screen.terms.text)
        assert pilot.app.screen.terms.text.strip().startswith(f"Read again: {said}")
        assert f"{said}." not in pilot.app.screen.terms.text


def test_where_its_words_are_gone_what_stands_around_tells():
    lines = [f"Dies ist der Absatz mit der Nummer {number}." for number in range(200)]
    old = document("\n\n".join(lines))
    changed = ["Vorher steht ein ganz neuer Absatz.", *lines[:99], "Hier steht nun anderes.", *lines[100:]]
    new = document("\n\n".join(changed))
    assert moved(old, new, 50, 7) == (51, 7)
    assert moved(old, new, 99, 3) == (100, 0)
    assert moved(old, document(""), 99, 3) == (0, 0)
    assert moved(old, document("Ganz anders."), 99, 3) == (0, 0)
    same = document("\n\n".join(["Immer derselbe Satz."] * 100))
    assert moved(same, same, 70, 6) == (70, 6)


async def test_what_is_known_of_a_text(home):
    path = home.text("„Größe“ steht hier, und mehr.\n\nNoch \x81 etwas.".encode("cp1252", "replace"), "alt.txt")
    async with home.reading(path, size=(80, 24)) as (pilot, screen):
        await pilot.press("ctrl+g")
        await until(lambda: isinstance(pilot.app.screen, AboutPanel) and "counting" not in pilot.app.screen.text)
        text = pilot.app.screen.text
        assert f"File       {path}" in text
        assert "Encoding   Windows-1252" in text
        assert "Format     plain text" in text
        assert "Language   read as German, into English" in text
        assert "8 words" in text
        await pilot.press("ctrl+g")
        await until(lambda: pilot.app.screen is screen)


async def test_what_a_book_says_of_itself(home):
    async with home.reading(home.text(novel(), "a.epub"), size=(40, 12)) as (pilot, screen):
        await pilot.press("ctrl+g")
        await until(lambda: isinstance(pilot.app.screen, AboutPanel) and "counting" not in pilot.app.screen.text)
        text = pilot.app.screen.text
        assert "Title      Der Zug nach Wien" in text
        assert "Format     EPUB" in text
        assert "Encoding" not in text
        assert "How read   2 pictures left out" in text
        await pilot.press("j", "j", "k", "escape")
        await until(lambda: pilot.app.screen is screen)
