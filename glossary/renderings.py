"""What counts as the use of a target term in a translation, beyond the term as it stands.

A target of the glossary is found by the matcher; what it does not find can still be the term: `the UN` for United
Nations, `the foreign and defense ministers` for foreign minister, `the Ministry of Defense` for defense ministry,
`the Russian economy` for Russia. These are looked for only when a term would be missing, and only to acquit.
All this is English; in any other language the words of the term have to be there, with whatever endings.

Invariant: whatever is asked, the answer is a yes or no in time linear in the sentence.
"""

import itertools
import re
from typing import TYPE_CHECKING

from glossary.folding import folded
from glossary.forms import ACRONYM, CAPITAL, LOWER, MIXED, shape_of
from glossary.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.entry import Entry
    from glossary.forms import Analyser, Analysis
    from glossary.tokens import Word

_SMALL = frozenset("the a an of and for in on to at by with from".split())  # noqa: SIM905
_PLACEHOLDERS = frozenset("sb sth so smb smth somebody someone something one one's sb's".split())  # noqa: SIM905
_JOINING = frozenset(("and", "or", "as", "well", "both", "nor", "&"))
_TURNING = frozenset(("of", "for", "in", "on", "from", "by", "with", "that", "which", "is", "are", "was", "were"))
_ARTICLES = frozenset("the a an its their his her our your my".split())  # noqa: SIM905
_DOUBLE = frozenset("may march august turkey china polish job mark bill reading us it who nice mobile lent".split())  # noqa: SIM905
"""Words that mean something else without their capital."""

_PEOPLE = {
    "france": "french",
    "poland": "polish",
    "spain": "spanish",
    "britain": "british",
    "netherlands": "dutch",
    "switzerland": "swiss",
    "wales": "welsh",
    "scotland": "scottish",
    "ireland": "irish",
    "greece": "greek",
    "denmark": "danish",
    "sweden": "swedish",
    "turkey": "turkish",
    "china": "chinese",
    "norway": "norwegian",
    "cyprus": "cypriot",
    "germany": "german",
    "peru": "peruvian",
}
"""Names of countries and their adjectives, where one does not begin like the other."""

_MOST_BETWEEN = 5
_MOST_WORDS = 12
"""A longer term is looked for as it stands only."""
_WINDOW = 8
_NOUN_FORMS = re.compile(r"[a-z]{2}ed$")

# One spelling of English turned into the other; only what is asked about is turned.
_BRITISH = (
    (re.compile(r"our(?=(?:s|ed|ing|able|ful|less|ite|er|ers)?$)"), "or"),
    (re.compile(r"is(?=(?:e|es|ed|ing|er|ers|ation|ations|ational|ationally)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|es|ed|ing|er|ers)$)"), "yz"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=en)ce(?=s?$)"), "se"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"mme(?=s?$)"), "m"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^tyre"), "tire"),
    (re.compile(r"aluminium"), "aluminum"),
    (re.compile(r"^scept"), "skept"),
    (re.compile(r"gement"), "gment"),
)


class Sentence:
    """A target text with its words and their analyses, made when they are first asked for.

    Attributes:
        text: the text as given.
    """

    __slots__ = ("_analyser", "_keys", "_squeezed", "_words", "text")

    def __init__(self, text: str, analyser: "Analyser") -> None:
        self.text = text
        self._analyser = analyser
        self._words: list[Word] | None = None
        self._keys: list[frozenset[str]] | None = None
        self._squeezed: set[str] | None = None

    @property
    def words(self) -> "list[Word]":
        """Its words with their places."""
        if self._words is None:
            self._words = words(self.text)
        return self._words

    @property
    def keys(self) -> "list[frozenset[str]]":
        """The lexemes that each word may belong to, whatever its capitals."""
        if self._keys is None:
            self._keys = [loose_keys(self._analyser.analyse(surface)) for surface, _, _ in self.words]
        return self._keys

    def capitalised(self) -> "Iterator[str]":
        """Its words with a capital."""
        return (surface for surface, _, _ in self.words if surface[0].isupper())

    @property
    def squeezed(self) -> set[str]:
        """Up to three neighbouring words as one, in lower case: policy makers as `policymakers`."""
        if self._squeezed is None:
            plain = [bare(surface) for surface, _, _ in self.words]
            self._squeezed = set(plain)
            self._squeezed.update(map("".join, itertools.pairwise(plain)))
            self._squeezed.update(map("".join, zip(plain, plain[1:], plain[2:], strict=False)))
        return self._squeezed


