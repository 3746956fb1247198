"""The keys of German words.

The lexicon gives one lemma a form; what it does not say is added here: strong verbs with several readings,
participles as adjectives, nominalised adjectives, names in the genitive, new compounds, other spellings.
"""

import itertools
from typing import TYPE_CHECKING

from glossary import stems
from glossary.folding import folded, unfolded
from glossary.irregular import MORE_NOUNS, MORE_WORDS, ONE_SYLLABLE_PLURALS
from glossary.strong import FIXED, PARTICLE_SET, Strong

if TYPE_CHECKING:
    from glossary.lemmas import Lemmas

_ENDINGS = ("en", "er", "es", "em", "e")
_OR_NONE = {ending[-1]: ("", ending) for ending in _ENDINGS}
"""No ending, and the one that a word with this last letter may have."""
_COMPARED = tuple(degree + end for degree in ("er", "est", "st") for end in ("", *_ENDINGS))
_WEAK = ("ant", "ent", "ist", "ast", "it", "ot", "at", "ak", "nom", "krat", "graph", "soph", "bub")
"""How masculine nouns end that take -en everywhere, and have a namesake in -e in the word list."""
_WEAK_EN = tuple(f"{end}en" for end in _WEAK)
_IEN = ("alien", "ilien", "ipien", "erbien")
"""How plurals in -ien end whose noun ends before it: Fossil, Prinzip; not Akt, whose Akten are no Aktien."""
_KEEP_S = frozenset(("Andreas", "Hans", "Mars", "Jens", "Lars", "Nils", "Jonas", "Elias", "Moses", "Paris", "Reuters"))
"""Names in -s whose beginning is a name as well: Andreas is no genitive of Andrea."""

NO_KEYS: frozenset[str] = frozenset()
_VOWELS = frozenset("aeiouyäöü")
_SHORT_HEADS = frozenset(("Amt", "Rat", "Not", "See", "Tag", "Weg", "Zug", "Ort", "Art", "Öl", "Eis", "Uhr"))


