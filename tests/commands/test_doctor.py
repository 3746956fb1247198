"""What the doctor says of a machine that works, and of one where everything is broken at once."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.commands import doctor, doctor_files, doctor_machine
from reader.commands.doctor_width import SIGNS, widths
from reader.commands.finding import NOTE, OK, PROBLEM, Check, findings
from reader.core.cells import cells
from reader.history import History
from reader.memory.store import TranslationMemory
from reader.paths import user_paths
from tests.support import ROOT
from tests.terminal import LESEPULT, Terminal

KEY = "s3cret-0123456789"
TOPICS = ["terminal", "clipboard", "Python", "libraries", "extras", "directories", "configuration", "glossaries",
          "memory", "history", "lexicons", "engines", "offline model"]  # fmt: skip


@pytest.fixture
def paths(home):
    return user_paths()


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    for name in ("NO_COLOR", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def found(lesepult):
    """The findings by topic, as pairs of level and message with hint."""

    def look(code=0):
        done = lesepult("doctor", "--json")
        assert done.code == code, done.out
        topics = {}
        for one in done.json["findings"]:
            topics.setdefault(one["topic"], []).append((one["level"], f"{one['message']} {one['hint']}"))
        assert list(topics) == TOPICS
        levels = [level for pairs in topics.values() for level, _ in pairs]
        assert levels.count(PROBLEM) == done.json["problems"]
        return topics

    return look


def test_a_new_home_has_no_problems_and_stays_empty(lesepult, found, home):
    before = sorted(home.rglob("*"))
    assert "No problems" in lesepult("doctor").out
    topics = found()
    assert topics["configuration"] == [(OK, "No file; all settings are the defaults. ")]
    assert "made when it is needed" in topics["memory"][0][1]
    assert "bundled" in topics["glossaries"][1][1]
    assert [level for level, _ in topics["lexicons"]] == [OK, OK]
    assert "google" in topics["engines"][0][1]
    assert sorted(home.rglob("*")) == before


def test_what_is_there_is_counted(lesepult, found, own, home, paths):
    own("Zoll: tariff\n")
    (home / "pairs.yaml").write_text("- de: Ja.\n  en: Yes.\n- de: Nein.\n  en: No.\n")
    assert lesepult("memory", "import", home / "pairs.yaml").code == 0
    History(paths.history).close()
    topics = found()
    assert "1 entry" in topics["glossaries"][0][1]
    assert "2 translations" in topics["memory"][0][1]
    assert "0 texts" in topics["history"][0][1]


def test_a_memory_that_somebody_has_open_is_only_looked_at(found, paths):
    memory = TranslationMemory.open(paths.memory)
    try:
        assert found()["memory"][0][0] == OK
        assert memory.persistent
    finally:
        memory.close()


def test_everything_broken_at_once_is_problems_and_no_traceback(lesepult, found, own, paths, monkeypatch):
    own("Zoll: tariff\nHaus: [\n")
    paths.memory.write_bytes(b"no database at all" * 100)
    paths.memory.with_name("memory.db.damaged-1").write_bytes(b"x")
    paths.history.parent.mkdir(parents=True)
    paths.history.mkdir()
    paths.config.parent.parent.mkdir(parents=True)
    paths.config.parent.write_text("a file where a directory should be")
    for name in paths.cache.iterdir():
        name.write_bytes(b"no lexicon")
    paths.offline.mkdir()
    (paths.offline / "model.bin").write_bytes(b"")
    paths.engines.write_bytes(b"\xff")
    monkeypatch.setenv("LESEPULT_DEPL_KEY", KEY)
    topics = found(1)
    assert "geopolitics" in topics["glossaries"][1][1]
    assert topics["glossaries"][0][0] == PROBLEM
    assert "glossary.yaml:" in topics["glossaries"][0][1]
    assert (topics["memory"][0][0], "is damaged" in topics["memory"][0][1]) == (PROBLEM, True)
    assert (topics["memory"][1][0], "memory.db.damaged-1" in topics["memory"][1][1]) == (NOTE, True)
    assert topics["history"][0][0] == PROBLEM
    assert any("is no directory" in text for _, text in topics["directories"])
    assert (NOTE, "is damaged" in topics["lexicons"][0][1]) == (topics["lexicons"][0][0], True)
    assert topics["offline model"][0][0] == PROBLEM
    assert "LESEPULT_DEPL_KEY" in topics["configuration"][0][1]
    lines = lesepult("doctor")
    assert lines.code == 1
    assert KEY not in lines.out


def test_a_configuration_that_cannot_be_followed_is_a_problem_wherever_it_is_needed(found, paths):
    paths.config.parent.mkdir(parents=True)
    paths.config.write_text(f'[keys]\nfly = "x"\n[deepl]\nkey = "{KEY}"\n')
    paths.config.chmod(0o600)
    topics = found(1)
    assert "there is no command 'fly'" in topics["configuration"][0][1]
    for topic in ("engines", "offline model"):
        assert topics[topic][0][0] == PROBLEM
    assert topics["memory"][0][0] == OK


def test_a_check_that_breaks_or_cannot_even_be_imported_breaks_nothing_else(lesepult, monkeypatch):
    def broken(*_):
        raise RuntimeError(KEY)

    monkeypatch.setattr(doctor_machine, "terminal", broken)
    monkeypatch.setattr(doctor_files, "memory", broken)
    monkeypatch.setattr("reader.commands.engines.all_standings", broken)
    done = lesepult("doctor")
    assert done.code == 1
    assert done.out.count("(RuntimeError)") == 3
    assert KEY not in done.out
    assert "bundled: geopolitics.yaml" in done.out
    monkeypatch.setitem(sys.modules, "reader.commands.doctor_files", None)
    done = lesepult("doctor")
    assert done.code == 1
    assert "offline: " in done.out
    assert done.out.count("(ModuleNotFoundError)") == 8


def test_an_error_made_for_people_is_repeated_and_a_systems_names_its_file():
    def unreadable():
        raise PermissionError(13, "Permission denied", "/x/y")
        yield

    one = next(findings([Check("memory", unreadable)]))
    assert (one.level, one.message) == (PROBLEM, "This could not be looked at to its end (/x/y: permission denied).")


def test_lines_fit_eighty_columns(lesepult, own, monkeypatch, tmp_path):
    own("Zoll: tariff\n" + "Haus: [\n")
    deep = tmp_path / ("a-very-long-name-of-a-directory" * 4)
    deep.mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(deep))
    out = lesepult("doctor").out
    assert max(map(cells, out.splitlines())) <= 80
    assert "„rote Linien“ – …" in out


@pytest.mark.slow
def test_lines_fit_a_terminal_of_eighty_columns_with_its_bar_of_colours(home):
    with Terminal([LESEPULT, "doctor"], home=home, columns=80, rows=120) as terminal:
        assert terminal.wait(60) == 0
        text = terminal.output.decode()
    assert "\x1b[48;2;" in text
    bare = re.sub(r"(?:\r.\x1b\[6n)+\r\x1b\[K", "", text)
    assert max(cells(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in bare.splitlines()) <= 80


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"env": {"PYTHONIOENCODING": "ascii"}}, "cannot be shown"),
        ({"env": {"TERM": "\x1b[31m", "LANG": "\x1b]0;x\x07"}}, "No"),
        ({"env": {"PYTHONWARNINGS": "error"}}, "problem"),
    ],
)
def test_odd_surroundings_are_met_calmly(home, options, words):
    environment = {"PATH": os.defpath, "HOME": str(home), **options["env"]}
    done = subprocess.run([LESEPULT, "doctor"], capture_output=True, check=False, env=environment)
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout
    assert words.encode() in done.stdout


@pytest.mark.slow
def test_closed_streams_and_a_directory_that_is_gone_break_nothing(home, tmp_path):
    gone = tmp_path / "gone"
    code = (
        f"mkdir {gone}; cd {gone}; rmdir {gone}; {LESEPULT} doctor >&- 2>&- <&-; echo $?; {LESEPULT} doctor | tail -n 1"
    )
    environment = {"PATH": os.defpath, "HOME": str(home), "TERM": "xterm", "LANG": "C.UTF-8"}
    done = subprocess.run(["/bin/sh", "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (done.stdout.splitlines()[0], done.stderr) == ("0", "")
    assert "problems, " in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("environ", "level", "words"),
    [
        ({}, NOTE, "TERM is not set"),
        ({"TERM": "dumb"}, NOTE, "TERM is dumb"),
        ({"TERM": "xterm-256color"}, OK, "256 colours"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, OK, "16 million"),
        ({"TERM": "linux"}, NOTE, " 8 colours"),
        ({"TERM": "no-such-terminal"}, NOTE, "nothing is known"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, NOTE, "NO_COLOR"),
    ],
)
def test_what_is_known_of_a_terminal(monkeypatch, environ, level, words):
    monkeypatch.setattr(os, "isatty", lambda _: False)
    monkeypatch.setattr(doctor_machine, "_terminfo_colours", {"xterm-256color": 256, "linux": 8, "xterm": 8}.get)
    assert any(one[0] == level and words in one[1] for one in doctor_machine.terminal(environ))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), [("xterm-256color", "256"), ("vt100", "0"), ("no-such-terminal", "None")])
def test_the_systems_list_of_terminals_is_asked(name, count):
    code = f"from reader.commands.doctor_machine import _terminfo_colours as ask; print(ask({name!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert (done.stdout.strip(), done.stderr) == (count, "")


def test_the_size_of_the_window_says_how_the_columns_stand(monkeypatch):
    monkeypatch.setattr(os, "isatty", lambda _: True)
    for size, level, words in (((120, 40), OK, "side by side"), ((80, 24), OK, "below"), ((30, 24), NOTE, "small")):
        monkeypatch.setattr(os, "get_terminal_size", lambda _, size=size: size)
        assert any(one[0] == level and words in one[1] for one in doctor_machine.terminal({"TERM": "xterm"}))
    assert next(iter(doctor_machine.terminal({"TERM": "dumb"})))[0] == PROBLEM


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "OSC 52"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "takes nothing"),
        ({"TMUX": "x"}, "set-clipboard on"),
        ({"STY": "x"}, "screen"),
        ({}, "no desktop"),
        ({"WAYLAND_DISPLAY": "w"}, "Install wl-clipboard"),
        ({"DISPLAY": ":0"}, "Install xclip"),
    ],
)
def test_what_stands_between_the_reader_and_the_clipboard(environ, words):
    assert any(words in " ".join(one) for one in doctor_machine.clipboard({**environ, "PATH": ""}))


def test_the_program_that_gives_what_was_copied_is_named(tmp_path):
    (tmp_path / "xclip").touch(mode=0o755)
    found = list(doctor_machine.clipboard({"DISPLAY": ":0", "PATH": str(tmp_path)}))
    assert found[-1] == (OK, "What was copied elsewhere is read with xclip.", "")


def test_libraries_that_are_missing_or_too_old_are_problems_and_extras_say_how(monkeypatch):
    monkeypatch.setattr("reader.installing._direct_url", str)
    wanted = ["pyyaml>=6", "textual>=99,<100", "no-such-thing>=1", "gone>=2; extra == 'pdf'"]
    found = list(doctor_machine.libraries(wanted))
    assert found[0][0] == OK
    assert (found[1][0], "no-such-thing is missing" in found[1][1]) == (PROBLEM, True)
    assert "is not >=99,<100" in found[1][1]
    assert list(doctor_machine.extras(wanted)) == [
        (NOTE, "pdf: not installed.", "If you want it: pip install 'lesepult[pdf]'")
    ]


@pytest.mark.parametrize(
    ("file", "command"), [("pipx_metadata.json", "pipx"), ("uv-receipt.toml", "uv tool"), ("pyvenv.cfg", "pip")]
)
def test_an_extra_comes_the_way_the_program_came(monkeypatch, tmp_path, file, command):
    (tmp_path / file).touch()
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("reader.installing._direct_url", str)
    (found,) = doctor_machine.extras(["gone; extra == 'pdf'"])
    force = "" if command == "pip" else " --force"
    assert found[2] == f"If you want it: {command} install{force} 'lesepult[pdf]'"


def test_a_memory_of_a_later_version_is_told_apart_from_a_damaged_one(found, paths):
    paths.memory.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(paths.memory)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert "later version" in found(1)["memory"][0][1]


def test_files_that_others_can_read_or_change_are_noted(found, own, paths):
    own("Zoll: tariff\n")
    TranslationMemory.open(paths.memory).close()
    paths.memory.chmod(0o644)
    paths.memory.parent.chmod(0o777)
    notes = [text for level, text in found()["directories"] if level == NOTE]
    assert ["can be changed by others" in notes[0], "chmod 600" in notes[1]] == [True, True]


def test_what_the_reader_makes_is_nobody_elses(found, own, paths):
    TranslationMemory.open(paths.memory).close()
    History(paths.history).close()
    assert {level for level, _ in found()["directories"]} == {OK}


def test_nothing_is_asked_of_a_network(lesepult, monkeypatch):
    import socket

    def refused(*_):
        raise AssertionError("the doctor opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert lesepult("doctor").code == 0


def test_the_topics_are_those_the_checks_have():
    program = cli.whole_parser()
    assert program.prog == "lesepult"
    asked = [check.topic for check in doctor._checks(user_paths(), Path, {}, online=False)]
    assert list(dict.fromkeys(asked)) == TOPICS
    online = [check.topic for check in doctor._checks(user_paths(), Path, {}, online=True)]
    assert set(online) - set(asked) == {"network"}


@pytest.mark.slow
def test_the_terminal_is_asked_how_wide_it_draws_and_left_as_it_was(home):
    with Terminal([LESEPULT, "doctor"], home=home, columns=100, rows=120) as terminal:
        assert terminal.wait(60) == 0
        assert f"Each of {len(SIGNS)} signs is as wide as it should be" in terminal.text
        assert terminal.echo_is_on()
        assert "^[" not in terminal.text


def test_a_terminal_that_draws_wider_or_says_nothing_is_a_note():
    def wide(_, count):
        return b"".join(b"\x1b[4;%dR" % (3 if number == 2 else 2) for number in range(count))

    level, message, hint = next(iter(widths({"TERM": "xterm"}, wide)))
    assert (level, message.endswith(": –.")) == (NOTE, True)
    assert "ambiguous" in hint
    assert "does not say" in next(iter(widths({"TERM": "xterm"}, lambda *_: b"\x1b[4;")))[1]
    assert list(widths({"TERM": "dumb"}, wide)) == []
    assert list(widths({"TERM": "xterm"})) == []  # no terminal

    def gone(*_):
        raise OSError

    assert list(widths({"TERM": "xterm"}, gone)) == []


def test_no_connection_is_opened_unless_that_is_asked_for(lesepult, monkeypatch):
    opened = []

    def connect(address, timeout):
        opened.append(address)
        raise OSError(111, "Connection refused")

    monkeypatch.setattr("socket.create_connection", connect)
    assert lesepult("doctor").code == 0
    assert opened == []
    done = lesepult("doctor", "--online")
    assert done.code == 1
    assert opened == [("translate.google.com", 443), ("api.mymemory.translated.net", 443)]
    assert "connection refused" in done.out
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example.org:3128")
    assert "proxy.example.org:3128" in "".join(lesepult("doctor", "--online").out.split())


def test_a_server_on_this_machine_is_reached_and_nothing_is_said_to_it(lesepult, paths):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        paths.config.parent.mkdir(parents=True)
        port = server.getsockname()[1]
        paths.config.write_text(f'engines = ["libretranslate"]\n[libretranslate]\nurl = "http://127.0.0.1:{port}"\n')
        done = lesepult("doctor", "--online", "--json")
        met, _ = server.accept()
        with met:
            assert met.recv(100) == b""
    (one,) = [one for one in done.json["findings"] if one["topic"] == "network"]
    assert one["level"] == OK
    assert f"127.0.0.1:{port}" in one["message"]
    paths.config.write_text('network = "off"\n')
    assert "network is off" in " ".join(lesepult("doctor", "--online").out.split())


def test_a_directory_says_how_much_is_in_it(found, paths):
    paths.memory.parent.mkdir(parents=True)
    (paths.memory.parent / "x.bin").write_bytes(b"x" * 3_000_000)
    assert any("3.0 MB" in text for _, text in found()["directories"])


def test_a_theme_that_is_not_there_is_a_problem(found, home):
    path = home / ".config" / "lesepult" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('theme = "lesepult-drak"\n', "utf-8")
    ((level, message),) = found(1)["configuration"]
    assert level == PROBLEM
    assert "Did you mean lesepult-dark?" in message
