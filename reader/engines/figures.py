"""Numbers in a text and in its translation: the same ones, though written otherwise.

Separators are not told apart, as they change places between the languages: a number is known by its digits.
Roman numerals are left alone. Invariant: a number that a good translation may put into words, or reckon into another
unit, is never held against it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+(?:[.,:/'’\u00a0\u202f\u2009 -](?=\d)\d+)*")
_GROUPS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,:]\d+)*")
_BLANK = re.compile("[\u00a0\u202f\u2009 ]")
_CLOCK = re.compile(r"\A\s?(?:Uhr|h\b)")
_WORDED = 12
"""Numbers up to this are often put into words, and "1." into "first"."""

_TENS = {
    word: 10 * ten for ten, word in enumerate(("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"), 2)
}
_TEENS = {
    word: number
    for number, word in enumerate(
        ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"), 13
    )
}
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_UNITS = {word: number for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)}
_ROUND = {"hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000, "million": 10**6, "dozen": 12}
_IN_WORDS = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:y(?:[- ]({'|'.join(sorted(_UNITS, key=len, reverse=True))}))?|ies|ieth)"
    rf"|({'|'.join(_TEENS)})(?:th)?|({'|'.join(sorted(_ROUND, key=len, reverse=True))}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text.

    Attributes:
        digits: all its digits, without separators.
        forms: how a translation may have it, each as digits without zeros at either end.
        worded: whether it is so small that it may have become a word.
    """

    digits: str
    forms: frozenset[str]
    worded: bool


def figures(text: str) -> list[Figure]:
    """The numbers of a text, in their order.

    >>> [figure.digits for figure in figures("20.000 Soldaten, 3,5 Prozent, am 18. November 2024")]
    ['20000', '35', '18', '2024']
    """
    return [figure for figure in map(_figure, _spelled(text)) if figure is not None]


def all_forms(text: str) -> frozenset[str]:
    """Every way in which a number stands in a text, those in English words included."""
    found = {form for figure in figures(text) for form in (*figure.forms, figure.digits)}
    # "592 672" is one number, or two side by side.
    sides = (side for spelled, _ in _spelled(text) if _BLANK.search(spelled) for side in _BLANK.split(spelled))
    found.update(_bare(re.sub(r"\D", "", side)) for side in sides)
    for tens, unit, teen, rounded in _IN_WORDS.findall(text):
        if tens:
            found.add(_bare(str(_TENS[tens.lower()] + _UNITS.get(unit.lower(), 0))))
            found.add(_bare(str(_TENS[tens.lower()])))
        elif teen:
            found.add(_bare(str(_TEENS[teen.lower()])))
        else:
            found.add(_bare(str(_ROUND[rounded.lower()])))
    return frozenset(found)


def most_kept(source: str, answer: str) -> bool:
    """Whether at least half of the numbers of the source are in the answer.

    >>> most_kept("20.000 Soldaten und 3,5 Prozent", "20,000 soldiers and 3.5 percent")
    True
    >>> most_kept("Im Jahr 2024 waren es 20.000.", "In 1989 there were 30,500.")
    False
    >>> most_kept("Am 3. Oktober 1990 begann es.", "It began on October 3 1990.")
    True
    """
    asked = [figure for figure in figures(source) if not figure.worded]
    if not asked:
        return True
    there = all_forms(answer)
    kept = sum(_is_in(figure, there) for figure in asked)
    return 2 * kept >= len(asked)


def _is_in(figure: Figure, there: Iterable[str]) -> bool:
    if not figure.forms.isdisjoint(there):
        return True
    # „die 90er“ are the 1990s.
    return len(figure.digits) == 2 and any(len(form) == 4 and form.endswith(figure.digits) for form in there)


def _spelled(text: str) -> list[tuple[str, bool]]:
    """The numbers as they are written, each with whether it is a time of day."""
    found = []
    for run in _NUMBER.finditer(text):
        for piece in _GROUPS.finditer(run[0]):
            end = run.start() + piece.end()
            found.append((piece[0], _CLOCK.match(text[end : end + 5]) is not None))
    return found


def _figure(spelled: tuple[str, bool]) -> Figure | None:
    text, is_time = spelled
    parts = re.split(r"\D", text)
    digits = "".join(parts)
    if not digits.isascii():
        return None
    forms = {digits}
    if is_time and 12 < int(parts[0]) <= 24:
        forms |= {str(int(parts[0]) - 12), str(int(parts[0]) - 12) + "".join(parts[1:]), "12"}
    if _is_date(parts):
        # The month becomes a word, and day and month change places.
        return Figure(digits, frozenset(map(_bare, {*forms, *parts})), worded=False)
    worded = len(digits) < 3 and int(digits) <= _WORDED
    return Figure(digits, frozenset(map(_bare, forms)), worded)


def _is_date(parts: list[str]) -> bool:
    return len(parts) == 3 and len(parts[0]) <= 2 and len(parts[1]) <= 2 and len(parts[2]) in {2, 4}


def _bare(digits: str) -> str:
    """Without zeros at either end: „1.500 Mio.“ are "1.5 billion".

    >>> _bare("01500"), _bare("0")
    ('15', '0')
    """
    return digits.strip("0") or "0"
