"""Our own YAML as one of the formats: another person's glossary, to be merged or written anew."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.exporting import Options, Piece
    from glossary.interchange.findings import Findings, Losses
    from glossary.interchange.importing import Source


def entries(source: "Source", findings: "Findings") -> "Iterator[Entry]":
    """The entries of a glossary file; its problems are told as they are everywhere."""
    from glossary import yaml_file  # noqa: PLC0415 - the other formats do without

    data = source.path.read_bytes()
    if source.encoding not in ("utf-8", "utf-8-sig", "utf-16"):
        data = data.decode(source.encoding, "replace").encode()
    read = yaml_file.parse(data, path=source.path)
    for problem in read.problems:
        findings.problem(problem.line, problem.column, problem.message, problem.hint)
    if source.progress is not None:
        source.progress(len(data), len(data))
    yield from read.entries


def pieces(entries: "Iterable[Entry]", losses: "Losses", _options: "Options") -> "Iterator[Piece]":
    """A new glossary file; the meanings of one term stand together under it."""
    from glossary import bulk  # noqa: PLC0415 - as above
    from glossary.writing import HEADER  # noqa: PLC0415 - as above

    yield HEADER, 0
    for group in bulk.grouped(entries, losses):
        for number, text in enumerate(bulk.lines_of(group)):
            yield text + "\n", len(group) if not number else 0
