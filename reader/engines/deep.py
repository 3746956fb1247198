"""deep-translator as an engine: the library's only home, where its traps are designed out.

- An instance shared by threads pairs texts wrongly: each call gets a fresh one.
- It knows no timeouts, and sends keys in addresses: inside its functions the name `requests` stands for a desk of
  ours, which asks with our `Transport`.
- It gives error pages, quota warnings and fuzzy matches of other texts as translations: an answer is examined before
  the library sees it.
- Its errors hold the text or the key, or are errors of Python: each becomes an EngineError whose reason holds
  neither.
- It takes one text: several go together as the lines of one, where a service has a list of its own as its items.

Invariant: the answers to texts come from a request with those texts and no others, and are as many, in their order.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any

from reader.engines.addresses import Home, address, privacy
from reader.engines.base import (
    Availability,
    Cancelled,
    EngineError,
    KeyState,
    Languages,
    Limits,
    Misconfigured,
    NoTranslation,
    Terms,
    Transient,
    never,
)
from reader.engines.connections import Connections
from reader.settings import is_this_machine

if TYPE_CHECKING:
    from reader.engines.transport import Bounds, Transport


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        lines: the texts, each in one line.
        languages: from which into which.
        transport: how to ask.
        url: whom.
    """

    lines: Sequence[str]
    languages: Languages
    transport: "Transport"
    url: str


@dataclass(frozen=True, slots=True)
class Service:
    """What is particular to one of the library's translators.

    Attributes:
        name: the engine's name.
        home: where it is unless something else is set.
        class_name: the library's class.
        limits: what goes into one request.
        code: a language code as this service wants it.
        desk: what stands for `requests` during a call.
        readable: the library's answer as text.
        note: what is to be known of its privacy beside whom the text goes to.
        refusal: what it does when it wants no requests.
        key: its key; "" if it has none, never shown.
        variable: the environment variable of the key it needs; "" if it needs none.
        options: what else the library's class is made with; may hold a key.
    """

    name: str
    home: Home
    class_name: str
    limits: Limits
    code: Callable[[str], str]
    desk: Callable[[Request], object]
    readable: Callable[[str], str]
    note: str = ""
    refusal: str = "refuses requests from this network"
    key: str = ""
    variable: str = ""
    options: Callable[[], dict[str, object]] = dict

    def __repr__(self) -> str:
        return f"Service({self.name!r})"


