"""Changing one entry of a glossary file in place: every byte that does not belong to it stays.

A change is a splice at the places the reader has found. It is tried on the text first: the result is read again and
compared with what was meant, and only then takes the place of the file (`safe_file`). If the finest splice does not
read back as meant, the lines of the entry are written anew; if that does not either, the change is refused.
In a long file only the part that the change concerns is read again (`windows`); the rest is the same bytes.
"""

from typing import TYPE_CHECKING, NamedTuple

from glossary import reading, safe_file, splicing, windows, writing
from glossary.problems import GlossaryError
from glossary.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from glossary.entry import Entry
    from glossary.reading import Compose

TRIES = 20
"""So often a file that another program changes under our hands is read again."""

TITLE = "The glossary was not changed"


class Undo(NamedTuple):
    """What takes a change back: the file before and after it, and the entries, in case it has changed since."""

    path: "Path"
    before: bytes | None
    after: bytes | None
    old: "Entry | None"
    new: "Entry | None"


class _Plan(NamedTuple):
    """Texts that may be the changed file, the finest splice first, and the entries it has to hold."""

    texts: "Iterator[str]"
    meant: "list[Entry]"


def add(path: "Path", entry: "Entry", compose: "Compose") -> Undo:
    """See `yaml_file.add`."""
    _check(entry)
    return _change(path, None, entry, compose)


def edit(path: "Path", old: "Entry", new: "Entry", compose: "Compose") -> Undo:
    """See `yaml_file.edit`."""
    _check(new)
    return _change(path, old, new, compose)


def remove(path: "Path", entry: "Entry", compose: "Compose") -> Undo:
    """See `yaml_file.remove`."""
    return _change(path, entry, None, compose)


def undo(done: Undo, compose: "Compose") -> Undo:
    """See `yaml_file.undo`."""
    if safe_file.put_back(done.path, done.after, done.before):
        return Undo(done.path, done.after, done.before, done.new, done.old)
    return _change(done.path, done.new, done.old, compose)


def _check(entry: "Entry") -> None:
    """Refuse what could never be read back, before anything is touched."""
    texts = (entry.source, *entry.targets, *entry.forbidden, *entry.forms, entry.domain, entry.pos, entry.added)
    if not entry.source.strip() or not any(target.strip() for target in entry.targets):
        raise GlossaryError(TITLE, "An entry needs a term and a translation.", "Fill in both.")
    for text in (*texts, entry.note.replace("\n", " ").replace("\t", " ")):
        for char in text:
            if char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff":
                message = f"The entry holds a control character (U+{ord(char):04X})."
                raise GlossaryError(TITLE, message, "Type the text again.")


def _change(path: "Path", old: "Entry | None", new: "Entry | None", compose: "Compose") -> Undo:
    with safe_file.Locked(path) as real:
        for _ in range(TRIES):
            before = safe_file.read(real)
            after = _changed(path, before, old, new, compose)
            try:
                safe_file.replace(real, before, after)
            except safe_file.ChangedMeanwhileError:
                continue
            return Undo(path, before, after, old, new)
    raise GlossaryError(TITLE, f"{path} is changed by another program all the time.", "Try again.")


def _changed(path: "Path", before: bytes | None, old: "Entry | None", new: "Entry | None", compose: "Compose") -> bytes:
    """The bytes of the file after the change."""
    data = before if before is not None else writing.HEADER.encode()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{path}, line {line}, is not UTF-8, and writing would damage it."
        raise GlossaryError(TITLE, message, "Save the file as UTF-8 in an editor.") from None
    start, end = windows.for_change(text, old, new, compose) or (0, len(text))
    if (start, end) != (0, len(text)):
        piece = _spliced(path, text[start:end], old, new, compose, _indent(text))
        if piece is not None:
            return (text[:start] + piece + text[end:]).encode("utf-8")
    return _whole(path, text, old, new, compose).encode("utf-8")


