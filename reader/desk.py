"""The desk: one text with its memory, glossary, history and engines, put together. Headless: no screen is needed.

Invariant: opening a desk asks no network and fails for nothing but the text itself; what else is wrong (a glossary
with errors, a memory that cannot be written) becomes a notice, and one reads on.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.bitext import Bitext
from reader.core.lighting import Lighting
from reader.core.position import position_at, restored
from reader.core.reading import Reading
from reader.core.selection import Point
from reader.core.target import MISSING, Target, TargetState
from reader.glossaries import Glossaries
from reader.history import History, ReadText
from reader.memory.bundled import BundledMemory, LayeredMemory
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.settings import EngineSettings
from reader.undoing import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from reader.core.checking import Flaw
    from reader.core.document import Document
    from reader.engines.base import Engine
    from reader.glossaries import Scope
    from reader.paths import Paths
    from reader.translation.service import Results, TranslationService

PAIR = LanguagePair("de", "en")


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is to be opened.

    Attributes:
        glossaries: files named on the command line; the first is written to.
        engine_names: the engines to ask, in this order; empty for none (offline).
        engine_settings: where the person's own servers are, and what they need.
        network: "ask", "on" or "off".
        theme: the theme to start with, or "".
        keys: command ids to the person's own keys.
        build_lexicons: whether missing lexicons of inflected forms are built in the background.
    """

    glossaries: tuple[Path, ...] = ()
    engine_names: tuple[str, ...] = ()
    engine_settings: EngineSettings = EngineSettings()  # noqa: RUF009 - a frozen value
    network: str = "ask"
    theme: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    build_lexicons: bool = True


