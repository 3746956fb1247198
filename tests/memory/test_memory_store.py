"""The person's memory: what it finds, what wins, and that nothing of a file ever stops the reader."""

import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.errors import MemoryFileError
from reader.memory import opening, upkeep
from reader.memory.opening import is_damage
from reader.memory.schema import VERSION
from reader.memory.store import TranslationMemory
from reader.memory.unit import RANKS, LanguagePair, TranslationUnit

PAIR = LanguagePair()
SOURCE = "Die „roten Linien“ sind 20.000 Meter lang."


def unit(source=SOURCE, target="The red lines.", state=TargetState.MACHINE, origin="fake", pair=PAIR):
    return TranslationUnit(source, target, pair, state, origin)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "memory.sqlite"


@pytest.fixture
def memory(path):
    with closing(TranslationMemory.open(path)) as memory:
        yield memory


def known(memory, source=SOURCE, pair=PAIR):
    return memory.get_many([segment_key(source)], pair).get(segment_key(source))


def test_finds_by_content_after_reopening(path):
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
    with closing(TranslationMemory.open(path)) as memory:
        assert known(memory, '  Die "roten   Linien" sind 20.000 Meter lang. ') == Target(
            "The red lines.", TargetState.MACHINE, "fake"
        )
        assert known(memory, "Die roten Linien") is None
        assert known(memory, pair=LanguagePair("de", "fr")) is None
        assert memory.notice == ""


def test_asking_for_nothing_gives_nothing(memory):
    assert memory.get_many([], PAIR) == {}
    memory.put_many([])


states = st.sampled_from(sorted(RANKS, key=RANKS.__getitem__))


@given(st.lists(st.tuples(st.integers(0, 3), states, st.integers(0, 99)), max_size=20))
def test_highest_rank_wins_and_of_one_rank_the_last(writes):
    with (
        TemporaryDirectory() as folder,
        closing(TranslationMemory.open(Path(folder) / "m.sqlite")) as memory,
    ):
        best = {}
        for number, state, target in writes:
            memory.put_many([unit(f"Satz {number}.", f"Sentence {target}.", state)])
            kept = best.get(number)
            if kept is None or RANKS[state] >= RANKS[kept[0]]:
                best[number] = (state, f"Sentence {target}.")
        for number in range(4):
            found = known(memory, f"Satz {number}.")
            assert (found and (found.state, found.text)) == best.get(number)


def test_an_edit_leaves_the_machines_row_in_the_file(memory, path):
    memory.put_many([unit(target="machine")])
    memory.put_many([unit(target="edited", state=TargetState.EDITED, origin="you")])
    memory.put_many([unit(target="machine again")])
    assert known(memory) == Target("edited", TargetState.EDITED, "you")
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT target FROM translation ORDER BY rank").fetchall() == [
            ("machine again",),
            ("edited",),
        ]


def test_many_keys_are_found_whatever_their_order(memory):
    sources = [f"Satz {number}." for number in range(1203)]
    memory.put_many(unit(source, source.replace("Satz", "Sentence")) for source in sources)
    keys = [segment_key(source) for source in sources]
    random.Random(5).shuffle(keys)
    found = memory.get_many([*keys, *keys, segment_key("unbekannt")], PAIR)
    assert {segment_key(f"Satz {n}."): f"Sentence {n}." for n in range(1203)} == {
        key: target.text for key, target in found.items()
    }


