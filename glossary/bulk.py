"""Many changes to a glossary file at once: one reading, one splice, one atomic replacement.

The same promises as for a single change (`editing`): the file is locked and read anew, every byte that does not belong
to a changed entry stays, the result is read back and compared with what was meant before it takes the place of the
file, the former state is kept, and the whole can be taken back. The time is linear in the size of the file and the
number of changes: each changed entry is spliced in its own few lines.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary import editing, reading, safe_file, splicing, writing, yaml_file
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from glossary.entry import Entry
    from glossary.splicing import Place

    Change = tuple[Entry | None, Entry | None]


class Undo(NamedTuple):
    """What takes many changes back: the file before and after them, and each change as (old, new)."""

    path: "Path"
    before: bytes | None
    after: bytes | None
    changes: "tuple[Change, ...]"


class _Counts:
    """Takes what `grouped` leaves out where nobody asks."""

    def leave_out(self, reason: str, example: str, line: int = 0) -> int:
        raise GlossaryError(editing.TITLE, f"“{example[:60]}” (line {line}): {reason}.", "Keep one of them.")


def add_many(path: "Path", entries: "Iterable[Entry]") -> Undo:
    """Write many entries at the end of a file, which is made if there is none; see `change_many`."""
    return change_many(path, [(None, entry) for entry in entries])


def change_many(path: "Path", changes: "Sequence[Change]") -> Undo:
    """Make many changes: (None, new) adds, (old, new) edits, (old, None) removes.

    Raises:
        GlossaryError: if one of them cannot be made or the file cannot be written; the file is as it was.
    """
    changes = tuple((old, _fit(new)) for old, new in changes if old != new)
    with safe_file.Locked(path) as real:
        for _ in range(editing.TRIES):
            before = safe_file.read(real)
            if not changes:
                return Undo(path, before, before, ())
            after = yaml_file._without_collection(lambda: _changed(path, before, changes))  # noqa: B023, SLF001 - called at once
            try:
                safe_file.replace(real, before, after)
            except safe_file.ChangedMeanwhileError:
                continue
            return Undo(path, before, after, changes)
    raise GlossaryError(editing.TITLE, f"{path} is changed by another program all the time.", "Try again.")


def _fit(entry: "Entry | None") -> "Entry | None":
    """The entry as a file can hold it: the line breaks of its remark are the usual ones.

    Raises:
        GlossaryError: if it could never be read back.
    """
    if entry is None:
        return None
    if "\r" in entry.note:
        entry = replace(entry, note=entry.note.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    editing._check(entry)  # noqa: SLF001 - the same file's rules
    return entry


def undo(done: Undo) -> Undo:
    """Take many changes back; if the file has changed since, only those. Gives its own undo.

    Raises:
        GlossaryError: if an entry is no longer there as it was written, or the file cannot be written.
    """
    back = tuple((new, old) for old, new in done.changes)
    if safe_file.put_back(done.path, done.after, done.before):
        return Undo(done.path, done.after, done.before, back)
    return change_many(done.path, back)


def grouped(entries: "Iterable[Entry]", losses: "object") -> "Iterator[list[Entry]]":
    """The entries by their key in a file: homographs together, in the order of the first of each.

    Two entries whose keys a file takes for the same but which are spelled differently cannot both be written; the
    second is left out.
    """
    groups: dict[str, list[Entry]] = {}
    folds: dict[str, str] = {}
    for entry in entries:
        fold = entry.source.casefold() if entry.case == "insensitive" else entry.source
        first = folds.setdefault(fold, entry.source)
        if first != entry.source:
            losses.leave_out(f"“{first[:60]}” is the same term where capitals do not matter", entry.source, entry.line)  # type: ignore[attr-defined]
            continue
        group = groups.setdefault(entry.source, [])
        if entry not in group:
            group.append(entry)
    yield from groups.values()


def lines_of(group: "list[Entry]", indent: str = "  ", margin: str = "") -> list[str]:
    """One entry, or the meanings of one term, as the lines of a file."""
    if len(group) == 1:
        return writing.lines(group[0], indent, margin)
    key = writing.scalar(group[0].source, style='"' if group[0].source in writing.RESERVED else "")
    return [f"{margin}{key}:", *(f"{margin}{indent}- {writing.flow(entry)}" for entry in group)]


def _changed(path: "Path", before: bytes | None, changes: "Sequence[Change]") -> bytes:
    """The bytes of the file after all changes."""
    text = _text(path, before)
    pairs, broken = reading.pairs(text, yaml_file.compose)
    if broken:
        fault = min(broken, key=lambda fault: (fault.line, fault.column))
        message = f"{path}, line {fault.line}, column {fault.column}: {fault.message}."
        raise GlossaryError(editing.TITLE, message, f"{fault.hint}. Mend the file first; nothing was written.")
    found = splicing.found(text, pairs)
    edits: list[tuple[Entry, Entry | None]] = [(old, new) for old, new in changes if old is not None]
    added = [new for old, new in changes if old is None and new is not None]
    meant: list[Entry | None] = [place.entry for place in found.places]
    if edits:
        text, meant = _edited(path, text, found, edits)
    text = _with(path, text, found, added, [entry for entry in meant if entry is not None])
    wanted = [entry for entry in meant if entry is not None]
    wanted += [entry for group in grouped(added, _Counts()) for entry in group]
    pairs, broken = reading.pairs(text, yaml_file.compose)
    if broken or [place.entry for place in splicing.found(text, pairs).places] != wanted:
        return _one_by_one(path, before, changes)
    return text.encode("utf-8")


def _text(path: "Path", before: bytes | None) -> str:
    data = before if before is not None else writing.HEADER.encode()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{path}, line {line}, is not UTF-8, and writing would damage it."
        raise GlossaryError(editing.TITLE, message, "Save the file as UTF-8 in an editor.") from None


def _with(path: "Path", text: str, found: splicing.Found, added: "list[Entry]", standing: "list[Entry]") -> str:
    """The text with new entries at its end; a missing final line end stays missing."""
    if not added:
        return text
    there = {entry.source for entry in standing}
    lines: list[str] = []
    for group in grouped(added, _Counts()):
        if group[0].source in there:
            message = f"“{group[0].source[:60]}” stands already in {path}."
            raise GlossaryError(editing.TITLE, message, "Edit that entry instead.")
        lines += lines_of(group, found.indent, found.margin)
    if not text or text == "\ufeff" or text.endswith("\n"):
        return text + "".join(line + found.eol for line in lines)
    return text + "".join(found.eol + line for line in lines)


def _edited(
    path: "Path", text: str, found: splicing.Found, edits: "list[tuple[Entry, Entry | None]]"
) -> "tuple[str, list[Entry | None]]":
    """The text with entries changed or removed, each in its own lines, and the entries it then has to hold."""
    at_entry: dict[Entry, list[int]] = {}
    for at, place in enumerate(found.places):
        at_entry.setdefault(place.entry, []).append(at)
    meant: list[Entry | None] = [place.entry for place in found.places]
    pieces: dict[tuple[int, int], list[Change]] = {}
    for old, new in edits:
        places = at_entry.get(old)
        if not places:
            message = f"{path} holds no entry “{old.source[:60]}” as it is shown."
            raise GlossaryError(editing.TITLE, message, "It has changed meanwhile; look again.")
        at = places.pop(0)
        meant[at] = new
        pieces.setdefault(_span(text, found.places[at]), []).append((old, new))
    parts: list[str] = []
    end = 0
    for (start, stop), here in sorted(pieces.items()):
        piece = text[max(start, end) : stop]
        for before, after in here:
            piece = _spliced(piece, found, before, after)
        parts += [text[end:start], piece]
        end = stop
    parts.append(text[end:])
    return "".join(parts), meant


def _span(text: str, place: "Place") -> tuple[int, int]:
    """The lines of an entry."""
    start = text.rfind("\n", 0, place.key.start) + 1
    stop = place.value.end
    if not (stop > 0 and text[stop - 1] == "\n"):
        stop = text.find("\n", stop) + 1 or len(text)
    return start, stop


def _spliced(piece: str, found: splicing.Found, old: "Entry | None", new: "Entry | None") -> str:
    """An entry's lines with one change; unchanged if there is no way, which the reading back finds out."""
    pairs, _ = reading.pairs(piece, yaml_file.compose)
    here = splicing.found(piece, pairs)._replace(eol=found.eol, margin=found.margin, indent=found.indent)
    place = next((place for place in here.places if place.entry == old), None)
    if place is None:
        return piece
    if new is None:
        return next(splicing.removed(piece, place), piece)
    meant = [other.entry if other is not place else new for other in here.places]
    for text in splicing.edited(piece, here, place, new):
        again, broken = reading.pairs(text, yaml_file.compose)
        if not broken and [other.entry for other in splicing.found(text, again).places] == meant:
            return text
    return piece


def _one_by_one(path: "Path", before: bytes | None, changes: "Sequence[Change]") -> bytes:
    """The slow way, for files in which an entry is no lines of its own: each change for itself, on the whole text."""
    data = before
    groups = list(grouped([new for old, new in changes if old is None and new is not None], _Counts()))
    for group in groups:
        pairs, broken = reading.pairs("".join(line + "\n" for line in lines_of(group)), yaml_file.compose)
        if broken or not pairs or [place.entry for place in splicing.found("", pairs).places] != group:
            message = f"“{group[0].source[:60]}” cannot be written to {path} so that it reads back as meant."
            raise GlossaryError(editing.TITLE, message, "Leave it out, or write it in an editor.")
    if any(len(group) > 1 for group in groups) or len(changes) > 1000:
        message = f"The changes cannot be written to {path} so that they read back as meant."
        raise GlossaryError(editing.TITLE, message, "Change the file in an editor.")
    for old, new in changes:
        data = editing._changed(path, data, old, new, yaml_file.compose)  # noqa: SLF001 - the same file's rules
    return data or b""
