"""What the lines around the text say, as words in named styles. Pure: used by the reader and by its first page.

This module imports neither Textual nor Rich.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core.around import entry_here, flaws_here, terms_here
from reader.core.cells import cells, fit
from reader.core.contents import leads
from reader.core.target import TargetState
from reader.core.text import one_line
from reader.ui.commands import NONE_CHOSEN, READING_COMMANDS, key_name, keys_of
from reader.ui.origins import origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossary import Entry
    from reader.core.checking import Flaw
    from reader.core.reading import Reading
    from reader.ui.commands import Command


class Word(NamedTuple):
    """Some text and the name of its style: strong, quiet, term, key, warning, or "" for the line's own."""

    text: str
    style: str = ""


def words_cells(words: Sequence[Word]) -> int:
    """How many cells these words take."""
    return sum(cells(word.text) for word in words)


def head_line(reading: Reading, title: str, notes: Sequence[str]) -> tuple[list[Word], list[Word]]:
    """The title on the left; languages, layout, what is translated and how far one has read on the right."""
    left = [Word(" "), Word(one_line(title) or "untitled", "strong")]
    left += [Word(f"   {note}", "quiet") for note in notes]
    right = [Word(f"   {reading.languages}", "quiet")]
    if reading.mode.value != "both":
        right.append(Word(f"   {reading.mode.value}", "quiet"))
    if reading.by_sentence:
        right.append(Word("   by sentence", "quiet"))
    if reading.bitext.complete and reading.bitext.kept_segments:
        right.append(Word(f"   {reading.bitext.settled_segments}/{reading.bitext.kept_segments} translated", "quiet"))
    right.append(Word(f"   {reading.percent():3d} % "))
    return left, right


def term_line(reading: Reading, width_cells: int) -> list[Word]:
    """The terms of the paragraph under the cursor, the focused one with its note and file; else how it stands."""
    line = [Word(" ")]
    focused = entry_here(reading) if reading.focus else None
    flaws = flaws_here(reading)
    if focused is not None:
        return [*line, *_flaw_words(flaws, focused), *_entry_words(focused)]
    if not len(reading.bitext):
        return [*line, Word("this text is empty", "strong")]
    terms = terms_here(reading)
    ways = _lead_words(reading)
    line += ways
    if terms:
        line.append(Word("terms   ", "quiet"))
    elif not ways:
        line.append(Word("no terms in this paragraph", "quiet"))
    room = width_cells - 12 - words_cells(ways)
    for number, (entry, count) in enumerate(terms):
        words = [*_term_words(entry, count), *_flaw_words(flaws, entry)]
        room -= sum(cells(word.text) for word in words)
        if room < 4:
            line.append(Word(f"+{len(terms) - number} more", "quiet"))
            break
        line += words
    return line


LONGEST_ADDRESS_CELLS = 48


def _lead_words(reading: Reading) -> list[Word]:
    """What the sentence under the cursor leads to: the marks of its notes, the addresses of its links."""
    paragraph, segment = reading.cursor
    sentence = reading.bitext.paragraph(paragraph).segments[segment]
    found = leads(reading.bitext.document, paragraph, sentence)
    if not found:
        return []
    address = next((lead.address for lead in found if lead.address), "")
    text = fit(one_line(address), LONGEST_ADDRESS_CELLS) if address else one_line(found[0].text)
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    return [Word("Enter", "key"), Word(f" {text}{more}   ", "quiet")]


def _term_words(entry: Entry, count: int) -> list[Word]:
    source, target = one_line(entry.source), one_line(entry.target)
    words = [Word(source, "term")]
    if target != source:
        words.append(Word(f" → {target}"))
    words.append(Word(f" ·{count}   ", "quiet"))
    return words


def _flaw_words(flaws: Sequence[Flaw], entry: Entry) -> list[Word]:
    """What is wrong with a term in the sentence under the cursor, and the key that mends it."""
    for flaw in flaws:
        if flaw.entry == entry:
            found = one_line(flaw.finding.found)
            return [Word("missing   " if flaw.is_missing else f"not “{found}”: F   ", "warning")]
    return []


