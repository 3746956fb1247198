"""Tables of every format: cells in their columns, headers, alignment; and what is a layout is no table."""

import pytest

from reader.core.document import Kind
from reader.core.table import cell_spans
from reader.formats import docx, html, markdown, odt, plain
from tests.formats import odt_files, word_files


def cells(document):
    found = []
    for index in range(len(document)):
        if document.kind(index) is Kind.TABLE:
            text = document.paragraph(index)
            found.append([text[a:b] for a, b in cell_spans(text)])
    return found


def page(body):
    return html.read(f"<html><body><h1>Titel</h1><p>Ein Satz davor.</p>{body}</body></html>".encode(), "x", "x")


def table(rows):
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


# --- HTML -------------------------------------------------------------------------------------------------------


def test_cells_that_span_leave_the_places_they_cover_empty():
    doc = page(
        "<table><tr><th colspan=2>Name</th><th>Jahr</th></tr>"
        "<tr><td rowspan=2>Anna</td><td>Amsel</td><td>1900</td></tr>"
        "<tr><td>Star</td><td rowspan=9>1901</td></tr>"
        "<tr><td>Otto</td><td>Fink</td></tr>"
        "<tr><td colspan=3>Alle zusammen</td></tr></table>"
    )
    assert cells(doc) == [
        ["Name", "", "Jahr"],
        ["Anna", "Amsel", "1900"],
        ["", "Star", "1901"],
        ["Otto", "Fink"],
        ["Alle zusammen"],
    ]
    assert doc.tables[0].headers == 1


def test_the_head_of_a_table_and_its_caption():
    doc = page(
        "<table><caption>Die <em>Zahlen</em></caption><thead><tr><td>a</td><td>b</td></tr><tr><th>c</th><th>d</th></tr>"
        "</thead><tbody><tr><th>x</th><td>1</td></tr><tr><th>y</th><th>z</th></tr></tbody></table><p>Ende.</p>"
    )
    at = doc.tables[0].first
    assert doc.paragraph(at - 1) == "Die Zahlen"
    assert doc.kind(at - 1) is Kind.PARAGRAPH
    assert doc.tables[0].headers == 2
    assert at not in doc.tight


def test_columns_are_aligned_as_the_page_says():
    doc = page(
        "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td style='color:red; text-align : right'>1</td>"
        "<td>x</td><td align=CENTER>y</td></tr></table>"
    )
    assert doc.tables[0].align == "r-c"


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td><p>Ein Absatz.</p><p>Noch einer.</p></td></tr></table>",
        "<table><tr><td>Ein Satz allein.</td></tr></table>",
        "<table><tr><td><h2>Links</h2></td><td>Ein Satz.</td></tr><tr><td>a</td><td>b</td></tr></table>",
        f"<table><tr><td>Menü</td><td>{'Ein langer Satz in der Mitte der Seite. ' * 20}</td></tr></table>",
    ],
)
def test_a_table_for_the_layout_of_a_page_is_none(body):
    assert not page(body).tables


def test_a_table_in_a_cell_is_a_table_and_the_one_around_it_is_none():
    inner = table(["<th>a</th><th>b</th>", "<td>1</td><td>2</td>"])
    doc = page(f"<table><tr><td>Rand</td><td>{inner}</td></tr></table>")
    assert cells(doc) == [["a", "b"], ["1", "2"]]
    assert len(doc.tables) == 1


RICH = [
    ("<p>neues Dach</p><p>und Keller</p>", "neues Dach und Keller"),
    ("<ul><li>eins</li><li>zwei</li></ul>", "eins zwei"),
    ("<table><tr><td>innen A</td><td>innen B</td></tr></table>", "innen A innen B"),
]


@pytest.mark.parametrize(("rich", "text"), RICH)
@pytest.mark.parametrize("name", ["th", "td"])
def test_a_cell_with_paragraphs_a_list_or_a_table_leaves_the_grid_as_it_is(rich, text, name):
    head = "".join(f"<{name}>{cell}</{name}>" for cell in ("Posten", "Betrag", "Bemerkung"))
    others = [
        f"<td>Schule</td><td>12 €</td><td>{rich}</td>",
        "<td>Straße</td><td>7 €</td><td>offen</td>",
    ]
    doc = page(f"{table([head, *others])}<p>Danach.</p>")
    assert cells(doc) == [["Posten", "Betrag", "Bemerkung"], ["Schule", "12 €", text], ["Straße", "7 €", "offen"]]
    assert doc.paragraph(len(doc) - 1) == "Danach."


@pytest.mark.parametrize("rich", [rich for rich, _ in RICH])
def test_a_table_most_of_whose_cells_hold_parts_of_a_page_is_for_its_layout(rich):
    doc = page(table([f"<td>{rich}</td><td>Rand</td>", f"<td>{rich}</td><td>{rich}</td>"]))
    assert "Rand" in [doc.paragraph(index) for index in range(len(doc))]


def test_rows_deep_inside_what_is_no_table_cost_no_stack():
    assert page("<table>" + "<form><div>" * 3_000 + "<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>").text


def test_huge_spans_cost_nothing():
    rows = ["<td colspan=1000 rowspan=1000>x</td><td colspan=99999999999>y</td>"] * 300
    doc = page(table(rows))
    assert len(doc.text) < 12 * 300 * len(rows[0])
    assert len(cells(doc)) == 300


