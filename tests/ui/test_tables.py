"""How tables look in the reader, and that the mouse, the words and the search find the text behind the columns."""

import os

import pytest

from reader.core.cells import cells
from reader.core.keys import segment_key
from reader.core.selection import Point, Side
from reader.core.target import Target, TargetState
from reader.core.word_cursor import next_word, word_cursor, word_on_next_line
from tests.support import ROOT
from tests.ui.support import both_pages, screen_text, settle, styles_at

GOLDEN = ROOT / "tests" / "golden"
TABLES = ROOT / "tests" / "data" / "structure" / "tafeln.md"
KNOWN = {
    "Land": "Country",
    "Bruttoinlandsprodukt (Mrd. Euro)": "Gross domestic product (billion euros)",
    "Anteil": "Share",
    "Bemerkung": "Remark",
    "Deutschland": "Germany",
    "Frankreich": "France",
    "Vereinigte Arabische Emirate": "United Arab Emirates",
    "größte Volkswirtschaft der EU": "largest economy in the EU",
    "Mitglied der OPEC+ seit 1967, der BRICS+ seit 2024": "a member of OPEC+ since 1967 and of BRICS+ since 2024",
    "„rote Linien“ | Sanktionen": "“red lines” │ sanctions",
    "Jahr": "Year",
    "Ereignis": "Event",
    "Waffenstillstand": "Armistice",
}
TARGETS = {segment_key(de): Target(en, TargetState.MEMORY, "test") for de, en in KNOWN.items()}


async def shown(pilot, screen):
    screen.show_targets(TARGETS)
    screen.show_lines()
    await pilot.pause()
    return screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 60), (120, 44), (200, 40)])
async def test_tables_look_as_they_should(home, size):
    async with home.reading(TABLES, size=size) as (pilot, screen):
        picture = "\n".join(await shown(pilot, screen)) + "\n"
    path = GOLDEN / f"tables-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(picture, "utf-8")
    assert picture == path.read_text("utf-8"), f"if this is meant, write {path.name} anew: make golden"


async def test_the_head_of_a_table_is_told_apart_without_colour_too(home):
    async with home.reading(TABLES, size=(120, 44)) as (pilot, screen):
        await shown(pilot, screen)
        app = pilot.app
        assert [style.bold for style in styles_at(app, "Bemerkung")] == [True]
        assert styles_at(app, "Ereignis")[0].underline
        assert styles_at(app, "Event")[0].underline
        assert not styles_at(app, "Frankreich")[0].bold


@pytest.mark.parametrize("size", [(200, 60), (120, 60), (80, 24), (40, 10)])
async def test_the_first_page_shows_tables_as_the_reader_does(home, size):
    terminal, shown, real = await both_pages(home, size, TABLES)
    assert [line.rstrip() for line in terminal.display] == shown
    for (x, y), (style, char) in real.items():
        cell = terminal.buffer[y][x]
        assert cell.underscore == bool(style.underline), (x, y, char)
        if char.strip():
            assert (cell.fg, cell.bold) == (style.color.triplet.hex[1:], bool(style.bold)), (x, y, char)


@pytest.mark.parametrize("size", [(80, 60), (120, 44)])
async def test_the_cell_under_the_mouse_is_the_character_that_stands_there(home, size):
    async with home.reading(TABLES, size=size) as (pilot, screen):
        picture = await shown(pilot, screen)
        view, reading = screen.view, screen.reading
        tried = 0
        for y, row in enumerate(reading.rows()):
            text = reading.bitext.paragraph(row.paragraph)
            for side, parts, whole in (
                (Side.SOURCE, row.source_parts, text.source),
                (Side.TARGET, row.target_parts, text.target),
            ):
                left = reading.columns.source_x if side is Side.SOURCE else reading.columns.target_x
                for part in parts:
                    for char in range(part.start, part.end):
                        x = left + part.x + char - part.start
                        assert picture[y + 1].ljust(200)[x] == whole[char]
                        assert view.point_at(x, y) == (side, (row.paragraph, char))
                        tried += 1
        assert tried > 500


async def test_a_double_click_in_a_column_picks_the_word_and_copies_no_padding(home):
    async with home.reading(TABLES, size=(120, 44)) as (pilot, screen):
        picture = await shown(pilot, screen)
        y = next(y for y, line in enumerate(picture) if "Volkswirtschaft" in line)
        x = picture[y].index("Volkswirtschaft")
        await pilot.click("BitextView", offset=(x + 3, y - 1), times=2)
        assert screen.reading.selection.text(screen.reading.bitext) == "Volkswirtschaft"
        x = picture[y - 1].index("largest")
        await pilot.click("BitextView", offset=(x, y - 2), times=3)
        assert screen.reading.selection.text(screen.reading.bitext) == "largest economy in the EU"


