"""Markdown as documents: headings, lists, quotes, code, tables, emphasis, links, footnotes, front matter.

HTML inside is text only. Line breaks inside a paragraph are spaces, hard ones begin a line of verse.

Invariant: whatever the text, there comes back a document that holds its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reader.core.building import Builder, Run
from reader.core.document import Document, Kind, Style
from reader.formats.encodings import decoded
from reader.formats.limits import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^>]*>|<[!?][^>]*>", re.DOTALL)
_SCRIPT: Final = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^(title|lang|language|author)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_INLINE: Final = {"strong": Style.STRONG, "em": Style.EMPH, "link": Style.LINK, "s": Style.PLAIN}
_BULLET: Final = "•"
_DEEPEST: Final = 9


def read(data: bytes, where: str, title: str, encoding: str = "") -> Document:
    """The document of a Markdown file; arguments and errors as in `opening.Importer`."""
    text, notes = decoded(data, where, encoding)
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {name.lower(): _unquoted(value) for name, value in _FIELD.findall(front[1])}
        text = text[front.end() :]
    deadline = Deadline(where)
    reading = _Reading(deadline)
    reading.blocks(_parser(deadline).parse(text))
    title = fields.get("title") or reading.title or title
    language = fields.get("lang") or fields.get("language", "")
    return reading.builder.finish(title, notes, language, fields.get("author", ""))


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _parser(deadline: Deadline) -> MarkdownIt:
    """A parser that asks the deadline at every step, since hostile texts can keep it busy for hours."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 35 ms, for Markdown only
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).use(footnote_plugin)
    # The builder knows which addresses may be followed; the words of the other links are words all the same.
    setattr(parser, "validateLink", lambda _: True)  # noqa: B010 - its type says that it is a method

    def ask(*_: object) -> bool:
        deadline.check()
        return False

    parser.inline.ruler.before("text", "deadline", ask)
    parser.block.ruler.before("table", "deadline", ask)
    return parser


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
    cells: list[list[Run]] | None = None
    rows: int = 0

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Add what some block tokens hold."""
        for token in tokens:
            self.deadline.check()
            handler = _HANDLERS.get(token.type)
            if handler:
                handler(self, token)

    def inline(self, token: Token) -> None:
        runs = _runs(token.children or [])
        if self.cells is not None:
            self.cells.append(runs)
            return
        self.paragraph(runs)

    def paragraph(self, runs: list[Run]) -> None:
        """Add a paragraph as what it is where it stands."""
        kind, level, tight = self.where()
        added = False
        if self.heading:
            added = self.builder.add(runs, Kind.HEADING, level=self.heading)
            text = "".join(run.text for run in runs)
            self.title = self.title or (text if self.heading == 1 else "")
        elif kind is Kind.PARAGRAPH and any(run.text == "\n" for run in runs):
            added = self.builder.add(runs, Kind.VERSE)
        else:
            added = self.builder.add(runs, kind, level=level, label=self.label, tight=tight)
        if added:
            self.label = ""
            self.first = False

    def where(self) -> tuple[Kind, int, bool]:
        """The kind, level and tightness of a paragraph that stands here."""
        if self.note:
            return Kind.NOTE, 0, not self.first
        if self.lists:
            return Kind.ITEM, min(len(self.lists), _DEEPEST) - 1, self.lists[-1].tight and self.lists[-1].items > 0
        if self.quotes:
            return Kind.QUOTE, min(self.quotes, _DEEPEST), False
        return Kind.PARAGRAPH, 0, False


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
    if reading.lists:
        # The parser hides the paragraphs of tight lists.
        reading.lists[-1].tight = token.hidden


def _code(reading: _Reading, token: Token) -> None:
    language = next(iter(token.info.split()), "")
    reading.builder.add(token.content.rstrip("\n"), Kind.CODE, code=language)


def _html(reading: _Reading, token: Token) -> None:
    text = _TAG.sub("", _BREAK.sub("\n", _SCRIPT.sub("", token.content)))
    for part in re.split(r"\n\s*\n", text):
        reading.paragraph([Run(part.strip().replace("\n", " "))])


def _rule(reading: _Reading, _: Token) -> None:
    reading.builder.add("* * *", Kind.RULE)


def _open_row(reading: _Reading, _: Token) -> None:
    reading.cells = []


def _close_row(reading: _Reading, _: Token) -> None:
    reading.builder.add(row(reading.cells or []), Kind.TABLE, tight=reading.rows > 0)
    reading.rows += 1
    reading.cells = None


def row(cells: Sequence[Sequence[Run]]) -> list[Run]:
    """The cells of a table row as one paragraph's runs."""
    runs: list[Run] = []
    for number, cell in enumerate(cells):
        if number:
            runs.append(Run(" │ "))
        runs += [run._replace(text=run.text.replace("\n", " ")) for run in cell]
    return runs


def _open_note(reading: _Reading, token: Token) -> None:
    number = int(token.meta.get("id", 0)) + 1
    reading.builder.anchor(f"fn{number}")
    reading.note, reading.first, reading.label = True, True, f"[{number}]"


def _close_note(reading: _Reading, _: Token) -> None:
    reading.note = False


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
    "paragraph_open": _open_paragraph,
    "fence": _code,
    "code_block": _code,
    "html_block": _html,
    "hr": _rule,
    "table_open": _set("rows", lambda *_: 0),
    "tr_open": _open_row,
    "tr_close": _close_row,
    "footnote_open": _open_note,
    "footnote_close": _close_note,
}


def _runs(tokens: Sequence[Token]) -> list[Run]:
    """The runs of a paragraph's inline tokens; a hard line break is a run of its own."""
    runs: list[Run] = []
    styles: list[tuple[Style, str]] = []
    for token in tokens:
        if token.type.endswith("_open"):
            style = _INLINE.get(token.type.removesuffix("_open"), Style.PLAIN)
            styles.append((style, str(token.attrGet("href") or "")))
        elif token.type.endswith("_close"):
            del styles[-1:]
        else:
            style = Style.PLAIN
            for flag, _ in styles:
                style |= flag
            target = next((to for _, to in reversed(styles) if to), "")
            runs += _run(token, style, target)
    return runs


def _run(token: Token, style: Style, target: str) -> list[Run]:
    """What an inline token shows."""
    if token.type == "footnote_ref":
        number = int(token.meta.get("id", 0)) + 1
        return [Run(f"[{number}]", style | Style.NOTE_REF, f"#fn{number}")]
    if token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.fullmatch(token.content)):
        return [Run("\n")]
    if token.type == "softbreak":
        return [Run(" ", style, target)]
    more = {"text": Style.PLAIN, "code_inline": Style.CODE, "image": Style.EMPH}.get(token.type)
    return [] if more is None else [Run(token.content, style | more, target)]
