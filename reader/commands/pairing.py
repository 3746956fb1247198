"""A text and its translation, unit by unit: from the translation memory, a file of pairs, or a second text.

Invariant: the units of a paragraph hold its sentences in order, and a target only ever stands beside the source that
it translates; where that cannot be known (other numbers of paragraphs) there is an error instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.keys import segment_key
from reader.core.segmenter import sentences
from reader.core.segments import is_verbatim, segments
from reader.core.text import clean, one_line
from reader.errors import InputError, MemoryFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.commands.places import Places
    from reader.core.document import Document
    from reader.memory.unit import LanguagePair
    from reader.paths import Paths

PAIR_SUFFIXES = (".jsonl", ".ndjson", ".yaml", ".yml")
"""What the files are called that hold pairs and no text."""

_BATCH = 256
_SHOWN = 40
_NO_PAIRS = "The pairs cannot be read"


class Unit(NamedTuple):
    """A piece of the text with its translation: a sentence, or a paragraph whose sentences do not correspond.

    Attributes:
        start: its first character in the whole text.
        source: the text.
        target: its translation; "" if there is none.
        keys: the memory keys of its sentences.
    """

    start: int
    source: str
    target: str
    keys: tuple[bytes, ...]


def from_memory(document: Document, paths: Paths, pair: LanguagePair) -> Iterator[list[Unit]]:
    """The units of each paragraph, with what the translation memory (and the bundled one) knows."""
    from reader.memory.bundled import BundledMemory, LayeredMemory  # noqa: PLC0415 - only without a translation
    from reader.memory.store import TranslationMemory  # noqa: PLC0415

    memory = TranslationMemory.open(paths.memory)
    try:
        memories = LayeredMemory(memory, BundledMemory())
        for first in range(0, len(document), _BATCH):
            numbers = range(first, min(first + _BATCH, len(document)))
            paragraphs = [_sentences(document, number, pair.source) for number in numbers]
            targets = memories.get_many([unit.keys[0] for units in paragraphs for unit in units], pair)
            for units in paragraphs:
                yield [
                    unit._replace(target=targets[unit.keys[0]].text) if unit.keys[0] in targets else unit
                    for unit in units
                ]
    finally:
        memory.close()


def from_pairs(document: Document, pairs: Mapping[bytes, str], language: str) -> Iterator[list[Unit]]:
    """The units of each paragraph, with the targets of some pairs by the keys of their sources."""
    for number in range(len(document)):
        whole = _whole(document, number)
        if whole.keys[0] in pairs and pairs[whole.keys[0]]:
            yield [whole._replace(target=pairs[whole.keys[0]])]
        else:
            units = _sentences(document, number, language)
            yield [unit._replace(target=pairs.get(unit.keys[0], "")) for unit in units]


def from_text(
    document: Document,
    translation: Document,
    names: tuple[str, str],
    pair: LanguagePair,
    places: tuple[Places, Places],
) -> Iterator[list[Unit]]:
    """The units of each paragraph beside the same paragraph of a translation.

    Args:
        document: the text.
        translation: its translation.
        names: what the two files are called.
        pair: their languages.
        places: where in their files something stands.

    Raises:
        InputError: they have different numbers of paragraphs.
    """
    if len(document) != len(translation):
        raise _unequal(document, translation, names, places)
    for number in range(len(document)):
        if is_verbatim(document, number):
            yield []
            continue
        target = translation.paragraph(number)
        spans = sentences(target, pair.target)
        units = _sentences(document, number, pair.source)
        if len(units) != len(spans):
            whole = _whole(document, number)
            yield [whole._replace(target=target, keys=tuple(unit.keys[0] for unit in units))]
        else:
            yield [
                unit._replace(target=target[start:end].strip()) for unit, (start, end) in zip(units, spans, strict=True)
            ]


def read_pairs(path: Path, pair: LanguagePair) -> dict[bytes, str]:
    """The targets of a file of pairs (YAML list, or JSON lines) by the keys of their sources.

    Raises:
        MemoryFileError: it cannot be read; says where.
    """
    from reader.memory import pairs  # noqa: PLC0415 - only with such a file

    of_yaml = path.suffix.lower() in (".yaml", ".yml")
    found = pairs.read_pairs(path, pair) if of_yaml else list(_json_lines(path, pair))
    return {segment_key(source): target for source, target in found}


def _json_lines(path: Path, pair: LanguagePair) -> Iterator[tuple[str, str]]:
    import json  # noqa: PLC0415 - only for such a file

    name = one_line(str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name} is not UTF-8 (byte {error.start})."
        raise MemoryFileError(_NO_PAIRS, message, "Save it as UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it cannot be opened"
        raise MemoryFileError(_NO_PAIRS, f"{name}: {reason}.", "Check the name and the folder.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            item = None
        if not isinstance(item, dict) or not all(isinstance(item.get(side), str) for side in pair):
            message = f"{name}, line {number} is no pair."
            raise MemoryFileError(
                _NO_PAIRS, message, f'Each line is a pair: {{"{pair.source}": "…", "{pair.target}": "…"}}'
            )
        yield clean(item[pair.source]).strip(), clean(item[pair.target]).strip()


def _sentences(document: Document, number: int, language: str) -> list[Unit]:
    """The sentences of a paragraph, without their translations."""
    if is_verbatim(document, number):
        return []
    text, start = document.paragraph(number), document.starts[number]
    return [
        Unit(start + left, text[left:right], "", (segment_key(text[left:right]),))
        for left, right in segments(document, number, language)
    ]


def _whole(document: Document, number: int) -> Unit:
    text = document.paragraph(number)
    return Unit(document.starts[number], text, "", (segment_key(text),))


def _unequal(
    document: Document, translation: Document, names: tuple[str, str], places: tuple[Places, Places]
) -> InputError:
    """What to say when the numbers of paragraphs differ: both, and where the texts probably part."""
    mine = [document.paragraph(number) for number in range(len(document))]
    other = [translation.paragraph(number) for number in range(len(translation))]
    at = _parting(mine, other)
    lines = [
        f"{theirs.at(found.starts[at])._replace(chapter='')} (“{_short(found.paragraph(at))}”)"
        if at < len(found)
        else "its end"
        for found, theirs in zip((document, translation), places, strict=True)
    ]
    counts = [f"{name} has {len(texts)} paragraphs" for name, texts in zip(names, (mine, other), strict=True)]
    message = f"{counts[0]}, {counts[1]}. They part at about {lines[0]} of the one and {lines[1]} of the other."
    return InputError("The texts do not correspond", message, "Give both the same paragraphs, then check again.")


def _parting(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """The first paragraph whose counterpart fits worse than the neighbour of that, by length and numbers."""
    count = min(len(mine), len(theirs))
    longer_source = len(mine) > len(theirs)
    for at in range(count):
        one, other = mine[at], theirs[at]
        if longer_source:
            shifted = _distance(mine[at + 1], other) if at + 1 < len(mine) else 9.0
        else:
            shifted = _distance(one, theirs[at + 1]) if at + 1 < len(theirs) else 9.0
        if _distance(one, other) > 0.5 and shifted < _distance(one, other):
            return at
    return count


def _distance(one: str, other: str) -> float:
    """How little two paragraphs look like translations of each other: 0 well, more than 0.5 badly."""
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    digits = set(filter(str.isdigit, one)) ^ set(filter(str.isdigit, other))
    return (longer - shorter) / (longer + 1) + 0.15 * len(digits)


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
