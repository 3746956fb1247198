"""Handing an address to the browser that the person's desktop has.

Invariant: only an address of the web or of a person is handed on, as one argument, to a program that opens windows of
its own: a browser for the terminal would draw over the reader. Nothing is waited for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from shutil import which

from reader.core.contents import is_outside


def opener() -> str | None:
    """The program that opens addresses on this desktop; None if there is no desktop or no such program."""
    if sys.platform == "darwin":
        return which("open")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return which("xdg-open")
    return which("wslview")


def open_address(address: str) -> str:
    """Open an address; says in a sentence what came of it."""
    program = opener()
    if not is_outside(address):
        return "This address is not one that a browser may be given."
    if program is None:
        return "There is no desktop to open it on; Enter, then c, copies the address."
    quiet = subprocess.DEVNULL
    try:
        subprocess.Popen(  # noqa: S603 - one checked argument, no shell
            [program, address], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        return f"The browser could not be started: {(error.strerror or 'it failed').lower()}."
    return f"Handed to the browser: {address}"
