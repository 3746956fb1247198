"""Which of several translations of one segment is found."""

from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.memory.rows import Found, best_first
from reader.memory.store import TranslationMemory
from reader.memory.unit import RANKS, LanguagePair, TranslationUnit, Wishes

PAIR = LanguagePair()
SOURCE = "Die roten Linien sind lang."
KEY = segment_key(SOURCE)


class Clock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        self.now += 1
        return self.now


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.db", Clock())) as memory:
        yield memory


def put(memory, target, origin="google", state=TargetState.MACHINE, terms=b""):
    memory.put_many([TranslationUnit(SOURCE, target, PAIR, state, origin, terms)])


def found(memory, chain=(), terms=b""):
    return memory.get_many([KEY], PAIR, Wishes(chain, {KEY: terms}))[KEY].text


def test_machines_come_in_the_order_of_the_chain_and_those_outside_it_last(memory):
    put(memory, "by deepl", "deepl")
    put(memory, "by google", "google")
    put(memory, "by ollama", "ollama")
    assert found(memory, ("google", "deepl")) == "by google"
    assert found(memory, ("deepl", "google")) == "by deepl"
    assert found(memory, ("mymemory", "ollama")) == "by ollama"
    assert found(memory, ("mymemory",)) == "by ollama", "the newest"
    assert found(memory) == "by ollama", "the newest"


def test_of_one_engine_the_wished_terms_win_and_else_the_newest(memory):
    put(memory, "with terms", "ollama", terms=b"12345678")
    put(memory, "without", "ollama")
    assert found(memory, ("ollama",), b"12345678") == "with terms"
    assert found(memory, ("ollama",)) == "without"
    assert found(memory, ("ollama",), b"another!") == "without", "the newest"
    put(memory, "with terms, again", "ollama", terms=b"12345678")
    assert found(memory, ("ollama",), b"another!") == "with terms, again"


def test_the_chain_counts_more_than_the_terms(memory):
    put(memory, "google", "google")
    put(memory, "ollama with terms", "ollama", terms=b"12345678")
    assert found(memory, ("google", "ollama"), b"12345678") == "google"


def test_people_come_before_machines_and_edits_before_imports(memory):
    put(memory, "imported", "pairs.yaml", TargetState.MEMORY)
    put(memory, "machine", "google")
    assert found(memory, ("google",)) == "imported"
    put(memory, "edited", "you", TargetState.EDITED)
    assert found(memory, ("google",)) == "edited"
    memory.drop_edit(KEY, PAIR)
    assert found(memory, ("google",)) == "imported"


def test_of_two_imported_files_the_later_one_counts(memory):
    put(memory, "one", "one.yaml", TargetState.MEMORY)
    put(memory, "two", "two.yaml", TargetState.MEMORY)
    assert found(memory) == "two"
    put(memory, "one again", "one.yaml", TargetState.MEMORY)
    assert found(memory) == "one again"


def test_there_is_one_edit_whoever_made_it(memory):
    put(memory, "mine", "you", TargetState.EDITED)
    put(memory, "hers", "Anna", TargetState.EDITED)
    assert [target.text for target in memory.candidates(KEY, PAIR)] == ["hers"]


def test_candidates_are_all_of_a_segment_the_best_first(memory):
    put(memory, "by google", "google")
    put(memory, "by deepl", "deepl")
    put(memory, "imported", "a.tmx", TargetState.MEMORY)
    assert memory.candidates(KEY, PAIR, Wishes(("google",))) == [
        Target("imported", TargetState.MEMORY, "a.tmx"),
        Target("by google", TargetState.MACHINE, "google"),
        Target("by deepl", TargetState.MACHINE, "deepl"),
    ]
    assert memory.candidates(segment_key("?"), PAIR) == []
    assert memory.candidates(KEY, LanguagePair("de", "fr")) == []


def test_many_keys_some_with_several_rows(memory):
    memory.put_many(
        TranslationUnit(f"Satz {n}.", f"{origin} {n}.", PAIR, TargetState.MACHINE, origin)
        for n in range(1200)
        for origin in (("google", "deepl") if n % 7 == 0 else ("google",))
    )
    keys = {segment_key(f"Satz {n}."): n for n in range(1200)}
    got = memory.get_many(keys, PAIR, Wishes(("deepl",)))
    assert {keys[key]: target.text for key, target in got.items()} == {
        n: f"{'google' if n % 7 else 'deepl'} {n}." for n in range(1200)
    }


rows = st.builds(
    Found,
    st.just(KEY),
    st.sampled_from(sorted(RANKS.values())),
    st.just("text"),
    st.sampled_from(["google", "deepl", "ollama"]),
    st.sampled_from([b"", b"a", b"b"]),
    st.integers(0, 5),
)
chains = st.lists(st.sampled_from(["google", "deepl", "ollama"]), unique=True).map(tuple)


@given(st.lists(rows, min_size=1, max_size=8), chains, st.sampled_from([b"", b"a"]))
def test_no_row_is_put_before_a_better_one(several, chain, terms):
    ordered = best_first(several, Wishes(chain, {KEY: terms}))
    assert sorted(ordered) == sorted(several)
    for first, second in pairwise(ordered):
        assert first.rank >= second.rank
        if first.rank != second.rank:
            continue
        if first.rank == RANKS[TargetState.MACHINE] and second.origin in chain:
            assert first.origin in chain
            assert chain.index(first.origin) <= chain.index(second.origin)
        if first.origin == second.origin:
            assert (first.terms == terms, first.updated) >= (second.terms == terms, second.updated)
