"""Another memory's file as a source: of another computer, or damaged."""

import sqlite3
from contextlib import closing

import pytest

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.errors import MemoryFileError
from reader.memory.exchange import import_file
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from tests.memory.test_memory_migration import expected, older_file

PAIR = LanguagePair()


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.db")) as memory:
        yield memory


def written(path, count, target="x" * 200):
    with closing(TranslationMemory.open(path)) as other:
        other.put_many(
            TranslationUnit(f"Satz {n}.", f"{n} {target}", PAIR, TargetState.MACHINE, "google") for n in range(count)
        )


def test_another_memory_is_taken_over_as_it_is(memory, tmp_path):
    with closing(TranslationMemory.open(tmp_path / "other.db")) as other:
        other.put_many(
            [
                TranslationUnit("Ja.", "Yes.", PAIR, TargetState.EDITED, "you"),
                TranslationUnit("Ja.", "Yep.", PAIR, TargetState.MACHINE, "ollama", b"12345678"),
            ]
        )
        assert import_file(memory, other.path, PAIR).new == 2, "also while it is in use"
    key = segment_key("Ja.")
    assert memory.candidates(key, PAIR) == [
        Target("Yes.", TargetState.EDITED, "you"),
        Target("Yep.", TargetState.MACHINE, "ollama"),
    ]


def test_a_memory_of_version_1_is_taken_over(memory, tmp_path):
    count = older_file(tmp_path / "old.db")
    report = import_file(memory, tmp_path / "old.db", PAIR)
    assert (report.new, report.problems) == (count, ())
    assert memory.get_many(expected(), PAIR) == expected()


def test_what_is_newer_stays(memory, tmp_path):
    written(tmp_path / "other.db", 3, "old")
    memory.put_many([TranslationUnit("Satz 1.", "new", PAIR, TargetState.MACHINE, "google")])
    with closing(sqlite3.connect(tmp_path / "other.db")) as file, file:
        file.execute("UPDATE translation SET updated = 1")
    report = import_file(memory, tmp_path / "other.db", PAIR)
    assert (report.new, report.older, report.changed) == (2, 1, 0)
    assert memory.get_many([segment_key("Satz 1.")], PAIR)[segment_key("Satz 1.")].text == "new"


def test_of_a_damaged_file_what_can_be_read_is_taken_over(memory, tmp_path):
    path = tmp_path / "memory.db.damaged-1"
    written(path, 5000)
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    for page in range(5, pages, 9):  # every ninth page is broken
        content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    report = import_file(memory, path, PAIR)
    assert 2000 < report.new < 5000
    assert "damaged" in report.problems[0]
    keys = {segment_key(f"Satz {n}."): f"{n} " + "x" * 200 for n in range(5000)}
    found = memory.get_many(keys, PAIR)
    assert len(found) == report.new
    assert all(target.text == keys[key] for key, target in found.items())


def test_what_is_no_memory_is_a_sentence(memory, tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE x (y)")
    with pytest.raises(MemoryFileError, match="is no translation memory"):
        import_file(memory, path, PAIR)
    path.write_bytes(path.read_bytes()[:50] + b"\xff" * 3000)
    with pytest.raises(MemoryFileError, match=r"other\.db"):
        import_file(memory, path, PAIR)
    with closing(sqlite3.connect(tmp_path / "later.db")) as file, file:
        file.execute("CREATE TABLE translation (y)")
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(MemoryFileError, match="later version"):
        import_file(memory, tmp_path / "later.db", PAIR)
    with pytest.raises(MemoryFileError, match="the memory itself"):
        import_file(memory, memory.path, PAIR)


def test_a_row_that_is_not_as_it_was_written_is_left_out(memory, tmp_path):
    written(tmp_path / "other.db", 4)
    with closing(sqlite3.connect(tmp_path / "other.db")) as file, file:
        file.execute("UPDATE translation SET source = 'anders' WHERE source = 'Satz 1.'")
        file.execute("UPDATE translation SET target = x'ff' WHERE source = 'Satz 2.'")
    report = import_file(memory, tmp_path / "other.db", PAIR)
    assert report.new == 2
    assert report.problems
