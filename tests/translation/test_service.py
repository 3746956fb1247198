"""The service: what reaches the reader, from whom, and that nothing can hold it up."""

import random
import re
import threading
from dataclasses import replace

import pytest

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.engines.base import (
    Availability,
    Limits,
    Misconfigured,
    NoTranslation,
    RateLimited,
    Refused,
    RequiredTerm,
    Transient,
)
from reader.engines.fake import FakeEngine
from reader.engines.pacing import Pace
from reader.errors import MemoryFileError
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.translation.queue import Job, Priority
from reader.translation.service import Patience
from tests.translation.support import PATIENCE_S, QUICK, Clock, jobs, serving

PAIR = LanguagePair()


def failing(error, times=10**6):
    """A fault that ends the first so many requests in this error."""
    left = iter(range(times))
    return lambda _: error if next(left, None) is not None else None


def known(memory, text):
    return memory.get_many([segment_key(text)], PAIR).get(segment_key(text))


def test_an_answer_reaches_the_reader_and_the_memory(memory, reader):
    with serving(memory, reader, FakeEngine()) as service:
        service.request(jobs("Guten Tag."), 3)
        assert reader.target("Guten Tag.") == Target("[en] Guten Tag.", TargetState.MACHINE, "fake")
        assert reader.results[0].generation == 3
        assert known(memory, "Guten Tag.") == Target("[en] Guten Tag.", TargetState.MACHINE, "fake")


def test_every_answer_lands_on_its_own_text_in_whatever_order_they_come(memory, reader):
    rng = random.Random(7)
    lock = threading.Lock()

    def some_s():
        with lock:
            return rng.random() / 500

    engines = [
        FakeEngine(f"fake{n}", Limits(max_texts=size), delay_s=some_s, shuffle=random.Random(n).shuffle)
        for n, size in enumerate((1, 3, 7))
    ]
    engines[0].fault = lambda _: Transient("no") if some_s() > 0.001 else None
    engines[1].fault = engines[0].fault
    sources = [f"Satz Nummer {number}." for number in range(300)]
    with serving(memory, reader, *engines) as service:
        for generation in range(60):
            near = sources[generation * 5 : generation * 5 + 15]
            service.request([*jobs(*near[:5]), *jobs(*near[5:], priority=Priority.AHEAD)], generation)
        service.request(jobs(*sources, priority=Priority.REST), 60)
        expected = {segment_key(source): f"[en] {source}" for source in sources}
        reader.wait(lambda r: {result.key for result in r.results if result.target.known} == expected.keys())
        for result in reader.results:
            assert not result.target.known or result.target.text == expected[result.key]
        found = memory.get_many(expected, PAIR)
        assert {key: target.text for key, target in found.items()} == expected


TERM = RequiredTerm(0, 5, "Guten", "Good")


def test_terms_go_to_the_engine_that_takes_them_each_with_its_text(memory, reader):
    engine = FakeEngine(takes_terms=True, fault=failing(Transient("no"), 1))
    with serving(memory, reader, engine) as service:
        assert service.takes_terms
        service.request([Job("Ja."), Job("Guten Tag.", terms=(TERM,)), Job("Nein.")], 1)
        assert reader.target("Guten Tag.").text == "[en] Guten Tag."
    assert engine.asked[-1] == ("Ja.", "Guten Tag.", "Nein.")
    assert engine.terms == [[(), (TERM,), ()]] * 2


def test_terms_are_kept_from_an_engine_that_does_nothing_with_them(memory, reader):
    engine = FakeEngine()
    with serving(memory, reader, engine) as service:
        assert not service.takes_terms
        service.request([Job("Guten Tag.", terms=(TERM,))], 1)
        reader.target("Guten Tag.")
    assert engine.terms == [()]


def test_the_memory_knows_a_segment_whatever_terms_it_was_translated_with(memory, reader):
    engine = FakeEngine(takes_terms=True)
    with serving(memory, reader, engine) as service:
        service.request([Job("Guten Tag.", terms=(TERM,))], 1)
        assert reader.target("Guten Tag.").text == "[en] Guten Tag."
        assert known(memory, "Guten Tag.").text == "[en] Guten Tag."
        service.request([Job("Guten Tag.", terms=(TERM._replace(target="Nice"),))], 2)
        reader.wait(lambda r: len(r.results) == 2)
    assert len(engine.asked) == 1


