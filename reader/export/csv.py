"""CSV: a row for each segment, with its paragraph, source, target, state and origin.

Invariant: no cell is a formula to a spreadsheet: one that would be begins with an apostrophe, and so does one that
begins with such an apostrophe already; `unguarded` takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from reader.core.target import TargetState

if TYPE_CHECKING:
    from typing import BinaryIO

    from reader.export.values import Options
    from reader.export.work import Work

COLUMNS: Final = ("paragraph", "source", "target", "state", "origin")
_FORMULA: Final = re.compile(r"'*[=+\-@]")


def write(work: Work, out: BinaryIO, options: Options, delimiter: str = ",") -> None:
    """Write the segments as CSV, in UTF-8; the target of one that has none is empty."""
    if options.for_spreadsheet:
        out.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(out, "utf-8", "replace", newline="", write_through=False)
    try:
        rows = csv.writer(text, delimiter=delimiter)
        rows.writerow(COLUMNS)
        for paragraph in work.paragraphs():
            number = paragraph.number + 1
            for segment in paragraph.segments:
                how = (TargetState.KEPT.value, "") if segment.wordless else (segment.state.value, segment.origin)
                cells = (segment.source.strip(), segment.target or "", *how)
                rows.writerow((number, *map(guarded, cells)))
    finally:
        text.detach()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("'-x"), guarded("– Ja.")
    ("'=1+1", "''-x", '– Ja.')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
