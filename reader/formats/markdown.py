"""Markdown as documents: headings, lists, quotes, code, tables, emphasis, links, footnotes, front matter.

HTML inside is read as in web pages. Line breaks inside a paragraph are spaces; hard ones part lines of verse.

Invariant: whatever the text, there comes back a document that holds its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from reader.core.building import Builder, Run
from reader.core.document import Document, Kind, Style
from reader.formats.encodings import decoded
from reader.formats.flow import are_short, broken
from reader.formats.front_matter import parted
from reader.formats.lettered import SOFT
from reader.formats.lettered import parted as lettered
from reader.formats.limits import Deadline
from reader.formats.markdown_parser import parser, read_as_pandoc
from reader.formats.marks import STYLES, raised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^>]*>|<[!?][^>]*>", re.DOTALL)
_SCRIPT: Final = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PAIRED: Final = frozenset((*STYLES, "a", "sup", "sub"))
_INLINE: Final = {"strong": Style.STRONG, "em": Style.EMPH, "link": Style.LINK, "s": Style.STRIKE}
_TAB: Final = 4
_ALIGNED: Final = re.compile(r"text-align: ?(left|center|right)")
_MARKUP: Final = re.compile(r"[\\`~*_\[<&]|  \n")
"""What an inline rule begins at, a hard line break among them: without any, a paragraph's text is what it shows."""
_SHOWN: Final = {"text_special": Style.PLAIN, "code_inline": Style.CODE, "image": Style.EMPH}
_BULLET: Final = "•"
_TASK: Final = re.compile(r"\[([ xX])\] ")
_ATTRIBUTES: Final = re.compile(r"[ \t]+\{[ \t]*(?:[#.][\w:-]+|-)(?:[ \t]+[^{}]*)?\}[ \t]*\Z")
_OPENING: Final = re.compile(r"<([a-z]{1,10})(?:\s[^<>]*)?>", re.IGNORECASE)
_HREF: Final = re.compile(r"\shref\s*=\s*[\"']?([^\s\"'<>]{1,2000})", re.IGNORECASE)
_DEEPEST: Final = 9


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of a Markdown file; arguments and errors as in `opening.Importer`."""
    text, notes = decoded(data, where, encoding, _TAB)
    front, text = parted(text)
    deadline = deadline or Deadline(where)
    reading = _Reading(deadline)
    made = parser(deadline)
    made.core.ruler.at("inline", _inline)
    made.core.ruler.disable("text_join")
    reading.blocks(made.parse(text))
    return reading.builder.finish(front.title or reading.title or title, notes, front.language, front.author)


def _inline(state: StateCore) -> None:
    """Turn the text of each block into runs at once: its tokens, a dozen times as large, are gone before the next."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = None
        if _MARKUP.search(token.content):
            children: list[Token] = []
            state.md.inline.parse(token.content, state.md, state.env, children)
            token.meta = {"runs": _runs(children)}


@dataclass(slots=True)
class _List:
    """A list that is open: its next label, and whether its items follow each other without blank lines."""

    number: int
    tight: bool
    items: int = 0


