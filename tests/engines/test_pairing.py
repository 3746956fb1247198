"""Pairing by content: swapped, shifted and doubled answers are noticed, and good ones left alone."""

import random

import pytest
import yaml

from reader.engines.pairing import agree, alike, doubled, misplaced
from tests.support import SAMPLE_PAIRS

PAIRS = [(unit["de"], unit["en"]) for unit in yaml.safe_load(SAMPLE_PAIRS.read_text("utf-8"))]
SOURCES, ANSWERS = [de for de, _ in PAIRS], [en for _, en in PAIRS]
RUNS = [(start, start + size) for size in range(2, 9) for start in range(len(PAIRS) - size + 1)]


def test_no_false_alarm_on_the_sample():
    assert not [run for run in RUNS if misplaced(SOURCES[slice(*run)], ANSWERS[slice(*run)])]
    assert not doubled(SOURCES, ANSWERS)


def test_neighbours_that_changed_places_are_noticed_in_the_sample():
    tries = found = 0
    for start, stop in RUNS:
        for place in range(start, stop - 1):
            answers = list(ANSWERS)
            answers[place], answers[place + 1] = answers[place + 1], answers[place]
            tries += 1
            found += misplaced(SOURCES[start:stop], answers[start:stop])
    assert found / tries > 0.95


def test_shifted_answers_are_noticed_in_the_sample():
    runs = [run for run in RUNS if run[1] - run[0] >= 4]
    rng = random.Random(3)
    found = 0
    for start, stop in runs:
        answers = ANSWERS[start:stop]
        lost = rng.randrange(len(answers) - 2)
        found += misplaced(SOURCES[start:stop], [*answers[:lost], *answers[lost + 1 :], "And so it goes on."])
    assert found / len(runs) > 0.66


def test_what_says_nothing_is_left_alone():
    assert not misplaced(["Ja.", "Nein.", "Doch."], ["Yes.", "No.", "It is."])
    assert not misplaced([], [])
    assert not misplaced(["Ja."], ["Yes."])


@pytest.mark.parametrize(
    ("alone", "together", "agreed"),
    [
        (["Yes.", "No."], ["Yes.", "No."], True),
        (["Yes, of course.", "No, never."], ["Yes of course!", "No; never"], True),
        (["Yes.", "No.", "Maybe."], ["No.", "Yes.", "Maybe."], False),
        (["Yes.", "No.", "Maybe."], ["Yes.", "Yes.", "Maybe."], False),
        (["Yes.", "No."], ["Something else entirely", "Another thing"], False),
        (["Yes.", "Yes."], ["Yes.", "Yes."], None),
        (["Yes.", "No."], ["Yes."], False),
        (["a1b2 c3d4", "e5f6 a7b8"], ["e5f6 a7b8", "a1b2 c3d4"], False),
    ],
)
def test_examination(alone, together, agreed):
    assert agree(alone, together) is agreed


def test_texts_that_one_answer_may_serve():
    assert alike("Das ist alles.", "Das ist schon alles.")
    assert not alike("Das ist alles.", "Die Regierung schweigt.")
