"""What `lesepult translate` gives out: a paragraph's translations as plain text, or as lines of JSON.

Invariant: what is given out is made of whole paragraphs, and each segment that has no translation stands in it, with
the reason.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.core.lead import lead
from reader.core.target import Target, TargetState
from reader.core.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.core.bitext import BitextParagraph
    from reader.core.document import Document

    Form = Callable[[Document, int, BitextParagraph, Sequence[Target]], str]

_NOT_FOR_TERMINALS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_WIDTH = 120
"""So many cells the labels of deep lists may take a third of."""
_BOILERPLATE = Target(reason="it belongs to the web page, not to the text")
_NOT_ASKED = "no engine was asked"


def targets_of(
    paragraph: BitextParagraph, arrived: Mapping[bytes, Target], *, boilerplate: bool = False
) -> list[Target]:
    """The target of each segment of a paragraph: what arrived, else what the memory knows.

    Args:
        paragraph: as the memory has it.
        arrived: what became of segments in this run, by key.
        boilerplate: whether it is none of the text's own, so that nobody is asked.
    """
    targets = []
    for key, known in zip(paragraph.keys, paragraph.targets, strict=True):
        found = known if known.known else arrived.get(key, known)
        if not found.known and boilerplate:
            found = _BOILERPLATE
        targets.append(found)
    return targets


def plain(document: Document, index: int, paragraph: BitextParagraph, targets: Sequence[Target]) -> str:
    """A paragraph of the translation, with the line ends that lead to the next one.

    Lines stay lines, and blank lines blank lines; cells of a table, labels of items and code stay where they are;
    boilerplate that has no translation is left out.
    """
    if all(target is _BOILERPLATE for target in targets):
        return ""
    before = lead(document, index, _WIDTH).first
    if targets and all(target.state is TargetState.KEPT for target in targets):
        text = paragraph.source
    else:
        text = before + _joined(paragraph, targets)
    last = index + 1 == len(document)
    gap = "" if last else document.text[document.ends[index] : document.starts[index + 1]]
    if not last and "\n" not in gap:
        # A piece of a very long paragraph.
        return f"{text} "
    return text + "\n" * max(1, gap.count("\n"))


def _joined(paragraph: BitextParagraph, targets: Sequence[Target]) -> str:
    """The translations of a paragraph's segments, with what parts the cells of a table."""
    text, end = "", 0
    for segment, target in zip(paragraph.segments, targets, strict=True):
        piece = _plain_target(target)
        between = paragraph.source[end : segment.start]
        text += between or (" " if text and piece else "")
        text += piece
        end = segment.end
    return text + paragraph.source[end:]


def _plain_target(target: Target) -> str:
    return one_line(target.text) if target.known else f"[not translated: {reason_of(target)}]"


def json_lines(document: Document, index: int, paragraph: BitextParagraph, targets: Sequence[Target]) -> str:
    """A paragraph's segments as JSON, a line for each."""
    del document
    lines = []
    for (start, end), target in zip(paragraph.segments, targets, strict=True):
        value = {
            "paragraph": index + 1,
            "source": paragraph.source[start:end].strip(),
            "target": clean(target.text) if target.known else None,
            "state": target.state.value,
            "origin": one_line(target.origin),
            "reason": "" if target.known else reason_of(target),
        }
        lines.append(_NOT_FOR_TERMINALS.sub(_escaped, json.dumps(value, ensure_ascii=False)) + "\n")
    return "".join(lines)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def reason_of(target: Target) -> str:
    """Why there is no translation, without a full stop at its end."""
    return one_line(target.reason).rstrip(". ") or _NOT_ASKED


@dataclass(slots=True)
class Tally:
    """What was given out.

    Attributes:
        segments: in all, boilerplate and what holds no words left out.
        origins: how many came from each origin.
        missing: how many have no translation, for each reason.
        boilerplate: how many were left out as boilerplate.
        later: when what is missing could be asked for again, in a sentence; or "".
    """

    segments: int = 0
    origins: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    boilerplate: int = 0
    later: str = ""

    def add(self, targets: Sequence[Target]) -> None:
        """Count these segments too."""
        for target in targets:
            if not target.counted:
                continue
            if target is _BOILERPLATE:
                self.boilerplate += 1
                continue
            self.segments += 1
            if target.known:
                origin = one_line(target.origin)
                self.origins[origin] = self.origins.get(origin, 0) + 1
            else:
                reason = reason_of(target)
                self.missing[reason] = self.missing.get(reason, 0) + 1

    @property
    def untranslated(self) -> int:
        """How many segments have no translation."""
        return sum(self.missing.values())

    def sentence(self) -> str:
        """What a person should know of it.

        >>> Tally(3, {"google": 1}, {"offline": 2}).sentence()
        '2 of 3 sentences were not translated: offline (2).'
        >>> Tally(3, {"google": 3}).sentence()
        '3 sentences: 3 from google.'
        """
        if not self.missing:
            found = [f"{count:,} from {origin}" for origin, count in _most_first(self.origins)]
            return _counted(self.segments) + (f": {', '.join(found)}" if found else "") + "."
        reasons = [f"{reason} ({count:,})" for reason, count in _most_first(self.missing)]
        were = "was" if self.segments == 1 else "were"
        what = f"{self.untranslated:,} of {_counted(self.segments)} {were} not translated"
        more = f"; and {len(reasons) - 3:,} other reasons" if len(reasons) > 3 else ""
        return f"{what}: {'; '.join(reasons[:3])}{more}."


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: -item[1])


def _counted(count: int) -> str:
    return f"{count:,} sentence{'' if count == 1 else 's'}"
