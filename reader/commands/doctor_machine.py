"""What `lesepult doctor` looks at of the machine: the terminal, the clipboard, Python and the libraries.

Invariant: nothing is sent to the terminal to find out what it can do; what cannot be known is said to be unknown.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from typing import TYPE_CHECKING

from reader.commands.finding import NOTE, OK, PROBLEM
from reader.installing import PACKAGE, install_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Found = tuple[str, str, str]

_SMALL_CELLS, _SMALL_ROWS = 40, 10
_PAIR_CELLS = 90
"""From this width on the two columns stand side by side."""

_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^]]*\])?\s*\(?([^;)]*)\)?\s*(?:;(.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


def terminal(environ: Mapping[str, str]) -> Iterator[Found]:
    """The terminal's name, size, colours and characters."""
    name = environ.get("TERM", "")
    tty = _terminal_descriptor()
    if tty is None:
        yield NOTE, "The output goes to no terminal, so there is less to be seen.", "Run it without > or |."
    if name in ("", "dumb", "unknown"):
        hint = "Open another terminal, or set TERM to its name, such as xterm-256color."
        yield (PROBLEM if tty is not None else NOTE), f"TERM is {name or 'not set'}: nothing can be drawn.", hint
    if tty is not None:
        yield _size(*os.get_terminal_size(tty))
    yield from _colours(name, environ)
    yield from _characters(environ)


def _terminal_descriptor() -> int | None:
    return next((number for number in (1, 2, 0) if os.isatty(number)), None)


def _size(columns: int, rows: int) -> Found:
    if columns < _SMALL_CELLS or rows < _SMALL_ROWS:
        return NOTE, f"{columns} x {rows} is small.", "Make the window larger or the letters smaller."
    how = "side by side" if columns >= _PAIR_CELLS else f"one below the other (side by side from {_PAIR_CELLS})"
    return OK, f"{columns} columns, {rows} lines: original and translation {how}.", ""


def _colours(name: str, environ: Mapping[str, str]) -> Iterator[Found]:
    if environ.get("NO_COLOR"):
        yield NOTE, "NO_COLOR is set: there are no colours.", "Unset it if you want them."
    program = environ.get("TERM_PROGRAM", "")
    called = f"{name or 'unnamed'}{f' ({program})' if program else ''}"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        yield OK, f"{called}: 16 million colours.", ""
        return
    count = _terminfo_colours(name)
    if count is None:
        hint = "Install its terminfo entry, or set TERM to xterm-256color."
        yield NOTE, f"{called}: nothing is known of its colours.", hint
    elif count < 256:
        yield NOTE, f"{called}: {count} colours.", "A theme with ansi in its name (Ctrl+T) is made for them."
    else:
        more = "If it can do more, COLORTERM=truecolor says so." if program != "Apple_Terminal" else ""
        yield OK, f"{called}: {count} colours. {more}".rstrip(), ""


def _terminfo_colours(name: str) -> int | None:
    """How many colours a terminal has, as the system's list of terminals says."""
    if not name:
        return None
    import curses  # noqa: PLC0415 - only here, and not everywhere there

    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        curses.setupterm(name, nowhere)
        return max(0, curses.tigetnum("colors"))
    except curses.error:
        return None
    finally:
        os.close(nowhere)


def _characters(environ: Mapping[str, str]) -> Iterator[Found]:
    if sys.stdout is None:
        return  # nothing can be shown at all
    encoding = (sys.stdout.encoding or "unknown").lower()
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "not set")
    if encoding.replace("-", "") == "utf8":
        yield OK, f"Characters are UTF-8 (locale {locale}).", ""
    else:
        hint = "Set LANG to a locale that ends with UTF-8, such as C.UTF-8 or de_DE.UTF-8."
        yield PROBLEM, f"Characters are {encoding} (locale {locale}): „ “ – … cannot be shown.", hint


def clipboard(environ: Mapping[str, str]) -> Iterator[Found]:
    """How `y` reaches the clipboard, and what can say what is in it."""
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        hint = "Select with the mouse and Cmd+C, or use another terminal (iTerm2, kitty, Ghostty)."
        yield NOTE, "This terminal takes nothing from programs (no OSC 52), so `y` cannot copy.", hint
    else:
        message = "`y` copies through the terminal (OSC 52), also over ssh; whether it agrees cannot be known."
        yield OK, message, ""
    if environ.get("TMUX"):
        yield NOTE, "tmux stands between.", "It needs `set -g set-clipboard on` in ~/.tmux.conf."
    elif environ.get("STY"):
        yield NOTE, "screen stands between, and does not hand copied text on.", "Use tmux, or no multiplexer."
    yield _pasting(environ)


