import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import choosing, showing
from reader.core.around import entry_here, term_steps, terms_here
from reader.core.page import Mode
from reader.core.runs import Tag
from reader.core.selection import Point, Selection, Side
from reader.core.target import Target, TargetState
from tests.core.support import article, reading

TEXT, KNOWN = article()


def first_visible(desk):
    row = next(row for row in desk.rows() if not row.is_gap)
    pair = desk.bitext.paragraph(row.paragraph)
    return row.paragraph, (pair.source[slice(*row.source)] if row.source else pair.target[slice(*row.target)]).split()[
        0
    ]


def texts(desk, tag, side=Side.SOURCE):
    found = []
    for p in desk.visible():
        marks = desk.marks(p)
        pair = desk.bitext.paragraph(p)
        of_side = (
            (pair.source, marks.source + marks.moving_source)
            if side is Side.SOURCE
            else (pair.target, marks.target + marks.moving_target)
        )
        found += [of_side[0][m.start : m.end] for m in of_side[1] if m.tag & tag]
    return found


moves = st.lists(
    st.sampled_from(
        ["down", "up", "page", "back", "top", "end", "next", "previous", "para", "term", "mode", "rows", "w", "x"]
    ),
    max_size=25,
)


def press(desk, key):
    {
        "down": lambda: desk.scroll(1),
        "up": lambda: desk.scroll(-1),
        "page": lambda: desk.scroll(18),
        "back": lambda: desk.scroll(-18),
        "top": desk.to_top,
        "end": desk.to_end,
        "next": lambda: desk.move_sentence(1),
        "previous": lambda: desk.move_sentence(-1),
        "para": lambda: desk.move_paragraph(1),
        "term": lambda: [showing.focus_term(desk, f) for f in term_steps(desk, 1) if f],
        "mode": desk.next_mode,
        "rows": desk.toggle_sentences,
        "w": lambda: choosing.start_words(desk),
        "x": lambda: choosing.move_word(desk, 1, extend=True),
    }[key]()


@given(moves, st.integers(1, 200), st.integers(1, 60))
def test_wherever_one_goes_the_cursor_is_on_the_screen(keys, width, height):
    desk = reading(TEXT, KNOWN, width, height)
    for key in keys:
        press(desk, key)
        shown = {
            (row.paragraph, number)
            for row in desk.rows()
            if not row.is_gap and (ends := desk.segments_of(row))
            for number in range(ends[0], ends[1] + 1)
        }
        if shown:
            assert desk.cursor in shown or desk.height_rows < 3, key
        assert 0 <= desk.percent() <= 100


@given(moves, st.integers(1, 200), st.integers(1, 60), st.integers(1, 200), st.integers(1, 60))
def test_a_resize_there_and_back_moves_nothing(keys, width, height, other_width, other_height):
    desk = reading(TEXT, KNOWN, width, height)
    for key in keys:
        press(desk, key)
    before = desk.anchor
    desk.resize(other_width, other_height)
    desk.resize(width, height)
    assert desk.anchor == before


def test_toggles_keep_the_first_visible_word():
    desk = reading(TEXT, KNOWN, 120, 20)
    desk.scroll(40)
    start = desk.rows()[0]
    assert first_visible(desk)
    for _ in range(3):
        desk.next_mode()
    assert desk.rows()[0] == start
    word = first_visible(desk)
    assert desk.next_mode() is Mode.SOURCE
    assert first_visible(desk) == word
    desk.next_mode()
    desk.next_mode()
    desk.toggle_sentences()
    row = next(row for row in desk.rows() if row.source)
    assert row.source.start <= start.source.start < row.source.end


def test_a_narrow_screen_stacks_the_pair():
    desk = reading(TEXT, KNOWN, 60, 30)
    assert desk.columns.layout.stacked
    assert any(row.target and not row.source for row in desk.rows())


def test_every_missing_translation_has_a_name():
    desk = reading(TEXT, None, 100, 40)
    for by_sentence in (False, True):
        assert desk.by_sentence is by_sentence
        for row in desk.rows():
            if row.source and (row.line == 0):
                assert row.target is not None
                assert "no translation" in desk.bitext.paragraph(row.paragraph).target[slice(*row.target)]
        desk.toggle_sentences()


