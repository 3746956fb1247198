"""Keys under which the translation memory finds a segment: by content, never by file name or place.

Invariant: two spellings of one sentence that differ only in typography have one key; two that differ in case,
numbers, letters or punctuation that carries meaning have two.
"""

import re
import unicodedata
from hashlib import blake2b

KEY_BYTES = 16

_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
_UNIFIED = _INVISIBLE | {
    ord(char): plain
    for chars, plain in (("„“”‟«»❝❞＂", '"'), ("‚‘’‛‹›ʼ´`", "'"), ("‐‑−", "-"), ("–—―", "–"))
    for char in chars
}
_SPACE = re.compile(r"\s+")


def normalised(source: str) -> str:
    """The source text as its key sees it: NFC, white space folded, typography unified; case and numbers kept.

    >>> normalised("Die „roten  Linien“")
    'Die "roten Linien"'
    """
    text = source if source.isascii() else unicodedata.normalize("NFC", source).translate(_UNIFIED)
    return _SPACE.sub(" ", text).strip()


def segment_key(source: str) -> bytes:
    """The 16-byte key of a source segment.

    >>> segment_key("Ja.") == segment_key("  Ja. ")
    True
    """
    return blake2b(normalised(source).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
