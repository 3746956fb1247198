"""Translations that are covered until one asks for them."""

from tests.ui.support import screen_text


async def test_v_covers_all_translations_r_uncovers_one_and_nothing_moves(home):
    async with home.reading(size=(120, 40)) as (pilot, screen):
        before = screen_text(pilot.app)
        await pilot.press("r")
        assert "v covers them" in screen.terms.text
        await pilot.press("v")
        hidden = screen_text(pilot.app)
        assert "covered: r" in screen.head.text
        for was, now in zip(before[1:-2], hidden[1:-2], strict=True):
            assert was.startswith(now.partition("·")[0].rstrip().removesuffix("▐").rstrip()[:55])
        assert "·" in hidden[1]
        paragraph = screen.reading.cursor.paragraph
        await pilot.press("r")
        shown = screen_text(pilot.app)
        assert shown[1] == before[1]
        assert sum(a != b for a, b in zip(shown[1:-2], before[1:-2], strict=True)) > 5
        assert screen.reading.revealed == {paragraph}
        await pilot.press("r")
        assert screen_text(pilot.app)[1:-2] == hidden[1:-2]
        await pilot.press("t", "t")
        assert "· · ·" not in "\n".join(screen_text(pilot.app))
        await pilot.press("t", "v")
        assert screen_text(pilot.app)[1:-2] == before[1:-2]


async def test_what_stands_around_the_article_has_no_translation_to_cover(home):
    text = "Der Hund schläft heute lange.\n\nKommentar (0)\n\nDie Katze trinkt Milch."
    async with home.reading(home.text(text), size=(100, 20)) as (pilot, screen):
        assert sorted(screen.desk.document.boilerplate) == [1]
        before = next(line for line in screen_text(pilot.app) if "Kommentar" in line)
        await pilot.press("v")
        assert next(line for line in screen_text(pilot.app) if "Kommentar" in line) == before


async def test_below_each_other_it_is_covered_too(home):
    async with home.reading(size=(60, 30)) as (pilot, _):
        before = screen_text(pilot.app)
        await pilot.press("v")
        assert "· · ·" in "\n".join(screen_text(pilot.app))
        await pilot.press("v")
        assert screen_text(pilot.app)[1:-2] == before[1:-2]
