"""Which encoding of one byte a character a text is in, by the sense that it makes.

Such encodings cannot be told by rule. For those of Western Europe the bytes themselves decide: in a German text each
encoding puts its umlauts, quotes and dashes elsewhere, and only one of them makes words of all. Where none does,
charset-normalizer is asked.
"""

from __future__ import annotations

import re
from typing import Final

_SAMPLE_BYTES: Final = 200_000
_WESTERN: Final = (
    ("cp1252", "Windows-1252"),
    ("iso8859-15", "ISO-8859-15"),
    ("cp850", "code page 850"),
    ("cp437", "code page 437"),
    ("mac_roman", "Mac Roman"),
)
"""The encodings German texts come in, the likeliest first: it wins where two do equally well."""
_COMMON: Final = frozenset("äöüß")
_CAPITALS: Final = frozenset("ÄÖÜÉÈÀÇÅØÆŒŠŽÁÍÓÚÑ")
_FOREIGN: Final = frozenset("éèêëáàâçñóíôîïúùûæœøåšžłčřěňìòãõÿğış")
_GERMAN: Final = frozenset("äöüßÄÖÜ")
_QUOTES: Final = frozenset("„“”‚‘’»«›‹")
_SIGNS: Final = frozenset("–—…€£§°·•½¼²³©®×\u00a0")
_MOST_JUDGED: Final = 4_000
_ENOUGH: Final = 8
"""With fewer characters beyond ASCII, charset-normalizer guesses wildly."""
_ASKED: Final = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp866", "koi8_r", "iso8859_2",
    "iso8859_5", "iso8859_7", "iso8859_9", "mac_cyrillic", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
_HIGH_CHAR: Final = re.compile(r"[^\x00-\x7f]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]{3,}")
_BEYOND: Final = re.compile(r"(?s)(?<=(.))([^\x00-\x7f])(?=(.))")
_C1: Final = re.compile(rb"[\x80-\x9f]")
_NAMED: Final = {
    "cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp1253": "Windows-1253",
    "cp1254": "Windows-1254", "cp1257": "Windows-1257", "cp437": "code page 437", "cp850": "code page 850",
    "mac_roman": "Mac Roman", "koi8_r": "KOI8-R", "shift_jis": "Shift JIS", "gb18030": "GB 18030", "big5": "Big5",
}  # fmt: skip


def decoded_by_sense(data: bytes) -> tuple[str, str]:
    """The text in the encoding that makes most sense of it, and the encoding's name. The text is not clean yet."""
    sample = data[:_SAMPLE_BYTES] if _HIGH.search(data, 0, _SAMPLE_BYTES) else data
    sense = {choice: _sense(sample.decode(choice[0], "replace")) for choice in _WESTERN}
    (codec, name), score = max(sense.items(), key=lambda item: item[1])
    doubtful = score < 0.3 or (score < 0.88 and _mostly_beyond(sample))
    if doubtful and not _GERMAN.issuperset(_HIGH_CHAR.findall(sample.decode(codec, "replace"))):
        codec = _asked(sample) or (codec if score > 0 else "cp1252")
        name = name_of_codec(codec)
    if name == "Windows-1252" and not _C1.search(data):
        codec, name = "latin-1", "ISO-8859-1"
    return data.decode(codec, "replace"), name


def _mostly_beyond(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII stand together, so that this is no text in Latin letters."""
    return 2 * sum(map(len, _HIGH_RUN.findall(sample))) > len(_HIGH.findall(sample))


def _sense(text: str) -> float:
    """How much sense a decoding makes: about 1 if every character beyond ASCII stands where it would in a text.

    >>> _sense("schöne Grüße") > 0.9 > 0 > _sense("schÃ¶ne GrÃ¼Ãe")
    True
    """
    points, judged = 0.0, 0
    for match in _BEYOND.finditer(f" {text} "):
        points += _points(match[2], match[1], match[3])
        judged += 1
        if judged == _MOST_JUDGED:
            break
    return points / max(1, judged)


def _points(char: str, left: str, right: str) -> float:
    """From -2 (never stands between these two in a text) to 1 (stands so in German)."""
    beside = left.isalpha() + right.isalpha()
    if char in _COMMON:
        lonely_eszett = char == "ß" and left.isalpha() and left.lower() not in "aeiouyäöü"
        return -1.0 if lonely_eszett else (0.3, 0.9, 1.0)[beside]
    if char in _FOREIGN:
        return (0.1, 0.5, 0.8)[beside]
    if char in _CAPITALS:
        wrong = left.islower() or not beside
        return (-1.0 if left.islower() else 0.1) if wrong else (0.95 if char in "ÄÖÜ" else 0.5)
    if char in _QUOTES:
        within = -1.0 if char not in "’‘" or not right.islower() else 0.5
        return within if beside == 2 else 0.8 if beside or not (left + right).isspace() else 0.0
    if char in _SIGNS:
        counted = (left + right).strip()[-1:].isdigit() or char in "–—…"
        return -1.0 if beside == 2 else 0.8 if counted else 0.4
    return -2.0


def _asked(sample: bytes) -> str:
    """The codec that charset-normalizer finds; empty if it finds none."""
    if len(_HIGH.findall(sample)) < _ENOUGH:
        return ""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 16 ms, for a few texts only

    found = from_bytes(sample[:50_000], cp_isolation=list(_ASKED)).best()
    return "" if found is None else found.encoding


def name_of_codec(codec: str) -> str:
    """What people call an encoding."""
    known = codec.lower().replace("-", "_")
    return _NAMED.get(known, codec.upper().replace("_", "-").replace("ISO8859", "ISO-8859"))
