"""The lines of the configuration file: where each setting stands, and the file with one of them changed.

Everything else stays as it is, comments and their places too. Invariant: what `changed` gives says, read as TOML, what
the old text said but for that one setting; where the lines cannot be told apart that well, nothing is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = str | int | list[str]

_HEADER = re.compile(r"\s*\[\s*([\w-]+)\s*\]\s*(?:#.*)?")
_ANY_HEADER = re.compile(r"\s*\[")
_NAME = re.compile(r"(\s*)([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")
_MOST_LINES = 200
"""No value of ours goes over so many lines."""


class Statement(NamedTuple):
    """A setting in the file.

    Attributes:
        name: as `lesepult config` calls it: "network", "deepl.key".
        first: its first line, counted from 0.
        behind: the line behind its last one.
        column: where its name begins in the first line, counted from 0.
    """

    name: str
    first: int
    behind: int
    column: int


def statements(text: str) -> list[Statement]:
    r"""The settings of a file in order, the headers of tables among them.

    >>> [(one.name, one.first) for one in statements('network = "on" # yes\n\n[deepl]\nkey = "x"\n')]
    [('network', 0), ('deepl', 2), ('deepl.key', 3)]
    """
    return list(_statements(text.split("\n")))


def _statements(lines: list[str]) -> Iterator[Statement]:
    table, at = "", 0
    while at < len(lines):
        behind = at + 1
        if header := _HEADER.fullmatch(lines[at].rstrip("\r")):
            table = f"{header[1]}."
            yield Statement(header[1], at, behind, lines[at].index("["))
        elif found := _NAME.match(lines[at]):
            behind = _end(lines, at)
            name = re.sub(r"\s", "", found[2])
            yield Statement(table + name, at, behind, len(found[1]))
        elif _ANY_HEADER.match(lines[at]):
            table = "?."
        at = behind


def _end(lines: list[str], first: int) -> int:
    """The line behind a setting that begins here: it may go over several."""
    for behind in range(first + 1, min(first + _MOST_LINES, len(lines)) + 1):
        if _read("\n".join([*lines[first:behind], ""])) is not None:
            return behind
    return first + 1


def _read(text: str) -> dict[str, object] | None:
    """What a text says as TOML; None if it is none."""
    import tomllib  # noqa: PLC0415 - most people have no configuration file

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def place(text: str, name: str) -> str:
    r"""Where a setting stands, for a message: `line 3, column 1`; "" if it is not found.

    >>> place('[deepl]\n  url = 3', "deepl.url"), place("", "network")
    ('line 2, column 3', '')
    """
    found = [one for one in statements(text) if one.name == name]
    if not found and "." in name:
        return place(text, name.rpartition(".")[0])
    return f"line {found[0].first + 1}, column {found[0].column + 1}" if found else ""


def changed(text: str, name: str, value: Value | None) -> str | None:
    """The text with a setting changed, put in, or (without a value) taken out; None if that cannot be done safely.

    Args:
        text: of the file; it is TOML.
        name: of the setting: "network", "deepl.key".
        value: the new one.
    """
    before = _read(text)
    if before is None:
        return None
    lines = text.split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    table, _, setting = name.rpartition(".")
    there = [one for one in _statements(lines) if one.name == name]
    if value is None:
        new = _without(lines, there[0], table) if there else lines
    elif there:
        new = _replaced(lines, there[0], setting, value, end)
    else:
        new = _with(lines, table, f"{setting} = {literal(value)}{end}", end)
    result = "\n".join(new)
    return result if _read(result) == _wanted(before, table, setting, value) else None


def literal(value: Value) -> str:
    r"""A value as TOML.

    >>> print(literal('a"b'), literal(["google", "deepl"]), literal(4))
    "a\"b" ["google", "deepl"] 4
    """
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped) + '"'


def _wanted(before: dict[str, object], table: str, setting: str, value: Value | None) -> dict[str, object]:
    """What the file is to say in the end; a table with nothing in it goes with its last setting."""
    after = dict(before)
    inside: dict[str, object] = after
    if table:
        old = before.get(table)
        after[table] = inside = dict(old) if isinstance(old, dict) else {}
    if value is None:
        inside.pop(setting, None)
    else:
        inside[setting] = value
    if table and not inside:
        del after[table]
    return after


def _replaced(lines: list[str], one: Statement, setting: str, value: Value, end: str) -> list[str]:
    """The new value in the place of the old one, with the comment that stood behind it."""
    indent = lines[one.first][: one.column]
    comment = _comment("\n".join(lines[one.first : one.behind]).removesuffix("\r"))
    written = _NAME.match(lines[one.first])
    name = written[2] if written is not None else setting
    return [*lines[: one.first], f"{indent}{name} = {literal(value)}{comment}{end}", *lines[one.behind :]]


def _comment(statement: str) -> str:
    """The comment at the end of a setting, with the blanks before it."""
    for found in re.finditer(r"[ \t]*#", statement):
        bare = statement[: found.start()]
        if "\n" not in statement[found.start() :] and _read(bare) is not None:
            return statement[found.start() :]
    return ""


def _without(lines: list[str], one: Statement, table: str) -> list[str]:
    new = _closed(lines, one)
    left = list(_statements(new))
    if table and not any(other.name.startswith(f"{table}.") for other in left):
        for header in (other for other in left if other.name == table):
            return _closed(new, header)
    return new


def _closed(lines: list[str], one: Statement) -> list[str]:
    """The lines without a setting, and without a blank line that parted it from others and now parts nothing."""
    before, after = lines[: one.first], lines[one.behind :]
    if (not before or not before[-1].strip()) and after and not after[0].strip():
        if before and len(after) == 1:  # What is behind it is the end of the file.
            before.pop()
        else:
            del after[0]
    return [*before, *after] or [""]


def _with(lines: list[str], table: str, line: str, end: str) -> list[str]:
    """The lines with a new one where it belongs: in its table, below its commented example, or below what is there."""
    known = list(_statements(lines))
    if table:
        inside = [one for one in known if one.name == table or one.name.startswith(f"{table}.")]
        if inside:
            return [*lines[: inside[-1].behind], line, *lines[inside[-1].behind :]]
        body = lines[:-1] if lines[-1] == "" else lines
        blank = [end] if body and body[-1].strip() else []
        return [*body, *blank, f"[{table}]{end}", line, ""]
    first_header = next((at for at, text in enumerate(lines) if _ANY_HEADER.match(text)), len(lines))
    example = re.compile(rf"\s*#\s*{re.escape(line.partition(' = ')[0])}\s*=")
    at = next((number + 1 for number in range(first_header) if example.match(lines[number])), 0)
    at = at or max((one.behind for one in known if one.behind <= first_header), default=0)
    if at:
        return [*lines[:at], line, *lines[at:]]
    while first_header and lines[first_header - 1].lstrip().startswith("#"):
        first_header -= 1
    if first_header == len(lines) and lines[-1] == "":
        first_header -= 1
    gap = [end] if first_header < len(lines) and lines[first_header].strip() else []
    return [*lines[:first_header], line, *gap, *lines[first_header:]]
