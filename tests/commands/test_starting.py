"""How the command line starts and ends: help, mistakes, Ctrl-C, closed and full outputs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.terminal import LESEPULT, Terminal

pytestmark = pytest.mark.slow
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")


def run(*arguments, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    return subprocess.run([LESEPULT, *map(str, arguments)], check=False, timeout=60, **options)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["read", "--help"], ["glossary", "--help"], ["memory", "--help"], ["memory", "import", "--help"]]
    + [["translate", "--help"], ["engines", "--help"], ["offline", "--help"]]
    + [["glossary", name, "--help"] for name in
       ("list", "add", "edit", "remove", "undo", "check", "find", "import", "export", "candidates", "stats")],
)  # fmt: skip
def test_every_command_has_help(lesepult, arguments):
    done = lesepult(*arguments)
    assert done.code == 0
    assert done.out.startswith("usage: lesepult")
    assert done.err == ""


@pytest.mark.parametrize(
    "arguments",
    [["glossary"], ["glossary", "nonsense"], ["memory"], ["glossary", "add", "only a term"], ["--nonsense"],
     ["glossary", "list", "--nonsense"], ["glossary", "add", "a", "b", "--match", "\x1b[31mx"], ["a", "\x1b[31mb"]],
)  # fmt: skip
def test_a_command_line_without_sense_is_one_harmless_sentence(lesepult, arguments):
    done = lesepult(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("lesepult")
    assert "--help" in done.err
    assert "\x1b" not in done.err


def test_a_slip_in_the_name_of_a_command_is_seen(home):
    with Terminal([LESEPULT, "glosary"], home=home) as terminal:
        assert terminal.wait() == 2
        assert "did you mean “glossary”?" in terminal.text


def test_a_text_that_is_missing_is_said_also_where_no_terminal_is(home):
    for name in ("frobnicate", "x/y.txt", "ü" * 300):
        done = run(name, cwd=home)
        assert done.returncode == 3
        assert "terminal" not in done.stderr
    assert "frobnicate does not exist" in run("frobnicate", cwd=home).stderr


def test_a_text_that_is_called_like_a_command_can_be_opened(home):
    (home / "glossary").write_text("Ein Text.")
    for arguments in (["read", "glossary"], ["./glossary"]):
        done = run(*arguments, cwd=home)
        assert done.returncode == 2
        assert "needs a terminal" in done.stderr


INTERRUPTED_WHILE = [
    "signal", "reader.commands.streams", "argparse", "pathlib", "reader.commands.parser",
    "reader.commands.glossary", "reader.paths", "glossary.layers", "reader.commands.entries", "reader.commands.output",
]  # fmt: skip


@pytest.mark.parametrize("name", INTERRUPTED_WHILE)
@pytest.mark.parametrize("script", ["lesepult", "another"])
def test_ctrl_c_at_any_moment_of_the_start_is_quiet(home, name, script):
    code = f"""
import os, sys
class Finder:
    def find_spec(self, wanted, path=None, target=None):
        if wanted == {name!r}:
            os.kill(os.getpid(), 2)
sys.argv = [{script!r}, "glossary", "list"]
sys.modules.pop({name!r}, None)
import reader
sys.meta_path.insert(0, Finder())
from reader.cli import main
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode == 0:
        assert name in ("pathlib", "signal"), "it was imported before the program began"
    else:
        assert done.returncode in (-2, 130)
    assert done.stderr == ""


def test_whoever_wants_ctrl_c_ignored_gets_that(home):
    code = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.argv = ["lesepult", "glossary", "list"]
from reader.cli import main
os.kill(os.getpid(), 2)
code = main()
os.kill(os.getpid(), 2)
sys.exit(code)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_while_writing_leaves_the_file_as_it_was_and_nothing_beside_it(lesepult, own, monkeypatch):
    path = own("Zoll: tariff\n")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    for arguments in (["add", "Haus", "house"], ["export", path.with_name("out.json")]):
        done = lesepult("glossary", *arguments)
        assert (done.code, done.out) == (130, "")
    assert path.read_text() == "Zoll: tariff\n"
    assert [one.name for one in path.parent.iterdir()] == ["glossary.yaml"]


@pytest.fixture
def large(home):
    path = home / "large.yaml"
    path.write_text("".join(f"Wort{number}: word {number}\n" for number in range(20_000)))
    return path


