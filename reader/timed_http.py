"""HTTP whose sockets are read only as long as there is time left and somebody waits: for engines and for web pages.

Import this inside a function: `requests` takes a tenth of a second.

Invariant: a read from a connection made here returns or raises soon after `check` raises, however little the server
sends at a time.
"""

from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPResponse
from http.cookiejar import DefaultCookiePolicy
from io import BufferedReader, RawIOBase
from socket import socket
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from weakref import WeakSet

_LOOK_S = 0.1
"""So often a call that waits looks whether it is still wanted."""


def timed_session(
    check: Callable[[], float],
    responses: list[HTTPResponse],
    sockets: "WeakSet[socket]",
    *,
    direct: bool = False,
) -> requests.Session:
    """A session that keeps no cookies, sends no passwords of a .netrc, and leaves redirects to its user.

    Args:
        check: the seconds left; raises OSError if there are none, or nobody waits any more.
        responses: gets every response that is begun.
        sockets: gets the socket of every connection.
        direct: never through a proxy, whatever the environment says.
    """
    session = _Session()
    session.trust_env = not direct
    session.auth = _no_auth
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = timed_adapter(check, responses, sockets)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class _Session(requests.Session):
    """A session that does not follow redirects: its own way reads their bodies, however long they are."""

    def get_redirect_target(self, _response: requests.Response) -> None:
        return None


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def timed_adapter(check: Callable[[], float], responses: list[HTTPResponse], sockets: "WeakSet[socket]") -> HTTPAdapter:
    """An adapter whose connections read from their sockets for as long as there is time left.

    Args:
        check: the seconds left; raises OSError if there are none, or nobody waits any more.
        responses: gets every response that is begun.
        sockets: gets the socket of every connection.
    """

    class Response(HTTPResponse):
        def __init__(self, sock: socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
            super().__init__(sock, *args, **kwargs)
            untimed, self.fp = self.fp, BufferedReader(_TimedRaw(sock, check))
            untimed.close()
            responses.append(self)

    def connected(connection: HTTPConnection) -> None:
        """Keep the socket; raises OSError if the call was given up meanwhile, before anything was sent."""
        if isinstance(connection.sock, socket):
            sockets.add(connection.sock)
        check()

    class PlainConnection(HTTPConnection):
        response_class = Response

        def connect(self) -> None:
            super().connect()
            connected(self)

    class SecureConnection(HTTPSConnection):
        response_class = Response

        def connect(self) -> None:
            super().connect()
            connected(self)

    class Plain(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class Secure(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - handed on
            manager = super().proxy_manager_for(*args, **kwargs)
            manager.pool_classes_by_scheme = pools
            return manager

    pools = {"http": Plain, "https": Secure}
    return Adapter()


class _TimedRaw(RawIOBase):
    """Reads from a socket as long as there is time left and somebody waits."""

    def __init__(self, sock: socket, check: Callable[[], float]) -> None:
        self._sock = sock
        # Keeps the socket open until the response is read, also when its connection is closed before.
        self._raw = sock.makefile("rb", buffering=0)
        self._check = check

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - any writable buffer
        before_s = self._sock.gettimeout()
        try:
            while True:
                self._sock.settimeout(min(self._check(), _LOOK_S))
                # Not through the file, which reads no more once it had to wait too long.
                with suppress(TimeoutError):
                    return self._sock.recv_into(buffer)
        finally:
            self._sock.settimeout(before_s)

    def close(self) -> None:
        self._raw.close()
        super().close()
