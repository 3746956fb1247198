"""Reading a glossary of any known format: entries one by one, and what could not be read.

Invariant: whatever stands in a file, reading it gives entries and findings; only what can be said before the first
entry (no such file, no such format, no column for a language) is raised.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary.interchange import encodings, formats
from glossary.interchange.findings import Findings
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.encodings import Progress
    from glossary.interchange.findings import LeftOut, Loss
    from glossary.problems import Problem

    Reader = Callable[["Source", "Findings"], Iterator[Entry]]

PAIRS = frozenset({"deepl", "omegat", "utx"})
"""Formats in which a line is one pair: several lines for a term are its several translations."""


class Source(NamedTuple):
    """A file to read, and how.

    Attributes:
        path: the file.
        format: the name of its format.
        encoding: the encoding of a text; empty for XML, which says it itself.
        langs: the codes of source and target language.
        reverse: whether the first column is the target.
        progress: is told bytes done and all bytes, or None.
    """

    path: Path
    format: str
    encoding: str
    langs: tuple[str, str] = ("de", "en")
    reverse: bool = False
    progress: "Progress | None" = None

    def lines(self) -> "Iterator[str]":
        """The lines of the file, without their ends."""
        return encodings.lines(self.path, self.encoding, self.progress)


class Imported:
    """The entries of a file, read as they are asked for. Each new iteration reads the file again.

    A class because the findings grow while it is iterated.

    Attributes:
        path: the file.
        format: the name of its format.
        encoding: its encoding as Python calls it; empty for XML.
        layout: how the file is made, in a few words; may be empty.
        pairs: whether several lines for one term are its several translations.
    """

    def __init__(self, source: Source, reader: "Reader", layout: str = "", *, pairs: bool = False) -> None:
        self._source = source
        self._reader = reader
        self._findings = Findings(source.path)
        self.path = source.path
        self.format = source.format
        self.encoding = source.encoding
        self.layout = layout
        self.pairs = pairs

    def __iter__(self) -> "Iterator[Entry]":
        self._findings = Findings(self.path)
        try:
            yield from self._reader(self._source, self._findings)
        except OSError as error:
            raise formats.unreadable(self.path, error) from None

    @property
    def problems(self) -> "list[Problem]":
        """Mistakes in the file, with their lines; the first ones."""
        return sorted(self._findings.problems, key=lambda problem: (problem.line, problem.column))

    @property
    def more(self) -> int:
        """How many further problems there are."""
        return self._findings.more

    @property
    def skipped(self) -> int:
        """How many entries were left out."""
        return self._findings.skipped

    @property
    def left_out(self) -> "tuple[LeftOut, ...]":
        """What was left out, and why."""
        return self._findings.left_out

    @property
    def losses(self) -> "tuple[Loss, ...]":
        """What was read and has no place in an entry."""
        return self._findings.losses


def read(
    path: Path,
    *,
    format: str = "",  # noqa: A002 - the word of the command line
    source_lang: str = "de",
    target_lang: str = "en",
    reverse: bool = False,
    progress: "Progress | None" = None,
) -> Imported:
    """The entries of a file, lazily, with what could not be read.

    Args:
        path: the file.
        format: the name of its format; found by looking at the file if it is empty.
        source_lang: the language of the terms.
        target_lang: the language of their translations.
        reverse: whether the first column of a file without language names holds the translations.
        progress: is told the bytes done and all bytes.

    Raises:
        GlossaryError: if the file cannot be opened, is no such file, or has no column for a language.
    """
    path = Path(path)
    langs = (_code(source_lang), _code(target_lang))
    name = formats.known(format).name if format else formats.detect(path)
    formats.refuse_no_file(path)
    try:
        encoding = "" if name == "tbx" else encodings.of_file(path)
    except OSError as error:
        raise formats.unreadable(path, error) from None
    return _opened(Source(path, name, encoding, langs, reverse, progress))


def _code(lang: str) -> str:
    code = lang.strip().lower().replace("_", "-").split("-")[0]
    if not code.isalpha() or len(code) > 8:
        raise GlossaryError("Unknown language", f"“{lang[:20]}” is no language code.", "Write it as de or en-GB.")
    return code


def _opened(source: Source) -> Imported:
    """The reader that belongs to a format; each in its module, loaded when it is needed."""
    if source.format == "tbx":
        from glossary.interchange import tbx  # noqa: PLC0415 - one format at a time

        return Imported(source, tbx.entries)
    if source.format == "yaml":
        from glossary.interchange import own  # noqa: PLC0415 - as above

        return Imported(source, own.entries)
    if source.format == "utx":
        from glossary.interchange import utx  # noqa: PLC0415 - as above

        return Imported(source, utx.entries, pairs=True)
    if source.format == "omegat":
        from glossary.interchange import omegat  # noqa: PLC0415 - as above

        return Imported(source, omegat.entries, pairs=True)
    from glossary.interchange import csv_tsv  # noqa: PLC0415 - as above

    try:
        layout = csv_tsv.layout_of(source)
    except OSError as error:
        raise formats.unreadable(source.path, error) from None
    return Imported(source, layout.entries, layout.described, pairs=layout.pairs)
