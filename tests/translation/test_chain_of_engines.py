"""Engines that fail in every way: no wrong text is shown or kept, the next one answers, and nobody is hammered."""

import math
import threading
from dataclasses import replace

import pytest

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.engines.base import Limits, Misconfigured, NoTranslation, RateLimited, Refused, Transient
from reader.engines.ledger import Ledger, settings_id
from reader.engines.pacing import Pace
from reader.memory.unit import LanguagePair
from reader.settings import EngineSettings, LibreTranslateSettings
from reader.translation.queue import Job, Priority
from tests.translation.support import PATIENCE_S, QUICK, Clock, English, Reader, english, german, jobs, serving

SENTENCES = [german(number) for number in range(40)]
TRUSTED = Limits(max_texts=4)


def proved(*names):
    """A ledger that knows these engines."""
    ledger = Ledger(None)
    for name in names:
        ledger.prove(name, proved=True)
    return ledger


def raising(error):
    def spoil(texts, answers):
        raise error

    return spoil


def is_right(memory, *sources):
    """Whether these, and no others, are in the memory with their own translation."""
    found = memory.get_many([segment_key(source) for source in SENTENCES], LanguagePair())
    assert {key: target.text for key, target in found.items()} == {
        segment_key(source): english(source) for source in sources
    }


# --- several texts in one request ---------------------------------------------------------------------------------


def only_in_batches(change):
    return lambda texts, answers: change(answers) if len(answers) > 1 else answers


@pytest.mark.parametrize(
    "change",
    [
        lambda answers: answers[:-1],
        lambda answers: [*answers, "And so on."],
        lambda answers: [" ".join(answers)],
        lambda answers: [answers[1], answers[0], *answers[2:]],
        lambda answers: [answers[0], *answers[:-1]],
        lambda answers: [*answers[1:], answers[0]],
        lambda answers: [*answers[:-1], ""],
    ],
    ids=["dropped", "added", "merged", "swapped", "doubled", "shifted", "one empty"],
)
def test_a_batch_that_comes_back_wrong_is_asked_again_one_by_one(memory, reader, change):
    engine = English(spoil=only_in_batches(change))
    with serving(memory, reader, engine, ledger=proved("english")) as service:
        service.request(jobs(*SENTENCES[:4]), 1)
        for source in SENTENCES[:4]:
            assert reader.target(source).text == english(source)
    assert engine.asked == [tuple(SENTENCES[:4]), *((source,) for source in SENTENCES[:4])]
    is_right(memory, *SENTENCES[:4])


def test_of_a_batch_asked_one_by_one_what_passes_is_kept(memory, reader):
    bad = SENTENCES[1]
    engine = English(answer=lambda text: "" if text == bad else english(text))
    with serving(memory, reader, engine, ledger=proved("english")) as service:
        service.request(jobs(*SENTENCES[:3]), 1)
        assert reader.target(bad).state is TargetState.FAILED
        assert reader.target(bad).reason == "English gave no translation: the answer was empty."
        for source in (SENTENCES[0], SENTENCES[2]):
            assert reader.target(source).text == english(source)
    is_right(memory, SENTENCES[0], SENTENCES[2])


def test_an_engine_nobody_knows_is_asked_one_by_one_until_it_is_proved(memory, reader):
    engine = English(limits=TRUSTED)
    ledger = Ledger(None)
    with serving(memory, reader, engine, ledger=ledger) as service:
        service.request(jobs(*SENTENCES), 1)
        for source in SENTENCES:
            assert reader.target(source).text == english(source)
    sizes = [len(texts) for texts in engine.asked]
    assert sizes[:8] == [1, 1, 1, 3, 1, 1, 1, 3]
    assert sizes[8:] == [4] * 8 + [2]
    assert ledger.proved("english")


