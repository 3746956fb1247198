"""Writing a glossary in any known format, with a report of what the format cannot hold.

Invariant: a path names either what stood there before or the whole new file, and a file that is there is never
replaced unless that is asked for.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from glossary.interchange import formats
from glossary.interchange.findings import Losses, Report
from glossary.problems import GlossaryError
from glossary.safe_file import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.encodings import Progress

    Piece = tuple[str, int]
    Writer = Callable[[Iterable[Entry], "Losses", "Options"], Iterator[Piece]]

TITLE = "The glossary was not exported"
STEP = 500
"""The progress is told after so many entries."""


class Options(NamedTuple):
    """How to write.

    Attributes:
        langs: the codes of source and target language.
        formulas: whether cells may begin as formulas do.
        today: the date for a file's header, as YYYY-MM-DD; may be empty.
        delimiter: what stands between the cells of a table, where there is a choice.
    """

    langs: tuple[str, str] = ("de", "en")
    formulas: bool = False
    today: str = ""
    delimiter: str = ","


def write(
    entries: "Iterable[Entry]",
    target: Path | str | BinaryIO,
    *,
    format: str = "",  # noqa: A002 - the word of the command line
    overwrite: bool = False,
    source_lang: str = "de",
    target_lang: str = "en",
    progress: "Progress | None" = None,
    formulas: bool = False,
    today: str = "",
) -> Report:
    """Write entries, and say what was lost.

    Args:
        entries: what to write; may be an iterator.
        target: a path, or a stream of bytes.
        format: the name of the format; by the path's ending if it is empty.
        overwrite: whether a file that is there may be replaced.
        source_lang: the language of the terms.
        target_lang: the language of their translations.
        progress: is told how many entries are done, and how many there are (0 if that is not known).
        formulas: write cells of CSV and TSV that a spreadsheet would calculate as they are.
        today: the date for the header of formats that want one.

    Raises:
        GlossaryError: if it cannot be written; what was there before is there still.
    """
    path = Path(target) if isinstance(target, str | Path) else None
    name = formats.known(format).name if format else formats.by_suffix(path) if path else ""
    if not name:
        where = f"“{path.name}” does not say in which format" if path else "A format is needed"
        raise GlossaryError(TITLE, f"{where}.", f"Name one with --format: {', '.join(formats.NAMES)}.")
    tabs = name == "tsv" or (path is not None and path.suffix.lower() in (".tsv", ".tab", ".txt"))
    options = Options((source_lang, target_lang), formulas, today, "\t" if tabs else ",")
    pieces = _pieces(name, entries, options, progress)
    if isinstance(target, str | Path):
        return _to_path(pieces, Path(target), overwrite=overwrite)
    return pieces.to(target)


class _Pieces:
    """A glossary on its way into a file. A class because writing it and counting it go together."""

    def __init__(
        self,
        writer: "Writer",
        entries: "Iterable[Entry]",
        options: Options,
        encoding: str,
        progress: "Progress | None",
    ) -> None:
        self._losses = Losses()
        total = len(entries) if isinstance(entries, list | tuple) else 0
        self._pieces = writer(_told(entries, total, progress), self._losses, options)
        self._encoding = encoding

    def to(self, stream: BinaryIO) -> Report:
        written = lines = 0
        held: list[str] = []
        if self._encoding == "utf-8-sig":
            stream.write(b"\xef\xbb\xbf")
        for text, count in self._pieces:
            held.append(text)
            written += count > 0
            lines += count
            if len(held) >= STEP:
                stream.write("".join(held).encode("utf-8", "replace"))
                held.clear()
        stream.write("".join(held).encode("utf-8", "replace"))
        return Report(written, self._losses.losses, self._losses.left_out, lines)


def _told(entries: "Iterable[Entry]", total: int, progress: "Progress | None") -> "Iterator[Entry]":
    done = 0
    for entry in entries:
        yield entry
        done += 1
        if progress is not None and done % STEP == 0:
            progress(done, total)
    if progress is not None:
        progress(done, total or done)


def _pieces(name: str, entries: "Iterable[Entry]", options: Options, progress: "Progress | None") -> _Pieces:
    """The writer of a format; each in its module, loaded when it is needed."""
    encoding = "utf-8"
    writer: Writer
    if name == "tbx":
        from glossary.interchange import tbx_writer  # noqa: PLC0415 - one format at a time

        writer = tbx_writer.pieces
    elif name == "yaml":
        from glossary.interchange import own  # noqa: PLC0415 - as above

        writer = own.pieces
    elif name == "utx":
        from glossary.interchange import utx  # noqa: PLC0415 - as above

        writer = utx.pieces
    elif name == "omegat":
        from glossary.interchange import omegat  # noqa: PLC0415 - as above

        writer = omegat.pieces
    elif name == "deepl":
        from glossary.interchange import deepl  # noqa: PLC0415 - as above

        writer = deepl.pieces
    else:
        from glossary.interchange import table_writer  # noqa: PLC0415 - as above

        writer = table_writer.pieces
        encoding = "utf-8-sig" if name == "csv" else "utf-8"  # Excel takes a CSV without the mark for Windows-1252
    return _Pieces(writer, entries, options, encoding, progress)


def _to_path(pieces: _Pieces, path: Path, *, overwrite: bool) -> Report:
    if not overwrite and (path.exists() or path.is_symlink()):
        raise _exists(path)
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        # A new file in the place of a device or a pipe would take it away from everybody.
        raise GlossaryError(TITLE, f"{path} is no file.", "Name a file, or - for standard output.")
    temporary = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        with os.fdopen(handle, "wb") as stream:
            report = pieces.to(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _put(temporary, real, overwrite=overwrite)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        with suppress(OSError):  # what could not be made cannot be removed: the first error is the one to tell
            temporary.unlink(missing_ok=True)
    return report


def _put(temporary: Path, real: Path, *, overwrite: bool) -> None:
    """Give the new file its name; over another one only if that is asked for, even if it came this moment."""
    if overwrite:
        if real.exists():
            temporary.chmod(real.stat().st_mode & 0o7777)
        temporary.replace(real)
        return
    try:
        os.link(temporary, real)
    except FileExistsError:
        raise _exists(real) from None
    except OSError:  # a file system without hard links
        if real.exists():
            raise _exists(real) from None
        temporary.replace(real)


def _exists(path: Path) -> GlossaryError:
    return GlossaryError(TITLE, f"{path} is there already.", "Name another file, or say --overwrite.")
