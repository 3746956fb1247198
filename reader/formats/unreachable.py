"""Why a connection failed, in words: never the error's own, which hold addresses of objects and of proxies.

Import this when something has failed: it imports requests.
"""

from __future__ import annotations

from socket import gaierror
from ssl import SSLCertVerificationError
from ssl import SSLError as SocketSSLError
from typing import TYPE_CHECKING

from requests import exceptions as failed
from urllib3 import exceptions as broken

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHECK = "Check the address, and whether this machine is connected."
_LATER = "Try again later."
_SAVE = "Try again later, or save the page in a browser and open the file."
_REASONS: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    (
        (failed.ProxyError, broken.ProxyError),
        "cannot be had through the proxy that is set for this network.",
        "Check HTTPS_PROXY and HTTP_PROXY.",
    ),
    (
        (gaierror, broken.NameResolutionError),
        "was not found: there is no server of that name, or no connection.",
        _CHECK,
    ),
    (
        (SSLCertVerificationError,),
        "is not safe: the certificate of its server is not trusted, or out of date.",
        "Look at it in a browser.",
    ),
    (
        (failed.SSLError, broken.SSLError, SocketSSLError),
        "is not safe: its server does not speak TLS as it should.",
        "Perhaps it begins with http://.",
    ),
    ((ConnectionRefusedError,), "cannot be reached: nothing answers at that address.", _CHECK),
    (
        (broken.ProtocolError, broken.IncompleteRead, broken.DecodeError, failed.ChunkedEncodingError),
        "came only in part: its server broke off.",
        _SAVE,
    ),
    ((failed.Timeout, broken.TimeoutError, TimeoutError), "cannot be reached: its server does not answer.", _LATER),
    (
        (failed.InvalidURL, failed.MissingSchema, failed.InvalidSchema, broken.LocationParseError, UnicodeError),
        "is not a valid address.",
        "Copy it once more from the browser.",
    ),
)
"""What errors mean, the more exact ones first."""


def explained(error: BaseException, where: str) -> tuple[str, str]:
    """What happened, and what to do.

    Args:
        error: of requests, urllib3 or a socket.
        where: the address as it is shown.
    """
    causes = list(_causes(error))

    for types, what, hint in _REASONS:
        if any(isinstance(cause, types) for cause in causes):
            return f"{where} {what}", hint
    return f"{where} cannot be reached.", _CHECK


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and those that it came from."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        more = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        waiting += [other for other in more if isinstance(other, BaseException)]
