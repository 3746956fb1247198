"""OmegaT's glossaries: term, translation and comment between tabs; a line for each translation.

What has no column of its own goes into the comment, in brackets at its end, from where it is read again:
`debt outside the rule [domain: budget; forbidden: special assets]`.

>>> comment_of(Remarks("a note", [("domain", "trade")]))
'a note [domain: trade]'
>>> remarks_of("a note [domain: trade]").items
[('domain', 'trade')]
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.interchange import losing
from glossary.interchange.concepts import MOST_TERMS, Concept, Designation, Rules, entries_of
from glossary.interchange.pairing import grouped
from glossary.interchange.records import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.exporting import Options, Piece
    from glossary.interchange.findings import Findings, Losses
    from glossary.interchange.importing import Source
    from glossary.interchange.records import Record

_ITEM = r"(?:pos|domain|forbidden|form of): (?:[^;\[\]\\]|\\.)*"
_BRACKET = re.compile(rf"(?:(.*) )?\[({_ITEM}(?:; {_ITEM})*)\]", re.DOTALL)
_ONE = re.compile(r"(pos|domain|forbidden|form of): ((?:[^;\[\]\\]|\\.)*)")
_SPECIAL = re.compile(r"[;\[\]\\]")


class Remarks(NamedTuple):
    """A comment taken apart: the remark, and named items."""

    note: str
    items: list[tuple[str, str]]


def entries(source: "Source", findings: "Findings") -> "Iterator[Entry]":
    """The entries of a file of OmegaT's; neighbouring lines for the same term are its translations."""
    delimiter = "," if source.path.suffix.lower() == ".csv" else "\t"
    concepts = (
        _concept(record, source, findings) for record in records(source.lines(), delimiter, quotes=delimiter == ",")
    )
    for concept in grouped((concept for concept in concepts if concept is not None), _belongs):
        yield from entries_of(concept, findings, source.langs, Rules())


def _belongs(one: Concept, other: Concept) -> bool:
    """Whether a line is a further form or translation of the term before it."""
    first = [term.text for term in one.sources[:1]]
    if other.name:
        return first == [other.name]
    return (
        len(one.targets) < MOST_TERMS
        and first == [term.text for term in other.sources]
        and other.domains in ([], one.domains)
        and other.pos in ("", one.pos)
    )


def _concept(record: "Record", source: "Source", findings: "Findings") -> Concept | None:
    cells = record.cells
    if cells[0].startswith("#"):
        return None
    if len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
        missing = "term" if not cells[0].strip() else "translation"
        findings.refuse(record.line, f"no {missing}", "".join(cells), "Put a tab between term and translation")
        return None
    left, right = (cells[1], cells[0]) if source.reverse else (cells[0], cells[1])
    concept = Concept(record.line, sources=[Designation(left)], targets=[Designation(right)])
    remarks = remarks_of(cells[2].strip() if len(cells) > 2 else "")
    if remarks.note:
        concept.notes.append(remarks.note)
    for name, text in remarks.items:
        if name == "domain":
            concept.domains.append(text)
        elif name == "pos":
            concept.pos = text
        elif name == "forbidden":
            concept.targets.append(Designation(text, "forbidden"))
        else:
            concept.name = text
            concept.sources = [Designation(left, "admitted", "variant")]
    if len(cells) > 3 and any(cell.strip() for cell in cells[3:]):
        findings.lose("columns after the third", cells[0], "OmegaT has three")
    return concept


def pieces(entries: "Iterable[Entry]", losses: "Losses", options: "Options") -> "Iterator[Piece]":
    """A comment that says what this is, and the lines of each entry."""
    yield f"# Glossary in OmegaT's format, {options.langs[0]} to {options.langs[1]}\n", 0
    last = ""
    for entry in losing.present(entries, losses):
        if entry.source == last:
            losses.lose("meanings", entry.source, "lines for one term are its translations to OmegaT")
        last = entry.source
        if entry.source.startswith("#"):
            losses.leave_out("a line that begins with # is a comment to OmegaT", entry.source, entry.line)
            yield "", 0
            continue
        losing.lose(entry, losses, ("match", "case", "added"), "OmegaT has no place for it")
        if "\n" in entry.note:
            losses.lose("line breaks in the note", entry.source, "a comment is one line")
        rows = _rows(entry, losses)
        yield "".join("\t".join(row).rstrip("\t") + "\n" for row in rows), len(rows)


def _rows(entry: "Entry", losses: "Losses") -> list[tuple[str, str, str]]:
    items = [("pos", entry.pos), ("domain", entry.domain), *(("forbidden", text) for text in entry.forbidden)]
    source = losing.one_line(entry.source)
    comment = comment_of(Remarks(entry.note, [item for item in items if item[1]]))
    rows = [(source, losing.one_line(text), comment if not at else "") for at, text in enumerate(entry.targets)]
    for form in entry.forms:
        if form.startswith("#"):
            losses.lose("forms", form, "a line that begins with # is a comment to OmegaT")
            continue
        rows.append((losing.one_line(form), losing.one_line(entry.target), f"[form of: {_escaped(source)}]"))
    return rows


def comment_of(remarks: Remarks) -> str:
    """A comment on one line; items in brackets at its end."""
    note = losing.one_line(remarks.note)
    inner = "; ".join(f"{name}: {_escaped(losing.one_line(text))}" for name, text in remarks.items)
    if not inner:
        return note
    return f"{note} [{inner}]" if note else f"[{inner}]"


def remarks_of(comment: str) -> Remarks:
    """What a comment says; one that ends in no brackets of ours is all remark."""
    found = _BRACKET.fullmatch(comment) if comment[-1:] == "]" else None
    if found is None:
        return Remarks(comment, [])
    items = [(name, re.sub(r"\\(.)", r"\1", text)) for name, text in _ONE.findall(found.group(2))]
    return Remarks(found.group(1) or "", items)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)
