"""Texts of the web for commands: what stands for one, and fetching it while the person can still end it.

Invariant: Ctrl-C ends the waiting at once, whatever a server, or the search for its name, does.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.core.document import Document

PATIENCE_S = 0.8
"""When reading takes longer, it is said."""


def place(name: str) -> Path | str:
    """What a name on the command line stands for: a file, or the address of a page; a file of that name wins.

    >>> place("https://example.org//a/"), place("a//b.txt")
    ('https://example.org//a/', PosixPath('a/b.txt'))
    """
    if ":" not in name and name.lstrip()[:4].lower() != "www.":
        return Path(name)
    from reader.formats.urls import is_address  # noqa: PLC0415 - most texts are files

    with suppress(OSError, ValueError):  # too long for a file's name
        if Path(name).exists():
            return Path(name)
    return name if is_address(name) else Path(name)


def file_of(name: Path | str) -> Path | None:
    """The file that a text stands in; None if it is on the web, or comes from elsewhere ("-", or no name)."""
    if not str(name):
        return None
    found = place(name) if isinstance(name, str) else name
    return found if isinstance(found, Path) and str(found) != "-" else None


def fetched(url: str, encoding: str = "", *, offline: bool = False, patience_s: float = PATIENCE_S) -> Document:
    """The document that an address leads to; says so on standard error if that takes long.

    Args:
        url: the address.
        encoding: of a text; empty to find it out.
        offline: no connection may be opened.
        patience_s: when it is said.

    Raises:
        InputError: it is no address of the web, cannot be fetched, or holds no text.
    """
    from threading import Event, Thread  # noqa: PLC0415 - most texts are files

    from reader.formats.urls import shown  # noqa: PLC0415
    from reader.formats.web import read_url  # noqa: PLC0415

    done, left = Event(), Event()
    found: list[Document] = []
    failed: list[Exception] = []

    def fetch() -> None:
        try:
            found.append(read_url(url, encoding, offline=offline, cancelled=left.is_set))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            failed.append(error)
        finally:
            done.set()

    # On a thread of its own: while a name is looked up, the main thread would not hear Ctrl-C.
    Thread(target=fetch, name="fetching", daemon=True).start()
    try:
        with patience(f"Fetching {shown(url)} … (Ctrl-C ends it)", patience_s):
            done.wait()
    finally:
        left.set()
    if failed:
        raise failed[0]
    return found[0]


@contextmanager
def patience(text: str, seconds: float = PATIENCE_S) -> Iterator[Callable[[float], None]]:
    """Say what happens, if it takes so long that a person would wonder; and take it back.

    Gives what may be called with the share that is done, as often as one likes: on a terminal it is said, too.
    """
    from threading import Timer  # noqa: PLC0415 - not for --help

    from reader.commands import streams  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415

    told: list[int] = []
    alone = not streams.is_terminal(sys.stderr)

    def say(words: str) -> None:
        if sys.stderr is not None:
            with suppress(OSError, ValueError):
                sys.stderr.write(words)
                sys.stderr.flush()

    def tell() -> None:
        told.append(0)
        say(one_line(text) + ("\n" if alone else ""))

    def reached(share: float) -> None:
        percent = int(100 * share)
        if told and percent > told[-1] and not alone:
            told.append(percent)
            say(f"\r{one_line(text)} {percent} %")

    timer = Timer(seconds, tell)
    timer.daemon = True
    timer.start()
    try:
        yield reached
    finally:
        timer.cancel()
        timer.join()
        if told:
            streams.begin_line()