class German:
    """Keys of German words, with or without a lexicon."""

    __slots__ = ("_lexicon", "_strong")

    def __init__(self, lexicon: "Lemmas | None") -> None:
        self._lexicon = lexicon
        self._strong = Strong()

    def lower(self, word: str) -> set[str]:
        """The keys of a lower-case word."""
        keys = self.lowered(word)
        return keys or self._unknown_lower(word)

    def lowered(self, word: str) -> set[str]:
        """The keys of a lower-case word that is known; for words that are not, their stems without a lexicon."""
        if self._lexicon is None:
            fold = folded(word)
            return {fold, stems.adjective(fold), stems.verb(fold)}
        get = self._lexicon.get
        lemma = get(word)
        keys = self._readings(word, lemma) if lemma is not None and lemma[:1].islower() else set()
        if word in MORE_WORDS:
            keys.add(folded(MORE_WORDS[word]))
        for verb in self._strong.lemmas(word, get):
            keys.add(folded(verb))
        base, verb_of = self._participle(word)
        if base:
            keys.add(folded(base))
            keys.add(folded(verb_of))
        return keys

    def _readings(self, word: str, lemma: str) -> set[str]:
        """The lemma of a known word, and further lemmas that its ending allows."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        get = self._lexicon.get
        keys = {folded(lemma)}
        if lemma != word:
            rest = word[len(lemma) :] if word.startswith(lemma) else None
            after = get(lemma) if rest not in _ENDINGS else None
            if after is not None and after[:1].islower() and self._leads_on(word, lemma, after):
                keys.add(folded(after))
            if word.endswith("en") and any(get(word[:-2] + end) == word for end in ("t", "te", "st")):
                keys.add(folded(word))  # lieben: not only a form of lieb
        elif word.endswith("er") and word not in PARTICLE_SET:
            keys |= self._comparative(word)
        elif word.endswith("en") and get(word[:-2]) == word[:-2] == get(word[:-2] + "es"):
            keys.add(folded(word[:-2]))  # die billigen Waren; to approve is only one reading
        if lemma in (word, f"{word}n") and word[-1] == "e" and len(word) >= 4 and get(word[:-1]) == word[:-1]:
            keys.add(folded(word[:-1]))
        if word.startswith("ge") and get(_weak_infinitive(word)) == _weak_infinitive(word):
            keys.add(folded(_weak_infinitive(word)))
        return keys

    def _comparative(self, word: str) -> set[str]:
        """The adjective of a bare comparative that the word list takes for an adverb: früher, frühere, früh."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        base = self._lexicon.get(word + "e")
        return {folded(base)} if base is not None and base + "er" == word else set()

    @staticmethod
    def _leads_on(word: str, lemma: str, after: str) -> bool:
        """Whether the lemma of a lemma is the lexeme too: gewordene, geworden, werden."""
        return after != lemma and lemma[-1] in "tn" and after.endswith("n") and not word.endswith(lemma)

    def _participle(self, word: str) -> tuple[str, str]:
        """The bare participle in a declined one, and its verb; two empty strings if it is none."""
        if self._lexicon is None:
            return "", ""
        get = self._lexicon.get
        endings = [ending for ending in _OR_NONE.get(word[-1:], ("",)) if word.endswith(ending)]
        for base in [word[: len(word) - len(ending)] for ending in endings]:
            if not _looks_like_participle(base):
                continue
            lemma = get(base)
            if lemma == base:
                lemma = self._infinitive(base) or get(word) or base
            if base.endswith("nd"):
                verb = get(base[:-1])
                if verb == base[:-1]:
                    return base, verb
                continue
            if base.endswith("t"):
                if lemma is not None and lemma != base and lemma[:1].islower() and lemma.endswith("n"):
                    return base, lemma
                continue
            strong = self._strong.lemmas(base, get)
            if strong and base not in strong and ("ge" in base or base.startswith(FIXED)):
                return base, strong[0]
        return "", ""

    def _infinitive(self, participle: str) -> str:
        """The verb of a weak participle that the word list knows only as an adjective: gebetet, eskaliert."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        if participle.endswith("iert"):
            return participle[:-1] + "en"
        at = participle.find("ge")
        if at < 0 or not participle.endswith("t") or (at and participle[:at] not in PARTICLE_SET):
            return ""
        stem = participle[:at] + participle[at + 2 : -1]
        return next((stem + end for end in ("en", "n") if self._lexicon.get(stem + end) == stem + end), "")

    def _unknown_lower(self, word: str) -> set[str]:
        get = self._lexicon.get if self._lexicon is not None else None
        if get is None:
            return {folded(word)}
        for other in unfolded(word):
            lemma = get(other)
            if lemma is not None and lemma[:1].islower():
                return {folded(key) for key in self.lowered(other)}
        bases = self._adjectives(word)
        if bases:
            return {folded(word), *bases}
        keys = self._lower_compound(word)
        if keys:
            return keys
        keys = {folded(word)}
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                base = word[: -len(ending)]
                keys.add(folded(base))
                lemma = get(base)
                if lemma is not None and lemma[:1].islower():
                    keys.add(folded(lemma))
        return keys

    def _lower_compound(self, word: str) -> set[str]:
        """The keys of an unknown lower-case compound: what stands in front, with those of its longest known head."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        for at in range(3, len(word) - 3):
            head = self._lexicon.get(word[at:])
            if head is not None and head[:1].islower() and not _VOWELS.isdisjoint(word[:at]):
                found = {folded(word[:at]) + key for key in self.lowered(word[at:])}
                ends = [end for end in ("", *_ENDINGS) if word.endswith(end)]
                if found:
                    return found | {folded(word.removesuffix(end)) for end in ends}
        return set()

    def _adjectives(self, word: str) -> set[str]:
        """The known adjectives that an unknown word declines or compares: gesündere, vages, dringendste."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        get = self._lexicon.get
        found = set()
        for end in (*_COMPARED, *_ENDINGS):
            bare = word[: -len(end)] if word.endswith(end) else ""
            if len(bare) < 3:
                continue
            if get(bare + "e") == bare + "e" and get(bare) is None:
                found.add(bare + "e")
            if bare.endswith("r") and bare[-2:-1] not in _VOWELS and get(f"{bare[:-1]}er") == f"{bare[:-1]}er":
                found.add(f"{bare[:-1]}er")
            if end in _COMPARED and len(bare) >= 4:
                plain = bare.replace("ä", "a").replace("ö", "o").replace("ü", "u")
                found |= {base for base in (bare, plain) if base in (get(base), self._participle(base)[0])}
        return {folded(base) for base in found}

    def capital(self, word: str) -> set[str]:
        """The keys of a capitalised word as a noun or name."""
        if self._lexicon is None:
            fold = folded(word)
            return {fold, stems.noun(fold)}
        keys = self._noun(word)
        if not keys:
            keys = self._unknown_noun(word)
        keys |= self._nominalised(word)
        return keys

    def _noun(self, word: str) -> set[str]:
        """The keys of a known noun; none if it is not known as one."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        get = self._lexicon.get
        lemma = get(word)
        more = MORE_NOUNS.get(word)
        if lemma is None or not lemma[:1].isupper():
            return {folded(more)} if more else set()
        keys = {folded(lemma)}
        if more:
            keys.add(folded(more))
        elif lemma == word:
            keys |= self._without_genitive(word)
        elif word[-1] == "e" and lemma == word[:-1] and get(word + "n") == word:
            # Falle is a lexeme of its own, not the old dative of Fall; Importe is the plural of Import.
            return {folded(word), folded(lemma)} if self._takes_e(lemma) else {folded(word)}
        else:
            root = get(lemma)
            if root == lemma + "r":
                keys.add(folded(root))
            elif root != lemma and word.endswith("en") and lemma == word[:-1] and self._takes_e(word[:-2]):
                keys.add(folded(word[:-2]))
        return keys | self._other_singulars(word, lemma)

    def _takes_e(self, noun: str) -> bool:
        """Whether a noun's plural may be in -e: Import; not Fall, whose plural has an umlaut."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        get = self._lexicon.get
        if get(noun) != noun:
            return False
        if _syllables(noun) == 1:
            return noun in ONE_SYLLABLE_PLURALS
        changed = _umlauted(noun)
        return all(get(form) != noun for form in (changed + "e", changed + "er", noun + "er") if form != noun + "e")

    def _other_singulars(self, word: str, lemma: str) -> "set[str] | frozenset[str]":
        """Further nouns that a known noun can be a form of, by its ending: the word list names one only."""
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        if not word.endswith(("n", "em", "leute")):
            return NO_KEYS
        get = self._lexicon.get
        found = []
        if word.endswith(("eln", "ern")):
            found.append(word[:-1])
        elif word.endswith("em") and lemma.endswith("er"):
            found.append(lemma[:-1])  # Verwandtem: an adjective, whose nominative the list has twice
        elif word.endswith("en"):
            if lemma != word and get(word + "s") == word:
                found.append(word)  # Korken: a lexeme of its own beside Kork
            found.append(word[:-1])  # Fliegen, which is a verb's noun as well; Niederlanden, listed under a misprint
            if lemma == word[:-1] and word.endswith(_WEAK_EN) and _syllables(lemma) > 2:
                found.append(word[:-2])
            if word.endswith("ien"):
                found.append(word[:-2] + "um")
                found += [word[:-3]] if word.endswith(_IEN) else []
        if word.endswith(("leute", "leuten")):
            found += [word.removesuffix("n"), word.removesuffix("n")[:-5] + "mann"]
        return {folded(noun) for noun in found if noun != lemma and get(noun) == (lemma if noun == word else noun)}

    def own(self, word: str, keys: "frozenset[str]") -> "frozenset[str]":
        """The keys of a capitalised word as a term: if it is a lexeme of its own, it stands for no other."""
        if self._lexicon is None or word in MORE_NOUNS:
            return keys
        fold = folded(word)
        if fold not in keys or (self._lexicon.get(word) != word and self._lexicon.get(word + "s") != word):
            return keys
        return frozenset(key for key in keys if key == fold or key[0] == "~" or fold + "r" == key or key + "r" == fold)

    def _without_genitive(self, word: str) -> set[str]:
        """The name in a genitive that the word list takes for a name of its own: Russlands, Chinas."""
        if len(word) < 5 or word[-1] != "s" or word[-2] in "sxzß" or word in _KEEP_S:
            return set()
        assert self._lexicon is not None  # noqa: S101 - asked for by the caller
        if word.endswith(("us", "is", "os", "es", "chs")) and self._lexicon.get(word[:-1]) != word[:-1]:
            return set()
        return {folded(word[:-1])}

    def _unknown_noun(self, word: str) -> set[str]:
        assert self._lexicon is not None  # noqa: S101 - as above
        get = self._lexicon.get
        for other in unfolded(word):
            lemma = get(other)
            if lemma is not None and lemma[:1].isupper():
                return self._noun(other)
        plural = get(word[:-1]) if word[-1] == "n" else None
        if plural is not None and plural[:1].isupper() and plural != word[:-1]:
            return self._noun(word[:-1])  # Wegen, listed as the preposition: Wege, Weg
        keys = self._compound(word) or {folded(word)}
        if len(word) >= 4 and word[-1] == "s" and word[-2] not in "sxzß":
            keys.add(folded(word[:-1]))
            if word[-2] == "e" and len(word) >= 6:
                keys.add(folded(word[:-2]))
        if word.endswith("innen"):
            keys.add(folded(word[:-3]))
        elif word.endswith("ern") and len(word) >= 6:
            keys.add(folded(word[:-1]))
        elif word.endswith("en") and len(word) >= 6:
            # Were the noun known, its forms would be; an unknown one can be anything.
            keys |= {folded(noun) for noun in (word[:-1], word[:-2]) if get(noun) is None}
        return keys

    def _compound(self, word: str) -> set[str]:
        """The keys of an unknown compound: what stands in front, and the lemmas of its longest known head."""
        assert self._lexicon is not None  # noqa: S101 - as above
        get = self._lexicon.get
        for at in range(3, len(word) - 2):
            head = word[at:].capitalize()
            if len(head) < 4 and head not in _SHORT_HEADS:
                break
            if _VOWELS.isdisjoint(word[:at].lower()):
                continue
            lemma = get(head)
            if lemma is not None and lemma[:1].isupper():
                return {folded(word[:at]) + key.lower() for key in self._noun(head)}
        return set()

    def _nominalised(self, word: str) -> "set[str] | frozenset[str]":
        """The mark that the forms of an adjective used as a noun share: der Angeklagte, ein Angeklagter."""
        assert self._lexicon is not None  # noqa: S101 - as above
        get = self._lexicon.get
        low = word.lower()
        _, ending = _OR_NONE.get(low[-1:], ("", ""))
        if not ending or not low.endswith(ending) or len(low) < 3 + len(ending):
            return NO_KEYS
        base = low[: -len(ending)]
        lemma = get(base)
        if lemma is None or not lemma[:1].islower():
            return NO_KEYS
        if _looks_like_participle(base) or (
            lemma == base and any(get(base + end) in (base, base + "e") for end in ("es", "em"))
        ):
            own = get(word)
            if ending == "er" and own == word and get(word + "s") == word:
                return NO_KEYS  # Wunder is no wounded man
            if own is None or own != word or get(word + "n") in (word, word + "r", None) or ending != "e":
                return {f"~{folded(base)}"}
        return NO_KEYS

    def dictionary_form(self, word: str) -> str:
        """The lemma of a single word for a person to read; the word itself when in doubt."""
        if self._lexicon is None:
            return word
        lemma = self._lexicon.get(word)
        if lemma in (None, word) and self._without_genitive(word) and self._lexicon.get(word[:-1]):
            return word[:-1]
        return word if lemma is None or lemma[:1].isupper() != word[:1].isupper() else lemma

    def dictionary_phrase(self, parts: list[str]) -> str:
        """A phrase with its adjectives in the nominative: den roten Linien, rote Linien."""
        fresh = list(parts)
        if fresh[0].lower() in _DETERMINERS and len(fresh) > 1:
            fresh = fresh[1:]
        if len(fresh) == 1:
            return self.dictionary_form(fresh[0])
        noun = fresh[-1]
        if not noun[:1].isupper():
            return " ".join(parts)
        plural, nominative = self._number(noun)
        fresh[-1] = nominative
        for at, word in enumerate(fresh[:-1]):
            if not self._is_adjective(word):
                continue
            for ending in ("en", "em", "er", "es", "e"):
                if word.endswith(ending) and len(word) - len(ending) >= 3:
                    stem = word[: -len(ending)]
                    if plural or _looks_feminine(noun):
                        fresh[at] = stem + "e"
                    break
        return " ".join(fresh)

    def _is_adjective(self, word: str) -> bool:
        low = word.lower()
        lemma = self._lexicon.get(low) if self._lexicon is not None else None
        if lemma is None:
            return word.islower() and low.endswith(("en", "em", "es", "e"))
        return lemma[:1].islower() and low.endswith(_ENDINGS) and not lemma.endswith(low)

    def _number(self, noun: str) -> tuple[bool, str]:
        """Whether a noun is a plural, as far as its form tells, and its nominative in the same number."""
        lemma = self._lexicon.get(noun) if self._lexicon is not None else None
        if lemma is None or lemma == noun:
            return noun.endswith(("ien", "ungen", "aten", "heiten", "keiten", "onen", "schaften")), noun
        if noun in (lemma + "s", lemma + "es") and not noun.endswith(("as", "os", "is")):
            return False, lemma
        bare = noun[:-1]
        if (
            noun.endswith("n")
            and bare not in (lemma, f"{lemma}e")
            and self._lexicon is not None
            and self._lexicon.get(bare) == lemma
        ):
            return True, bare
        return True, noun


_DETERMINERS = frozenset(("der", "die", "das", "den", "dem", "des")) | {
    stem + ending for stem in ("ein", "kein") for ending in ("", "e", "en", "em", "er", "es")
}


def _weak_infinitive(word: str) -> str:
    """The infinitive that a word is a weak form of, if it is one: gehörte, gehören."""
    for ending in ("test", "tet", "ten", "te", "t"):
        if word.endswith(ending):
            return word[: -len(ending)] + "en"
    return word


def _syllables(word: str) -> int:
    """How many groups of vowels a word has."""
    low = f" {word.lower()}"
    return sum(char in _VOWELS and before not in _VOWELS for before, char in itertools.pairwise(low))


def _umlauted(noun: str) -> str:
    """The noun with its last vowel changed: Fall, Fäll; the noun itself if that has no umlaut."""
    low = noun.lower()
    at = max(low.rfind(vowel) for vowel in "aou")
    if at > 0 and low[at - 1 : at + 1] == "au":
        at -= 1
    if at < 0 or not _VOWELS.isdisjoint(low[at + 2 :]):
        return noun
    changed = {"a": "ä", "o": "ö", "u": "ü"}[low[at]]
    return noun[:at] + (changed.upper() if noun[at].isupper() else changed) + noun[at + 1 :]


def _looks_feminine(noun: str) -> bool:
    return noun.endswith(("e", "ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ie", "ur", "enz", "anz"))


def _looks_like_participle(word: str) -> bool:
    """Whether a word without ending has the outward form of a participle.

    >>> [word for word in ("vereinigt", "amtierend", "getrieben", "rot") if _looks_like_participle(word)]
    ['vereinigt', 'amtierend', 'getrieben']
    """
    return len(word) >= 5 and (word.endswith(("t", "nd")) or (word.endswith("en") and len(word) >= 6))
