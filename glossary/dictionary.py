"""The dictionary form of a German term that a text has in other forms.

A phrase that the text has after articles says its gender: `das Weiße Haus` is a `Weißes Haus`, `der russische
Präsident` a `russischer Präsident`. What cannot be told stays as `base_form` has it.
"""

from typing import TYPE_CHECKING

from glossary.folding import folded
from glossary.forms import CAPITAL, base_form, shape_of

if TYPE_CHECKING:
    from glossary.forms import Analyser
    from glossary.sightings import Sighting

_ENDINGS = ("en", "er", "es", "em", "e")
_SINGULAR = frozenset("das dem des im am vom zum beim ins ein einem eines zur seinem ihrem diesem dieses".split())  # noqa: SIM905
_NEUTER = frozenset(("das", "ins", "ans"))


def dictionary_form(seen: "Sighting", analyser: "Analyser") -> str:
    """The form in which a dictionary would list a term; a guess, and careful."""
    surface = _usual(seen)
    if seen.kind == "acronym":
        return surface
    parts = surface.split(" ")
    if len(parts) == 1:
        return _noun(surface, analyser)
    if len(parts) == 2 and _is_adjective(parts[0], analyser) and shape_of(parts[1].rpartition("-")[2]) == CAPITAL:
        return _phrase(seen, analyser) or base_form(surface, analyser)
    return base_form(surface, analyser)


def _usual(seen: "Sighting") -> str:
    """The most frequent form; a genitive only if the form without its -s never comes."""
    best = min(seen.surfaces, key=lambda surface: (-seen.surfaces[surface], len(surface), surface))
    for ending in ("'s", "’s", "s"):
        bare = best.removesuffix(ending)
        if bare != best and bare in seen.surfaces:
            return bare
    return best


def _noun(word: str, analyser: "Analyser") -> str:
    """The singular of a noun; of one that the lexicon does not know only if that is how the word begins."""
    front, hyphen, last = word.rpartition("-")
    if hyphen:
        return f"{front}-{_noun(last, analyser)}" if shape_of(last) == CAPITAL else word
    found = base_form(word, analyser)
    if found == word and analyser.lexicon is not None and analyser.lexicon.get(word) is None:
        fold = folded(word)
        for key in sorted(analyser.analyse(word).keys, key=len):
            if fold.startswith(key) and fold[len(key) :] in ("e", "n", "en"):
                return word[: len(key) - len(fold)]
    return found


def _is_adjective(word: str, analyser: "Analyser") -> bool:
    if not word.endswith(_ENDINGS):
        return False
    analysis = analyser.analyse(word)
    keys = analysis.keys | analysis.low
    low = folded(word).lower()
    return any(low.removesuffix(ending) in keys for ending in _ENDINGS if low.endswith(ending))


def _phrase(seen: "Sighting", analyser: "Analyser") -> str:
    """Adjective and noun in the nominative, if the articles before them tell number and gender."""
    for before, surface in sorted(seen.before, key=seen.before.__getitem__, reverse=True):
        words = surface.split(" ")
        if len(words) != 2:
            continue
        ending = next((end for end in _ENDINGS if words[0].endswith(end)), "")
        stem = words[0][: -len(ending)] if ending else words[0]
        lemma = _noun(words[1], analyser)
        if before in _NEUTER and ending == "e":
            return f"{stem}es {lemma}"
        # Only a masculine noun (of a person, nearly always) ends in -n after `dem` or `des`.
        if before in ("dem", "des") and ending == "en" and lemma != words[1] and words[1].endswith("n"):
            return f"{stem}er {lemma}"
        if before == "der" and ending == "e":
            return f"{stem}er {lemma}"
        if before == "ein" and ending in ("er", "es"):
            return f"{stem}{ending} {lemma}"
        if before in ("zur", "einer", "eine") or (before == "die" and ending == "e"):
            return f"{stem}e {words[1]}"
    return ""
