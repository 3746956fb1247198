"""Where an engine's service is: what the person has set, else what deep-translator has, else the service's own.

Invariant: nothing is loaded for it. deep-translator's table of addresses (`BASE_URLS`) can only have been changed
where that library is loaded already.
"""

import sys
from typing import NamedTuple
from urllib.parse import urlsplit

from reader.settings import is_this_machine, server_host


class Home(NamedTuple):
    """Where a service is unless something else is said.

    Attributes:
        title: the name a person knows.
        names: what deep-translator's table calls its address; the first whose address is another than its own counts.
        urls: the addresses that stand there.
        url: the service's own address.
        path: what follows the host, if an address that was set names no path.
    """

    title: str
    names: tuple[str, ...]
    urls: tuple[str, ...]
    url: str
    path: str = ""


GOOGLE = Home(
    "Google", ("GOOGLE_TRANSLATE",), ("https://translate.google.com/m",), "https://translate.google.com/m", "/m"
)
MYMEMORY = Home(
    "MyMemory",
    ("MYMEMORY",),
    ("http://api.mymemory.translated.net/get",),
    "https://api.mymemory.translated.net/get",
    "/get",
)
DEEPL = Home("DeepL", ("DEEPL",), ("https://api.deepl.com/{version}/",), "https://api.deepl.com/v2", "/v2")
DEEPL_FREE = Home(
    "DeepL", ("DEEPL_FREE",), ("https://api-free.deepl.com/{version}/",), "https://api-free.deepl.com/v2", "/v2"
)
MICROSOFT = Home(
    "Microsoft",
    ("MICROSOFT_TRANSLATE",),
    ("https://api.cognitive.microsofttranslator.com/translate?api-version=3.0",),
    "https://api.cognitive.microsofttranslator.com/translate?api-version=3.0",
    "/translate",
)
LIBRETRANSLATE = Home(
    "LibreTranslate",
    ("LIBRE_FREE", "LIBRE"),
    ("https://libretranslate.de/", "https://libretranslate.com/"),
    "http://localhost:5000",
)
_VERSION = "v2"


def address(home: Home, chosen: str = "") -> str:
    """The address to ask.

    Args:
        home: where the service is by itself.
        chosen: what the person has set; "" for nothing.

    >>> address(GOOGLE), address(GOOGLE, "http://localhost:8080"), address(GOOGLE, "http://localhost:8080/g")
    ('https://translate.google.com/m', 'http://localhost:8080/m', 'http://localhost:8080/g')
    """
    if chosen:
        return chosen + home.path if urlsplit(chosen).path in {"", "/"} else chosen
    table = getattr(sys.modules.get("deep_translator.constants"), "BASE_URLS", {})
    for name, usual in zip(home.names, home.urls, strict=True):
        if (url := table.get(name, usual)) != usual:
            return str(url).replace("{version}", _VERSION).rstrip("/")
    return home.url


def privacy(home: Home, url: str, *, note: str = "", what: str = "The text") -> str:
    """What leaves the machine and to whom, in one sentence.

    Args:
        home: where the service is by itself.
        url: the address that is asked.
        note: what else is to be said of it.
        what: what is sent.

    >>> privacy(GOOGLE, GOOGLE.url)
    'The text is sent to Google (translate.google.com).'
    >>> privacy(GOOGLE, "http://proxy.example.org/m")
    'The text is sent to proxy.example.org, unprotected (http), which stands in the place of Google.'
    """
    host = server_host(url)
    if host == server_host(home.url):
        return f"{what} is sent to {home.title} ({host}){note}."
    unprotected = ", unprotected (http)," if url.startswith("http:") and not is_this_machine(url) else ","
    return f"{what} is sent to {host}{unprotected} which stands in the place of {home.title}{note}."
