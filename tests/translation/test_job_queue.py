"""The queue: never loses, never doubles, keeps priority; who may serve what, and when."""

import math

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from reader.core.keys import segment_key
from reader.engines.base import Limits, RequiredTerm
from reader.memory.unit import LanguagePair
from reader.translation.queue import Job, JobQueue, Priority
from reader.translation.splitting import pieces

VISIBLE, AHEAD, BEHIND, REST = Priority


def job(text, priority=VISIBLE):
    return Job(text, priority)


def texts(batch):
    return [job.source for job in batch.jobs] if batch else []


def drained(queue, engine=0, awake=(True,), now=0.0):
    taken = []
    while batch := queue.take(engine, now, awake):
        taken += texts(batch)
    return taken


def test_a_jobs_key_is_made_from_its_source():
    assert job(" Ja. ").key == segment_key("Ja.")


def test_a_segment_that_waits_takes_the_terms_of_the_latest_asking():
    old, new = (RequiredTerm(0, 2, "Ja", "Aye"),), (RequiredTerm(0, 2, "Ja", "Yes"),)
    queue = JobQueue()
    queue.ask([Job("Ja.", terms=old), Job(" Nein. ", terms=old)], 1)
    queue.ask([Job("Ja.", AHEAD, terms=new), Job("Nein.", AHEAD, terms=new)], 2)
    assert len(queue) == 2
    first, second = queue.take(0, 0.0).jobs[0], queue.take(0, 0.0).jobs[0]
    assert (first.source, first.terms) == ("Ja.", new)
    assert (second.source, second.terms) == (" Nein. ", old), "places in another spelling would be wrong ones"


def test_a_segment_in_flight_has_the_new_terms_when_it_comes_back():
    new = (RequiredTerm(0, 2, "Ja", "Yes"),)
    queue = JobQueue()
    queue.ask([job("Ja.")], 1)
    sent = queue.take(0, 0.0).jobs[0]
    queue.ask([Job("Ja.", terms=new)], 2)
    queue.put_back([sent])
    again = queue.take(0, 0.0).jobs[0]
    assert (sent.terms, again.terms) == ((), new)
    assert queue.done(again) == 2


def test_what_moves_from_the_page_to_the_rest_remembers_who_failed_it():
    queue = JobQueue((Limits(), Limits()))
    queue.ask([job("a")], 1)
    queue.fail(queue.take(0, 0.0, (True, True)).jobs[0], 0, math.inf, 1)
    queue.ask([job("a", REST)], 2)
    assert queue.take(0, 0.0, (True, True)) is None
    queue.fail(queue.take(1, 0.0, (True, True)).jobs[0], 1, math.inf, 1)
    assert [lost.source for lost, _, _ in queue.hopeless()] == ["a"]


def test_a_new_generation_says_anew_how_urgent_a_segment_is():
    queue = JobQueue()
    queue.ask([job("a")], 1)
    queue.ask([job("a", REST), job("a", AHEAD), job("b")], 2)
    assert texts(queue.take(0, 0.0)) == ["b"]
    assert texts(queue.take(0, 0.0)) == ["a"]


def test_urgent_first_and_then_in_the_order_of_asking():
    queue = JobQueue()
    queue.ask([job("r", REST), job("b", BEHIND), job("v1"), job("a", AHEAD), job("v2")], 1)
    assert drained(queue) == ["v1", "v2", "a", "b", "r"]


def test_the_same_sentence_is_asked_once():
    queue = JobQueue()
    queue.ask([job("Ja."), job(" Ja. "), Job("Ja.", pair=LanguagePair("de", "fr"))], 1)
    assert len(queue) == 2
    batch = queue.take(0, 0.0)
    queue.ask([job("Ja.")], 1)
    assert len(queue) == 1
    assert queue.done(batch.jobs[0]) == 1


