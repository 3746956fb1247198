"""Units from another file of a translation memory: of another computer, or what can still be read of a damaged one.

How: the keys are hashes, evenly spread. They are read in 256 ranges, each forwards up to the first page that cannot be
read, and then backwards up to the same. So a broken page costs what stands on it, and a broken branch its leaves.

Invariant: a unit is given away only if its key is that of its source: what is half overwritten is left out.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from reader.core.keys import segment_key
from reader.core.text import clean
from reader.errors import MemoryFileError
from reader.memory.importing import Incoming, Step
from reader.memory.rows import COLUMNS, OLD, STATES, Row, everything, pair_text
from reader.memory.schema import NewerFileError, known_version
from reader.memory.unit import LanguagePair

_TITLE = "The memory cannot be read"
_RANGES = 256


class Losses:
    """Whether anything could not be read."""

    def __init__(self) -> None:
        self.any = False


def units(path: Path, pair: LanguagePair, losses: Losses, progress: Step | None = None) -> Iterator[Incoming]:
    """The units of a memory's file; each keeps the time of its last change.

    Args:
        path: the file, which is only read.
        pair: the languages.
        losses: told if something could not be read.
        progress: called with the ranges read so far and of all.

    Raises:
        MemoryFileError: it is no memory, a later version wrote it, or nothing at all can be read.
    """
    try:
        with closing(_opened(path)) as file:
            table = everything(file) if known_version(file) > 1 else OLD
            for number in range(_RANGES):
                for row in _range(file, table, pair_text(pair), number, losses):
                    yield Incoming(row, dated=True)
                if progress is not None:
                    progress(number + 1, _RANGES)
    except NewerFileError:
        raise MemoryFileError(_TITLE, f"{path} was written by a later version of this program.") from None
    except sqlite3.Error as error:
        raise MemoryFileError(_TITLE, f"{path}: {error}.", "Nothing was imported.") from None


def _opened(path: Path) -> sqlite3.Connection:
    """The file for reading, with its log if that can be read."""
    error: sqlite3.Error | None = None
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        file = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        try:
            version = known_version(file)
            names = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        except (sqlite3.Error, NewerFileError) as found:
            file.close()
            if isinstance(found, NewerFileError):
                raise
            error = found
            continue
        if version and names & {"translation", "unit"}:
            return file
        file.close()
        raise MemoryFileError(_TITLE, f"{path} is no translation memory.", "Nothing was imported.")
    raise error or sqlite3.DatabaseError("it cannot be opened")


def _range(file: sqlite3.Connection, table: str, pair: str, number: int, losses: Losses) -> Iterator[Row]:
    """The rows whose keys begin with this byte."""
    begin = bytes([number])
    end = bytes([number + 1]) if number < _RANGES - 1 else b"\xff" * 17
    place = ("key", "rank", "slot", "terms")
    last: tuple[object, ...] | None = None
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{name} {direction}" for name in place)
        broken = False
        try:
            for values in file.execute(
                f"SELECT {COLUMNS} FROM {table} WHERE pair = ? AND key >= ? AND key < ? ORDER BY {order}",  # noqa: S608
                (pair, begin, end),
            ):
                row = Row._make(values)
                if direction == "DESC" and row[1:5] == last:
                    return
                if direction == "ASC":
                    last = row[1:5]
                if (sound := _sound(row)) is not None:
                    yield sound
                else:
                    losses.any = True
        except sqlite3.Error:
            broken = losses.any = True
        if not broken:
            return


def _sound(row: Row) -> Row | None:
    """The row, harmless; None if it is not as it was written."""
    texts = (row.slot, row.source, row.target, row.origin)
    if not all(isinstance(text, str) for text in texts) or row.rank not in STATES:
        return None
    if segment_key(row.source) != row.key or not isinstance(row.terms, bytes):
        return None
    if not (isinstance(row.created, int) and isinstance(row.updated, int)) or not clean(row.target).strip():
        return None
    slot, source, target, origin = map(clean, texts)
    return row._replace(slot=slot, source=source, target=target, origin=origin)
