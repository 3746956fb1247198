from hypothesis import given
from hypothesis import strategies as st

from reader.core.bitext import Bitext
from reader.core.building import STRUCK, Builder, Run
from reader.core.cells import cells
from reader.core.columns import columns
from reader.core.compose import compose, sign_on
from reader.core.document import Kind, Style
from reader.core.keys import segment_key
from reader.core.lead import NO_LEAD, lead
from reader.core.lighting import Lighting
from reader.core.marks import paragraph_marks
from reader.core.page import Anchor, Layout, Mode, Page, Place
from reader.core.reading import Reading
from reader.core.runs import Tag
from reader.core.search import hits_in, query_pattern
from reader.core.segments import is_verbatim, segments
from reader.core.spans import Span
from reader.core.target import Target, TargetState
from tests.core.support import PlainMatcher


def built(*paragraphs):
    """A document of (text, kind, more) values."""
    builder = Builder()
    for text, kind, *more in paragraphs:
        builder.add(text, kind, **(more[0] if more else {}))
    return builder.finish()


def lookup(known):
    units = {segment_key(de): Target(en, TargetState.MEMORY, "test") for de, en in known.items()}
    return lambda keys: {key: units[key] for key in keys if key in units}


def read(document, known=None, width=100, height=30):
    pair = Bitext(document, lookup(known or {}))
    made = Reading(pair, Lighting(pair, PlainMatcher((), "source"), lambda some: PlainMatcher(some, "target")))
    made.resize(width, height)
    return made


def lines(reading):
    """The page as text, without the marks in its margins."""
    shown = []
    for row in reading.rows():
        pieces = compose(row, reading.columns, reading.bitext.paragraph(row.paragraph), reading.marks(row.paragraph))
        shown.append("".join(piece.text for piece in pieces).replace("▌", " ").rstrip() if not row.is_gap else "")
    return shown


# --- segments ---------------------------------------------------------------------------------------------------


def test_cells_of_a_table_are_segments_and_what_parts_them_is_not():
    document = built(("Jahr │ Ein Tag. Noch einer. │ 3", Kind.TABLE))
    asked = []
    bitext = Bitext(document, lambda keys: asked.extend(keys) or {})
    pair = bitext.paragraph(0)
    texts = [pair.source[start:end] for start, end in pair.segments]
    assert texts == ["Jahr", "Ein Tag. ", "Noch einer.", "3"]
    assert asked == [segment_key(text) for text in texts]


def test_the_target_of_a_table_keeps_its_cells():
    document = built(("Jahr │ │ Ein Tag. Noch einer. │ 3", Kind.TABLE))
    known = {"Jahr": "Year", "Ein Tag.": "A day.", "3": "3"}
    pair = Bitext(document, lookup(known)).paragraph(0)
    assert pair.target == "Year │ │ A day. — │ 3"
    for span, target in zip(pair.target_segments, pair.targets, strict=True):
        if target.known:
            assert pair.target[span.start : span.end] == target.text


def test_a_row_of_which_nothing_is_known_says_so_once():
    assert Bitext(built(("Eins │ Zwei", Kind.TABLE)), lookup({})).paragraph(0).target == "— no translation —"


def test_code_is_never_looked_up_and_the_same_on_both_sides():
    document = built(("x = 1\n  return x", Kind.CODE), ("* * *", Kind.RULE))
    asked = []
    bitext = Bitext(document, lambda keys: asked.extend(keys) or {})
    for index in range(3):
        pair = bitext.paragraph(index)
        assert is_verbatim(document, index)
        assert pair.target == pair.source
        assert [target.state for target in pair.targets] == [TargetState.KEPT]
    assert not asked
    assert (bitext.settled_segments, bitext.kept_segments) == (0, 0)


def test_what_arrives_for_the_same_words_in_prose_changes_no_code():
    bitext = Bitext(built(("Nein.", Kind.CODE), ("Nein.", Kind.PARAGRAPH)), lookup({}))
    bitext.load(range(2))
    assert bitext.set_targets({segment_key("Nein."): Target("No.", TargetState.MACHINE, "x")}) == {1}
    assert bitext.paragraph(0).target == "Nein."


def test_a_search_finds_code_once():
    bitext = Bitext(built(("return x", Kind.CODE)), lookup({}))
    assert len(hits_in(query_pattern("return"), 0, bitext.paragraph(0))) == 1


@given(st.text("ab. │", max_size=60))
def test_segments_are_in_order_and_never_hold_what_parts_cells(text):
    document = built((text, Kind.TABLE))
    for index in range(len(document)):
        spans = segments(document, index)
        assert spans
        ends = [0, *(end for _, end in spans)]
        assert all(end <= start < stop for end, (start, stop) in zip(ends, spans, strict=False))
        source = document.paragraph(index)
        if source.strip("│ "):
            assert not any("│" in source[start:end] for start, end in spans)
        outside = list(source)
        for start, end in spans:
            outside[start:end] = " " * (end - start)
        assert not "".join(outside).strip(" │")


# --- what stands before the lines -------------------------------------------------------------------------------


