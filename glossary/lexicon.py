"""Which word a form belongs to: a million German and English forms in a file that is looked into, not loaded.

Why: the word lists of simplemma give the lemma of nearly every form, but take a second and a hundred megabytes to
load. Built once, by a process of its own (`python -m glossary.lexicon --lang de --out DIR`), into a hash table on
the disk, they answer in two microseconds from the first call.

File: a header (magic, version, bits, size, checksum of these and of the places), the places of 2^bits buckets and of
their end as little-endian uint32, the buckets. A form is in the bucket that the CRC-32 of its UTF-8 names. A record is
FF, the form, FE, the length of the beginning that form and lemma share, the rest of the lemma: no UTF-8 holds FE or
FF. A last FF ends the file. So one read and one search find a form, or that it is not there.

Invariant: a file that is not whole is never used, and a damaged one never raises.
"""

import os
import struct
import sys
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAGIC = b"LPLX"
VERSION = 2
LANGUAGES = ("de", "en")

_HEADER = struct.Struct("<4sIIQI")
_FORMS = 12
"""At most so many forms are in a bucket, on average: some 250 bytes."""
_MOST_BITS = 24
_LONGEST = 255
_BEGIN, _PARTED, _MOST_SHARED = b"\xff", b"\xfe", 0x7F


def file_name(lang: str) -> str:
    """The name of the lexicon file of a language, as this version reads it."""
    return f"lexicon-{lang}-{VERSION}.bin"


def default_directory() -> str:
    """Where lexicons are kept unless another place is named: the person's cache directory."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(cache):  # noqa: PTH117 - no pathlib on the way to the first page
        cache = os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return os.path.join(cache, "lesepult")  # noqa: PTH118


class Lexicon:
    """The lemmas of one language. Open it with `Lexicon.open`.

    The places of the buckets are in memory, half a megabyte. The buckets are read one by one rather than mapped: the
    kernel maps sixteen pages around each one that is touched, and after a page of text the whole file would count as
    this process's memory. Any thread may look words up.
    """

    __slots__ = ("_handle", "_mask", "_places")

    def __init__(self, handle: int, places: "array[int]") -> None:
        self._handle = handle
        self._places = places
        self._mask = len(places) - 2

    @classmethod
    def open(cls, path: "Path | str") -> "Lexicon | None":
        """The lexicon in a file; None if there is none, or it is damaged, or of another version."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        places = None
        try:
            places = _places(handle)
        except OSError:
            pass
        finally:
            if places is None:
                os.close(handle)
        return None if places is None else cls(handle, places)

    @property
    def identity(self) -> str:
        """What tells this file from another lexicon: size and date."""
        found = os.fstat(self._handle)
        return f"{found.st_size} {found.st_mtime_ns}"

    def get(self, form: str) -> str | None:
        """The lemma of a form, or None if the form is unknown. Case counts."""
        try:
            key = form.encode()
            bucket = crc32(key) & self._mask
            begin = self._places[bucket]
            # One byte more: what begins the next record ends the last one of this bucket.
            records = os.pread(self._handle, self._places[bucket + 1] - begin + 1, begin)
            at = records.find(_BEGIN + key + _PARTED)
            if at < 0:
                return None
            at += len(key) + 2
            end = records.index(_BEGIN, at)
            shared = records[at]
            return form if shared == len(key) and end == at + 1 else (key[:shared] + records[at + 1 : end]).decode()
        except (OSError, ValueError, IndexError):
            return None

    def everything(self) -> "Iterator[tuple[str, str]]":
        """All forms with their lemmas, in no order that means anything.

        Raises:
            OSError: if the file cannot be read.
            ValueError: if it is damaged.
        """
        for begin, end in pairwise(self._places):
            for record in os.pread(self._handle, end - begin, begin).split(_BEGIN)[1:]:
                form, rest = record.split(_PARTED)
                yield form.decode(), (form[: rest[0]] + rest[1:]).decode()

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()


def _places(handle: int) -> "array[int] | None":
    """The places of the buckets of a file, and of the end of the last; None if it is not whole.

    Raises:
        OSError: if it cannot be read.
    """
    head, size = os.pread(handle, _HEADER.size, 0), os.fstat(handle).st_size
    if len(head) < _HEADER.size:
        return None
    magic, version, bits, whole, check = _HEADER.unpack(head)
    if magic != MAGIC or version != VERSION or whole != size or bits > _MOST_BITS:
        return None
    table = os.pread(handle, 4 * (1 << bits) + 4, _HEADER.size)
    if check != crc32(table, crc32(head[:-4])) or len(table) != 4 * (1 << bits) + 4:
        return None
    places = array("I", table)
    if sys.byteorder != "little":
        places.byteswap()
    return places


