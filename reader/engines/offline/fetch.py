"""Fetching a large file so that nothing is fetched twice: what was received is kept, and the next attempt goes on.

Beside the part stands what the server said of the file (ETag or Last-Modified): only if it is still the same does
the server send the rest (RFC 9110, Range and If-Range); otherwise it sends the whole file, and we begin again.

Invariant: a part never holds bytes of two different files. Import this inside a function: `requests` takes a tenth
of a second.
"""

import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from reader.engines.offline.errors import OfflineError
from reader.settings import is_this_machine

Progress = Callable[[int, int], None]
"""Gets the bytes received and the bytes in all, which are 0 if that is not known."""

_CHUNK_BYTES = 65_536
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_OK, _PARTIAL, _NOT_THERE, _UNSATISFIABLE, _SERVER_ERRORS = 200, 206, 404, 416, 500
_AGAIN = "The same command goes on from there."
_ELSEWHERE = "Look at the address, or fetch the file yourself and use --from FILE."


@dataclass(frozen=True, slots=True)
class Bounds:
    """What fetching may take.

    Attributes:
        connect_s: seconds for connecting.
        stall_s: seconds in which nothing comes.
        total_s: seconds for everything.
        redirects: so many are followed.
        attempts: so many in a row may bring nothing.
        pause_s: seconds between two attempts.
        bytes: the largest file.
    """

    connect_s: float = 10.0
    stall_s: float = 30.0
    total_s: float = 6 * 3600.0
    redirects: int = 5
    attempts: int = 3
    pause_s: float = 2.0
    bytes: int = 1_000_000_000


class Known(NamedTuple):
    """What the server said of the file of which there is a part.

    Attributes:
        url: where it was asked for.
        validator: an ETag or a date that changes with the file; "" if there is none.
        total: its size; 0 if that is not known.
    """

    url: str
    validator: str
    total: int


class _BrokenOffError(Exception):
    """The connection failed; another attempt may go on."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _StaleError(Exception):
    """What is there does not fit what the server has."""


_BOUNDS = Bounds()


def fetch(
    url: str,
    part: Path,
    progress: Progress,
    bounds: Bounds = _BOUNDS,
    *,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Fetch a file; when this returns, the part is the whole file.

    Raises:
        OfflineError: it cannot be had; what was received is kept.
        OSError: it cannot be written.
    """
    end = monotonic() + bounds.total_s
    failures = 0
    with requests.Session() as session:
        while True:
            had = size_of(part)
            try:
                _attempt(session, url, part, progress, bounds, lambda: end - monotonic())
            except _StaleError:
                forget(part)
                failures += 1
            except _BrokenOffError as error:
                failures = 1 if size_of(part) > had else failures + 1
                if failures < bounds.attempts and end > monotonic():
                    sleep(bounds.pause_s)
                    continue
                raise _given_up(error.why, part) from None
            else:
                return
            if failures >= bounds.attempts:
                raise OfflineError("the server does not keep to what it says of the file.", _ELSEWHERE)


def _given_up(why: str, part: Path) -> OfflineError:
    kept = size_of(part)
    return OfflineError(f"{why}; {kept / 1e6:.0f} MB are here." if kept else f"{why}.", _AGAIN if kept else _ELSEWHERE)


def size_of(part: Path) -> int:
    """How many bytes there are."""
    try:
        return part.stat().st_size
    except OSError:
        return 0


def forget(part: Path) -> None:
    """Delete a part, and what is known of it."""
    part.unlink(missing_ok=True)
    _beside(part).unlink(missing_ok=True)


