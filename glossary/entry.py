"""The values of a glossary: entries, the terms in them, and the whole.

Invariant: all of them are immutable. Two entries are equal when they say the same; where they come from
(layer, path, line) does not count.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.problems import Problem

Match = Literal["inflected", "exact", "compound"]
"""How an entry is found: in every inflected form, only as it is spelled, or inside solid compounds as well."""

Case = Literal["smart", "sensitive", "insensitive"]
"""How capitals count: by the rules of the language, letter by letter, or not at all."""

REMOVED = "-"
"""The target that takes a term out of the layers below: `Zoll: "-"`."""


class TermStatus(Enum):
    """How a target term stands to its entry, in the words of ISO 30042."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    FORBIDDEN = "forbidden"


class Term(NamedTuple):
    """One target term of an entry with its status."""

    text: str
    status: TermStatus


@dataclass(frozen=True, slots=True)
class Entry:
    """One source term and what it is called in the other language.

    Attributes:
        source: the term as it stands in the glossary.
        targets: its translations, the preferred one first.
        forbidden: translations that must not be used.
        note: a remark for people.
        domain: the subject field.
        match: how the term is found.
        forms: further spellings of the source that must match.
        case: how capitals count.
        pos: word class (noun, verb, adj, adv, name, phrase), or empty.
        added: the day the entry was made, as it stands in the file.
        layer: the name of the layer the entry comes from.
        path: the file it comes from, or None.
        line: its line in that file, counted from 1; 0 if there is none.
    """

    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    note: str = ""
    domain: str = ""
    match: Match = "inflected"
    forms: tuple[str, ...] = ()
    case: Case = "smart"
    pos: str = ""
    added: str = ""
    layer: str = field(default="", compare=False)
    path: "Path | None" = field(default=None, compare=False)
    line: int = field(default=0, compare=False)

    @property
    def target(self) -> str:
        """The preferred translation; empty if there is none."""
        return self.targets[0] if self.targets else ""

    @property
    def removes(self) -> bool:
        """Whether this entry only takes the same source out of the layers below."""
        return self.targets == (REMOVED,) and self.source != REMOVED

    @property
    def terms(self) -> tuple[Term, ...]:
        """All target terms with their status, preferred first, forbidden last."""
        statuses = [TermStatus.PREFERRED, *[TermStatus.ADMITTED] * (len(self.targets) - 1)]
        wanted = [Term(text, status) for text, status in zip(self.targets, statuses, strict=False)]
        return (*wanted, *(Term(text, TermStatus.FORBIDDEN) for text in self.forbidden))


class Glossary(NamedTuple):
    """Entries in order of precedence, and what was wrong with the files they come from."""

    entries: "Sequence[Entry]" = ()
    problems: "tuple[Problem, ...]" = ()
