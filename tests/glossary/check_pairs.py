"""The hand-judged pairs for the term check, and how well a check does on them."""

import re
from pathlib import Path
from typing import NamedTuple

from glossary.entry import Entry

DATA = Path(__file__).parent / "data" / "check_pairs.txt"


class Case(NamedTuple):
    """One pair: its kind, the entries, both texts, and what is wrong: (kind, term, rendering or "")."""

    kind: str
    entries: tuple[Entry, ...]
    source: str
    target: str
    wrong: frozenset[tuple[str, str, str]]


class Score(NamedTuple):
    """Findings that are right, wrong, overlooked, and pairs judged right altogether."""

    right: int
    false: int
    overlooked: int
    pairs_right: int
    pairs: int

    @property
    def precision(self):
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self):
        return self.right / (self.right + self.overlooked)


def cases():
    """All pairs in order."""
    found, kind = [], ""
    for block in re.split(r"\n{2,}", DATA.read_text(encoding="utf-8")):
        fields = {}
        for line in block.strip().split("\n"):
            if line.startswith("## "):
                kind = line[3:]
            elif re.match(r"[TDEF]: ", line):
                fields[line[0]] = line[3:]
        if fields:
            wrong = frozenset(() if fields["F"] == "ok" else map(_wrong, fields["F"].split("; ")))
            entries = tuple(map(_entry, fields["T"].split("; ")))
            found.append(Case(kind, entries, fields["D"], fields["E"], wrong))
    return found


def _entry(text):
    options = re.search(r"\s*\{(.*)\}$", text)
    if options:
        text = text[: options.start()]
    source, _, rest = text.partition(" = ")
    accepted, _, forbidden = rest.partition(" ! ")
    targets = tuple(part.strip() for part in accepted.split(" | "))
    return Entry(
        source.strip(),
        (source.strip(),) if targets == ("=",) else targets,
        forbidden=tuple(part.strip() for part in forbidden.split(" | ") if part.strip()),
        **(dict(part.split("=") for part in options[1].split()) if options else {}),
    )


def _wrong(text):
    kind, _, rest = text.partition(" ")
    term, _, rendering = rest.partition(": ")
    return kind, term, rendering


def score(chosen, check):
    """How well `check(case)`, a set of (kind, term, rendering), does on some pairs."""
    right = false = overlooked = whole = 0
    for case in chosen:
        got = check(case)
        right += len(got & case.wrong)
        false += len(got - case.wrong)
        overlooked += len(case.wrong - got)
        whole += got == case.wrong
    return Score(right, false, overlooked, whole, len(chosen))


def naive(case, found, *, boundary):
    """What a check by bare strings says, as other tools have it; `found` are the matches in the source."""
    wrong = set()
    for entry in dict.fromkeys(match.entry for match in found):
        edge = r"\b" if boundary else ""
        if not any(re.search(edge + re.escape(text) + edge, case.target, re.IGNORECASE) for text in entry.targets):
            for text in entry.forbidden:
                place = re.search(edge + re.escape(text) + edge, case.target, re.IGNORECASE)
                if place:
                    wrong.add(("forbidden", entry.source, place[0]))
            if not any(term == entry.source for _, term, _ in wrong):
                wrong.add(("missing", entry.source, ""))
    return wrong
