"""Glossary files: reading them, and changing one entry in place. The one home of the YAML library.

Every scalar is a string (`NO`, `1:30`, `007` and `~` stay what was typed); aliases, anchors, tags and merge keys are
refused, so that no text can unfold into more than it is. The library is imported when a text needs it: plain lines
are read without.
"""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import plain, reading, source_file
from glossary.entry import Glossary
from glossary.nodes import Broken, Items, Pairs, Scalar
from glossary.problems import GlossaryError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from yaml import MarkedYAMLError
    from yaml._yaml import Mark as CMark
    from yaml.error import Mark
    from yaml.events import CollectionStartEvent, Event, ScalarEvent

    T = TypeVar("T")

    from glossary.editing import Undo
    from glossary.entry import Entry
    from glossary.nodes import Node

_ANCHORS = "Anchors and aliases (& and *) are not allowed here"

LONGEST_KEY = 1_000
"""YAML reads no longer key in a line (1,024 characters with what stands around it)."""

DEEPEST = 16
"""Nesting beyond this is no glossary and no file of pairs."""


def parse(text: str | bytes, *, path: Path | None = None, layer: str = "") -> Glossary:
    """The glossary a YAML text holds. Never raises for what stands in it: mistakes are in `problems`."""
    whole = reading.decode(text) if isinstance(text, bytes) else text
    return _without_collection(lambda: reading.parse(whole, path, layer, compose))


def load_file(path: Path, *, layer: str = "", must_exist: bool = False) -> Glossary:
    """The glossary in a file. A missing file is an empty glossary unless it must exist.

    Whatever else keeps it from being read (a directory, a pipe, no permission, its size) is a problem of the glossary.
    """
    path = Path(path)
    return load_snapshot(source_file.snapshot(path, 0), path, layer=layer, must_exist=must_exist)


def load_snapshot(found: source_file.Snapshot, path: Path, *, layer: str = "", must_exist: bool = False) -> Glossary:
    """The glossary in what was read from a file; as `load_file`."""
    if found.data is not None:
        return parse(found.data, path=path, layer=layer or path.name)
    if found.fault is not None:
        return Glossary((), (Problem(path, 0, 0, *found.fault),))
    missing = Problem(path, 0, 0, "There is no such file", "Check the path")
    return Glossary((), (missing,)) if must_exist else Glossary()


def reread(before: bytes, after: bytes, known: Glossary, *, path: Path, layer: str = "") -> Glossary | None:
    """The glossary of a file that has changed a little since it was read; None if all of it has to be read.

    Args:
        before: the bytes that were read.
        after: the bytes now.
        known: what was found in `before`.
        path: the file.
        layer: the name of its layer.
    """
    from glossary import windows  # noqa: PLC0415 - opening a text reads everything

    try:
        texts = before.decode(), after.decode()
    except UnicodeDecodeError:
        return None
    return _without_collection(lambda: windows.reread(*texts, known, path, layer, compose))


def load_strings(text: str, path: Path | None = None) -> object:
    """A YAML text as nested lists, dicts and strings; every scalar is a string, an empty text is an empty list.

    Raises:
        GlossaryError: for a text that is no YAML, uses aliases, tags or merge keys, or has a key twice.
    """
    return _without_collection(lambda: _strings(text, path))


def _strings(text: str, path: Path | None) -> object:
    start = 1 if text.startswith("\ufeff") else 0
    found = plain.records(text, start)
    if found is not None:
        return found
    try:
        unprintable = reading.unprintable(text, start, len(text), 1)
        if unprintable is not None:
            raise unprintable
        node = compose(text, start, len(text), 1)
        return [] if node is None else _object(node)
    except Broken as fault:
        where = f"{path or 'the text'}, line {fault.line}, column {fault.column}"
        raise GlossaryError("Not readable as YAML", f"{where}: {fault.message}.", fault.hint) from None


