"""One HTML page with both columns, that needs nothing but itself: no network, no fonts, no other file.

Invariant: the page's own policy lets nothing run or load but the script and the style that stand in it, named by
their hashes; and without the script all of it can still be read.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from reader.core.text import one_line
from reader.export.joining import blocks
from reader.export.markup import attribute, escaped
from reader.export.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from glossary import Entry
    from reader.export.values import Heading, Options
    from reader.export.work import Work

_LONG: Final = 400
"""With more paragraphs the browser lays out only what is on the screen."""

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
    out.writelines(piece.encode("utf-8", "replace") for piece in _pieces(work, options))


def _pieces(work: Work, options: Options) -> Iterator[str]:
    style = files("reader.export").joinpath("page.css").read_text("utf-8")
    script = files("reader.export").joinpath("page.js").read_text("utf-8")
    headings = work.headings()
    yield _head(work, style, script, options)
    yield f"<main{' class=long' if len(work.document) > _LONG else ''}>\n"
    author = by(work)
    if work.titled < 0:
        title = f'<h1 lang="{attribute(work.languages[0])}">{escaped(work.title)}</h1>' if work.entitled else ""
        yield f'<div class="front">{title}{author}</div>\n' if title or author else ""
        author = ""
    contents = "".join(_contents([one for one in headings if one.paragraph != work.titled], work.languages))
    rows = Rows(work)
    for block in blocks(work.paragraphs()):
        if contents and block[0].number > work.titled:
            # The title, its author, and the contents after them.
            yield f'<div class="front">{author}</div>\n' if author else ""
            yield contents
            author = contents = ""
        yield rows.block(block)
        if author and block[0].number == work.titled:
            yield f'<div class="front">{author}</div>\n'
            author = ""
    yield from _terms(work, rows.first)
    yield f'<footer lang="en">{escaped(work.counts.colophon())}</footer>\n</main>\n'
    yield _help()
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def by(work: Work) -> str:
    """Who wrote the text, as a line; "" if nobody is known, or it stands at the beginning of the text already."""
    beginning = "\n".join(map(work.document.paragraph, range(min(6, len(work.document)))))
    if not work.author or work.author.casefold() in beginning.casefold():
        return ""
    return f'<p class="by">{escaped(work.author)}</p>'


def _head(work: Work, style: str, script: str, options: Options) -> str:
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
    author = f'<meta name="author" content="{attribute(work.author)}">\n' if work.author else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{attribute(source)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" '
        f'content="no-referrer">\n<meta name="generator" content="{attribute(f"Lesepult {options.version}".strip())}">'
        f"\n{author}<title>{escaped(work.title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="lesepult">\n'
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
        own = f'<span class="de" lang="{attribute(languages[0])}">{escaped(source)}</span>'
        told = " told" if target else ""
        yield f'<li class="l{depth}{told}"><a href="#p{number + 1}">{own}{more}</a></li>\n'
    yield "</ol></details></nav>\n"


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


def _help() -> str:
    keys = "".join(f"<dt>{key}</dt><dd>{what}</dd>" for key, what in _KEYS)
    return (
        '<div id="pop" role="tooltip" hidden></div>\n'
        '<div id="help" role="dialog" aria-label="Keys" lang="en" hidden><h2>Keys</h2>'
        f'<dl>{keys}</dl><button type="button" id="b-close" data-do="help">Close</button></div>\n'
    )
