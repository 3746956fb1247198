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
    "tsv": Format(".tsv", "reader.export.tsv", "the same with tabs"),
    "anki": Format(".anki.txt", "reader.export.anki", "a card for each term of the text"),
}
_SUFFIXES: Final = {
    **{known.suffix: name for name, known in FORMATS.items()},
    ".xliff": "xliff",
    ".htm": "html",
    ".markdown": "md",
}
_FOREIGN: Final = (
    ".docx", ".doc", ".odt", ".rtf", ".pdf", ".apkg", ".colpkg", ".mobi", ".azw3", ".azw", ".xlsx", ".xls", ".ods",
    ".tbx", ".zip",
)  # fmt: skip
_CALLED_ALIKE: Final = frozenset((("anki", "txt"), ("anki", "tsv")))
"""A format, and another whose suffix its files may have."""

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
    return _SUFFIXES.get(_suffix(file_name), "")


def stem_of(file_name: str) -> str:
    """A name without the suffix of a format.

    >>> stem_of("karten.anki.txt"), stem_of("Dr. Faust"), stem_of(".html")
    ('karten', 'Dr. Faust', '.html')
    """
    return file_name[: len(file_name) - len(_suffix(file_name))] or file_name


def misnamed(file_name: str, wanted: str = "") -> str:
    """What is wrong if a file of some format were called so: programs go by the name; "" if nothing is.

    Args:
        file_name: how it would be called.
        wanted: the format; empty for the one of the name.

    >>> misnamed("Buch.docx"), misnamed("deck.apkg", "anki"), misnamed("karten.txt", "anki")
    ('.docx is no format that is written.', '.apkg is no format that is written.', '')
    >>> misnamed("p.epub", "html")
    'p.epub would be taken for epub, not for html.'
    """
    lower = file_name.lower()
    foreign = next((suffix for suffix in _FOREIGN if lower.endswith(suffix)), "")
    if foreign:
        return f"{foreign} is no format that is written."
    named = format_of(file_name)
    if not wanted or named in {"", wanted} or (wanted, named) in _CALLED_ALIKE:
        return ""
    return f"{file_name} would be taken for {named}, not for {wanted}."


def _suffix(file_name: str) -> str:
    lower = file_name.lower()
    return max((suffix for suffix in _SUFFIXES if lower.endswith(suffix)), key=len, default="")