def test_an_engine_that_swaps_lines_shows_nothing_wrong_even_where_content_tells_nothing(memory, reader):
    sources = [f"{word} geht heim." for word in ("Anna", "Berta", "Cora", "Dora", "Emma", "Frida", "Gerda", "Hanna")]
    words = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    answers = {source: f"{word} goes home." for source, word in zip(sources, words, strict=True)}
    engine = English(spoil=only_in_batches(lambda said: [said[1], said[0], *said[2:]]), answer=answers.__getitem__)
    ledger = Ledger(None)
    with serving(memory, reader, engine, ledger=ledger) as service:
        service.request(jobs(*sources), 1)
        for source in sources:
            assert reader.target(source).text == answers[source]
    assert not ledger.proved("english")


def test_one_that_begins_to_swap_is_caught_by_content_and_examined(memory, reader):
    engine = English(spoil=only_in_batches(lambda said: [said[1], said[0], *said[2:]]))
    ledger = proved("english")
    with serving(memory, reader, engine, ledger=ledger) as service:
        service.request(jobs(*SENTENCES), 1)
        for source in SENTENCES:
            assert reader.target(source).text == english(source)
    assert [len(texts) for texts in engine.asked if len(texts) > 1] == [4, 3]
    assert not ledger.proved("english")


def test_segments_of_two_paragraphs_do_not_go_together(memory, reader):
    engine = English(limits=Limits(max_texts=10))
    with serving(memory, reader, engine, ledger=proved("english")) as service:
        service.request([*jobs(*SENTENCES[:3], paragraph=7), *jobs(*SENTENCES[3:5], paragraph=8)], 1)
        reader.wait(lambda r: len(r.results) == 5)
    assert engine.asked == [tuple(SENTENCES[:3]), tuple(SENTENCES[3:5])]


def test_a_sentence_over_the_limit_is_sent_in_pieces_and_joined(memory, reader):
    source = "Das ist der erste Teil; und das ist der zweite, nicht kurze, Teil"
    said = {"Das ist der erste Teil;": "This is the first part;", "und das ist der zweite,": "and this is the second,"}
    engine = English(
        limits=Limits(max_chars=24), answer=lambda text: said.get(text, "not a short one, part").replace("kurze", "")
    )
    with serving(memory, reader, engine) as service:
        service.request(jobs(source), 1)
        target = reader.target(source)
    assert [" ".join(texts) for texts in engine.asked] == [*said, "nicht kurze, Teil"]
    assert target.text == "This is the first part; and this is the second, not a short one, part"


def test_when_one_piece_fails_the_sentence_fails(memory, reader):
    engine = English(limits=Limits(max_chars=24), answer=lambda text: "" if "zweite" in text else "This is a part;")
    source = "Das ist der erste Teil; und das ist der zweite Teil"
    with serving(memory, reader, engine) as service:
        service.request(jobs(source), 1)
        assert reader.target(source).state is TargetState.FAILED


# --- answers that are none ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        lambda text: text,
        lambda text: text.replace(".", " !"),
        lambda text: "Das ist eine ganz andere Antwort auf die Frage, was hier steht: 101, 102, 103.",
        lambda text: "Ceci est la phrase avec le nombre qui se trouve dans le texte: 101, 102.",
        lambda text: "This is the sentence with the number 7654.",
        lambda text: "This <b>is</b> the sentence with the number 101, 102, 103.",
        lambda text: "Error 500 (Server Error)!!1500.That’s an error.There was an error. 101 102",
    ],
    ids=["echo", "echo with other marks", "german", "french", "numbers", "markup", "error page"],
)
def test_what_is_no_translation_is_shown_nowhere_and_the_next_engine_answers(memory, reader, answer):
    engines = [English("odd", answer=answer), English("good")]
    sources = SENTENCES[1:4]
    with serving(memory, reader, *engines, ledger=proved("odd", "good")) as service:
        service.request(jobs(*sources), 1)
        for source in sources:
            assert (reader.target(source).text, reader.target(source).origin) == (english(source), "good")
    is_right(memory, *sources)


def test_an_echo_of_short_texts_is_no_translation(memory, reader):
    sources = ["Guten Morgen.", "Das geht.", "Neue Regierung", "Kommentar schreiben", "Wer ist da?"]
    with serving(memory, reader, English(answer=str)) as service:
        service.request(jobs(*sources), 1)
        for source in sources:
            assert reader.target(source).state is TargetState.FAILED
    found = memory.get_many(map(segment_key, sources), LanguagePair())
    assert found == {}


