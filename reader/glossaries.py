"""The glossaries of one desk: the layers of files, the matchers made from them, and the last changes.

Invariant: the matchers always say what the files said when they were last read; a change that returns is on the disk.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.entry import Entry, Glossary
from glossary.forms import Analyser
from glossary.layers import Layers
from glossary.lexicon import LANGUAGES, Lexicon, build_in_subprocess, file_name
from glossary.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.layers import Change
    from glossary.problems import Problem
    from reader.paths import Paths


class Glossaries:
    """What is lit, and where a new term goes.

    Args:
        paths: the person's files.
        files: glossaries named on the command line; the first is written to.
        beside: the text's own glossary, or None.
    """

    def __init__(self, paths: Paths, files: Sequence[Path], beside: Path | None) -> None:
        self._layers = Layers(document=beside, files=files, own=paths.glossary)
        self._cache = paths.cache
        self._german = self._analyser("de")
        self._english = self._analyser("en")
        self._changes: list[tuple[str, Change]] = []
        self.source_matcher = self._matcher()

    def _analyser(self, language: str) -> Analyser:
        return Analyser(language, Lexicon.open(self._cache / file_name(language)))

    @property
    def lexicons_missing(self) -> bool:
        """Whether inflected forms are found by rules alone, because a lexicon has not been built yet."""
        return self._german.lexicon is None or self._english.lexicon is None

    def build_lexicons(self) -> None:
        """Build what is missing, in a process of its own; takes seconds, so call it on a thread of its own."""
        for language in LANGUAGES:
            if Lexicon.open(self._cache / file_name(language)) is None:
                build_in_subprocess(language, self._cache)

    def use_lexicons(self) -> None:
        """Open the lexicons that have been built meanwhile."""
        self._german = self._analyser("de")
        self._english = self._analyser("en")
        self.source_matcher = self._matcher()

    def _matcher(self) -> Matcher:
        return Matcher(self._layers.glossary, side="source", lang="de", analyser=self._german)

    def target_matcher(self, entries: tuple[Entry, ...]) -> Matcher:
        """A matcher for the target terms of these entries."""
        return Matcher(Glossary(entries), side="target", lang="en", analyser=self._english)

    def matcher_for(self, entry: Entry) -> Matcher:
        """A matcher that finds the source term of one entry."""
        return Matcher(Glossary((entry,)), side="source", lang="de", analyser=self._german)

    def base_form(self, words: str) -> str:
        """The dictionary form of a term, as a form is prefilled with it."""
        from glossary.forms import base_form  # noqa: PLC0415 - only a form that opens needs it

        return base_form(words, self._german)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files."""
        return self._layers.problems

    @property
    def written_name(self) -> str:
        """The file that new terms go to, as a person would call it."""
        path = self._layers.writable
        if path is None:
            return "no file"
        try:
            return f"~/{path.absolute().relative_to(Path.home())}"
        except (ValueError, RuntimeError):
            return str(path)

    def is_own(self, entry: Entry) -> bool:
        """Whether an entry stands in a file that may be written."""
        return entry.path is not None and any(
            layer.path == entry.path and not layer.fixed for layer in self._layers.layers
        )

    def reload_if_changed(self) -> bool:
        """Take in files that were changed outside; true if there were any."""
        changed = self._layers.reload_if_changed()
        if changed:
            self.source_matcher = self._matcher()
        return changed

    def add(self, entry: Entry) -> None:
        """Write a new entry.

        Raises:
            GlossaryError: it could not be written; nothing has changed.
        """
        self._done(f"Took back “{entry.source}”.", self._layers.add(entry, today=date.today().isoformat()))  # noqa: DTZ011 - the person's day

    def edit(self, old: Entry, new: Entry) -> None:
        """Change an entry, where it stands or, if that file is fixed, over it in the person's own.

        Raises:
            GlossaryError: it could not be written; nothing has changed.
        """
        change = self._layers.edit(old, new, today=date.today().isoformat())  # noqa: DTZ011 - the person's day
        self._done(f"“{old.source}” is as it was.", change)

    def remove(self, entry: Entry) -> None:
        """Take an entry out.

        Raises:
            GlossaryError: it could not be written; nothing has changed.
        """
        self._done(f"“{entry.source}” is back.", self._layers.remove(entry))

    def undo(self) -> str:
        """Take back the last change; says what was done, or "" if there was none.

        Raises:
            GlossaryError: the file was changed so that it cannot be taken back.
        """
        if not self._changes:
            return ""
        what, change = self._changes[-1]
        self._layers.undo(change)
        self._changes.pop()
        self.source_matcher = self._matcher()
        return what

    def _done(self, undone: str, change: Change) -> None:
        self._changes.append((undone, change))
        self.source_matcher = self._matcher()
