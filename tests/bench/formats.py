"""What opening a million words costs in each format: the same book as each of them, beside a named reference.

Time to the Document is CPU time in this process, the least of some batches, and so is that of the reference: what the
library under the importer needs for the same bytes, without making a text of them. Memory is the most that a process
of its own had that did nothing else. First paint is the real program in a pseudo-terminal, opened for the first time.
"""

import io
import os
import subprocess
import sys
import zipfile

import lxml.html
import pypdfium2
from lxml import etree
from markdown_it import MarkdownIt

from reader.formats.opening import read_path
from tests.bench import big_book, starting
from tests.bench.harness import Run, cpu_ms, first_shown, median, table
from tests.terminal import LESEPULT

PDF_PAGES = 2_000
"""So many pages the importer reads."""
STARTS = 3
SECONDS = 120
CHILD = """
import re, resource, sys
from pathlib import Path
from reader.formats.opening import read_path
read_path(Path(sys.argv[1]))
own = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""
"""What getrusage says of the process itself begins with what its parent had."""


def report(home, *, quick):
    """Measure and print a table."""
    words = 100_000 if quick else big_book.WORDS
    paths = big_book.write(home, words)
    costs = {name: cpu_ms(lambda path=path: read_path(path), 1 if name == "PDF" else 3) for name, path in paths.items()}
    peaks = {name: peak_mb(path) for name, path in paths.items()}
    paints = first_paints(home, paths)
    rows = []
    for name, path in paths.items():
        what, work = REFERENCES[name]
        data = path.read_bytes()
        floor = cpu_ms(lambda data=data, work=work: work(data), 1 if name == "PDF" else 3)
        rows.append((name, len(data) / 1e6, costs[name], what, floor, costs[name] / floor,
                     costs[name] / (floor + costs["text"]), paints[name], paints[name] / paints["text"],
                     peaks[name], peaks[name] / peaks["text"]))  # fmt: skip
    head = ("", "MB", "CPU ms", "reference", "CPU ms", "x", "x with text", "paint ms", "x text", "peak MB", "x text")
    table(f"Opening {words:,} words", head, rows)
    starting.report(rounds=5 if quick else 25)


def first_paints(home, paths):
    """Milliseconds until the first page stands on an emulated screen, by format: medians of interleaved rounds."""
    found = {name: [] for name in paths}
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    for number in range(STARTS):
        for name, path in paths.items():
            place = home / f"home{number}-{name}"
            place.mkdir()
            with Run((LESEPULT, "--offline", str(path)), {**environment, "HOME": str(place)}) as run:
                run.wait_ready(READY, SECONDS)
                run.quit()
            found[name].append(first_shown(run, READY))
    return {name: median(times) for name, times in found.items()}


READY = "Nummer \\d+"


def peak_mb(path):
    """The most memory of a process that only reads a file."""
    ended = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, check=True)
    return int(ended.stdout) / 1024


# --- references -------------------------------------------------------------------------------------------------


def _lines(data):
    return [line.strip() for line in data.decode().split("\n")]


def _markdown(data):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(data.decode())


def _zipped(data):
    """Every XML file of an archive, parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(("ml", "opf"))]


def _pdf(data):
    """The text of every page as the library gives it."""
    pdf = pypdfium2.PdfDocument(data)
    found = [pdf[number].get_textpage().get_text_bounded() for number in range(min(len(pdf), PDF_PAGES))]
    pdf.close()
    return found


REFERENCES = {
    "text": ("decode, split", _lines),
    "text, wrapped": ("decode, split", _lines),
    "Markdown": ("markdown-it", _markdown),
    "HTML": ("lxml.html", lxml.html.fromstring),
    "EPUB": ("zipfile, lxml", _zipped),
    "DOCX": ("zipfile, lxml", _zipped),
    "ODT": ("zipfile, lxml", _zipped),
    "PDF": ("pdfium, text", _pdf),
    "subtitles": ("decode, split", _lines),
}
