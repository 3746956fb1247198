"""A guess at the target term for a source term, from the sentence opposite: offered only when it is a good one.

Three kinds of evidence, strongest first: the same spelling on both sides (OPEC+), a cognate (Sanktion, sanction), and
words that stand opposite the term in every sentence that holds it and nowhere else (Dice coefficient; Smadja,
McKeown and Hatzivassiloglou 1996). Invariant: the guess stands verbatim in the target sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reader.core.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_COGNATE_RULES = (
    ("sch", "sh"), ("tion", "cion"), ("tät", "ty"), ("isch", "ic"), ("ismus", "ism"), ("ph", "f"), ("th", "t"),
    ("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"), ("c", "k"), ("z", "k"), ("y", "i"), ("w", "v"), ("x", "ks"),
)  # fmt: skip
_SOUND_ENDINGS = re.compile(r"(?:en|er|es|em|e|s|n)$")
_COMMON = frozenset(
    """the a an of to in on at for and or but by with from as is are was were be been has have had it its this that
    these those not no he she they his her their which who will would should can could may might must do does did so
    if than then into over under up out about more most very also only just""".split()  # noqa: SIM905 - words read better as words
)
GOOD_COGNATE = 0.74
GOOD_DICE = 0.8


def guess_target(source: str, target_sentence: str, pairs: Sequence[tuple[bool, str]] = ()) -> str:
    """The most likely rendering of a source term in the sentence opposite, or "" if no guess is good.

    Args:
        source: the term, in its dictionary form.
        target_sentence: the translation of the sentence it was taken from.
        pairs: for other sentences of the text, whether the source holds the term, and the translation.

    >>> guess_target("Sanktion", "It imposed tough sanctions on Russia.")
    'sanctions'
    >>> guess_target("Haus", "They went away.")
    ''
    """
    target_words = [target_sentence[a:b] for a, b in words(target_sentence)]
    if re.search(rf"(?<!\w){re.escape(source)}(?!\w)", target_sentence):
        return source
    parts = source.split()
    cognates = [_best_cognate(part, target_words) for part in parts if len(part) > 2]
    if cognates and all(cognates) and len(cognates) == len(parts):
        run = " ".join(cognates)
        if run in target_sentence:
            return run
    return _by_occurrence(target_words, pairs) if len(parts) == 1 else ""


def _sound(word: str) -> str:
    word = word.lower()
    for german, english in _COGNATE_RULES:
        word = word.replace(german, english)
    return _SOUND_ENDINGS.sub("", word) or word


def _best_cognate(word: str, candidates: Sequence[str]) -> str:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a form that opens needs it

    sound = _sound(word)
    matcher = SequenceMatcher(b=sound, autojunk=False)
    best, best_score = "", GOOD_COGNATE
    for candidate in candidates:
        other = _sound(candidate)
        if candidate.lower() in _COMMON or other[:1] != sound[:1] or len(other) < 3:
            continue
        matcher.set_seq1(other)
        score = matcher.ratio()
        if score > best_score:
            best, best_score = candidate, score
    return best


def _by_occurrence(candidates: Sequence[str], pairs: Sequence[tuple[bool, str]]) -> str:
    """The word that goes with the term through the text, if it does so at least twice and without a rival."""
    holding = sum(holds for holds, _ in pairs)
    if holding < 2:
        return ""
    together: Counter[str] = Counter()
    overall: Counter[str] = Counter()
    for holds, target in pairs:
        present = {target[a:b] for a, b in words(target)}
        overall.update(present)
        if holds:
            together.update(present)
    scores = sorted(
        (
            (2 * together[word] / (holding + overall[word]), word)
            for word in set(candidates)
            if word.lower() not in _COMMON
        ),
        reverse=True,
    )
    if not scores or scores[0][0] < GOOD_DICE or (len(scores) > 1 and scores[1][0] >= scores[0][0]):
        return ""
    return scores[0][1]
