"""HTTP that cannot be held up: every request has an end, a size and a number of redirects.

Its pages offer what deep-translator asks of those of `requests`, in whose place it works there. Import this inside
a function: `requests` takes a tenth of a second.

Invariant: `get` and `post` return or raise within their total time, for the time left is looked at before each read,
of headers and body alike, so that a server that sends a byte now and then cannot prolong it; and soon after nobody
wants the answer any more. (Looking up the name and connecting come before; connecting has a limit of its own for
each address, and nothing is sent behind it once the call was given up.)
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from socket import SHUT_RDWR, socket
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from weakref import WeakSet

import requests

from reader.engines import plain_json
from reader.engines.base import (
    Cancelled,
    EngineError,
    GivenUp,
    Misconfigured,
    NoTranslation,
    RateLimited,
    Refused,
    TimedOut,
    Transient,
    never,
)
from reader.timed_http import timed_session

if TYPE_CHECKING:
    from http.client import HTTPResponse

Explain = Callable[[int, str], EngineError | None]
"""What a status and the body that came with it mean, where the status alone does not say it well enough."""

_CHUNK_BYTES = 16_384
_LONGEST_WAIT_S = 30 * 24 * 3600.0
_FOR_GOOD = frozenset({301, 308})
_MEANINGS: Mapping[int, tuple[type[EngineError], str]] = MappingProxyType(
    {
        400: (NoTranslation, "does not take this text"),
        401: (Misconfigured, "does not accept the key"),
        413: (NoTranslation, "does not take a text so long"),
        414: (NoTranslation, "does not take a text so long"),
        451: (Refused, "may not answer requests from this network"),
        529: (RateLimited, "has too much to do"),
    }
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a request may take.

    Attributes:
        connect_s: seconds for connecting to one address.
        total_s: seconds for everything: waiting, headers, redirects, body.
        body_bytes: the longest body, unpacked.
        redirects: so many are followed.
    """

    connect_s: float = 4.0
    total_s: float = 20.0
    body_bytes: int = 2_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """A successful answer, with what a user of `requests` needs of it.

    Attributes:
        text: the body.
        url: where it came from in the end.
        status_code: always a success; everything else was raised.
    """

    text: str
    url: str
    status_code: int = 200

    def json(self) -> object:
        """The body as JSON; raises ValueError if it is none."""
        return plain_json.loads(self.text)

    def close(self) -> None:
        """The connection was given back long ago."""