def test_a_new_generation_forgets_what_is_no_longer_near_but_not_the_rest():
    queue = JobQueue()
    queue.ask([job("all", REST), job("old", AHEAD), job("kept", AHEAD)], 1)
    queue.ask([job("all", VISIBLE)], 2)
    assert len(queue) == 1
    queue.ask([job("new"), job("kept", BEHIND)], 3)
    assert drained(queue) == ["new", "kept", "all"]


def test_an_old_generation_is_not_listened_to_and_the_present_one_is_added_to():
    queue = JobQueue()
    queue.ask([job("a", AHEAD)], 5)
    queue.ask([job("late")], 4)
    queue.ask([job("b", AHEAD), job("a", VISIBLE)], 5)
    queue.ask([job("a", BEHIND)], 5)
    assert drained(queue) == ["a", "b"]


def test_an_answer_knows_the_latest_generation_that_asked_for_it():
    queue = JobQueue()
    queue.ask([job("a"), job("b")], 1)
    a, b = queue.take(0, 0.0).jobs[0], queue.take(0, 0.0).jobs[0]
    queue.ask([job("a")], 2)
    assert (queue.done(a), queue.done(b)) == (2, 1)


def test_after_clearing_nobody_waits_for_what_is_in_flight_unless_it_is_asked_for_again():
    queue = JobQueue()
    queue.ask([job("a"), job("b"), job("c")], 7)
    a, b = queue.take(0, 0.0).jobs[0], queue.take(0, 0.0).jobs[0]
    queue.clear()
    assert len(queue) == 0
    queue.ask([job("b")], 1)
    assert (queue.done(a), queue.done(b)) == (None, 1)


def test_a_failure_nobody_looks_at_any_more_is_forgotten():
    queue = JobQueue()
    queue.ask([job("a")], 1)
    (a,) = queue.take(0, 0.0).jobs
    queue.ask([], 2)
    queue.fail(a, 0, 10.0, tries=1)
    assert len(queue) == 0


def test_batches_keep_to_the_limits_one_priority_and_one_pair():
    queue = JobQueue([Limits(max_texts=3, max_chars=8)])
    french = Job("fr", VISIBLE, LanguagePair("de", "fr"))
    queue.ask([job("aa"), job("bb"), job("cc"), job("dd"), french, job("ee", AHEAD)], 1)
    batches = []
    while batch := queue.take(0, 0.0):
        batches.append(texts(batch))
    assert batches == [["aa", "bb", "cc"], ["dd"], ["fr"], ["ee"]]


def test_a_resting_engines_work_goes_to_the_next():
    queue = JobQueue([Limits(), Limits()])
    queue.ask([job("a"), job("b")], 1)
    assert queue.take(1, 0.0, [True, True]) is None
    assert queue.take(0, 0.0, [False, False]) is None
    assert texts(queue.take(1, 0.0, [False, True])) == ["a"]
    assert texts(queue.take(0, 0.0, [True, True])) == ["b"]


def test_after_its_tries_a_segment_goes_to_the_next_engine_and_comes_back_in_time():
    queue = JobQueue([Limits(), Limits()])
    queue.ask([job("a")], 1)
    awake = [True, True]
    for _ in range(2):
        assert queue.take(1, 0.0, awake) is None
        queue.fail(queue.take(0, 0.0, awake).jobs[0], 0, 60.0, tries=2)
    assert queue.take(0, 0.0, awake) is None
    assert queue.next_time(0, 0.0) == 60.0
    queue.fail(queue.take(1, 0.0, awake).jobs[0], 1, math.inf, tries=1, reason="no words")
    (stranded,) = queue.stranded(0.0, [0.0, 0.0])
    assert (stranded.retry_at, stranded.engine, stranded.reason) == (60.0, 0, "no words")
    assert queue.stranded(0.0, [0.0, 0.0]) == []
    assert queue.hopeless() == []
    assert texts(queue.take(0, 60.0, awake)) == ["a"]


def test_a_text_too_long_for_one_engine_goes_to_another_and_else_is_hopeless():
    queue = JobQueue([Limits(max_chars=3), Limits(max_chars=6)])
    queue.ask([job("kurz"), job("vielzulang"), job("ja")], 1)
    assert [(job.source, reason) for job, _, reason in queue.hopeless()] == [("vielzulang", "")]
    assert drained(queue, 0, [True, True]) == ["ja"]
    assert drained(queue, 1, [True, True]) == ["kurz"]