def test_states_say_why():
    desk = reading("Ein Satz. Noch ein Satz.", None)
    key, other = desk.bitext.paragraph(0).keys
    changed = desk.bitext.set_targets(
        {key: Target(state=TargetState.FAILED, reason="google refuses"), other: Target(state=TargetState.QUEUED)}
    )
    desk.changed(changed)
    assert "google refuses" in desk.bitext.paragraph(0).target
    assert len(texts(desk, Tag.STATE, Side.TARGET)) == 2


def test_terms_are_lit_on_both_sides_and_stepped_through():
    desk = reading(TEXT, KNOWN, 120, 40)
    assert "OPEC+" in texts(desk, Tag.TERM)
    assert "roten Linien" in texts(desk, Tag.TERM)
    assert "red lines" in texts(desk, Tag.TERM, Side.TARGET)
    seen = []
    for _ in range(6):
        found = [focus for focus in term_steps(desk, 1) if focus]
        assert len(found) == 1
        showing.focus_term(desk, found[0])
        seen.append((desk.focus.paragraph, desk.focus.match.start))
        assert texts(desk, Tag.FOCUS)
    assert seen == sorted(set(seen))
    back = [focus for focus in term_steps(desk, -1) if focus]
    assert (back[0].paragraph, back[0].match.start) == seen[-2]


def test_the_target_is_lit_only_beside_its_source():
    desk = reading("Er ging.\nDie OPEC+ tagte.", {"Er ging.": "He left OPEC+.", "Die OPEC+ tagte.": "OPEC+ met."})
    assert not desk.lighting.terms(0).target
    assert len(desk.lighting.terms(1).target) == 1


def test_the_word_cursor_chooses_words_and_its_text_is_the_documents():
    desk = reading("Die OPEC+ und\ndie „roten Linien“ dort.", {}, 100, 10)
    assert choosing.start_words(desk)
    choosing.move_word(desk, 1, extend=False)
    assert desk.words.selection().text(desk.bitext) == "OPEC+"
    choosing.move_word_line(desk, 1, extend=False)
    choosing.move_word_line(desk, 1, extend=False)
    choosing.move_word(desk, -2, extend=False)
    assert desk.cursor.paragraph == 1
    desk.words = desk.words._replace(anchor=desk.words.head)
    while desk.words.selection().text(desk.bitext) != "roten":
        choosing.move_word(desk, 1, extend=False)
    choosing.move_word(desk, 1, extend=True)
    assert desk.words.selection().text(desk.bitext) == "roten Linien"
    choosing.move_word(desk, -1, extend=True)
    assert desk.words.selection().text(desk.bitext) == "roten"
    choosing.other_side(desk)
    assert desk.words.side is Side.TARGET


@pytest.mark.parametrize("width", [30, 60, 120])
def test_a_selection_copies_the_documents_text_whatever_the_wrap(width):
    desk = reading(TEXT, KNOWN, width, 20)
    chosen = Selection.between(Side.SOURCE, Point(2, 5), Point(0, 3))
    start = desk.bitext.document.starts[0] + 3
    end = desk.bitext.document.starts[2] + 5
    assert chosen.text(desk.bitext) == TEXT[start:end]
    english = Selection(Side.TARGET, Point(1, 0), Point(1, 8))
    assert english.text(desk.bitext) == desk.bitext.paragraph(1).target[:8]


def test_an_empty_text_takes_every_key():
    desk = reading("", {}, 80, 20)
    for key in ("down", "up", "page", "top", "end", "next", "para", "term", "mode", "rows", "w", "x"):
        press(desk, key)
    assert desk.rows() == []
    assert terms_here(desk) == []
    assert entry_here(desk) is None
    assert desk.percent() == 100


def test_a_line_costs_the_same_in_a_long_text():
    calls = []
    for paragraphs in (60, 1200):
        text, known = article(paragraphs)
        desk = reading(text, known, 120, 20)
        wrapped = []
        make = desk.page._wrapped
        desk.page._wrapped = lambda p, make=make, wrapped=wrapped: wrapped.append(p) or make(p)
        for _ in range(30):
            desk.scroll(1)
            desk.rows()
        desk.to_end()
        desk.rows()
        calls.append(len(wrapped))
    assert calls[0] == calls[1]
