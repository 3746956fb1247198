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
_REST = r"[^:#\t\r\n]*+(?>(?:(?::(?=[^\s])|(?<=[^ ])#)[^:#\t\r\n]*+)*)"
_PLAIN = _HEAD + _REST
_KEY = r"(?![.<])" + _PLAIN
_QUOTED = r'"[^"\\\t\r\n]*"|' + r"'[^'\t\r\n]*'"
_LISTED = _HEAD + r"[^:#,?\[\]{}\t\r\n]*+"
_ITEMS = rf"(?:{_LISTED}|{_QUOTED})[ ]*"
_TAIL = r"[ ]*(?:(?<= )#[^\r\n]*)?(?:\r?\n|\Z)"
_VALUE = rf"(?:({_QUOTED})|(\[[ ]*{_ITEMS}(?:,[ ]*{_ITEMS})*\])|({_PLAIN}))"

_CONTINUED = " \t-]},:"
_IN_LISTS = frozenset(":#\"'[]{}?&*!|>%@`")
_HEADS = frozenset("=+(/„“«»$§")
"""What a plain scalar read here may begin with, beside letters and digits."""


@cache
def _entry() -> re.Pattern[str]:
    """A line that begins an entry; compiled when one is met that is not of the simplest kind."""
    return re.compile(rf"(?:({_QUOTED})|({_KEY}))[ ]*:(?:[ ]+{_VALUE})?{_TAIL}")


@cache
def _next_key() -> re.Pattern[str]:
    return re.compile(r"\n(?=[^ \t\r\n#\-\]},:])")


@cache
def _field() -> re.Pattern[str]:
    """A line in a block; compiled when the first block is met, as many files have none."""
    return re.compile(rf"([ ]+)([a-z]+)[ ]*:[ ]+{_VALUE}{_TAIL}")


@cache
def _item() -> re.Pattern[str]:
    return re.compile(rf"{_LISTED}|{_QUOTED}")


@cache
def _record() -> re.Pattern[str]:
    double, single = r'"([^"\\\t\r\n]*)"', r"'((?>(?:[^'\t\r\n]|'')*))'"
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


def chunks(text: str, start: int = 0, line: int = 1) -> "Iterator[tuple[Scalar, Node] | tuple[Unread, None]]":
    """The top-level keys of a YAML text with their values, or the unread piece in which a key stands.

    Args:
        text: the text, without a byte order mark.
        start: where to begin: at the beginning of a line.
        line: the number of that line.

    Yields:
        Key and value; or an `Unread` and None. Together they cover everything but blank lines and comments.
    """
    at, end = start, len(text)
    while at < end:
        after = _line_end(text, at, end)
        if _is_blank(text, at, after):
            line += 1
            at = after
            continue
        read = _simple(text, at, after, line) or _read(text, at, line)
        if read is not None:
            yield read[0], read[1]
            after = read[2]
        else:
            following = _next_key().search(text, at)
            after = following.end() if following is not None else end
            yield Unread(at, after, line), None
        line += text.count("\n", at, after)
        at = after


def _line_end(text: str, at: int, end: int) -> int:
    """Behind the line break of a line."""
    found = text.find("\n", at)
    return end if found < 0 else found + 1


def _is_blank(text: str, at: int, after: int) -> bool:
    """Whether a line is empty or a comment, to the parser as well."""
    bare = text[at:after].removesuffix("\n").removesuffix("\r").lstrip(" ")
    if not bare:
        return True
    return bare[0] == "#" and "\r" not in bare and (bare.isprintable() or not _has_odd(bare, 0, len(bare)))


def _simple(text: str, at: int, after: int, line: int) -> "tuple[Scalar, Node, int] | None":
    """An entry of the simplest kind: `term: translation`, or a one-line list of translations, without quotes."""
    raw = text[at:after]
    raw = raw.removesuffix("\n").removesuffix("\r")
    colon = raw.find(": ")
    opens = colon < 0 and raw[-1:] == ":"
    if opens:
        colon = len(raw) - 1
    if colon <= 0 or colon > _LONGEST_KEY or not (raw[0].isalnum() or raw[0] in _HEADS) or not raw.isprintable():
        return None
    key = raw[:colon].rstrip(" ")
    if opens:
        return None if " #" in key else _read_block(text, Scalar(key, at, at + len(key), line, 1), after, line)
    value = _simple_value(raw, colon + 2, at, line)
    if value is None or " #" in key or _continued(text, after):
        return None
    return Scalar(key, at, at + len(key), line, 1), value, after


