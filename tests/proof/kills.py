"""`lesepult translate` killed at random moments: 12 times by a test, 50 times by `make bench`."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

from reader.core.keys import segment_key
from reader.memory.store import TranslationMemory
from tests.loopback_answers import answer_to
from tests.proof.support import LIMIT_S, PAIR
from tests.terminal import LESEPULT

SENTENCES = [f"Im Jahr {1400 + at} kamen {at * 37 + 211} Menschen an den Fluss." for at in range(400)]
TEXT = "\n\n".join(" ".join(SENTENCES[at : at + 4]) for at in range(0, len(SENTENCES), 4))


def prepared(home, server):
    """The files of a person whose only engine is before the server; gives the text's path."""
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[libretranslate]\nurl = "{server.url}"\n')
    path = home / "text.txt"
    path.write_text(TEXT, "utf-8")
    return path


def begun(home, path):
    """The command, in a group of its own."""
    return subprocess.Popen(
        [LESEPULT, "translate", str(path), "--engine", "libretranslate", "-o", os.devnull, "--force"],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": ":".join(sys.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def stored(home):
    """The sources in the memory, all of whose rows are whole and right."""
    database = home / ".local" / "share" / "lesepult" / "memory.db"
    if not database.exists():
        return set()
    with closing(TranslationMemory.open(database)) as memory:
        assert not memory.notice
        known = memory.get_many([segment_key(source) for source in SENTENCES], PAIR)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT source, target, origin FROM translation").fetchall()
    assert len(rows) == len(known)
    for source, target, origin in rows:
        assert target == answer_to(source)
        assert origin == "libretranslate"
    return {source for source, _, _ in rows}


def kill_at_random(home, server, rng, kills):
    """Kill the command so many times, then let it end; gives how many sentences the kills left to the last run."""
    path = prepared(home, server)
    server.latency = lambda: 0.004
    for _ in range(kills):
        known, before = stored(home), len(server.asked)
        process = begun(home, path)
        wanted = before + rng.randrange(1, 9)
        while process.poll() is None and len(server.asked) < wanted:
            server.over.wait(0.002)
        server.over.wait(rng.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=LIMIT_S)
        assert not known & {text for one in server.asked[before:] for text in one.texts}
        assert known <= stored(home)
    left = stored(home)
    for asked in (set(SENTENCES) - left, set()):
        before = len(server.asked)
        process = begun(home, path)
        _, said = process.communicate(timeout=LIMIT_S)
        assert process.returncode == 0, said
        assert {text for one in server.asked[before:] for text in one.texts} == asked
    assert stored(home) == set(SENTENCES)
    return len(SENTENCES) - len(left)
