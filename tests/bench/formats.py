"""What opening a text costs in each format: the same text as each of them, CPU time and the memory at its peak."""

import textwrap
import tracemalloc

from reader.formats.opening import read_bytes
from tests.bench import big_text, harness
from tests.bench.harness import cpu_ms, table
from tests.formats import books

CHAPTER = 600


def report(home, *, quick):
    """Measure and print a table."""
    lines = harness.corpus(home, 2_500 if quick else big_text.PARAGRAPHS).text.split("\n")
    rows = []
    for name, (data, suffix) in files(lines).items():
        spent = cpu_ms(lambda data=data, suffix=suffix: read_bytes(data, "text", suffix=suffix), 3)
        rows.append((name, len(data) / 1e6, spent, peak_mb(data, suffix)))
    words = sum(len(line.split()) for line in lines)
    table(f"Opening {words:,} words", ("", "MB", "ms", "MB at the peak"), rows)


def files(lines):
    """The text in each format, and how such a file's name ends."""
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    chapters = [lines[start : start + CHAPTER] for start in range(0, len(lines), CHAPTER)]
    pages = {
        f"c{number}.xhtml": books.page("<h1>Kapitel</h1>" + "".join(f"<p>{line}</p>" for line in chapter))
        for number, chapter in enumerate(chapters)
    }
    manifest = [(name, books.XHTML, "") for name in pages]
    opf = books.opf("<dc:title>T</dc:title>", manifest, [(number, "") for number in range(len(pages))])
    cues = "\n".join(f"{number}\n{cue_times(number)}\n{line}\n" for number, line in enumerate(lines))
    return {
        "text, a paragraph a line": ("\n".join(lines).encode(), ".txt"),
        "text, blank lines": ("\n\n".join(lines).encode(), ".txt"),
        "text, wrapped": ("\n\n".join(textwrap.fill(line, 72) for line in lines).encode(), ".txt"),
        "text, Latin-1": ("\n".join(lines).replace("Bericht", "Gerücht").encode("latin-1"), ".txt"),
        "Markdown": ("\n\n".join(lines).encode(), ".md"),
        "HTML": (f"<html><body><h1>Buch</h1>{paragraphs}</body></html>".encode(), ".html"),
        "EPUB": (
            books.book({"OEBPS/content.opf": opf, **{f"OEBPS/{name}": page for name, page in pages.items()}}),
            ".epub",
        ),
        "SRT": (cues.encode(), ".srt"),
    }


def cue_times(number):
    start = f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
    return f"{start},000 --> {start},900"


def peak_mb(data, suffix):
    tracemalloc.start()
    read_bytes(data, "text", suffix=suffix)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
