"""Where a translation comes from, or why there is none, in a few words for the status line.

This module imports neither Textual nor Rich, nor any engine.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reader.core.target import TargetState
from reader.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.target import Target

    LocalTime = Callable[[float], time.struct_time]

ENGINE_TITLES = {
    "google": "Google",
    "mymemory": "MyMemory",
    "deepl": "DeepL",
    "microsoft": "Microsoft",
    "libretranslate": "LibreTranslate",
    "ollama": "Ollama",
    "offline": "the offline model",
}


def engine_title(name: str) -> str:
    """An engine as a person calls it; a name that is not known stays as it is.

    >>> engine_title("mymemory"), engine_title("fake")
    ('MyMemory', 'fake')
    """
    return ENGINE_TITLES.get(name) or one_line(name)


def clock_time(moment_s: float, local: LocalTime = time.localtime) -> str:
    """A time of the day.

    >>> clock_time(52_320.0, time.gmtime)
    '14:32'
    """
    try:
        return time.strftime("%H:%M", local(moment_s))
    except (OverflowError, OSError, ValueError):
        return "later"


def origin(target: Target, *, slow: str = "", local: LocalTime = time.localtime) -> str:
    """Where a translation comes from, or how it stands with it.

    Args:
        target: of the segment.
        slow: what the engines make one wait for, a sentence; "" for nothing.
        local: gives the local time of a moment.

    >>> from reader.core.target import Target
    >>> origin(Target("x", TargetState.MEMORY, "pairs.yaml")), origin(Target("x", TargetState.MACHINE, "google"))
    ('memory: pairs.yaml', 'Google')
    >>> failed = Target(state=TargetState.FAILED, reason="Google is closed to us.", retry_at=52_320.0)
    >>> origin(failed, local=time.gmtime)
    'Google is closed to us; next try 14:32; R tries now'
    """
    by_state = {
        TargetState.MEMORY: f"memory: {one_line(target.origin)}" if target.origin else "memory",
        TargetState.MACHINE: engine_title(target.origin),
        TargetState.EDITED: "edited by you" if target.origin in {"", "you"} else f"edited: {one_line(target.origin)}",
        TargetState.KEPT: "the same in both languages",
        TargetState.QUEUED: "being translated" + (f"; {one_line(slow).rstrip('.')}" if slow else ""),
    }
    if target.state in by_state:
        return by_state[target.state]
    reason = one_line(target.reason).rstrip(". ")
    if target.state is TargetState.MISSING:
        return f"no translation: {reason}" if reason else "no translation"
    reason = reason or "not translated"
    if target.retry_at is None:
        return f"{reason}; R tries again"
    said = "" if "next try" in reason else f"; next try {clock_time(target.retry_at, local)}"
    return f"{reason}{said}; R tries now"
