"""Asks the engines for what is on the screen and a little ahead, once the person has allowed it; never waits.

Invariant: no text goes to a third party before the person said yes, once for each text; with `--offline` nothing is
even made that could send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.target import MISSING, Target, TargetState
from reader.core.text import one_line
from reader.ui.messages import TargetsArrived
from reader.ui.screens.panel import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from glossary import TermMatch
    from reader.core.spans import Span
    from reader.engines.base import RequiredTerm
    from reader.translation.service import Results, TranslationService
    from reader.ui.screens.reading import ReadingScreen

SETTLED_S = 0.12
"""How long the page must stand still before its text is asked for."""

SCREENS_AHEAD = 2
ENGINE_TITLES = {"mymemory": "MyMemory", "libretranslate": "LibreTranslate"}
QUEUED = Target(state=TargetState.QUEUED)


class Translating:
    """What a reading screen wants from the translation service."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._service: TranslationService | None = None
        self._timer: Timer | None = None
        self._generation = 0
        self._asked: frozenset[bytes] = frozenset()
        self._started = False

    def start(self) -> None:
        """Look whether anything is missing; ask the person first, if that is needed."""
        desk = self._screen.desk
        if self._started or not desk.engine_names or not self._missing():
            return
        others = desk.third_parties
        if not others or desk.network == "on":
            self._begin()
        elif desk.network == "ask":
            names = _listed([ENGINE_TITLES.get(name, name.capitalize()) for name in others])
            self._screen.app.push_screen(
                Question(
                    f"Translate this text with {names}?",
                    "Sentences that the memory does not know would be sent there over the network: those on the "
                    "screen, and two screens ahead as you read. Nothing has been sent yet.",
                    {"y": "yes, for this text", "a": "always", "n": "no, stay offline"},
                ),
                self._answered,
            )

    def _answered(self, answer: str | None) -> None:
        if answer in {"y", "a"}:
            self._screen.desk.allow_network(always=answer == "a")
            self._begin()
        else:
            self._screen.desk.refuse_network()
            if self._screen.desk.engine_names:
                self._begin()

    def _begin(self) -> None:
        self._started = True
        self._service = self._screen.desk.start_service(self._post)
        self.look()
        self._ask()

    def _post(self, results: Results) -> None:
        """Called on the service's thread: the screen's message queue takes it from here."""
        targets = {result.key: result.target for result in results.segments}
        self._screen.post_message(TargetsArrived(targets, results.notices))

    def look(self) -> None:
        """The page may have moved: ask for what it shows when it stands still."""
        if self._service is None:
            return
        if self._timer is None:
            self._timer = self._screen.set_timer(SETTLED_S, self._ask)

    def retry(self) -> None:
        """Ask again for what has no translation in the paragraph under the cursor."""
        desk = self._screen.desk
        if self._service is None or desk.network == "off":
            if desk.may_ask_again():
                self.close()
                self._started = False
                self.start()
            elif self._service is None:
                self._screen.say("Offline: no engine may be asked.")
            return
        pair = self._screen.reading.bitext.paragraph(self._screen.reading.cursor.paragraph)
        failed = {key for key, target in zip(pair.keys, pair.targets, strict=True) if not target.known}
        self._asked -= failed
        self._ask(again=True)

    def close(self) -> None:
        """Let go of the service; returns at once, whatever the network is doing."""
        if self._service is not None:
            self._service.close()
            self._service = None

    def _missing(self) -> bool:
        reading = self._screen.reading
        return any(
            not target.known
            for index in reading.visible()
            if index not in reading.bitext.document.boilerplate
            for target in reading.bitext.paragraph(index).targets
        )

    def _ask(self, *, again: bool = False) -> None:
        from reader.translation.queue import Job, Priority  # noqa: PLC0415 - only a text that needs translation

        self._timer = None
        if self._service is None:
            return
        reading = self._screen.reading
        visible = reading.visible()
        document = reading.bitext.document
        near = reading.near(visible.start, margin=SCREENS_AHEAD)
        takes_terms = self._service.takes_terms
        jobs = []
        for index in near:
            if index in document.boilerplate:
                continue
            priority = (
                Priority.VISIBLE if index in visible else Priority.AHEAD if index >= visible.stop else Priority.BEHIND
            )
            pair = reading.bitext.paragraph(index)
            for segment, target in zip(pair.segments, pair.targets, strict=True):
                open_again = again and index == reading.cursor.paragraph
                if target.known or (target.state is TargetState.FAILED and not open_again):
                    continue
                terms = _required(segment, reading.lighting.terms(index).source) if takes_terms else ()
                jobs.append(Job(pair.source[segment.start : segment.end], priority, terms=terms))
        asked = frozenset(job.key for job in jobs)
        if asked == self._asked and not again:
            return
        # What the page has moved away from is no longer asked for, and must not look as if it were.
        states = dict.fromkeys(self._asked - asked, MISSING) | dict.fromkeys(asked, QUEUED)
        self._asked = asked
        self._generation += 1
        self._screen.show_targets(states)
        self._service.request(jobs, self._generation)

    def arrived(self, message: TargetsArrived) -> None:
        """Show what became of segments, and what the person should know."""
        self._asked -= message.targets.keys()
        for notice in message.notices:
            self._screen.notify(one_line(notice), severity="warning", markup=False)
        self._screen.show_targets(message.targets)


def _required(segment: Span, matches: Sequence[TermMatch]) -> tuple[RequiredTerm, ...]:
    """The terms that the translation of a segment is to use, in characters of the segment.

    Not those that only stand inside a compound, which the translation may well call something else.

    Args:
        segment: its place in the paragraph.
        matches: the terms of the paragraph.
    """
    from reader.engines.base import RequiredTerm  # noqa: PLC0415 - only a text that needs translation

    return tuple(
        RequiredTerm(match.start - segment.start, match.end - segment.start, match.entry.source, match.entry.target)
        for match in matches
        if segment.start <= match.start and match.end <= segment.end and match.entry.target and not match.quiet
    )


def _listed(names: Sequence[str]) -> str:
    """Names as they are said.

    >>> _listed(["LibreTranslate", "Google", "MyMemory"])
    'LibreTranslate, Google and MyMemory'
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
