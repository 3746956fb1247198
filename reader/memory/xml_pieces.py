"""Reading files of translation units in XML, piece by piece, in constant memory.

The file is pushed through expat; a unit is given away when its element ends.
Invariant: safe by refusal. The first declaration of an entity ends the reading, so nothing can unfold; a document type
that names a DTD is accepted and never fetched; depth and length are limited.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from pathlib import Path
from typing import Final
from xml.parsers import expat

from reader.core.text import one_line
from reader.errors import MemoryFileError
from reader.memory.importing import Skipped, Step
from reader.memory.unit import LanguagePair

DEEPEST: Final = 100
LONGEST_CHARS: Final = 100_000
"""A longer source or target is left out."""
STATE: Final = "x-lesepult-state"
ORIGIN: Final = "x-lesepult-origin"
TERMS: Final = "x-lesepult-terms"
_PIECE_BYTES: Final = 1 << 16
_LONGEST_TOKEN_BYTES: Final = 16 << 20


class StopError(Exception):
    """The file cannot be read any further: a message and a hint."""


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit of a file, in the languages that are wanted.

    Attributes:
        source: cleaned and stripped, never empty.
        target: the same.
        created: when it was made, in milliseconds since 1970; 0 if the file does not say.
        changed: when it was last changed, or made, in the same way.
        properties: what else the file says of it, by the names that TMX has for it.
    """

    source: str
    target: str
    created: int = 0
    changed: int = 0
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What was left out of a file while it was read."""

    skipped: dict[str, tuple[int, int]] = field(default_factory=dict)
    other_languages: int = 0
    inner_texts: int = 0

    def skip(self, why: str, line: int) -> None:
        """One more unit is left out for this reason."""
        count, first = self.skipped.get(why, (0, line))
        self.skipped[why] = (count + 1, first)

    def report(self) -> tuple[Skipped, ...]:
        """The reasons, each with how many units."""
        return tuple(Skipped(why, count, line) for why, (count, line) in self.skipped.items())

    def remarks(self, pair: LanguagePair) -> Iterator[str]:
        """A sentence for each oddity that kept no unit from being taken."""
        if self.other_languages:
            what = f"unit{'' if self.other_languages == 1 else 's'}"
            yield f"{self.other_languages:,} {what} in more languages: only {pair.source} and {pair.target} were taken."
        if self.inner_texts:
            what = "text" if self.inner_texts == 1 else "texts"
            yield f"{self.inner_texts:,} {what} inside formatting codes (<sub>) left out."


def read(path: Path, reading: "Pieces", title: str, progress: Step | None = None) -> Iterator[ReadUnit]:
    """The units of a file.

    Args:
        path: the file.
        reading: takes its bytes.
        title: of the errors.
        progress: called with the bytes read so far and of all.

    Raises:
        MemoryFileError: the file cannot be opened, is not what it should be, ends early, or declares entities.
    """
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            done = 0
            while True:
                piece = file.read(_PIECE_BYTES)
                done += len(piece)
                fault = reading.feed(piece, done)
                if fault is not None:
                    line, message, hint = fault
                    raise MemoryFileError(title, f"{path}, line {line}: {message}.", hint)
                yield from reading.finished()
                if progress is not None:
                    progress(min(done, total), total)
                if not piece:
                    return
    except FileNotFoundError:
        raise MemoryFileError(title, f"there is no file {path}.", "Check the name and the folder.") from None
    except OSError as error:
        raise MemoryFileError(title, f"{path}: {error.strerror or 'cannot be read'}.") from error


class Pieces(ABC):
    """The state of a reading. A class because expat calls back.

    Args:
        roots: what the outermost element may be called.
        otherwise: what is wrong if it is called otherwise.
        hint: what to do then.
    """

    def __init__(self, roots: tuple[str, ...], otherwise: str, hint: str) -> None:
        self._roots = roots
        self._otherwise = otherwise
        self._hint = hint
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.said
        self._parser.EntityDeclHandler = self._refuse
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.depth = 0
        """Of the element that has begun last, 1 for the outermost."""
        self.found: list[ReadUnit] = []
        """The units that have ended."""

    @property
    def line(self) -> int:
        """The line that is read."""
        return self._parser.CurrentLineNumber

    @abstractmethod
    def started(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    @abstractmethod
    def said(self, text: str) -> None:
        """Some text."""

    @abstractmethod
    def ended(self, name: str) -> None:
        """An element ends."""

    def feed(self, piece: bytes, done: int) -> tuple[int, str, str] | None:
        """Take the next bytes, none at the end; gives line, message and hint of what ends the reading."""
        parser = self._parser
        try:
            parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            return (
                error.lineno,
                _friendly(error, at_end=not piece),
                "Nothing was imported; mend the file, or export it anew.",
            )
        except StopError as stop:
            message, hint = stop.args
            return parser.CurrentLineNumber, message, hint
        except (ValueError, LookupError):
            return parser.CurrentLineNumber, "the encoding cannot be read", "Save it as UTF-8."
        if done - parser.CurrentByteIndex > _LONGEST_TOKEN_BYTES:
            return parser.CurrentLineNumber, "a tag is longer than 16 MB", "The file is damaged."
        return None

    def finished(self) -> Iterator[ReadUnit]:
        """The units that have ended since the last call."""
        found, self.found = self.found, []
        yield from found

    def _refuse(self, name: str, *_: object) -> None:
        shown = one_line(name)[:40]
        raise StopError(f"the file declares an entity ({shown})", "That is refused, for safety; nothing was imported.")

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - as expat calls it
        if not is_parameter:
            self.said(html5.get(f"{name};", "\ufffd"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = tag.rpartition(":")[2]
        if self.depth == 1 and name not in self._roots:
            raise StopError(self._otherwise, self._hint)
        if self.depth > DEEPEST:
            raise StopError(
                f"elements are nested more than {DEEPEST} deep", f"{self._otherwise[:1].upper()}{self._otherwise[1:]}."
            )
        self.started(name, attributes)

    def _end(self, tag: str) -> None:
        self.ended(tag.rpartition(":")[2])
        self.depth -= 1


def side(texts: list[tuple[str, str]], language: str) -> str | None:
    """The text in a language; one that is marked with a country only if there is no plain one.

    >>> side([("en-us", "color"), ("en", "colour")], "en")
    'colour'
    """
    plain = [text for tag, text in texts if tag == language]
    marked = [text for tag, text in texts if tag.startswith(f"{language}-")]
    found = plain + marked
    return next(filter(None, found), found[0] if found else None)


def _friendly(error: expat.ExpatError, *, at_end: bool) -> str:
    """A parser's error in words for a person."""
    if at_end or error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return "the file ends in the middle"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
        return "an end tag does not belong to the element that is open"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
        return "this entity is not declared"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
        return "the encoding that the file names is not known"
    return f"this is not well-formed XML ({expat.ErrorString(error.code)})"
