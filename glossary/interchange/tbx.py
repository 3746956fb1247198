"""Reading TBX: version 3 (ISO 30042:2019, styles dca and dct) and version 2 (2008, `martif`), in constant memory.

The file is pushed through expat piece by piece; a concept is built while its elements pass and given away when it
ends. Safe by refusal: the first declaration of an entity or of a default attribute ends the reading, so nothing can
unfold; a document type that only names a DTD is accepted and never fetched; depth and length are limited.

Which elements count is known by their local names, so that prefixes and namespaces do not matter: in style dca a
category is the `type` of an element (`<termNote type="partOfSpeech">`), in dct it is its name (`<min:partOfSpeech>`).
"""

from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from glossary.interchange import cleaning, columns
from glossary.interchange.concepts import Concept, Designation, Rules, entries_of, pos_of, status_of
from glossary.interchange.encodings import PIECE
from glossary.interchange.tbx_names import (
    CONCEPTS,
    DCA,
    DOMAINS,
    FORMS_OF_TERM,
    LANGUAGES,
    MACHINE,
    MARK,
    REMARKS,
    ROOTS,
    SILENT,
    STATUSES,
    TERMS,
    TEXTS,
)
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.entry import Entry
    from glossary.interchange.findings import Findings
    from glossary.interchange.importing import Source

DEEPEST = 100
"""Elements nested deeper are no TBX."""

LONGEST_TOKEN = 16 << 20
"""A tag or comment longer than this, in bytes, is no TBX either."""


class _StopError(Exception):
    """The file cannot be read any further: a message and a hint."""


def entries(source: "Source", findings: "Findings") -> "Iterator[Entry]":
    """The entries of a TBX file; what was read before a mistake in the XML counts.

    Raises:
        GlossaryError: if it is no TBX at all.
    """
    reading = _Reading(source.langs)
    total = source.path.stat().st_size
    done = 0
    with source.path.open("rb") as file:
        while True:
            piece = file.read(PIECE)
            done += len(piece)
            fault = reading.feed(piece, done)
            for concept in reading.finished():
                yield from entries_of(concept, findings, source.langs, reading.rules)
            if source.progress is not None:
                source.progress(min(done, total), total)
            if fault is not None:
                findings.problem(*fault)
            if fault is not None or not piece:
                break
    if not reading.is_tbx:
        raise _no_tbx(source, findings)
    for field, (count, example) in reading.dropped.items():
        findings.lose(field, example, "an entry has no place for it", times=count)


def _no_tbx(source: "Source", findings: "Findings") -> GlossaryError:
    title = "The file was not read"
    if findings.problems:
        first = findings.problems[0]
        return GlossaryError(title, f"{source.path}, line {first.line}: {first.message}.", f"{first.hint}.")
    return GlossaryError(title, f"{source.path} is no TBX.", "A TBX begins with <tbx> or <martif>.")


