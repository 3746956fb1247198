"""The glossaries in use: which files, how many entries, which wins; layers and domains are switched off and on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from reader.core.text import one_line
from reader.ui.lines import Word
from reader.ui.screens.list_panel import ListPanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.glossaries import Scope
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.widgets.listing import Line


class LayersPanel(ListPanel):
    """Lists the layers of the glossary and the domains in them.

    Args:
        reader: the reading screen below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,x", "switch", "Off or on", show=False)]
    KEYS: ClassVar[Sequence[tuple[str, str]]] = (("Space", "off or on"), ("j k", "down, up"))

    def __init__(self, reader: ReadingScreen) -> None:
        super().__init__("Glossaries, the one that wins first")
        self._reader = reader

    def on_mount(self) -> None:
        """Show the list."""
        self._show()

    def _show(self) -> None:
        self.show("Glossaries, the one that wins first", [_line(scope) for scope in self._scopes()])

    def _scopes(self) -> Sequence[Scope]:
        return self._reader.desk.glossaries.scopes()

    def action_switch(self) -> None:
        """Switch the layer or the domain off, or on again; the page above shows it at once."""
        scope = self._scopes()[self.listing.cursor]
        self._reader.desk.switch(scope)
        self._reader.relight()
        self._show()
        self.say(f"“{one_line(scope.name)}” is {'off' if scope.on else 'on'} in this text.")


def _line(scope: Scope) -> Line:
    box = "[x]" if scope.on else "[ ]"
    kind = "domain  " if scope.is_domain else "        "
    count = "1 entry" if scope.entries == 1 else f"{scope.entries:,} entries"
    words = [Word(f"  {box} ", "key"), Word(kind, "quiet"), Word(one_line(scope.name), "strong"), Word(f"   {count}")]
    if scope.written:
        words.append(Word("   new entries go here", "quiet"))
    if scope.where:
        words.append(Word(f"   {one_line(scope.where)}", "quiet"))
    return words, ()
