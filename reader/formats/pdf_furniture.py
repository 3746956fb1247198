"""Running heads and numbers of pages: lines that stand at the same place on several pages.

Pure. Invariant: of each page only lines at its top and bottom go, and only such that are a page's number, stand beside
it, or come again elsewhere; a number counts as such if it is alone on its line, or counts as the pages do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style
from reader.formats.pdf_notes import mark_of, marks_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.formats.pdf_lines import Line

_DEPTH: Final = 2
"""So many lines at the top and at the bottom of a page are looked at."""
_NUMBER: Final = re.compile(r"(?<![\w.,])(\d{1,4})(?![\w,]|\.\d)")
_ONLY_NUMBER: Final = re.compile(
    r"[-–—|·*\[( ]*(?:(?:Seite|S\.|Page|p\.)\s*)?#(?:\s*(?:von|of|/|\|)\s*\d{1,4})?[-–—|·*\]). ]*", re.IGNORECASE
)
_CHAPTER: Final = re.compile(
    r"(?:\d{1,3}\. )?(?:Kapitel|Teil|Buch|Akt|Szene|Abschnitt|Tag|Brief|Chapter|Part)\b.{0,6}\Z", re.IGNORECASE
)
"""The number of a chapter may rise from page to page, too."""
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}, \d{1,2}[:.]\d{2}(?:\s[AaPp]\.?[Mm]\.?)?")
_ADDRESS: Final = re.compile(r"(?:https?|file)://\S+")
_SINGLE: Final = re.compile(r"[-–—( ]*(?:\d{1,4}|[ivxlc]{1,7})[-–—). ]*")
_SAME_PLACE: Final = 4.0
_APART: Final = 1.15
_MOST: Final = 0.4
"""What stands at the same place on so many of the pages is no text, however close to it."""
_LARGE, _SMALL = 1.12, 0.97
"""Headings are larger than the text, and running heads smaller."""
_HEAD_CHARS: Final = 100
_EDGE: Final = 0.13
"""Heads and numbers stand in this part of the page's height at its top and bottom."""


class _Candidate(NamedTuple):
    """A line at the top or the bottom of a page.

    Attributes:
        page: its number.
        line: the line.
        text: of the line.
        top: whether it stands at the top.
        apart: whether it stands further from the next line than lines do.
    """

    page: int
    line: Line
    text: str
    top: bool
    apart: bool


def furniture(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], names: Iterable[str] = ()
) -> set[tuple[int, Line]]:
    """The lines that belong to the pages and not to the text, each with the number of its page.

    Args:
        pages: the lines of each.
        heights: of the pages.
        names: of the text and its chapters, as the file tells them.
    """
    found: set[tuple[int, Line]] = set()
    body = _body_size(pages)
    marks = [marks_in(lines) for lines in pages]
    chapters = {*names, *(line.text for lines in pages for line in lines if line.size > _LARGE * body)} - {""}
    for _ in range(_DEPTH):
        candidates = [
            candidate
            for page, lines in enumerate(pages)
            for candidate in _outermost(page, [line for line in lines if (page, line) not in found], heights[page])
            if candidate.line.size < 1.3 * body and (candidate.top or mark_of(candidate.line) not in marks[page])
        ]
        found |= _repeated(candidates) | _named(candidates, chapters, body) | _printed(candidates)
    return found


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=10.0)


def _outermost(page: int, lines: list[Line], height: float) -> list[_Candidate]:
    """The lines at the top and at the bottom of a page, all that stand at one height."""
    if not lines:
        return []
    top, bottom = max(line.base for line in lines), min(line.base for line in lines)
    bases = sorted({round(line.base) for line in lines})
    steps = [other - one for one, other in pairwise(bases) if other - one > 2] or [0]
    apart = {True: steps[-1] > _APART * median(steps), False: steps[0] > _APART * median(steps)}
    return [
        _Candidate(page, line, line.text, is_top, apart[is_top] or len(steps) < 3)
        for line in lines
        for is_top, edge in ((True, top), (False, bottom))
        if abs(line.base - edge) < 2 and (line.base > (1 - _EDGE) * height if is_top else line.base < _EDGE * height)
    ]


