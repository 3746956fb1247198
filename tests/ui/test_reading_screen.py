import os

import pytest

from reader.core.page import Mode
from reader.core.selection import Side
from tests.support import ROOT
from tests.ui.support import screen_text, settle, styles_at

GOLDEN = ROOT / "tests" / "golden"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_sample_looks_as_it_should(home, size):
    async with home.reading(size=size) as (pilot, _):
        picture = "\n".join(screen_text(pilot.app)) + "\n"
    path = GOLDEN / f"sample-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(picture, "utf-8")
    assert picture == path.read_text("utf-8"), f"if this is meant, write {path.name} anew: make golden"


async def test_the_sample_is_translated_and_its_terms_are_lit_alike_on_both_sides(home):
    async with home.reading(size=(160, 60)) as (pilot, _):
        text = "\n".join(screen_text(pilot.app))
        assert "Russia is ready to normalize" in text
        assert "21/21 translated" in text
        for german, english in (("OPEC+", "OPEC+"), ("BRICS+", "BRICS+"), ("roten Linien", "red lines")):
            found = [*styles_at(pilot.app, german), *styles_at(pilot.app, english)]
            lit = [style for style in found if style.underline]
            assert len(lit) >= 2, german
            assert len({(style.color, style.bold) for style in lit}) == 1, german


async def test_the_comment_counter_is_dimmed_and_not_lost(home):
    async with home.reading(size=(160, 60)) as (pilot, _):
        await pilot.press("G")
        shown = styles_at(pilot.app, "Kommentar (0)")
        plain = styles_at(pilot.app, "Warum also")
        assert shown[0].italic
        assert shown[0].color != plain[0].color


async def test_t_goes_round_the_three_views_and_moves_no_word(home):
    async with home.reading(size=(120, 30)) as (pilot, screen):
        await pilot.press("space", "j", "j")
        before = screen_text(pilot.app)
        await pilot.press("t")
        original = screen_text(pilot.app)
        assert screen.reading.mode is Mode.SOURCE
        assert original[1][:58].rstrip() == before[1][:58].rstrip()
        assert "stressed" not in "\n".join(original[1:-2])
        await pilot.press("t")
        assert screen.reading.mode is Mode.TARGET
        assert screen_text(pilot.app)[1][60:] == before[1][60:]
        await pilot.press("t")
        assert screen_text(pilot.app)[1:-2] == before[1:-2]


async def test_s_gives_each_sentence_a_row_and_keeps_the_first_word_on_top(home):
    async with home.reading(size=(120, 30)) as (pilot, screen):
        await pilot.press("space", "j")
        row = next(row for row in screen.reading.rows() if row.source)
        await pilot.press("s")
        top = screen.reading.rows()[0]
        assert top.source.start <= row.source.start < top.source.end
        assert "by sentence" in screen.head.text
        await pilot.press("s")
        assert next(row for row in screen.reading.rows() if row.source) == row


@pytest.mark.parametrize(
    ("down", "up"),
    [("j", "k"), ("down", "up"), ("space", "b"), ("pagedown", "pageup"), ("d", "u"), ("ctrl+f", "ctrl+b")],
)
async def test_pager_keys_go_there_and_back(home, down, up):
    async with home.reading(size=(100, 30)) as (pilot, screen):
        top = screen.reading.anchor
        await pilot.press(down)
        assert screen.reading.anchor != top
        await pilot.press(up)
        assert screen.reading.anchor == top


async def test_both_ends(home):
    async with home.reading(size=(100, 30)) as (pilot, screen):
        await pilot.press("G")
        assert any("Kommentar (0)" in line for line in screen_text(pilot.app))
        assert screen.reading.percent() == 100
        await pilot.press("g")
        assert screen.reading.percent() == 100
        await pilot.press("g")
        assert screen_text(pilot.app)[1].lstrip(" ▌").startswith("Russland sei")
        await pilot.press("end", "home")
        assert screen_text(pilot.app)[1].lstrip(" ▌").startswith("Russland sei")


async def test_the_wheel_scrolls_and_a_click_puts_the_cursor(home):
    from textual import events

    async with home.reading(size=(120, 30)) as (pilot, screen):
        view = screen.view
        view.post_message(events.MouseScrollDown(view, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False))
        await settle(pilot)
        assert screen.reading.anchor.source > 0
        await pilot.click(view, offset=(10, 9))
        assert screen.reading.cursor.paragraph >= 1


async def test_a_drag_stays_in_its_column_and_copies_the_documents_text(home):
    async with home.reading(size=(120, 30)) as (pilot, screen):
        view = screen.view
        source_x = screen.reading.columns.source_x
        await pilot.mouse_down(view, offset=(source_x, 0))
        await pilot.hover(view, offset=(100, 2))
        await pilot.mouse_up(view, offset=(100, 2))
        assert screen.reading.selection.side is Side.SOURCE
        text = screen.get_selected_text()
        assert home.desks[0].document.text.startswith(text)
        assert "Russia" not in text
        await pilot.press("y")
        assert pilot.app.clipboard == text
        target_x = screen.reading.columns.target_x
        await pilot.mouse_down(view, offset=(target_x, 0))
        await pilot.hover(view, offset=(target_x + 6, 0))
        await pilot.mouse_up(view, offset=(target_x + 6, 0))
        assert screen.get_selected_text() == "Russia"
        await pilot.press("escape")
        assert screen.get_selected_text() is None


