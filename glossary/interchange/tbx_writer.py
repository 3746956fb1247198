"""Writing TBX-Basic, version 3 (ISO 30042:2019), style dca: a concept for each entry.

What TBX-Basic has no category for stands in notes of our own (`x-match: exact`); they are valid TBX, and other
programs show them as notes. Order and places of the elements are those the schema asks for.
"""

import re
from typing import TYPE_CHECKING

from glossary.interchange import losing
from glossary.interchange.cleaning import without_control
from glossary.interchange.tbx_names import MACHINE, MARK, NAMESPACE, PARTS_OF_SPEECH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Entry
    from glossary.interchange.exporting import Options, Piece
    from glossary.interchange.findings import Losses

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="{lang}" xmlns="{namespace}">
<tbxHeader><fileDesc><sourceDesc><p>{mark}</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_TAIL = "</body></text>\n</tbx>\n"

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_SPECIAL = re.compile("[&<>\r]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def pieces(entries: "Iterable[Entry]", losses: "Losses", options: "Options") -> "Iterator[Piece]":
    """The head, a concept for each entry, and the tail. No field is lost."""
    yield _HEAD.format(lang=options.langs[0], namespace=NAMESPACE, mark=MARK), 0
    for number, entry in enumerate(losing.present(entries, losses), start=1):
        yield _concept(entry, number, options.langs), 1
    yield _TAIL, 0


def _concept(entry: "Entry", number: int, langs: tuple[str, str]) -> str:
    parts = [f'<conceptEntry id="c{number}">\n']
    if _DATE.fullmatch(entry.added):
        parts.append(f'<transacGrp><transac type="transactionType">origination</transac><date>{entry.added}</date>')
        parts.append("</transacGrp>\n")
    if entry.domain:
        parts.append(f'<descrip type="subjectField">{_text(entry.domain)}</descrip>\n')
    parts += [f"<note>{_text(note)}</note>\n" for note in _notes(entry)]
    pos = f'<termNote type="partOfSpeech">{PARTS_OF_SPEECH.get(entry.pos, "other")}</termNote>' if entry.pos else ""
    parts.append(f'<langSec xml:lang="{langs[0]}">\n')
    parts.append(_term(entry.source, "preferredTerm", pos))
    variant = f'{pos}<termNote type="termType">variant</termNote>'
    parts += [_term(form, "admittedTerm", variant) for form in entry.forms]
    parts.append(f'</langSec>\n<langSec xml:lang="{langs[1]}">\n')
    for at, target in enumerate(entry.targets):
        parts.append(_term(target, "admittedTerm" if at else "preferredTerm", pos))
    parts += [_term(target, "deprecatedTerm", pos) for target in entry.forbidden]
    parts.append("</langSec>\n</conceptEntry>\n")
    return "".join(parts)


def _notes(entry: "Entry") -> list[str]:
    """The notes of a concept: ours for what has no category, the remark last."""
    notes = []
    if entry.targets == (entry.source,):
        notes.append("translation needed: no")
    if entry.match != "inflected":
        notes.append(f"x-match: {entry.match}")
    if entry.case != "smart":
        notes.append(f"x-case: {entry.case}")
    if entry.pos and (entry.pos not in PARTS_OF_SPEECH or entry.pos == "name"):
        notes.append(f"x-pos: {entry.pos}")
    if entry.added and not _DATE.fullmatch(entry.added):
        notes.append(f"x-added: {entry.added}")
    if entry.note:
        notes.append(f"x-note: {entry.note}" if entry.note.partition(": ")[0] in MACHINE else entry.note)
    return notes


def _term(term: str, status: str, notes: str) -> str:
    status = f'<termNote type="administrativeStatus">{status}-admn-sts</termNote>'
    return f"<termSec><term>{_text(term)}</term>{notes}{status}</termSec>\n"


def _text(text: str) -> str:
    """A text as it stands in XML; a carriage return would not come back otherwise."""
    text = without_control(text)
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text) if _SPECIAL.search(text) else text
