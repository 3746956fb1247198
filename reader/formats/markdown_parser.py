"""The parser of Markdown: CommonMark with tables, notes, definition lists and lines of verse, and without lost text.

markdown-it drops what is nested deeper than its limit, notes that no mark leads to, and the cells of a row that are
more than its table has columns; here all of them are kept.

Invariant: every word of a text that it does not define as an address is in the tokens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.formats.marks import raised

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

    from reader.formats.limits import Deadline

_NESTING: Final = 60
_DEEPEST: Final = _NESTING - 4
"""Deeper blocks are paragraphs: a list takes two steps, and one more is needed for what is in it."""
_MARKERS: Final = re.compile(r"(?:[ \t]*>)+[ \t]?")
_LINE_BLOCK: Final = re.compile(r"\|[ \t]+\S.*[^|\s]\s*\Z")
_RAISED: Final = re.compile(r"\^([\d+-]{1,6}|n)\^")
_LOWERED: Final = re.compile(r"~([\d+-]{1,6})~")
_SPAN: Final = re.compile(r"\[([^\[\]]{1,500})\]\{[.#][\w:-]+(?: [^{}]{0,200})?\}")
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
    made.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    made.block.ruler.before("table", "deadline", ask)
    made.block.ruler.before("table", "deepest", _deepest)
    made.block.ruler.after("table", "line_block", _line_block)
    made.core.ruler.before("footnote_tail", "lonely_notes", _lonely_notes)
    return made


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A table, and the cells of its rows that stand beyond its last column."""
    from markdown_it.rules_block.table import escapedSplit, getLine, table  # noqa: PLC0415 - as the parser

    before = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    made = state.tokens[before:]
    del state.tokens[before:]
    line, columns = start, 0
    for token in made:
        if token.type == "tr_open":
            line, columns = token.map[0] if token.map else start, 0
        columns += token.type in {"td_open", "th_open"}
        if token.type == "tr_close":
            cells = escapedSplit(getLine(state, line).strip())
            cells = cells[cells[:1] == [""] : len(cells) - (cells[-1] == "" and len(cells) > 1)]
            for cell in cells[columns:]:
                _cell(state, cell.strip(), line)
        state.tokens.append(token)
    return True


def _cell(state: StateBlock, content: str, line: int) -> None:
    state.push("td_open", "td", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [line, line + 1], []
    state.push("td_close", "td", -1)


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
        bare = text[1:].strip()
        # Blanks but the first one indent the line; as they are they would get lost.
        lines.append("\xa0" * (len(text[1:].rstrip()) - len(bare) - 1) + bare)
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) < 2 or silent:
        return len(lines) > 1
    # A blank line parts stanzas.
    for part in re.split(r"\n\n+", "\n".join(lines)):
        _paragraph(state, part.replace("\n", "\\\n"), start, start + len(lines), _VERSE)
    state.line = start + len(lines)
    return True


def _lonely_notes(state: StateCore) -> None:
    """Let the notes that no mark leads to stand behind the others, and a second one of the same name, too."""
    notes: dict[str, Any] = state.env.get("footnotes") or {}
    listed = notes.setdefault("list", {}) if notes else {}
    seen: set[str] = set()
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            if label in seen:
                label = f"{label}\x00{len(seen)}"
                token.meta = {**token.meta, "label": label}
                notes["refs"][f":{label}"] = -1
            seen.add(label)
    for label, number in list(notes.get("refs", {}).items()):
        if number < 0:
            notes["refs"][label] = len(listed)
            listed[len(listed)] = {"label": label[1:], "count": 0}


def read_as_pandoc(text: str) -> str:
    """Text with what pandoc writes for raised and lowered figures and for marked words.

    >>> read_as_pandoc("H~2~O, m^2^ und [Wort]{.smallcaps}; ~ 2 ~ und x^2")
    'H₂O, m² und Wort; ~ 2 ~ und x^2'
    """
    if "^" not in text and "~" not in text and "]{" not in text:
        return text
    text = _RAISED.sub(lambda match: raised(match[1], "sup"), text)
    return _SPAN.sub(r"\1", _LOWERED.sub(lambda match: raised(match[1], "sub"), text))
