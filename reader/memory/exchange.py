"""The memory and files of other programs: TMX and YAML pairs, both ways.

Invariant: an import takes all or nothing; an export is a whole file or none.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader import half_written
from reader.core.target import TargetState
from reader.core.text import clean, one_line
from reader.errors import MemoryFileError
from reader.memory.choosing import Choice, chosen
from reader.memory.importing import ImportReport, Incoming, Step, take_over
from reader.memory.rows import row_of, snapshot, stored_unit
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, StoredUnit, TranslationUnit

if TYPE_CHECKING:
    from reader.memory.xml_pieces import ReadUnit, Tally

    Units = Callable[[Path, LanguagePair, Tally, Step | None], Iterator[ReadUnit]]

FORMATS = ("tmx", "yaml")
IMPORTED = ("tmx", "xliff", "csv", "yaml")
TITLE = "The memory was not exported"

_LONGEST_FINGERPRINT = 64
_SUFFIXES = {".tmx": "tmx", ".xml": "tmx", ".yaml": "yaml", ".yml": "yaml"}
_IMPORTED_SUFFIXES = {
    ".tmx": "tmx",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".csv": "csv",
    ".tsv": "csv",
}
_READERS = {"tmx": "tmx_reading", "xliff": "xliff_reading", "csv": "csv_reading"}
MARK_OF_MEMORY = b"SQLite format 3\x00"
_MARKS_OF_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\x00<")
# Sorted for people, with all that is known of one source together, the best first.
_ORDER = "source, pair, key, rank DESC, updated DESC, slot, terms"
_ORDER_BY_KEY = "min(source) OVER (PARTITION BY pair, key), pair, key, rank DESC, updated DESC, slot, terms"


def format_of(path: Path) -> str:
    """The format that a file's name says; empty if it says none."""
    return _SUFFIXES.get(path.suffix.lower(), "")


def import_file(
    memory: TranslationMemory,
    path: Path,
    pair: LanguagePair,
    *,
    form: str = "",
    dry_run: bool = False,
    reading: Step | None = None,
    storing: Step | None = None,
) -> ImportReport:
    """Take over the units of a TMX, XLIFF or CSV file, a YAML list of pairs, or another memory's file; all or none.

    What Lesepult itself has exported comes back as it was: state, origin, times. All else is imported from that file.

    Args:
        memory: what learns.
        path: the file; its name becomes the origin of the units.
        pair: the languages.
        form: one of IMPORTED; found out by looking unless given.
        dry_run: only say what would happen.
        reading: called with the bytes read so far and of all.
        storing: called with the units stored so far and of all.

    Raises:
        MemoryFileError: the file cannot be read or is none of these, or the memory cannot be written.
    """
    form = form or _looked_at(path)
    if form in _READERS:
        return _import_units(form, memory, path, pair, dry_run=dry_run, reading=reading, storing=storing)
    if form == "memory":
        return _import_memory(memory, path, pair, dry_run=dry_run, reading=reading, storing=storing)
    from reader.memory.pairs import read_pairs  # noqa: PLC0415 - loads a YAML library

    now, origin = memory.now_ms(), clean(path.name)
    units = [
        Incoming(row_of(TranslationUnit(source, target, pair, TargetState.MEMORY, origin), now))
        for source, target in read_pairs(path, pair)
    ]
    return _take_over(memory, lambda: units, dry_run=dry_run, storing=storing)


def export_to(
    connection: sqlite3.Connection,
    stream: BinaryIO,
    choice: Choice,
    *,
    form: str,
    version: str,
    now_ms: int,
    progress: Callable[[int], object] | None = None,
    table: str = "",
) -> int:
    """Write the units that are meant; gives how many there were. YAML gets the best of each source only.

    Args:
        connection: an open file.
        stream: where to.
        choice: which units.
        form: `tmx` or `yaml`.
        version: of this program.
        now_ms: the time, in milliseconds since 1970.
        progress: called with the units written so far.
        table: what `everything` says, if a transaction has begun already.

    Raises:
        sqlite3.Error: the memory cannot be read.
        OSError: the stream cannot be written.
    """
    from reader.memory.tmx_writing import pieces  # noqa: PLC0415 - only for this format

    count = 0

    def counted(units: Iterable[StoredUnit]) -> Iterator[StoredUnit]:
        nonlocal count
        for unit in units:
            count += 1
            if progress is not None and count % 1000 == 0:
                progress(count)
            yield unit

    with nullcontext(table) if table else snapshot(connection) as table:  # noqa: PLR1704 - the same thing
        if form == "tmx":
            rows = chosen(connection, table, choice, _ORDER)
            texts = pieces(counted(map(stored_unit, rows)), version, now_ms)
        else:
            best = (
                next(group) for _, group in groupby(chosen(connection, table, choice, _ORDER_BY_KEY), itemgetter(0, 1))
            )
            texts = map(_yaml, counted(map(stored_unit, best)))
        stream.writelines(text.encode("utf-8", "replace") for text in texts)
    return count


