"""The term check: does a translation use the terms that the glossary asks for?

For every entry whose source term stands in a segment one of its targets is looked for in the translation, in any
inflected form. An alarm that is false costs more than one that is missing: a person who has seen three of them reads
no more. So whatever a good translator does with a term (an acronym for the full name, another word order, a shared
head in a coordination, fewer repetitions) counts as its use (`renderings`).

>>> from glossary.entry import Entry
>>> from glossary.forms import Analyser
>>> from glossary.matcher import Matcher
>>> entry = Entry("Sondervermögen", ("special fund",), forbidden=("special assets",))
>>> matches = Matcher((entry,), lexicon=None).find("Das Sondervermögen ist leer.")
>>> [(found.kind.value, found.found) for found in TermCheck(Analyser("en")).check(
...     "Das Sondervermögen ist leer.", "The special assets are used up.", matches)]
[('forbidden', 'special assets')]

Invariant: spans are half-open and count characters of the target as given; a quiet match or an entry without a
target is never a finding; no entry is looked at that did not match.
"""

from collections import OrderedDict
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.matcher import Matcher
from glossary.renderings import Rendering, Sentence
from glossary.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.known import TermMatch

MOST_RULES = 4_096
"""So many entries' English sides are kept ready; those used longest ago go first."""

_HYPHENS = "-\u2010\u2011"

Place = tuple[int, int]
"""The first character of a rendering in the target, and the one behind it."""

State = Literal["accepted", "loose", "missing", "forbidden"]
"""How a term was rendered: as the glossary says, in a way that is as good, not at all, or as it must not be."""