def add(path: Path, entry: "Entry") -> "Undo":
    """Write an entry at the end of a file, which is made if there is none.

    When this returns, the entry is on the disk. Every byte that was in the file is still there.

    Raises:
        GlossaryError: if it cannot be written, or stands there already; the file is as it was.
    """
    from glossary import editing  # noqa: PLC0415 - opening a text only reads

    return editing.add(Path(path), entry, compose)


def edit(path: Path, old: "Entry", new: "Entry") -> "Undo":
    """Change one entry where it stands; only its lines change.

    Raises:
        GlossaryError: if the file holds no such entry or cannot be written; the file is as it was.
    """
    from glossary import editing  # noqa: PLC0415 - opening a text only reads

    return editing.edit(Path(path), old, new, compose)


def remove(path: Path, entry: "Entry") -> "Undo":
    """Take one entry out; only its lines go.

    Raises:
        GlossaryError: if the file holds no such entry or cannot be written; the file is as it was.
    """
    from glossary import editing  # noqa: PLC0415 - opening a text only reads

    return editing.remove(Path(path), entry, compose)


def undo(done: "Undo") -> "Undo":
    """Take back one change; if the file has changed since, only that change is taken back. Gives its own undo.

    Raises:
        GlossaryError: if the entry is no longer there as it was written, or the file cannot be written.
    """
    from glossary import editing  # noqa: PLC0415 - opening a text only reads

    return editing.undo(done, compose)


def compose(text: str, start: int, end: int, line: int) -> "Node | None":
    """The YAML document in text[start:end], whose first line has the given number; None if it is empty.

    Built from the parser's events without recursion, since composing a deeply nested text in the C library ends
    the process.

    Raises:
        Broken: with the place and a hint.
    """
    import yaml  # noqa: PLC0415 - most files never need it

    piece = text[start:end]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(piece)
    try:
        return _document(loader.get_event, start, line)
    except yaml.MarkedYAMLError as error:
        raise _friendly(error, line, piece) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Broken(line, 1, "This is not readable as YAML", str(error).split("\n", 1)[0][:100]) from None
    finally:
        loader.dispose()


def _document(next_event: "Callable[[], Event | None]", offset: int, line: int) -> "Node | None":
    """The nodes of the only document of a stream; `offset` and `line` place it in the whole text."""
    from yaml import events  # noqa: PLC0415 - as above

    root: Node | None = None
    stack: list[tuple[list[Node], CollectionStartEvent]] = []
    while (event := next_event()) is not None:
        node: Node
        if isinstance(event, events.ScalarEvent):
            _check(event, line, len(stack))
            mark = _mark(event.start_mark)
            begin, end = mark.index + offset, _mark(event.end_mark).index + offset
            node = Scalar(event.value, begin, end, mark.line + line, mark.column + 1, event.style or "")
        elif isinstance(event, events.CollectionStartEvent):
            _check(event, line, len(stack))
            stack.append(([], event))
            continue
        elif isinstance(event, events.CollectionEndEvent):
            node = _collection(*stack.pop(), event, offset, line)
        elif isinstance(event, events.AliasEvent):
            raise _refused(event, line, _ANCHORS, "Write the text out, or put it in quotation marks")
        elif isinstance(event, events.DocumentStartEvent) and root is not None:
            raise _refused(event, line, "A second document begins here", "Delete the line `---`")
        else:
            continue
        if stack:
            stack[-1][0].append(node)
        else:
            root = node
    return root


def _collection(children: "list[Node]", begin: "CollectionStartEvent", end: "Event", offset: int, line: int) -> "Node":
    from yaml import events  # noqa: PLC0415 - as above

    mark = _mark(begin.start_mark)
    flow = bool(begin.flow_style)
    # The parser lets a block end where the next thing begins, behind blank lines and comments.
    stop = _mark(end.end_mark).index + offset if flow or not children else children[-1].end
    place = (mark.index + offset, stop, mark.line + line, mark.column + 1, flow)
    if isinstance(begin, events.SequenceStartEvent):
        return Items(children, *place)
    return Pairs(list(zip(children[::2], children[1::2], strict=True)), *place)


