"""The rows of the page: a paragraph, or lines that belong together, beside their translation.

Invariant: every paragraph that is written has an id, each sentence the number of its translation, and each note that
is referred to a way back.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind
from reader.export.inline import Links, inline
from reader.export.joining import STEP, missing_text, sources_as_one
from reader.export.markup import attribute, escaped
from reader.export.table import markup, parts, sizes, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.export.values import Paragraph, Segment
    from reader.export.work import Work

    Side = Callable[[Paragraph], str]

_BIG: Final = 1_200
"""A row with more characters may be parted by the end of a printed page."""

_DEEPEST: Final = 4
_MOST_STEPS: Final = 8
BACK: Final = "\N{LEFTWARDS ARROW WITH HOOK}\N{VARIATION SELECTOR-15}"


class Rows:
    """Makes the rows; counts the sentences and remembers where each term stands first."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._languages = tuple(map(attribute, work.languages))
        self._shift = int(work.entitled)
        self._sentences = 0
        self._referred: set[int] = set()
        self._over = Links(_term, self._place, self._reference)
        self._under = Links(_term, self._place, self._repeated)
        self.first: dict[int, tuple[int, int]] = {}

    def block(self, block: list[Paragraph]) -> str:
        """A paragraph beside its translation; of lines that belong together all at once."""
        if block[0].kind is Kind.TABLE:
            return "".join(map(self._table, parts(block)))
        return self._row(block)

    def _table(self, block: list[Paragraph]) -> str:
        """Rows of a table beside their translation."""
        table = table_of(block, self._work.document)
        source, target = self._languages
        numbers, partners = count(self._sentences + 1), count(self._sentences + 1)
        self._sentences += sum(len(paragraph.segments) for paragraph in block)
        over = markup(
            table,
            "",
            lambda _, cell: sources_as_one(cell, lambda one: self._sentence(next(numbers), one)),
            lambda row: f"p{row.number + 1}",
        )
        under = markup(
            table, "", lambda _, cell: sources_as_one(cell, lambda one: self._target(next(partners), one, short=True))
        )
        if block[0].boilerplate and not any(one.translated for one in block):
            under = ""
        return (
            f'<div class="{" ".join([*names_of(block), *sizes(table)])}"><div class="src" lang="{source}">{over}</div>'
            f'<div class="tgt" lang="{target}">{under}</div></div>\n'
        )

    def _row(self, block: list[Paragraph]) -> str:
        first = block[0]
        numbers = {}
        for paragraph in block:
            numbers[paragraph.number] = self._sentences + 1
            self._sentences += len(paragraph.segments)
        source, target = self._languages
        start = f'<div class="{" ".join(names_of(block))}" id="p{first.number + 1}">'
        over = self._side(block, lambda one: self._source(numbers[one.number], one.segments))
        if first.kept:
            # The same in both languages: once, over both columns.
            code = f' data-code="{attribute(first.code)}"' if first.code else ""
            return f'{start}<div class="both" lang="{source}"{code}>{over}</div></div>\n'
        under = self._side(block, lambda one: self._targets(numbers[one.number], one.segments), again=True)
        if first.boilerplate and not any(one.translated for one in block):
            under = ""
        original, translation = f'<div class="src" lang="{source}">', f'<div class="tgt" lang="{target}">'
        return f"{start}{original}{over}</div>{translation}{under}</div></div>\n"

    def _side(self, block: list[Paragraph], side: Side, *, again: bool = False) -> str:
        first = block[0]
        tag = "pre" if first.kind is Kind.CODE else "p"
        if first.kind is Kind.HEADING:
            tag = f"h{max(1, min(6, max(1, first.level) + self._shift))}"
        label = f'<span class="mark">{escaped(first.label)}</span> ' if first.label else ""
        back = "" if again else self._back(first)
        return f"<{tag}>{label}{lined(block, side, again=again)}{back}</{tag}>"

    def _back(self, paragraph: Paragraph) -> str:
        if paragraph.number not in self._referred:
            return ""
        return f' <a class="back" href="#r{paragraph.number + 1}" role="doc-backlink" aria-label="Back">{BACK}</a>'

    def _source(self, first: int, segments: Iterable[Segment]) -> str:
        numbers = count(first)
        return sources_as_one(segments, lambda one: self._sentence(next(numbers), one))

    def _sentence(self, number: int, segment: Segment) -> str:
        for place in segment.source_terms:
            sentence, places = self.first.get(place.entry, (number, 0))
            self.first[place.entry] = sentence, places + 1
        text = inline(segment.source, segment.source_terms, segment.emphasis, self._over)
        return f'<span class="s" id="s{number}">{text}</span>'

    def _targets(self, first: int, segments: Iterable[Segment]) -> str:
        """The targets, each with the number of its source, so that the two are lit together."""
        numbers = count(first)
        return sources_as_one(segments, lambda one: self._target(next(numbers), one))

    def _target(self, number: int, segment: Segment, *, short: bool = False) -> str:
        if segment.target is None and short:
            return f'<span class="s x" id="t{number}" lang="en" title="{attribute(missing_text(segment))}">—</span>'
        if segment.target is None:
            return f'<span class="s x" id="t{number}" lang="en">— {escaped(missing_text(segment))} —</span>'
        text = inline(segment.target, segment.target_terms, segment.target_emphasis, self._under)
        return f'<span class="s" id="t{number}">{text}</span>'

    def _place(self, paragraph: int) -> str:
        return f"#p{paragraph + 1}" if self._work.shows(paragraph) else ""

    def _reference(self, note: int) -> str:
        if note in self._referred or note not in self._work.references:
            return self._repeated(note)
        self._referred.add(note)
        return f' id="r{note + 1}" role="doc-noteref"'

    def _repeated(self, note: int) -> str:
        return ' role="doc-noteref"' if note in self._work.references else ""


def names_of(block: list[Paragraph], row: str = "row") -> list[str]:
    """The classes of a row: what it is, how deep it stands, how it joins the one before."""
    first = block[0]
    names = [row, first.kind.name.lower()]
    if first.depth:
        names.append(f"d{min(first.depth, _DEEPEST)}")
    names += ["big"] * (sum(len(one.source) for paragraph in block for one in paragraph.segments) > _BIG)
    names += ["kept"] * first.kept + ["tight"] * first.tight + ["boiler"] * first.boilerplate
    return names


def lined(block: list[Paragraph], side: Side, *, again: bool = False, end: str = "<br>") -> str:
    """The lines of a block: that of code as they are, others so that each has room of its own.

    Args:
        block: the paragraphs that are its lines.
        side: makes one of them.
        again: whether the lines have their ids elsewhere.
        end: of a line.
    """
    if len(block) == 1:
        return _indent(block[0]) + side(block[0])
    code = block[0].kind is Kind.CODE
    lines = []
    for number, paragraph in enumerate(block):
        name = "" if again or not number else f' id="p{paragraph.number + 1}"'
        lines.append(
            f"<span{name}>{side(paragraph)}</span>"
            if code
            else f'<span class="ln"{name}>{_indent(paragraph)}{side(paragraph)}</span>'
        )
    return ("\n" if code else end).join(lines)


def _indent(paragraph: Paragraph) -> str:
    """What indents a line of verse; its class says how far, for where lines are parted otherwise."""
    steps = paragraph.indent
    return f'<span class="in i{min(steps, _MOST_STEPS)}">{STEP * steps}</span>' if steps else ""


def _term(entry: int, text: str) -> str:
    return f'<a class="t" href="#e{entry + 1}">{text}</a>'
