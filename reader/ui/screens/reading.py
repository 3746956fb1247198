"""The reading screen: a head line, the page, a line of terms, a line of keys; and what each command does to them.

What a command does is a line in a table (`ui.deeds`, `ui.moving`); it changes the `Reading`, and the screen then shows
it. Nothing here knows how a row is painted or where a term is stored.
"""

from __future__ import annotations

from inspect import isawaitable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.screen import Screen

from reader.core.text import one_line
from reader.ui import first_page
from reader.ui.bindings import SEQUENCES, bindings
from reader.ui.checking import TermChecking
from reader.ui.commands import READING_COMMANDS, WORD_COMMANDS
from reader.ui.deeds import DEEDS
from reader.ui.first_page import LINES_AROUND, RAIL_CELLS
from reader.ui.going import Going
from reader.ui.lines import WORD_KEYS, Word, head_line, key_line, origin_words, term_line, thumb, told_line, words_cells
from reader.ui.loading import Loading
from reader.ui.messages import GlossaryArrived, JumpTo, LexiconsBuilt, Moved, TargetsArrived
from reader.ui.moving import CHOICES, FAR_MOVES, MOVES
from reader.ui.rereading import Rereading
from reader.ui.searching import Searching
from reader.ui.segment_editing import SegmentEditing
from reader.ui.style_table import style_table
from reader.ui.terming import Terming
from reader.ui.translating import Translating
from reader.ui.watching import Watching
from reader.ui.whole_text import TranslatingWhole
from reader.ui.widgets.bitext_view import BitextView
from reader.ui.widgets.rail import Rail
from reader.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.core.reading import Reading
    from reader.core.target import Target
    from reader.desk import Desk

PLACE_SAVED_AFTER_S = 2.0
STYLES_KEPT_AFTER_S = 1.0
WARM_AFTER_S = 0.04


