"""Who may have a text: what was named, agreed to or set, and nobody else."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.consent import ALL_TEXTS, Consent, Verdict, agreed, consent, may_go, text_setting

GOOGLE = SimpleNamespace(name="google", third_party=True)
DEEPL = SimpleNamespace(name="deepl", third_party=True)
OLLAMA = SimpleNamespace(name="ollama", third_party=False)
OFFLINE = SimpleNamespace(name="offline", third_party=False)
ALL = (OLLAMA, OFFLINE, DEEPL, GOOGLE)


@pytest.mark.parametrize(
    ("given_", "allowed", "ask"),
    [
        (Consent(), "ollama offline", "deepl google"),
        (Consent(somebody=False), "ollama offline", ""),
        (Consent("on", somebody=False), "ollama offline deepl google", ""),
        (Consent("off"), "offline", ""),
        (Consent("off", frozenset({"google"})), "offline google", ""),
        (Consent("on", frozenset({"google"}), offline=True), "offline", ""),
        (Consent(named=frozenset({"google"}), somebody=False), "ollama offline google", ""),
        (Consent(said="on"), "ollama offline deepl google", ""),
        (Consent(said="google"), "ollama offline google", "deepl"),
        (Consent(said="off", said_of_all="on"), "ollama offline", ""),
        (Consent(said="google", said_of_all="off"), "ollama offline google", ""),
        (Consent(said_of_all="deepl,google"), "ollama offline deepl google", ""),
        (Consent("off", said="on"), "offline", ""),
    ],
)
def test_what_is_allowed_and_what_is_asked(given_, allowed, ask):
    sorted_ = given_.sort(ALL)
    assert (sorted_.allowed, sorted_.ask) == (tuple(allowed.split()), tuple(ask.split()))
    assert {*sorted_.allowed, *sorted_.ask, *sorted_.refused} == {engine.name for engine in ALL}


def test_what_was_said_comes_from_the_history_by_the_texts_content():
    kept = {text_setting("a"): "off", ALL_TEXTS: "google"}
    setting = lambda name: kept.get(name, "")  # noqa: E731
    assert consent("ask", setting, "a").verdict(GOOGLE) is Verdict.REFUSED
    assert consent("ask", setting, "b").verdict(GOOGLE) is Verdict.ALLOWED
    assert consent("ask", setting, "b").verdict(DEEPL) is Verdict.ASK
    assert consent("ask", setting, "a", named=["google"]).verdict(GOOGLE) is Verdict.ALLOWED


def test_a_yes_lets_those_go_that_were_asked_about_and_no_others():
    assert may_go(ALL, Consent()) == (OLLAMA, OFFLINE)
    assert may_go(ALL, Consent(), yes=True) == ALL
    assert may_go(ALL, Consent("off"), yes=True) == (OFFLINE,)


SAID = st.sampled_from(["", "on", "off", "google", "deepl,google", "deepl"])
NAMES = st.frozensets(st.sampled_from([engine.name for engine in ALL]))
CONSENTS = st.builds(
    Consent, st.sampled_from(["ask", "on", "off"]), NAMES, st.booleans(), SAID, SAID, st.booleans()
)  # fmt: skip


@given(CONSENTS, st.sampled_from(ALL))
def test_no_third_party_is_allowed_whom_nobody_named_agreed_to_or_switched_on(given_, engine):
    if given_.verdict(engine) is not Verdict.ALLOWED:
        return
    assert not (given_.offline and engine is not OFFLINE)
    if engine.third_party:
        assert (
            engine.name in given_.named
            or given_.network == "on"
            or "on" in (given_.said, given_.said_of_all)
            or engine.name in f"{given_.said},{given_.said_of_all}".split(",")
        )


@given(CONSENTS, st.sampled_from(ALL))
def test_what_was_agreed_to_is_not_asked_again(given_, engine):
    from dataclasses import replace

    if given_.verdict(engine) is Verdict.ASK:
        after = replace(given_, said=agreed(given_.said, [engine.name]), somebody=False)
        assert after.verdict(engine) is Verdict.ALLOWED
