"""A whole text to be translated: how much that is, what to ask for next, how far it has come. No threads, no clock.

What was translated is in the memory, so a text that was left half done goes on where it stood: it is surveyed anew,
and what is known by then is not asked for. Only a chunk of it ever stands in the queue.

Invariant: no segment is handed out twice, and each that was handed out is waited for until it is settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.segments import has_letters, is_verbatim
from reader.core.target import TargetState
from reader.translation.jobs import jobs_for
from reader.translation.queue import Job, Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.core.bitext import Bitext
    from reader.core.spans import Span
    from reader.core.target import Target
    from reader.memory.unit import LanguagePair
    from reader.translation.jobs import SegmentTerms

CHUNK_PARAGRAPHS = 50
"""So many paragraphs are looked at in one step."""

IN_QUEUE = 200
"""So many segments of the whole text stand in the queue at most, but for the last paragraph's."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a whole text is.

    Attributes:
        segments: in all; a sentence that stands in several places counts in each. Boilerplate does not count.
        known: of those, the ones that had a translation when the text was surveyed.
        to_send: distinct segments that had none.
        chars: their characters.
        done: of those to send, the ones that were translated since.
        failed: and the ones that cannot be, at least for now.
    """

    segments: int = 0
    known: int = 0
    to_send: int = 0
    chars: int = 0
    done: int = 0
    failed: int = 0

    @property
    def translated(self) -> tuple[int, int]:
        """How many have a translation by now, and of how many, as progress is told."""
        return self.known + self.done, self.known + self.to_send

    @property
    def open(self) -> int:
        """How many segments are still waited for."""
        return self.to_send - self.done - self.failed


class WholeText:
    """A text on its way to being translated as a whole; used from one thread.

    Args:
        bitext: the text; nothing new of it is kept.
        pair: the languages; German into English if none are given.
        terms: what the glossary has to say of a segment.
        paragraphs: which paragraphs; all of them if none are named.
    """

    def __init__(
        self,
        bitext: Bitext,
        *,
        pair: LanguagePair | None = None,
        terms: Callable[[int, Span], SegmentTerms] | None = None,
        paragraphs: range | None = None,
    ) -> None:
        self._bitext = bitext
        self._pair = pair
        self._terms = terms
        self._paragraphs = range(len(bitext)) if paragraphs is None else paragraphs
        self._segments = self._known = self._chars = self._known_chars = 0
        self._open: set[bytes] = set()
        self._done: set[bytes] = set()
        self._failed: set[bytes] = set()
        self._out: set[bytes] = set()
        self._next = self._paragraphs.start

    @property
    def extent(self) -> Extent:
        """How much it is, and how far it has come."""
        done, failed = len(self._done), len(self._failed)
        to_send = len(self._open) + done + failed
        return Extent(self._segments, self._known, to_send, self._chars, done, failed)

    @property
    def known_chars(self) -> int:
        """The characters of the segments that had a translation when the text was surveyed."""
        return self._known_chars

    @property
    def finished(self) -> bool:
        """Whether nothing is waited for any more."""
        return not self._open

    def survey(self) -> Iterator[Extent]:
        """Look through the text once; gives what was found so far after each step.

        A caller who must not stand still takes a step at a time.
        """
        paragraphs, document = self._paragraphs, self._bitext.document
        for start in range(paragraphs.start, paragraphs.stop, CHUNK_PARAGRAPHS):
            indices = range(start, min(start + CHUNK_PARAGRAPHS, paragraphs.stop))
            for index, paragraph in zip(indices, self._bitext.peek(indices), strict=True):
                if index in document.boilerplate or is_verbatim(document, index):
                    continue
                self._segments += len(paragraph.segments)
                for (begin, end), key, target in zip(
                    paragraph.segments, paragraph.keys, paragraph.targets, strict=True
                ):
                    if target.known or not has_letters(paragraph.source[begin:end]):
                        self._known += 1
                        self._known_chars += end - begin
                    elif key not in self._open:
                        self._open.add(key)
                        self._chars += end - begin
            yield self.extent

    def next_jobs(self) -> list[Job]:
        """What to ask for now, so that the queue always has some of it; empty while it has enough, and at the end."""
        jobs: list[Job] = []
        stop = self._paragraphs.stop
        while len(self._out) < IN_QUEUE and self._next < stop:
            indices = range(self._next, min(self._next + 20, stop))
            self._next = indices.stop
            for job in jobs_for(
                self._bitext, indices, Priority.REST, pair=self._pair, terms=self._terms, again=indices, keep=False
            ):
                if job.key in self._open and job.key not in self._out:
                    self._out.add(job.key)
                    jobs.append(job)
            self._settle_known(indices)
        return jobs

    def _settle_known(self, indices: range) -> None:
        """What was translated since the survey, by the page or another reader, needs nobody."""
        for paragraph in self._bitext.peek(indices):
            self.settle(dict(zip(paragraph.keys, paragraph.targets, strict=True)))

    def settle(self, targets: Mapping[bytes, Target]) -> None:
        """Take note of what became of segments, of this text or others.

        One that failed and is tried again by itself keeps its place in the queue, so that no more is asked for than
        can be answered; it counts as failed until then.
        """
        for key, target in targets.items():
            if target.known and (key in self._open or key in self._failed):
                self._leave(key)
                self._out.discard(key)
                self._done.add(key)
            elif target.state is TargetState.FAILED and key in self._out:
                self._leave(key)
                self._failed.add(key)
                if target.retry_at is None:
                    self._out.discard(key)

    def _leave(self, key: bytes) -> None:
        self._open.discard(key)
        self._failed.discard(key)
