"""What a server gives instead of a text, in words: errors, and pages that let only people in front of browsers pass.

Invariant: a page is taken for a wall only if it holds hardly any text, or speaks of consent all the time, or says so
by its address.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.errors import InputError
from reader.formats.limits import TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BROWSER: Final = "Open it in a browser; save the page there and open the file, or copy its text and use --paste."
_LATER: Final = "Try again later."
_STATUSES: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        204: ("holds nothing.", "Check the address."),
        401: ("wants a user's name and password.", _BROWSER),
        402: ("is only for those who pay.", _BROWSER),
        403: ("may not be read by programs, or not by you.", _BROWSER),
        404: ("does not exist.", "Check the address."),
        406: ("is only given to browsers.", _BROWSER),
        407: ("cannot be reached: the proxy of this network wants a password.", "Set it in HTTPS_PROXY."),
        408: ("was not sent in time.", _LATER),
        410: ("is there no more.", "An archive of the web may have it: web.archive.org."),
        429: ("is not given now: this network has asked its server too often.", _LATER),
        451: ("is kept from readers here by law.", ""),
        503: ("is not available at the moment.", _LATER),
    }
)
_CHALLENGE: Final = re.compile(
    rb"cf-chl|challenge-platform|g-recaptcha|h-captcha|hcaptcha\.com|captcha-delivery|px-captcha|_Incapsula_Resource|"
    rb"unusual traffic from your computer|ungew\xc3\xb6hnlichen Datenverkehr|<title>(?:Just a moment|Access Denied)|"
    rb"(?:kein|not a) (?:Roboter|robot)",
    re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    rb"sp_message|consentmanager|usercentrics|didomi|privacy-mgmt|\bcmp\b|onetrust|cookiebot|borlabs|cookie",
    re.IGNORECASE,
)
_CONSENT_WORDS: Final = re.compile(
    r"zustimm|einwillig|cookies?\b|tracking|pur-?abo|mit werbung|werbefrei|akzeptier|datenschutz|consent|accept all",
    re.IGNORECASE,
)
_CONSENT_PLACE: Final = re.compile(r"^(?:consent|zustimmung|cmp)\.|/(?:zustimmung|consent|einwilligung)(?:[/?.]|$)")
_HEAD_BYTES: Final = 300_000
_PROOF_CHARS: Final = 150
_CONSENT_CHARS: Final = 2_000
_CHARS_A_WORD: Final = 150
"""So often at least do pages that ask for consent speak of it."""


def refusal(status: int, where: str, headers: Mapping[str, str], body: Callable[[], bytes]) -> InputError | None:
    """The error that a status means; None for a success.

    Args:
        status: the number that the server answered with.
        where: the address as it is shown.
        headers: what the answer said of itself, found whatever the case of the name.
        body: gives the page that came with it.
    """
    if status in {403, 429, 503} and ("cf-mitigated" in headers or _CHALLENGE.search(body())):
        return _proof_wanted(where)
    if status in _STATUSES:
        what, hint = _STATUSES[status]
        return InputError(TITLE, f"{where} {what}", hint)
    if 200 <= status < 300:
        return None
    if status >= 500:
        return InputError(TITLE, f"{where} cannot be had: its server has a fault ({status}).", _LATER)
    return InputError(TITLE, f"{where} is not given by its server ({status}).", _BROWSER)


def wall(where: str, url: str, data: bytes, text: str) -> InputError | None:
    """The error that a page means which stands before another; None if it is none.

    Args:
        where: the address as it is shown.
        url: where the page came from in the end.
        data: the page.
        text: what of it would be shown.
    """
    parts = urlsplit(url)
    if _CONSENT_PLACE.search(f"{parts.hostname}{parts.path}"):
        return _consent_wanted(where)
    head = data[:_HEAD_BYTES]
    if len(text) < _PROOF_CHARS and _CHALLENGE.search(head):
        return _proof_wanted(where)
    if len(text) < _CONSENT_CHARS and _CONSENT.search(head):
        words = len(_CONSENT_WORDS.findall(text))
        if words > 2 and words * _CHARS_A_WORD > len(text):
            return _consent_wanted(where)
    return None


def _proof_wanted(where: str) -> InputError:
    return InputError(TITLE, f"{where} is only given to who proves to be no program.", _BROWSER)


def _consent_wanted(where: str) -> InputError:
    return InputError(
        TITLE, f"{where} asks for consent (to cookies or advertising) before it shows its text.", _BROWSER
    )
