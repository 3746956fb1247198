"""Whether a candidate is the term: words, gaps, capitals, hyphens, what stands around it.

Pure functions of a pattern and a place in a text. The rules are those of German and English writing: a noun keeps
its capital, a verb does not become a noun in the middle of a sentence, an acronym keeps its capitals.
"""

from typing import TYPE_CHECKING

from glossary.forms import ACRONYM, CAPITAL, LOWER, MIXED, OTHER
from glossary.tokens import BLANK, HYPHEN, NONE
from glossary.tokens import OTHER as APART

if TYPE_CHECKING:
    from glossary.forms import Analyser, Analysis
    from glossary.patterns import Pattern
    from glossary.tokens import Gaps, Word

_OPENING = " \t\n\r\xa0\u202f\"'“”„‚‘’«»‹›([{*_>#"
_SENTENCE_ENDS = ".!?:…–—•·|"
_ENGLISH_PARTICLES = frozenset(["on", "off", "up", "out", "in", "down", "over", "back", "away", "through", "by"])
_ENGLISH_PREFIXES = frozenset(["re", "co", "pre", "non", "un", "de", "anti", "counter", "ex", "self", "sub"])
_GERMAN_PREFIXES = frozenset(("De", "Re", "Nicht", "Non"))
_POSSESSIVES = ("'s", "’s")
_POSSESSIVES_INSIDE = ("'s ", "’s ", "'s-", "’s-")
_AND = ("und", "oder", "bzw", "sowie", "bis", "wie")


class Text:
    """A text with its words, the analyses of those that were asked for, and what stands between them."""

    __slots__ = ("_analyser", "_gaps", "lang", "text", "words")

    def __init__(self, text: str, words: "list[Word]", analyser: "Analyser", gaps: "Gaps") -> None:
        self.text = text
        self.words = words
        self.lang = analyser.lang
        self._analyser = analyser
        self._gaps = gaps

    def analysis(self, at: int) -> "Analysis":
        """The analysis of a word."""
        return self._analyser.analyse(self.words[at][0])

    def gap(self, at: int) -> int | str:
        """The class of what stands behind a word; APART at the end of the text."""
        if not 0 <= at < len(self.words) - 1:
            return APART
        return self._gaps.of(self.text[self.words[at][2] : self.words[at + 1][1]])

    def is_hyphenated(self, at: int) -> bool:
        """Whether a hyphen follows a word and another word follows that."""
        end = self.words[at][2]
        return self.text[end : end + 1] in ("-", "\u2010", "\u2011") and self.gap(at) == HYPHEN


def score(pattern: "Pattern", text: Text, at: int) -> float:
    """How well a pattern fits at a word: 0 not at all, 1 inflected, up to 4 letter by letter."""
    tokens, last = pattern.tokens, len(pattern.tokens) - 1
    if at + last >= len(text.words):
        return 0.0
    # The end first: it fails most often, and a very long term must not be compared in vain at every word.
    if (last and not _fits(pattern, last, text, at + last)) or not _stands_free(pattern, text, at, at + last):
        return 0.0
    points, possessives = 0.0, 0
    for number, token in enumerate(tokens):
        got = _fits(pattern, number, text, at + number)
        if not got:
            return 0.0
        points += got
        possessives += number < last and text.words[at + number][0][-2:] in _POSSESSIVES
        if number < last and not _joins(pattern.gaps[number], text.gap(at + number), token, text, at + number):
            return 0.0
    if last and possessives != sum(map(pattern.ident[0].count, _POSSESSIVES_INSIDE)):
        return 0.0  # White's House is no White House, but People's Republic may be a term
    return points / len(tokens)


class _Alone(Text):
    """A word without a text: whoever asks for more than its analysis meets a missing attribute."""

    __slots__ = ("_word",)

    def __init__(self, word: "Analysis", lang: str) -> None:
        self._word = word
        self.lang = lang

    def analysis(self, at: int) -> "Analysis":
        """The analysis of the word; there is no other."""
        if at:
            raise AttributeError
        return self._word


def score_alone(pattern: "Pattern", word: "Analysis", lang: str) -> float | None:
    """What `score` gives for a pattern of one word where nothing is glued to the word; None if it takes the text."""
    try:
        return _fits(pattern, 0, _Alone(word, lang), 0)
    except AttributeError:
        return None


def _fits(pattern: "Pattern", number: int, text: Text, at: int) -> float:  # noqa: PLR0911 - one for each rule
    """The points for one word of the term against one word of the text."""
    token, word = pattern.tokens[number], text.analysis(at)
    same = word.fold == token.fold
    if pattern.match == "exact" and not same and word.fold.casefold() != token.fold.casefold():
        return 0.0
    if pattern.case == "insensitive":
        mine = {key.casefold() for key in token.keys | token.low}
        if mine.isdisjoint(key.casefold() for key in word.keys | word.low):
            return 0.0
        return 3.0 if word.fold.casefold() == token.fold.casefold() else 1.0
    if pattern.case == "sensitive" and word.shape != token.shape:
        return 0.0
    alone = len(pattern.tokens) == 1
    if not _agrees(token, word, alone=alone, text=text, at=at):
        return 0.0
    if same:
        return 4.0
    return 3.0 if word.fold.casefold() == token.fold.casefold() else 1.0


