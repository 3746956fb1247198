"""From WordprocessingML to paragraphs.

Invariant: what Word would show on a page of a document whose changes are all accepted comes back in its order, but
pictures, comments and what stands in the margins; a text box follows the paragraph that it is anchored in.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Run
from reader.core.document import Kind, Style
from reader.formats.docx_names import R, W, child, has_box_around, integer, is_prompt, local, text_of, value
from reader.formats.docx_numbers import LEVELS, written
from reader.formats.docx_styles import is_line, is_rule, outline
from reader.formats.docx_symbols import SYMBOL_FONTS, shown, symbol
from reader.formats.docx_tables import (
    OUT,
    alignment,
    blocks_of,
    content,
    has_row_heads,
    is_header,
    paragraphs_of,
    rows_of,
    spread,
    texts_of,
    unwrapped,
)
from reader.formats.flow import BREAK, Flow, Look, is_data
from reader.formats.marks import raised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from reader.formats.docx_numbers import Numbering
    from reader.formats.docx_styles import ParagraphStyle, Styles

_SIGNS: Final = {"br": BREAK, "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "", "cr": BREAK}
_LINK: Final = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"([^"]{1,2000})"|"([^"]{1,2000})")', re.IGNORECASE)
_COUNTED: Final = {"ins": "change", "moveTo": "change", "commentReference": "comment"}
_PICTURES: Final = frozenset(("pic", "imagedata", "chart", "relIds", "OLEObject"))
_DELETED_BODY: Final = f"{W}rPr/{W}del"


class Part(NamedTuple):
    """One part of the file: the body, the footnotes or the endnotes.

    Attributes:
        links: from the names of relations to addresses.
        kind: what its paragraphs are if their styles say nothing; for notes, NOTE.
    """

    links: Mapping[str, str]
    kind: Kind = Kind.PARAGRAPH


class NoteMark(NamedTuple):
    """A mark in the text that a note hangs on.

    Attributes:
        name: of the anchor of the note.
        identity: of the note in its part.
        label: how the mark looks, `[1]`.
    """

    name: str
    identity: str
    label: str


class Reader:
    """Reads the parts of a document one after the other.

    Args:
        flow: gets the paragraphs.
        styles: of the document.
        numbering: of the document.
        note_forms: the number formats of `footnote` and `endnote`.
    """

    def __init__(self, flow: Flow, styles: Styles, numbering: Numbering, note_forms: Mapping[str, str]) -> None:
        self._flow, self._styles, self._numbering, self._note_forms = flow, styles, numbering, note_forms
        self.notes: dict[str, list[NoteMark]] = {"footnote": [], "endnote": []}
        """The notes that the text refers to, in the order of their marks."""
        self.languages: Counter[str] = Counter()
        """How many characters are in which language."""
        self.counts: Counter[str] = Counter()
        """What was left out, or is worth saying: `picture`, `comment`, `change`."""
        self._part = Part({})
        self._runs: list[Run] = []
        self._boxes: list[_Element] = []
        self._fields: list[tuple[str, str]] = []
        self._dim = self._in_boxes = 0
        self._inside: ParagraphStyle = styles.paragraph(styles.default)
        self._custom_mark = False
        self._listed = self._proper = False
        self._label = ""

    def body(self, element: _Element, part: Part) -> None:
        """Add what the body holds."""
        self._part = part
        self._blocks(element)
        self._end(Look())

    def note(self, element: _Element, mark: NoteMark, part: Part) -> None:
        """Add a note."""
        self._part, self._fields = part._replace(kind=Kind.NOTE), []
        before = len(self._flow.builder)
        self._flow.pause()
        self._flow.builder.anchor(mark.name)
        self._label = mark.label
        self._blocks(element)
        self._end(Look(Kind.NOTE))
        if len(self._flow.builder) == before:
            self._flow.put([Run("–")], Look(Kind.NOTE, label=mark.label))
        self._label = ""

    # Blocks

    def _blocks(self, element: _Element) -> None:
        for inner in content(element):
            name = local(inner)
            if name == "p":
                self._paragraph(inner)
            elif name == "tbl":
                self._table(inner)
            elif name == "sdt":
                self._control(inner)
            elif name in {"bookmarkStart", "commentRangeStart"}:
                self._element(inner, Style.PLAIN, "")
            elif name not in OUT and name not in {"sectPr", "altChunk"}:
                self._blocks(inner)

    def _control(self, element: _Element) -> None:
        """A content control around blocks; a table of contents is one."""
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        dim = gallery is not None and "contents" in (gallery.get(f"{W}val") or "").lower()
        self._dim += dim
        if not is_prompt(element):
            self._blocks(element)
        self._dim -= dim

    def _paragraph(self, element: _Element) -> None:
        ppr = child(element, "pPr")
        self._inside = self._styles.paragraph(value(ppr, "pStyle") or self._styles.default)
        look = self._look(ppr)
        if look.kind is Kind.HEADING:
            # A table of contents whose end is missing ends here at the latest.
            self._fields = [(state, target) for state, target in self._fields if state != "contents"]
        self._listed = self._proper = False
        self._inline(element, Style.PLAIN, "")
        look = look._replace(dim=look.dim or (self._listed and not self._proper))
        # A field whose code does not end where it began is damaged; the text behind it counts.
        self._fields = [("result" if state == "code" else state, target) for state, target in self._fields]
        if ppr is not None and ppr.find(_DELETED_BODY) is not None:
            self.counts["change"] += 1
            return
        self._end(look)

    def _look(self, ppr: _Element | None) -> Look:
        """What a paragraph is, its number counted."""
        style = self._inside
        look = outline(ppr) or style.look
        if self._part.kind is Kind.NOTE and look.kind not in {Kind.VERSE, Kind.CODE}:
            look = Look(Kind.NOTE)
        numbers = child(ppr, "numPr")
        identity = value(numbers, "numId") or style.list_id
        if identity not in {"", "0"} and self._numbering.knows(identity):
            depth = integer(value(numbers, "ilvl"), style.depth)
            depth = self._numbering.level_of(identity, style.style_id) if depth < 0 else min(depth, LEVELS - 1)
            level = max(depth, look.level if look.kind is Kind.ITEM else 0)
            if level == 0 and self._flow.in_list and self._numbering.is_first(identity, depth):
                self._flow.pause()
            label = self._numbering.label(identity, depth)
            if look.kind in {Kind.HEADING, Kind.QUOTE}:
                look = look._replace(label=label.rstrip("."))
            elif look.kind is not Kind.NOTE:
                look = Look(Kind.ITEM, level, label)
        elif look.kind is Kind.ITEM and not look.lone and (identity == "0" or not (look.label or self._flow.in_list)):
            look = Look()
        elif look.kind is Kind.PARAGRAPH and is_line(ppr):
            look = Look(Kind.RULE)
        return look._replace(dim=look.dim or self._dim > 0)

    def _end(self, look: Look) -> None:
        """End the paragraph that is open; text boxes follow it."""
        runs, self._runs = self._runs, []
        if self._label and any(run.text.strip() for run in runs):
            look, self._label = look._replace(kind=Kind.NOTE, label=self._label), ""
        self._flow.put(runs, look)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._flow.pause()
            self._blocks(box)
        if boxes:
            self._flow.pause()

    def _table(self, element: _Element) -> None:
        rows = [[list(blocks_of(cell)) if cell is not None else [] for cell in spread(row)] for row in rows_of(element)]
        texts = [
            ["".join(texts_of(list(blocks_of(cell)))) for cell in unwrapped(row, "tc")] for row in rows_of(element)
        ]
        nested = [any(local(block) == "tbl" for block in cell) for row in rows for cell in row]
        self._flow.pause()
        if not is_data(texts) or (any(nested) and (len(rows) < 2 or sum(nested) * 2 >= len(nested))):
            for cell in (cell for row in rows for cell in row):
                for block in cell:
                    if local(block) == "tbl":
                        self._table(block)
                    else:
                        self._paragraph(block)
        else:
            align, row_heads = alignment(rows_of(element), self._styles.aligned), has_row_heads(element, self._styles)
            for row, header in zip(rows, map(is_header, rows_of(element)), strict=True):
                self._flow.put_row(
                    [self._cell(cell) for cell in row],
                    header=header,
                    align=align,
                    row_heads=row_heads,
                    dim=self._dim > 0,
                )
        self._flow.pause()

    def _cell(self, blocks: list[_Element]) -> list[Run]:
        """The text of a cell as one line."""
        outer, self._runs = self._runs, []
        for number, block in enumerate(paragraphs_of(blocks)):
            ppr = child(block, "pPr")
            self._inside = self._styles.paragraph(value(ppr, "pStyle") or self._styles.default)
            label = self._look(ppr).label
            self._runs.append(Run((" " if number else "") + (f"{label} " if label else "")))
            self._inline(block, Style.PLAIN, "")
        found, self._runs = self._runs, outer
        return found

    # Inside a paragraph

    def _inline(self, element: _Element, style: Style, target: str) -> None:
        for inner in content(element):
            self._element(inner, style, target)

    def _element(self, element: _Element, style: Style, target: str) -> None:
        name = local(element)
        if name == "r":
            self._run(element, style, target)
        elif name == "t":
            self._text(text_of(element), style, target)
        elif name in _SIGNS:
            self._text(_SIGNS[name], style, target)
        elif name in {"del", "moveFrom"}:
            self.counts["change"] += 1
        elif name in OUT or not name:
            return
        elif name in {"footnoteReference", "endnoteReference"}:
            self._mark(element, name.removesuffix("Reference"), style)
        elif name in {"drawing", "pict", "object"}:
            self._picture(element)
        else:
            self._around(element, name, style, target)

    def _around(self, element: _Element, name: str, style: Style, target: str) -> None:
        """What stands around text, or at a point in it."""
        if name == "hyperlink":
            address = self._part.links.get(element.get(f"{R}id", ""), "")
            anchor = element.get(f"{W}anchor")
            target = address or (f"#{anchor}" if anchor else target)
        elif name == "fldChar":
            self._field(element.get(f"{W}fldCharType", ""))
        elif name == "bookmarkStart":
            self._flow.builder.anchor(element.get(f"{W}name", ""))
        elif name == "sym":
            self._text(symbol(element.get(f"{W}font") or "", element.get(f"{W}char") or ""), style, target)
        elif name in _COUNTED:
            self.counts[_COUNTED[name]] += 1
        if name != "sdt" or not is_prompt(element):
            self._inline(element, style, target)

    def _run(self, element: _Element, style: Style, target: str) -> None:
        rpr = child(element, "rPr")
        own, hidden = self._styles.run(rpr, self._inside)
        if hidden:
            # Field codes may stand in hidden runs.
            for inner in element.iter(f"{W}fldChar", f"{W}instrText"):
                self._element(inner, style, target)
            return
        codes = "".join(inner.text or "" for inner in element.iter(f"{W}instrText"))
        if codes and self._fields:
            state, before = self._fields[-1]
            self._fields[-1] = state, (before + codes)[:4000] if state == "code" else before
        first = len(self._runs)
        self._inline(element, style | own, target)
        position = value(rpr, "vertAlign")
        if position in {"superscript", "subscript"}:
            way = "sup" if position == "superscript" else "sub"
            self._runs[first:] = [
                run if Style.NOTE_REF in run.style else run._replace(text=raised(run.text, way))
                for run in self._runs[first:]
            ]
        fonts = child(rpr, "rFonts")
        if fonts is not None and (font := fonts.get(f"{W}ascii") or "").lower() in SYMBOL_FONTS:
            self._runs[first:] = [run._replace(text=shown(run.text, font)) for run in self._runs[first:]]
        language = value(rpr, "lang") or self._inside.language or self._styles.language
        if language:
            self.languages[language] += sum(len(run.text) for run in self._runs[first:])

    def _text(self, text: str, style: Style, target: str) -> None:
        if any(state == "code" for state, _ in self._fields):
            return
        if self._custom_mark and text.strip():
            self._custom_mark = False
            return
        if text.strip():
            listed = any(state == "contents" for state, _ in self._fields)
            self._listed |= listed
            self._proper |= not listed
        link = target or next((target for _, target in reversed(self._fields) if target), "")
        if text:
            self._runs.append(Run(text, style | Style.LINK if link else style, link))

    def _field(self, kind: str) -> None:
        """Follow a field: its code is no text, its result is."""
        if kind == "begin":
            self._fields.append(("code", ""))
        elif kind == "separate" and self._fields:
            code = self._fields[-1][1]
            link = _LINK.match(code)
            state = "contents" if code.split()[:1] in (["TOC"], ["INDEX"]) else "result"
            self._fields[-1] = state, (f"#{link[1]}" if link[1] else link[2]) if link else ""
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _mark(self, element: _Element, kind: str, style: Style) -> None:
        """The mark of a note: its number, or the sign that the author chose."""
        marks = self.notes[kind]
        custom = (element.get(f"{W}customMarkFollows") or "0").lower() in {"1", "true", "on"}
        sign = ""
        if custom:
            following = element.getparent()
            sign = "".join(texts_of([following]) if following is not None else ())[:4].strip()
            self._custom_mark = bool(sign)
        self.counts[kind] += not sign
        label = f"[{sign or written(self.counts[kind], self._note_forms[kind])}]"
        identity = element.get(f"{W}id", "")
        mark = NoteMark(f"\x00{kind}{identity}", identity, label)
        marks.append(mark)
        self._runs.append(Run(label, style | Style.NOTE_REF, f"#{mark.name}"))

    def _picture(self, element: _Element) -> None:
        """A drawing: its text boxes are kept for the end of the paragraph, its pictures counted."""
        boxes = [box for box in element.iter(f"{W}txbxContent") if not has_box_around(box, element)]
        self._boxes += boxes
        if not boxes and any(map(is_rule, element.iter())):
            self._runs.append(Run("* * *"))
        elif not boxes and any(local(inner) in _PICTURES for inner in element.iter()):
            self.counts["picture"] += 1
