"""Paragraphs that belong together, and segments written as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.core.document import Kind
from reader.core.target import TargetState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.export.values import Paragraph, Segment

STEP: Final = "\N{EM SPACE}"
"""What indents a line of verse by one step where other white space at the beginning of a line says nothing."""
_IN_BLOCKS: Final = frozenset((Kind.VERSE, Kind.CODE, Kind.TABLE, Kind.QUOTE))


def blocks(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """The paragraphs, those that belong together (lines of a stanza or of code, rows of a table) in one list."""
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        if block and not (paragraph.tight and paragraph.kind in _IN_BLOCKS and _alike(paragraph, block[0])):
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def _alike(one: Paragraph, other: Paragraph) -> bool:
    same = (one.kind, one.boilerplate) == (other.kind, other.boilerplate)
    return same and (one.level == other.level or one.kind is Kind.VERSE)


def missing_text(segment: Segment) -> str:
    """What stands in the place of a translation that is not there.

    >>> from reader.export.values import Segment
    >>> missing_text(Segment("Ja.", state=TargetState.FAILED, reason="quota used up"))
    'not translated: quota used up'
    """
    if segment.reason:
        return f"not translated: {segment.reason}"
    return "not translated yet" if segment.state is TargetState.QUEUED else "no translation"


def sources_as_one(segments: Iterable[Segment], write: Callable[[Segment], str]) -> str:
    """The sources of a paragraph's segments as one text.

    Args:
        segments: all of the paragraph's.
        write: the source of one, as the format has it.
    """
    return "".join((one.before if at else one.before.lstrip()) + write(one) for at, one in enumerate(segments))


def targets_as_one(segments: Iterable[Segment], write: Callable[[Segment], str]) -> str:
    """The same for the targets; neighbours of which nothing is known, for one reason, share what is said of it.

    >>> from reader.export.values import Segment
    >>> targets_as_one([Segment("Ja."), Segment("Nein."), Segment("Aha.", "I see.")], lambda one: one.target or "[-]")
    '[-] I see.'
    """
    found = ""
    said = ""
    for segment in segments:
        text = write(segment)
        if segment.target is None and text == said and segment.before == " ":
            continue
        said = text if segment.target is None else ""
        found += (segment.before if found else segment.before.lstrip()) + text
    return found