class Desk:
    """One text, ready to be read.

    Args:
        document: the text.
        path: the file it comes from, or None for standard input.
        paths: the person's files.
        options: from the command line and the configuration.
    """

    def __init__(self, document: Document, path: Path | None, paths: Paths, options: Options) -> None:
        self.document = document
        self.path = path
        self.paths = paths
        self.options = options
        self.history = History(paths.history)
        self.memory = TranslationMemory.open(paths.memory)
        self._memories = LayeredMemory(self.memory, BundledMemory())
        beside = path.with_name(f"{path.stem}.glossary.yaml") if path else None
        self.changes = Changes()
        """What the person can take back."""
        self.glossaries = Glossaries(paths, options.glossaries, beside, self.changes)
        self.content_id = document.content_id()
        self._restore_scope()
        missing = Target(reason="offline") if options.network == "off" else MISSING
        self.bitext = Bitext(document, self._lookup, missing=missing)
        self.lighting = Lighting(self.bitext, self.glossaries.source_matcher, self.glossaries.target_matcher)
        self.reading = Reading(self.bitext, self.lighting)
        self.network = self._network()
        self._restore_place()

    def _lookup(self, keys: Sequence[bytes]) -> Mapping[bytes, Target]:
        return self._memories.get_many(keys, PAIR)

    def notices(self) -> list[str]:
        """What the person should know at once: each a sentence."""
        off = [name for names in self.glossaries.off for name in sorted(names)]
        scope = f"Switched off in this text: {', '.join(off)} (L shows all glossaries)." if off else ""
        found = [self.memory.notice, self.history.notice, scope]
        problems = self.glossaries.problems
        if problems:
            more = f" (and {len(problems) - 1} more; P shows all)" if len(problems) > 1 else ""
            found.append(f"Glossary: {problems[0]}{more}")
        return [notice for notice in found if notice]

    def relight(self) -> None:
        """Take the glossaries as they are now into the text."""
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
        self.reading.checking = Checking(self.bitext, self.lighting, self.glossaries.term_check(), accepted)

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

    def fix(self, flaw: Flaw) -> Mapping[bytes, Target]:
        """Put the preferred term in the place of a forbidden rendering, in this one segment; the person's own edit.

        Returns:
            The new target by its key, to be shown; empty if it is not certain what to write.

        Raises:
            MemoryFileError: it cannot be kept; nothing has changed.
        """
        pair = self.bitext.paragraph(flaw.paragraph)
        before = pair.targets[flaw.segment]
        start, end = pair.segments[flaw.segment]
        text = self.glossaries.fixed(flaw.finding, before.text, pair.source[start:end])
        if not text:
            return {}
        after = Target(text, TargetState.EDITED, "you")
        self.memory.put_many([TranslationUnit(pair.source[start:end], text, PAIR, after.state, after.origin)])
        source = pair.source[start:end]
        self.changes.add(f"“{flaw.finding.found}” is back.", lambda: self._unfix(flaw.key, source, before))
        return {flaw.key: after}

    def _unfix(self, key: bytes, source: str, before: Target) -> Mapping[bytes, Target]:
        if before.state is TargetState.EDITED:
            self.memory.put_many([TranslationUnit(source, before.text, PAIR, before.state, before.origin)])
        else:
            self.memory.drop_edit(key, PAIR)
        return {key: before}

    # --- the place ----------------------------------------------------------------------------------------------

    def _restore_place(self) -> None:
        known = self.history.find(self.content_id)
        if known is None and self.path is not None:
            known = self.history.find_path(str(self.path.absolute()))
        if known is not None:
            self.reading.start_at(Point(*restored(self.document, known.position)))

    def save_place(self) -> None:
        """Remember where the person reads."""
        if not len(self.document):
            return
        point = self.reading.reading_point()
        path = str(self.path.absolute()) if self.path else ""
        position = position_at(self.document, point.paragraph, point.char)
        percent = self.reading.percent()
        self.history.save(ReadText(self.content_id, self.document.title, path, position, percent, time.time()))

    # --- the network --------------------------------------------------------------------------------------------

    @property
    def engine_names(self) -> tuple[str, ...]:
        """The engines that may be asked, if the person agrees; after a no, those that keep the text on this machine."""
        if self.options.network == "off":
            return ()
        if self.network == "off":
            return tuple(engine.name for engine in self._engines() if not engine.third_party)
        return self.options.engine_names

    @property
    def third_parties(self) -> tuple[str, ...]:
        """Those of the engines that may be asked which send text to somebody else."""
        names = self.engine_names
        return tuple(engine.name for engine in self._engines() if engine.third_party and engine.name in names)

    def _engines(self) -> tuple[Engine, ...]:
        from reader.engines import registry  # noqa: PLC0415 - only a text that needs translation

        return registry.engine_chain(self.options.engine_names, self.options.engine_settings)

    def _network(self) -> str:
        if self.options.network != "ask":
            return self.options.network
        return self.history.setting(f"network:{self.content_id}") or self.history.setting("network") or "ask"

    def allow_network(self, *, always: bool) -> None:
        """The person said yes, for this text or for all."""
        self.network = "on"
        self.history.set_setting("network" if always else f"network:{self.content_id}", "on")

    def refuse_network(self) -> None:
        """The person said no for this text; only `R` asks again."""
        self.network = "off"
        self.history.set_setting(f"network:{self.content_id}", "off")

    def may_ask_again(self) -> bool:
        """Whether a no was the person's own, so that they may be asked again; if so, they are."""
        if self.options.network == "ask" and self.network == "off":
            self.network = "ask"
        return self.network != "off"

    def start_service(self, post: Callable[[Results], None]) -> TranslationService:
        """The translation service, ready to be asked; its answers come to `post`, on a thread of its own."""
        from reader.translation.service import TranslationService  # noqa: PLC0415 - only a text that needs translation

        names = self.engine_names
        engines = [engine for engine in self._engines() if engine.name in names]
        return TranslationService(engines, self._memories, post)

    def close(self) -> None:
        """Save the place and let go of the files."""
        self.save_place()
        self.memory.close()
        self.history.close()
