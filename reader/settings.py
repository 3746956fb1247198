"""What a person may set of engines that need settings, as values; read from the configuration, used by the engines.

Invariant: an address is one that `server_url` gave, so it names a server by http or https and holds no password.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

LIBRETRANSLATE_KEY = "LESEPULT_LIBRETRANSLATE_KEY"
"""The environment variable with the key of a LibreTranslate server; it counts before the configuration file's."""


@dataclass(frozen=True, slots=True)
class LibreTranslateSettings:
    """A LibreTranslate server.

    Attributes:
        url: its address.
        key: what it wants to see; "" for a server without keys. Never shown, not even in a repr.
    """

    url: str = "http://localhost:5000"
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OllamaSettings:
    """An Ollama server and the model to use.

    Attributes:
        url: its address.
        model: the model's name, as `ollama list` shows it; "" if none was chosen.
    """

    url: str = "http://localhost:11434"
    model: str = ""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The settings of all engines that have any.

    Attributes:
        libretranslate: for the engine of that name.
        ollama: for the engine of that name.
    """

    libretranslate: LibreTranslateSettings = LibreTranslateSettings()
    ollama: OllamaSettings = OllamaSettings()


def server_url(text: str) -> str:
    """The address of a server, without a slash at its end.

    Raises:
        ValueError: it is none; the message says why in words for a person, and holds nothing of the text.

    >>> server_url("http://localhost:5000/")
    'http://localhost:5000'
    """
    if not text.isprintable() or any(char.isspace() for char in text):
        raise ValueError("holds a blank or a character that no address has")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is no address") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError("does not begin with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a name or a password")
    if parts.query or parts.fragment:
        raise ValueError("holds a ? or a #")
    return text.rstrip("/?#")


def server_host(url: str) -> str:
    """The host of an address, with its port if it names one: what a person recognises a server by.

    >>> server_host("http://localhost:5000/translate")
    'localhost:5000'
    """
    return urlsplit(url).netloc


def is_this_machine(url: str) -> bool:
    """Whether what is sent to this address stays on the machine. When in doubt it does not.

    >>> is_this_machine("http://[::1]:5000"), is_this_machine("http://localhost.example.org")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    from ipaddress import ip_address  # noqa: PLC0415 - only for a server that is asked

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
