"""Confidence: an engine is given several texts at once when it was seen to keep them apart."""

from reader.translation.confidence import SAMPLE, TRUSTED, Confidence, Heard, after_answer, after_proof, shaken


def heard(*answers):
    confidence = Confidence()
    for answer in answers:
        confidence = after_answer(confidence, Heard(f"zu {answer}", answer))
    return confidence


def test_it_can_be_examined_after_a_few_different_answers():
    assert not heard("Yes.", "No.").ready(0.0)
    assert not heard("Yes.", "No.", "Yes.").ready(0.0)
    assert heard("Yes.", "No.", "Maybe.").ready(0.0)


def test_only_the_latest_answers_are_kept():
    assert [one.answer for one in heard(*map(str, range(9))).sample] == [str(n) for n in range(9 - SAMPLE, 9)]


def test_two_examinations_are_enough_and_each_wants_new_answers():
    once = after_proof(heard("a", "b", "c"), 1.0, agreed=True)
    assert not once.trusted
    assert not once.ready(1.0)
    twice = after_proof(once, 2.0, agreed=True)
    assert twice.trusted
    assert not twice.ready(2.0)


def test_one_that_was_caught_is_examined_again_after_ten_minutes():
    caught = after_proof(heard("a", "b", "c"), 100.0, agreed=False)
    for answer in ("d", "e", "f"):
        caught = after_answer(caught, Heard(answer, answer))
    assert not caught.ready(699.0)
    assert caught.ready(700.0)
    assert not after_proof(after_proof(caught, 700.0, agreed=True), 701.0, agreed=False).trusted


def test_an_examination_that_told_nothing_changes_nothing_but_the_sample():
    assert after_proof(heard("a", "b", "c"), 1.0, agreed=None) == Confidence()


def test_one_whose_answers_seem_misplaced_is_examined_once_more():
    assert not shaken(TRUSTED).trusted
    assert after_proof(shaken(TRUSTED), 1.0, agreed=True).trusted
    assert shaken(Confidence()) == Confidence()
