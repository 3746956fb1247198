"""A PDF file without its end, where the list of its objects stands: given one, from the objects that are there.

PDFium looks for the objects of such a file itself, packed ones too, but not without being told which is the first. That
is the catalog, if it is there; else there is made one of all pages, in the order of the file.

Pure. Invariant: no object changes.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAIL_BYTES: Final = 1_024
_OBJECT: Final = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \r\n\t]{1,9}0[ \r\n\t]{1,9}obj\b")
_HEAD_BYTES: Final = 4_000
"""So much of an object is looked at: dictionaries of pages and catalogs are short."""
_END: Final = re.compile(rb"endobj|\bstream\b")
_STREAM: Final = re.compile(rb"\bstream\r?\n")
_CATALOG: Final = re.compile(rb"/Type\s{0,9}/Catalog\b")
_PAGE: Final = re.compile(rb"/Type\s{0,9}/Page\b")
_PAGES: Final = re.compile(rb"/Pages\s{1,9}([0-9]{1,7})\s")
_PACKED: Final = re.compile(rb"/Type\s{0,9}/ObjStm\b")
_COUNT: Final = re.compile(rb"/N\s{1,9}([0-9]{1,6})")
_FIRST: Final = re.compile(rb"/First\s{1,9}([0-9]{1,7})")
_INFO: Final = re.compile(rb"/(?:Producer|Creator|Author)\b")
_LOCKED: Final = re.compile(rb"/Filter\s{0,9}/Standard\b")
_MOST_OBJECTS: Final = 200_000
_MOST_BYTES: Final = 64 * 1024 * 1024
"""So much is unpacked in all."""


class Mended(NamedTuple):
    """A file with an end.

    Attributes:
        data: its bytes.
        is_whole: whether the list of its pages was there, so that it is known how many there are.
    """

    data: bytes
    is_whole: bool


def is_cut(data: bytes) -> bool:
    """Whether a file lacks the line that all PDF files end with."""
    return b"%%EOF" not in data[-_TAIL_BYTES:]


def mended(data: bytes) -> Mended | None:
    """A file that is cut off, with an end; None if it holds no page, or is protected by a password."""
    catalog = info = 0
    numbers: set[int] = set()
    pages: list[int] = []
    root = -1
    for number, head in _objects(data):
        numbers.add(number)
        if _LOCKED.search(head):
            return None
        if _CATALOG.search(head) and (found := _PAGES.search(head)):
            catalog, root = number, int(found[1])
        elif _PAGE.search(head):
            pages.append(number)
        elif not info and _INFO.search(head):
            info = number
    if not pages:
        return None
    is_whole = root in numbers
    end = [b"\nendstream\nendobj\n"]
    if not is_whole:
        catalog, tree = max(numbers) + 1, max(numbers) + 2
        kids = b" ".join(b"%d 0 R" % page for page in dict.fromkeys(pages))
        end.append(b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (catalog, tree))
        end.append(b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (tree, len(set(pages)), kids))
    about = b"/Info %d 0 R" % info if info else b""
    end.append(b"trailer\n<</Root %d 0 R/Size %d%s>>\nstartxref\n0\n%%%%EOF\n" % (catalog, max(numbers) + 3, about))
    return Mended(_whole_objects(data) + b"".join(end), is_whole)


def _whole_objects(data: bytes) -> bytes:
    """The file up to its last object that ends: half a stream is of use, half of another swallows what follows."""
    last = data.rfind(b"endobj")
    return data if last < 0 or _STREAM.search(data, last) else data[: last + len(b"endobj")]


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The number of each object that is there, and how it begins; packed ones after that which holds them."""
    left = _MOST_BYTES
    for count, found in enumerate(_OBJECT.finditer(data)):
        if count > _MOST_OBJECTS:
            return
        head = data[found.end() : found.end() + _HEAD_BYTES]
        head = head[: end.start()] if (end := _END.search(head)) else head
        yield int(found[1]), head
        if _PACKED.search(head) and (begin := _STREAM.match(data, found.end() + len(head))):
            unpacked = _unpacked(data, begin.end(), left)
            left -= len(unpacked)
            yield from _inside(head, unpacked)


def _unpacked(data: bytes, start: int, most: int) -> bytes:
    """What a stream holds, as far as it is there."""
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(memoryview(data)[start:], max(1, most))
    except zlib.error:
        return b""


def _inside(head: bytes, unpacked: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects that are packed in one."""
    count, first = _COUNT.search(head), _FIRST.search(head)
    if not count or not first:
        return
    start = int(first[1])
    numbers = [int(word) for word in unpacked[:start].split()[: 2 * int(count[1])] if word.isdigit()]
    places = numbers[1::2]
    for number, place, end in zip(numbers[::2], places, [*places[1:], len(unpacked)], strict=False):
        yield number, unpacked[start + place : start + min(end, place + _HEAD_BYTES)]