@dataclass(slots=True)
class _Reading:
    """Block tokens to paragraphs.

    Attributes:
        deadline: asked for each token.
        title: the first heading of the first level.
    """

    deadline: Deadline
    builder: Builder = field(default_factory=Builder)
    title: str = ""
    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    heading: int = 0
    label: str = ""
    first: bool = True
    note: bool = False
    verse: int = 0
    cells: list[list[Run]] | None = None
    rows: int = 0
    heads: bool = False
    align: str = ""

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Add what some block tokens hold."""
        for number, token in enumerate(tokens):
            self.deadline.check()
            self.deadline.reached(number, len(tokens))
            handler = _HANDLERS.get(token.type)
            if handler:
                handler(self, token)

    def inline(self, token: Token) -> None:
        if token.children is None:
            runs = token.meta["runs"] if token.meta else _plain(token.content)
        else:  # a note that stands in the text
            runs = _runs(token.children)
        if self.label == _BULLET and runs and (task := _TASK.match(runs[0].text)):
            self.label = "☐" if task[1] == " " else "☑"
            runs[0] = runs[0]._replace(text=runs[0].text[task.end() :])
        if self.cells is not None:
            self.cells.append(runs)
            return
        self.paragraph(runs)

    def paragraph(self, runs: list[Run]) -> None:
        """Add a paragraph as what it is where it stands."""
        kind, level, tight = self.where()
        added = False
        if self.heading:
            runs = _without_attributes(runs)
            text = "".join(run.text for run in runs)
            self.builder.anchor(_slug(text))
            added = self.builder.add(runs, Kind.HEADING, level=self.heading)
            self.title = self.title or (text if self.heading == 1 else "")
        else:
            before, items = lettered(runs)
            added = self.lines(broken(before), kind, level, tight=tight)
            for depth, label, inner in items:
                deeper = (level + 1 if kind is Kind.ITEM else 0) + depth
                added |= self.builder.add(inner, Kind.ITEM, level=min(deeper, _DEEPEST - 1), label=label, tight=added)
        if added:
            self.label = ""
            self.first = False

    def lines(self, lines: list[list[Run]], kind: Kind, level: int, *, tight: bool) -> bool:
        """Add a paragraph that may have line breaks in it: short lines are verse."""
        if self.verse or (len(lines) > 1 and kind is Kind.PARAGRAPH and are_short(lines)):
            kind = Kind.VERSE
        added = False
        for line in lines:
            label = "" if added else self.label
            added |= self.builder.add(line, kind, level=level, label=label, tight=tight or added)
        return added

    def where(self) -> tuple[Kind, int, bool]:
        """The kind, level and tightness of a paragraph that stands here."""
        if self.note:
            return Kind.NOTE, 0, not self.first
        if self.lists:
            return Kind.ITEM, min(len(self.lists), _DEEPEST) - 1, self.lists[-1].tight and self.lists[-1].items > 0
        if self.quotes:
            return Kind.QUOTE, min(self.quotes, _DEEPEST), False
        return Kind.PARAGRAPH, 0, False


def _without_attributes(runs: list[Run]) -> list[Run]:
    """The runs of a heading without what pandoc reads behind it: `{#name .class}`."""
    return [*runs[:-1], runs[-1]._replace(text=_ATTRIBUTES.sub("", runs[-1].text))] if runs else runs


def _slug(text: str) -> str:
    """The name by which links lead to a heading.

    >>> _slug("2. Über Wien, kurz")
    '2-über-wien-kurz'
    """
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", text.strip().lower()))


def _open_list(reading: _Reading, token: Token) -> None:
    start = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else -1
    tight = bool(reading.lists)
    reading.lists.append(_List(start, tight, items=1 if reading.lists else 0))


def _close_list(reading: _Reading, _: Token) -> None:
    reading.lists.pop()


def _open_item(reading: _Reading, token: Token) -> None:
    current = reading.lists[-1]
    reading.label = _BULLET if current.number < 0 else f"{current.number}{token.markup or '.'}"
    if current.number >= 0:
        current.number += 1


def _close_item(reading: _Reading, _: Token) -> None:
    reading.lists[-1].items += 1
    reading.label = ""


def _open_paragraph(reading: _Reading, token: Token) -> None:
    reading.verse = int(token.markup == "verse")
    if reading.lists:
        # The parser hides the paragraphs of tight lists.
        reading.lists[-1].tight = token.hidden


def _code(reading: _Reading, token: Token) -> None:
    language = next(iter(token.info.split()), "")
    reading.builder.add(token.content.rstrip("\n"), Kind.CODE, code=language)


def _html(reading: _Reading, token: Token) -> None:
    if not (reading.lists or reading.quotes or reading.note):
        from reader.formats.html import parsed  # noqa: PLC0415 - lxml costs 10 ms, and few texts hold HTML
        from reader.formats.tree import Walker  # noqa: PLC0415

        root = parsed(token.content)
        if root is not None:
            walker = Walker(reading.builder, reading.deadline, lambda address: address)
            walker.add(root)
            reading.title = reading.title or walker.title
        return
    text = _TAG.sub("", _BREAK.sub("\n", _SCRIPT.sub("", token.content)))
    for part in re.split(r"\n\s*\n", text):
        reading.paragraph([Run(part.strip().replace("\n", " "))])


def _rule(reading: _Reading, _: Token) -> None:
    reading.builder.add("* * *", Kind.RULE)


def _open_table(reading: _Reading, _: Token) -> None:
    reading.rows, reading.heads, reading.align = 0, False, ""


def _open_row(reading: _Reading, _: Token) -> None:
    reading.cells = []


def _open_cell(reading: _Reading, token: Token) -> None:
    if not reading.rows:
        found = _ALIGNED.search(str(token.attrGet("style") or ""))
        reading.align += found[1][0] if found else "-"


def _close_row(reading: _Reading, _: Token) -> None:
    cells, reading.cells = reading.cells or [], None
    reading.rows += reading.builder.row(cells, tight=reading.rows > 0, header=reading.heads, align=reading.align)


def _open_note(reading: _Reading, token: Token) -> None:
    number = int(token.meta.get("id", 0)) + 1
    reading.builder.anchor(f"fn{number}")
    reading.note, reading.first, reading.label = True, True, f"[{number}]"


def _close_note(reading: _Reading, _: Token) -> None:
    reading.note = False


def _open_term(reading: _Reading, _: Token) -> None:
    reading.label = ""
    reading.lists[-1].tight = True


def _open_definition(reading: _Reading, _: Token) -> None:
    reading.label = ""
    reading.lists[-1].items += 1
    reading.lists.append(_List(-1, tight=True, items=1))


def _close_definition(reading: _Reading, _: Token) -> None:
    reading.lists.pop()
    reading.lists[-1].items = 1


def _set(name: str, change: Callable[[_Reading, Token], int]) -> Callable[[_Reading, Token], None]:
    def handler(reading: _Reading, token: Token) -> None:
        setattr(reading, name, change(reading, token))

    return handler


_HANDLERS: Final[dict[str, Callable[[_Reading, Token], None]]] = {
    "inline": _Reading.inline,
    "heading_open": _set("heading", lambda _, token: int(token.tag[1:])),
    "heading_close": _set("heading", lambda *_: 0),
    "blockquote_open": _set("quotes", lambda reading, _: reading.quotes + 1),
    "blockquote_close": _set("quotes", lambda reading, _: reading.quotes - 1),
    "bullet_list_open": _open_list,
    "ordered_list_open": _open_list,
    "bullet_list_close": _close_list,
    "ordered_list_close": _close_list,
    "list_item_open": _open_item,
    "list_item_close": _close_item,
    "dl_open": _open_list,
    "dl_close": _close_list,
    "dt_open": _open_term,
    "dd_open": _open_definition,
    "dd_close": _close_definition,
    "paragraph_open": _open_paragraph,
    "paragraph_close": _set("verse", lambda *_: 0),
    "fence": _code,
    "code_block": _code,
    "html_block": _html,
    "hr": _rule,
    "table_open": _open_table,
    "thead_open": _set("heads", lambda *_: True),
    "thead_close": _set("heads", lambda *_: False),
    "th_open": _open_cell,
    "tr_open": _open_row,
    "tr_close": _close_row,
    "footnote_open": _open_note,
    "footnote_close": _close_note,
}


def _runs(tokens: Sequence[Token]) -> list[Run]:
    """The runs of a paragraph's inline tokens; a hard line break is a run of its own."""
    runs: list[Run] = []
    styles: list[tuple[str, Style, str]] = []
    for token in tokens:
        tag = _OPENING.fullmatch(token.content) if token.type == "html_inline" else None
        if token.type.endswith("_open"):
            style = _INLINE.get(token.type.removesuffix("_open"), Style.PLAIN)
            styles.append((token.tag, style, _address(str(token.attrGet("href") or ""))))
        elif token.type.endswith("_close"):
            _close(styles, token.tag)
        elif tag and tag[1].lower() in _PAIRED:
            address = _HREF.search(token.content) if tag[1].lower() == "a" else None
            style = Style.LINK if address else STYLES.get(tag[1].lower(), Style.PLAIN)
            styles.append((tag[1].lower(), style, address[1] if address else ""))
        elif token.type == "html_inline" and token.content.startswith("</"):
            _close(styles, token.content[2:-1].strip().lower())
        else:
            style, target = _within(styles) if styles else (Style.PLAIN, "")
            found = _run(token, style, target)
            way = styles[-1][0] if styles else ""
            runs += [run._replace(text=raised(run.text, way)) for run in found] if way in {"sup", "sub"} else found
    return runs