def test_a_name_may_stay_a_name_once_the_engine_has_said_something_else(memory, reader):
    engine = English(answer=lambda text: english(text) if "Satz" in text else text)
    with serving(memory, reader, engine) as service:
        service.request(jobs("Angela Merkel", SENTENCES[0]), 1)
        assert reader.target("Angela Merkel").text == "Angela Merkel"
    assert engine.asked == [("Angela Merkel",), (SENTENCES[0],), ("Angela Merkel",)]


def test_many_names_at_the_beginning_are_no_fault_of_the_engine(memory, reader):
    names = ["Angela Merkel", "Olaf Scholz", "Friedrich Merz", "Robert Habeck", "Annalena Baerbock", "Berlin", "Bonn"]
    engine = English(limits=Limits(), answer=lambda text: english(text) if "Satz" in text else text)
    with serving(memory, reader, engine) as service:
        service.request(jobs(*names, SENTENCES[0]), 1)
        for name in names:
            assert reader.target(name).text == name
    assert reader.notices == []


def test_one_answer_for_every_text_is_none(memory, reader):
    engine = English(limits=Limits(), answer=lambda _: "This is what the machine says to all of them.")
    sources = ["Morgen wird es regnen.", "Die Regierung schweigt dazu.", "Er kam zu spät nach Hause."]
    with serving(memory, reader, engine) as service:
        service.request(jobs(*sources), 1)
        for source in sources[1:]:
            assert reader.target(source).state is TargetState.FAILED


# --- who is passed over, and for how long -------------------------------------------------------------------------


def test_a_blocked_engine_is_not_asked_in_the_next_sitting_before_its_time(memory, tmp_path):
    clock = Clock()
    blocked = English("first", spoil=raising(Refused("First is closed.")))
    for sitting in range(3):
        reader = Reader()
        ledger = Ledger.open(tmp_path / "engines.json", clock)
        with serving(memory, reader, blocked, English("second"), ledger=ledger, clock=clock) as service:
            service.request(jobs(SENTENCES[sitting]), 1)
            assert reader.target(SENTENCES[sitting]).origin == "second"
            (first, _) = service.status()
            assert (first.state, first.until, first.reason) == ("resting", 1_001_800.0, "First is closed.")
            assert first.last_error == (1_000_000.0, "First is closed.")
    assert len(blocked.asked) == 1
    clock.now += 1800
    blocked.spoil = lambda texts, answers: answers
    reader = Reader()
    with serving(memory, reader, blocked, ledger=Ledger.open(tmp_path / "engines.json", clock), clock=clock) as service:
        service.request(jobs(SENTENCES[5]), 1)
        assert reader.target(SENTENCES[5]).origin == "first"
    assert Ledger.open(tmp_path / "engines.json", clock).health("first").reason == ""


def test_what_another_process_found_out_counts_before_the_next_request(memory, reader, tmp_path):
    clock = Clock()
    engines = [English("first", limits=Limits()), English("second")]
    ledger = Ledger.open(tmp_path / "engines.json", clock)
    with serving(memory, reader, *engines, ledger=ledger, clock=clock) as service:
        service.request(jobs(SENTENCES[0]), 1)
        assert reader.target(SENTENCES[0]).origin == "first"
        other = Ledger.open(tmp_path / "engines.json", clock)
        other.note("first", replace(ledger.health("first"), rests_until=clock.now + 600, reason="First is closed."))
        service.request(jobs(SENTENCES[1]), 2)
        assert reader.target(SENTENCES[1]).origin == "second"
    assert len(engines[0].asked) == 1