# --- Markdown ---------------------------------------------------------------------------------------------------


def test_markdown_says_where_columns_stand():
    text = "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | x \\| y | `a\\|b` | │ |\n|  | 2 |  |  |\n"
    doc = markdown.read(text.encode(), "x", "x")
    assert cells(doc) == [["a", "b", "c", "d"], ["1", "x | y", "a|b", "|"], ["", "2"]]
    assert doc.tables[0][:4] == (0, 3, 1, "lcr-")


def test_two_tables_in_markdown_are_two():
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |  |\n|---|---|\n| 3 | 4 |\n"
    doc = markdown.read(text.encode(), "x", "x")
    assert [(found.first, found.end, found.headers) for found in doc.tables] == [(0, 2, 1), (2, 4, 1)]


# --- plain text -------------------------------------------------------------------------------------------------


def test_a_table_of_bars_in_plain_text_has_its_empty_cells_and_its_head():
    text = "Ein Satz davor, der hier steht.\n\n| Land | Wert | Rang |\n|------|------|------|\n| Ulm  |      | 3    |\n"
    doc = plain.read((text * 3).encode(), "x", "x")
    assert cells(doc)[:2] == [["Land", "Wert", "Rang"], ["Ulm", "", "3"]]
    assert doc.tables[0].headers == 1


def test_a_table_of_blanks_in_plain_text_has_its_empty_cells_and_its_head():
    rows = (
        "Land      Wert    Rang",
        "----      -----   ----",
        "Ulm               12",
        "Bern      1.250   3",
        "Bonn      7       4",
    )
    text = "Ein Satz davor.\n\n" + "\n".join(rows) + "\n"
    doc = plain.read(
        (f"{'Ein Wort und noch eines, und so geht es weiter in der Zeile. ' * 3}\n\n{text}").encode(), "x", "x"
    )
    assert cells(doc) == [["Land", "Wert", "Rang"], ["Ulm", "", "12"], ["Bern", "1.250", "3"], ["Bonn", "7", "4"]]
    assert doc.tables[0].headers == 1


# --- word processors --------------------------------------------------------------------------------------------


def test_merged_cells_of_a_word_file_keep_their_place():
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    wide = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(wide, 'Name')}{cell('', 'Jahr')}</w:tr>"
        f"<w:tr>{cell('', 'Anna')}{cell('', 'Amsel')}{cell('', '1900')}</w:tr>"
    )
    doc = docx.read(word_files.file(f"{word_files.paragraph('Davor.')}<w:tbl>{rows}</w:tbl>"), "x", "x")
    assert cells(doc) == [["Name", "", "Jahr"], ["Anna", "Amsel", "1900"]]
    assert doc.tables[0].headers == 1


def test_a_table_in_a_cell_of_a_word_file_is_text_of_the_cell():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    p = word_files.paragraph
    inner = f"<w:tbl>{row(p('innen A'), p('innen B'))}</w:tbl>"
    outer = row(p("Schule"), p("12 €")) + row(p("Straße"), p("davor") + inner + p(""))
    doc = docx.read(word_files.file(f"<w:tbl>{outer}</w:tbl>"), "x", "x")
    assert cells(doc) == [["Schule", "12 €"], ["Straße", "davor innen A innen B"]]
    layout = row(inner + p(""), p("Rand")) + row(inner + p(""), inner + p(""))
    doc = docx.read(word_files.file(f"<w:tbl>{layout}</w:tbl>"), "x", "x")
    assert cells(doc) == [["innen A", "innen B"]] * 3


def test_a_table_in_a_cell_of_an_odt_file_is_text_of_the_cell():
    def made(*rows):
        inside = ("".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows)
        return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in inside)}</table:table>"

    p = odt_files.p
    inner = made([p("innen A"), p("innen B")])
    doc = odt.read(odt_files.file(made([p("Schule"), p("12 €")], [p("Straße"), inner])), "x", "x")
    assert cells(doc) == [["Schule", "12 €"], ["Straße", "innen A innen B"]]
    doc = odt.read(odt_files.file(made([p("Rand"), inner], [inner, inner])), "x", "x")
    assert not [row for row in cells(doc) if len(row) > 2 or "Rand" in row]


def test_repeated_and_covered_cells_of_an_odt_file_keep_their_place():
    def cell(text, more=""):
        return f"<table:table-cell{more}>{odt_files.p(text) if text else ''}</table:table-cell>"

    covered = "<table:covered-table-cell/>"
    wide, empty = ' table:number-columns-spanned="2"', ' table:number-columns-repeated="2"'
    many = ' table:number-columns-repeated="16384"'
    head = f"<table:table-row>{cell('Name', wide)}{covered}{cell('Jahr')}</table:table-row>"
    rows = (
        f"<table:table-row>{cell('Anna')}{cell('Amsel')}{cell('1900')}</table:table-row>"
        f"<table:table-row>{cell('', empty)}{cell('1901')}{cell('', many)}</table:table-row>"
    )
    head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    body = f"{odt_files.p('Davor.')}<table:table>{head}{rows}</table:table>"
    doc = odt.read(odt_files.file(body), "x", "x")
    assert cells(doc) == [["Name", "", "Jahr"], ["Anna", "Amsel", "1900"], ["", "", "1901"]]
    assert doc.tables[0].headers == 1
