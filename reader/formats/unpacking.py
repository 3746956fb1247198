"""What a server packed (gzip, deflate), unpacked no further than a limit.

Invariant: never more than the limit and one piece are held, whatever the packed bytes would grow to.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from reader.errors import InputError
from reader.formats.limits import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED: Final = "gzip, deflate"
"""What a server is told that it may do."""
_STEP_BYTES: Final = 65_536
_AGAIN: Final = "Try again later, or save the page in a browser and open the file."


def unpacked(pieces: Iterable[bytes], encoding: str, where: str, most_bytes: int) -> bytes:
    """The bytes of an answer.

    Args:
        pieces: the body as it comes in.
        encoding: what the server says about it in Content-Encoding.
        where: the address, for errors.
        most_bytes: how many there may be, packed and unpacked.

    Raises:
        InputError: there are more, they are packed in another way, damaged or cut off.
    """
    packing = encoding.strip().lower()
    if packing in {"", "identity"}:
        plain = pieces
    elif packing in {"gzip", "x-gzip", "deflate"}:
        plain = _inflated(pieces, packing, where, most_bytes)
    else:
        message = f"{where} is packed in a way that was not asked for ({packing[:40]!r})."
        raise InputError(TITLE, message, "Save the page in a browser and open the file.")
    data = bytearray()
    for piece in plain:
        data += piece
        if len(data) > most_bytes:
            raise too_large(where, most_bytes)
    return bytes(data)


def too_large(where: str, most_bytes: int) -> InputError:
    """The error that says that there is more than may be read."""
    message = f"{where} is larger than {most_bytes // 2**20} MB."
    return InputError(TITLE, message, "Save it, and open a part of it.")


def _inflated(pieces: Iterable[bytes], packing: str, where: str, most_bytes: int) -> Iterator[bytes]:
    """The unpacked pieces, each of 64 KB at most."""
    inflater, seen = None, 0
    try:
        for piece in pieces:
            seen += len(piece)
            if seen > most_bytes:
                raise too_large(where, most_bytes)
            rest = piece
            while rest:
                if inflater is None or (inflater.eof and packing != "deflate" and rest.strip(b"\0")):
                    inflater = zlib.decompressobj(_window(packing, rest))
                elif inflater.eof:
                    break
                yield from _all_of(inflater, rest)
                rest = inflater.unused_data
    except zlib.error:
        raise InputError(TITLE, f"{where} came damaged: it cannot be unpacked.", _AGAIN) from None
    if inflater is not None and not inflater.eof:
        raise InputError(TITLE, f"{where} came only in part.", _AGAIN)


def _window(packing: str, begin: bytes) -> int:
    """How zlib calls a packing. Some servers leave out the two bytes that deflate begins with on the web."""
    if packing != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if begin[0] & 15 == zlib.DEFLATED else -zlib.MAX_WBITS


def _all_of(inflater: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    """What a piece unpacks to."""
    while True:
        out = inflater.decompress(piece, _STEP_BYTES)
        yield out
        piece = inflater.unconsumed_tail
        if inflater.eof or (not piece and len(out) < _STEP_BYTES):
            return
