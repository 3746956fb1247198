"""Engines by name, and the one without a network."""

import pytest

from reader.engines.base import Limits, Transient
from reader.engines.fake import FakeEngine
from reader.engines.registry import DEFAULT_CHAIN, ENGINES, engine_chain
from reader.errors import ConfigError


def test_a_chain_keeps_the_persons_order():
    assert [engine.name for engine in engine_chain()] == list(DEFAULT_CHAIN)
    assert [engine.name for engine in engine_chain(["fake", " Google", "fake"])] == ["fake", "google"]
    assert engine_chain([]) == ()


def test_an_unknown_engine_is_named_with_those_that_are_known():
    with pytest.raises(ConfigError, match=r"no engine “gogle”.*google, mymemory, fake"):
        engine_chain(["gogle"])


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_says_what_leaves_the_machine(name):
    engine = ENGINES[name]()
    assert engine.name == name
    assert engine.privacy.endswith(".")
    assert engine.third_party == (name != "fake")
    assert engine.limits.fit(["Ein Satz."])
    engine.close()


def test_the_fake_pairs_whatever_the_order_of_its_work():
    slept, orders = [], []
    engine = FakeEngine(
        delay_s=0.2, sleep=slept.append, shuffle=lambda order: orders.append(order.reverse() or [*order])
    )
    assert engine.translate(["a", "b", "c"], ("de", "en")) == ["[en] a", "[en] b", "[en] c"]
    assert (slept, orders, engine.asked) == ([0.2], [[2, 1, 0]], [("a", "b", "c")])


def test_the_fake_fails_on_demand():
    engine = FakeEngine(fault=lambda texts: Transient("as told") if "b" in texts else None)
    assert engine.translate(["a"], ("de", "fr")) == ["[fr] a"]
    with pytest.raises(Transient, match="as told"):
        engine.translate(["b"], ("de", "fr"))


def test_limits_count_texts_characters_and_bytes():
    limits = Limits(max_texts=2, max_chars=5, max_bytes=6)
    assert limits.fit(["ää", "a"])
    assert not limits.fit(["a", "a", "a"])
    assert not limits.fit(["aaaaaa"])
    assert not limits.fit(["ääää"])