def test_a_daily_budget_is_kept_over_sittings_and_the_next_engine_answers_meanwhile(memory, tmp_path):
    clock = Clock()
    engine = English("first", limits=Limits(max_texts=1, daily_chars=2 * len(SENTENCES[0]) + 5))
    origins = []
    for source in SENTENCES[:4]:
        reader = Reader()
        ledger = Ledger.open(tmp_path / "engines.json", clock)
        with serving(memory, reader, engine, English("second"), ledger=ledger, clock=clock) as service:
            service.request(jobs(source), 1)
            origins.append(reader.target(source).origin)
            status = service.status()[0]
    assert origins == ["first", "first", "second", "second"]
    assert (status.state, status.until) == ("resting", ledger.next_day())
    assert status.reason == "First's 77 characters for today are used up."


def test_a_bad_key_is_not_tried_again_before_the_settings_change(memory, tmp_path):
    clock = Clock()
    settings = EngineSettings(libretranslate=LibreTranslateSettings(key="bad"))
    bad = English("libretranslate", spoil=raising(Misconfigured("LibreTranslate does not accept the key.")))
    for source in SENTENCES[:2]:
        reader = Reader()
        more = {"ledger": Ledger.open(tmp_path / "engines.json", clock), "settings": settings, "clock": clock}
        with serving(memory, reader, bad, English("second"), **more) as service:
            service.request(jobs(source), 1)
            assert reader.target(source).origin == "second"
            assert service.status()[0].state == "misconfigured"
    assert len(bad.asked) == 1
    changed = EngineSettings(libretranslate=LibreTranslateSettings(key="good"))
    ledger = Ledger.open(tmp_path / "engines.json", clock)
    assert ledger.health("libretranslate", settings_id(settings, "libretranslate")).rests_until == math.inf
    assert ledger.health("libretranslate", settings_id(changed, "libretranslate")).awake(clock.now)
    assert b"bad" not in (tmp_path / "engines.json").read_bytes().replace(b"bad key", b"")


def test_asking_again_asks_a_resting_engine_once(memory, reader):
    clock = Clock()
    engine = English(spoil=raising(Refused("English is closed.")))
    with serving(memory, reader, engine, clock=clock) as service:
        service.request(jobs(*SENTENCES[:2]), 1)
        assert reader.target(SENTENCES[0]).retry_at == clock.now + 1800
        clock.now += 5
        service.retry(jobs(*SENTENCES[:2]), 2)
        reader.wait(lambda r: sum(result.target.retry_at == clock.now + 1800 for result in r.results) == 2)
        assert len(engine.asked) == 2
        engine.spoil = lambda texts, answers: answers
        service.retry(jobs(*SENTENCES[:2]), 3)
        assert reader.translation(SENTENCES[0]).text == english(SENTENCES[0])
        assert reader.translation(SENTENCES[1]).text == english(SENTENCES[1])


def test_asking_again_forgets_what_an_engine_could_not_translate(memory, reader):
    engine = English(spoil=raising(NoTranslation("English has no words.")))
    with serving(memory, reader, engine) as service:
        service.request(jobs(SENTENCES[0]), 1)
        assert reader.target(SENTENCES[0]).reason == "English has no words."
        engine.spoil = lambda texts, answers: answers
        service.retry(jobs(SENTENCES[0]), 2)
        assert reader.translation(SENTENCES[0]).text == english(SENTENCES[0])


def test_a_rest_is_told_once_until_there_was_an_answer(memory, reader):
    clock = Clock()
    engine = English(limits=Limits(), spoil=raising(RateLimited("English wants fewer requests.", 60.0)))
    with serving(memory, reader, engine, English("second"), clock=clock) as service:
        for number in range(3):
            service.request(jobs(SENTENCES[number]), number)
            assert reader.target(SENTENCES[number]).origin == "second"
            reader.wait(lambda r, so_far=number: len(engine.asked) > so_far)
            clock.now += 61
            service.wake()
    assert len(reader.notices) == 1
    assert reader.notices[0].startswith("English wants fewer requests; next try ")
    assert reader.notices[0].endswith("; Second is answering meanwhile.")


