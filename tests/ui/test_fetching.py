"""Pages of the web that were read before, opened again from the start screen."""

import threading

from reader.core.position import Position
from reader.errors import InputError
from reader.history import History, ReadText
from reader.ui.app import LesepultApp
from reader.ui.screens.fetching_screen import FetchingScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.screens.start import StartScreen
from tests.ui.support import notes, until

ADDRESS = "https://example.org/artikel"


def app_that(home, open_desk):
    history = History(home.paths.history)
    history.save(ReadText("x", "Ein Artikel", ADDRESS, Position(0, 0, ""), 10, 1.0))
    return LesepultApp(None, open_desk, history), history


async def test_esc_goes_back_while_it_is_fetched_and_what_comes_later_is_let_go(home):
    gate, desks, closed = threading.Event(), [], []

    def open_desk(_):
        gate.wait(30)
        desk = home.desk()
        close = desk.close
        desk.close = lambda: (close(), closed.append(desk))
        desks.append(desk)
        return desk

    app, history = app_that(home, open_desk)
    async with app.run_test() as pilot:
        await until(lambda: isinstance(app.screen, StartScreen))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, FetchingScreen))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, StartScreen))
        gate.set()
        await until(lambda: closed == desks != [])
        assert isinstance(app.screen, StartScreen)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, ReadingScreen))
        assert app.desk is desks[1]
    desks[1].close()
    history.close()


async def test_what_cannot_be_fetched_is_said_and_one_chooses_again(home):
    def open_desk(_):
        raise InputError("Cannot open the text", "example.org is not there.", "")

    app, history = app_that(home, open_desk)
    async with app.run_test(notifications=True) as pilot:
        await until(lambda: isinstance(app.screen, StartScreen))
        await pilot.press("enter")
        await until(lambda: any("is not there" in note for note in notes(app)))
        await until(lambda: isinstance(app.screen, StartScreen))
    history.close()