def test_text_is_made_harmless_on_its_way_in_and_out(memory, path):
    memory.put_many([unit(target="\x1b]52;c;aGk=\x07red\u202e lines\ud800 ", origin="en\x1bgine")])
    assert known(memory).text == "␛]52;c;aGk=␇red lines\ufffd"
    assert known(memory).origin == "en␛gine"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE translation SET target = ?, origin = ?", ("[/]\x1b[2Jred", "x\x9by"))
    assert known(memory).text == "[/]␛[2Jred"
    assert known(memory).origin == "x\ufffdy"


def test_a_unit_without_text_is_not_kept_and_a_state_without_text_not_taken(memory):
    memory.put_many([unit(target=" \u200b ")])
    assert known(memory) is None
    with pytest.raises(KeyError):
        memory.put_many([unit(state=TargetState.FAILED)])


def test_put_is_all_or_nothing(memory):
    with pytest.raises(KeyError):
        memory.put_many([unit(), unit("Zweiter Satz.", state=TargetState.QUEUED)])
    assert known(memory) is None


def test_a_closed_memory_says_so(path):
    memory = TranslationMemory.open(path)
    memory.close()
    memory.close()
    with pytest.raises(MemoryFileError, match="is closed"):
        known(memory)
    with pytest.raises(MemoryFileError, match="is closed"):
        memory.put_many([unit()])


def test_closing_folds_the_log_into_the_file(path):
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_empty_file_is_migrated(path):
    path.parent.mkdir()
    path.touch()
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
        assert known(memory)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_later_version_is_left_as_it_is(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with closing(TranslationMemory.open(path)) as memory:
        assert "later version" in memory.notice
        memory.put_many([unit()])
        assert known(memory)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database" * 1000, b"SQLite format 3\x00" + bytes(3000)])
def test_a_file_that_is_no_database_is_moved_aside(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    path.with_name("memory.sqlite.damaged-1").write_bytes(b"an earlier one")
    with closing(TranslationMemory.open(path)) as memory:
        assert "memory.sqlite.damaged-2" in memory.notice
        memory.put_many([unit()])
    assert path.with_name("memory.sqlite.damaged-1").read_bytes() == b"an earlier one"
    assert path.with_name("memory.sqlite.damaged-2").read_bytes() == content
    with closing(TranslationMemory.open(path)) as memory:
        assert memory.notice == ""
        assert known(memory)


def damaged(path):
    """A memory file whose header is sound and whose other pages are not."""
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many(unit(f"Satz {number}.", "x" * 300) for number in range(500))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def test_damage_met_while_reading_is_moved_aside(path):
    damaged(path)
    with closing(TranslationMemory.open(path)) as memory:
        assert memory.notice == ""
        assert known(memory, "Satz 7.") is None
        assert "damaged-1" in memory.notice
        memory.put_many([unit()])
        assert known(memory)


def test_damage_met_while_writing_is_moved_aside_and_the_writing_done(path):
    damaged(path)
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
        assert "damaged-1" in memory.notice
        assert known(memory)


def test_a_file_not_closed_properly_is_checked(path):
    damaged(path)
    path.with_name("memory.sqlite-wal").write_bytes(b"left behind")
    with closing(TranslationMemory.open(path)) as memory:
        assert "damaged-1" in memory.notice


def test_a_folder_that_cannot_be_made_gives_a_memory_of_this_process(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with closing(TranslationMemory.open(tmp_path / "file" / "memory.sqlite")) as memory:
        assert "cannot be written" in memory.notice
        memory.put_many([unit()])
        assert known(memory)


def test_a_file_that_vanishes_is_made_again(path):
    with closing(TranslationMemory.open(path)) as memory:
        path.unlink()
        memory.put_many([unit()])
    with closing(TranslationMemory.open(path)) as memory:
        assert known(memory)


def test_a_folder_that_vanishes_and_cannot_be_made_is_an_error(path):
    with closing(TranslationMemory.open(path)) as memory:
        for file in path.parent.iterdir():
            file.unlink()
        path.parent.rmdir()
        path.parent.write_text("in the way")
        with pytest.raises(MemoryFileError, match="cannot be used"):
            memory.put_many([unit()])


def test_a_damaged_file_that_cannot_be_replaced_is_left_and_the_memory_still_opens(path, monkeypatch):
    damaged(path)
    path.with_name("memory.sqlite-wal").write_bytes(b"left behind")
    before = path.read_bytes()

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", forbidden)
    with closing(TranslationMemory.open(path)) as memory:
        assert "cannot be replaced (Permission denied)" in memory.notice
        memory.put_many([unit()])
        assert known(memory)
    assert path.read_bytes() == before


READ_ONLY = """
import os, sys, urllib.parse  # before the interpreter itself may be out of reach
from pathlib import Path
from reader.core.keys import segment_key
from reader.core.target import TargetState
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
pair = LanguagePair()
for name in ("memory.sqlite", "new.sqlite"):
    memory = TranslationMemory.open(Path(name))
    memory.put_many([TranslationUnit("neu", "new", pair, TargetState.MACHINE, "fake")])
    found = memory.get_many([segment_key("alt"), segment_key("neu")], pair)
    print(sorted(target.text for target in found.values()), "cannot be written" in memory.notice)
    memory.close()
"""


@pytest.fixture
def open_to_all():
    """A folder that another user may enter, as the root user must become one to be refused anything."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_read_only_folder_is_read_and_its_memory_goes_on_in_this_process(open_to_all):
    path = open_to_all / "data" / "memory.sqlite"
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit("alt", "old")])
    before = path.read_bytes()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(path.parent)], capture_output=True, text=True, check=True
        )
    finally:
        path.parent.chmod(0o755)
    assert done.stdout.splitlines() == ["['new', 'old'] True", "['new'] True"]
    assert path.read_bytes() == before


def test_a_full_disk_is_an_error_a_person_understands(path):
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
        memory._writer.execute("PRAGMA max_page_count = 4")
        with pytest.raises(MemoryFileError) as caught:
            memory.put_many(unit(f"Satz {number}.", "x" * 900) for number in range(100))
        assert "full" in caught.value.message
        assert "free space" in caught.value.hint
        assert known(memory)
        assert known(memory, "Satz 1.") is None


def test_threads_write_while_another_reads(memory):
    def write(number):
        for step in range(20):
            memory.put_many([unit(f"Satz {number}-{step}.", f"Sentence {number}-{step}.")])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    keys = {segment_key(f"Satz {n}-{s}."): f"Sentence {n}-{s}." for n in range(4) for s in range(20)}
    while any(thread.is_alive() for thread in threads):
        for key, target in memory.get_many(keys, PAIR).items():
            assert target.text == keys[key]
    for thread in threads:
        thread.join()
    assert len(memory.get_many(keys, PAIR)) == len(keys)


def test_reading_does_not_wait_for_a_writer(memory):
    memory.put_many([unit()])
    with memory.transaction() as connection:
        connection.execute("UPDATE translation SET target = 'not yet'")
        found = []
        thread = threading.Thread(target=lambda: found.append(known(memory)))
        thread.start()
        thread.join()
        assert found[0].text == "The red lines."
    assert known(memory).text == "not yet"


WRITER = """
import sys
from pathlib import Path
from reader.core.target import TargetState
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
memory = TranslationMemory.open(Path(sys.argv[1]))
name = sys.argv[2]
for number in range(int(sys.argv[3])):
    units = [
        TranslationUnit(f"{name} {number}-{k}", f"{name} {number}-{k} " * 20, LanguagePair(), TargetState.MACHINE, "w")
        for k in range(5)
    ]
    memory.put_many(units)
    print(number, flush=True)
memory.close()
"""


def writer(path, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def written(memory, name, count):
    """The texts found of the first `count` writes of a writer, each of five units."""
    keys = {segment_key(f"{name} {n}-{k}"): f"{name} {n}-{k}" for n in range(count) for k in range(5)}
    found = memory.get_many(keys, PAIR)
    for key, target in found.items():
        assert target.text == " ".join([keys[key]] * 20)
    return len(found)


def test_kill_at_any_moment_loses_nothing_that_was_announced(path):
    rng = random.Random()
    for run in range(5):
        with writer(path, f"run{run}", 1_000_000) as process:
            for _ in range(rng.randrange(1, 60)):
                announced = int(process.stdout.readline())
            process.kill()
        with closing(TranslationMemory.open(path)) as memory:
            assert memory.notice == ""
            assert written(memory, f"run{run}", announced + 1) == 5 * (announced + 1)
            everything = written(memory, f"run{run}", announced + 500)
            assert everything % 5 == 0


def test_two_processes_write_at_once_and_lose_nothing(path):
    with writer(path, "one", 60) as one, writer(path, "two", 60) as two:
        outputs = [process.communicate()[0] for process in (one, two)]
    assert [output.split()[-1] for output in outputs] == ["59", "59"]
    assert (one.returncode, two.returncode) == (0, 0)
    with closing(TranslationMemory.open(path)) as memory:
        assert written(memory, "one", 60) == written(memory, "two", 60) == 300


def test_opening_loads_nothing_heavy(path):
    code = (
        "import sys; from pathlib import Path; from reader.memory.store import TranslationMemory\n"
        f"TranslationMemory.open(Path({str(path)!r})).close()\n"
        "heavy = ('yaml', 'rapidfuzz', 'textual', 'rich', 'requests', 'deep_translator')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_file_and_its_folder_are_for_this_person_alone(path):
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
        assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    TranslationMemory.open(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_another_writer_is_waited_for_and_then_it_is_an_error(path, monkeypatch):
    assert opening.BUSY_S == 10
    monkeypatch.setattr(opening, "BUSY_S", 0.05)
    with (
        closing(TranslationMemory.open(path)) as memory,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        memory.put_many([unit()])
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MemoryFileError, match="locked"):
            memory.put_many([unit(target="changed")])
        assert known(memory).text == "The red lines.", "reading does not wait"
        other.execute("ROLLBACK")
        memory.put_many([unit(target="changed")])
        assert known(memory).text == "changed"


def test_closing_does_not_wait_for_a_writer_that_waits_for_another_process(path, monkeypatch):
    monkeypatch.setattr(opening, "BUSY_S", 60)
    memory = TranslationMemory.open(path)
    memory.put_many([unit()])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=lambda: memory.put_many([unit(target="changed")]))
        thread.start()
        while memory._writing.acquire(blocking=False):  # until the writer has it
            memory._writing.release()
        memory.close()
        assert thread.is_alive()
        with pytest.raises(MemoryFileError, match="is closed"):
            known(memory)
        other.execute("ROLLBACK")
    thread.join(30)
    assert not thread.is_alive()
    assert memory._writer is None
    with closing(TranslationMemory.open(path)) as again:
        assert known(again).text == "changed", "what was being stored is stored"


def join(name):
    """Wait for the threads with this name."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(30)
            assert not thread.is_alive()


def test_a_large_file_not_closed_properly_is_checked_in_the_background(path, monkeypatch):
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    monkeypatch.setattr(upkeep, "AFTER_S", 0.0)
    with closing(TranslationMemory.open(path)) as memory:
        memory.put_many([unit()])
    path.with_name("memory.sqlite-wal").write_bytes(b"left behind")
    with closing(TranslationMemory.open(path)) as memory:
        join("memory-upkeep")
        assert memory.notice == ""
        assert known(memory)
    damaged(path)
    path.with_name("memory.sqlite-wal").write_bytes(b"left behind")
    with closing(TranslationMemory.open(path)) as memory:
        join("memory-upkeep")
        assert "damaged-1" in memory.notice
        memory.put_many([unit()])
        assert known(memory)


def test_an_export_from_a_damaged_file_is_an_error_and_no_half_of_a_file(path, tmp_path):
    from reader.memory.choosing import Choice
    from reader.memory.exchange import export_to, write_file

    damaged(path)
    out = tmp_path / "out.tmx"
    with closing(TranslationMemory.open(path)) as memory:

        def put(stream):
            return memory.attempt(
                lambda connection: export_to(connection, stream, Choice(), form="tmx", version="1", now_ms=1),
                again=False,
            )

        with pytest.raises(MemoryFileError):
            write_file(out, put, force=False)
        assert "damaged-1" in memory.notice
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_a_search_in_a_damaged_file_finds_nothing_and_goes_on(path):
    damaged(path)
    with closing(TranslationMemory.open(path)) as memory:
        assert memory.concordance("Satz", PAIR) == []
        assert "damaged-1" in memory.notice


def test_a_memory_of_this_process_can_do_all_of_it(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with closing(TranslationMemory.open(tmp_path / "file" / "memory.sqlite")) as memory:
        memory.put_many([unit()])
        assert memory.concordance("linien", PAIR)[0].unit.source == SOURCE
        assert memory.fuzzy(SOURCE + "!", PAIR)
        assert memory.candidates(segment_key(SOURCE), PAIR)


def test_only_broken_files_count_as_damaged():
    assert not is_damage(ValueError())
    assert not is_damage(sqlite3.OperationalError("locked"))


def test_a_folder_that_nobody_may_enter_gives_a_memory_of_this_process(path, monkeypatch):
    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("reader.memory.opening._bytes_in", forbidden)
    with closing(TranslationMemory.open(path)) as memory:
        assert (memory.persistent, memory.copied) == (False, False)
