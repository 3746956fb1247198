"""Reading tables: CSV and TSV as DeepL, Weblate, MultiTerm, IATE and spreadsheets write them, and our own.

How a file is made (delimiter, names of columns, languages) is found by looking at its first lines (`layout_of`).
Our own header keeps every field; there, and only there, cells are taken exactly, with their escapes.
"""

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from glossary.interchange import columns, own_table
from glossary.interchange.cleaning import shown
from glossary.interchange.columns import SOURCE, TARGET, Role
from glossary.interchange.concepts import Concept, Designation, Rules, entries_of, pos_of, status_of, truth
from glossary.interchange.pairing import grouped, same_concept, same_pair
from glossary.interchange.records import likely_delimiter, records
from glossary.problems import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.entry import Entry
    from glossary.interchange.concepts import Status
    from glossary.interchange.findings import Findings
    from glossary.interchange.importing import Source
    from glossary.interchange.records import Record

SAMPLE = 200
"""So many lines are looked at."""

_WEBLATE = (None, Role("term", SOURCE), Role("term", TARGET), None, None, Role("note"), Role("note"), Role("note"))
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_LIST = re.compile(r" *(?:\||;(?= )|\n) *")
_MARKUP = re.compile(r"&#?\w+;")
_NAMES = {"\t": "a tab", ";": "a semicolon", ",": "a comma", "|": "a bar"}


class Layout(NamedTuple):
    """How a table is made.

    Attributes:
        delimiter: what stands between cells.
        roles: what each column is; None for one that says nothing.
        head: how many lines stand before the first entry.
        own: whether the header is ours.
        long: whether each line is one term of a concept, with its language in a column.
        pairs: whether a line is a pair, so that several lines for one term belong together.
        unnamed: how many columns are not read.
        described: the same in a few words.
    """

    delimiter: str
    roles: list[Role | None]
    head: int
    own: bool
    long: bool
    pairs: bool
    unnamed: list[str]
    described: str

    def entries(self, source: "Source", findings: "Findings") -> "Iterator[Entry]":
        """The entries of the table."""
        for name in self.unnamed:
            findings.lose(f"column {name}", source.path.name, "it has no place in an entry")
        if self.own:
            yield from own_table.entries(self._rows(source, findings), self.roles, source.langs, findings)
            return
        concepts = (self._concept(record, source, findings) for record in self._rows(source, findings))
        if self.long:
            found = grouped((concept for concept in concepts if concept is not None), same_concept)
        elif self.pairs:
            found = grouped((concept for concept in concepts if concept is not None), same_pair)
        else:
            found = (concept for concept in concepts if concept is not None)
        for concept in found:
            yield from entries_of(concept, findings, source.langs, Rules())

    def _rows(self, source: "Source", findings: "Findings") -> "Iterator[Record]":
        for record in islice(records(source.lines(), self.delimiter), self.head, None):
            if record.broken:
                findings.problem(record.line, 1, "A quotation mark is never closed", "The line is read without it")
            yield record

    def _concept(self, record: "Record", source: "Source", findings: "Findings") -> Concept | None:
        cells = record.cells
        if len(cells) == 1 and cells[0].lstrip().startswith("#"):
            return None
        row = _Row(record.line, split_lists=self.delimiter != "|")
        tongues: dict[str, str] = {}
        for role, cell in zip(self.roles, cells, strict=False):
            if role is None or not cell:
                continue
            if role.field == "language":
                tongues[role.side] = columns.language_of(cell, source.langs) or cell
            else:
                row.take(role, cell)
        if len(cells) > len(self.roles) and any(cell.strip() for cell in cells[len(self.roles) :]):
            findings.problem(record.line, 0, f"This line has {len(cells)} columns instead of {len(self.roles)}", "")
        concept = row.concept()
        if not self.long and len([cell for cell in cells if cell.strip()]) < 2 and not concept.keep:
            findings.refuse(record.line, f"no {'translation' if concept.sources else 'term'}", "".join(cells))
            return None
        return _turned(concept, tongues, source, findings, long=self.long)


