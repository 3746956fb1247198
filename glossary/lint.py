r"""What is doubtful in a glossary that can be read: entries that are never found, contradict each other or mislead.

Mistakes that keep an entry from being read are `Problem`s of the file and are not told again here; nor is anything
that may well be meant: a finding says what will happen, and is true of every text. Linear in the number of entries.

    >>> from glossary.yaml_file import parse
    >>> [finding.message for finding in lint([parse("Zoll: duty\n'§§': law\n'…': dots")])]
    ['“…” holds no word, so it is never found']
"""

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.folding import INVISIBLE, entry_key, visible
from glossary.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from glossary.entry import Entry, Glossary

    Lemma = Callable[[str], str | None]

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The worst first."""

SHORTEST_COMPOUND = 4
"""A shorter term, in letters, is found inside too many words that have nothing to do with it."""

_ODD = re.compile("[^A-Za-z0-9À-ɏ \n.,'’%+&-]|^ | $|  ", re.MULTILINE)
"""What nearly no term has, and what the rules of spelling are about."""

_ARTICLE = re.compile(r"(?:der|die|das|ein|eine|sich|etwas|etw|jemanden|jmd) (?=\S)")
_DOUBLE_MARKS = re.compile('[„“”‟"«»‹›]')
_STRAIGHT = re.compile('"')
_BRACKETS = re.compile(r"\w\W*[()\[\]{}]\W*\w")
_SEVERAL = re.compile(r"\S\s*[;|]\s*\S|\S\s+/\s+\S")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_UNSEEN = re.compile(f"[{INVISIBLE}\u200e\u200f]")
_DECLINED = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:e|er|es|en|em) [A-ZÄÖÜ]")


class Finding(NamedTuple):
    """One doubt about a glossary.

    Attributes:
        severity: an error contradicts itself; a warning will surprise; an info is worth a look.
        rule: a stable name for the kind of finding.
        path: the file, or None for a text that came from no file.
        line: counted from 1; 0 if it has no place.
        column: counted from 1; 0 if it has no place.
        message: what is so, as one sentence without a full stop.
        hint: what to do about it; may be empty.
    """

    severity: Severity
    rule: str
    path: "Path | None"
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`file:line:column: severity: message. hint [rule]` as one line."""
        place = ":".join(str(part) for part in (self.path or "glossary", self.line, self.column) if part)
        return f"{place}: {self.severity}: {self.message}" + (f". {self.hint}" if self.hint else "") + f" [{self.rule}]"


def lint(
    layers: "Sequence[Glossary]",
    *,
    judged: int | None = None,
    lemma: "Lemma | None" = None,
) -> list[Finding]:
    """What is doubtful in some glossaries.

    Args:
        layers: the glossaries as they were read, the one that counts most first.
        judged: so many layers from the front are judged; those behind only are what they stand before. All of them
            unless given.
        lemma: the lemma of a German word, or None if it is unknown; with it, nouns without their capital are found.

    Returns:
        The findings in the order of layers and lines, without the problems that reading has found already.
    """
    count = len(layers) if judged is None else judged
    findings: list[Finding] = []
    standing: dict[str, Entry] = {}
    behind = _keys_behind(layers, count)
    for number, glossary in enumerate(layers[:count]):
        before = len(findings)
        for entry in glossary.entries:
            if not entry.removes:
                findings.extend(_alone(entry, lemma))
        findings.extend(_together(glossary.entries, standing, behind[number], lemma))
        findings[before:] = sorted(findings[before:], key=lambda finding: (finding.line, finding.column))
    return findings


def _keys_behind(layers: "Sequence[Glossary]", count: int) -> list[set[str]]:
    """For each judged layer, if it removes anything, the terms of the layers behind it."""
    found: list[set[str]] = []
    for number, glossary in enumerate(layers[:count]):
        keys: set[str] = set()
        if any(entry.removes for entry in glossary.entries):
            for other in layers[number + 1 :]:
                keys.update(entry_key(entry.source) for entry in other.entries if not entry.removes)
        found.append(keys)
    return found


def _at(entry: "Entry", severity: Severity, rule: str, message: str, hint: str = "") -> Finding:
    return Finding(severity, rule, entry.path, entry.line, 1 if entry.line else 0, message, hint)


# --- one entry ---------------------------------------------------------------------------------------------------


