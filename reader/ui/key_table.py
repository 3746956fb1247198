"""Writes README's key table from the commands: `python -m reader.ui.key_table README.md`."""

import sys
from pathlib import Path

from reader.ui.commands import grouped, key_name

BEGIN, END = "<!-- keys: made from reader/ui/commands.py by `make keys` -->", "<!-- /keys -->"


def key_table() -> str:
    """The commands as Markdown, a table for each group."""
    lines: list[str] = []
    for group, commands in grouped().items():
        lines += [f"**{group}**", "", "| key | what it does |", "| --- | --- |"]
        for command in commands:
            keys = " ".join(f"`{key_name(key)}`" for key in command.keys.split(","))
            lines.append(f"| {keys} | {command.help} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def with_table(text: str) -> str:
    """The text with the table between its two marks made anew.

    Raises:
        ValueError: the marks are not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no place for the key table: {BEGIN} … {END}")
    return f"{before}{begin}\n\n{key_table()}\n\n{end}{after}"


def main() -> None:
    """Rewrite the file named on the command line."""
    path = Path(sys.argv[1])
    path.write_text(with_table(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