def test_items_and_quotes_hang_in_both_columns():
    document = built(
        ("Erstens und dann noch so viel, dass es in eine zweite Zeile muss, und weiter.", Kind.ITEM, {"label": "1."}),
        ("mehr dazu", Kind.ITEM),
        ("darunter", Kind.ITEM, {"label": "•", "level": 1}),
        ("Gesagt.", Kind.QUOTE, {"level": 2}),
    )
    shown = lines(read(document, {"mehr dazu": "more on that", "darunter": "below", "Gesagt.": "Said."}))
    assert shown[0].startswith("    1.  Erstens und")
    assert shown[1].startswith("        eine zweite")
    assert "1.  — no translation —" in shown[0]
    assert [line.split() for line in shown if "mehr" in line] == [["mehr", "dazu", "more", "on", "that"]]
    more = next(line for line in shown if "mehr" in line)
    below = next(line for line in shown if "darunter" in line)
    assert more.index("mehr") == 8
    assert more.index("more") == shown[0].index("— no") == 4 + shown[0].index("1.", 9)
    assert below.index("•") == 8
    assert below.count("• ") == 2
    assert next(line for line in shown if "Gesagt" in line).count("│ │ ") == 2


def test_notes_have_their_label_and_hang_together():
    document = built(("So Seneca.", Kind.NOTE, {"label": "[1]"}), ("Und mehr.", Kind.NOTE, {"tight": True}))
    assert lead(document, 0, 60) == ("[1] ", "    ")
    assert lead(document, 1, 60) == ("    ", "    ")


def test_code_keeps_its_indent():
    document = built(("if x:\n    return", Kind.CODE))
    shown = lines(read(document))
    assert shown[0].startswith("      if x:")
    assert shown[1].startswith("          return")
    assert shown[1].count("return") == 2


def test_stacked_code_stands_once():
    document = built(("return x", Kind.CODE), ("Ende.", Kind.PARAGRAPH))
    reading = read(document, width=60)
    assert sum("return" in line for line in lines(reading)) == 1
    reading.next_mode()
    reading.next_mode()
    assert reading.mode is Mode.TARGET
    assert sum("return" in line for line in lines(reading)) == 1


def test_chapters_stand_apart_and_rows_of_verse_together():
    document = built(
        ("Text.", Kind.PARAGRAPH),
        ("Kapitel", Kind.HEADING, {"level": 1}),
        ("Teil", Kind.HEADING, {"level": 2}),
        ("Zeile eins\nZeile zwei", Kind.VERSE),
        ("Abschnitt", Kind.HEADING, {"level": 3}),
    )
    rows = read(document).rows()
    assert [(row.paragraph, row.is_gap) for row in rows] == [
        (0, False), (0, True), (0, True), (1, False), (1, True), (2, False), (2, True),
        (3, False), (4, False), (4, True), (5, False), (5, True),
    ]  # fmt: skip


def test_a_line_of_verse_keeps_its_indent_and_hangs_where_it_is_wrapped():
    line = "Und so ist, was ein Vers war, doch eine Zeile, die viel länger ist als alle anderen in diesem Gedicht"
    document = built((f"Eins,\n    {line}", Kind.VERSE))
    assert (document.level(0), document.level(1), document.paragraph(1)) == (0, 2, line)
    rows = [row for row in lines(read(document, {line: line.upper()}, width=120)) if row.strip()]
    assert [len(row) - len(row.lstrip()) for row in rows] == [4, 8, 10, 10]
    assert [len(row[60:]) - len(row[60:].lstrip()) + 60 for row in rows[1:]] == [67, 69, 69]
    assert max(map(len, rows)) <= 120


def test_sentence_rows_leave_tables_verse_and_code_whole():
    document = built(("A. │ B. C.", Kind.TABLE), ("Eins. Zwei.", Kind.PARAGRAPH), ("Ja. Nein.\nDoch.", Kind.VERSE))
    reading = read(document)
    reading.toggle_sentences()
    assert [row.paragraph for row in reading.rows() if not row.is_gap] == [0, 1, 1, 2, 3]
    for _ in range(9):
        reading.move_sentence(1)
    assert reading.cursor.paragraph == 3
    assert reading.rows()[0].paragraph == 0


KINDS = st.sampled_from(list(Kind))
DOCUMENTS = st.lists(
    st.tuples(
        st.text("ab │.\n漢", min_size=1, max_size=90),
        KINDS,
        st.fixed_dictionaries(
            {
                "level": st.integers(0, 9),
                "label": st.sampled_from(["", "•", "1.", "(xviii)", "[漢字]"]),
                "tight": st.booleans(),
            }
        ),
    ),
    min_size=1,
    max_size=12,
).map(lambda paragraphs: built(*paragraphs))


