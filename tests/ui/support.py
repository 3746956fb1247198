"""A reader for tests: the real application on files of its own, without a network."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

from reader.desk import Desk, Options
from reader.formats.opening import read_path
from reader.paths import Paths
from reader.ui.app import LesepultApp
from reader.ui.screens.reading import ReadingScreen
from tests.support import SAMPLE


def paths_in(directory: Path) -> Paths:
    return Paths(
        glossary=directory / "data" / "glossary.yaml",
        memory=directory / "data" / "memory.db",
        history=directory / "state" / "history.db",
        config=directory / "config.toml",
        cache=directory / "cache",
        engines=directory / "state" / "engines.json",
        offline=directory / "data" / "offline",
    )


class Home:
    """A person's files, and the texts they open."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.paths = paths_in(directory)
        self.options = Options(network="off", build_lexicons=False)
        self.desks = []

    def text(self, content: str, name: str = "text.txt") -> Path:
        path = self.directory / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def glossary(self, content: str) -> Path:
        self.paths.glossary.parent.mkdir(parents=True, exist_ok=True)
        self.paths.glossary.write_text(content, "utf-8")
        return self.paths.glossary

    def desk(self, path: Path | None = None) -> Desk:
        path = path or SAMPLE
        desk = Desk(read_path(path), path, self.paths, self.options)
        self.desks.append(desk)
        return desk

    def app(self, path: Path | None = None, *, start: bool = False, theme: str = "") -> LesepultApp:
        desk = None if start else self.desk(path)
        if desk is None:
            from reader.history import History

            history = History(self.paths.history)
        else:
            history = desk.history
        return LesepultApp(desk, lambda name: self.desk(Path(name) if name else None), history, theme)

    @asynccontextmanager
    async def reading(self, path: Path | None = None, size=(120, 40), **kwargs):
        """The reader on a text, ready for keys; gives the pilot and the screen."""
        app = self.app(path, **kwargs)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            screen = next(screen for screen in app.screen_stack if isinstance(screen, ReadingScreen))
            yield pilot, screen
        for desk in self.desks:
            desk.close()


def screen_text(app) -> list[str]:
    """What stands on the screen, line by line, right-stripped."""
    from textual.strip import Strip

    height = app.size.height
    lines = []
    for strip in app.screen._compositor.render_strips():
        assert isinstance(strip, Strip)
        lines.append(strip.text.rstrip())
    assert len(lines) == height
    return lines


async def settle(pilot) -> None:
    """Wait until nothing more happens: no worker, no message."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(condition, seconds=30.0) -> None:
    """Wait until something is so; the limit is generous, since only what is broken ever reaches it."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


def notes(app) -> list[str]:
    return [note.message for note in app._notifications]


def notices(screen, monkeypatch) -> list[str]:
    """What the screen says in notices from now on; those on the screen itself are gone after some seconds."""
    said = []
    monkeypatch.setattr(type(screen), "notify", lambda _, text, **__: said.append(text))
    return said


def styles_at(app, text: str) -> list:
    """The styles in which a text stands on the screen, of its first character, at each place."""
    found = []
    for strip in app.screen._compositor.render_strips():
        start = strip.text.find(text)
        while start >= 0:
            position = 0
            for segment in strip:
                if position <= start < position + len(segment.text):
                    found.append(segment.style)
                    break
                position += len(segment.text)
            start = strip.text.find(text, start + 1)
    return found


async def both_pages(home, size, path: Path | None = None):
    """The first page as it is painted before Textual is loaded, beside the reader's.

    Gives the terminal that the first was painted in, the lines of the second, and its cells: style and character.
    """
    import pyte

    from reader.ui import first_page
    from reader.ui.style_table import style_table

    width, height = size
    async with home.reading(path, size=size) as (pilot, screen):
        shown = screen_text(pilot.app)
        styles = style_table(screen.view, (screen.head, screen.terms, screen.keys), screen.rail, "truecolor")
        cells = {
            (x, y): (segment.style, char)
            for y, strip in enumerate(pilot.app.screen._compositor.render_strips())
            for x, (segment, char) in enumerate((segment, char) for segment in strip for char in segment.text)
        }
    desk = home.desk(path)
    terminal = pyte.Screen(width, height)
    stream = pyte.Stream(terminal)
    stream.feed(first_page.picture(desk.reading, desk.document.title, desk.document.notes, styles, width, height))
    desk.close()
    return terminal, shown, cells
