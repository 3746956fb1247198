"""Google and MyMemory through deep-translator: the library's only home, where its traps are designed out.

- An instance shared by threads pairs texts wrongly: each text gets a fresh one.
- It knows no timeouts: inside its functions the name `requests` stands for our `Transport`.
- It gives error pages, quota warnings and fuzzy matches of other texts as translations: a page is examined before
  the library sees it.
- Its errors hold the text, or are errors of Python: each becomes an EngineError whose reason holds neither.

Invariant: the answer to a text comes from a page that was asked for with that text and no other.
"""

import html
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any

from reader.engines.base import (
    EngineError,
    Languages,
    Limits,
    Misconfigured,
    NoTranslation,
    RateLimited,
    Refused,
    Terms,
    Transient,
)
from reader.engines.checks import is_error_text

if TYPE_CHECKING:
    from reader.engines.transport import Bounds, Page, Transport

_KEPT = 2
_CONTAINER = re.compile(r'<div[^>]*\bclass=["\']?(?:t0|result-container)\b[^>]*>(.*?)</div>', re.DOTALL)
_CAPTCHA = re.compile(r'id="captcha-form"|class="g-recaptcha"|/sorry/(?:index|image)')
_OPENS_IN = re.compile(r"(\d+) HOURS?\s+(\d+) MINUTES?\s+(\d+) SECONDS?", re.IGNORECASE)
_MYMEMORY_HOST = "api.mymemory.translated.net"
_PLACES = {"de": "de-DE", "en": "en-US"}


@dataclass(frozen=True, slots=True)
class Service:
    """What is particular to one of the library's translators.

    Attributes:
        name: the engine's name.
        title: the name a person knows.
        class_name: the library's class.
        limits: what goes into one request.
        privacy: what leaves the machine.
        code: a language code as this service wants it.
        examine: raises an EngineError for a page that holds no translation.
        readable: the library's answer as text.
    """

    name: str
    title: str
    class_name: str
    limits: Limits
    privacy: str
    code: Callable[[str], str]
    examine: Callable[["Page"], None]
    readable: Callable[[str], str]


class DeepEngine:
    """One of the library's translators as an engine.

    Args:
        service: which.
        bounds: what a request may take; None for the usual.
    """

    third_party = True
    takes_terms = False

    def __init__(self, service: Service, bounds: "Bounds | None" = None) -> None:
        self.name = service.name
        self.limits = service.limits
        self.privacy = service.privacy
        self._service = service
        self._bounds = bounds
        self._idle: deque[Transport] = deque()

    def translate(
        self,
        texts: Sequence[str],
        languages: Languages,
        terms: Terms = (),  # noqa: ARG002 - the library has no way to say them
    ) -> Sequence[str]:
        """The translations of these texts, each asked for in a request of its own.

        Raises:
            EngineError: one of them cannot be had.
        """
        transport = self._transport()
        try:
            return [self._translated(text, languages, transport) for text in texts]
        finally:
            if len(self._idle) < _KEPT:
                self._idle.append(transport)
            else:
                transport.close()

    def close(self) -> None:
        """Give up the connections that are kept open."""
        while self._idle:
            self._idle.pop().close()

    def _transport(self) -> "Transport":
        """A transport that nobody else uses: two calls may overlap when one was given up and goes on."""
        from reader.engines.transport import Bounds, Transport  # noqa: PLC0415 - imports requests

        try:
            return self._idle.pop()
        except IndexError:
            service = self._service
            return Transport(
                service.title, self._bounds or Bounds(), service.examine, secured=frozenset({_MYMEMORY_HOST})
            )

    def _translated(self, text: str, languages: Languages, transport: "Transport") -> str:
        title = self._service.title
        try:
            import deep_translator  # noqa: PLC0415 - takes a quarter of a second
            from deep_translator import exceptions  # noqa: PLC0415 - as above
        except ImportError:
            raise Misconfigured(f"{title} needs deep-translator, which is not installed.") from None
        try:
            source, target = map(self._service.code, languages)
            translator = getattr(deep_translator, self._service.class_name)(source=source, target=target)
            answer = _with_transport(translator, transport)(text)
        except EngineError:
            raise
        except (exceptions.LanguageNotSupportedException, exceptions.InvalidSourceOrTargetLanguage):
            raise Misconfigured(f"{title} does not translate from {languages[0]} to {languages[1]}.") from None
        except exceptions.BaseError:
            raise NoTranslation(f"{title} gave no translation.") from None
        except Exception as error:  # noqa: BLE001 - see below
            # The library lets any error of Python out, StopIteration among them, and its words may hold the text.
            raise Transient(f"{title} answered with something unexpected ({type(error).__name__}).") from None
        if not isinstance(answer, str) or not answer.strip():
            raise NoTranslation(f"{title} gave no translation.")
        return self._service.readable(answer)


