"""Whether a full stop ends a sentence: what the word before it says, and the word behind it.

An abbreviation, an ordinal, an initial or the end: each kind of word is ranked by how it ends sentences, and the next
word decides the rest. Invariant: pure, and of the words alone; nothing here looks at the text itself.
"""

from enum import Enum
from typing import Final, NamedTuple

from reader.core.abbreviations import (
    CARDINALS,
    COUNTED,
    COUNTING,
    LABELLED,
    MONTHS,
    PLAIN,
    UNCOUNTED,
    Lexicon,
)

OPENERS: Final = "\"'“”„‚‘»«›‹([{*_–—-/\u00ad\u200b"
_STARTED_BY_TIME: Final = frozenset(("At", "By", "Around", "Until", "Before", "After", "From", "Since"))
_ROMAN: Final = frozenset("IVX")
_VOWELS: Final = frozenset("aeiouyäöüAEIOUYÄÖÜéèêáàâóíúøåæœ")
_AFTER_TITLE: Final = frozenset(
    ("Er", "Es", "Sie", "Wir", "Ich", "Danach", "Dann", "Doch", "Heute", "Später", "Seitdem")
)


class Rank(Enum):
    """How an abbreviation ends sentences; `PLAIN` is no abbreviation."""

    NEVER = 1
    SELDOM = 2
    OFTEN = 3
    PLAIN = 4


class Stop(NamedTuple):
    """A candidate stop and the words around it."""

    lexicon: Lexicon
    token: str
    """What stands before the stop, back to a blank, without opening quotes: `z.B`, `1945`, `Ende`."""
    before: str
    """The token before that, as written: `im`, `J.`"""
    chain: list[str]
    """The last tokens, the nearest last."""
    first: bool
    """The token is the first of its sentence."""
    word: str
    """The next word; empty where a sign follows."""
    opening: str
    """What stands before that word: quotes, brackets, dashes."""
    initial: bool
    """The next word has a full stop of its own and one letter, so it opens no sentence."""

    @property
    def opens(self) -> bool:
        """Whether the next word is one of those that open a sentence."""
        return not self.initial and self.word in self.lexicon.starters


def full_stop_ends(stop: Stop) -> bool:  # noqa: PLR0911 - a list of decisions, read from the top
    """Decide a single full stop before a capital letter, a digit or a sign.

    >>> from reader.core.abbreviations import LEXICONS
    >>> def ends(left, word):
    ...     chain = left.split()
    ...     stop = Stop(LEXICONS["de"], chain[-1], chain[-2], chain, False, word, "", False)
    ...     return full_stop_ends(stop)
    >>> ends("im 19", "Jahrhundert"), ends("war 1945", "Danach"), ends("etwa 5 Mio", "Euro"), ends("das Ende", "Peter")
    (False, True, False, True)
    """
    token = stop.token
    if not token:
        return True
    if token[-1].isdecimal():
        return _number_ends(stop)
    if not token[-1].isalpha():
        return not (token[-1] == "°" and stop.word[:1].isdecimal() and len(token) == 2)
    rank = rank_of(stop)
    if rank is Rank.PLAIN:
        return True
    if rank is Rank.OFTEN:
        return bool(stop.word)
    if rank is Rank.NEVER:
        return stop.lexicon.ordinals and token in ("Dr", "Prof") and stop.word in _AFTER_TITLE
    if token[-2:].lower() == ".m" and not stop.lexicon.ordinals:
        return _clock_ends(stop)
    if stop.lexicon.ordinals and stop.opening.strip("-–— "):
        return False  # u. a. „Die Räuber“
    return stop.opens


def _clock_ends(stop: Stop) -> bool:
    """Decide the English `a.m.` and `p.m.`: `At 5 a.m. Mr. Smith went` goes on, `He left at 6 p.m. Mr. Smith` not."""
    if len(stop.chain) < 4 and stop.chain[0] in _STARTED_BY_TIME:
        return False
    return stop.opens or stop.word in ("Mr", "Mrs", "Ms", "Dr")