class DeepEngine:
    """One of the library's translators as an engine.

    Args:
        service: which.
        url: the address the person has set; "" for none.
        bounds: what a request may take; None for the usual.
        secured: hosts that are spoken to by https whatever the address says.
    """

    third_party = True
    takes_terms = False

    def __init__(
        self, service: Service, url: str = "", bounds: "Bounds | None" = None, secured: frozenset[str] = frozenset()
    ) -> None:
        self.name = service.name
        self.title = service.home.title
        self.limits = service.limits
        self._service = service
        self._url = address(service.home, url)
        self._bounds = bounds
        self._secured = secured
        self._connections = Connections(self._transport)
        self.privacy = privacy(service.home, self._url, note=service.note)

    @property
    def address(self) -> str:
        """Where the server is."""
        return self._url

    def availability(self) -> Availability:
        """Whether the library is there, and the key if one is needed."""
        from importlib.util import find_spec  # noqa: PLC0415 - not needed to make one

        service = self._service
        key: KeyState = "" if not service.variable else "set" if service.key else "not set"
        if find_spec("deep_translator") is None:
            return Availability(
                ready=False, why=f"{self.title} needs deep-translator, which is not installed.", key=key
            )
        if key == "not set":
            where = f"set {service.variable}, or key under [{service.name}] in the configuration file"
            return Availability(ready=False, why=f"{self.title} needs a key: {where}.", key=key)
        return Availability(ready=True, key=key)

    def translate(
        self,
        texts: Sequence[str],
        languages: Languages,
        terms: Terms = (),  # noqa: ARG002 - the library has no way to say them
        cancelled: Cancelled = never,
    ) -> Sequence[str]:
        """The translations of these texts, all asked for in one request.

        Raises:
            NoTranslation: there is none, or not one line for each text.
            EngineError: they cannot be had.
        """
        available = self.availability()
        if not available.ready:
            raise Misconfigured(available.why)
        lines = [" ".join(text.split()) for text in texts]
        if not all(lines):
            raise NoTranslation(f"There is nothing to translate for {self.title}.")
        if not lines:
            return []
        with self._connections.transport(cancelled) as transport:
            answer = self._asked(Request(lines, languages, transport, self._url))
        key = self._service.key
        if key and key in answer and not any(key in line for line in lines):
            raise Transient(f"{self.title} answered with something that is no translation.")
        return self._parted(answer, len(lines))

    def prepare(self) -> None:
        """Import what a request needs."""
        with suppress(ImportError):
            import deep_translator  # noqa: F401, PLC0415 - takes a quarter of a second

            import reader.engines.transport  # noqa: F401, PLC0415 - imports requests

    def close(self) -> None:
        """Shut down all connections; whoever waits for an answer waits no more."""
        self._connections.close()

    def _transport(self) -> "Transport":
        from reader.engines.transport import Bounds, Transport  # noqa: PLC0415 - imports requests

        return Transport(
            self.title,
            self._bounds or Bounds(),
            refusal=self._service.refusal,
            secured=self._secured,
            direct=is_this_machine(self._url),
        )

    def _asked(self, request: Request) -> str:
        """What the library says to these lines, as text."""
        from deep_translator import exceptions  # noqa: PLC0415 - takes a quarter of a second

        languages = request.languages
        try:
            answer = _made(self._service, request)("\n".join(request.lines))
        except EngineError:
            raise
        except (exceptions.LanguageNotSupportedException, exceptions.InvalidSourceOrTargetLanguage):
            reason = f"{self.title} does not translate from {languages[0]} to {languages[1]}."
            raise Misconfigured(reason) from None
        except exceptions.BaseError:
            raise NoTranslation(f"{self.title} gave no translation.") from None
        except Exception as error:  # noqa: BLE001 - see below
            # The library lets any error of Python out, StopIteration among them, and its words may hold the text.
            raise Transient(f"{self.title} answered with something unexpected ({type(error).__name__}).") from None
        if not isinstance(answer, str) or not answer.strip():
            raise NoTranslation(f"{self.title} gave no translation.")
        return self._service.readable(answer)

    def _parted(self, answer: str, count: int) -> list[str]:
        """The lines of an answer, one for each text.

        Raises:
            NoTranslation: there are more or fewer.
        """
        lines = [" ".join(line.split()) for line in answer.strip().split("\n")]
        if len(lines) != count or not all(lines):
            raise NoTranslation(f"{self.title} answered with another number of lines.")
        return lines


def _made(service: Service, request: Request) -> Callable[[str], object]:
    """The `translate` of a fresh translator of the library's, in which `requests` means the service's desk.

    A copy of the function with globals of its own: the library's module stays as it is, and no two calls share
    anything. It is put on the instance, for the function calls itself by that name.
    """
    import deep_translator  # noqa: PLC0415 - takes a quarter of a second

    source, target = map(service.code, request.languages)
    desk = service.desk(request)
    kind = getattr(deep_translator, service.class_name)
    if hasattr(kind, "_get_supported_languages"):
        # Microsoft's would ask for the list of all languages first, each time, at an address of its own.
        kind = type(
            kind.__name__, (kind,), {"_get_supported_languages": lambda _self: {source: source, target: target}}
        )
    translator: Any = kind(source=source, target=target, **service.options())
    translator._base_url = request.url  # noqa: SLF001 - the library has no other way to say it
    function = kind.translate
    copy = FunctionType(
        function.__code__,
        {**function.__globals__, "requests": desk},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    translator.translate = copy.__get__(translator)
    bound: Callable[[str], object] = translator.translate
    return bound
