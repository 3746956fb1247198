"""`lesepult config get`, `set` and `unset`: one setting at a time; the rest of the file stays as the person wrote it.

Invariant: what is written can be followed, or it is not written; the file appears whole, and for this person alone
once it holds a key.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path

    from reader.commands.config import Setting
    from reader.config_lines import Value
    from reader.paths import Paths

NOTHING = 1
"""The exit code of `get` where nothing is set."""
SECRET = ("key", "email")


def get(name: str, settings: Iterable[Setting], *, as_json: bool) -> int:
    """Print one setting as it is in force; gives the exit code.

    Raises:
        UsageError: there is no such setting.
    """
    from reader.commands.output import json_document, line  # noqa: PLC0415 - not for --help

    every = {one.name: one for one in settings}
    found = every.get(name)
    if found is None:
        raise _unknown(name, every)
    if as_json:
        json_document({**found._asdict(), "variable": found.variable or None})
    elif found.value is not None:
        line(",".join(found.value) if isinstance(found.value, list) else str(found.value))
    return NOTHING if found.value in (None, "not set") else 0


def change(arguments: Namespace, paths: Paths) -> None:
    """Write one setting into the file, or take it out.

    Raises:
        UsageError: there is no such setting, or it cannot be set to that.
        ConfigError: the file cannot be followed, or not be written.
    """
    from glossary import safe_file  # noqa: PLC0415 - not for --help
    from glossary.problems import GlossaryError  # noqa: PLC0415
    from reader import config  # noqa: PLC0415

    name = arguments.name
    _check_name(name)
    value = _value(name, arguments) if arguments.action == "set" else None
    try:
        with safe_file.Locked(paths.config) as real:
            before = config.what_is_set(paths.config)
            if arguments.action == "unset" and name not in _names(before):
                return
            new = _changed(real.read_bytes().decode() if real.exists() else "", name, value)
            try:
                arguments.program.check(config.load_text(new, paths.config, offline=paths.offline))
            except ConfigError as error:
                if error.setting != name and arguments.action == "set" and not _is_part(error.setting, name):
                    raise
                raise UsageError("That cannot be set", error.message, error.hint) from None
            _write(real, new, secret=name.endswith(SECRET))
    except GlossaryError as error:
        raise ConfigError("The configuration was not changed", error.message, error.hint) from None


def _names(data: dict[str, object]) -> set[str]:
    """The settings that the file has, and its tables."""
    return set(data) | {
        f"{table}.{name}" for table, inside in data.items() if isinstance(inside, dict) for name in inside
    }


def _is_part(setting: str, name: str) -> bool:
    """Whether what is wrong with `setting` may come from `name`: keys clash with each other."""
    return setting == name.partition(".")[0]


def _check_name(name: str) -> None:
    from reader.config import TABLES  # noqa: PLC0415 - not for --help

    known = {"network", "engines", "theme", *(f"{table}.{one}" for table, names in TABLES.items() for one in names)}
    if name not in known and not (name.startswith("keys.") and name[5:]):
        raise _unknown(name, known)


def _value(name: str, arguments: Namespace) -> Value:
    """What is to be written; a secret may come from standard input, so that it stands in no history of a shell."""
    text = arguments.value
    if text == "-":
        import sys  # noqa: PLC0415 - as above

        text = sys.stdin.readline().strip() if sys.stdin is not None else ""
    if not text.strip():
        raise UsageError(
            "A value is needed", f"{name} would be empty.", f"To take it out: lesepult config unset {name}"
        )
    if not text.isprintable():
        raise UsageError("That cannot be set", f"{name} would hold a character that cannot be seen.", "Type it again.")
    if name == "engines":
        return [part.strip().lower() for part in text.split(",") if part.strip()]
    return int(text) if name == "offline.threads" and text.isascii() and text.isdecimal() and len(text) < 9 else text


def _unknown(name: str, known: Iterable[str]) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way out

    near = get_close_matches(name, list(known), n=1)
    hint = f"Did you mean {near[0]}?" if near else "`lesepult config` shows all of them."
    return UsageError("There is no such setting", f"“{name}”.", hint)


def _changed(text: str, name: str, value: Value | None) -> str:
    from reader import config_lines  # noqa: PLC0415 - not for --help

    new = config_lines.changed(text, name, value)
    if new is None:
        where = config_lines.place(text, name)
        message = f"{name} is written in a way that only a person can change{f' ({where})' if where else ''}."
        raise ConfigError("The configuration was not changed", message, "Use: lesepult config edit")
    return new


def _write(real: Path, text: str, *, secret: bool) -> None:
    """Put the new file in the place of the old one."""
    from reader import half_written  # noqa: PLC0415 - not for --help

    temporary: Path | None = None
    try:
        mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o600
        handle, temporary = half_written.begin(real)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o600 if secret else mode)
            file.write(text.encode())
            file.flush()
            os.fsync(handle)
        temporary.replace(real)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Make room, or make its directory writable."
        raise ConfigError("The configuration was not changed", f"{real}: {reason}.", hint) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
