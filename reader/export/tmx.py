"""TMX 1.4b: the pairs of a text, each once, for the translation memory of another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.keys import segment_key
from reader.memory.tmx_writing import pieces
from reader.memory.unit import LanguagePair, StoredUnit, TranslationUnit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reader.export.values import Options
    from reader.export.work import Work


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write the segments that have a translation."""
    about = (("x-title", work.title), ("x-author", work.author))
    made = pieces(_units(work), options.version, options.now_ms, about)
    out.writelines(piece.encode("utf-8", "replace") for piece in made)


def _units(work: Work) -> Iterator[StoredUnit]:
    pair = LanguagePair(*work.languages)
    seen: set[bytes] = set()
    for paragraph in work.paragraphs():
        for segment in paragraph.segments:
            if segment.target is None or segment.wordless:
                continue
            key = segment_key(segment.source)
            if key not in seen:
                seen.add(key)
                unit = TranslationUnit(segment.source.strip(), segment.target, pair, segment.state, segment.origin)
                yield StoredUnit(unit)