def _turned(
    concept: Concept, tongues: dict[str, str], source: "Source", findings: "Findings", *, long: bool
) -> Concept | None:
    """A concept whose line names its languages, the right way round; None for other languages."""
    if long:
        side = tongues.get("", "")
        if side == TARGET:
            concept.sources, concept.targets = [], concept.sources
        elif side != SOURCE:
            concept.sources, concept.targets = [], []
        return concept
    if tongues.get(SOURCE) == TARGET and tongues.get(TARGET) in (SOURCE, None):
        concept.sources, concept.targets = concept.targets, concept.sources
    elif tongues.get(SOURCE, SOURCE) != SOURCE or tongues.get(TARGET, TARGET) != TARGET:
        name = concept.sources[0].text if concept.sources else ""
        findings.refuse(concept.line, f"not {source.langs[0]} and {source.langs[1]}", name)
        return None
    return concept


class _Row:
    """A line of a table on its way to a concept. A class because each cell may change what the others mean."""

    __slots__ = ("_concept", "_forbidden", "_kinds", "_split", "_statuses", "_terms")

    def __init__(self, line: int, *, split_lists: bool) -> None:
        self._concept = Concept(line)
        self._split = split_lists
        self._terms: dict[str, list[Designation]] = {SOURCE: [], TARGET: []}
        self._statuses: dict[str, Status] = {}
        self._kinds: dict[str, str] = {}
        self._forbidden = False

    def take(self, role: Role, cell: str) -> None:  # noqa: C901, PLR0912 - one branch for each field
        concept, side = self._concept, role.side or SOURCE
        if role.field == "term":
            self._terms[side].extend(map(Designation, self._list(cell)))
        elif role.field == "forms":
            kind = "variant" if side == SOURCE else ""
            self._terms[side].extend(Designation(text, "admitted", kind) for text in self._list(cell))
        elif role.field == "forbidden":
            said = truth(cell)
            if said is None:
                self._terms[TARGET].extend(Designation(text, "forbidden") for text in self._list(cell))
            self._forbidden = self._forbidden or bool(said)
        elif role.field == "status":
            self._statuses[role.side or TARGET] = status_of(cell)
        elif role.field == "kind":
            self._kinds[side] = cell.strip()
        elif role.field == "note":
            concept.notes.append(cell)
        elif role.field == "domain":
            concept.domains.append(cell)
        elif role.field == "pos":
            concept.pos = concept.pos or pos_of(cell)
        elif role.field == "added":
            concept.added = concept.added or cell.strip()
        elif role.field == "id":
            concept.name = concept.name or cell.strip()
        elif role.field in ("match", "case"):
            setattr(concept, role.field, cell.strip().lower())
        elif role.field == "sensitive" and truth(cell):
            concept.case = "sensitive"
        elif (role.field == "keep" and truth(cell)) or (role.field == "needed" and truth(cell) is False):
            concept.keep = True

    def _list(self, cell: str) -> list[str]:
        """The terms in one cell: between bars, semicolons or line breaks."""
        if ("|" in cell or "\n" in cell or "; " in cell) and self._split and not _MARKUP.search(cell):
            return [text for text in _LIST.split(cell) if text.strip()]
        return [cell]

    def concept(self) -> Concept:
        for side, status in self._statuses.items():
            if status:
                self._terms[side] = [self._rated(term, status) for term in self._terms[side]]
        if self._forbidden:
            self._terms[TARGET] = [term._replace(status="forbidden") for term in self._terms[TARGET]]
        for side, kind in self._kinds.items():
            self._terms[side] = [term._replace(kind=term.kind or kind) for term in self._terms[side]]
        self._concept.sources, self._concept.targets = self._terms[SOURCE], self._terms[TARGET]
        return self._concept

    @staticmethod
    def _rated(term: Designation, status: "Status") -> Designation:
        return term if term.status else term._replace(status=status)


