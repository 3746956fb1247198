"""Export: in which format, and to which file; it is written beside the reading, and the page does not move."""

from __future__ import annotations

from asyncio import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from reader.core.text import one_line
from reader.errors import ReaderError
from reader.export.formats import FORMATS, default_name, format_of, misnamed, stem_of
from reader.export.outfile import OutFile, refuse_input
from reader.ui.aside import aside
from reader.ui.lines import Word
from reader.ui.screens.list_panel import ListPanel
from reader.ui.screens.panel import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.ui.screens.reading import ReadingScreen

TELL_EVERY_S = 0.1
LEFT_OFF = "Left off; nothing was written."
_NAMES = tuple(FORMATS)


class ExportPanel(ListPanel):
    """Offers the formats and a name.

    Args:
        reader: the reading screen below.

    Attributes:
        outcome: what was written, in a sentence; empty if nothing was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close(False)", "Close", show=False),
        Binding("down,ctrl+n,tab", "step(1)", "Down", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "step(-1)", "Up", show=False, priority=True),
    ]
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    KEYS: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "write"), ("↑ ↓", "format"), ("letters", "name"))

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__("Export to a file in this directory, or name another")
        self._reader = reader
        self._format = _NAMES[0]
        self._proposed = self._proposal()
        self._file = Input(self._proposed)
        # Selected as a whole, so that what is typed takes its place.
        self._file.selection = Selection(0, len(self._proposed))
        self._writing: OutFile | None = None
        self._writing_to = ""
        self._share = 0
        """How much of the text is made, in percent; the writing thread says so."""
        self.outcome = ""

    def compose(self) -> ComposeResult:
        """The title, the name, the formats, and the keys."""
        with Vertical(classes="panel list"):
            yield Static(self._title, classes="panel-title", id="title", markup=False)
            yield self._file
            yield self.listing
            yield self._said
            yield self._hint

    def on_mount(self) -> None:
        """Show the formats."""
        self.listing.show([([Word(f"  {name:6}", "strong"), Word(f" {FORMATS[name].what}")], ()) for name in _NAMES])

    def _proposal(self) -> str:
        """How the file may be called: never like the text."""
        suffix, desk = FORMATS[self._format].suffix, self._reader.desk
        if desk.path is None:
            return desk.file_name() + suffix
        return default_name(desk.path, suffix, (desk.pair.source, desk.pair.target))

    def moved(self) -> None:
        """Let the name end as files of the format do; a name that nobody has changed is proposed anew."""
        self._format = _NAMES[self.listing.cursor]
        if self._file.value == self._proposed:
            self._file.value = self._proposed = self._proposal()
            self._file.selection = Selection(0, len(self._proposed))
            return
        stem = stem_of(self._file.value)
        self._file.value = stem + FORMATS[self._format].suffix
        self._file.cursor_position = len(stem)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """A name that ends like another format means that one."""
        self.say("")
        meant = format_of(event.value)
        if meant and event.value == self._file.value:
            self._format = meant
            self.listing.put_cursor(_NAMES.index(meant))

    def action_step(self, step: int) -> None:
        """Go to the next format, or the one before."""
        self.listing.action_step(step)

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.chosen()

    def chosen(self) -> None:
        """Write the file; ask before another is replaced."""
        if self._writing is not None:
            return
        name = self._file.value.strip()
        if not name:
            self.say("Type a name for the file.")
            return
        if wrong := misnamed(name):
            self.say(one_line(wrong))
            return
        try:
            path = Path(name).expanduser()
            if not format_of(name) and (path.is_file() or not path.exists()):
                path = path.with_name(path.name + FORMATS[self._format].suffix)
            there = path.is_file()
        except (OSError, ValueError, RuntimeError):
            self.say("A file cannot be called that.")
            return
        if not there:
            self._write(path)
            return
        if wrong := self._over_the_text(path):
            self.say(wrong)
            return
        title, text = f"Replace {one_line(path.name)}?", "There is a file of that name."
        self.app.push_screen(
            Question(title, text, {"y": "replace it"}), lambda key: self._write(path, force=True) if key else None
        )

    def _over_the_text(self, path: Path) -> str:
        """What is wrong if the file is the text that is read; or nothing."""
        try:
            if self._reader.desk.path is not None:
                refuse_input(str(self._reader.desk.path), path)
        except ReaderError as error:
            return one_line(f"{error.title}: {error.message} {error.hint}")
        return ""

    def action_close(self, stay: bool) -> None:  # noqa: FBT001 - Textual gives it by place
        """Close the panel; while a file is being written, leave that off instead."""
        if self._writing is None:
            super().action_close(stay)
            return
        self._writing.give_up()
        self.say("Leaving off …")

    def _write(self, path: Path, *, force: bool = False) -> None:
        self._writing, self._writing_to = OutFile(path, force=force), path.name
        self._share = 0
        self._tell_share()
        self._telling = self.set_interval(TELL_EVERY_S, self._tell_share)
        # On the screen below: what is begun is told, though the panel may be closed.
        self._reader.run_worker(self._written(path, self._writing), group="export")

    def _tell_share(self) -> None:
        if self._writing is not None and not self._writing.given_up:
            self.say(f"Writing {one_line(self._writing_to)} …   {self._share} %   Esc leaves off")

    async def _written(self, path: Path, file: OutFile) -> None:
        from reader.export.writing import options_now, write_into  # noqa: PLC0415

        name, desk = self._format, self._reader.desk
        made = desk.exporting()

        def progress(done: int, total: int) -> None:
            self._share = min(99, 100 * done // max(1, total))
            file.go_on()

        def write() -> str:
            if desk.path is not None:
                refuse_input(str(desk.path), path)
            work = made()
            work.progress = progress
            write_into(name, work, file, options_now(for_spreadsheet=True))
            return work.counts.sentence()

        try:
            outcome = f"Written: {one_line(str(path))}; {await aside(write, 'export')}"
        except ReaderError as error:
            self._tell(
                LEFT_OFF if file.given_up else one_line(f"{error.title}: {error.message} {error.hint}"), failed=True
            )
        except (OSError, MemoryError) as error:
            self._tell(f"The file was not written: {_reason(error)}.", failed=True)
        except CancelledError:
            file.give_up()  # the reader ends
            raise
        else:
            self._tell(outcome)

    def _tell(self, outcome: str, *, failed: bool = False) -> None:
        self._writing = None
        self._telling.stop()
        if not self.is_attached:
            self._reader.say(outcome)
        elif failed:
            self.say(outcome)
        else:
            self.outcome = outcome
            self.action_close(stay=False)


def _reason(error: OSError | MemoryError) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "there is not enough memory"
