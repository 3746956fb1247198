"""`lesepult engines`: how they stand, in 80 columns, and a test that asks nobody without consent."""

import json
import math

import pytest

from reader.commands import asking, choosing, engines, testing
from reader.commands.bar import Bar
from reader.core.cells import cells
from reader.engines.base import Availability, Limits, Misconfigured, RateLimited, Refused, Transient
from reader.engines.fake import FakeEngine, no_fault
from reader.engines.ledger import Ledger
from reader.engines.pacing import Health

NOW = 1_800_000_000.0


class English(FakeEngine):
    """Answers with English."""

    available = Availability(ready=True)

    def availability(self):
        return self.available

    def translate(self, texts, languages, terms=(), *more, **others):
        super().translate(texts, languages, terms)
        return ["The house by the lake is old, but the garden is beautiful."] * len(texts)


def engine(name, *, third_party=True, fault=None, available=None):
    made = English(name, Limits(4, 480, 480, 1.0), third_party)
    made.title = name.capitalize()
    made.privacy = f"The text is sent to {made.title}, " + "which says at length what it does with it. " * 3
    if fault is not None:
        made.fault = fault
    if available is not None:
        made.available = available
    return made


@pytest.fixture
def chain(home, monkeypatch):
    there = {}
    config = home / ".config" / "lesepult" / "config.toml"

    def made(names, settings=None):
        return tuple(there[name] for name in names if name in there)

    def put(*engines_, default=None):
        there.update((one.name, one) for one in engines_)
        names = tuple(default if default is not None else there)
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(f"engines = {json.dumps(names)}\n")
        monkeypatch.setattr(choosing, "known_engines", lambda: tuple(there))
        return engines_

    monkeypatch.setattr("reader.engines.registry.engine_chain", made)
    return put


@pytest.fixture
def ledger(home):
    path = home / ".local" / "state" / "lesepult" / "engines.json"
    return Ledger.open(path, lambda: NOW)


def test_the_engines_stand_in_the_order_of_the_chain_and_fit_80_columns(lesepult, chain):
    chain(
        engine("ollama", third_party=False, available=Availability(ready=False, why="No model is set.")),
        engine("google"), engine("mymemory"),
        engine("deepl", available=Availability(ready=False, why="It needs a key. " * 9, key="not set")),
        default=("google", "mymemory"),
    )  # fmt: skip
    done = lesepult("engines")
    assert done.code == 0
    lines = done.out.splitlines()
    assert all(cells(line) <= 80 for line in lines)
    rows = [line.split() for line in lines if not line.startswith("      ")]
    assert [row[:2] for row in rows[1:]] == [["1", "google"], ["2", "mymemory"], ["-", "ollama"], ["-", "deepl"]]
    assert rows[-1][2:6] == ["not", "ready", "not", "set"]
    assert "third party" in lines[1]
    assert "No model is set." in done.out
    assert "4 sentences or 480 characters" in done.out


def test_who_rests_says_until_when_and_why_and_what_failed_last(lesepult, chain, ledger, monkeypatch):
    monkeypatch.setattr(engines.time, "time", lambda: NOW)
    monkeypatch.setattr("reader.engines.ledger.time.time", lambda: NOW)
    chain(engine("google"), engine("deepl"), default=("google", "deepl"))
    from reader.engines.ledger import settings_id
    from reader.settings import EngineSettings

    ledger.note("google", Health(rests_until=NOW + 600, reason="Google refuses requests."))
    ledger.fail("google", "Something else \x1b[2J failed.")
    ledger.note("deepl", Health(rests_until=math.inf, reason="A bad key."), settings_id(EngineSettings(), "deepl"))
    done = lesepult("engines")
    assert "rests until" in done.out
    assert "Google refuses requests." in done.out
    assert "Last error, 2027-01-1" in done.out
    assert "misconfigured" in done.out
    assert "\x1b" not in done.out
    found = {one["name"]: one for one in lesepult("engines", "--json").json["engines"]}
    assert found["google"]["rests_until"] == NOW + 600
    assert found["google"]["ready"] is False
    assert found["google"]["last_error"]["when"] == NOW
    assert (found["deepl"]["rests_until"], found["deepl"]["misconfigured"]) == (None, True)


def test_without_anybody_to_ask_no_third_party_is_tested(lesepult, chain):
    google, local = chain(engine("google"), engine("ollama", third_party=False))
    done = lesepult("engines", "--test")
    assert (google.asked, len(local.asked)) == ([], 1)
    assert "not asked: nobody could be asked for consent" in done.out
    assert "--test google" in done.err


def test_naming_an_engine_is_consent_for_it_and_no_other(lesepult, chain):
    google, deepl = chain(engine("google"), engine("deepl"))
    done = lesepult("engines", "--test", "google")
    assert (done.code, len(google.asked), deepl.asked) == (0, 1, [])
    assert "The house by the lake" in done.out


@pytest.mark.parametrize(("answer", "times"), [("y\n", 1), ("n\n", 0)])
def test_one_question_is_asked_for_all_of_them(lesepult, chain, monkeypatch, answer, times):
    google, deepl = chain(engine("google"), engine("deepl"))
    monkeypatch.setattr(asking, "somebody", lambda **_: True)
    monkeypatch.setattr(asking, "_answer", lambda: answer)
    done = lesepult("engines", "--test")
    assert (len(google.asked), len(deepl.asked)) == (times, times)
    assert "Send one sentence (51 characters) to Google and Deepl?" in done.err
    assert done.code == (0 if times else 4)


