"""Processes killed while they write, and two that write at the same time: nothing acknowledged is lost."""

import os
import random
import select
import signal
import time
import warnings

import pytest

import glossary
from glossary import yaml_file
from glossary.entry import Entry

KILLS = 200
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


def child(work):
    """Run some work in a forked process; gives its number and the descriptor it writes acknowledgements to."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests have nothing to do with the child
        number = os.fork()
    if number:
        os.close(writing)
        return number, reading
    code = 1
    try:  # the fork must never get back into the tests
        os.close(reading)
        work(writing)
        code = 0
    finally:
        os._exit(code)


def adding(path, name, count):
    def work(told):
        for number in range(count):
            note = "n" * (number % 4)
            yaml_file.add(path, Entry(f"{name}{number}", ("x", "y"), note=note))
            os.write(told, f"{name}{number}\n".encode())

    return work


def rest(reading):
    """What a process that has ended said."""
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    return [line.decode() for line in said.split(b"\n")[:-1]]


def expected(name):
    number = int(name.rpartition("-")[2])
    return Entry(name, ("x", "y"), note="n" * (number % 4))


def test_what_was_acknowledged_survives_two_hundred_kills(tmp_path):
    rng = random.Random(20261122)
    path = tmp_path / "g.yaml"
    path.write_text("# mine\nvorher: before\n", encoding="utf-8")
    acknowledged = 0
    for kill in range(KILLS):
        if kill % 20 == 0:
            path.write_text("# mine\nvorher: before\n", encoding="utf-8")
            wanted = {"vorher": Entry("vorher", ("before",))}
        number, reading = child(adding(path, f"k{kill}-", 10_000))
        if kill % 4:  # the others are killed even before their first word
            select.select([reading], [], [], 60)
        time.sleep(rng.random() * 0.012)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        said = rest(reading)
        acknowledged += len(said)
        wanted |= {name: expected(name) for name in said}
        found = glossary.load([path])
        assert found.problems == ()
        here = {entry.source: entry for entry in found.entries}
        # One more than was acknowledged may be there: killed between the rename and the word.
        assert wanted.items() <= here.items()
        assert len(here) <= len(wanted) + 1
        assert all(
            entry == wanted.get(name, expected(name) if name != "vorher" else None) for name, entry in here.items()
        )
        wanted = here
        assert path.read_text(encoding="utf-8").startswith("# mine\nvorher: before\n")
    assert acknowledged >= KILLS * 3 // 4
    yaml_file.add(path, Entry("danach", ("after",)))
    left = {entry.name for entry in tmp_path.iterdir()}
    assert left <= {"g.yaml", ".g.yaml.bak1", ".g.yaml.bak2", ".g.yaml.bak3"}


def test_two_processes_that_add_five_hundred_each_lose_none(tmp_path):
    path = tmp_path / "g.yaml"
    path.write_text("# mine\nvorher: before\n", encoding="utf-8")
    both = [child(adding(path, f"{name}-", 500)) for name in "ab"]
    for number, reading in both:
        said = rest(reading)
        _, status = os.waitpid(number, 0)
        assert (status, len(said)) == (0, 500)
    found = glossary.load([path])
    assert found.problems == ()
    assert {entry.source for entry in found.entries} == {
        "vorher",
        *(f"{name}-{n}" for name in "ab" for n in range(500)),
    }
    assert len(path.read_bytes().splitlines()) == 2 + 2 * (125 + 375 * 3)
