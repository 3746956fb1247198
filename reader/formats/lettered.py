r"""Lists with letters or Roman numbers, as German documents have them and CommonMark does not: `a)`, `b)`, `ii.`.

Their lines stand in one paragraph. Invariant: lines are a list only if at least two of them count on from `a` or `i`;
otherwise nothing is changed, so that `a. D.` or `z. B.` at the beginning of a line makes none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.formats.docx_numbers import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.building import Run

SOFT: Final = "\r"
"""The text of a run that is a line break in the file and none in the text."""
_MARK: Final = re.compile(r"([a-z]{1,5}|[A-Z]{1,5}(?=\)))([.)])[ \t]+")
_FORMS: Final = ("lowerLetter", "lowerRoman", "upperLetter", "upperRoman")
_DEEPEST: Final = 6


class Item(NamedTuple):
    """An item of such a list: how deep it stands in it (0 is the top), what it is called, what it says."""

    depth: int
    label: str
    runs: list[Run]


def parted(runs: Sequence[Run]) -> tuple[list[Run], list[Item]]:
    """What stands before a list in a paragraph, and the list; without items if there is none."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == SOFT:
            lines.append([run])
        else:
            lines[-1].append(run)
    before: list[Run] = []
    items: list[Item] = []
    counting: list[tuple[str, str, int]] = []
    for line in lines:
        first = next((run for run in line if run.text != SOFT), None)
        mark = _MARK.match(first.text) if first is not None and not first.style else None
        depth = _counted(counting, mark[1], mark[2]) if mark else -1
        if mark and first is not None and depth >= 0:
            at = line.index(first)
            items.append(Item(depth, mark[0].strip(), [first._replace(text=first.text[mark.end() :]), *line[at + 1 :]]))
        elif items:
            items[-1].runs.extend(line)
        else:
            before.extend(line)
    return (before, items) if sum(item.depth == 0 for item in items) > 1 else (list(runs), [])


def _counted(counting: list[tuple[str, str, int]], sign: str, end: str) -> int:
    """The depth of the item that a sign begins, counted on; -1 if it is no item."""
    for depth in range(len(counting) - 1, -1, -1):
        form, close, number = counting[depth]
        if close == end and written(number + 1, form) == sign:
            del counting[depth + 1 :]
            counting[depth] = form, close, number + 1
            return depth
    form = next((form for form in _FORMS if written(1, form) == sign), "")
    if not form or len(counting) >= _DEEPEST:
        return -1
    counting.append((form, end, 1))
    return len(counting) - 1
