"""Reading TMX (1.1 to 1.4b), in constant memory.

The file is pushed through expat piece by piece; a unit is built while its elements pass and given away when it ends.
Safe by refusal: the first declaration of an entity ends the reading, so nothing can unfold; a document type that
names a DTD is accepted and never fetched; depth and length are limited.

Text rules: `hi` is text; what stands in `bpt`, `ept`, `ph`, `it` and `ut` is another program's code and left out,
with the texts (`sub`) inside it, which are none of the sentence's; a code that breaks the line becomes a space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.entities import html5
from pathlib import Path
from xml.parsers import expat

from reader.core.text import clean, one_line
from reader.errors import MemoryFileError
from reader.memory.importing import Skipped, Step
from reader.memory.unit import LanguagePair

TITLE = "The TMX file cannot be read"
STATE = "x-lesepult-state"
ORIGIN = "x-lesepult-origin"
TERMS = "x-lesepult-terms"
DATE = "%Y%m%dT%H%M%SZ"

_PIECE_BYTES = 1 << 16
_DEEPEST = 100
_LONGEST = 100_000
_LONGEST_TOKEN_BYTES = 16 << 20
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
_LINE_BREAK = re.compile(r"<\s*br\b|\\line\b|\\par\b|\n", re.IGNORECASE)


class _StopError(Exception):
    """The file cannot be read any further: a message and a hint."""


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """A unit of a TMX file, in the languages that are wanted.

    Attributes:
        source: cleaned and stripped, never empty.
        target: the same.
        created: when it was made, in milliseconds since 1970; 0 if the file does not say.
        changed: when it was last changed, or made, in the same way.
        properties: the texts of its `prop` elements, by type.
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


def units(path: Path, pair: LanguagePair, tally: Tally, progress: Step | None = None) -> Iterator[TmxUnit]:
    """The units of a TMX file that have both languages, in order; `de` takes `de-DE` too, if there is no plain `de`.

    Args:
        path: the file.
        pair: the languages.
        tally: where what is left out is counted.
        progress: called with the bytes read so far and of all.

    Raises:
        MemoryFileError: the file cannot be opened, is no TMX, ends early, or declares entities.
    """
    reading = _Reading(pair, tally)
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
                    raise MemoryFileError(TITLE, f"{path}, line {line}: {message}.", hint)
                yield from reading.finished()
                if progress is not None:
                    progress(min(done, total), total)
                if not piece:
                    return
    except FileNotFoundError:
        raise MemoryFileError(TITLE, f"there is no file {path}.", "Check the name and the folder.") from None
    except OSError as error:
        raise MemoryFileError(TITLE, f"{path}: {error.strerror or 'cannot be read'}.") from error


