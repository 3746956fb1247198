"""A call that nobody waits for any more ends, whatever the server does; so does one whose engine is closed."""

import threading

import pytest

from reader.engines.base import EngineError, GivenUp
from reader.engines.libretranslate import LibreTranslate
from reader.engines.ollama import Ollama
from reader.engines.services import deepl, google, microsoft, mymemory
from reader.engines.transport import Bounds
from reader.settings import (
    DeepLSettings,
    GoogleSettings,
    LibreTranslateSettings,
    MicrosoftSettings,
    MyMemorySettings,
    OllamaSettings,
)

PATIENCE_S = 30.0
LONG = Bounds(connect_s=PATIENCE_S, total_s=20 * PATIENCE_S)
ENGINES = {
    "google": lambda url: google(GoogleSettings(url), LONG),
    "mymemory": lambda url: mymemory(MyMemorySettings(url), LONG),
    "deepl": lambda url: deepl(DeepLSettings(url, "k"), LONG),
    "microsoft": lambda url: microsoft(MicrosoftSettings(url, "k"), LONG),
    "libretranslate": lambda url: LibreTranslate(LibreTranslateSettings(url), LONG),
    "ollama": lambda url: Ollama(OllamaSettings(url, "m"), LONG),
}


def hang_behind_headers(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
    handler.hang()


HANGS = {
    "before the headers": lambda handler: handler.hang(),
    "behind the headers": hang_behind_headers,
    "dripping": lambda handler: handler.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n", b"x"),
}
EVERY = pytest.mark.parametrize("name", ENGINES)


class Asked:
    """A call on a thread of its own."""

    def __init__(self, engine, cancelled=lambda: False):
        self.error = None
        self.thread = threading.Thread(target=self.run, args=(engine, cancelled), daemon=True)
        self.thread.start()

    def run(self, engine, cancelled):
        try:
            engine.translate(["Ja, gern."], ("de", "en"), (), cancelled)
        except EngineError as error:
            self.error = error

    def ended(self):
        self.thread.join(PATIENCE_S)
        return not self.thread.is_alive()


@pytest.fixture
def arrived(server):
    """Set when a request has reached the server, which then hangs as `hang` says."""
    arrived = threading.Event()
    arrived.hang = HANGS["before the headers"]

    def fault(handler, _):
        arrived.set()
        arrived.hang(handler)
        return True

    server.fault = fault
    return arrived


@EVERY
@pytest.mark.parametrize("hang", HANGS)
def test_a_cancelled_call_ends(server, arrived, name, hang):
    arrived.hang = HANGS[hang]
    engine = ENGINES[name](server.url)
    unwanted = threading.Event()
    asked = Asked(engine, unwanted.is_set)
    assert arrived.wait(PATIENCE_S)
    unwanted.set()
    assert asked.ended()
    assert type(asked.error) is GivenUp
    engine.close()


@EVERY
def test_closing_an_engine_ends_its_calls_and_it_can_be_used_again(server, arrived, name):
    engine = ENGINES[name](server.url)
    asked = Asked(engine)
    assert arrived.wait(PATIENCE_S)
    engine.close()
    assert asked.ended()
    assert type(asked.error) is GivenUp
    again = Asked(engine, lambda: True)
    assert again.ended()
    assert type(again.error) is GivenUp


@EVERY
def test_what_nobody_wants_is_not_sent(server, name):
    engine = ENGINES[name](server.url)
    asked = Asked(engine, lambda: True)
    assert asked.ended()
    assert type(asked.error) is GivenUp
    engine.close()
    assert not server.texts
    assert not server.payloads
