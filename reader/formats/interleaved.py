"""Our own bilingual Markdown and plain text read again: the original alone, without its translation.

A mark in the last line says whose they are, and how they were written. Invariant: a file without that mark is left
as it is; of one that only claims to be ours, whole lines are left out and none is changed but a heading's level.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MARK: Final = re.compile(r"\n(?:<!-- (?P<md>Lesepult 1: .*?) -->|\[(?P<txt>Lesepult 1: .*?)\])\s*\Z")
_MARK_CHARS: Final = 10_000
_MOST_PROGRAMS: Final = 500
_PROGRAM: Final = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_FENCE: Final = re.compile(r"`{3,}")
_INDENTED: Final = re.compile(r" {2,}>(?: |$)")
_QUOTED: Final = re.compile(r"(?:> ?)+")
_HEADING: Final = re.compile(r"#(#{1,5} )")
_ROW: Final = re.compile(r"\| (.*?) (?:(?<!\\)\|.*)?$")
_LINE_START: Final = re.compile(r"[#+=\-:>]")
_RULE: Final = "* * *"
_FRONT: Final = "---"
NOTE: Final = "the original of a bilingual text"
INDENT: Final = "    "
"""What stands before each line of a translation in plain text."""


def markdown_mark(languages: tuple[str, str], *more: str) -> str:
    """The last line of Markdown of ours.

    Args:
        languages: of the text and of the translation.
        more: "titled" if the first heading is no part of the text, "table" if both stand in one table.

    >>> markdown_mark(("de", "en"), "titled")
    '<!-- Lesepult 1: de en titled -->'
    """
    return f"<!-- Lesepult 1: {' '.join((*languages, *more))} -->"


def text_mark(languages: tuple[str, str], programs: Iterable[tuple[int, int]] = ()) -> str:
    """The last line of plain text of ours.

    Args:
        languages: of the text and of the translation.
        programs: the first line and the last of each program with lines that stand in as far as translations do.

    >>> text_mark(("de", "en"), [(7, 9)])
    '[Lesepult 1: de en 7-9]'
    """
    named = [f"{first}-{last}" for first, last in islice(programs, _MOST_PROGRAMS)]
    return f"[Lesepult 1: {' '.join((*languages, *named))}]"


def original(text: str, *, markdown: bool) -> str | None:
    r"""The original that a text of ours holds; None if it is none of ours.

    >>> original("Ja.\n\n> Yes.\n\n> Zitat\n>\n> > *en:* Quote\n\n<!-- Lesepult 1: de en -->\n", markdown=True)
    'Ja.\n\n> Zitat\n'
    >>> original("Ja.\n    Yes.\n\n[Lesepult 1: de en]\n", markdown=False)
    'Ja.\n'
    """
    found = _MARK.search(text, max(0, len(text.rstrip()) - _MARK_CHARS))
    said = found and found["md" if markdown else "txt"]
    if not found or not said:
        return None
    lines = text[: found.start()].split("\n")
    flags = said.split()[4:]
    kept: Iterable[str]
    if not markdown:
        kept = _of_text(lines, [one for one in map(_PROGRAM.fullmatch, flags) if one])
    elif "table" in flags:
        kept = _of_table(lines)
    else:
        kept = _of_markdown(_untitled(lines) if "titled" in flags else lines)
    return "\n".join(kept).strip("\n") + "\n"


def own_original(text: str, notes: tuple[str, ...], *, markdown: bool) -> tuple[str, tuple[str, ...]]:
    """The same text and notes, or the original alone and that it is so, if the text is one of ours."""
    found = original(text, markdown=markdown)
    return (text, notes) if found is None else (found, (*notes, NOTE))


def _untitled(lines: Iterable[str]) -> Iterator[str]:
    """The lines without the first heading, the others on the level that they had."""
    fence, titled = "", False
    for line in lines:
        fence = _fence(line, fence)
        if not titled and line.startswith("# "):
            titled = True
        else:
            yield line if fence else _HEADING.sub(r"\1", line, count=1) if line.startswith("#") else line


def _fence(line: str, fence: str) -> str:
    """The fence that a program stands in after a line; "" for none."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        return found[0]
    return "" if line.strip() == fence else fence


def _of_markdown(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    fence = quote = ""
    awaiting = dropping = False
    for line in lines:
        was_code, fence = bool(fence), _fence(line, fence)
        if was_code or fence:
            kept.append(line)
            awaiting = False
        elif not line:
            kept.append(line)
            dropping, quote = False, ""
        elif dropping or _INDENTED.match(line) or (line.startswith(">") and awaiting):
            # The line between a text and its translation goes with the translation.
            if kept and not kept[-1]:
                kept.pop()
            dropping, awaiting = not line.startswith(" "), False
        elif line.startswith(">"):
            dropping = bool(quote) and line == quote.rstrip()
            found = _QUOTED.match(line)
            quote = quote or (found[0] if found else "")
            kept += [line] * (not dropping)
        else:
            kept.append(line)
            awaiting = line != _RULE
    return kept


def _of_table(lines: Iterable[str]) -> Iterator[str]:
    """The first column of a table, a paragraph for each row; what stands around it as Markdown has it."""
    rows: list[str] = []
    around: list[str] = []
    for line in lines:
        found = _ROW.match(line)
        (rows if found else around).append(found[1] if found else line)
    front = next((at for at, line in enumerate(around[1:], 1) if line == _FRONT), 0) if around[:1] == [_FRONT] else 0
    yield from around[: front + 1 if front else 0]
    for row in rows[2:]:
        yield from ("", f"\\{row}" if _LINE_START.match(row) else row)
    yield from ("", *_of_markdown(line for line in around[front + 1 if front else 0 :] if not line.startswith("# ")))


def _of_text(lines: Iterable[str], programs: Sequence[re.Match[str]]) -> Iterator[str]:
    """Lines that are followed by as many indented ones are followed by their translation; others are a program's."""
    starts = [int(one[1]) for one in programs]
    ends = [int(one[2]) for one in programs]

    def translated(numbered: tuple[int, str]) -> bool:
        number, line = numbered
        at = bisect_right(starts, number) - 1
        return line.startswith(INDENT) and not (at >= 0 and number <= ends[at])

    source: list[str] = []
    for indented, run in groupby(enumerate(lines, 1), translated):
        group = [line for _, line in run]
        if not indented:
            source = group
            yield from group
        else:
            above = next((at for at, one in enumerate(reversed(source)) if not one), len(source))
            if len(group) != above:
                yield from group
