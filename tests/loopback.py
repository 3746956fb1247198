"""A server on this machine that speaks as the engines' services do, and fails on demand.

It speaks Google's page for simple browsers, MyMemory, LibreTranslate, DeepL v2, Microsoft Translator v3 and Ollama,
all at one address. Each text is answered with `answer_to` it, so that every pairing can be proved.

    with Loopback() as server:
        server.fail("429", engine="google", times=2)   # the next two requests; without times until it heals
        server.heal()
        server.latency = lambda: 0.05

Invariant: leaving the `with` block ends every thread and connection at once, whatever hangs.
"""

import html
import json
import re
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.loopback_answers import answer_to
from tests.loopback_faults import FAULTS

ENGINES = ("libretranslate", "ollama", "deepl", "microsoft", "google", "mymemory")
KEY = "a-key-for-the-loopback:fx"
MODEL = "loopback"
PATIENCE_S = 60.0
_NUMBERED = re.compile(r"(\d+)\. (.*)")


class Asked(NamedTuple):
    """A request for translations, as it came in.

    Attributes:
        engine: whom it was meant for.
        texts: what it held.
        path: its address, without the host.
        at: when it came, as `time.monotonic` has it.
    """

    engine: str
    texts: tuple[str, ...]
    path: str
    at: float


class Loopback(ThreadingHTTPServer):
    """The server.

    Attributes:
        asked: all requests for translations so far.
        elsewhere: the addresses and bodies of requests at the place to which one fault redirects.
        latency: gives the seconds before each answer.
        byte_s: between two bytes of an answer that drips.
        function: called with each exchange before the faults; True: it has answered.
        over: set when the server ends.
    """

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.asked = []
        self.elsewhere = []
        self.latency = None
        self.byte_s = 0.005
        self.function = None
        self.over = threading.Event()
        self._failing = []
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._connections = set()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.shutdown()
        self._thread.join(PATIENCE_S)
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def url_of(self, engine):
        """The base address of an engine, as a person would set it."""
        return f"{self.url}/v2" if engine == "deepl" else self.url

    def fail(self, name, engine=None, times=None):
        """Fail in this way from now on, or so many times.

        Args:
            name: one of FAULTS, or a function of an exchange that gives True when it has answered.
            engine: whose requests; None for all.
            times: how often; None until `heal`.
        """
        fault = FAULTS[name] if isinstance(name, str) else name
        with self._lock:
            self._failing.append([fault, engine, times])

    def heal(self, engine=None):
        """All is well again, with one engine or with all."""
        with self._lock:
            self._failing = [one for one in self._failing if engine is not None and one[1] != engine]

    def fault_for(self, engine):
        """How the next request of this engine is to fail; None if it is not."""
        with self._lock:
            for one in self._failing:
                if one[1] in {None, engine} and one[2] != 0:
                    if one[2] is not None:
                        one[2] -= 1
                    return one[0]
        return None

    def note(self, asked):
        with self._lock:
            self.asked.append(asked)
            self._changed.notify_all()

    def wait_for(self, condition, timeout_s=PATIENCE_S):
        """Wait until this is true of the server; looked at whenever a request comes in."""
        with self._lock:
            assert self._changed.wait_for(lambda: condition(self), timeout_s), "the server waited in vain"

    def texts(self, engine=None):
        """All texts that were asked for, in their order."""
        with self._lock:
            return [text for one in self.asked if engine in {None, one.engine} for text in one.texts]

    def track(self, connection, *, there):
        with self._lock:
            (self._connections.add if there else self._connections.discard)(connection)
        if there and self.over.is_set():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request, client_address):
        """A client that went away is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self):
        super().setup()
        self.server.track(self.connection, there=True)

    def finish(self):
        self.server.track(self.connection, there=False)
        with suppress(OSError):
            super().finish()

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.body = b""
        self._serve()

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._serve()

    def _serve(self):
        place = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(place.query).items()}
        path = re.sub(r"//+", "/", place.path)
        if path.startswith("/elsewhere"):
            self.server.elsewhere.append((self.path, self.body.decode(), dict(self.headers)))
            self.send(b"<html><body>Welcome to the hotel. Please sign in.</body></html>")
        elif path == "/circle":
            self.send(b"", 302, Location="/circle")
        elif path == "/languages":
            self.send_json([{"code": "de", "name": "German", "targets": ["en"]}])
        elif path == "/api/tags":
            self.send_json({"models": [{"name": MODEL}]})
        else:
            self._translate(path, query)

    def _translate(self, path, query):
        engine = _engine(self.command, path, query)
        if engine is None:
            self.send_json({"error": "not found"}, 404)
            return
        if engine in {"deepl", "microsoft"} and KEY not in str(self.headers):
            self.send_json({"message": "no key"}, 403 if engine == "deepl" else 401)
            return
        texts, shape = _asked(engine, query, self.body)
        exchange = Exchange(self, engine, texts, [_answer(engine, text) for text in texts], shape)
        self.server.note(Asked(engine, tuple(texts), self.path, time.monotonic()))
        if self.server.latency is not None and self.server.over.wait(self.server.latency()):
            self.close_connection = True
            return
        if self.server.function is not None and self.server.function(exchange):
            return
        fault = self.server.fault_for(engine)
        if fault is None or not fault(exchange):
            exchange.answer()

    def send_json(self, data, status=200, **headers):
        self.send(json.dumps(data).encode(), status, "application/json", **headers)

    def send(self, body, status=200, kind="text/html; charset=UTF-8", **headers):
        """Send an answer; a header's underscores stand for hyphens."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class Exchange:
    """A request for translations and what is about to be answered, which a fault may change.

    Attributes:
        handler: the connection.
        server: the server.
        engine: whom the request was meant for.
        texts: what it holds.
        answers: what each is answered with; another number of lines is possible.
    """

    def __init__(self, handler, engine, texts, answers, shape):
        self.handler = handler
        self.server = handler.server
        self.engine = engine
        self.texts = texts
        self.answers = answers
        self._shape = shape

    def body(self):
        """The body of a good answer, and its type."""
        data = _said(self.engine, self.answers, self._shape)
        return (
            (data.encode(), "text/html; charset=UTF-8")
            if isinstance(data, str)
            else (json.dumps(data).encode(), "application/json")
        )

    def answer(self):
        """Answer as if all were well."""
        body, kind = self.body()
        self.handler.send(body, kind=kind)