def _within(styles: Sequence[tuple[str, Style, str]]) -> tuple[Style, str]:
    """The style inside of all these, and where the innermost link leads."""
    style = Style.PLAIN
    for _, flag, _ in styles:
        style |= flag
    return style, next((to for _, _, to in reversed(styles) if to), "")


def _plain(text: str) -> list[Run]:
    """The runs of a text without markup."""
    first, *others = read_as_pandoc(text).split("\n")
    runs = [Run(first)]
    for line in others:
        runs += (Run(SOFT), Run(line.strip(" ")))
    return runs


def _address(href: str) -> str:
    """An address as it is written: the names of headings are not in the form that the web wants."""
    return unquote(href) if href.startswith("#") else href


def _close(styles: list[tuple[str, Style, str]], tag: str) -> None:
    """End the innermost element of a name."""
    at = next((at for at in range(len(styles) - 1, -1, -1) if styles[at][0] == tag), -1)
    if at >= 0:
        del styles[at]


def _run(token: Token, style: Style, target: str) -> list[Run]:
    """What an inline token shows."""
    if token.type == "footnote_ref":
        number = int(token.meta.get("id", 0)) + 1
        return [Run(f"[{number}]", style | Style.NOTE_REF, f"#fn{number}")]
    if token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.fullmatch(token.content)):
        return [Run("\n")]
    if token.type == "softbreak":
        return [Run(SOFT, style, target)]
    if token.type == "text":
        return [Run(read_as_pandoc(token.content), style, target)]
    more = _SHOWN.get(token.type)
    return [] if more is None else [Run(token.content, style | more, target)]