class _Reading:
    """The state of a reading. A class because expat calls back."""

    def __init__(self, langs: tuple[str, str]) -> None:
        self._langs = langs
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.AttlistDeclHandler = self._refuse_attributes
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._depth = 0
        self._concept: Concept | None = None
        self._terms: list[Designation] | None = None
        self._term: _Term | None = None
        self._held: list[str] | None = None
        self._length = 0
        self._until = 0
        self._category = ""
        self._transaction = ""
        self._side = ""
        self._found: list[Concept] = []
        self.rules = Rules()
        self.is_tbx = False
        self.dropped: dict[str, tuple[int, str]] = {}

    def feed(self, piece: bytes, done: int) -> tuple[int, int, str, str] | None:
        """Take the next bytes, none at the end; gives line, column, message and hint of what ends the reading."""
        parser = self._parser
        try:
            parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            hint = "Look whether the file is complete; what stands before this place was read, if anything"
            return error.lineno, error.offset + 1, _friendly(error, at_end=not piece), hint
        except _StopError as stop:
            message, hint = stop.args
            return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, message, hint
        except (ValueError, LookupError) as error:
            return parser.CurrentLineNumber, 1, f"The encoding cannot be read: {error}"[:100], "Save it as UTF-8"
        if done - parser.CurrentByteIndex > LONGEST_TOKEN:
            return parser.CurrentLineNumber, 1, "A tag is longer than 16 MB", "The file is damaged"
        return None

    def finished(self) -> "Iterator[Concept]":
        """The concepts that have ended since the last call."""
        found, self._found = self._found, []
        yield from found

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise _StopError(f"The file declares an entity ({cleaning.shown(name)})", "That is refused, for safety")

    def _refuse_attributes(self, *_: object) -> None:
        raise _StopError("The file declares attributes of its own", "That is refused, for safety")

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - as expat calls it
        if self._held is not None and not is_parameter:
            self._text(html5.get(f"{name};", "\ufffd"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _StopError(f"Elements are nested more than {DEEPEST} deep", "This is no TBX")
        if self._held is not None:
            return
        local = tag.rpartition(":")[2]
        if local in TEXTS:
            self._category = attributes.get("type", local) if local in DCA else local
            self._held, self._length, self._until = [], 0, self._depth
        elif local in CONCEPTS:
            self._concept = Concept(self._parser.CurrentLineNumber, name=attributes.get("id", ""))
            self._terms, self._term, self._side, self._transaction = None, None, "?", ""
        elif local in LANGUAGES and self._concept is not None:
            code = attributes.get("xml:lang") or attributes.get("lang") or ""
            self._side = columns.language_of(code, self._langs)
            self._terms = {columns.SOURCE: self._concept.sources, columns.TARGET: self._concept.targets}.get(self._side)
        elif local in FORMS_OF_TERM:
            self._term = _Term()
        elif local in ROOTS and self._depth == 1:
            self.is_tbx = True

    def _text(self, text: str) -> None:
        if self._held is not None and self._length <= cleaning.LONGEST_REMARK:
            self._held.append(text)
            self._length += len(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._held is not None:
            if self._depth < self._until:
                text = "".join(self._held)
                self._held = None
                self._take(self._category, text if self.rules.verbatim else " ".join(text.split()))
            return
        local = tag.rpartition(":")[2]
        if local in FORMS_OF_TERM:
            if self._term is not None and self._terms is not None and self._term.text:
                self._terms.append(Designation(self._term.text, self._term.status, self._term.kind))
            self._term = None
        elif local in LANGUAGES:
            self._terms, self._side = None, "?"
        elif local in CONCEPTS and self._concept is not None:
            self._found.append(self._concept)
            self._concept = None

    def _take(self, category: str, text: str) -> None:  # noqa: C901 - one branch for each category
        """Put a text where it belongs."""
        name, category = category, category.casefold().replace(" ", "")
        concept = self._concept
        if concept is None:
            if category == "p" and text == MARK:
                self.rules = Rules(verbatim=True)
        elif not text or not self._side:
            return  # a language that was not asked for
        elif category in TERMS:
            self._take_term(category, text)
        elif category in REMARKS:
            self._remark(concept, text)
        elif category in DOMAINS:
            concept.domains.append(text)
        elif category == "transactiontype":
            self._transaction = text
        elif category == "date":
            if self._transaction == "origination" and not concept.added:
                concept.added = text if self.rules.verbatim else text[:10]
        elif category == "translationneeded":
            concept.keep = text.casefold() in ("no", "false", "nein")
        elif category not in SILENT:
            count, first = self.dropped.get(name, (0, ""))
            self.dropped[name] = (count + 1, first or concept.name or text)

    def _take_term(self, category: str, text: str) -> None:
        term = self._term
        if term is None or self._concept is None:
            return
        if category == "term":
            term.text = text
        elif category in STATUSES:
            term.status = status_of(text) or term.status
        elif category == "termtype":
            term.kind = text
        elif category == "partofspeech" and not self._concept.pos:
            self._concept.pos = pos_of(text)

    def _remark(self, concept: Concept, text: str) -> None:
        """A remark; one that is for programs says so at its beginning."""
        name, _, value = text.partition(": ")
        if name not in MACHINE:
            concept.notes.append(text)
        elif name == "x-note":
            concept.notes.append(value)
        elif name == "translation needed":
            concept.keep = value == "no" and not (self.rules.verbatim and concept.targets)
        elif name == "x-pos":
            concept.pos = value
        elif name in ("x-match", "x-case", "x-added"):
            setattr(concept, name[2:], value)


class _Term:
    """A term while its section is read."""

    __slots__ = ("kind", "status", "text")

    def __init__(self) -> None:
        self.text = ""
        self.status = status_of("")
        self.kind = ""


def _friendly(error: expat.ExpatError, *, at_end: bool) -> str:
    """A parser's error in words for a person."""
    if at_end or error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return "The file ends in the middle"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
        return "An end tag does not belong to the element that is open"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
        return "This entity is not declared"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
        return "The encoding that the file names is not known"
    return f"This is not well-formed XML ({expat.ErrorString(error.code)})"
