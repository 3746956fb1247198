"""A server on this machine that speaks as Google's mobile page, MyMemory, LibreTranslate and Ollama do, with faults.

Its translation of a line is made from a hash of the line, so that every pairing can be proved.
"""

import html
import json
import re
import socket
import struct
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.loopback_answers import answer_to

PATIENCE_S = 20.0


def translation(text):
    """What this server answers."""
    return "\n".join(map(answer_to, text.split("\n")))


def translated_html(piece):
    """What LibreTranslate makes of HTML: what is marked stays, the rest is translated, and entities are taken out."""
    soup = BeautifulSoup(piece, "html.parser")
    for node in list(soup.find_all(string=True)):
        if not node.find_parent(attrs={"translate": "no"}) and node.strip():
            node.replace_with(f" {answer_to(node)} " if any(map(str.isalpha, node)) else node)
    return html.unescape(str(soup))


def spoken(text):
    """What the model here says to a text: its translation, behind its number."""
    lines = [re.fullmatch(r"(\d+\. )?(.*)", line) for line in text.split("\n")]
    return "\n".join((line[1] or "") + answer_to(line[2]) for line in lines)


def ollama_answer(text, **more):
    message = {"role": "assistant", "content": text}
    return json.dumps({"model": "m", "message": message, "done": True, "done_reason": "stop"} | more)


def google_page(text):
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Google Translate</title></head><body><form><input value="x">'
        f'</form><div class="result-container">{html.escape(text)}</div><div class="links">a</div></body></html>'
    )


def mymemory_answer(text, **more):
    answer = {
        "responseData": {"translatedText": text, "match": 0.85},
        "quotaFinished": False,
        "responseDetails": "",
        "responseStatus": 200,
        "matches": [{"translation": "a match for some other text", "match": 0.5}],
    }
    return json.dumps(answer | more)


class Loopback(ThreadingHTTPServer):
    """The server; `fault` is called with the handler and the text, and gives True when it has answered itself."""

    daemon_threads = False
    block_on_close = True
    translation = staticmethod(translation)
    google_page = staticmethod(google_page)
    mymemory_answer = staticmethod(mymemory_answer)
    ollama_answer = staticmethod(ollama_answer)
    spoken = staticmethod(spoken)

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault = None
        self.texts = []
        self.payloads = []
        self.paths = []
        self.languages = []
        self.over = threading.Event()
        self.connections = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def hang_up(self):
        """Leave no client waiting, and no thread waiting for one."""
        self.over.set()
        self.shutdown()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that went away is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self):
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self):
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        text = query.get("q", "")
        self.server.texts.append(text)
        self.server.languages.append(query.get("langpair") or f"{query.get('sl')}|{query.get('tl')}")
        if self.server.fault is not None and self.server.fault(self, text):
            return
        self.answer(translation(text))

    def do_POST(self):
        self.payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.payloads.append(self.payload)
        self.server.paths.append(self.path)
        asked = self.asked()
        if self.server.fault is not None and self.server.fault(self, asked):
            return
        if self.path.endswith("/api/chat"):
            self.send(ollama_answer(spoken(asked)), kind="application/json")
            return
        one = translated_html if self.payload["format"] == "html" else translation
        answer = [one(text) for text in asked] if isinstance(asked, list) else one(asked)
        self.send_json({"translatedText": answer})

    def asked(self):
        """The text or texts of a POST, whoever would be asked so."""
        if isinstance(self.payload, list):
            return [item["Text"] for item in self.payload]
        if "messages" in self.payload:
            return self.payload["messages"][-1]["content"]
        return self.payload.get("q") or self.payload["text"]

    def send_json(self, data, status=200, **headers):
        self.send(json.dumps(data), status, "application/json", **headers)

    def answer(self, text):
        if self.path.startswith("/get"):
            self.send(mymemory_answer(text), kind="application/json")
        else:
            self.send(google_page(text))

    def send(self, body, status=200, kind="text/html; charset=UTF-8", **headers):
        body = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass

    def hang(self):
        self.close_connection = True
        self.server.over.wait(PATIENCE_S)

    def drip(self, begin, byte):
        self.close_connection = True
        self.wfile.write(begin)
        while not self.server.over.wait(0.005):
            self.wfile.write(byte)

    def reset(self):
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@pytest.fixture
def server(monkeypatch):
    """A running server in the place of both services, whose threads have ended when the test is over."""
    from deep_translator.constants import BASE_URLS

    server = Loopback()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setitem(BASE_URLS, "GOOGLE_TRANSLATE", f"{server.url}/m")
    monkeypatch.setitem(BASE_URLS, "MYMEMORY", f"{server.url}/get")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    try:
        yield server
    finally:
        server.hang_up()
        thread.join(PATIENCE_S)