@pytest.mark.parametrize(
    "options", [["list"], ["list", "--json"], ["export", "--format", "csv"], ["export", "--format", "json"]]
)
def test_a_pipe_that_is_closed_is_quiet(home, large, options):
    command = [LESEPULT, "glossary", *options, "--glossary", str(large)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_takes_its_time_gets_everything(home, large, unbuffered):
    command = [LESEPULT, "glossary", "list", "--json", "--glossary", str(large)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        parts = iter(lambda: process.stdout.read(300_000), b"")
        assert len(json.loads(b"".join(parts))["entries"]) > 20_000


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["glossary", "list"], ["glossary", "list", "--json"], ["glossary", "stats"],
     ["glossary", "export", "--format", "deepl"], ["glossary", "export", "--format", "json"],
     ["memory", "import", "pairs.yaml"]],
)  # fmt: skip
def test_an_output_without_room_is_one_sentence(home, arguments, unbuffered):
    (home / "pairs.yaml").write_text("- de: Ja.\n  en: Yes.\n")
    with FULL.open("w") as full:
        done = run(*arguments, stdout=full, cwd=home, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert "no space left" in done.stderr.lower() or "no room" in done.stderr.lower()


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_reason_to_fail(home, closed):
    for arguments in ("glossary list", "glossary list --json", "glossary check", "memory --help"):
        done = subprocess.run(
            ["/bin/sh", "-c", f"exec {LESEPULT} {arguments} {closed}"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (arguments, done.stderr)
        assert done.stderr in ("", "lesepult: 0 errors, 0 warnings\n")


def test_the_locale_does_not_change_json(home):
    (home / "t.yaml").write_text("Zölle: tariffs\n")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("glossary", "list", "zölle", "--json", "--glossary", home / "t.yaml", env=environment, text=False)
    assert "Zölle".encode() in done.stdout
    plain = run("glossary", "list", "zölle", "--glossary", home / "t.yaml", env=environment, text=False)
    assert plain.returncode == 0
    assert b"Z?lle" in plain.stdout


def test_results_go_to_standard_output_and_the_rest_does_not(lesepult, own):
    own("Zoll: tariff\nZoll: duty\n")
    done = lesepult("glossary", "list", "--layer", "yours")
    assert done.out.split() == ["Zoll", "tariff", "yours:1"]
    assert "already in line 1" in done.err


def test_a_progress_bar_is_for_terminals_and_much_to_do(monkeypatch):
    import io

    from reader.commands.output import Progress

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    bar = Progress("reading")
    bar(10, 4_999)
    assert shown.getvalue() == ""
    for done in range(0, 10_001, 10):
        bar(done, 10_000)
    assert shown.getvalue().count("\r") == 101
    assert "100 %" in shown.getvalue()
    bar.done()
    assert shown.getvalue().endswith("\r\x1b[K")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    bar = Progress("reading")
    bar(5_000, 10_000)
    bar.done()
    assert sys.stderr.getvalue() == ""


def test_an_import_into_the_memory_still_says_what_it_did(lesepult, home):
    pairs = home / "pairs.yaml"
    pairs.write_text("- de: Ja.\n  en: Yes.\n- de: Nein.\n  en: No.\n")
    assert lesepult("memory", "import", pairs).out == "2 pairs read: 2 new, 0 changed, 0 equal\n"
    assert lesepult("memory", "import", home / "no.yaml").code == 3


@pytest.mark.parametrize("arguments", ["glossary export - --format csv", "translate text.txt --offline"])
def test_an_output_that_is_closed_is_told_where_it_is_all_there_would_be(lesepult, home, monkeypatch, arguments):
    (home / "text.txt").write_text("Ja.")
    monkeypatch.chdir(home)
    monkeypatch.setattr(sys, "stdout", None)
    done = lesepult(*arguments.split())
    assert done.code == 3
    assert (
        done.err == "lesepult: The output cannot be written: standard output is closed.\n          Send it somewhere.\n"
    )


def test_being_told_to_end_is_said_and_leaves_nothing_half_done(lesepult, home, monkeypatch):
    import signal

    from reader.commands.ending import Told

    (home / "pairs.yaml").write_text("- de: Ja.\n  en: Yes.\n")

    def told(*_, **__):
        raise Told(signal.SIGTERM)

    monkeypatch.setattr("reader.memory.importing._store", told)
    done = lesepult("memory", "import", home / "pairs.yaml")
    assert (done.code, done.out) == (143, "")
    assert done.err == "lesepult: Ended by SIGTERM; what was not finished was not written.\n"


@pytest.mark.slow
def test_a_signal_is_met_as_an_exception_and_given_back_at_the_end(home):
    code = """
import os, signal, sys
sys.argv = ["lesepult", "glossary", "list"]
from reader import cli
from reader.commands import glossary
def told(*_):
    os.kill(os.getpid(), signal.SIGTERM)
    raise AssertionError("it went on")
glossary.run = told
code = cli.main()
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
sys.exit(code)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (
        143,
        "lesepult: Ended by SIGTERM; what was not finished was not written.\n",
    )


def test_ctrl_c_at_a_question_leaves_the_line(lesepult, own, home, monkeypatch):
    from reader.commands import asking

    own("Haus: house\n")
    (home / "terms.csv").write_text("Zoll,tariff\nBaum,tree\n")

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(asking, "somebody", lambda: True)
    monkeypatch.setattr(asking, "_answer", interrupted)
    done = lesepult("glossary", "import", home / "terms.csv")
    assert done.code == 130
    assert done.err.endswith("glossary.yaml? [Y/n] \n")
    for answer, written in (("n\n", False), ("\n", True)):
        monkeypatch.setattr(asking, "_answer", lambda answer=answer: answer)
        assert (
            "written" in lesepult("glossary", "import", home / "terms.csv").out.replace("not written", "")
        ) is written
