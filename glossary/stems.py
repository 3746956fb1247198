"""Rough stems, for words no list knows and for as long as there is no list.

Both sides of a comparison are cut the same way, so a stem need not be a word. Case stays: `Reise` is no form of
`reisen`. Keys are marked by a tilde in front, so that a stem never meets a lemma.
"""

_NOUN_ENDS = ("ern", "ens", "en", "er", "es", "em", "e", "n", "s")
_ADJECTIVE_ENDS = (
    "eren",
    "erer",
    "eres",
    "erem",
    "ere",
    "sten",
    "ster",
    "stes",
    "stem",
    "ste",
    "en",
    "er",
    "es",
    "em",
    "e",
)
_VERB_ENDS = ("test", "tet", "ten", "te", "end", "est", "en", "et", "st", "t", "e", "n")
_S_BEFORE = "bdfghklmnrt"
_UMLAUTS = (("aeu", "au"), ("ae", "a"), ("oe", "o"), ("ue", "u"))


def noun(word: str) -> str:
    """The stem of a folded capitalised word: case and plural endings off, umlaut undone.

    >>> noun("Voelker") == noun("Volk"), noun("Linien") == noun("Linie"), noun("Hauses") == noun("Haus")
    (True, True, True)
    """
    stem = _without(word, _NOUN_ENDS, 3)
    low = stem.lower()
    for double, single in _UMLAUTS:
        at = low.rfind(double)
        if at >= 0 and not (double == "ue" and at and low[at - 1] in "aeq"):
            low = low[:at] + single + low[at + len(double) :]
            break
    return f"~{low}"


def adjective(word: str) -> str:
    """The stem of a folded lower-case word as an adjective.

    >>> adjective("roten") == adjective("rote") == adjective("rot")
    True
    """
    return f"~{_without(word, _ADJECTIVE_ENDS, 3)}"


def verb(word: str) -> str:
    """The stem of a folded lower-case word as a weak verb.

    >>> verb("verhandelte") == verb("verhandeln"), verb("gesagt") == verb("sagen")
    (True, True)
    """
    stem = _without(word, _VERB_ENDS, 3)
    if word.startswith("ge") and word.endswith("t") and len(stem) > 4:
        stem = stem[2:]
    return f"~{stem}"


def english(word: str) -> str:
    """The stem of a lower-case English word: plural, -ed and -ing off."""
    for end, put in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(end) and len(word) > len(end) + 2:
            return f"~{word[: -len(end)]}{put}"
    for end in ("ing", "ed"):
        stem = word[: -len(end)]
        if word.endswith(end) and len(stem) >= 3 and any(vowel in stem for vowel in "aeiouy"):
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                stem = stem[:-1]
            return f"~{stem.removesuffix('e')}"
    if word.endswith("s") and len(word) > 3 and word[-2] not in "su" and not word.endswith("is"):
        word = word[:-1]
    return f"~{word.removesuffix('e') if len(word) > 3 else word}"


def _without(word: str, ends: tuple[str, ...], least: int) -> str:
    """The word without the first of the endings it has, if enough is left; an s goes only where one can be added."""
    for end in ends:
        if word.endswith(end) and len(word) - len(end) >= least:
            if (end == "s" and word[-2:-1].lower() not in _S_BEFORE) or (end == "n" and word[-2:-1] not in "lr"):
                continue
            return word[: -len(end)]
    return word
