"""The glossaries of one desk: the layers of files, and the matchers made from them.

Large files are read on a thread of the caller's: `unread` says which, `Unread.read` reads it, `take` takes it in.

Invariant: the matchers always say what the files said when they were last read; a change that returns is on the disk.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from glossary.entry import Entry, Glossary
from glossary.forms import Analyser
from glossary.layered import LayeredMatcher
from glossary.layers import Layers
from glossary.lexicon import LANGUAGES, Lexicon, build_in_subprocess, file_name
from glossary.matcher import Matcher
from reader.paths import own_glossary, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from glossary.candidates import Candidate
    from glossary.check import Finding, TermCheck
    from glossary.large import Arrived
    from glossary.layers import Change
    from glossary.problems import Problem
    from reader.core.target import Target
    from reader.paths import Paths
    from reader.undoing import Changes


LARGE_BYTES = 200_000
"""Files of this size, alone or together, are read after the first page stands."""


class Scope(NamedTuple):
    """A layer of the glossary, or a domain, that can be switched off.

    Attributes:
        name: of the layer or the domain.
        is_domain: whether it is a domain.
        entries: how many entries it has.
        on: whether it counts.
        where: the layer's file.
        written: whether new entries go there.
    """

    name: str
    is_domain: bool
    entries: int
    on: bool
    where: str = ""
    written: bool = False


class Finders(NamedTuple):
    """What finds terms on another thread than the reader's.

    Attributes:
        source: makes what finds the terms of the source.
        target: makes what finds the target terms of some entries.
    """

    source: Callable[[], Matcher]
    target: Callable[[tuple[Entry, ...]], Matcher]


def layers_of(
    paths: Paths,
    languages: tuple[str, str] = ("de", "en"),
    *,
    document: Path | None = None,
    files: Sequence[Path] = (),
    large_bytes: int | None = None,
) -> Layers:
    """The layers of the glossary for texts of one language translated into another.

    Args:
        paths: the person's files.
        languages: from which into which.
        document: the glossary beside the text, or None.
        files: those named on the command line.
        large_bytes: as `Layers` has it.
    """
    own = own_glossary(paths, languages)
    bundled = None if own == paths.glossary else ()
    return Layers(document=document, files=files, own=own, bundled=bundled, large_bytes=large_bytes)


class Glossaries:
    """What is lit, and where a new term goes.

    Args:
        paths: the person's files.
        files: glossaries named on the command line; the first is written to.
        beside: the text's own glossary, or None.
        changes: where changes are noted, so that they can be taken back.
        languages: from which into which; the glossary that ships is for German with English only.
    """

    def __init__(
        self,
        paths: Paths,
        files: Sequence[Path],
        beside: Path | None,
        changes: Changes,
        languages: tuple[str, str] = ("de", "en"),
    ) -> None:
        self._layers = layers_of(paths, languages, document=beside, files=files, large_bytes=LARGE_BYTES)
        self._cache = paths.cache
        self._languages = languages
        self._source, self._target = map(self._analyser, languages)
        self._changes = changes
        self.source_matcher = self._matcher()

    def _analyser(self, language: str) -> Analyser:
        return Analyser(language, self._lexicon(language))

    def _lexicon(self, language: str) -> Lexicon | None:
        """The lexicon of a language, if there is one and it has been built."""
        name = language.partition("-")[0]
        return Lexicon.open(self._cache / file_name(name)) if name in LANGUAGES else None

    @property
    def lexicons_missing(self) -> bool:
        """Whether inflected forms are found by rules alone, because a lexicon has not been built yet."""
        return any(one.lang in LANGUAGES and one.lexicon is None for one in (self._source, self._target))

    def build_lexicons(self) -> None:
        """Build what is missing, in a process of its own; takes seconds, so call it on a thread of its own."""
        for language in (self._source.lang, self._target.lang):
            if language in LANGUAGES and self._lexicon(language) is None:
                build_in_subprocess(language, self._cache)

    def use_lexicons(self) -> None:
        """Open the lexicons that have been built meanwhile."""
        self._source, self._target = map(self._analyser, self._languages)
        self._layers.forget_large()
        self.source_matcher = self._matcher()

    def _matcher(self) -> LayeredMatcher:
        return LayeredMatcher(self._layers.shown, analyser=self._source)

    def _follow(self) -> None:
        """Let the matcher find what counts now: as a rule by putting in and taking out a few entries."""
        if not self.source_matcher.follow(self._layers.shown):
            self.source_matcher = self._matcher()

    @property
    def waiting(self) -> list[str]:
        """The layers of which nothing is shown yet, because their files are large and have not been read."""
        return [layer.name for layer in self._layers.waiting]

    def unread(self) -> Callable[[], Arrived] | None:
        """What is to be done on a thread of its own, because a large file is to be read; None if there is nothing."""
        found = self._layers.unread()
        if found is None:
            return None
        cache, words = self._cache, self._source
        return lambda: found.read(cache, Analyser(words.lang, words.lexicon))

    def take(self, arrived: Arrived) -> bool:
        """Take in a large file that was read; true if anything is different now."""
        changed = self._layers.take(arrived)
        if changed:
            self._follow()
        return changed

    def target_matcher(self, entries: tuple[Entry, ...]) -> Matcher:
        """A matcher for the target terms of these entries."""
        return Matcher(Glossary(entries), side="target", analyser=self._target)

    def finders(self) -> Finders:
        """What finds the terms of the source and of the target on another thread, as they are now."""
        entries = self._layers.glossary.entries
        (of, lexicon), (into, other) = [(one.lang, one.lexicon) for one in (self._source, self._target)]

        def target(wanted: tuple[Entry, ...]) -> Matcher:
            return Matcher(Glossary(wanted), side="target", analyser=Analyser(into, other))

        return Finders(lambda: Matcher(Glossary(entries), side="source", analyser=Analyser(of, lexicon)), target)

    def matcher_for(self, entry: Entry) -> Matcher:
        """A matcher that finds the source term of one entry."""
        return Matcher(Glossary((entry,)), side="source", analyser=self._source)

    def term_check(self) -> TermCheck:
        """Compares translations with the entries that match in their sources."""
        from glossary.check import TermCheck  # noqa: PLC0415 - the first page does without it

        return TermCheck(self._target)

    def fixed(self, finding: Finding, target: str, source: str) -> str | None:
        """A translation with a forbidden rendering replaced by the preferred one; None if that is not certain."""
        from glossary.fixing import fix  # noqa: PLC0415 - only who fixes needs it

        return fix(finding, target, self._target, source)

    def base_form(self, words: str) -> str:
        """The dictionary form of a term, as a form is prefilled with it."""
        from glossary.forms import base_form  # noqa: PLC0415 - only a form that opens needs it

        return base_form(words, self._source)

    @property
    def shown(self) -> tuple[Sequence[Entry], ...]:
        """What counts of each layer; the same object as before where nothing has changed."""
        return self._layers.shown

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files."""
        return self._layers.problems

    def written_name(self, entry: Entry | None = None) -> str:
        """The file that a new term goes to, or in which an entry is changed, as a person would call it."""
        path = self._layers.writable
        if entry is not None and self.is_own(entry):
            path = entry.path
        return "no file" if path is None else short(path)

    def standing(self, entry: Entry) -> Entry | None:
        """The entry for the same term as it stands now in the same file."""
        for layer, read in self._layers.each():
            if layer.path == entry.path:
                return next((other for other in read.entries if other.source == entry.source), None)
        return None

    @property
    def files(self) -> list[Path]:
        """The files that may change, whether they are there or not."""
        return [layer.path for layer in self._layers.layers if not layer.fixed]

    def scopes(self) -> list[Scope]:
        """The layers, the one that wins first, and then the domains."""
        layers = self._layers
        counts = layers.counts()
        found: dict[str, Scope] = {}
        for layer in layers.layers:
            on = layer.name not in layers.layers_off
            written = layer.path == layers.writable
            if layer.name not in found:
                where = "" if layer.fixed else short(layer.path)
                found[layer.name] = Scope(layer.name, False, counts[layer.name], on, where, written)  # noqa: FBT003 - a layer
        domains = layers.domains() | dict.fromkeys(sorted(layers.domains_off - layers.domains().keys()), 0)
        return [
            *found.values(),
            *(Scope(name, True, count, name not in layers.domains_off) for name, count in domains.items()),  # noqa: FBT003 - a domain
        ]

    @property
    def off(self) -> tuple[frozenset[str], frozenset[str]]:
        """The layers and the domains that are switched off."""
        return self._layers.layers_off, self._layers.domains_off

    def switch_off(self, layers: frozenset[str], domains: frozenset[str]) -> None:
        """Leave these layers and domains out, and no others."""
        changed = self._layers.set_layers_off(layers)
        if self._layers.set_domains_off(domains) or changed:
            self._follow()

    def candidates(self, pairs: Sequence[tuple[str, str]]) -> Iterator[list[Candidate] | None]:
        """Terms worth adding from pairs of a sentence and its translation; None between slices, then the list."""
        from glossary.candidates import candidates_in_slices  # noqa: PLC0415 - only who asks for them

        return candidates_in_slices(pairs, known=self.source_matcher, source=self._source, target=self._target)

    def is_own(self, entry: Entry) -> bool:
        """Whether an entry stands in a file that may be written."""
        return entry.path is not None and any(
            layer.path == entry.path and not layer.fixed for layer in self._layers.layers
        )

    def reload_if_changed(self) -> bool:
        """Take in files that were changed outside; true if there were any."""
        changed = self._layers.reload_if_changed()
        if changed:
            self._follow()
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

    def _done(self, undone: str, change: Change) -> None:
        self._changes.add(undone, lambda: self._take_back(change))
        self._follow()

    def _take_back(self, change: Change) -> Mapping[bytes, Target]:
        self._layers.undo(change)
        self._follow()
        return {}
