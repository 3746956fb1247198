"""What the names of styles in word processors say of their paragraphs.

Word and LibreOffice write the built-in names in English whatever their language, other programs in that of their
user; so German ones are known, too.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.document import Kind
from reader.formats.flow import Look

_HEADING: Final = re.compile(
    r"(?:heading|überschrift|ueberschrift|kapitel(?:überschrift)?|titre) ?([1-9])", re.IGNORECASE
)
_KINDS: Final = (
    (re.compile(r"title|titel|buchtitel", re.IGNORECASE), Look(Kind.HEADING, 1, title=True)),
    (re.compile(r"subtitle|untertitel", re.IGNORECASE), Look(Kind.HEADING, 2)),
    (re.compile(r"(?:toc|verzeichnis|inhaltsverzeichnis|contents) ?[1-9]|(?:index|table of figures).*", re.IGNORECASE),
     Look(dim=True)),
    (re.compile(r"(?:toc|inhaltsverzeichnis|verzeichnis)[ -]?(?:heading|überschrift)|inhaltsverzeichnisüberschrift",
                re.IGNORECASE), Look(dim=True)),
    (re.compile(r"(?:intense |intensives |block)?(?:quote|quotations?|zitat)|block ?text|blockzitat", re.IGNORECASE),
     Look(Kind.QUOTE, 1)),
    (re.compile(r"html (?:preformatted|vorformatiert)|(?:source )?code|quell(?:text|code)|preformatted ?text|"
                r"vorformatierter text|plain ?text|macro(?: text)?|listing", re.IGNORECASE), Look(Kind.CODE)),
    (re.compile(r"(?:verse?|gedicht|poem|poetry|strophe|lyrik)(?:zeile|block|line)?", re.IGNORECASE), Look(Kind.VERSE)),
    (re.compile(r"list bullet ?[1-9]?|aufzählungszeichen ?[1-9]?", re.IGNORECASE), Look(Kind.ITEM, label="•")),
    (re.compile(r"list number ?[1-9]?|listennummer ?[1-9]?|nummerierung ?[1-9]?", re.IGNORECASE), Look(Kind.ITEM)),
    (re.compile(r"definition term(?: tight)?|list heading|listenüberschrift|liste anfang", re.IGNORECASE),
     Look(Kind.ITEM, lone=True)),
    (re.compile(r"definition(?: definition)?(?: tight)?|list contents|listeninhalt", re.IGNORECASE),
     Look(Kind.ITEM, 1, lone=True)),
    (re.compile(r"horizontal ?line|horizontale linie", re.IGNORECASE), Look(Kind.RULE)),
    (re.compile(r"list (?:continue|paragraph) ?[1-9]?|listen(?:absatz|fortsetzung) ?[1-9]?", re.IGNORECASE),
     Look(Kind.ITEM)),
    (re.compile(r"(?:foot|end)note text|(?:fuß|end)notentext", re.IGNORECASE), Look(Kind.PARAGRAPH)),
)  # fmt: skip
MONOSPACED: Final = re.compile(r"courier|consolas|mono|menlo|monaco|lucida console|fixedsys|typewriter", re.IGNORECASE)
CODE_STYLE: Final = re.compile(
    r"(?:html )?(?:code|keyboard|typewriter|teletype|sample|tastatur|(?:source[ _]?|quell)(?:text|code)|verbatim.*)",
    re.IGNORECASE,
)


def look_of_name(name: str) -> Look | None:
    """What paragraphs with a style of this name are; None if the name says nothing.

    >>> look_of_name("Überschrift 2"), look_of_name("Standard")
    (Look(kind=<Kind.HEADING: 1>, level=2, label='', dim=False, title=False, lone=False), None)
    """
    heading = _HEADING.fullmatch(name.strip())
    if heading:
        return Look(Kind.HEADING, min(int(heading[1]), 6))
    look = next((look for pattern, look in _KINDS if pattern.fullmatch(name.strip())), None)
    last = name.strip()[-1:]
    depth = int(last) - 1 if last in set("123456789") else 0
    return look._replace(level=depth) if look and look.kind is Kind.ITEM and depth > 0 else look
