"""Which units of the memory a command is about, as options."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from reader.memory.choosing import Choice

STATES = ("edited", "imported", "machine")


def add_choice(parser: ArgumentParser) -> None:
    """Add the options; all of them together must hold for a unit."""
    parser.add_argument("--text", metavar="TEXT", help="with this text in source or translation")
    parser.add_argument("--origin", metavar="NAME", help="of this engine, file or person")
    parser.add_argument("--engine", metavar="NAME", help="answers of this engine")
    parser.add_argument("--state", choices=STATES, help="your edits, imported ones, or machines' answers")
    parser.add_argument(
        "--before",
        metavar="DATE",
        help="last changed before this day, as in 2026-01-31 (not those from before there were days in the memory)",
    )


def choice_of(arguments: Namespace) -> Choice:
    """The conditions that the options set.

    Raises:
        UsageError: the day is none, there is no such engine, or a text is blank.
    """
    from reader.core.target import TargetState  # noqa: PLC0415 - not for --help
    from reader.memory.choosing import Choice  # noqa: PLC0415

    _check_engine(arguments.engine)
    states = dict(zip(STATES, (TargetState.EDITED, TargetState.MEMORY, TargetState.MACHINE), strict=True))
    return Choice(
        text=_named(arguments.text, "text"),
        origin=_named(arguments.origin, "origin"),
        engine=_named(arguments.engine, "engine"),
        state=states[arguments.state] if arguments.state else None,
        before_ms=_midnight_ms(arguments.before) if arguments.before is not None else None,
    )


def _named(text: str | None, what: str) -> str:
    """What an option names; a blank one, which would name everything, is refused."""
    if text is None:
        return ""
    from reader.core.keys import normalised  # noqa: PLC0415 - not for --help
    from reader.core.text import clean  # noqa: PLC0415

    if not normalised(clean(text)):
        from reader.errors import UsageError  # noqa: PLC0415 - only on the way out

        raise UsageError(f"The {what} is blank", f"--{what} needs one.", "Leave it out, or name one.")
    return clean(text)


def _check_engine(name: str | None) -> None:
    """Refuse the name of an engine that there is not; what has gone with an older version has an origin still."""
    from reader.commands.choosing import known_engines  # noqa: PLC0415 - not for --help

    if name is not None and name.strip() and name not in known_engines():
        from reader.errors import UsageError  # noqa: PLC0415 - only on the way out

        hint = f"There are: {', '.join(known_engines())}. Of others: --origin NAME."
        raise UsageError("There is no such engine", f"“{name}”.", hint)


def _midnight_ms(day: str) -> int:
    """The beginning of a day where the person is, in milliseconds since 1970."""
    try:
        local = datetime.strptime(day.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
        return int(local.replace(tzinfo=None).astimezone().timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        from reader.errors import UsageError  # noqa: PLC0415 - only on the way out

        raise UsageError("There is no such day", f"“{day}”.", "Write it as in 2026-01-31.") from None
