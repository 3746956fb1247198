"""What an engine's first request will need is imported while a person reads a question or a text is looked through.

It takes a fifth of a second, which the first translation would have to wait for. Invariant: nothing is sent and no
connection is opened; whoever begins this never waits for it.
"""

from collections.abc import Iterable
from threading import Thread
from typing import Protocol, runtime_checkable

from reader.engines.base import Engine


@runtime_checkable
class Prepares(Protocol):
    """An engine that imports much for its first request."""

    def prepare(self) -> None:
        """Import it now."""
        ...


def prepare(engines: Iterable[Engine]) -> None:
    """Let these engines import what they will need, on a daemon thread."""
    slow = [engine for engine in engines if isinstance(engine, Prepares)]
    if slow:
        Thread(target=_prepare, args=(slow,), name="engines-ahead", daemon=True).start()


def _prepare(engines: Iterable[Prepares]) -> None:
    for engine in engines:
        engine.prepare()
