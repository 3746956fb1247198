"""What the tests of the service share: somebody who reads, engines that answer as they are told, a clock to set."""

import re
import threading
from contextlib import contextmanager

from reader.core.keys import segment_key
from reader.engines.base import Availability, Limits
from reader.engines.pacing import Pace
from reader.translation.queue import Job, Priority
from reader.translation.service import Patience, TranslationService

QUICK = Patience(deadline_s=20.0, gather_s=0.001, pace=Pace(backoff_s=0.001))
PATIENCE_S = 30.0
"""How long a test waits for what must come; never for what must not."""


class Reader:
    """Stands where the interface does: collects what is posted."""

    def __init__(self):
        self.posts = []
        self._arrived = threading.Condition()

    def post(self, results):
        with self._arrived:
            self.posts.append(results)
            self._arrived.notify_all()

    @property
    def results(self):
        return [result for results in self.posts for result in results.segments]

    @property
    def notices(self):
        return [notice for results in self.posts for notice in results.notices]

    @property
    def statuses(self):
        return [results.status for results in self.posts if results.status]

    def wait(self, enough):
        with self._arrived:
            assert self._arrived.wait_for(lambda: enough(self), PATIENCE_S)

    def target(self, text):
        """The first thing heard of this text."""
        key = segment_key(text)
        self.wait(lambda _: any(result.key == key for result in self.results))
        return next(result.target for result in self.results if result.key == key)

    def translation(self, text):
        """Its translation, as soon as there is one."""
        key = segment_key(text)
        self.wait(lambda _: any(result.key == key and result.target.known for result in self.results))
        return next(result.target for result in self.results if result.key == key and result.target.known)


@contextmanager
def serving(memory, reader, *engines, patience=QUICK, **more):
    """A service that is stopped, and whose threads have ended, when the test is over."""
    before = set(threading.enumerate())
    service = TranslationService(engines, memory, reader.post, patience=patience, **more)
    try:
        yield service
    finally:
        service.close()
        for thread in set(threading.enumerate()) - before:
            thread.join(PATIENCE_S)


def jobs(*sources, priority=Priority.VISIBLE, paragraph=-1):
    return [Job(source, priority, paragraph=paragraph) for source in sources]


class Clock:
    """A clock that the test sets."""

    def __init__(self, now=1_000_000.0):
        self.now = now

    def __call__(self):
        return self.now


def german(number):
    """A sentence that nobody would take for another."""
    return f"Das ist der Satz mit der Nummer {number + 100}."


def english(text):
    """Its translation."""
    return f"This is the sentence with the number {re.search('[0-9]+', text)[0]}."


class English:
    """An engine whose answers are translations, unless it is told to do something else.

    Attributes:
        spoil: makes of texts and their translations what is answered; may raise.
        asked: the texts of every request so far.
        lacks: why it cannot be asked at all.
    """

    third_party, privacy, takes_terms = True, "", False

    def __init__(self, name="english", limits=None, spoil=lambda texts, answers: answers, answer=english):
        self.name = name
        self.title = name.capitalize()
        self.limits = limits or Limits(max_texts=4)
        self.spoil = spoil
        self.answer = answer
        self.asked = []
        self.lacks = ""

    def translate(self, texts, languages, terms=(), cancelled=None):
        self.asked.append(tuple(texts))
        return self.spoil(texts, [self.answer(text) for text in texts])

    def availability(self):
        return Availability(ready=not self.lacks, why=self.lacks, key="set")

    def close(self):
        pass
