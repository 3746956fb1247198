import importlib.util
import itertools
import os
import sys
import zlib
from contextlib import nullcontext
from itertools import starmap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import pdf_child, pdf_text
from reader.formats.limits import Deadline
from reader.formats.opening import read_bytes
from reader.formats.pdf_columns import Layout
from reader.formats.pdf_furniture import furniture
from reader.formats.pdf_lines import line_of, rows_of
from reader.formats.pdf_mending import mended
from reader.formats.pdf_pieces import Bookmark, Extract, Piece, Sheet
from reader.installing import install_command
from tests.formats import golden, pdf_files
from tests.formats.pdf_files import Page

REAL = pdf_child.extract


pytestmark = pytest.mark.usefixtures("pdf_in_this_process")


def through_a_pipe(found):
    return pdf_child.unpacked(pdf_child.packed(found))


def whole(context):
    with context as found:
        return found._replace(sheets=list(found.sheets))


def opened(data):
    return read_bytes(data, "x.pdf", "x", ".pdf")


def made(*pages, **more):
    return opened(pdf_files.pdf(pages, **more))


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


def columns_of(pieces):
    return Layout().columns_of(pieces)


_FEW = ("wenige", "Worte", "auf", "einer", "Zeile")


def words(text, left, base, size=10.0):
    """The pieces of a line, each letter half as wide as the font is large."""
    found = []
    for word in text.split():
        right = left + 0.5 * size * len(word)
        found.append(Piece(word, left, right, base, size))
        left = right + 0.25 * size
    return found


@pytest.mark.parametrize("name", ["novel", "paper", "report"])
def test_real_files(name):
    golden.holds(f"pdf/{name}", opened(getattr(pdf_files, name)()))


@pytest.mark.parametrize(
    "name",
    ["latex_paper", "typst_novel", "office_report", "chromium_news", "groff_paper", "weasy_book", "writer_notes"],
)
def test_files_of_the_programs_that_people_use(name):
    golden.holds(f"pdf/{name}", opened((golden.DATA / "pdf" / f"{name}.pdf").read_bytes()))


def test_note_marks_lead_to_their_notes():
    doc = opened(pdf_files.paper())
    marks = [to for *_, style, to in doc.emphasis if Style.NOTE_REF in style]
    assert [doc.label(int(to[1:])) for to in marks] == ["[1]", "[2]"]


def chapter(number, *, at=500):
    page = Page()
    page.put(50, at, f"{number}. Kapitel", 16, "F3")
    page.block(50, at - 40, f"Das^1 steht im Kapitel {number}, und zwar so, dass man es lesen kann. " * 2)
    page.put(50, 82, "1", 5)
    page.put(54, 79, f"Vgl. das Kapitel {number} und die anderen.", 8)
    return page


def test_notes_stand_at_the_end_of_their_chapter():
    doc = made(chapter(1), chapter(2), chapter(3))
    kinds = [doc.kind(index) for index in range(len(doc))]
    assert kinds == [Kind.HEADING, Kind.PARAGRAPH, Kind.NOTE] * 3
    leads = [(doc.text[a:b], int(to[1:])) for a, b, style, to in doc.emphasis if Style.NOTE_REF in style]
    assert leads == [("[1]", number) for number in (2, 2, 5, 5, 8, 8)]


def test_without_chapters_notes_stand_at_the_end():
    second = chapter(2, at=400)
    second.block(50, 540, "Das steht noch im Kapitel 1, auf der zweiten Seite, aber vor dem nächsten. " * 2)
    doc = made(chapter(1), second)
    assert [doc.kind(index) for index in range(len(doc))][-2:] == [Kind.NOTE, Kind.NOTE]


def test_notes_at_the_end_of_a_text_go_on_over_pages_of_notes_alone():
    text, *ends = Page(), Page(), Page()
    text.block(50, 500, "Erste^1 und zweite^2 und dritte^3 und vierte^4 Sache, die hier alle stehen. " * 3)
    text.put(50, 82, "1", 5)
    text.put(56, 79, "Vgl. Huber, S. 7.", 8)
    for page, marks in zip(ends, ((2, 3), (4,)), strict=True):
        for at, mark in enumerate(marks):
            page.put(50, 503 - 10 * at, str(mark), 5)
            page.put(56, 500 - 10 * at, f"So auch Weber, S. {mark}.", 8)
    doc = made(text, *ends)
    assert [doc.label(n) for n in range(len(doc)) if doc.kind(n) is Kind.NOTE] == ["[1]", "[2]", "[3]", "[4]"]
    assert {doc.label(int(to[1:])) for *_, style, to in doc.emphasis if Style.NOTE_REF in style} == {
        "[1]", "[2]", "[3]", "[4]",
    }  # fmt: skip


def test_a_box_beside_the_text_does_not_tear_a_paragraph_and_its_numbers_are_no_notes():
    page = Page()
    text = "Der Zug nach Wien stand noch im Bahnhof, und niemand stieg ein, als es dunkel wurde. "
    y, rest = page.block(50, 500, text * 5, wide=200, least=430)
    box = "Die Stadt hat viele Gärten, und", "30 Hektar davon liegen am Fluss", "wo der Boden oft feucht ist,"
    for number, line in enumerate((*box, "und niemand anderes wohnt.")):
        page.put(275, 500 - 11 * number, line, 8)
    page.block(50, y, rest, wide=350)
    doc = made(page)
    assert shown(doc)[0] == (text * 5).strip()
    assert "feucht ist, und niemand anderes wohnt." in doc.paragraph(1)
    assert Kind.NOTE not in map(doc.kind, range(len(doc)))


def test_notes_at_the_end_whose_numbers_are_not_raised_are_notes_of_marks_on_other_pages():
    first, last = Page(), Page()
    first.block(50, 500, "Erste^1 und zweite^2 Sache, die hier beide stehen, und mehr. " * 3)
    last.block(50, 500, "Hier steht nichts mehr, was zu belegen wäre, und doch noch Text. " * 3)
    last.put(50, 90, "1 Vgl. Huber, S. 7.", 8)
    last.put(50, 80, "2 Ebd., S. 9.", 8)
    doc = made(first, last)
    assert [doc.label(n) for n in range(len(doc)) if doc.kind(n) is Kind.NOTE] == ["[1]", "[2]"]


def test_running_heads_and_page_numbers_are_out():
    text = opened(pdf_files.novel()).text
    assert "Anna Berg" not in text
    assert not any(line.strip("– ").isdigit() for line in text.split("\n"))
    assert "Zeitschrift" not in opened(pdf_files.paper()).text