def _check(event: "ScalarEvent | CollectionStartEvent", line: int, depth: int) -> None:
    """Refuse what a text of strings does not have."""
    if event.tag is not None:
        raise _refused(event, line, "Tags (!) are not allowed here", "Put the text in quotation marks")
    if event.anchor is not None:
        raise _refused(event, line, _ANCHORS, "Write the text out, or put it in quotation marks")
    if depth >= DEEPEST:
        raise _refused(event, line, "This is nested too deeply", "An entry has at most a list of fields")


def _mark(mark: "Mark | CMark | None") -> "Mark | CMark":
    """The mark of an event, which every event from a parser has."""
    assert mark is not None  # noqa: S101 - as said
    return mark


def _refused(event: "Event", line: int, message: str, hint: str) -> Broken:
    mark = _mark(event.start_mark)
    return Broken(mark.line + line, mark.column + 1, message, hint)


def _friendly(error: "MarkedYAMLError", line: int, piece: str) -> Broken:
    """A parser's error in words for a person, at the place where the mistake begins."""
    text = f"{error.context or ''} {error.problem or ''}"
    mark, context = error.problem_mark, error.context_mark
    lines = piece.split("\n")
    here = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    message, hint = "This is not readable as YAML", "Put the text in quotation marks"
    if "quoted scalar" in text:
        message, hint, mark = "A quotation mark is never closed", "Close it, or quote the text the other way", context
    elif "\\t" in text or "\t" in here[: len(here) - len(here.lstrip())]:
        message, hint = "A tab stands where blanks belong", "Indent with blanks"
    elif "mapping values are not allowed" in text:
        message, hint = _second_colon(here)
    elif "flow" in text and context is not None:
        message, hint, mark = "This bracket is never closed", "Close it, or put a comma between the parts", context
    elif "block" in text and "expected" in text:
        message, hint = "Indentation or a bracket does not fit here", "Indent all fields of an entry alike"
    elif "cannot start any token" in text:
        message, hint = "A text cannot begin with this character", "Put it in quotation marks"
    elif "sequence entries are not allowed" in text:
        message, hint = "A list cannot begin in this line", 'Put “-” in quotation marks: "-"'
    elif "duplicate" in text or "alias" in text or "anchor" in text:
        message, hint = "A text cannot begin with * or &", "Put it in quotation marks"
    if mark is None:
        return Broken(line, 1, message, hint)
    return Broken(mark.line + line, mark.column + 1, message, hint)


def _second_colon(line: str) -> tuple[str, str]:
    """What is wrong with a line in which the parser did not expect a colon."""
    key = line.find(": ")
    if key > LONGEST_KEY:
        return f"A term of {key:,} characters is too long", f"Keep to {LONGEST_KEY:,} characters"
    return "A second `: ` stands in this line", "Put the text in quotation marks"


def _object(node: "Node") -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_object(item) for item in node.items]
    found: dict[str, object] = {}
    for key, value in node.pairs:
        if not isinstance(key, Scalar):
            raise Broken(key.line, key.column, "A key is a single string", "Write it as `key: value`")
        if key.text == "<<" and not key.style:
            raise Broken(key.line, key.column, "Merge keys (<<) are not allowed here", "Write the text out")
        if key.text in found:
            raise Broken(key.line, key.column, f"The key “{key.text[:40]}” stands twice", "Keep one of them")
        found[key.text] = _object(value)
    return found


def _without_collection(work: "Callable[[], T]") -> "T":
    """Do some work without garbage collection: on a hundred thousand new values that costs more than reading them."""
    was = gc.isenabled()
    gc.disable()
    try:
        return work()
    finally:
        if was:
            gc.enable()