def _with_transport(translator: Any, transport: "Transport") -> Callable[[str], object]:  # noqa: ANN401 - untyped library
    """The translator's own `translate`, in which the name `requests` means this transport.

    A copy of the function with globals of its own: the library's module stays as it is, and no two calls share
    anything. It is put on the instance, for the function calls itself by that name.
    """
    function = type(translator).translate
    copy = FunctionType(
        function.__code__,
        {**function.__globals__, "requests": transport},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    translator.translate = copy.__get__(translator)
    bound: Callable[[str], object] = translator.translate
    return bound


def _examine_google(page: "Page") -> None:
    """Raise unless the page holds a result that is no error message."""
    container = _CONTAINER.search(page.text)
    if container is None:
        if _CAPTCHA.search(page.text) or "/sorry/" in page.url:
            raise Refused("Google asks for a captcha from this network.")
        raise Transient("Google answered with a page without a translation.")
    if is_error_text(" ".join(html.unescape(re.sub(r"<[^>]*>", "", container[1])).split())):
        raise Transient("Google answered with an error message instead of a translation.")


def _examine_mymemory(page: "Page") -> None:
    """Raise unless the answer holds a translation of this very text."""
    try:
        answer = page.json()
    except ValueError:
        raise Transient("MyMemory answered with something unreadable.") from None
    data = answer.get("responseData") if isinstance(answer, dict) else None
    text = data.get("translatedText") if isinstance(data, dict) else None
    if not isinstance(answer, dict) or not isinstance(data, dict) or not isinstance(text, str | None):
        raise Transient("MyMemory answered with something unexpected.")
    said = f"{answer.get('responseDetails') or ''} {text or ''}"
    status = str(answer.get("responseStatus", "200"))
    if answer.get("quotaFinished") is True or "ALL AVAILABLE FREE TRANSLATIONS" in said.upper() or status == "429":
        raise RateLimited("MyMemory has translated all it does for this network today.", _opens_in_s(said))
    if "QUERY LENGTH LIMIT" in said.upper():
        raise NoTranslation("The sentence is too long for MyMemory.")
    if status != "200" or is_error_text(said):
        raise Refused("MyMemory refuses the request.")
    if not text or not text.strip():
        # The library would now give a match for some other text.
        raise NoTranslation("MyMemory gave no translation.")


def _opens_in_s(said: str) -> float | None:
    """The wait that a quota warning names, in seconds.

    >>> _opens_in_s("NEXT AVAILABLE IN 01 HOURS 00 MINUTES 05 SECONDS")
    3605.0
    """
    found = _OPENS_IN.search(said)
    if found is None:
        return None
    hours, minutes, seconds = map(int, found.groups())
    return 3600.0 * hours + 60.0 * minutes + seconds


def _with_place(code: str) -> str:
    """A language code with a country, as MyMemory wants it; any other is left to the library to refuse."""
    return _PLACES.get(code, code)


def _as_it_is(text: str) -> str:
    return text


def google(bounds: "Bounds | None" = None) -> DeepEngine:
    """Google Translate's page for simple browsers, which needs no key."""
    return DeepEngine(
        Service(
            name="google",
            title="Google",
            class_name="GoogleTranslator",
            # In bytes, so that the address with umlauts written as %C3%A4 stays under 8 KiB.
            limits=Limits(max_texts=1, max_chars=4900, max_bytes=5000, gap_s=0.5),
            privacy="The text is sent to Google (translate.google.com).",
            code=_as_it_is,
            examine=_examine_google,
            readable=_as_it_is,
        ),
        bounds,
    )


def mymemory(bounds: "Bounds | None" = None) -> DeepEngine:
    """MyMemory, which needs no key and translates a few thousand words a day."""
    return DeepEngine(
        Service(
            name="mymemory",
            title="MyMemory",
            class_name="MyMemoryTranslator",
            limits=Limits(max_texts=1, max_chars=480, max_bytes=480, gap_s=1.0),
            privacy=f"The text is sent to MyMemory ({_MYMEMORY_HOST}), which may keep it.",
            code=_with_place,
            examine=_examine_mymemory,
            readable=html.unescape,
        ),
        bounds,
    )
