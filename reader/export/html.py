"""One HTML page with both columns, that needs nothing but itself: no network, no fonts, no other file.

Invariant: the page's own policy lets nothing run or load but the script and the style that stand in it, named by
their hashes; and without the script all of it can still be read.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Final

from reader.core.document import Kind
from reader.core.text import one_line
from reader.export.inline import inline
from reader.export.markup import attribute, escaped
from reader.export.work import missing_text, sources_as_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from glossary import Entry
    from reader.export.work import Heading, Options, Paragraph, Segment, Work

_LONG: Final = 400
"""With more paragraphs the browser lays out only what is on the screen."""

_BIG: Final = 1_200
"""A paragraph with more characters may be parted by the end of a printed page."""

_DEEPEST: Final = 4
_BUTTONS: Final = (
    ("view", "Both", "Both, original only, translation only (t)"),
    ("sents", "Sentences", "A row for each sentence (s)"),
    ("veil", "Hide", "Hide the translation until tapped (h)"),
    ("theme", "◐", "Light or dark (d)"),
    ("help", "?", "Keys (?)"),
)
_KEYS: Final = (
    ("j k", "next sentence, sentence before"),
    ("] [", "next term, term before"),
    ("t", "both, original only, translation only"),
    ("s", "a row for each sentence, or for each paragraph"),
    ("h", "hide the translation; a tap or Enter shows it"),
    ("d", "light or dark"),
    ("Esc", "put away what is lit"),
)


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write the page, in UTF-8, paragraph by paragraph."""
    del options
    out.writelines(piece.encode("utf-8", "replace") for piece in _pieces(work))


