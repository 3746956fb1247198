r"""Our own table: a header that keeps every field of an entry, as CSV or TSV.

The columns are source (`de`), variants, target (`en`), forbidden, dnt, match, case, pos, domain, note, added. Lists
are joined by `|`; a backslash escapes (`\|`, `\\`, `\n`, `\t`, `\r`), so that nothing is lost. A cell that a
spreadsheet would take for a formula gets an apostrophe in front.

>>> unguarded(guarded("=1+1")), guarded("OPEC+"), unguarded(guarded("'=x"))
('=1+1', 'OPEC+', "'=x")
>>> unlisted(listed(("a|b", "c\\d", "")))
('a|b', 'c\\d', '')
"""

import re
from typing import TYPE_CHECKING

from glossary.interchange import columns
from glossary.interchange.concepts import Concept, Designation, Rules, entries_of, truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.columns import Role
    from glossary.interchange.findings import Findings
    from glossary.interchange.records import Record

LISTS = frozenset({"variants", "forbidden"})
_NAMES = ("variants", "forbidden", "dnt", "match", "case", "pos", "domain", "note", "added")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BACK = {"n": "\n", "t": "\t", "r": "\r"}
_ESCAPE = re.compile(r"[\\\n\t\r]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FORMULA = re.compile("'*[=+\\-@＝＋－＠]")
_ITEM = re.compile(r"((?:[^|\\]|\\.)*)(?:\||\Z)", re.DOTALL)


def header(langs: tuple[str, str]) -> list[str]:
    """The names of the columns.

    >>> header(("de", "en"))[:4]
    ['de', 'variants', 'en', 'forbidden']
    """
    return [langs[0], _NAMES[0], langs[1], *_NAMES[1:]]


def is_own(names: list[str], langs: tuple[str, str]) -> bool:
    """Whether a header is ours; columns may have been taken out or moved, but none renamed."""
    plain = [name.strip() for name in names]
    known = set(header(langs))
    return {*langs, "variants", "dnt"} <= set(plain) <= known and len(set(plain)) == len(plain)


def row(entry: "Entry", *, formulas: bool) -> list[str]:
    """The cells of an entry."""
    cells = [
        escaped(entry.source),
        listed(entry.forms),
        listed(entry.targets),
        listed(entry.forbidden),
        "1" if entry.targets == (entry.source,) else "",
        "" if entry.match == "inflected" else entry.match,
        "" if entry.case == "smart" else entry.case,
        *map(escaped, (entry.pos, entry.domain, entry.note, entry.added)),
    ]
    return cells if formulas else [guarded(cell) for cell in cells]


def entries(
    rows: "Iterable[Record]", roles: "list[Role | None]", langs: tuple[str, str], findings: "Findings"
) -> "Iterator[Entry]":
    """The entries of a table of ours; cells are exact."""
    for record in rows:
        if len(record.cells) > len(roles):
            findings.problem(record.line, 0, f"This line has {len(record.cells)} columns instead of {len(roles)}")
        yield from entries_of(_concept(record, roles), findings, langs, Rules(verbatim=True))


def _concept(record: "Record", roles: "list[Role | None]") -> Concept:  # noqa: C901 - one branch for each field
    concept = Concept(record.line)
    for role, cell in zip(roles, record.cells, strict=False):
        if role is None or not cell:
            continue
        text = unguarded(cell)
        if role.field == "term" and role.side == columns.TARGET:
            concept.targets[:0] = map(Designation, unlisted(text))
        elif role.field == "term":
            concept.sources.insert(0, Designation(unescaped(text), "preferred"))
        elif role.field == "forms":
            concept.sources.extend(Designation(form, "admitted", "variant") for form in unlisted(text))
        elif role.field == "forbidden":
            concept.targets.extend(Designation(item, "forbidden") for item in unlisted(text))
        elif role.field == "note":
            concept.notes = [unescaped(text)]
        elif role.field == "domain":
            concept.domains = [unescaped(text)]
        elif role.field == "keep":
            concept.keep = truth(text) is True
        elif role.field in ("pos", "added", "match", "case"):
            setattr(concept, role.field, unescaped(text))
    # The mark says what the translations say already, unless somebody has deleted those.
    concept.keep = concept.keep and not any(term.status != "forbidden" for term in concept.targets)
    return concept


def escaped(text: str) -> str:
    """A text without line breaks and tabs."""
    return _ESCAPE.sub(lambda found: _ESCAPES[found.group()], text) if _ESCAPE.search(text) else text


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    return _ESCAPED.sub(lambda found: _BACK.get(found.group(1), found.group(1)), text) if "\\" in text else text


def listed(texts: tuple[str, ...]) -> str:
    """Several texts in one cell."""
    return "|".join(escaped(text).replace("|", "\\|") for text in texts)


def unlisted(cell: str) -> tuple[str, ...]:
    """The texts that `listed` was given."""
    if "|" not in cell and "\\" not in cell:
        return (cell,)
    found: list[str] = []
    at = 0
    while True:
        item = _ITEM.match(cell, at)
        if item is None:
            return (*found, unescaped(cell[at:]))
        found.append(unescaped(item.group(1)))
        if item.end() == len(cell) and not item.group().endswith("|"):
            return tuple(found)
        at = item.end()
        if at == len(cell):
            return (*found, "")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