def _pasting(environ: Mapping[str, str]) -> Found:
    """Which program gives what was copied elsewhere."""
    from reader.formats.clipboard import TOOLS  # noqa: PLC0415 - not for --help

    usable = [tool.name for tool in TOOLS if not tool.display or environ.get(tool.display)]
    there = [name for name in usable if shutil.which(name, path=environ.get("PATH", ""))]
    if there:
        return OK, f"What was copied elsewhere is read with {there[0]}.", ""
    if environ.get("WAYLAND_DISPLAY"):
        return NOTE, "No program gives what was copied elsewhere.", "Install wl-clipboard."
    if environ.get("DISPLAY"):
        return NOTE, "No program gives what was copied elsewhere.", "Install xclip."
    return OK, "There is no desktop here whose clipboard could be read.", ""


def python() -> Iterator[Found]:
    """Python and the libraries that come with it."""
    import sqlite3  # noqa: PLC0415 - not for --help

    yield OK, f"{platform.python_implementation()} {platform.python_version()} on {platform.platform()}.", ""
    yield OK, f"{sys.executable}, SQLite {sqlite3.sqlite_version}.", ""


def libraries(requirements: Iterable[str] | None = None) -> Iterator[Found]:
    """The libraries Lesepult needs: there, and new enough.

    Args:
        requirements: as the package's metadata has them; those of this installation unless given.
    """
    fine, missing = [], []
    for name, wanted, extra in _requirements(requirements):
        if extra:
            continue
        version = _version(name)
        if version and _fits(version, wanted):
            fine.append(f"{name} {version}")
        else:
            missing.append(f"{name} {f'{version} is not {wanted}' if version else 'is missing'}")
    if fine:
        yield OK, f"{', '.join(fine)}.", ""
    if missing:
        yield PROBLEM, f"{'; '.join(missing)}.", f"Install Lesepult again: {install_command()}"


def extras(requirements: Iterable[str] | None = None) -> Iterator[Found]:
    """What can be installed beside Lesepult, and how.

    Args:
        requirements: as for `libraries`.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name, wanted, extra in _requirements(requirements):
        if extra:
            found.setdefault(extra, []).append((name, wanted))
    for extra, packages in found.items():
        versions = {name: _version(name) for name, _ in packages}
        if all(version and _fits(version, wanted) for (_, wanted), version in zip(packages, versions.values())):  # noqa: B905 - made from each other
            yield OK, f"{extra}: {', '.join(f'{name} {version}' for name, version in versions.items())}.", ""
        else:
            yield NOTE, f"{extra}: not installed.", f"If you want it: {install_command(extra)}"
    if not found:
        yield OK, "There are none.", ""


def _requirements(given: Iterable[str] | None) -> Iterator[tuple[str, str, str]]:
    """Name, versions and extra ("" for none) of each package that is wanted on this machine.

    >>> list(_requirements(["pyyaml>=6.0.2", "ctranslate2>=4.6; extra == 'offline'"]))
    [('pyyaml', '>=6.0.2', ''), ('ctranslate2', '>=4.6', 'offline')]
    """
    from importlib.metadata import requires  # noqa: PLC0415 - not for --help

    for text in (requires(PACKAGE) or ()) if given is None else given:
        if found := _REQUIREMENT.match(text):
            extra = _EXTRA.search(found[3] or "")
            yield found[1], found[2].strip(), extra[1] if extra else ""


def _version(name: str) -> str:
    """The version of an installed package; "" if it is not there."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - not for --help

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _fits(version: str, wanted: str) -> bool:
    """Whether a version is one of those wanted, by its numbers.

    >>> _fits("8.10.0", ">=8.2.8,<9"), _fits("9.0", ">=8.2.8,<9"), _fits("8.2", ">=8.2.8,<9")
    (True, False, False)
    """
    own = _numbers(version)
    limits = re.findall(r"(>=|<)\s*([\d.]+)", wanted)
    return all((own >= _numbers(text)) is (sign == ">=") for sign, text in limits)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version.partition("+")[0])]
