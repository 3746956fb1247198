"""Which encoding a text is in, and its characters.

UTF-8 and what has a byte order mark is told by rule. The encodings of one byte a character cannot be told by rule;
for those of Western Europe the bytes themselves decide: in a German text each encoding puts its umlauts, quotes and
dashes elsewhere, and only one of them makes words of all. Where none does, charset-normalizer is asked.

Invariant: any bytes give a clean text, or an InputError.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from reader.core.text import clean, cleaned
from reader.errors import InputError
from reader.formats.limits import TITLE


class Decoded(NamedTuple):
    """A cleaned text, and what a person should know about its encoding."""

    text: str
    notes: tuple[str, ...] = ()


_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8", ""),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]{3,}")
_HIGH_CHAR: Final = re.compile(r"[^\x00-\x7f]")
_BEYOND: Final = re.compile(r"(?s)(?<=(.))([^\x00-\x7f])(?=(.))")
_SOFT_BREAK: Final = re.compile(r"\xad[ \t]*\r?\n[ \t]*([^\s\xad]{1,60})[ \t]?")
_PAGE_BREAK: Final = re.compile(r"\r?\n?\x0c(?:\r?\n)?")
_C1: Final = re.compile(rb"[\x80-\x9f]")
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
_QUOTES: Final = frozenset("„“”‚‘’»«›‹")
_SIGNS: Final = frozenset("–—…€£§°·•½¼²³©®×\u00a0")
_MOST_JUDGED: Final = 4_000
_ENOUGH: Final = 8
"""With fewer characters beyond ASCII, charset-normalizer guesses wildly."""
_ASKED: Final = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp866", "koi8_r", "iso8859_2",
    "iso8859_5", "iso8859_7", "iso8859_9", "mac_cyrillic", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
_NAMED: Final = {
    "cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp1253": "Windows-1253",
    "cp1254": "Windows-1254", "cp1257": "Windows-1257", "cp437": "code page 437", "cp850": "code page 850",
    "mac_roman": "Mac Roman", "koi8_r": "KOI8-R", "shift_jis": "Shift JIS", "gb18030": "GB 18030", "big5": "Big5",
}  # fmt: skip


def decoded(data: bytes, where: str, encoding: str = "") -> Decoded:
    """The cleaned text of some bytes.

    Args:
        data: the bytes of a file.
        where: its name, for errors.
        encoding: the encoding that the person named; empty to find it out.

    Raises:
        InputError: there is no such encoding, or the bytes are no text.
    """
    if encoding:
        return _as_named(data, encoding)
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _told(data[len(bom) :].decode(codec, "replace"), name)
    nuls = data.count(0)
    if nuls > 8 and nuls * 100 > len(data):
        return _wide(data, where)
    try:
        laid_out = b"\t" in data or b"\x0c" in data or b"\xc2\xad" in data
        return _told(data.decode("utf-8"), "") if laid_out else Decoded(cleaned(data))
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        invalid = text.count("\ufffd")
        valid = len(_HIGH_CHAR.findall(text)) - invalid
        return _of_one_byte(data) if nuls == 0 and valid < 2 * invalid else _told(text, "")


def _told(text: str, name: str) -> Decoded:
    """The text, and the notes that name its encoding and count what could not be decoded."""
    invalid = text.count("\ufffd")
    notes = (name,) if name else ()
    return Decoded(clean(_spread(text)), (*notes, f"{invalid:,} invalid bytes shown as \ufffd") if invalid else notes)


def _spread(text: str) -> str:
    r"""The text with columns instead of tabs, pages joined, and words that soft hyphens part on one line.

    >>> _spread("eins\tzwei\nWirt\xad\nschaft lebt\n\x0cweiter")
    'eins    zwei\nWirtschaft\nlebt\nweiter'
    """
    if "\xad" in text:
        text = _SOFT_BREAK.sub(r"\1\n", text)
    if "\x0c" in text:
        text = _PAGE_BREAK.sub("\n", text)
    if "\t" in text and text.count("\t") < 0.2 * len(text):
        text = text.expandtabs(8)
    return text


def _as_named(data: bytes, encoding: str) -> Decoded:
    """The text in the encoding that the person named.

    Raises:
        InputError: there is no such encoding.
    """
    try:
        info = codecs.lookup(encoding)
        text = data.decode(info.name, "replace") if info._is_text_encoding else ""  # noqa: SLF001 - no other way
    except (LookupError, ValueError, UnicodeError):
        info = None
    if info is None or not info._is_text_encoding:  # noqa: SLF001 - the same
        hint = "Known are utf-8, utf-16, cp1252, latin-1, iso-8859-15, cp850, mac-roman and many more."
        raise InputError("There is no such encoding", f"{encoding!r}.", hint)
    return _told(text.removeprefix("\ufeff"), _name(info.name))


def _name(codec: str) -> str:
    """What people call an encoding."""
    known = codec.lower().replace("-", "_")
    return _NAMED.get(known, codec.upper().replace("_", "-").replace("ISO8859", "ISO-8859"))


def _wide(data: bytes, where: str) -> Decoded:
    """A text in UTF-16 without a byte order mark: nearly every second byte is zero.

    Raises:
        InputError: it is none.
    """
    head = data[: _SAMPLE_BYTES & ~1]
    for codec, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > 0.8 * len(zeros) and others.count(0) == 0:
            return _told(data.decode(codec, "replace"), "UTF-16")
    raise InputError(TITLE, f"{where} is a binary file, not text.", "Save it as a text file.")


def _of_one_byte(data: bytes) -> Decoded:
    """The text in the encoding of one byte a character (or of East Asia) that makes most sense of it."""
    sample = data[:_SAMPLE_BYTES] if _HIGH.search(data, 0, _SAMPLE_BYTES) else data
    sense = {choice: _sense(sample.decode(choice[0], "replace")) for choice in _WESTERN}
    (codec, name), score = max(sense.items(), key=lambda item: item[1])
    if score < 0.3 or _mostly_beyond(sample):
        codec = _asked(sample) or (codec if score > 0 else "cp1252")
        name = _name(codec)
    if name == "Windows-1252" and not _C1.search(data):
        codec, name = "latin-1", "ISO-8859-1"
    return _told(data.decode(codec, "replace"), name)


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