class FindingKind(Enum):
    """What is wrong."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"


class Finding(NamedTuple):
    """One thing that is wrong in the translation of a segment.

    Attributes:
        kind: what is wrong.
        entry: the entry that asks for something else.
        source: the first match of its term in the source.
        start: the first character of the forbidden rendering in the target; -1 when the term is missing.
        end: the character behind it; -1 when the term is missing.
        found: the forbidden rendering as it stands there; empty when the term is missing.
    """

    kind: FindingKind
    entry: "Entry"
    source: "TermMatch | None"
    start: int = -1
    end: int = -1
    found: str = ""


class Segment(NamedTuple):
    """A source text, its translation, and the terms found in the source."""

    source: str
    target: str
    matches: "Sequence[TermMatch]"


class Verdict(NamedTuple):
    """How the translation of a segment renders one entry.

    Attributes:
        entry: the entry.
        source: the first match of its term.
        expected: how often the source has the term.
        used: where the target has one of the entry's own renderings.
        forbidden: where the target has a rendering that must not be used.
        state: what it comes to.
    """

    entry: "Entry"
    source: "TermMatch"
    expected: int
    used: tuple[Place, ...]
    forbidden: tuple[Place, ...]
    state: State


class _Rule(NamedTuple):
    """The English side of what may match at one place: what is accepted, and what is forbidden."""

    renderings: tuple[Rendering, ...]
    accepted: Matcher
    forbidden: Matcher | None


class TermCheck:
    """Checks translations; the English side of an entry is made ready when the entry first matches.

    Args:
        analyser: analyses the words of the target's language.
    """

    def __init__(self, analyser: "Analyser") -> None:
        self._analyser = analyser
        self._rules: OrderedDict[tuple[Entry, ...], _Rule] = OrderedDict()

    def check(self, source: str, target: str, matches: "Sequence[TermMatch]") -> list[Finding]:
        """What is wrong in the translation of a segment (or a paragraph), in order of the terms in the source.

        Args:
            source: the source text.
            target: its translation; if it is empty, nothing is wrong with it.
            matches: the terms of the source.
        """
        return [found for verdict in self.verdicts(source, target, matches) for found in findings_of(verdict, target)]

    def check_paragraph(self, segments: "Sequence[Segment]") -> list[list[Finding]]:
        """What is wrong in each segment of a paragraph; see `verdicts_of_paragraph`."""
        return [
            [found for verdict in verdicts for found in findings_of(verdict, segment.target)]
            for segment, verdicts in zip(segments, self.verdicts_of_paragraph(segments), strict=True)
        ]

    def verdicts_of_paragraph(self, segments: "Sequence[Segment]") -> list[list[Verdict]]:
        """How each entry that matched is rendered, for each segment of a paragraph.

        A term is not missing if a neighbour's translation has more of its renderings than that neighbour's source
        has of the term: then it went over the border of the sentence.
        """
        judged = [self.verdicts(*segment) for segment in segments]
        found = []
        for at, verdicts in enumerate(judged):
            near = [number for number in (at - 1, at + 1) if 0 <= number < len(segments)]
            found.append(
                [
                    verdict._replace(state="loose")
                    if verdict.state == "missing" and any(self._spares(verdict, segments[n], judged[n]) for n in near)
                    else verdict
                    for verdict in verdicts
                ]
            )
        return found

    def _spares(self, missing: Verdict, segment: "Segment", verdicts: list[Verdict]) -> bool:
        """Whether a neighbour's translation has the entry more often than its source accounts for."""
        for verdict in verdicts:
            if verdict.entry == missing.entry:
                return len(verdict.used) > verdict.expected
        rule = self._rule((missing.entry,))
        return bool(segment.target and self._used(rule, Sentence(segment.target, self._analyser)))

    def verdicts(self, source: str, target: str, matches: "Sequence[TermMatch]") -> list[Verdict]:
        """How each entry that matched is rendered; entries that cannot be checked are left out."""
        if not target.strip():
            return []
        sentence = Sentence(target, self._analyser)
        grouped: dict[Entry, list[TermMatch]] = {}
        for match in matches:
            if not match.quiet and match.entry.targets:
                grouped.setdefault(match.entry, []).append(match)
        rules = {entry: self._rule(_entries(found[0], source)) for entry, found in grouped.items()}
        used = {entry: self._used(rule, sentence) for entry, rule in rules.items()}
        return [self._verdict(source, sentence, entry, found, rules[entry], used) for entry, found in grouped.items()]

    def _verdict(
        self,
        source: str,
        sentence: Sentence,
        entry: "Entry",
        matches: "list[TermMatch]",
        rule: _Rule,
        used: "dict[Entry, tuple[Place, ...]]",
    ) -> Verdict:
        mine = used[entry]
        forbidden: tuple[Place, ...] = ()
        if rule.forbidden is not None:
            others = [place for places in used.values() for place in places]
            forbidden = tuple(
                (match.start, match.end)
                for match in rule.forbidden.find(sentence.text)
                if not any(start <= match.start and match.end <= end for start, end in others)
                # A single word that is left over when every term is accounted for renders something else.
                and not (len(mine) >= len(matches) and _is_word(match.entry.source))
            )
        state: State = "accepted"
        if forbidden:
            state = "forbidden"
        elif not mine:
            state = "loose" if self._is_loose(source, sentence, matches, rule) else "missing"
        return Verdict(entry, matches[0], len(matches), mine, forbidden, state)

    def _is_loose(self, source: str, sentence: Sentence, matches: "list[TermMatch]", rule: _Rule) -> bool:
        part = all(_is_part(source, match) for match in matches)
        written = [source[match.start : match.end] for match in matches]
        return any(rendering.is_in(sentence, written, part=part) for rendering in rule.renderings)

    def _used(self, rule: _Rule, sentence: Sentence) -> tuple[Place, ...]:
        """Where the target has one of the renderings as the glossary gives them."""
        return tuple(
            (match.start, match.end)
            for match in rule.accepted.find(sentence.text)
            if any(rendering.allows(sentence.text[match.start : match.end]) for rendering in rule.renderings)
        )

    def _rule(self, entries: "tuple[Entry, ...]") -> _Rule:
        rule = self._rules.get(entries)
        if rule is not None:
            self._rules.move_to_end(entries)
            return rule
        rule = self._rules[entries] = self._made(entries)
        if len(self._rules) > MOST_RULES:
            self._rules.popitem(last=False)
        return rule

    def _made(self, entries: "tuple[Entry, ...]") -> _Rule:
        renderings = tuple(
            Rendering(entry, target, self._analyser) for entry in entries for target in dict.fromkeys(entry.targets)
        )
        accepted = [replace(entry, match="inflected") for entry in entries if entry.targets]
        forbidden = [
            # One entry for each, so that a match says by which spelling it was found.
            replace(entries[0], source=text, targets=(text,), match="inflected")
            for text in entries[0].forbidden
        ]
        return _Rule(
            renderings,
            Matcher(accepted, side="target", analyser=self._analyser),
            Matcher(forbidden, side="target", analyser=self._analyser) if forbidden else None,
        )


def findings_of(verdict: Verdict, target: str) -> list[Finding]:
    """What is wrong about a verdict, in the target that was judged."""
    if verdict.state == "missing":
        return [Finding(FindingKind.MISSING, verdict.entry, verdict.source)]
    return [
        Finding(FindingKind.FORBIDDEN, verdict.entry, verdict.source, start, end, target[start:end])
        for start, end in verdict.forbidden
    ]


def _entries(match: "TermMatch", source: str) -> "tuple[Entry, ...]":
    """The entry that matched and those that mean the same words: homographs, not the shorter terms within it."""
    count = len(words(source[match.start : match.end]))
    same = [
        other
        for other in match.others
        if other.targets and any(len(words(term)) == count for term in (other.source, *other.forms))
    ]
    return (match.entry, *same)


def _is_part(source: str, match: "TermMatch") -> bool:
    """Whether the match is one part of a hyphenated word: EU in EU-Kommission."""
    before, behind = source[max(0, match.start - 1) : match.start], source[match.end : match.end + 1]
    return (bool(before) and before in _HYPHENS) or (bool(behind) and behind in _HYPHENS)


def _is_word(term: str) -> bool:
    return len(words(term)) == 1
