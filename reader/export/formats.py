"""Which formats a text is written in; their writers are imported when they are asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from reader.export.values import Options
    from reader.export.work import Work


class Format(NamedTuple):
    """One format.

    Attributes:
        suffix: how its files end.
        module: its writer.
        what: what it is, in a few words.
        file: whether it is a file to be opened rather than text for a pipe.
        layouts: the layouts it knows, the usual one first.
        sought: whether what it is written to must be a file that can be sought in.
    """

    suffix: str
    module: str
    what: str
    file: bool = False
    layouts: tuple[str, ...] = ()
    sought: bool = False


FORMATS: Final = {
    "html": Format(".html", "reader.export.html", "one page in two columns, for any browser", file=True),
    "epub": Format(".epub", "reader.export.epub", "a book for an e-reader", file=True, sought=True),
    "md": Format(".md", "reader.export.markdown", "Markdown", layouts=("interleaved", "table")),
    "txt": Format(".txt", "reader.export.txt", "plain text, each paragraph above its translation"),
    "tmx": Format(".tmx", "reader.export.tmx", "TMX 1.4b, for translation memories"),
    "xliff": Format(".xlf", "reader.export.xliff", "XLIFF 2.1, for translation tools"),
    "csv": Format(".csv", "reader.export.csv", "a table with a row for each sentence"),
    "anki": Format(".anki.txt", "reader.export.anki", "a card for each term of the text"),
}


_ALIKE: Final = frozenset(((".htm", ".html"), (".xhtml", ".html"), (".markdown", ".md"), (".text", ".txt")))
"""Suffixes of texts that would be surprising beside a result of the same name."""


def writer(name: str) -> Callable[[Work, BinaryIO, Options], None]:
    """What writes a format."""
    made: Callable[[Work, BinaryIO, Options], None] = importlib.import_module(FORMATS[name].module).write
    return made


def default_name(text: Path, suffix: str, languages: tuple[str, str] = ("de", "en")) -> str:
    """How a file made from a text is called, never like the text itself.

    >>> from pathlib import Path
    >>> default_name(Path("novel.txt"), ".epub"), default_name(Path("novel.epub"), ".epub")
    ('novel.epub', 'novel.de-en.epub')
    """
    same = text.suffix.lower() == suffix or (text.suffix.lower(), suffix) in _ALIKE
    return f"{text.stem}{'.' + '-'.join(languages) if same else ''}{suffix}"


def format_of(file_name: str) -> str:
    """The format whose suffix a name has; empty if none.

    >>> format_of("Buch.EPUB"), format_of("karten.anki.txt"), format_of("x.xliff"), format_of("x")
    ('epub', 'anki', 'xliff', '')
    """
    lower = file_name.lower()
    if lower.endswith((".xliff", ".htm", ".markdown", ".tsv")):
        return {"f": "xliff", "m": "html", "n": "md", "v": "anki"}[lower[-1]]
    fitting = [name for name, known in FORMATS.items() if lower.endswith(known.suffix)]
    return max(fitting, key=lambda name: len(FORMATS[name].suffix), default="")
