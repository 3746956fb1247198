"""The desk: one text with its memory, glossary, history and engines, put together. Headless: no screen is needed.

Invariant: opening a desk asks no network and fails for nothing but the text itself; what else is wrong (a glossary
with errors, a memory that cannot be written) becomes a notice, and one reads on.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.core.ages import Ages
from reader.core.bitext import Bitext
from reader.core.lighting import Lighting
from reader.core.position import position_at, restored
from reader.core.reading import Reading
from reader.core.selection import Point
from reader.core.target import MISSING, Target
from reader.core.terms_fingerprint import fingerprint
from reader.editing import Editing, Segment
from reader.engine_choice import EngineChoice
from reader.forgetful import Forgetful
from reader.glossaries import Glossaries
from reader.history import History, ReadText
from reader.memory.brought import memories_for, targets_of
from reader.memory.bundled import BundledMemory
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, Wishes
from reader.paths import glossary_beside
from reader.reading_language import ReadingLanguage
from reader.settings import EngineSettings
from reader.undoing import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from reader.core.checking import Flaw
    from reader.core.document import Document
    from reader.core.spans import Span
    from reader.engines.base import Engine
    from reader.export.work import Work
    from reader.glossaries import Scope
    from reader.memory.unit import FuzzyMatch, WritableMemory
    from reader.paths import Paths
    from reader.translation.jobs import SegmentTerms
    from reader.translation.service import Results, TranslationService
    from reader.translation.status import EngineStatus


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is to be opened.

    Attributes:
        glossaries: files named on the command line; the first is written to.
        engine_names: the engines to ask, in this order; empty for none (offline).
        engine_settings: where the person's own servers are, and what they need.
        network: "ask", "on" or "off".
        named: the engines that were named on the command line: that is consent for them.
        offline: whether no connection at all may be opened.
        theme: the theme to start with, or "".
        keys: command ids to the person's own keys.
        pair: from which language into which.
        remarks: what the person should be told at once: what is wrong in the configuration.
        build_lexicons: whether missing lexicons of inflected forms are built in the background.
        encoding: the encoding of the text that the person named; empty to find it out.
        source_named: whether the person named the language of the text.
    """

    glossaries: tuple[Path, ...] = ()
    engine_names: tuple[str, ...] = ()
    engine_settings: EngineSettings = EngineSettings()  # noqa: RUF009 - a frozen value
    network: str = "ask"
    named: tuple[str, ...] = ()
    offline: bool = False
    theme: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    pair: LanguagePair = LanguagePair()  # noqa: RUF009 - a frozen value
    remarks: tuple[str, ...] = ()
    build_lexicons: bool = True
    encoding: str = ""
    source_named: bool = False


