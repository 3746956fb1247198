"""Pages of the web as documents, and whatever else of text an address leads to.

`requests` is imported when an address is fetched; nothing in a document that came from the web is ever fetched.

Invariant: `fetch` ends within its total time, holds no more than its limit of bytes, and gives back data or raises an
InputError. (Looking up a name cannot be broken off: when the system gives up, so does this.)
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from reader import __version__
from reader.errors import InputError
from reader.formats.claimed import believed
from reader.formats.limits import MAX_BYTES, TITLE
from reader.formats.opening import format_of, read_bytes
from reader.formats.unpacking import ACCEPTED, too_large, unpacked
from reader.formats.urls import checked, followed, name_in, shown
from reader.formats.walls import refusal, wall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPResponse
    from socket import socket

    from requests import Response

    from reader.core.document import Document

_HEADERS: Final = {
    "User-Agent": f"Lesepult/{__version__}",
    "Accept": "text/html,application/xhtml+xml,text/markdown,text/plain,application/epub+zip,application/pdf,*/*;q=0.5",
    "Accept-Language": "de,en;q=0.5",
    "Accept-Encoding": ACCEPTED,
}
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/epub+zip": ".epub",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_VAGUE: Final = frozenset(
    ("", "application/octet-stream", "binary/octet-stream", "application/zip", "application/xml", "text/xml")
)
_FEED: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,300}>\s*|<!--.{0,900}?-->\s*){0,5}<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_CHUNK_BYTES: Final = 65_536
_EXPLAINED_BYTES: Final = 100_000
_EXPLAINING_S: Final = 3.0
_PAGE: Final = "Name the address of a page with a text."


class Bounds(NamedTuple):
    """What fetching may take.

    Attributes:
        total_s: seconds for everything: connecting, waiting, redirects, the body.
        connect_s: seconds for connecting to one address.
        body_bytes: the longest body, packed and unpacked.
        redirects: so many are followed.
    """

    total_s: float = 30.0
    connect_s: float = 8.0
    body_bytes: int = MAX_BYTES
    redirects: int = 5


class Fetched(NamedTuple):
    """What an address led to.

    Attributes:
        data: the body, unpacked.
        final_url: where it came from in the end.
        content_type: what the server calls it ("text/html"); empty if it says nothing.
        encoding: the encoding that the server names; empty if it names none.
    """

    data: bytes
    final_url: str
    content_type: str = ""
    encoding: str = ""


def never() -> bool:
    """The page is wanted whatever happens."""
    return False


def read_url(
    url: str,
    encoding: str = "",
    *,
    offline: bool = False,
    bounds: Bounds = Bounds(),  # noqa: B008 - it cannot be changed
    cancelled: Callable[[], bool] = never,
) -> Document:
    """The document that an address leads to; its first note says where it came from.

    Args:
        url: an address of the web, as a person may write it.
        encoding: the encoding of the text that the person named; empty to find it out.
        offline: no connection may be opened.
        bounds: what fetching may take.
        cancelled: whether nobody wants the page any more; asked many times a second.

    Raises:
        InputError: it is no address of the web, cannot be fetched, or is of no type that can be read.
    """
    return document_of(fetch(url, offline=offline, bounds=bounds, cancelled=cancelled), encoding)


def document_of(fetched: Fetched, encoding: str = "") -> Document:
    """The document of what was fetched; arguments and errors as of `read_url`."""
    where = shown(fetched.final_url)
    name, suffix = name_in(fetched.final_url)
    if not fetched.data.strip():
        raise InputError(TITLE, f"{where} is empty.", "If a browser shows a text there, save it from there.")
    suffix = _suffix(fetched, where, suffix)
    is_page = format_of(fetched.data, where, suffix) == "html"
    codec = encoding or believed(fetched.encoding, fetched.data)
    try:
        found = read_bytes(fetched.data, where, name, suffix, codec, fetched.final_url)
    except InputError:
        if is_page and (error := wall(where, fetched.final_url, fetched.data, "")):
            raise error from None
        raise
    if is_page and (error := wall(where, fetched.final_url, fetched.data, found.text)):
        raise error
    return replace(found, notes=(f"from {where}", *found.notes))


def _suffix(fetched: Fetched, where: str, suffix: str) -> str:
    """How the name of a file of this type would end.

    Raises:
        InputError: it is of a type that is no text.
    """
    kind = fetched.content_type
    if _FEED.match(fetched.data):
        raise InputError(TITLE, f"{where} is a feed of news, not a text.", "Name the address of one of its articles.")
    if kind in _VAGUE or (kind == "text/plain" and suffix):
        return suffix
    if kind in _SUFFIXES:
        return _SUFFIXES[kind]
    family = kind.partition("/")[0]
    if family in {"image", "audio", "video", "font"}:
        what = {"image": "a picture", "audio": "a sound", "video": "a film", "font": "a font"}[family]
        raise InputError(TITLE, f"{where} is {what}, not a text.", _PAGE)
    if family == "text":
        return suffix or ".txt"
    if kind.endswith(("json", "javascript")):
        raise InputError(TITLE, f"{where} holds data for programs ({kind}), not a text.", _PAGE)
    return suffix


def fetch(
    url: str,
    *,
    offline: bool = False,
    bounds: Bounds = Bounds(),  # noqa: B008 - it cannot be changed
    cancelled: Callable[[], bool] = never,
    monotonic: Callable[[], float] = time.monotonic,
) -> Fetched:
    """What an address leads to.

    Args:
        url: an address of the web, as a person may write it.
        offline: no connection may be opened.
        bounds: what fetching may take.
        cancelled: whether nobody wants it any more; asked many times a second.
        monotonic: seconds from any beginning.

    Raises:
        InputError: it is no address of the web, or cannot be fetched.
    """
    address = checked(url)
    if offline:
        message = f"{shown(address)} is on the web, and --offline opens no connection."
        raise InputError(TITLE, message, "Leave out --offline, or save the page and open the file.")
    return _Fetching(bounds, cancelled, monotonic).of(address)


class _Fetching:
    """One fetch: when it has to end, and what it holds open."""

    def __init__(self, bounds: Bounds, cancelled: Callable[[], bool], monotonic: Callable[[], float]) -> None:
        self._bounds, self._cancelled, self._monotonic = bounds, cancelled, monotonic
        self._end = monotonic() + bounds.total_s

    def of(self, address: str) -> Fetched:
        from weakref import WeakSet  # noqa: PLC0415 - not for --help

        from requests import RequestException  # noqa: PLC0415 - a tenth of a second
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - the same

        from reader.timed_http import timed_session  # noqa: PLC0415 - the same

        responses: list[HTTPResponse] = []
        sockets: WeakSet[socket] = WeakSet()
        session = timed_session(self._check, responses, sockets)
        session.headers.clear()
        session.headers.update(_HEADERS)
        try:
            for _ in range(self._bounds.redirects + 1):
                timeout = (min(self._bounds.connect_s, self._left()), self._left())
                with session.get(address, stream=True, allow_redirects=False, timeout=timeout) as response:
                    if not response.is_redirect:
                        return self._fetched(response, address)
                    address = followed(address, response.headers["Location"])
        except (RequestException, HTTPError, OSError, ValueError) as error:
            raise self._failure(error, shown(address)) from None
        finally:
            for answer in responses:
                answer.close()
            session.close()
        message = f"{shown(address)} leads on and on: more than {self._bounds.redirects} redirects."
        raise InputError(TITLE, message, "Open it in a browser, and take the address from there.")

    def _check(self) -> float:
        """The seconds left; raises OSError if there are none, or nobody wants the page any more."""
        if self._cancelled():
            raise ConnectionAbortedError
        if self._end <= self._monotonic():
            raise TimeoutError
        return self._left()

    def _left(self) -> float:
        return max(0.001, self._end - self._monotonic())

    def _fetched(self, response: Response, address: str) -> Fetched:
        where, headers, most = shown(address), response.headers, self._bounds.body_bytes
        packing = headers.get("Content-Encoding", "")
        if error := refusal(response.status_code, where, headers, lambda: self._explained(response, packing)):
            raise error
        size = headers.get("Content-Length", "")
        if size.isascii() and size.isdecimal() and len(size) < 20 and int(size) > most:
            raise too_large(where, most)
        data = unpacked(self._pieces(response), packing, where, most)
        kind, _, more = headers.get("Content-Type", "").partition(";")
        charset = _CHARSET.search(more)
        return Fetched(data, address, kind.strip().lower(), charset[1] if charset else "")

    def _pieces(self, response: Response) -> Iterator[bytes]:
        """The body as it is sent."""
        for piece in response.raw.stream(_CHUNK_BYTES, decode_content=False):
            self._check()
            yield piece

    def _explained(self, response: Response, packing: str) -> bytes:
        """The page that comes with an error; empty if it does not come well and soon."""
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - it is loaded by now

        self._end = min(self._end, self._monotonic() + _EXPLAINING_S)
        try:
            return unpacked(self._pieces(response), packing, "", _EXPLAINED_BYTES)
        except (InputError, OSError, HTTPError):
            return b""

    def _failure(self, error: Exception, where: str) -> InputError:
        """What a person is told of a connection that failed."""
        if self._cancelled():
            return InputError(TITLE, f"{where} was not waited for.", "")
        if self._end <= self._monotonic():
            message = f"{where} was not sent within {self._bounds.total_s:.0f} seconds."
            return InputError(TITLE, message, "Try again later, or save the page in a browser and open the file.")
        from reader.formats.unreachable import explained  # noqa: PLC0415 - imports requests

        return InputError(TITLE, *explained(error, where))
