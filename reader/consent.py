"""Whether a text may go to an engine: the one place that says so, for the reader and for the command line.

What counts, the strongest first: `--offline`, under which only an engine inside this program may work, since any
other opens a connection; an engine named on the command line, which is consent for that engine; what the person said
about this text, then about all texts; `network` in the configuration. What none of these settles is to be asked, and
where nobody can be asked it is refused.

Invariant: an engine that gives text to a third party is never allowed unless the person named it, agreed to it, or
set `network = "on"`. Pure: what was said earlier comes in as a function, and what is to be remembered goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WITHIN = frozenset({"offline", "fake"})
"""The engines that work inside this program and open no connection, not even to a server on this machine."""

ALL_TEXTS = "network"
"""Under this name the history keeps what the person said for all texts."""


class Verdict(Enum):
    """What is to be done before an engine gets a text."""

    ALLOWED = "allowed"
    ASK = "ask"
    REFUSED = "refused"


class Asked(Protocol):
    """What has to be known of an engine."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def third_party(self) -> bool:
        """Whether the text leaves this machine for somebody else's."""
        ...


_E = TypeVar("_E", bound=Asked)


class Sorted(NamedTuple):
    """The engines of a chain by their verdicts, each group in the order of the chain.

    Attributes:
        allowed: those that may be asked now.
        ask: those that may be asked once the person says yes.
        refused: those that must not be asked.
    """

    allowed: tuple[str, ...]
    ask: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allows, for one text.

    Attributes:
        network: "ask", "on" or "off", as the configuration has it.
        named: the engines named on the command line.
        offline: whether no connection at all may be opened.
        said: what the person said earlier about this text: "on" (whoever is asked), "off", names of engines with
            commas between them, or "" for nothing.
        said_of_all: the same, about all texts.
        somebody: whether there is somebody to ask.
    """

    network: str = "ask"
    named: frozenset[str] = frozenset()
    offline: bool = False
    said: str = ""
    said_of_all: str = ""
    somebody: bool = True

    def verdict(self, engine: Asked) -> Verdict:
        """Whether this engine may have the text.

        >>> from types import SimpleNamespace as Engine
        >>> google = Engine(name="google", third_party=True)
        >>> Consent().verdict(google), Consent(somebody=False).verdict(google)
        (<Verdict.ASK: 'ask'>, <Verdict.REFUSED: 'refused'>)
        >>> Consent(named=frozenset({"google"}), network="off").verdict(google)
        <Verdict.ALLOWED: 'allowed'>
        """
        if engine.name in WITHIN:
            return Verdict.ALLOWED
        if self.offline or (self.network == "off" and engine.name not in self.named):
            return Verdict.REFUSED
        if engine.name in self.named or not engine.third_party or self.network == "on":
            return Verdict.ALLOWED
        return self._said_about(engine.name) or (Verdict.ASK if self.somebody else Verdict.REFUSED)

    def _said_about(self, name: str) -> Verdict | None:
        for said in (self.said, self.said_of_all):
            if said == "off":
                return Verdict.REFUSED
            if said == "on" or name in said.split(","):
                return Verdict.ALLOWED
        return None

    def sort(self, engines: Iterable[Asked]) -> Sorted:
        """The engines of a chain by what is to be done before they get the text."""
        verdicts = [(engine.name, self.verdict(engine)) for engine in engines]
        allowed, ask, refused = (tuple(name for name, one in verdicts if one is verdict) for verdict in Verdict)
        return Sorted(allowed, ask, refused)


def consent(
    network: str,
    setting: Callable[[str], str],
    content_id: str,
    *,
    named: Iterable[str] = (),
    offline: bool = False,
    somebody: bool = True,
) -> Consent:
    """What a person allows for a text.

    Args:
        network: as the configuration has it.
        setting: what the history keeps under a name; "" for nothing.
        content_id: of the text.
        named: the engines named on the command line.
        offline: whether `--offline` was given.
        somebody: whether there is somebody to ask.
    """
    said, said_of_all = setting(text_setting(content_id)), setting(ALL_TEXTS)
    return Consent(network, frozenset(named), offline, said, said_of_all, somebody)


def text_setting(content_id: str) -> str:
    """Under this name the history keeps what the person said about a text.

    >>> text_setting("5c1d")
    'network:5c1d'
    """
    return f"network:{content_id}"


def agreed(said: str, engines: Iterable[str]) -> str:
    """What is to be remembered when the person says yes to these engines, after what they said before.

    >>> agreed("off", ["google"]), agreed("google", ["deepl", "google"]), agreed("on", ["deepl"])
    ('google', 'google,deepl', 'on')
    """
    if said == "on":
        return said
    before = () if said == "off" else said.split(",")
    return ",".join(dict.fromkeys(filter(None, (*before, *engines))))


def may_go(engines: Iterable[_E], consents: Consent, *, yes: bool = False) -> tuple[_E, ...]:
    """The engines of a chain that may have the text.

    Args:
        engines: the chain.
        consents: what the person allows.
        yes: whether they have said yes to those that had to be asked about.
    """
    good = (Verdict.ALLOWED, Verdict.ASK) if yes else (Verdict.ALLOWED,)
    return tuple(engine for engine in engines if consents.verdict(engine) in good)
