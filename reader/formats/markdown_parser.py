"""The parser of Markdown: CommonMark with tables, notes, definition lists and lines of verse, and without lost text.

markdown-it drops what is nested deeper than its limit, and notes that no mark leads to; here both are kept.

Invariant: every word of a text that it does not define as an address is in the tokens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from reader.formats.limits import Deadline

_NESTING: Final = 60
_DEEPEST: Final = _NESTING - 4
"""Deeper blocks are paragraphs: a list takes two steps, and one more is needed for what is in it."""
_MARKERS: Final = re.compile(r"(?:[ \t]*>)+[ \t]?")
_LINE_BLOCK: Final = re.compile(r"\|[ \t]+\S.*[^|\s]\s*\Z")
_BAR: Final = re.compile(r"(?<!\\)\|")
_VERSE: Final = "verse"


def parser(deadline: Deadline) -> MarkdownIt:
    """A parser that asks the deadline at every step, since hostile texts can keep it busy for hours."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 35 ms, for Markdown only
    from mdit_py_plugins.deflist import deflist_plugin  # noqa: PLC0415
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415

    made = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    made.use(footnote_plugin).use(deflist_plugin)
    # The builder knows which addresses may be followed; the words of the other links are words all the same.
    setattr(made, "validateLink", lambda _: True)  # noqa: B010 - its type says that it is a method

    def ask(*_: object) -> bool:
        deadline.check()
        return False

    made.inline.ruler.before("text", "deadline", ask)
    made.block.ruler.before("table", "deadline", ask)
    made.block.ruler.before("table", "deepest", _deepest)
    made.block.ruler.after("table", "line_block", _line_block)
    made.core.ruler.before("inline", "wide_rows", _wide_rows)
    made.core.ruler.before("footnote_tail", "lonely_notes", _lonely_notes)
    return made


def _deepest(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as markdown-it calls it
    """Where blocks are nested too deep, take the rest of the innermost one as paragraphs."""
    if state.level < _DEEPEST or silent:
        return False
    lines = [
        _MARKERS.sub("", state.src[state.bMarks[line] : state.eMarks[line]], count=1) for line in range(start, end)
    ]
    for part in re.split(r"\n\s*\n", "\n".join(lines)):
        if part.strip():
            _paragraph(state, part.strip(), start, end)
    state.line = end
    return True


def _paragraph(state: StateBlock, content: str, start: int, end: int, markup: str = "") -> None:
    opening = state.push("paragraph_open", "p", 1)
    opening.map, opening.markup = [start, end], markup
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [start, end], []
    state.push("paragraph_close", "p", -1)


def _line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Lines that begin with `| ` and are no table are lines of verse, as pandoc has them."""
    if state.is_code_block(start):
        return False
    lines: list[str] = []
    for line in range(start, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if state.sCount[line] < state.blkIndent or not (_LINE_BLOCK.match(text) or (lines and text.strip() == "|")):
            break
        lines.append(text[1:].strip())
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) < 2 or silent:
        return len(lines) > 1
    # A blank line parts stanzas.
    for part in re.split(r"\n\n+", "\n".join(lines)):
        _paragraph(state, part.replace("\n", "\\\n"), start, start + len(lines), _VERSE)
    state.line = start + len(lines)
    return True


def _wide_rows(state: StateCore) -> None:
    """Let rows that have more cells than the heading of their table keep them."""
    if not any(token.type == "tr_open" for token in state.tokens):
        return
    lines = state.src.split("\n")
    tokens: list[Token] = []
    cells = 0
    row: list[int] | None = None
    for token in state.tokens:
        if token.type == "tr_open":
            cells, row = 0, token.map
        elif token.type == "td_open":
            cells += 1
        elif token.type == "tr_close" and cells and row and row[0] < len(lines):
            for content in _cells_of(lines[row[0]])[cells:]:
                tokens += _cell(content)
        tokens.append(token)
    state.tokens = tokens


def _cells_of(line: str) -> list[str]:
    """The cells of a row, without the bars at its ends."""
    bare = _MARKERS.sub("", line, count=1).strip().removeprefix("|")
    cells = [cell.strip() for cell in _BAR.split(bare)]
    return cells[:-1] if cells and not cells[-1] else cells


def _cell(content: str) -> list[Token]:
    from markdown_it.token import Token  # noqa: PLC0415 - it is loaded by now

    inline = Token("inline", "", 0, content=content.replace("\\|", "|"), children=[])
    return [Token("td_open", "td", 1), inline, Token("td_close", "td", -1)]


def _lonely_notes(state: StateCore) -> None:
    """Let the notes that no mark leads to stand behind the others."""
    notes: dict[str, Any] = state.env.get("footnotes") or {}
    listed = notes.setdefault("list", {}) if notes else {}
    for label, number in list(notes.get("refs", {}).items()):
        if number < 0:
            notes["refs"][label] = len(listed)
            listed[len(listed)] = {"label": label[1:], "count": 0}
