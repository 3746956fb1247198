"""What the simple formats do to entries: names of fields that are lost, lines without breaks, entries that stay out."""

from typing import TYPE_CHECKING

from glossary.interchange.cleaning import without_control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.findings import Losses

REMOVAL = "it only takes a term out of other glossaries"


def present(entries: "Iterable[Entry]", losses: "Losses") -> "Iterator[Entry]":
    """The entries that are terms; those that only remove one mean nothing elsewhere."""
    for entry in entries:
        if entry.removes:
            losses.leave_out(REMOVAL, entry.source, entry.line)
        else:
            yield entry


def lose(entry: "Entry", losses: "Losses", fields: "Iterable[str]", why: str = "") -> None:
    """Count the given fields of an entry as lost, where they say something."""
    for name in fields:
        if name == "more targets":
            said = len(entry.targets) > 1
        elif name == "match":
            said = entry.match != "inflected"
        elif name == "case":
            said = entry.case != "smart"
        else:
            said = bool(getattr(entry, name))
        if said:
            losses.lose(name, entry.source, why)


def one_line(text: str) -> str:
    """A text for a cell of a format that knows no line breaks."""
    return " ".join(without_control(text).split()) if not text.isprintable() or "  " in text else text.strip()
