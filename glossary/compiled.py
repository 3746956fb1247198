r"""A glossary file of a hundred thousand terms, ready to be searched: read in one go, unfolded where it is touched.

Parsing such a file and analysing its terms takes seconds. Both are done once, and what comes out is kept in the cache
directory: the entries as strings and a hash table from the keys of words to entries. It is loaded as one block of
bytes; entries and patterns are made when a text asks for them. Nothing in it is code or an object of Python, so a
file that somebody else has put there can at worst hold wrong terms.

File: a header (magic, CRC-32 of all behind it, length, length of the description), a description in JSON (what it was
made from, problems, sizes), a table of 2^bits uint32 (places of records, 0 for none; open addressing on the CRC-32 of
the key), the records (length of the key, flags, number of references, key, references: entry and pattern), the places
of the entries, the hashes of their keys in order with their numbers, the numbers of their domains, the entries (fields
parted by U+001F, items of a field by U+001E).

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

from glossary import source_file
from glossary.compiled_entries import CompiledEntries, Layout, packed, tables
from glossary.entry import Glossary
from glossary.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.source_file import Snapshot, Stamp

FORMAT = 2
KEPT = 8
"""So many compiled glossaries are kept; the ones that were not used for longest go."""

SMALLEST_BYTES = 200_000
"""A smaller glossary file is parsed as quickly as it is loaded."""

_MAGIC = b"LPGC"
_HEADER = struct.Struct("<4sIQI")


class _Made(NamedTuple):
    """What a compiled glossary was made from."""

    words: str
    stamp: "Stamp"
    young: bool
    digest: str


class Loaded(NamedTuple):
    """A glossary file at one moment.

    Attributes:
        glossary: what stands in it; its entries are `CompiledEntries`, unless they cannot be compiled.
        stamp: what its record said, or None if there is none.
        young: whether its content may have changed since without a new stamp.
        digest: of its content; empty if it could not be read.
    """

    glossary: Glossary
    stamp: "Stamp | None"
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
    stamp = source_file.stamp(path)
    if stamp is None or stamp[2] < SMALLEST_BYTES:
        from glossary import yaml_file  # noqa: PLC0415 - not on the way to a cached glossary

        return yaml_file.load_file(path, layer=layer)
    found = fetched(path, directory, analyser, layer=layer)
    if found is None and build:
        found = made(path, directory, analyser, layer=layer)
    return None if found is None else found.glossary


def fetched(path: Path, directory: Path, analyser: "Analyser", *, layer: str = "") -> Loaded | None:
    """A glossary file as the cache holds it; None if it does not hold what the file says now. Takes some 20 ms."""
    stamp = source_file.stamp(path)
    if stamp is None:
        return None
    try:
        blob = (directory / _name(path, analyser)).read_bytes()
    except OSError:
        return None
    found = _checked(blob, path, analyser, layer or path.name)
    if found is None or (found.stamp == stamp and not found.young):
        return found
    now = source_file.snapshot(path, time_ns())
    if now.data is None or found.digest != digest(now.data):
        return None
    return found._replace(stamp=now.stamp, young=now.young)


def made(path: Path, directory: Path, analyser: "Analyser", *, layer: str = "") -> Loaded:
    """A glossary file, parsed and compiled here and now, which takes seconds, and put into the cache."""
    from glossary import yaml_file  # noqa: PLC0415 - not on the way to a cached glossary

    now = source_file.snapshot(path, time_ns())
    blob, glossary = _blob(path, now, analyser, layer)
    if blob is not None:
        write(directory / _name(path, analyser), blob)
        del glossary
        found = _checked(blob, path, analyser, layer or path.name)
        if found is not None:
            return found
        glossary = yaml_file.load_snapshot(now, path, layer=layer)
    return Loaded(glossary, now.stamp, now.young, "" if now.data is None else digest(now.data))


def made_in_subprocess(
    path: Path, directory: Path, analyser: "Analyser", *, layer: str = "", timeout_s: float = 120.0
) -> Loaded | None:
    """The same by a process of its own, so that this one can go on meanwhile; None if that fails."""
    import subprocess  # noqa: PLC0415 - only for what is not in the cache

    from glossary.lexicon import file_name  # noqa: PLC0415 - as above

    command = [sys.executable, "-m", "glossary.compiled", os.fspath(path.absolute()), "--lang", analyser.lang]
    command += ["--out", os.fspath(directory.absolute())]
    if analyser.lexicon is not None:
        command += ["--lexicon", os.fspath((directory / file_name(analyser.lang)).absolute())]
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as in `lexicon`
    try:
        done = subprocess.run(  # noqa: S603 - this program with a file that the person named
            command, check=True, timeout=timeout_s, cwd=here, capture_output=True, stdin=subprocess.DEVNULL
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return _checked(done.stdout, path, analyser, layer or path.name)


def main(arguments: list[str] | None = None) -> int:
    """`python -m glossary.compiled FILE --lang de --out DIR`: to the cache and to standard output. Gives the exit code.

    Nothing comes out for a file that cannot be compiled.
    """
    import argparse  # noqa: PLC0415 - on the command line only
    import gc  # noqa: PLC0415

    from glossary.forms import Analyser  # noqa: PLC0415
    from glossary.lexicon import Lexicon  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m glossary.compiled", description="Compile a glossary file.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--lang", required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--lexicon", type=Path, metavar="FILE")
    wanted = parser.parse_args(arguments)
    analyser = Analyser(wanted.lang, None if wanted.lexicon is None else Lexicon.open(wanted.lexicon))
    gc.disable()
    blob, _ = _blob(wanted.file, source_file.snapshot(wanted.file, time_ns()), analyser, "")
    if blob is None:
        sys.stderr.write("The glossary was not compiled: it cannot be read, or holds what separates fields.\n")
        return 1
    write(wanted.out / _name(wanted.file, analyser), blob)
    sys.stdout.buffer.write(blob)
    sys.stdout.buffer.flush()
    return 0


def _blob(path: Path, now: "Snapshot", analyser: "Analyser", layer: str) -> tuple[bytes | None, Glossary]:
    """A file as a block of bytes, None if that cannot be; and as it was parsed for that."""
    from glossary import yaml_file  # noqa: PLC0415 - not on the way to a cached glossary

    parsed = yaml_file.load_snapshot(now, path, layer=layer)
    if now.data is None or now.stamp is None:
        return None, parsed
    told = _Made(_words_id(analyser), now.stamp, now.young, digest(now.data))
    return compiled(parsed, told, analyser), parsed


def _name(path: Path, analyser: "Analyser") -> str:
    of = f"{analyser.lang}:{path.absolute()}".encode("utf-8", "surrogateescape")
    return f"{blake2b(of, digest_size=12).hexdigest()}.glossary"


def time_ns() -> int:
    """The present time."""
    import time  # noqa: PLC0415 - for this alone

    return time.time_ns()


def digest(data: bytes) -> str:
    """By which the content of a file is told from another."""
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


def _checked(blob: bytes, path: Path, analyser: "Analyser", layer: str) -> Loaded | None:
    """What a block of bytes holds; None if it is damaged, foreign, or was made with other words or another version."""
    if len(blob) < _HEADER.size:
        return None
    magic, check, length, _ = _HEADER.unpack_from(blob)
    if magic != _MAGIC or length != len(blob) or crc32(memoryview(blob)[8:]) != check:
        return None
    try:
        glossary, told = _opened(blob, path, layer, analyser)
    except (ValueError, KeyError, TypeError, IndexError, struct.error):
        return None  # written by another version of this program
    return Loaded(glossary, told.stamp, told.young, told.digest) if told.words == _words_id(analyser) else None


def _opened(blob: bytes, path: Path, layer: str, analyser: "Analyser") -> tuple[Glossary, _Made]:
    """The glossary in a block whose checksum is right.

    Raises:
        ValueError, KeyError, TypeError, IndexError, struct.error: for one of another version.
    """
    size = _HEADER.unpack_from(blob)[3]
    told = json.loads(blob[_HEADER.size : _HEADER.size + size])
    mtime, ctime, length, number, device = told["stamp"]
    made = _Made(told["words"], (mtime, ctime, length, number, device), told["young"], told["digest"])
    layout = Layout(*told["layout"])
    problems = tuple(Problem(path if row[0] else None, *row[1:]) for row in told["problems"])
    entries = CompiledEntries(blob, layout, path, layer, (analyser.lang, made.words), _words_id)
    return Glossary(entries, problems), made


def compiled(glossary: Glossary, made: _Made, analyser: "Analyser") -> bytes | None:
    """A glossary as a block of bytes; None if it cannot be one: a field holds what parts fields."""
    records, insensitive, inside = _records(glossary.entries, analyser)
    entries = packed(glossary.entries)
    if entries is None:
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
        body += struct.pack(f"<IBI{len(key)}s{len(refs)}I", len(key), flags, len(refs), key, *refs)
    body += bytes(-len(body) % 4)
    places, strings = entries
    aside, domains, removers = tables(glossary.entries)
    sizes = (bits, 4 * len(table), len(body), len(places) - 1, insensitive, inside, domains, removers)
    problems = [(problem.path is not None, *problem[1:]) for problem in glossary.problems]
    told = {**made._asdict(), "problems": problems}
    base = _HEADER.size + _room(told, sizes)
    head = json.dumps({**told, "layout": (base, *sizes)}).encode().ljust(base - _HEADER.size)
    rest = b"".join((head, table.tobytes(), bytes(body), places.tobytes(), aside, strings))
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
    from glossary.compiled_lookup import ALSO, FOLLOWS, LEADS, PAIR  # noqa: PLC0415 - only to compile
    from glossary.patterns import patterns_of  # noqa: PLC0415
    from glossary.tokens import Gaps  # noqa: PLC0415

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


if __name__ == "__main__":
    sys.exit(main())
