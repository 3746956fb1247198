"""What reading and writing other formats has to tell: problems with their lines, what was left out, what was lost.

Invariant: nothing is lost or left out without being counted here, and the lists stay short however large and broken a
file is.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from glossary.interchange.cleaning import shown
from glossary.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

MOST_PROBLEMS = 200
"""More are counted, not kept."""

MOST_ALIKE = 20
"""So many things left out for the same reason are named one by one."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format cannot hold, or that has no place in an entry.

    Attributes:
        field: what it is, as a person calls it: `note`, `domain`, `context`.
        count: how many entries (or terms) are concerned.
        example: the first of them.
        why: the reason, as part of a sentence; may be empty.
    """

    field: str
    count: int
    example: str
    why: str = ""

    def __str__(self) -> str:
        """`note: 12 entries, for example “Zoll” (reason)`."""
        entries = "entry" if self.count == 1 else "entries"
        why = f" ({self.why})" if self.why else ""
        return f"{self.field}: {self.count:,} {entries}, for example “{self.example}”{why}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Entries that were not read, all for the same reason.

    Attributes:
        reason: why, as part of a sentence: `no English term`.
        count: how many.
        example: the first of them.
        line: its line, counted from 1; 0 if it has none.
    """

    reason: str
    count: int
    example: str
    line: int

    def __str__(self) -> str:
        """`12 left out: no English term, for example “Zoll” in line 3`."""
        where = f" in line {self.line}" if self.line else ""
        return f"{self.count:,} left out: {self.reason}, for example “{self.example}”{where}"


class Report(NamedTuple):
    """What was written.

    Attributes:
        written: how many entries.
        losses: what the format cannot hold.
        left_out: entries that are not in the file at all.
        lines: how many lines, rows or concepts they became.
    """

    written: int
    losses: tuple[Loss, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    lines: int = 0


class Losses:
    """Counts what is lost while a file is read or written. A class because every step may add to it."""

    __slots__ = ("_counts", "_left")

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], tuple[int, str]] = {}
        self._left: dict[str, tuple[int, str, int]] = {}

    def lose(self, field: str, example: str, why: str = "", *, times: int = 1) -> None:
        """Count an entry that loses a field, or several."""
        field = shown(field)
        count, first = self._counts.get((field, why), (0, ""))
        self._counts[field, why] = (count + times, first or shown(example))

    def leave_out(self, reason: str, example: str, line: int = 0) -> int:
        """Count one entry that is left out; gives how many there are for this reason now."""
        count, first, where = self._left.get(reason, (0, "", 0))
        self._left[reason] = (count + 1, first or shown(example), where or line)
        return count + 1

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was lost, in the order in which it was met."""
        return tuple(Loss(field, count, example, why) for (field, why), (count, example) in self._counts.items())

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, in the order in which it was met."""
        return tuple(LeftOut(reason, *rest) for reason, rest in self._left.items())


class Findings(Losses):
    """What is found while a file is read.

    Attributes:
        path: the file.
        problems: mistakes with their lines, at most `MOST_PROBLEMS`.
        more: how many further problems there were.
    """

    __slots__ = ("more", "path", "problems")

    def __init__(self, path: "Path | None") -> None:
        super().__init__()
        self.path = path
        self.problems: list[Problem] = []
        self.more = 0

    def problem(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note a mistake; beyond `MOST_PROBLEMS` it is only counted."""
        if len(self.problems) >= MOST_PROBLEMS:
            self.more += 1
        else:
            self.problems.append(Problem(self.path, line, column, message, hint))

    def refuse(self, line: int, reason: str, example: str, hint: str = "") -> None:
        """Leave one entry out; the first ones for each reason are named with their lines."""
        if self.leave_out(reason, example, line) <= MOST_ALIKE:
            self.problem(line, 0, f"“{shown(example)}” is left out: {reason}", hint)

    @property
    def skipped(self) -> int:
        """How many entries were left out."""
        return sum(left.count for left in self.left_out)