def _beside(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def known_of(part: Path) -> Known | None:
    """What is known of the file of which there is a part; None if nothing is."""
    try:
        data = json.loads(_beside(part).read_text("utf-8"))
        return Known(str(data["url"]), str(data["validator"]), int(data["total"]))
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _attempt(
    session: requests.Session, url: str, part: Path, progress: Progress, bounds: Bounds, left_s: Callable[[], float]
) -> None:
    known = known_of(part)
    have = size_of(part) if known and known.url == url and known.validator else 0
    if known and have and known.total == have:
        return
    headers = {"Accept-Encoding": "identity"}
    if known and have:
        headers |= {"Range": f"bytes={have}-", "If-Range": known.validator}
    try:
        with _opened(session, url, headers, bounds) as response:
            total = _begun(response, url, part, have, bounds)
            _receive(response, part, total, progress, bounds, left_s)
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise _BrokenOffError(_why(error)) from None


def _why(error: Exception) -> str:
    """What happened; never the error's own words, which hold addresses, and those may hold a password."""
    if isinstance(error, requests.exceptions.SSLError):
        raise OfflineError("the server’s certificate is not trusted.", _ELSEWHERE) from None
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "the server sent nothing for too long"
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        raise OfflineError("that is no address of a file.", _ELSEWHERE) from None
    if isinstance(error, requests.ConnectionError):
        return "the server cannot be reached"
    return "the connection broke off"


def _opened(session: requests.Session, url: str, headers: dict[str, str], bounds: Bounds) -> requests.Response:
    """The answer that is no redirect.

    Raises:
        OfflineError: there are too many redirects, or one to where we do not go.
    """
    for _ in range(bounds.redirects + 1):
        if urlsplit(url).scheme not in {"http", "https"}:
            raise OfflineError("only addresses with http:// or https:// are opened.", _ELSEWHERE)
        response = session.get(
            url, headers=headers, stream=True, allow_redirects=False, timeout=(bounds.connect_s, bounds.stall_s)
        )
        if not response.is_redirect:
            return response
        target = urljoin(url, response.headers["Location"])
        response.close()
        if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https" and not is_this_machine(target):
            raise OfflineError("the server wants to send the file unprotected.", _ELSEWHERE)
        url = target
    raise OfflineError("the server sent us in circles.", _ELSEWHERE)


def _begun(response: requests.Response, url: str, part: Path, have: int, bounds: Bounds) -> int:
    """See what the server sends, and set the part right for it; gives the size of the whole file, 0 if unknown."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise OfflineError("the server packs the file once more.", _ELSEWHERE)
    if response.status_code == _PARTIAL:
        return _going_on(response, part, have)
    if response.status_code == _UNSATISFIABLE and have:
        raise _StaleError
    if response.status_code >= _SERVER_ERRORS:
        raise _BrokenOffError(f"the server answered with an error ({response.status_code})")
    if response.status_code != _OK:
        what = "there is no such file" if response.status_code == _NOT_THERE else "the server refuses the file"
        raise OfflineError(f"{what} ({response.status_code}).", _ELSEWHERE)
    length = response.headers.get("Content-Length", "")
    total = int(length) if length.isdecimal() else 0
    if total > bounds.bytes:
        raise _too_large(bounds)
    forget(part)
    validator = response.headers.get("ETag", "")
    if not validator or validator.startswith("W/"):
        validator = response.headers.get("Last-Modified", "")
    _write(part, b"", fresh=True)
    _write(_beside(part), json.dumps(Known(url, validator, total)._asdict()).encode(), fresh=True)
    return total


def _going_on(response: requests.Response, part: Path, have: int) -> int:
    known, found = known_of(part), _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if not have or known is None or found is None or int(found[1]) != have or int(found[3]) != known.total:
        raise _StaleError
    return known.total


def _too_large(bounds: Bounds) -> OfflineError:
    return OfflineError(f"the file is larger than {bounds.bytes / 1e6:.0f} MB, so it is no model.", _ELSEWHERE)


def _write(path: Path, data: bytes, *, fresh: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if fresh else os.O_APPEND)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as stream:
        stream.write(data)


def _receive(
    response: requests.Response,
    part: Path,
    total: int,
    progress: Progress,
    bounds: Bounds,
    left_s: Callable[[], float],
) -> None:
    done = size_of(part)
    with part.open("ab") as stream:
        progress(done, total)
        while piece := response.raw.read1(_CHUNK_BYTES):
            if left_s() <= 0:
                raise _BrokenOffError("it took too long")
            done += len(piece)
            if done > (total or bounds.bytes):
                with suppress(OSError):
                    stream.truncate(0)
                raise _too_large(bounds) if not total else _StaleError
            stream.write(piece)
            progress(done, total)
    if total and done < total:
        raise _BrokenOffError("the connection broke off")