def _engine(command, path, query):
    """Whom a request is meant for."""
    if command == "GET":
        return {"/m": "google", "/get": "mymemory"}.get(path)
    if path == "/translate":
        return "microsoft" if "api-version" in query else "libretranslate"
    return {"/v2/translate": "deepl", "/api/chat": "ollama"}.get(path)


def _asked(engine, query, body):
    """The texts of a request, and the shape that its answer must have."""
    if engine in {"google", "mymemory"}:
        return query.get("q", "").split("\n"), "lines"
    data = json.loads(body)
    if engine == "deepl":
        return data["text"], "list"
    if engine == "microsoft":
        return [one.get("Text") or one.get("text") for one in data], "list"
    if engine == "libretranslate":
        one = isinstance(data["q"], str)
        return ([data["q"]], "one") if one else (data["q"], "list")
    content = data["messages"][-1]["content"]
    lines = [_NUMBERED.fullmatch(line) for line in content.split("\n")]
    if len(lines) > 1 and all(lines):
        return [line[2] for line in lines], "numbered"
    return [content], "one"


def _answer(engine, text):
    """The answer to one text; in HTML what is marked stays as it is."""
    kept = re.findall(r"<span[^>]*\bnotranslate\b[^>]*>.*?</span>|<[^>]*translate=.?no[^>]*>.*?</[^>]*>", text)
    if engine == "libretranslate" and kept:
        return " ".join([answer_to(html.unescape(re.sub(r"<[^>]*>", "", text))), *kept])
    return answer_to(text)


def _said(engine, answers, shape):
    """An answer as the service would give it: a page as text, or what becomes JSON."""
    if engine == "google":
        lines = "<br>".join(html.escape(line) for line in answers)
        return (
            '<!DOCTYPE html><html lang="en"><head><title>Google Translate</title></head><body><form><input value="x">'
            f'</form><div class="result-container">{lines}</div><div class="links">a</div></body></html>'
        )
    if engine == "mymemory":
        return {
            "responseData": {"translatedText": "\n".join(answers), "match": 0.85},
            "quotaFinished": False,
            "responseDetails": "",
            "responseStatus": 200,
            "matches": [{"translation": "a match for some other text", "match": 0.5}],
        }
    if engine == "deepl":
        return {"translations": [{"detected_source_language": "DE", "text": answer} for answer in answers]}
    if engine == "microsoft":
        return [{"translations": [{"text": answer, "to": "en"}]} for answer in answers]
    if engine == "libretranslate":
        return {"translatedText": answers if shape == "list" else "\n".join(answers)}
    numbered = [f"{number}. {answer}" for number, answer in enumerate(answers, 1)]
    content = "\n".join(numbered if shape == "numbered" else answers)
    return {"model": MODEL, "message": {"role": "assistant", "content": content}, "done": True, "done_reason": "stop"}
