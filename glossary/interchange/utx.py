"""UTX (Universal Terminology eXchange): a tab-separated list with a head that names languages and columns.

Written is version 1.11 (`#UTX 1.11; de/en; date;` and `#src tgt src:pos term status ...`), lines of one concept with
the same concept ID; versions 1.00 to 1.20 are read, in either direction.
"""

import re
from itertools import chain
from typing import TYPE_CHECKING

from glossary.interchange import columns, losing
from glossary.interchange.columns import SOURCE, TARGET
from glossary.interchange.concepts import Concept, Designation, Rules, entries_of, pos_of, status_of
from glossary.interchange.pairing import grouped, same_concept, same_pair
from glossary.interchange.records import records
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.exporting import Options, Piece
    from glossary.interchange.findings import Findings, Losses
    from glossary.interchange.importing import Source
    from glossary.interchange.records import Record

_PAIR = re.compile(r"\b([A-Za-z]{2,3}(?:[-_]\w+)?)\s*/\s*([A-Za-z]{2,3}(?:[-_]\w+)?)\b")
_COLUMNS = ("src", "tgt", "src:pos", "term status", "src:comment", "x-domain", "concept ID")
_POS = {"adj": "adjective", "adv": "adverb", "name": "properNoun"}
_KNOWN = {
    "src": "src",
    "tgt": "tgt",
    "pos": "pos",
    "srcpos": "pos",
    "tgtpos": "",
    "termstatus": "status",
    "tgttermstatus": "status",
    "srctermstatus": "",
    "status": "status",
    "comment": "note",
    "srccomment": "note",
    "tgtcomment": "note",
    "definition": "note",
    "srcdefinition": "note",
    "tgtdefinition": "note",
    "domain": "domain",
    "xdomain": "domain",
    "conceptid": "id",
    "entryid": "id",
}


def entries(source: "Source", findings: "Findings") -> "Iterator[Entry]":
    """The entries of a UTX file.

    Raises:
        GlossaryError: if it is a glossary of other languages.
    """
    rows = records(source.lines(), "\t")
    names, turned, first = _head(rows, source)
    rest = chain([first] if first is not None else [], rows)
    concepts = (_concept(record, names, findings, turned=turned) for record in rest)
    for concept in grouped((concept for concept in concepts if concept is not None), _belongs):
        concept.name = ""
        yield from entries_of(concept, findings, source.langs, Rules())


def _belongs(one: Concept, other: Concept) -> bool:
    return same_concept(one, other) or (not one.name and not other.name and same_pair(one, other))


def _head(rows: "Iterator[Record]", source: "Source") -> "tuple[list[str], bool, Record | None]":
    """The fields of the columns, whether source and target change places, and the first line behind the head."""
    names = ["src", "tgt", "pos"]
    turned = source.reverse
    for record in rows:
        text = record.cells[0]
        if not text.startswith("#"):
            return names, turned, record
        if record.line == 1 or text.lower().startswith(("#utx", "#lang")):
            pair = _PAIR.search(text)
            if pair is not None:
                sides = [columns.language_of(code, source.langs) for code in pair.groups()]
                if sides == [TARGET, SOURCE]:
                    turned = not source.reverse
                elif SOURCE not in sides and TARGET not in sides:
                    message = f"{source.path} is a glossary for {pair.group()}, not {'/'.join(source.langs)}."
                    raise GlossaryError("The file was not read", message, "Name its languages.")
        if len(record.cells) >= 2:
            names = [_field(cell, source.langs) for cell in record.cells]
    return names, turned, None


def _field(name: str, langs: tuple[str, str]) -> str:
    plain = "".join(filter(str.isalnum, name.casefold()))
    if plain.startswith("term") and columns.language_of(plain[4:], langs):
        return "src" if columns.language_of(plain[4:], langs) == SOURCE else "tgt"
    return _KNOWN.get(plain, "")


def _concept(record: "Record", names: list[str], findings: "Findings", *, turned: bool) -> Concept | None:
    if record.cells[0].startswith("#"):
        return None
    cells: dict[str, str] = {}
    for name, cell in zip(names, record.cells, strict=False):
        text = cell.strip()
        if name == "note" and text and text != "-":
            cells["note"] = f"{cells['note']}\n{text}" if "note" in cells else text
        elif name and text:
            cells.setdefault(name, text)
    left, right = cells.get("src", ""), cells.get("tgt", "")
    if not left or not right:
        findings.refuse(record.line, f"no {'term' if not left else 'translation'}", left or right)
        return None
    if turned:
        left, right = right, left
    concept = Concept(record.line, name=cells.get("id", ""))
    concept.sources = [Designation(left)]
    concept.targets = [Designation(right, status_of(cells.get("status", "")))]
    concept.notes = [cells["note"]] if "note" in cells else []
    concept.domains = [cells["domain"]] if "domain" in cells else []
    concept.pos = pos_of(cells.get("pos", ""))
    return concept


def pieces(entries: "Iterable[Entry]", losses: "Losses", options: "Options") -> "Iterator[Piece]":
    """The head, and the lines of each entry."""
    date = f" {options.today};" if options.today else ""
    yield f"#UTX 1.11; {'/'.join(options.langs)};{date}\r\n", 0
    yield "#" + "\t".join(_COLUMNS) + "\r\n", 0
    for number, entry in enumerate(losing.present(entries, losses), start=1):
        if entry.source.startswith("#"):
            losses.leave_out("a line that begins with # is a comment in UTX", entry.source, entry.line)
            yield "", 0
            continue
        losing.lose(entry, losses, ("match", "case", "added"), "UTX has no place for it")
        if "\n" in entry.note:
            losses.lose("line breaks in the note", entry.source, "a comment is one line")
        rows = list(_rows(entry, f"C{number}"))
        yield "".join("\t".join(map(_cell, row)) + "\r\n" for row in rows), len(rows)


def _rows(entry: "Entry", concept: str) -> "Iterator[tuple[str, ...]]":
    common = (_POS.get(entry.pos, entry.pos),)
    tail = (entry.note, entry.domain, concept)
    for number, target in enumerate(entry.targets):
        yield entry.source, target, *common, "non-standard" if number else "approved", *tail
    for target in entry.forbidden:
        yield entry.source, target, *common, "forbidden", *tail
    for form in entry.forms:
        if not form.startswith("#"):
            yield form, entry.target, *common, "approved", *tail


def _cell(text: str) -> str:
    text = losing.one_line(text)
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text
