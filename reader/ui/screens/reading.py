"""The reading screen: a head line, the page, a line of terms, a line of keys; and what each command does to them.

Each `action_` is one command of `ui.commands`; it changes the `Reading` and then shows it. Nothing here knows how a
row is painted or where a term is stored.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.screen import Screen

from reader.core.contents import followed, headings
from reader.core.text import one_line
from reader.ui import first_page
from reader.ui.bindings import SEQUENCES, bindings
from reader.ui.checking import TermChecking
from reader.ui.commands import READING_COMMANDS, WORD_COMMANDS
from reader.ui.first_page import LINES_AROUND, RAIL_CELLS
from reader.ui.lines import WORD_KEYS, Word, head_line, key_line, origin_words, term_line, thumb, words_cells
from reader.ui.loading import Loading
from reader.ui.messages import GlossaryArrived, JumpTo, LexiconsBuilt, Moved, TargetsArrived
from reader.ui.moving import CHOICES, MOVES
from reader.ui.screens.candidates_panel import CandidatesPanel
from reader.ui.screens.check_panel import CheckPanel
from reader.ui.screens.contents_panel import ContentsPanel
from reader.ui.screens.engines_panel import EnginesPanel
from reader.ui.screens.export_panel import ExportPanel
from reader.ui.screens.layers_panel import LayersPanel
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

    from reader.core.target import Target
    from reader.desk import Desk
    from reader.ui.screens.list_panel import ListPanel

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
        self.reading = desk.reading
        self.view = BitextView(desk.reading)
        self.rail = Rail()
        self.head = StatusLine(id="head")
        self.terms = StatusLine(id="terms")
        self.keys = StatusLine(id="keys")
        self.searching = Searching(self)
        self.terming = Terming(self)
        self.term_checking = TermChecking(self)
        self.translating = Translating(self)
        self.whole = TranslatingWhole(self)
        self.segment_editing = SegmentEditing(self)
        self._first_press = ""
        self._said = ""
        self._place_timer_due = False
        self._idle_timer_due = False
        self._moved_at = 0.0
        self.fetching = Loading(self)
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
        self.set_interval(self.watching.start(self.desk.glossaries.files), self.look_at_files)
        self.fetching.start()

    def _tell_language(self) -> None:
        """Say so, calmly, if the text looks like another language."""
        if note := self.desk.language_note():
            self.notify(note, timeout=12, markup=False)

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
        self.keys.show(*((WORD_KEYS,) if reading.words else key_line(width, dict(self.desk.options.keys))))
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
        """Take in a glossary that was edited elsewhere; costs one look at each file's date."""
        if self.desk.glossaries.reload_if_changed():
            self.desk.relight()
            self.relight()
        self.fetching.look()

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

    # --- moving -------------------------------------------------------------------------------------------------

    def action_move(self, command: str) -> None:
        """Move through the text."""
        MOVES[command](self.reading)
        self.show()

    def action_contents(self) -> None:
        """List the headings."""
        if headings(self.desk.document):
            self._push_list(ContentsPanel(self))
        else:
            self.say("This text has no headings.")

    def action_follow(self) -> None:
        """Go to a note, or back to its mark."""
        cursor = self.reading.cursor
        place = None
        if len(self.reading.bitext):
            sentence = self.reading.bitext.paragraph(cursor.paragraph).segments[cursor.segment]
            place = followed(self.desk.document, cursor.paragraph, sentence)
        if place is None:
            self.say("This sentence has no note.")
        else:
            self.reading.go_to(place)
            self.show()

    async def action_sequence(self, key: str) -> None:
        """A key that is a part of a sequence ("g g"): wait for the next one, or carry out what both of them mean."""
        done = SEQUENCES.get((self._first_press, key))
        self._first_press = "" if done else key
        if done:
            await self.run_action(done)

    # --- showing otherwise --------------------------------------------------------------------------------------

    def action_mode(self) -> None:
        """Both sides, the original, the translation, in turn."""
        self.reading.next_mode()
        self.show()

    def action_sentences(self) -> None:
        """Paragraph rows or sentence rows."""
        self.reading.toggle_sentences()
        self.show()

    def action_theme(self) -> None:
        """Choose a theme."""
        self.app.search_themes()

    def action_palette(self) -> None:
        """Find a command by its name."""
        self.app.action_command_palette()

    # --- translating --------------------------------------------------------------------------------------------

    def action_retry(self) -> None:
        """Ask again for what has no translation here."""
        self.translating.retry()

    def action_edit_segment(self) -> None:
        """Edit the translation of the sentence under the cursor."""
        self.segment_editing.edit()

    def action_engines(self) -> None:
        """Show the engines."""
        self._push_list(EnginesPanel(self))

    def engines_changed(self) -> None:
        """Other engines are asked now, or in another order."""
        self.translating.restart()
        self.whole.restarted()

    def action_whole_text(self) -> None:
        """Translate the whole text; pause; go on."""
        self.whole.toggle()

    def action_whole_cancel(self) -> None:
        """Leave the rest of the text."""
        self.whole.cancel()

    # --- words and terms ----------------------------------------------------------------------------------------

    def action_word_cursor(self) -> None:
        """Put the word cursor on the sentence."""
        if not self.reading.start_words():
            self.say("There is no word to choose here.")
            return
        self.show()

    def action_choose(self, command: str) -> None:
        """Move the word cursor."""
        CHOICES[command](self.reading)
        self.show()

    def action_add_term(self) -> None:
        """Open the form with the chosen words; without any, let them be chosen."""
        if self.reading.words is None and self.reading.selection is None:
            self.action_word_cursor()
        else:
            self.terming.add()

    def action_edit_term(self) -> None:
        """Edit the entry under the cursor."""
        self.terming.edit()

    def action_delete_term(self) -> None:
        """Delete the entry under the cursor, after asking."""
        self.terming.delete()

    def action_undo_term(self) -> None:
        """Take back the last change to the glossary."""
        self.terming.undo()

    def action_term_next(self) -> None:
        """Go to the next term."""
        self.terming.step(1)

    def action_term_previous(self) -> None:
        """Go to the term before."""
        self.terming.step(-1)

    def action_check(self) -> None:
        """List the findings of the term check."""
        self._push_list(CheckPanel(self))

    def action_candidates(self) -> None:
        """List terms worth adding."""
        self._push_list(CandidatesPanel(self))

    def action_layers(self) -> None:
        """Show the glossaries in use."""
        self._push_list(LayersPanel(self))

    def _push_list(self, panel: ListPanel) -> None:
        """Show a list; without Enter, the page goes back to where it was."""
        reading = self.reading
        before = (reading.anchor, reading.cursor, reading.focus, reading.selection)

        def closed(stay: bool | None) -> None:  # noqa: FBT001 - a screen's result
            if not stay:
                reading.anchor, reading.cursor, reading.focus, reading.selection = before
            reading.relight()
            self.show()

        self.app.push_screen(panel, closed)

    def action_finding_next(self) -> None:
        """Go to the next finding of the term check."""
        self.term_checking.step(1)

    def action_finding_previous(self) -> None:
        """Go to the finding before."""
        self.term_checking.step(-1)

    def action_accept_finding(self) -> None:
        """Accept how this sentence renders a term."""
        self.say(self.term_checking.accept(self.term_checking.here()))

    def action_add_variant(self) -> None:
        """Take the rendering opposite into the entry."""
        self.say(self.term_checking.variant(self.term_checking.here(), self.say))

    def action_fix_rendering(self) -> None:
        """Replace a forbidden rendering."""
        self.say(self.term_checking.fix(self.term_checking.here()))

    def action_problems(self) -> None:
        """Show what is wrong in the glossary files."""
        self.terming.problems()

    # --- searching and copying ----------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Ask what to search."""
        self.searching.ask()

    def action_search_next(self) -> None:
        """Next hit."""
        self.searching.step(1)

    def action_search_previous(self) -> None:
        """Hit before."""
        self.searching.step(-1)

    def get_selected_text(self) -> str | None:
        """The selected text of the document: what Textual's own copying takes."""
        reading = self.reading
        selection = reading.selection or (reading.words.selection() if reading.words else None)
        return selection.text(reading.bitext) if selection else None

    def action_copy(self) -> None:
        """Copy the selection, or the sentence under the cursor."""
        text = self.get_selected_text()
        if text is None and len(self.reading.bitext):
            pair = self.reading.bitext.paragraph(self.reading.cursor.paragraph)
            start, end = pair.segments[self.reading.cursor.segment]
            text = pair.source[start:end].strip()
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"Copied {len(text)} characters.")

    def action_escape(self) -> None:
        """Let go of what is held: the word cursor, the selection, the search."""
        self.reading.words = None
        self.reading.selection = None
        self.reading.focus = None
        self.searching.clear()
        self.show()

    # --- the program --------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Show all keys."""
        self.app.action_help()  # type: ignore[attr-defined]

    def action_export(self) -> None:
        """Write the text with its translation to a file."""
        panel = ExportPanel(self)
        self.app.push_screen(panel, lambda _: self.say(panel.outcome))

    def action_open(self) -> None:
        """Go to the start screen."""
        self.app.action_start()  # type: ignore[attr-defined]

    def action_suspend(self) -> None:
        """Go back to the shell for a while."""
        self.app.action_suspend_process()

    async def action_quit(self) -> None:
        """Quit at once."""
        await self.app.action_quit()
