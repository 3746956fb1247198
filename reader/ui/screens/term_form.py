"""The form for a glossary entry: prefilled, it says live how many places it will light, and Enter saves.

Invariant: what was typed is lost only when the person cancels; a disk that is full leaves the form as it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from glossary.entry import Entry, Match
from reader.core.text import one_line
from reader.ui.screens.panel import Panel
from reader.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult

KINDS: dict[Match, str] = {
    "inflected": "every inflected form",
    "compound": "also inside compounds",
    "exact": "exactly as written",
}
COUNT_SECONDS = 0.05
TARGET_SEPARATOR = ";"


class TermForm(Panel[Entry | None]):
    """Makes or changes one entry; gives it when it is saved, None when it was called off.

    Args:
        title: what is done ("Add a term").
        entry: what the fields begin with.
        count: gives, step by step, in how many places of the text an entry would be lit.
        save: keeps the entry; gives a sentence if that failed, else "".
        saved_in: the name of the file it will stand in.
        languages: what people call that of the terms and that of their translations.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False),
        Binding("ctrl+s,enter", "save", "Save", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Field before", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(
        self,
        title: str,
        entry: Entry,
        count: Callable[[Entry], Iterator[int]],
        save: Callable[[Entry], str],
        saved_in: str,
        languages: tuple[str, str] = ("German", "English"),
    ) -> None:
        super().__init__()
        self._title = title
        self._entry = entry
        self._count = count
        self._save = save
        self._saved_in = saved_in
        self._languages = languages

    def compose(self) -> ComposeResult:
        """Four fields, what they will do, and the keys."""
        entry = self._entry
        with Vertical(classes="panel"):
            yield Static(self._title, classes="panel-title", markup=False)
            source, target = self._languages
            for name, id_, value, hint in (
                (source, "german", entry.source, "the term in its dictionary form"),
                (
                    target,
                    "english",
                    f"{TARGET_SEPARATOR} ".join(entry.targets),
                    "several: the preferred one first, ; between them",
                ),
                ("Note", "note", entry.note, "optional"),
            ):
                with Horizontal(classes="field"):
                    yield Label(name)
                    yield Input(value, placeholder=hint, id=id_, select_on_focus=True)
            with Horizontal(classes="field"):
                yield Label("Lights")
                yield Choice(KINDS, entry.match)
            yield Static("", classes="panel-live", id="live", markup=False)
            yield Static("", classes="panel-error", id="error", markup=False)
            where = one_line(self._saved_in)
            yield Static(f"Enter saves in {where}   ↓ ↑ field   Esc cancels", classes="panel-hint", markup=False)

    def on_mount(self) -> None:
        """Stand in the first empty field; count."""
        inputs = list(self.query(Input))
        empty = next((field for field in inputs[:2] if not field.value), inputs[1])
        self.set_focus(empty)
        self._recount()

    def _filled(self) -> Entry:
        targets = tuple(filter(None, (part.strip() for part in self._value("english").split(TARGET_SEPARATOR))))
        return replace(
            self._entry,
            source=self._value("german"),
            targets=targets,
            note=self._value("note"),
            match=self.query_one(Choice).value,
        )

    def _value(self, name: str) -> str:
        return one_line(self.query_one(f"#{name}", Input).value)

    @on(Input.Changed)
    @on(Choice.Changed)
    def _recount(self) -> None:
        self.query_one("#error", Static).update("")
        self._count_places()

    @work(exclusive=True, group="count")
    async def _count_places(self) -> None:
        """Count in slices of a few milliseconds, so that typing stays smooth in a long text."""
        live = self.query_one("#live", Static)
        entry = self._filled()
        if not entry.source:
            live.update(f"Type a term in {self._languages[0]}.")
            return
        await asyncio.sleep(COUNT_SECONDS)
        places = 0
        for steps, places in enumerate(self._count(entry)):
            if steps % 64 == 63:
                live.update(f"lights {places} places so far …")
            await asyncio.sleep(0)
        name = "place" if places == 1 else "places"
        live.update(f"lights {places} {name} in this text" if places else "does not stand in this text")

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save; say what is missing, or what went wrong."""
        entry = self._filled()
        error = ""
        if not entry.source:
            error = f"The {self._languages[0]} term is missing."
        elif not entry.targets:
            error = f"The {self._languages[1]} term is missing. (= keeps the {self._languages[0]} word.)"
        else:
            error = self._save(entry)
        if error:
            self.query_one("#error", Static).update(error)
            name = "#german" if not entry.source else "#english"
            self.set_focus(self.query_one(name, Input))
        else:
            self.dismiss(entry)

    def action_cancel(self) -> None:
        """Close without a change."""
        self.dismiss(None)
