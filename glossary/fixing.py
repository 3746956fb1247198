"""Replacing a forbidden rendering by the preferred one, where it is certain what that does to the sentence.

>>> from glossary.check import Finding, FindingKind
>>> from glossary.entry import Entry
>>> from glossary.forms import Analyser
>>> entry = Entry("Verordnung", ("decree",), forbidden=("ordinance",))
>>> fix(Finding(FindingKind.FORBIDDEN, entry, None, 3, 12, "ordinance"), "An ordinance was read.", Analyser("en"))
'A decree was read.'

Invariant: only the rendering and an `a` or `an` before it are changed; what is not certain is not changed at all.
"""

import re
from typing import TYPE_CHECKING

from glossary.check import FindingKind
from glossary.tokens import words

if TYPE_CHECKING:
    from glossary.check import Finding
    from glossary.forms import Analyser

_SMALL = frozenset("a an and as at by for from in of on or the to with".split())  # noqa: SIM905
_IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "crisis": "crises",
    "basis": "bases",
    "analysis": "analyses",
    "thesis": "theses",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "medium": "media",
    "half": "halves",
    "life": "lives",
    "wife": "wives",
    "leaf": "leaves",
    "shelf": "shelves",
    "knife": "knives",
    "wolf": "wolves",
    "hero": "heroes",
    "veto": "vetoes",
    "echo": "echoes",
    "potato": "potatoes",
    "embargo": "embargoes",
}
_UNCOUNTED = frozenset(
    "advice information news equipment evidence furniture homework knowledge luggage machinery money progress "  # noqa: SIM905
    "research software traffic weather work police people politics economics physics series species means data".split()
)
_ARTICLE = re.compile(r"\b([Aa]n?)([ \xa0]+)$")
_VOWEL_SOUND = re.compile(r"(?:[aio]|e(?!u|w)|u(?!ni(?!n|m)|se|su|ti|ra|ro|ku)|hour|hono|heir|honest)", re.IGNORECASE)
_AN_LETTERS = frozenset("AEFHILMNORSX")
_QUOTES = "'’"


_SINGULAR_BEFORE = frozenset(
    "das dem des ein eine einem eines einer im am zum zur vom beim ins ans dieses diesem jenes jenem jedes jede jeder "  # noqa: SIM905
    "jedem kein keinem keines sein seinem seines ihr ihrem ihres unser unserem".split()
)
"""German words that stand before a singular only, in the neuter and masculine at least."""
_SINGULAR_VERBS = {"are": "is", "were": "was", "have": "has"}
_NO_VERB = frozenset("of in to for by with from on at as and or but into under over".split())  # noqa: SIM905
_PLURAL_BEFORE = re.compile(
    r"\b(?:these|those|many|several|few|both|all|two|three|four|various)[ \xa0]+$", re.IGNORECASE
)
_BEGINS = re.compile(r"(?:.*[.!?:;][ \xa0]+)?\W*(?:the|its|our|his|her|their)?[ \xa0]*", re.IGNORECASE | re.DOTALL)
_VERB_OF_SUBJECT = re.compile(r"(?:[ \xa0]+of(?:[ \xa0]+[\w-]+){1,4}?)?[ \xa0]+(are|were|have)\b")
_PLURAL_VERB = re.compile(r"[^.!?;]*?\b(?:are|were|have|do|aren|weren|haven|don)\b")
_NEXT_WORD = re.compile(r"[ \xa0]+([A-Za-z]+)\b")


