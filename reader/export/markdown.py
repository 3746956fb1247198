"""Markdown: each paragraph with its translation as a quotation below it, or both in a table.

Invariant: what stands in the text is text in Markdown, too: no character of it makes markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind, Style
from reader.core.text import one_line
from reader.export.joining import STEP, blocks, missing_text, sources_as_one, targets_as_one
from reader.export.markup import runs
from reader.export.naming import is_borrowed
from reader.export.notes import gathered, note_of
from reader.export.table import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from reader.core.document import Emphasis
    from reader.export.markup import Run
    from reader.export.table import Table
    from reader.export.values import Options, Paragraph, Segment
    from reader.export.work import Work

    Notes = dict[int, int]
    Side = Callable[[Paragraph], str]

LAYOUTS: Final = ("interleaved", "table")
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&~$|]")
_LINE_START: Final = re.compile(r"([#+=\-:])|(\d{1,9})([.)])")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ALIGNED: Final = {"l": "---", "c": ":-:", "r": "--:"}
_BARE: Final = re.compile(r"(?<!\\)\|")
_BOXES: Final = {"☐": "[ ]", "☑": "[x]", "☒": "[x]"}
_MARKS: Final = ((Style.EMPH, "*"), (Style.STRONG, "**"), (Style.STRIKE, "~~"))


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
    front = _front(work) + (f"# {plain(work.title)}\n" if work.entitled else "")
    yield front
    # The first piece brings the line that parts it from what stands before.
    pieces = _pieces(work)
    yield next(pieces, "").removeprefix("" if front and not front.endswith("\n\n") else "\n")
    yield from pieces


def _pieces(work: Work) -> Iterator[str]:
    """The paragraphs with their translations, each after an empty line."""
    shift, language = int(work.entitled), work.languages[1]
    notes = numbers(work)
    for block in gathered(blocks(work.paragraphs()), notes):
        if block[0].number in notes:
            yield f"\n{_note(block, notes)}"
        elif block[0].kind is Kind.NOTE:
            yield from (_block([one], notes, shift, language) for one in block)
        elif block[0].kind is Kind.TABLE:
            yield _pair_of_tables(table_of(block, work.document), notes)
        else:
            yield _block(block, notes, shift, language)


def _pair_of_tables(table: Table, notes: Notes) -> str:
    """A table, and its translation as a quotation."""
    out = _rows(table, lambda one: _source(one, notes))
    if not table.rows[0].paragraph.boilerplate or any(row.paragraph.translated for row in table.rows):
        out += ["", *(f"> {line}" for line in _rows(table, lambda one: _target(one, notes)))]
    return "\n" + "\n".join(out) + "\n"


def _block(block: list[Paragraph], notes: Notes, shift: int, language: str) -> str:
    """Paragraphs that belong together, and their translation as a quotation."""
    first = block[0]
    lines = _SHAPES.get(first.kind, _text)(block, lambda one: _source(one, notes))
    if first.kind is Kind.HEADING:
        lines = [f"{'#' * min(6, max(1, first.level) + shift)} {_source(first, notes)}"]
    before = "" if first.kind is Kind.ITEM and first.tight else "\n"
    # Four for each level are enough below a number, and not yet code below a dash.
    indent = "    " * first.level if first.kind is Kind.ITEM else ""
    mark, inner = _lead(first)
    out = [indent + (mark if not number else inner) + line for number, line in enumerate(lines)]
    if not (first.boilerplate and not first.translated) and not first.kept:
        target = _SHAPES.get(first.kind, _translation)(block, lambda one: _target(one, notes))
        out.append((indent + inner).rstrip())
        if first.kind is Kind.QUOTE:
            # What is quoted in a quote would look the same.
            target[0] = f"*{language}:* {target[0]}"
        out += [f"{indent}{inner}> {line}".rstrip() for line in target]
    return before + "\n".join(out) + "\n"


def numbers(work: Work) -> Notes:
    """The numbers of the notes that are referred to."""
    return {note: number for number, note in enumerate(sorted(filter(work.shows, work.references)), 1)}


def _note(block: list[Paragraph], notes: Notes) -> str:
    """The definition of a note: its paragraphs, each with its translation."""
    lines = []
    for paragraph in block:
        lines += ["", f"    {at_line_start(_source(paragraph, notes))}"]
        lines += ["", f"    > {at_line_start(_target(paragraph, notes))}"]
    return "\n".join([f"[^{notes[block[0].number]}]: {lines[1].lstrip()}", *lines[2:]]) + "\n"


def _front(work: Work) -> str:
    """What is known of the text beside its title, as front matter; nothing if there is nothing."""
    if not work.author:
        return ""
    fields = (("title", work.title), ("author", work.author), ("lang", work.languages[0]))
    return "---\n" + "".join(f"{name}: {_scalar(value)}\n" for name, value in fields) + "---\n\n"


def _scalar(value: str) -> str:
    r"""A value of front matter.

    >>> _scalar("E. T. A. Hoffmann"), _scalar('Das "Haus"')
    ('"E. T. A. Hoffmann"', '\'Das "Haus"\'')
    """
    text = one_line(value)
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "’") + "'"


def _lead(paragraph: Paragraph) -> tuple[str, str]:
    """What stands before the first line of a paragraph, and before the others."""
    if paragraph.kind is Kind.ITEM:
        number = re.fullmatch(r"(\d{1,9})[.)]", paragraph.label)
        if paragraph.label in _BOXES:
            return f"- {_BOXES[paragraph.label]} ", "  "
        mark = f"{number[1]}. " if number else "- " if paragraph.label else "  "
        return mark, " " * len(mark)
    if paragraph.kind is Kind.QUOTE:
        return "> " * max(1, paragraph.level), "> " * max(1, paragraph.level)
    return "", ""


def _text(block: list[Paragraph], side: Side) -> list[str]:
    first = block[0]
    label = first.label if first.kind is not Kind.ITEM else ""
    lines = [at_line_start(side(paragraph)) for paragraph in block]
    lines = [f"{plain(label)} {lines[0]}" if label else lines[0], *lines[1:]]
    return [*(f"{line}\\" for line in lines[:-1]), lines[-1]]


def _translation(block: list[Paragraph], side: Side) -> list[str]:
    return _verse(block, side)


def _verse(block: list[Paragraph], side: Side) -> list[str]:
    lines = [STEP * paragraph.indent + at_line_start(side(paragraph)) for paragraph in block]
    return [*(f"{line}\\" for line in lines[:-1]), lines[-1]]


def _code(block: list[Paragraph], side: Side) -> list[str]:
    del side
    lines = [" ".join(segment.source for segment in paragraph.segments) for paragraph in block]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + block[0].code, *lines, fence]


def _rows(table: Table, side: Side) -> list[str]:
    """A table; one without heads has an empty one, since there is none without in Markdown."""
    count = len(table.align)
    lines = []
    for row in table.rows:
        inside = [_cell(side(row.paragraph._replace(segments=cell))) for cell in row.cells]
        lines.append(_row([*inside, *[""] * (count - len(inside))]))
    if not table.headers:
        lines.insert(0, _row([""] * count))
    return [lines[0], _row([_ALIGNED[align] for align in table.align]), *lines[1:]]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(block: list[Paragraph], side: Side) -> list[str]:
    del block, side
    return ["* * *"]


_SHAPES: Final = {Kind.VERSE: _verse, Kind.CODE: _code, Kind.RULE: _rule}


def _source(paragraph: Paragraph, notes: Notes) -> str:
    return sources_as_one(paragraph.segments, lambda one: _marked(one.source, one.emphasis, notes))


def _target(paragraph: Paragraph, notes: Notes) -> str:
    def written(one: Segment) -> str:
        if one.target is None:
            return f"*[{plain(missing_text(one))}]*"
        return _marked(one.target, one.target_emphasis, notes)

    return targets_as_one(paragraph.segments, written)


def _marked(text: str, emphasis: tuple[Emphasis, ...], notes: Notes) -> str:
    """Text with its emphasis, links and references to notes."""
    parts: list[str] = []
    found = [run for group in runs(text, (), emphasis) for run in group]
    for place, run in enumerate(found):
        note = notes.get(note_of(run.style, run.target), 0)
        if note:
            parts.append(f"[^{note}]")
            continue
        before = found[place - 1].text[-1:] if place else ""
        after = found[place + 1].text[:1] if place + 1 < len(found) else ""
        parts.append(_run(run, before, after, crowded=bool(parts) and parts[-1].endswith("*")))
    return "".join(parts)


def _run(run: Run, before: str, after: str, *, crowded: bool) -> str:
    """A run in its style, if Markdown can say it there: it wants no letter outside where a sign stands inside."""
    bare = run.text.strip()
    if not bare:
        return run.text
    left = run.text[: len(run.text) - len(run.text.lstrip())]
    right = run.text[len(run.text.rstrip()) :]
    text = plain(bare)
    if Style.CODE in run.style and "`" not in bare:
        text = f"`{bare}`"
    stuck = (not left and before.isalnum() and not text[0].isalnum()) or (
        not right and after.isalnum() and not text[-1].isalnum()
    )
    if not stuck and not (crowded and not left):
        for style, mark in _MARKS:
            if style in run.style:
                text = f"{mark}{text}{mark}"
    if Style.LINK in run.style and run.target.startswith(("http:", "https:", "mailto:")):
        text = f"[{text}](<{_address(run.target)}>)"
    return left + text + right


def _address(target: str) -> str:
    return target.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")


def _table(work: Work) -> Iterator[str]:
    source, target = work.languages
    yield _front(work)
    yield f"# {plain(work.title)}\n\n" if not is_borrowed(work.document, work.title) else ""
    yield f"| {source} | {target} |\n| --- | --- |\n"
    notes = numbers(work)
    kept = []
    for block in gathered(([one] for one in work.paragraphs()), notes):
        if block[0].number in notes:
            kept.append(block)
            continue
        for paragraph in block:
            lone = paragraph.boilerplate and not paragraph.translated
            label = f"{plain(paragraph.label)} " if paragraph.label else ""
            indent = STEP * paragraph.indent
            under = "" if lone else indent + _cell(_target(paragraph, notes))
            yield f"| {label}{indent}{_cell(_source(paragraph, notes))} | {under} |\n"
    yield from (f"\n{_note(block, notes)}" for block in kept)


def _cell(text: str) -> str:
    """Text for a cell, where a bar parts cells even in code; all others are escaped already."""
    return _BARE.sub(r"\\|", text.replace("\n", " ").strip())