def test_headings_at_the_same_place_on_several_pages_are_text():
    pages = []
    for number in range(1, 5):
        page = Page()
        page.put(60, 540, f"Kapitel {number}", 11)
        page.block(60, 510, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 3 + str(number))
        pages.append(page)
    text = made(*pages).text
    assert all(f"Kapitel {number}" in text for number in range(1, 5))


def test_columns_are_read_one_after_the_other():
    left = [words(f"links {n} steht noch etwas mehr Text", 50, 700 - 12 * n) for n in range(8)]
    right = [words(f"rechts {n} steht noch etwas mehr Text", 320, 700 - 12 * n) for n in range(8)]
    across = words("Dies ist eine Überschrift über beide Spalten, die über alles geht", 50, 740)
    pieces = [*across, *[piece for pair in zip(left, right, strict=True) for line in pair for piece in line]]
    read = [line.text.split()[0] for column in columns_of(pieces) for line in column.lines]
    assert read == ["Dies", *["links"] * 8, *["rechts"] * 8]


def test_three_columns_whose_lines_stand_at_different_heights():
    pieces = words("Schlagzeile über alle Spalten der Seite hinweg, die lang ist", 50, 730, 16)
    names = ("links", "mitten", "rechts")
    for column, name in enumerate(names):
        for n in range(12):
            pieces += words(f"{name} {n} steht noch etwas Text", 50 + 165 * column, 700 - 2.7 * column - 12 * n)
    read = [line.text.split()[0] for column in columns_of(pieces) for line in column.lines]
    assert read == ["Schlagzeile", *["links"] * 12, *["mitten"] * 12, *["rechts"] * 12]


def test_narrow_columns_with_wide_gaps_between_their_words():
    pieces = []
    for column, name in enumerate(("links", "mitten", "rechts")):
        for n in range(12):
            left = 50 + 170 * column
            for at, wide in enumerate((20 + 11 * (n % 3), 16 + 7 * (n % 4), 40 - 8 * (n % 2), 20)):
                right = left + wide if at < 3 else 194 + 170 * column
                pieces.append(Piece(name, left, right, 700 - 4 * column - 12 * n, 10))
                left = right + 9
    read = [line.pieces[0].text for column in columns_of(pieces) for line in column.lines]
    assert read == ["links"] * 12 + ["mitten"] * 12 + ["rechts"] * 12


def test_a_line_stretched_to_its_margins_is_no_row_of_a_table():
    stretched = [p for at, word in zip((50, 110, 160, 205, 260), _FEW, strict=True) for p in words(word, at, 640)]
    full = words("ein voller Text mit vielen Worten steht hier", 50, 652)
    (column,) = columns_of([*full, *stretched, *[p._replace(base=628) for p in full]])
    assert [line.text for line in column.lines][1] == " ".join(_FEW)


def test_lines_beside_a_large_heading_are_not_mixed():
    pieces = words("Große Schrift", 50, 700, 18) + words("rechts oben", 320, 708) + words("rechts unten", 320, 696)
    assert [[p.text for p in row] for row in rows_of(pieces)] == [
        ["rechts", "oben"], ["Große", "Schrift"], ["rechts", "unten"],
    ]  # fmt: skip


def test_a_headline_in_the_middle_stands_above_the_column_in_the_middle():
    pieces = words("Das Blatt", 240, 740, 20)
    for column, name in enumerate(("links", "mitten", "rechts")):
        for n in range(12):
            pieces += words(f"{name} {n} steht noch etwas Text", 50 + 165 * column, 700 - 2.7 * column - 12 * n)
    assert [column.lines[0].pieces[0].text for column in columns_of(pieces)] == ["Das", "links", "mitten", "rechts"]


def lines_at(*lines):
    """A page of lines that stand under each other, each so far from the left, as long as they are given."""
    page = Page()
    for number, (left, text) in enumerate(lines):
        page.put(50 + left, 500 - 12.5 * number, text)
    return page


_LONG = "Dies ist eine Zeile, die bis an ihr Ende reicht, und nicht weiter als"
_LONG_INNER = "Dies ist eine Zeile, die bis an ihr Ende reicht, und nicht viel mehr"


def test_two_short_paragraphs_that_are_both_indented_are_two():
    said = (12, "»Ich weiß es nicht, und keiner weiß es«, sagte sie da.")
    answered = (12, "»Das Gleiche gilt für mich, und für alle andern«, sagte er.")
    once = [(0, _LONG), (12, _LONG_INNER), (0, _LONG), said, answered, (12, _LONG_INNER), (0, "die anderen.")]
    doc = made(lines_at(*once * 3))
    assert [text[:15] for text in shown(doc)[2:5]] == ["»Ich weiß es ni", "»Das Gleiche gi", "Dies ist eine Z"]


def test_entries_of_a_list_of_books_are_paragraphs_though_their_further_lines_are_indented():
    once = [(0, _LONG), (12, "die anderen. Wien 1913.")]
    assert len(made(lines_at(*once * 4))) == 4


def test_a_raised_number_does_not_tear_its_line_where_the_other_column_stands_between():
    pieces = []
    for n in range(8):
        pieces += words(f"links {n} steht noch etwas mehr Text", 50, 700 - 12 * n)
        pieces += words(f"rechts {n} steht noch etwas mehr Text", 320, 704 - 12 * n)
    pieces.append(Piece("1", pieces[6].right, pieces[6].right + 3, 704, 6, glued=True))
    lines = [line.text for column in columns_of(pieces) for line in column.lines]
    assert lines[0].endswith("Text1")


def test_the_columns_of_a_table_are_no_columns_of_text():
    pieces = [p for n in range(9) for p in (*words(f"{n}.", 50, 700 - 12 * n), *words("Wert", 200, 700 - 12 * n))]
    assert len(columns_of(pieces)) == 1