def loose_keys(analysis: "Analysis") -> frozenset[str]:
    """The lexemes of a word in lower case; an acronym keeps to itself, unless the word is long enough for none."""
    if analysis.shape == LOWER:
        return analysis.keys
    if analysis.shape == CAPITAL:
        return analysis.low | {analysis.fold.lower()}
    if analysis.shape == ACRONYM:
        marked = frozenset(key for key in analysis.keys if key[0] == "^")
        return marked | analysis.low if len(analysis.fold) > 4 else marked
    if analysis.shape == MIXED:
        return frozenset(key.lower() for key in analysis.keys)
    return analysis.keys


def bare(surface: str) -> str:
    """A word in lower case, folded, without a possessive."""
    low = folded(surface).lower()
    return low[:-2] if low[-2:] == "'s" else low


class Rendering:
    """One target of an entry, ready to be looked for.

    Args:
        entry: the entry.
        target: one of its targets.
        analyser: analyses the words of the target's language.
    """

    __slots__ = ("_english", "_entry", "_initials", "_keys", "_nominal", "_shapes", "_squeezed", "_surfaces", "_target")

    def __init__(self, entry: "Entry", target: str, analyser: "Analyser") -> None:
        self._entry = entry
        self._target = target
        self._english = analyser.lang == "en"
        surfaces = [surface for surface, _, _ in words(target)]
        while len(surfaces) > 1 and surfaces[0].lower() in ("the", "a", "an", "to"):
            surfaces = surfaces[1:]
        surfaces = [surface for surface in surfaces if surface.lower() not in _PLACEHOLDERS] or surfaces
        self._surfaces = surfaces
        self._shapes = [shape_of(surface) for surface in surfaces]
        self._keys = [loose_keys(analyser.analyse(surface)) for surface in surfaces]
        self._initials = "".join(surface[0] for surface in surfaces if surface.lower() not in _SMALL)
        self._squeezed = "".join(map(bare, surfaces))
        self._nominal = entry.pos in ("noun", "name") or (
            not entry.pos and entry.source[:1].isupper() and len(words(entry.source)) == 1
        )

    def allows(self, found: str) -> bool:
        """Whether what the matcher found is this target: in its spelling of English, and as a noun if it is one."""
        surfaces = [surface for surface, _, _ in words(found)]
        if not self._english or len(surfaces) != len(self._surfaces):
            return True
        return all(map(self._is_same, range(len(surfaces)), surfaces))

    def _is_same(self, number: int, surface: str) -> bool:
        mine, other = bare(self._surfaces[number]), bare(surface)
        if mine == other:
            return True
        if self._nominal and number == len(self._surfaces) - 1 and _NOUN_FORMS.search(other):
            return bool(_NOUN_FORMS.search(mine))
        return not is_other_spelling(mine, other)

    def _fits(self, number: int, sentence: Sentence, at: int) -> bool:
        if self._keys[number].isdisjoint(sentence.keys[at]):
            return False
        if self._shapes[number] == CAPITAL and sentence.words[at][0][:1].islower():
            # One word alone needs its capital if it means something else without.
            return len(self._surfaces) > 1 or bare(self._surfaces[number]) not in _DOUBLE
        return self._is_same(number, sentence.words[at][0])

    def is_in(self, sentence: Sentence, written: "Sequence[str]", *, part: bool) -> bool:
        """Whether a sentence has the term in a way that is as good as its own.

        Args:
            sentence: the translation.
            written: the source term as the source writes it.
            part: whether it is a part of a hyphenated word there.
        """
        if self._entry.case == "sensitive":
            return False
        if not self._english:
            return self._is_akin(sentence)
        if self._entry.source == self._target:
            return self._is_kept(sentence, written, part=part)
        return (
            self._is_plain(sentence)
            or self._is_apart(sentence)
            or self._is_abbreviated(sentence)
            or self._is_spelled_out(sentence)
            or self._is_adjective(sentence)
        )

    def _is_akin(self, sentence: Sentence) -> bool:
        """Whether each word of the term has one like it in the sentence, whatever its ending; short ones may lack."""
        mine = [bare(surface) for surface in self._surfaces]
        wanted = [word for word in mine if len(word) > 3] or mine
        there = [bare(surface) for surface, _, _ in sentence.words]
        return all(any(_akin(word, other) for other in there) for word in wanted)

    def _is_kept(self, sentence: Sentence, written: "Sequence[str]", *, part: bool) -> bool:
        """Whether a term that is to stay as it is has stayed; in a hyphenated word the full form will do."""
        if self._is_plain(sentence) and self._shapes[0] not in (ACRONYM, MIXED):
            return True
        if any(re.search(rf"(?<!\w){re.escape(word)}(?![\w+])", sentence.text) for word in written):
            return True
        # A name may be the same in both languages: China, and the Chinese economy.
        return self._is_adjective(sentence) or (part and self._is_spelled_out(sentence, partly=True))

    def _is_plain(self, sentence: Sentence) -> bool:
        """Whether the words stand there in a row, with other capitals, gaps or none between them."""
        keys, count = sentence.keys, len(self._keys)
        for at in range(len(keys) - count + 1):
            if all(self._fits(number, sentence, at + number) for number in range(count)):
                return True
        if len(self._squeezed) < 6:
            return False
        return any(self._squeezed + ending in sentence.squeezed for ending in ("", "s", "es"))

    def _is_apart(self, sentence: Sentence) -> bool:
        """Whether the words of a longer term stand there with others between them, or turned around."""
        if not 2 <= len(self._keys) <= _MOST_WORDS:
            return False
        if self._in_order(sentence, list(range(len(self._keys)))):
            return True
        for head in self._turned():
            if self._in_order(sentence, head, turned=True):
                return True
        return self._entry.pos == "verb" and self._nearby(sentence)

    def _turned(self) -> list[list[int]]:
        """The orders in which the words may stand: defense ministry as ministry (of) defense, and back."""
        content = [number for number, word in enumerate(self._surfaces) if word.lower() not in _SMALL]
        if len(content) < 2:
            return []
        lows = [surface.lower() for surface in self._surfaces]
        if "of" in lows[1:-1]:
            cut = lows.index("of", 1)
            return [[*(n for n in content if n > cut), *(n for n in content if n < cut)]]
        return [[content[-1], *content[:-1]]]

    def _in_order(self, sentence: Sentence, order: list[int], *, turned: bool = False) -> bool:
        for start in range(len(sentence.keys)):
            if self._fits(order[0], sentence, start) and self._goes_on(sentence, order, start, turned=turned):
                return True
        return False

    def _goes_on(self, sentence: Sentence, order: list[int], at: int, *, turned: bool) -> bool:
        """Whether the other words follow, each after one other word, a coordination, or (turned) an `of the`."""
        of = "of" in (surface.lower() for surface in self._surfaces)
        for step, number in enumerate(order[1:]):
            for ahead in range(at + 1, min(at + 2 + _MOST_BETWEEN, len(sentence.keys))):
                if self._fits(number, sentence, ahead) and self._may_stand(
                    sentence, at, ahead, turned=turned and not of and step == 0
                ):
                    at = ahead
                    break
            else:
                return False
        return True

    @staticmethod
    def _may_stand(sentence: Sentence, at: int, ahead: int, *, turned: bool) -> bool:
        between = [surface.lower() for surface, _, _ in sentence.words[at + 1 : ahead]]
        gap = sentence.text[sentence.words[at][2] : sentence.words[ahead][1]]
        if re.search(r"[.;:!?()]", gap):
            return False
        if turned:
            return bool(between) and between[0] in _TURNING and len(between) <= 3
        if not between:
            return "," not in gap
        if len(between) == 1:
            return between[0] not in _TURNING and "," not in gap
        return not _JOINING.isdisjoint(between)

    def _nearby(self, sentence: Sentence) -> bool:
        """Whether the words of a verb phrase stand near each other in any order: sanctions were imposed."""
        content = [number for number, word in enumerate(self._surfaces) if word.lower() not in _SMALL]
        if len(content) < 2:
            return False
        places = [[at for at in range(len(sentence.keys)) if self._fits(number, sentence, at)] for number in content]
        others = [frozenset(found) for found in places[1:]]
        return any(
            all(any(first + step in other for step in range(-_WINDOW, _WINDOW + 1)) for other in others)
            for first in places[0]
        )

    def _is_abbreviated(self, sentence: Sentence) -> bool:
        """Whether the sentence has the acronym of the term: US, USA or U.S. for United States."""
        if len(self._initials) < 2:
            return False
        wanted = self._initials.upper()
        for surface in sentence.capitalised():
            word = bare(surface).upper()
            if surface[:2].isupper() and (word == wanted or (word[:-1] == wanted and len(wanted) < 4)):
                return True
        return re.search(r"\b" + r"\.\s?".join(map(re.escape, wanted)) + r"\b", sentence.text) is not None

    def _is_spelled_out(self, sentence: Sentence, *, partly: bool = False) -> bool:
        """Whether the sentence has words with the acronym's initials: European Central Bank for ECB.

        Two letters prove nothing without capitals.
        """
        if len(self._surfaces) != 1 or self._shapes[0] != ACRONYM or not self._surfaces[0].isalpha():
            return False
        letters = self._surfaces[0]
        among = sentence.capitalised() if len(letters) < 3 else (surface for surface, _, _ in sentence.words)
        initials = [
            surface[0].upper() for surface in among if surface.lower() not in _SMALL and (partly or len(surface) > 1)
        ]
        return letters in "".join(initials) or (
            partly and len(letters) == 2 and any(s[0] == letters[0] and len(s) > 6 for s in sentence.capitalised())
        )

    def _is_adjective(self, sentence: Sentence) -> bool:
        """Whether the sentence has the adjective of a name, or of a person's name the last word."""
        if any(shape not in (CAPITAL, MIXED) for shape in self._shapes):
            return False
        last = bare(self._surfaces[-1])
        if self._entry.pos == "name" and len(self._surfaces) > 1:
            return any(bare(surface) == last for surface in sentence.capitalised())
        if len(self._surfaces) > 1:
            return False
        wanted = _PEOPLE.get(last)
        least = max(4, len(last) - 2)
        return any(
            word == wanted or (len(word) > least and _shared(word, last) >= least and not wanted)
            for word in map(bare, sentence.capitalised())
        )


def _akin(word: str, other: str) -> bool:
    """Whether two words differ in their endings at most; of short words nothing may differ.

    >>> _akin("nationale", "nationaux"), _akin("rouge", "rougir"), _akin("ue", "un"), _akin("otan", "otage")
    (True, True, False, False)
    """
    return word == other or _shared(word, other) >= max(4, min(len(word), len(other)) - 2)


def _shared(word: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    count = 0
    for mine, theirs in zip(word, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def is_other_spelling(word: str, other: str) -> bool:
    """Whether two forms of one word differ as British and American English do.

    >>> is_other_spelling("defence", "defense"), is_other_spelling("organization", "organisations")
    (True, True)
    >>> is_other_spelling("analysis", "analyses"), is_other_spelling("travel", "travelled")
    (False, False)
    """
    near = _shared(word, other)
    return any(
        _shared(pattern.sub(plain, first), second) > near
        for first, second in ((word, other), (other, word))
        for pattern, plain in _BRITISH
        if pattern.search(first)
    )