def test_a_slow_engine_has_a_deadline_of_its_own(memory, reader):
    slow = threading.Event()
    engine = FakeEngine(limits=Limits(deadline_s=PATIENCE_S), fault=lambda _: slow.wait(0.05) or None)
    with serving(memory, reader, engine, patience=replace(QUICK, deadline_s=0.001)) as service:
        service.request(jobs("Ja."), 1)
        assert reader.target("Ja.").text == "[en] Ja."


def test_what_the_memory_knows_is_asked_of_nobody(memory, reader):
    memory.put_many([TranslationUnit("Ja.", "Aye.", PAIR, TargetState.EDITED, "you")])
    engine = FakeEngine()
    with serving(memory, reader, engine) as service:
        service.request(jobs("Ja.", "Nein."), 1)
        assert reader.target("Ja.") == Target("Aye.", TargetState.EDITED, "you")
        assert reader.target("Nein.").text == "[en] Nein."
    assert engine.asked == [("Nein.",)]


def test_a_segment_without_letters_is_sent_to_nobody(memory, reader):
    engine = FakeEngine()
    with serving(memory, reader, engine) as service:
        service.request(jobs("* * *", " \u200b"), 1)
        assert reader.target("* * *") == Target("* * *", TargetState.MEMORY, "no words to translate")
        assert reader.target(" \u200b").state is TargetState.MISSING
    assert engine.asked == []


def test_without_engines_there_is_no_answer_and_no_thread(memory, reader):
    before = threading.active_count()
    with serving(memory, reader) as service:
        service.request(jobs("Ja.", "* * *"), 1)
        assert threading.active_count() == before
    assert reader.posts == []


def test_no_thread_before_the_first_request(memory, reader):
    before = threading.active_count()
    with serving(memory, reader, FakeEngine()):
        assert threading.active_count() == before


def test_results_that_come_together_are_posted_together(memory, reader):
    with serving(memory, reader, FakeEngine(limits=Limits(max_texts=50)), patience=Patience()) as service:
        service.request(jobs(*(f"Satz {number}." for number in range(40))), 1)
        reader.wait(lambda r: len(r.results) == 40)
    assert len(reader.posts) == 1


def test_a_failure_in_passing_is_tried_again(memory, reader):
    with serving(memory, reader, FakeEngine(fault=failing(Transient("no line"), 2))) as service:
        service.request(jobs("Ja."), 1)
        assert reader.target("Ja.").text == "[en] Ja."
    assert reader.notices == []


def test_an_engine_that_keeps_failing_rests_and_the_segment_says_why_and_until_when(memory, reader):
    engine = FakeEngine(fault=failing(Transient("no line")))
    with serving(
        memory, reader, engine, clock=lambda: 1000.0, patience=Patience(gather_s=0.001, pace=Pace(backoff_s=0))
    ) as service:
        service.request(jobs("Ja."), 1)
        assert reader.target("Ja.") == Target(state=TargetState.FAILED, reason="no line", retry_at=1060.0)
        service.request(jobs("Nein."), 1)
        assert reader.target("Nein.") == Target(state=TargetState.FAILED, reason="no line", retry_at=1060.0)
    assert len(engine.asked) == 3
    assert reader.notices[0].startswith("no line; next try ")


@pytest.mark.parametrize(
    ("error", "retry_at"),
    [
        (Refused("blocked"), 2800.0),
        (RateLimited("too many"), 2800.0),
        (RateLimited("too many", 90.0), 1090.0),
        (Misconfigured("bad key"), None),
    ],
)
def test_a_closed_engine_rests_at_once(memory, reader, error, retry_at):
    engine = FakeEngine(fault=failing(error))
    with serving(memory, reader, engine, clock=lambda: 1000.0) as service:
        service.request(jobs("Ja.", "Nein."), 1)
        for text in ("Ja.", "Nein."):
            assert reader.target(text) == Target(state=TargetState.FAILED, reason=error.reason, retry_at=retry_at)
    assert len(engine.asked) == 1


