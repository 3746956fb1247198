"""What `lesepult doctor` finds: a value for each thing that was looked at, and how checks are run so that none fails.

Invariant: whatever is broken, every check gives at least one finding, and no check keeps another from being made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

OK, NOTE, PROBLEM = "ok", "note", "problem"


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes:
        topic: what it belongs to.
        level: "ok", "note" (it works, but something is worth knowing) or "problem".
        message: what was found, as a sentence or less.
        hint: what to do about it; may be empty.
    """

    topic: str
    level: str
    message: str
    hint: str = ""


class Check(NamedTuple):
    """Something to look at.

    Attributes:
        topic: its name.
        look: gives level, message and hint of each finding; may raise whatever it likes.
    """

    topic: str
    look: Callable[[], Iterable[tuple[str, str, str]]]


def findings(checks: Iterable[Check]) -> Iterator[Finding]:
    """What all checks find; one that breaks is a finding itself.

    >>> def broken():
    ...     yield "ok", "so far", ""
    ...     raise ValueError("a secret")
    >>> [one.message for one in findings([Check("engines", broken)])]
    ['so far', 'This could not be looked at to its end (ValueError).']
    """
    for check in checks:
        try:
            for level, message, hint in check.look():
                yield Finding(check.topic, level, message, hint)
        except Exception as error:  # noqa: BLE001 - whatever is broken: that is what the doctor is for
            yield Finding(check.topic, PROBLEM, *_broken(error))


def _broken(error: Exception) -> tuple[str, str]:
    """Message and hint for an error that ended a check; only those that are made for people are repeated."""
    title, message, hint = (getattr(error, name, "") for name in ("title", "message", "hint"))
    if title and message:
        return f"{title}: {message}", hint
    reason = getattr(error, "strerror", None)
    name = getattr(error, "filename", None)
    what = type(error).__name__ if not reason else f"{name}: {reason.lower()}" if name else reason.lower()
    return f"This could not be looked at to its end ({what}).", "Mend what else is named here first."
