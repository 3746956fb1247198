"""Rows of a table in columns: no character lost, none outside its column, and nothing that depends on what arrives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.bitext import Bitext
from reader.core.building import Builder, Run
from reader.core.cells import cells
from reader.core.columns import columns
from reader.core.compose import compose
from reader.core.document import Document, Kind
from reader.core.keys import segment_key
from reader.core.lighting import Lighting
from reader.core.page import Anchor, Mode, Page, Place
from reader.core.reading import Reading
from reader.core.runs import Tag
from reader.core.selection import Point, Side
from reader.core.showing import show_words
from reader.core.syllables import cut, is_cut
from reader.core.table import GAP, Grid, alignment, cell_spans, flow_lines, grid, grid_lines, sample
from reader.core.target import WITHOUT_WORDS, Target, TargetState
from reader.core.text import clean
from reader.core.word_cursor import word_cursor, word_on_next_line
from reader.core.wrap import wrap
from tests.core.support import PlainMatcher

WORDS = st.text("abc ÄÖ 12.,%日本한\u0301\u200f\u200d", max_size=14)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8)
LAYOUTS = [
    columns(width, mode, by_sentence=by_sentence).layout
    for width in (1, 12, 40, 89, 120, 200)
    for mode in Mode
    for by_sentence in (False, True)
]
STATE = [
    ["Land", "Bruttoinlandsprodukt in Milliarden Euro", "Anteil", "Bemerkung"],
    ["Deutschland", "4.121,2", "4,2 %", "Die größte Volkswirtschaft. Sie steht vor Frankreich und Italien."],
    ["", "12,0", "", "ohne Namen"],
    ["Vereinigte Arabische Emirate", "499,0", "0,5 %"],
    ["Eine Überschrift, die über der ganzen Breite der Tafel stehen darf, wenn sie lang ist"],
]
ENGLISH = {
    "Land": "Country",
    "Anteil": "Share",
    "Deutschland": "Germany",
    "Die größte Volkswirtschaft.": "The largest of all the economies of the world as far as we know.",
    "ohne Namen": "without │ a name",
}


def built(*tables, **how):
    builder = Builder()
    for number, rows in enumerate(tables):
        builder.add(f"Vor der Tafel {number}.")
        added = False
        for row in rows:
            added |= builder.row([[Run(cell)] for cell in row], tight=added, header=not added, **how)
    builder.add("Danach.")
    return builder.finish()


def pair_of(document, known=()):
    units = {segment_key(de): Target(en, TargetState.MEMORY, "test") for de, en in dict(known).items()}
    return Bitext(document, lambda keys: {key: units[key] for key in keys if key in units})


def texts(rows):
    return [row for row in (document_rows(rows)) if row]


def document_rows(rows):
    document = built(rows)
    return [document.paragraph(index) for index in range(len(document)) if document.kind(index) is Kind.TABLE]


# --- where cells begin ------------------------------------------------------------------------------------------


@given(ROWS)
def test_cells_come_back_as_they_were_given(rows):
    document = built(rows)
    expected = [[" ".join(clean(cell).split()) for cell in row] for row in rows]
    shown = []
    for index in range(len(document)):
        if document.kind(index) is Kind.TABLE:
            text = document.paragraph(index)
            shown.append([text[a:b] for a, b in cell_spans(text)])
    for row in expected:
        while row and not row[-1]:
            row.pop()
    assert shown == [row for row in expected if row]


def test_a_bar_in_a_cell_makes_no_new_cell_in_either_language():
    document = built([["a │ b", "c"], ["ohne Namen", "d"]])
    pair = pair_of(document, ENGLISH)
    assert document.paragraph(1) == "a | b │ c"
    assert pair.paragraph(2).target == "without | a name │ —"
    assert len(cell_spans(pair.paragraph(2).target)) == 2


def test_empty_cells_keep_their_place_but_at_the_end():
    assert document_rows([["", "b", "", "d", ""], ["", "", ""], ["x"]]) == ["│ b │ │ d", "x"]


def test_each_table_knows_its_rows_its_heads_and_its_alignment():
    builder = Builder()
    builder.row([[Run("a")], [Run("b")]], header=True, align="-r")
    builder.row([[Run("c")]], tight=True)
    builder.row([[Run("d")]], tight=True, header=True)
    builder.row([[Run("Noch eine")]])
    builder.add("Text")
    builder.add("von anderswo │ x", Kind.TABLE, tight=True)
    document = builder.finish()
    assert [tuple(table) for table in document.tables] == [
        (0, 3, 1, "-r", False),
        (3, 4, 0, "", False),
        (5, 6, 0, "", False),
    ]
    assert [document.heads(index) for index in range(6)] == [True, False, False, False, False, False]
    assert document.table(4) is None
    assert document.table(2) == document.tables[0]


def test_figures_are_the_same_in_every_language_and_may_be_edited():
    document = built([["Land", "4,2 %"]])
    pair = pair_of(document)
    assert pair.paragraph(1).target == "— │ 4,2 %"
    assert pair.paragraph(1).targets[1].origin == WITHOUT_WORDS
    assert (pair.settled_segments, pair.kept_segments) == (0, 1)
    edited = {segment_key("4,2 %"): Target("4.2%", TargetState.EDITED, "you")}
    assert pair.set_targets(edited) == {1}
    assert pair.paragraph(1).target == "— │ 4.2%"


# --- the columns ------------------------------------------------------------------------------------------------


@given(ROWS, st.integers(1, 90), st.text("lcr-", max_size=7))
def test_columns_stand_beside_each_other_inside_the_width(rows, width, said):
    rows = texts(rows)
    found = grid(rows, said, width)
    if found is None:
        return
    ends = [x + wide for x, wide in zip(found.xs, found.widths, strict=True)]
    assert all(wide > 0 for wide in found.widths)
    assert [0, *(end + GAP for end in ends[:-1])] == list(found.xs)
    assert ends[-1] == found.width <= width
    assert set(found.align) <= set("lcr")
    assert len(found.align) == len(found.xs)


@given(ROWS, st.integers(1, 90), st.text("lcr", max_size=7))
def test_every_character_stands_in_one_part_and_no_part_on_another(rows, width, said):
    rows = texts(rows)
    found = grid(rows, said, width)
    for text in rows:
        lines = grid_lines(text, found) if found else [[(0, a, b)] for a, b in flow_lines(text, width)]
        outside = [*text]
        starts = [start for line in lines for _, start, _ in line]
        assert len(set(starts)) == len(starts), "an anchor leads to one line"
        for line in lines:
            at = 0
            for number, (x, start, end) in enumerate(line):
                assert number == 0 or x >= at or end - start == 1
                at = x + cells(text[start:end])
                outside[start:end] = " " * (end - start)
                assert at <= width or len(text[start:end].strip("\u0301\u200f\u200d")) <= 1
        assert not "".join(outside).strip(" │")


def test_a_table_that_fits_has_its_cells_below_each_other():
    rows = ["Land │ Anteil │ Jahr", "Polen │ 4,1 % │ 1999", "Ungarn │ 12,5 % │ im Jahr 2004"]
    found = grid(rows, "--c", 60)
    shown = []
    for text in rows:
        line = [" "] * 60
        for x, start, end in grid_lines(text, found)[0]:
            line[x : x + end - start] = text[start:end]
        shown.append("".join(line).rstrip())
    assert shown == [
        "Land                Anteil          Jahr",
        "Polen                4,1 %          1999",
        "Ungarn              12,5 %      im Jahr 2004",
    ]


def test_a_long_cell_wraps_in_its_column_and_a_title_spans_the_row():
    found = Grid((0, 12), (10, 8), "lr", 30)
    text = "eine lange Zelle │ 1.234"
    assert [[(x, text[a:b]) for x, a, b in line] for line in grid_lines(text, found)] == [
        [(0, "eine lange"), (15, "1.234")],
        [(0, "Zelle")],
    ]
    title = "Eine Zeile für sich allein."
    assert [len(line) for line in grid_lines(title, found)] == [1]


def test_what_the_file_says_of_a_column_counts_more_than_what_is_in_it():
    rows = [["Land", "Wert"], ["Polen", "1"], ["Ungarn", "–"]]
    assert alignment(rows, 2) == "lr"
    assert alignment(rows, 2, "rl") == "rl"
    assert alignment(rows, 2, "-c") == "lc"


def test_too_many_columns_are_a_line_of_text_broken_at_cells():
    text = " │ ".join(str(number) for number in range(2_000))
    assert grid([text], "", 120) is None
    lines = flow_lines(text, 40)
    assert all(cells(text[a:b]) <= 40 and text[a] != "│" and text[b - 1] != "│" for a, b in lines)


SOME = ["Bruttoinlandsprodukt", "Anteil", "Bemerkung", "Land"]


def test_a_column_has_room_for_its_longest_word_if_the_others_can_give_it():
    rows = [" │ ".join(SOME), "12,0 │ 3 % │ eine längere Bemerkung über das ganze Land und seine Nachbarn │ Polen"]
    parts = [[[cell] if cell[0].isdigit() else cell.split() for cell in row.split(" │ ")] for row in rows]
    words = sum(max(len(word) for row in parts for word in row[at]) for at in range(4))
    for width in range(words + 3 * GAP, 120):
        found = grid(rows, "", width, 1)
        assert found.widths[0] >= 20
        assert found.widths[2] >= 9
    long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    assert grid([f"{long} │ kurz und gut gesagt"], "", 80).widths[0] >= len(long)


def test_an_amount_stands_with_its_unit():
    found = grid(["Preis │ Bemerkung", "499,00 € │ " + "Wort für Wort " * 9, "2,1 kW │ kurz"], "", 40)
    assert found.widths[0] == len("499,00 €")


def test_an_address_takes_no_room_from_words_and_a_hyphen_may_end_a_line():
    rows = ["https://example.org/" + "a1b" * 20 + " │ " + "Wort für Wort " * 5]
    assert grid(rows, "", 80).widths[0] < 50
    assert grid(["US-Präsident │ " + "Wort " * 30], "", 40).widths[0] <= len("US-Präsident")


def test_a_word_that_finds_no_room_is_cut_between_syllables_and_shows_a_hyphen():
    document = built([["Bruttoinlandsprodukt", "Arbeitslosenversicherung", "Volkswirtschaftslehre"], ["1", "x", "y"]])
    reading = read(document, {}, 52)
    lines = ["".join(piece.text for piece in pieces).strip() for pieces in composed(reading, 1) if pieces]
    assert lines[:2] == ["Bruttoinlands-  Arbeitslosen-   Volkswirt-", "produkt  versicherung    schaftslehre"]
    assert "-" not in document.text
    for row in reading.page.block(1):
        for part in row.source_parts:
            word = document.paragraph(1)[part.start : part.end]
            assert len(word) >= 4


def composed(reading, paragraph):
    pair = reading.bitext.paragraph(paragraph)
    return [
        compose(row, reading.columns, pair, reading.marks(paragraph))
        for row in reading.page.block(paragraph)
        if row.source is not None
    ]


@given(st.text("abcdeioulrstü’-1 日", min_size=1, max_size=60), st.integers(1, 20))
def test_a_hyphen_always_finds_room(text, width):
    for start, end in wrap(text, 0, len(text), width, cut):
        assert cells(text[start:end]) + is_cut(text, start, end) <= max(
            width, 2 if text[start : start + 1] == "日" else 1
        )


@pytest.mark.parametrize(
    "word", ["https://example.org/abcdefghijklmnopq", "日本語" * 9, "a1b2c3d4e5f6a7b8c9d0", "x" * 50]
)
def test_what_is_no_word_is_cut_where_the_line_is_full(word):
    lines = wrap(word, 0, len(word), 12, cut)
    assert "".join(word[a:b] for a, b in lines) == word
    assert any(is_cut(word, a, b) for a, b in lines) == (word == "x" * 50)


# --- the page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_and_places_are_each_others_inverse(layout):
    page = Page(pair_of(built(STATE, STATE[:2]), ENGLISH), layout)
    for paragraph in range(2 + len(STATE) + 2 + 1):
        for line in range(len(page.block(paragraph))):
            place = Place(paragraph, line)
            assert page.locate(page.anchor_at(place)) == place


@given(ROWS, st.sampled_from(LAYOUTS), st.data())
def test_any_character_is_found_on_the_line_that_shows_it(rows, layout, data):
    pair = pair_of(built(rows), ENGLISH)
    page = Page(pair, layout)
    paragraph = data.draw(st.integers(0, len(pair) - 1))
    for row in page.block(paragraph):
        shown = row.source_parts if row.source is not None else ()
        for _, start, end in shown:
            for char in range(start, end):
                if layout.mode is not Mode.TARGET:
                    assert page.locate(Anchor(paragraph, char, None)).line == row.line


@given(ROWS, st.sampled_from([1, 12, 40, 89, 120, 200]), st.sampled_from(list(Mode)))
def test_a_painted_row_is_as_wide_as_the_screen(rows, width, mode):
    reading = read(built(rows), {}, width)
    reading.mode = mode
    reading.resize(width, 60)
    for row in reading.rows():
        if not row.is_gap:
            pair = reading.bitext.paragraph(row.paragraph)
            pieces = compose(row, reading.columns, pair, reading.marks(row.paragraph))
            assert sum(cells(piece.text) for piece in pieces) == width


def read(document, known, width=120, height=40):
    pair = pair_of(document, known)
    reading = Reading(pair, Lighting(pair, PlainMatcher((), "source"), lambda some: PlainMatcher(some, "target")))
    reading.resize(width, height)
    return reading


@pytest.mark.parametrize("width", [80, 120, 200])
def test_what_arrives_moves_no_column_and_no_first_word(width):
    reading = read(built(STATE), {}, width, height=12)
    reading.scroll(3)
    top = reading.rows()[0]
    before = {row[:2]: row.source_parts for row in reading.rows()}
    arrived = {segment_key(de): Target(en, TargetState.MACHINE, "x") for de, en in ENGLISH.items()}
    reading.changed(reading.bitext.set_targets(arrived))
    after = reading.rows()
    assert after[0].source == top.source
    assert after[0].paragraph == top.paragraph
    columns_before = {part.x for parts in before.values() for part in parts}
    assert {part.x for row in after for part in row.source_parts} <= columns_before | {0}


def test_both_sides_have_the_same_columns():
    reading = read(built(STATE), ENGLISH, 200)
    row = next(row for row in reading.rows() if row.paragraph == 2)
    assert row.source_parts[0].x == row.target_parts[0].x == 0
    assert row.source_parts[-1].x == row.target_parts[-1].x


def test_the_word_below_is_the_one_in_the_same_column():
    document = built([["eins", "zwei", "drei"], ["vier und noch mehr", "fünf", "sechs"]])
    reading = read(document, {})
    cursor = word_cursor(reading.bitext, Side.SOURCE, Point(1, document.paragraph(1).index("drei")))
    below = word_on_next_line(reading.page, reading.bitext, cursor, 1, extend=False, segment=-1)
    paragraph, word = below.head
    assert document.paragraph(paragraph)[word.start : word.end] == "sechs"


def test_the_word_below_is_told_by_cells_and_not_by_characters():
    document = built([["日本語日本語 x unten", ""], ["eins zwei drei", ""]])
    reading = read(document, {})
    cursor = word_cursor(reading.bitext, Side.SOURCE, Point(1, document.paragraph(1).index("x")))
    below = word_on_next_line(reading.page, reading.bitext, cursor, 1, extend=False, segment=-1)
    assert document.paragraph(2)[below.head[1].start : below.head[1].end] == "drei"


def test_a_selection_copies_the_text_and_no_padding():
    document = built([["eins", "zwei"], ["vier und noch mehr", "fünf"]])
    reading = read(document, {})
    show_words(reading, 1, 0, len(document.paragraph(1)))
    assert reading.selection.text(reading.bitext) == "eins │ zwei"


# --- hostile ----------------------------------------------------------------------------------------------------


def test_a_long_table_is_measured_by_a_few_of_its_rows(monkeypatch):
    builder = Builder()
    for number in range(100_000):
        builder.put(f"Zeile {number} │ {number * 7}", Kind.TABLE, tight=number > 0)
    document = builder.finish()
    assert document.tables[0][:2] == (0, 100_000)
    numbers = sample(document.tables[0])
    assert len(numbers) == len(set(numbers)) == 64
    assert max(numbers) == 99_999
    asked = []
    monkeypatch.setattr(Document, "paragraph", _counting(asked, Document.paragraph))
    reading = read(document, {})
    reading.to_end()
    reading.rows()
    assert len(asked) < 1_000


def _counting(asked, original):
    def paragraph(self, index):
        asked.append(index)
        return original(self, index)

    return paragraph


@pytest.mark.parametrize(
    "rows",
    [
        [["x"] * 10_000, ["1"] * 10_000],
        [["kurz", "Wort " * 2_000], ["a", "b"]],
        [["W" * 10_000, "b"]],
        [["a"] * count for count in range(1, 40)],
        [["\u202e\u200fabc\u2066", "日本語" * 30, "e\u0301" * 90], ["x", "y", "z"]],
    ],
)
def test_rows_that_nobody_would_write_are_shown_whole(rows):
    document = built(rows)
    for width in (12, 80, 200):
        reading = read(document, {}, width, height=30)
        shown = "".join(
            document.paragraph(index)[part[-2] : part[-1]]
            for index in range(len(document))
            for row in reading.page.block(index)
            if row.source is not None
            for part in row.source_parts or (row.source,)
        )
        assert len(_bare(shown)) == len(_bare(document.text))


def _bare(text):
    return "".join(text.replace("│", "").split())


def test_the_cursor_is_never_in_a_cell_that_was_scrolled_away():
    long = "Ein Satz in einer Zelle, der gewiss mehr als drei Zeilen braucht, weil er so lang ist."
    document = built([["a", long, "kurz", long]] * 4)
    reading = read(document, {}, 120, height=6)
    reading.to_point(Point(2, 0))
    reading.put_cursor(Side.SOURCE, Point(2, document.paragraph(2).index("kurz")))
    reading.scroll(1)
    assert reading.rows()[0][:2] == (2, 1)
    paragraph, segment = reading.cursor
    start, end = reading.bitext.paragraph(paragraph).segments[segment]
    shown = [part for row in reading.rows() if row.paragraph == paragraph for part in row.source_parts]
    assert any(part.start < end and part.end > start for part in shown)


def test_what_heads_a_row_stands_out_on_both_sides():
    builder = Builder()
    for number, row in enumerate([["Land", "Wert"], ["Polen", "drei"], ["", "vier"], ["Ein Titel"]]):
        builder.row([[Run(cell)] for cell in row], tight=number > 0, header=number == 0, row_heads=True)
    reading = read(builder.finish(), {"Polen": "Poland", "drei": "three"})
    marks = [reading.marks(paragraph) for paragraph in range(4)]
    strong = [[tuple(mark[:2]) for mark in one.source if mark.tag == Tag.STRONG] for one in marks]
    assert strong == [[], [(0, 5)], [], []]
    assert [tuple(mark[:2]) for mark in marks[1].target if mark.tag == Tag.STRONG] == [(0, 6)]
