"""Where a sentence ends, so that a text can be translated, remembered and paired sentence by sentence.

Every full stop, question mark, exclamation mark, ellipsis and line end is a candidate; each is decided by the words
to its left and right, with no model and no search: one pass over the candidates and a bounded look around each, so
the time grows with the length of the text and with nothing else.

Invariant: the spans tile the text. Whatever is decided, nothing is lost, moved or seen twice.
"""

import re
from enum import Enum
from typing import Final, NamedTuple

from reader.core.abbreviations import (
    CARDINALS,
    COUNTED,
    COUNTING,
    GENERIC,
    LABELLED,
    LEXICONS,
    MONTHS,
    PARTICLES,
    PLAIN,
    SAYING,
    SUFFIXES,
    UNCOUNTED,
    Lexicon,
)
from reader.core.spans import Span

_CANDIDATE: Final = re.compile(
    r"([.!?…](?>(?:[.!?…]|[ \xa0]\.(?![\w.]))*))"  # a run of stops, also ". . ."
    r"([\"'“”’‘»«›‹)\]}*_]*+(?>(?:[ \xa0\u202f][\"“”»«](?=\s))?)(?>(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹])*))"  # what closes after it
    r"(\s*+)"
    r"|[\n\r\u2029]\s*+"
)
_NEXT: Final = re.compile(r"([\"'“”„‚‘’»«›‹(\[{*_–—\-•·¿¡….#/\s]{0,12}+)(\w{0,40})")
_WORD: Final = re.compile(r"\w")
_BULLET: Final = re.compile(r"[-–—][ \t]+\S|[*•·‣◦⁃▪]\s|#{1,6} |\(?[a-zA-Z]\)\s|\(?\d{1,3}(?:\.\d{1,3})*[.)]{1,2}\s")

