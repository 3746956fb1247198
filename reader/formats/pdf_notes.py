"""Footnotes of printed pages: small type at the foot of a column that begins with a mark.

Pure. Invariant: every line is either a line of the text or of exactly one note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.formats.pdf_lines import Column, Line, is_raised, line_of, segments_of, size_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.formats.pdf_pieces import Piece

_SMALLER: Final = 0.95
_MARK: Final = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3}|[¹²³⁴-⁹⁰]{1,3})[\]).]?")
_TAB: Final = 4.0
"""A tab between the mark of a note and the note is no wider, in sizes of the font."""
_SPACE: Final = 0.25
_APART: Final = 1.7
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_END: Final = re.compile(r"[.!?][\"“”»«’)\]]*\Z")


class Note(NamedTuple):
    """A footnote.

    Attributes:
        page: the number of the page that it begins on.
        mark: what it hangs on ("1", "*").
        lines: without the mark.
    """

    page: int
    mark: str
    lines: list[Line]


def with_marks(rows: Sequence[Sequence[Piece]]) -> list[Line]:
    """The rows of a page in parts, at every gap that may be one between columns; none parts a note from its mark."""
    body = size_of([piece for row in rows for piece in row])
    highest: dict[str, float] = {}
    for row in rows:
        whole = line_of(row)
        for piece in row:
            if is_raised(piece, whole) and (mark := reference(piece.text)):
                highest.setdefault(mark, whole.base)
    return [part for row in rows for part in _with_mark(segments_of(row), highest, body)]


def _with_mark(parts: Sequence[Line], highest: Mapping[str, float], body: float) -> list[Line]:
    """The parts of a row, the mark of a note and the note as one: in small type below the raised sign in the text."""
    found: list[Line] = []
    for part in parts:
        last = found[-1] if found else None
        mark = reference(last.text) if last and last.size < _SMALLER * body else ""
        if last and mark in highest and last.base < highest[mark] and _is_note(last, part):
            # As wide as the tab, so that it stays on the line of its note.
            wide = last.pieces[-1]._replace(right=part.left - _SPACE * part.size)
            found[-1] = line_of([*last.pieces[:-1], wide, part.pieces[0]._replace(glued=False), *part.pieces[1:]])
        else:
            found.append(part)
    return found


def _is_note(mark: Line, line: Line) -> bool:
    """Whether words stand as far behind a mark as those of a note do."""
    is_near = line.left - mark.right < _TAB * line.size and mark.size < 1.05 * line.size
    return is_near and any(char.isalpha() for char in line.text)


def parted(pages: Sequence[Sequence[Column]], body: float) -> tuple[list[list[Column]], list[Note]]:
    """The columns of the pages without their notes, and the notes.

    Args:
        pages: the columns of each page.
        body: the size of the text.
    """
    texts: list[list[Column]] = []
    notes: list[Note] = []
    raised = marks_in([line for columns in pages for column in columns for line in column.lines])
    for page, columns in enumerate(pages):
        has_text = any(line.size >= _SMALLER * body for column in columns for line in column.lines)
        texts.append([])
        marks = _hung_on(columns)
        for column in columns:
            is_list = has_text or _follows(notes, column.lines)
            start = _foot(column.lines, body) if is_list else len(column.lines)
            start = min(start, _apart(column.lines, marks))
            goes_on = bool(notes) and notes[-1].page >= page - 1 and not _is_ended(notes[-1])
            while start < len(column.lines) and not goes_on and not _is_marked(column.lines[start], raised):
                start += 1
            for line in column.lines[start:]:
                mark = mark_of(line) if _is_marked(line, raised, notes[-1:]) else ""
                if mark:
                    notes.append(Note(page, mark, [rest] if (rest := _without_mark(line)) else []))
                else:
                    notes[-1].lines.append(line)
            if start:
                texts[-1].append(column._replace(lines=column.lines[:start]))
    return texts, notes


def _foot(lines: list[Line], body: float) -> int:
    """The first of the small lines at the end of a column."""
    start = len(lines)
    while start and lines[start - 1].size < _SMALLER * body:
        start -= 1
    return start


def _hung_on(columns: Sequence[Column]) -> frozenset[str]:
    """The marks of a page that stand behind words."""
    lines = (line for column in columns for line in column.lines)
    return frozenset(reference(p.text) for line in lines for p in line.pieces[1:] if is_raised(p, line)) - {""}


def _apart(lines: list[Line], marks: frozenset[str]) -> int:
    """The first of the notes at the end of a column that are as large as the text: they stand apart, behind a sign."""
    start = len(lines)
    for number in range(len(lines) - 1, 0, -1):
        line, above = lines[number], lines[number - 1]
        if above.base - line.base > _APART * line.size:
            if not is_raised(line.pieces[0], line) or mark_of(line) not in marks:
                break
            start = number
    return start


def marks_in(lines: Sequence[Line]) -> frozenset[str]:
    """The raised signs in some lines that may be marks of notes."""
    signs = (piece.text for line in lines for piece in line.pieces if is_raised(piece, line))
    return frozenset(filter(None, map(reference, signs)))


def _is_marked(line: Line, raised: frozenset[str], last: Sequence[Note] = ()) -> bool:
    """Whether a line begins with the mark of a note: raised, or one that stands in the text or follows the last one."""
    mark = mark_of(line)
    if not mark or not mark.isdecimal() or is_raised(line.pieces[0], line) or line.pieces[0].text[0] in "¹²³⁴⁵⁶⁷⁸⁹":
        return bool(mark)
    return mark in raised or any(note.mark.isdecimal() and int(mark) == int(note.mark) + 1 for note in last)


def _follows(notes: Sequence[Note], lines: Sequence[Line]) -> bool:
    """Whether a page of small type begins with the next note: the notes of a whole text stand together at its end."""
    last = notes[-1].mark if notes else ""
    return last.isdecimal() and bool(lines) and mark_of(lines[0]) == str(int(last) + 1)


def mark_of(line: Line) -> str:
    """The mark that a note begins with; empty if there is none."""
    first = line.pieces[0]
    found = _MARK.fullmatch(first.text)
    if found and (len(line.pieces) > 1 or is_raised(first, line)):
        return found[1].translate(_RAISED)
    raised = _MARK.match(first.text)
    return raised[1].translate(_RAISED) if raised and first.text[0] in "¹²³⁴⁵⁶⁷⁸⁹*†‡" else ""


def reference(text: str) -> str:
    """The mark of a note that a raised sign in the text stands for.

    >>> reference("12"), reference("*)"), reference("²")
    ('12', '*', '2')
    """
    found = _MARK.fullmatch(text.strip(" ,;"))
    return found[1].translate(_RAISED) if found else ""


def _without_mark(line: Line) -> Line | None:
    first, *others = line.pieces
    if _MARK.fullmatch(first.text):
        return line_of([others[0]._replace(glued=False), *others[1:]]) if others else None
    rest = first._replace(text=first.text.lstrip("¹²³⁴⁵⁶⁷⁸⁹⁰*†‡"))
    return line_of([rest, *others]) if rest.text else (line_of(others) if others else None)


def _is_ended(note: Note) -> bool:
    return not note.lines or bool(_END.search(note.lines[-1].text))
