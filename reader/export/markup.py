"""Text made harmless for XML and HTML, and cut into runs in which nothing changes.

Invariant: what is escaped here holds no markup, and no character that XML cannot hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.document import Style
from reader.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.document import Emphasis
    from reader.export.values import TermPlace

_TEXT: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
_ATTRIBUTE: Final = _TEXT | {ord('"'): "&quot;", ord("'"): "&#39;", ord("\n"): " "}


def escaped(text: str) -> str:
    """Text for an element.

    >>> escaped("</script> & Co.")
    '&lt;/script&gt; &amp; Co.'
    """
    return clean(text).translate(_TEXT)


def attribute(text: str) -> str:
    """Text for an attribute in quotes of either sort."""
    return clean(text).translate(_ATTRIBUTE)


class Run(NamedTuple):
    """Some characters of a segment that look alike.

    Attributes:
        text: the characters.
        entry: the entry of the term they belong to; -1 for none.
        style: how they stand out.
        target: where a link or a note mark leads.
    """

    text: str
    entry: int = -1
    style: Style = Style.PLAIN
    target: str = ""


def runs(text: str, terms: tuple[TermPlace, ...], emphasis: tuple[Emphasis, ...] = ()) -> Iterator[list[Run]]:
    """A text as groups of runs: a term is a group of its own, and so is each stretch between two terms.

    >>> from reader.export.values import TermPlace
    >>> [[run.text for run in group] for group in runs("OPEC+ tagt.", (TermPlace(0, 5, 0),))]
    [['OPEC+'], [' tagt.']]
    """
    at = 0
    for start, end, entry in terms:
        if start > at:
            yield list(_styled(text, at, start, -1, emphasis))
        yield list(_styled(text, max(start, at), end, entry, emphasis))
        at = max(at, end)
    if at < len(text):
        yield list(_styled(text, at, len(text), -1, emphasis))


def _styled(text: str, start: int, end: int, entry: int, emphasis: tuple[Emphasis, ...]) -> Iterator[Run]:
    at = start
    for left, right, style, target in emphasis:
        a, b = max(left, start), min(right, end)
        if a >= b:
            continue
        if a > at:
            yield Run(text[at:a], entry)
        yield Run(text[a:b], entry, style, target)
        at = b
    if at < end:
        yield Run(text[at:end], entry)
