"""Documents as text that can be read and compared: one line for each paragraph, emphasis marked."""

import os
from pathlib import Path

from reader.core.document import Kind, Style

DATA = Path(__file__).parents[1] / "data"
_MARKS = {Style.STRONG: "**", Style.EMPH: "_", Style.CODE: "`"}


def dump(doc):
    lines = [f"title: {doc.title}", f"language: {doc.language}", *(f"note: {note}" for note in doc.notes), ""]
    for index in range(len(doc)):
        kind = "" if doc.kind(index) is Kind.PARAGRAPH else doc.kind(index).name.lower()
        if doc.heads(index):
            kind += " head"
        level = str(doc.level(index)) if doc.level(index) else ""
        flags = ("+" if index in doc.tight else "") + ("~" if index in doc.boilerplate else "")
        label = f" {doc.label(index)}" if doc.label(index) else ""
        lines.append(f"{index}{flags} {kind}{level}{label} | {_marked(doc, index)}")
    return "\n".join(lines) + "\n"


def _marked(doc, index):
    text, last, parts = doc.paragraph(index), 0, []
    for start, end, style, target in doc.emphasis_in(index):
        mark = "".join(sign for flag, sign in _MARKS.items() if flag in style)
        inner = f"{mark}{text[start:end]}{mark[::-1]}"
        if Style.NOTE_REF in style:
            inner = f"{{{inner}}}"
        parts += [text[last:start], f"[{inner}]({target})" if target else inner]
        last = end
    return "".join(parts) + text[last:]


def holds(name, doc):
    """Compare with the golden text of a file under tests/data, or write it if UPDATE_GOLDEN is set."""
    path = DATA / f"{name}.golden"
    text = dump(doc)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
