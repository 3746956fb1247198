"""Which characters of a paragraph are terms, on both sides.

A target is lit only for an entry whose source term stands in the same paragraph: so "may" is no month where no
month was meant. Invariant: every lit span lies in the text it is asked for; named states are never lit.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from glossary import Entry, Matcher, TermMatch
    from reader.core.bitext import Bitext
    from reader.core.spans import Span

    TargetMatcher = Callable[[tuple[Entry, ...]], Matcher]

KEPT_PARAGRAPHS = 1_024
KEPT_TARGET_MATCHERS = 128


class LitParagraph(NamedTuple):
    """The terms of one paragraph: source matches, and target matches of the same entries."""

    source: tuple[TermMatch, ...]
    target: tuple[TermMatch, ...]


class Lighting:
    """Finds and keeps the terms of paragraphs.

    Args:
        bitext: the text.
        source_matcher: finds the entries' source terms.
        target_matcher: makes a matcher for the target terms of some entries.
    """

    def __init__(self, bitext: Bitext, source_matcher: Matcher, target_matcher: TargetMatcher) -> None:
        self._bitext = bitext
        self._source_matcher = source_matcher
        self._make_target_matcher = target_matcher
        self._target_matchers: OrderedDict[tuple[Entry, ...], Matcher] = OrderedDict()
        self._lit: OrderedDict[int, LitParagraph] = OrderedDict()

    def replace(self, source_matcher: Matcher, target_matcher: TargetMatcher) -> None:
        """Light with another glossary from now on."""
        self._source_matcher = source_matcher
        self._make_target_matcher = target_matcher
        self._target_matchers.clear()
        self._lit.clear()

    def forget(self, paragraphs: Iterable[int]) -> None:
        """Match these paragraphs anew when they are next shown: their text is another."""
        for index in paragraphs:
            self._lit.pop(index, None)

    def source_terms(self, paragraph: int) -> Sequence[TermMatch]:
        """The source matches of a paragraph, for scans over the whole text: nothing is kept."""
        lit = self._lit.get(paragraph)
        return lit.source if lit else self._source_matcher.find(self._bitext.document.paragraph(paragraph))

    def terms(self, paragraph: int) -> LitParagraph:
        """The terms of a paragraph on both sides, in order of place."""
        lit = self._lit.get(paragraph)
        if lit is None:
            lit = self._lit[paragraph] = self._match(paragraph)
            if len(self._lit) > KEPT_PARAGRAPHS:
                self._lit.popitem(last=False)
        return lit

    def _match(self, paragraph: int) -> LitParagraph:
        pair = self._bitext.paragraph(paragraph)
        source = tuple(self._source_matcher.find(pair.source))
        if not source:
            return LitParagraph((), ())
        entries = tuple(dict.fromkeys(match.entry for match in source))
        matcher = self._target_matchers.get(entries)
        if matcher is None:
            matcher = self._target_matchers[entries] = self._make_target_matcher(entries)
            if len(self._target_matchers) > KEPT_TARGET_MATCHERS:
                self._target_matchers.popitem(last=False)
        target = tuple(match for match in matcher.find(pair.target) if not _touches(match, pair.states))
        return LitParagraph(source, target)


def _touches(match: TermMatch, spans: tuple[Span, ...]) -> bool:
    return any(match.start < span.end and match.end > span.start for span in spans)