def _pieces(work: Work) -> Iterator[str]:
    style = files("reader.export").joinpath("page.css").read_text("utf-8")
    script = files("reader.export").joinpath("page.js").read_text("utf-8")
    headings = work.headings()
    titled = not headings or headings[0].paragraph != 0 or headings[0].level != 1
    yield _head(work, style, script)
    yield f"<main{' class=long' if len(work.document) > _LONG else ''}>\n"
    if titled:
        yield f'<div class="front"><h1 lang="{attribute(work.languages[0])}">{escaped(work.title)}</h1></div>\n'
    yield from _contents(headings, work.languages)
    rows = _Rows(work.languages, titled=titled)
    for paragraph in work.paragraphs():
        yield rows.row(paragraph)
    yield from _terms(work, rows.first)
    yield f"<footer>{escaped(_account(work, rows.origins))}</footer>\n</main>\n"
    yield _help()
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _head(work: Work, style: str, script: str) -> str:
    source, target = work.languages
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    buttons = "".join(
        f'<button type="button" id="b-{name}" data-do="{name}" title="{attribute(title)}"'
        f' aria-label="{attribute(title)}">{label}</button>'
        for name, label, title in _BUTTONS
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{attribute(source)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Lesepult">\n'
        f"<title>{escaped(work.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header class="bar" lang="en"><span class="name" lang="{attribute(source)}">{escaped(work.title)}</span>'
        f'<span class="langs">{escaped(source)} → {escaped(target)}</span>'
        f'<span class="tools" id="tools" role="toolbar" aria-label="View" hidden>{buttons}</span></header>\n'
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _contents(headings: list[Heading], languages: tuple[str, str]) -> Iterator[str]:
    if len(headings) < 3:
        return
    lowest = min(heading.level for heading in headings)
    opened = " open" if len(headings) <= 40 else ""
    yield f'<nav class="contents" aria-label="Contents"><details{opened}><summary lang="en">Contents</summary><ol>\n'
    for number, level, source, target in headings:
        more = f' <span class="en" lang="{attribute(languages[1])}">{escaped(target)}</span>' if target else ""
        depth = min(6, level - lowest + 1)
        link = f'<a href="#p{number + 1}" lang="{attribute(languages[0])}">{escaped(source)}</a>'
        yield f'<li class="l{depth}">{link}{more}</li>\n'
    yield "</ol></details></nav>\n"


class _Rows:
    """The rows of the page; counts its sentences and remembers where each term stands first."""

    def __init__(self, languages: tuple[str, str], *, titled: bool) -> None:
        self._languages = tuple(map(attribute, languages))
        self._shift = int(titled)
        self._sentences = 0
        self.first: dict[int, tuple[int, int]] = {}
        self.origins: Counter[str] = Counter()

    def row(self, paragraph: Paragraph) -> str:
        """A paragraph beside its translation."""
        names = ["row", paragraph.kind.name.lower()]
        if paragraph.depth:
            names.append(f"d{min(paragraph.depth, _DEEPEST)}")
        names += ["big"] * (sum(len(one.source) for one in paragraph.segments) > _BIG)
        names += ["tight"] * paragraph.tight + ["boiler"] * paragraph.boilerplate
        first = self._sentences + 1
        self._sentences += len(paragraph.segments)
        numbers = count(first)
        source = sources_as_one(paragraph.segments, lambda one: self._source(next(numbers), one))
        target = "" if paragraph.boilerplate and not paragraph.translated else self._targets(first, paragraph.segments)
        tag = "p"
        if paragraph.kind is Kind.HEADING:
            tag = f"h{max(1, min(6, max(1, paragraph.level) + self._shift))}"
        label = f'<span class="mark">{escaped(paragraph.label)}</span> ' if paragraph.label else ""
        other = f"<{tag}>{label}{target}</{tag}>" if target else ""
        return (
            f'<div class="{" ".join(names)}" id="p{paragraph.number + 1}">'
            f'<div class="src" lang="{self._languages[0]}"><{tag}>{label}{source}</{tag}></div>'
            f'<div class="tgt" lang="{self._languages[1]}">{other}</div></div>\n'
        )

    def _source(self, number: int, segment: Segment) -> str:
        for place in segment.source_terms:
            sentence, count = self.first.get(place.entry, (number, 0))
            self.first[place.entry] = sentence, count + 1
        text = inline(segment.source, segment.source_terms, segment.emphasis, _term, _place)
        return f'<span class="s" id="s{number}">{text}</span>'

    def _targets(self, first: int, segments: Iterable[Segment]) -> str:
        """The targets, each with the number of its source, so that the two are lit together."""
        numbers = count(first)
        return sources_as_one(segments, lambda one: self._target(next(numbers), one))

    def _target(self, number: int, segment: Segment) -> str:
        if segment.target is None:
            return f'<span class="s x" id="t{number}" lang="en">— {escaped(missing_text(segment))} —</span>'
        if segment.origin and not segment.wordless:
            self.origins[segment.origin] += 1
        return (
            f'<span class="s" id="t{number}">{inline(segment.target, segment.target_terms, (), _term, _place)}</span>'
        )


def _term(entry: int, text: str) -> str:
    return f'<a class="t" href="#e{entry + 1}">{text}</a>'


def _place(paragraph: int) -> str:
    return f"#p{paragraph + 1}"


def _terms(work: Work, first: dict[int, tuple[int, int]]) -> Iterator[str]:
    """The entries of the terms, by their names: what a term's link leads to."""
    found = [(number, entry) for number, entry in enumerate(work.entries) if number in first]
    if not found:
        return
    yield '<section id="terms" aria-labelledby="terms-title">\n'
    yield '<h2 id="terms-title" lang="en">Terms in this text</h2>\n<dl>\n'
    for number, entry in sorted(found, key=lambda pair: pair[1].source.casefold()):
        sentence, count = first[number]
        places = f'<a href="#s{sentence}">{"1 place" if count == 1 else f"{count:,} places"}</a>'
        yield f'<div class="entry" id="e{number + 1}">{entry_html(entry, work.languages)}'
        yield f'<dd class="more" lang="en">{places}</dd></div>\n'
    yield "</dl></section>\n"


def entry_html(entry: Entry, languages: tuple[str, str]) -> str:
    """What an entry says, as the inside of a list of definitions."""
    source, target = map(attribute, languages)
    to = ", ".join(one_line(entry.source if text == "=" else text) for text in entry.targets)
    parts = [f'<dt lang="{source}">{escaped(one_line(entry.source))}</dt>']
    parts += [f'<dd class="to" lang="{target}">{escaped(to)}</dd>'] * bool(to)
    if entry.forbidden:
        parts.append(f'<dd class="not" lang="{target}">not: {escaped(one_line(", ".join(entry.forbidden)))}</dd>')
    parts += [f'<dd class="note">{escaped(one_line(entry.note))}</dd>'] * bool(entry.note)
    return "".join(parts)


def _account(work: Work, origins: Counter[str]) -> str:
    """Where the translation comes from, and what is missing."""
    names = ", ".join(f"{name} ({count:,})" for name, count in origins.most_common(6))
    parts = [f"Translation: {names}." if names else "", work.counts.sentence() if work.counts.missing else ""]
    return " ".join([*filter(None, parts), "Made with Lesepult."])


def _help() -> str:
    keys = "".join(f"<dt>{key}</dt><dd>{what}</dd>" for key, what in _KEYS)
    return (
        '<div id="pop" role="tooltip" hidden></div>\n'
        '<div id="help" role="dialog" aria-label="Keys" lang="en" hidden><h2>Keys</h2>'
        f'<dl>{keys}</dl><button type="button" id="b-close" data-do="help">Close</button></div>\n'
    )