_LOOK: Final = 40
"""How far to the left of a stop its word is looked for."""
_FAR: Final = 240
"""How far a bracket or a quotation is looked for on either side."""
_OPENERS: Final = "\"'“”„‚‘»«›‹([{*_–—-/\u00ad\u200b"
_PAIRS: Final = {"“": "„", "”": "“„", "«": "»", "»": "«", "‘": "‚", "’": "‘", '"': '"', "'": "'", ")": "(", "]": "["}
"""What may have opened a bracket or a quotation that closes so."""
_ENCLOSING: Final = (("„", "“"), ("“", "”"), ("»", "«"), ("«", "»"), ('"', '"'))
_STARTED_BY_TIME: Final = frozenset(("At", "By", "Around", "Until", "Before", "After", "From", "Since"))
_POLITE: Final = frozenset(("Sie", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihnen", "I"))
"""Words that open sentences, but keep their capital letter inside them too."""
_ROMAN: Final = frozenset("IVX")
_VOWELS: Final = frozenset("aeiouyäöüAEIOUYÄÖÜéèêáàâóíúøåæœ")
_AFTER_TITLE: Final = frozenset(
    ("Er", "Es", "Sie", "Wir", "Ich", "Danach", "Dann", "Doch", "Heute", "Später", "Seitdem")
)


class _Rank(Enum):
    """How an abbreviation ends sentences; `PLAIN` is no abbreviation."""

    NEVER = 1
    SELDOM = 2
    OFTEN = 3
    PLAIN = 4


class _Stop(NamedTuple):
    """A candidate stop and the words around it."""

    lexicon: Lexicon
    token: str
    """What stands before the stop, back to a blank, without opening quotes: `z.B`, `1945`, `Ende`."""
    before: str
    """The token before that, as written: `im`, `J.`"""
    chain: list[str]
    """The last tokens, the nearest last."""
    first: bool
    """The token is the first of its sentence."""
    word: str
    """The next word; empty where a sign follows."""
    opening: str
    """What stands before that word: quotes, brackets, dashes."""
    initial: bool
    """The next word has a full stop of its own and one letter, so it opens no sentence."""

    @property
    def opens(self) -> bool:
        """Whether the next word is one of those that open a sentence."""
        return not self.initial and self.word in self.lexicon.starters


def sentences(text: str, language: str = "de") -> tuple[Span, ...]:
    """Give the sentences of a text as spans that tile it; white space belongs to the sentence before it.

    Args:
        text: A paragraph or more; an empty line ends a sentence, a line end inside a paragraph does not.
        language: `de` or `en`, also with a region; any other is read by what most languages share.

    Returns:
        Half-open character spans, the first from 0, the last to the end of the text; none for the empty text.

    >>> text = "Am 20. Januar kam Dr. Weiß, z. B. aus Ulm. „Komm!“, rief er. Äpfel usw. Dann ging er."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Am 20. Januar kam Dr. Weiß, z. B. aus Ulm. ', '„Komm!“, rief er. ', 'Äpfel usw. ', 'Dann ging er.']
    """
    if not text:
        return ()
    lexicon = LEXICONS.get(language.partition("-")[0], GENERIC)
    spans: list[Span] = []
    start = seen = 0
    wordless = True
    for match in _CANDIDATE.finditer(text):
        at, end = match.span()
        if end == len(text):
            break
        if wordless:
            # Each stretch is searched once, so that a text of nothing but stops stays linear.
            wordless = _WORD.search(text, seen, at) is None
            seen = end
        if _ends(text, start, match, lexicon, wordless=wordless):
            spans.append(Span(start, end))
            start = seen = end
            wordless = True
    spans.append(Span(start, len(text)))
    return tuple(spans)


def _ends(text: str, start: int, match: re.Match[str], lexicon: Lexicon, *, wordless: bool) -> bool:
    """Decide a candidate: whether the sentence that begins at `start` ends with it."""
    if _is_blank(match[0]):
        # The blanks that open a text are no sentence.
        opened = text[start : match.start()]
        return match[1] is not None or not (opened == "" or opened.isspace())
    if wordless:
        return False
    if match[1] is None:
        return _line_ends(text, start, match, lexicon)
    return _stop_ends(text, start, match, lexicon)


def _is_blank(gap: str) -> bool:
    """Whether this holds an empty line, in any of the three ways of ending lines."""
    return gap.count("\n") > 1 or gap.count("\r") > 1 or "\u2029" in gap


def _stop_ends(text: str, start: int, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Decide a run of stops in the sentence that begins at `start`."""
    run, closers, gap = match.groups()
    at, end = match.span()
    if closers[:1] in (")", "]") and closers and text[at - 1] in "([":
        return False  # “(!)”, “(?)”, “[...]” stand inside a sentence
    stop = _around(text, start, match, lexicon)
    if not gap:
        return _ends_without_space(text, match, stop)
    if ("\n" in gap or "\r" in gap) and _is_bullet(text, end, stop):
        return True
    word = stop.word
    if not word:
        follower = text[end + len(stop.opening) : end + len(stop.opening) + 1]
        if follower in ",;:!?)]":
            return False
    elif word[0].islower():
        return run == "." and not closers and _opens_in_lower_case(text, start, end, stop)
    if run == ".":
        ends = _full_stop_ends(stop)
    elif "!" in run or "?" in run:
        ends = True
    else:
        ends = _ellipsis_ends(run, stop, glued=at > start and not text[at - 1].isspace())
    if ends and closers:
        ends = _ends_closed(text, start, match, stop)
    return ends and not _is_enclosed(text, start, match)


def _around(text: str, start: int, match: re.Match[str], lexicon: Lexicon) -> _Stop:
    """Gather the words around a stop, looking no farther than a word or four."""
    at, end = match.span()
    low = max(start, at - _LOOK)
    window = text[low:at]
    if not window.isascii():
        if "\u00ad" in window:
            window = window.replace("\u00ad", "")
        if "\u0308" in window:
            window = window.replace("A\u0308", "Ä").replace("a\u0308", "ä")
    chain = window.split()
    token = chain[-1].lstrip(_OPENERS) if chain else ""
    before = chain[-2].lstrip(_OPENERS) if len(chain) > 1 else ""
    first = low == start and all(len(part) == 2 and part[1] == "." for part in chain[:-1])
    if low == start and not first and len(chain) < 4:
        first = _WORD.search("".join(chain[:-1])) is None
    follows = _NEXT.match(text, end)
    opening, word = follows.groups() if follows else ("", "")
    initial = len(word) == 1 and text.startswith(".", end + len(opening) + 1)
    return _Stop(lexicon, token, before, chain, first, word, opening, initial)


def _full_stop_ends(stop: _Stop) -> bool:  # noqa: PLR0911 - a list of decisions, read from the top
    """Decide a single full stop before a capital letter, a digit or a sign.

    >>> def ends(left, word):
    ...     chain = left.split()
    ...     stop = _Stop(LEXICONS["de"], chain[-1], chain[-2], chain, False, word, "", False)
    ...     return _full_stop_ends(stop)
    >>> ends("im 19", "Jahrhundert"), ends("war 1945", "Danach"), ends("etwa 5 Mio", "Euro"), ends("das Ende", "Peter")
    (False, True, False, True)
    """
    token = stop.token
    if not token:
        return True
    if token[-1].isdecimal():
        return _number_ends(stop)
    if not token[-1].isalpha():
        return not (token[-1] == "°" and stop.word[:1].isdecimal() and len(token) == 2)
    rank = _rank(stop)
    if rank is _Rank.PLAIN:
        return True
    if rank is _Rank.OFTEN:
        return bool(stop.word)
    if rank is _Rank.NEVER:
        return stop.lexicon.ordinals and token in ("Dr", "Prof") and stop.word in _AFTER_TITLE
    if token[-2:].lower() == ".m" and not stop.lexicon.ordinals:
        return _clock_ends(stop)
    if stop.lexicon.ordinals and stop.opening.strip("-–— "):
        return False  # u. a. „Die Räuber“
    return stop.opens


def _clock_ends(stop: _Stop) -> bool:
    """Decide the English `a.m.` and `p.m.`: `At 5 a.m. Mr. Smith went` goes on, `He left at 6 p.m. Mr. Smith` not."""
    if len(stop.chain) < 4 and stop.chain[0] in _STARTED_BY_TIME:
        return False
    return stop.opens or stop.word in ("Mr", "Mrs", "Ms", "Dr")


def _rank(stop: _Stop) -> _Rank:  # noqa: PLR0911 - a list of decisions, read from the top
    """Tell what kind of word stands before a full stop."""
    lexicon, token = stop.lexicon, stop.token
    if len(token) < 4 or "." in token:
        rank = _rank_of_chain(stop)
        if rank is not None:
            return rank
    if not token.isalpha():
        return _rank_of_compound(token, lexicon)
    if token in lexicon.numbered:
        return _Rank.NEVER if stop.word[:1].isdecimal() else _Rank.PLAIN
    rank = _rank_of_word(token, lexicon)
    if rank is None and stop.first:
        rank = _rank_of_word(token[0].lower() + token[1:], lexicon)
    if rank is not None:
        return rank
    if len(token) == 1:
        return _rank_of_letter(stop)
    if not _ROMAN.issuperset(token):
        return _rank_by_shape(token, lexicon)
    return _Rank.NEVER if stop.first else _Rank.SELDOM


def _rank_of_word(word: str, lexicon: Lexicon) -> _Rank | None:
    if word in lexicon.never:
        return _Rank.NEVER
    if word in lexicon.seldom:
        return _Rank.SELDOM
    if word in lexicon.often:
        return _Rank.OFTEN
    return None


def _rank_of_chain(stop: _Stop) -> _Rank | None:
    """Rank `z.B` and `i. d. R`: the longest chain to the left that is known, its blanks left out."""
    key = stop.token
    rank = _rank_of_word(key, stop.lexicon) or _rank_of_word(key.lower(), stop.lexicon) if "." in key else None
    for part in reversed(stop.chain[-4:-1]):
        if part[-1] != "." or len(part) > 4:
            break
        key = part.lstrip(_OPENERS) + key
        rank = _rank_of_word(key, stop.lexicon) or _rank_of_word(key.lower(), stop.lexicon) or rank
    if rank is _Rank.SELDOM and stop.first:
        return _Rank.NEVER
    if rank is None and "." in stop.token and all(part.isalpha() and len(part) < 3 for part in key.split(".")):
        return _Rank.SELDOM
    return rank


def _rank_of_compound(token: str, lexicon: Lexicon) -> _Rank:
    """Rank `Dipl.-Ing`, `Mo.–Fr`, `J.-P` by what follows their last hyphen."""
    tail = token
    for joint in "-–/":
        tail = tail.rpartition(joint)[2]
    if tail == token or not tail.isalpha():
        return _Rank.PLAIN
    if len(tail) == 1 and tail.isupper():
        return _Rank.SELDOM
    return _rank_of_word(tail, lexicon) or _Rank.PLAIN


def _rank_of_letter(stop: _Stop) -> _Rank:
    """Rank one letter: an initial, a label (`Vitamin C.`), a unit or a small abbreviation."""
    if stop.before in LABELLED:
        return _Rank.PLAIN
    if stop.first:
        return _Rank.NEVER
    if stop.token.isupper() or not stop.lexicon.ordinals or stop.before[-1:].isdecimal():
        return _Rank.SELDOM
    return _Rank.NEVER


def _rank_by_shape(token: str, lexicon: Lexicon) -> _Rank:
    """Rank a word that no table has: `Hauptstr` and `Hptm` look like abbreviations, `CDU` and `Haus` do not."""
    if lexicon.ordinals and token.endswith(("str", "pl")):
        return _Rank.SELDOM
    if len(token) < 6 and not token.isupper() and token not in PLAIN and _VOWELS.isdisjoint(token):
        return _Rank.SELDOM
    return _Rank.PLAIN


def _number_ends(stop: _Stop) -> bool:  # noqa: C901, PLR0911 - a list of decisions, read from the top
    """Decide a full stop after digits: an ordinal, a date, an item's number, or a sentence that ends in a number."""
    head = stop.token.rstrip("0123456789")
    digits = stop.token[len(head) :]
    if head[-1:].isalpha():
        return True
    short = len(digits) < 3
    if (stop.first and len(digits) < 4) or (short and not head and stop.before[-1:] in (",", ":", ";")):
        return False
    if not stop.lexicon.ordinals:
        return True
    lowered = stop.before.lower()
    if stop.word[:1].isdecimal():
        return not short or lowered in CARDINALS
    if len(digits) < 4 and (stop.word in MONTHS or stop.word in COUNTED):
        return False
    if stop.opens:
        return True
    if lowered in COUNTING:
        return head.count(".") > 1 or "," in head or ":" in head
    if len(digits) > 3 or head:
        return True
    if lowered in CARDINALS:
        return True
    if lowered in ("und", "oder", "bis", "sowie"):
        return not stop.chain[-3:-2] or stop.chain[-3][-1] != "."
    # Beethovens 9. Sinfonie, but: auf Seite 9. Peter
    return not (stop.before[:1].isupper() and stop.before.endswith("s") and stop.before not in UNCOUNTED)


def _ellipsis_ends(run: str, stop: _Stop, *, glued: bool) -> bool:
    """Decide three dots before a capital letter: the end of a sentence, or a pause before a name or a noun."""
    if run.count(".") > 3:
        return True
    if stop.word == "I":
        return glued and len(stop.token) > 1  # not “I... I mean”
    return glued or stop.opens


def _opens_in_lower_case(text: str, start: int, end: int, stop: _Stop) -> bool:
    """Decide a full stop before a small letter: `iPhone`, `von Bülow`, `b)`, or a text that knows no capitals."""
    word = stop.word
    if len(stop.token) < 2 or not stop.token[-1].isalpha() or stop.opening or _rank(stop) is not _Rank.PLAIN:
        return False
    after = text[end + len(word) : end + len(word) + 2]
    if not word.islower() or not word.isalpha() or (len(word) < 4 and after == ") "):
        return True
    if len(word) == 1 and after == ". ":
        return text[start + 1 : start + 3] == ". " and ord(text[start]) == ord(word) - 1
    if word in PARTICLES and after[:1] == " " and after[1:].isupper():
        return True
    return text[start].islower() and word.capitalize() in stop.lexicon.starters


def _ends_without_space(text: str, match: re.Match[str], stop: _Stop) -> bool:  # noqa: PLR0911 - a list of decisions, read from the top
    """Decide a stop with no blank after it: `Ende.Dann`, but not `www.Bahn.de` or `z.B`."""
    run, closers, _ = match.groups()
    word, end, token = stop.word, match.end(), stop.token
    if text[end] in "„‚":
        return len(token) > 1 and token[-1].isalpha() and _rank(stop) is _Rank.PLAIN
    if stop.opening or not word or not word[0].isupper() or (len(word) > 1 and not word[1:].islower()):
        return False
    if closers:
        return run != "." or (len(token) > 1 and token[-1].isalpha() and _rank(stop) is _Rank.PLAIN)
    tail = end + len(word)
    after = text[tail : tail + 2]
    if after[:1] in tuple("@/_\\=#&(") or (
        after[:1] == "." and len(after) > 1 and not after[1].isspace() and not stop.opens
    ):
        return False
    if run not in (".", "!", "?", "?!", "!?", "!!", "!!!", "??"):
        return stop.opens and word not in ("I", "Ich")
    if token.isdecimal() or token.replace(",", "").replace(".", "").isdecimal():
        return (stop.opens or len(token) > 3) and not stop.first and stop.before.lower() not in COUNTING
    if not token.isalpha() or len(token) < 2 or word.lower() in SUFFIXES:
        return False
    return (len(word) > 1 or stop.opens) and _rank(stop) is _Rank.PLAIN


def _ends_closed(text: str, start: int, match: re.Match[str], stop: _Stop) -> bool:
    """Decide a stop that a quote or bracket closes: one that opened in mid-sentence may be a part of it."""
    at = match.start()
    closers = match[2].rstrip("0123456789[]¹²³⁰⁴⁵⁶⁷⁸⁹ ") or match[2]
    low = max(start, at - _FAR)
    opener = max((text.rfind(mark, low, at) for mark in _PAIRS.get(closers[-1], "")), default=-1)
    asked = "!" in match[1] or "?" in match[1]
    if asked and (stop.word == "I" or not (stop.lexicon.ordinals or stop.opens)) and _is_said(text, match.end()):
        return False
    if opener < 0 or _WORD.search(text, start, opener) is None:
        return True
    if closers[-1] in ")]":
        return stop.opens
    lead = text[low:opener].rstrip()
    if "." in match[1] or lead[-1:] in (":", ",", "–", "—", "-"):
        return True
    verb = lead.rpartition(" ")[2]
    return stop.opens or (verb.islower() and (stop.lexicon.ordinals or verb in SAYING))


def _is_said(text: str, end: int) -> bool:
    """Whether a quotation goes on as `Tom asked` or `Mr. Smith said`."""
    return any(word.rstrip(".,:;") in SAYING for word in text[end : end + _LOOK].split()[:3])


def _is_enclosed(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stop stands inside a bracket, or inside a quoted title, that a sentence goes on behind."""
    at, end = match.span()
    low = max(start, at - _FAR)
    opener = text.rfind("(", low, at)
    if opener > text.rfind(")", low, end) and _WORD.search(text, start, opener):
        return text.find(")", end, end + _FAR) >= 0
    for opening, closing in _ENCLOSING:
        opener = text.rfind(opening, low, at)
        if opener < 0 or (closing == opening and text.count(opening, low, end) % 2 == 0):
            continue
        if closing != opening and text.rfind(closing, opener, end) > opener:
            continue
        close = text.find(closing, end, end + _FAR)
        if close < 0 or _WORD.search(text, start, opener) is None or text[low:opener].rstrip()[-1:] in (":", ","):
            continue
        after = text[close + 1 : close + 3]
        if after[:1] in (",", ";") or (after[:1] == " " and after[1:].islower()):
            return True
    return False


def _is_bullet(text: str, end: int, stop: _Stop) -> bool:
    """Whether the line that begins here is an item of a list, and not a date or a dash that was wrapped."""
    match = _BULLET.match(text, end)
    if match is None:
        return False
    mark = match[0]
    if mark[0] in "–—":
        return mark[-1].isupper()
    if mark[0].isdecimal() and ")" not in mark:
        follows = _NEXT.match(text, match.end())
        word = follows[2] if follows else ""
        counted = stop.lexicon.ordinals and (word in MONTHS or word in COUNTED or stop.token.lower() in COUNTING)
        return not counted and not word[:1].islower()
    return True


def _line_ends(text: str, start: int, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Decide a line end with no stop before it: the end of a heading or an item, or of a line that was wrapped."""
    at, end = match.span()
    low = max(start, at - _FAR, text.rfind("\n", max(start, at - _FAR), at) + 1)
    line = text[low:at].rstrip()
    chain = line[-_LOOK:].split()
    last = chain[-1] if chain else ""
    follows = _NEXT.match(text, end)
    opening, word = follows.groups() if follows else ("", "")
    stop = _Stop(lexicon, last, "", chain, first=False, word=word, opening=opening, initial=False)
    if _is_bullet(text, end, stop):
        return True
    if line[:1] == "#" or _is_bullet(text, low, stop):
        return line[:1] == "#" or stop.opens
    if text[end + 1 : end + 3] == line[1:3] == ". " and ord(text[end]) == ord(line[0]) + 1:
        return True  # “A. …”, and under it “B. …”
    if not word[:1].isupper() or not last or last[-1] in ",;:-–—/&(" or last.capitalize() in lexicon.starters:
        return False
    if (stop.opens and word not in _POLITE) or (line.isupper() and not word.isupper()):
        return True
    # A heading ends early although the next word would have found room beside it.
    broke = text.find("\n", end, end + _FAR)
    width = (broke if broke >= 0 else min(len(text), end + _FAR)) - end
    heading = low == start and (last[0].isupper() or last[0].isdecimal())
    return heading and width >= _LOOK and (len(line) + len(word)) * 4 < width * 3
