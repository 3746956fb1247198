r"""Which part of a long glossary a change concerns, so that the rest of it need not be read again.

A file falls into pieces, each of which begins at a line whose first character is neither blank nor one of `#-]},:`.
A piece that can be read alone means the same whatever stands before and behind it, so where all pieces can be read
alone a change inside one concerns that one only. Invariant: whatever is not certain is None, and the whole is read.

>>> text = "a: b\nc:\n  en: d\n# remark\ne: f\n"
>>> text[slice(*around(text, 6, 8))]
'c:\n  en: d\n# remark\n'
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary import plain, reading
from glossary.entry import Glossary
from glossary.nodes import Broken, Pairs, Scalar
from glossary.schema import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.entry import Entry
    from glossary.nodes import Node
    from glossary.reading import Compose

_MARKS = ("...", "---", "%", "{", "\ufeff")
_NO_START = " \t\r\n#-]},:\ufeff"
_ANY = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
_NO = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"


@cache
def _quiet() -> re.Pattern[str]:
    """Any number of entries of the most usual kinds, which the reader takes without a question."""
    plainly = rf"[^\W_][^:#{_NO}]*+"
    item = rf"[^\W_][^:#,?\[\]{{}}\"'&*!|>%@`{_NO}]*+"
    value = rf"(?:{plainly}|\[{item}(?:, ?{item})*\] *)"
    tail = rf"(?:(?<= )#{_ANY}*+)?\r?\n"
    key = rf"[^\W_][^:#{_NO}]{{0,900}}+"
    remark = rf"[ ]*(?:#{_ANY}*+)?\r?\n"
    block = rf" *\r?\n( +)[a-z]+: {value}{tail}(?>(?:\1[a-z]+: {value}{tail}|{remark})*)"
    entry = rf"(?:{key}:(?: {value}{tail}|{block})|{remark})"
    return re.compile(rf"(?>(?:{entry}(?![ \t\-\]}},:]))*)")


def begin(text: str, at: int) -> int:
    """Where the piece begins that holds text[at]; 0 for the first one, with whatever stands before it."""
    while (at := text.rfind("\n", 0, at)) >= 0:
        if text[at + 1 : at + 2] not in _NO_START:
            return at + 1
    return 0


def finish(text: str, at: int) -> int:
    """Where the first piece begins behind text[at]; the length of the text if none does."""
    end = len(text)
    while at < end:
        at = text.find("\n", at, end) + 1
        if not at:
            return end
        if at < end and text[at] not in _NO_START:
            return at
    return end


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole pieces that text[start:end] lies in."""
    first = begin(text, start + 1) if text[start - 1 : start] == "\n" else begin(text, start)
    return first, finish(text, max(start, end - 1))


def for_change(text: str, old: "Entry | None", new: "Entry | None", compose: "Compose") -> tuple[int, int] | None:
    """The window in which one entry is to be changed, put in (at the end) or taken out; None for the whole text.

    A window holds the piece and its neighbours. It is given only if every piece of the text can be read alone and
    the new entry's term stands nowhere else.
    """
    renamed = new is not None and (old is None or old.source != new.source)
    if renamed and new is not None and _keyed(text, new.source):
        return None
    if not _all_readable(text, new.source if renamed and new is not None else None, compose):
        return None
    if old is None:
        return begin(text, max(begin(text, len(text)) - 1, 0)), len(text)
    hits = _keyed(text, old.source)
    if len(hits) != 1:
        return None
    start, end = around(text, hits[0], hits[0] + 1)
    return begin(text, max(start - 1, 0)), finish(text, end)


def _keyed(text: str, source: str) -> list[int]:
    """Where a line begins with this term as its key, however it is quoted; at most two places."""
    pattern = re.compile(rf"^\ufeff?[\"']?{re.escape(source)}[~!]?[\"']?[ ]*:", re.MULTILINE)
    found: list[int] = []
    for hit in pattern.finditer(text):
        found.append(hit.start())
        if len(found) == 2:
            break
    return found


def _all_readable(text: str, source: str | None, compose: "Compose") -> bool:
    """Whether each piece of the text can be read alone, and no unusual key is the given term."""
    at, end = reading.after_head(text), len(text)
    while at < end:
        run = _quiet().match(text, at)
        at = run.end() if run is not None else at
        if at >= end:
            break
        after = finish(text, at)
        keys = _keys(text, at, after, compose)
        if keys is None or any(source in (key, key[:-1]) for key in keys):
            return False
        at = after
    return True


