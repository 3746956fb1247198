"""What the glossary had to say of a text, as a few bytes that the translation memory can keep beside the answer.

Invariant: the same terms with the same targets give the same bytes, in whatever order they stand; no terms give none.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary import Entry

FINGERPRINT_BYTES = 8


def fingerprint(entries: Iterable[Entry]) -> bytes:
    """The fingerprint of the entries that occur in a text; b"" for none.

    Only what an engine is told counts: the term and its translations, not the note or the file.

    >>> from glossary import Entry
    >>> opec, lines = Entry("OPEC+", ("OPEC+",)), Entry("rote Linie", ("red line",))
    >>> fingerprint([opec, lines]) == fingerprint([lines, opec, lines]), fingerprint([])
    (True, b'')
    """
    said = sorted({(entry.source, *entry.targets) for entry in entries})
    if not said:
        return b""
    text = "\x1e".join("\x1f".join(words) for words in said)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=FINGERPRINT_BYTES, person=b"lesepult").digest()
