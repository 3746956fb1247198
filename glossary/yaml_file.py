"""Glossary files: reading them, and changing one entry in place. The one home of the YAML library.

Every scalar is a string (`NO`, `1:30`, `007` and `~` stay what was typed); aliases, anchors, tags and merge keys are
refused, so that no text can unfold into more than it is. The library is imported when a text needs it: plain lines
are read without.
"""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import editing, plain, reading
from glossary.editing import Undo
from glossary.nodes import Broken, Items, Pairs, Scalar
from glossary.problems import GlossaryError, Problem
from glossary.writing import is_short
from glossary.entry import Glossary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.entry import Entry
    from glossary.nodes import Node

__all__ = ["Undo", "add", "GlossaryError", "compose", "edit", "is_short", "load_file", "load_strings", "parse", "remove", "undo"]

DEEPEST = 16
"""Nesting beyond this is no glossary and no file of pairs."""

_UNICODE_BREAKS = "\x85\u2028\u2029"


def parse(text: str | bytes, *, path: Path | None = None, layer: str = "") -> Glossary:
    """The glossary a YAML text holds. Never raises for what stands in it: mistakes are in `problems`."""
    if isinstance(text, bytes):
        text = reading.decode(text)
    with _no_collection():
        return reading.parse(text, path, layer, compose)


