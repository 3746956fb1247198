"""`lesepult glossary`: the glossary without the reader. Each group of sub-commands has a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands import (
    glossary_candidates,
    glossary_check,
    glossary_edit,
    glossary_exchange,
    glossary_find,
    glossary_list,
)
from reader.commands.parser import EXIT_CODES

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Protocol

    from reader.commands.parser import Subparsers
    from reader.paths import Paths

    class Group(Protocol):
        """A module of sub-commands."""

        @property
        def ACTIONS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
            """The names of its sub-commands."""

        def add_to(self, subparsers: Subparsers) -> None:
            """Add the parsers of its sub-commands."""

        def run(self, arguments: Namespace, paths: Paths) -> int:
            """Do it; gives the exit code."""


NAME = "glossary"

_GROUPS: tuple[Group, ...] = (
    glossary_list,
    glossary_edit,
    glossary_check,
    glossary_find,
    glossary_exchange,
    glossary_candidates,
)

_EPILOG = f"""examples:
  lesepult glossary list                          all terms, and the file and line each comes from
  lesepult glossary add "rote Linie" "red line"   write a term into your glossary
  lesepult glossary find Linien                   entries with this word, inflected or not
  lesepult glossary check team.yaml               mistakes and doubts, for a pre-commit hook
  lesepult glossary import iate.tbx --dry-run     what an import would do
  lesepult glossary export terms.csv --format deepl

Results go to standard output, everything else to standard error; --json gives one JSON document.
{EXIT_CODES}"""


def add_to(subparsers: Subparsers) -> None:
    """Add `glossary` with its sub-commands."""
    parser = subparsers.add_parser(
        NAME, help="list, edit, check, import and export terms", description="The glossary.", epilog=_EPILOG
    )
    commands = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    for group in _GROUPS:
        group.add_to(commands)


def run(arguments: Namespace, paths: Paths) -> int:
    """Run the sub-command; gives the exit code."""
    for group in _GROUPS:
        if arguments.action in group.ACTIONS:
            return group.run(arguments, paths)
    raise AssertionError(arguments.action)  # argparse lets no other through
