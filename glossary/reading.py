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
from glossary.nodes import Broken, Pairs, Scalar
from glossary.problems import Problem
from glossary.schema import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from glossary.nodes import Node

    Compose = Callable[[str, int, int, int], Node | None]
    Read = tuple[list[tuple[Node, Node]], list[Broken]]

MOST_PROBLEMS = 200
"""More are counted, not told."""

MOST_BROKEN = 2_000
"""After so many pieces that cannot be read a text is no glossary; only its plain lines are read from there on."""

MOST_DOCUMENTS = 8
"""So many marks of documents between two entries are looked around."""


@cache
def _unprintable() -> re.Pattern[str]:
    """What YAML allows nowhere; compiled when the first piece needs the parser."""
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


@cache
def _head() -> re.Pattern[str]:
    """Blank lines, remarks and directives down to the line that marks the beginning of a document."""
    rest = rf"(?>(?:(?!{plain.ODD})[^\n])*)"
    return re.compile(rf"(?>(?:[ ]*+(?>(?:#{rest})?)\r?\n|%{rest}\r?\n)*)---[ ]*+(?:\r?\n|\Z)")


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


def pairs(text: str, compose: "Compose") -> "Read":
    """The top-level keys of a text with their values, and what could not be read."""
    found, broken = pieces(text, compose)
    if 0 < len(broken) < MOST_BROKEN:
        whole = _whole(text, after_head(text), compose)
        if whole is not None:
            return whole.pairs, []
    return found, broken


def pieces(text: str, compose: "Compose") -> "Read":
    """The same, each key read for itself: what spans several of them is not understood."""
    start = after_head(text)
    found: list[tuple[Node, Node]] = []
    broken: list[Broken] = []
    for key, value in plain.chunks(text, start, 1 + text.count("\n", 0, start)):
        if value is not None:
            found.append((key, value))  # type: ignore[arg-type]
        elif len(broken) >= MOST_BROKEN:
            broken.append(Broken(key.line, 1, "Not read, as there are so many mistakes before it", "Mend those first"))
        else:
            _parse_piece(text, key, compose, found, broken)  # type: ignore[arg-type]
    return found, broken


def after_head(text: str) -> int:
    """Behind the byte order mark, and behind the line `---` with directives and remarks before it, if there is one."""
    start = 1 if text.startswith("\ufeff") else 0
    head = _head().match(text, start) if text[start : start + 1] in ("-", "%", "#", " ", "\r", "\n") else None
    return head.end() if head is not None else start


def is_braced(text: str) -> bool:
    """Whether the whole text is a single mapping in braces."""
    for line in text.removeprefix("\ufeff").split("\n", 1000):
        bare = line.strip(" \t\r")
        if bare and not bare.startswith(("#", "---", "%")):
            return bare[0] == "{"
    return False


def _parse_piece(
    text: str, piece: plain.Unread, compose: "Compose", found: "list[tuple[Node, Node]]", broken: list[Broken]
) -> None:
    fault = unprintable(text, piece.start, piece.end, piece.line)
    if fault is not None:
        broken.append(fault)
        return
    try:
        node = compose(text, piece.start, piece.end, piece.line)
    except Broken as other:
        ended = Broken(piece.line, 1, "The end of the document is marked here", "Delete the line `...`")
        broken.append(ended if text.startswith("...", piece.start) else other)
        mark = text.find("\n---", piece.start, piece.end) + 1
        if not mark or text[mark + 3 : mark + 4] not in ("", " ", "\n", "\r"):
            if other.line > piece.line:
                found.extend(_first_line(text, piece, compose))
            return
        _parse_piece(text, plain.Unread(piece.start, mark, piece.line), compose, found, [])
        if text.count("\n---", piece.start, piece.end) <= MOST_DOCUMENTS:
            after = text.find("\n", mark, piece.end) + 1 or piece.end
            line = piece.line + text.count("\n", piece.start, mark) + 1
            _parse_piece(text, plain.Unread(after, piece.end, line), compose, found, broken)
        return
    if isinstance(node, Pairs):
        found.extend(node.pairs)
    elif node is not None:
        broken.append(Broken(node.line, node.column, "This is no entry", "An entry is `term: translation`"))


def _first_line(text: str, piece: plain.Unread, compose: "Compose") -> "list[tuple[Node, Node]]":
    """The entry in the first line of a piece whose mistake stands further down, if that line is whole by itself."""
    after = text.find("\n", piece.start, piece.end) + 1
    try:
        node = compose(text, piece.start, after, piece.line) if after else None
    except Broken:
        return []
    if not isinstance(node, Pairs):
        return []
    return [pair for pair in node.pairs if not isinstance(pair[1], Scalar) or pair[1].text]


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
