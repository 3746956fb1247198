"""From every older version of the file to today's, with nothing lost on the way."""

import sqlite3
import threading
from contextlib import closing

import pytest

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.memory import opening, upkeep
from reader.memory.moving import move_step
from reader.memory.schema import VERSION
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit

PAIR = LanguagePair()

VERSION_1 = """
CREATE TABLE unit (
    pair TEXT NOT NULL, key BLOB NOT NULL, rank INTEGER NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    origin TEXT NOT NULL, PRIMARY KEY (pair, key, rank)
) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def older_file(path, count=300):
    """A file as version 1 wrote it: machines' answers, every third one imported also, every fifth one edited."""
    rows = []
    for n in range(count):
        source = f"Satz {n}."
        kinds = [(1, "google")] + [(2, "pairs.yaml")] * (n % 3 == 0) + [(3, "you")] * (n % 5 == 0)
        rows += [("de>en", segment_key(source), rank, source, f"{origin} {n}", origin) for rank, origin in kinds]
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as file:
        file.executescript(VERSION_1)
        file.execute("PRAGMA journal_mode = WAL")
        with file:
            file.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def expected(count=300):
    return {
        segment_key(f"Satz {n}."): Target(f"you {n}", TargetState.EDITED, "you")
        if n % 5 == 0
        else Target(f"pairs.yaml {n}", TargetState.MEMORY, "pairs.yaml")
        if n % 3 == 0
        else Target(f"google {n}", TargetState.MACHINE, "google")
        for n in range(count)
    }


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "memory.db"


def tables(path):
    with closing(sqlite3.connect(path)) as file:
        names = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return names, file.execute("PRAGMA user_version").fetchone()[0]


def test_a_small_file_of_version_1_is_moved_at_once(path):
    count = older_file(path)
    with closing(TranslationMemory.open(path)) as memory:
        assert memory.notice == ""
        assert memory.get_many(expected(), PAIR) == expected()
        assert len(memory.candidates(segment_key("Satz 0."), PAIR)) == 3
    assert tables(path) == ({"translation"}, VERSION)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM translation").fetchone() == (count,)


def test_a_file_of_version_0_gets_todays_tables_only(path):
    path.parent.mkdir()
    path.touch()
    TranslationMemory.open(path).close()
    assert tables(path) == ({"translation"}, VERSION)


class Waiting(TranslationMemory):
    """A memory whose rows of an older version are moved when the test says so."""

    def __init__(self, path):
        self.begun = []
        super().__init__(path)

    def _connect(self):
        self._upkeep.begin = lambda **what: self.begun.append(what)
        super()._connect()


@pytest.fixture
def waiting(path, monkeypatch):
    older_file(path)
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    with closing(Waiting(path)) as memory:
        assert memory.begun == [{"older": True, "unchecked": False}]
        yield memory


def step(memory, count=50):
    with memory.transaction() as connection:
        return move_step(connection, count)


def test_a_large_file_can_be_read_and_written_while_it_is_moved(waiting):
    memory, want = waiting, expected()
    steps = 0
    while True:
        assert memory.get_many(want, PAIR) == want
        changed = f"Satz {(steps * 37) % 300}."
        memory.put_many([TranslationUnit(changed, "new", PAIR, TargetState.EDITED, "you")])
        want[segment_key(changed)] = Target("new", TargetState.EDITED, "you")
        if not step(memory):
            break
        steps += 1
    assert steps > 5
    assert memory.get_many(want, PAIR) == want


def test_another_process_that_finishes_moving_is_noticed(waiting, path):
    assert step(waiting)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        while move_step(other):
            pass
    assert waiting.get_many(expected(), PAIR) == expected()
    assert not step(waiting)


def test_an_edit_that_is_not_moved_yet_can_be_dropped(waiting):
    key = segment_key("Satz 0.")
    waiting.drop_edit(key, PAIR)
    while step(waiting):
        pass
    assert waiting.get_many([key], PAIR)[key].origin == "pairs.yaml"