async def test_a_double_click_picks_the_word(home):
    async with home.reading(size=(120, 30)) as (pilot, screen):
        x = screen.reading.columns.source_x + 10
        await pilot.click(screen.view, offset=(x, 0), times=2)
        assert screen.get_selected_text() == "sei"


async def test_search_runs_over_line_ends_in_both_columns_and_goes_on_with_n(home):
    async with home.reading(size=(100, 30)) as (pilot, screen):
        await pilot.press("slash", *"donald trump")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        text = home.desks[0].document.text
        english = sum(home.desks[0].bitext.paragraph(p).target.count("Donald Trump") for p in range(4))
        count = text.count("Donald Trump") + english
        assert f"1/{count}" in screen.terms.text
        first = screen.reading.current_hit
        await pilot.press("n")
        assert screen.reading.current_hit > first
        await pilot.press("N", "N")
        assert f"{count}/{count}" in screen.terms.text
        await pilot.press("escape")
        assert screen.reading.hits == {}


async def test_a_search_that_finds_nothing_says_so_and_stays(home):
    async with home.reading(size=(100, 30)) as (pilot, screen):
        await pilot.press("space")
        top = screen.reading.anchor
        await pilot.press("slash", *"[/]xyz")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "not found" in screen.terms.text
        assert screen.reading.anchor == top
        await pilot.press("n")
        assert "was not found" in screen.terms.text


async def test_help_palette_and_start_screen_open_and_close(home):
    async with home.reading(size=(100, 40)) as (pilot, screen):
        await pilot.press("question_mark")
        assert any("Put the cursor on the next sentence." in line for line in screen_text(pilot.app))
        await pilot.press("escape")
        assert pilot.app.screen is screen
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert any("Go to the next term." in line for line in screen_text(pilot.app)) or pilot.app.screen is not screen
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_the_place_is_remembered_by_content(home):
    async with home.reading(size=(100, 30)) as (pilot, screen):
        await pilot.press("space", "space")
        word = screen.reading.reading_point()
        await pilot.press("q")
    moved = home.text(home.desks[0].document.text, "anders.txt")
    async with home.reading(moved, size=(100, 30)) as (_, screen):
        assert screen.reading.reading_point() == word


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (20, 5), (10, 40), (300, 4)])
async def test_tiny_and_odd_terminals_take_every_key(home, size):
    async with home.reading(size=size) as (pilot, _):
        for key in ("j", "space", "t", "t", "s", "]", "w", "right", "shift+right", "escape", "G", "g", "g", "k"):
            await pilot.press(key)
        await pilot.press("q")
    assert pilot.app.return_code == 0


async def test_a_resize_keeps_the_first_visible_word(home):
    async with home.reading(size=(120, 30)) as (pilot, screen):
        await pilot.press("space")
        before = screen.reading.anchor
        await pilot.resize_terminal(61, 20)
        await pilot.pause()
        row = next(row for row in screen.reading.rows() if row.source)
        assert row.source.start <= before.source < row.source.end
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert screen.reading.anchor == before


async def test_lines_come_from_the_cache_when_one_goes_back(home):
    async with home.reading(size=(120, 30)) as (pilot, screen):
        await pilot.press("space", "b", "space", "b")
        painter = screen.view.painter
        painter.hits = painter.misses = 0
        await pilot.press("space", "b")
        assert painter.misses <= 4
        assert painter.hits > 40


async def test_an_arriving_translation_moves_no_word(home):
    from reader.core.target import Target, TargetState

    path = home.text("\n".join(f"Absatz {n} ist hier. Er hat zwei Sätze." for n in range(80)))
    async with home.reading(path, size=(120, 30)) as (pilot, screen):
        assert any("no translation" in line for line in screen_text(pilot.app))
        await pilot.press("space", "space")
        before = screen.reading.rows()[0]
        pair = screen.reading.bitext
        arrived = {
            key: Target("An answer that is long. " * 9, TargetState.MACHINE, "fake")
            for p in screen.reading.near(before.paragraph, 1)
            for key in pair.paragraph(p).keys
        }
        screen.show_targets(arrived)
        await pilot.pause()
        after = screen.reading.rows()[0]
        assert (after.paragraph, after.source) == (before.paragraph, before.source)
        assert any("An answer that is long." in line for line in screen_text(pilot.app))
        assert "fake" in screen.terms.text


async def test_every_theme_lights_terms_and_marks_both_sides(home):
    async with home.reading(size=(120, 60)) as (pilot, _):
        for theme in sorted(pilot.app.available_themes):
            pilot.app.theme = theme
            await pilot.pause()
            lit = styles_at(pilot.app, "Vereinigten Staaten")
            assert all(style.underline for style in lit), theme
            source, target = styles_at(pilot.app, "Das pers")[0], styles_at(pilot.app, "The personal")[0]
            assert source.color is not None or theme.startswith("ansi")
            assert target.color is not None or theme.startswith("ansi")


async def test_help_shows_the_keys_in_force_and_what_the_marks_mean(home):
    from reader.ui.screens.help_screen import HelpScreen

    async with home.reading(size=(120, 160)) as (pilot, _):
        await pilot.app.push_screen(HelpScreen({"search": "ctrl+o,x"}))
        shown = screen_text(pilot.app)
        assert any("Ctrl+O  x" in line and "Search in both columns." in line for line in shown)
        assert any(line.strip().startswith("•") and "your own translation" in line for line in shown)
