"""What a language model says around a translation, or in its place. Pure questions, and the little that is mended.

Invariant: `bare` only takes away what frames an answer; whatever else is wrong is for `chatter` to name. Neither
ever puts a word into a translation.
"""

import re

from reader.core.text import clean
from reader.engines.base import Languages

_THOUGHT = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"</?(?:think|thinking|reasoning)>|<\|[a-z_]+\|>|\[/?INST\]|</?s>", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "„": "“", "‚": "‘", "‘": "’", "«": "»", "»": "«", "'": "'", "`": "`", "**": "**"}
_ANY_QUOTE = re.compile("[\"“”„‟«»‚‘’'`*]")

_ABOUT_TRANSLATING = r"translat\w*|rendering|english(?:\s+version)?"
_PREAMBLE = re.compile(
    rf"""\A[^\w]*(?:
        [^:\n]{{0,80}}\b(?:{_ABOUT_TRANSLATING})\b[^:\n]{{0,60}}:
      | (?:sure|certainly|of\ course|absolutely|okay|ok|alright|got\ it)\b[!,.]?\s+(?:here|i\ |i'|the\ translation)
      | here(?:\ is|\ are|['’]s)\b[^:\n]{{0,60}}:
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_REMARK = re.compile(
    r"""
    [(\[]\s*(?:translator['’]?s?\s+)?note\b | \bnote\s*:\s | \bplease\ note\ that\ (?:i|the\ translation)
  | \blet\ me\ know\ if | \bi\ hope\ (?:this|that)\ helps | \balternative(?:ly)?(?:\ translation)?s?\s*:
  | \b(?:literal|original|source)\ (?:text|translation|sentence)?\s*:
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"""
    \bas\ an?\ (?:ai|artificial\ intelligence|(?:large\ )?language\ model)\b
  | \bi\ (?:am|was)\ (?:just\ )?an?\ (?:ai|language\ model) | \bi['’]m\ (?:just\ )?an?\ (?:ai|language\ model)
  | \bi(?:['’]m|\ am)\ (?:sorry|afraid|unable|not\ able)\b[^.]{0,40}
      \b(?:translat|assist|help|comply|fulfil|provide|process|continue|do\ that)
  | \bi\ (?:can\ ?not|can['’]t|won['’]t|will\ not|must\ decline\ to|refuse\ to)
      \ (?:\w+\ )?(?:translat|assist|help|comply|fulfil|provide|process)
  | \A(?:please\ )?(?:provide|send|give|share)\ (?:me\ )?(?:the|a|your)\ (?:\w+\ )?(?:text|sentence)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPEAKS_OF_TRANSLATING = re.compile(r"übersetz|übertrag|englisch|translat|english", re.IGNORECASE)
_SPEAKS_OF_REMARKS = re.compile(
    r"\b(?:anm|hinweis|notiz|bemerk|beacht|note|alternativ|original|wörtlich|quelle|hoff)", re.IGNORECASE
)
_SPEAKS_IN_PERSON = re.compile(r"\b(?:ich|mir|mich|KI|AI|Sprachmodell\w*|bitte|schick\w*|senden?)\b", re.IGNORECASE)
_BEGINS_SO = re.compile(r"\W*(?:hier|das|dies|da|so|sicher|natürlich|klar|gewiss|also|okay|ok|gut)\b", re.IGNORECASE)

_GERMAN_WORDS = (
    "der die das den dem des ein eine einen einem einer und oder aber nicht ist sind war waren wird werden wurde "
    "hat haben mit von zu zum zur im auf für auch sich dass als bei nach aus er sie es ich wir um noch nur wie"
)
_ENGLISH_WORDS = (
    "the a an and or but not is are was were will be been has have had with of to in on for also that as at by from "
    "he she it i we they this these those their its his her about would could should which who into only how"
)
_GERMAN, _ENGLISH = frozenset(_GERMAN_WORDS.split()), frozenset(_ENGLISH_WORDS.split())
_WORDS_TO_JUDGE = 8


def bare(source: str, said: str) -> str:
    r"""The answer without the thoughts before it and without quotation marks that the source has not.

    >>> bare("Die roten Linien.", '<think>Hm.</think>\n"The red lines."')
    'The red lines.'
    >>> bare("„Ja“, sagte er.", '“Yes,” he said.')
    '“Yes,” he said.'
    """
    answer = _THOUGHT.sub("", said).strip()
    for opening, closing in _QUOTES.items():
        inner = answer[len(opening) : -len(closing)]
        framed = len(answer) > 2 * len(opening) and answer.startswith(opening) and answer.endswith(closing)
        if framed and not _ANY_QUOTE.search(_edges(source)) and opening not in inner and closing not in inner:
            return inner.strip()
    return answer


def _edges(source: str) -> str:
    text = source.strip()
    return text[:1] + text[-2:]


def chatter(source: str, answer: str, languages: Languages) -> str | None:
    """What else than a translation this answer of a language model is, in words for a person; None if it seems one.

    Args:
        source: the source segment.
        answer: what was said, bare.
        languages: from which into which.

    >>> chatter("Die roten Linien.", "Here is the translation: The red lines.", ("de", "en"))
    'the answer began with a preamble'
    >>> chatter("Hier ist die Übersetzung: ja.", "Here is the translation: yes.", ("de", "en")) is None
    True
    """
    lines = [line for line in clean(answer).splitlines() if line.strip()]
    if len(lines) > max(1, len([line for line in source.splitlines() if line.strip()])):
        return "the answer had more than one line"
    if _THINKING.search(answer) and not _THINKING.search(source):
        return "the answer held the model’s own thoughts"
    if languages[1] == "en" and (reason := _english_chatter(source, answer)) is not None:
        return reason
    if languages == ("de", "en") and _is_german(answer):
        return "the answer was German"
    return None


def _english_chatter(source: str, answer: str) -> str | None:
    preamble = _PREAMBLE.match(answer)
    if preamble and not _SPEAKS_OF_TRANSLATING.search(source) and not (":" in source and _BEGINS_SO.match(source)):
        return "the answer began with a preamble"
    if _REFUSAL.search(answer) and not _SPEAKS_IN_PERSON.search(source):
        return "the model refused"
    if _REMARK.search(answer) and not _SPEAKS_OF_REMARKS.search(source):
        return "the answer held a remark"
    return None


def _is_german(answer: str) -> bool:
    """Whether German function words outnumber English ones in a sentence long enough to tell."""
    words = re.findall(r"[^\W\d_]+", answer.lower())
    if len(words) < _WORDS_TO_JUDGE:
        return False
    return sum(word in _GERMAN for word in words) > sum(word in _ENGLISH for word in words)
