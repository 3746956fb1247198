"""XLIFF 2.1: a unit for each paragraph, a segment for each sentence, its state, and the terms as the glossary module.

Invariant: a segment without a translation is `initial` and has no target; every id is a letter and a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.core.target import TargetState
from reader.core.text import one_line
from reader.export.markup import attribute, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from glossary import Entry
    from reader.export.values import Options, Paragraph, Segment
    from reader.export.work import Work

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
GLOSSARY: Final = "urn:oasis:names:tc:xliff:glossary:2.0"
_STATES: Final = {TargetState.MACHINE: "translated", TargetState.MEMORY: "translated", TargetState.EDITED: "reviewed"}


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write a text as XLIFF."""
    del options
    source, target = map(attribute, work.languages)
    author = f'<notes><note category="author">{escaped(work.author)}</note></notes>\n' if work.author else ""
    out.write(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{NAMESPACE}" xmlns:gls="{GLOSSARY}" version="2.1"'
            f' srcLang="{source}" trgLang="{target}">\n<file id="f1" original="{attribute(work.title)}">\n{author}'
        ).encode("utf-8", "replace")
    )
    empty = True
    for paragraph in work.paragraphs():
        empty = False
        out.write("".join(_unit(paragraph, work.entries)).encode("utf-8", "replace"))
    if empty:
        # A file must hold something.
        out.write(b'<unit id="u1" translate="no"><segment id="s1"><source/></segment></unit>\n')
    out.write(b"</file>\n</xliff>\n")


def _unit(paragraph: Paragraph, entries: Sequence[Entry]) -> Iterator[str]:
    number = paragraph.number + 1
    kind = f' type="lesepult:{paragraph.kind.name.lower()}"'
    untouched = paragraph.kept or (paragraph.boilerplate and not paragraph.translated)
    translate = ' translate="no"' if untouched else ""
    yield f'<unit id="u{number}"{kind}{translate} canResegment="no">\n'
    yield from _glossary(paragraph, entries)
    yield from _notes(paragraph)
    last = len(paragraph.segments) - 1
    for place, segment in enumerate(paragraph.segments):
        yield _segment(f"s{place + 1}", segment)
        if place < last:
            between = escaped(paragraph.segments[place + 1].before)
            yield f'<ignorable id="i{place + 1}"><source xml:space="preserve">{between}</source></ignorable>\n'
    yield "</unit>\n"


def _glossary(paragraph: Paragraph, entries: Sequence[Entry]) -> Iterator[str]:
    numbers = sorted({place.entry for segment in paragraph.segments for place in segment.source_terms})
    found = [(number, entries[number]) for number in numbers if entries[number].targets or entries[number].note]
    if not found:
        return
    yield "<gls:glossary>\n"
    for number, entry in found:
        yield f'<gls:glossEntry id="g{number + 1}"><gls:term>{escaped(one_line(entry.source))}</gls:term>'
        for place, target in enumerate(entry.targets):
            text = entry.source if target == "=" else target
            yield f'<gls:translation id="g{number + 1}t{place + 1}">{escaped(one_line(text))}</gls:translation>'
        if entry.note:
            yield f"<gls:definition>{escaped(one_line(entry.note))}</gls:definition>"
        yield "</gls:glossEntry>\n"
    yield "</gls:glossary>\n"


def _notes(paragraph: Paragraph) -> Iterator[str]:
    notes = [("label", paragraph.label)] if paragraph.label else []
    notes += [("level", str(paragraph.level))] if paragraph.level else []
    for place, segment in enumerate(paragraph.segments):
        if segment.origin:
            notes.append((f"origin of s{place + 1}", segment.origin))
        if segment.target is None and segment.reason:
            notes.append((f"no translation of s{place + 1}", segment.reason))
    if notes:
        inner = "".join(f'<note category="{attribute(name)}">{escaped(text)}</note>' for name, text in notes)
        yield f"<notes>{inner}</notes>\n"


def _segment(name: str, segment: Segment) -> str:
    source = f'<source xml:space="preserve">{escaped(segment.source)}</source>'
    if segment.target is None:
        return f'<segment id="{name}" state="initial">{source}</segment>\n'
    state = _STATES.get(segment.state, "translated")
    target = f'<target xml:space="preserve">{escaped(segment.target)}</target>'
    sub = f' subState="lesepult:{segment.state.value}"'
    return f'<segment id="{name}" state="{state}"{sub}>{source}{target}</segment>\n'
