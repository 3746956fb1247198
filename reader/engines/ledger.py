"""What is known of the engines beyond one sitting: who rests until when, who was proved, what a day's budget has left.

One small JSON file. It is a courtesy to the engines and to whoever waits for them, and never in the way: a file that
is damaged counts as empty, one that cannot be written is kept in this process alone, and nothing here raises.

Invariant: what is written is made from what stands in the file at that moment, under a lock between processes, and
takes its place whole; no text, address or key is in it, only a fingerprint of the settings.
"""

from __future__ import annotations

import fcntl
import json
import math
import os
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from hashlib import blake2b
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from reader.engines import plain_json
from reader.engines.pacing import Health

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_DAY_S = 86_400
_LONGEST_REST_S = 86_400.0
_PROVED_S = 7 * 86_400.0
_LONGEST_REASON = 300


class LastError(NamedTuple):
    """How an engine failed last.

    Attributes:
        when: in seconds since the epoch.
        reason: in words for a person.
    """

    when: float
    reason: str


class Ledger:
    """What is remembered of each engine; any thread may call any method.

    Args:
        path: the file; None to remember within this process alone.
        clock: the time in seconds since the epoch.
        lock_s: how long another process that writes is waited for.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time, lock_s: float = 1.0) -> None:
        self._path = path
        self._clock = clock
        self._lock_s = lock_s
        self._lock = RLock()
        self._kept: dict[str, dict[str, object]] = {}
        self._stamp: tuple[int, int, int] | None = None
        self._refresh()

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.time) -> Ledger:
        """The ledger in this file, which need not exist."""
        return cls(path, clock)

    def health(self, name: str, settings_id: str = "") -> Health:
        """How an engine stands, as far as an earlier sitting or another process has found out.

        A bad key is bad with the settings it was bad with, and with no others.
        """
        known = self._of(name)
        now = self._clock()
        until = _number(known.get("rests_until"))
        reason = _text(known.get("reason"))
        if known.get("misconfigured") is True:
            return Health(rests_until=math.inf, reason=reason) if known.get("settings") == settings_id else Health()
        if until <= now:
            return Health()
        return Health(rests_until=min(until, now + _LONGEST_REST_S), reason=reason)

    def note(self, name: str, health: Health, settings_id: str = "") -> None:
        """Remember how an engine stands."""
        for_ever = health.rests_until == math.inf
        entry = {
            "rests_until": 0.0 if for_ever else health.rests_until,
            "misconfigured": for_ever,
            "settings": settings_id if for_ever else "",
            "reason": health.reason[:_LONGEST_REASON],
        }
        known = self._of(name)
        if any(
            known.get(field, default) != value for (field, value), default in zip(entry.items(), _WELL, strict=True)
        ):
            self._change(name, entry)

    def fail(self, name: str, reason: str) -> None:
        """Remember how an engine failed last."""
        self._change(name, {"error_at": self._clock(), "error": reason[:_LONGEST_REASON]})

    def last_error(self, name: str) -> LastError | None:
        """How an engine failed last, if it ever did."""
        known = self._of(name)
        reason = _text(known.get("error"))
        return LastError(_number(known.get("error_at")), reason) if reason else None

    def spend(self, name: str, chars: int) -> None:
        """Characters were sent to an engine that takes only so many a day."""
        with self._changing(name) as entry:
            today = self._today()
            before = _number(entry.get("chars")) if entry.get("day") == today else 0
            entry.update(day=today, chars=int(before) + chars)

    def left(self, name: str, daily_chars: int) -> int:
        """How many characters it takes today."""
        known = self._of(name)
        spent = int(_number(known.get("chars"))) if known.get("day") == self._today() else 0
        return max(0, daily_chars - spent)

    def next_day(self) -> float:
        """When the next day begins for a budget: at midnight in Greenwich."""
        return float((self._today() + 1) * _DAY_S)

    def prove(self, name: str, *, proved: bool) -> None:
        """Several texts of one request came back each in its own place, twice; or did not."""
        self._change(name, {"proved_at": self._clock() if proved else 0.0})

    def proved(self, name: str) -> bool:
        """Whether that was seen within the last week."""
        at = _number(self._of(name).get("proved_at"))
        return 0 < at <= self._clock() < at + _PROVED_S

    def _today(self) -> int:
        return int(self._clock() // _DAY_S)

    def _of(self, name: str) -> dict[str, object]:
        with self._lock:
            self._refresh()
            return self._kept.get(name, {})

    def _change(self, name: str, values: dict[str, object]) -> None:
        with self._changing(name) as entry:
            entry.update(values)

    @contextmanager
    def _changing(self, name: str) -> Iterator[dict[str, object]]:
        with self._lock, self._alone():
            self._refresh()
            entry = dict(self._kept.get(name, {}))
            yield entry
            self._kept = {**self._kept, name: entry}
            self._write()

    def _refresh(self) -> None:
        """Read the file if it is another one than was read last."""
        if self._path is None:
            return
        try:
            found = self._path.stat()
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            if stamp != self._stamp:
                self._kept, self._stamp = _parsed(self._path.read_bytes()), stamp
        except OSError:
            return

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold other processes off; one that holds us off for too long is not waited for."""
        handle = -1
        try:
            if self._path is not None:
                with suppress(OSError):
                    self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    handle = os.open(self._path.parent, os.O_RDONLY | os.O_CLOEXEC)
                    _wait_for(handle, self._lock_s)
            yield
        finally:
            if handle >= 0:
                os.close(handle)

    def _write(self) -> None:
        if self._path is None:
            return
        # One name for all writers, who exclude each other: what a killed one left is written over by the next.
        temporary = self._path.with_name(f".{self._path.name}.tmp")
        data = json.dumps({"version": 1, "engines": self._kept}, ensure_ascii=True, indent=1).encode()
        with suppress(OSError):
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
                with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
                    file.write(data)
                temporary.replace(self._path)
                found = self._path.stat()
                self._stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            finally:
                temporary.unlink(missing_ok=True)


_WELL = (0.0, False, "", "")
"""How an engine stands that nothing is known of."""


def settings_id(settings: object, name: str) -> str:
    """A fingerprint of what a person has set for an engine, its key included, from which nothing can be read back.

    Args:
        settings: an `EngineSettings`, or anything with a dataclass under the engine's name.
        name: the engine's.
    """
    chosen = getattr(settings, name, None)
    values = asdict(chosen) if is_dataclass(chosen) and not isinstance(chosen, type) else {}
    text = repr(sorted((key, str(value)) for key, value in values.items()))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, person=b"lesepult").hexdigest()


def _wait_for(handle: int, most_s: float) -> None:
    deadline = time.monotonic() + most_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return
            time.sleep(0.005)
        else:
            return


def _parsed(data: bytes) -> dict[str, dict[str, object]]:
    """The engines in the file; none if it is not what was written."""
    try:
        engines = plain_json.loads(data)["engines"]
        return {str(name): dict(entry) for name, entry in engines.items() if isinstance(entry, dict)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _number(value: object) -> float:
    """A number that can be reckoned with; 0 for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return 0.0


def _text(value: object) -> str:
    from reader.core.text import clean  # noqa: PLC0415 - only what comes from the file

    return " ".join(clean(value).split())[:_LONGEST_REASON] if isinstance(value, str) else ""
