"""What `lesepult doctor --online` looks at beyond this machine: whether the engines' servers can be reached.

Invariant: a connection is opened and closed again; no text, no key and no request goes over it.
"""

from __future__ import annotations

import socket
import time
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.commands.finding import NOTE, OK, PROBLEM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.commands.doctor_machine import Found
    from reader.config import Config
    from reader.paths import Paths

WAIT_S = 4.0
_PORTS = {"http": 80, "https": 443}


def reachable(paths: Paths, load: Callable[[], Config]) -> Iterator[Found]:
    """Whether a connection can be made to each engine that is asked.

    Args:
        paths: the person's files.
        load: reads the configuration; raises ConfigError.
    """
    from reader.commands import choosing  # noqa: PLC0415 - not for --help

    del paths
    config, failed, tried = load(), 0, 0
    if config.network == "off":
        yield NOTE, "Nothing was looked at: the network is off in the configuration.", ""
        return
    for engine in choosing.chain((), config):
        address = getattr(engine, "address", "")
        if not address:
            continue
        tried += 1
        what, reason = _connected(address, through_proxy=engine.third_party)
        failed += bool(reason)
        if reason:
            yield NOTE, f"{engine.name}: {what} cannot be reached ({reason}).", "Is the network there? Is it running?"
        else:
            yield OK, f"{engine.name}: {what}.", ""
    if tried and failed == tried:
        yield PROBLEM, "No engine can be reached.", "Look at the network; `--offline` works without."


def _connected(address: str, *, through_proxy: bool) -> tuple[str, str]:
    """Where a connection was tried and how long it took; and why it failed, or nothing."""
    proxy = _proxy_for(address) if through_proxy else ""
    parts = urlsplit(proxy or address)
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 443)
    where = f"the proxy {host}:{port}" if proxy else f"{host}:{port}"
    begun = time.monotonic()
    try:
        with closing(socket.create_connection((host, port), WAIT_S)):
            return f"{where} answers after {max(1, round((time.monotonic() - begun) * 1000))} ms", ""
    except TimeoutError:
        return where, f"no answer within {WAIT_S:g} seconds"
    except (OSError, UnicodeError) as error:
        return where, (getattr(error, "strerror", "") or "it has no address").lower()


def _proxy_for(address: str) -> str:
    """The proxy that a request to this address would go through, or nothing."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - only here

    parts = urlsplit(address)
    if proxy_bypass(parts.hostname or ""):
        return ""
    found = getproxies().get(parts.scheme, "")
    return found if not found or "://" in found else f"http://{found}"
