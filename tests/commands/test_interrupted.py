"""Ctrl-C and SIGTERM at any moment: no traceback, no half a file, nothing left beside it.

The moments are counted, not timed: the interpreter tells of each import, each file it opens and each name it changes
(audit events), and the signal comes at one of these, drawn by a seed. So a test meets the same moments whatever else
the machine does.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys

import pytest

from tests.support import ROOT, SAMPLE

pytestmark = pytest.mark.slow

MOMENTS = 7
"""For each command and each signal."""
LIMIT_S = 120

PROGRAM = """
import os, sys
number, at, sys.argv = int(sys.argv[1]), int(sys.argv[2]), ["lesepult", *sys.argv[3:]]
import reader.cli
seen = 0
def told(event, arguments):
    global seen
    if event in ("object.__getattr__", "sys._getframe", "sys.excepthook", "object.__setattr__"):
        return
    seen += 1
    if seen == at:
        os.kill(os.getpid(), number)
sys.addaudithook(told)
code = reader.cli.main()
sys.stdout.flush()
if not at:
    os.write(2, b"events %d" % seen)
sys.exit(code)
"""


def events(*arguments, home):
    """How many moments a run has that nothing disturbs."""
    done = run(signal.SIGINT, 0, arguments, home)
    assert done.returncode in (0, 1, 4), done.stderr
    return int(done.stderr.rpartition("events ")[2])


def run(number, at, arguments, home):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(int(number)), str(at), *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        timeout=LIMIT_S,
    )  # fmt: skip


def moments(total, seed):
    """Some from the whole of it, and as many from its second half, where things are written."""
    draw = random.Random(seed)
    return sorted({draw.randrange(1, total + 1) for _ in range(MOMENTS // 2 + 1)} | {
        draw.randrange(total // 2, total + 1) for _ in range(MOMENTS // 2)
    })  # fmt: skip


def left_over(home):
    return [path for path in home.rglob("*") if ".tmp" in path.name or path.name.endswith(".part")]


def whole(path, ending):
    """A file that is either not there or complete."""
    assert not path.exists() or path.read_bytes().rstrip().endswith(ending), path


def translations(home):
    """How many are in the memory, which is sound."""
    path = home / ".local" / "share" / "lesepult" / "memory.db"
    if not path.exists():
        return 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'translation'").fetchone():
            return 0
        return connection.execute("SELECT count(*) FROM translation").fetchone()[0]


def glossary_of(home):
    """The words of the glossary; the files differ in nothing else."""
    path = home / ".local" / "share" / "lesepult" / "glossary.yaml"
    text = path.read_text("utf-8") if path.exists() else ""
    assert not text or text.endswith("\n")
    return text.count("Wort"), text.count("Zollstreit")


def check_export(home):
    whole(home / "out.html", b"</html>")


def check_book(home):
    from zipfile import ZipFile

    if (home / "out.epub").exists():
        assert ZipFile(home / "out.epub").testzip() is None


def check_import(home):
    assert translations(home) in (0, 300)


def check_memory_export(home):
    whole(home / "out.tmx", b"</tmx>")


def check_glossary(home):
    assert glossary_of(home) in ((0, 0), (0, 1))


def check_glossary_import(home):
    assert glossary_of(home) in ((0, 0), (300, 0))


def check_translation(home):
    path = home / "out.txt"
    assert not path.exists() or len(path.read_text("utf-8").split("\n\n")) > 3


def check_config(home):
    path = home / ".config" / "lesepult" / "config.toml"
    assert not path.exists() or path.read_text("utf-8") == 'network = "off"\n'


COMMANDS = {
    "export html": (["export", SAMPLE, "--to", "html", "-o", "{home}/out.html", "-f"], check_export),
    "export epub": (["export", SAMPLE, "--to", "epub", "-o", "{home}/out.epub", "-f"], check_book),
    "memory import": (["memory", "import", "{home}/pairs.yaml"], check_import),
    "memory export": (["memory", "export", "-o", "{home}/out.tmx", "-f"], check_memory_export),
    "glossary add": (["glossary", "add", "Zollstreit", "tariff dispute"], check_glossary),
    "glossary import": (["glossary", "import", "{home}/terms.csv", "--yes"], check_glossary_import),
    "translate": (["translate", SAMPLE, "--offline", "-o", "{home}/out.txt", "-f"], check_translation),
    "config set": (["config", "set", "network", "off"], check_config),
    "check": (["check", SAMPLE], lambda home: None),
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_signal_at_any_moment_leaves_no_half_a_file_and_no_traceback(home, name, number):
    command, check = COMMANDS[name]
    (home / "pairs.yaml").write_text("".join(f"- de: Satz {at}.\n  en: Sentence {at}.\n" for at in range(300)))
    (home / "terms.csv").write_text("German,English\n" + "".join(f"Wort{at}a,word{at}\n" for at in range(300)))
    arguments = [str(one).format(home=home) for one in command]
    total = events(*arguments, home=home)
    for at in moments(total, f"{name} {number}"):
        for path in (*home.glob("out.*"), *home.glob(".local/share/lesepult/*"), *home.glob(".config/lesepult/*")):
            path.unlink()
        done = run(number, at, arguments, home)
        where = f"{name} at {at} of {total}: {done.stderr}"
        assert "Traceback" not in done.stderr, where
        assert "Exception ignored" not in done.stderr, where
        assert done.returncode in (-number, 128 + number, 0, 1, 4), where
        assert done.stderr.count("\n") <= 2, where
        assert left_over(home) == [], where
        check(home)
