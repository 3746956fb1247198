"""Whether the answers to several texts stand each beside its own text, as far as their content tells.

A text and its translation share numbers, names, cognates, quotes, question marks, and about their length. That is
enough to notice most swapped, shifted and doubled lines, and never enough to be sure there are none: what cannot be
told by content is told by asking again (`agree`), which costs requests and so is done only until an engine is known.

Invariant: texts and answers that pair well are never said to be misplaced for being alike.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reader.engines.figures import all_forms, figures
from reader.engines.tongue import ENGLISH, GERMAN, words

_MARGIN = 1.5
"""How much better two answers must fit each other's texts than their own before they count as misplaced."""

_QUOTES = re.compile(r"[„“”\"«»]")
_COGNATE_CHARS = 4


@dataclass(frozen=True, slots=True)
class Features:
    """What a text has in common with its translation.

    Attributes:
        forms: its numbers, in every way they may be written.
        numbers: how many there are.
        stems: the beginnings of its words, in a spelling that both languages share.
        quoted: whether it holds quotation marks.
        bracketed: whether it holds brackets.
        end: its last mark, if that is one of ?, ! and :.
        chars: its length.
    """

    forms: frozenset[str]
    numbers: int
    stems: frozenset[str]
    quoted: bool
    bracketed: bool
    end: str
    chars: int


def features(text: str) -> Features:
    """What is compared of a text."""
    stems = {
        folded[:_COGNATE_CHARS]
        for word in words(text)
        if word.casefold() not in GERMAN and word.casefold() not in ENGLISH and len(folded := _folded(word)) >= 3
    }
    bare = text.rstrip("“”\"»«)’' ")
    return Features(
        all_forms(text),
        len(figures(text)),
        frozenset(stems),
        _QUOTES.search(text) is not None,
        "(" in text,
        bare[-1] if bare and bare[-1] in "?!:" else "",
        len(text),
    )


def likeness(source: Features, answer: Features) -> float:
    """How well the two fit; the more the better, 0 for two that tell nothing."""
    score = 1.0 * len(source.stems & answer.stems)
    if source.numbers or answer.numbers:
        both = len(source.forms & answer.forms)
        score += 2.0 * both if both else -1.5
    score -= 1.0 * (source.quoted != answer.quoted)
    score -= 1.0 * (source.bracketed != answer.bracketed)
    score -= 1.5 * (source.end != answer.end)
    score -= 1.5 * abs(math.log((answer.chars + 8) / (source.chars + 8)))
    return score


def misplaced(sources: Sequence[str], answers: Sequence[str]) -> bool:
    """Whether some answers fit other texts of the same request clearly better than their own.

    >>> misplaced(["Im Jahr 1989?", "Putin schweigt."], ["Putin is silent.", "In 1989?"])
    True
    >>> misplaced(["Im Jahr 1989?", "Putin schweigt."], ["In 1989?", "Putin is silent."])
    False
    """
    asked, said = [features(text) for text in sources], [features(text) for text in answers]
    fit = [[likeness(one, other) for other in said] for one in asked]
    places = range(len(sources))
    for first in places:
        for second in places[first + 1 :]:
            own = fit[first][first] + fit[second][second]
            if fit[first][second] + fit[second][first] > own + _MARGIN:
                return True
    return _shifted(fit)


def _shifted(fit: Sequence[Sequence[float]]) -> bool:
    """Whether the answers fit better one place on, or one back: a line was lost, or came twice."""
    count = len(fit)
    if count < 3:
        return False
    for step in (1, -1):
        inner = [place for place in range(count) if 0 <= place + step < count]
        if sum(fit[at][at + step] for at in inner) > sum(fit[at][at] for at in inner) + _MARGIN:
            return True
    return False


def doubled(sources: Sequence[str], answers: Sequence[str]) -> bool:
    """Whether two texts that say different things have one answer.

    >>> doubled(["Ja.", "Nein."], ["Yes.", "yes"])
    True
    >>> doubled(["Ja.", "„Ja“"], ["Yes.", "“Yes”"])
    False
    """
    seen: dict[str, str] = {}
    for source, answer in zip(sources, answers, strict=True):
        plain = _plain(source)
        if seen.setdefault(_plain(answer), plain) != plain:
            return True
    return False


def agree(alone: Sequence[str], together: Sequence[str]) -> bool | None:
    """Whether answers to texts that went together stand in the places that the answers to each alone say.

    Returns:
        None where the answers are too much alike to tell.

    >>> agree(["Yes.", "No, never."], ["Yes!", "No. Never."])
    True
    >>> agree(["Yes.", "No, never."], ["No. Never.", "Yes."])
    False
    """
    one, other = [_plain(text) for text in alone], [_plain(text) for text in together]
    if len(one) != len(other):
        return False
    if len(set(one)) < len(one) or len(one) < 2:
        return None
    if one == other:
        return True
    near = [[SequenceMatcher(None, first, second, autojunk=False).ratio() for second in other] for first in one]
    return all(near[at][at] >= 0.4 and near[at][at] >= max(near[at]) for at in range(len(one)))


def alike(first: str, second: str) -> bool:
    """Whether two texts have most of their words in common, so that one translation may serve both."""
    some, others = set(map(str.casefold, words(first))), set(map(str.casefold, words(second)))
    return 2 * len(some & others) >= len(some | others)


def _plain(text: str) -> str:
    """A text as it is compared: letters and digits in small ones, single spaces between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _folded(word: str) -> str:
    """A word in a spelling that German and English share.

    >>> _folded("Präsidenten"), _folded("Kreml"), _folded("Culture")
    ('presidenten', 'kreml', 'kulture')
    """
    word = word.casefold().replace("ä", "e").replace("ß", "ss").replace("sch", "sh")
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return plain.replace("c", "k").replace("ph", "f").replace("y", "i").replace("z", "s")
