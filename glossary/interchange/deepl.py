"""Writing a glossary as DeepL takes it: one translation for each term, within DeepL's limits.

The limits (from DeepL's documentation of its glossaries): no term twice, no empty side, no control characters, no
white space at the edges, 1,024 bytes of UTF-8 for a side, 10 MiB for a glossary; one dictionary for each direction.
"""

from typing import TYPE_CHECKING

from glossary.interchange import losing
from glossary.interchange.cleaning import UnfitError, refuse_control
from glossary.interchange.table_writer import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.exporting import Options, Piece
    from glossary.interchange.findings import Losses

MOST_BYTES = 1024
"""So long may one side be."""

MOST_BYTES_IN_ALL = 10 * 1024 * 1024

_LOST = ("more targets", "forbidden", "note", "domain", "pos", "match", "case", "added")


def pieces(entries: "Iterable[Entry]", losses: "Losses", options: "Options") -> "Iterator[Piece]":
    """A line for each term and each of its other forms, with the preferred translation."""
    seen: dict[str, str] = {}
    size = 0
    for entry in losing.present(entries, losses):
        rows = []
        target = " ".join(entry.target.split())
        for number, source in enumerate((entry.source, *entry.forms)):
            text = " ".join(source.split())
            reason = _unfit(text, target, seen)
            if reason and (number == 0 or seen.get(text) != target):
                losses.leave_out(reason, source, entry.line)
            if reason:
                continue
            row = line((text, target), options.delimiter) + "\n"
            if size + len(row.encode("utf-8", "replace")) > MOST_BYTES_IN_ALL:
                losses.leave_out("DeepL takes 10 MiB for a glossary", source, entry.line)
                continue
            size += len(row.encode("utf-8", "replace"))
            seen[text] = target
            rows.append(row)
        if rows:
            losing.lose(entry, losses, _LOST, "DeepL keeps one translation for a term and nothing else")
        yield "".join(rows), len(rows)


def _unfit(source: str, target: str, seen: dict[str, str]) -> str:
    """Why DeepL would not take a pair, or nothing."""
    if source in seen:
        return "the same term is there already; DeepL takes it once"
    if not source or not target:
        return "one side is empty"
    for text in (source, target):
        if len(text.encode("utf-8", "replace")) > MOST_BYTES:
            return f"DeepL takes {MOST_BYTES:,} bytes on each side"
        try:
            refuse_control(text)
        except UnfitError as error:
            return str(error)
    return ""
