"""A text whose file changes while it is read: noticed, read again when the person asks, and the place kept.

Invariant: what is on the screen stays until the new text is whole; a file that is gone or broken changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.page import Anchor
from reader.core.position import moved
from reader.core.reading import Cursor
from reader.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.document import Document
    from reader.core.reading import Reading
    from reader.desk import Desk
    from reader.memory.unit import LanguagePair

_TITLE = "The text was not read again"


class OnDisk:
    """A file as it was when one last looked.

    Args:
        path: the file; None for a text that is none.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen = _state(path)
        self.gone = False
        """Whether there was no such file when one last looked."""

    def changed(self) -> bool:
        """Whether it is another since one last looked; one that is gone is not, until it is back."""
        now = _state(self._path)
        self.gone = now is None and self._path is not None
        if now is None or now == self._seen:
            return False
        self._seen = now
        return True


def _state(path: Path | None) -> tuple[int, int, int] | None:
    try:
        found = path.stat() if path is not None else None
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found is not None else None


def read_again(desk: Desk) -> Document:
    """The text of a desk as its file, or the page that it comes from, is now.

    Raises:
        InputError: it cannot be read, or came from where nothing can be read twice.
    """
    from reader.formats.opening import read_path  # noqa: PLC0415 - only who asks

    if desk.path is not None:
        return read_path(desk.path, desk.options.encoding)
    if desk.where:
        from reader.formats.web import read_url  # noqa: PLC0415 - as above

        return read_url(desk.where, offline=desk.options.offline)
    raise InputError(_TITLE, "it came through a pipe or from the clipboard.", "Start the reader with it once more.")


def opened_again(desk: Desk, document: Document) -> Desk:
    """A desk with a newer version of the text of another one, as it is shown there, at the same place."""
    new = desk.with_document(document)
    _take_over(desk.reading, new.reading)
    return new


def opened_as(desk: Desk, pair: LanguagePair) -> Desk:
    """A desk with the text of another one in other languages, as it is shown there, at the same place."""
    new = desk.read_as(pair)
    _take_over(desk.reading, new.reading)
    return new


def _take_over(old: Reading, new: Reading) -> None:
    new.mode, new.by_sentence, new.hiding = old.mode, old.by_sentence, old.hiding
    if not len(old.bitext) or not len(new.bitext):
        return
    before, now = old.bitext.document, new.bitext.document
    anchor = old.anchor
    paragraph, char = moved(before, now, anchor.paragraph, anchor.source or 0)
    same = now.paragraph(paragraph) == before.paragraph(anchor.paragraph)
    new.anchor = anchor._replace(paragraph=paragraph) if same else Anchor(paragraph, char, None)
    start = old.bitext.paragraph(old.cursor.paragraph).segments[old.cursor.segment].start
    paragraph, char = moved(before, now, old.cursor.paragraph, start)
    new.cursor = Cursor(paragraph, new.bitext.paragraph(paragraph).segment_at(char))