def test_an_engine_that_lacks_something_is_not_asked_and_says_what(memory, reader):
    engines = [English("first"), English("second")]
    engines[0].lacks = "First needs a key."
    with serving(memory, reader, *engines) as service:
        service.request(jobs(SENTENCES[0]), 1)
        assert reader.target(SENTENCES[0]).origin == "second"
        assert (service.status()[0].state, service.status()[0].reason) == ("unavailable", "First needs a key.")
        engines[0].lacks = ""
        service.retry(jobs(SENTENCES[1]), 2)
        assert reader.target(SENTENCES[1]).origin == "first"


def test_when_all_lack_something_every_segment_says_so(memory, reader):
    engine = English()
    engine.lacks = "English needs a key."
    with serving(memory, reader, engine) as service:
        service.request(jobs(*SENTENCES[:3]), 1)
        for source in SENTENCES[:3]:
            assert reader.target(source) == Target(state=TargetState.FAILED, reason="English needs a key.")
    assert engine.asked == []


def test_an_engine_that_is_given_up_is_told(memory, reader):
    seen, begun = threading.Event(), threading.Event()

    class Slow(English):
        def translate(self, texts, languages, terms=(), cancelled=None):
            begun.set()
            while not cancelled():
                seen.wait(0.001)
            seen.set()
            return [""]

    with serving(memory, reader, Slow()) as service:
        service.request(jobs(SENTENCES[0]), 1)
        assert begun.wait(PATIENCE_S)
        assert not seen.is_set()
        service.close()
        assert seen.wait(PATIENCE_S)


def test_a_mistake_in_the_program_leaves_the_engine_out_and_the_chain_goes_on(memory, reader):
    class Odd(English):
        @property
        def takes_terms(self):
            if self.asked:
                raise LookupError(german(0))
            return False

    with serving(memory, reader, Odd("first"), English("second"), ledger=proved("first")) as service:
        service.request(jobs(SENTENCES[0]), 1)
        assert reader.target(SENTENCES[0]).origin == "second"
        assert service.status()[0].state == "unavailable"
    assert reader.notices == ["First failed unexpectedly (LookupError)."]


# --- what the person sees meanwhile -------------------------------------------------------------------------------


def test_after_six_seconds_without_an_answer_that_is_said(memory, reader):
    clock, gate, begun = Clock(), threading.Event(), threading.Event()

    def hang(texts, answers):
        begun.set()
        assert gate.wait(PATIENCE_S)
        return answers

    with serving(memory, reader, English(spoil=hang), clock=clock) as service:
        service.request(jobs(SENTENCES[0]), 1)
        assert begun.wait(PATIENCE_S)
        assert service.status()[0].state == "busy"
        clock.now += 6
        service.wake()
        reader.wait(lambda r: r.statuses)
        (said,) = reader.statuses[0]
        assert (said.state, said.reason) == ("waiting", "English has not answered for 6 s.")
        gate.set()
        assert reader.target(SENTENCES[0]).text == english(SENTENCES[0])
        reader.wait(lambda r: r.statuses[-1][0].state == "ready")


def test_while_one_engine_is_silent_the_next_goes_on_with_what_is_left(memory, reader):
    clock, gate, begun = Clock(), threading.Event(), threading.Event()

    def hang(texts, answers):
        begun.set()
        assert gate.wait(PATIENCE_S)
        return answers

    engines = [English("first", limits=Limits(), spoil=hang), English("second")]
    with serving(memory, reader, *engines, clock=clock) as service:
        service.request(jobs(*SENTENCES[:3]), 1)
        assert begun.wait(PATIENCE_S)
        assert engines[1].asked == []
        clock.now += 6
        service.wake()
        assert {reader.target(source).origin for source in SENTENCES[1:3]} == {"second"}
        gate.set()
        assert reader.target(SENTENCES[0]).origin == "first"


