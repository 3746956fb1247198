"""What Project Gutenberg puts around its books: told by the two lines that part it from the book.

Invariant: nothing is taken away; what stands around a book counts as no part of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.core.document import Document

_BEGINS: Final = re.compile(r"\*\*\* ?START(?: OF|:)", re.IGNORECASE)
_ENDS: Final = ("*** END OF TH", "***END OF TH", "*** END: ")
_LAST_LINE: Final = re.compile(r"(?:End|Ende) (?:of|des) (?:the |this )?Proje[ck]t Gutenberg", re.IGNORECASE)
_LICENCE_CHARS: Final = 40_000


def with_licence_dimmed(found: Document) -> Document:
    """The document, what Project Gutenberg puts around its books counted as no part of the book."""
    # Nearly all texts have no such line, and this one is found quickly.
    begin = found.text.find("***", 0, _LICENCE_CHARS)
    match = _BEGINS.search(found.text, begin, _LICENCE_CHARS) if begin >= 0 else None
    if match is None or "gutenberg" not in found.text[: match.end() + 200].lower():
        return found
    end = max(map(found.text.rfind, _ENDS))
    last = found.paragraph_at(end) if end > match.start() else len(found)
    if 0 < last < len(found) and _LAST_LINE.match(found.paragraph(last - 1)):
        last -= 1
    around = {*range(found.paragraph_at(match.start()) + 1), *range(last, len(found))}
    return replace(found, boilerplate=found.boilerplate | around)
