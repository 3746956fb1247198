from textual.widgets import Input, Static

from reader.core.selection import Side
from tests.ui.support import notes, screen_text, settle, styles_at

TEXT = "Die roten Linien sind klar.\nDer roten Linie folgt nichts. Der Zug fährt.\nDie Sondierung läuft.\n"


async def choose(pilot, screen, words):
    """Put the word cursor on these words of the source."""
    await pilot.press("w")
    first, *more = words.split()
    for _ in range(80):
        selection = screen.reading.words.selection()
        if selection.text(screen.reading.bitext) == first:
            break
        await pilot.press("right")
    for _ in more:
        await pilot.press("shift+right")
    assert screen.get_selected_text() == words


async def test_a_term_is_added_in_three_keys_and_lit_in_all_its_forms(home):
    path = home.text(TEXT)
    glossary = home.glossary("# meine Begriffe\nZug: train   # hält hier\n")
    before = glossary.read_bytes()
    async with home.reading(path, size=(110, 30)) as (pilot, screen):
        await choose(pilot, screen, "Sondierung")
        await pilot.press("a")
        await settle(pilot)
        form = pilot.app.screen
        assert form.query_one("#german", Input).value == "Sondierung"
        assert form.focused is form.query_one("#english", Input)
        assert "lights 1 place" in str(form.query_one("#live", Static).content)
        top = screen.reading.anchor
        await pilot.press(*"exploratory talks", "enter")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert screen.reading.anchor == top
        assert styles_at(pilot.app, "Sondierung")[0].underline
        assert glossary.read_bytes().startswith(before)
        assert "Sondierung: exploratory talks" in glossary.read_text("utf-8")
        assert "Saved “Sondierung”" in screen.terms.text
    async with home.reading(path, size=(110, 30)) as (pilot, _):
        assert styles_at(pilot.app, "Sondierung")[0].underline


async def test_the_base_form_is_offered_and_every_inflected_place_is_counted(home):
    home.glossary("rote Linien: '-'\n")
    path = home.text(TEXT)
    async with home.reading(path, size=(110, 30)) as (pilot, screen):
        assert not styles_at(pilot.app, "roten Linien")[0].underline
        await choose(pilot, screen, "roten Linien")
        await pilot.press("a")
        await settle(pilot)
        form = pilot.app.screen
        assert form.query_one("#german", Input).value == "rote Linien"
        assert "lights 2 places" in str(form.query_one("#live", Static).content)
        await pilot.press(*"red lines", "enter")
        await settle(pilot)
        assert styles_at(pilot.app, "roten Linien")[0].underline
        assert styles_at(pilot.app, "roten Linie folgt")[0].underline


async def test_the_sample_offers_a_guess_from_the_sentence_opposite(home):
    async with home.reading(size=(160, 60)) as (pilot, screen):
        await pilot.press("slash", *"Dialog ist", "enter")
        await settle(pilot)
        hit = screen.reading.current_hit
        from reader.core.selection import Point, Selection

        screen.reading.selection = Selection(
            Side.SOURCE, Point(hit.paragraph, hit.start), Point(hit.paragraph, hit.start + len("Dialog"))
        )
        await pilot.press("a")
        await settle(pilot)
        assert pilot.app.screen.query_one("#english", Input).value == "dialogue"
        await pilot.press("escape")


async def test_an_entry_is_edited_deleted_after_asking_and_brought_back(home):
    path = home.text(TEXT)
    glossary = home.glossary("# eins\nZug: train\n# zwei\n")
    before = glossary.read_bytes()
    async with home.reading(path, size=(110, 30)) as (pilot, screen):
        while screen.reading.focus is None or screen.reading.focus.match.entry.source != "Zug":
            await pilot.press("]")
        await pilot.press("e")
        await settle(pilot)
        field = pilot.app.screen.query_one("#english", Input)
        assert field.value == "train"
        field.value = "railway train"
        await pilot.press("enter")
        await settle(pilot)
        assert glossary.read_text("utf-8") == "# eins\nZug: railway train\n# zwei\n"
        await pilot.press("U")
        assert glossary.read_bytes() == before
        await pilot.press("]")
        while screen.reading.focus is None or screen.reading.focus.match.entry.source != "Zug":
            await pilot.press("[")
        await pilot.press("delete")
        await pilot.press("escape")
        assert glossary.read_bytes() == before
        await pilot.press("delete", "y")
        await settle(pilot)
        assert "Zug" not in glossary.read_text("utf-8")
        assert not styles_at(pilot.app, "Zug fährt")[0].underline
        await pilot.press("U")
        assert glossary.read_bytes() == before
        assert styles_at(pilot.app, "Zug fährt")[0].underline
        await pilot.press("U")
        assert "nothing to undo" in screen.terms.text


