r"""A glossary file of a hundred thousand terms, ready to be searched: read in one go, unfolded where it is touched.

Parsing such a file and analysing its terms takes seconds. Both are done once, and what comes out is kept in the cache
directory: the entries as strings and a hash table from the keys of words to entries. It is loaded as one block of
bytes; entries and patterns are made when a text asks for them. Nothing in it is code or an object of Python, so a
file that somebody else has put there can at worst hold wrong terms.

File: a header (magic, CRC-32 of all behind it, length, length of the description), a description in JSON (what it was
made from, problems, sizes), a table of 2^bits uint32 (places of records, 0 for none; open addressing on the CRC-32 of
the key), the records (length of the key, flags, number of references, key, references: entry and pattern), the places
of the entries, the entries (fields parted by U+001F, items of a field by U+001E).

Invariant: what is loaded says what the glossary file says now, with the words analysed as they are now; whatever is
damaged, cut short, foreign or old is not loaded, and made anew.
"""

import json
import os
import struct
import sys
from array import array
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from glossary.compiled_entries import CompiledEntries, Layout, packed
from glossary.entry import Glossary
from glossary.patterns import patterns_of
from glossary.problems import Problem
from glossary.tokens import Gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.entry import Entry
    from glossary.forms import Analyser

FORMAT = 1
KEPT = 8
"""So many compiled glossaries are kept; the ones that were not used for longest go."""

SMALLEST_BYTES = 200_000
"""A smaller glossary file is parsed as quickly as it is loaded."""

_MAGIC = b"LPGC"
_HEADER = struct.Struct("<4sIQI")
_YOUNG_NS = 2_000_000_000
"""A file changed so shortly before it was read may have changed again within the same tick of its clock."""


class _Made(NamedTuple):
    """What a compiled glossary was made from."""

    words: str
    stamp: tuple[int, ...]
    young: bool
    digest: str


def load(path: Path, directory: Path, analyser: "Analyser", *, layer: str = "", build: bool = True) -> Glossary | None:
    """The glossary in a file, from the cache if that holds it; else parsed, compiled and put there.

    Takes 20 ms from the cache and seconds without, so call it on a thread of its own. A small file, and one that
    cannot be compiled or read, is simply parsed. A cache that cannot be written does without.

    Args:
        path: the glossary file.
        directory: where compiled glossaries are kept.
        analyser: analyses the words; its language and lexicon are part of what is compiled.
        layer: the name of the layer; it is not part of what is compiled.
        build: whether to do more than look into the cache; otherwise None comes back if it does not hold the file.
    """
    from glossary import yaml_file  # noqa: PLC0415 - not on the way to a cached glossary

    stamp = _stamp(path)
    if stamp is None or stamp[1] < SMALLEST_BYTES:
        return yaml_file.load_file(path, layer=layer)
    kept = directory / f"{_name(path, analyser)}.glossary"
    found = _cached(kept, path, stamp, analyser, layer or path.name)
    if found is not None or not build:
        return found
    try:
        data = path.read_bytes()
    except OSError:
        return yaml_file.load_file(path, layer=layer)
    parsed = yaml_file.parse(data, path=path, layer=layer or path.name)
    made = _Made(_words_id(analyser), stamp, _is_young(stamp), _digest(data))
    blob = compiled(parsed, made, analyser) if _stamp(path) == stamp else None
    if blob is None:
        return parsed
    write(kept, blob)
    del parsed
    return _opened(blob, path, layer or path.name, analyser)[0]


