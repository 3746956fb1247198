"""An export as a file, or into a stream."""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import TYPE_CHECKING

from reader.export.formats import FORMATS, writer
from reader.export.outfile import OutFile, unwritable

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from _typeshed import ReadableBuffer

    from reader.export.values import Options
    from reader.export.work import Work


def write_file(name: str, work: Work, path: Path, options: Options, *, force: bool) -> None:
    """Write a text in a format to a file, whole or not at all.

    Args:
        name: of the format.
        work: the text.
        path: where it is to stand.
        options: how it is to be written.
        force: whether a file that is there may be replaced.

    Raises:
        OutFileError: it cannot be written; what was there is as it was.
    """
    write_into(name, work, OutFile(path, force=force), options)


def write_into(name: str, work: Work, file: OutFile, options: Options) -> None:
    """The same, to a file that others may give up meanwhile."""
    with file:
        with Into(file) as stream:
            write_stream(name, work, stream, options)
        file.finish()


def write_stream(name: str, work: Work, stream: BinaryIO, options: Options) -> None:
    """Write a text in a format into a stream, which need not be one to seek in."""
    if not FORMATS[name].sought:
        writer(name)(work, stream, options)
        return
    import shutil  # noqa: PLC0415 - only for archives
    import tempfile  # noqa: PLC0415

    with ExitStack() as stack:
        try:
            whole = stack.enter_context(tempfile.TemporaryFile())
            writer(name)(work, whole, options)
            whole.seek(0)
        except OSError as error:
            raise unwritable(tempfile.gettempdir(), error) from None
        shutil.copyfileobj(whole, stream)


def options_now(layout: str = "", *, for_spreadsheet: bool) -> Options:
    """How a text is written by this program, at this moment."""
    import time  # noqa: PLC0415 - only who exports
    from importlib.metadata import version  # noqa: PLC0415

    from reader.export.work import Options  # noqa: PLC0415

    return Options(layout, time.time_ns() // 1_000_000, version("lesepult"), for_spreadsheet=for_spreadsheet)


class Into(io.BufferedWriter):
    """A stream into a file that takes its place when it is finished."""

    def __init__(self, file: OutFile) -> None:
        super().__init__(_Raw(file), 1 << 16)


class _Raw(io.RawIOBase):
    def __init__(self, file: OutFile) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        whole = bytes(data)
        self._file.put(whole)
        return len(whole)
