"""Writing our own table, as CSV or TSV: every field of every entry."""

from typing import TYPE_CHECKING

from glossary.interchange import own_table
from glossary.interchange.cleaning import without_control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.exporting import Options, Piece
    from glossary.interchange.findings import Losses


def pieces(entries: "Iterable[Entry]", losses: "Losses", options: "Options") -> "Iterator[Piece]":
    """The header, and a line for each entry. Nothing is lost; a term that looks like a formula is told."""
    eol = "\n" if options.delimiter == "\t" else "\r\n"
    yield line(own_table.header(options.langs), options.delimiter) + eol, 0
    for entry in entries:
        cells = own_table.row(entry, formulas=options.formulas)
        if not options.formulas:
            for text in (entry.source, *entry.targets):
                if own_table.guarded(text) != text:
                    losses.lose(
                        "begins like a formula", text, "an apostrophe in front guards it; an import takes it off"
                    )
                    break
        yield line(cells, options.delimiter) + eol, 1


def line(cells: "Iterable[str]", delimiter: str) -> str:
    """A line of a table, without its end.

    >>> line(["a", "c,d"], ",")
    'a,"c,d"'
    """
    return delimiter.join(_cell(cell, delimiter) for cell in cells)


def _cell(text: str, delimiter: str) -> str:
    text = without_control(text)
    if '"' in text or delimiter in text or "\n" in text or "\r" in text or text[:1] == " " or text[-1:] == " ":
        return '"' + text.replace('"', '""') + '"'
    return text
