"""A server on this machine that sends bytes as a test wants them: pages, and what no server should send.

Invariant: leaving the `with` block ends every thread and connection, whatever hangs.
"""

import socket
import threading
from contextlib import suppress

PATIENCE_S = 30.0


class WebServer:
    """The server; `pages` are functions of a connection by path.

    Attributes:
        asked: what was sent to it: the first line and the headers of each request.
        over: set when the server ends.
    """

    def __init__(self, context=None):
        self._context = context
        self.pages = {}
        self.asked = []
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._connections = []

    @property
    def port(self):
        return self._listening.getsockname()[1]

    @property
    def url(self):
        return f"http{'s' if self._context else ''}://127.0.0.1:{self.port}"

    def page(self, path, body=b"", kind="text/html", status="200 OK", length=None, **headers):
        """Put a page there; gives its address."""
        lines = [f"HTTP/1.1 {status}", "Connection: close"]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body) if length is None else length}"]
        whole = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
        return self.raw(path, lambda connection: connection.sendall(whole))

    def raw(self, path, answer):
        """Answer in a way of one's own; gives the address."""
        self.pages[path] = answer
        return self.url + path

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self.over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._threads[0].join(PATIENCE_S)
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join(PATIENCE_S)

    def _accept(self):
        while not self.over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(connection,), daemon=True)
            self._connections.append(connection)
            self._threads.append(thread)
            thread.start()

    def _answer(self, plain):
        with plain, suppress(OSError), self._secured(plain) as connection:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65_536)
                if not piece:
                    return
                request += piece
                if request.startswith(b"\x16"):
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            head = request.decode("latin-1").partition("\r\n\r\n")[0]
            self.asked.append(head)
            path = head.split(" ")[1]
            self.pages.get(path, self._not_found)(connection)

    def _secured(self, plain):
        return self._context.wrap_socket(plain, server_side=True) if self._context else plain

    @staticmethod
    def _not_found(connection):
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def drip(self, begin, byte=b" "):
        """An answer that never ends, a byte at a time."""

        def answer(connection):
            connection.sendall(begin)
            while not self.over.wait(0.005):
                connection.sendall(byte)

        return answer

    def hang(self, begin=b""):
        """An answer that stops."""

        def answer(connection):
            connection.sendall(begin)
            self.over.wait(PATIENCE_S)

        return answer
