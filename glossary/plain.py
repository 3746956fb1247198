r"""The everyday part of YAML, read by two regular expressions instead of a parser.

Why: importing and running a YAML parser costs thirty milliseconds, and nearly every line of a glossary is
`term: translation`. What is read here means exactly what YAML says it means, and whatever is not certain to be of
this simple kind is left to the parser (`chunks` hands it over unread, one piece per top-level key).

Read here: keys at the left margin with a plain, simply quoted or one-line list value, and keys whose value is a
block of such lines, evenly indented.

>>> [key.text for key, value in chunks("rote Linien: red lines\n# a remark\nZoll: [tariff, duty]\n")]
['rote Linien', 'Zoll']
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.nodes import Items, Pairs, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.nodes import Node

ODD = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
"""Other line breaks than the usual, and whatever YAML does not allow. Lines that hold one are left to the parser."""

# A plain scalar: no indicator in front, then anything without `: ` and ` #`. The blanks at its end are cut off later.
_HEAD = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_REST = r"[^:#\t\r\n]*+(?:(?::(?=[^\s])|(?<=[^ ])#)[^:#\t\r\n]*+)*+"
_PLAIN = _HEAD + _REST
_KEY = r"(?![.<])" + _PLAIN
_QUOTED = r'"[^"\\\t\r\n]*"|' + r"'[^'\t\r\n]*'"
_LISTED = _HEAD + r"[^:#,?\[\]{}\t\r\n]*+"
_ITEMS = rf"(?:{_LISTED}|{_QUOTED})[ ]*"
_TAIL = r"[ ]*(?:(?<= )#[^\r\n]*)?(?:\r?\n|\Z)"
_VALUE = rf"(?:({_QUOTED})|(\[[ ]*{_ITEMS}(?:,[ ]*{_ITEMS})*\])|({_PLAIN}))"

_ENTRY = re.compile(rf"(?:({_QUOTED})|({_KEY}))[ ]*:(?:[ ]+{_VALUE})?{_TAIL}")
_SKIP = re.compile(r"(?:[ ]*(?:#[^\r\n]*)?\r?\n)*(?:[ ]*#[^\r\n]*\Z|[ ]+\Z)?")
_NEXT_KEY = re.compile(r"\n(?=[^ \t\r\n#\-\]},:])")
_CONTINUED = " \t-]},:"


@cache
def _field() -> re.Pattern[str]:
    """A line in a block; compiled when the first block is met, as many files have none."""
    return re.compile(rf"([ ]+)([a-z]+)[ ]*:[ ]+{_VALUE}{_TAIL}")


@cache
def _item() -> re.Pattern[str]:
    return re.compile(rf"{_LISTED}|{_QUOTED}")


@cache
def _record() -> re.Pattern[str]:
    double, single = r'"([^"\\\t\r\n]*)"', r"'((?:[^'\t\r\n]|'')*+)'"
    return re.compile(rf"(- |  )([A-Za-z_]+)[ ]*:[ ]+(?:{double}|{single}|({_PLAIN})){_TAIL}")


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(ODD)


def _has_odd(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] holds a character that lines read here may not hold."""
    return _odd().search(text, start, end) is not None


class Unread(NamedTuple):
    """A piece of the text, whole lines, that needs the parser."""

    start: int
    end: int
    line: int


def chunks(text: str, start: int = 0) -> "Iterator[tuple[Scalar, Node] | tuple[Unread, None]]":
    """The top-level keys of a YAML text with their values, or the unread piece in which a key stands.

    Args:
        text: the text, without a byte order mark.
        start: where to begin: at the beginning of the first line.

    Yields:
        Key and value; or an `Unread` and None. Together they cover everything but blank lines and comments.
    """
    at, line, end = start, 1, len(text)
    odd = _has_odd(text, start, end)
    while at < end:
        if text[at] in " #\r\n":
            skipped = _SKIP.match(text, at)
            after = skipped.end() if skipped is not None else at
            line += text.count("\n", at, after)
            at = after
            if at >= end:
                return
        found = _ENTRY.match(text, at)
        if found is not None:
            read = _read(text, found, line)
            if read is not None and not (odd and _has_odd(text, at, read[2])):
                key, value, after = read
                yield key, value
                line += text.count("\n", at, after)
                at = after
                continue
        following = _NEXT_KEY.search(text, at)
        after = following.end() if following is not None else end
        yield Unread(at, after, line), None
        line += text.count("\n", at, after)
        at = after