async def test_a_bundled_entry_is_overridden_not_changed(home):
    from glossary.layers import bundled_paths

    before = [path.read_bytes() for path in bundled_paths()]
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        await pilot.press("]")
        assert screen.reading.focus.match.entry.source == "rote Linien"
        assert "bundled" in screen.terms.text
        await pilot.press("e")
        await settle(pilot)
        pilot.app.screen.query_one("#english", Input).value = "red lines; limits"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("]", "[")
        await pilot.press("g", "g", "]")
        assert "red lines, limits" in screen.terms.text
        assert "yours" in screen.terms.text
        await pilot.press("D", "y")
        await settle(pilot)
        assert not styles_at(pilot.app, "roten Linien")[0].underline
    assert [path.read_bytes() for path in bundled_paths()] == before


async def test_a_disk_that_cannot_be_written_is_said_in_the_form_and_nothing_typed_is_lost(home, monkeypatch):
    import os

    path = home.text(TEXT)
    glossary = home.glossary("Zug: train\n")

    def full(*_):
        raise OSError(28, "No space left on device")

    async with home.reading(path, size=(110, 30)) as (pilot, screen):
        await choose(pilot, screen, "Sondierung")
        await pilot.press("a", *"talks")
        monkeypatch.setattr(os, "fsync", full)
        await pilot.press("enter")
        await settle(pilot)
        form = pilot.app.screen
        assert form is not screen
        assert form.query_one("#english", Input).value == "talks"
        assert str(form.query_one("#error", Static).content)
        assert glossary.read_text() == "Zug: train\n"
        monkeypatch.undo()
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert "Sondierung" in glossary.read_text()


async def test_what_is_missing_is_said(home):
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        await choose(pilot, screen, "Sondierung")
        await pilot.press("a", "enter")
        await settle(pilot)
        assert "English term is missing" in str(pilot.app.screen.query_one("#error", Static).content)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        assert not home.paths.glossary.exists()


async def test_the_kind_is_chosen_and_kept(home):
    async with home.reading(home.text("Die Zollunion und der Zoll.\n"), size=(110, 30)) as (pilot, screen):
        await choose(pilot, screen, "Zoll")
        await pilot.press("a")
        await settle(pilot)
        pilot.app.screen.query_one("#english", Input).value = "tariff"
        await pilot.press("tab", "tab", "left", "enter")
        await settle(pilot)
        assert "exact" in home.paths.glossary.read_text() or '!"' in home.paths.glossary.read_text()


async def test_a_glossary_with_mistakes_is_named_by_line_and_the_rest_works(home):
    home.glossary("Zug: train\nLinie: [unclosed\nSondierung: talks\n")
    before = home.paths.glossary.read_bytes()
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        assert any("glossary.yaml:2:" in note or "glossary.yaml:3:" in note for note in notes(pilot.app))
        assert styles_at(pilot.app, "Sondierung")[0].underline
        await pilot.press("P")
        await pilot.pause()
        assert any("glossary.yaml" in line for line in screen_text(pilot.app))
        await pilot.press("escape")
        await choose(pilot, screen, "klar")
        await pilot.press("a", *"clear", "enter")
        await settle(pilot)
        kept = home.paths.glossary.read_bytes()
        assert kept == before or kept.startswith(before)


async def test_the_first_named_glossary_is_the_one_written_to(home):
    from dataclasses import replace

    named = home.directory / "team.yaml"
    named.write_text("Zug: team train\n")
    home.glossary("Zug: my train\n")
    home.options = replace(home.options, glossaries=(named,))
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        await choose(pilot, screen, "Sondierung")
        await pilot.press("a", *"talks", "enter")
        await settle(pilot)
        assert "Sondierung: talks" in named.read_text()
        assert "Sondierung" not in home.paths.glossary.read_text()
        lit = [match.entry.target for p in range(3) for match in screen.reading.lighting.terms(p).source]
        assert "talks" in lit
        assert "team train" in lit


async def test_the_word_cursor_on_the_target_side_prefills_the_english_field(home):
    async with home.reading(size=(160, 50)) as (pilot, screen):
        await pilot.press("w", "tab", "right", "right")
        assert screen.reading.words.side is Side.TARGET
        chosen = screen.get_selected_text()
        await pilot.press("a")
        await settle(pilot)
        assert pilot.app.screen.query_one("#english", Input).value == chosen
        assert pilot.app.screen.focused is pilot.app.screen.query_one("#german", Input)
        await pilot.press("escape")


async def test_an_edit_made_outside_is_picked_up_when_one_goes_on_reading(home):
    glossary = home.glossary("Zug: train\n")
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        assert not styles_at(pilot.app, "Sondierung")[0].underline
        glossary.write_text("Zug: train\nSondierung: talks\n", "utf-8")
        await pilot.press("j")
        for _ in range(100):
            await pilot.pause(0.02)
            if styles_at(pilot.app, "Sondierung")[0].underline:
                break
        assert styles_at(pilot.app, "Sondierung")[0].underline
        assert screen.reading.anchor.paragraph == 0
