"""Who may be asked for a text: what the person said to each engine, and the order they chose."""

import pytest

from reader.engine_choice import EngineChoice
from reader.engines.fake import FakeEngine
from reader.history import History

ENGINES = {
    "ollama": FakeEngine("ollama"),
    "google": FakeEngine("google", third_party=True),
    "deepl": FakeEngine("deepl", third_party=True),
}


@pytest.fixture
def history(tmp_path):
    made = History(tmp_path / "history.db")
    yield made
    made.close()


def choice(history, *names, text="text", **options):
    def make(wanted):
        return [ENGINES[name] for name in wanted]

    return EngineChoice(names or tuple(ENGINES), history, text, make, **options)


def names(engines):
    return [engine.name for engine in engines]


def test_an_engine_on_this_machine_needs_no_yes_and_each_third_party_one_of_its_own(history):
    mine = choice(history)
    assert names(mine.allowed()) == ["ollama"]
    assert names(mine.unasked()) == ["google", "deepl"]
    mine.allow(["google"], always=False)
    assert names(mine.allowed()) == ["ollama", "google"]
    assert names(choice(history).unasked()) == ["deepl"]
    assert names(choice(history, text="another").unasked()) == ["google", "deepl"]


def test_always_counts_for_every_text_and_even_where_a_no_was_said_before(history):
    mine = choice(history)
    mine.refuse(["google", "deepl"])
    mine.allow(["deepl"], always=True)
    assert names(mine.allowed()) == ["ollama", "deepl"]
    assert names(choice(history, text="another").unasked()) == ["google"]


def test_a_no_is_kept_and_only_asking_again_brings_the_question_back(history):
    choice(history).refuse(["google", "deepl"])
    mine = choice(history)
    assert mine.unasked() == ()
    assert names(mine.allowed()) == ["ollama"]
    assert names(mine.ask_again()) == ["google", "deepl"]
    mine.allow(["google"], always=False)
    assert names(choice(history).ask_again()) == ["deepl"]


def test_a_question_that_was_not_answered_comes_back_in_the_next_sitting(history):
    mine = choice(history)
    mine.put_off(["google", "deepl"])
    assert mine.unasked() == ()
    assert names(mine.ask_again()) == ["google", "deepl"]
    assert names(choice(history).unasked()) == ["google", "deepl"]


def test_the_engine_preferred_for_a_text_comes_first_there_and_only_there(history):
    choice(history, "google").prefer("deepl")
    assert choice(history, "google").names == ("deepl", "google")
    assert choice(history, "google", text="another").names == ("google",)


@pytest.mark.parametrize("closed", [{"network": "off"}, {"offline": True}])
def test_with_the_network_off_no_engine_outside_this_program_is_even_made(history, closed):
    def make(_):
        raise AssertionError("an engine was made")

    mine = EngineChoice(("google", "ollama"), history, "text", make, **closed)
    assert mine.names == mine.allowed() == mine.unasked() == mine.ask_again() == ()


def test_naming_an_engine_is_consent_for_that_engine_alone(history):
    mine = choice(history, named=["google"])
    assert names(mine.allowed()) == ["ollama", "google"]
    assert names(mine.unasked()) == ["deepl"]
