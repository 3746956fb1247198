"""What came of asking again, as a sentence. Pure.

This module imports neither Textual nor Rich, nor any engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.text import one_line
from reader.ui.origins import engine_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.core.target import Target

NOTHING: Mapping[bytes, Target] = {}


class Answers(NamedTuple):
    """The answers that are waited for, and those that came.

    Attributes:
        waiting: how each segment that was asked for again stood before, by its key.
        before: the same for those that were answered.
        now: what they were answered with.
    """

    waiting: Mapping[bytes, Target] = NOTHING
    before: Mapping[bytes, Target] = NOTHING
    now: Mapping[bytes, Target] = NOTHING


def outcome(answers: Answers, arrived: Mapping[bytes, Target]) -> tuple[Answers, str]:
    """Take in what arrived; gives what is waited for now, and once that is nothing more, what came, as a sentence.

    >>> from reader.core.target import Target, TargetState
    >>> failed = Target(state=TargetState.FAILED, reason="Google is closed to us.")
    >>> outcome(Answers({b"1": failed}), {b"1": failed})[1]
    'Asked again; still: Google is closed to us.'
    >>> old = Target("Hello.", TargetState.MACHINE, "google")
    >>> outcome(Answers({b"1": old}), {b"1": old})[1]
    'Asked again: Google gives the same translation. E edits it.'
    >>> outcome(Answers({b"1": old, b"2": failed}), {b"1": old})[1]
    ''
    """
    came = {key: target for key, target in arrived.items() if key in answers.waiting}
    if not came:
        return answers, ""
    found = Answers(
        {key: target for key, target in answers.waiting.items() if key not in came},
        {**answers.before, **{key: answers.waiting[key] for key in came}},
        {**answers.now, **came},
    )
    return (found, "") if found.waiting else (Answers(), _said(found))


def _said(answers: Answers) -> str:
    reasons = [one_line(target.reason) for target in answers.now.values() if not target.known]
    known = [target for target in answers.now.values() if target.known]
    if reasons:
        some = f": {len(known)} of {len(answers.now)} are translated" if known else ""
        return f"Asked again{some}; still: {reasons[0] or 'not translated'}"
    by = engine_title(known[0].origin)
    same = [target for key, target in answers.now.items() if target.text == answers.before[key].text]
    if len(same) == len(known):
        return f"Asked again: {by} gives the same translation. E edits it."
    return f"Asked again: translated by {by}."
