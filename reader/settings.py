"""What a person may set of the translation engines, as values; read from the configuration, used by the engines.

Invariant: an address is "" or one that `server_url` gave, so it names a server by http or https and holds no
password; a key and an e-mail address are in no repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEEPL_KEY = "LESEPULT_DEEPL_KEY"
MICROSOFT_KEY = "LESEPULT_MICROSOFT_KEY"
LIBRETRANSLATE_KEY = "LESEPULT_LIBRETRANSLATE_KEY"
KEY_VARIABLES: Mapping[str, str] = MappingProxyType(
    {"deepl": DEEPL_KEY, "microsoft": MICROSOFT_KEY, "libretranslate": LIBRETRANSLATE_KEY}
)
"""The environment variables with keys, by engine; they count before the configuration file's."""

ENGINE_NAMES = ("libretranslate", "ollama", "offline", "deepl", "microsoft", "google", "mymemory")
"""The engines a person can name, in the order in which they are asked if nothing is said."""


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """Google's page for simple browsers.

    Attributes:
        url: the address of what stands in its place (a company's proxy); "" for its own.
    """

    url: str = ""


@dataclass(frozen=True, slots=True)
class MyMemorySettings:
    """MyMemory.

    Attributes:
        url: the address of what stands in its place; "" for its own.
        email: sent along, for ten times as many characters a day; "" for none.
    """

    url: str = ""
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DeepLSettings:
    """DeepL.

    Attributes:
        url: the address of what stands in its place; "" for the one that belongs to the key.
        key: a key of its API. Never shown, not even in a repr.
    """

    url: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MicrosoftSettings:
    """Microsoft Translator.

    Attributes:
        url: the address of what stands in its place; "" for its own.
        key: a key of its API. Never shown, not even in a repr.
        region: the region that belongs to the key ("westeurope"); "" for a key that is not bound to one.
    """

    url: str = ""
    key: str = field(default="", repr=False)
    region: str = ""


@dataclass(frozen=True, slots=True)
class LibreTranslateSettings:
    """A LibreTranslate server.

    Attributes:
        url: its address; "" for the usual one on this machine.
        key: what it wants to see; "" for a server without keys. Never shown, not even in a repr.
        configured: whether the person has set it up, so that it is asked without being named.
    """

    url: str = ""
    key: str = field(default="", repr=False)
    configured: bool = False


@dataclass(frozen=True, slots=True)
class OllamaSettings:
    """An Ollama server and the model to use.

    Attributes:
        url: its address; "" for the usual one on this machine.
        model: the model's name, as `ollama list` shows it; "" if none was chosen.
        configured: whether the person has set it up, so that it is asked without being named.
    """

    url: str = ""
    model: str = ""
    configured: bool = False


@dataclass(frozen=True, slots=True)
class OfflineSettings:
    """The model that translates without a network.

    Attributes:
        directory: where it is; None for the place where `lesepult offline install` puts it.
        url: where the models are published, or the archive itself; "" for the publisher's own.
        threads: so many threads work at once; 0 for as many as there are processors.
    """

    directory: Path | None = None
    url: str = ""
    threads: int = 0


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The settings of all engines; each attribute is for the engine of that name."""

    google: GoogleSettings = GoogleSettings()
    mymemory: MyMemorySettings = MyMemorySettings()
    deepl: DeepLSettings = DeepLSettings()
    microsoft: MicrosoftSettings = MicrosoftSettings()
    libretranslate: LibreTranslateSettings = LibreTranslateSettings()
    ollama: OllamaSettings = OllamaSettings()
    offline: OfflineSettings = OfflineSettings()


def default_names(settings: EngineSettings) -> tuple[str, ...]:
    """The engines to ask if the person has named none: those that are set up, then those that need nothing.

    >>> default_names(EngineSettings(deepl=DeepLSettings(key="k"), ollama=OllamaSettings(configured=True)))
    ('ollama', 'deepl', 'google', 'mymemory')
    """
    directory = settings.offline.directory
    left_out = {
        "libretranslate": not settings.libretranslate.configured,
        "ollama": not settings.ollama.configured,
        "offline": directory is None or not (directory / "model.bin").is_file(),
        "deepl": not settings.deepl.key,
        "microsoft": not settings.microsoft.key,
    }
    return tuple(name for name in ENGINE_NAMES if not left_out.get(name, False))


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
