"""Changing glossary files: only the entry's lines change, nothing is ever lost, whatever goes wrong."""

import difflib
import errno
import fcntl
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary
from glossary import reading, safe_file, source_file, writing, yaml_file
from glossary.entry import Entry
from glossary.problems import GlossaryError

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


def appended(path, data):
    path.write_bytes(data)


def renamed(path, data):
    aside = path.with_name("editor.tmp")
    aside.write_bytes(data)
    aside.replace(path)


@pytest.mark.parametrize("write", [appended, renamed])
@pytest.mark.parametrize("times", [1, 5])
def test_a_change_under_our_hands_is_seen(file, monkeypatch, write, times):
    replace, seen = safe_file.replace, []

    def meddling(path, before, after):
        if len(seen) < times:
            seen.append(path)
            write(path, before + f"\r\nFremd{len(seen)}: foreign".encode())
        return replace(path, before, after)

    monkeypatch.setattr(safe_file, "replace", meddling)
    yaml_file.add(file, Entry("Eigen", ("own",)))
    here = {found.source for found in glossary.load([file]).entries}
    assert {"Eigen", *(f"Fremd{number + 1}" for number in range(times))} <= here


def test_a_file_that_is_changed_all_the_time_is_given_up(file, monkeypatch):
    replace = safe_file.replace

    def meddling(path, before, after):
        path.write_bytes(before + b"#")
        return replace(path, before, after)

    monkeypatch.setattr(safe_file, "replace", meddling)
    with pytest.raises(GlossaryError, match="all the time"):
        yaml_file.add(file, Entry("Eigen", ("own",)))
    assert b"Eigen" not in file.read_bytes()


def test_a_file_that_vanishes_under_our_hands_is_made_anew(file, monkeypatch):
    replace, seen = safe_file.replace, []

    def meddling(path, before, after):
        if not seen:
            seen.append(path)
            path.unlink()
        return replace(path, before, after)

    monkeypatch.setattr(safe_file, "replace", meddling)
    yaml_file.add(file, Entry("Eigen", ("own",)))
    assert [found.source for found in glossary.load([file]).entries] == ["Eigen"]


def test_what_a_killed_writer_left_is_taken_away(file):
    stale = file.with_name(".glossary.yaml.tmp")
    stale.symlink_to(file.parent / "elsewhere")
    yaml_file.add(file, Entry("Eigen", ("own",)))
    assert not stale.is_symlink()
    assert not (file.parent / "elsewhere").exists()
    stale.write_bytes(b"half")
    yaml_file.add(file, Entry("Fremd", ("foreign",)))
    assert not stale.exists()


def test_a_chain_of_links_to_another_directory_stays(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    real, middle, link = tmp_path / "b" / "real.yaml", tmp_path / "b" / "middle.yaml", tmp_path / "a" / "link.yaml"
    middle.symlink_to("real.yaml")
    link.symlink_to("../b/middle.yaml")
    yaml_file.add(link, Entry("Eigen", ("own",)))
    yaml_file.add(middle, Entry("Fremd", ("foreign",)))
    assert link.is_symlink()
    assert middle.is_symlink()
    assert [entry.source for entry in glossary.load([real]).entries] == ["Eigen", "Fremd"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["link.yaml"]


def test_a_link_that_leads_to_itself_is_told(tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(link)
    assert glossary.load([link]).problems
    with pytest.raises(GlossaryError):
        yaml_file.add(link, Entry("Eigen", ("own",)))


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.EROFS, "may not be written"), (errno.EDQUOT, "no room"), (errno.EIO, "input/output error")],
)
@pytest.mark.parametrize("call", ["write", "fsync", "fchmod", "open"])
def test_a_failing_disk_leaves_the_old_file(file, monkeypatch, call, code, said):
    before = file.read_bytes()
    real = getattr(os, call)

    def failing(*args, **options):
        if call == "open" and not args[1] & os.O_CREAT:
            return real(*args, **options)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(GlossaryError, match=said) as error:
        yaml_file.add(file, Entry("x", ("y",)))
    monkeypatch.undo()
    assert error.value.hint
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["glossary.yaml"]


