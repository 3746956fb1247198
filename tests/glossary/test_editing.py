"""Changing glossary files: only the entry's lines change, nothing is ever lost, whatever goes wrong."""

import difflib
import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary
from glossary import safe_file, writing, yaml_file
from glossary.entry import Entry
from glossary.problems import GlossaryError

ROOT = Path(__file__).parents[2]
NASTY = """\
# head of the file\r
\r
OPEC+: =   # stays\r
'rote Linien':   "red lines"\t# quoted\r
"Zoll": [ tariff,   'duty' ]\r
\r
# about money\r
Sondervermögen:\r
    # inside\r
    en: special fund            # or a list\r
    note: "debt"\r
\r
    forbidden: [special assets]\r
Bank: [{en: bank, domain: finance}, {en: bench}]\r
Weg:\r
- way\r
- path\r
Ast: {en: branch, note: x}   # flow\r
Text: >-\r
  folded\r
  text\r
# tail\r
Ende: end"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "glossary.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + NASTY.encode())
    return path


def entry(path, source, number=0):
    return [found for found in glossary.load([path]).entries if found.source == source][number]


def changed_lines(before, after):
    """The lines taken out and put in."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    steps = [
        step for step in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"
    ]
    out = [line for _, start, end, _, _ in steps for line in old[start:end]]
    put = [line for *_, start, end in steps for line in new[start:end]]
    return out, put


def test_an_added_entry_is_a_line_at_the_end(file):
    before = file.read_bytes()
    yaml_file.add(file, Entry("Krieg", ("war",)))
    assert file.read_bytes() == before + b"\r\nKrieg: war"


def test_a_new_file_says_what_it_is(tmp_path):
    path = tmp_path / "deep" / "er" / "mine.yaml"
    yaml_file.add(path, Entry("Krieg", ("war", "warfare")))
    assert path.read_text(encoding="utf-8") == writing.HEADER + "Krieg: [war, warfare]\n"
    yaml_file.add(path, Entry("Heer", ("army",), note="on land", match="compound"))
    assert path.read_text(encoding="utf-8").endswith("Heer:\n  en: army\n  note: on land\n  match: compound\n")


@pytest.mark.parametrize(
    ("source", "new", "out", "put"),
    [
        ("OPEC+", Entry("OPEC+", ("OPEC Plus",)), ["OPEC+: =   # stays\r\n"], ["OPEC+: OPEC Plus   # stays\r\n"]),
        (
            "rote Linien",
            Entry("rote Linien", ("red line",)),
            ["'rote Linien':   \"red lines\"\t# quoted\r\n"],
            ["'rote Linien':   \"red line\"\t# quoted\r\n"],
        ),
        (
            "rote Linien",
            Entry("rote Linie", ("red lines",)),
            ["'rote Linien':   \"red lines\"\t# quoted\r\n"],
            ["'rote Linie':   \"red lines\"\t# quoted\r\n"],
        ),
        ("Zoll", Entry("Zoll", ("tariff",)), ["\"Zoll\": [ tariff,   'duty' ]\r\n"], ['"Zoll": tariff\r\n']),
        (
            "Zoll",
            Entry("Zoll", ("tariff", "duty"), note="x"),
            ["\"Zoll\": [ tariff,   'duty' ]\r\n"],
            ['"Zoll":\r\n', "    en: [tariff, duty]\r\n", "    note: x\r\n"],
        ),
        (
            "Sondervermögen",
            Entry("Sondervermögen", ("special fund",), forbidden=("special assets",), note="no debt"),
            ['    note: "debt"\r\n'],
            ['    note: "no debt"\r\n'],
        ),
        (
            "Sondervermögen",
            Entry("Sondervermögen", ("special fund",), forbidden=("special assets",), note="debt", pos="noun"),
            [],
            ["    pos: noun\r\n"],
        ),
        (
            "Sondervermögen",
            Entry("Sondervermögen", ("special fund",), note="debt"),
            ["    forbidden: [special assets]\r\n"],
            [],
        ),
        (
            "Ast",
            Entry("Ast", ("bough",), note="x, y"),
            ["Ast: {en: branch, note: x}   # flow\r\n"],
            ['Ast: {en: bough, note: "x, y"}   # flow\r\n'],
        ),
        ("Weg", Entry("Weg", ("road",)), ["Weg:\r\n", "- way\r\n", "- path\r\n"], ["Weg: road\r\n"]),
        ("Ende", Entry("Ende", ("finish",)), ["Ende: end"], ["Ende: finish"]),
    ],
)
def test_an_edit_changes_the_lines_of_its_entry_only(file, source, new, out, put):
    before = file.read_bytes().decode()
    undo = yaml_file.edit(file, entry(file, source), new)
    after = file.read_bytes().decode()
    assert changed_lines(before, after) == (out, put)
    assert entry(file, new.source) == new
    yaml_file.undo(undo)
    assert file.read_bytes().decode() == before


