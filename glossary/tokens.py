r"""Words of a running text with their places, and what stands between them.

Offsets are those of the text as given; no normalised copy is ever measured. A word may hold soft hyphens and
combining accents, runs on over a hyphen at the end of a line, and keeps a glued `+` (OPEC+) or `'s`.

>>> [word for word, start, end in words("Die OPEC+-Staa\u00adten ...")]
['Die', 'OPEC+', 'Staa\xadten']
"""

import re
from functools import cache

from glossary.folding import INVISIBLE

LONGEST_WORD = 80
"""Longer words are compared as they are: they are no words, and taking them apart takes quadratic time."""

_AND = r"(?:und|oder|bzw|sowie|bis|noch|als|wie|and|or)\b"
_SYMBOLS = "%§&+/°€$"


def _pattern(letter: str, run: str) -> str:
    """The pattern of a word, from that of a letter and that of letters with what may stand among them."""
    over = rf"(?>(?:(?<=[^\W\d_])[-\u2010][ \t]*+\r?\n[ \t]*+(?!{_AND})(?=[a-zß-öø-ÿ]){run})*)"
    return (
        rf"(?=[\w{_SYMBOLS}])(?:"  # what is none of these is passed over quicker if it is asked first
        rf"(?!\d){run}(?>(?:(?=[-\u2010+\#'’]){over}(?>(?:\+{{1,2}}(?![\w+])|\#(?!\w)|['’]s(?!\w))?))?)"
        rf"|\d++(?>(?:[.,]\d++)*)(?>(?:(?!\d){letter})*)"  # a number, perhaps with a unit: 20.000 5G
        rf"|[{_SYMBOLS}])"
    )


_LETTER = r"[^\W_²³¹]"
_WORD = re.compile(_pattern(_LETTER, rf"{_LETTER}++"))
_RARE = re.compile(rf"[\u0300-\u036f\u2070-\u209c{INVISIBLE}]")
"""What most texts do not hold, and the quicker pattern does not look for."""


@cache
def _word_with_rare() -> re.Pattern[str]:
    letter, mark = r"[^\W_²³¹\u2070-\u209c]", rf"[\u0300-\u036f{INVISIBLE}]"
    return re.compile(_pattern(letter, rf"{letter}++(?>(?:{mark}++{letter}*+)*)"))


NONE, BLANK, HYPHEN, STOP, APOSTROPHE, OTHER = range(6)
"""What can stand between two words: nothing, white space, a hyphen, a full stop, an apostrophe, anything else."""

_INVISIBLES = dict.fromkeys(map(ord, INVISIBLE + "\u200e\u200f"))
_QUOTES = {
    ord(char): plain
    for chars, plain in (("„“”‟«»‚‘‛‹›'’ʼ´`", '"'), ("–—―−", "–"), ("\xa0\u202f\u2009\t\r\n", " "))
    for char in chars
}
_BLANKS = " \t\r\n\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
_HYPHENS = "-\u2010\u2011"
_MOST_GAPS = 2000


Word = tuple[str, int, int]
"""A word as it stands in the text, its first character and the one behind it."""


def words(text: str) -> list[Word]:
    """The words, numbers and symbols of a text, in order; linear in its length."""
    return [(found[0], found.start(), found.end()) for found in _pattern_for(text).finditer(text)]


def surfaces(text: str) -> list[str]:
    """The words alone; half the time.

    The next word is where its letters next come: nothing between two words could begin one.
    """
    return _pattern_for(text).findall(text)


def _pattern_for(text: str) -> re.Pattern[str]:
    return _WORD if text.isascii() or not _RARE.search(text) else _word_with_rare()


class Gaps:
    """The classes of the strings between words; most texts have a dozen different ones.

    A class is one of the numbers above, or for OTHER a string: terms with a comma or quotation marks inside are
    compared by it.
    """

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, int | str] = {"": NONE, " ": BLANK, "\n": BLANK, "-": HYPHEN, ".": STOP, ". ": STOP}

    def of(self, gap: str) -> int | str:
        """The class of what stands between two words."""
        found = self._known.get(gap)
        if found is None:
            found = _gap(gap)
            if len(gap) <= 20:
                if len(self._known) >= _MOST_GAPS:
                    self._known.clear()
                self._known[gap] = found
        return found


def _gap(gap: str) -> int | str:  # noqa: PLR0911 - one for each class
    """The class of a gap; white space with at most one line break is a blank."""
    if len(gap) > 200:
        return OTHER
    gap = gap.translate(_INVISIBLES)
    bare = gap.strip(_BLANKS)
    lines = gap.count("\n")
    if lines > 1:
        return OTHER
    if not bare:
        return BLANK if gap else NONE
    if len(bare) == 1:
        if bare in _HYPHENS:
            # A hyphen at the end of a line still joins; one before a blank does not ("Ein- und Ausfuhr").
            return HYPHEN if gap == bare or (gap[0] == bare and lines) else OTHER
        if bare == ".":
            return STOP if gap[0] == "." else OTHER
        if bare in "'’ʼ" and gap == bare:
            return APOSTROPHE
    return " ".join(gap.translate(_QUOTES).split(" "))