def layout_of(source: "Source") -> Layout:
    """How a table is made, by its first lines.

    Raises:
        OSError: if it cannot be read.
        GlossaryError: if its lines have one column, or none for a language.
    """
    lines = list(islice(source._replace(progress=None).lines(), SAMPLE))
    said = re.match(r"(?i)\s*sep=(.)$", lines[0]) if lines else None
    told = [line for line in lines[1 if said else 0 :] if not line.startswith("# ")]
    delimiter = said.group(1) if said else _by_header(told, source.langs) or likely_delimiter(told)
    rows = list(records(lines, delimiter)) if delimiter else []
    head = next((at for at, row in enumerate(rows) if not _is_remark(row)), len(rows))
    if not rows or head == len(rows):
        if any(line.strip() for line in told):
            raise _error(source, "its lines have only one column", "Separate the columns by tab, ; or ,.")
        roles: list[Role | None] = [Role("term", SOURCE), Role("term", TARGET)]
        return Layout(delimiter or ",", roles, 0, own=False, long=False, pairs=True, unnamed=[], described="empty")
    first = [cell.strip() for cell in rows[head].cells]
    named = columns.roles_of(first, source.langs)
    if named is None:
        _refuse_other_language(first, source)
        return _without_names(rows[head:], delimiter, head, source)
    own = own_table.is_own(first, source.langs)
    long = Role("language") in named and Role("term") in named
    fields = {role.field for role in named if role is not None}
    sides = [role for role in named if role is not None and role.field == "term"]
    pairs = not own and not long and len(sides) == 2 and not fields & {"id", "forms"}
    unnamed = [shown(name) for name, role in zip(first, named, strict=True) if name and role is None]
    described = f"{_NAMES.get(delimiter, delimiter)} between the columns, named {shown(', '.join(first[:6]))}"
    return Layout(delimiter, named, head + 1, own, long, pairs, [] if own else unnamed, described)


def _is_remark(row: "Record") -> bool:
    return row.cells[0].startswith("# ") or (row.line == 1 and row.cells[0].lower().startswith("sep="))


def _by_header(lines: list[str], langs: tuple[str, str]) -> str:
    """The delimiter with which the first line names columns, or empty."""
    for delimiter in "\t;,|":
        first = next(iter(records(lines[:1], delimiter)), None)
        if first is not None and len(first.cells) > 1 and columns.roles_of(first.cells, langs) is not None:
            return delimiter
    return ""


def _refuse_other_language(names: list[str], source: "Source") -> None:
    """Stop where the first line names one of the languages but not the other."""
    sides = [columns.language_of(name, source.langs) if len(name) < 30 else "" for name in names]
    exact = [columns.role_of(name, source.langs) for name in names]
    named = [side for side, role in zip(sides, exact, strict=True) if side and role == Role("term", side)]
    if len(named) == 1 and len([name for name in names if name]) > 1 and all(len(name) < 30 for name in names):
        others = [name.casefold() for name in names if not columns.language_of(name, source.langs)]
        if any(other in _TONGUES for other in others):
            missing = source.langs[1 if named[0] == SOURCE else 0]
            message = f"there is no column for the language {missing} ({shown(', '.join(names))})"
            raise _error(source, message, "Name the languages with --from and --into.")


_TONGUE_NAMES = (
    "fr french französisch es spanish spanisch it italian italienisch pl polish polnisch nl dutch niederländisch pt "
    "portuguese portugiesisch ru russian russisch ja japanese japanisch zh chinese chinesisch cs tschechisch czech "
    "sv swedish schwedisch da danish dänisch fr-fr es-es it-it pl-pl nl-nl ru-ru ja-jp zh-cn tr turkish türkisch "
    "uk ukrainian ukrainisch la latin latein"
)
_TONGUES = frozenset(_TONGUE_NAMES.split())


def _without_names(rows: "list[Record]", delimiter: str, head: int, source: "Source") -> Layout:
    """A table without a header: term, translation, remark; or DeepL's and Weblate's order of columns."""
    width = max(1, sorted(len(row.cells) for row in rows)[len(rows) // 2])
    if width < 2:
        raise _error(source, "its lines have only one column", "Separate the columns by tab, ; or ,.")
    first, second = (TARGET, SOURCE) if source.reverse else (SOURCE, TARGET)
    roles: list[Role | None] = [Role("term", first), Role("term", second)]
    coded = [
        row for row in rows if len(row.cells) >= 4 and all(_CODE.fullmatch(cell.strip()) for cell in row.cells[2:4])
    ]
    if width >= 4 and len(coded) > 0.9 * len(rows):
        roles += [Role("language", SOURCE), Role("language", TARGET)]
    elif width == len(_WEBLATE):
        roles = list(_WEBLATE)
    elif width > 2:
        roles.append(Role("note"))
    unnamed = [str(number + 1) for number in range(len(roles), width)]
    roles += [None] * (width - len(roles))
    described = f"{_NAMES.get(delimiter, delimiter)} between the columns, no names of columns"
    return Layout(delimiter, roles, head, own=False, long=False, pairs=True, unnamed=unnamed, described=described)


def _error(source: "Source", message: str, hint: str) -> GlossaryError:
    return GlossaryError("The file was not read", f"{source.path}: {message}.", hint)
