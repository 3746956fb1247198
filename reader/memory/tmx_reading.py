"""Reading TMX (1.1 to 1.4b), in constant memory.

The file is pushed through expat piece by piece; a unit is built while its elements pass and given away when it ends.
Text rules: `hi` is text; what stands in `bpt`, `ept`, `ph`, `it` and `ut` is another program's code and left out,
with the texts (`sub`) inside it, which are none of the sentence's; a code that breaks the line becomes a space.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from reader.core.text import clean
from reader.memory.importing import Step
from reader.memory.unit import LanguagePair
from reader.memory.xml_pieces import DEEPEST, LONGEST_CHARS, Pieces, ReadUnit, Tally, read, side

TITLE = "The TMX file cannot be read"
DATE = "%Y%m%dT%H%M%SZ"

_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
_LINE_BREAK = re.compile(r"<\s*br\b|\\line\b|\\par\b|\n", re.IGNORECASE)


def units(path: Path, pair: LanguagePair, tally: Tally, progress: Step | None = None) -> Iterator[ReadUnit]:
    """The units of a TMX file that have both languages, in order; `de` takes `de-DE` too, if there is no plain `de`.

    Args:
        path: the file.
        pair: the languages.
        tally: where what is left out is counted.
        progress: called with the bytes read so far and of all.

    Raises:
        MemoryFileError: the file cannot be opened, is no TMX, ends early, or declares entities.
    """
    yield from read(path, _Reading(pair, tally), TITLE, progress)


class _Reading(Pieces):
    """The state of a reading."""

    def __init__(self, pair: LanguagePair, tally: Tally) -> None:
        super().__init__(("tmx",), "this is no TMX", "A TMX file begins with <tmx>.")
        self._pair = pair
        self._tally = tally
        self._unit: _Unit | None = None
        self._language = ""
        self._kind = ""
        self._held: list[str] | None = None
        self._length = 0
        self._code: list[str] | None = None
        self._code_depth = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._held is not None:
            self._start_inside(name, attributes)
        elif name == "tu":
            self._unit = _Unit(self.line, attributes)
        elif name == "tuv":
            self._language = attributes.get("xml:lang") or attributes.get("lang") or ""
        elif name in ("seg", "prop") and self._unit is not None:
            self._kind = name if name == "seg" else attributes.get("type", "")
            self._held, self._length = [], 0

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        """An element inside a text."""
        if self._code is None and name in _CODES:
            self._code, self._code_depth = (["\n"] if attributes.get("type") == "lb" else []), self.depth
        elif self._code is not None and name == "sub":
            self._tally.inner_texts += 1

    def said(self, text: str) -> None:
        """Some text."""
        if self._code is not None:
            if len(self._code) < DEEPEST:
                self._code.append(text)
        elif self._held is not None:
            self._length += len(text)
            if self._length <= LONGEST_CHARS:
                self._held.append(text)

    def ended(self, name: str) -> None:
        """An element ends."""
        if self._code is not None:
            if self.depth == self._code_depth:
                broken = _LINE_BREAK.search("".join(self._code))
                self._code = None
                if broken:
                    self.said(" ")
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
        if self._length > LONGEST_CHARS:
            unit.too_long = True
        unit.texts.append((self._language.lower().replace("_", "-"), clean(text).strip()))

    def _finish(self, unit: "_Unit") -> None:
        """Give the unit away, or count why not."""
        sides = [side(unit.texts, language.lower()) for language in self._pair]
        for text, language in zip(sides, self._pair, strict=True):
            if text is None:
                self._tally.skip(f"without “{language}” text", unit.line)
                return
        source, target = sides
        if not source or not target:
            self._tally.skip("with an empty text", unit.line)
        elif unit.too_long:
            self._tally.skip(f"longer than {LONGEST_CHARS:,} characters", unit.line)
        else:
            if len({language.partition("-")[0] for language, _ in unit.texts}) > len(self._pair):
                self._tally.other_languages += 1
            created = _time(unit.attributes.get("creationdate", ""))
            changed = _time(unit.attributes.get("changedate", "")) or created
            self.found.append(ReadUnit(source, target, created, changed, unit.properties))


class _Unit:
    """A unit while it is read."""

    __slots__ = ("attributes", "line", "properties", "texts", "too_long")

    def __init__(self, line: int, attributes: dict[str, str]) -> None:
        self.line = line
        self.attributes = attributes
        self.properties: dict[str, str] = {}
        self.texts: list[tuple[str, str]] = []
        self.too_long = False


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
