"""Notes for Anki: a card for each term of the text, with a sentence it stands in and that sentence's translation.

Invariant: each field is HTML on one line, without a tab, a quotation mark or a leading `#`, so that Anki takes it as
it is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.core.text import one_line
from reader.export.markup import escaped, runs

if TYPE_CHECKING:
    from typing import BinaryIO

    from glossary import Entry
    from reader.export.values import Options, Segment, TermPlace
    from reader.export.work import Work

COLUMNS: Final = ("Term", "Translation", "Sentence", "Sentence translation", "Note")
_GOOD_CHARS: Final = 120
"""A sentence of about this length says enough of a term, and not too much."""


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write the terms that stand in the text, in the order in which they come."""
    del options
    head = "#separator:tab\n#html:true\n"
    out.write(f"{head}#columns:{chr(9).join(COLUMNS)}\n".encode())
    best: dict[int, Segment] = {}
    for paragraph in work.paragraphs():
        if paragraph.boilerplate:
            continue
        for segment in paragraph.segments:
            for number in {place.entry for place in segment.source_terms}:
                if number not in best or _rank(segment) < _rank(best[number]):
                    best[number] = segment
    for number, entry in enumerate(work.entries):
        if number in best:
            out.write(_row(number, entry, best[number]).encode("utf-8", "replace"))
    work.counts.cards = len(best)


def _rank(segment: Segment) -> tuple[bool, int]:
    return segment.target is None, abs(len(segment.source) - _GOOD_CHARS)


def _row(number: int, entry: Entry, segment: Segment) -> str:
    fields = (
        _field(entry.source),
        _field("; ".join(target if target != "=" else entry.source for target in entry.targets)),
        _sentence(segment.source, segment.source_terms, number),
        _sentence(segment.target, segment.target_terms, number) if segment.target is not None else "",
        _field(entry.note),
    )
    return "\t".join(fields) + "\n"


def _sentence(text: str, terms: tuple[TermPlace, ...], number: int) -> str:
    parts = []
    for group in runs(text, tuple(place for place in terms if place.entry == number)):
        inner = _quoted(escaped("".join(run.text for run in group)))
        parts.append(f"<b>{inner}</b>" if group and group[0].entry == number else inner)
    return " ".join("".join(parts).split())


def _field(text: str) -> str:
    return _quoted(escaped(one_line(text)))


def _quoted(text: str) -> str:
    return text.replace('"', "&quot;").replace("#", "&#35;")