def _agrees(token: "Analysis", word: "Analysis", *, alone: bool, text: Text, at: int) -> bool:  # noqa: PLR0911 - one for each shape
    """Whether the words share a lexeme that their capitals allow."""
    shape = word.shape
    if token.shape == LOWER:
        if shape == LOWER:
            return not token.keys.isdisjoint(word.keys)
        if token.keys.isdisjoint(word.low):
            return False
        if shape == CAPITAL:
            return not alone or begins_sentence(text.text, text.words[at][1])
        return shape == ACRONYM and _among_capitals(text, at)
    if token.shape == CAPITAL:
        if shape not in (CAPITAL, ACRONYM) or (shape == ACRONYM and not _among_capitals(text, at)):
            return False
        return not token.keys.isdisjoint(word.keys) or not token.low.isdisjoint(word.low)
    if token.shape in (ACRONYM, MIXED):
        return shape != LOWER and not token.keys.isdisjoint(word.keys)
    return token.shape == OTHER and token.fold == word.fold


def _among_capitals(text: Text, at: int) -> bool:
    """Whether a short word in capitals stands among others, so that it is no acronym."""
    if len(text.words[at][0]) > 4:
        return True
    beside = [text.analysis(near).shape for near in (at - 1, at + 1) if 0 <= near < len(text.words)]
    return not any(shape in (LOWER, CAPITAL, MIXED) for shape in beside)


def _joins(wanted: int | str, gap: int | str, token: "Analysis", text: Text, at: int) -> bool:
    """Whether what stands between two words is what stands there in the term, or as good."""
    if APART in (wanted, gap):
        return False
    if wanted == gap:
        return True
    if {wanted, gap} == {BLANK, HYPHEN}:
        return True
    if {wanted, gap} == {NONE, BLANK}:
        return OTHER in (token.shape, text.analysis(at + 1).shape) or token.fold[-1:].isdigit()
    return False


def _stands_free(pattern: "Pattern", text: Text, first: int, last: int) -> bool:
    """Whether the words are the whole term: no part of a longer word, number or compound."""
    start, end = text.words[first][1], text.words[last][2]
    behind = text.text[end : end + 1]
    if behind in ("+", "#") and behind:
        return False
    if text.text[end - 1].isdigit() and behind in (".", ",") and text.text[end + 1 : end + 2].isdigit():
        return False
    hyphen_before = start > 0 and text.text[start - 1] in "-\u2010\u2011"
    hyphen_behind = behind in ("-", "\u2010", "\u2011") and bool(behind)
    if not hyphen_before and not hyphen_behind:
        return True
    if text.lang == "en":
        return _english_hyphen(pattern, text, first, last, before=hyphen_before, behind=hyphen_behind)
    if text.lang != "de":
        return pattern.tokens[0].shape != LOWER  # OTAN-Russie, but not rendez-vous
    return _german_hyphen(pattern, text, first, last, before=hyphen_before, behind=hyphen_behind)


def _german_hyphen(pattern: "Pattern", text: Text, first: int, last: int, *, before: bool, behind: bool) -> bool:
    head = pattern.tokens[0]
    if behind and len(pattern.tokens) > 1 and HYPHEN not in pattern.gaps:
        return False
    if head.shape == LOWER and (before or len(pattern.tokens) == 1):
        return False
    if before and first and text.words[first - 1][0] in _GERMAN_PREFIXES and text.gap(first - 1) == HYPHEN:
        return False
    if behind and pattern.tokens[-1].shape == CAPITAL and last + 1 < len(text.words):
        gap = text.text[text.words[last][2] : text.words[last + 1][1]]
        return not (gap[1:].strip() == "" and len(gap) > 1 and text.words[last + 1][0] in _AND)
    return True


def _english_hyphen(pattern: "Pattern", text: Text, first: int, last: int, *, before: bool, behind: bool) -> bool:
    if pattern.tokens[0].shape != LOWER or len(pattern.tokens) > 1:
        return True
    if behind and last + 1 < len(text.words) and text.words[last + 1][0].lower() in _ENGLISH_PARTICLES:
        return False
    return not (before and first and text.words[first - 1][0].lower() in _ENGLISH_PREFIXES)


def begins_sentence(text: str, start: int) -> bool:
    """Whether a word stands where a sentence, a line of a list or a heading begins.

    >>> begins_sentence("Ja. „Reisen", 5), begins_sentence("Wir reisen", 4), begins_sentence("am 3. Treffen", 6)
    (True, False, False)
    """
    at = start - 1
    breaks = 0
    while at >= 0 and text[at] in _OPENING and start - at < 40:
        breaks += text[at] == "\n"
        at -= 1
    if at < 0 or breaks > 1:
        return True
    if text[at] == "." and at and text[at - 1].isdigit():
        return False
    return text[at] in _SENTENCE_ENDS or (text[at] == "-" and (at == 0 or text[at - 1] == "\n"))
