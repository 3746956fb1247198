"""From the text of a glossary file to its entries, whatever is in it.

Why not simply a YAML parser: the plain lines need none (`plain`), and a parser gives up at the first mistake, while
here every entry but the broken one is to work. So the text is cut at its top-level keys, and only pieces that are
not plain are parsed. A piece that cannot be parsed alone may be part of something that spans several (a quoted text
whose second line stands at the left margin), so then the whole is tried before the piece is given up.

Invariant: never raises on any text.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary import plain
from glossary.entry import Glossary
from glossary.nodes import Broken, Pairs
from glossary.problems import Problem
from glossary.schema import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from glossary.nodes import Node

    Compose = Callable[[str, int, int, int], Node | None]

MOST_PROBLEMS = 200
"""More are counted, not told."""


@cache
def _unprintable() -> re.Pattern[str]:
    """What YAML allows nowhere; compiled when the first piece needs the parser."""
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def parse(text: str, path: "Path | None", layer: str, compose: "Compose") -> Glossary:
    """The glossary that a text holds.

    Args:
        text: the whole file; a byte order mark may stand in front.
        path: where it comes from, for problems and entries.
        layer: the name of its layer.
        compose: parses text[start:end], whose first line has the given number, into nodes; None if it is empty.
            Raises `Broken`.
    """
    reading = Reading(Source(path, layer))
    found, broken = pairs(text, compose)
    for key, value in found:
        reading.key(key, value)
    for fault in broken:
        reading.problem(fault.line, fault.column, fault.message, fault.hint)
    return Glossary(tuple(reading.entries), _told(reading.problems, path))


def pairs(text: str, compose: "Compose") -> "tuple[list[tuple[Node, Node]], list[Broken]]":
    """The top-level keys of a text with their values, and what could not be read."""
    start = _after_marker(text, 1 if text.startswith("\ufeff") else 0)
    found: list[tuple[Node, Node]] = []
    broken: list[Broken] = []
    for key, value in plain.chunks(text, start):
        if value is not None:
            found.append((key, value))  # type: ignore[arg-type]
        else:
            _parse_piece(text, key, compose, found, broken)  # type: ignore[arg-type]
    if broken:
        whole = _whole(text, start, compose)
        if whole is not None:
            return whole.pairs, []
    return found, broken


def _after_marker(text: str, start: int) -> int:
    """Behind a first line that only marks the beginning of a YAML document."""
    if not text.startswith("---", start):
        return start
    end = text.find("\n", start)
    return end + 1 if end >= 0 and not text[start + 3 : end].strip(" \r") else start


def _parse_piece(
    text: str, piece: plain.Unread, compose: "Compose", pieces: "list[tuple[Node, Node]]", broken: list[Broken]
) -> None:
    fault = unprintable(text, piece.start, piece.end, piece.line)
    if fault is not None:
        broken.append(fault)
        return
    try:
        node = compose(text, piece.start, piece.end, piece.line)
    except Broken as other:
        broken.append(other)
        return
    if isinstance(node, Pairs):
        pieces.extend(node.pairs)
    elif node is not None:
        broken.append(Broken(node.line, node.column, "This is no entry", "An entry is `term: translation`"))


def unprintable(text: str, start: int, end: int, line: int) -> Broken | None:
    """The first character in text[start:end] that YAML does not allow, if there is one."""
    found = _unprintable().search(text, start, end)
    if found is None:
        return None
    at = found.start()
    line += text.count("\n", start, at)
    column = at - max(text.rfind("\n", 0, at) + 1, start) + 1
    code = ord(found.group())
    if 0xDC80 <= code <= 0xDCFF:
        return Broken(line, column, f"Byte 0x{code - 0xDC00:02X} is not UTF-8", "Save the file as UTF-8")
    return Broken(line, column, f"Control character U+{code:04X}", "Delete it; the entry is left out")


def _whole(text: str, start: int, compose: "Compose") -> Pairs | None:
    """The text as one YAML document, if it is one."""
    if _unprintable().search(text, start):
        return None
    try:
        node = compose(text, start, len(text), 1 + text.count("\n", 0, start))
    except Broken:
        return None
    return node if isinstance(node, Pairs) else None


def _told(problems: list[Problem], path: "Path | None") -> tuple[Problem, ...]:
    """The problems in the order of the file, as many as anybody reads."""
    ordered = sorted(problems, key=lambda problem: (problem.line, problem.column))
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    more = Problem(path, 0, 0, f"{len(ordered) - MOST_PROBLEMS:,} more problems", "Mend the first ones first")
    return (*ordered[:MOST_PROBLEMS], more)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark. Bytes that are neither come out as lone surrogates.

    >>> decode("Zölle: tariffs".encode())
    'Zölle: tariffs'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "surrogateescape")
