"""What a page, or the server that sent it, claims about its encoding, as far as it can be true.

Invariant: what `believed` gives decodes the bytes without a fault.
"""

from __future__ import annotations

import codecs
from typing import Final

_AS_WINDOWS: Final = frozenset(("iso8859-1", "ascii", "latin_1", "us-ascii"))
"""What calls itself so on the web is Windows-1252: browsers take it so, too."""
_NEVER: Final = ("utf-16", "utf-32", "utf-7", "utf-8", "punycode", "idna", "unicode_escape", "raw_unicode_escape")
"""What is told by rule without a claim, and what is no encoding of texts (and slow to decode)."""
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def believed(name: str, data: bytes) -> str:
    r"""The codec of a claim; empty if it cannot be true, or if the bytes themselves say what they are.

    >>> believed("ISO-8859-1", b"Gr\xf6\xdfe"), believed("latin1", "Größe".encode()), believed("klingon", b"\xf6")
    ('cp1252', '', '')
    """
    if not name or data.isascii() or data.startswith(_BOMS):
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # By chance nothing else is UTF-8; pages that say something else have been saved anew by a browser.
        return ""
    try:
        codec = codecs.lookup(name).name
        codec = "cp1252" if codec in _AS_WINDOWS else codec
        if codec.replace("-", "_").startswith(tuple(never.replace("-", "_") for never in _NEVER)):
            return ""
        data.decode(codec)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return codec
