"""The text of a segment as HTML: terms are links to their entries, emphasis is emphasis, all else is escaped.

Invariant: the result is well-formed XHTML, and holds no link but to http, https, mailto or a place in the same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style
from reader.export.markup import attribute, escaped, runs
from reader.export.notes import note_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.document import Emphasis
    from reader.export.markup import Run
    from reader.export.values import TermPlace

_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_NO_ADDRESS: Final = re.compile(r"[|\\^`{}\"<>\[\]]|%(?![0-9A-Fa-f]{2})")
"""What no address may hold as it is; browsers forgive it, books do not."""
_TAGS: Final = (
    (Style.CODE, "code"),
    (Style.EMPH, "em"),
    (Style.STRONG, "strong"),
    (Style.STRIKE, "s"),
    (Style.NOTE_REF, "sup"),
)


def _no_more(_paragraph: int) -> str:
    return ""


class Links(NamedTuple):
    """What the links of a text become.

    Attributes:
        term: makes the link of a term from the number of its entry and its HTML.
        place: the address of a paragraph, by its number; "" for none.
        note: further attributes of a link to the note that a paragraph is.
    """

    term: Callable[[int, str], str]
    place: Callable[[int], str]
    note: Callable[[int], str] = _no_more


def inline(text: str, terms: tuple[TermPlace, ...], emphasis: tuple[Emphasis, ...], links: Links) -> str:
    """A segment's text as HTML."""
    parts = []
    for group in runs(text, terms, emphasis):
        if group and group[0].entry >= 0:
            parts.append(links.term(group[0].entry, "".join(map(_styled, group))))
        else:
            parts += [_linked(run, links) for run in group]
    return "".join(parts)


def _styled(run: Run) -> str:
    text = escaped(run.text)
    for style, tag in _TAGS:
        if style in run.style:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _linked(run: Run, links: Links) -> str:
    text = _styled(run)
    if run.target.startswith("#") and run.target[1:].isdecimal():
        address = links.place(int(run.target[1:]))
        note = note_of(run.style, run.target)
        more = links.note(note) if note >= 0 else ""
        return f'<a href="{attribute(address)}"{more}>{text}</a>' if address else text
    if _OUTSIDE.fullmatch(run.target):
        address = _NO_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", run.target)
        return f'<a href="{attribute(address)}" rel="noopener noreferrer">{text}</a>'
    return text
