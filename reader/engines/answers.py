"""What services say in the place of a translation: their pages and words, told apart. Pure.

Invariant: of what a service says no word is passed on, as it may hold the text or a key.
"""

import html
import re
from typing import TYPE_CHECKING

from reader.engines import plain_json
from reader.engines.base import EngineError, Misconfigured, NoTranslation, RateLimited, Refused, Transient
from reader.engines.checks import is_error_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.engines.base import Languages

    Failed = Callable[[int, str], EngineError | None]

KEYLESS = "refuses keyless requests from this network"

_CONTAINER = re.compile(r'<div[^>]*\bclass=["\']?(?:t0|result-container)\b[^>]*>(.*?)</div>', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_CAPTCHA = re.compile(r'id="captcha-form"|class="g-recaptcha"|/sorry/(?:index|image)|unusual traffic from your')
_OPENS_IN = re.compile(r"(\d+) HOURS?\s+(\d+) MINUTES?\s+(\d+) SECONDS?", re.IGNORECASE)
_QUOTA = "ALL AVAILABLE FREE TRANSLATIONS"
_BAD_REQUEST, _FORBIDDEN, _TOO_MANY, _QUOTA_EXCEEDED = 400, 403, 429, 456


def google_failure(_status: int, body: str) -> EngineError | None:
    """What a failure of Google's means; None if its status says it all."""
    return Refused(f"Google {KEYLESS} (it asks for a captcha).") if _CAPTCHA.search(body) else None


def google_page(text: str, url: str) -> str:
    """The page with one line of its result on each line.

    Args:
        text: the page.
        url: where it came from in the end.

    Raises:
        EngineError: it holds no result, or one that is an error message.
    """
    container = _CONTAINER.search(text)
    if container is None:
        if _CAPTCHA.search(text) or "/sorry/" in url:
            raise Refused(f"Google {KEYLESS} (it asks for a captcha).")
        raise Transient("Google answered with a page without a translation.")
    if is_error_text(" ".join(html.unescape(re.sub(r"<[^>]*>", " ", container[1])).split())):
        raise Transient("Google answered with an error message instead of a translation.")
    start, end = container.span(1)
    return text[:start] + _BREAK.sub("\n", container[1]) + text[end:]


def mymemory_failure(status: int, body: str) -> EngineError | None:
    """What a failure of MyMemory's means; None if its status says it all."""
    try:
        mymemory_answer(body)
    except Transient:
        return None
    except EngineError as error:
        return error if status == _TOO_MANY or not isinstance(error, NoTranslation) else None
    return None


def mymemory_answer(body: str) -> None:
    """Look at an answer of MyMemory's.

    Raises:
        EngineError: it holds no translation of this very text.
    """
    try:
        answer = plain_json.loads(body)
    except ValueError:
        raise Transient("MyMemory answered with something unreadable.") from None
    data = answer.get("responseData") if isinstance(answer, dict) else None
    text = data.get("translatedText") if isinstance(data, dict) else None
    if not isinstance(answer, dict) or not isinstance(data, dict) or not isinstance(text, str | None):
        raise Transient("MyMemory answered with something unexpected.")
    said = f"{answer.get('responseDetails') or ''} {text or ''}"
    status = str(answer.get("responseStatus", "200"))
    if answer.get("quotaFinished") is True or _QUOTA in said.upper() or status == "429":
        raise RateLimited("MyMemory has translated all it does for this network today.", opens_in_s(said))
    if "QUERY LENGTH LIMIT" in said.upper():
        raise NoTranslation("The sentence is too long for MyMemory.")
    if status != "200" or is_error_text(said):
        raise Refused("MyMemory refuses the request.")
    if not text or not text.strip():
        # The library would now give a match for some other text.
        raise NoTranslation("MyMemory gave no translation.")


def opens_in_s(said: str) -> float | None:
    """The wait that a quota warning names, in seconds.

    >>> opens_in_s("NEXT AVAILABLE IN 01 HOURS 00 MINUTES 05 SECONDS")
    3605.0
    """
    found = _OPENS_IN.search(said)
    if found is None:
        return None
    hours, minutes, seconds = map(int, found.groups())
    return 3600.0 * hours + 60.0 * minutes + seconds


def deepl_failure(languages: "Languages") -> "Failed":
    """What tells a failure of DeepL's, when it was asked for these languages."""

    def failure(status: int, body: str) -> EngineError | None:
        if status == _FORBIDDEN:
            return Misconfigured("DeepL does not accept the key.")
        if status == _QUOTA_EXCEEDED:
            return Refused("DeepL has translated all that the key allows for this month.")
        if status == _TOO_MANY:
            return RateLimited("DeepL wants fewer requests.")
        if status == _BAD_REQUEST and re.search(r"(?:source|target)_lang", body):
            return Misconfigured(f"DeepL does not translate from {languages[0]} to {languages[1]}.")
        return None

    return failure


def deepl_answers(said: object) -> list[str] | None:
    """The texts of an answer of DeepL's; None if it is none.

    >>> deepl_answers({"translations": [{"text": "Yes."}, {"text": "No."}]})
    ['Yes.', 'No.']
    """
    return _texts(said.get("translations")) if isinstance(said, dict) else None


def microsoft_failure(languages: "Languages", region: str) -> "Failed":
    """What tells a failure of Microsoft's, when it was asked for these languages with a key of that region."""

    def failure(status: int, body: str) -> EngineError | None:
        code = _microsoft_code(body)
        if code in {403001, 403003}:
            return Refused("Microsoft has translated all that the key allows.")
        if status in {401, _FORBIDDEN} or code // 1000 in {401, 403}:
            hint = "or its region" if region else "if it belongs to a region, set that too"
            return Misconfigured(f"Microsoft does not accept the key ({hint}).")
        if status == _TOO_MANY or code // 1000 == _TOO_MANY:
            return RateLimited("Microsoft wants fewer requests.")
        if code in {400018, 400019, 400021, 400023, 400035, 400036}:
            return Misconfigured(f"Microsoft does not translate from {languages[0]} to {languages[1]}.")
        return None

    return failure


def _microsoft_code(body: str) -> int:
    """The six digits by which Microsoft names a failure; 0 if there are none."""
    try:
        data = plain_json.loads(body)
    except ValueError:
        return 0
    error = data.get("error") if isinstance(data, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return int(str(code)) if re.fullmatch(r"[0-9]{6}", str(code)) else 0


def microsoft_answers(said: object) -> list[str] | None:
    """The texts of an answer of Microsoft's; None if it is none.

    >>> microsoft_answers([{"translations": [{"text": "Yes.", "to": "en"}]}])
    ['Yes.']
    """
    if not isinstance(said, list):
        return None
    found = [_texts(one.get("translations")) if isinstance(one, dict) else None for one in said]
    return [texts[0] for texts in found if texts] if all(texts and len(texts) == 1 for texts in found) else None


def _texts(items: object) -> list[str] | None:
    """What stands under `text` in each of these; None if it is missing anywhere."""
    if not isinstance(items, list):
        return None
    texts = [item.get("text") if isinstance(item, dict) else None for item in items]
    return [text for text in texts if isinstance(text, str)] if all(isinstance(text, str) for text in texts) else None
