import importlib.util
import itertools
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import pdf_child, pdf_text
from reader.formats.limits import Deadline
from reader.formats.opening import read_bytes
from reader.formats.pdf_furniture import furniture
from reader.formats.pdf_lines import columns_of, line_of, lines_of
from reader.formats.pdf_pieces import Extract, Piece, Sheet
from tests.formats import golden, pdf_files
from tests.formats.pdf_files import Page

REAL = pdf_child.extract


@pytest.fixture(autouse=True, scope="module")
def in_this_process():
    """A process for each file would make the tests slow; those that are about it undo this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_child, "extract", here)
        yield


def here(data, where):
    return pdf_child.unpacked(pdf_child.packed(pdf_text.extracted(data, where, Deadline(where))))


def opened(data):
    return read_bytes(data, "x.pdf", "x", ".pdf")


def made(*pages, **more):
    return opened(pdf_files.pdf(pages, **more))


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


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


def test_note_marks_lead_to_their_notes():
    doc = opened(pdf_files.paper())
    marks = [to for *_, style, to in doc.emphasis if Style.NOTE_REF in style]
    assert [doc.label(int(to[1:])) for to in marks] == ["[1]", "[2]"]


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
    assert sorted(p for line in lines_of(pieces) for p in line.pieces) == sorted(wide)
    read = [p for column in columns_of(pieces) for line in column.lines for p in line.pieces]
    assert sorted("".join(p.text for p in read)) == sorted("".join(p.text for p in wide))


def test_roman_and_wordy_page_numbers_are_furniture():
    body = [line_of(words("Text steht hier", 50, y)) for y in (500, 488, 476)]
    pages = [[*body, line_of(words(number, 200, 30))] for number in ("Seite 7 von 9", "Seite 8 von 9", "Seite 9 von 9")]
    assert {line.text for _, line in furniture(pages, [800, 800, 800])} == {line[-1].text for line in pages}
    assert {line.text for _, line in furniture([[*body, line_of(words("xii", 200, 30))]], [800])} == {"xii"}


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


def test_letters_that_no_font_names_ask_for_ocr(monkeypatch):
    sheet = Sheet([Piece("x", 0, 5, 0, 10)], 100, 100, 0, 50)
    monkeypatch.setattr(pdf_child, "extract", lambda *_: Extract([sheet], 1, "", ""))
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
    monkeypatch.setattr(pdf_child, "extract", lambda *_: found)
    assert made(*pages).notes == ("PDF", "only the first 2 of 9 pages")


def test_what_must_be_installed_is_said(monkeypatch):
    monkeypatch.setattr(pdf_child, "extract", REAL)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError, match="PDF") as raised:
        opened(pdf_files.report())
    assert 'pip install "lesepult[pdf]"' in raised.value.hint


def test_the_title_in_the_file_counts_if_a_person_wrote_it():
    page = Page()
    page.put(50, 500, "Die Überschrift", 20)
    page.block(50, 460, "Ein Absatz mit einigen Wörtern, damit die Seite nicht leer ist.")
    assert made(page, title="Ein Titel").title == "Ein Titel"
    assert made(page, title="zug_final.indd").title == "Die Überschrift"


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


@given(st.sampled_from([pdf_files.novel, pdf_files.paper, pdf_files.report]), st.data())
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


@given(st.binary(max_size=300))
def test_any_bytes_give_a_sentence(data):
    with pytest.raises(InputError):
        opened(b"%PDF-1.5\n" + data)


def test_the_process_gives_the_same(monkeypatch):
    data = pdf_files.report()
    assert REAL(data, "x.pdf") == here(data, "x.pdf")
    with pytest.raises(InputError, match=r"x\.pdf is protected by a password\."):
        REAL(pdf_files.protected(), "x.pdf")


@pytest.mark.parametrize(
    "program", ["import os; os.kill(os.getpid(), 9)", "raise SystemExit(3)", "print('[1]')", "print('{}')"]
)
def test_a_process_that_breaks_is_one_sentence(monkeypatch, program):
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", program))
    with pytest.raises(InputError, match=r"breaks what reads it"):
        REAL(b"%PDF-", "x.pdf")


def test_a_process_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", "while True: pass"))
    with pytest.raises(InputError, match="takes too long"):
        REAL(b"%PDF-", "x.pdf", seconds=0.2)


def test_a_process_that_had_its_time_is_said_to_take_too_long(monkeypatch):
    monkeypatch.setattr(pdf_child, "_COMMAND", ("-c", "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"))
    with pytest.raises(InputError, match="takes too long"):
        REAL(b"%PDF-", "x.pdf")


def test_the_parent_never_loads_pdfium():
    import subprocess

    check = "import sys, reader.formats.pdf; sys.exit('pypdfium2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