def write(pairs: "Iterable[tuple[bytes, bytes]]", count: int, path: "Path") -> None:
    """Write forms with their lemmas as a lexicon file. The file appears whole or not at all.

    Args:
        pairs: UTF-8 forms with lemmas; of a form that comes twice the first counts.
        count: how many, at most.
        path: the file; its directory is made if it is missing.
    """
    bits = 0
    while count > _FORMS << bits and bits < _MOST_BITS:
        bits += 1
    mask = (1 << bits) - 1
    buckets = [b""] * (1 << bits)
    for form, lemma in pairs:
        if 0 < len(form) <= _LONGEST and len(lemma) <= _LONGEST:
            shared = _shared(form, lemma)
            buckets[crc32(form) & mask] += b"\xff%b\xfe%c%b" % (form, shared, lemma[shared:])
    places = array("I", (_HEADER.size + 4 * (len(buckets) + 1),))
    for bucket in buckets:
        places.append(places[-1] + len(bucket))
    size = places[-1] + len(_BEGIN)
    if sys.byteorder != "little":
        places.byteswap()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            head, table = _HEADER.pack(MAGIC, VERSION, bits, size, 0)[:-4], places.tobytes()
            file.write(head + struct.pack("<I", crc32(table, crc32(head))))
            file.write(table)
            file.writelines(buckets)
            file.write(_BEGIN)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _shared(form: bytes, lemma: bytes) -> int:
    """How many bytes two words have in common at their beginning, as far as one small byte can say."""
    if form == lemma and len(form) <= _MOST_SHARED:
        return len(form)
    for at, (mine, other) in enumerate(zip(form, lemma, strict=False)):
        if mine != other:
            return min(at, _MOST_SHARED)
    return min(len(form), len(lemma), _MOST_SHARED)


def build(lang: str, directory: "Path") -> "Path":
    """Build the lexicon of a language from simplemma's lists, here and now: four seconds, sixty megabytes.

    Raises:
        OSError: if it cannot be written.
        ImportError: if simplemma is not installed.
    """
    path = directory / file_name(lang)
    write(*_word_list(lang), path)
    return path


def _word_list(lang: str) -> "tuple[Iterable[tuple[bytes, bytes]], int]":
    """Forms and lemmas of a language, and how many: record by record, or all at once if simplemma has changed."""
    from simplemma.strategies.dictionaries import dictionary_factory, frontcode  # noqa: PLC0415

    try:
        data = dictionary_factory._read_decompressed(lang)  # noqa: SLF001 - halves the memory; see below
        backward, count, at = frontcode._read_header(data)  # noqa: SLF001
        step = -1 if backward else 1
        return ((key[::step], lemma[::step]) for _, key, lemma in frontcode._iter_records(data, at)), count  # noqa: SLF001
    except AttributeError:
        words = dictionary_factory.DefaultDictionaryFactory().get_dictionary(lang)
        return ((key.encode(), words[key].encode()) for key in words), len(words)


def build_in_subprocess(lang: str, directory: "Path | str", timeout_s: float = 120.0) -> "Lexicon | None":
    """Build a lexicon in a process of its own, wait for it, and open it. None if that fails."""
    import subprocess  # noqa: PLC0415 - needed only to build, S404 is about untrusted input

    command = [sys.executable, "-m", "glossary.lexicon", "--lang", lang, "--out", os.fspath(directory)]
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    try:
        subprocess.run(command, check=True, timeout=timeout_s, cwd=here, capture_output=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return Lexicon.open(os.path.join(directory, file_name(lang)))  # noqa: PTH118


def main(arguments: list[str] | None = None) -> int:
    """`python -m glossary.lexicon --lang de --out DIR`. Gives the exit code."""
    import argparse  # noqa: PLC0415 - on the command line only
    from pathlib import Path  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m glossary.lexicon", description="Build the lexicon of a language.")
    parser.add_argument("--lang", choices=LANGUAGES, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    wanted = parser.parse_args(arguments)
    try:
        path = build(wanted.lang, wanted.out)
    except (OSError, ImportError, ValueError) as error:
        sys.stderr.write(f"The lexicon was not built: {error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
