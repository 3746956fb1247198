"""The keys of English words."""

import re
from typing import TYPE_CHECKING

from glossary import stems
from glossary.folding import folded

if TYPE_CHECKING:
    from glossary.lemmas import Lemmas

# British and American spellings of one word; both sides are brought to the same, which need not exist.
_SPELLINGS = {
    "our": (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|able|ably|ful|less|ite|ites|hood|er|ers)?$)", "or"),
    "is": (r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|er|ers|ation|ations|ational|able)$)", "iz"),
    "ys": (r"(?<=[a-z]{2})ys(?=(?:e|es|ed|ing|er|ers)$)", "yz"),
    "ogue": (r"ogue(?=s?$)", "og"),
    "re": (r"(?<=[a-z]{2}[bt])re(?=s?$)", "er"),
    "ence": (r"(?<=[a-z]en)ce(?=s?$)", "se"),
    "ll": (r"(?<=[a-z]{2}[aeiou])ll(?=(?:ed|ing|er|ers)?$)", "l"),
}
_ENDS_SHORT = re.compile(r"^[^aeiouy]*(?:qu)?[aeiouy][^aeiouwxy]$")
"""One short vowel and one consonant."""
_WITH_E = frozenset(
    (
        *(
            "breathe",
            "clothe",
            "envelope",
            "haste",
            "lathe",
            "loathe",
            "lunge",
            "paste",
            "secrete",
            "sheathe",
            "soothe",
        ),
        *(
            "swathe",
            "teethe",
            "tense",
            "tinge",
            "unite",
            "wreathe",
            "axe",
            "ache",
            "cache",
            "niche",
            "psyche",
            "avalanche",
        ),
    )
)
"""Words in -e with a namesake without it that is another word; of other such pairs one is a guess of the list."""
_SIBILANTS = ("s", "x", "z", "sh", "ch")
_CE = frozenset(("defence", "offence", "licence", "pretence", "defences", "offences", "licences", "pretences"))
_SAME = {
    "grey": "gray",
    "programme": "program",
    "judgement": "judgment",
    "aluminium": "aluminum",
    "tyre": "tire",
    "plough": "plow",
    "cheque": "check",
    "sceptical": "skeptical",
    "sceptic": "skeptic",
    "cosy": "cozy",
    "manoeuvre": "maneuver",
    "ageing": "aging",
}
# Forms that belong to more than the one word that the list gives.
_MORE = {
    form: tuple(words.split())
    for form, words in (
        ("found", "find found"),
        ("left", "leave left"),
        ("saw", "see saw"),
        ("felt", "feel felt"),
        ("thought", "think thought"),
        ("ground", "grind ground"),
        ("wound", "wind wound"),
        ("bound", "bind bound"),
        ("lay", "lie lay"),
        ("rose", "rise rose"),
        ("fell", "fall fell"),
        ("led", "lead led"),
        ("met", "meet"),
        ("held", "hold"),
        ("gone", "go"),
        ("bore", "bear bore"),
        ("borne", "bear"),
        ("born", "bear born"),
        ("dove", "dive dove"),
        ("wove", "weave"),
        ("spoke", "speak spoke"),
        ("broke", "break broke"),
        ("shot", "shoot shot"),
        ("fed", "feed"),
        ("lives", "live life"),
        ("leaves", "leave leaf"),
        ("people", "people person"),
        ("better", "good well better"),
        ("best", "good well best"),
        ("worse", "bad worse"),
        ("worst", "bad worst"),
        ("further", "far further"),
        ("furthest", "far furthest"),
        ("bigger", "big"),
        ("biggest", "big"),
        ("media", "media medium"),
        ("data", "data datum"),
        ("politics", "politics"),
        ("economics", "economics"),
        ("news", "news"),
        ("means", "means mean"),
        ("goods", "goods good"),
        ("arms", "arms arm"),
        ("axes", "axe axis"),
        ("bases", "base basis"),
        ("won", "win"),
        ("shook", "shake"),
        ("preferred", "prefer"),
        ("preferring", "prefer"),
        ("shelves", "shelf shelve"),
        ("thieves", "thief thieve"),
        ("halves", "half halve"),
        ("wolves", "wolf"),
        ("calves", "calf"),
        ("bacteria", "bacterium bacteria"),
        ("bent", "bend bent"),
        ("rung", "ring rung"),
        ("united", "unite united"),
        ("aging", "age aging"),
        ("ageing", "age aging"),
        ("morals", "moral"),
        ("closer", "close closer"),
        ("deposited", "deposit"),
        ("longed", "long"),
        ("longing", "long longing"),
        ("springing", "spring"),
        ("trafficked", "traffic"),
        ("trafficking", "traffic trafficking"),
    )
}