def test_an_engine_that_is_slow_by_nature_is_waited_for(memory, reader):
    clock, gate, begun = Clock(), threading.Event(), threading.Event()

    def hang(texts, answers):
        begun.set()
        assert gate.wait(PATIENCE_S)
        return answers

    engines = [English("first", limits=Limits(deadline_s=120.0), spoil=hang), English("second")]
    with serving(memory, reader, *engines, clock=clock) as service:
        service.request(jobs(*SENTENCES[:3]), 1)
        assert begun.wait(PATIENCE_S)
        clock.now += 31
        service.wake()
        reader.wait(lambda r: r.statuses)
        assert reader.statuses[0][0].reason == "First has not answered for 30 s."
        gate.set()
        assert {reader.target(source).origin for source in SENTENCES[:3]} == {"first"}
    assert engines[1].asked == []


def test_an_engine_of_which_no_answer_can_be_used_rests_for_a_while(memory, reader):
    clock = Clock()
    engines = [English("first", limits=Limits(), answer=str), English("second")]
    with serving(memory, reader, *engines, clock=clock) as service:
        service.request(jobs(*SENTENCES[:12]), 1)
        assert {reader.target(source).origin for source in SENTENCES[:12]} == {"second"}
        reader.wait(lambda r: r.notices)
        first = service.status()[0]
        assert (first.state, first.until) == ("resting", clock.now + 60)
        assert first.reason == "First gave no translation: the answer was the text itself."
    assert len(engines[0].asked) == 6
    assert reader.notices[0].endswith("; Second is answering meanwhile.")


def test_the_whole_text_can_wait_while_the_page_goes_on(memory, reader):
    engine = English(limits=Limits())
    with serving(memory, reader, engine) as service:
        service.pause_rest()
        service.request([*jobs(*SENTENCES[:3], priority=Priority.REST), *jobs(SENTENCES[5])], 1)
        assert reader.target(SENTENCES[5]).text == english(SENTENCES[5])
        assert engine.asked == [(SENTENCES[5],)]
        service.resume_rest()
        for source in SENTENCES[:3]:
            assert reader.target(source).text == english(source)


def test_the_whole_text_can_be_dropped(memory, reader):
    engine = English(limits=Limits())
    with serving(memory, reader, engine) as service:
        service.pause_rest()
        service.request([*jobs(*SENTENCES[:3], priority=Priority.REST), *jobs(SENTENCES[2])], 1)
        service.drop_rest()
        service.resume_rest()
        service.request(jobs(SENTENCES[4]), 1)
        assert reader.target(SENTENCES[2]).text == english(SENTENCES[2])
        assert reader.target(SENTENCES[4]).text == english(SENTENCES[4])
    assert sorted(engine.asked) == [(SENTENCES[2],), (SENTENCES[4],)]


def test_the_fingerprint_of_the_terms_is_stored_with_what_was_translated_with_them(memory, reader):
    engine = English()
    engine.takes_terms = True
    with serving(memory, reader, engine) as service:
        service.request([Job(SENTENCES[0], fingerprint=b"12345678"), Job(SENTENCES[1])], 1)
        reader.target(SENTENCES[1])
        assert reader.target(SENTENCES[0]).text == english(SENTENCES[0])


def test_transient_failures_of_all_engines_leave_every_segment_with_a_reason_and_a_time(memory, reader):
    clock = Clock()
    engines = [English(name, spoil=raising(Transient(f"{name} has no line."))) for name in ("one", "two")]
    patience = replace(QUICK, pace=Pace(backoff_s=0))
    with serving(memory, reader, *engines, clock=clock, patience=patience) as service:
        service.request(jobs(*SENTENCES[:5]), 1)
        for source in SENTENCES[:5]:
            target = reader.target(source)
            assert target.state is TargetState.FAILED
            assert target.retry_at == clock.now + 60
            assert target.reason.endswith("has no line.")
    assert [len(engine.asked) for engine in engines] == [3, 3]


def test_a_failure_names_the_first_engine_of_the_chain_too(memory, reader):
    first = English("first", spoil=raising(Refused("First is closed to us.")))
    second = English("second", spoil=raising(Transient("Second answered with something unreadable.")))
    with serving(memory, reader, first, second) as service:
        service.request(jobs(SENTENCES[0]), 1)
        target = reader.target(SENTENCES[0])
    assert target.state is TargetState.FAILED
    assert target.reason == "First is closed to us; Second answered with something unreadable."
