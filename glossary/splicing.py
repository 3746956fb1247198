"""Where an entry stands in a text, and the texts that come of changing it.

Pure: texts in, texts out. Each function yields candidates, the one that touches the fewest characters first; the
caller reads them back and takes the first that means what was meant.
"""

from typing import TYPE_CHECKING, NamedTuple

from glossary import writing
from glossary.nodes import Items, Pairs, Scalar
from glossary.schema import FIELDS, SUFFIXES, SYNONYMS, Reading, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.entry import Entry
    from glossary.nodes import Node


class Place(NamedTuple):
    """An entry in a text: its key, its value, and for a homograph which item of the list it is."""

    entry: "Entry"
    key: Scalar
    value: "Node"
    item: int | None


class Found(NamedTuple):
    """All entries of a text, its line end, its margin and its indentation."""

    places: list[Place]
    eol: str
    margin: str
    indent: str


def found(text: str, pairs: "list[tuple[Node, Node]]", indent: str = "  ") -> Found:
    """The entries of a text with their places; each key read for itself, so that doubles are both there.

    The last block sets the indentation of new ones; `indent` is that of a text without any.
    """
    places: list[Place] = []
    margin = ""
    for key, value in pairs:
        reading = Reading(Source(None, ""))
        reading.key(key, value)
        if isinstance(key, Scalar):
            several = isinstance(value, Items) and len(reading.entries) == len(value.items) and _is_homograph(value)
            places.extend(
                Place(entry, key, value, number if several else None) for number, entry in enumerate(reading.entries)
            )
        start = text.rfind("\n", 0, key.start) + 1
        before = text[start : key.start].removeprefix("\ufeff")
        margin = before[: len(before) - len(before.lstrip(" "))]
        if isinstance(value, Pairs) and not value.flow and value.column > key.column:
            indent = " " * (value.column - key.column)
    last = text.rfind("\n")
    return Found(places, "\r\n" if last > 0 and text[last - 1] == "\r" else "\n", margin, indent)


def _is_homograph(value: Items) -> bool:
    return all(isinstance(item, Pairs) for item in value.items)


def locate(found: Found, entry: "Entry") -> Place | None:
    """The place that says what an entry says; the one in its line if there are several."""
    same = [place for place in found.places if place.entry == entry]
    near = [place for place in same if place.key.line == entry.line]
    return (near or same or [None])[0]  # type: ignore[list-item]


def added(text: str, found: Found, entry: "Entry") -> "Iterator[str]":
    """The text with an entry at its end; a missing final line end stays missing, and an end of document the end."""
    lines = writing.lines(entry, found.indent, found.margin)
    if not text or text == "\ufeff" or text.endswith("\n"):
        yield text + "".join(line + found.eol for line in lines)
    else:
        yield text + "".join(found.eol + line for line in lines)
    mark = text.rfind("\n...") + 1
    if mark and not text[mark + 3 :].strip():
        yield text[:mark] + "".join(line + found.eol for line in lines) + text[mark:]


def removed(text: str, place: Place) -> "Iterator[str]":
    """The text without an entry's lines."""
    if place.item is not None and isinstance(place.value, Items) and len(place.value.items) > 1:
        yield from _without_item(text, place.value, place.item)
        return
    if not _begins_its_line(text, place.key):
        return
    start, end = _lines(text, place.key, place.value)
    yield text[:start] + text[end:]


def moved(text: str, found: Found, place: Place, entry: "Entry") -> "Iterator[str]":
    """The text without one meaning of a homograph, which becomes an entry of its own at the end."""
    for without in removed(text, place):
        yield from added(without, found, entry)


def edited(text: str, found: Found, place: Place, new: "Entry") -> "Iterator[str]":
    """The text with one entry changed where it stands; new lines end as its own does."""
    key, value = place.key, place.value
    end = text.find("\n", key.start)
    if end > 0:
        found = found._replace(eol="\r\n" if text[end - 1] == "\r" else "\n")
    if place.item is not None and isinstance(value, Items):
        item = value.items[place.item]
        if isinstance(item, Pairs) and not item.flow:
            yield _spliced(text, _field_splices(text, found, item, place.entry, new))
        yield _spliced(text, [(item.start, _value_end(text, item), writing.flow(new))])
        return
    if not _begins_its_line(text, key):
        return
    key_splices = _key_splices(place, new)
    if isinstance(value, Pairs) and not value.flow:
        yield _spliced(text, [*key_splices, *_field_splices(text, found, value, place.entry, new)])
    elif isinstance(value, Pairs):
        yield _spliced(text, [*key_splices, (value.start, _value_end(text, value), writing.flow(new))])
    elif writing.is_short(new) or (new.match == place.entry.match and set(writing.fields(new)) == {"en", "match"}):
        style = value.style if isinstance(value, Scalar) and value.style in ("'", '"') else ""
        fresh = writing.value(new.targets, style=style)
        splice = (value.start, _value_end(text, value), fresh)
        yield _spliced(text, [*key_splices, splice] if _differ(place, new) else key_splices)
    else:
        yield _to_long(text, found, place, new)
    start, end = _line_start(text, key.start), _line_end(text, _value_end(text, value))
    lines = found.eol.join(writing.lines(new, found.indent, found.margin))
    last = found.eol if text[start:end].endswith("\n") else ""
    yield text[:start] + lines + last + text[end:]


