"""Files of the kind that Office used before DOCX: what they are, since they cannot be read.

A DOCX file that has a password is such a file, too: its ZIP archive lies in it as one encrypted stream.
"""

from __future__ import annotations

from typing import Final

from reader.errors import InputError
from reader.formats.limits import TITLE

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORD: Final = "WordDocument".encode("utf-16-le")


def refusal(data: bytes, where: str) -> InputError:
    """The error that says what a file with `MAGIC` at its beginning is, and what to do."""
    if _ENCRYPTED in data:
        message = f"{where} is protected by a password."
        return InputError(TITLE, message, "Save it without a password with the program it comes from.")
    what = "an old Word file (DOC)" if _WORD in data else "an old Office file"
    return InputError(TITLE, f"{where} is {what}, which cannot be read.", "Save it as DOCX or ODT.")
