"""Plain text: each paragraph, and below it, indented, its translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.core.document import Kind
from reader.export.work import blocks, target_lines

if TYPE_CHECKING:
    from typing import BinaryIO

    from reader.export.work import Options, Paragraph, Work

_INDENT: Final = "    "


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write a text with its translation, in UTF-8."""
    del options
    between = ""
    for block in blocks(work.paragraphs()):
        lines = [_source(paragraph) for paragraph in block]
        first = block[0]
        if first.kind is not Kind.RULE and not (first.boilerplate and not first.translated):
            lines += [_INDENT + " ".join(target_lines(paragraph.segments)) for paragraph in block]
        out.write((("" if first.tight else between) + "\n".join(lines) + "\n").encode("utf-8", "replace"))
        between = "\n"


def _source(paragraph: Paragraph) -> str:
    text = " ".join(segment.source for segment in paragraph.segments)
    label = f"{paragraph.label} " if paragraph.label else ""
    return label + text
