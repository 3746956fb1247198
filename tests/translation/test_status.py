"""What is said of engines: who, why, until when, and who answers meanwhile."""

import math
import time

from reader.engines.base import Misconfigured, RateLimited, Transient
from reader.engines.fake import FakeEngine
from reader.engines.ledger import Ledger
from reader.engines.pacing import Pace
from reader.translation.member import Member
from reader.translation.status import failure


def member(**more):
    made = Member(FakeEngine("google", **more))
    made.prepare(Ledger(None, lambda: 0.0))
    return made


def failed(error, now=100.0):
    made = member()
    made.failed(error, Pace(), now, 0.5)
    return made


def said(made, now):
    status = made.status(now)
    return status.state, status.until, status.reason


def test_a_failure_says_when_and_who():
    blocked = "Google refuses keyless requests from this network."
    assert failure(blocked, 52_320.0, ["MyMemory", "DeepL"], time.gmtime) == (
        "Google refuses keyless requests from this network; next try 14:32; MyMemory is answering meanwhile."
    )
    assert failure("DeepL does not accept the key.", math.inf) == (
        "DeepL does not accept the key; not asked again before its settings change."
    )
    assert failure("No line.", None, ["Google"]) == "No line; Google is answering meanwhile."


def test_states_and_when_they_change_by_themselves():
    assert said(member(), 100.0) == ("ready", None, "")
    assert member().next_change(100.0) == math.inf
    paused = failed(Transient("no line"))
    assert said(paused, 100.1) == ("waiting", 100.5, "no line")
    assert paused.next_change(100.1) == 100.5
    assert said(paused, 100.5) == ("ready", None, "")
    resting = failed(RateLimited("too many", 99.0))
    assert said(resting, 100.0) == ("resting", 199.0, "too many")
    assert resting.next_change(100.0) == 199.0
    assert said(failed(Misconfigured("bad key")), 10**9) == ("misconfigured", None, "bad key")
    assert failed(Transient("no line")).status(200.0).last_error == (100.0, "no line")


def test_a_request_that_takes_long_is_spoken_of_after_six_seconds_and_again_every_five():
    made = member()
    made.asked_at = 100.0
    assert said(made, 105.9) == ("busy", None, "")
    assert made.next_change(105.9) == 106.0
    assert said(made, 106.0) == ("waiting", None, f"{made.title} has not answered for 6 s.")
    assert said(made, 110.9) == said(made, 106.0)
    assert made.next_change(106.0) == made.next_change(110.9) == 111.0
    assert said(made, 111.0)[2].endswith("for 11 s.")


def test_the_same_answer_for_two_texts_is_noticed_unless_they_are_alike():
    made = member()
    assert not made.repeats("Die Regierung schweigt dazu.", "The government is silent about it.")
    assert not made.repeats("Die Regierung schweigt dazu.", "The government is silent about it.")
    assert not made.repeats("Die Regierung schweigt weiter dazu.", "The government is silent about it.")
    assert made.repeats("Morgen wird es regnen.", "The government is silent about it.")
    assert not made.repeats("Ja.", "Yes.")
    assert not made.repeats("Jawohl.", "Yes.")


def test_a_clock_that_is_set_back_holds_nobody_up():
    made = failed(Transient("no line"), now=10_000.0)
    made.mind_clock(9_999.9, Pace())
    assert made.health.ready_at == 10_000.5
    made.mind_clock(5_000.0, Pace())
    assert made.health.ready_at == 5_000.0
    resting = failed(RateLimited("too many", 99.0), now=200_000.0)
    resting.mind_clock(199_999.0, Pace())
    assert not resting.awake(199_999.0)
    resting.mind_clock(100.0, Pace())
    assert resting.awake(100.0)
    bad = failed(Misconfigured("bad key"))
    bad.mind_clock(1.0, Pace())
    assert not bad.awake(1.0)
