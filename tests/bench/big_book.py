"""A book of a million words in every format: headings, emphasis, lists and notes, the same on every machine.

`python -m tests.bench.big_book DIR` writes book.txt, book.md, book.html and so on.
"""

import random
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

from tests.bench import big_text
from tests.formats import books, odt_files, pdf_files, word_files

WORDS = 1_000_000
CHAPTER = 600
"""So many blocks are a file of an EPUB."""
HEADED, NOTED, LISTED, EMPHASISED = 50, 40, 60, 4
"""Every so many blocks there is a heading, a note, a list, and every so many paragraphs something stands out."""
FIRST = "Kapitel 1"


class Block(NamedTuple):
    """What stands between two blank lines.

    Attributes:
        kind: `h`, `p` or `ul`.
        parts: of a heading its text, of a list its items, of a paragraph what is plain and, every second one, is not.
        note: what stands in the note at its end; empty for none.
    """

    kind: str
    parts: tuple[str, ...]
    note: str = ""


def blocks(words=WORDS):
    """The book."""
    rng = random.Random(big_text.SEED)
    made, count, number = [], 0, 0
    while count < words:
        block = _block(rng, number)
        made.append(block)
        count += len(" ".join((*block.parts, block.note)).split())
        number += 1
    return made


def _block(rng, number):
    sentences = [big_text.sentence(rng)[0] for _ in range(rng.randint(2, 6))]
    if number % HEADED == 0:
        return Block("h", (f"Kapitel {number // HEADED + 1}",))
    if number % LISTED == 1:
        return Block("ul", tuple(sentences))
    note = big_text.sentence(rng)[0] if number % NOTED == 0 else ""
    if number % EMPHASISED == 0:
        first, second, rest = " ".join(sentences).split(" ", 2)
        return Block("p", (f"{first} ", second, f" {rest}"), note)
    return Block("p", (" ".join(sentences),), note)


def files(made):
    """The book in each format: the bytes and how such a file's name ends, by the format's name."""
    plain = _plain(made)
    return {
        "text": ("\n".join(plain).encode(), ".txt"),
        "text, wrapped": ("\n\n".join(textwrap.fill(line, 72) for line in plain).encode(), ".txt"),
        "Markdown": (markdown(made).encode(), ".md"),
        "HTML": (html(made).encode(), ".html"),
        "EPUB": (epub(made), ".epub"),
        "DOCX": (docx(made), ".docx"),
        "ODT": (odt(made), ".odt"),
        "PDF": (pdf(plain), ".pdf"),
        "subtitles": (subtitles(plain).encode(), ".srt"),
    }


def _plain(made):
    lines = []
    for block in made:
        lines += block.parts if block.kind == "ul" else ("".join(block.parts),)
    return [*lines, *(block.note for block in made if block.note)]


def _noted(made):
    """Each block, and the number of its note: 0 if it has none."""
    number = 0
    for block in made:
        number += bool(block.note)
        yield block, number if block.note else 0


def _styled(block, begin, end):
    return "".join(f"{begin}{part}{end}" if n % 2 else part for n, part in enumerate(block.parts))


def markdown(made):
    parts = []
    for block, number in _noted(made):
        if block.kind == "h":
            parts.append(f"# {block.parts[0]}")
        elif block.kind == "ul":
            parts.append("\n".join(f"- {item}" for item in block.parts))
        else:
            parts.append(_styled(block, "*", "*") + (f"[^{number}]" if number else ""))
    parts += [f"[^{number}]: {block.note}" for block, number in _noted(made) if number]
    return "\n\n".join(parts) + "\n"


def _html_block(block, number, notes=""):
    if block.kind == "h":
        return f"<h1>{block.parts[0]}</h1>\n"
    if block.kind == "ul":
        return f"<ul>{''.join(f'<li>{item}</li>' for item in block.parts)}</ul>\n"
    mark = f'<sup><a id="r{number}" href="{notes}#n{number}">{number}</a></sup>' if number else ""
    return f"<p>{_styled(block, '<em>', '</em>')}{mark}</p>\n"


def _html_notes(made, back):
    return "".join(
        f'<li id="n{number}" role="doc-endnote"><p>{block.note} <a href="{back(number)}">↩</a></p></li>\n'
        for block, number in _noted(made)
        if number
    )


