"""A tiny model, built once for all workers, and a server that hands it out with faults on demand."""

import hashlib
import re
import socket
import struct
import threading
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from reader.engines.offline.install import Archive, Place, install
from tests import tiny_model

NOW = datetime(2026, 9, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory, worker_id):
    """The archive of a tiny model and one that never comes to an end, and both converted; read only."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent
    with tiny_model.built_once(base / "tiny-model") as home:
        if not (home / "done").exists():
            for name, eos_bias in (("model", tiny_model.EOS_BIAS), ("wild", -50.0)):
                files = tiny_model.marian_files(eos_bias)
                (home / f"{name}.zip").write_bytes(tiny_model.zipped(files))
                marian = home / f"{name}-marian"
                marian.mkdir(exist_ok=True)
                for one, data in files.items():
                    (marian / one).write_bytes(data)
            from reader.engines.offline.convert import convert

            convert(home / "wild-marian", home / "wild")
            put(home / "model.zip", home / "offline")
            (home / "done").touch()
    archive = (home / "model.zip").read_bytes()
    return SimpleNamespace(
        home=home,
        archive=home / "model.zip",
        bytes=archive,
        sha256=hashlib.sha256(archive).hexdigest(),
        marian=home / "model-marian",
        model=home / "offline",
        wild=home / "wild",
    )


def put(path, link, **more):
    """Install what is at this path."""
    options = {"now": lambda: NOW, "say": lambda _: None, "progress": lambda *_: None} | more
    return install(Archive("", path), Place(link), **options)


class Shelf(ThreadingHTTPServer):
    """Hands out one file; `faults` are called one after another, one for each request, and may answer themselves."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, data):
        super().__init__(("127.0.0.1", 0), Handler)
        self.data = data
        self.etag = '"one"'
        self.faults = []
        self.requests = []
        self.over = threading.Event()
        self.connections = set()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/de-en/opus-2020-02-26.zip"
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def ranges(self):
        return [headers.get("Range") for headers in self.requests]

    def hang_up(self):
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
        self.server.requests.append(self.headers)
        fault = self.server.faults.pop(0) if self.server.faults else None
        if fault is None or not fault(self):
            self.hand_out()

    def hand_out(self, upto=None):
        """The file or the rest of it; broken off before this byte."""
        data, start = self.server.data, 0
        same = self.headers.get("If-Range", self.server.etag) == self.server.etag
        if same and (found := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))):
            start = int(found[1])
            if start >= len(data):
                self.send(416, b"", Content_Range=f"bytes */{len(data)}")
                return
            self.begin(206, len(data) - start, Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.begin(200, len(data))
        self.wfile.write(data[start:upto])
        if upto is not None:
            self.close_connection = True

    def begin(self, status, length, **headers):
        self.send_response(status)
        found = {"ETag": self.server.etag, "Content_Length": length} | headers
        for name, value in found.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def send(self, status, body, **headers):
        self.begin(status, len(body), **headers)
        self.wfile.write(body)

    def reset(self):
        self.close_connection = True
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *args):
        pass


@pytest.fixture
def shelf(tiny, monkeypatch):
    """A running server with the archive, whose threads have ended when the test is over."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    server = Shelf(tiny.bytes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.hang_up()
        thread.join(30)
