"""The paragraphs of a plain text that uses blank lines, or was wrapped by hand or by a program.

A line break was made by wrapping if the next word would not have fit on the line; every other break was meant. So
prose is joined, and verse, lists, tables, headings, addresses and signatures stay as they are.

Invariant: all words of the text come back in their order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.boilerplate import is_boilerplate
from reader.core.building import Builder, Run
from reader.core.document import CELL_BREAK, Kind
from reader.formats import metre
from reader.formats.figure_tables import LEAST_ROWS, figure_table
from reader.formats.listed import (
    BULLET,
    SURE_BULLETS,
    depths_of,
    indent_of,
    is_same_mark,
    item_starts,
    mark_end,
    mark_of,
)
from reader.formats.shape import SLACK, WIDEST, is_full
from reader.formats.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.core.document import Document
    from reader.formats.hyphens import Words

_SPECIAL: Final = " \xa0\u3000-–—*•·‣▪◦>|+("
"""A line that begins so may be more than a line of prose."""
_RAGGED: Final = 14
_SHORT: Final = 80
_GAP: Final = re.compile(r"(?<=\S) {3,}(?=\S)")
_PIECE: Final = re.compile(r"\S+(?> {1,2}\S+)*")
_RULE: Final = re.compile(r"\s*(?:[*·•_=~#–—+-]\s*){3,}\Z")
_TABLE_RULE: Final = re.compile(r"[\s|+│=:-]+\Z")
_UNDERLINE: Final = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*\Z")
_QUOTED: Final = re.compile(r"\s?((?:> ?)+)")
_SENTENCE_END: Final = re.compile(r"[.!?…:][\"“”»«’‘)\]]*\Z")
_CHAPTER: Final = re.compile(
    r"(?:(?:Erst|Zweit|Dritt|Viert|Fünft|Sechst|Sieb(?:en)?t|Acht|Neunt|Zehnt|\w{3,20}t|Letzt)e[rs]? |\d{1,3}\. )?"
    r"(?:Kapitel|Teil|Buch|Abschnitt|Akt|Aufzug|Szene|Auftritt|Band|Chapter|Part|Book)"
    r"(?: [\dIVXLC]{1,6}\b.{0,50})?[.:]?"
    r"|(?:Vorwort|Einleitung|Nachwort|Inhalt|Inhaltsverzeichnis|Prolog|Epilog|Anhang|Anmerkungen|Literatur)"
    r"|[IVXLC]{1,7}\.?|\d{1,3}\.?",
)
_CODE_INDENT: Final = 2
_CODE: Final = re.compile(
    r"\b[a-z_][\w.]*\([^()\s]*\)|[\w\])] ?(?:[-+*/:=!<>]=|->|=>|&&|\|\|) ?[\w\"'\[({-]|[{}]|\);\s*\Z"
    r"|\w = [\d\"'\[({-]|^\s*(?:#include|//|/\*|\$ |<\w+>)"
    r"|^\s*(?:def|class|return|import|elif|else:|const|let|var|func|fn|public|private|static|void|SELECT|FROM)\b"
)
_ADVERTS: Final = frozenset(("anzeige", "werbung"))
"""Of all lines of one word that stand around articles, those that are never meant as a chapter of a manual."""
_NO_HEADING_END: Final = tuple('.,;:!?“”"«»…-')


class Paragraph(NamedTuple):
    """One paragraph of a block; of a table's rows those that head its columns are of level 1."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    tight: bool = False
    label: str = ""
    level: int = 0


def layout(text: str, width: int, words: Words) -> Document:
    """The document of a cleaned text that was wrapped to a width, or that has blocks (see `shape`); 0 for no width."""
    builder, typed = Builder(), Typed(text)
    lines = text.split("\n")
    if 0 < width <= metre.WIDEST and metre.is_poem([block for block, _ in _blocks(lines)]):
        width = 0
    for block, blank in _blocks(lines):
        if not _is_prose(block, width):
            for paragraph in _read(block, blank, width, words):
                _put(builder, typed, paragraph)
        elif typed.any:
            _put(builder, typed, Paragraph(" ".join(block).rstrip()))
        else:
            builder.put(" ".join(block).rstrip())
    return builder.finish()


