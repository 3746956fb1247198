"""What a Markdown file says of itself before its text: YAML between `---`, TOML between `+++`, or pandoc's `%` lines.

Only the title, the author and the language are wanted, so no parser of YAML is asked. Invariant: a block is taken out
of the text only if all of it is of this form; a text between two lines is a text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FENCED: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n((?:.*\n){0,400}?)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)")
_PERCENT: Final = re.compile(
    r"\A%[ \t]+(\S.*)\n(?:[ \t]+\S.*\n){0,5}(?:%(.*)(?:\n|\Z)(?:[ \t]+\S.*\n){0,20})?(?:%.*(?:\n|\Z))?"
)
_FIELD: Final = re.compile(r"[ \t]*(?:- )?[\"']?[A-Za-z_][\w .-]{0,60}[\"']?[ \t]*[:=](?:[ \t].*)?")
_MORE: Final = re.compile(r"[ \t]+\S.*|- .*|#.*|[\]})]+,?|\[[\w.]+\]|[ \t]*")
_BLOCK: Final = re.compile(r"[>|][+-]?\d?")


class FrontMatter(NamedTuple):
    """Title, language and author as a file names them; empty where it does not."""

    title: str = ""
    language: str = ""
    author: str = ""


def parted(text: str) -> tuple[FrontMatter, str]:
    r"""What a text says of itself, and the text without that.

    >>> parted("---\ntitle: 'Der Titel'\nlang: de\n---\nText.")
    (FrontMatter(title='Der Titel', language='de', author=''), 'Text.')
    >>> parted("---\nEin Satz: er steht hier.\n---\n")[1]
    '---\nEin Satz: er steht hier.\n---\n'
    """
    percent = _PERCENT.match(text)
    if percent:
        return FrontMatter(percent[1].strip(), author=(percent[2] or "").strip()), text[percent.end() :]
    fenced = _FENCED.match(text)
    lines = fenced[2].splitlines() if fenced else []
    if not fenced or not _is_all_fields(lines):
        return FrontMatter(), text
    fields = _fields(lines)
    language = fields.get("lang") or fields.get("language", "")
    return FrontMatter(fields.get("title", ""), language, fields.get("author", "")), text[fenced.end() :]


def _is_all_fields(lines: list[str]) -> bool:
    """Whether lines are fields and what belongs to them, and at least one is a field with a name of one word."""
    named = any(_FIELD.fullmatch(line) and " " not in re.split("[:=]", line)[0].strip() for line in lines)
    return named and all(_FIELD.fullmatch(line) or _MORE.fullmatch(line) for line in lines)


def _fields(lines: list[str]) -> dict[str, str]:
    """The fields that stand at the left edge; of a text in a block the lines under it."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        field = re.match(r"[\"']?([A-Za-z_]\w*)[\"']?[ \t]*[:=][ \t]*(.*)", line)
        if field:
            name = field[1].lower()
            value = field[2].strip()
            found.setdefault(name, "" if _BLOCK.fullmatch(value) else _unquoted(value))
        elif name and line[:1] in {" ", "\t"} and not line.strip().startswith(("- ", "#")):
            found[name] = f"{found[name]} {line.strip()}".strip()
    return found


def _unquoted(value: str) -> str:
    """A value without its quotes, or without the remark behind it."""
    if value[:1] in {'"', "'"} and (end := value.find(value[0], 1)) > 0:
        return value[1:end]
    return value.partition(" #")[0].rstrip()