def fix(finding: "Finding", target: str, analyser: "Analyser", source: str = "") -> str | None:
    """The target with the forbidden rendering replaced by the entry's preferred one; None if that is not certain.

    Number, possessive and capitals are carried over, and `a` or `an` before it is mended.

    Args:
        finding: a forbidden rendering; its span counts characters of the target.
        target: the translation that was checked.
        analyser: analyses English words; of another language nothing is certain.
        source: the segment that was translated: it may show that the term is a single thing where the forbidden
            rendering is a plural (das Sondervermögen, special assets).
    """
    entry, start, end = finding.entry, finding.start, finding.end
    if (
        analyser.lang != "en"
        or finding.kind is not FindingKind.FORBIDDEN
        or not entry.targets
        or not 0 <= start < end <= len(target)
    ):
        return None
    if target[start:end] != finding.found:
        return None
    found, possessive = _without_possessive(finding.found)
    new = _inflected(found, entry.target, entry.forbidden, analyser, verb=entry.pos == "verb")
    if new is None:
        return None
    behind = target[end:]
    if _is_one_thing(finding, source) and new != entry.target and _plain(found) in map(_plain, entry.forbidden):
        agreeing = _singular_behind(target[:start], behind, possessive=bool(possessive))
        if agreeing is None:
            return None
        new, behind = entry.target, agreeing
    new = _capitalised(new, found, entry.forbidden)
    if possessive:
        new += possessive
    elif behind[:1] in _QUOTES and behind[:1] and not behind[1:2].isalnum() and found[-1:] == "s" and new[-1:] != "s":
        return None  # perhaps a possessive, perhaps the end of a quotation
    before = _mended(target[:start], new, counted=_head(entry.target).lower() not in _UNCOUNTED)
    return None if before is None else f"{before}{new}{behind}"


def _is_one_thing(finding: "Finding", source: str) -> bool:
    """Whether the word before the term in the source says that it is one."""
    if finding.source is None or not source:
        return False
    before = words(source[: finding.source.start])
    return bool(before) and before[-1][0].lower() in _SINGULAR_BEFORE


def _singular_behind(before: str, behind: str, *, possessive: bool) -> str | None:
    """What follows a plural, as it is after a singular; None if that is not certain."""
    if _PLURAL_BEFORE.search(before):
        return None
    verb = _VERB_OF_SUBJECT.match(behind)
    if verb is not None and not possessive and _BEGINS.fullmatch(before):
        return behind[: verb.start(1)] + _SINGULAR_VERBS[verb[1]] + behind[verb.end(1) :]
    if _PLURAL_VERB.match(behind):
        return None
    following = _NEXT_WORD.match(behind)
    return behind if possessive or following is None or following[1].lower() in _NO_VERB else None


def _without_possessive(found: str) -> tuple[str, str]:
    """The rendering and its possessive ending, which the matcher takes for a part of the word."""
    if found[-1:] == "s" and found[-2:-1] in _QUOTES and len(found) > 2:
        return found[:-2], found[-2:]
    return found, ""


def _inflected(found: str, wanted: str, forbidden: tuple[str, ...], analyser: "Analyser", *, verb: bool) -> str | None:
    """The preferred term in the form in which the forbidden one stands; None if the form cannot be told."""
    if not words(wanted) or not words(found):
        return None
    listed = {_plain(term) for term in forbidden}
    if verb:
        return _without_to(wanted) if _plain(found) in {_without_to(term) for term in listed} else None
    plural = _is_plural(_head(found), analyser)
    if plural is None:
        return None
    head = _head(wanted)
    is_plural = _is_plural(head, analyser)
    if is_plural is None:
        # An acronym or a name: as it is, if the other was no plural.
        return wanted if not plural else None
    if is_plural == plural:
        return wanted
    other = pluralised(head, analyser) if plural else _singular(head, analyser)
    return None if other is None else _with_head(wanted, other)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split())


def _without_to(term: str) -> str:
    return term.removeprefix("to ")


def _head(term: str) -> str:
    """The word that takes the plural: the last one, or the one before `of`, or the first of `president-elect`."""
    cut = re.split(r"\s(?:of|for|in|on|to|at)\s|-(?:elect|general|in-law)\b", term, maxsplit=1)[0]
    return words(cut)[-1][0] if words(cut) else term


