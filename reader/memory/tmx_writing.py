"""Writing TMX 1.4b, in constant memory.

Invariant: what is written here is read back equal by `tmx_reading`, times to the second; and it is valid by the DTD,
so that other tools read it, to whom state and origin are properties they do not know.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain

from reader.core.target import TargetState
from reader.memory.tmx_reading import DATE
from reader.memory.unit import StoredUnit
from reader.memory.xml_pieces import ORIGIN, STATE, TERMS

_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
_ATTRIBUTE = _TEXT | {ord('"'): "&quot;", ord("\n"): " "}


def pieces(
    units: Iterable[StoredUnit], version: str, now_ms: int, about: Iterable[tuple[str, str]] = ()
) -> Iterator[str]:
    """The text of a TMX file, piece by piece.

    Args:
        units: what is written.
        version: of this program.
        now_ms: the time, in milliseconds since 1970.
        about: the text that the units come from, as properties: type and value.
    """
    properties = "".join(f'<prop type="{kind}">{value.translate(_TEXT)}</prop>\n' for kind, value in about if value)
    rest = iter(units)
    first = next(rest, None)
    language = first.unit.pair.source if first is not None else "de"
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="lesepult" creationtoolversion="{_attribute(version)}" segtype="sentence"'
        f' o-tmf="lesepult" adminlang="en" srclang="{_attribute(language)}" datatype="plaintext"'
        f' creationdate="{_date(now_ms)}">\n{properties}</header>\n<body>\n'
    )
    for stored in chain([first] if first is not None else [], rest):
        yield _unit(stored, language)
    yield "</body>\n</tmx>\n"


def _unit(stored: StoredUnit, language: str) -> str:
    unit = stored.unit
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in (
            ("creationdate", _date(stored.created)),
            ("creationid", _attribute(unit.origin)),
            ("changedate", _date(stored.updated)),
            ("srclang", "" if unit.pair.source == language else _attribute(unit.pair.source)),
        )
        if value
    )
    properties = "".join(
        f'<prop type="{kind}">{value.translate(_TEXT)}</prop>\n'
        for kind, value in ((STATE, unit.state.value), (ORIGIN, unit.origin), (TERMS, unit.terms.hex()))
        if value
    )
    texts = "".join(
        f'<tuv xml:lang="{_attribute(tag)}"><seg>{text.translate(_TEXT)}</seg></tuv>\n'
        for tag, text in zip(unit.pair, (unit.source, unit.target), strict=True)
    )
    return f"<tu{attributes}>\n{properties}{texts}</tu>\n"


def _attribute(text: str) -> str:
    return text.translate(_ATTRIBUTE)


def _date(time_ms: int) -> str:
    try:
        return datetime.fromtimestamp(time_ms // 1000, UTC).strftime(DATE) if time_ms > 0 else ""
    except (ValueError, OverflowError, OSError):  # no year that a date could have
        return ""


STATES = {state.value: state for state in (TargetState.MACHINE, TargetState.MEMORY, TargetState.EDITED)}
"""The states as a file names them."""
