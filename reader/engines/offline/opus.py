"""The published OPUS-MT model from German into English: where it is, how large, and under which licence.

Invariant: what the publisher does not say is never enforced.
"""

import re

BASE_URL = "https://object.pouta.csc.fi/OPUS-MT-models"
"""Where Helsinki-NLP publishes the models (github.com/Helsinki-NLP/OPUS-MT-train, models/de-en/README.md)."""

ARCHIVE = "/de-en/opus-2020-02-26.zip"
"""The newest of the three that are published there (same README):
transformer-align, normalisation and SentencePiece."""

ARCHIVE_BYTES = 275_152_328
"""Content-Length as a public project noted it on 2026-09-09; only for telling the person beforehand."""

INSTALLED_BYTES = 80_000_000
"""About what the converted model takes: 75 million parameters of a byte each, and the vocabulary."""

LICENCE = "CC-BY 4.0, Helsinki-NLP (University of Helsinki)"
"""The file LICENSE in the archive, and github.com/Helsinki-NLP/Opus-MT."""

NOTED_SHA256 = "62f7cbc9aaff7630b06db951d5d83251669c35a8fc9f07966e2c6a9bf68d74f3"
"""What a public project that uses the same archive noted on 2026-09-09. The publisher gives none, so this is only
compared and told, never enforced."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def archive_url(base: str = "") -> str:
    """The address of the archive.

    Args:
        base: where the models are instead, or the archive itself; "" for the publisher's.

    >>> archive_url("http://localhost:8000/models/")
    'http://localhost:8000/models/de-en/opus-2020-02-26.zip'
    >>> archive_url("http://localhost:8000/mine.zip")
    'http://localhost:8000/mine.zip'
    """
    return base if base.endswith(".zip") else (base or BASE_URL).rstrip("/") + ARCHIVE


def sha256_from(text: str) -> str:
    """A sha256 as a person may write it; raises ValueError if it is none.

    >>> sha256_from(" " + "AB" * 32)[:4]
    'abab'
    """
    digest = text.strip().lower()
    if not _SHA256.fullmatch(digest):
        raise ValueError("a sha256 has 64 digits from 0 to f")
    return digest
