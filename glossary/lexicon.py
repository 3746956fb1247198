"""Which word a form belongs to: a million German and English forms in a file that is looked into, not loaded.

Why: the word lists of simplemma give the lemma of nearly every form, but take a second and a hundred megabytes to
load. Built once, by a process of its own (`python -m glossary.lexicon --lang de --out DIR`), into a hash table on
the disk, they answer in some microseconds from the first call.

File: a header (magic, version, bits, size, checksum of these), a table of 2^bits little-endian uint32 (offsets of
records, 0 for none; open addressing on CRC-32 of the UTF-8 form), the records: length of the form, form, length of
the prefix that form and lemma share, length of the rest of the lemma, rest.

Invariant: a file that is not whole is never used, and a damaged one never raises.
"""

import os
import struct
import sys
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MAGIC = b"LPLX"
VERSION = 1
LANGUAGES = ("de", "en")

_HEADER = struct.Struct("<4sIIQI")
_FULLEST = 0.56
"""How full the table may be; beyond, a missing word takes long to miss."""
_SLOTS_READ = 8
_LONGEST_PROBE = 1000
_LONGEST_RECORD = 3 + 255 + 255


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

    Read place by place rather than mapped: the kernel maps sixteen pages around each one that is touched, and after a
    page of text the whole file would count as this process's memory. Any thread may look words up.
    """

    __slots__ = ("_handle", "_mask")

    def __init__(self, handle: int, bits: int) -> None:
        self._handle = handle
        self._mask = (1 << bits) - 1

    @classmethod
    def open(cls, path: "Path | str") -> "Lexicon | None":
        """The lexicon in a file; None if there is none, or it is damaged, or of another version."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        bits = None
        try:
            bits = _bits(os.read(handle, _HEADER.size), os.fstat(handle).st_size)
        except OSError:
            pass
        finally:
            if bits is None:
                os.close(handle)
        return None if bits is None else cls(handle, bits)

    @property
    def identity(self) -> str:
        """What tells this file from another lexicon: size and date."""
        found = os.fstat(self._handle)
        return f"{found.st_size} {found.st_mtime_ns}"

    def get(self, form: str) -> str | None:
        """The lemma of a form, or None if the form is unknown. Case counts."""
        try:
            key = form.encode()
            slot = crc32(key) & self._mask
            for _ in range(_LONGEST_PROBE // _SLOTS_READ):
                for at in self._slots(slot):
                    if not at:
                        return None
                    record = os.pread(self._handle, _LONGEST_RECORD, at)
                    length = record[0]
                    if length == len(key) and record[1 : 1 + length] == key:
                        rest = length + 3
                        return (key[: record[length + 1]] + record[rest : rest + record[length + 2]]).decode()
                    slot = (slot + 1) & self._mask
        except (OSError, IndexError, UnicodeError, struct.error):
            return None
        return None

    def _slots(self, slot: int) -> tuple[int, ...]:
        """Some entries of the table from a slot on, as far as the table's end."""
        count = min(_SLOTS_READ, self._mask + 1 - slot)
        data = os.pread(self._handle, 4 * count, _HEADER.size + 4 * slot)
        return struct.unpack(f"<{count}I", data)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()


def _bits(head: bytes, size: int) -> int | None:
    if len(head) < _HEADER.size:
        return None
    magic, version, bits, whole, check = _HEADER.unpack(head)
    sound = magic == MAGIC and version == VERSION and whole == size and bits < 31
    return bits if sound and check == crc32(head[:-4]) and size >= _HEADER.size + (4 << bits) else None


def write(pairs: "Iterable[tuple[bytes, bytes]]", count: int, path: "Path") -> None:
    """Write forms with their lemmas as a lexicon file. The file appears whole or not at all.

    Args:
        pairs: UTF-8 forms with lemmas.
        count: how many, at most.
        path: the file; its directory is made if it is missing.
    """
    from array import array  # noqa: PLC0415 - needed only to build

    bits = 4
    while count > _FULLEST * (1 << bits):
        bits += 1
    mask = (1 << bits) - 1
    table = array("I", bytes(4 << bits))
    base = _HEADER.size + (4 << bits)
    records = bytearray()
    for form, lemma in pairs:
        if not 0 < len(form) < 256 or len(lemma) > 255:
            continue
        slot = crc32(form) & mask
        while table[slot]:
            slot = (slot + 1) & mask
        table[slot] = base + len(records)
        shared = _shared(form, lemma)
        records += bytes((len(form),)) + form + bytes((shared, len(lemma) - shared)) + lemma[shared:]
    if sys.byteorder != "little":
        table.byteswap()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            head = _HEADER.pack(MAGIC, VERSION, bits, base + len(records), 0)[:-4]
            file.write(head + struct.pack("<I", crc32(head)))
            file.write(table)
            file.write(records)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _shared(form: bytes, lemma: bytes) -> int:
    """How many bytes two words have in common at their beginning."""
    for at, (mine, other) in enumerate(zip(form, lemma, strict=False)):
        if mine != other:
            return at
    return min(len(form), len(lemma))


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
