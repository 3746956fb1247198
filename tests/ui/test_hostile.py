import random

import pytest

from tests.ui.support import screen_text, settle

NASTY = [
    "[/] [@click=app.quit]x[/] [bold]fett[/bold]",
    "\x1b]52;c;QUJD\x07 \x1b[31mrot\x1b[0m \x9b2J",
    "\u202eumgedreht\u202c \u200bnull\u200b",
    "日本語 und 👩‍👩‍👧‍👦 und e\u0301",
    "a\x00b",
]


@pytest.mark.parametrize("text", NASTY)
async def test_a_text_cannot_do_anything(home, text):
    path = home.text(f"Ein Satz mit {text} darin.\n" * 3, "böse [b].txt")
    home.glossary('"[/]": "[@click=app.quit]x[/]"\nSatz: "\\e[31msentence"\n')
    async with home.reading(path, size=(100, 24)) as (pilot, screen):
        for key in ("j", "]", "]", "w", "a"):
            await pilot.press(key)
        await settle(pilot)
        lines = screen_text(pilot.app)
        assert not any("\x1b" in line or "\x9b" in line or "\u202e" in line for line in lines)
        await pilot.press("escape", "escape", "slash", *"[/]", "enter")
        await settle(pilot)
        await pilot.press("question_mark", "escape", "P", "escape")
        assert pilot.app.is_running
        assert screen.is_attached


async def test_a_translation_cannot_do_anything(home):
    from reader.core.target import TargetState
    from reader.memory.store import TranslationMemory
    from reader.memory.unit import LanguagePair, TranslationUnit

    path = home.text("Ein Satz.")
    memory = TranslationMemory.open(home.paths.memory)
    nasty = "[/] \x1b[31mred\x1b]52;c;x\x07 [@click=app.quit]x[/]"
    memory.put_many([TranslationUnit("Ein Satz.", nasty, LanguagePair("de", "en"), TargetState.MEMORY, "x\x1b[0m")])
    memory.close()
    async with home.reading(path, size=(100, 24)) as (pilot, _):
        text = "\n".join(screen_text(pilot.app))
        assert "[/]" in text
        assert "\x1b" not in text


@pytest.mark.parametrize(
    "content", ["\ufeff", "\u200b" + "\n" * 100_000, "\u200b ", "x", "a" * 300_000, "Satz eins. " * 60_000]
)
async def test_odd_texts_open_and_take_keys(home, content):
    path = home.text(content)
    async with home.reading(path, size=(100, 24)) as (pilot, _):
        for key in ("space", "j", "]", "w", "a", "escape", "t", "s", "G", "g", "g", "y", "e", "D", "R"):
            await pilot.press(key)
        await settle(pilot)
        assert pilot.app.is_running


@pytest.mark.parametrize(
    "keys",
    [
        ("o",),
        ("question_mark",),
        ("w", "a"),
        ("slash", "x"),
        ("ctrl+p",),
        ("T",),
        ("]", "D"),
        ("P",),
        ("]", "e"),
        ("w",),
    ],
)
async def test_every_screen_survives_a_terminal_of_any_size(home, keys):
    home.glossary("a: [b\nx: y\n")
    async with home.reading(size=(100, 30)) as (pilot, _):
        await pilot.press(*keys)
        await settle(pilot)
        for size in ((1, 1), (3, 2), (24, 10), (300, 3), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.press("pageup", "pagedown", "home", "end")
        await pilot.press("escape")
        assert pilot.app.is_running


@pytest.mark.parametrize(
    ("opens", "closes"), [("question_mark", "q"), ("o", "enter"), ("P", "escape"), ("ctrl+p", "escape")]
)
async def test_keys_that_come_in_a_burst_close_a_screen_once(home, opens, closes):
    home.glossary("a: [b\nx: y\n")
    async with home.reading(size=(100, 30)) as (pilot, _):
        await pilot.press(opens)
        await settle(pilot)
        top = pilot.app.screen
        await settle(pilot)
        for _ in range(3):
            top.dismiss(None)
        await settle(pilot)
        assert pilot.app.is_running
        assert "▌" in "\n".join(screen_text(pilot.app)), "the text is still there"
        await pilot.press(closes)
        assert pilot.app.is_running or closes == "q"


async def test_a_list_below_another_screen_is_not_taken_off_in_its_place(home):
    async with home.reading() as (pilot, screen):
        await pilot.press("c")
        panel = pilot.app.screen
        await pilot.press("question_mark")
        upper = pilot.app.screen
        assert upper is not panel
        panel.action_close(stay=False)
        panel.action_close(stay=True)
        await settle(pilot)
        assert pilot.app.screen is upper
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert pilot.app.screen is screen


async def test_the_palette_may_be_asked_for_again_while_it_goes(home):
    async with home.reading() as (pilot, screen):
        await pilot.press("ctrl+p", "f1", "ctrl+p", "escape", "ctrl+p", "escape", "escape", "escape")
        await settle(pilot)
        assert pilot.app.screen is screen


KEYS = [
    *"jkbduwaeDUPcmMAVFLn/NyTtsRlhJKHWgCG)({}[]?:",
    *("escape", "escape", "escape", "enter", "tab", "shift+tab", "space", "up", "down", "left", "right"),
    *("shift+right", "pageup", "pagedown", "home", "end", "delete", "ctrl+p", "f1"),
]
SIZES = [(140, 40), (80, 24), (60, 15), (20, 5), (1, 1), (3, 2)]


@pytest.mark.parametrize("seed", range(2))
async def test_keys_in_any_order_and_in_bursts_end_nothing(home, seed):
    rng = random.Random(seed)
    home.glossary("Zug:\n  en: train\n  forbidden: [railway]\n")
    path = home.text("Der Zug fährt. Die roten Linien der EZB.\n\nDie EZB warnt.\n" * 4)
    async with home.reading(path, size=(140, 40)) as (pilot, screen):
        for _ in range(40):
            await pilot.press(*rng.choices(KEYS, k=rng.choice((1, 1, 2, 5, 12))))
            if rng.random() < 0.1:
                await pilot.resize_terminal(*rng.choice(SIZES))
        await pilot.resize_terminal(140, 40)
        for _ in range(8):
            await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen is screen or "StartScreen" in repr(pilot.app.screen)
