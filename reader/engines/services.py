"""The services that are asked through deep-translator: Google, MyMemory, DeepL and Microsoft.

Each has a desk: what stands for `requests` inside the library during one call. It asks as the service wants to be
asked, and lets the library see only an answer that holds a translation.

Invariant: a key goes into a header of a POST to the address of the engine, and nowhere else.
"""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from reader.engines import addresses, answers
from reader.engines.base import Limits, NoTranslation, Transient
from reader.engines.deep import DeepEngine, Request, Service
from reader.settings import (
    DEEPL_KEY,
    MICROSOFT_KEY,
    DeepLSettings,
    GoogleSettings,
    MicrosoftSettings,
    MyMemorySettings,
)

if TYPE_CHECKING:
    from reader.engines.transport import Bounds, Page

_GOOGLE, _MYMEMORY, _DEEPL, _MICROSOFT = GoogleSettings(), MyMemorySettings(), DeepLSettings(), MicrosoftSettings()
_MYMEMORY_HOST = "api.mymemory.translated.net"
_PLACES = {"de": "de-DE", "en": "en-US"}
_URL_CHARS = 8192
_FREE_KEY = ":fx"
_DAILY_CHARS, _DAILY_CHARS_WITH_EMAIL = 5_000, 50_000


def google(settings: GoogleSettings = _GOOGLE, bounds: "Bounds | None" = None) -> DeepEngine:
    """Google Translate's page for simple browsers, which needs no key."""
    service = Service(
        name="google",
        home=addresses.GOOGLE,
        class_name="GoogleTranslator",
        # An address of 8 KiB, with room for that of a company's proxy before the text.
        limits=Limits(max_texts=20, max_chars=4900, gap_s=0.5, max_quoted=_URL_CHARS - 400),
        code=_as_it_is,
        desk=_GoogleDesk,
        readable=_as_it_is,
        refusal=answers.KEYLESS,
    )
    return DeepEngine(service, settings.url, bounds)


def mymemory(settings: MyMemorySettings = _MYMEMORY, bounds: "Bounds | None" = None) -> DeepEngine:
    """MyMemory, which needs no key and translates some thousand characters a day."""
    email = settings.email
    service = Service(
        name="mymemory",
        home=addresses.MYMEMORY,
        class_name="MyMemoryTranslator",
        limits=Limits(
            max_texts=8,
            max_bytes=480,
            gap_s=1.0,
            daily_chars=_DAILY_CHARS_WITH_EMAIL if email else _DAILY_CHARS,
        ),
        code=_with_place,
        desk=_MyMemoryDesk,
        readable=html.unescape,
        note=", with your e-mail address, and may be kept there" if email else ", and may be kept there",
        refusal=answers.KEYLESS,
        options=lambda: {"email": email} if email else {},
    )
    return DeepEngine(service, settings.url, bounds, frozenset({_MYMEMORY_HOST}))


def deepl(settings: DeepLSettings = _DEEPL, bounds: "Bounds | None" = None) -> DeepEngine:
    """DeepL, which needs a key; one that ends in ":fx" belongs to the free service."""
    key = settings.key
    free = key.endswith(_FREE_KEY) or not key
    service = Service(
        name="deepl",
        home=addresses.DEEPL_FREE if free else addresses.DEEPL,
        class_name="DeeplTranslator",
        limits=Limits(max_texts=40, max_chars=5000),
        code=_as_it_is,
        desk=lambda request: _DeepLDesk(request, key),
        readable=_as_it_is,
        note=", where texts sent with a free key may be kept" if free else "",
        key=key,
        variable=DEEPL_KEY,
        options=lambda: {"api_key": key},
    )
    return DeepEngine(service, settings.url, bounds)


def microsoft(settings: MicrosoftSettings = _MICROSOFT, bounds: "Bounds | None" = None) -> DeepEngine:
    """Microsoft Translator, which needs a key and mostly the key's region."""
    key, region = settings.key, settings.region
    service = Service(
        name="microsoft",
        home=addresses.MICROSOFT,
        class_name="MicrosoftTranslator",
        limits=Limits(max_texts=40, max_chars=5000),
        code=_as_it_is,
        desk=lambda request: _MicrosoftDesk(request, region),
        readable=_as_it_is,
        key=key,
        variable=MICROSOFT_KEY,
        options=lambda: {"api_key": key, "region": region or None},
    )
    return DeepEngine(service, settings.url, bounds)


