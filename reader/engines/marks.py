"""Terms that stay as they are, marked in HTML for a translator that leaves marked text alone, and taken out again.

The term itself is sent between the tags, never a placeholder: whatever becomes of the tags, the words are there.

Invariant: `unmarked` gives a text only if every marked term stands in it once for each time it was marked, letter
by letter, and nothing of a tag is left.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence

from reader.engines.base import RequiredTerm

_MARK = re.compile(r"""<span\s+translate\s*=\s*(["']?)no\1\s*>(?P<term>[^<>]*)</span\s*>""", re.IGNORECASE)
_TAG = re.compile(r"</?\s*span\b|translate\s*=|&(?:lt|gt);", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#39|#x27|#34|#x22);", re.IGNORECASE)
_NO_BLANK_BEFORE = frozenset(".,;:!?)]")


def kept_terms(text: str, terms: Sequence[RequiredTerm]) -> list[RequiredTerm]:
    """Those of the terms that stay letter by letter as they stand in the text, and stand there as words of their own.

    An inflected name is not among them (`Kremls`), nor a part of a word (`EU-Kommission`): a tag inside a word
    would tear it apart.

    >>> kept_terms("Der Kreml und die EU-Kommission.", [RequiredTerm(4, 9, "Kreml", "Kreml")])[0].target
    'Kreml'
    >>> kept_terms("Der Kreml und die EU-Kommission.", [RequiredTerm(18, 20, "EU", "EU")])
    []
    """
    return [
        term
        for term in terms
        if term.kept_in(text) and not _in_word(text[term.start - 1 : term.start]) and not _in_word(text[term.end :][:1])
    ]


def _in_word(char: str) -> bool:
    return char.isalnum() or char in {"-", "\u2010", "\u2011", "_", "+"}


def marked(text: str, kept: Sequence[RequiredTerm]) -> str:
    """The text as HTML, with these of its terms in tags that say "not to be translated".

    >>> marked("Öl & OPEC+.", [RequiredTerm(5, 10, "OPEC+", "OPEC+")])
    'Öl &amp; <span translate="no">OPEC+</span>.'
    """
    parts, at = [], 0
    for term in kept:
        inside = html.escape(text[term.start : term.end], quote=False)
        parts += [html.escape(text[at : term.start], quote=False), f'<span translate="no">{inside}</span>']
        at = term.end
    return "".join([*parts, html.escape(text[at:], quote=False)])


def unmarked(answer: str, text: str, kept: Sequence[RequiredTerm]) -> str | None:
    """The answer as plain text; None if the marked terms are not in it as they were sent.

    Some servers take entities out of their answer and some leave them in; both are read.

    >>> kept = [RequiredTerm(5, 10, "OPEC+", "OPEC+")]
    >>> unmarked('Oil &amp; <span translate="no">OPEC+</span> .', "Öl & OPEC+.", kept)
    'Oil & OPEC+.'
    >>> unmarked("Oil & OPEC.", "Öl & OPEC+.", kept) is None
    True
    """
    found = Counter(_plain(match["term"]).strip() for match in _MARK.finditer(answer))
    if found != Counter(text[term.start : term.end] for term in kept):
        return None
    whole, at = "", 0
    for match in _MARK.finditer(answer):
        between = answer[at : match.start()]
        whole += _behind_term(between) if at else between
        glued = whole[-1:].isalnum() or (at and not between)
        whole += (" " if glued else "") + match["term"].strip()
        at = match.end()
    whole += _behind_term(answer[at:])
    if ("<" in whole and "<" not in text) or (_TAG.search(whole) and not _TAG.search(html.escape(text, quote=False))):
        return None
    return _plain(whole)


def _behind_term(piece: str) -> str:
    """What follows a term, without a blank before a comma and with one before a word."""
    if piece.lstrip()[:1] in _NO_BLANK_BEFORE:
        return piece.lstrip()
    return f" {piece}" if piece[:1].isalnum() else piece


def _plain(piece: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), piece).replace("\xa0", " ")