def rank_of(stop: Stop) -> Rank:  # noqa: PLR0911 - a list of decisions, read from the top
    """Tell what kind of word stands before a full stop."""
    lexicon, token = stop.lexicon, stop.token
    if len(token) < 4 or "." in token:
        rank = _rank_of_chain(stop)
        if rank is not None:
            return rank
    if not token.isalpha():
        return _rank_of_compound(token, lexicon)
    if token in lexicon.numbered:
        return Rank.NEVER if stop.word[:1].isdecimal() else Rank.PLAIN
    rank = _rank_of_word(token, lexicon)
    if rank is None and stop.first:
        rank = _rank_of_word(token[0].lower() + token[1:], lexicon)
    if rank is not None:
        return rank
    if len(token) == 1:
        return _rank_of_letter(stop)
    if not _ROMAN.issuperset(token):
        return _rank_by_shape(token, lexicon)
    return Rank.NEVER if stop.first else Rank.SELDOM


def _rank_of_word(word: str, lexicon: Lexicon) -> Rank | None:
    if word in lexicon.never:
        return Rank.NEVER
    if word in lexicon.seldom:
        return Rank.SELDOM
    if word in lexicon.often:
        return Rank.OFTEN
    return None


def _rank_of_chain(stop: Stop) -> Rank | None:
    """Rank `z.B` and `i. d. R`: the longest chain to the left that is known, its blanks left out."""
    key = stop.token
    rank = _rank_of_word(key, stop.lexicon) or _rank_of_word(key.lower(), stop.lexicon) if "." in key else None
    for part in reversed(stop.chain[-4:-1]):
        if part[-1] != "." or len(part) > 4:
            break
        key = part.lstrip(OPENERS) + key
        rank = _rank_of_word(key, stop.lexicon) or _rank_of_word(key.lower(), stop.lexicon) or rank
    if rank is Rank.SELDOM and stop.first:
        return Rank.NEVER
    if rank is None and "." in stop.token and all(part.isalpha() and len(part) < 3 for part in key.split(".")):
        return Rank.SELDOM
    return rank


def _rank_of_compound(token: str, lexicon: Lexicon) -> Rank:
    """Rank `Dipl.-Ing`, `Mo.–Fr`, `J.-P` by what follows their last hyphen."""
    tail = token
    for joint in "-–/":
        tail = tail.rpartition(joint)[2]
    if tail == token or not tail.isalpha():
        return Rank.PLAIN
    if len(tail) == 1 and tail.isupper():
        return Rank.SELDOM
    return _rank_of_word(tail, lexicon) or Rank.PLAIN


def _rank_of_letter(stop: Stop) -> Rank:
    """Rank one letter: an initial, a label (`Vitamin C.`), a unit or a small abbreviation."""
    if stop.before in LABELLED:
        return Rank.PLAIN
    if stop.first:
        return Rank.NEVER
    if stop.token.isupper() or not stop.lexicon.ordinals or stop.before[-1:].isdecimal():
        return Rank.SELDOM
    return Rank.NEVER


def _rank_by_shape(token: str, lexicon: Lexicon) -> Rank:
    """Rank a word that no table has: `Hauptstr` and `Hptm` look like abbreviations, `CDU` and `Haus` do not."""
    if lexicon.ordinals and token.endswith(("str", "pl")):
        return Rank.SELDOM
    if len(token) < 6 and not token.isupper() and token not in PLAIN and _VOWELS.isdisjoint(token):
        return Rank.SELDOM
    return Rank.PLAIN


def _number_ends(stop: Stop) -> bool:  # noqa: C901, PLR0911 - a list of decisions, read from the top
    """Decide a full stop after digits: an ordinal, a date, an item's number, or a sentence that ends in a number."""
    head = stop.token.rstrip("0123456789")
    digits = stop.token[len(head) :]
    if head[-1:].isalpha():
        return True
    short = len(digits) < 3
    if (stop.first and len(digits) < 4) or (short and not head and stop.before[-1:] in (",", ":", ";")):
        return False
    if not stop.lexicon.ordinals:
        return True
    lowered = stop.before.lower()
    if stop.word[:1].isdecimal():
        return not short or lowered in CARDINALS
    if len(digits) < 4 and (stop.word in MONTHS or stop.word in COUNTED):
        return False
    if stop.opens:
        return True
    if lowered in COUNTING:
        return head.count(".") > 1 or "," in head or ":" in head
    if len(digits) > 3 or head:
        return True
    if lowered in CARDINALS:
        return True
    if lowered in ("und", "oder", "bis", "sowie"):
        return not stop.chain[-3:-2] or stop.chain[-3][-1] != "."
    # Beethovens 9. Sinfonie, but: auf Seite 9. Peter
    return not (stop.before[:1].isupper() and stop.before.endswith("s") and stop.before not in UNCOUNTED)
