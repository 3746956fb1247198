"""Is this answer a translation? Pure questions asked of every answer before it is shown or stored.

Invariant: an answer that passes is one line of harmless text that is no known error page, quota warning or echo.
The patterns are whole phrases, as a news article may well speak of errors, quotas and captchas.
"""

import re

from reader.core.text import clean
from reader.engines.base import Languages
from reader.engines.figures import most_kept
from reader.engines.tongue import ENGLISH, Tongues, tongues, words

_ESCAPE = re.compile(
    r"""
    (?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?   # OSC: everything up to its end
  | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?
  | (?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?                      # CSI
  | \x1b.?
  | [\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKUP = re.compile(
    r"</?(?:a|b|body|br|div|em|font|g|h[1-6]|head|html|i|img|li|meta|p|pre|s|script|span|strong|style|sub|sup"
    r"|svg|table|td|title|tr|u|ul|x)\b[^<>]*>|<!(?:doctype|--)|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});",
    re.IGNORECASE,
)
_ERROR_TEXTS = re.compile(
    r"""
    error\ \d{3}\ \((?:server|client)?\ ?error\)!!
  | error\ 500\ \(server\ error\)
  | the\ server\ encountered\ (?:an\ error|a\ temporary\ error)\ and\ could\ not\ complete\ your\ request
  | that.s\ an\ error\.\s*(?:there\ was\ an\ error|the\ (?:requested|server)|your\ client)
  | mymemory\ warning
  | you\ used\ all\ available\ free\ translations\ for\ today
  | query\ length\ limit\ exceed
  | invalid\ (?:source|target)\ language.*langpair
  | no\ query\ specified\.\ example\ request
  | please\ select\ two\ distinct\ languages
  | our\ systems\ have\ detected\ unusual\ traffic
  | (?:to\ continue,\ )?please\ (?:type\ the\ characters\ below|complete\ the\ captcha)
  | i.m\ not\ a\ robot
  | too\ many\ requests(?:\.\ please\ (?:slow|try)|$)
  | slowdown:\ \d+\ per\ \d
  | visit\ https://\S+\ to\ get\ an\ api\ key
  | \Ainvalid\ (?:api|auth)\ key\.?\Z
  | \Aquota\ (?:for\ this\ billing\ period\ )?(?:has\ been\ )?exceeded\.?\Z
  | \Aas\ an\ ai\ (?:language\ )?model\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHORTEST, _LONGEST = 0.45, 2.2
_PLAUSIBLE_FROM_CHARS = 40
_ECHO_FROM_WORDS = 5
_TONGUE_FROM_WORDS = 8
_ONE_IN = 12
_SHARED = ENGLISH | frozenset(
    """
    international national global digital liberal total final warm wild blind modern human intelligent normal real
    online live data fast rest hand arm land ring wind sand winter sport film radio computer internet team trend start
    test tweet blog podcast video interview service software sex baby party
    """.split()  # noqa: SIM905 - as in `tongue`
)
"""Words in small letters that may well be the same in both languages."""


def tidy(answer: str) -> str:
    r"""The answer as one line: escape sequences, controls and invisible characters out, white space folded.

    >>> tidy("red\x1b]52;c;aGk=\x07  lines\x1b[31m\n")
    'red lines'
    """
    return " ".join(clean(_ESCAPE.sub("", answer)).split())


def is_error_text(text: str) -> bool:
    """Whether the text holds what a known engine says in the place of a translation when it fails."""
    return _ERROR_TEXTS.search(text) is not None


def check_answer(source: str, answer: str, languages: Languages = ("de", "en"), *, heard: bool = True) -> str | None:
    """Why this cannot be the translation of that, in words for a person; None if it can.

    Args:
        source: the source segment.
        answer: what the engine said, tidied.
        languages: from which into which; function words are only known of German and English.
        heard: whether the engine has given a translation in this sitting that was none of this kind: from one that
            has said nothing yet, a short text that comes back as it went is no proof of anything.

    >>> check_answer("Kurz gesagt: nein.", "In short: no.") is None
    True
    >>> check_answer("Kurz gesagt: nein.", "")
    'the answer was empty'
    """
    plain = tidy(source)
    reason = _broken(source, answer) or _implausible(plain, answer)
    if reason is None and languages[0] != languages[1]:
        reason = _echo(plain, answer, heard=heard)
    if reason is None and tuple(languages) == ("de", "en"):
        reason = _untranslated(plain, answer)
    if reason is None and not most_kept(plain, answer):
        reason = "the answer was without the numbers of the text"
    return reason


def _broken(source: str, answer: str) -> str | None:
    """Whether this is no text in any language."""
    if not answer:
        return "the answer was empty"
    if is_error_text(answer) and not is_error_text(source):
        return "the answer was an error message"
    if _MARKUP.search(answer) and not _MARKUP.search(source):
        return "the answer was a piece of a web page"
    if "\ufffd" in answer and "\ufffd" not in source:
        return "the answer was damaged on its way"
    return None


def _implausible(source: str, answer: str) -> str | None:
    if len(source) > _PLAUSIBLE_FROM_CHARS:
        ratio = len(answer) / len(source)
        if ratio < _SHORTEST:
            return "the answer was much shorter than the text"
        if ratio > _LONGEST:
            return "the answer was much longer than the text"
    return None


def _echo(source: str, answer: str, *, heard: bool) -> str | None:
    """Whether the text came back: the same words, however they are spaced and pointed."""
    asked, said = _plain_words(source), _plain_words(answer)
    if asked != said or not asked:
        return None
    if len(asked) >= _ECHO_FROM_WORDS or not heard:
        return "the answer was the text itself"
    return None


def _untranslated(source: str, answer: str) -> str | None:
    """Whether an answer that should be English is German, or another language still."""
    said = tongues(answer)
    if said.words >= _TONGUE_FROM_WORDS:
        return _foreign(tongues(source), said)
    if said.german > 0 and said.english == 0 and said.words > 1:
        return "the answer was German"
    there = set(words(source))
    kept = [word in there for word in words(answer) if len(word) > 2]
    small = any(len(word) > 3 and word.islower() and word not in _SHARED for word in there.intersection(words(answer)))
    # Names stay what they are; a word in small letters that did is one that nobody translated.
    if said.english == 0 and small and sum(kept) >= 0.8 * len(kept):
        return "the answer was German"
    return None


def _foreign(asked: Tongues, said: Tongues) -> str | None:
    if said.german and said.english <= said.german:
        return "the answer was German"
    # Names in a row have no function words in any language, and a few stray ones other languages have too.
    if said.english * _ONE_IN < said.words and asked.german > 1:
        return "the answer was not English"
    return None


def _plain_words(text: str) -> list[str]:
    return [word.casefold() for word in words(text)]