def test_when_all_engines_rest_everything_is_stranded_once():
    queue = JobQueue([Limits(), Limits()])
    queue.ask([job("a"), job("b", REST)], 1)
    assert {(s.job.source, s.retry_at) for s in queue.stranded(0.0, [9.0, 7.0])} == {("a", 7.0), ("b", 7.0)}
    assert queue.stranded(1.0, [9.0, 7.0]) == []
    assert len(queue.stranded(1.0, [9.0, 8.0])) == 2
    assert texts(queue.take(1, 8.0, [False, True])) == ["a"]


def test_what_is_put_back_keeps_its_place_before_the_others():
    queue = JobQueue([Limits(max_texts=3)])
    queue.ask([job("a"), job("b"), job("c"), job("d")], 1)
    batch = queue.take(0, 0.0)
    queue.ask([job("e")], 1)
    queue.put_back(batch.jobs, alone=0)
    assert [texts(queue.take(0, 0.0)) for _ in range(4)] == [["a"], ["b"], ["c"], ["d", "e"]]


def test_a_batch_is_of_one_paragraph():
    queue = JobQueue([Limits(max_texts=9)])
    queue.ask([Job("a", paragraph=1), Job("b", paragraph=1), Job("c", paragraph=2), Job("d", paragraph=1)], 1)
    assert [texts(queue.take(0, 0.0)) for _ in range(3)] == [["a", "b"], ["c"], ["d"]]


def test_put_back_leaves_no_trace():
    queue = JobQueue()
    queue.ask([job("a")], 1)
    queue.put_back(queue.take(0, 0.0).jobs)
    assert drained(queue) == ["a"]