def _with_head(term: str, other: str) -> str:
    cut = re.split(r"\s(?:of|for|in|on|to|at)\s|-(?:elect|general|in-law)\b", term, maxsplit=1)[0]
    _, start, end = words(cut)[-1]
    return term[:start] + other + term[end:]


def _is_plural(word: str, analyser: "Analyser") -> bool | None:
    """Whether a noun is in the plural; None for what has no number that could be seen."""
    low = word.lower()
    if low in _UNCOUNTED or (word.isupper() and len(word) > 1) or not low.isalpha():
        return None
    if low in _IRREGULAR.values():
        return True
    if low in _IRREGULAR or low[-1] != "s" or low[-2:] in ("ss", "us", "is"):
        return False
    lexicon = analyser.lexicon
    if lexicon is None:
        return True
    return lexicon.get(low) != low


def _singular(word: str, analyser: "Analyser") -> str | None:
    low = word.lower()
    for one, many in _IRREGULAR.items():
        if many == low:
            return one
    lemma = analyser.lexicon.get(low) if analyser.lexicon is not None else None
    return lemma if lemma and pluralised(lemma, analyser) == low else None


def pluralised(word: str, analyser: "Analyser") -> str | None:
    """The plural of an English noun; None if the lexicon knows better than the rules.

    >>> from glossary.forms import Analyser
    >>> [pluralised(word, Analyser("en")) for word in ("fund", "ally", "tax", "child", "news")]
    ['funds', 'allies', 'taxes', 'children', None]
    """
    low = word.lower()
    if low in _UNCOUNTED or not low.isalpha():
        return None
    if low in _IRREGULAR:
        made = _IRREGULAR[low]
    elif low.endswith("y") and low[-2:-1] not in tuple("aeiou"):
        made = low[:-1] + "ies"
    elif low.endswith(("s", "x", "z", "ch", "sh")):
        made = low + "es"
    else:
        made = low + "s"
    lexicon = analyser.lexicon
    if lexicon is not None and low not in _IRREGULAR and lexicon.get(made) not in (low, None):
        return None
    return word[0] + made[1:]


def _capitalised(new: str, found: str, forbidden: tuple[str, ...]) -> str:
    """The new rendering with the capitals of the one it replaces, as far as those are not its own."""
    if found.isupper() and len(found) > 4:
        return new.upper()
    own = any(term[:1].isupper() for term in forbidden if term.lower()[:3] == found.lower()[:3])
    if own or not found[:1].isupper():
        return new
    parts = [word for word, _, _ in words(found)]
    if len(parts) > 1 and all(word[0].isupper() for word in parts if word.lower() not in _SMALL):
        pieces = re.split(r"([\s-]+)", new)
        return "".join(piece if piece in _SMALL else piece[:1].upper() + piece[1:] for piece in pieces)
    return new[:1].upper() + new[1:]


def _mended(before: str, new: str, *, counted: bool) -> str | None:
    """What stands before the rendering, with the right `a` or `an`; None if that cannot be told, or clashes."""
    match = _ARTICLE.search(before)
    if match is None:
        return before
    sound = _begins_with_vowel(new)
    if sound is None or not counted:
        return None
    article = "an" if sound else "a"
    if match[1][0] == "A":
        article = article.capitalize()
    return f"{before[: match.start()]}{article}{match[2]}"


def _begins_with_vowel(text: str) -> bool | None:
    """Whether `an` goes before a text; None where it depends on how people say it."""
    first = words(text)[0][0]
    if first[0].isdigit():
        return first.startswith("8") or first in ("11", "18")
    if first.isupper() and len(first) > 1:
        # Two letters and those without a vowel are spelled out; of longer ones (NATO, IMF) nobody can tell.
        spelled = len(first) == 2 or not set(first) & set("AEIOU")
        return first[0] in _AN_LETTERS if spelled else None
    return _VOWEL_SOUND.match(first) is not None
