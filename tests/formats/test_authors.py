"""Who has written a text, where its file says so."""

import pytest

from reader.core.building import Builder
from reader.formats import docx, epub, html, markdown, odt, pdf
from tests.formats import books, odt_files, pdf_files, word_files

AND_AUTHOR = "Titel</dc:title><dc:creator>Anna Öhm</dc:creator><dc:title>"
TEXT = "<p>Der Hund schläft heute und morgen auf dem Sofa.</p>"
PAGE = pdf_files.Page()
PAGE.put(50, 400, "Der Hund schläft.")
XMP = "<dc:creator> <rdf:Seq>\n<rdf:li>Anna \u00c3\u0096hm</rdf:li> <rdf:li>B &amp; C</rdf:li> </rdf:Seq></dc:creator>"
"""As the bytes of UTF-8."""


@pytest.mark.parametrize(
    ("importer", "data", "author"),
    [
        (epub, books.novel(), "N. N."),
        (docx, word_files.file(word_files.paragraph(word_files.run("Text.")), title=AND_AUTHOR), "Anna Öhm"),
        (docx, word_files.file(word_files.paragraph(word_files.run("Text."))), ""),
        (odt, odt_files.file(odt_files.p("Text."), title=AND_AUTHOR), "Anna Öhm"),
        (odt, odt_files.file(odt_files.p("Text.")), ""),
        (html, f'<html><head><meta name="Author" content=" Anna\n Öhm "></head><body>{TEXT}'.encode(), "Anna Öhm"),
        (html, f'<html><head><meta name="author" content="https://x.example/a"></head><body>{TEXT}'.encode(), ""),
        (markdown, "---\nauthor: 'Anna Öhm'\n---\n\nText.\n".encode(), "Anna Öhm"),
        (markdown, b"author: nobody\n\nText.\n", ""),
        (pdf, pdf_files.novel(), ""),
        (pdf, pdf_files.pdf([PAGE], author="Anna Öhm"), "Anna Öhm"),
        (pdf, pdf_files.pdf([PAGE], extra=XMP), "Anna Öhm; B & C"),
        (pdf, pdf_files.pdf([PAGE], author="Anna Öhm", extra=XMP.replace("Anna", "Berta")), "Anna Öhm"),
    ],
)
def test_the_author_is_who_the_file_names(importer, data, author):
    assert importer.read(data, "x", "x").author == author


def test_a_hostile_name_is_one_short_line():
    builder = Builder()
    builder.add("Text.")
    author = builder.finish(author="A\x1b[31m\n\u202eB" + "x" * 10_000).author
    assert author.startswith("A␛[31m B")
    assert len(author) == 200


def test_several_authors_are_all_named():
    named = "<dc:creator>A</dc:creator><dc:creator> B </dc:creator><dc:creator>A</dc:creator>"
    entries = {
        "OEBPS/content.opf": books.opf(named, [("a.xhtml", books.XHTML, "")], [(0, "")]),
        "OEBPS/a.xhtml": books.page("<p>Text.</p>"),
    }
    assert epub.read(books.book(entries), "x", "x").author == "A; B"
