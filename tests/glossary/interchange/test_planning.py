"""What an import would do, and doing it in one splice."""

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import glossary
from glossary import bulk, interchange, safe_file, yaml_file
from glossary.entry import Entry
from glossary.interchange.planning import Conflict, Duplicate, Plan
from glossary.problems import GlossaryError
from tests.glossary.interchange.conftest import ENTRIES

ROOT = Path(__file__).parents[3]
MINE = """\
# mine
Zoll: tariff   # kept
'Weißes Haus': White House

Bank: [{en: bank, domain: finance}, {en: bench, domain: furniture}]
Weg:
    en: way   # inside
    note: "old"
# tail
Ende: end"""


def repr_of(entry):
    return repr(replace(entry, layer="", path=None, line=0))


PLAIN = ENTRIES.map(lambda entry: replace(entry, note=entry.note.replace("\r", "")))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    return path


def entries_of(path):
    found = glossary.load([path])
    assert not found.problems
    return list(found.entries)


def test_new_equal_conflicting_and_duplicate_entries_are_told_apart(file):
    standing = entries_of(file)
    new, twice = Entry("Krieg", ("war",), note="x"), Entry("Krieg", ("war",))
    other = Entry("Weg", ("path",))
    imported = [
        Entry("Zoll", ("tariff",), added="2020-01-01"),
        new,
        Entry("Weisses Haus", ("White House",)),
        twice,
        other,
    ]
    plan = interchange.plan(imported, standing)
    assert plan.new == (new,)
    assert plan.equal == (imported[0],)
    assert [conflict.imported for conflict in plan.conflicts] == [imported[2], other]
    assert plan.duplicates == (Duplicate(new, twice),)


def test_an_entry_that_says_less_is_nothing_new(file):
    plan = interchange.plan([Entry("Weg", ("way",)), Entry("Bank", ("bench",))], entries_of(file))
    assert len(plan.equal) == 2


def test_a_conflict_is_with_the_nearest_meaning(file):
    plan = interchange.plan([Entry("Bank", ("seat",), domain="furniture")], entries_of(file))
    assert plan.conflicts[0].standing.target == "bench"


def test_lines_of_pairs_that_stand_apart_become_one_entry(read, tmp_path):
    _, imported = read("Zoll\ttariff\nWeg\tway\nZoll\tduty\n", "terms.txt")
    plan = interchange.plan(imported, [])
    assert plan.new == (Entry("Zoll", ("tariff", "duty")), Entry("Weg", ("way",)))
    assert plan.duplicates[0].merged


def test_meanings_of_one_term_stay_apart_and_are_written_under_it(tmp_path):
    meanings = [Entry("Bank", ("bank",), domain="finance"), Entry("Weg", ("way",)), Entry("Bank", ("bench",))]
    path = tmp_path / "new.yaml"
    interchange.apply(interchange.plan(meanings, []), path)
    assert entries_of(path) == [meanings[0], meanings[2], meanings[1]]


def test_applying_changes_only_what_it_must(file):
    plan = interchange.plan([Entry("Krieg", ("war",)), Entry("Weg", ("path",))], entries_of(file))
    interchange.apply(plan, file)
    assert file.read_text(encoding="utf-8") == MINE + "\nKrieg: war"


@pytest.mark.parametrize(
    ("policy", "lines"),
    [
        ("keep", {}),
        (
            "replace",
            {
                "Zoll: tariff   # kept": "Zoll: duty   # kept",
                "    en: way   # inside": "    en: path   # inside",
                '    note: "old"': None,
            },
        ),
        (
            "merge",
            {
                "Zoll: tariff   # kept": "Zoll: [tariff, duty]   # kept",
                "    en: way   # inside": "    en: [way, path]   # inside",
            },
        ),
    ],
)
def test_a_policy_says_what_becomes_of_conflicts(file, policy, lines):
    before = file.read_text(encoding="utf-8").splitlines()
    imported = [Entry("Weg", ("path",)), Entry("Zoll", ("duty",)), Entry("Krieg", ("war",))]
    interchange.apply(interchange.plan(imported, entries_of(file)), file, policy=policy)
    after = file.read_text(encoding="utf-8").splitlines()
    expected = [lines.get(line, line) for line in before]
    assert after == [*(line for line in expected if line is not None), "Krieg: war"]