def write_file(path: Path, write: Callable[[BinaryIO], int], *, force: bool) -> int:
    """Write a file whole or not at all; gives what `write` gives.

    Raises:
        MemoryFileError: it is there already and not to be replaced, or it cannot be written.
    """
    real = Path(os.path.realpath(path))
    if real.is_dir():
        raise MemoryFileError(TITLE, f"{path} is a directory.", "Name a file.")
    if real.exists() and not real.is_file():
        return _write_through(real, write)
    if real.exists() and not force:
        raise MemoryFileError(TITLE, f"{path} is there already.", "Replace it with --force, or name another file.")
    try:
        handle, temporary = half_written.begin(real)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            if real.exists():
                os.fchmod(handle, stat.S_IMODE(real.stat().st_mode))
            result = write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(real)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return result


def _write_through(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Write to a pipe or a device, which keeps nothing that could be lost."""
    try:
        with path.open("wb") as stream:
            return write(stream)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> MemoryFileError:
    reason = (error.strerror or "it cannot be written").lower()
    return MemoryFileError(TITLE, f"{path}: {reason}.", "Check the folder and the free space, or name another file.")


def _import_units(
    form: str,
    memory: TranslationMemory,
    path: Path,
    pair: LanguagePair,
    *,
    dry_run: bool,
    reading: Step | None,
    storing: Step | None,
) -> ImportReport:
    from reader.memory.xml_pieces import Tally  # noqa: PLC0415 - only for these formats

    units: Units = import_module(f"reader.memory.{_READERS[form]}").units

    tally = Tally()

    def incoming() -> Iterator[Incoming]:
        nonlocal tally
        tally = Tally()  # read anew after damage
        now = memory.now_ms()
        for unit in units(path, pair, tally, reading):
            yield _incoming(unit, pair, path, now)

    report = _take_over(memory, incoming, dry_run=dry_run, storing=storing)
    problems = (*tally.remarks(pair), *report.problems)
    return replace(report, skipped=tally.report(), problems=problems)


def _import_memory(
    memory: TranslationMemory,
    path: Path,
    pair: LanguagePair,
    *,
    dry_run: bool,
    reading: Step | None,
    storing: Step | None,
) -> ImportReport:
    from reader.memory.salvage import Losses, units  # noqa: PLC0415 - only for such a file

    losses = Losses()
    if path.exists() and memory.path.exists() and path.samefile(memory.path):
        raise MemoryFileError("Nothing was imported", f"{path} is the memory itself.")
    report = _take_over(memory, lambda: units(path, pair, losses, reading), dry_run=dry_run, storing=storing)
    if not losses.any:
        return report
    return replace(report, problems=(f"{path} is damaged; what could be read of it counts.", *report.problems))


def _incoming(unit: "ReadUnit", pair: LanguagePair, path: Path, now: int) -> Incoming:
    from reader.memory.tmx_writing import STATES  # noqa: PLC0415
    from reader.memory.xml_pieces import ORIGIN, STATE, TERMS  # noqa: PLC0415 - as above

    state = STATES.get(unit.properties.get(STATE, ""))
    if state is None:
        own = TranslationUnit(unit.source, unit.target, pair, TargetState.MEMORY, clean(path.name))
        return Incoming(row_of(own, now, unit.created))
    origin = clean(unit.properties.get(ORIGIN, ""))
    back = TranslationUnit(unit.source, unit.target, pair, state, origin, _bytes(unit.properties.get(TERMS, "")))
    return Incoming(row_of(back, unit.changed or now, unit.created), dated=unit.changed > 0)


def _take_over(
    memory: TranslationMemory, units: Callable[[], Iterable[Incoming]], *, dry_run: bool, storing: Step | None
) -> ImportReport:
    return memory.attempt(
        lambda connection: take_over(
            connection, units(), dry_run=dry_run, storing=storing, cancelled=lambda: memory.closed
        )
    )


def _bytes(text: str) -> bytes:
    """A fingerprint from its hexadecimal form; none if it is not one."""
    try:
        return bytes.fromhex(text) if len(text) <= _LONGEST_FINGERPRINT else b""
    except ValueError:
        return b""


def _looked_at(path: Path) -> str:
    """The format of a file, by its name, else by its first bytes.

    Raises:
        MemoryFileError: it is a web page.
    """
    named = _IMPORTED_SUFFIXES.get(path.suffix.lower(), "")
    if named:
        return named
    try:
        with path.open("rb") as file:
            start = file.read(2048)
    except OSError:
        return "yaml"  # whose reading says what is wrong
    if start.startswith(MARK_OF_MEMORY):
        return "memory"
    if not start.lstrip().startswith(_MARKS_OF_XML):
        return "yaml"
    if b"<html" in start.replace(b"\0", b"").lower():
        hint = "Import TMX, XLIFF, CSV or YAML; lesepult export TEXT --to tmx writes one."
        raise MemoryFileError("Nothing was imported", f"{one_line(path.name)} is a web page.", hint)
    return "xliff" if b"<xliff" in start.replace(b"\0", b"") else "tmx"


def _yaml(stored: StoredUnit) -> str:
    """A pair as YAML; a text of JSON is one of YAML."""
    pair = stored.unit.pair
    source, target = (json.dumps(text, ensure_ascii=False) for text in (stored.unit.source, stored.unit.target))
    return f"- {pair.source}: {source}\n  {pair.target}: {target}\n"
