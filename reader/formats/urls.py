"""Addresses of the web: which are opened, and where a page may send its reader.

Invariant: what `checked` and `followed` give begins with http:// or https://, names a host, and holds no password.
"""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from reader.core.text import one_line
from reader.errors import InputError
from reader.formats.limits import TITLE

_SCHEME: Final = re.compile(
    r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*://|(?:javascript|data|mailto|about|blob|view-source|file):)"
)
_BARE: Final = re.compile(r"\s*www\.[^\s/]+\.[A-Za-z]{2,}(?:[/:?#]|\s*$)", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_SHOWN_CHARS: Final = 120
_HINT: Final = "Only addresses that begin with https:// or http:// are opened."


def is_address(name: str) -> bool:
    """Whether a name on the command line is an address and no file.

    >>> is_address("https://example.org/a"), is_address("www.example.org"), is_address("www.txt"), is_address("a: b")
    (True, True, False, False)
    """
    return bool(_SCHEME.match(name) or _BARE.match(name))


def shown(url: str) -> str:
    """An address as a person reads it: on one line, and not too long."""
    line = one_line(url)
    return line if len(line) <= _SHOWN_CHARS else f"{line[: _SHOWN_CHARS - 1]}…"


def checked(url: str) -> str:
    """The address as it is asked for: without the part behind `#`, which is the browser's own.

    >>> checked(" www.example.org/a b#c ")
    'https://www.example.org/a%20b'

    Raises:
        InputError: it is none of the web, or holds a password.
    """
    url = url.strip()
    if _BARE.match(url):
        url = f"https://{url}"
    parts = _parts(url)
    if parts.scheme not in {"http", "https"}:
        raise InputError(TITLE, f"{shown(url)} is no address of a web page.", _HINT)
    if "@" in parts.netloc:
        hidden = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        message = f"the address of {shown(hidden)} holds a user's name or password, which would be sent to the server."
        raise InputError(TITLE, message, "Leave out what stands before the @.")
    return parts._replace(fragment="").geturl()


def _parts(url: str) -> SplitResult:
    """The parts of an address.

    Raises:
        InputError: there is no host, or what stands there can be read in two ways.
    """
    wrong = InputError(TITLE, f"{shown(url)} is not a valid address.", "Copy it once more from the browser.")
    url = url.replace(" ", "%20")
    try:
        parts = urlsplit(url)
        usable = parts.scheme not in {"http", "https"} or bool(parts.hostname and parts.port != 0)
    except ValueError:
        raise wrong from None
    if not usable or _UNSEEN.search(url) or "\\" in parts.netloc or "%" in parts.netloc:
        raise wrong
    return parts


def followed(url: str, location: str) -> str:
    """Where a page sends its reader.

    >>> followed("https://example.org/a/b", "../c")
    'https://example.org/c'

    Raises:
        InputError: that is somewhere else than on the web, less safe, or in the reader's own network.
    """
    with suppress(UnicodeError):
        # What a server writes beyond ASCII is UTF-8, though it is handed on as Latin-1.
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = urljoin(url, location.strip())
        parts = urlsplit(target)
    except ValueError:
        raise InputError(TITLE, f"{shown(url)} leads to an address that is not valid.", "") from None
    where = f"{shown(url)} leads to {shown(target)}"
    if parts.scheme not in {"http", "https"}:
        raise InputError(TITLE, f"{where}, which is no web page.", _HINT)
    new, old = checked(target), urlsplit(url)
    if is_near(urlsplit(new).hostname or "") and not is_near(old.hostname or ""):
        raise InputError(TITLE, f"{where}, which is in your own network.", "If that is right, open that address.")
    if old.scheme == "https" and parts.scheme == "http" and not is_near(old.hostname or ""):
        message = f"{where}, where anybody on the way could change the text."
        raise InputError(TITLE, message, "If you trust the way, open that address.")
    return new


def is_near(host: str) -> bool:
    """Whether a host is this machine, or is named by an address of a private network.

    >>> is_near("localhost"), is_near("127.0.0.1"), is_near("192.168.1.1"), is_near("example.org")
    (True, True, True, False)
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        # 2130706433, 0x7f.1 and 127.1 are addresses, too.
        return bool(re.fullmatch(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}", name))
    return not address.is_global


def name_in(url: str) -> tuple[str, str]:
    """What an address calls its page, and the suffix of that name.

    >>> name_in("https://example.org/b%C3%BCcher/der-prozess.EPUB?x=1"), name_in("https://example.org/")
    (('der-prozess', '.epub'), ('example.org', ''))
    """
    parts = urlsplit(url)
    last = one_line(unquote(parts.path)).rstrip("/").rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".")
    if stem and dot and re.fullmatch(r"[A-Za-z0-9]{1,8}", suffix):
        return stem, f".{suffix.lower()}"
    return last or parts.hostname or url, ""