def _as_it_is(text: str) -> str:
    return text


def _with_place(code: str) -> str:
    """A language code with a country, as MyMemory wants it; any other is left to the library to refuse."""
    return _PLACES.get(code, code)


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer as the library wants to see it.

    Attributes:
        text: the body.
        data: what it holds as JSON.
        status_code: always a success; everything else was raised.
    """

    text: str
    data: object = None
    status_code: int = 200

    def json(self) -> Any:  # noqa: ANN401 - what the library expects of this service
        """The body as JSON."""
        return self.data

    def close(self) -> None:
        """The connection was given back long ago."""


@dataclass(frozen=True, slots=True)
class _GoogleDesk:
    """Asks for Google's page."""

    request: Request

    def get(self, url: str, params: Mapping[str, str], proxies: None = None) -> _Said:  # noqa: ARG002 - the library's
        """The page, with its result in lines."""
        page = self.request.transport.get(url, params, answers.google_failure)
        return _Said(answers.google_page(page.text, page.url))


@dataclass(frozen=True, slots=True)
class _MyMemoryDesk:
    """Asks MyMemory."""

    request: Request

    def get(self, url: str, params: Mapping[str, str], proxies: None = None) -> _Said:  # noqa: ARG002 - the library's
        """The answer, if it is one."""
        page = self.request.transport.get(url, params, answers.mymemory_failure)
        answers.mymemory_answer(page.text)
        return _Said(page.text, page.json())


@dataclass(frozen=True, slots=True)
class _DeepLDesk:
    """Asks DeepL by POST, with the key in a header and the lines as a list; the library would put them into a URL."""

    request: Request
    key: str

    def __repr__(self) -> str:
        return "_DeepLDesk()"

    def get(self, url: str, params: Mapping[str, str]) -> _Said:  # noqa: ARG002 - holds what the library knows of it
        """The answer with all translations as the lines of one."""
        request = self.request
        target = params["target_lang"].upper()
        page = request.transport.post(
            f"{request.url}/translate",
            {
                "text": [*request.lines],
                "source_lang": params["source_lang"].upper(),
                "target_lang": "EN-US" if target == "EN" else target,
            },
            answers.deepl_failure(request.languages),
            headers={"Authorization": f"DeepL-Auth-Key {self.key}"},
        )
        return _Said("", {"translations": [{"text": _lines("DeepL", page, answers.deepl_answers, request)}]})


@dataclass(frozen=True, slots=True)
class _MicrosoftDesk:
    """Asks Microsoft, with the lines as a list."""

    request: Request
    region: str

    # What the library catches around its request: nothing, for an EngineError is to come out.
    exceptions = SimpleNamespace(RequestException=())

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        headers: Mapping[str, str],
        json: object,  # noqa: ARG002 - the text as one, which is sent as a list instead
        proxies: None = None,  # noqa: ARG002 - the library's
    ) -> _Said:
        """The answer with all translations as the lines of one."""
        request = self.request
        version = {} if "api-version=" in url else {"api-version": "3.0"}
        page = request.transport.post(
            url,
            [{"Text": line} for line in request.lines],
            answers.microsoft_failure(request.languages, self.region),
            headers=headers,
            params={**version, **params},
        )
        return _Said("", [{"translations": [{"text": _lines("Microsoft", page, answers.microsoft_answers, request)}]}])


def _lines(title: str, page: "Page", read: Callable[[object], list[str] | None], request: Request) -> str:
    """The translations on a page, each in a line of its own.

    Raises:
        EngineError: there are none, or not one for each line that was sent.
    """
    try:
        texts = read(page.json())
    except ValueError:
        raise Transient(f"{title} answered with something unreadable.") from None
    if texts is None:
        raise Transient(f"{title} answered with something unexpected.")
    folded = [" ".join(text.split()) for text in texts]
    if len(folded) != len(request.lines) or not all(folded):
        raise NoTranslation(f"{title} gave no translation for each of the texts.")
    return "\n".join(folded)
