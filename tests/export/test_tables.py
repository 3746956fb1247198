"""Tables handed on: real ones in HTML, EPUB and Markdown, columns in plain text; read back with the same cells."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.core.table import cell_spans
from reader.export import epub, html, markdown, txt
from reader.export import table as tables
from reader.formats import epub as epub_reading
from reader.formats import html as html_reading
from reader.formats import markdown as markdown_reading
from reader.formats import plain as plain_reading
from tests.export.works import OPTIONS, backwards, work, written

EPUBCHECK_JAR, JAVA = Path("/usr/share/java/epubcheck.jar"), shutil.which("java")
ROWS = (
    [[Run("Jahr")], [Run("Haus")], [Run("Wert")], [Run("Satz")]],
    [
        [Run("1900")],
        [Run("drei | vier", Style.STRONG)],
        [Run("4,2 %")],
        [Run("Ein Haus. Noch eines."), Run("[1]", Style.NOTE_REF, "#n")],
    ],
    [[], [Run("a|b", Style.CODE)], [], [Run("<i>kein</i> & │ Markup")]],
    [[Run("Ein Titel, der die ganze Zeile hat")]],
    [[Run("1901")], [Run("im Netz", Style.LINK, "https://example.org/?a|b")]],
)
"""With bars and markup in cells, empty cells, a title, a row that is too short."""


def tabled(rows=ROWS, headers=1, align="-lrc", **how):
    made = Builder()
    made.add("Tafeln", Kind.HEADING, level=1)
    made.add("Vor der Tafel steht ein Haus.")
    for number, row in enumerate(rows):
        made.row(row, tight=number > 0, header=number < headers, align=align, **how)
    made.anchor("n")
    made.add("Eine Anmerkung.", Kind.NOTE, label="[1]")
    made.add("Danach kommt Text.")
    return made.finish("Tafeln", (), "de")


def cells(document):
    """The cells of all rows, and which rows head."""
    found = []
    for index in range(len(document)):
        if document.kind(index) is Kind.TABLE:
            text = document.paragraph(index)
            found.append((document.heads(index), [text[a:b] for a, b in cell_spans(text)]))
    return found


def read_back(form, made):
    data = written(form.write, made)
    reading = {html: html_reading, epub: epub_reading, markdown: markdown_reading, txt: plain_reading}[form]
    return reading.read(data, "x", "x")


def table_tree(made):
    text = written(html.write, made).decode()
    return etree.HTML(text).xpath("//div[contains(@class, 'row table')]")


# --- HTML -------------------------------------------------------------------------------------------------------


def test_each_language_has_a_table_of_its_own():
    made = work(backwards(tabled()))
    (row,) = table_tree(made)
    source, target = row.xpath("./div/table")
    assert (source.getparent().get("lang"), target.getparent().get("lang")) == ("de", "en")
    for table in (source, target):
        assert [len(part) for part in table.xpath("./thead | ./tbody")] == [1, 4]
        assert {th.get("scope") for th in table.xpath("./thead/tr/th")} == {"col"}
        for tr in table.xpath(".//tr"):
            assert sum(int(cell.get("colspan", "1")) for cell in tr) == 4
    assert [th.get("class") for th in source.xpath(".//th")] == ["ar", None, "ar", "ac"]
    assert ["".join(cell.itertext()) for cell in source.xpath("./tbody/tr[2]/td")] == [
        "",
        "a|b",
        "",
        "<i>kein</i> & | Markup",
    ]
    assert source.xpath("./tbody/tr[3]/td/@colspan") == ["4"]
    assert len(source.xpath(".//a[@class='t']")) >= 2, "terms are lit in cells"
    assert len(target.xpath(".//a[@class='t']")) >= 1


def test_the_first_cells_head_their_rows_and_come_back_so():
    made = work(backwards(tabled(row_heads=True)))
    (row,) = table_tree(made)
    for side in row.xpath("./div/table"):
        assert [th.get("scope") for th in side.xpath(".//th")] == ["col"] * 4 + ["row"] * 2
        assert len(side.xpath("./tbody/tr/th[1]")) == 2
    for form in (html, epub):
        back = read_back(form, made)
        assert [table.row_heads for table in back.tables] == [True]
        assert cells(back) == cells(made.document)


def test_a_page_knows_how_many_rows_both_languages_share():
    (row,) = table_tree(work(backwards(tabled())))
    assert row.get("class").split() == ["row", "table", "even", "k4", "r5"]
    wide = tabled(rows=([[Run(str(number))] for number in range(30)],) * 2)
    (row,) = table_tree(work(backwards(wide)))
    assert "even" not in row.get("class")
    css = (Path(html.__file__).parent / "page.css").read_text("utf-8")
    for name in (f"r{digit}{zeros}" for zeros in ("", "0", "00") for digit in range(1, 10)):
        assert f".{name} {{ --" in css
    assert all(f".k{count} {{ --k: {count}; }}" in css for count in range(1, tables.MOST_COLUMNS + 1))
    assert f".r{tables.LONGEST_ROWS} {{" in css


def test_each_sentence_of_a_cell_has_its_partner_and_each_row_a_name():
    (row,) = table_tree(work(backwards(tabled())))
    source, target = row.xpath("./div/table")
    numbers = [name[1:] for name in source.xpath(".//span/@id")]
    assert numbers == [name[1:] for name in target.xpath(".//span/@id")]
    assert [tr.get("id") for tr in source.xpath(".//tr")] == ["p3", "p4", "p5", "p6", "p7"]
    assert not target.xpath(".//tr/@id")
    for number in numbers:
        one, other = (row.xpath(f".//span[@id='{side}{number}']")[0] for side in "st")
        places = [element.getparent().getparent().index(element.getparent()) for element in (one, other)]
        assert places[0] == places[1]


def test_what_is_missing_in_a_cell_is_marked_and_says_why():
    (row,) = table_tree(work(backwards(tabled(), missing=lambda number: number % 2)))
    marks = row.xpath(".//table//span[@class='s x']")
    assert marks
    assert {mark.text for mark in marks} == {"—"}
    assert {mark.get("title") for mark in marks} == {"not translated: the <quota> is used up"}


@pytest.mark.parametrize("form", [html, epub])
@pytest.mark.parametrize("headers", [0, 1, 2])
def test_a_page_and_a_book_are_read_back_with_the_same_cells(form, headers):
    source = tabled(headers=headers)
    back = read_back(form, work(backwards(source)))
    assert cells(back) == cells(source)
    assert len(back.tables) == 1


def test_a_page_that_is_not_known_as_ours_gives_the_same_cells():
    source = tabled()
    text = written(html.write, work(backwards(source))).decode().replace("Lesepult", "Anders").replace("lesepult", "x")
    found = cells(html_reading.read(text.encode(), "x", "x"))
    assert [row for row in found if row in cells(source)] == cells(source)


def test_a_very_long_table_is_written_in_parts(monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_ROWS", 10)
    rows = [[[Run(f"Zeile {number}")], [Run(str(number))]] for number in range(35)]
    source = tabled(rows)
    made = work(backwards(source))
    assert len(table_tree(made)) == 4
    assert cells(read_back(html, made)) == cells(source)
    assert cells(read_back(epub, made)) == cells(source)


# --- EPUB -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(JAVA is None or not EPUBCHECK_JAR.exists(), reason="epubcheck is not installed")
def test_epubcheck_has_nothing_to_say_about_tables(tmp_path):
    path = tmp_path / "tables.epub"
    path.write_bytes(written(epub.write, work(backwards(tabled()))))
    done = subprocess.run(
        [JAVA, "-jar", EPUBCHECK_JAR, str(path)], check=False, capture_output=True, text=True, timeout=300
    )
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr


def test_a_table_of_a_book_stands_above_its_translation():
    book = zipfile.ZipFile(io.BytesIO(written(epub.write, work(backwards(tabled())))))
    page = etree.fromstring(book.read("EPUB/c0001.xhtml"))
    assert [table.get("class") for table in page.iter("{*}table")] == ["src", "tgt"]
    assert [table.get("lang") for table in page.iter("{*}table")] == ["de", "en"]


# --- Markdown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [0, 1])
def test_markdown_has_a_table_for_each_language(headers):
    source = tabled(headers=headers)
    text = written(markdown.write, work(backwards(source))).decode()
    tree = etree.HTML(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    first, second = tree.xpath("//table")
    assert second.getparent().tag == "blockquote"
    for table in (first, second):
        assert {len(tr) for tr in table.xpath(".//tr")} == {4}
        assert len(table.xpath("./tbody/tr")) == 5 - headers
    assert ["".join(cell.itertext()) for cell in first.xpath("./tbody/tr")[2 - headers]] == [
        "",
        "a|b",
        "",
        "<i>kein</i> & | Markup",
    ]
    assert cells(markdown_reading.read(text.encode(), "x", "x"))[:5] == cells(source)


def test_bars_of_cells_part_nothing_in_the_table_of_pairs():
    text = written(markdown.write, work(backwards(tabled())), replace(OPTIONS, layout="table")).decode()
    tree = etree.HTML(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    assert {len(tr) for tr in tree.xpath("//tr")} == {2}
    assert any("drei | vier" in "".join(td.itertext()) for td in tree.xpath("//td"))


# --- plain text -------------------------------------------------------------------------------------------------


def test_plain_text_stands_in_columns():
    rows = [
        [[Run("Land")], [Run("Wert")], [Run("Rang")]],
        [[Run("Österreich")], [Run("4,2")], [Run("12")]],
        [[Run("日本")], [], [Run("3")]],
    ]
    lines = written(txt.write, work(backwards(tabled(rows, align="")))).decode().splitlines()
    start = lines.index("Land       │ Wert │ Rang")
    assert lines[start : start + 4] == [
        "Land       │ Wert │ Rang",
        "-----------+------+-----",
        "Österreich │  4,2 │   12",
        "日本       │      │    3",
    ]
    assert lines[start + 4].startswith("    EN Land")


def test_plain_text_is_read_back_with_the_same_cells():
    source = tabled([[[Run("Land")], [Run("Wert")], [Run("Rang")]], [[Run("Ulm")], [], [Run("12")]]], align="")
    assert cells(read_back(txt, work(backwards(source))))[:2] == cells(source)


def test_a_table_too_wide_for_columns_is_a_line_for_each_row():
    rows = [[[Run("Wort " * 60)], [Run("b")]], [[Run("c")], [Run("d")]]]
    lines = written(txt.write, work(backwards(tabled(rows)))).decode().splitlines()
    assert "c │ d" in lines
