"""ZIP archives that cannot do harm: EPUB, DOCX and ODT are some.

Invariant: whatever is in an archive, an entry is read whole within the limits, or an InputError says in one sentence
what is wrong. Nothing is written to disk, and no name leads out of the archive.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from reader.core.text import one_line
from reader.errors import InputError
from reader.formats.limits import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.limits import Deadline

MAX_ENTRIES: Final = 20_000
MAX_UNPACKED_BYTES: Final = 128 * 1024 * 1024
"""So much is unpacked of one archive, all entries together."""
MAX_RATIO: Final = 400
"""Text packs 3 to 20 times; the most that DEFLATE can do is 1,032 times."""
_SMALL_BYTES: Final = 1024 * 1024
"""Below this a ratio says nothing."""
_CHUNK_BYTES: Final = 1024 * 1024
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, OverflowError, IndexError, KeyError,
)  # fmt: skip


class Archive:
    """The entries of a ZIP file (EPUB, DOCX, ODT), read one by one and counted.

    Args:
        data: the bytes of the file.
        where: its name, for errors.
        what: its type, for errors ("an EPUB file").
        deadline: asked while unpacking.

    Raises:
        InputError: the file is damaged or holds too many entries.
    """

    __slots__ = ("_deadline", "_entries", "_left_bytes", "_lower", "_what", "_where", "_zip")

    def __init__(self, data: bytes, where: str, what: str, deadline: Deadline) -> None:
        self._where, self._what, self._deadline = where, what, deadline
        self._left_bytes = MAX_UNPACKED_BYTES
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise self.damaged() from error
        if len(infos) > MAX_ENTRIES:
            raise InputError(TITLE, f"{where} holds {len(infos):,} files, more than {MAX_ENTRIES:,}.", "Split it up.")
        self._entries = {name: info for info in infos if (name := _safe_name(info.filename))}
        self._lower = {name.lower(): name for name in self._entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def find(self, name: str) -> str:
        """The entry of this name, or of one that differs in case only; empty if there is none."""
        return name if name in self._entries else self._lower.get(name.lower(), "")

    def damaged(self, why: str = "it may have been cut off") -> InputError:
        """The error that says that the file cannot be understood."""
        message = f"{self._where} is {self._what}, but a damaged one: {why}."
        return InputError(TITLE, message, "Get the file once more.")

    def read(self, name: str) -> bytes:
        """What an entry holds.

        Raises:
            InputError: there is no such entry, or it is encrypted, damaged, too large, or packed too well to be text.
        """
        info = self._entries.get(name)
        if info is None:
            raise self.damaged(f"there is no {one_line(name)[:80]} in it")
        if info.flag_bits & _ENCRYPTED:
            message = f"{self._where} is protected by a password."
            raise InputError(TITLE, message, "Save it without a password with the program it comes from.")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self.damaged("it is packed in an unusual way")
        if info.file_size > max(_SMALL_BYTES, MAX_RATIO * info.compress_size) or info.file_size > self._left_bytes:
            raise self._bomb()
        return self._unpacked(info)

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry; never more than the archive has left, whatever the entry says of itself."""
        chunks: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    self._left_bytes -= len(chunk)
                    if self._left_bytes < 0:
                        raise self._bomb()
                    chunks.append(chunk)
                    self._deadline.allow(len(chunk))
                    self._deadline.check()
        except RuntimeError as error:
            raise self.damaged("a part of it cannot be unpacked") from error
        except _BROKEN as error:
            raise self.damaged() from error
        return b"".join(chunks)

    def _bomb(self) -> InputError:
        limit = MAX_UNPACKED_BYTES // 2**20
        message = f"{self._where} would unpack to more than {limit} MB, or is packed too well to be a text."
        return InputError(TITLE, message, "Do not trust it.")


def _safe_name(name: str) -> str:
    """The name of an entry as a path inside the archive; empty if it leads out of it, or to a directory."""
    path = name.replace("\\", "/")
    if path.startswith("/") or path.endswith("/") or "\x00" in path or re.match(r"[A-Za-z]:", path):
        return ""
    return "" if ".." in path.split("/") else posixpath.normpath(path)


def resolved(base: str, href: str) -> tuple[str, str]:
    """The entry that a reference leads to, seen from another entry, and the part after `#`.

    The entry is empty if the reference leads out of the archive.

    >>> resolved("OEBPS/text/ch1.xhtml", "../notes%20.xhtml#n1")
    ('OEBPS/notes .xhtml', 'n1')
    >>> resolved("OEBPS/ch1.xhtml", "../../etc/passwd"), resolved("a/b.xhtml", "https://example.org/")
    (('', ''), ('', ''))
    """
    path, _, fragment = href.strip().partition("#")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path) or path.startswith("/") or "\x00" in path:
        return "", ""
    if not path:
        return base, unquote(fragment)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path)))
    return ("", "") if joined.startswith(("..", "/")) else (joined, unquote(fragment))