def _keys(text: str, start: int, end: int, compose: "Compose") -> list[str] | None:
    """The keys of one piece; None if it cannot be read alone."""
    read = list(plain.chunks(text[start:end]))
    keys: list[Node] = [key for key, value in read if value is not None and isinstance(key, Scalar)]
    if len(keys) < len(read):
        try:
            node = compose(text, start, end, 1) if reading.unprintable(text, start, end, 1) is None else None
        except Broken:
            return None
        if not isinstance(node, Pairs):
            return None
        keys = [key for key, _ in node.pairs]
    return (
        [key.text for key in keys if isinstance(key, Scalar)] if all(isinstance(key, Scalar) for key in keys) else None
    )


def reread(before: str, after: str, known: Glossary, path: "Path", layer: str, compose: "Compose") -> Glossary | None:
    """The glossary of a text that differs a little from one that is known; None if all of it has to be read.

    Args:
        before: the text that was read.
        after: the text now.
        known: what was in `before`.
        path: the file, for the entries.
        layer: the name of its layer.
        compose: as for `reading.parse`.
    """
    if known.problems or not known.entries or _has_marks(before) or _has_marks(after):
        return None
    same = _common(before, after)
    rest = min(_common_end(before, after), len(before) - same, len(after) - same)
    start = begin(after, max(same - 1, 0))  # with the piece before: what follows it may have been a part of it
    end = finish(after, len(after) - rest)
    old_end = end - len(after) + len(before)
    line = after.count("\n", 0, start) + 1
    old_after = line + before.count("\n", start, old_end)
    first, last = _between(known.entries, line, old_after, whole=old_end == len(before))
    was = _read(before[start:old_end], line, path, layer, compose)
    now = _read(after[start:end], line, path, layer, compose)
    if was is None or now is None or was != list(known.entries[first:last]):
        return None
    fresh = {_identity(entry) for entry in now}
    head, tail = known.entries[:first], known.entries[last:]
    if any(_identity(entry) in fresh for part in (head, tail) for entry in part):
        return None
    moved = after.count("\n") - before.count("\n")
    return Glossary((*head, *now, *(tail if not moved else (_shifted(entry, moved) for entry in tail))))


def _has_marks(text: str) -> bool:
    """Whether a line may say something about the lines around it: a document's begin or end, or a whole in braces."""
    return reading.is_braced(text) or any(text.startswith(mark) or f"\n{mark}" in text for mark in _MARKS)


def _read(piece: str, line: int, path: "Path", layer: str, compose: "Compose") -> "list[Entry] | None":
    """The entries of a piece of a file that begins at a line; None if anything is wrong in it."""
    found, broken = reading.pieces(piece, compose)
    reader = Reading(Source(path, layer))
    for key, value in found:
        reader.key(key, value)
    if broken or reader.problems:
        return None
    return [_shifted(entry, line - 1) for entry in reader.entries]


def _identity(entry: "Entry") -> str:
    return entry.source.casefold() if entry.case == "insensitive" else entry.source


def _between(entries: "Sequence[Entry]", line: int, after: int, *, whole: bool) -> tuple[int, int]:
    """Which entries stand in the lines from one to another, or to the end."""
    from bisect import bisect_left  # noqa: PLC0415 - only a file that has changed needs it

    first = bisect_left(entries, line, key=lambda entry: entry.line)
    return first, len(entries) if whole else bisect_left(entries, after, key=lambda entry: entry.line)


def _shifted(entry: "Entry", lines: int) -> "Entry":
    """The entry some lines further down."""
    if not lines:
        return entry
    # Written out: dataclasses.replace takes twice as long, and there may be a hundred thousand.
    return type(entry)(
        entry.source,
        entry.targets,
        entry.forbidden,
        entry.note,
        entry.domain,
        entry.match,
        entry.forms,
        entry.case,
        entry.pos,
        entry.added,
        entry.layer,
        entry.path,
        entry.line + lines,
    )


def _common(first: str, second: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(first: str, second: str) -> int:
    """How many characters two texts have in common at their end."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[len(first) - middle : len(first) - low] == second[len(second) - middle : len(second) - low]:
            low = middle
        else:
            high = middle - 1
    return low