def _put(builder: Builder, typed: Typed, paragraph: Paragraph) -> None:
    """Add a paragraph, with what was typed to stand out."""
    text, kind, tight, label, level = paragraph
    if kind is Kind.TABLE:
        builder.row([[Run(cell)] for cell in text.split(CELL_BREAK)], tight=tight, header=level > 0)
        return
    if typed.any and kind in {Kind.PARAGRAPH, Kind.ITEM}:
        note, text = typed.note(builder, text) if not label else ("", text)
        kind, label = (Kind.NOTE, note) if note else (kind, label)
    stands_out = typed.any and kind not in {Kind.RULE, Kind.CODE}
    builder.add(typed.runs(text) if stands_out else [Run(text)], kind, level=level, label=label, tight=tight)


def _blocks(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    """The runs of lines between blank ones, and how many blank ones stand before each."""
    block: list[str] = []
    blank, before = 2, 2
    for line in lines:
        if line and not line.isspace():
            if not block:
                before = blank
            block.append(line)
            blank = 0
        else:
            if block:
                yield block, before
                block = []
            blank += 1
    if block:
        yield block, before


def _is_prose(block: list[str], width: int) -> bool:
    """Whether this is so plainly prose that its lines can be joined unseen.

    All its lines but the last are nearly as wide as the text, or it is one long line.
    """
    if len(block) == 1:
        line = block[0]
        return len(line) > _SHORT and line[0] not in _SPECIAL and "  " not in line
    if not width or len(block) < 3 or len(block[0]) > WIDEST:
        return False
    least = width - _RAGGED
    for line in block[:-1]:
        if len(line) < least or line[-1] in "-\u2010 " or line[0] in _SPECIAL:
            return False
    last = block[-1]
    return last[0] not in _SPECIAL and len(last) <= width + SLACK and not any("  " in line for line in block)


def _read(block: list[str], blank: int, width: int, words: Words) -> Sequence[Paragraph]:
    """The paragraphs of a block: the first reading that fits."""
    lines = [line.rstrip() for line in block]
    if len(lines) == 1:
        return (_single(lines[0], blank),)
    if len(lines) == 2 and _UNDERLINE.match(lines[1]) and len(lines[0]) <= _SHORT:
        return (Paragraph(lines[0], Kind.HEADING, level=1 if "=" in lines[1] else 2),)
    if all(map(_QUOTED.match, lines)):
        return _quoted(lines, width, words)
    return _table(lines) or _named_table(lines) or _list(lines, words) or _verse_or_prose(lines, width, words)


def _single(line: str, blank: int) -> Paragraph:
    """A line that stands alone."""
    bare = line.strip()
    if _RULE.match(bare) and len(set(bare) - {" "}) <= 2:
        return Paragraph(bare, Kind.RULE)
    bullet = BULLET.match(line)
    if bullet and bullet[1] in SURE_BULLETS:
        return Paragraph(line[bullet.end() :], Kind.ITEM, label=bullet[1])
    return Paragraph(bare, Kind.HEADING, level=_heading_level(bare)) if _is_heading(bare, blank) else Paragraph(bare)


def _is_heading(line: str, blank: int) -> bool:
    """Whether a line that stands alone heads what follows."""
    if len(line) > 70 or (is_boilerplate(line) and (" " in line or line.lower() in _ADVERTS)):
        return False
    if _CHAPTER.fullmatch(line) or (line.isupper() and sum(map(str.isalpha, line)) > 3):
        return True
    return blank >= 2 and not line.endswith(_NO_HEADING_END) and (line[0].isupper() or line[0].isdigit())


def _heading_level(line: str) -> int:
    return 1 if _CHAPTER.fullmatch(line) or line.isupper() else 2


def _quoted(lines: list[str], width: int, words: Words) -> list[Paragraph]:
    """Lines that begin with `>`, as in letters."""
    found: list[Paragraph] = []
    for level, group in groupby(lines, _quote_level):
        inner = [_QUOTED.sub("", line, count=1) for line in group]
        for block, _ in _blocks(inner):
            joined = _verse_or_prose(block, width - 2 * level if width else 0, words)
            found += [part._replace(kind=Kind.QUOTE, level=level) for part in joined]
    return found


def _quote_level(line: str) -> int:
    match = _QUOTED.match(line)
    return match[1].count(">") if match else 0


def _table(lines: list[str]) -> list[Paragraph]:
    """The rows, if all lines have their gaps, bars or figures at the same columns; else nothing."""
    barred = all(line.count("|") + line.count("│") > 1 or _TABLE_RULE.match(line) for line in lines)
    written = [line for line in lines if not _TABLE_RULE.match(line)]
    headed = len(lines) > 2 and bool(_TABLE_RULE.match(lines[1] if lines[0] in written[:1] else lines[2]))
    figures = None if barred else figure_table(written)
    if figures:
        rows, headed = figures.rows, headed or figures.headed
    elif barred or _aligned(lines):
        rows = [_cells(line.strip()) for line in written] if barred else _in_columns(written)
    else:
        return []
    return [
        Paragraph(CELL_BREAK.join(cells), Kind.TABLE, tight=number > 0, level=int(headed and number == 0))
        for number, cells in enumerate(rows)
    ]


def _named_table(lines: list[str]) -> list[Paragraph]:
    """A table of figures with its name in the line above it, or where it is from in the line below; else nothing."""
    for first, end in ((1, len(lines)), (0, len(lines) - 1), (1, len(lines) - 1)):
        around = [lines[:first], lines[end:]]
        inner = lines[first:end]
        if any("  " in line.strip() for side in around for line in side) or len(inner) < LEAST_ROWS:
            continue
        if figure_table([line for line in inner if not _TABLE_RULE.match(line)]):
            above, below = ([Paragraph(line.strip()) for line in side] for side in around)
            return [*above, *_table(inner), *below]
    return []


def _in_columns(lines: list[str]) -> list[list[str]]:
    """The cells of lines whose gaps are at the same columns; where a line has nothing in a column, an empty one.

    >>> _in_columns(["Land      Wert   Rang", "Ulm                12", "Bern     1.250    3"])
    [['Land', 'Wert', 'Rang'], ['Ulm', '', '12'], ['Bern', '1.250', '3']]
    """
    pieces = [
        [(found.start(), found.end(), found[0].replace(CELL_BREAK, "|")) for found in _PIECE.finditer(line)]
        for line in lines
    ]
    columns: list[list[int]] = []
    for start, end, _ in sorted(piece for row in pieces for piece in row):
        if columns and start < columns[-1][1]:
            columns[-1][1] = max(end, columns[-1][1])
        else:
            columns.append([start, end])
    starts = [start for start, _ in columns]
    rows = []
    for row in pieces:
        cells = [""] * len(columns)
        for start, _, text in row:
            at = bisect_right(starts, start) - 1
            if cells[at]:  # Cells of other lines reach over the gap: they are told apart by their order only.
                return [[text for _, _, text in row] for row in pieces]
            cells[at] = text
        rows.append(cells)
    return rows


def _cells(line: str) -> list[str]:
    """The cells between bars; those at the ends of the line part nothing.

    >>> _cells("| a | | b |")
    [' a ', ' ', ' b ']
    """
    return re.split(r"[|│]", re.sub(r"\A[|│]|[|│]\Z", "", line))


def _aligned(lines: list[str]) -> bool:
    """Whether in most lines a gap of three spaces or more ends at one column, and there is one in each."""
    ends = [{match.end() for match in _GAP.finditer(line, mark_end(line))} for line in lines]
    if not all(ends):
        return False
    columns = set.union(*ends)
    return any(sum(column in each for each in ends) > 0.7 * len(ends) for column in columns)


def _list(lines: list[str], words: Words) -> list[Paragraph]:
    """The items, if the first line, or the second after a colon, begins one; else nothing."""
    first = 0 if mark_of(lines[0]) else 1
    mark = mark_of(lines[first])
    if not mark or (first and not lines[0].endswith(":")):
        return []
    if mark not in SURE_BULLETS and sum(is_same_mark(mark_of(line), mark) for line in lines) < 2:
        return []
    starts = item_starts(lines, mark)
    found = [Paragraph(lines[0].strip())] if first else []
    depths = depths_of({indent_of(lines[start]) for start in starts})
    for start, end in pairwise([*starts, len(lines)]):
        label = mark_of(lines[start])
        inner = [lines[start].strip().removeprefix(label).strip(), *lines[start + 1 : end]]
        level = min(depths[indent_of(lines[start])], 5)
        found.append(Paragraph(_joined(inner, words), Kind.ITEM, tight=bool(found), label=label, level=level))
    return found


def _verse_or_prose(lines: list[str], width: int, words: Words) -> list[Paragraph]:
    """Lines that are joined where wrapping broke them, and stay lines where a break was meant."""
    base = min(map(indent_of, lines))
    bare = [line[base:] for line in lines]
    inner_width = width - base if width else 0
    if not width or _is_verse(bare, inner_width):
        short = max(map(len, lines)) <= (width or _SHORT)
        kind = Kind.VERSE if short and len(lines) > 1 else Kind.PARAGRAPH
        if base >= _CODE_INDENT and sum(map(_is_code, lines)) >= 0.6 * len(lines):
            kind = Kind.CODE
        return [Paragraph(line.rstrip(), kind, tight=short and number > 0) for number, line in enumerate(bare)]
    kind = Kind.QUOTE if base >= 4 and len(bare) > 1 else Kind.PARAGRAPH
    groups: list[list[str]] = [[bare[0]]]
    indented = sum(line.startswith("  ") for line in bare) < 0.5 * len(bare)
    prose = _share(bare, inner_width) >= 0.6
    ends: list[bool] = []
    for one, other in pairwise(bare):
        begins = indented and other.startswith("  ") and not one.startswith("   ")
        long = prose or len(one) > 0.7 * inner_width
        if not begins and (is_full(len(one), other.lstrip(), inner_width) or (long and _goes_on(one, other))):
            groups[-1].append(other)
        else:
            groups.append([other])
            ends.append(begins or bool(_SENTENCE_END.search(one)))
    level = 1 if kind is Kind.QUOTE else 0
    tight = [False, *(not end for end in ends)]
    return [
        Paragraph(_joined(group, words), kind, tight=close, level=level)
        for group, close in zip(groups, tight, strict=True)
    ]


def _is_code(line: str) -> bool:
    """Whether a line has what stands in programs only; brackets and full stops do not."""
    return _CODE.search(line) is not None


def _is_verse(lines: list[str], width: int) -> bool:
    """Whether most breaks were meant, or every line begins with a capital and ends well before the margin."""
    if _share(lines, width) < 0.34:
        return True
    capitals = sum(line.lstrip(" \"'„»«‚“")[:1].isupper() for line in lines[1:])
    return len(lines) > 2 and capitals >= 0.9 * (len(lines) - 1) and max(map(len, lines)) < width - SLACK


def _share(lines: list[str], width: int) -> float:
    """Of all line breaks, those that wrapping made."""
    full = sum(is_full(len(one), other.lstrip(), width) for one, other in pairwise(lines))
    return full / max(1, len(lines) - 1)


def _goes_on(one: str, other: str) -> bool:
    """Whether a sentence goes on in the next line, though its first word would have fit."""
    return not _SENTENCE_END.search(one) and (other[:1].islower() or other[:1].isdigit() or one.endswith((",", "-")))


def _joined(lines: Sequence[str], words: Words) -> str:
    """Lines as one, words that were parted mended."""
    parts: list[str] = []
    last = lines[0].strip()
    for line in lines[1:]:
        bare = line.strip()
        parts += words.joint(last, bare) if last.endswith(("-", "\u2010")) else (last, " ")
        last = bare
    return "".join([*parts, last])