@pytest.mark.parametrize("source", ["OPEC+", "rote Linien", "Zoll", "Sondervermögen", "Weg", "Ast", "Text", "Ende"])
def test_removing_takes_the_lines_of_an_entry_only(file, source):
    before = file.read_bytes().decode()
    undo = yaml_file.remove(file, entry(file, source))
    after = file.read_bytes().decode()
    out, put = changed_lines(before, after)
    assert put == [] or source == "Ende"
    assert out
    left = [found.source for found in glossary.load([file]).entries]
    assert source not in left
    assert len(left) == 9
    assert glossary.load([file]).problems == ()
    yaml_file.undo(undo)
    assert file.read_bytes().decode() == before


def test_one_meaning_of_a_homograph_can_be_changed_removed_and_renamed(file):
    yaml_file.edit(file, entry(file, "Bank", 1), Entry("Bank", ("bench",), note="to sit on"))
    assert b"Bank: [{en: bank, domain: finance}, {en: bench, note: to sit on}]\r\n" in file.read_bytes()
    yaml_file.remove(file, entry(file, "Bank", 0))
    assert b"Bank: [{en: bench, note: to sit on}]\r\n" in file.read_bytes()
    yaml_file.edit(file, entry(file, "Bank"), Entry("Sitzbank", ("bench",)))
    assert entry(file, "Sitzbank") == Entry("Sitzbank", ("bench",))


def test_an_undo_after_another_change_takes_back_only_its_own(file):
    undo = yaml_file.add(file, Entry("Krieg", ("war",)))
    yaml_file.add(file, Entry("Frieden", ("peace",)))
    again = yaml_file.undo(undo)
    left = [found.source for found in glossary.load([file]).entries]
    assert "Frieden" in left
    assert "Krieg" not in left
    yaml_file.undo(again)
    assert entry(file, "Krieg").target == "war"


def test_what_has_changed_outside_is_not_overwritten(file):
    old = entry(file, "OPEC+")
    file.write_text("OPEC+: other\n", encoding="utf-8")
    with pytest.raises(GlossaryError, match="changed meanwhile"):
        yaml_file.edit(file, old, Entry("OPEC+", ("x",)))
    with pytest.raises(GlossaryError, match="stands already"):
        yaml_file.add(file, Entry("OPEC+", ("x",)))
    assert file.read_text(encoding="utf-8") == "OPEC+: other\n"


def test_a_broken_file_is_not_written(file):
    for broken in (b'a: b\nc: "d\n', b"a: b\nc: \xff\n", b"a: b\n\tc: d\n"):
        file.write_bytes(broken)
        with pytest.raises(GlossaryError, match="line 2") as error:
            yaml_file.add(file, Entry("x", ("y",)))
        assert error.value.hint
        assert file.read_bytes() == broken
    assert sorted(path.name for path in file.parent.iterdir()) == ["glossary.yaml"]


