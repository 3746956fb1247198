"""What the values in a glossary file mean: from nodes to entries, each mistake a problem with its place.

Invariant: nothing here raises; whatever is wrong with one entry leaves the others alone. No control character
ever gets into an entry.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from glossary.entry import Entry
from glossary.nodes import Items, Pairs, Scalar
from glossary.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.entry import Case, Match
    from glossary.nodes import Node

FIELDS = ("en", "forbidden", "note", "domain", "match", "forms", "case", "pos", "added")
"""The fields of the long form, in the order in which they are written."""

KEEP = "="
"""As a whole translation: the term stays as it is."""

MATCHES = ("inflected", "exact", "compound")
CASES = ("smart", "sensitive", "insensitive")
SUFFIXES = {"~": "compound", "!": "exact"}
"""What the last character of a key says about matching."""

LONGEST = 10_000
"""A longer term, in characters, is a mistake; a page of prose is no term."""

SYNONYMS = {"forbid": "forbidden", "variants": "forms"}
"""Names of fields that are read as well, so that files of other programs work; they are never written."""

CASE_SYNONYMS = {"exact": "sensitive", "any": "insensitive"}
"""The same for the field `case`."""

_OTHER_NAMES = {"target": "en", "targets": "en", "translation": "en", "comment": "note", "definition": "note"}
_ADVICE = {
    "status": "List a translation that must not be used under `forbidden`",
    "source": "Write where it comes from under `note`",
    "de": "The term stands in front of the block",
    "style": "Colours belong to the reader's theme",
}
_LISTS = frozenset({"en", "forbidden", "forms"})


@cache
def _control() -> re.Pattern[str]:
    """Control characters, line and paragraph separators, bidirectional overrides, halves of characters."""
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def json_schema_path() -> "Path":
    """The JSON Schema of glossary files, for editors that complete and check while one types."""
    from pathlib import Path  # noqa: PLC0415 - reading needs none

    return Path(__file__).with_name("glossary.schema.json")


class Source(NamedTuple):
    """Where entries come from, for their provenance and for problems."""

    path: "Path | None"
    layer: str


class Reading:
    """The entries and problems of one file, as they are found.

    A class because every step below may add to either list.
    """

    __slots__ = ("_seen", "_source", "entries", "problems")

    def __init__(self, source: Source) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._source = source
        self._seen: dict[str, int] = {}

    def problem(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note a mistake."""
        self.problems.append(Problem(self._source.path, line, column, message, hint))

    def key(self, key: "Node", value: "Node") -> None:  # noqa: PLR0911 - one for each mistake
        """Take one top-level key with its value as an entry, or as several in the case of homographs."""
        if not isinstance(key, Scalar):
            self.problem(key.line, key.column, "A term is a single string", "Write it as `term: translation`")
            return
        if key.text == "_meta" and not key.style:
            return
        name = self._text(key, "term")
        if name is None:
            return
        if not name.strip():
            self.problem(key.line, key.column, "There is no term in front of the colon", "Write the term first")
            return
        if name == "<<" and not key.style:
            self.problem(key.line, key.column, "Merge keys (<<) are not allowed in a glossary", "Write the entry out")
            return
        made = self._values(name, key, value)
        if not made:
            return
        fold = made[0].source.casefold() if made[0].case == "insensitive" else made[0].source
        if fold in self._seen:
            message = f"“{_short(made[0].source)}” stands already in line {self._seen[fold]}; the first one counts"
            hint = "For two meanings write a list of mappings under one key: [{en: …}, {en: …}]"
            self.problem(key.line, key.column, message, hint)
            return
        self._seen[fold] = key.line
        self.entries.extend(made)

    def _values(self, name: str, key: Scalar, value: "Node") -> list[Entry]:
        if isinstance(value, Items) and value.items and all(isinstance(item, Pairs) for item in value.items):
            made = [self._long(name, key, item) for item in value.items if isinstance(item, Pairs)]
            return [entry for entry in made if entry is not None]
        if isinstance(value, Pairs):
            one = self._long(name, key, value)
            return [one] if one is not None else []
        source, match = _shorthand(name)
        targets = self._targets(source, value)
        if not targets:
            return []
        layer, path = self._source.layer, self._source.path
        return [Entry(source, targets, match=match, layer=layer, path=path, line=key.line)]

    def _targets(self, source: str, value: "Node") -> tuple[str, ...]:
        """The translations a value holds; empty, with a problem noted, if there is none."""
        if isinstance(value, Scalar):
            text = self._text(value, "translation")
            if text is None:
                return ()
            if not text.strip():
                message = f"“{_short(source)}” has no translation"
                self.problem(value.line, value.column, message, f"Write `{_short(source)}: …`, or = to keep the term")
                return ()
            return (source,) if text == KEEP else (text,)
        texts = self._strings(value, "translation")
        if not texts:
            if texts is not None:
                message = f"“{_short(source)}” has no translation"
                self.problem(value.line, value.column, message, "Write at least one, or = to keep the term")
            return ()
        if len(texts) > 1:
            texts = [source if text == KEEP else text for text in texts]
        return tuple(dict.fromkeys(texts))

    def _strings(self, value: "Node", what: str) -> list[str] | None:
        """The strings of a list, or of a single string; None, with a problem noted, if it is neither."""
        if isinstance(value, Pairs):
            self.problem(
                value.line, value.column, f"A {what} is a string or a list of strings", "Remove the inner `key: value`"
            )
            return None
        texts: list[str] = []
        for item in [value] if isinstance(value, Scalar) else value.items:
            if not isinstance(item, Scalar):
                self.problem(item.line, item.column, f"A {what} in a list is a string", "Write it on one line")
                continue
            text = self._text(item, what)
            if text is not None and text.strip():
                texts.append(text)
        return texts

    def _long(self, name: str, key: Scalar, value: Pairs) -> Entry | None:
        found: dict[str, Node] = {}
        for field, node in value.pairs:
            name_of = SYNONYMS.get(field.text, field.text) if isinstance(field, Scalar) else ""
            if not isinstance(field, Scalar) or name_of not in FIELDS:
                self._unknown(field)
            elif name_of in found:
                self.problem(field.line, field.column, f"“{name_of}” stands twice in this entry", "The first counts")
            else:
                found[name_of] = node
        source, match = (name, "inflected") if "match" in found else _shorthand(name)
        if "en" not in found:
            message = f"“{_short(source)}” has no translation"
            self.problem(key.line, key.column, message, "Write a line `en: …` in its block")
            return None
        targets = self._targets(source, found["en"])
        if not targets:
            return None
        layer, path = self._source.layer, self._source.path
        return Entry(
            source,
            targets,
            forbidden=self._list(found, "forbidden"),
            note=self._one(found, "note"),
            domain=self._one(found, "domain"),
            match=cast("Match", self._choice(found, "match", MATCHES, match)),
            forms=self._list(found, "forms"),
            case=cast("Case", self._choice(found, "case", CASES, "smart")),
            pos=self._one(found, "pos"),
            added=self._one(found, "added"),
            layer=layer,
            path=path,
            line=key.line,
        )

    def _unknown(self, field: "Node") -> None:
        if not isinstance(field, Scalar):
            self.problem(field.line, field.column, "A field is a single word", f"Known are {', '.join(FIELDS)}")
            return
        near = _OTHER_NAMES.get(field.text) or _nearest(field.text)
        hint = f"Did you mean “{near}”?" if near else f"Known are {', '.join(FIELDS)}"
        hint = _ADVICE.get(field.text, hint)
        self.problem(field.line, field.column, f"Unknown field “{_short(field.text)}”", hint)

    def _list(self, found: "dict[str, Node]", name: str) -> tuple[str, ...]:
        node = found.get(name)
        return tuple(dict.fromkeys(self._strings(node, name) or ())) if node is not None else ()

    def _one(self, found: "dict[str, Node]", name: str) -> str:
        node = found.get(name)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.problem(node.line, node.column, f"“{name}” is a single string", "Put it in quotation marks")
            return ""
        if name == "note":
            return (self._clean(node, "note") or "").strip("\r\n")
        return self._text(node, name) or ""

    def _choice(self, found: "dict[str, Node]", name: str, known: tuple[str, ...], default: str) -> str:
        text = self._one(found, name)
        text = CASE_SYNONYMS.get(text, text) if name == "case" else text
        if not text or text in known:
            return text or default
        node = found[name]
        self.problem(node.line, node.column, f"“{name}” cannot be “{_short(text)}”", f"Known are {', '.join(known)}")
        return default

    def _text(self, node: Scalar, what: str) -> str | None:
        """The string of a node on one line; None, with a problem noted, if it cannot be a term."""
        text = node.text
        if len(text) > LONGEST:
            message = f"This {what} is {len(text):,} characters long"
            self.problem(node.line, node.column, message, f"At most {LONGEST:,} are read; is a quotation mark missing?")
            return None
        if text.isprintable():
            return text
        cleaned = self._clean(node, what)
        if cleaned is None or not any(blank in cleaned for blank in "\t\r\n"):
            return cleaned
        return re.sub(r"\s*[\t\r\n]\s*", " ", cleaned).strip()

    def _clean(self, node: Scalar, what: str) -> str | None:
        found = _control().search(node.text)
        if found is None:
            return node.text
        message = f"This {what} holds a control character (U+{ord(found.group()):04X})"
        self.problem(node.line, node.column, message, "Type the text again; the entry is left out")
        return None


def _shorthand(key: str) -> "tuple[str, Match]":
    """Source and way of matching that a key with or without a trailing `~` or `!` stands for.

    >>> _shorthand("Sanktion~"), _shorthand("Zoll")
    (('Sanktion', 'compound'), ('Zoll', 'inflected'))
    """
    match = SUFFIXES.get(key[-1])
    if match is None or len(key) < 2:
        return key, "inflected"
    return key[:-1], cast("Match", match)


def _nearest(word: str) -> str:
    """The known field that is most like a word, or nothing."""
    if len(word) > 40:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - costs five milliseconds, for a mistake only

    near = get_close_matches(word.lower(), FIELDS, n=1)
    return near[0] if near else ""


def _short(text: str) -> str:
    """A text for a message: no longer than is readable, and free of control characters."""
    return _control().sub("�", text if len(text) <= 60 else text[:59] + "…").replace("\n", " ")
