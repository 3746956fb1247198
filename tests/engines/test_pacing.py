"""Pacing: pure functions of a clock that the tests set."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.base import Misconfigured, NoTranslation, RateLimited, Refused, TimedOut, Transient
from reader.engines.pacing import Health, Pace, after_failure, after_success

PACE = Pace()


def failed(health, error, now=100.0, gap_s=0.5, jitter=1.0):
    return after_failure(health, error, PACE, gap_s=gap_s, now=now, jitter=jitter)


def test_pauses_double_and_the_third_failure_in_a_row_is_a_rest():
    first = failed(Health(), Transient("a"))
    assert (first.ready_at, first.awake(100.0)) == (101.0, True)
    second = failed(first, TimedOut("b"))
    assert (second.ready_at, second.awake(100.0)) == (102.0, True)
    third = failed(second, Transient("c"))
    assert (third.rests_until, third.reason) == (160.0, "c")
    assert not third.awake(159.9)
    assert third.awake(160.0)


def test_after_a_rest_one_failure_is_enough_and_one_success_wipes_the_slate():
    rested = Health(failures=3, rests_until=160.0)
    assert failed(rested, Transient("again"), now=161.0).rests_until == 221.0
    assert after_success(rested, 0.5, 161.0) == Health(ready_at=161.5)


@pytest.mark.parametrize(
    ("error", "ready_at", "rests_until"),
    [
        (RateLimited("x", 5.0), 105.0, 0.0),
        (RateLimited("x", 0.0), 100.5, 0.0),
        (RateLimited("x", 31.0), 100.5, 131.0),
        (RateLimited("x", 10.0**9), 100.5, 100.0 + 86_400),
        (RateLimited("x"), 100.5, 1900.0),
        (Refused("x"), 100.5, 1900.0),
        (Misconfigured("x"), 100.5, math.inf),
        (NoTranslation("x"), 100.5, 0.0),
    ],
)
def test_each_failure_has_its_wait(error, ready_at, rests_until):
    health = failed(Health(), error)
    assert (health.ready_at, health.rests_until) == (ready_at, rests_until)


def test_too_many_requests_three_times_in_a_row_is_a_rest():
    health = Health()
    for _ in range(3):
        health = failed(health, RateLimited("x", 5.0))
    assert health.rests_until == 160.0


def test_an_unusable_answer_says_nothing_of_the_engine():
    assert failed(Health(failures=2), NoTranslation("x")).failures == 2


errors = st.sampled_from(
    [Transient("x"), TimedOut("x"), RateLimited("x"), RateLimited("x", 3.0), Refused("x"), Misconfigured("x")]
)


@given(
    st.lists(st.tuples(errors, st.floats(0, 1, exclude_max=True), st.floats(0, 1000)), min_size=1),
    st.floats(0, 10),
)
def test_after_any_failure_the_gap_is_kept_and_nothing_waits_for_ever_but_a_setting(steps, gap_s):
    health, now = Health(), 0.0
    for error, jitter, passed_s in steps:
        now += passed_s
        health = failed(health, error, now, gap_s, jitter)
        assert health.ready_at >= now + gap_s
        assert health.ready_at <= now + max(gap_s, PACE.patience_s)
        if isinstance(error, Misconfigured):
            assert health.rests_until == math.inf
        else:
            assert health.rests_until <= now + PACE.longest_s