def _spliced(
    path: "Path", text: str, old: "Entry | None", new: "Entry | None", compose: "Compose", indent: str
) -> str | None:
    """A part of the file that can be read alone after the change; None if the whole has to be looked at."""
    pairs, broken = reading.pieces(text, compose)
    found = splicing.found(text, pairs, indent)
    place = splicing.locate(found, old) if old is not None else None
    if broken or (old is not None and (place is None or place.item is not None)):
        return None
    plan = _plan(path, text, found, old, new)
    return next(
        (candidate for candidate in plan.texts if _reads_as(candidate, plan.meant, compose, reading.pieces)), None
    )


def _indent(text: str) -> str:
    """How far the last block of a text is indented; two blanks if it has none."""
    at = text.rfind("\n ")
    if at < 0:
        return "  "
    line = text[at + 1 : at + 200]
    blanks = len(line) - len(line.lstrip(" "))
    name = line[blanks:].partition(":")[0]
    return line[:blanks] if name in FIELDS else "  "


def _whole(path: "Path", text: str, old: "Entry | None", new: "Entry | None", compose: "Compose") -> str:
    """The whole text after the change.

    Raises:
        GlossaryError: if it cannot be made.
    """
    pairs, broken = reading.pairs(text, compose)
    if broken:
        fault = min(broken, key=lambda fault: (fault.line, fault.column))
        message = f"{path}, line {fault.line}, column {fault.column}: {fault.message}."
        raise GlossaryError(TITLE, message, f"{fault.hint}. Mend the file first; nothing was written.")
    if reading.is_braced(text):
        message = f"{path} is one mapping in braces, {{…}}, which cannot be changed line by line."
        raise GlossaryError(TITLE, message, "Take the braces away and write one `term: translation` a line.")
    found = splicing.found(text, pairs)
    if old == new and old is not None and splicing.locate(found, old) is not None:
        return text
    plan = _plan(path, text, found, old, new)
    for candidate in plan.texts:
        if _reads_as(candidate, plan.meant, compose):
            return candidate
    name = (new or old).source if new or old else ""  # type: ignore[union-attr]
    message = f"“{name[:60]}” cannot be written to {path} so that it reads back as meant."
    if "\r" in text.replace("\r\n", ""):
        raise GlossaryError(TITLE, message, "Save the file with the usual line ends (LF or CRLF) in an editor.")
    raise GlossaryError(TITLE, message, "Change the file in an editor.")


def _plan(path: "Path", text: str, found: splicing.Found, old: "Entry | None", new: "Entry | None") -> _Plan:
    entries = [place.entry for place in found.places]
    if old is None:
        assert new is not None  # noqa: S101 - one of the two is given
        _refuse_double(path, found, new, None)
        return _Plan(splicing.added(text, found, new), [*entries, new])
    place = splicing.locate(found, old)
    if place is None:
        message = f"{path} holds no entry “{old.source[:60]}” as it is shown."
        raise GlossaryError(TITLE, message, "It has changed meanwhile; look again.")
    at = found.places.index(place)
    if new is None:
        return _Plan(splicing.removed(text, place), entries[:at] + entries[at + 1 :])
    _refuse_double(path, found, new, place)
    if place.item is not None and new.source != old.source:
        return _Plan(splicing.moved(text, found, place, new), [*entries[:at], *entries[at + 1 :], new])
    return _Plan(splicing.edited(text, found, place, new), [*entries[:at], new, *entries[at + 1 :]])


def _refuse_double(path: "Path", found: splicing.Found, new: "Entry", own: "splicing.Place | None") -> None:
    for place in found.places:
        if place.entry.source == new.source and (own is None or place.key is not own.key):
            message = f"“{new.source[:60]}” stands already in {path}, line {place.key.line}."
            raise GlossaryError(TITLE, message, "Edit that entry instead.")


def _reads_as(
    text: str, meant: "list[Entry]", compose: "Compose", read: "Callable[..., reading.Read]" = reading.pairs
) -> bool:
    pairs, broken = read(text, compose)
    return not broken and [place.entry for place in splicing.found(text, pairs).places] == meant
