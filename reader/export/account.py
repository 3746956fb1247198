"""What a person is told of an export: how much there is, who translated it, what is missing and why.

Invariant: what is said is true of what was written; a text without words is not "all translated".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reader.core.target import TargetState

if TYPE_CHECKING:
    from reader.export.values import Paragraph, Segment

_MOST_NAMES: Final = 5
_MOST_REASONS: Final = 3
_EXAMPLE_CHARS: Final = 30


@dataclass(slots=True)
class Counts:
    """What was written.

    Attributes:
        segments: the sentences that could have a translation: what holds no words, code, and what stands around the
            text are none.
        missing: how many of them have none, by reason ("" for none that is known).
        origins: how many come from each engine, file or person.
        left_out: the paragraphs around the text that were not written.
        example: the first of those.
        cards: how many notes for Anki were written; None of other formats.
    """

    segments: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    example: str = ""
    cards: int | None = None

    def add(self, paragraph: Paragraph) -> None:
        """Count a paragraph, too."""
        for segment in paragraph.segments:
            if segment.wordless or paragraph.kept or (segment.target is None and paragraph.boilerplate):
                continue
            self.segments += 1
            if segment.target is None:
                self.missing[_reason(segment)] += 1
            else:
                self.origins[_maker(segment)] += 1

    def leave_out(self, text: str) -> None:
        """Count a paragraph that is not written."""
        self.left_out += 1
        self.example = self.example or text

    def sentence(self, *, hint: str = "") -> str:
        """What a person should know of it.

        Args:
            hint: how what was left out could be written, too.

        >>> Counts(21, Counter({"": 2, "offline": 1})).sentence()
        '3 of 21 sentences have no translation (offline: 1).'
        >>> Counts(21, Counter({"offline": 1})).sentence()
        '1 of 21 sentences has no translation: offline.'
        >>> Counts(1).sentence(), Counts().sentence()
        ('1 sentence, translated.', 'There are no words to translate in this text.')
        >>> Counts(2, left_out=1, example="Anzeige").sentence(hint="--all keeps them")
        '2 sentences, all translated. 1 line around the text left out, such as “Anzeige”; --all keeps them.'
        """
        return " ".join(filter(None, (self._cards(), self._translated(), self._left_out(hint))))

    def _cards(self) -> str:
        if self.cards is None:
            return ""
        if not self.cards:
            return (
                "No cards: no term of the glossary stands in this text. Add terms (a in the reader) and export again."
            )
        return f"{self.cards:,} card{'' if self.cards == 1 else 's'}."

    def _translated(self) -> str:
        if not self.segments:
            return "There are no words to translate in this text."
        what = f"{self.segments:,} sentence{'' if self.segments == 1 else 's'}"
        missing = self.missing.total()
        if not missing:
            return f"{what}, {'translated' if self.segments == 1 else 'all translated'}."
        verb = "has" if missing == 1 else "have"
        if len(self.missing) == 1 and "" not in self.missing:
            return f"{missing:,} of {what} {verb} no translation: {next(iter(self.missing))}."
        known = [(reason, count) for reason, count in self.missing.most_common() if reason]
        reasons = "; ".join(f"{reason}: {count:,}" for reason, count in known[:_MOST_REASONS])
        more = "; and other reasons" if len(known) > _MOST_REASONS else ""
        return f"{missing:,} of {what} {verb} no translation{f' ({reasons}{more})' if reasons else ''}."

    def _left_out(self, hint: str) -> str:
        if not self.left_out:
            return ""
        lines = "1 line" if self.left_out == 1 else f"{self.left_out:,} lines"
        example = self.example
        if len(example) > _EXAMPLE_CHARS:
            example = example[:_EXAMPLE_CHARS].rsplit(" ", 1)[0] + " …"
        return f"{lines} around the text left out, such as “{example}”{f'; {hint}' if hint else ''}."

    def colophon(self) -> str:
        """Who translated, for the end of a text that is handed on.

        >>> Counts(3, Counter({"": 1}), Counter({"google": 2})).colophon()
        'Translated by: google (2); 1 of 3 sentences has no translation. Made with Lesepult.'
        """
        named = [f"{name} ({count:,})" for name, count in self.origins.most_common(_MOST_NAMES)]
        rest = self.origins.total() - sum(count for _, count in self.origins.most_common(_MOST_NAMES))
        who = f"Translated by: {', '.join([*named, *([f'others ({rest:,})'] if rest else [])])}" if named else ""
        missing = self._translated() if self.missing else ""
        said = "; ".join(filter(None, (who, missing.rstrip("."))))
        return f"{said}. Made with Lesepult." if said else "Made with Lesepult."


def _reason(segment: Segment) -> str:
    return segment.reason or ("not translated yet" if segment.state is TargetState.QUEUED else "")


def _maker(segment: Segment) -> str:
    """Who translated a segment, as one who did not would say it."""
    if segment.origin == "you" or (segment.state is TargetState.EDITED and not segment.origin):
        return "hand"
    return segment.origin or "a translation memory"
