"""What each command does to a reading screen: a table from command ids to calls.

Invariant: every command that neither only moves nor only chooses words (`ui.moving` has those) has its line here; a
test compares the two. What a line gives is awaited if it can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.screens.about_panel import AboutPanel
from reader.ui.screens.candidates_panel import CandidatesPanel
from reader.ui.screens.check_panel import CheckPanel
from reader.ui.screens.engines_panel import EnginesPanel
from reader.ui.screens.export_panel import ExportPanel
from reader.ui.screens.layers_panel import LayersPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.core.reading import Reading
    from reader.ui.screens.reading import ReadingScreen

    Deed = Callable[[ReadingScreen], object]


def _change(screen: ReadingScreen, change: Callable[[], object]) -> None:
    """Show the text otherwise."""
    change()
    screen.show()


def _copy(screen: ReadingScreen) -> None:
    """Copy the selection, or the sentence under the cursor."""
    text = screen.get_selected_text() or _sentence(screen.reading)
    if text:
        screen.app.copy_to_clipboard(text)
        screen.say(f"Copied {len(text)} characters.")


def _sentence(reading: Reading) -> str:
    if not len(reading.bitext):
        return ""
    pair = reading.bitext.paragraph(reading.cursor.paragraph)
    start, end = pair.segments[reading.cursor.segment]
    return pair.source[start:end].strip()


def _let_go(screen: ReadingScreen) -> None:
    """Let go of what is held: the word cursor, the selection, the search; if nothing is, of what is told."""
    reading = screen.reading
    if not (reading.words or reading.selection or reading.focus or screen.searching.words()):
        screen.dismiss_told()
    reading.words = reading.selection = reading.focus = None
    screen.searching.clear()
    screen.show()


def _export(screen: ReadingScreen) -> None:
    """Write the text with its translation to a file."""
    panel = ExportPanel(screen)
    screen.app.push_screen(panel, lambda _: screen.say(panel.outcome))


DEEDS: Mapping[str, Deed] = {
    "contents": lambda screen: screen.going.contents(),
    "chapter_next": lambda screen: screen.going.chapter(1),
    "chapter_previous": lambda screen: screen.going.chapter(-1),
    "follow": lambda screen: screen.going.follow(),
    "back": lambda screen: screen.going.back(),
    "forward": lambda screen: screen.going.forward(),
    "mode": lambda screen: _change(screen, screen.reading.next_mode),
    "sentences": lambda screen: _change(screen, screen.reading.toggle_sentences),
    "theme": lambda screen: screen.app.search_themes(),
    "word_cursor": lambda screen: screen.terming.choose_words(),
    "add_term": lambda screen: screen.terming.add_chosen(),
    "edit_term": lambda screen: screen.terming.edit(),
    "delete_term": lambda screen: screen.terming.delete(),
    "undo_term": lambda screen: screen.terming.undo(),
    "term_next": lambda screen: screen.terming.step(1),
    "term_previous": lambda screen: screen.terming.step(-1),
    "problems": lambda screen: screen.terming.problems(),
    "check": lambda screen: screen.going.push_list(CheckPanel(screen)),
    "finding_next": lambda screen: screen.term_checking.step(1),
    "finding_previous": lambda screen: screen.term_checking.step(-1),
    "accept_finding": lambda screen: screen.say(screen.term_checking.accept(screen.term_checking.here())),
    "add_variant": lambda screen: screen.say(screen.term_checking.variant(screen.term_checking.here(), screen.say)),
    "fix_rendering": lambda screen: screen.say(screen.term_checking.fix(screen.term_checking.here())),
    "candidates": lambda screen: screen.going.push_list(CandidatesPanel(screen)),
    "layers": lambda screen: screen.going.push_list(LayersPanel(screen)),
    "edit_segment": lambda screen: screen.segment_editing.edit(),
    "retry": lambda screen: screen.translating.retry(),
    "whole_text": lambda screen: screen.whole.toggle(),
    "whole_cancel": lambda screen: screen.whole.cancel(),
    "engines": lambda screen: screen.going.push_list(EnginesPanel(screen)),
    "search": lambda screen: screen.searching.ask(),
    "search_next": lambda screen: screen.searching.step(1),
    "search_previous": lambda screen: screen.searching.step(-1),
    "copy": _copy,
    "escape": _let_go,
    "help": lambda screen: screen.app.run_action("help"),
    "palette": lambda screen: screen.app.action_command_palette(),
    "export": _export,
    "file_info": lambda screen: screen.app.push_screen(AboutPanel(screen)),
    "reload": lambda screen: screen.rereading.again(),
    "open": lambda screen: screen.app.run_action("start"),
    "suspend": lambda screen: screen.app.action_suspend_process(),
    "quit": lambda screen: screen.app.action_quit(),
}