class _Reading:
    """The state of a reading. A class because expat calls back."""

    def __init__(self, pair: LanguagePair, tally: Tally) -> None:
        self._pair = pair
        self._tally = tally
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._depth = 0
        self._unit: _Unit | None = None
        self._language = ""
        self._kind = ""
        self._held: list[str] | None = None
        self._length = 0
        self._code: list[str] | None = None
        self._code_depth = 0
        self._found: list[TmxUnit] = []

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
        except _StopError as stop:
            message, hint = stop.args
            return parser.CurrentLineNumber, message, hint
        except (ValueError, LookupError):
            return parser.CurrentLineNumber, "the encoding cannot be read", "Save it as UTF-8."
        if done - parser.CurrentByteIndex > _LONGEST_TOKEN_BYTES:
            return parser.CurrentLineNumber, "a tag is longer than 16 MB", "The file is damaged."
        return None

    def finished(self) -> Iterator[TmxUnit]:
        """The units that have ended since the last call."""
        found, self._found = self._found, []
        yield from found

    def _refuse(self, name: str, *_: object) -> None:
        shown = one_line(name)[:40]
        raise _StopError(f"the file declares an entity ({shown})", "That is refused, for safety; nothing was imported.")

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - as expat calls it
        if not is_parameter:
            self._text(html5.get(f"{name};", "\ufffd"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = tag.rpartition(":")[2]
        if self._depth == 1 and name != "tmx":
            raise _StopError("this is no TMX", "A TMX file begins with <tmx>.")
        if self._depth > _DEEPEST:
            raise _StopError(f"elements are nested more than {_DEEPEST} deep", "This is no TMX.")
        if self._held is not None:
            self._start_inside(name, attributes)
        elif name == "tu":
            self._unit = _Unit(self._parser.CurrentLineNumber, attributes)
        elif name == "tuv":
            self._language = attributes.get("xml:lang") or attributes.get("lang") or ""
        elif name in ("seg", "prop") and self._unit is not None:
            self._kind = name if name == "seg" else attributes.get("type", "")
            self._held, self._length = [], 0

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        """An element inside a text."""
        if self._code is None and name in _CODES:
            self._code, self._code_depth = (["\n"] if attributes.get("type") == "lb" else []), self._depth
        elif self._code is not None and name == "sub":
            self._tally.inner_texts += 1

    def _text(self, text: str) -> None:
        if self._code is not None:
            if len(self._code) < _DEEPEST:
                self._code.append(text)
        elif self._held is not None:
            self._length += len(text)
            if self._length <= _LONGEST:
                self._held.append(text)

    def _end(self, tag: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        name = tag.rpartition(":")[2]
        if self._code is not None:
            if depth == self._code_depth:
                broken = _LINE_BREAK.search("".join(self._code))
                self._code = None
                if broken:
                    self._text(" ")
        elif self._held is not None:
            if name in ("seg", "prop"):
                self._take("".join(self._held))
        elif name == "tuv":
            self._language = ""
        elif name == "tu" and self._unit is not None:
            self._finish(self._unit)
            self._unit = None

    def _take(self, text: str) -> None:
        unit, self._held = self._unit, None
        if unit is None:
            return
        if self._kind != "seg":
            if not self._language:
                unit.properties.setdefault(self._kind, text)
            return
        if self._length > _LONGEST:
            unit.too_long = True
        unit.texts.append((self._language.lower().replace("_", "-"), clean(text).strip()))

    def _finish(self, unit: "_Unit") -> None:
        """Give the unit away, or count why not."""
        sides = [_side(unit.texts, language.lower()) for language in self._pair]
        for side, language in zip(sides, self._pair, strict=True):
            if side is None:
                self._tally.skip(f"without “{language}” text", unit.line)
                return
        source, target = sides
        if not source or not target:
            self._tally.skip("with an empty text", unit.line)
        elif unit.too_long:
            self._tally.skip(f"longer than {_LONGEST:,} characters", unit.line)
        else:
            if len({language.partition("-")[0] for language, _ in unit.texts}) > len(self._pair):
                self._tally.other_languages += 1
            created = _time(unit.attributes.get("creationdate", ""))
            changed = _time(unit.attributes.get("changedate", "")) or created
            self._found.append(TmxUnit(source, target, created, changed, unit.properties))


class _Unit:
    """A unit while it is read."""

    __slots__ = ("attributes", "line", "properties", "texts", "too_long")

    def __init__(self, line: int, attributes: dict[str, str]) -> None:
        self.line = line
        self.attributes = attributes
        self.properties: dict[str, str] = {}
        self.texts: list[tuple[str, str]] = []
        self.too_long = False


def _side(texts: list[tuple[str, str]], language: str) -> str | None:
    """The text in a language; one that is marked with a country only if there is no plain one.

    >>> _side([("en-us", "color"), ("en", "colour")], "en")
    'colour'
    """
    plain = [text for tag, text in texts if tag == language]
    marked = [text for tag, text in texts if tag.startswith(f"{language}-")]
    found = plain + marked
    return next(filter(None, found), found[0] if found else None)


def _time(text: str) -> int:
    """A date of TMX in milliseconds since 1970; 0 if it is none.

    >>> _time("19700102T000000Z")
    86400000
    """
    try:
        found = datetime.fromisoformat(text)  # several times as quick as strptime with DATE
        return max(0, int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000))
    except (ValueError, OverflowError):
        return 0


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