@pytest.mark.parametrize("error", [Refused("blocked"), RateLimited("slow", 99.0), Transient("x"), NoTranslation("x")])
def test_the_next_engine_answers_when_the_first_does_not(memory, reader, error):
    engines = [FakeEngine("first", fault=failing(error)), FakeEngine("second", title="Second")]
    with serving(memory, reader, *engines) as service:
        service.request(jobs("Ja.", "Nein."), 1)
        assert reader.target("Ja.").origin == reader.target("Nein.").origin == "second"
    if isinstance(error, Refused):
        (notice,) = reader.notices
        assert re.fullmatch(r"blocked; next try \d\d:\d\d; Second is answering meanwhile\.", notice)


def test_a_rested_engine_is_asked_again_without_being_told(memory, reader):
    clock = Clock()
    engine = FakeEngine(fault=failing(Transient("no line"), 4))
    with serving(memory, reader, engine, clock=clock, patience=replace(QUICK, pace=Pace(backoff_s=0))) as service:
        service.request(jobs("Ja."), 1)
        for number in (1, 2):
            reader.wait(lambda r, so_far=number: len(r.results) == so_far)
            assert reader.results[-1].target.retry_at == clock.now + 60
            clock.now += 60
            service.wake()
        assert reader.translation("Ja.").text == "[en] Ja."


class Answers:
    """An engine that answers what it is told to."""

    name, third_party, privacy, limits, takes_terms = "odd", True, "", Limits(max_texts=4), False
    title = "Odd"

    def availability(self):
        return Availability(ready=True)

    def __init__(self, answer):
        self.answer = answer
        self.calls = 0

    def translate(self, texts, languages, terms=(), cancelled=None):
        self.calls += 1
        return self.answer(texts)

    def close(self):
        pass


def boom(_):
    raise StopIteration


LONG = "Kurz gesagt, diese Schritte bringen sowohl den Kreml als auch Donald Trump in eine schwierige Lage."


@pytest.mark.parametrize(
    "answer",
    [
        boom,
        lambda _: [],
        lambda _: ["eins", "zwei", "drei"],
        lambda _: None,
        lambda _: [None],
        lambda _: [""],
        lambda _: ["Error 500 (Server Error)!!1500.That’s an error.There was an error."],
        lambda _: ["MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."],
        lambda texts: texts,
        lambda _: ["<div>short</div> words that are long enough to pass the check"],
        lambda _: ["\x1b[2J"],
        lambda _: ["too short"],
    ],
)
def test_what_is_no_translation_is_neither_shown_nor_kept(memory, reader, answer):
    engine = Answers(answer)
    with serving(memory, reader, engine) as service:
        service.request(jobs(LONG), 1)
        target = reader.target(LONG)
        assert target.state is TargetState.FAILED
        assert target.reason
        assert LONG not in target.reason
        assert known(memory, LONG) is None
    assert 1 < engine.calls <= 3


def test_escape_sequences_in_an_answer_are_gone(memory, reader):
    with serving(memory, reader, Answers(lambda _: ["Yes\x1b]52;c;aGk=\x07, \u202ereally\x9b1m."])) as service:
        service.request(jobs("Ja, wirklich."), 1)
        assert reader.target("Ja, wirklich.").text == "Yes, really."


def test_a_text_too_long_for_every_engine_says_so(memory, reader):
    with serving(memory, reader, FakeEngine(limits=Limits(max_chars=10))) as service:
        service.request(jobs("Ein Donaudampfschiff."), 1)
        reason = "A word of the sentence is too long for every engine."
        assert reader.target("Ein Donaudampfschiff.") == Target(state=TargetState.FAILED, reason=reason)


@pytest.fixture
def gate():
    """Closed until the test opens it; opened in any case at its end."""
    gate = threading.Event()
    yield gate
    gate.set()