def test_all_looks_see_rows_that_are_not_moved_yet(waiting):
    assert step(waiting)
    assert len(waiting.concordance("satz", PAIR, limit=1000)) == 300 + 100 + 60
    assert waiting.fuzzy("Satz 299", PAIR)
    assert len(waiting.candidates(segment_key("Satz 15."), PAIR)) == 3


def test_a_large_file_is_moved_in_the_background(path, monkeypatch):
    older_file(path, 3000)
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(upkeep, "AFTER_S", 0.0)
    with closing(TranslationMemory.open(path)) as memory:
        for thread in threading.enumerate():
            if thread.name == "memory-upkeep":
                thread.join(30)
                assert not thread.is_alive()
        assert memory.get_many(expected(3000), PAIR) == expected(3000)
    assert tables(path) == ({"translation"}, VERSION)


def test_closing_does_not_wait_for_the_background(path, monkeypatch):
    older_file(path)
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(upkeep, "AFTER_S", 3600.0)
    TranslationMemory.open(path).close()
    assert tables(path) == ({"translation", "unit"}, VERSION)
    with closing(TranslationMemory.open(path)) as memory:
        assert memory.get_many(expected(), PAIR) == expected()


def test_what_is_not_moved_yet_can_be_forgotten_and_exported(waiting):
    from reader.memory.choosing import Choice
    from reader.memory.forgetting import forget

    assert step(waiting)
    assert waiting.attempt(lambda connection: forget(connection, Choice(origin="google"))) == 300
    while step(waiting):
        pass
    assert waiting.attempt(lambda connection: forget(connection, Choice(before_ms=10**15))) == 0, "their day is unknown"
    assert {target.origin for target in waiting.get_many(expected(), PAIR).values()} == {"pairs.yaml", "you"}
    assert waiting.attempt(lambda connection: forget(connection, Choice(state=TargetState.EDITED))) == 60
    assert waiting.attempt(lambda connection: forget(connection, Choice())) == 100


def test_an_import_while_rows_wait_sees_them(waiting, tmp_path):
    from reader.memory.exchange import import_file

    pairs = tmp_path / "pairs.yaml"
    pairs.write_text("- {de: Satz 3., en: pairs.yaml 3}\n- {de: Satz 6., en: changed}\n- {de: Neu., en: New.}\n")
    report = import_file(waiting, pairs, PAIR)
    assert (report.new, report.changed, report.equal) == (1, 1, 1)
    while step(waiting):
        pass
    assert waiting.get_many([segment_key("Satz 6.")], PAIR)[segment_key("Satz 6.")].text == "changed"


def test_two_readers_move_one_file_at_once_and_store_meanwhile(path, monkeypatch):
    older_file(path, 3000)
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(upkeep, "AFTER_S", 0.0)
    want = expected(3000)
    with closing(TranslationMemory.open(path)) as one, closing(TranslationMemory.open(path)) as two:
        for n, memory in enumerate([one, two] * 10):
            memory.put_many([TranslationUnit(f"Satz {n}.", f"new {n}", PAIR, TargetState.EDITED, "you")])
            want[segment_key(f"Satz {n}.")] = Target(f"new {n}", TargetState.EDITED, "you")
            assert one.get_many(want, PAIR) == two.get_many(want, PAIR) == want
        for thread in threading.enumerate():
            if thread.name == "memory-upkeep":
                thread.join(30)
                assert not thread.is_alive()
        assert one.get_many(want, PAIR) == two.get_many(want, PAIR) == want
    assert tables(path) == ({"translation"}, VERSION)


def broken_off(memory):
    with memory.transaction() as connection:
        assert move_step(connection, 50)
        raise KeyboardInterrupt


def test_a_move_that_is_killed_is_taken_up_again(path, monkeypatch):
    older_file(path)
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(upkeep, "AFTER_S", 3600.0)
    with closing(TranslationMemory.open(path)) as memory:
        assert step(memory)
        with pytest.raises(KeyboardInterrupt):
            broken_off(memory)
        assert memory.get_many(expected(), PAIR) == expected()
    monkeypatch.undo()
    with closing(TranslationMemory.open(path)) as memory:
        assert memory.get_many(expected(), PAIR) == expected()
    assert tables(path) == ({"translation"}, VERSION)
