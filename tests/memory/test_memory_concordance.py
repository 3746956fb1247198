"""The concordance and fuzzy matches: the same with and without an index."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.target import TargetState
from reader.memory import index
from reader.memory.choosing import Choice
from reader.memory.concordance import pattern
from reader.memory.forgetting import forget
from reader.memory.fuzzy import lengths
from reader.memory.store import TranslationMemory
from reader.memory.unit import FuzzyMatch, LanguagePair, TranslationUnit

PAIR = LanguagePair()


@pytest.fixture(autouse=True)
def no_background(monkeypatch):
    """An index is made when the test says so."""
    monkeypatch.setattr("reader.memory.upkeep.Upkeep.index", lambda self: None)


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.db")) as memory:
        yield memory


def unit(source, target="x", state=TargetState.MACHINE, origin="google"):
    return TranslationUnit(source, target, PAIR, state, origin)


def make_index(memory, rows_per_step=1000):
    return memory.attempt(lambda connection: index.update(connection, lambda: False, rows_per_step=rows_per_step))


def found(memory, text, limit=100):
    return [passage.unit.source for passage in memory.concordance(text, PAIR, limit)]


def uses_index(memory, text):
    return memory.attempt(lambda connection: index.numbers(connection, text)) is not None


@pytest.fixture(params=["index", "no index"])
def indexed(request, memory):
    """A function that makes an index, or does not."""
    return (lambda: make_index(memory)) if request.param == "index" else (lambda: None)


def test_a_text_is_found_in_source_and_target_with_its_places(memory, indexed):
    memory.put_many([unit("Die roten Linien.", "The red lines."), unit("Rot.", "Red. RED."), unit("Blau.", "Blue.")])
    indexed()
    assert found(memory, "rote") == ["Die roten Linien."]
    (first, second) = memory.concordance("red", PAIR)
    assert {first.unit.source, second.unit.source} == {"Die roten Linien.", "Rot."}
    hit = next(passage for passage in (first, second) if passage.unit.source == "Rot.")
    assert (hit.in_source, hit.in_target) == ((), ((0, 3), (5, 8)))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Die „Roten   Linien“", '"roten linien"'),
        ("die ÄPFEL dort", "äpfel"),
        ("die Äpfel dort", "ÄPFEL"),
        ("20 %_ mehr", "%_ m"),
        ("Satz (a|b)* zu", "(A|B)*"),
        ("ein\nUmbruch", "ein umbruch"),
        ("Nord‑Süd", "nord-süd"),
        ("Straße", "STRAßE"),
        ("Ö", "ö"),
        ("x OR y", "or y"),
        ('ein "NEAR" x', "near"),
    ],
)
def test_case_typography_and_signs_are_taken_as_they_are_meant(memory, indexed, text, query):
    memory.put_many([unit(text), unit("etwas anderes")])
    indexed()
    assert found(memory, query) == [text]


def test_blank_and_unknown_texts_find_nothing(memory, indexed):
    memory.put_many([unit("Ja.")])
    indexed()
    assert found(memory, " \u200b ") == found(memory, "unbekannt") == found(memory, "Ja", limit=0) == []
    assert memory.concordance("Ja", LanguagePair("de", "fr")) == []


def test_people_come_first_and_the_limit_holds(memory, indexed):
    memory.put_many(
        [
            unit("Satz eins.", state=TargetState.MACHINE),
            unit("Satz zwei.", state=TargetState.EDITED, origin="you"),
            unit("Satz drei.", state=TargetState.MEMORY, origin="a.yaml"),
        ]
    )
    indexed()
    assert found(memory, "Satz") == ["Satz zwei.", "Satz drei.", "Satz eins."]
    assert found(memory, "Satz", limit=2) == ["Satz zwei.", "Satz drei."]


def test_what_changes_after_the_index_was_made_is_found_as_it_is(memory):
    memory.put_many([unit("Alter Satz.", "old one"), unit("Bleibt.", "stays")])
    assert make_index(memory)
    assert uses_index(memory, "alter")
    memory.put_many([unit("Alter Satz.", "new one"), unit("Neuer Satz.", "newest one")])
    assert found(memory, "old one") == []
    assert found(memory, "new one") == ["Alter Satz."]
    assert sorted(found(memory, "satz")) == ["Alter Satz.", "Neuer Satz."]
    assert make_index(memory)
    assert found(memory, "old one") == []
    assert sorted(found(memory, "satz")) == ["Alter Satz.", "Neuer Satz."]
    memory.attempt(lambda connection: forget(connection, Choice(text="neuer")))
    assert not uses_index(memory, "alter"), "the index knew pieces of it"
    assert found(memory, "satz") == ["Alter Satz."]


def test_an_index_is_made_in_steps_and_goes_on_where_it_stopped(memory):
    memory.put_many(unit(f"Satz {n}.", f"Sentence {n}.") for n in range(25))
    steps = []
    stops = iter([False, False, True])
    done = memory.attempt(
        lambda connection: index.update(connection, lambda: next(stops), lambda *step: steps.append(step), 10)
    )
    assert (done, steps) == (False, [(10, 25), (20, 25)])
    assert len(found(memory, "satz")) == 25
    assert make_index(memory, 10)
    assert len(found(memory, "satz")) == 25


def test_without_fts5_the_same_is_found(memory, monkeypatch):
    monkeypatch.setattr(index, "is_possible", lambda connection: False)
    memory.put_many([unit("Die roten Linien.")])
    assert not make_index(memory)
    assert found(memory, "linien") == ["Die roten Linien."]


def test_an_index_that_this_sqlite_cannot_read_is_passed_by(memory, monkeypatch):
    memory.put_many([unit("Die roten Linien.")])
    make_index(memory)
    with memory.transaction() as connection:
        connection.execute("DROP TABLE passage_trigrams")
        connection.execute("CREATE TABLE passage_trigrams (text)")
    monkeypatch.setattr(index, "is_possible", lambda connection: False)
    assert found(memory, "linien") == ["Die roten Linien."]


def test_the_background_makes_the_index(memory, monkeypatch):
    monkeypatch.undo()
    memory.put_many([unit("Die roten Linien.")])
    assert found(memory, "linien") == ["Die roten Linien."]
    for thread in threading.enumerate():
        if thread.name == "memory-index":
            thread.join(30)
    assert uses_index(memory, "linien")


words = st.text("abcÄäß-„\" %_.'", min_size=1, max_size=6)


@given(st.lists(st.tuples(words, words), max_size=8), words)
def test_an_index_changes_nothing(pairs, query):
    with TemporaryDirectory() as folder, closing(TranslationMemory.open(Path(folder) / "m.db")) as memory:
        memory.put_many(unit(source, target) for source, target in pairs)
        before = memory.concordance(query, PAIR)
        make_index(memory)
        assert memory.concordance(query, PAIR) == before
        wanted = pattern(query)
        for passage in before:
            assert wanted.search(passage.unit.source) or wanted.search(passage.unit.target)


def test_a_fuzzy_match_says_how_much_alike_it_is(memory):
    memory.put_many(
        [
            unit("Die roten Linien sind lang.", "The red lines are long."),
            unit("Die roten Linien sind lange.", "edited", TargetState.EDITED, "you"),
            unit("Die roten Linien sind lange.", "machine"),
            unit("Etwas ganz anderes steht hier.", "Something else."),
            unit("Die", "The"),
        ]
    )
    assert memory.fuzzy("Die roten Linien sind lang!", PAIR) == [
        FuzzyMatch(96, "Die roten Linien sind lang.", "The red lines are long.", TargetState.MACHINE, "google"),
        FuzzyMatch(94, "Die roten Linien sind lange.", "edited", TargetState.EDITED, "you"),
    ]
    assert len(memory.fuzzy("Die roten Linien sind lang!", PAIR, limit=1)) == 1
    assert memory.fuzzy("Die roten Linien sind lang!", PAIR, minimum=97) == []
    assert memory.fuzzy("Die roten Linien sind lang!", LanguagePair("de", "fr")) == []
    assert memory.fuzzy(" ", PAIR) == []


def test_the_same_source_is_no_fuzzy_match_and_typography_does_not_count(memory):
    memory.put_many(
        [unit("Die „roten Linien“ sind – so – lang.", "same"), unit('Die "roten Linien" sind - so - lang!')]
    )
    (match,) = memory.fuzzy('Die "roten  Linien" sind – so – lang.', PAIR)
    assert match.source == 'Die "roten Linien" sind - so - lang!'
    assert match.score < 100


def test_a_cancelled_search_gives_nothing(memory):
    memory.put_many([unit("Die roten Linien."), unit("Die roten Linien!")])
    assert memory.fuzzy("Die roten Linien?", PAIR)
    assert memory.fuzzy("Die roten Linien?", PAIR, cancelled=lambda: True) == []


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30), st.integers(50, 99))
def test_no_length_that_could_be_alike_is_left_out(one, other, minimum):
    from rapidfuzz import fuzz

    shortest, longest = lengths(len(one), minimum)
    if one and other and fuzz.ratio(one, other) >= minimum:
        assert shortest <= len(other) <= longest


def test_this_sqlite_has_trigrams():
    with closing(sqlite3.connect(":memory:")) as connection:
        assert index.is_possible(connection)
