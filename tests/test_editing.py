"""A person's own translation: beside the machine's, never over it; and taken back exactly."""

import pytest

from reader.core.keys import segment_key
from reader.core.target import MISSING, Target, TargetState
from reader.editing import Editing, Segment
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.undoing import Changes

PAIR = LanguagePair()
SOURCE = "Ein Satz."
KEY = segment_key(SOURCE)
MACHINE = Target("A clause.", TargetState.MACHINE, "google")


@pytest.fixture
def memory(tmp_path):
    made = TranslationMemory.open(tmp_path / "memory.db")
    yield made
    made.close()


def editing(memory):
    changes = Changes()
    return Editing(memory, lambda keys: memory.get_many(keys, PAIR), changes), changes


def test_an_edit_wins_and_taking_it_back_brings_the_machine_back(memory):
    memory.put_many([TranslationUnit(SOURCE, MACHINE.text, PAIR, MACHINE.state, MACHINE.origin)])
    edits, changes = editing(memory)
    shown = edits.write(Segment(KEY, SOURCE, MACHINE), "A sentence.", "It is back.")
    assert shown == memory.get_many([KEY], PAIR) == {KEY: Target("A sentence.", TargetState.EDITED, "you")}
    assert changes.waits
    assert changes.undo() == ("It is back.", {KEY: MACHINE})
    assert memory.get_many([KEY], PAIR) == {KEY: MACHINE}
    assert not changes.waits


def test_each_of_several_edits_is_taken_back_to_the_one_before(memory):
    edits, changes = editing(memory)
    first = edits.write(Segment(KEY, SOURCE, MISSING), "One.", "")[KEY]
    edits.write(Segment(KEY, SOURCE, first), "Two.", "")
    assert changes.undo().targets == {KEY: first}
    assert changes.undo().targets == {KEY: MISSING}
    assert memory.get_many([KEY], PAIR) == {}


def test_going_back_to_the_machine_can_be_taken_back_too(memory):
    memory.put_many([TranslationUnit(SOURCE, MACHINE.text, PAIR, MACHINE.state, MACHINE.origin)])
    edits, changes = editing(memory)
    mine = edits.write(Segment(KEY, SOURCE, MACHINE), "A sentence.", "")[KEY]
    assert edits.drop(Segment(KEY, SOURCE, mine), "Yours is back.") == {KEY: MACHINE}
    assert changes.undo().targets == {KEY: mine}
    assert memory.get_many([KEY], PAIR) == {KEY: mine}


def test_dropping_the_only_translation_leaves_none(memory):
    edits, _ = editing(memory)
    mine = edits.write(Segment(KEY, SOURCE, MISSING), "A sentence.", "")[KEY]
    assert edits.drop(Segment(KEY, SOURCE, mine), "") == {KEY: MISSING}
