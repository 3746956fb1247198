"""The marks in the margin: one shape for each state, the most pressing one where several begin on a line."""

import pytest

from reader.core.bitext import BitextParagraph
from reader.core.compose import EDITED, FAILED, SIGNS, STALE, UNASKED, WAITING, sign_on
from reader.core.spans import Span
from reader.core.target import Target, TargetState

SPANS = (Span(0, 5), Span(6, 10), Span(11, 15))
LINE = Span(0, 15)


def pair(*states):
    targets = tuple(
        Target("x" if state not in {TargetState.FAILED, TargetState.QUEUED} else "", state) for state in states
    )
    return BitextParagraph("", SPANS, (b"",) * 3, targets, "x" * 15, SPANS, ())


MACHINE, MEMORY, MISSING = TargetState.MACHINE, TargetState.MEMORY, TargetState.MISSING


@pytest.mark.parametrize(
    ("states", "stale", "sign"),
    [
        ((MACHINE, MEMORY, MISSING), (), None),
        ((MACHINE, TargetState.EDITED, MACHINE), (), EDITED),
        ((TargetState.EDITED, TargetState.QUEUED, TargetState.FAILED), (), FAILED),
        ((TargetState.EDITED, TargetState.QUEUED, MACHINE), (2,), WAITING),
        ((TargetState.EDITED, MACHINE, MACHINE), (1,), STALE),
    ],
)
def test_the_most_pressing_state_that_begins_on_a_line_has_its_mark(states, stale, sign):
    assert sign_on(LINE, pair(*states), stale) is sign


def test_a_segment_that_nobody_is_asked_for_has_a_mark():
    unasked = Target(reason="offline")
    made = BitextParagraph("", SPANS, (b"",) * 3, (Target("x", MACHINE), unasked, unasked), "x" * 15, SPANS, ())
    assert sign_on(LINE, made, ()) is UNASKED


def test_a_line_in_the_middle_of_a_segment_has_no_mark():
    failed = pair(TargetState.FAILED, MACHINE, MACHINE)
    assert sign_on(Span(3, 15), failed, ()) is None


def test_marks_can_be_told_apart_without_colours():
    assert len({sign.mark for sign in SIGNS}) == len(SIGNS)