@given(
    st.lists(
        st.builds(
            Piece, st.text("abC1", min_size=1, max_size=5), st.floats(0, 600), st.floats(0, 600), st.floats(0, 800),
            st.floats(1, 40), st.just(Style.PLAIN), st.booleans(),
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_piece_is_lost_or_doubled(pieces):
    wide = [piece for piece in pieces if piece.right >= piece.left]
    assert sorted("".join(p.text for row in rows_of(pieces) for p in row)) == sorted("".join(p.text for p in wide))
    read = [p for column in columns_of(pieces) for line in column.lines for p in line.pieces]
    assert sorted("".join(p.text for p in read)) == sorted("".join(p.text for p in wide))


def test_roman_and_wordy_page_numbers_are_furniture():
    body = [line_of(words("Text steht hier", 50, y)) for y in (500, 488, 476)]
    pages = [[*body, line_of(words(number, 200, 30))] for number in ("Seite 7 von 9", "Seite 8 von 9", "Seite 9 von 9")]
    assert {line.text for _, line in furniture(pages, [800, 800, 800])} == {line[-1].text for line in pages}
    assert {line.text for _, line in furniture([[*body, line_of(words("xii", 200, 30))]], [800])} == {"xii"}


def test_the_number_of_a_page_at_its_top_that_no_other_page_has():
    first, second = Page(), Page()
    first.block(50, 520, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4 + "Und weiter")
    second.put(200, 560, "-2-")
    second.block(50, 520, "geht es auf der zweiten Seite, die eine Nummer hat. " * 4)
    assert "-2-" not in made(first, second).text


def test_a_file_of_pictures_asks_for_ocr():
    with pytest.raises(InputError, match="holds pictures of pages, no text") as raised:
        opened(pdf_files.scanned())
    assert "ocrmypdf" in raised.value.hint


def test_an_empty_file_holds_no_text():
    with pytest.raises(InputError, match="holds no text"):
        made(Page())


def test_a_password_is_one_sentence():
    with pytest.raises(InputError, match=r"x\.pdf is protected by a password\."):
        opened(pdf_files.protected())


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\nhallo\n%%EOF", b"%PDF-" + bytes(500)])
def test_a_damaged_file_is_one_sentence(data):
    with pytest.raises(InputError, match=r"x\.pdf is a PDF file, but a damaged one\."):
        opened(data)


def numbered(count=4):
    pages = [Page() for _ in range(count)]
    for number, page in enumerate(pages, 1):
        page.put(50, 400, f"Das ist der Text von Seite {number}, der hier steht.")
    return pdf_files.pdf(pages, author="Anna Berg")


def test_a_file_that_lacks_its_last_bytes_only_is_whole():
    doc = opened(numbered()[:-100])
    assert (len(doc), doc.notes, doc.author) == (4, ("PDF",), "Anna Berg")


def test_of_a_file_that_is_cut_off_the_pages_that_are_there_are_shown():
    data = numbered()
    doc = opened(data[: data.index(b"von Seite 3")])
    assert shown(doc)[:2] == [f"Das ist der Text von Seite {number}, der hier steht." for number in (1, 2)]
    assert doc.notes == ("PDF", "cut off: only the first 2 of 4 pages")


def test_where_the_list_of_pages_is_lost_their_number_is_not_known():
    data = numbered()
    start, end = data.index(b"1 0 obj"), data.index(b"3 0 obj")
    doc = opened(data[:start] + data[end : data.index(b"xref")])
    assert doc.notes == ("PDF", "cut off: only the first 4 pages")
    assert len(doc) == 4


def test_of_a_file_cut_off_before_its_pages_nothing_is_left():
    with pytest.raises(InputError, match=r"x\.pdf is a PDF file whose end is missing\."):
        opened(numbered()[:100])


def test_pages_packed_in_one_object_are_found():
    inner = [(5, b"<</Type/Catalog/Pages 6 0 R>>"), (6, b"<</Type/Pages/Kids[7 0 R]>>"), (7, b"<</Type /Page>>")]
    table = b" ".join(b"%d %d" % (number, sum(len(i) for n, i in inner if n < number)) for number, _ in inner) + b" "
    packed = zlib.compress(table + b"".join(text for _, text in inner))
    head = b"%%PDF-1.5\n2 0 obj\n<</Type/ObjStm/N 3/First %d/Length %d>>stream\n" % (len(table), len(packed))
    found = mended(head + packed + b"\nendstream\nendobj\nxr")
    assert found.is_whole
    assert b"/Root 5 0 R" in found.data


def test_what_is_locked_is_not_mended():
    assert mended(numbered()[:-100]) is not None
    assert mended(numbered()[:-100] + b"99 0 obj <</Filter/Standard/V 1>> endobj") is None


_PARTS = [
    b"1 0 obj", b"<</Type/Page", b"/Type/ObjStm/N 9/First 9", b">>stream\n", b"endobj", b"/Type/Catalog/Pages 1 0 R ",
    b" 9 9 ", zlib.compress(b"1 0 2 9 x"), b"\xff",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS)))
def test_any_pieces_of_files_are_mended_or_not(parts):
    data = b"".join(parts)
    found = mended(data)
    assert found is None or found.data.endswith(b"%%EOF\n")


def test_letters_that_no_font_names_ask_for_ocr(monkeypatch):
    sheet = Sheet([Piece("x", 0, 5, 0, 10)], 100, 100, 0, 50)
    monkeypatch.setattr(pdf_child, "extract", lambda *_: nullcontext(Extract([sheet], 1, "", "")))
    with pytest.raises(InputError, match="does not say which letters"):
        opened(pdf_files.report())


def test_so_many_pages_are_read_and_the_others_named(monkeypatch):
    monkeypatch.setattr(pdf_text, "MAX_PAGES", 2)
    pages = [Page() for _ in range(3)]
    for number, page in enumerate(pages):
        page.put(50, 400, f"Text von Seite {number}, der hier steht.")
    assert made(*pages).notes == ("PDF", "only the first 2 of 3 pages")


def test_when_the_time_is_over_the_pages_read_so_far_are_shown(monkeypatch):
    pages = [Page() for _ in range(9)]
    for page in pages:
        page.put(50, 400, "Ein Satz.")
    deadline = Deadline("x", 5, itertools.count().__next__)
    found = pdf_text.extracted(pdf_files.pdf(pages), "x", deadline)
    monkeypatch.setattr(pdf_child, "extract", lambda *_: nullcontext(found))
    assert made(*pages).notes == ("PDF", "only the first 2 of 9 pages")


def test_what_must_be_installed_is_said(monkeypatch):
    monkeypatch.setattr(pdf_child, "extract", REAL)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError, match="PDF") as raised:
        opened(pdf_files.report())
    assert raised.value.hint == f"Install it: {install_command('pdf')}"


