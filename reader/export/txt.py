"""Plain text: each paragraph, and below it, indented, its translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.core.document import Emphasis, Kind, Style
from reader.export.joining import blocks, missing_text, sources_as_one, targets_as_one
from reader.export.table import as_lines, table_of

if TYPE_CHECKING:
    from typing import BinaryIO

    from reader.export.values import Options, Paragraph, Segment
    from reader.export.work import Work

_INDENT: Final = "    "
_STEP: Final = "  "


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write a text with its translation, in UTF-8."""
    del options
    between = ""
    for block in blocks(work.paragraphs()):
        first = block[0]
        if first.kind is Kind.TABLE:
            table = table_of(block, work.document)
            lines = as_lines(
                table, lambda cell: sources_as_one(cell, lambda segment: _struck(segment.source, segment.emphasis))
            )
            targets = as_lines(table, lambda cell: targets_as_one(cell, _target))
        else:
            lines = [_STEP * paragraph.indent + _source(paragraph) for paragraph in block]
            targets = [_STEP * paragraph.indent + targets_as_one(paragraph.segments, _target) for paragraph in block]
        if not first.kept and not (first.boilerplate and not first.translated):
            lines += [_INDENT + line for line in targets]
        out.write((("" if first.tight else between) + "\n".join(lines) + "\n").encode("utf-8", "replace"))
        between = "\n"


def _source(paragraph: Paragraph) -> str:
    text = sources_as_one(paragraph.segments, lambda segment: _struck(segment.source, segment.emphasis))
    label = f"{paragraph.label} " if paragraph.label else ""
    return label + text


def _target(segment: Segment) -> str:
    if segment.target is None:
        return f"[{missing_text(segment)}]"
    return _struck(segment.target, segment.target_emphasis)


def _struck(text: str, emphasis: tuple[Emphasis, ...]) -> str:
    """A text with what is struck through between the signs that chats and Markdown have for it.

    >>> _struck("nicht bezahlt", (Emphasis(0, 5, Style.STRIKE),))
    '~~nicht~~ bezahlt'
    """
    for start, end, style, _ in reversed(emphasis):
        if Style.STRIKE in style:
            text = f"{text[:start]}~~{text[start:end].rstrip()}~~{text[end:]}"
    return text
