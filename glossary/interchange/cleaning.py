"""Texts from other programs' files, made fit for an entry, or refused.

Invariant: what comes out of `term` and `remark` is what a glossary file can hold and a terminal can show: no control
characters, no bidirectional overrides, a term on one line.
"""

import re

LONGEST_TERM = 1_000
"""A longer term, in characters, is a mistake; YAML takes no longer key either."""

LONGEST_REMARK = 1_000_000
"""A longer remark, in characters, is cut."""

_BLANKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]")
_SILENT = re.compile("[\x1e\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


class UnfitError(ValueError):
    """A text that cannot be part of an entry; the argument says why, as part of a sentence."""


def term(text: str) -> str:
    r"""A term on one line with single blanks; empty if nothing is left.

    Raises:
        UnfitError: for a control character or an absurd length.

    >>> term("  rote\n Linien\u200e "), term("OPEC+")
    ('rote Linien', 'OPEC+')
    """
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_TERM:
        text = text.strip()
        return " ".join(text.split()) if "  " in text else text
    if len(text) > 10 * LONGEST_TERM:
        raise UnfitError(f"over {LONGEST_TERM:,} characters long")
    text = _SILENT.sub("", _BLANKS.sub(" ", text))
    refuse_control(text)
    text = re.sub(" {2,}", " ", text).strip()
    if len(text) > LONGEST_TERM:
        raise UnfitError(f"over {LONGEST_TERM:,} characters long")
    return text


def remark(text: str) -> str:
    r"""A remark, whose line breaks stay as they are; control characters are taken out.

    >>> remark(" see\r\nZoll\x07 ")
    'see\nZoll'
    """
    if not text.isprintable():
        text = _CONTROL.sub("", _LINES.sub("\n", text))
    return text.strip()[:LONGEST_REMARK]


def refuse_control(text: str) -> None:
    """Do nothing for a text without control characters.

    Raises:
        UnfitError: naming the first one.
    """
    if text.isprintable():
        return
    found = _CONTROL.search(text)
    if found is not None:
        code = ord(found.group())
        if 0xDC80 <= code <= 0xDCFF:
            raise UnfitError(f"byte 0x{code - 0xDC00:02X} cannot be read in this encoding")
        raise UnfitError(f"control character U+{code:04X}")


def without_control(text: str) -> str:
    """The text without what no file should hold; line breaks and tabs stay."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def without_breaks(text: str) -> str:
    """A remark as a glossary file gives it back: without line breaks at either end."""
    return text.strip("\r\n")


def shown(text: str) -> str:
    r"""A text for a message: one line, no longer than is readable, free of control characters.

    >>> shown("a" * 80)[-3:], shown("rote\nLinien")
    ('aa…', 'rote Linien')
    """
    text = text if len(text) <= 200 else text[:200]
    text = " ".join(_CONTROL.sub("\ufffd", text).split())
    return text if len(text) <= 60 else text[:59] + "…"
