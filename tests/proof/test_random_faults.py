"""Three engines that fail at random: no segment is lost, none is asked for twice at a time, or once it is known."""

import random
import threading

import pytest

from tests.loopback_faults import FAULTS, SILENT
from tests.proof.support import made

NAMES = ("libretranslate", "google", "mymemory")
QUICK = sorted(FAULTS.keys() - SILENT - {"huge", "circle"})


class Watch:
    """Looks at every request: which texts are with the server at this moment, and how the request is to fail."""

    def __init__(self, rng):
        self.out = []
        self.twice = []
        self.lock = threading.Lock()
        self.script = [rng.choice(QUICK) if rng.random() < 0.5 else None for _ in range(60)]

    def __call__(self, exchange):
        with self.lock:
            self.twice += [text for text in exchange.texts if text in self.out]
            self.out += exchange.texts
            fault = self.script.pop() if self.script else None
        exchange.server.over.wait(0.002)  # room for another engine to be asked the same
        # What is with the server is let go before its answer is: the client may well ask the next thing at once.
        with self.lock:
            for text in exchange.texts:
                self.out.remove(text)
        return FAULTS[fault](exchange) if fault else False


@pytest.mark.parametrize("seed", range(16))
def test_nothing_is_lost_nothing_is_asked_again(seed, server, desk, monkeypatch):
    # An engine that mixed up lines is proved anew with texts it has answered: the one reason to send a text again.
    monkeypatch.setattr("reader.translation.worker.Worker._prove", lambda *_: None)
    rng = random.Random(seed)
    engines = [made(name, server) for name in NAMES]
    for engine in engines:
        engine.paired = True
    sources = [f"Im Jahr {1900 + at} kamen {rng.randrange(100, 9999)} Menschen an den Fluss {at}." for at in range(24)]
    opened = desk(engines, sources, paragraph_of=lambda at: at // rng.randrange(1, 5))
    server.function = watch = Watch(rng)
    seen_at = {}

    def note(results):
        asked = len(server.asked)
        for one in results.segments:
            if one.target.known:
                seen_at.setdefault(one.key, asked)
        opened.post(results)

    opened.service._post = note
    jobs = opened.jobs
    generation = 0
    for _ in range(rng.randrange(1, 5)):
        generation += 1
        some = rng.sample(jobs, rng.randrange(1, len(jobs)))
        rng.choice([opened.service.request, opened.service.retry])(some, generation)
    opened.service.request(jobs, generation + 1)
    opened.wait_until_all_are_told()
    server.function = None
    opened.recover(generation + 1)
    assert not watch.twice
    assert len(opened.assert_right()) == len(jobs)
    by_key = {job.key: job.source for job in jobs}
    for key, asked in seen_at.items():
        later = [text for request in server.asked[asked:] for text in request.texts]
        assert by_key[key] not in later
