"""Going to a heading by the contents, and by what a sentence leads to."""

from reader.core.building import Builder, Run
from reader.core.contents import chapter_at, followed
from reader.core.document import Kind, Style
from reader.core.keys import segment_key
from reader.core.spans import Span
from reader.core.target import Target, TargetState
from reader.ui.screens.contents_panel import ContentsPanel
from tests.ui.support import screen_text, settle, until

BOOK = "# Das Buch\n\nVorwort.\n\n" + "".join(
    f"## Kapitel {number}\n\n" + "Ein Absatz steht hier, und er ist lang genug.\n\n" * 12 for number in range(1, 9)
)


async def opened(pilot):
    await pilot.press("i")
    await until(lambda: isinstance(pilot.app.screen, ContentsPanel))
    return pilot.app.screen


async def test_enter_goes_to_the_heading_one_typed(home):
    async with home.reading(home.text(BOOK, "a.md"), size=(100, 30)) as (pilot, screen):
        panel = await opened(pilot)
        assert len(panel.listing.text) == 9
        assert "Kapitel 6" in panel.listing.text[6]
        await pilot.press(*"pit", "space", "6")
        await settle(pilot)
        assert ["Kapitel 6" in line for line in panel.listing.text] == [True]
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen)
        assert screen.reading.bitext.paragraph(screen.reading.cursor.paragraph).source == "Kapitel 6"
        assert any("Kapitel 6" in line for line in screen_text(pilot.app)[:6])


async def test_the_page_follows_and_escape_goes_back(home):
    async with home.reading(home.text(BOOK, "a.md"), size=(100, 30)) as (pilot, screen):
        before = screen_text(pilot.app)
        await opened(pilot)
        await pilot.press("down", "down", "down")
        await settle(pilot)
        assert screen.reading.bitext.paragraph(screen.reading.cursor.paragraph).source == "Kapitel 3"
        await pilot.press("escape")
        await until(lambda: pilot.app.screen is screen)
        await settle(pilot)
        assert screen_text(pilot.app)[1:-2] == before[1:-2]


async def test_it_begins_where_one_reads_and_letters_are_letters(home):
    async with home.reading(home.text(BOOK, "a.md"), size=(100, 30)) as (pilot, screen):
        await pilot.press("G")
        panel = await opened(pilot)
        assert panel.listing.cursor == 8
        await pilot.press(*"qj?")
        await settle(pilot)
        assert pilot.app.screen is panel
        assert panel.listing.text == []
        await pilot.press("enter", "down", "pagedown", "escape")
        await until(lambda: pilot.app.screen is screen)


async def test_a_heading_is_found_by_its_translation(home):
    async with home.reading(home.text(BOOK, "a.md"), size=(100, 30)) as (pilot, screen):
        screen.show_targets({segment_key("Das Buch"): Target("The Book", TargetState.MEMORY, "test")})
        panel = await opened(pilot)
        await pilot.press(*"the")
        await settle(pilot)
        assert ["The Book" in line for line in panel.listing.text] == [True]


async def test_a_text_without_headings_says_so(home):
    async with home.reading(home.text("Nichts.")) as (pilot, screen):
        await pilot.press("i")
        assert "no headings" in screen.terms.text
        await pilot.press("enter")
        assert "no note" in screen.terms.text
        await pilot.press(">")
        assert "no heading" in screen.terms.text


def test_the_second_paragraph_of_a_note_leads_back_too():
    builder = Builder()
    builder.anchor("a")
    builder.add("Vorher.")
    builder.add([Run("Text"), Run("[1]", Style.NOTE_REF, "#n"), Run(" und "), Run("hier", Style.LINK, "#a")])
    builder.anchor("n")
    builder.add("Note.", Kind.NOTE, label="[1]")
    builder.add("Mehr.", Kind.NOTE, tight=True)
    document = builder.finish()
    whole = Span(0, 99)
    assert followed(document, 1, whole) == (2, 0)
    assert followed(document, 3, whole) == (1, 4)
    assert followed(document, 1, Span(8, 99)) == (0, 0)
    assert followed(document, 0, whole) is None


def test_the_chapter_of_a_paragraph():
    assert [chapter_at([2, 5], paragraph) for paragraph in (0, 2, 4, 5, 9)] == [0, 0, 0, 1, 1]
    assert chapter_at([], 3) == 0


async def test_the_chapter_one_reads_is_marked_and_thousands_cost_what_is_shown(home, monkeypatch):
    many = "".join(f"# Kapitel {number}\n\nText.\n\n" for number in range(5000))
    async with home.reading(home.text(many, "a.md"), size=(100, 30)) as (pilot, _):
        await pilot.press(">", ">", "j")
        made = []
        line = ContentsPanel._line
        monkeypatch.setattr(ContentsPanel, "_line", lambda *given: made.append(given[1]) or line(*given))
        panel = await opened(pilot)
        await settle(pilot)
        assert panel.listing.cursor == 2
        assert any("▸ Kapitel 2" in text for text in screen_text(pilot.app))
        await pilot.press(*"4999")
        await settle(pilot)
        assert len(made) < 200
        assert len(panel.listing.text) == 1
