"""From a tree of HTML or XHTML to paragraphs: what HTML and EPUB have in common.

Invariant: all text that a browser would show comes back in its order, but what is no reading matter: scripts, forms,
pictures, and links that only lead back from a note.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.formats import marks
from reader.formats.docx_numbers import written
from reader.formats.flow import BREAK as _BREAK
from reader.formats.flow import are_short, broken
from reader.formats.marks import BLOCKS, HEADINGS, PREFORMATTED, SKIPPED, name_of
from reader.formats.note_marks import names_around, without_mark
from reader.formats.tables import alignment, has_row_heads, is_header, rows_of, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from reader.formats.limits import Deadline

_SPACES: Final = re.compile(r" *[\t\r\n\f][ \t\r\n\f]*| {2,}")
_DEEPEST: Final = 150
"""Deeper elements are text without structure."""
_LETTERS: Final = re.compile(r"[\W_]+")
_NO_CHAPTERS: Final = frozenset(
    ("cover", "umschlag", "titelseite", "titel", "titelblatt", "title page", "titlepage", "title", "start", "beginning")
)


class _List(NamedTuple):
    """A list that is open.

    Attributes:
        number: of its next item; -1 if it has bullets.
        tight: whether items follow without blank lines.
        form: how its numbers are written.
    """

    number: int
    tight: bool
    form: str = "decimal"


class Walker:
    """Adds what elements hold to a document.

    Args:
        builder: gets the paragraphs.
        deadline: asked for each block.
        address: from a `href` to a link's target as `Run` wants it, or nothing.
        prefix: what to put before the name of an anchor, so that those of several files do not clash.
        dimmed: whether an element is a part of the page and not of the article.
        contents: from anchors to the headings that ought to stand there.
    """

    def __init__(
        self,
        builder: Builder,
        deadline: Deadline,
        address: Callable[[str], str],
        prefix: str = "",
        dimmed: Callable[[_Element], bool] = lambda _: False,
        contents: Mapping[str, tuple[str, int]] = MappingProxyType({}),
    ) -> None:
        self.builder, self.address, self.prefix = builder, address, prefix
        self._deadline, self._dimmed, self._contents = deadline, dimmed, contents
        self.pictures = 0
        """How many pictures were left out."""
        self.title = ""
        """The first heading of the highest level."""
        self._runs: list[Run] = []
        self._lists: list[_List] = []
        self._quotes = self._notes = self._heading = self._dim = self._verse = 0
        self._struck = 0
        self._label = ""
        self._follows = False
        self._anchors: list[str] = []
        self.marked: dict[str, str] = {}
        """Where note marks lead, and how each of them looks."""
        self.mark_places: set[str] = set()
        """The anchors at or around note marks."""

    def begin(self, prefix: str, address: Callable[[str], str]) -> None:
        """Begin another file: its anchors have another prefix, and its links lead elsewhere."""
        self.prefix, self.address = prefix, address
        self._anchors.append(prefix)

    def add(self, element: _Element) -> None:
        """Add what an element holds."""
        self._element(element, Style.PLAIN, "", 0)
        self.flush()

    def flush(self) -> None:
        """End the paragraph that is open."""
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        texts = [run.text for run in runs]
        if not any(map(str.strip, texts)):
            return
        mark, heading = "", None
        if self._anchors:
            mark = next((self.marked[name] for name in self._anchors if name in self.marked), "")
            heading = next((self._contents[name] for name in self._anchors if name in self._contents), None)
        if heading and not self._heading and self._entitle(runs, *heading):
            return
        self._land()
        if self._heading:
            self._add_heading(runs)
            return
        if mark:
            self._label = mark
            runs = without_mark(runs)
            texts = [run.text for run in runs]
        kind, level, tight = self._where(is_note=bool(mark))
        lines = broken(runs) if _BREAK in texts else [runs]
        if len(lines) > 1 and kind is Kind.PARAGRAPH and are_short(lines):
            kind = Kind.VERSE
        elif kind is Kind.PARAGRAPH and len(runs) < 9 and marks.is_scene_break("".join(texts)):
            kind = Kind.RULE
        self._put_lines(lines, kind, level, tight=tight)

    def _put_lines(self, lines: list[list[Run]], kind: Kind, level: int, *, tight: bool) -> None:
        """Add the lines of a paragraph; an empty one is a blank line, and several of verse are a stanza."""
        is_stanza = kind is Kind.VERSE and len(lines) > 1
        for number, line in enumerate(lines):
            close = tight and not is_stanza if number == 0 else bool(line and lines[number - 1])
            self._put(line, kind, level, tight=close)
        if is_stanza:
            self._follows = False

    def _land(self) -> None:
        """Let the anchors that wait lead to the next paragraph."""
        for name in self._anchors:
            self.builder.anchor(name)
        self._anchors = []

    def _entitle(self, runs: list[Run], title: str, level: int) -> bool:
        """Where the contents name a chapter and there is no heading, make the paragraph one, or put one before it.

        Gives whether the paragraph has become one.
        """
        text = _plain("".join(run.text for run in runs))
        wanted = _plain(title)
        if self._lists or wanted in _NO_CHAPTERS:
            return False
        if not text or (len(text) < 120 and (text in wanted or wanted in text) and len(text) < 2 * len(wanted) + 8):
            self._heading, before = level, self._heading
            self._land()
            self._add_heading(runs)
            self._heading = before
            return True
        self._land()
        self.builder.add(title, Kind.HEADING, level=level)
        return False

    def _put(self, runs: list[Run], kind: Kind, level: int, *, tight: bool) -> None:
        if self.builder.add(
            runs, kind, level=level, label=self._label, tight=tight, boilerplate=self._dim > 0
        ):  # fmt: skip
            self._label = ""
            self._follows = bool(self._lists or self._verse)

    def _add_heading(self, runs: list[Run]) -> None:
        flat = [run._replace(text=run.text.replace(_BREAK, " "), style=run.style & ~Style.STRONG) for run in runs]
        self.builder.add(flat, Kind.HEADING, level=self._heading, boilerplate=self._dim > 0)
        if not self.title or self._heading == 1:
            self.title = self.title or "".join(run.text for run in flat if Style.NOTE_REF not in run.style)
        self._follows = False

    def _where(self, *, is_note: bool) -> tuple[Kind, int, bool]:
        """The kind, level and tightness of a paragraph that stands here."""
        if is_note or self._notes:
            return Kind.NOTE, 0, not self._label and self._follows
        if self._lists:
            return Kind.ITEM, min(len(self._lists), 9) - 1, self._follows and self._lists[-1].tight
        if self._verse:
            return Kind.VERSE, 0, self._follows
        if self._quotes:
            return Kind.QUOTE, min(self._quotes, 9), False
        return Kind.PARAGRAPH, 0, False

    def _element(self, element: _Element, style: Style, target: str, depth: int) -> None:
        """Add an element without its tail."""
        name = name_of(element)
        if self._label == "•" and marks.is_box(element, name):
            self._label = "☐" if element.get("checked") is None else "☑"
        if not name or name in SKIPPED:
            return
        # Most elements say nothing of themselves, and need not be asked what.
        says = bool(element.keys())
        if says and (marks.is_hidden(element) or marks.is_page_number(element)):
            return
        if depth > _DEEPEST:
            self._text("".join(map(str, element.itertext())), style, target)
            return
        identity = (element.get("id") or (element.get("name") if name == "a" else None)) if says else None
        if name in BLOCKS:
            self._deadline.check()
            self.flush()
            self._name(identity)
            dim = not self._dim and self._dimmed(element)
            self._dim += dim
            self._block(element, name, depth, says=says)
            self._dim -= dim
        else:
            self._name(identity)
            self._inline(element, name, style, target, depth)

    def _name(self, identity: str | None) -> None:
        if identity:
            self._anchors.append(self.prefix + identity)

    def _block(self, element: _Element, name: str, depth: int, *, says: bool) -> None:
        note, verse = says and marks.is_note(element), says and marks.is_verse(element)
        self._notes += note
        self._verse += verse
        if self._verse and says:
            self._text(marks.verse_indent(element), Style.PLAIN, "")
        if note or (verse and name != "p"):
            self._follows = False
        if heading := HEADINGS.get(name) or marks.heading_of(element, name):
            self._heading, before = heading, self._heading
            self._inside(element, Style.PLAIN, "", depth)
            self.flush()
            self._heading = before
        elif name in PREFORMATTED:
            self.builder.add(
                "".join(map(str, element.itertext())).strip("\r\n"), Kind.CODE, code=marks.program(element)
            )
        elif name in {"ul", "ol", "menu", "dir", "dl"}:
            self._list(element, name, depth)
        elif name == "li":
            self._item(element, depth)
        elif name == "dd" and self._lists:
            self._lists.append(_List(-1, tight=True))
            self._inside(element, Style.PLAIN, "", depth)
            self.flush()
            self._lists.pop()
        elif name == "blockquote":
            self._quotes += 1
            self._inside(element, Style.PLAIN, "", depth)
            self.flush()
            self._quotes -= 1
        elif name == "table" and (rows := list(rows_of(element))):
            self._table(element, rows, depth)
        else:
            self._inside(element, Style.PLAIN, "", depth)
        self.flush()
        self._notes -= note
        self._verse -= verse

    def _list(self, element: _Element, name: str, depth: int) -> None:
        start = element.get("start") or "1"
        number = int(start) if name == "ol" and start.isascii() and start.isdigit() and len(start) < 9 else 1
        loose = sum(name_of(child) == "p" for item in element for child in item) > len(element)
        self._follows = bool(self._lists) and self._follows
        self._lists.append(_List(number if name == "ol" else -1, not loose, marks.number_form(element)))
        self._inside(element, Style.PLAIN, "", depth)
        self.flush()
        self._lists.pop()
        self._label = ""
        self._follows = bool(self._lists)

    def _item(self, element: _Element, depth: int) -> None:
        if not self._lists:
            self._lists.append(_List(-1, tight=True))
            self._item(element, depth)
            self.flush()
            self._lists.pop()
            return
        number, tight, form = self._lists[-1]
        value = element.get("value") or ""
        if number >= 0 and value.isascii() and value.isdigit() and len(value) < 9:
            number = int(value)
        self._label = "•" if number < 0 else f"{written(number, form)}."
        self._inside(element, Style.PLAIN, "", depth)
        self.flush()
        self._label = ""
        self._lists[-1] = _List(number if number < 0 else number + 1, tight, form)

    def _table(self, element: _Element, rows: list[_Element], depth: int) -> None:
        outer = self._lists, self._quotes, self._label
        self._lists, self._quotes, self._label = [], 0, ""
        for caption in element:
            if name_of(caption) == "caption":
                self._inside(caption, Style.PLAIN, "", depth)
                self.flush()
        self._land()
        added = False
        align, row_heads, dim = alignment(rows), has_row_heads(rows), self._dim > 0
        for row, cells in spread(rows):
            self._deadline.check()
            runs = [self._cell(cell, depth) for cell in cells]
            head = is_header(row)
            added |= self.builder.row(runs, tight=added, header=head, align=align, row_heads=row_heads, boilerplate=dim)
        self._lists, self._quotes, self._label = outer

    def _cell(self, cell: _Element | None, depth: int) -> list[Run]:
        """The runs of a cell; none for one that another covers."""
        if cell is not None and not len(cell) and cell.text and cell.text.isprintable():
            return [Run(cell.text)]
        if cell is not None:
            self._inside(cell, Style.PLAIN, "", depth + 2, flat=True)
        runs, self._runs = self._runs, []
        return runs

    def _inside(self, element: _Element, style: Style, target: str, depth: int, *, flat: bool = False) -> None:
        """Add the text and the children of an element."""
        self._text(element.text, style, target)
        for child in element:
            if flat:
                self._flat(child, style, target, depth + 1)
            else:
                self._element(child, style, target, depth + 1)
            self._text(child.tail, style, target)

    def _flat(self, element: _Element, style: Style, target: str, depth: int) -> None:
        """Add an element of a table cell, blocks parted by spaces."""
        name = name_of(element)
        if name in BLOCKS:
            self._runs.append(Run(" "))
            self._inside(element, style, target, depth, flat=depth < _DEEPEST)
            self._runs.append(Run(" "))
        else:
            self._element(element, style, target, depth)

    def _inline(self, element: _Element, name: str, style: Style, target: str, depth: int) -> None:
        if name in {"a", "span"} and marks.touches(element, name):
            self._text(" ", style, target)
        if self._verse and not any(run.text.strip() for run in self._runs[-2:]):
            self._text(marks.verse_indent(element), style, "")
        if name == "br":
            self._runs.append(Run(_BREAK))
        elif name == "hr":
            self.flush()
            # What parts notes from the text is not in the text.
            if not self._notes:
                self.builder.add("* * *", Kind.RULE)
        elif name in {"img", "image"}:
            initial = marks.initial_of(element)
            self.pictures += not initial
            self._text(initial, style, target)
        elif name == "a":
            self._link(element, style, target, depth)
        elif name in {"sup", "sub"} and not len(element):
            self._text(marks.raised(element.text or "", name), style, target)
        elif name == "q":
            self._runs.append(Run("„", style, target))
            self._inside(element, style, target, depth)
            self._runs.append(Run("“", style, target))
        else:
            own = marks.style_of(element, name)
            struck = own is Style.STRIKE  # What is deleted may hold whole paragraphs, which begin without a style.
            self._struck += struck
            self._inside(element, style | own if style and own else style or own, target, depth)
            self._struck -= struck

    def _link(self, element: _Element, style: Style, target: str, depth: int) -> None:
        address = self.address(element.get("href") or "")
        if not address.startswith("#"):
            self._inside(element, style | Style.LINK if address else style, address or target, depth)
            return
        text = _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
        if marks.is_back(element, text) or (address[1:] in self.mark_places and marks.is_mark(element, text)):
            return
        if not marks.is_mark(element, text):
            self._inside(element, style | Style.LINK, address, depth)
            return
        mark = marks.bare_mark(text)
        self.marked.setdefault(address[1:], mark)
        self.mark_places.update(self.prefix + name for name in names_around(element))
        self._runs.append(Run(mark, style | Style.NOTE_REF, address))

    def _text(self, text: str | None, style: Style, target: str) -> None:
        if text:
            if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
                text = _SPACES.sub(" ", text)
            self._runs.append(Run(text, style | Style.STRIKE if self._struck else style, target))


def _plain(text: str) -> str:
    """The words of a text in small letters, for comparing."""
    return _LETTERS.sub(" ", text).strip().lower()
