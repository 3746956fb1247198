"""The tree of a YAML text in which every leaf is a string and every node knows its place.

Invariant: `start` and `end` are half-open character offsets into the text that was parsed, `line` and `column`
count from 1.
"""

from typing import NamedTuple


class Scalar(NamedTuple):
    """A string. `style` is empty for a plain one, else its quotation mark, `|` or `>`."""

    text: str
    start: int
    end: int
    line: int
    column: int
    style: str = ""


class Items(NamedTuple):
    """A list."""

    items: "list[Node]"
    start: int
    end: int
    line: int
    column: int
    flow: bool = False


class Pairs(NamedTuple):
    """A mapping, in the order of the text; a key may occur twice."""

    pairs: "list[tuple[Node, Node]]"
    start: int
    end: int
    line: int
    column: int
    flow: bool = False


Node = Scalar | Items | Pairs


class Broken(Exception):  # noqa: N818 - a finding on its way to becoming a Problem or a GlossaryError
    """A text that cannot be read as YAML of strings, with the place and what to do."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(line, column, message, hint)
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