class Transport:
    """A session for one request at a time, with connections that are kept for the next one.

    Args:
        title: the name of the service, for the reasons of errors.
        bounds: what a request may take.
        refusal: what it does when it wants no requests, for a person.
        slow_down: what it does when it wants fewer of them; `refusal` unless it is said.
        pause_s: how long it is left alone then unless it says how long; None for as long as usual.
        secured: hosts that are spoken to by https whatever the address says.
        direct: never through a proxy, whatever the environment says: for what must not leave the machine.
        monotonic: seconds from any beginning.

    Attributes:
        cancelled: whether nobody wants the answer of the present request any more.
    """

    def __init__(
        self,
        title: str,
        bounds: Bounds,
        *,
        refusal: str = "refuses requests from this network",
        slow_down: str = "",
        pause_s: float | None = None,
        secured: frozenset[str] = frozenset(),
        direct: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.cancelled: Cancelled = never
        self._title = title
        self._bounds = bounds
        self._refusal = refusal
        self._slow_down = slow_down or refusal
        self._pause_s = pause_s
        self._secured = secured
        self._monotonic = monotonic
        self._end = 0.0
        self._aborted = False
        self._responses: list[HTTPResponse] = []
        self._sockets: WeakSet[socket] = WeakSet()
        self._session = timed_session(self._check, self._responses, self._sockets, direct=direct)

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        explain: Explain | None = None,
    ) -> Page:
        """The page at this address; nothing but the address itself goes along to where it may lead.

        Raises:
            EngineError: it could not be had.
        """
        self._end = self._monotonic() + self._bounds.total_s
        try:
            address = requests.Request("GET", self._safe(url), params=dict(params)).prepare().url or url
            for _ in range(self._bounds.redirects + 1):
                self._check()
                with self._session.get(
                    address, stream=True, allow_redirects=False, timeout=self._timeout()
                ) as response:
                    if not response.is_redirect:
                        return self._page(response, explain)
                    address = self._redirected(address, response.headers["Location"])
        except (requests.RequestException, OSError, ValueError) as error:
            raise self._failure(error) from None
        finally:
            self._let_go()
        raise Transient(f"{self._title} sent us in circles.")

    def post(
        self,
        url: str,
        payload: object,
        explain: Explain | None = None,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        params: Mapping[str, str] = MappingProxyType({}),
    ) -> Page:
        """What the server answers to this JSON; no redirect is followed, as text and key would go somewhere else.

        Raises:
            EngineError: there is no answer.
        """
        self._end = self._monotonic() + self._bounds.total_s
        try:
            self._check()
            with self._session.post(
                url,
                json=payload,
                headers=dict(headers),
                params=dict(params),
                stream=True,
                allow_redirects=False,
                timeout=self._timeout(),
            ) as response:
                if response.is_redirect:
                    kind = Misconfigured if response.status_code in _FOR_GOOD else Transient
                    raise kind(f"{self._title} sends us elsewhere: if it has moved, set its new address as its url.")
                return self._page(response, explain)
        except (requests.RequestException, OSError, ValueError) as error:
            raise self._failure(error) from None
        finally:
            self._let_go()

    def close(self) -> None:
        """Give up the connections; a request that is under way ends at once."""
        self._aborted = True
        for sock in list(self._sockets):
            with suppress(OSError):
                # Not the TLS socket's own way, which takes its state from under the thread that reads.
                socket.shutdown(sock, SHUT_RDWR)
        self._session.close()

    def _check(self) -> float:
        """The seconds left; raises OSError if nobody wants the answer, or it has taken too long."""
        if self._unwanted():
            raise ConnectionAbortedError
        if (left_s := self._left_s()) <= 0:
            raise TimeoutError
        return left_s

    def _unwanted(self) -> bool:
        return self._aborted or self.cancelled()

    def _let_go(self) -> None:
        """Close the responses of the last request; one with headers that contradict each other is left open."""
        for response in self._responses:
            response.close()
        self._responses.clear()

    def _left_s(self) -> float:
        return self._end - self._monotonic()

    def _timeout(self) -> tuple[float, float]:
        left_s = max(self._left_s(), 0.001)
        return min(self._bounds.connect_s, left_s), left_s

    def _safe(self, url: str) -> str:
        parts = urlsplit(url)
        return parts._replace(scheme="https").geturl() if parts.hostname in self._secured else url

    def _redirected(self, address: str, target: str) -> str:
        url = self._safe(urljoin(address, target))
        if urlsplit(address).scheme == "https" and urlsplit(url).scheme != "https":
            raise Refused(f"{self._title} wants the text to be sent unprotected.")
        return url

    def _page(self, response: requests.Response, explain: Explain | None = None) -> Page:
        if (error := self._status_error(response)) is not None:
            raise _with_wait((explain and self._explained(response, explain)) or error, error)
        return Page(self._body(response), response.url)

    def _status_error(self, response: requests.Response) -> EngineError | None:
        """What a status says, None for a success."""
        title, status = self._title, response.status_code
        retry_after_s = _seconds(response.headers.get("Retry-After"))
        if status == requests.codes.too_many_requests:
            wait_s = self._pause_s if retry_after_s is None else retry_after_s
            return RateLimited(f"{title} {self._slow_down}.", wait_s)
        if status == requests.codes.forbidden:
            return Refused(f"{title} {self._refusal}.")
        if status == requests.codes.service_unavailable and retry_after_s is not None:
            return RateLimited(f"{title} is not available.", retry_after_s)
        if status in _MEANINGS:
            kind, what = _MEANINGS[status]
            return kind(f"{title} {what}.")
        if not requests.codes.ok <= status < requests.codes.multiple_choices:
            return Transient(f"{title} answered with an error ({status}).")
        return None

    def _explained(self, response: requests.Response, explain: Explain) -> EngineError | None:
        """What the server says of its failure; None if it says nothing, or not in time."""
        try:
            return explain(response.status_code, self._body(response))
        except (requests.RequestException, OSError, EngineError):
            return None

    def _body(self, response: requests.Response) -> str:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK_BYTES):
            body += chunk
            if len(body) > self._bounds.body_bytes:
                raise Transient(f"{self._title} answered with far too much.")
        charset = response.encoding if "charset" in response.headers.get("Content-Type", "") else None
        return _decoded(bytes(body), charset or "utf-8")

    def _failure(self, error: Exception) -> EngineError:
        """What a person is told; never the error's own words, which hold the address and with it the text."""
        if self._unwanted():
            return GivenUp(f"{self._title} was not waited for.")
        if self._left_s() <= 0:
            return TimedOut(f"{self._title} did not answer within {self._bounds.total_s:.0f} seconds.")
        if isinstance(error, requests.exceptions.SSLError):
            return Transient(f"{self._title} cannot be reached safely (its certificate is not trusted).")
        if isinstance(error, requests.exceptions.ContentDecodingError | requests.exceptions.ChunkedEncodingError):
            return Transient(f"The answer of {self._title} was cut off.")
        if isinstance(error, requests.ConnectionError | OSError):
            return Transient(f"{self._title} cannot be reached.")
        return Transient(f"{self._title} cannot be asked ({type(error).__name__}).")


def _with_wait(error: EngineError, by_status: EngineError) -> EngineError:
    """The error with the wait that the header names, if its own words name none."""
    if isinstance(error, RateLimited) and isinstance(by_status, RateLimited) and error.retry_after_s is None:
        return RateLimited(error.reason, by_status.retry_after_s)
    return error


def _seconds(retry_after: str | None) -> float | None:
    """How long a Retry-After header asks to wait: seconds, or until a date; None if it says nothing clear."""
    if retry_after is None:
        return None
    said = retry_after.strip()
    if said.isascii() and said.isdecimal():
        return min(float(said), _LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(said)
        wait_s = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, wait_s), _LONGEST_WAIT_S)


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