class Desk:
    """One text, ready to be read.

    Args:
        document: the text.
        place: the file, or the address of the page, that it comes from; None for standard input.
        paths: the person's files.
        options: from the command line and the configuration.
    """

    def __init__(self, document: Document, place: Path | str | None, paths: Paths, options: Options) -> None:
        self.document = document
        self.path = path = None if isinstance(place, str) else place
        self._place = place
        self.where = place if isinstance(place, str) else str(place.absolute()) if place is not None else ""
        """The file or the address that it comes from; empty for neither."""
        self.paths = paths
        self.options = options
        self.history = History(paths.history)
        self.content_id = document.content_id()
        self.language = ReadingLanguage(
            document, options.pair, self.history, self.content_id, named=options.source_named
        )
        """How the text is read, and whether it looks like another language."""
        self.pair = self.language.pair
        """From which language into which."""
        self.memory = TranslationMemory.open(paths.memory)
        self._shipped = BundledMemory()
        self._memories = memories_for(document, self.memory)
        beside = glossary_beside(path) if path else None
        self.changes = Changes()
        """What the person can take back."""
        self.glossaries = Glossaries(paths, options.glossaries, beside, self.changes, self.pair)
        self._restore_scope()
        self.choice = EngineChoice(
            options.engine_names,
            self.history,
            self.content_id,
            self._engines,
            network=options.network,
            named=options.named,
            offline=options.offline,
            held=lambda: bool(self.language.doubt.code),
        )
        """Which engines may be asked."""
        self.bitext = Bitext(document, self._lookup, self.pair.source, self.missing)
        self.lighting = Lighting(self.bitext, self.glossaries.source_matcher, self.glossaries.target_matcher)
        self.reading = Reading(self.bitext, self.lighting, f"{self.pair.source} → {self.pair.target}")
        self.ages = Ages()
        """Which translations are older than which changes to the glossary."""
        self._lit = self.glossaries.shown
        self.editing = Editing(self.memory, self._lookup, self.changes, self.pair)
        self._restore_place()

    def _lookup(self, keys: Sequence[bytes]) -> Mapping[bytes, Target]:
        return self._memories.get_many(keys, self.pair, Wishes(self.choice.names))

    @property
    def missing(self) -> Target:
        """How a sentence stands that nobody knows a translation of: why nobody is asked, and what to do."""
        choice = self.choice
        if not choice.names:
            if not choice.closed:
                return MISSING
            what = "start without --offline" if self.options.offline else "the network is set to “off”"
            return Target(reason=f"offline; {what}")
        return MISSING

    @property
    def unasked(self) -> Target:
        """The same, once the person was asked whether the text may be sent and nobody may have it."""
        if not self.choice.names or self.choice.allowed():
            return self.missing
        if self.language.doubt.code:
            return Target(reason=f"this looks like {self.language.doubt.name}; R asks how to read it")
        why = "you said no for this text" if self.choice.said_no else "you did not say yes"
        return Target(reason=f"{why}; R asks again")

    def notices(self) -> list[str]:
        """What the person should know at once: each a sentence."""
        off = [name for names in self.glossaries.off for name in sorted(names)]
        scope = f"Switched off in this text: {', '.join(off)} (L shows all glossaries)." if off else ""
        found = [*self.options.remarks, self.memory.notice, self.history.notice, scope]
        problems = self.glossaries.problems
        if problems:
            more = f" (and {len(problems) - 1} more; P shows all)" if len(problems) > 1 else ""
            found.append(f"Glossary: {problems[0]}{more}")
        return [notice for notice in found if notice]

    def language_note(self) -> str:
        """What the person should know if the text looks like another language than it is read as; or nothing."""
        from reader.core.language import note_for  # noqa: PLC0415 - the first page does without it

        if self.language.settled and not self.options.source_named:
            return ""  # they have said how it is to be read
        return note_for(self.document, self.pair.source, self.pair.target)

    def relight(self) -> None:
        """Take the glossaries as they are now into the text; what changed in them makes translations old."""
        before, self._lit = self._lit, self.glossaries.shown
        if before is not self._lit:
            from glossary.differences import differences  # noqa: PLC0415 - the first page does without it

            self.ages.changed(differences(before, self._lit))
        self.lighting.replace(self.glossaries.source_matcher, self.glossaries.target_matcher)
        if self.reading.checking is not None:
            self.reading.checking.replace(self.glossaries.term_check())

    def switch(self, scope: Scope) -> None:
        """Switch a layer or a domain of the glossary off, or on again, for this text."""
        layers, domains = self.glossaries.off
        change = frozenset((scope.name,))
        if scope.is_domain:
            domains = domains ^ change
        else:
            layers = layers ^ change
        self.history.set_setting(self._scope_setting, json.dumps([sorted(layers), sorted(domains)]))
        self.glossaries.switch_off(layers, domains)
        self._lit = self.glossaries.shown  # what is switched on or off is the same as it was
        self.relight()

    @property
    def _scope_setting(self) -> str:
        return f"glossary-off:{self.content_id}"

    def _restore_scope(self) -> None:
        with suppress(ValueError, TypeError):
            kept = self.history.setting(self._scope_setting)
            if kept:
                layers, domains = json.loads(kept)
                self.glossaries.switch_off(frozenset(layers), frozenset(domains))

    # --- the term check -----------------------------------------------------------------------------------------

    def start_checking(self) -> None:
        """Compare translations with the glossary from now on."""
        from reader.core.checking import Checking  # noqa: PLC0415 - the first page does without it

        accepted = self.history.accepted()
        self.reading.checking = Checking(self.bitext, self.lighting, self.glossaries.term_check(), accepted, self.ages)

    def accept(self, flaw: Flaw) -> None:
        """A finding of the term check is right as it stands: it is not shown again, here or in the same sentence."""
        checking = self.reading.checking
        if checking is None:
            return
        self.history.accept(*flaw.acceptance)
        checking.accepted.add(flaw.acceptance)
        checking.clear()

        def take_back() -> Mapping[bytes, Target]:
            self.history.take_back(*flaw.acceptance)
            checking.accepted.discard(flaw.acceptance)
            checking.clear()
            return {}

        self.changes.add(f"“{flaw.entry.source}” is a finding again.", take_back)

    def fixing(self, flaw: Flaw) -> Callable[[], Mapping[bytes, Target]] | None:
        """What puts the preferred term in the place of a forbidden rendering, in this one segment: the person's edit.

        Returns:
            To be called on any thread, since it may have to wait: it gives the new target by its key, to be shown,
            or raises MemoryFileError, and then nothing has changed. None if it is not certain what to write.
        """
        pair = self.bitext.paragraph(flaw.paragraph)
        before = pair.targets[flaw.segment]
        start, end = pair.segments[flaw.segment]
        text = self.glossaries.fixed(flaw.finding, before.text, pair.source[start:end])
        if not text:
            return None
        segment = Segment(flaw.key, pair.source[start:end], before)
        return lambda: self.editing.write(segment, text, f"“{flaw.finding.found}” is back.")

    # --- the place ----------------------------------------------------------------------------------------------

    def _restore_place(self) -> None:
        known = self.history.find(self.content_id)
        if known is None and self.where:
            known = self.history.find_path(self.where)
        if known is not None:
            self.reading.start_at(Point(*restored(self.document, known.position)))

    def save_place(self) -> None:
        """Remember where the person reads."""
        if not len(self.document):
            return
        point = self.reading.reading_point()
        position = position_at(self.document, point.paragraph, point.char)
        percent = self.reading.percent()
        self.history.save(ReadText(self.content_id, self.document.title, self.where, position, percent, time.time()))

    # --- translating --------------------------------------------------------------------------------------------

    def _engines(self, names: Sequence[str]) -> Sequence[Engine]:
        from reader.engines import registry  # noqa: PLC0415 - only a text that needs translation

        return registry.engine_chain(names, self.options.engine_settings)

    def start_service(self, post: Callable[[Results], None]) -> TranslationService:
        """The translation service with the engines that may be asked; its answers come to `post`, on its thread."""
        return self._service(self.choice.allowed(), self._memories, post)

    def fresh_service(self, post: Callable[[Results], None]) -> TranslationService:
        """The same engines, asked whatever is known already; what they answer is remembered."""
        return self._service(self._engines(self._allowed_names()), Forgetful(self._memories), post)

    def suggestions(self, post: Callable[[Results], None]) -> list[TranslationService]:
        """A service for each engine that may be asked, which asks it whatever is known; answers are remembered."""
        memory = Forgetful(self._memories)
        names = self._allowed_names()
        return [self._service((engine,), memory, post) for engine in self._engines(names)] if names else []

    def _allowed_names(self) -> tuple[str, ...]:
        return tuple(engine.name for engine in self.choice.allowed())

    def _service(
        self, engines: Sequence[Engine], memory: WritableMemory, post: Callable[[Results], None]
    ) -> TranslationService:
        from reader.engines.ledger import Ledger  # noqa: PLC0415 - only a text that needs translation
        from reader.translation.service import TranslationService  # noqa: PLC0415 - as above

        ledger = Ledger.open(self.paths.engines)
        return TranslationService(engines, memory, post, ledger=ledger, settings=self.options.engine_settings)

    def candidates(self, key: bytes) -> list[Target]:
        """Every translation of this very segment that is known, the best first."""
        found = self.memory.candidates(key, self.pair, Wishes(self.choice.names))
        shipped = self._shipped.get_many((key,), self.pair)
        brought = targets_of(self.document, self.pair).get(key)
        return [*found, *(target for target in (*shipped.values(), brought) if target and target not in found)]

    def fuzzy(self, source: str, cancelled: Callable[[], bool]) -> list[FuzzyMatch]:
        """What the memory knows of similar sources, the most similar first."""
        return self.memory.fuzzy(source, self.pair, cancelled=cancelled)

    def standings(self, service: TranslationService | None) -> list[tuple[Engine, EngineStatus]]:
        """Every engine there is and how it stands: first those that are asked, in their order, then the others.

        Args:
            service: the one at work, which knows best; None if there is none.
        """
        from reader.engines.registry import ENGINES  # noqa: PLC0415 - only who wants to see them

        names = tuple(name for name in dict.fromkeys((*self.choice.names, *ENGINES)) if name in self._showable)
        own = self._service(self._engines(names), self._memories, lambda _: None)
        known = {one.name: one for one in (*own.status(), *(service.status() if service is not None else ()))}
        own.close()
        return [(engine, known[engine.name]) for engine in self._engines(names)]

    @property
    def _showable(self) -> frozenset[str]:
        """The engines a person may see: the one that only tests use is among them where it was asked for."""
        from reader.engines.registry import ENGINES  # noqa: PLC0415 - as above

        return frozenset(ENGINES) - {"fake"} | frozenset(self.choice.names)

    def terms_of(self, paragraph: int, segment: Span) -> SegmentTerms:
        """What the glossary has to say of a segment, for an engine that takes terms."""
        from reader.translation.jobs import SegmentTerms, required_terms  # noqa: PLC0415 - as above

        matches = self.lighting.terms(paragraph).source
        entries = [match.entry for match in matches if segment.start <= match.start and match.end <= segment.end]
        return SegmentTerms(required_terms(segment, matches), fingerprint(entries))

    def look_again(self, paragraphs: Iterable[int]) -> Mapping[bytes, Target]:
        """What the memory knows of these paragraphs by now that they do not show: another reader may have stored it.

        Of several answers of one engine it prefers the one that was given with today's terms.
        """
        takes_terms = any(engine.takes_terms for engine in self.choice.made)
        shown: dict[bytes, Target] = {}
        terms: dict[bytes, bytes] = {}
        for index in paragraphs:
            pair = self.bitext.paragraph(index)
            for key, target, segment in zip(pair.keys, pair.targets, pair.segments, strict=True):
                shown[key] = target
                if takes_terms:
                    terms[key] = self.terms_of(index, segment).fingerprint
        found = self._memories.get_many(list(shown), self.pair, Wishes(self.choice.names, terms)) if shown else {}
        return {key: target for key, target in found.items() if target != shown[key]}

    def exporting(self) -> Callable[[], Work]:
        """What makes the text as it is exported, with what is known by now; to be called on another thread."""
        from reader.export.work import work_of  # noqa: PLC0415 - only who exports

        finders = self.glossaries.finders()
        bitext = self.bitext.anew()
        languages, name = (self.pair.source, self.pair.target), self.path.name if self.path is not None else ""
        return lambda: work_of(bitext, finders.source(), finders.target, languages=languages, name=name)

    def file_name(self) -> str:
        """How a file made from the text may be called, without a suffix."""
        if self.path is not None:
            return self.path.stem
        from reader.formats.urls import name_in  # noqa: PLC0415 - only who exports a page

        name = name_in(self.where)[0] if self.where else self.document.title
        return name.replace("/", " ").strip(". ")[:80] or "text"

    def with_document(self, document: Document) -> Desk:
        """The same desk with another version of its text."""
        return self._anew(document, self.pair, settled=self.language.settled and not self.options.source_named)

    def read_as(self, pair: LanguagePair) -> Desk:
        """The same text in other languages, since the person said so."""
        return self._anew(self.document, pair, settled=True)

    def _anew(self, document: Document, pair: LanguagePair, *, settled: bool) -> Desk:
        new = Desk(document, self._place, self.paths, replace(self.options, pair=pair))
        if settled:
            new.language.settle(pair.source)
        return new

    def close(self) -> None:
        """Save the place and let go of the files."""
        self.save_place()
        self.memory.close()
        self.history.close()