LIMITS = [Limits(max_texts=2, max_chars=40), Limits(max_texts=3, max_chars=60)]
WORDS = ["ja", "nein", "Satz eins", "Satz zwei", "x" * 50, "y" * 61, "ein langer Satz " * 6]
PARAGRAPHS = {word: number // 2 for number, word in enumerate(WORDS)}


def can_take(engine, text):
    return pieces(text, LIMITS[engine]) is not None


class QueueMachine(RuleBasedStateMachine):
    """The queue beside a model that knows only what is wanted, where, and what is in flight."""

    batches = Bundle("batches")

    def __init__(self):
        super().__init__()
        self.queue = JobQueue(LIMITS)
        self.near = {}
        self.rest = set()
        self.flying = {}
        self.avoids = {}
        self.alone = set()
        self.generation = 0
        self.now = 0.0

    def waiting(self):
        return {text for text in (self.near.keys() | self.rest) if text not in self.flying}

    def priority(self, text):
        return self.near.get(text, REST)

    def servable(self, text, engine, awake):
        able = [
            place
            for place in range(len(LIMITS))
            if can_take(place, text) and awake[place] and self.avoids.get((text, place), 0.0) <= self.now
        ]
        return able[:1] == [engine]

    def forget(self, text):
        self.near.pop(text, None)
        self.rest.discard(text)
        for place in range(len(LIMITS)):
            self.avoids.pop((text, place), None)
            self.alone.discard((text, place))

    def drop_unwanted(self, before):
        for text in before - self.waiting() - self.flying.keys():
            self.forget(text)

    @rule(
        wanted=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(Priority)), max_size=5),
        step=st.integers(-1, 1),
    )
    def ask(self, wanted, step):
        generation = self.generation + step
        before = self.waiting()
        self.queue.ask([Job(text, priority, paragraph=PARAGRAPHS[text]) for text, priority in wanted], generation)
        if step < 0:
            return
        if step > 0:
            self.near = {}
            self.generation = generation
        for text, priority in wanted:
            if priority is REST:
                self.rest.add(text)
            else:
                self.near[text] = min(priority, self.near.get(text, REST))
            if text in self.flying:
                self.flying[text] = generation
        self.drop_unwanted(before)

    @rule(
        target=batches,
        engine=st.integers(0, 1),
        awake=st.tuples(st.booleans(), st.booleans()),
        most=st.sampled_from([None, 1]),
    )
    def take(self, engine, awake, most):
        servable = {
            text
            for text in self.waiting()
            if self.servable(text, engine, awake) and not (self.queue.rest_paused and self.priority(text) is REST)
        }
        batch = self.queue.take(engine, self.now, awake, most)
        taken = texts(batch)
        assert bool(taken) == bool(servable)
        assert set(taken) <= servable
        assert len(set(taken)) == len(taken)
        if len(taken) > 1:
            assert LIMITS[engine].fit(taken)
            assert most is None
            assert not [text for text in taken if (text, engine) in self.alone]
            assert len({PARAGRAPHS[text] for text in taken}) == 1
        if taken:
            assert {self.priority(text) for text in taken} == {min(map(self.priority, servable))}
        for text in taken:
            self.flying[text] = self.generation
        return (engine, batch.jobs if batch else ())

    @rule(batch=consumes(batches))
    def done(self, batch):
        for answered in batch[1]:
            generation = self.queue.done(answered)
            assert (generation is None) == (self.flying.pop(answered.source) is None)
            self.forget(answered.source)

    @rule(batch=consumes(batches), wait=st.sampled_from([0.0, 5.0, math.inf]), tries=st.integers(1, 1))
    def fail(self, batch, wait, tries):
        engine, jobs = batch
        for failed in jobs:
            self.queue.fail(failed, engine, self.now + wait, tries)
            del self.flying[failed.source]
            if failed.source in self.waiting():
                self.avoids[failed.source, engine] = self.now + wait
            else:
                self.forget(failed.source)

    @rule(batch=consumes(batches), alone=st.booleans())
    def put_back(self, batch, alone):
        engine, jobs = batch
        self.queue.put_back(jobs, engine if alone else None)
        for untried in jobs:
            del self.flying[untried.source]
            if alone:
                self.alone.add((untried.source, engine))
            if untried.source not in self.waiting():
                self.forget(untried.source)

    @rule()
    def hopeless(self):
        lost = {job.source for job, _, _ in self.queue.hopeless()}
        assert lost == {
            text
            for text in self.waiting()
            if all(
                not can_take(place, text) or self.avoids.get((text, place)) == math.inf for place in range(len(LIMITS))
            )
        }
        for text in lost:
            self.forget(text)

    @rule(text=st.sampled_from(WORDS))
    def forgive(self, text):
        self.queue.forgive([job(text).ident])
        if text in self.waiting():
            for place in range(len(LIMITS)):
                self.avoids.pop((text, place), None)

    @rule()
    def drop_rest(self):
        before = self.waiting()
        self.queue.drop_rest()
        self.rest = set()
        self.drop_unwanted(before)

    @rule(paused=st.booleans())
    def pause(self, paused):
        self.queue.rest_paused = paused

    @rule()
    def clear(self):
        before = self.waiting()
        self.queue.clear()
        self.near, self.rest, self.generation = {}, set(), 0
        self.flying = dict.fromkeys(self.flying)
        self.drop_unwanted(before)

    @rule(by=st.floats(0.5, 10.0))
    def time_passes(self, by):
        self.now += by

    @invariant()
    def as_many_wait_as_are_wanted(self):
        assert len(self.queue) == len(self.waiting())


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("count", [2000])
def test_an_engine_that_is_not_first_does_not_look_at_the_whole_text(count, monkeypatch):
    queue = JobQueue([Limits(), Limits()])
    queue.ask([job(f"Satz {number}", REST) for number in range(count)], 1)
    looked = []
    monkeypatch.setattr(type(next(iter(queue._waiting[REST].values()))), "server", lambda *_: looked.append(1))
    assert queue.take(1, 0.0, [True, True]) is None
    assert queue.stranded(0.0, [0.0, 0.0]) == []
    assert looked == []