def test_the_title_in_the_file_counts_if_a_person_wrote_it():
    page = Page()
    page.put(50, 500, "Die Überschrift", 20)
    page.block(50, 460, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist.")
    assert made(page, title="Ein Titel").title == "Ein Titel"
    for name in ("zug_final.indd", "two.html", "https://example.org/a"):
        assert made(page, title=name).title == "Die Überschrift"


def test_the_title_is_found_in_the_newer_properties_too():
    page = Page()
    page.block(50, 460, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist.")
    inner = '<dc:title><rdf:Alt><rdf:li xml:lang="de">Bäume &amp; Gärten</rdf:li></rdf:Alt></dc:title>'
    data = pdf_files.pdf([page], extra=f"<</Length 1>>stream\n{inner}\nendstream".encode().decode("latin-1"))
    assert opened(data).title == "Bäume & Gärten"


def test_letters_that_are_wrong_are_said_to_be():
    page = Page()
    page.block(50, 460, "G#s $e!n k&l>er M@r<en un% d#r Z*g na&h W#en. " * 4)
    assert any("letters may be wrong" in note for note in made(page).notes)


def test_control_characters_and_escapes_do_not_come_through():
    page = Page()
    page.put(50, 500, "a\x1b[31mb Wort")
    assert "\x1b" not in made(page).text


def test_an_initial_is_put_back_into_its_word():
    page = Page()
    page.put(50, 475, "E", 34)
    for number, line in enumerate(("s war ein kalter Morgen, und der Zug", "nach Wien stand noch im Bahnhof, als")):
        page.put(74, 490 - 12 * number, line)
    page.put(50, 466, "niemand mehr einstieg und der Schaffner")
    page.put(50, 454, "noch einmal auf seine Uhr sah.")
    text = "Es war ein kalter Morgen, und der Zug nach Wien stand noch im Bahnhof, als niemand mehr einstieg und der"
    assert made(page).text == f"{text} Schaffner noch einmal auf seine Uhr sah."


def test_the_last_line_beside_an_initial_belongs_to_its_paragraph():
    page = Page()
    page.put(50, 475, "E", 34)
    beside = (
        "s war ein kalter Morgen, und der Zug",
        "nach Wien stand noch im Bahnhof, als",
        "hier gar nichts zu sehen war, weil",
    )
    for number, line in enumerate(beside):
        page.put(74, 490 - 12 * number, line)
    page.put(50, 454, "niemanden zu sehen war und der Schaffner")
    assert len(made(page)) == 1


def test_letterspaced_words_are_whole_and_stand_out():
    page, at = Page(), 50
    at = page.put(at, 500, "Er sagte, es sei ")
    for word in ("wirklich", "notwendig,"):
        for letter in word:
            at = page.put(at, 500, letter) + 3
        at += 5
    page.put(at, 500, "und zwar sofort.")
    doc = made(page)
    assert doc.text == "Er sagte, es sei wirklich notwendig, und zwar sofort."
    assert [doc.text[start:end] for start, end, *_ in doc.emphasis] == ["wirklich notwendig,"]


def test_the_lines_of_a_letter_head_at_the_right_are_paragraphs():
    page = Page()
    for number, line in enumerate(("Anna Berg", "Große Sperlgasse 5", "1010 Wien")):
        page.put(350 - pdf_files.width(line, 10), 540 - 12.5 * number, line)
    page.put(50, 502.5, "An das Amt")
    page.block(50, 470, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4, wide=300)
    assert shown(made(page))[:4] == ["Anna Berg", "Große Sperlgasse 5", "1010 Wien", "An das Amt"]


def test_powers_and_lowered_numbers_stay_in_their_words():
    page = Page()
    at = page.put(50, 500, "Es sind 30 m")
    at = page.put(at, 504.5, "2", 9)
    at = page.put(at, 500, " und 10")
    at = page.put(at, 504.5, "-3", 9)
    at = page.put(at, 500, " km, dazu H")
    at = page.put(at, 495.5, "2", 9)
    page.put(at, 500, "O, genug.")
    assert made(page).text == "Es sind 30 m² und 10⁻³ km, dazu H2O, genug."


def test_bullets_that_are_drawn_are_bullets():
    page = Page()
    page.block(50, 520, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4)
    long = "Eine Sache, die so lang ist, dass ihr Ende erst auf der nächsten Zeile steht, wo sie aufhört."
    y = 440
    for text in (long, "Noch eine.", "Die dritte."):
        page.parts.append(b"58 %.2f 3 3 re f" % (y + 1.5))
        y, _ = page.block(70, y, text, wide=280)
    page.parts.append(b"120 300 3 3 re f")
    doc = made(page)
    items = [(doc.label(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.ITEM]
    assert items == [("•", long), ("•", "Noch eine."), ("•", "Die dritte.")]


def test_the_cells_of_a_table_may_stand_close_together():
    page = Page()
    page.block(50, 520, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4)
    for number, row in enumerate((("Jahr", "Gärten"), ("1913", "sieben"), ("1914", "acht"))):
        page.put(50, 440 - 12.5 * number, row[0])
        page.put(82, 440 - 12.5 * number, row[1])
    doc = made(page)
    assert [doc.paragraph(n) for n in range(len(doc)) if doc.kind(n) is Kind.TABLE] == [
        "Jahr │ Gärten", "1913 │ sieben", "1914 │ acht",
    ]  # fmt: skip


def table_of(doc):
    return [(doc.heads(index), doc.paragraph(index)) for index in range(len(doc)) if doc.kind(index) is Kind.TABLE]


def put_rows(page, y, rows, *, lefts, step=20, size=10):
    for row in rows:
        for cell, left in zip(row, lefts, strict=True):
            page.put(left, y, cell.lstrip("*"), size, "F3" if cell.startswith("*") else "F1")
        y -= step
    return y


def test_small_tables_as_browsers_print_them():
    page = Page()
    y, _ = page.block(50, 550, f"{_LONG} " * 3)
    rows = [("*Jahr", "*Gärten", "*Fläche"), ("1915", "1.200", "30 ha"), ("1925", "", "55 ha"), ("1935", "1.900", "")]
    y = put_rows(page, y - 16, rows, lefts=(50, 82, 122))
    y, _ = page.block(50, y - 12, f"{_LONG} " * 3)
    y = put_rows(page, y - 16, [("Montag", "geschlossen"), ("Dienstag", "9 bis 12 Uhr")], lefts=(50, 92), step=16)
    page.block(50, y - 12, f"{_LONG} " * 3)
    doc = made(page)
    assert table_of(doc) == [
        (True, "Jahr │ Gärten │ Fläche"), (False, "1915 │ 1.200 │ 30 ha"), (False, "1925 │ │ 55 ha"),
        (False, "1935 │ 1.900"), (False, "Montag │ geschlossen"), (False, "Dienstag │ 9 bis 12 Uhr"),
    ]  # fmt: skip
    assert all(doc.kind(index) is not Kind.HEADING for index in range(len(doc)))
    assert Style.STRONG not in [style for *_, style, _ in doc.emphasis]


def test_numbers_that_end_at_one_place_are_a_column():
    page = Page()
    y, _ = page.block(50, 550, f"{_LONG} " * 3)
    for name, number in (("Rote", "12.345"), ("Grüne", "234"), ("Schwarze", "9.876")):
        page.put(50, y - 16, name)
        page.put(150 - pdf_files.width(number, 10), y - 16, number)
        y -= 14
    assert table_of(made(page)) == [(False, "Rote │ 12.345"), (False, "Grüne │ 234"), (False, "Schwarze │ 9.876")]


def test_a_header_in_the_middle_of_a_wide_column_heads_it():
    page = Page()
    y, _ = page.block(50, 550, f"{_LONG} " * 3)
    y = put_rows(page, y - 16, [("*Posten", "*Preis")], lefts=(150, 280))
    for name, price in (("Brot und Butter", "2,50"), ("Milch", "11,20"), ("*Summe", "*13,70")):
        put_rows(page, y, [(name, price)], lefts=(50, 310 - pdf_files.width(price.strip("*"), 10)))
        y -= 20
    rows = table_of(made(page))
    assert rows[:2] == [(True, "Posten │ Preis"), (False, "Brot und Butter │ 2,50")]
    assert rows[3] == (False, "Summe │ 13,70")


def test_a_bold_heading_below_the_last_line_of_a_paragraph_is_no_row():
    page = Page()
    y, _ = page.block(50, 550, f"{_LONG} " * 3)
    put_rows(page, y, [("Stelle", "ausgegeben."), ("*4.3.2", "*Literatur")], lefts=(50, 85), step=14)
    assert table_of(made(page)) == []


def test_numbered_lines_of_a_program_are_no_table():
    page = Page()
    y, _ = page.block(50, 550, f"{_LONG} " * 3)
    for number, line in enumerate(("begin();", "end();", "print(x)"), 4):
        y -= 13
        page.put(50, y, str(number), 7)
        page.put(70, y, line, 10, "F4")
    page.block(50, y - 26, f"{_LONG} " * 3)
    assert "│" not in made(page).text


def stretched(page, x, y, lines, wide):
    """Write lines with gaps that fill a width."""
    for line in lines:
        words = line.split()
        gap = (wide - sum(pdf_files.width(word, 10) for word in words)) / (len(words) - 1)
        at = x
        for word in words:
            at = page.put(at, y, word) + gap
        y -= 12.5
    return y


def test_stretched_lines_of_narrow_columns_are_no_table():
    page = Page()
    lines = ["Trotzdem verschwanden", "zahlreiche Gartenanlagen", "mit ihnen ein Stück", "Alltagskultur der", "wer da"]
    y = 540
    for _ in range(4):
        y = stretched(page, 50, y, lines, 130)
    doc = made(page)
    assert table_of(doc) == []


def test_words_that_stand_far_apart_in_all_lines_are_no_cells():
    page = Page()
    y = 540
    for _ in range(6):
        for line in (
            "Neugebauer, Gerd (Mai 2003): Editorial,",
            "Marquardt, Anna (Dez. 2002): Nachwort,",
            "in: Hefte 1.",
        ):
            at = 50
            for word in line.split():
                at = page.put(at, y, word) + 5
            y -= 12.5
        y -= 8
    assert table_of(made(page)) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["Über allen Gipfeln", "Ist Ruh,", "In allen Wipfeln", "Spürest du"],
        ["Frau Anna Berg", "Haus am See 1", "1010 Wien"],
        ["1. Der Anfang", "2. Der Schluss", "3. Die Noten"],
        ["- wer da", "- wer dort"],
    ],
)
def test_short_lines_of_words_are_no_table(lines):
    page = Page()
    y, _ = page.block(50, 550, f"{_LONG} " * 3)
    for line in lines:
        y -= 13
        page.put(50, y, line)
    page.block(50, y - 26, f"{_LONG} " * 3)
    assert table_of(made(page)) == []


def test_a_definition_that_goes_on_beside_its_word_is_no_row():
    page = Page()
    y = put_rows(
        page, 500, [("Wort", "was man sagt und"), ("", "was man hört,"), ("", "auch beim Lesen")], lefts=(50, 130)
    )
    page.block(50, y - 26, f"{_LONG} " * 3)
    assert "│" not in made(page).text


def test_pages_full_of_narrow_columns_are_no_vertical_writing():
    page = Page((595, 842))
    words = ("die Ufer am Fluss", "und der Garten", "stehen schon leer", "seit dem Sommer,", "sagte Anna Berg")
    for column in range(3):
        for line in range(66):
            at = 30 + 190 * column
            for letter in words[(column + line) % 5]:
                at = page.put(at, 812 - 12 * line, letter, 12)
    text = made(page).text
    assert text.count("stehen schon leer") == 40


def test_a_suspended_hyphen_stays():
    page = Page()
    page.block(50, 500, "Die Vor- und Nachteile der Wirt|schaft. Wirtschaft ist Wirt|schaft.", wide=60)
    text = made(page).text
    assert "Vor- und" in text
    assert "Wirt-" not in text


def test_a_table_of_contents_is_dimmed_and_stays_in_lines():
    page = Page()
    for number, line in enumerate(
        ("1 Einleitung . . . . . . . . . 3", "1.1 Anfang . . . . . . . . . 4", "2 Ende ........ 9")
    ):
        page.put(50, 500 - 12 * number, line)
    doc = made(page)
    assert shown(doc) == ["1 Einleitung … 3", "1.1 Anfang … 4", "2 Ende … 9"]
    assert doc.boilerplate == {0, 1, 2}


def test_dots_written_at_once_with_the_words_lead_to_numbers_too():
    page = Page()
    for number, line in enumerate(("1 Einleitung........3", "2 Ende..............9")):
        page.put(50, 500 - 12 * number, line)
    assert shown(made(page)) == ["1 Einleitung … 3", "2 Ende … 9"]


def test_a_table_of_contents_without_dots():
    page = Page()
    page.put(50, 540, "Inhalt", 16)
    for number, (text, at) in enumerate((("Vorwort", "vii"), ("1 Einleitung", "3"), ("2 Das Ende", "14"))):
        page.put(50, 500 - 20 * number, text)
        page.put(300 - pdf_files.width(at, 10), 500 - 20 * number, at)
    page.block(50, 420, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4, wide=240)
    doc = made(page)
    assert shown(doc)[1:4] == ["Vorwort … vii", "1 Einleitung … 3", "2 Das Ende … 14"]
    assert doc.boilerplate == {1, 2, 3}


def test_what_a_browser_prints_around_a_page_is_out():
    page = Page((595, 842))
    page.put(24, 820, "11/26/26, 5:50 PM", 8)
    page.put(300, 820, "Wiener Blatt", 8)
    page.block(60, 760, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4)
    page.put(24, 20, "https://example.org/blatt", 8)
    page.put(560, 20, "1/1", 8)
    assert len(made(page)) == 1


def test_a_text_from_a_typewriter_is_no_code():
    page = Page()
    for number in range(5):
        page.put(50, 500 - 12 * number, "Diese Zeile ist so lang wie jede andere hier", 10, "F4")
    doc = made(page)
    assert (len(doc), doc.kind(0), doc.emphasis) == (1, Kind.PARAGRAPH, ())


def test_a_heading_is_not_bold_as_well():
    page = Page()
    page.put(50, 500, "Kapitel", 10, "F3")
    page.block(50, 480, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist.")
    doc = made(page)
    assert (doc.kind(0), doc.emphasis) == (Kind.HEADING, ())


def emphasised(doc):
    return [(doc.text[start:end], style, target) for start, end, style, target in doc.emphasis]


def test_links_to_addresses_are_kept_and_nothing_else_is_followed():
    page = Page()
    end = page.link(50, 500, "Das Archiv", "https://example.org/a")
    end = page.link(end + 3, 500, "schreibt.", "mailto:a@example.org")
    end = page.link(end + 3, 500, "Falsch", "javascript:alert(1)")
    page.link(end + 3, 500, "und falsch.", "file:///etc/passwd")
    assert emphasised(made(page)) == [
        ("Das Archiv", Style.LINK, "https://example.org/a"), ("schreibt.", Style.LINK, "mailto:a@example.org"),
    ]  # fmt: skip


def test_a_link_goes_on_over_the_end_of_a_line_and_ends_before_the_full_stop():
    page = Page()
    page.block(50, 512, "Davor steht eine Zeile, die so lang ist wie keine andere hier.", wide=300)
    end = page.put(50, 488, "Mehr dazu steht, wie schon gesagt, im sehr großen ")
    page.link(end, 488, "Archiv", "https://example.org/a")
    end = page.link(50, 475.5, "der Stadt", "https://example.org/a")
    page.put(end, 475.5, ".")
    assert emphasised(made(page))[-1] == ("Archiv der Stadt", Style.LINK, "https://example.org/a")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_links_are_found_on_pages_that_are_turned(rotate):
    page = Page((420, 420), rotate)
    turn = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 420 0", 180: "-1 0 0 -1 420 420", 270: "0 -1 1 0 0 420"}[rotate]
    page.parts.append(f"{turn} cm".encode())
    end = page.put(50, 300, "Ein Wort")
    box = {
        0: (50, 298, end, 310),
        90: (110, 50, 122, end),
        180: (420 - end, 110, 370, 122),
        270: (298, 420 - end, 310, 370),
    }[rotate]
    page.links.append((box, "https://example.org"))
    assert emphasised(made(page)) == [("Ein Wort", Style.LINK, "https://example.org")]


def test_links_inside_the_file_lead_to_paragraphs():
    first, second = Page(), Page()
    first.link(50, 500, "Siehe dort.", (1, 492))
    second.put(50, 520, "Erster Absatz dort, der für sich steht.")
    second.put(50, 480, "Zweiter Absatz dort, der gemeint ist.")
    doc = made(first, second)
    assert emphasised(doc) == [("Siehe dort.", Style.LINK, "#2")]
    assert doc.paragraph(2).startswith("Zweiter")


def test_bookmarks_tell_headings_and_their_levels():
    pages = []
    for number, names in enumerate((("Vorwort",), ("1. Der Anfang", "Wie es war"), ("2. Das Ende",))):
        page = Page()
        for at, name in enumerate(names):
            page.put(50, 520 - 120 * at, name)
            page.block(
                50, 480 - 120 * at, f"Ein Absatz mit einigen Wörtern, damit die Seite {number} nicht leer ist. " * 4
            )
        pages.append(page)
    marks = [(0, "Vorwort", 0), (0, "Der Anfang", 1), (1, "Wie es war", 1), (0, "Das Ende", 2), (0, "Wo anders", 2)]
    doc = made(*pages, outline=marks)
    heads = [(doc.level(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.HEADING]
    assert heads == [(1, "Vorwort"), (1, "1. Der Anfang"), (2, "Wie es war"), (1, "2. Das Ende")]


def test_a_running_head_in_small_type_that_names_the_chapter_is_out():
    page = Page()
    page.put(50, 560, "Der Anfang", 8)
    page.put(50, 500, "Der Anfang", 18, "F3")
    page.block(50, 460, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 4)
    assert made(page).text.count("Der Anfang") == 1


def pointing():
    """A file with links and bookmarks."""
    first, second = Page(), Page(rotate=90)
    first.link(50, 500, "Siehe dort", (1, 480))
    first.link(50, 480, "und im Archiv.", "https://example.org/a")
    second.put(50, 480, "Der Anfang")
    second.block(50, 460, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 2)
    return pdf_files.pdf([first, second], outline=[(0, "Der Anfang", 1), (1, "Ein Absatz", 1), (0, "Ende", 0)])


@given(st.sampled_from([pdf_files.novel, pdf_files.paper, pdf_files.report, pointing]), st.data())
@settings(max_examples=60)
def test_damaged_files_give_a_document_or_a_sentence(make, data):
    whole = bytearray(make())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=20)):
        whole[at] = data.draw(st.integers(0, 255))
    try:
        opened(bytes(whole[: data.draw(st.sampled_from([len(whole), len(whole) // 2, len(whole) - 30]))]))
    except InputError as error:
        assert error.message.endswith(".")


_OPERATORS = st.sampled_from(
    ["BT", "ET", "q", "Q", "/F1 9 Tf", "/F9 0 Tf", "1e30 0 0 -1e30 9 9 Tm", "(Wort) Tj", "(\\377\\000) Tj", "<",
     "[(a) -9e9 (b)] TJ", "0 0 0 0 0 0 cm", "1 0 0 1 -99999 3 cm", "0 1 -1 0 0 0 Tm", "3 Tr", "T*", "9 TL", "(x) '",
     "50 500 Td", "-1 Tz"]
)  # fmt: skip


@given(st.lists(_OPERATORS, max_size=30), st.sampled_from([0, 90, 180, 270]))
def test_any_operators_give_a_document_or_a_sentence(operators, turned):
    page = Page(rotate=turned)
    page.parts = [operator.encode() for operator in operators]
    try:
        made(page)
    except InputError as error:
        assert error.message.endswith(".")


@given(st.lists(st.tuples(st.integers(-9, 9), st.text(max_size=9), st.integers(-3, 9)), max_size=9), st.binary())
def test_any_bookmarks_and_targets_give_a_document(marks, target):
    (sheet,) = whole(pdf_child.extract(pdf_files.pdf([lines_at((0, _LONG), (12, "Ende"))]), "x")).sheets
    pieces = [piece._replace(target=target.decode("latin-1")) for piece in sheet.pieces]
    extract = Extract([sheet._replace(pieces=pieces)] * 2, 2, "", "", tuple(starmap(Bookmark, marks)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_child, "extract", lambda *_: nullcontext(through_a_pipe(extract)))
        doc = opened(b"%PDF-1.4")
    assert all(to.startswith(("#", "http", "mailto:", "HTTP")) or not to for *_, to in doc.emphasis)


@pytest.mark.parametrize("target", ["#9:0:0", "#0:-1:-99999", "#999999999::", "#::", "#1:1", "#", "file:///x"])
def test_targets_that_are_nowhere_lead_nowhere(target):
    (sheet,) = whole(pdf_child.extract(pdf_files.pdf([lines_at((0, _LONG))]), "x")).sheets
    extract = Extract([sheet._replace(pieces=[p._replace(target=target) for p in sheet.pieces])], 1, "", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_child, "extract", lambda *_: nullcontext(extract))
        assert opened(b"%PDF-1.4").emphasis == ()


@given(st.binary(max_size=300))
def test_any_bytes_give_a_sentence(data):
    with pytest.raises(InputError):
        opened(b"%PDF-1.5\n" + data)


def test_the_process_gives_the_same(monkeypatch):
    data = pdf_files.report()
    assert whole(REAL(data, "x.pdf")) == whole(pdf_child.extract(data, "x.pdf"))
    with pytest.raises(InputError, match=r"x\.pdf is protected by a password\."):
        whole(REAL(pdf_files.protected(), "x.pdf"))


@pytest.mark.parametrize(
    "program", ["import os; os.kill(os.getpid(), 9)", "raise SystemExit(3)", "print('[1]')", "print('{}')"]
)
def test_a_process_that_breaks_is_one_sentence(monkeypatch, program):
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", program))
    with pytest.raises(InputError, match=r"breaks what reads it"):
        whole(REAL(b"%PDF-", "x.pdf"))


def test_a_process_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", "while True: pass"))
    with pytest.raises(InputError, match="takes too long"):
        whole(REAL(b"%PDF-", "x.pdf", seconds=0.2))


def tail_of_a_process(monkeypatch, last):
    """What is read from a process that gives two of three pages and then does something."""
    pages = [Page() for _ in range(3)]
    for number, page in enumerate(pages):
        page.put(50, 400, f"Text von Seite {number}, der hier steht.")
    head, *sheets = pdf_child.packed(pdf_text.extracted(pdf_files.pdf(pages), "x", Deadline("x")))
    program = f"import os, sys; sys.stdin.buffer.read(); os.write(1, {b''.join([head, *sheets[:2]])!r}); {last}"
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", program))
    monkeypatch.setattr(pdf_child, "extract", REAL)
    return opened(b"%PDF-")


@pytest.mark.parametrize(
    "last", ["os.kill(os.getpid(), 9)", "os.write(1, b'[420, 595, 0, 0, [[\"ab')", 'print(\'{"message": ""}\')']
)
def test_of_a_process_that_breaks_later_the_pages_so_far_are_shown(monkeypatch, last):
    doc = tail_of_a_process(monkeypatch, last)
    assert doc.notes == ("PDF", "only the first 2 of 3 pages")
    assert shown(doc) == ["Text von Seite 0, der hier steht.", "Text von Seite 1, der hier steht."]


def test_whoever_stops_reading_ends_the_process(monkeypatch):
    head, *_ = pdf_child.packed(Extract([], 9, "", ""))
    program = f"import os, signal; os.write(1, {head!r}); os.write(1, b'[%d, 1, 0, 0, []]\\n' % os.getpid())"
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", f"{program}; signal.pause()"))
    with REAL(b"%PDF-", "x.pdf") as found:
        process = int(next(iter(found.sheets)).width)
        os.kill(process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_how_far_the_reading_has_come_is_told():
    shares = []
    pages = [Page() for _ in range(4)]
    for page in pages:
        page.put(50, 400, "Ein Satz.")
    read_bytes(pdf_files.pdf(pages), "x.pdf", tell=shares.append)
    assert shares == sorted(shares)
    assert shares[:4] == pytest.approx([0.2, 0.4, 0.6, 0.8])


def test_a_process_that_had_its_time_is_said_to_take_too_long(monkeypatch):
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"))
    with pytest.raises(InputError, match="takes too long"):
        whole(REAL(b"%PDF-", "x.pdf"))


def test_the_parent_never_loads_pdfium():
    import subprocess

    check = "import sys, reader.formats.pdf; sys.exit('pypdfium2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_large_heading_beside_the_next_column_does_not_cross_the_strip_between_them():
    pieces = []
    for number in range(16):
        base = 700 - 12 * number
        if number in {0, 8}:
            pieces += [Piece("Abschnitt", 50, 130, base, 15), Piece(f"Überschrift{number}", 134, 280, base, 15)]
        elif number != 9:
            pieces += words(f"links {number % 10} steht noch etwas mehr Textzeilenworte", 50, base, 11)
        pieces += words(f"rechts {number % 10} steht noch etwas mehr Textzeilen", 290, base, 11)
    texts = [[line.text.split()[0] for line in column.lines] for column in columns_of(pieces)]
    assert [set(column) for column in texts] == [{"links", "Abschnitt"}, {"rechts"}]
    assert texts[0][8] == "Abschnitt"


def noted(*notes, foot=""):
    """A page of text, each note with its number in its own type, at a tab from the number."""
    page = Page()
    marks = " ".join(f"Sache^{mark}" for mark, _ in notes)
    page.block(50, 500, f"Hier steht {marks} und danach noch mehr, was keiner glaubt. " * 3)
    for at, (mark, text) in enumerate(reversed(notes)):
        page.put(50, 52 + 10 * at, mark, 8)
        page.put(67, 52 + 10 * at, text, 8)
    if foot:
        page.put(50, 36, foot)
    return page


def test_notes_far_behind_their_numbers_are_notes_and_no_table():
    doc = made(
        noted(("1", "Ebd., S. 13."), ("2", "Meier, Höfe, S. 26.")), noted(("3", "Ebd., S. 39."), ("13", "Ders., S. 5."))
    )
    notes = [(doc.label(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.NOTE]
    assert notes == [
        ("[1]", "Ebd., S. 13."), ("[2]", "Meier, Höfe, S. 26."), ("[3]", "Ebd., S. 39."), ("[13]", "Ders., S. 5."),
    ]  # fmt: skip
    assert Kind.TABLE not in map(doc.kind, range(len(doc)))


def test_notes_that_count_as_the_pages_do_are_no_page_numbers():
    doc = made(*[noted((str(n), "Ebd., S. 7."), foot=f"Seite {n}") for n in range(1, 5)])
    assert [doc.label(n) for n in range(len(doc)) if doc.kind(n) is Kind.NOTE] == ["[1]", "[2]", "[3]", "[4]"]
    assert "Seite" not in doc.text


def test_an_address_at_the_end_of_a_note_is_no_print_of_a_browser():
    page = noted(("1", "Siehe die Seite des Vereins unter"))
    page.put(67, 42, "https://example.org/seite", 8)
    assert made(page).text.endswith("https://example.org/seite")


def test_a_number_at_the_foot_beside_other_words_is_text():
    pages = []
    for number in (7, 30, 2):
        page = Page()
        page.block(50, 500, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 3)
        page.put(50, 40, str(number))
        page.put(120, 40, f"Fische aus Ort {'abc'[number % 3]}")
        pages.append(page)
    text = made(*pages).text
    assert all(word in text for word in ("Ort a", "Ort b", "Ort c", "30"))


def test_few_lines_on_the_last_page_stand_in_the_columns_of_the_pages_before():
    layout = Layout()
    text = "steht noch etwas mehr auf Zeilen"
    for count in (12, 3):
        left = [words(f"links{n} {text}", 50, 700 - 12 * n) for n in range(10, 10 + count)]
        right = [words(f"rechts{n} {text}", 250, 700 - 12 * n) for n in range(10, 10 + count - 1)]
        pieces = [piece for line in (*left, *right) for piece in line]
        read = [line.text.split()[0] for column in layout.columns_of(pieces) for line in column.lines]
        assert read == [*(line[0].text for line in left), *(line[0].text for line in right)]


def test_lists_in_lists_are_items_whatever_their_marks_are():
    page = Page()
    page.block(50, 540, "Was zu zählen ist, das steht in dieser Liste, und zwar in dieser Folge, wie immer:")
    rows = (0, "1.", "Einwohner"), (1, "a.", "Frauen"), (1, "b.", "Männer"), (2, "i.", "jung"), (2, "ii.", "alt")
    for at, (depth, mark, text) in enumerate((*rows, (0, "2.", "Häuser"), (1, "–", "neu"), (1, "–", "saniert"))):
        page.put(62 + 30 * depth, 500 - 13 * at, mark)
        page.put(82 + 30 * depth, 500 - 13 * at, text)
    page.block(50, 370, "Danach steht noch ein Absatz, der nicht mehr zu dieser Liste gehört, und das ist gut.")
    doc = made(page)
    items = [(doc.level(n), doc.label(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.ITEM]
    assert items == [
        (0, "1.", "Einwohner"), (1, "a.", "Frauen"), (1, "b.", "Männer"), (2, "i.", "jung"), (2, "ii.", "alt"),
        (0, "2.", "Häuser"), (1, "–", "neu"), (1, "–", "saniert"),
    ]  # fmt: skip


def test_an_ordinal_at_the_beginning_of_a_column_begins_no_item():
    doc = opened((golden.DATA / "pdf" / "writer_notes.pdf").read_bytes())
    assert "und die Dorf waren im 13. Jahrhundert oft Anlass zum Streit, weil Brücke und Fluss nicht" in doc.text


def test_notes_in_type_as_large_as_the_text_are_notes_if_they_stand_apart_behind_their_signs():
    page = Page()
    page.block(50, 500, "Hier steht eine Sache^1 und eine zweite^2 und danach noch mehr, was keiner glaubt. " * 3)
    for mark, y in (("1", 90), ("2", 70)):
        page.put(50, y + 3.5, mark, 6)
        page.put(57, y, f"Quelle {mark}: Amt für Zahlen, S. 9.")
    doc = made(page)
    notes = [(doc.label(n), doc.paragraph(n)) for n in range(len(doc)) if doc.kind(n) is Kind.NOTE]
    assert notes == [("[1]", "Quelle 1: Amt für Zahlen, S. 9."), ("[2]", "Quelle 2: Amt für Zahlen, S. 9.")]


def test_a_single_word_far_inside_an_item_belongs_to_it():
    page = Page()
    for at, (x, text) in enumerate(((50, "1. Vom Wasser,"), (90, "Fische"), (50, "2. Vom Land"))):
        page.put(x, 500 - 12 * at, text)
    doc = made(page)
    assert [(doc.label(n), doc.paragraph(n)) for n in range(len(doc))] == [
        ("1.", "Vom Wasser, Fische"),
        ("2.", "Vom Land"),
    ]


def test_a_head_with_a_number_comes_again_even_where_that_is_the_number_of_the_page():
    pages = []
    for number in range(1, 5):
        page = Page()
        page.block(50, 500, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 3 + str(number))
        page.put(50, 555, str(number))
        page.put(140, 36, "Die Zeitschrift 2/2004, Nachdruck", 8)
        pages.append(page)
    assert "Zeitschrift" not in made(*pages).text


def test_a_heading_at_the_height_of_the_numbers_of_other_pages_is_text():
    pages = []
    for number in range(1, 5):
        page = Page()
        page.block(50, 500, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist. " * 3 + str(number))
        page.put(50, 555, str(number) if number < 4 else "Zusammenfassung", 10 if number < 4 else 12)
        pages.append(page)
    assert "Zusammenfassung" in made(*pages).text
