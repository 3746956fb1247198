"""Entries as YAML text: the short form where it says everything, else a block of fields.

Invariant: what is written reads back as what was meant; a scalar is quoted only where YAML needs it.
"""

import re
from typing import TYPE_CHECKING

from glossary.plain import is_plain
from glossary.schema import FIELDS, SUFFIXES

if TYPE_CHECKING:
    from glossary.entry import Entry

HEADER = """\
# Glossary for Lesepult: one term a line, German: English. Edit it freely; comments and order are kept.
#
#   rote Linien: red lines
#   Vereinigte Staaten: [United States, US]    # the first is preferred
#   OPEC+: =                                   # stays as it is
#   Sondervermögen:
#     en: special fund
#     note: debt outside the budget rule

"""
"""What a new file begins with."""

RESERVED = ("<<", "_meta")
"""Keys that are no terms unless they are quoted."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\ufeff": "\\uFEFF"}
_ESCAPED = re.compile(r'[\\"\n\t\r\ufeff]')


def scalar(text: str, *, flow: bool = False, style: str = "") -> str:
    """A string as YAML; in the given quotation marks if it can be.

    Args:
        text: the string.
        flow: whether it stands between brackets, where commas and brackets need quoting.
        style: the quotation mark to keep, or empty for as plain as possible.

    >>> scalar("rote Linien"), scalar("a: b"), scalar("- x"), scalar("Sag „ja“")
    ('rote Linien', '"a: b"', '"- x"', 'Sag „ja“')
    """
    if not style and is_plain(text, flow=flow):
        return text
    escaped = _ESCAPED.search(text)
    if style == "'" and not re.search(r"[\n\t\r\ufeff]", text):
        return "'" + text.replace("'", "''") + "'"
    if escaped is None:
        return f'"{text}"'
    if style != '"' and "'" not in text and not re.search(r"[\n\t\r\ufeff]", text):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES[found.group()], text) + '"'


def value(texts: tuple[str, ...], *, flow: bool = False, style: str = "") -> str:
    """One string, or several as a list in brackets.

    >>> value(("United States", "US"))
    '[United States, US]'
    """
    if len(texts) == 1 and texts[0] != "=":
        return scalar(texts[0], flow=flow, style=style)
    return "[" + ", ".join(scalar(text, flow=True) for text in texts) + "]"


def fields(entry: "Entry") -> dict[str, str]:
    """The fields of the long form that say something, as YAML, in their order."""
    match = "" if entry.match == "inflected" and entry.source[-1:] not in SUFFIXES else entry.match
    texts: dict[str, tuple[str, ...]] = {
        "en": entry.targets,
        "forbidden": entry.forbidden,
        "note": (entry.note,),
        "domain": (entry.domain,),
        "match": (match,),
        "forms": entry.forms,
        "case": ("" if entry.case == "smart" else entry.case,),
        "pos": (entry.pos,),
        "added": (entry.added,),
    }
    return {name: field_value(name, texts[name]) for name in FIELDS if any(texts[name])}


def field_value(name: str, texts: tuple[str, ...]) -> str:
    """The value of one field as YAML; a remark that is a single `=` is text, a translation would not be."""
    if name in ("en", "forbidden", "forms"):
        return value(texts)
    return scalar(texts[0])


def is_short(entry: "Entry") -> bool:
    """Whether the short form says everything about an entry."""
    return set(fields(entry)) == {"en"}


def lines(entry: "Entry", indent: str = "  ", margin: str = "") -> list[str]:
    """An entry as the lines of a file, without line ends."""
    key = scalar(entry.source, style='"' if entry.source in RESERVED else "")
    if is_short(entry):
        return [f"{margin}{key}: {value(entry.targets)}"]
    return [f"{margin}{key}:", *block(entry, indent, margin)]


def block(entry: "Entry", indent: str = "  ", margin: str = "") -> list[str]:
    """The fields of an entry, a line each."""
    return [f"{margin}{indent}{name}: {text}" for name, text in fields(entry).items()]


def flow(entry: "Entry") -> str:
    """The fields of an entry between braces, on one line."""
    return "{" + ", ".join(f"{name}: {_in_flow(text)}" for name, text in fields(entry).items()) + "}"


def _in_flow(text: str) -> str:
    return scalar(text, flow=True) if text[:1] not in "[\"'" else text