async def test_a_search_lights_a_phrase_that_wraps_in_its_cell(home):
    async with home.reading(TABLES, size=(120, 44)) as (pilot, screen):
        await shown(pilot, screen)
        await pilot.press("slash", *"arabische emirate", "enter")
        await settle(pilot)
        hit = screen.reading.current_hit
        source = screen.reading.bitext.paragraph(hit.paragraph).source
        assert source[hit.start : hit.end] == "Arabische Emirate"


async def test_sentences_and_one_side_keep_the_table_in_its_columns(home):
    async with home.reading(TABLES, size=(120, 44)) as (pilot, screen):
        await shown(pilot, screen)
        await pilot.press("s")
        await settle(pilot)
        line = next(line for line in screen_text(pilot.app) if "Frankreich" in line)
        assert line.split()[:8] == ["Frankreich", "2.803,1", "2,9", "%", "France", "2.803,1", "2,9", "%"]
        await pilot.press("s", "t", "t")
        await settle(pilot)
        line = next(line for line in screen_text(pilot.app) if "France" in line)
        assert line.split()[:4] == ["France", "2.803,1", "2,9", "%"]


WIDE = """| 国 | Ländername | 値 | Zeichen |
|---|:---:|---:|---|
| 日本国 | Japan mit einem langen Namen | １２ | 👍🏽 gut 🇩🇪 |
| 대한민국 | Republik Korea 한국 und noch viel mehr | 3 | हिन्दी शब्द ไทย |
| ᄀ | a\u0323\u0307 b\u20dd e\u0301 z\u0336 | 中文 | ｱｲｳ … „x“ |
"""


@pytest.mark.parametrize("size", [(120, 30), (70, 40)])
async def test_wide_and_joined_characters_are_where_the_mouse_finds_them(home, size):
    path = home.text(WIDE, "breit.md")
    tried = 0
    async with home.reading(path, size=size) as (pilot, screen):
        screen.show_targets({segment_key("Zeichen"): Target("記号 sign 👍🏽", TargetState.MEMORY, "test")})
        screen.show_lines()
        await pilot.pause()
        view, reading = screen.view, screen.reading
        for y, row in enumerate(reading.rows()):
            pair = reading.bitext.paragraph(row.paragraph)
            strip = view.painter.strip(row)
            assert strip.cell_length == reading.columns.width
            for side, parts, whole, left in (
                (Side.SOURCE, row.source_parts, pair.source, reading.columns.source_x),
                (Side.TARGET, row.target_parts, pair.target, reading.columns.target_x),
            ):
                for part in parts:
                    x = left + part.x
                    for char in range(part.start, part.end):
                        width = cells(whole[char])
                        for cell in range(x, x + width):
                            assert view.point_at(cell, y) == (side, (row.paragraph, char))
                            tried += 1
                        if width:
                            assert whole[char] in strip.crop(x, x + width).text
                        x += width
    assert tried > 150


async def test_words_and_hits_are_found_in_columns_of_wide_characters(home):
    path = home.text(WIDE, "breit.md")
    async with home.reading(path, size=(120, 30)) as (pilot, screen):
        reading = screen.reading
        await pilot.press("slash", *"japan mit", "enter")
        await settle(pilot)
        hit = reading.current_hit
        assert reading.bitext.paragraph(hit.paragraph).source[hit.start : hit.end] == "Japan mit"
        cursor = word_cursor(reading.bitext, Side.SOURCE, Point(0, reading.bitext.paragraph(0).source.index("Zeichen")))
        below = word_on_next_line(reading.page, reading.bitext, cursor, 1, extend=False, segment=-1)
        assert word_of(reading, below) == "gut"
        assert word_on_next_line(reading.page, reading.bitext, below, -1, extend=False, segment=-1) == cursor
        row = next(row for row in reading.rows() if "Republik" in reading.bitext.paragraph(row.paragraph).source)
        source = reading.bitext.paragraph(row.paragraph).source
        hindi = word_cursor(reading.bitext, Side.SOURCE, Point(row.paragraph, source.index("ह")))
        assert word_of(reading, hindi) == "हिन्दी"
        # From behind four wide characters straight down, and from a word of wide characters to the next.
        after = next_word(reading.bitext, hindi, -1, extend=False)
        assert word_of(reading, next_word(reading.bitext, hindi, 1, extend=False)) == "शब्द"
        assert word_of(reading, after) == "3"


def word_of(reading, cursor):
    paragraph, word = cursor.head
    return reading.bitext.paragraph(paragraph).source[word.start : word.end]