class ReadingScreen(Screen[None]):
    """One text on the desk.

    Args:
        desk: the text with all that belongs to it.
    """

    # Priority: the key goes straight to its action, not first through the view and every container above it.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((*WORD_COMMANDS, *READING_COMMANDS))]
    AUTO_FOCUS = "BitextView"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.reading: Reading = desk.reading
        self.view = BitextView(desk.reading)
        self.rail = Rail()
        self.head = StatusLine(id="head")
        self.terms = StatusLine(id="terms")
        self.keys = StatusLine(id="keys")
        self.searching: Searching = Searching(self)
        self.terming: Terming = Terming(self)
        self.going: Going = Going(self)
        self.term_checking: TermChecking = TermChecking(self)
        self.translating: Translating = Translating(self)
        self.whole: TranslatingWhole = TranslatingWhole(self)
        self.segment_editing: SegmentEditing = SegmentEditing(self)
        self._first_press = ""
        self._said = ""
        self._told: list[str] = []
        self._place_timer_due = False
        self._idle_timer_due = False
        self._moved_at = 0.0
        self.fetching = Loading(self)
        self.rereading: Rereading = Rereading(self)
        self.watching = Watching(self.look_at_files)

    def compose(self) -> ComposeResult:
        """The page between its lines."""
        yield self.head
        yield self.view
        yield self.rail
        yield self.terms
        yield self.keys

    def on_mount(self) -> None:
        """Say what a person should know at once."""
        for notice in self.desk.notices():
            self.notify(notice, severity="warning", timeout=8, markup=False)
        self.call_after_refresh(self.translating.start)
        self.call_after_refresh(self._tell_language)
        self.call_after_refresh(self.whole.restore)
        self.set_timer(STYLES_KEPT_AFTER_S, self._keep_styles)
        text = (self.desk.path,) if self.desk.path is not None else ()
        self.set_interval(self.watching.start((*self.desk.glossaries.files, *text)), self.look_at_files)
        self.fetching.start()

    def _tell_language(self) -> None:
        """Say so, calmly, if the text looks like another language."""
        if note := self.desk.language_note():
            self.tell(note)

    @on(LexiconsBuilt)
    def _use_lexicons(self) -> None:
        self.fetching.built()

    @on(GlossaryArrived)
    def _glossary_arrived(self, message: GlossaryArrived) -> None:
        self.fetching.arrived(message.arrived)

    def _keep_styles(self) -> None:
        """Remember how the text looks, for the first page of the next start."""
        system = first_page.color_system()
        first_page.remember(
            self.desk.paths.cache,
            self.app.theme,
            style_table(self.view, (self.head, self.terms, self.keys), self.rail, system),
        )

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out before the widgets are told their sizes, so that all of them change in one frame."""
        width, height = event.size
        if width > RAIL_CELLS and height > LINES_AROUND:
            self.reading.resize(width - RAIL_CELLS, height - LINES_AROUND)
            self.show_lines()

    def on_unmount(self) -> None:
        """Let go of the engines and the files."""
        self.translating.close()
        self.watching.stop()

    # --- showing ------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Say something in the place of the terms, until the next key: nothing covers the page."""
        self._said = one_line(text)
        self.show_lines()

    def tell(self, text: str) -> None:
        """Say something in the place of the keys until Escape is pressed: nothing covers the page, and it stays."""
        self.dismiss_told(text)
        self._told.append(one_line(text))
        self.show_lines()

    def dismiss_told(self, text: str = "") -> None:
        """Take away what is told: this, or what was told last."""
        kept = [told for told in self._told if told != one_line(text)] if text else self._told[:-1]
        if kept != self._told:
            self._told = kept
            self.show_lines()

    def show(self) -> None:
        """Show the reading as it is now, on the page and on the lines around it."""
        self._first_press = ""
        self._said = ""
        self.view.repaint()
        self.show_lines()

    @on(Moved)
    def show_lines(self) -> None:
        """Bring the lines around the page up to date."""
        reading = self.reading
        width = reading.width_cells + RAIL_CELLS
        notes = (*self.desk.document.notes, *self.fetching.busy())
        left, right = head_line(reading, self.desk.document.title, notes)
        self.head.show(left, [*self.whole.words(), *right])
        right = [*self.searching.words(), *origin_words(reading, width, self.translating.slow)]
        room = width - words_cells(right)
        said = [Word(f" {self._said}", "strong")] if self._said else term_line(reading, room)
        self.terms.show(said, () if self._said and words_cells(said) > room else right)
        if reading.words:
            self.keys.show(WORD_KEYS)
        elif self._told:
            self.keys.show(told_line(self._told[-1]))
        else:
            self.keys.show(*key_line(width, dict(self.desk.options.keys)))
        self.rail.show(thumb(reading))
        self.translating.look()
        self._moved_at = monotonic()
        if not self._idle_timer_due:
            self._idle_timer_due = True
            self.set_timer(WARM_AFTER_S, self._when_idle)
        if not self._place_timer_due:
            self._place_timer_due = True
            self.set_timer(PLACE_SAVED_AFTER_S, self._save_place)

    def _when_idle(self) -> None:
        """Use the time while the person reads to prepare the next screen; a held key comes first."""
        still = monotonic() - self._moved_at
        if still < WARM_AFTER_S / 2:
            self.set_timer(WARM_AFTER_S, self._when_idle)
            return
        self._idle_timer_due = False
        if self.reading.checking is None:
            self.term_checking.start()
        self.view.warm()

    def look_at_files(self) -> None:
        """Take in a glossary that was edited elsewhere, tell of a text that was; costs one look at each file's date."""
        if self.desk.glossaries.reload_if_changed():
            self.desk.relight()
            self.relight()
        self.fetching.look()
        self.rereading.look()

    def _save_place(self) -> None:
        self._place_timer_due = False
        self.desk.save_place()

    def relight(self) -> None:
        """The glossary is another: paint every term anew; nothing moves."""
        self.reading.relight()
        self.view.relight()
        self.show_lines()

    @on(JumpTo)
    def _jump(self, message: JumpTo) -> None:
        self.reading.to_char(int(message.share * max(0, len(self.desk.document.text) - 1)))
        self.show()

    @on(TargetsArrived)
    def _targets_arrived(self, message: TargetsArrived) -> None:
        self.whole.settle(self.translating.arrived(message))

    def show_targets(self, targets: Mapping[bytes, Target]) -> None:
        """Show translations, or states, that are others now; the first visible word stays."""
        self._show_changed(self.desk.bitext.set_targets(targets))

    def show_missing(self, missing: Target) -> None:
        """Show why there are no translations where there are none."""
        self._show_changed(self.desk.bitext.set_missing(missing))

    def _show_changed(self, changed: set[int]) -> None:
        if changed:
            self.reading.changed(changed)
            self.view.painter.forget(changed)
            self.view.repaint()
            self.show_lines()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The word cursor's keys work only while it is there."""
        return self.reading.words is not None if action == "choose" else True

    # --- commands -----------------------------------------------------------------------------------------------

    async def action_do(self, command: str) -> None:
        """Carry out a command."""
        done = DEEDS[command](self)
        if isawaitable(done):
            await done

    def action_move(self, command: str) -> None:
        """Move through the text."""
        if command in FAR_MOVES:
            self.going.leave()
        MOVES[command](self.reading)
        self.show()

    def action_choose(self, command: str) -> None:
        """Move the word cursor."""
        CHOICES[command](self.reading)
        self.show()

    async def action_sequence(self, key: str) -> None:
        """A key that is a part of a sequence ("g g"): wait for the next one, or carry out what both of them mean."""
        done = SEQUENCES.get((self._first_press, key))
        self._first_press = "" if done else key
        if done:
            await self.run_action(done)

    def engines_changed(self) -> None:
        """Other engines are asked now, or in another order."""
        self.translating.restart()
        self.whole.restarted()

    def get_selected_text(self) -> str | None:
        """The selected text of the document: what Textual's own copying takes."""
        reading = self.reading
        selection = reading.selection or (reading.words.selection() if reading.words else None)
        return selection.text(reading.bitext) if selection else None