def _alone(entry: "Entry", lemma: "Lemma | None") -> "Iterator[Finding]":
    """What is doubtful about an entry whatever else there is."""
    texts = (entry.source, *entry.targets, *entry.forbidden, *entry.forms)
    if _ODD.search("\n".join(texts)) or not entry.source[0].isalnum():
        yield from _never(entry)
        for text in texts:
            yield from _spelling(entry, text)
    yield from _capitals(entry, lemma)
    if entry.match == "compound" and len(_letters(entry.source)) < SHORTEST_COMPOUND:
        message = f"“{_short(entry.source)}” is too short to be looked for inside other words"
        yield _at(entry, "warning", "short-compound", message, "Leave out `~`, or list the words under `forms`")
    if entry.forbidden:
        wanted = {_same(text): text for text in entry.targets}
        for text in entry.forbidden:
            if _same(text) in wanted:
                message = f"“{_short(text)}” is both a translation of “{_short(entry.source)}” and forbidden"
                yield _at(entry, "error", "forbidden-target", message, "Delete it in one of the two places")


def _never(entry: "Entry") -> "Iterator[Finding]":
    source = _short(entry.source)
    if not any(words(text) for text in (entry.source, *entry.forms)):
        message = f"“{source}” holds no word, so it is never found"
        yield _at(
            entry, "warning", "never", message, "A term has at least one letter, figure or %, §, &, +, /, °, €, $"
        )
    elif _SEVERAL.search(entry.source):
        message = f"“{source}” is found only where the text has all of it, with its punctuation"
        yield _at(entry, "warning", "several", message, "Write several terms as several entries, or under `forms`")
    elif _BRACKETS.search(entry.source):
        message = f"“{source}” is found only where the text has the brackets too"
        yield _at(entry, "warning", "brackets", message, "Put a remark into `note` or `domain`")


def _capitals(entry: "Entry", lemma: "Lemma | None") -> "Iterator[Finding]":
    source = entry.source
    if entry.case == "insensitive":
        return
    if source[0].isupper() and _DECLINED.match(source) and entry.pos != "name" and _is_common(entry):
        lowered = source[0].lower() + source[1:]
        message = f"“{_short(source)}” is not found where the text has “{_short(lowered)}”"
        yield _at(entry, "info", "capital", message, f"Write “{_short(lowered)}”, or `pos: name` if it is a name")
    if source.isalpha() and source.islower() and entry.match != "exact":
        noun = entry.pos == "noun"
        if not noun and lemma is not None and not entry.target.startswith("to "):
            noun = lemma(source) is None and lemma(source.capitalize()) is not None
        if noun:
            message = f"“{_short(source)}” is not found where the text has “{_short(source.capitalize())}”"
            yield _at(entry, "warning", "capital", message, "A German noun needs its capital")


def _is_common(entry: "Entry") -> bool:
    """Whether the translations have no capital, as names would in English."""
    return all(text[:1].islower() for text in entry.targets)


def _spelling(entry: "Entry", text: str) -> "Iterator[Finding]":
    """What is doubtful about how a term is spelled."""
    shown = f"“{_short(text)}”"
    if text != text.strip() or "  " in text:
        yield _at(entry, "warning", "blanks", f"{shown} has blanks too many", "Delete them")
    marks = len(_DOUBLE_MARKS.findall(text))
    if marks % 2:
        yield _at(
            entry, "warning", "quotes", f"A quotation mark in {shown} has no partner", "Delete it or add the other"
        )
    elif marks and _STRAIGHT.search(text):
        yield _at(entry, "info", "straight-quotes", f"{shown} has straight quotation marks", "Print has „…“ and “…”")
    for opening, closing in ("()", "[]", "{}"):
        if text.count(opening) != text.count(closing):
            yield _at(entry, "warning", "quotes", f"A bracket in {shown} has no partner", "Delete it or add the other")
    if text.isascii():
        return
    unseen = _UNSEEN.search(text)
    if unseen is not None:
        message = f"{shown} holds an invisible character (U+{ord(unseen[0]):04X})"
        yield _at(
            entry, "warning", "invisible", message, "It makes no difference to what is found; type the term again"
        )
    odd = _LOOKALIKE.search(text)
    if odd is not None:
        mixed = next((word for word, _, _ in words(text) if _LATIN.search(word) and _LOOKALIKE.search(word)), None)
        if mixed is not None:
            letter = _LOOKALIKE.search(mixed)
            assert letter is not None  # noqa: S101 - it was just found
            script = "Greek" if letter[0] < "\u0400" else "Cyrillic"
            message = f"{shown} has the {script} letter {letter[0]} (U+{ord(letter[0]):04X}) among Latin ones"
            yield _at(entry, "warning", "mixed-scripts", message, "Type the word again")


# --- entries together --------------------------------------------------------------------------------------------