def _differ(place: Place, new: "Entry") -> bool:
    return place.entry.targets != new.targets


def _key_splices(place: Place, new: "Entry") -> list[tuple[int, int, str]]:
    """What becomes of the key: nothing, or the new term with the old shorthand in the old quotation marks."""
    key, old = place.key, place.entry
    suffix = key.text[len(old.source) :] if key.text.startswith(old.source) else ""
    if suffix and SUFFIXES.get(suffix) != new.match:
        suffix = ""
    if new.source + suffix == key.text:
        return []
    style = key.style if key.style in ("'", '"') else '"' if new.source in writing.RESERVED else ""
    return [(key.start, key.end, writing.scalar(new.source + suffix, style=style))]


def _to_long(text: str, found: Found, place: Place, new: "Entry") -> str:
    """A short entry as a block: the value leaves its line, a remark behind it stays there."""
    key_splices = [(place.key.start, place.key.end, writing.scalar(new.source, style=place.key.style))]
    if place.key.text == new.source:
        key_splices = []
    value = place.value
    start = value.start
    while text[start - 1] == " ":
        start -= 1
    end = _line_end(text, _value_end(text, value))
    block = [line + found.eol for line in writing.block(new, found.indent, found.margin)]
    insert = "".join(block)
    if not text[:end].endswith("\n"):
        insert = found.eol + insert[: -len(found.eol)]
    return _spliced(text, [*key_splices, (start, _value_end(text, value), ""), (end, end, insert)])


def _field_splices(text: str, found: Found, value: Pairs, old: "Entry", new: "Entry") -> list[tuple[int, int, str]]:
    """Only the fields that differ: replaced, taken out with their lines, or put behind the last one."""
    before, after = writing.fields(old), writing.fields(new)
    nodes = {SYNONYMS.get(key.text, key.text): (key, node) for key, node in value.pairs if isinstance(key, Scalar)}
    if "match" in nodes and new.match == "inflected" and new.source[-1:] in SUFFIXES:
        after["match"] = "inflected"
    splices: list[tuple[int, int, str]] = []
    fresh: list[str] = []
    margin = " " * (value.column - 1)
    for name in FIELDS:
        if before.get(name) == after.get(name):
            continue
        if name in nodes and name in after:
            node = nodes[name][1]
            style = node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""
            splices.append((node.start, _value_end(text, node), _restyled(after[name], style, name, new)))
            if nodes[name][0].text != name:
                splices.append((nodes[name][0].start, nodes[name][0].end, name))
        elif name in nodes:
            key, node = nodes[name]
            splices.append((*_lines(text, key, node), ""))
        else:
            fresh.append(f"{margin}{name}: {after[name]}")
    if fresh:
        end = _line_end(text, _value_end(text, value))
        joined = "".join(line + found.eol for line in fresh)
        if not text[:end].endswith("\n"):
            joined = found.eol + joined[: -len(found.eol)]
        splices.append((end, end, joined))
    return splices


def _restyled(yaml: str, style: str, name: str, new: "Entry") -> str:
    """A field's new value in the quotation marks of the old one, if both are a single string."""
    if not style:
        return yaml
    texts = new.targets if name == "en" else getattr(new, name)
    if isinstance(texts, str):
        return writing.scalar(texts, style=style)
    return writing.value(texts, style=style) if len(texts) == 1 else yaml


def _without_item(text: str, value: Items, item: int) -> "Iterator[str]":
    """A list of meanings without one of them."""
    node = value.items[item]
    if value.flow:
        if item + 1 < len(value.items):
            yield text[: node.start] + text[value.items[item + 1].start :]
        else:
            yield text[: value.items[item - 1].end] + text[node.end :]
        return
    yield text[: _line_start(text, node.start)] + text[_line_end(text, _value_end(text, node)) :]


def _spliced(text: str, splices: list[tuple[int, int, str]]) -> str:
    """The text with each (start, end) replaced; the places are those of the old text, and so is its end."""
    ended = text.endswith("\n")
    for start, end, fresh in sorted(splices, reverse=True):
        text = text[:start] + fresh + text[end:]
    return text if ended else text.removesuffix("\n").removesuffix("\r")


def _value_end(text: str, node: "Node") -> int:
    """Where a value ends without the line break, and the blank lines behind, that the parser counts to a block text."""
    end = node.end
    while end > node.start and text[end - 1] in "\r\n ":
        end -= 1
    return end


def _lines(text: str, first: "Node", last: "Node") -> tuple[int, int]:
    """The lines from one node to another; at the end of a text without a final line end, the break before them."""
    start, end = _line_start(text, first.start), _line_end(text, _value_end(text, last))
    if end == len(text) and not text.endswith("\n") and start > 0 and text[start - 1] == "\n":
        start -= 2 if text[start - 2 : start] == "\r\n" else 1
    return start, end


def _begins_its_line(text: str, key: Scalar) -> bool:
    return text[_line_start(text, key.start) : key.start].strip(" \ufeff") in ("", "?")


def _line_start(text: str, at: int) -> int:
    start = text.rfind("\n", 0, at) + 1
    return start + 1 if text.startswith("\ufeff", start) else start


def _line_end(text: str, at: int) -> int:
    """Behind the line break of the line in which a node ends."""
    if at > 0 and text[at - 1] == "\n":
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
