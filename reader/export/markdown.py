"""Markdown: each paragraph with its translation as a quotation below it, or both in a table.

Invariant: what stands in the text is text in Markdown, too: no character of it makes markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind, Style
from reader.export.markup import runs
from reader.export.work import blocks, missing_text, sources_as_one, targets_as_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from reader.export.work import Options, Paragraph, Segment, Work

    Side = Callable[[Paragraph], str]

LAYOUTS: Final = ("interleaved", "table")
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&~$|]")
_LINE_START: Final = re.compile(r"([#+=\-:])|(\d{1,9})([.)])")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_MARKS: Final = ((Style.EMPH, "*"), (Style.STRONG, "**"))


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write a text with its translation, in UTF-8."""
    pieces = _table(work) if options.layout == "table" else _interleaved(work)
    out.writelines(piece.encode("utf-8", "replace") for piece in pieces)


def plain(text: str) -> str:
    r"""Text that is only text in Markdown, anywhere in a line.

    >>> plain("[a](b) <i> 1*2: ja")
    '\\[a\\](b) &lt;i&gt; 1\\*2: ja'
    """
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)


def at_line_start(text: str) -> str:
    r"""The same for the beginning of a line, where more is markup.

    >>> at_line_start("1. Mai"), at_line_start("- nein")
    ('1\\. Mai', '\\- nein')
    """
    text = text.lstrip()
    found = _LINE_START.match(text)
    if found is None:
        return text
    return f"\\{text}" if found[1] else f"{found[2]}\\{found[3]}{text[found.end() :]}"


def _interleaved(work: Work) -> Iterator[str]:
    yield f"# {plain(work.title)}\n" if not _begins_with_heading(work) else ""
    shift = 0 if _begins_with_heading(work) else 1
    for block in blocks(work.paragraphs()):
        first = block[0]
        lines = _SHAPES.get(first.kind, _text)(block, _source)
        if first.kind is Kind.HEADING:
            lines = [f"{'#' * min(6, max(1, first.level) + shift)} {_source(first)}"]
        before = "" if first.kind is Kind.ITEM and first.tight else "\n"
        # Four for each level are enough below a number, and not yet code below a dash.
        indent = "    " * first.level if first.kind is Kind.ITEM else ""
        mark, inner = _lead(first)
        out = [indent + (mark if not number else inner) + line for number, line in enumerate(lines)]
        if not (first.boilerplate and not first.translated) and not first.kept:
            target = _SHAPES.get(first.kind, _text)(block, _target)
            out.append((indent + inner).rstrip())
            out += [f"{indent}{inner}> {line}".rstrip() for line in target]
        yield before + "\n".join(out) + "\n"


def _begins_with_heading(work: Work) -> bool:
    doc = work.document
    return len(doc) > 0 and doc.kind(0) is Kind.HEADING and doc.level(0) == 1


def _lead(paragraph: Paragraph) -> tuple[str, str]:
    """What stands before the first line of a paragraph, and before the others."""
    if paragraph.kind is Kind.ITEM:
        number = re.fullmatch(r"(\d{1,9})[.)]", paragraph.label)
        mark = f"{number[1]}. " if number else "- " if paragraph.label else "  "
        return mark, " " * len(mark)
    if paragraph.kind is Kind.QUOTE:
        return "> " * max(1, paragraph.level), "> " * max(1, paragraph.level)
    return "", ""


def _text(block: list[Paragraph], side: Side) -> list[str]:
    label = block[0].label if block[0].kind is not Kind.ITEM and side is _source else ""
    text = at_line_start(side(block[0]))
    return [f"{plain(label)} {text}" if label else text]


def _verse(block: list[Paragraph], side: Side) -> list[str]:
    lines = [at_line_start(side(paragraph)) for paragraph in block]
    return [*(f"{line}\\" for line in lines[:-1]), lines[-1]]


def _code(block: list[Paragraph], side: Side) -> list[str]:
    del side
    lines = [" ".join(segment.source for segment in paragraph.segments) for paragraph in block]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *lines, fence]


def _rows(block: list[Paragraph], side: Side) -> list[str]:
    rows = [side(paragraph).split(" │ ") for paragraph in block]
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return [lines[0], f"|{' --- |' * width}", *lines[1:]]


def _rule(block: list[Paragraph], side: Side) -> list[str]:
    del block, side
    return ["* * *"]


_SHAPES: Final = {Kind.VERSE: _verse, Kind.CODE: _code, Kind.TABLE: _rows, Kind.RULE: _rule}


def _source(paragraph: Paragraph) -> str:
    return sources_as_one(paragraph.segments, _marked)


def _target(paragraph: Paragraph) -> str:
    return targets_as_one(
        paragraph.segments,
        lambda one: plain(one.target) if one.target is not None else f"*[{plain(missing_text(one))}]*",
    )


def _marked(segment: Segment) -> str:
    parts = []
    for group in runs(segment.source, (), segment.emphasis):
        for run in group:
            bare = run.text.strip()
            text = plain(bare)
            if Style.CODE in run.style and "`" not in bare:
                text = f"`{bare}`"
            for style, mark in _MARKS:
                if style in run.style and bare:
                    text = f"{mark}{text}{mark}"
            if Style.LINK in run.style and run.target.startswith(("http:", "https:", "mailto:")):
                text = f"[{text}](<{_address(run.target)}>)"
            left = run.text[: len(run.text) - len(run.text.lstrip())] if bare else run.text
            parts.append(left + text + (run.text[len(run.text.rstrip()) :] if bare else ""))
    return "".join(parts)


def _address(target: str) -> str:
    return target.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")


def _table(work: Work) -> Iterator[str]:
    source, target = work.languages
    yield f"# {plain(work.title)}\n\n| {source} | {target} |\n| --- | --- |\n"
    for paragraph in work.paragraphs():
        lone = paragraph.boilerplate and not paragraph.translated
        label = f"{plain(paragraph.label)} " if paragraph.label else ""
        yield f"| {label}{_cell(_source(paragraph))} | {'' if lone else _cell(_target(paragraph))} |\n"


def _cell(text: str) -> str:
    return text.replace("\n", " ").strip()
