"""What is wrong with a glossary, in words for a person.

A `Problem` is a finding in a file that can still be used: it never stops the other entries. A `GlossaryError` is
raised when something that was asked for (writing an entry, reading a file of pairs) cannot be done; whatever
stood on the disk before stands there still.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Problem(NamedTuple):
    """A mistake in a glossary file: where, what, and what to do.

    Attributes:
        path: the file, or None for a text that came from no file.
        line: counted from 1; 0 if the mistake has no place.
        column: counted from 1, in characters; 0 if the mistake has no place.
        message: what is wrong, as one sentence without a full stop.
        hint: what to do about it; may be empty.
    """

    path: "Path | None"
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`file:line:column: message. hint` as one line."""
        place = ":".join(str(part) for part in (self.path or "glossary", self.line, self.column) if part)
        return f"{place}: {self.message}" + (f". {self.hint}" if self.hint else "")


class GlossaryError(Exception):
    """A glossary file cannot be written or read as asked.

    Attributes:
        title: what failed, in a few words.
        message: what exactly, and where (path, line), in one sentence.
        hint: what to do about it; may be empty.
    """

    def __init__(self, title: str, message: str, hint: str = "") -> None:
        super().__init__(title, message, hint)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The title, message and hint as one line of plain text."""
        return " ".join(part for part in (f"{self.title}: {self.message}", self.hint) if part)
