"""A whole text: how much it is, handed out in chunks, each segment once, and settled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.bitext import Bitext
from reader.core.document import document
from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.translation.jobs import SegmentTerms, jobs_for
from reader.translation.queue import Priority
from reader.translation.whole import IN_QUEUE, Extent, WholeText

FAILED = Target(state=TargetState.FAILED, reason="no line")


def bitext(paragraphs, memory=None):
    memory = {} if memory is None else memory
    text = document("\n\n".join(paragraphs))
    return Bitext(text, lambda keys: {key: memory[key] for key in keys if key in memory})


def known(*texts):
    return {segment_key(text): Target(f"en {text}", TargetState.MACHINE, "fake") for text in texts}


def surveyed(text):
    whole = WholeText(text)
    for _ in whole.survey():
        pass
    return whole


def sources(jobs):
    return [job.source.strip() for job in jobs]


def test_the_extent_counts_each_sentence_that_is_to_be_sent_once():
    text = bitext(["Ja. Nein. Ja.", "Bekannt.", "* * *", "Nein."], known("Bekannt."))
    whole = surveyed(text)
    assert whole.extent == Extent(segments=6, known=2, to_send=2, chars=len("Ja. Nein. "))
    assert whole.extent.translated == (2, 4)
    assert whole.known_chars == len("Bekannt.* * *")
    assert sources(whole.next_jobs()) == ["Ja.", "Nein."]
    assert whole.next_jobs() == []


def test_it_is_finished_when_each_segment_is_settled():
    whole = surveyed(bitext(["Ja. Nein."]))
    whole.next_jobs()
    assert not whole.finished
    whole.settle(known("Ja.", "Anderswo."))
    assert (whole.extent.done, whole.extent.open) == (1, 1)
    whole.settle({segment_key("Nein."): FAILED})
    assert whole.finished
    assert (whole.extent.done, whole.extent.failed, whole.extent.to_send) == (1, 1, 2)
    whole.settle(known("Nein."))
    assert (whole.extent.done, whole.extent.failed) == (2, 0)


def test_only_a_chunk_stands_in_the_queue_and_what_is_settled_makes_room():
    paragraphs = [f"Satz Nummer {number}." for number in range(3 * IN_QUEUE)]
    whole = surveyed(bitext(paragraphs))
    first = whole.next_jobs()
    assert IN_QUEUE <= len(first) < IN_QUEUE + 20
    assert whole.next_jobs() == []
    whole.settle(known(*sources(first[:100])))
    assert sources(first) + sources(whole.next_jobs()) == paragraphs[: len(first) + 100]


def test_while_nobody_answers_no_more_is_asked_for():
    paragraphs = [f"Satz Nummer {number}." for number in range(2 * IN_QUEUE)]
    whole = surveyed(bitext(paragraphs))
    first = whole.next_jobs()
    whole.settle({job.key: replace(FAILED, retry_at=1000.0) for job in first})
    assert whole.extent.failed == len(first)
    assert whole.next_jobs() == []
    assert not whole.finished
    whole.settle(known(*sources(first)))
    assert (whole.extent.done, whole.extent.failed) == (len(first), 0)
    assert whole.next_jobs()


def test_what_became_known_meanwhile_is_not_asked_for():
    memory = {}
    whole = surveyed(bitext(["Ja.", "Nein."], memory))
    memory |= known("Ja.")
    assert sources(whole.next_jobs()) == ["Nein."]
    assert whole.extent == Extent(segments=2, to_send=2, chars=8, done=1)


def test_what_was_translated_in_an_earlier_sitting_is_known():
    paragraphs = [f"Satz Nummer {number}." for number in range(30)]
    memory = known(*paragraphs[:20])
    assert surveyed(bitext(paragraphs, memory)).extent == Extent(30, 20, 10, sum(map(len, paragraphs[20:])))


def test_an_empty_text_is_finished_at_once():
    whole = surveyed(bitext([]))
    assert whole.finished
    assert whole.next_jobs() == []
    assert whole.extent == Extent()


@given(
    st.lists(st.lists(st.sampled_from(["Ja.", "Nein.", "Doch.", "Wohl kaum.", "Nie."]), min_size=1), max_size=30),
    st.sets(st.sampled_from(["Ja.", "Nein."])),
    st.data(),
)
def test_every_segment_is_handed_out_once_and_the_counts_add_up(paragraphs, remembered, data):
    whole = surveyed(bitext([" ".join(paragraph) for paragraph in paragraphs], known(*remembered)))
    extent = whole.extent
    expected = {text for paragraph in paragraphs for text in paragraph} - remembered
    assert extent.to_send == len(expected)
    handed = []
    while jobs := whole.next_jobs():
        handed += sources(jobs)
        for job in jobs:
            target = data.draw(st.sampled_from([FAILED, *known(job.source).values()]))
            whole.settle({job.key: target})
    assert sorted(handed) == sorted(expected)
    assert whole.finished
    assert whole.extent.done + whole.extent.failed == extent.to_send


def test_jobs_leave_out_what_is_known_what_failed_and_boilerplate():
    text = bitext(["Ja. Nein. Doch.", "Wohl kaum."], known("Nein."))
    text.load([0, 1])
    text.set_targets({segment_key("Doch."): FAILED})
    urgency = {0: Priority.VISIBLE, 1: Priority.AHEAD}
    jobs = jobs_for(text, [0, 1], urgency.__getitem__)
    assert [(job.source.strip(), job.priority, job.paragraph) for job in jobs] == [
        ("Ja.", Priority.VISIBLE, 0),
        ("Wohl kaum.", Priority.AHEAD, 1),
    ]
    assert sources(jobs_for(text, [0, 1], Priority.VISIBLE, again={0})) == ["Ja.", "Doch.", "Wohl kaum."]


def test_jobs_carry_what_the_glossary_says():
    text = bitext(["Ja. Nein."])
    said = {0: SegmentTerms((), b"one"), 4: SegmentTerms((), b"two")}
    jobs = jobs_for(text, [0], Priority.REST, terms=lambda _, segment: said[segment.start])
    assert [job.fingerprint for job in jobs] == [b"one", b"two"]


@pytest.mark.parametrize("keep", [True, False])
def test_looking_through_a_text_keeps_nothing_of_it(keep):
    text = bitext(["Ja.", "Nein."])
    jobs_for(text, [0, 1], Priority.REST, keep=keep)
    assert text.kept_segments == (2 if keep else 0)
