r"""What is doubtful in the lines of a glossary file and no longer to be seen in its entries.

>>> [finding.message for finding in lint_lines("OPEC+: OPEC+\nZoll:\n  en: duty\n  note:\n", None)]
['“OPEC+” is its own translation', '“note” says nothing']
"""

import re
from typing import TYPE_CHECKING

from glossary.lint import Finding
from glossary.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_EMPTY = re.compile(rf"( +)({'|'.join(name for name in FIELDS if name != 'en')}) *: *(?:#.*)?")
_KEEP_AND_MORE = re.compile(r"\[ *=(?= *,)|(?<=[,]) *=(?= *[,\]])")


def lint_lines(text: str, path: "Path | None") -> list[Finding]:
    """The findings in the lines of a file, in order.

    Args:
        text: the whole file.
        path: where it comes from.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    return [finding for at in range(len(lines)) for finding in _line(lines, at, path)]


def _line(lines: "Sequence[str]", at: int, path: "Path | None") -> "Iterator[Finding]":
    line = lines[at].removesuffix("\r")
    if not line or line[0] == "#":
        return
    if line[-1] in " \t":
        column = len(line.rstrip()) + 1
        yield Finding("info", "trailing-blanks", path, at + 1, column, "Blanks at the end of the line", "Delete them")
    if line[0] == " ":
        empty = _EMPTY.fullmatch(line)
        if empty is not None and not _goes_on(lines, at, len(empty[1])):
            message = f"“{empty[2]}” says nothing"
            yield Finding("warning", "empty-field", path, at + 1, len(empty[1]) + 1, message, "Fill it in or delete it")
    elif ": " in line:
        key, _, value = line.partition(": ")
        if key.strip(" \"'").rstrip("~!") == value.strip(" \"'") and value.strip():
            message = f"“{value.strip()[:60]}” is its own translation"
            hint = "`=` says so for good, also when the term is edited"
            yield Finding("info", "keep", path, at + 1, len(key) + 3, message, hint)
    if "=" in line:
        more = _KEEP_AND_MORE.search(line)
        if more is not None:
            message = "Beside `=`, which keeps the term, there are other translations"
            yield Finding(
                "info", "keep-and-others", path, at + 1, more.end(), message, "They count as good renderings too"
            )


def _goes_on(lines: "Sequence[str]", at: int, indent: int) -> bool:
    """Whether the value of a field stands in the lines below it."""
    for line in lines[at + 1 :]:
        bare = line.strip()
        if bare and bare[0] != "#":
            inner = len(line) - len(line.lstrip(" "))
            return inner > indent or (inner == indent and bare.startswith("- "))
    return False
