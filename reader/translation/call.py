"""One request to an engine that can be given up: whoever waits for it never waits longer than the deadline."""

from collections.abc import Sequence
from threading import Event, Thread

from reader.engines.base import Engine, EngineError, NoTranslation, Terms, TimedOut, Transient
from reader.memory.unit import LanguagePair

Outcome = list[str] | EngineError
"""An answer for each text in their order, or how the request failed."""


class Call:
    """A request on a daemon thread of its own, started by `run`.

    Args:
        engine: whom to ask.
        texts: what to translate.
        pair: from which language into which.
        terms: for each text the terms in it; nobody gets them who does nothing with them.
    """

    def __init__(self, engine: Engine, texts: Sequence[str], pair: LanguagePair, terms: Terms = ()) -> None:
        self._engine = engine
        self._title = engine.title
        self._texts = tuple(texts)
        self._pair = pair
        self._terms = terms if engine.takes_terms and any(terms) else ()
        self._ended = Event()
        self._unwanted = Event()  # an engine that works for long looks at this now and then
        self._outcome: Outcome = Transient(f"{self._title} did not answer.")

    def run(self, deadline_s: float) -> Outcome:
        """Make the request and wait for its outcome; what comes after the deadline comes to nobody."""
        Thread(target=self._body, name=f"translate-{self._engine.name}", daemon=True).start()
        if not self._ended.wait(deadline_s):
            self._unwanted.set()
            return TimedOut(f"{self._title} did not answer within {deadline_s:.0f} seconds.")
        return self._outcome

    def abandon(self) -> None:
        """Whoever waits for the outcome waits no more, and hears that there was no answer."""
        self._unwanted.set()
        self._ended.set()

    def _answers(self) -> Sequence[str]:
        return self._engine.translate(self._texts, self._pair, self._terms, self._unwanted.is_set)

    def _body(self) -> None:
        try:
            answers = list(self._answers())
            if len(answers) != len(self._texts):
                self._outcome = NoTranslation(f"{self._title} answered with another number of texts.")
            elif not all(isinstance(answer, str) for answer in answers):
                self._outcome = Transient(f"{self._title} answered with something that is no text.")
            else:
                self._outcome = answers
        except EngineError as error:
            self._outcome = error
        except Exception as error:  # noqa: BLE001 - a worker's body: a mistake in an engine becomes a named failure
            self._outcome = Transient(f"{self._title} failed unexpectedly ({type(error).__name__}).")
        finally:
            self._ended.set()