def html(made):
    body = "".join(_html_block(block, number) for block, number in _noted(made))
    notes = _html_notes(made, "#r{}".format)
    return (
        '<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>Buch</title></head><body>\n'
        f'{body}<section role="doc-endnotes"><ol>\n{notes}</ol></section></body></html>\n'
    )


def epub(made):
    noted = list(_noted(made))
    chapters = [noted[start : start + CHAPTER] for start in range(0, len(noted), CHAPTER)]
    home = {number: f"c{place}.xhtml" for place, chapter in enumerate(chapters) for _, number in chapter if number}
    pages = {
        f"c{place}.xhtml": books.page("".join(_html_block(*each, "noten.xhtml") for each in chapter))
        for place, chapter in enumerate(chapters)
    }
    notes = _html_notes(made, lambda number: f"{home[number]}#r{number}")
    pages["noten.xhtml"] = books.page(f'<section epub:type="endnotes"><ol>{notes}</ol></section>')
    manifest = [(name, books.XHTML, "") for name in pages]
    opf = books.opf("<dc:title>Buch</dc:title>", manifest, [(number, "") for number in range(len(pages))])
    return books.book({"OEBPS/content.opf": opf, **{f"OEBPS/{name}": page for name, page in pages.items()}})


def docx(made):
    body, notes = [], []
    for block, number in _noted(made):
        if block.kind == "h":
            body.append(word_files.paragraph(block.parts[0], "H1"))
        elif block.kind == "ul":
            body += [word_files.numbered(item, 1) for item in block.parts]
        else:
            runs = [word_files.run(part, "<w:i/>" if n % 2 else "") for n, part in enumerate(block.parts)]
            body.append(word_files.paragraph("".join(runs) + (word_files.note_mark(number) if number else "")))
        if number:
            notes.append((number, word_files.run(f" {block.note}")))
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    numbering = word_files.part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    return word_files.file(
        "".join(body),
        title="Buch",
        styles=word_files.styles(word_files.style("H1", "heading 1")),
        numbering=numbering,
        footnotes=word_files.notes("footnote", notes),
    )


def odt(made):
    body = []
    for block, number in _noted(made):
        if block.kind == "h":
            body.append(odt_files.h(block.parts[0], 1))
        elif block.kind == "ul":
            body.append(odt_files.items(*map(odt_files.p, block.parts)))
        else:
            text = "".join(odt_files.span(part, "T1") if n % 2 else part for n, part in enumerate(block.parts))
            body.append(odt_files.p(text + (odt_files.note(number, odt_files.p(block.note)) if number else "")))
    italic = odt_files.style("T1", "text", properties='fo:font-style="italic"')
    return odt_files.file("".join(body), automatic=italic, title="Buch")


def pdf(lines):
    """Pages of A5 with a number at the foot, the first line of each paragraph indented."""
    pages, page, y = [], None, 0
    for line in lines:
        for number, piece in enumerate(textwrap.wrap(line, 66)):
            if page is None or y < 80:
                page, y = pdf_files.Page(), 530
                pages.append(page)
                page.put(200, 40, str(len(pages)), 8)
            page.put(60 + (0 if number else 12), y, piece)
            y -= 12.5
    return pdf_files.pdf(pages, title="Buch")


def subtitles(lines):
    """A cue of two lines for each sixteen words."""
    cues = []
    for line in lines:
        for piece in textwrap.wrap(line, 84):
            cues.append(f"{len(cues) + 1}\n{cue_times(len(cues))}\n{textwrap.fill(piece, 42)}\n")
    return "\n".join(cues)


def cue_times(number):
    """The line that says when a cue is shown: a second each."""
    start = f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
    return f"{start},000 --> {start},900"


def write(directory, words=WORDS):
    """Write the book in each format; gives the path of each by the format's name."""
    paths = {}
    for name, (data, suffix) in files(blocks(words)).items():
        paths[name] = directory / f"{name.replace(', ', '-').lower()}{suffix}"
        paths[name].write_bytes(data)
    return paths


if __name__ == "__main__":
    write(Path(sys.argv[1]))