def _read(text: str, found: re.Match[str], line: int) -> "tuple[Scalar, Node, int] | None":
    """The entry that a line begins, with the offset behind it; None if it takes the parser to know."""
    quoted, plain, quoted_value, listed, plain_value = found.groups()
    key_start = found.start()
    column = 1
    if quoted:
        key = Scalar(quoted[1:-1], key_start, key_start + len(quoted), line, column, quoted[0])
    else:
        bare = plain.rstrip(" ")
        key = Scalar(bare, key_start, key_start + len(bare), line, column)
    if len(key.text) > _LONGEST_KEY:
        return None
    after = found.end()
    if not (quoted_value or listed or plain_value):
        return _read_block(text, key, after, line)
    if _continued(text, after):
        return None
    return key, _value(found, 3, line, key_start), after


_LONGEST_KEY = 1000
"""The parser takes no longer key without a question mark in front (1,024 characters with what stands around it)."""


def _continued(text: str, after: int) -> bool:
    """Whether the next line that is neither blank nor a comment belongs to the key before it."""
    following = text[after : after + 1]
    if following and following not in " \t\r\n#-]},:":
        return False
    skipped = _SKIP.match(text, after)
    at = skipped.end() if skipped is not None else after
    return at < len(text) and text[at] in _CONTINUED


def _read_block(text: str, key: Scalar, after: int, line: int) -> "tuple[Scalar, Node, int] | None":
    """A key with an indented block of simple fields."""
    pairs: list[tuple[Node, Node]] = []
    indent = ""
    at = start = after
    field_line = line + text.count("\n", key.start, after)
    while True:
        skipped = _SKIP.match(text, at)
        if skipped is not None and skipped.end() > at:
            field_line += text.count("\n", at, skipped.end())
            at = skipped.end()
        if text[at : at + 1] not in _CONTINUED or at >= len(text):
            break
        found = _field().match(text, at)
        if found is None or (indent and found.group(1) != indent):
            return None
        if not indent:
            start = found.start(2)
        indent = found.group(1)
        name = Scalar(found.group(2), found.start(2), found.end(2), field_line, len(indent) + 1)
        pairs.append((name, _value(found, 3, field_line, at)))
        at = after = found.end()
        field_line += 1
    if not pairs:
        empty = text.index(":", key.end) + 1
        return key, Scalar("", empty, empty, line, empty - key.start + 1), after
    last = pairs[-1][1]
    return key, Pairs(pairs, start, last.end, pairs[0][0].line, pairs[0][0].column), after


def _value(found: re.Match[str], group: int, line: int, line_start: int) -> "Node":
    """The value that a line regex has found, from its three groups: quoted, listed, plain."""
    quoted, listed, plain = found.group(group, group + 1, group + 2)
    if plain is not None:
        start = found.start(group + 2)
        bare = plain.rstrip(" ")
        return Scalar(bare, start, start + len(bare), line, start - line_start + 1)
    if quoted is not None:
        start = found.start(group)
        return Scalar(quoted[1:-1], start, start + len(quoted), line, start - line_start + 1, quoted[0])
    start = found.start(group + 1)
    items: list[Node] = []
    for item in _item().finditer(listed, 1):
        raw = item.group().rstrip(" ")
        style = raw[0] if raw[0] in "\"'" else ""
        begin = start + item.start()
        column = begin - line_start + 1
        items.append(
            Scalar(raw[1:-1] if style else raw, begin, begin + len(raw), line, column, style),
        )
    return Items(items, start, found.end(group + 1), line, start - line_start + 1, flow=True)


def records(text: str, start: int = 0) -> list[dict[str, str]] | None:
    r"""A text that is nothing but a list of flat mappings with one-line values; None if it may be anything else.

    >>> records("- de: Haus\n  en: house\n")
    [{'de': 'Haus', 'en': 'house'}]
    """
    found: list[dict[str, str]] = []
    at, end = start, len(text)
    if _has_odd(text, start, end):
        return None
    record = _record()
    while at < end:
        line = record.match(text, at)
        if line is None:
            skipped = _SKIP.match(text, at)
            if skipped is None or skipped.end() == at:
                return None
            at = skipped.end()
            continue
        dash, key, double, single, bare = line.groups()
        if dash == "- ":
            found.append({})
        elif not found or key in found[-1]:
            return None
        if bare is not None:
            found[-1][key] = bare.rstrip(" ")
        else:
            found[-1][key] = double if double is not None else single.replace("''", "'")
        at = line.end()
    return found or None


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a string can stand in a file without quotation marks, as key, value or (flow) in a list.

    >>> is_plain("OPEC+"), is_plain("a: b"), is_plain("a, b", flow=True)
    (True, False, False)
    """
    edge = text[:1] in (".", "<") or text[-1:] in (" ", ":", "\xa0") or _has_odd(text, 0, len(text))
    return not edge and re.fullmatch(_LISTED if flow else _PLAIN, text) is not None