def test_permissions_and_links_stay_and_backups_roll(tmp_path):
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("a: b\n", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    for number in range(5):
        yaml_file.add(link, Entry(f"w{number}", ("x",)))
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    backups = sorted(path.name for path in tmp_path.iterdir() if ".bak" in path.name)
    assert backups == [".real.yaml.bak1", ".real.yaml.bak2", ".real.yaml.bak3"]
    assert len(glossary.load([tmp_path / ".real.yaml.bak1"]).entries) == 5


def test_a_protected_file_and_a_directory_in_the_way_are_told(tmp_path):
    protected = tmp_path / "protected.yaml"
    protected.write_text("a: b\n", encoding="utf-8")
    protected.chmod(0o444)
    directory = tmp_path / "directory.yaml"
    directory.mkdir()
    blocked = tmp_path / "protected.yaml" / "below.yaml"
    for path in (protected, directory, blocked):
        with pytest.raises(GlossaryError) as error:
            yaml_file.add(path, Entry("x", ("y",)))
        assert str(path.name) in error.value.message
        assert error.value.hint
    assert protected.read_text(encoding="utf-8") == "a: b\n"


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_the_old_file(file, monkeypatch, call):
    before = file.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(GlossaryError, match="no room"):
        yaml_file.add(file, Entry("x", ("y",)))
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == ["glossary.yaml"]


def test_a_change_under_our_hands_is_seen(file, monkeypatch):
    replace, seen = safe_file.replace, []

    def meddling(path, before, after):
        if not seen:
            seen.append(path)
            path.write_bytes(before + b"\r\nFremd: foreign")
        return replace(path, before, after)

    monkeypatch.setattr(safe_file, "replace", meddling)
    yaml_file.add(file, Entry("Eigen", ("own",)))
    assert {"Fremd", "Eigen"} <= {found.source for found in glossary.load([file]).entries}


def test_a_busy_file_is_told(file):
    with safe_file.Locked(file), pytest.raises(GlossaryError, match="busy"), safe_file.Locked(file, wait_s=0.05):
        pass


def test_nothing_unreadable_is_written(file):
    for bad in (
        Entry("a\x1b", ("b",)),
        Entry("", ("b",)),
        Entry("a", ()),
        Entry("a", ("b\x07",)),
        Entry("a", ("b",), note="\x9b"),
    ):
        with pytest.raises(GlossaryError):
            yaml_file.add(file, bad)


AWKWARD = [
    *(
        "no",
        "1:30",
        "# x",
        "a: b",
        "- x",
        "[x",
        " x ",
        "=",
        "~",
        "America First!",
        "Sanktion~",
        "a #b",
        "x:",
        ":x",
        "a,b",
    ),
    *(
        "'",
        '"',
        "it's",
        "\"a\" 'b'",
        "\\",
        "%x",
        "@x",
        "`x",
        "&x",
        "*x",
        "!x",
        "|",
        ">",
        "?",
        "? x",
        "{x",
        "}",
        "...",
        "---",
    ),
    *(
        "<<",
        "null",
        "007",
        "_meta",
        "ä",
        "ẞ",
        "日本",
        "a\u00a0",
        "\u00a0a",
        "x" * 500,
        "!",
        "a!",
        "~a",
        "-",
        "a - b",
        "🙂",
        "x\ufeffy",
    ),
]
TEXT = st.sampled_from(AWKWARD) | st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() == text and text)
ENTRIES = st.builds(
    Entry,
    TEXT,
    st.lists(TEXT.filter(lambda text: text not in "=-"), min_size=1, max_size=3, unique=True).map(tuple),
    forbidden=st.lists(TEXT, max_size=2, unique=True).map(tuple),
    note=st.just("") | TEXT,
    match=st.sampled_from(["inflected", "exact", "compound"]),
    pos=st.sampled_from(["", "noun"]),
)


@settings(max_examples=300)
@given(ENTRIES, ENTRIES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_whatever_is_written_reads_back(tmp_path_factory, first, second, eol, final):
    path = tmp_path_factory.mktemp("g") / "g.yaml"
    start = f"# head{eol}vorher: before # remark{eol}" + ("" if final else "letzte: last")
    path.write_bytes(start.encode())
    if first.source in ("vorher", "letzte") or second.source in ("vorher", "letzte"):
        return
    try:
        yaml_file.add(path, first)
    except GlossaryError as error:
        assert "=" in first.targets, error
        return
    added = path.read_bytes().decode()
    assert added.startswith(start)
    assert glossary.load([path]).problems == ()
    assert glossary.load([path]).entries[-1] == first
    yaml_file.edit(path, entry(path, first.source), second)
    assert path.read_bytes().decode().startswith(start)
    assert glossary.load([path]).entries[-1] == second
    yaml_file.remove(path, entry(path, second.source))
    assert path.read_bytes().decode() == start


ADDER = """
import sys
from pathlib import Path
from glossary import yaml_file
from glossary.entry import Entry
name, count = sys.argv[2], int(sys.argv[3])
for number in range(count):
    yaml_file.add(Path(sys.argv[1]), Entry(f"{name}{number}", ("x",), note="n" if number % 3 else ""))
    print(number, flush=True)
"""


def adder(path, name, count):
    command = [sys.executable, "-c", ADDER, str(path), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_processes_lose_nothing(tmp_path):
    path = tmp_path / "g.yaml"
    path.write_text("# mine\nvorher: before\n", encoding="utf-8")
    both = [adder(path, name, 100) for name in ("a", "b")]
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    sources = {found.source for found in glossary.load([path]).entries}
    assert sources == {"vorher", *(f"{name}{number}" for name in "ab" for number in range(100))}


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    path = tmp_path / "g.yaml"
    path.write_text("# mine\nvorher: before\n", encoding="utf-8")
    expected = {"vorher"}
    for kill in range(50):
        process = adder(path, f"k{kill}-", 100_000)
        acknowledged = [process.stdout.readline().strip()]
        time.sleep(0.0007 * (kill % 11))
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=60)
        acknowledged += rest.split()
        expected |= {f"k{kill}-{number}" for number in acknowledged if number.isdigit()}
        found = glossary.load([path])
        assert found.problems == ()
        assert expected <= {entry.source for entry in found.entries}
    assert path.read_text(encoding="utf-8").startswith("# mine\nvorher: before\n")
