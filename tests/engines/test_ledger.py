"""The ledger: what outlives a sitting, and that it never gets in the way."""

import json
import math
import stat
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.ledger import Ledger, settings_id
from reader.engines.pacing import Health
from reader.settings import EngineSettings, LibreTranslateSettings

DAY_S = 86_400.0


class Clock:
    def __init__(self, now=1_000_000.0):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "engines.json"


def test_a_rest_outlives_the_sitting_and_ends_in_time(path, clock):
    Ledger.open(path, clock).note("google", Health(3, 5.0, clock.now + 1800, "blocked"))
    again = Ledger.open(path, clock)
    assert again.health("google") == Health(rests_until=clock.now + 1800, reason="blocked")
    assert again.health("mymemory") == Health()
    clock.now += 1800
    assert again.health("google") == Health()


def test_a_pause_is_not_written_down(path, clock):
    Ledger.open(path, clock).note("google", Health(1, clock.now + 2))
    assert not path.exists()


def test_an_answer_ends_a_rest(path, clock):
    ledger = Ledger.open(path, clock)
    ledger.note("google", Health(rests_until=clock.now + 60, reason="x"))
    ledger.note("google", Health(ready_at=clock.now + 1))
    assert Ledger.open(path, clock).health("google") == Health()


def test_a_bad_key_is_bad_until_the_settings_change(path, clock):
    ledger = Ledger.open(path, clock)
    ledger.note("deepl", Health(rests_until=math.inf, reason="bad key"), "one")
    clock.now += 30 * DAY_S
    again = Ledger.open(path, clock)
    assert again.health("deepl", "one") == Health(rests_until=math.inf, reason="bad key")
    assert again.health("deepl", "two") == Health()


def test_the_days_budget_is_remembered_and_begins_anew_the_next_day(path, clock):
    Ledger.open(path, clock).spend("mymemory", 4000)
    ledger = Ledger.open(path, clock)
    assert ledger.left("mymemory", 5000) == 1000
    ledger.spend("mymemory", 2000)
    assert ledger.left("mymemory", 5000) == 0
    clock.now = ledger.next_day() - 1
    assert ledger.left("mymemory", 5000) == 0
    clock.now += 1
    assert ledger.left("mymemory", 5000) == 5000


def test_the_last_error_is_remembered(path, clock):
    Ledger.open(path, clock).fail("google", "no line")
    assert Ledger.open(path, clock).last_error("google") == (clock.now, "no line")
    assert Ledger.open(path, clock).last_error("deepl") is None


def test_a_proof_counts_for_a_week(path, clock):
    ledger = Ledger.open(path, clock)
    assert not ledger.proved("google")
    ledger.prove("google", proved=True)
    clock.now += 7 * DAY_S - 1
    assert Ledger.open(path, clock).proved("google")
    clock.now += 1
    assert not ledger.proved("google")
    ledger.prove("google", proved=True)
    ledger.prove("google", proved=False)
    assert not ledger.proved("google")


def test_two_processes_see_each_other(path, clock):
    one, other = Ledger.open(path, clock), Ledger.open(path, clock)
    one.spend("mymemory", 100)
    other.spend("mymemory", 200)
    other.note("google", Health(rests_until=clock.now + 60, reason="x"))
    assert one.left("mymemory", 1000) == other.left("mymemory", 1000) == 700
    assert not one.health("google").awake(clock.now)


def test_many_at_once_lose_nothing(path, clock):
    def spend():
        ledger = Ledger(path, clock, lock_s=60.0)
        for _ in range(10):
            ledger.spend("mymemory", 1)

    threads = [threading.Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Ledger.open(path, clock).left("mymemory", 1000) == 960


def test_only_its_owner_can_read_the_file(path, clock):
    Ledger.open(path, clock).fail("google", "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [name.name for name in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{",
        b'{"engines": []}',
        b'{"engines": {"google": 3}}',
        b"[" * 100_000,
        b'{"engines": {"google": {"rests_until": "x", "chars": [], "day": 11, "reason": 5, "error": {}}}}',
        b'{"engines": {"google": {"rests_until": NaN, "proved_at": Infinity, "error_at": -Infinity}}}',
    ],
)
def test_a_damaged_file_counts_as_empty_and_is_mended(path, clock, data):
    path.parent.mkdir()
    path.write_bytes(data)
    ledger = Ledger.open(path, clock)
    assert ledger.health("google") == Health()
    assert ledger.left("google", 100) == 100
    assert ledger.last_error("google") is None
    assert not ledger.proved("google")
    ledger.spend("google", 30)
    assert Ledger.open(path, clock).left("google", 100) == 70


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), st.lists))
def test_any_entry_can_be_read(value):
    ledger = Ledger(None, Clock())
    fields = ("rests_until", "reason", "misconfigured", "settings", "error", "error_at", "chars", "day", "proved_at")
    ledger._kept = {"google": dict.fromkeys(fields, value)}
    assert ledger.health("google").rests_until <= 1_000_000.0 + DAY_S
    assert 0 <= ledger.left("google", 10) <= 10
    ledger.last_error("google")
    ledger.proved("google")


def test_a_rest_from_a_clock_that_went_wrong_is_no_longer_than_a_day(path, clock):
    Ledger.open(path, clock).note("google", Health(rests_until=clock.now + 10**9, reason="x"))
    assert Ledger.open(path, clock).health("google").rests_until == clock.now + DAY_S


def test_a_file_that_cannot_be_written_is_kept_in_this_process(tmp_path, clock):
    (tmp_path / "file").write_text("in the way")
    ledger = Ledger.open(tmp_path / "file" / "engines.json", clock)
    ledger.spend("mymemory", 10)
    ledger.note("google", Health(rests_until=clock.now + 60, reason="x"))
    assert ledger.left("mymemory", 100) == 90
    assert not ledger.health("google").awake(clock.now)


def test_no_control_character_comes_out_of_the_file(path, clock):
    path.parent.mkdir()
    path.write_text(json.dumps({"engines": {"google": {"error": "a\x1b[2J\n\u202eb", "error_at": 1}}}))
    assert Ledger.open(path, clock).last_error("google") == (1.0, "a [2J b") or (
        "\x1b" not in Ledger.open(path, clock).last_error("google").reason
    )


def test_a_fingerprint_tells_settings_apart_and_nothing_else():
    one = EngineSettings(libretranslate=LibreTranslateSettings(key="geheim"))
    other = EngineSettings(libretranslate=LibreTranslateSettings(key="anders"))
    assert settings_id(one, "libretranslate") != settings_id(other, "libretranslate")
    assert settings_id(one, "ollama") == settings_id(other, "ollama")
    assert settings_id(None, "fake") == settings_id(one, "fake")
    assert "geheim" not in settings_id(one, "libretranslate")