def test_a_test_that_fails_says_why_and_counts(lesepult, chain, ledger):
    chain(engine("google", fault=lambda _: Transient("No connection to Google.")), engine("deepl"))
    done = lesepult("engines", "--test", "google,deepl", "--json")
    assert done.code == 4
    by_name = {one["name"]: one for one in done.json["engines"]}
    assert by_name["google"]["reason"] == "No connection to Google."
    assert by_name["deepl"]["answer"].startswith("The house")
    assert ledger.last_error("google").reason == "No connection to Google."


def test_an_answer_that_is_no_translation_is_a_failure(lesepult, chain, monkeypatch):
    (google,) = chain(engine("google"))
    monkeypatch.setattr(type(google), "translate", lambda self, texts, *_, **__: list(texts))
    done = lesepult("engines", "--test", "google")
    assert done.code == 4
    assert "no translation" in done.out


def test_an_engine_that_lacks_something_fails_only_who_named_it(lesepult, chain):
    _, deepl = chain(engine("google"), engine("deepl", available=Availability(ready=False, why="It needs a key.")))
    assert lesepult("engines", "--test", "--yes").code == 0
    assert lesepult("engines", "--test", "deepl").code == 4
    assert deepl.asked == []


def test_a_key_in_an_error_is_shown_by_nobody(lesepult, chain):
    chain(engine("deepl", fault=lambda _: Misconfigured("DeepL refuses the key.")))
    done = lesepult("engines", "--test", "deepl")
    assert "DeepL refuses the key." in done.out


def test_ctrl_c_in_a_test_is_quiet(lesepult, chain, monkeypatch):
    chain(engine("google"))

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(testing, "try_engine", interrupted)
    assert lesepult("engines", "--test", "google").code == 130


def test_each_engine_gets_the_sentence_and_the_question_says_so(lesepult, chain, monkeypatch):
    chain(engine("ollama", third_party=False), engine("google"))
    monkeypatch.setattr(asking, "somebody", lambda **_: True)
    monkeypatch.setattr(asking, "_answer", lambda: "y\n")
    assert "Send one sentence (51 characters) to Google?" in lesepult("engines", "--test").err


def test_what_comes_of_a_test_counts(lesepult, chain):
    later = RateLimited("Google wants fewer requests.", 600.0)
    google, deepl, microsoft = chain(
        engine("google", fault=lambda _: later),
        engine("deepl", fault=lambda _: Refused("All used up."), available=Availability(ready=True, key="set")),
        engine(
            "microsoft", fault=lambda _: Misconfigured("No such key."), available=Availability(ready=True, key="set")
        ),
    )
    assert lesepult("engines", "--test", "google,deepl,microsoft").code == 4
    found = {one["name"]: one for one in lesepult("engines", "--json").json["engines"]}
    assert [one["ready"] for one in found.values()] == [False] * 3
    assert found["google"]["why"] == "Google wants fewer requests."
    assert found["microsoft"]["misconfigured"] is True
    deepl.fault = microsoft.fault = no_fault
    google.fault = lambda _: Transient("No connection.")
    lesepult("engines", "--test", "google,deepl,microsoft")
    found = {one["name"]: one["ready"] for one in lesepult("engines", "--json").json["engines"]}
    assert found == {"google": False, "deepl": True, "microsoft": True}


def test_what_a_test_sends_is_spent(lesepult, chain, home):
    (one,) = chain(engine("mymemory"))
    one.limits = Limits(4, 480, 480, 1.0, daily_chars=5000)
    lesepult("engines", "--test", "mymemory")
    assert "4,949 of 5,000 characters left today" in " ".join(lesepult("engines").out.split())


def test_each_result_is_given_before_the_next_engine_is_asked(lesepult, chain, capsys):
    given = []
    chain(engine("google"), engine("deepl", fault=lambda _: given.append(capsys.readouterr().out)))
    lesepult("engines", "--test", "google,deepl")
    assert "The house by the lake" in given[0]


def test_a_message_names_the_option_that_was_typed(lesepult, chain):
    chain(engine("google"))
    done = lesepult("engines", "--test", "google", "--offline")
    assert (done.code, "--offline and --test google." in done.err) == (2, True)


# --- the bar ----------------------------------------------------------------------------------------------------


class Screen:
    """Standard error on a terminal."""

    def __init__(self):
        self.text = ""

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_the_bar_fits_the_terminal_and_goes_away(monkeypatch):
    screen, now = Screen(), [0.0]
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", "40")
    bar = Bar(lambda: now[0])
    for done in range(0, 2000, 100):
        now[0] += 1.0
        bar.show(done, 2000, (done // 100, 20), "an engine\x1b[2J with a long name")
    lines = screen.text.replace("\x1b[K", "").split("\r")
    assert all(cells(line) <= 39 for line in lines)
    assert len(lines) == 21
    assert "\x1b[2J" not in screen.text
    bar.clear()
    bar.clear()
    assert screen.text.endswith("\r\x1b[K")
    assert screen.text.count("\r\x1b[K") == 1


def test_there_is_no_bar_where_there_is_no_terminal(capsys):
    bar = Bar()
    bar.show(1, 2, (1, 2), "google")
    bar.clear()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "module", [choosing, __import__("reader.commands.bar", fromlist=["bar"]),
               __import__("reader.commands.translated", fromlist=["Tally"]),
               __import__("reader.commands.translate", fromlist=["run"]),
               __import__("reader.commands.ending", fromlist=["Told"]),
               __import__("reader.consent", fromlist=["consent"])]
)  # fmt: skip
def test_examples_in_docstrings_hold(module):
    import doctest

    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


def test_json_of_the_engines_is_one_document(lesepult, chain):
    chain(engine("google"))
    assert json.dumps(lesepult("engines", "--json").json)
