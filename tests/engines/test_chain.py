"""The real engines behind the service, on a server that fails: no wrong text anywhere, and reading goes on."""

import json
import queue
import threading
from contextlib import closing

import pytest

from reader.core.keys import segment_key
from reader.core.target import TargetState
from reader.engines.libretranslate import LibreTranslate
from reader.engines.ollama import Ollama
from reader.engines.services import google, mymemory
from reader.engines.transport import Bounds
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair
from reader.settings import LibreTranslateSettings, OllamaSettings
from reader.translation.queue import Job
from reader.translation.service import Patience, TranslationService

PATIENCE_S = 20.0
SHORT = Bounds(connect_s=1.0, total_s=0.1)
TEXT = "Kurz gesagt, diese Schritte bringen sowohl den Kreml als auch Donald Trump in eine schwierige Lage."
ESCAPES = (
    "In short, \x1b]52;c;aGk=\x07these steps \u202eput both the Kremlin and Donald Trump\x1b[2J in a difficult place."
)
FAULTS = {
    "blocked": lambda h: h.send("", 403),
    "too many": lambda h: h.send("", 429),
    "later": lambda h: h.send("", 429, Retry_After="600"),
    "error page": lambda h: h.send(h.server.google_page("Error 500 (Server Error)!!1500.That’s an error.")),
    "captcha": lambda h: h.send('<form id="captcha-form">'),
    "empty": lambda h: h.send(h.server.google_page("")),
    "echo": lambda h: h.send(h.server.google_page(TEXT)),
    "markup": lambda h: h.send(h.server.google_page(f"<p>{TEXT}</p>")),
    "too short": lambda h: h.send(h.server.google_page("In short.")),
    "hang": lambda h: h.hang(),
}


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.sqlite")) as memory:
        yield memory


def first_target(memory, *engines):
    """What the reader hears first about the text."""
    posts = queue.SimpleQueue()
    before = set(threading.enumerate())
    service = TranslationService(
        engines, memory, posts.put, patience=Patience(gather_s=0.001, unusable_tries=1, tries=1)
    )
    try:
        service.request([Job(TEXT)], 1)
        while not (segments := posts.get(timeout=PATIENCE_S).segments):
            pass
        (result,) = segments
        assert result.key == segment_key(TEXT)
        return result.target
    finally:
        service.close()
        for thread in set(threading.enumerate()) - before:
            if not thread.name.startswith("Thread-"):
                thread.join(PATIENCE_S)
        for engine in engines:
            engine.close()


def stored(memory):
    return memory.get_many([segment_key(TEXT)], LanguagePair()).get(segment_key(TEXT))


def google_only(fault):
    """This fault for Google's page, none for MyMemory."""
    return lambda handler, _: handler.path.startswith("/m") and (fault(handler) or True)


@pytest.mark.parametrize("fault", FAULTS)
def test_when_google_fails_mymemory_answers(server, memory, fault):
    server.fault = google_only(FAULTS[fault])
    target = first_target(memory, google(bounds=SHORT), mymemory())
    assert (target.text, target.origin) == (server.translation(TEXT), "mymemory")
    assert stored(memory) == target


@pytest.mark.parametrize("fault", FAULTS)
def test_when_nobody_else_is_there_the_segment_says_why_and_nothing_is_stored(server, memory, fault):
    server.fault = google_only(FAULTS[fault])
    target = first_target(memory, google(bounds=SHORT))
    assert target.state is TargetState.FAILED
    assert "oogle" in target.reason
    assert stored(memory) is None
    server.fault = None
    assert first_target(memory, google()).text == server.translation(TEXT)


def test_escape_sequences_in_an_answer_reach_neither_the_reader_nor_the_memory(server, memory):
    server.fault = google_only(lambda handler: handler.send(handler.server.google_page(ESCAPES)))
    target = first_target(memory, google())
    assert target.text == "In short, these steps put both the Kremlin and Donald Trump in a difficult place."
    assert stored(memory) == target


OWN = {
    "libretranslate": lambda server, bounds=None: LibreTranslate(LibreTranslateSettings(server.url), bounds),
    "ollama": lambda server, bounds=None: Ollama(OllamaSettings(server.url, "m"), bounds),
}
OWN_FAULTS = {
    "error": lambda h: h.send_json({"error": TEXT}, 500),
    "later": lambda h: h.send("", 429, Retry_After="600"),
    "page": lambda h: h.send("<html>"),
    "cut": lambda h: h.send('{"translatedText": "In', kind="application/json"),
    "empty": lambda h: h.send(both("", h)),
    "echo": lambda h: h.send(both(TEXT, h)),
    "markup": lambda h: h.send(both("<p>In short, these steps put both in a very difficult place.</p>", h)),
    "error text": lambda h: h.send(
        both("Error 500 (Server Error)!!1500. That’s an error, and that is all we know.", h)
    ),
    "too short": lambda h: h.send(both("In short.", h)),
    "refusal": lambda h: h.send(
        both("", h) if "q" in h.payload else both("I’m sorry, I can’t translate this text.", h)
    ),
    "hang": lambda h: h.hang(),
}


def both(text, handler):
    """An answer that either of them could give."""
    return json.dumps(json.loads(handler.server.ollama_answer(text)) | {"translatedText": text})


@pytest.mark.parametrize("fault", OWN_FAULTS)
@pytest.mark.parametrize("name", OWN)
def test_when_a_server_of_ones_own_fails_the_next_engine_answers(server, memory, name, fault):
    server.fault = lambda handler, _: handler.command == "POST" and (OWN_FAULTS[fault](handler) or True)
    target = first_target(memory, OWN[name](server, SHORT if fault == "hang" else None), mymemory())
    assert (target.text, target.origin) == (server.translation(TEXT), "mymemory")
    assert stored(memory) == target


@pytest.mark.parametrize("fault", OWN_FAULTS)
@pytest.mark.parametrize("name", OWN)
def test_when_it_is_the_only_one_the_segment_says_why_and_it_recovers(server, memory, name, fault):
    server.fault = lambda handler, _: OWN_FAULTS[fault](handler) or True
    target = first_target(memory, OWN[name](server, SHORT if fault == "hang" else None))
    assert target.state is TargetState.FAILED
    assert name in target.reason.lower()
    assert "Kreml" not in target.reason
    assert stored(memory) is None
    server.fault = None
    expected = server.spoken(TEXT) if name == "ollama" else server.translation(TEXT)
    assert first_target(memory, OWN[name](server)).text == expected
