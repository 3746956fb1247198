"""Translating before a server on this machine: requests, the first translation, and what the program adds to its time.

The server takes 50 ms for each request. How long a request takes by itself is measured in the same run, by the same
engine without the service; the first translation is told from the moment in which the service is asked for it.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from reader.core.keys import segment_key
from reader.core.target import TargetState
from reader.memory.store import TranslationMemory
from reader.memory.unit import TranslationUnit
from reader.translation.queue import Job, Priority
from reader.translation.service import TranslationService
from tests.bench.harness import table
from tests.loopback import Loopback
from tests.loopback_answers import answer_to
from tests.proof.kills import kill_at_random
from tests.proof.support import PAIR, made

LATENCY_S = 0.05
SEGMENTS = 2_000
STORED = 100_000
ROUNDS = 7

_COLD = """
import sys, time
from pathlib import Path
from threading import Event
from reader.memory.store import TranslationMemory
from reader.settings import EngineSettings, LibreTranslateSettings
from reader.translation.queue import Job
begun = time.perf_counter()
from reader.engines.registry import engine_chain
from reader.translation.service import TranslationService
there = Event()
settings = EngineSettings(libretranslate=LibreTranslateSettings(sys.argv[1], configured=True))
memory = TranslationMemory.open(Path(sys.argv[2]))
service = TranslationService(
    engine_chain(["libretranslate"], settings), memory, lambda results: results.segments and there.set()
)
time.sleep(float(sys.argv[3]))
begun = time.perf_counter() if float(sys.argv[3]) else begun
service.request([Job("Der Fluss trat im März über die Ufer.")], 1)
there.wait(30)
print(time.perf_counter() - begun)
service.close()
memory.close()
"""


def report(home, *, quick):
    """Measure, and print tables."""
    with tempfile.TemporaryDirectory(dir=home) as directory, Loopback() as server:
        server.latency = lambda: LATENCY_S
        _first(Path(directory), server)
        _whole(Path(directory), server, 200 if quick else SEGMENTS)
    with tempfile.TemporaryDirectory(dir=home) as directory:
        _memory(Path(directory), 10_000 if quick else STORED)
    if not quick:
        with tempfile.TemporaryDirectory(dir=home) as directory, Loopback() as server:
            left = kill_at_random(Path(directory), server, random.Random(), 50)
            print(f"\n50 kills at random: nothing lost, nothing asked again, {left} sentences left to the last run")


def _first(directory, server):
    """From the request to the first translation, beside one request of the engine by itself."""
    rows = []
    for name in ("libretranslate", "google"):
        alone = _alone_s(server, name)
        firsts = [_first_s(directory / f"{name}{at}.db", server, name, at) for at in range(ROUNDS)]
        rows.append((name, *_beside(firsts, alone)))
        if name == "libretranslate":
            for title, head_start_s in (("a fresh process", "0"), ("    with half a second between", "0.5")):
                cold = [_cold_s(directory, server, at, head_start_s) for at in range(ROUNDS)]
                rows.append((title, *_beside(cold, alone)))
    head = ("", "first, ms", "one request, ms", "ratio (asked: 1.3)")
    table("The first translation", head, rows)


def _beside(firsts, alone):
    first, one = statistics.median(firsts), statistics.median(alone)
    return first * 1000, one * 1000, first / one


def _alone_s(server, name):
    engine = made(name, server)
    engine.translate(["Warm."], PAIR)
    found = [_seconds(lambda at=at: engine.translate([f"Satz {at} für sich."], PAIR)) for at in range(ROUNDS)]
    engine.close()
    return found


def _first_s(path, server, name, number):
    engine = made(name, server)
    engine.translate(["Warm."], PAIR)
    there = threading.Event()
    with closing(TranslationMemory.open(path)) as memory:
        service = TranslationService([engine], memory, lambda results: results.segments and there.set())
        took = _seconds(lambda: (service.request([Job(f"Der Fluss {number}.")], 1), there.wait(30)))
        service.close()
    return took


def _cold_s(directory, server, number, head_start_s):
    run = subprocess.run(
        [sys.executable, "-c", _COLD, server.url, str(directory / f"cold{number}{head_start_s}.db"), head_start_s],
        check=True, capture_output=True, text=True, env={**os.environ, "HOME": str(directory)},
    )  # fmt: skip
    return float(run.stdout)


def _whole(directory, server, segments):
    """A whole text: requests, and the time beside what the server and the gaps take."""
    rows = []
    for name, trusted in (("libretranslate", False), ("libretranslate", True), ("deepl", True), ("google", True)):
        engine = made(name, server)
        engine.paired = trusted
        jobs = [
            Job(f"Im Jahr {at} kamen {at * 3 + 17} Menschen an den Fluss.", Priority.REST, paragraph=at // 10)
            for at in range(segments)
        ]
        there, seen, lock = threading.Event(), set(), threading.Lock()

        def post(results, seen=seen, there=there, lock=lock):
            with lock:
                seen.update(one.key for one in results.segments if one.target.known)
                if len(seen) == segments:
                    there.set()

        before = len(server.asked)
        cpu = time.process_time()
        with closing(TranslationMemory.open(directory / f"whole-{name}-{trusted}.db")) as memory:
            service = TranslationService([engine], memory, post)
            took = _seconds(lambda service=service, jobs=jobs, there=there: (service.request(jobs, 1), there.wait(600)))
            service.close()
        cpu = time.process_time() - cpu
        requests = len(server.asked) - before
        theirs = requests * LATENCY_S
        rows.append((
            f"{name}, {'trusted' if trusted else 'not yet trusted'}", requests, took, theirs, 100 * (took / theirs - 1),
            1000 * cpu / segments,
        ))  # fmt: skip
    head = ("", "requests", "s in all", "s of the server", "more, %", "CPU ms a segment (with the server's)")
    table(f"A whole text of {segments:,} segments in paragraphs of ten", head, rows)


def _memory(directory, stored):
    """Opening and looking up with many units."""
    path = directory / "memory.db"
    units = [
        TranslationUnit(f"Satz {at} steht hier.", answer_to(f"{at}"), PAIR, TargetState.MACHINE, "google")
        for at in range(stored)
    ]
    with closing(TranslationMemory.open(path)) as memory:
        put = _seconds(lambda: memory.put_many(units))
    keys = [segment_key(unit.source) for unit in random.Random(1).sample(units, 3_000)]
    opening, some, many = [], [], []
    for _ in range(ROUNDS):
        opened = []
        opening.append(_seconds(lambda opened=opened: opened.append(TranslationMemory.open(path))))
        with closing(opened[0]) as memory:
            some.append(_seconds(lambda memory=memory: memory.get_many(keys[:30], PAIR)))
            many.append(_seconds(lambda memory=memory: memory.get_many(keys, PAIR)))
    rows = [
        ("put_many, all of them", put * 1000),
        ("open", statistics.median(opening) * 1000),
        ("get_many, 30 keys, just opened", statistics.median(some) * 1000),
        ("get_many, 3,000 keys", statistics.median(many) * 1000),
    ]
    table(f"A memory of {stored:,} units", ("", "ms"), rows)


def _seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
