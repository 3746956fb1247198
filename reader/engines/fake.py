"""An engine without a network, for tests and for trying the reader: its answers show what they answer.

Invariant: the answer to a text is that text behind the target language in brackets, so a wrong pairing shows.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reader.engines.base import Availability, Cancelled, EngineError, Languages, Limits, Terms, never

Fault = Callable[[Sequence[str]], EngineError | None]


def no_fault(_texts: Sequence[str]) -> EngineError | None:
    """Every request succeeds."""
    return None


@dataclass
class FakeEngine:
    """Answers "[en] " and the text; waits, fails and answers out of order as it is told.

    Attributes:
        name: as for every engine.
        title: as for every engine; made from its name if there is none.
        limits: as for every engine.
        third_party: as for every engine; nothing ever leaves the machine.
        delay_s: how long a request takes, in seconds.
        fault: the error a request for these texts ends in, or None.
        sleep: waits for a number of seconds.
        shuffle: puts the texts of a request into the order in which they are worked on.
        asked: the texts of every request so far, in the order of the requests.
        takes_terms: as for every engine.
        terms: the terms of every request so far.
        mimics: whether its answers are no translations by design, so that most checks leave them alone.
        paired: whether each answer is known to stand in the place of its text, so that it need not be proved.
    """

    name: str = "fake"
    limits: Limits = Limits(max_texts=8)  # noqa: RUF009 - a frozen value
    third_party: bool = False
    delay_s: Callable[[], float] | float = 0.0
    fault: Fault = no_fault
    sleep: Callable[[float], None] = time.sleep
    shuffle: Callable[[list[int]], None] = random.shuffle
    asked: list[tuple[str, ...]] = field(default_factory=list)
    privacy: str = "Nothing leaves this machine."
    takes_terms: bool = False
    terms: list[Terms] = field(default_factory=list)
    mimics: bool = True
    paired: bool = True
    title: str = ""

    def __post_init__(self) -> None:
        self.title = self.title or self.name.capitalize()

    def availability(self) -> Availability:
        """It needs nothing."""
        return Availability(ready=True)

    def translate(
        self,
        texts: Sequence[str],
        languages: Languages,
        terms: Terms = (),
        cancelled: Cancelled = never,  # noqa: ARG002 - its work is done at once
    ) -> Sequence[str]:
        """The texts, each behind the code of the target language."""
        self.asked.append(tuple(texts))
        self.terms.append(terms)
        delay_s = self.delay_s() if callable(self.delay_s) else self.delay_s
        if delay_s:
            self.sleep(delay_s)
        if (error := self.fault(texts)) is not None:
            raise error
        order = list(range(len(texts)))
        self.shuffle(order)
        answers = {at: f"[{languages[1]}] {texts[at]}" for at in order}
        return [answers[at] for at in range(len(texts))]

    def close(self) -> None:
        """Nothing is open."""