def _name(path: Path, analyser: "Analyser") -> str:
    return blake2b(f"{analyser.lang}:{path.absolute()}".encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What changes when a file does; None if there is none. The time of the last change of state cannot be set back."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns, found.st_dev


def _is_young(stamp: tuple[int, ...]) -> bool:
    from time import time_ns  # noqa: PLC0415 - for this alone

    return time_ns() - max(stamp[0], stamp[3]) < _YOUNG_NS


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _words_id(analyser: "Analyser") -> str:
    """What the analysis of words depends on: the lexicon, and the code: size and date of all its files."""
    lexicon = analyser.lexicon
    parts: list[object] = [FORMAT, sys.byteorder, analyser.lang, "" if lexicon is None else lexicon.identity]
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - as in `lexicon`
    with suppress(OSError):  # the program may run from an archive
        with os.scandir(here) as files:
            code = [(file.name, file.stat()) for file in files if file.name.endswith(".py")]
        parts += sorted((name, found.st_size, found.st_mtime_ns) for name, found in code)
    return repr(parts)


def _cached(  # noqa: PLR0911 - one for each way to be of no use
    kept: Path, path: Path, stamp: tuple[int, ...], analyser: "Analyser", layer: str
) -> Glossary | None:
    """What the cache holds of a file, if that is what the file says now."""
    try:
        blob = kept.read_bytes()
    except OSError:
        return None
    if len(blob) < _HEADER.size:
        return None
    magic, check, length, _ = _HEADER.unpack_from(blob)
    if magic != _MAGIC or length != len(blob) or crc32(memoryview(blob)[8:]) != check:
        return None
    try:
        glossary, made = _opened(blob, path, layer, analyser)
    except (ValueError, KeyError, TypeError, IndexError, struct.error):
        return None  # written by another version of this program
    if made.words != _words_id(analyser):
        return None
    if made.stamp != stamp or made.young:
        try:
            if made.digest != _digest(path.read_bytes()):
                return None
        except OSError:
            return None
    return glossary


def _opened(blob: bytes, path: Path, layer: str, analyser: "Analyser") -> tuple[Glossary, _Made]:
    """The glossary in a block whose checksum is right.

    Raises:
        ValueError, KeyError, TypeError, IndexError, struct.error: for one of another version.
    """
    size = _HEADER.unpack_from(blob)[3]
    told = json.loads(blob[_HEADER.size : _HEADER.size + size])
    made = _Made(told["words"], tuple(told["stamp"]), told["young"], told["digest"])
    layout = Layout(*told["layout"])
    problems = tuple(Problem(path if row[0] else None, *row[1:]) for row in told["problems"])
    entries = CompiledEntries(blob, layout, path, layer, (analyser.lang, made.words), _words_id)
    return Glossary(entries, problems), made


def compiled(glossary: Glossary, made: _Made, analyser: "Analyser") -> bytes | None:
    """A glossary as a block of bytes; None if it cannot be one: a field holds what parts fields, a key is too long."""
    records, insensitive, inside = _records(glossary.entries, analyser)
    entries = packed(glossary.entries)
    if entries is None or any(len(key) > 0xFFFF for key in records):
        return None
    bits = 4
    while len(records) > (1 << bits) // 2:
        bits += 1
    mask, table, body = (1 << bits) - 1, array("I", bytes(4 << bits)), bytearray(4)
    for key, (flags, refs) in records.items():
        slot = crc32(key) & mask
        while table[slot]:
            slot = (slot + 1) & mask
        table[slot] = len(body)
        body += struct.pack(f"<HBI{len(key)}s{len(refs)}I", len(key), flags, len(refs), key, *refs)
    body += bytes(-len(body) % 4)
    places, strings = entries
    sizes = (bits, 4 * len(table), len(body), len(places) - 1)
    problems = [(problem.path is not None, *problem[1:]) for problem in glossary.problems]
    told = {**made._asdict(), "problems": problems}
    base = _HEADER.size + _room(told, (*sizes, insensitive, inside))
    head = json.dumps({**told, "layout": (base, *sizes, insensitive, inside)}).encode().ljust(base - _HEADER.size)
    rest = b"".join((head, table.tobytes(), bytes(body), places.tobytes(), strings))
    start = struct.pack("<QI", _HEADER.size + len(rest), len(head))
    return b"".join((_MAGIC, struct.pack("<I", crc32(rest, crc32(start))), start, rest))


def _room(told: dict[str, object], sizes: tuple[object, ...]) -> int:
    """How long the description may get, so that what follows begins at a multiple of four."""
    needed = len(json.dumps({**told, "layout": (0, *sizes)}).encode()) + 16
    return needed + -(needed + _HEADER.size) % 4


def _records(
    entries: "Sequence[Entry]", analyser: "Analyser"
) -> tuple[dict[bytes, tuple[int, list[int]]], int, list[int]]:
    """Key to flags and references; how many patterns do not care for case; the entries looked for in compounds."""
    from glossary.compiled_entries import ALSO, FOLLOWS, LEADS, PAIR  # noqa: PLC0415 - short names

    records: dict[bytes, tuple[int, list[int]]] = {}
    first_of: dict[tuple[str, str, str], tuple[int, int]] = {}
    gaps, insensitive, inside = Gaps(), 0, []

    def put(key: str, flags: int, *ref: int) -> None:
        raw = key.encode("utf-8", "surrogatepass")
        before, refs = records.get(raw) or (0, [])
        refs.extend(ref)
        records[raw] = before | flags, refs

    for number, entry in enumerate(entries):
        if entry.removes:
            continue
        for at, pattern in enumerate(patterns_of(entry, "source", analyser, gaps)):
            known = first_of.setdefault(pattern.ident, (number, at))
            if known != (number, at):
                put(f"{ALSO}{known[0]} {known[1]}", 0, number, at)
                continue
            insensitive += pattern.case == "insensitive"
            if pattern.match == "compound":
                inside += [number, at]
            for key in pattern.first_keys():
                if len(pattern.tokens) == 1:
                    put(key, 0, number, at)
                    continue
                put(key, LEADS)
                for second in pattern.second_keys():
                    put(second, FOLLOWS)
                    put(f"{key}{PAIR}{second}", 0, number, at)
    return records, insensitive, inside


def write(path: Path, blob: bytes) -> bool:
    """Put a compiled glossary into the cache, whole or not at all, and clear old ones away; false if that fails."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(blob)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        kept = sorted(path.parent.glob("*.glossary"), key=lambda other: other.stat().st_mtime_ns, reverse=True)
        for old in islice(kept, KEPT, None):
            old.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        _without(temporary)
    return True


def _without(path: Path) -> None:
    with suppress(OSError):  # what could not be made cannot be removed
        path.unlink(missing_ok=True)