def _simple_value(raw: str, begin: int, at: int, line: int) -> "Node | None":
    """The value in a line from a column on: a plain scalar or a list of such; None if it is anything else."""
    value = raw[begin:]
    start = begin + len(value) - len(value.lstrip(" "))
    value = value.strip(" ")
    comment = value.find(" #")
    if comment >= 0:
        value = value[:comment].rstrip(" ")
    if not value or value[0] == "#":
        return None
    if value[0].isalnum() or value[0] in _HEADS:
        if ": " in value or value[-1] == ":":
            return None
        return Scalar(value, at + start, at + start + len(value), line, start + 1)
    if value[0] != "[" or value[-1] != "]" or not _IN_LISTS.isdisjoint(value[1:-1]):
        return None
    items: list[Node] = []
    place = start + 1
    for item in value[1:-1].split(","):
        bare = item.strip(" ")
        if not bare or not (bare[0].isalnum() or bare[0] in _HEADS):
            return None
        first = place + len(item) - len(item.lstrip(" "))
        items.append(Scalar(bare, at + first, at + first + len(bare), line, first + 1))
        place += len(item) + 1
    return Items(items, at + start, at + start + len(value), line, start + 1, flow=True)


def _read(text: str, at: int, line: int) -> "tuple[Scalar, Node, int] | None":
    """The entry that a line begins, with the offset behind it; None if it takes the parser to know."""
    found = _entry().match(text, at)
    if found is None:
        return None
    quoted, plain, quoted_value, listed, plain_value = found.groups()
    if quoted:
        key = Scalar(quoted[1:-1], at, at + len(quoted), line, 1, quoted[0])
    else:
        bare = plain.rstrip(" ")
        key = Scalar(bare, at, at + len(bare), line, 1)
    after = found.end()
    if len(key.text) > _LONGEST_KEY or _has_odd(text, at, after):
        return None
    if not (quoted_value or listed or plain_value):
        return _read_block(text, key, after, line)
    if _continued(text, after):
        return None
    return key, _value(found, 3, line, at), after


_LONGEST_KEY = 1000
"""The parser takes no longer key without a question mark in front (1,024 characters with what stands around it)."""


def _continued(text: str, after: int) -> bool:
    """Whether the next line that is neither blank nor a comment belongs to the key before it."""
    following = text[after : after + 1]
    if following and following not in " \t\r\n#-]},:":
        return False
    at, end = after, len(text)
    while at < end:
        after = _line_end(text, at, end)
        if not _is_blank(text, at, after):
            return text[at] in _CONTINUED
        at = after
    return False


def _read_block(text: str, key: Scalar, after: int, line: int) -> "tuple[Scalar, Node, int] | None":
    """A key with an indented block of simple fields."""
    pairs: list[tuple[Node, Node]] = []
    indent, end = 0, len(text)
    at = after
    line += 1
    while at < end:
        following = _line_end(text, at, end)
        if _is_blank(text, at, following):
            at = following
            line += 1
            continue
        if text[at] not in _CONTINUED:
            break
        read = _field_of(text, at, following, line)
        if read is None or (indent and read[0].column - 1 != indent):
            return None
        indent = read[0].column - 1
        pairs.append(read)
        at = after = following
        line += 1
    if not pairs:
        empty = text.index(":", key.end) + 1
        return key, Scalar("", empty, empty, key.line, empty - key.start + 1), after
    first, last = pairs[0][0], pairs[-1][1]
    return key, Pairs(pairs, first.start, last.end, first.line, first.column), after


def _field_of(text: str, at: int, after: int, line: int) -> "tuple[Scalar, Node] | None":
    """The field that stands in an indented line, if it is simple."""
    raw = text[at:after].removesuffix("\n").removesuffix("\r")
    indent = len(raw) - len(raw.lstrip(" "))
    colon = raw.find(": ")
    name = raw[indent:colon] if colon > indent else ""
    if not indent or not (name.isascii() and name.isalpha() and name.islower()):
        return None
    key = Scalar(name, at + indent, at + colon, line, indent + 1)
    value = _simple_value(raw, colon + 2, at, line) if raw.isprintable() else None
    if value is None:
        found = _field().match(text, at)
        if found is None or _has_odd(text, at, after):
            return None
        value = _value(found, 3, line, at)
    return key, value


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
            after = _line_end(text, at, end)
            if not _is_blank(text, at, after):
                return None
            at = after
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
