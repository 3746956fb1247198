"""How the engines stand, in words for a person. Pure: whoever asks brings the time.

Invariant: a sentence here names engines by their titles and holds no text, address or key.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.engines.ledger import LastError

State = Literal["ready", "busy", "waiting", "resting", "misconfigured", "unavailable"]

SILENT_S = 6.0
"""A request that takes longer than this is worth a word."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How one engine of the chain stands.

    Attributes:
        name: its name ("google").
        title: what it is called ("Google").
        state: "ready"; "busy" with a request; "waiting" for an answer that takes long, or for the end of a pause;
            "resting", passed over for a while; "misconfigured", out until a setting changes; "unavailable".
        until: when that ends, in seconds since the epoch; None if that is not known.
        reason: why, one sentence; empty where there is nothing to say.
        last_error: how it failed last, in this sitting or an earlier one.
    """

    name: str
    title: str
    state: State
    until: float | None = None
    reason: str = ""
    last_error: LastError | None = None


def silence(title: str, waited_s: float) -> str:
    """What to say of a request that takes long.

    >>> silence("Google", 6.3)
    'Google has not answered for 6 s.'
    """
    return f"{title} has not answered for {waited_s:.0f} s."


def clock_time(at: float, local: Callable[[float], time.struct_time] = time.localtime) -> str:
    """A moment as a person reads it off a clock.

    >>> clock_time(52_320.0, time.gmtime)
    '14:32'
    """
    return time.strftime("%H:%M", local(at))


def failure(
    reason: str,
    retry_at: float | None,
    meanwhile: Sequence[str] = (),
    local: Callable[[float], time.struct_time] = time.localtime,
) -> str:
    """Why an engine is passed over, when it is asked again, and who answers until then.

    Args:
        reason: a sentence.
        retry_at: when it is asked again; infinity: once a setting is changed; None: that is not known.
        meanwhile: the titles of the engines that answer, the first of them first.
        local: from seconds since the epoch to the person's clock.

    >>> failure("Google refuses keyless requests from this network.", 52_320.0, ["MyMemory"], time.gmtime)
    'Google refuses keyless requests from this network; next try 14:32; MyMemory is answering meanwhile.'
    """
    parts = [reason.rstrip(". ")]
    if retry_at is not None and retry_at < math.inf:
        parts.append(f"next try {clock_time(retry_at, local)}")
    elif retry_at is not None:
        parts.append("not asked again before its settings change")
    if meanwhile:
        parts.append(f"{meanwhile[0]} is answering meanwhile")
    return "; ".join(parts) + "."
