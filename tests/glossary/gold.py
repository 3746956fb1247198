"""The sentences judged by hand, and how well terms are found in them."""

import re
from pathlib import Path
from typing import NamedTuple

from glossary.entry import Entry
from glossary.matcher import Matcher

DATA = Path(__file__).parent / "data"
SETS = {"de": ("gold_de", "blind_de"), "en": ("gold_en", "blind_en")}
HALVES = ("tuned", "held out")
"""Every other case is not looked at while the rules are worked on."""

_SHORTHANDS = {"~": "compound", "!": "exact"}


class Case(NamedTuple):
    """A text, the entries to look for, and the places (start, end) where they must be found."""

    kind: str
    entries: list[Entry]
    text: str
    places: set[tuple[int, int]]


class Tally(NamedTuple):
    """Places found rightly, wrongly and not at all; cases without a place, and those left alone."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    traps: int = 0
    quiet: int = 0

    def plus(self, other):
        return Tally(*map(sum, zip(self, other, strict=True)))

    @property
    def precision(self):
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self):
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self):
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if any(self[:3]) else 1.0

    @property
    def left_alone(self):
        return self.quiet / self.traps if self.traps else 1.0


def cases(name):
    """The cases of a file, in its order."""
    kind, found = "", []
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
    for block in re.split(r"\n+(?=[^\n]* :: |## |#)", text):
        if block.startswith("## "):
            kind = block[3:].strip()
        elif not block.startswith("#"):
            terms, marked = _unescaped(block).split(" :: ", 1)
            entries = [_entry(term) for term in terms.split("; ")]
            found.append(Case(kind, entries, re.sub(r"[\[\]]", "", marked), _places(marked)))
    return found


def half(lang, number):
    """The tuned (0) or held-out (1) half of all sets of a language."""
    return [case for name in SETS[lang] for case in cases(name)[number::2]]


def tally(case, analyser):
    """What is found of a case."""
    got = {(found.start, found.end) for found in Matcher(case.entries, analyser=analyser).find(case.text)}
    trap = not case.places
    return Tally(len(got & case.places), len(got - case.places), len(case.places - got), trap, trap and not got)


def total(chosen, analyser):
    """What is found of some cases together."""
    sums = Tally()
    for case in chosen:
        sums = sums.plus(tally(case, analyser))
    return sums


def by_kind(chosen, analyser):
    """What is found of some cases, phenomenon by phenomenon."""
    table = {}
    for case in chosen:
        table[case.kind] = table.get(case.kind, Tally()).plus(tally(case, analyser))
    return table


def _unescaped(text):
    return re.sub(r"\\u([0-9a-f]{4})|\\n", lambda found: chr(int(found[1], 16)) if found[1] else "\n", text)


def _entry(term):
    term, *fields = term.split(" @")
    values = dict(field.split("=", 1) for field in fields)
    forms = tuple(values.pop("forms", "").split(",")) if "forms" in values else ()
    if term[-1] in _SHORTHANDS:
        values["match"], term = _SHORTHANDS[term[-1]], term[:-1]
    return Entry(term, ("x",), forms=forms, **values)


def _places(marked):
    places, length = [], 0
    for char in marked:
        if char == "[":
            places.append([length, length])
        elif char == "]":
            places[-1][1] = length
        else:
            length += 1
    return {tuple(place) for place in places}