def test_one_meaning_of_a_homograph_can_be_replaced(file):
    plan = interchange.plan([Entry("Bank", ("seat",), domain="furniture")], entries_of(file))
    interchange.apply(plan, file, policy="replace")
    assert "Bank: [{en: bank, domain: finance}, {en: seat, domain: furniture}]" in file.read_text(encoding="utf-8")


def test_a_conflict_with_another_file_is_overridden_here(file, tmp_path):
    other = tmp_path / "other.yaml"
    plan = interchange.plan([Entry("Weg", ("path",))], entries_of(file))
    interchange.apply(plan, other, policy="merge")
    assert file.read_text(encoding="utf-8") == MINE
    assert entries_of(other) == [Entry("Weg", ("way", "path"), note="old")]


def test_two_imported_meanings_merge_into_one_standing_entry(file):
    conflicts = [Entry("Zoll", ("duty",), domain="a"), Entry("Zoll", ("toll",), domain="b")]
    plan = interchange.plan(conflicts, entries_of(file))
    interchange.apply(plan, file, policy="merge")
    assert entries_of(file)[0] == Entry("Zoll", ("tariff", "duty", "toll"), domain="a")


def test_an_import_can_be_taken_back_and_done_again(file):
    plan = interchange.plan([Entry("Weg", ("path",)), Entry("Krieg", ("war",))], entries_of(file))
    done = interchange.apply(plan, file, policy="replace")
    after = file.read_bytes()
    again = interchange.undo(done)
    assert file.read_text(encoding="utf-8") == MINE
    interchange.undo(again)
    assert file.read_bytes() == after


def test_an_import_can_be_taken_back_after_another_change(file):
    plan = interchange.plan([Entry("Weg", ("path",)), Entry("Krieg", ("war",))], entries_of(file))
    done = interchange.apply(plan, file, policy="replace")
    yaml_file.add(file, Entry("Frieden", ("peace",)))
    interchange.undo(done)
    sources = {entry.source: entry.target for entry in entries_of(file)}
    assert sources["Weg"] == "way"
    assert sources["Frieden"] == "peace"
    assert "Krieg" not in sources


def test_a_new_file_that_is_taken_back_is_gone(tmp_path):
    path = tmp_path / "deep" / "new.yaml"
    interchange.undo(bulk.add_many(path, [Entry("Krieg", ("war",))]))
    assert not path.exists()


def test_nothing_to_do_writes_nothing(file):
    before = file.stat().st_mtime_ns
    interchange.apply(Plan(), file)
    assert file.stat().st_mtime_ns == before


def test_the_former_file_is_kept_beside_it(file):
    bulk.add_many(file, [Entry("Krieg", ("war",))])
    assert (file.parent / ".mine.yaml.bak1").read_text(encoding="utf-8") == MINE


def test_line_ends_and_the_mark_of_the_file_stay(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbfZoll: tariff\r\n")
    bulk.add_many(path, [Entry("Krieg", ("war",)), Entry("Weg", ("way",), note="x")])
    assert path.read_bytes() == b"\xef\xbb\xbfZoll: tariff\r\nKrieg: war\r\nWeg:\r\n  en: way\r\n  note: x\r\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Zoll: [tariff\n", "line 1, column 7"),
        (b"Zoll: tariff\n\xff\xfe: x\n", "line 2, is not UTF-8"),
        (b"Krieg: conflict\n", "stands already"),
    ],
)
def test_a_file_that_cannot_be_changed_stays_as_it_is(tmp_path, content, message):
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(GlossaryError) as raised:
        bulk.add_many(path, [Entry("Krieg", ("war",))])
    assert message in str(raised.value)
    assert path.read_bytes() == content


def test_an_entry_that_no_file_can_hold_is_refused_before_anything_is_touched(tmp_path):
    path = tmp_path / "mine.yaml"
    with pytest.raises(GlossaryError, match=r"control character"):
        bulk.add_many(path, [Entry("a", ("b",)), Entry("x\x1b", ("y",))])
    assert not path.exists()


