"""The text of a segment as HTML: terms are links to their entries, emphasis is emphasis, all else is escaped.

Invariant: the result is well-formed XHTML, and holds no link but to http, https, mailto or a place in the same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.core.document import Style
from reader.export.markup import attribute, escaped, runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.document import Emphasis
    from reader.export.markup import Run
    from reader.export.work import TermPlace

_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_TAGS: Final = ((Style.CODE, "code"), (Style.EMPH, "em"), (Style.STRONG, "strong"), (Style.NOTE_REF, "sup"))


def inline(
    text: str,
    terms: tuple[TermPlace, ...],
    emphasis: tuple[Emphasis, ...],
    term: Callable[[int, str], str],
    place: Callable[[int], str],
) -> str:
    """A segment's text as HTML.

    Args:
        text: the text.
        terms: the terms in it.
        emphasis: what stands out in it.
        term: makes the link of a term from the number of its entry and its HTML.
        place: the address of a paragraph, by its number; "" for none.
    """
    parts = []
    for group in runs(text, terms, emphasis):
        if group and group[0].entry >= 0:
            parts.append(term(group[0].entry, "".join(map(_styled, group))))
        else:
            parts += [_linked(run, place) for run in group]
    return "".join(parts)


def _styled(run: Run) -> str:
    text = escaped(run.text)
    for style, tag in _TAGS:
        if style in run.style:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _linked(run: Run, place: Callable[[int], str]) -> str:
    text = _styled(run)
    if run.target.startswith("#") and run.target[1:].isdecimal():
        address = place(int(run.target[1:]))
        return f'<a href="{attribute(address)}">{text}</a>' if address else text
    if _OUTSIDE.fullmatch(run.target):
        return f'<a href="{attribute(run.target)}" rel="noopener noreferrer">{text}</a>'
    return text