def _together(
    entries: "Sequence[Entry]", standing: "dict[str, Entry]", behind: set[str], lemma: "Lemma | None"
) -> "Iterator[Finding]":
    """What is doubtful about the entries of one layer beside each other and behind those of earlier layers.

    Args:
        entries: those of the layer.
        standing: the first entry for each term in earlier layers; those of this layer are put in.
        behind: the terms of later layers, if this layer removes any.
        lemma: the lemma of a German word.
    """
    first: dict[str, Entry] = {}
    wider: dict[str, Entry] = {}
    forbidden: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        key = entry_key(entry.source)
        yield from _beside_layers(entry, standing.get(key), removes_any=key in behind)
        other = first.setdefault(key, entry)
        if other is not entry and other.line != entry.line:
            if not _are_two_words(entry.source, other.source, lemma):
                yield _double(entry, other)
        elif key in wider and other is entry:
            yield _shadowed(entry, wider[key])
        for more in _also_found_as(key) if entry.match != "exact" else ():
            wider.setdefault(more, entry)
        if entry.forbidden:
            forbidden.setdefault(key, {}).update((_same(text), entry) for text in entry.forbidden)
    if forbidden:
        yield from _contradictions(entries, forbidden)
    for key, entry in first.items():
        standing.setdefault(key, entry)


def _beside_layers(entry: "Entry", earlier: "Entry | None", *, removes_any: bool) -> "Iterator[Finding]":
    """What is doubtful about an entry because of other layers."""
    if entry.removes and not removes_any:
        message = f"“{_short(entry.source)}” removes nothing: no layer behind this one has the term"
        yield _at(entry, "info", "removes-nothing", message, "Delete the entry")
    if earlier is not None:
        yield _hidden(entry, earlier)


def _also_found_as(key: str) -> "Iterator[str]":
    """The terms whose every place is one of this term too: without its article, with blanks for hyphens."""
    if " " in key:
        stripped = _ARTICLE.sub("", key, count=1)
        if stripped != key:
            yield stripped
    if "-" in key:
        yield key.replace("-", " ")


def _are_two_words(one: str, other: str, lemma: "Lemma | None") -> bool:
    """Whether two spellings that fold to the same are different words: Maße and Masse, but not Straße and Strasse.

    Without a lexicon nobody knows, and nothing is said.
    """
    if visible(one) == visible(other) or one.count("ß") == other.count("ß"):
        return False
    if lemma is None:
        return True
    last = [lemma(term.split()[-1]) for term in (one, other)]
    return None not in last and last[0] != last[1]


def _hidden(entry: "Entry", earlier: "Entry") -> Finding:
    place = _place(entry, earlier)
    if entry == earlier:
        message, hint = f"“{_short(entry.source)}” stands in {place} already, word for word", "Delete one of them"
    else:
        message, hint = f"“{_short(entry.source)}” is hidden by {place}", "The earlier layer counts"
    return _at(entry, "info", "hidden", message, hint)


def _double(entry: "Entry", other: "Entry") -> Finding:
    message = (
        f"“{_short(entry.source)}” is never found: “{_short(other.source)}” in {_place(entry, other)} is the same term"
    )
    return _at(entry, "warning", "double", message, "Make one entry of the two")


def _shadowed(entry: "Entry", longer: "Entry") -> Finding:
    message = (
        f"“{_short(entry.source)}” is never found: “{_short(longer.source)}” in {_place(entry, longer)} comes first"
    )
    return _at(entry, "warning", "shadowed", message, "Delete one of them, or put this one first")


def _contradictions(entries: "Sequence[Entry]", forbidden: "dict[str, dict[str, Entry]]") -> "Iterator[Finding]":
    """Translations that another entry for the same term forbids."""
    for entry in entries:
        banned = forbidden.get(entry_key(entry.source))
        if banned is None:
            continue
        for text in entry.targets:
            by = banned.get(_same(text))
            if by is not None and by is not entry:
                message = f"“{_short(text)}” is forbidden for “{_short(entry.source)}” in {_place(entry, by)}"
                yield _at(entry, "warning", "forbidden-elsewhere", message, "In a text nothing tells the two apart")


def _place(entry: "Entry", other: "Entry") -> str:
    """Where another entry stands, seen from this one."""
    if other.path == entry.path:
        return f"line {other.line}"
    return f"{other.path or other.layer or 'the glossary'}:{other.line}"


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _same(text: str) -> str:
    """What two translations share that differ only in capitals and blanks."""
    return " ".join(text.casefold().split())


def _short(text: str) -> str:
    """A term for a message, no longer than is readable."""
    return text if len(text) <= 60 else text[:59] + "…"
