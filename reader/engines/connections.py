"""The connections to one service: kept for the next request, and all shut down at once when they are to end.

Invariant: a transport is used by one call at a time, though calls may overlap: one that was given up goes on a
little.
"""

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from reader.engines.base import Cancelled, never

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.engines.transport import Transport

_KEPT = 2


class Connections:
    """Transports to a service, made as they are needed.

    Args:
        make: makes one.
    """

    def __init__(self, make: "Callable[[], Transport]") -> None:
        self._make = make
        self._lock = Lock()
        self._idle: list[Transport] = []
        self._busy: set[Transport] = set()

    @contextmanager
    def transport(self, cancelled: Cancelled = never) -> "Iterator[Transport]":
        """A transport that nobody else uses, for one call.

        Args:
            cancelled: whether nobody wants the answer any more.
        """
        with self._lock:
            transport = self._idle.pop() if self._idle else None
        if transport is None:
            transport = self._make()
        transport.cancelled = cancelled
        with self._lock:
            self._busy.add(transport)
        try:
            yield transport
        finally:
            transport.cancelled = never
            if not self._kept(transport):
                transport.close()

    def close(self) -> None:
        """Shut all connections down, also those that somebody waits at."""
        with self._lock:
            ended = [*self._idle, *self._busy]
            self._idle.clear()
            self._busy.clear()
        for transport in ended:
            transport.close()

    def _kept(self, transport: "Transport") -> bool:
        """Whether a transport is kept for the next call: not if it was closed, or there are enough."""
        with self._lock:
            if transport not in self._busy:
                return False
            self._busy.remove(transport)
            if len(self._idle) >= _KEPT:
                return False
            self._idle.append(transport)
            return True
