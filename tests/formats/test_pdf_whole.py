"""Nothing of a page is lost: its words stand in the document, but for what belongs to the page and not to the text."""

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats.opening import read_bytes
from tests.formats import pdf_files
from tests.formats.golden import DATA

FILES = {path.stem: path.read_bytes for path in sorted((DATA / "pdf").glob("*.pdf"))}
FILES |= {"novel": pdf_files.novel, "paper": pdf_files.paper, "report": pdf_files.report}
_EDGE = 0.13
"""Heads and feet stand in this part of the page's height."""

_NUMBER = re.compile(r"\W*(?:Seite|S\.)?\W*(?:\d{1,4}|[ivxlc]{1,7})\W*")

_ONCE = {
    "chromium_news": {"11/26/26, 6:32 PM Wiener Blatt", "http://example.org/blatt.html 1/1"},
    "novel": {"Der Zug nach Wien"},
    "weasy_book": {"Inhalt"},
}
"""What browsers print, and running heads of a single page."""

pytestmark = pytest.mark.usefixtures("pdf_in_this_process")


def letters(text):
    """The letters and figures of a text, as most fonts have them: `ÿ` is what fonts of TeX have for `ß`."""
    plain = unicodedata.normalize("NFKC", text).replace("ÿ", "ß")
    return re.sub(r"[\W_]", "", plain)


def words(text):
    """The words and numbers of a text, without those that PDFium has put together from two lines."""
    plain = unicodedata.normalize("NFKC", text).replace("ÿ", "ß")
    return re.findall(r"[^\W\d_]+|\d+", re.sub("\\w*[\x02\ufffe\u00ad]\\w*", " ", plain))


class Row(NamedTuple):
    """What PDFium takes for a line of a page, and whether that is the first or the last one, at the page's edge."""

    page: int
    text: str
    is_edge: bool

    @property
    def shape(self):
        """Its text without numbers: that of the page rises."""
        return re.sub(r"[\d\W]", "", self.text)


def rows_of(pdf):
    for number, page in enumerate(pdf):
        text, height, start, lines = page.get_textpage(), page.get_height(), 0, []
        for line in text.get_text_range().split("\r\n"):
            at = start + len(line) - len(line.lstrip())
            start += len(line) + 2
            if line.strip():
                lines.append((text.get_charbox(at)[1], line))
        top, bottom = max(low for low, _ in lines), min(low for low, _ in lines)
        for low, line in lines:
            is_first = top - low < 3 and low > (1 - _EDGE) * height
            is_last = low - bottom < 3 and low < _EDGE * height
            yield Row(number, line, is_first or is_last)


def of_the_page(rows):
    """The rows at an edge that are a page's number alone, or come again at that of another page."""
    shapes = Counter(row.shape for row in {(row.page, row.shape): row for row in rows if row.is_edge}.values())
    return [row for row in rows if row.is_edge and (shapes[row.shape] > 1 or _NUMBER.fullmatch(row.text))]


@pytest.mark.parametrize("name", FILES)
def test_every_word_of_a_page_stands_in_the_document(name):
    data = FILES[name]()
    doc = read_bytes(data, "x.pdf", "x", ".pdf")
    text = " ".join([doc.text, *map(doc.label, range(len(doc)))])
    with pypdfium2.PdfDocument(data) as pdf:
        rows = [*rows_of(pdf)]
    out = of_the_page(rows)
    out += [row for row in rows if row.is_edge and row.text.strip() in _ONCE.get(name, ())]
    lost = Counter(letters("".join(row.text for row in rows))) - Counter(letters(text))
    assert not lost - Counter(letters("".join(row.text for row in out)))
    # The first and the last words of lines may be parts of words.
    inner = Counter(word for row in rows if row not in out for word in words(row.text)[1:-1])
    assert not inner - Counter(words(text))


_PARTS = st.lists(
    st.tuples(
        st.sampled_from((40, 52, 70, 200, 232)),
        st.one_of(
            st.integers(1, 40).map(str),
            st.sampled_from(("*", "13.", "iv", "https://example.org/x", "12.3.2024, 14:05", "Seite")),
            st.integers(1, 6).map(lambda count: " ".join(["wort"] * count)),
        ),
        st.sampled_from((6, 8, 10, 14)),
    ),
    min_size=1,
    max_size=3,
)
_PAGES = st.lists(
    st.lists(st.tuples(st.sampled_from((16, 20, 60)), _PARTS), min_size=1, max_size=12), min_size=1, max_size=2
)
"""Of three pages, small lines at one height at the top are taken for running heads."""


@given(_PAGES)
@settings(max_examples=60)
def test_no_word_that_stands_once_is_lost(pages):
    made, names, heads = [], set(), set()
    for lines in pages:
        page, y = pdf_files.Page(), 570
        page.put(50, 300, "Hier steht immer etwas.")
        for step, parts in lines:
            end = 0
            # Beside the number of a page stands its running head.
            is_head = not 0.13 * 595 < y < 0.87 * 595 and any("wort" not in text for _, text, _ in parts)
            for x, text, size in sorted(parts):
                if x > end + size and abs(y - 300) > 20:
                    # Each word comes but once: none is a head that comes again.
                    given_names = [f"wort{_letters(len(names) + n)}" for n in range(text.count("wort"))]
                    names |= {*given_names}
                    heads |= {*given_names} if is_head else set()
                    named = " ".join(given_names) or text
                    end = page.put(x, y, named, size)
            y -= step
        made.append(page)
    doc = read_bytes(pdf_files.pdf(made), "x.pdf", "x", ".pdf")
    assert names - heads <= {*re.findall("wort[a-z]+", doc.text)}


def _letters(number):
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