def _entry_words(entry: Entry) -> list[Word]:
    words = [Word(one_line(entry.source), "term"), Word(" → " + one_line(", ".join(entry.targets)))]
    if entry.forbidden:
        words.append(Word(f"   not: {one_line(', '.join(entry.forbidden))}", "warning"))
    if entry.note:
        words.append(Word(f"   {one_line(entry.note)}", "quiet"))
    where = f"{entry.layer}:{entry.line}" if entry.line else entry.layer
    words.append(Word(f"   [{one_line(where)}]   e edit", "quiet"))
    return words


LEAST_TERM_CELLS = 24
"""So much of the line of terms is theirs, unless something went wrong."""


def origin_words(reading: Reading, width_cells: int, slow: str = "") -> list[Word]:
    """Where the translation of the sentence under the cursor comes from, or why there is none.

    Args:
        reading: what is read.
        width_cells: of the whole line.
        slow: what the engines make one wait for, a sentence; "" for nothing.
    """
    if not len(reading.bitext):
        return []
    pair = reading.bitext.paragraph(reading.cursor.paragraph)
    target = pair.targets[reading.cursor.segment]
    text = origin(target, slow=slow)
    failed = target.state is TargetState.FAILED
    checking = reading.checking
    stale = checking is not None and reading.cursor.segment in checking.stale(reading.cursor.paragraph)
    if stale:
        text = f"{text}, older than the glossary"
    warns = failed or stale or (bool(slow) and target.state is TargetState.QUEUED)
    room = width_cells - 3 if warns else max(width_cells - LEAST_TERM_CELLS, width_cells // 2)
    return [Word(f" {fit(text, max(1, room))} ", "warning" if warns else "quiet")]


RAIL = "▐"


def thumb(reading: Reading) -> tuple[int, int]:
    """The rows of the scroll bar's thumb: characters before and after the screen; (0, 0) if all is on the screen."""
    visible = reading.visible()
    height = reading.height_rows
    total = len(reading.bitext.document.text)
    if not visible or not total:
        return 0, 0
    first = reading.rows()[0]
    at_top = first.paragraph == first.line == 0
    start = 0.0 if at_top else (reading.bitext.document.starts[visible.start] + (reading.anchor.source or 0)) / total
    percent = reading.percent()
    end = 1.0 if percent == 100 else max(start, percent / 100)
    if start <= 0 and end >= 1:
        return 0, 0
    length = max(1, round(height * (end - start)))
    top = min(height - length, round(start * (height - length) / max(1e-9, 1 - (end - start))))
    return max(0, top), max(0, top) + length


KEPT_KEYS = ("help", "quit")


def key_line(width_cells: int, chosen: Mapping[str, str] = NONE_CHOSEN) -> tuple[list[Word], list[Word]]:
    """The keys worth knowing on the left, as many as there is room for; help and quit, always, on the right.

    Args:
        width_cells: of the line.
        chosen: the person's own keys, by command id.
    """
    left, right = [Word(" ")], []
    for command in READING_COMMANDS:
        if command.id in KEPT_KEYS:
            right += _key_words(command, chosen)
    room = width_cells - words_cells((*left, *right))
    for command in READING_COMMANDS:
        if not command.short or command.id in KEPT_KEYS:
            continue
        words = _key_words(command, chosen)
        room -= words_cells(words)
        if room < 0:
            break
        left += words
    return left, right


def _key_words(command: Command, chosen: Mapping[str, str]) -> list[Word]:
    return [Word(key_name(keys_of(command, chosen)[0]), "key"), Word(f" {command.short}  ")]


def told_line(text: str) -> list[Word]:
    """Something that a person should know, and the key that takes it away."""
    return [Word(" "), Word("Esc", "key"), Word("  "), Word(text, "warning")]


WORD_KEYS = (
    Word(" "),
    Word("← →", "key"),
    Word(" word  "),
    Word("Shift", "key"),
    Word(" extends  "),
    Word("a", "key"),
    Word(" add to the glossary  "),
    Word("Tab", "key"),
    Word(" other side  "),
    Word("Esc", "key"),
    Word(" done"),
)