class English:
    """Keys of English words, with or without a lexicon."""

    __slots__ = ("_lexicon",)

    def __init__(self, lexicon: "Lemmas | None") -> None:
        self._lexicon = lexicon

    def lower(self, word: str) -> set[str]:
        """The keys of a lower-case word."""
        more = _MORE.get(word)
        if more is not None:
            return set(more)
        if self._lexicon is None:
            return {stems.english(_spelt(folded(word)))}
        get = self._lexicon.get
        lemma = get(word)
        if lemma is None or (lemma == word and word[-1] == "s"):
            keys = {_spelt(folded(word))}
            for base in _singulars(word):
                keys.add(_spelt(folded(get(base) or base).lower()))
            return keys
        keys = {_spelt(folded(lemma).lower())}
        if lemma == word:
            bases = self._bases(word)
        elif get(word + "s") == word:
            bases = [
                word,
                *self._other_lemmas(word, lemma),
            ]  # meaning, lighter: words of their own beside forms of mean and light
        else:
            bases = self._other_lemmas(word, lemma)
        return keys | {_spelt(folded(base)) for base in bases}

    def _bases(self, word: str) -> list[str]:
        """What a word that is listed for itself is a form of as well: building, civilized, hotter."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        get = self._lexicon.get
        if word.endswith("ing") and len(word) > 5:
            stem = word[:-3]
            return [base for base in _stems(stem) if get(base) == base]
        if word.endswith("ed") and len(word) > 4:
            stem = word[:-2]
            candidates = [*_stems(stem), *([stem[:-1] + "y"] if stem[-1] == "i" else [])]
            return [base for base in candidates if get(base) == base and get(word[:-2].rstrip("i") + "ing") == base]
        if word.endswith("er") and len(word) > 4:
            base = get(word[:-1] + "st")
            return [base] if base is not None and base in _stems(word[:-2]) else []
        return []

    def _other_lemmas(self, word: str, lemma: str) -> list[str]:
        """The word that a form comes from where the list guessed an e too many: mixes, mixe; curries, currie."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        get = self._lexicon.get
        after = get(lemma)
        if after != lemma and after is not None and lemma[-1] == "e" and after in (lemma[:-1], lemma[:-2] + "y"):
            return [after]
        bare = lemma[:-1]
        if lemma[-1] == "e" and get(bare) == bare and lemma not in _WITH_E:
            if word.endswith(("ed", "ing")) and bare in _stems(bare):
                return [bare]
            if word[-1] == "s" and bare.endswith(_SIBILANTS):
                return [bare]
        if lemma.endswith("ie") and get(lemma[:-2] + "y") == lemma[:-2] + "y":
            return [lemma[:-2] + "y"]
        return []

    def lowered(self, word: str) -> set[str]:
        """The keys of a word that is not in lower case, if it were."""
        return self.lower(word)

    def own(self, _word: str, keys: "frozenset[str]") -> "frozenset[str]":
        """The keys of a capitalised word as a term: those it has in a text."""
        return keys

    def capital(self, word: str) -> set[str]:
        """The keys of a capitalised word: those of the lower-case one, marked as a name's."""
        return {key.capitalize() for key in self.lower(word.lower())} | {folded(word)}

    def dictionary_form(self, word: str) -> str:
        """The word itself: in the target language nothing is filled in from the text's form."""
        return word

    def dictionary_phrase(self, parts: list[str]) -> str:
        """The words as they stand."""
        return " ".join(parts)


def _spelt(word: str) -> str:
    """The American spelling, or what its rules make of a word; the same for both spellings.

    >>> _spelt("organisation") == _spelt("organization"), _spelt("centre") == _spelt("center")
    (True, True)
    """
    word = _SAME.get(word, word)
    if len(word) <= 5:
        return word
    for part, (pattern, other) in _SPELLINGS.items():
        if part in word and (other != "se" or word in _CE):
            word = re.sub(pattern, other, word)
    return word


def _stems(stem: str) -> tuple[str, ...]:
    """What stands before -ing, -ed or -er once their spelling is undone.

    >>> _stems("rat"), _stems("hott"), _stems("build")
    (('rate',), ('hot', 'hott'), ('build', 'builde'))
    """
    if _ENDS_SHORT.search(stem) or stem + "e" in _WITH_E:
        return (stem + "e",)  # with a short vowel the consonant would be doubled
    if len(stem) > 3 and stem[-1] == stem[-2]:
        return (stem[:-1], stem) if _ENDS_SHORT.search(stem[:-1]) else (stem,)
    return stem, stem + "e"


def _singulars(word: str) -> list[str]:
    """What an unknown word can be the plural of."""
    if len(word) < 4 or word[-1] != "s" or word[-2:] in ("ss", "us", "is"):
        return []
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return [word[:-2], word[:-1]]
    return [word[:-1]]
