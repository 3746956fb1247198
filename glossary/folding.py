"""One spelling for what a reader takes to be the same: ß and ss, ä and ae, accents, invisible characters.

Invariant: folding is idempotent and keeps case; folded strings are compared, never measured: their offsets mean
nothing in the text they come from.
"""

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen, zero-width characters, word joiner: they carry no meaning inside a word."""

_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_LETTERS = {
    **{
        ord(char): plain
        for char, plain in zip("äöüßÄÖÜẞ", ("ae", "oe", "ue", "ss", "Ae", "Oe", "Ue", "SS"), strict=True)
    },
    **{
        ord(char): plain
        for char, plain in zip(
            "æœøðþłÆŒØÐÞŁ’ʼ‘´`ſ",
            ("ae", "oe", "o", "d", "th", "l", "Ae", "Oe", "O", "D", "Th", "L", "'", "'", "'", "'", "'", "s"),
            strict=True,
        )
    },
}
_UNFOLDED = (("ss", "ß"), ("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_COMMON = tuple((char, _LETTERS[ord(char)]) for char in "üäößÜÄÖ")
"""Those that nearly all German words need; quicker one by one than all at once."""


def visible(text: str) -> str:
    r"""The text composed (NFC) and without invisible characters.

    >>> visible("Au\u00dfen\u00admini\u200bsterium")
    'Außenministerium'
    """
    if text.isascii():
        return text
    # Where there is nothing but letters, nothing is invisible.
    return unicodedata.normalize("NFC", text if text.isalpha() else text.translate(_INVISIBLE))


def folded(text: str) -> str:
    """The text as it is compared: umlauts and ß written out, other accents dropped, case kept.

    >>> folded("Straße"), folded("Übergröße"), folded("café")
    ('Strasse', 'Uebergroesse', 'cafe')
    """
    if text.isascii():
        return text
    text = visible(text)
    for letter, plain in _COMMON:
        if letter in text:
            text = text.replace(letter, plain)
    if text.isascii():
        return text
    text = text.translate(_LETTERS)
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


def unfolded(word: str) -> "Iterator[str]":
    """The word with ß and umlauts where it has their substitutes, all combinations, at most fifteen."""
    low = word.lower()
    found = [pair for pair in _UNFOLDED if pair[0] in low]
    for mask in range(1, 1 << len(found)):
        other = word
        for bit, (plain, letter) in enumerate(found):
            if mask >> bit & 1:
                other = other.replace(plain, letter).replace(plain.capitalize(), letter.upper())
        yield other


def entry_key(source: str) -> str:
    """What two entries for the same term share: the folded source with single blanks.

    >>> entry_key("Weißes  Haus") == entry_key("Weisses Haus")
    True
    """
    text = folded(source)
    return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