def hanging(gate, name="fake", begun=None):
    def wait(_):
        if begun is not None:
            begun.set()
        gate.wait(PATIENCE_S)

    return FakeEngine(name, delay_s=1.0, sleep=wait)


def test_a_request_that_hangs_is_given_up_and_the_next_engine_asked(memory, reader, gate):
    patience = Patience(deadline_s=0.02, gather_s=0.001)
    second = FakeEngine("second", Limits(deadline_s=PATIENCE_S))
    with serving(memory, reader, hanging(gate, "first"), second, patience=patience) as service:
        service.request(jobs("Ja."), 1)
        assert reader.target("Ja.").origin == "second"
        gate.set()


def test_a_request_that_hangs_says_so(memory, reader, gate):
    patience = Patience(deadline_s=0.02, gather_s=0.001)
    with serving(memory, reader, hanging(gate), patience=patience, clock=lambda: 5.0) as service:
        service.request(jobs("Ja."), 1)
        target = reader.target("Ja.")
        assert (target.state, target.retry_at) == (TargetState.FAILED, 65.0)
        assert "did not answer within" in target.reason
        gate.set()
    assert known(memory, "Ja.") is None


def test_closing_returns_while_a_request_hangs_and_nothing_is_posted_after(memory, reader, gate):
    begun = threading.Event()
    with serving(memory, reader, hanging(gate, begun=begun)) as service:
        service.request(jobs("Ja.", "Nein."), 1)
        assert begun.wait(PATIENCE_S)
        service.close()
        service.request(jobs("Zu spät."), 2)
        gate.set()
    assert reader.posts == []
    assert known(memory, "Zu spät.") is None


def test_after_cancelling_an_answer_reaches_the_memory_but_not_the_reader(memory, reader, gate):
    begun = threading.Event()
    with serving(memory, reader, hanging(gate, begun=begun)) as service:
        service.request(jobs("Ja."), 1)
        assert begun.wait(PATIENCE_S)
        service.cancel_all()
        service.request(jobs("Nein."), 2)
        gate.set()
        assert reader.target("Nein.").text == "[en] Nein."
        assert known(memory, "Ja.").text == "[en] Ja."
    assert [result.key for result in reader.results] == [segment_key("Nein.")]


def test_what_is_on_the_screen_overtakes_what_was_asked_before(memory, reader, gate):
    begun = threading.Event()
    engine = hanging(gate, begun=begun)
    engine.limits = Limits(max_texts=1)
    with serving(memory, reader, engine) as service:
        service.request(jobs("first", "second"), 1)
        assert begun.wait(PATIENCE_S)
        service.request([*jobs("later", priority=Priority.AHEAD), *jobs("now")], 2)
        gate.set()
        reader.wait(lambda r: len(r.results) == 3)
    assert engine.asked == [("first",), ("now",), ("later",)]


class Full:
    """A memory on a full disk."""

    def get_many(self, keys, pair, wishes=None):
        raise MemoryFileError("The memory", "cannot be read.")

    def put_many(self, units):
        raise MemoryFileError("The memory", "the disk is full.")


def test_an_answer_that_cannot_be_kept_is_shown_and_that_is_said(reader):
    with serving(Full(), reader, FakeEngine()) as service:
        service.request(jobs("Ja."), 1)
        assert reader.target("Ja.").text == "[en] Ja."
        service.request(jobs("Nein."), 2)
        assert reader.target("Nein.").text == "[en] Nein."
        assert reader.notices == ["The memory: cannot be read.", "The memory: the disk is full."]


def test_idle_threads_wait_without_a_timeout(memory, reader, monkeypatch):
    engine = FakeEngine(limits=Limits(gap_s=60.0))
    with serving(memory, reader, engine) as service:
        timeouts = []
        settled = threading.Event()
        wait = service._shared.work.wait

        def noted(timeout=None):
            timeouts.append(timeout)
            if reader.posts:
                settled.set()
            return wait(timeout)

        monkeypatch.setattr(service._shared.work, "wait", noted)
        service.request(jobs("Ja."), 1)
        reader.target("Ja.")
        service.request([], 2)
        assert settled.wait(PATIENCE_S)
        assert timeouts[-1] is None