@given(DOCUMENTS, st.integers(1, 130))
def test_what_stands_before_a_line_leaves_the_text_its_column(document, width):
    for index in range(len(document)):
        before = lead(document, index, width)
        assert cells(before.first) == before.width_cells
        assert cells(before.rest) == before.width_cells + before.hang_cells
        is_line = document.kind(index) is Kind.VERSE and not document.label(index) and before != NO_LEAD
        assert before.hang_cells == (2 if is_line else 0)
        if document.kind(index) is Kind.RULE:
            assert before.width_cells <= width // 2
        else:
            assert before.width_cells <= max(width // 3, 0) or before == NO_LEAD


@given(DOCUMENTS, st.integers(1, 130), st.sampled_from(list(Mode)), st.booleans())
def test_every_row_is_as_wide_as_the_screen_and_found_again(document, width, mode, by_sentence):
    if not len(document):
        return
    reading = read(document)
    reading.mode, reading.by_sentence = mode, by_sentence
    reading.resize(width, 40)
    assert reading.columns == columns(width, mode, by_sentence=by_sentence)
    page = Page(reading.bitext, reading.columns.layout)
    for row in page.rows(Anchor(0), 400):
        if not row.is_gap:
            pair = reading.bitext.paragraph(row.paragraph)
            pieces = compose(row, reading.columns, pair, reading.marks(row.paragraph))
            assert sum(cells(piece.text) for piece in pieces) in {width, *([] if width > 2 else range(width, 4))}
        place = Place(row.paragraph, row.line)
        assert page.locate(page.anchor_at(place)) == place


# --- how it is marked -------------------------------------------------------------------------------------------


def test_headings_code_and_emphasis_are_tags():
    builder = Builder()
    builder.add("Kapitel", Kind.HEADING, level=1)
    builder.add("Teil", Kind.HEADING, level=2)
    builder.add("Absatz", Kind.HEADING, level=5)
    builder.add("x", Kind.CODE)
    builder.add(
        [Run("Ganz "), Run("wichtig", Style.STRONG | Style.EMPH), Run(" hier", Style.LINK, "https://a.example")]
    )
    reading = read(builder.finish())
    assert [reading.marks(index).base for index in range(4)] == [Tag.TITLE, Tag.HEADING, Tag.SUBHEADING, Tag.CODE]
    marks = reading.marks(4).source
    assert [(start, end, tag) for start, end, tag in marks] == [(5, 12, Tag.STRONG | Tag.EMPH), (13, 17, Tag.LINK)]
    assert [mark.tag for mark in reading.marks(4).target] == [Tag.STATE]


def test_what_stands_around_the_text_says_so_and_is_not_counted():
    builder = Builder()
    builder.add("Anzeige", boilerplate=True)
    builder.add("Ja.")
    bitext = Bitext(builder.finish(), lookup({"Ja.": "Yes."}))
    bitext.load(range(2))
    assert bitext.paragraph(0).target == "—"
    assert bitext.paragraph(0).targets[0].reason == "not part of the text"
    assert (bitext.settled_segments, bitext.kept_segments) == (1, 1)
    bitext.set_targets({segment_key("Anzeige"): Target("Advertisement", TargetState.EDITED, "you")})
    assert (bitext.settled_segments, bitext.kept_segments) == (2, 2)


def test_what_stands_around_the_text_is_calm():
    """Neither its mark nor a line of its own says in each row that nothing is missing; the status line knows."""
    builder = Builder()
    builder.add("Anzeige. Noch eine Anzeige.", boilerplate=True)
    builder.row([[Run("Anzeige")], [Run("Werbung")]], boilerplate=True)
    builder.add("Ja.")
    bitext = Bitext(builder.finish(), lookup({}), missing=Target(reason="offline"))
    bitext.load(range(3))
    bitext.set_missing(Target(reason="no engine"))
    assert [bitext.paragraph(at).target for at in range(3)] == ["—", "—", "— no engine —"]
    for number in range(2):
        pair = bitext.paragraph(number)
        assert sign_on(Span(0, len(pair.target)), pair, ()) is None
    for by_sentence in (False, True):
        stacked = Page(bitext, Layout(40, 40, stacked=True, by_sentence=by_sentence))
        shown = [row for row in stacked.rows(Anchor(0), 9) if not row.is_gap and row.target is not None]
        assert {row.paragraph for row in shown} == {2}
    alone = Page(bitext, Layout(40, 40, mode=Mode.TARGET))
    assert {row.paragraph for row in alone.rows(Anchor(0), 9) if row.target is not None} == {0, 1, 2}


def test_what_is_struck_is_so_in_its_translation_if_the_whole_sentence_is_and_else_it_is_said():
    builder = Builder()
    builder.add([Run("Alles weg.", Style.STRIKE), Run(" Neu und "), Run("gut", Style.STRIKE), Run(" schön.")])
    document = builder.finish()
    reading = read(document, {"Alles weg.": "All gone.", "Neu und gut schön.": "New and good fine."})
    marks = paragraph_marks(reading, 0)
    struck = [[mark[:2] for mark in side if mark.tag & Tag.STRIKE] for side in (marks.source, marks.target)]
    assert struck == [[(0, 10), (19, 22)], [(0, 9)]]
    assert document.notes == (STRUCK,)
    assert not any(mark.tag & Tag.STRIKE for mark in paragraph_marks(read(document), 0).target)
    builder = Builder()
    builder.add([Run("Alles weg.", Style.STRIKE)])
    assert builder.finish().notes == ()