def test_a_directory_that_is_not_confirmed_is_told_and_the_change_is_there(file, monkeypatch):
    real = os.fsync

    def failing(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(GlossaryError, match="holds the change"):
        yaml_file.add(file, Entry("x", ("y",)))
    assert entry(file, "x").target == "y"


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP])
def test_a_file_system_without_locks_and_directories_is_written(file, monkeypatch, code):
    real = os.fsync

    def unlocked(*_):
        raise OSError(code, os.strerror(code))

    def unsynced(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr(fcntl, "flock", unlocked)
    monkeypatch.setattr(os, "fsync", unsynced)
    yaml_file.add(file, Entry("x", ("y",)))
    assert entry(file, "x").target == "y"


def test_what_is_no_file_is_told_at_once(tmp_path):
    pipe, huge = tmp_path / "pipe.yaml", tmp_path / "huge.yaml"
    os.mkfifo(pipe)
    with huge.open("wb") as stream:
        stream.truncate(source_file.LARGEST_BYTES + 1)
    for path, said in (
        (pipe, "a pipe"),
        (Path("/dev/zero"), "a device"),
        (tmp_path, "a directory"),
        (huge, "larger than 64 MB"),
        (tmp_path / ("x" * 300), "name too long"),
        (tmp_path / "nul\0name", "no such name"),
    ):
        found = glossary.load([path])
        assert found.entries == ()
        assert said in found.problems[0].message
        assert found.problems[0].hint
        if path not in (Path("/dev/zero"), tmp_path) and "\0" not in path.name:
            with pytest.raises(GlossaryError):
                yaml_file.add(path, Entry("x", ("y",)))
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_file_that_grows_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    path, real, grown = tmp_path / "g.yaml", os.read, []
    path.write_bytes(b"a: b\n")

    def growing(handle, count):
        piece = real(handle, count)
        if len(grown) < 2:
            grown.append(1)
            with path.open("ab") as stream:
                stream.write(b"c: d\n" if len(grown) == 1 else b"e: f\n")
        return piece

    monkeypatch.setattr(os, "read", growing)
    assert [entry.source for entry in glossary.load([path]).entries] == ["a", "c", "e"]


def test_a_file_that_grows_without_end_is_given_up(tmp_path, monkeypatch):
    path = tmp_path / "g.yaml"
    path.write_bytes(b"a: b\n")
    monkeypatch.setattr(os, "read", lambda _, count: b"x" * count)
    assert "larger than" in glossary.load([path]).problems[0].message


def test_a_mapping_in_braces_is_read_and_its_change_refused_with_advice(tmp_path):
    path = tmp_path / "g.yaml"
    path.write_bytes(b"# x\n{a: b,\n c: d}\n")
    assert [entry.source for entry in glossary.load([path]).entries] == ["a", "c"]
    for change in (
        lambda: yaml_file.add(path, Entry("x", ("y",))),
        lambda: yaml_file.edit(path, Entry("a", ("b",)), Entry("a", ("y",))),
        lambda: yaml_file.remove(path, Entry("a", ("b",))),
    ):
        with pytest.raises(GlossaryError, match="in braces") as error:
            change()
        assert "Take the braces away" in error.value.hint
    assert path.read_bytes() == b"# x\n{a: b,\n c: d}\n"


def test_a_field_under_another_name_gets_ours_when_it_is_changed(tmp_path):
    path = tmp_path / "g.yaml"
    path.write_bytes(b"a:\n  en: b\n  forbid: [c]  # why\n  variants: A\n")
    old = entry(path, "a")
    yaml_file.edit(path, old, replace(old, forbidden=("d",)))
    assert path.read_bytes() == b"a:\n  en: b\n  forbidden: d  # why\n  variants: A\n"


def test_an_entry_is_put_in_front_of_the_end_of_the_document(tmp_path):
    path = tmp_path / "g.yaml"
    path.write_bytes(b"%YAML 1.2\n---\na: b\n...\n")
    yaml_file.add(path, Entry("c", ("d",)))
    assert path.read_bytes() == b"%YAML 1.2\n---\na: b\nc: d\n...\n"


def test_a_long_file_is_not_read_as_a_whole_for_one_change(tmp_path, monkeypatch):
    path = tmp_path / "g.yaml"
    path.write_text("".join(f"w{n}: x\n" for n in range(3_000)), encoding="utf-8")
    asked = []
    pieces = reading.pieces
    monkeypatch.setattr(reading, "pieces", lambda text, compose: asked.append(len(text)) or pieces(text, compose))
    yaml_file.add(path, Entry("neu", ("new",)))
    yaml_file.edit(path, Entry("w500", ("x",), line=501), Entry("w500", ("y",), note="z"))
    yaml_file.remove(path, Entry("w2999", ("x",)))
    assert 0 < max(asked) < 100


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
