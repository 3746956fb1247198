"""The engines: how each stands, and which is asked first for this text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from reader.core.cells import cells
from reader.core.text import one_line
from reader.ui.consenting import answered, consent_question, settle_language, title_of
from reader.ui.lines import Word
from reader.ui.origins import clock_time
from reader.ui.screens.list_panel import ListPanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.engines.base import Engine
    from reader.translation.status import EngineStatus
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.widgets.listing import Line

WHAT = "Sentences of this text that have no translation yet would be sent there over the network."


class Standing(NamedTuple):
    """An engine and how it stands.

    Attributes:
        engine: it.
        usable: whether it can be asked at all.
        state: in a few words: "ready", "resting until 14:32".
        why: a sentence; "" where there is nothing to say.
        key: "key set", "no key" or "".
    """

    engine: Engine
    usable: bool
    state: str
    why: str
    key: str


def standing(engine: Engine, status: EngineStatus, *, named: bool = True) -> Standing:
    """How an engine stands, in words; one that nobody named or set up is not ready, though it can be asked."""
    found = engine.availability()
    key = {"set": "key set", "not set": "no key"}.get(found.key, "")
    until = "" if status.until is None else f" until {clock_time(status.until)}"
    if not found.ready:
        return Standing(engine, usable=False, state="not ready", why=one_line(found.why), key=key)
    if found.why and not named:
        return Standing(engine, usable=True, state="not set up", why=one_line(found.why), key=key)
    names = {"misconfigured": "settings refused", "unavailable": "not ready", "busy": "ready"}
    state = names.get(status.state, status.state) + (until if status.state in {"resting", "waiting"} else "")
    return Standing(engine, usable=True, state=state, why=one_line(status.reason), key=key)


class EnginesPanel(ListPanel):
    """Lists the engines in the order in which they are asked.

    Args:
        reader: the reading screen below.
    """

    KEYS: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "ask this one first for this text"), ("j k", "down, up"))

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__(_title(0))
        self._reader = reader
        self._all: list[Standing] = []

    def on_mount(self) -> None:
        """Show the list."""
        self.refresh_lines()
        self.moved()

    def refresh_lines(self) -> None:
        """How the engines stand now."""
        desk = self._reader.desk
        self._all = [
            standing(engine, status, named=engine.name in desk.choice.names)
            for engine, status in desk.standings(self._reader.translating.service)
        ]
        may = {engine.name for engine in desk.choice.allowed()}
        asked = len(desk.choice.names)
        room = max((cells(title_of(one.engine)) for one in self._all), default=0)
        lines = [_line(number, one, room, asked, one.engine.name in may) for number, one in enumerate(self._all)]
        self.show(_title(asked), lines)

    def moved(self) -> None:
        """Say of the engine under the cursor why it is not ready, or what leaves the machine."""
        if self._all:
            one = self._all[self.listing.cursor]
            self.say(one.why or one_line(one.engine.privacy))

    def chosen(self) -> None:
        """Ask this engine first from now on, once the person agrees to it."""
        if not self._all:
            return
        one = self._all[self.listing.cursor]
        if not one.usable:
            self.say(f"{title_of(one.engine)} cannot be asked: {one.why or one.state}")
            return
        choice = self._reader.desk.choice
        if choice.closed and one.engine.name not in choice.names:
            self.say("Offline: no engine outside this program may be asked.")
            return
        choice.prefer(one.engine.name)
        if self._reader.desk.language.doubt.code:
            # How the text is to be read comes before who translates it.
            self.dismiss(False)  # noqa: FBT003 - the page goes back to where it was
            self._reader.call_after_refresh(settle_language, self._reader, self._reader.translating.begin, again=True)
            return
        asking = [engine for engine in (*choice.unasked(), *choice.refused()) if engine.name == one.engine.name]
        if asking:
            self.app.push_screen(
                consent_question(asking, WHAT), answered(choice, asking, lambda: self._take(one.engine))
            )
        else:
            self._take(one.engine)

    def _take(self, engine: Engine) -> None:
        self._reader.engines_changed()
        self.dismiss(False)  # noqa: FBT003 - the page goes back to where it was
        text = f"{title_of(engine)} is asked first for this text; what is translated stays."
        self._reader.call_after_refresh(self._reader.say, text)


def _title(count: int) -> str:
    return "Engines, in the order in which they are asked" if count else "Engines: none may be asked (offline)"


def _line(number: int, one: Standing, room_cells: int, asked: int, may: bool) -> Line:  # noqa: FBT001 - a plain fact
    title = title_of(one.engine)
    place = f"{number + 1:>3} " if number < asked else "    "
    words = [
        Word(place, "key"),
        Word(title, "strong" if number < asked else ""),
        Word(" " * (room_cells - cells(title) + 3)),
        Word(f"{one.state:<22}", "" if one.usable and one.state == "ready" else "warning"),
        Word(f" {one.key:<8}", "quiet"),
    ]
    where = "goes to a third party" if one.engine.third_party else "stays with you"
    agreed = "" if may or number >= asked else "   not agreed to"
    return words, (Word(f"{where}{agreed} ", "quiet"),)
