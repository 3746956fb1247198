"""A server that is asked by POST of JSON: the part that the engines for servers of one's own have in common.

Invariant: what is asked of a server on this machine goes through no proxy, so that it stays on this machine.
"""

from typing import TYPE_CHECKING

from reader.engines import plain_json
from reader.engines.base import Cancelled, Transient, never
from reader.engines.connections import Connections
from reader.settings import is_this_machine, server_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.engines.transport import Bounds, Explain, Page, Transport

PAUSE_S = 60.0
"""A server of one's own that cannot serve us now is asked again after this: nobody has locked us out of it."""


class JsonServer:
    """A server and the connections to it.

    Args:
        title: the name of the service, as a person knows it.
        url: the server's address.
        bounds: what a request may take; None for the usual, but for its time.
        total_s: how long a request may take then.
    """

    def __init__(self, title: str, url: str, bounds: "Bounds | None" = None, total_s: float = 20.0) -> None:
        self._title = title
        self.url = url
        self._bounds = bounds
        self._total_s = total_s
        self._connections = Connections(self._transport)

    @property
    def here(self) -> bool:
        """Whether it is a server on this machine."""
        return is_this_machine(self.url)

    @property
    def place(self) -> str:
        """The service and where it is ("Ollama at localhost:11434")."""
        return f"{self._title} at {server_host(self.url)}"

    def privacy(self, what: str) -> str:
        """Where the text goes, in one sentence.

        Args:
            what: what is sent ("The text").
        """
        if self.here:
            return f"The text stays on this machine ({self.place})."
        unprotected = ", unprotected (http)" if self.url.startswith("http:") else ""
        return f"{what} is sent to {self.place}{unprotected}."

    def post(
        self,
        path: str,
        payload: "Mapping[str, object]",
        explain: "Explain | None" = None,
        cancelled: Cancelled = never,
    ) -> "dict[str, object]":
        """The JSON object that the server answers with.

        Raises:
            EngineError: there is none.
        """
        with self._connections.transport(cancelled) as transport:
            page = transport.post(self.url + path, payload, explain)
        answer = parsed(page)
        if answer is None:
            raise Transient(f"{self.place} answered with something unreadable.")
        return answer

    def close(self) -> None:
        """Shut all connections down; whoever waits for an answer waits no more."""
        self._connections.close()

    def _transport(self) -> "Transport":
        from reader.engines.transport import Bounds, Transport  # noqa: PLC0415 - imports requests

        return Transport(
            self.place,
            self._bounds or Bounds(total_s=self._total_s),
            refusal="refuses requests",
            slow_down="wants fewer requests",
            pause_s=PAUSE_S,
            direct=self.here,
        )


def error_text(body: str) -> str:
    """What stands under `error` in the body of a failure; "" if nothing does. For us alone: it may hold the text."""
    try:
        data = plain_json.loads(body)
    except ValueError:
        return ""
    error = data.get("error") if isinstance(data, dict) else None
    return error if isinstance(error, str) else ""


def parsed(page: "Page") -> dict[str, object] | None:
    """The JSON object that a page holds; None if it holds none."""
    try:
        answer = page.json()
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