def test_a_full_disk_leaves_the_file_as_it_was(file, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(safe_file.os, "write", full)
    with pytest.raises(GlossaryError, match="no room on the disk"):
        bulk.add_many(file, [Entry("Krieg", ("war",))])
    assert file.read_text(encoding="utf-8") == MINE


def test_another_program_that_writes_in_between_loses_nothing(file, monkeypatch):
    real, calls = safe_file.replace, []

    def meddled(path, before, after):
        if not calls:
            calls.append(path)
            path.write_bytes(path.read_bytes() + b"\nAnderes: other\n")
        real(path, before, after)

    monkeypatch.setattr(safe_file, "replace", meddled)
    bulk.add_many(file, [Entry("Krieg", ("war",))])
    assert [entry.source for entry in entries_of(file)][-2:] == ["Anderes", "Krieg"]


def test_two_processes_that_import_at_once_lose_nothing(tmp_path):
    path = tmp_path / "mine.yaml"
    code = (
        "import sys; from pathlib import Path; from glossary import bulk; from glossary.entry import Entry\n"
        "for number in range(5):\n"
        "    bulk.add_many(Path(sys.argv[1]), [Entry(f'{sys.argv[2]}{number}-{n}', ('x',)) for n in range(20)])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), name], cwd=ROOT) for name in "ab"]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert len(entries_of(path)) == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    standing=st.lists(PLAIN, max_size=4, unique_by=lambda entry: entry.source.casefold()),
    imported=st.lists(PLAIN, max_size=6),
    policy=st.sampled_from(["keep", "replace", "merge"]),
)
def test_what_is_written_is_what_was_planned(tmp_path_factory, standing, imported, policy):
    path = tmp_path_factory.mktemp("bulk") / "mine.yaml"
    bulk.add_many(path, standing)
    there = yaml_file.load_file(path).entries
    assert list(there) == standing
    plan = interchange.plan(imported, there)
    done = interchange.apply(plan, path, policy=policy)
    after = yaml_file.load_file(path)
    assert not after.problems
    if policy == "keep":
        assert sorted(after.entries, key=repr_of) == sorted([*standing, *plan.new], key=repr_of)
    again = interchange.plan(imported, after.entries)
    assert not again.new
    assert len(again.conflicts) <= len(plan.conflicts)
    interchange.undo(done)
    assert list(yaml_file.load_file(path).entries) == standing


def test_many_entries_are_one_splice(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    written = []
    real = safe_file.replace
    monkeypatch.setattr(safe_file, "replace", lambda *args: (written.append(args[0]), real(*args)))
    bulk.add_many(path, [Entry(f"Wort{n}", (f"word{n}",), note="x" if n % 3 else "") for n in range(3000)])
    changes = [(entry, replace(entry, targets=("new",))) for entry in entries_of(path)[::2]]
    before = path.read_text().splitlines()
    bulk.change_many(path, changes)
    assert len(written) == 2
    after = path.read_text().splitlines()
    assert len(after) == len(before)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == len(changes)


def test_keys_that_a_file_takes_for_one_are_one(tmp_path):
    path = tmp_path / "mine.yaml"
    imported = [Entry("zoll", ("duty",)), Entry("WEG", ("way",), case="insensitive")]
    imported.append(Entry("Zoll", ("tariff",), case="insensitive"))
    plan = interchange.plan(imported, [Entry("weg", ("path",))])
    assert [entry.source for entry in plan.new] == ["zoll"]
    assert plan.conflicts[0].standing.source == "weg"
    assert len(plan.duplicates) == 1
    interchange.apply(plan, path)
    assert entries_of(path)[0].targets == ("duty", "tariff")


def test_a_term_without_end_is_cut():
    pairs = [Entry("Zoll", (f"duty {number}",), domain=str(number)) for number in range(5000)]
    plan = interchange.plan(pairs, [])
    assert len(plan.new) == 100
    assert len(plan.duplicates) == 4900


def test_a_carriage_return_in_a_remark_becomes_a_line_break(tmp_path):
    path = tmp_path / "mine.yaml"
    bulk.add_many(path, [Entry("Zoll", ("duty",), note="a\r\nb\rc")])
    assert entries_of(path)[0].note == "a\nb\nc"


def test_an_unknown_policy_is_refused(file):
    with pytest.raises(GlossaryError, match="keep, replace, merge"):
        interchange.apply(Plan(conflicts=(Conflict(Entry("a", ("b",)), Entry("a", ("c",))),)), file, policy="ours")


def test_importing_the_package_is_cheap():
    names = "('yaml', 'csv', 'xml', 'pyexpat')"
    code = f"import sys; import glossary.interchange; print([name for name in {names} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ
    )
    assert result.stdout.strip() == "[]"
