"""Standard output and standard error as commands use them, with their ways to fail made plain.

Invariant: a closed stream swallows what it gets, a closed pipe is a BrokenPipeError and nothing worse, and an output
that cannot be written is one sentence. Imported by every start, so it imports nothing heavy.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO


class OutputError(ReaderError):
    """Standard output cannot be written."""


def write(text: str) -> None:
    """Put text on standard output as it is; a closed standard output swallows it.

    Raises:
        BrokenPipeError: whoever read the output has had enough.
        OutputError: there is no room for it, or it fails otherwise.
    """
    if sys.stdout is None:
        return
    try:
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            encoding = sys.stdout.encoding or "ascii"
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error) from None


@contextmanager
def bytes_out() -> Iterator[BinaryIO]:
    """Standard output for bytes, in a `with` block; flushed at its end. A closed one swallows them.

    Buffered whatever PYTHONUNBUFFERED says: without a buffer, a pipe that takes only a part of a long text would lose
    the rest.

    Raises:
        BrokenPipeError: whoever read the output has had enough.
        OutputError: there is no room for it, or it fails otherwise.
    """
    import io  # noqa: PLC0415 - only for those who write bytes

    stream: BinaryIO | None = None
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
            try:
                stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
            except io.UnsupportedOperation:  # a stand-in that has no descriptor
                stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            stream = io.BytesIO()
        yield stream
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error) from None
    finally:
        if stream is not None and stream is not getattr(sys.stdout, "buffer", None):
            with suppress(OSError):
                stream.close()


def need_output() -> None:
    """See that there is a standard output, for a command that would do all its work for nothing without one.

    Raises:
        OutputError: it was closed by whoever started us.
    """
    if sys.stdout is None or sys.stdout.closed:
        raise OutputError("The output cannot be written", "standard output is closed.", "Send it somewhere.")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a terminal; one that was closed is None."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed by whoever called us
        return False


def begin_line() -> None:
    """What is said next begins a line, whatever stands on the last one: a bar, or ^C. Never fails."""
    if is_terminal(sys.stderr):
        with suppress(OSError, ValueError):
            sys.stderr.write("\r\x1b[K")


def unwritable(error: OSError) -> OutputError:
    """An error of standard output, in a sentence."""
    reason = (error.strerror or "an unknown error").lower()
    return OutputError("The output cannot be written", f"{reason}.", "Make room, or send it elsewhere.")


def say(text: str) -> None:
    """One line on standard error: what happens, or what is odd. Never fails."""
    if sys.stderr is None:
        return
    from reader.core.text import one_line  # noqa: PLC0415 - most starts have nothing to say

    with suppress(OSError, ValueError):
        sys.stderr.write(f"lesepult: {one_line(text)}\n")
        sys.stderr.flush()


def complain(title: str, message: str, hint: str) -> None:
    """An error in one or two lines on standard error. Never fails."""
    say(f"{title}: {message}" if message else title)
    if hint and sys.stderr is not None:
        from reader.core.text import one_line  # noqa: PLC0415 - as above

        with suppress(OSError, ValueError):
            sys.stderr.write(f"          {one_line(hint)}\n")
            sys.stderr.flush()


def finish() -> None:
    """Write what is still buffered.

    Raises:
        BrokenPipeError: whoever read the output has had enough.
        OutputError: it cannot be written.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error) from None
    except ValueError:  # closed by whoever called us
        return


def give_up() -> None:
    """Let what is still buffered vanish, so that ending the process does not fail once more."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