def load_file(path: Path, *, layer: str = "", must_exist: bool = False) -> Glossary:
    """The glossary in a file. A missing file is an empty glossary unless it must exist.

    Whatever else keeps it from being read (a directory, no permission) is a problem of the glossary.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        problem = Problem(path, 0, 0, "There is no such file", "Check the path")
        return Glossary((), (problem,)) if must_exist else Glossary()
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        return Glossary((), (Problem(path, 0, 0, f"This file cannot be read: {why}", "Check path and permissions"),))
    return parse(data, path=path, layer=layer or path.name)


def load_strings(text: str, path: Path | None = None) -> object:
    """A YAML text as nested lists, dicts and strings; every scalar is a string, an empty text is an empty list.

    Raises:
        GlossaryError: for a text that is no YAML, uses aliases, tags or merge keys, or has a key twice.
    """
    start = 1 if text.startswith("\ufeff") else 0
    with _no_collection():
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


def add(path: Path, entry: "Entry") -> Undo:
    """Write an entry at the end of a file, which is made if there is none.

    When this returns, the entry is on the disk. Every byte that was in the file is still there.

    Raises:
        GlossaryError: if it cannot be written, or stands there already; the file is as it was.
    """
    return editing.add(Path(path), entry, compose)


def edit(path: Path, old: "Entry", new: "Entry") -> Undo:
    """Change one entry where it stands; only its lines change.

    Raises:
        GlossaryError: if the file holds no such entry or cannot be written; the file is as it was.
    """
    return editing.edit(Path(path), old, new, compose)


def remove(path: Path, entry: "Entry") -> Undo:
    """Take one entry out; only its lines go.

    Raises:
        GlossaryError: if the file holds no such entry or cannot be written; the file is as it was.
    """
    return editing.remove(Path(path), entry, compose)


def undo(done: Undo) -> Undo:
    """Take back one change; if the file has changed since, only that change is taken back. Gives its own undo.

    Raises:
        GlossaryError: if the entry is no longer there as it was written, or the file cannot be written.
    """
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
        return _Composer(start, line, yaml).document(loader)
    except yaml.MarkedYAMLError as error:
        raise _friendly(error, line, piece) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Broken(line, 1, "This is not readable as YAML", str(error).split("\n", 1)[0][:100]) from None
    finally:
        loader.dispose()


class _Composer:
    """Builds nodes from events; `offset` and `line` place the piece in the whole text."""

    __slots__ = ("_events", "_line", "_offset")

    def __init__(self, offset: int, line: int, yaml: object) -> None:
        self._offset = offset
        self._line = line
        self._events = yaml

    def document(self, loader: object) -> "Node | None":
        """The only document of a stream."""
        yaml = self._events
        next_event = loader.get_event  # type: ignore[attr-defined]
        root: Node | None = None
        stack: list[tuple[bool, list[Node], object]] = []
        while True:
            event = next_event()
            kind = type(event)
            node: Node
            if kind is yaml.ScalarEvent:  # type: ignore[attr-defined]
                if event.anchor is not None or event.tag is not None:
                    raise self._refused(event)
                mark = event.start_mark
                start, stop = mark.index + self._offset, event.end_mark.index + self._offset
                node = Scalar(event.value, start, stop, mark.line + self._line, mark.column + 1, event.style or "")
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:  # type: ignore[attr-defined]
                if event.anchor is not None or event.tag is not None or len(stack) >= DEEPEST:
                    raise self._refused(event)
                stack.append((kind is yaml.MappingStartEvent, [], event))  # type: ignore[attr-defined]
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:  # type: ignore[attr-defined]
                node = self._collection(*stack.pop(), event)
            elif kind is yaml.AliasEvent:  # type: ignore[attr-defined]
                raise self._refused(event)
            elif kind is yaml.StreamEndEvent:  # type: ignore[attr-defined]
                return root
            elif kind is yaml.DocumentStartEvent and root is not None:  # type: ignore[attr-defined]
                mark = event.start_mark
                hint = "Delete the line `---`"
                raise Broken(mark.line + self._line, mark.column + 1, "A second document begins here", hint)
            else:
                continue
            if stack:
                stack[-1][1].append(node)
            else:
                root = node

    def _collection(self, mapping: bool, children: "list[Node]", begin: object, end: object) -> "Node":  # noqa: FBT001
        mark = begin.start_mark  # type: ignore[attr-defined]
        flow = bool(begin.flow_style)  # type: ignore[attr-defined]
        start = mark.index + self._offset
        stop = end.end_mark.index + self._offset if flow or not children else children[-1].end  # type: ignore[attr-defined]
        line, column = mark.line + self._line, mark.column + 1
        if not mapping:
            return Items(children, start, stop, line, column, flow)
        pairs = list(zip(children[::2], children[1::2], strict=True))
        return Pairs(pairs, start, stop, line, column, flow)

    def _refused(self, event: object) -> Broken:
        mark = event.start_mark  # type: ignore[attr-defined]
        line, column = mark.line + self._line, mark.column + 1
        if getattr(event, "tag", None) is not None:
            return Broken(line, column, "Tags (!) are not allowed here", "Put the text in quotation marks")
        if getattr(event, "anchor", None) is not None:
            return Broken(line, column, "Anchors and aliases (& and *) are not allowed here", "Write the text out")
        return Broken(line, column, "This is nested too deeply", "An entry has at most a list of fields")


def _friendly(error: object, line: int, piece: str) -> Broken:
    """A parser's error in words for a person, at the place where the mistake begins."""
    text = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    lines = piece.split("\n")
    here = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    message, hint = "This is not readable as YAML", "Put the text in quotation marks"
    if "quoted scalar" in text:
        message, hint, mark = "A quotation mark is never closed", "Close it, or quote the text the other way", context
    elif "\\t" in text or "\t" in here[: len(here) - len(here.lstrip())]:
        message, hint = "A tab stands where blanks belong", "Indent with blanks"
    elif "mapping values are not allowed" in text:
        message, hint = "A second `: ` stands in this line", "Put the text in quotation marks"
    elif "expected ':'" in text or "expected ','" in text or "expected <block end>" in text:
        message, hint = "Something is left over or missing here", "Check brackets, commas, colons and indentation"
    elif "cannot start any token" in text:
        message, hint = "A text cannot begin with this character", "Put it in quotation marks"
    elif "sequence entries are not allowed" in text:
        message, hint = "A list cannot begin in this line", 'Put “-” in quotation marks: "-"'
    elif "duplicate" in text or "alias" in text or "anchor" in text:
        message, hint = "A text cannot begin with * or &", "Put it in quotation marks"
    if mark is None:
        return Broken(line, 1, message, hint)
    return Broken(mark.line + line, mark.column + 1, message, hint)


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


@contextmanager
def _no_collection() -> "Iterator[None]":
    """No garbage collection meanwhile: on a hundred thousand new values it costs more than reading them."""
    import gc  # noqa: PLC0415 - built in, no cost

    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
