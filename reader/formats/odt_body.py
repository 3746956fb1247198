"""From the text of an ODT file to paragraphs.

Invariant: what LibreOffice would show on a page comes back in its order, but pictures, comments and deleted text; a
text box follows the paragraph that it is anchored in, notes come at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Run
from reader.core.document import Kind, Style
from reader.formats.docx_names import integer, local
from reader.formats.flow import BREAK, Flow, Look, is_data
from reader.formats.marks import raised
from reader.formats.odt_styles import TEXT, ListLevel, RunStyle, is_line, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from reader.formats.odt_styles import Styles

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_OUT: Final = frozenset(
    (
        "tracked-changes", "annotation-end", "forms", "sequence-decls", "variable-decls", "user-field-decls", "script",
        "scripts", "ruby-text", "event-listeners", "title", "desc", "hidden-text", "table-of-content-source", "meta",
        "alphabetical-index-source", "bibliography-source", "illustration-index-source", "table-index-source",
        "user-index-source", "object-index-source", "dde-connection-decls", "settings", "shapes",
    )
)  # fmt: skip
_INDEXES: Final = frozenset(("table-of-content", "alphabetical-index", "illustration-index", "table-index"))
_GROUPS: Final = frozenset(("table-header-rows", "table-rows", "table-row-group", "soft-page-break"))
_SHAPES: Final = frozenset(("rect", "line", "custom-shape"))
_DEEPEST_LIST: Final = 9
_MOST_SPACES: Final = 200
_MOST_REPEATED: Final = 200
_MOST_EMPTY: Final = 20
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


class _Note(NamedTuple):
    name: str
    label: str
    body: _Element


class _List(NamedTuple):
    style: str
    numbers: list[int]


class Reader:
    """Reads the body of a document.

    Args:
        flow: gets the paragraphs.
        styles: of the document.
    """

    def __init__(self, flow: Flow, styles: Styles) -> None:
        self._flow, self._styles = flow, styles
        self.languages: Counter[str] = Counter()
        """How many characters are in which language."""
        self.counts: Counter[str] = Counter()
        """What was left out, or is worth saying: `picture`, `comment`, `change`."""
        self._runs: list[Run] = []
        self._boxes: list[_Element] = []
        self._notes: list[_Note] = []
        self._list: _List | None = None
        self._last_numbers: dict[str, list[int]] = {}
        self._headings = [0] * 11
        self._dim = 0
        self._label = ""
        self._in_note = self._line = False
        self._paragraph_style = RunStyle()

    def body(self, element: _Element) -> None:
        """Add what the body holds, then the notes."""
        self._blocks(element)
        self._in_note = True
        for note in self._notes:
            before = len(self._flow.builder)
            self._flow.pause()
            self._flow.builder.anchor(note.name)
            self._label = note.label
            self._blocks(note.body)
            if len(self._flow.builder) == before:
                self._flow.put([Run("–")], Look(Kind.NOTE, label=note.label))
        self._label = ""

    # Blocks

    def _blocks(self, element: _Element) -> None:
        for inner in element:
            self._block(inner, local(inner))

    def _block(self, element: _Element, name: str) -> None:
        if name in {"p", "h"}:
            self._paragraph(element, name)
        elif name == "list":
            self._add_list(element)
        elif name == "table":
            self._table(element)
        elif name in _INDEXES:
            self._dim += 1
            self._blocks(element)
            self._dim -= 1
        elif name == "tracked-changes":
            self.counts["change"] += 1
        elif name == "frame":
            self._element(element, name, RunStyle(), "")
            self._end(Look())
        elif name == "section" and element.get(f"{TEXT}display") == "none":
            return
        elif name and name not in _OUT:
            self._blocks(element)

    def _paragraph(self, element: _Element, name: str) -> None:
        style = element.get(f"{TEXT}style-name", "")
        look = self._styles.look(style)
        self._paragraph_style = self._styles.run("paragraph", style)
        if name == "h":
            level = max(1, integer(element.get(f"{TEXT}outline-level"), look.level or 1))
            look = Look(Kind.HEADING, min(level, 6), self._number(min(level, 10)), title=look.title)
        elif look.kind is Kind.ITEM and not self._list:
            look = look if look.label or look.lone else Look()
        if self._list and look.kind in {Kind.PARAGRAPH, Kind.ITEM}:
            depth = max(len(self._list.numbers) - 1, look.level if look.kind is Kind.ITEM else 0)
            look = Look(Kind.ITEM, min(depth, _DEEPEST_LIST - 1), self._label)
        if self._in_note and look.kind not in {Kind.VERSE, Kind.CODE}:
            look = Look(Kind.NOTE, label=self._label)
        self._inline(element, RunStyle(), "")
        self._end(look._replace(dim=look.dim or self._dim > 0))

    def _end(self, look: Look) -> None:
        """End the paragraph that is open; text boxes follow it."""
        runs, self._runs = self._runs, []
        line, self._line = self._line, False
        if any(run.text.strip() for run in runs):
            self._label = "" if look.label == self._label else self._label
        elif line:
            look = Look(Kind.RULE)
        self._flow.put(runs, look)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._flow.pause()
            self._blocks(box)
            self._flow.pause()

    def _number(self, level: int) -> str:
        """The number of the next heading of a level, if headings are numbered."""
        outline = self._styles.outline
        start = outline.get(level, ListLevel()).start
        self._headings[level] = self._headings[level] + 1 if self._headings[level] else start
        self._headings[level + 1 :] = [0] * (10 - level)
        levels = [outline.get(number, ListLevel()) for number in range(1, level + 1)]
        return label_of(levels, self._headings[1 : level + 1]).rstrip(".") if not self._dim else ""

    def _add_list(self, element: _Element) -> None:
        outer = self._list
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else "")
        if not style:
            first = next(element.iter(f"{TEXT}p"), None)
            style = self._styles.list_of(first.get(f"{TEXT}style-name", "")) if first is not None else ""
        numbers = [*(outer.numbers if outer else ()), self._start(element, style, len(outer.numbers) if outer else 0)]
        begins = not outer and numbers[0] == self._styles.level(style, 0).start - 1
        if begins and self._flow.in_list and not _is_nested(element) and not self._styled_depth(element):
            self._flow.pause()
        self._list = _List(style, numbers)
        for item in element:
            if local(item) == "list-item":
                self._item(item)
            elif local(item) == "list-header":
                self._label = ""
                self._blocks(item)
        if not outer:
            self._last_numbers[style] = numbers
        self._list, self._label = outer, ""

    def _styled_depth(self, element: _Element) -> int:
        """How deep a list is in others by the style of its first paragraph, as Word nests lists: `List Number 2`."""
        first = next(element.iter(f"{TEXT}p"), None)
        look = self._styles.look(first.get(f"{TEXT}style-name", "")) if first is not None else Look()
        return look.level if look.kind is Kind.ITEM else 0

    def _start(self, element: _Element, style: str, depth: int) -> int:
        """The number before that of the first item of a list."""
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if goes_on and depth == 0 and style in self._last_numbers:
            return self._last_numbers[style][0]
        return self._styles.level(style, depth).start - 1

    def _item(self, item: _Element) -> None:
        style, numbers = self._list or _List("", [0])
        starts_with_list = local(item[0]) == "list" if len(item) else False
        if not starts_with_list:
            numbers[-1] = integer(item.get(f"{TEXT}start-value"), numbers[-1] + 1)
            levels = [self._styles.level(style, depth) for depth in range(len(numbers))]
            self._label = label_of(levels, numbers)
        self._blocks(item)
        self._label = ""

    def _table(self, element: _Element) -> None:
        given = list(_rows(element))
        rows = [_spread(row) for row in given]
        texts = [["".join(map(str, cell.itertext())) for cell in row] for row in rows]
        nested = [next(cell.iter(f"{_TABLE}table"), None) is not None for row in rows for cell in row]
        outer, self._list = self._list, None
        self._flow.pause()
        if not is_data(texts) or (any(nested) and (len(rows) < 2 or sum(nested) * 2 >= len(nested))):
            for cell in (cell for row in rows for cell in row):
                self._blocks(cell)
        else:
            for row, cells in zip(given, rows, strict=True):
                header = _is_header(row)
                self._flow.put_row([self._cell(cell) for cell in cells], header=header, dim=self._dim > 0)
        self._flow.pause()
        self._list = outer

    def _cell(self, cell: _Element) -> list[Run]:
        """The text of a cell as one line."""
        outer, self._runs = self._runs, []
        for number, block in enumerate(cell.iter(f"{TEXT}p", f"{TEXT}h")):
            if any(local(parent) in {"note-body", "annotation"} for parent in block.iterancestors()):
                continue
            if number:
                self._runs.append(Run(" "))
            self._paragraph_style = self._styles.run("paragraph", block.get(f"{TEXT}style-name", ""))
            self._inline(block, RunStyle(), "")
        found, self._runs = self._runs, outer
        return found

    # Inside a paragraph

    def _inline(self, element: _Element, look: RunStyle, target: str) -> None:
        self._text(element.text, look, target)
        for inner in element:
            self._element(inner, local(inner), look, target)
            self._text(inner.tail, look, target)

    def _element(self, element: _Element, name: str, look: RunStyle, target: str) -> None:
        """Add an element inside a paragraph, without its tail."""
        self._line = self._line or (name in _SHAPES and is_line(element))
        if name in {"span", "a"}:
            href = (element.get(_LINK) or "").strip() if name == "a" else ""
            self._inline(element, self._within(look, element), href or target)
        elif name == "s":
            self._text(" " * min(integer(element.get(f"{TEXT}c"), 1), _MOST_SPACES), look, target, keep=True)
        elif name == "tab":
            self._text("\t", look, target, keep=True)
        elif name == "line-break":
            self._runs.append(Run(BREAK))
        elif name == "note":
            self._note(element, look)
        elif name in {"bookmark", "bookmark-start", "reference-mark", "reference-mark-start"}:
            self._flow.builder.anchor(element.get(f"{TEXT}name", ""))
        elif name == "annotation":
            self.counts["comment"] += 1
        elif name == "frame":
            boxes = [inner for inner in element if local(inner) == "text-box"]
            self._boxes += boxes
            self.counts["picture"] += not boxes
        elif name and (name not in _OUT or element.tag == f"{TEXT}title"):
            self._inline(element, look, target)

    def _within(self, look: RunStyle, element: _Element) -> RunStyle:
        """How a run inside another one is written."""
        own = self._styles.run("text", element.get(f"{TEXT}style-name", ""))
        style = look.style | (own.style & ~self._paragraph_style.style)
        return RunStyle(style, own.raised or look.raised, look.hidden or own.hidden, own.language or look.language)

    def _text(self, text: str | None, look: RunStyle, target: str, *, keep: bool = False) -> None:
        if not text or look.hidden:
            return
        white = not keep and ("\n" in text or "  " in text or "\t" in text or "\r" in text)
        bare = _SPACES.sub(" ", text) if white else text
        language = look.language or self._paragraph_style.language or self._styles.language
        self.languages[language] += len(bare)
        shown = raised(bare, look.raised) if look.raised else bare
        self._runs.append(Run(shown, look.style | Style.LINK if target else look.style, target))

    def _note(self, element: _Element, look: RunStyle) -> None:
        citation = next((inner for inner in element if local(inner) == "note-citation"), None)
        body = next((inner for inner in element if local(inner) == "note-body"), None)
        if body is None or self._in_note:
            return
        own = (citation.get(f"{TEXT}label") or citation.text or "") if citation is not None else ""
        label = f"[{own.strip()[:8] or len(self._notes) + 1}]"
        note = _Note(f"\x00note{len(self._notes)}", label, body)
        self._notes.append(note)
        self._runs.append(Run(label, look.style | Style.NOTE_REF, f"#{note.name}"))


def _is_nested(element: _Element) -> bool:
    """Whether a list begins with a list: it goes on with a deeper one."""
    first = next(iter(element), None)
    return first is not None and len(first) > 0 and local(first[0]) == "list"


def _spread(row: _Element) -> list[_Element]:
    """The cells of a row in their columns; those that another cell covers are empty."""
    cells: list[_Element] = []
    for cell in row:
        if local(cell) in {"table-cell", "covered-table-cell"}:
            empty = len(cell) == 0 and len(cells) < _MOST_EMPTY
            times = integer(cell.get(f"{_TABLE}number-columns-repeated"), 1) if empty else 1
            cells += [cell] * max(1, min(times, _MOST_EMPTY))
    return cells[:_MOST_REPEATED]


def _is_header(row: _Element) -> bool:
    parent = row.getparent()
    return parent is not None and local(parent) == "table-header-rows"


def _rows(table: _Element) -> Iterator[_Element]:
    for inner in table:
        name = local(inner)
        if name == "table-row":
            yield inner
        elif name in _GROUPS:
            yield from _rows(inner)