def _repeated(candidates: list[_Candidate]) -> set[tuple[int, Line]]:
    """Those of the lines that come again, or that number the pages."""
    steps: Counter[int] = Counter()
    for candidate in candidates:
        steps.update({int(number) - candidate.page for number in _NUMBER.findall(candidate.text)})
    best = max(steps, key=lambda step: steps[step], default=0)
    step = best if steps[best] > 1 else None
    bare = [_without_number(candidate, step) for candidate in candidates]
    found: set[tuple[int, Line]] = set()
    count = len({candidate.page for candidate in candidates})
    places: dict[tuple[str, bool], list[_Candidate]] = {}
    level = Counter(map(_level, candidates))
    for candidate, (text, numbered) in zip(candidates, bare, strict=True):
        alone = _ONLY_NUMBER.fullmatch(text) if numbered else None
        single = _SINGLE.fullmatch(candidate.text)
        # At the top, a number may be that of a chapter; beside other words, one of a table or of a note.
        is_alone = level[_level(candidate)] == 1
        is_own = is_alone and (not candidate.top or (candidate.apart and _is_own(candidate)))
        certain = single and (numbered or is_own)
        if alone or certain:
            found.add((candidate.page, candidate.line))
        else:
            # With and without its number: the number of the page may stand in a head for something else.
            for same_text in {text.replace("#", "").strip(), candidate.text}:
                places.setdefault((same_text, candidate.top), []).append(candidate)
    bases: list[tuple[int, float]] = [(page, line.base) for page, line in found]
    for same in places.values():
        for one in same:
            others = {other.page for other in same if abs(other.line.base - one.line.base) < _SAME_PLACE}
            if len(others) > 1 and (one.apart or len(others) > max(2, _MOST * count)):
                found.add((one.page, one.line))
                bases.append((one.page, one.line.base))
    for candidate, (_, numbered) in zip(candidates, bare, strict=True):
        # A head that changes with each chapter: beside the number of the page, or apart from the text.
        beside = any(page == candidate.page and abs(base - candidate.line.base) < 1 for page, base in bases)
        if beside and len(candidate.text) < 100 and (numbered or candidate.apart):
            found.add((candidate.page, candidate.line))
    return found


def _printed(candidates: list[_Candidate]) -> set[tuple[int, Line]]:
    """What browsers print at the edges of a page, and all beside it: the date, the address, which page of how many."""
    count = candidates[-1].page + 1 if candidates else 0
    level = Counter(map(_level, candidates))
    places = {
        _level(one)
        for one in candidates
        if _DATE.fullmatch(one.text)
        or one.text == f"{one.page + 1}/{count}"
        # Alone, it may be the end of a note; such that come again are found anyway.
        or (_ADDRESS.fullmatch(one.text) and one.apart and level[_level(one)] > 1)
    }
    return {(one.page, one.line) for one in candidates if _level(one) in places}


def _level(one: _Candidate) -> tuple[int, bool, int]:
    """On which page and at which height a line stands."""
    return one.page, one.top, round(one.line.base)


def _named(candidates: list[_Candidate], chapters: set[str], body: float) -> set[tuple[int, Line]]:
    """Those at the top that name the chapter: in small type the words of a heading, or all at one height."""
    heads = [one for one in candidates if one.top and one.apart and _is_head(one.line, body)]
    found = {(one.page, one.line) for one in heads if one.text in chapters}
    count = len({candidate.page for candidate in candidates})
    # One of each page: what stands side by side is no habit.
    bases = sorted({_level(one): one.line.base for one in heads}.values())
    for one in heads:
        level = bisect_right(bases, one.line.base + 1) - bisect_left(bases, one.line.base - 1)
        if level > max(2, _MOST * count):
            found.add((one.page, one.line))
    return found


def _is_head(line: Line, body: float) -> bool:
    """Whether a line is set as running heads are, and headings are not: small, or in italics."""
    style = line.pieces[0].style
    if Style.STRONG in style or len(line.text) > _HEAD_CHARS:
        return False
    return line.size < _SMALL * body or (line.size < 1.02 * body and all(Style.EMPH in p.style for p in line.pieces))


def _is_own(candidate: _Candidate) -> bool:
    """Whether a number stands between dashes, or is how many pages there are up to here."""
    return candidate.text[:1] in "-–—" or candidate.text == str(candidate.page + 1)


def _without_number(candidate: _Candidate, step: int | None) -> tuple[str, bool]:
    """The text with `#` for the number of the page, and whether it holds that."""
    if step is None or _CHAPTER.match(candidate.text):
        return candidate.text, False
    text = re.sub(rf"(?<![\w.,]){candidate.page + step}(?![\w,])", "#", candidate.text, count=1)
    return text, text != candidate.text
