"""Reading XLIFF 1.2 and 2.x, in constant memory, with the limits and refusals of `xml_pieces`.

A unit is a segment (2.x), or a `trans-unit` (1.2) or each of the segments marked in it, that has a translation: what
is marked as not yet translated, or as not to be translated, is left out and counted.
Text rules: formatting that wraps text is text; codes that hold another program's markup are left out, with what
stands in them; a code for a line break becomes a space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reader.core.target import WITHOUT_WORDS, TargetState
from reader.core.text import clean
from reader.memory.importing import Step
from reader.memory.unit import LanguagePair
from reader.memory.xml_pieces import LONGEST_CHARS, ORIGIN, STATE, Pieces, ReadUnit, Tally, read

TITLE = "The XLIFF file cannot be read"

_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "x", "bx", "ex"})
"""Elements of 1.2 that hold codes, and the empty ones of both."""
_PROPOSALS: Final = frozenset({"alt-trans", "matches"})
"""What other programs have proposed; no translation anybody has taken."""
_UNFINISHED: Final = frozenset({"new", "needs-translation", "needs-l10n", "needs-adaptation", "initial"})
_OWN: Final = "lesepult:"
_ORIGIN_OF: Final = re.compile(r"origin of (\S{1,40})")
_UNTRANSLATED: Final = "marked as not translated"
_CATEGORY: Final = "note:"


def units(path: Path, pair: LanguagePair, tally: Tally, progress: Step | None = None) -> Iterator[ReadUnit]:
    """The units of an XLIFF file that are translated, in order; `de` takes `de-DE` too.

    Args:
        path: the file.
        pair: the languages.
        tally: where what is left out is counted.
        progress: called with the bytes read so far and of all.

    Raises:
        MemoryFileError: the file cannot be opened, is no XLIFF, ends early, or declares entities.
    """
    yield from read(path, _Reading(pair, tally), TITLE, progress)


@dataclass(slots=True)
class _Segment:
    """A segment while it is read: its texts by what they are, or by the marks in them."""

    line: int
    name: str = ""
    state: str = ""
    own: str = ""
    too_long: bool = False
    texts: dict[str, dict[str, list[str]]] = field(default_factory=dict)


class _Reading(Pieces):
    """The state of a reading."""

    def __init__(self, pair: LanguagePair, tally: Tally) -> None:
        super().__init__(("xliff",), "this is no XLIFF", "An XLIFF file begins with <xliff>.")
        self._pair = pair
        self._tally = tally
        self._fits = ["", ""]
        """The languages of the file, or of the part of it that is read."""
        self._translate = [True]
        """Whether each open element may be translated."""
        self._segment: _Segment | None = None
        self._notes: dict[str, str] = {}
        self._held: list[str] | None = None
        self._kind = ""
        self._held_depth = 0
        self._code_depth = 0
        self._length = 0
        self._aside_depth = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._translate.append(attributes.get("translate", "yes" if self._translate[-1] else "no") != "no")
        if self._aside_depth or self._held is not None:
            self._started_inside(name, attributes)
        elif name in _PROPOSALS:
            self._aside_depth = self.depth
        elif name in ("xliff", "file"):
            sides = (("srcLang", "source-language"), ("trgLang", "target-language"))
            for at, names in enumerate(sides):
                self._fits[at] = next((attributes[one] for one in names if one in attributes), self._fits[at])
        elif name == "unit":
            self._notes = {}
        elif name in ("segment", "trans-unit"):
            own = attributes.get("subState", "")
            self._segment = _Segment(self.line, attributes.get("id", ""), attributes.get("state", ""), own)
        elif name in ("source", "seg-source", "target") and self._segment is not None:
            if name == "target":
                self._segment.state = attributes.get("state", self._segment.state)
            self._hold(name)
        elif name == "note":
            self._hold(_CATEGORY + attributes.get("category", ""))

    def _hold(self, kind: str) -> None:
        self._kind, self._held, self._held_depth, self._length = kind, [], self.depth, 0

    def _started_inside(self, name: str, attributes: dict[str, str]) -> None:
        """An element inside a text."""
        if self._code_depth or self._aside_depth:
            return
        if name in _CODES:
            self._code_depth = self.depth
            if attributes.get("ctype") == "lb" or attributes.get("subType") == "xlf:lb":
                self._put(" ")
        elif name == "mrk" and attributes.get("mtype") == "seg":
            self._flush()
            self._kind = f"{self._kind.partition('/')[0]}/{attributes.get('mid', '')}"
        elif name == "cp":
            self._put("\ufffd")

    def said(self, text: str) -> None:
        """Some text."""
        if self._held is not None and not self._code_depth:
            self._put(text)

    def _put(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_CHARS:
            if self._segment is not None:
                self._segment.too_long = True
        elif self._held is not None:
            self._held.append(text)

    def ended(self, name: str) -> None:
        """An element ends."""
        may = self._translate.pop()
        if self._code_depth:
            self._code_depth = 0 if self.depth == self._code_depth else self._code_depth
            return
        if self._aside_depth:
            self._aside_depth = 0 if self.depth == self._aside_depth else self._aside_depth
            return
        if self._held is not None:
            if self.depth == self._held_depth:
                self._flush()
                self._held = None
            elif name == "mrk" and "/" in self._kind:
                self._flush()
                self._kind = self._kind.partition("/")[0]
        elif name in ("segment", "trans-unit") and self._segment is not None:
            self._finish(self._segment, may=may)
            self._segment = None

    def _flush(self) -> None:
        """Put away what was read so far under its name."""
        text, self._held = "".join(self._held or ()), []
        if self._kind.startswith(_CATEGORY):
            if len(self._notes) < LONGEST_CHARS:
                self._notes[self._kind.removeprefix(_CATEGORY)] = text
        elif self._segment is not None:
            kind, _, mark = self._kind.partition("/")
            self._segment.texts.setdefault(kind, {}).setdefault(mark, []).append(text)

    def _finish(self, segment: _Segment, *, may: bool) -> None:
        """Give the units of a segment away, or count why not."""
        for found, wanted in zip(self._fits, self._pair, strict=True):
            tag = found.lower().replace("_", "-")
            if tag != wanted and not tag.startswith(f"{wanted}-"):
                self._tally.skip(f"without “{wanted}” text", segment.line)
                return
        if not may:
            self._tally.skip("not to be translated", segment.line)
            return
        targets = segment.texts.get("target", {})
        if segment.state in _UNFINISHED or not any("".join(parts).strip() for parts in targets.values()):
            self._tally.skip(_UNTRANSLATED, segment.line)
            return
        marked = segment.texts.get("seg-source", {})
        marks = [mark for mark in marked if mark and mark in targets]
        sources = marked if marks else segment.texts.get("source", {})
        for mark in marks or [""]:
            self._take(segment, "".join(sources.get(mark, ())), "".join(targets.get(mark, ())))

    def _take(self, segment: _Segment, source: str, target: str) -> None:
        source, target = clean(source).strip(), clean(target).strip()
        said = self._properties(segment)
        if said.get(ORIGIN) == WITHOUT_WORDS:
            self._tally.skip("without words", segment.line)
        elif not source or not target:
            self._tally.skip("with an empty text", segment.line)
        elif segment.too_long:
            self._tally.skip(f"longer than {LONGEST_CHARS:,} characters", segment.line)
        else:
            self.found.append(ReadUnit(source, target, properties=said))

    def _properties(self, segment: _Segment) -> dict[str, str]:
        """How a unit of ours stands, and where it comes from; nothing if somebody has gone over it since."""
        said = segment.own.removeprefix(_OWN)
        gone_over = segment.state == "final" or (segment.state == "reviewed" and said != TargetState.EDITED.value)
        if said == segment.own or gone_over:
            return {}
        origins = {found[1]: text for name, text in self._notes.items() if (found := _ORIGIN_OF.fullmatch(name))}
        return {STATE: said, ORIGIN: origins.get(segment.name, "")}
