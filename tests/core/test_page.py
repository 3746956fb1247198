import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.columns import columns
from reader.core.page import TOP, Anchor, Mode, Page, Place
from tests.core.support import article, bitext

TEXT, KNOWN = article()
LAYOUTS = [
    columns(width, mode, by_sentence=by_sentence).layout
    for width in (10, 40, 100, 180)
    for mode in Mode
    for by_sentence in (False, True)
]
PAIR = bitext(TEXT, KNOWN)


def pages():
    return st.sampled_from(LAYOUTS).map(lambda layout: Page(PAIR, layout))


def places(page):
    return [Place(p, line) for p in range(len(PAIR)) for line in range(len(page.block(p)))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_and_places_are_each_others_inverse(layout):
    page = Page(PAIR, layout)
    for place in places(page):
        assert page.locate(page.anchor_at(place)) == place


@given(pages(), st.data())
def test_down_then_up_comes_back(page, data):
    place = data.draw(st.sampled_from(places(page)))
    anchor = page.anchor_at(place)
    rows = data.draw(st.integers(0, 60))
    down = page.move(anchor, rows)
    last = places(page)[-1]
    if page.locate(down) != last:
        assert page.locate(page.move(down, -rows)) == place


@given(pages(), st.data())
def test_rows_follow_each_other_without_a_hole(page, data):
    every = places(page)
    start = data.draw(st.integers(0, len(every) - 1))
    rows = page.rows(page.anchor_at(every[start]), 25)
    assert [row[:2] for row in rows] == every[start : start + 25]


@given(st.sampled_from(LAYOUTS), st.sampled_from(LAYOUTS), st.data())
def test_another_layout_keeps_the_first_visible_word(old, new, data):
    page = Page(PAIR, old)
    place = data.draw(st.sampled_from(places(page)))
    anchor = page.anchor_at(place)
    row = page.block(anchor.paragraph)[page.locate(anchor).line - anchor.gap]
    page.layout = new
    shown = page.block(anchor.paragraph)[page.locate(anchor).line - 0]
    if anchor.gap:
        return
    if new.mode is not Mode.TARGET and row.source is not None:
        assert shown.source is not None
        assert shown.source.start <= row.source.start
        assert row.source.start < shown.source.end or shown.source == row.source
    elif new.mode is not Mode.SOURCE and row.target is not None and row.source is None:
        assert shown.target is not None
        assert shown.target.start <= row.target.start
    page.layout = old
    assert page.locate(anchor) == place


@given(pages(), st.integers(1, 50))
def test_the_last_anchor_shows_the_end(page, height):
    rows = page.rows(page.last_anchor(height), height)
    assert rows[-1][:2] == places(page)[-1]
    assert len(rows) == min(height, len(places(page)))


@given(pages())
def test_pairs_begin_on_the_same_line(page):
    if page.layout.mode is Mode.BOTH and not page.layout.stacked:
        for p in range(len(PAIR)):
            first = page.block(p)[0]
            assert first.source is not None
            assert first.target is not None


def test_an_arriving_translation_above_or_on_the_screen_moves_nothing():
    pair = bitext(TEXT)
    page = Page(pair, columns(120, Mode.BOTH, by_sentence=False).layout)
    anchor = page.move(TOP, 40)
    before = page.rows(anchor, 20)[0]
    from reader.core.target import Target, TargetState

    arrived = {
        key: Target("A very long translation indeed. " * 12, TargetState.MACHINE, "fake")
        for p in range(len(pair))
        for key in pair.paragraph(p).keys
    }
    page.forget(pair.set_targets(arrived))
    after = page.rows(anchor, 20)[0]
    assert after.paragraph == before.paragraph
    assert after.source == before.source


def test_an_empty_text_has_no_rows():
    page = Page(bitext(""), LAYOUTS[0])
    assert page.rows(TOP, 10) == []
    assert page.move(TOP, 5) == TOP
    assert page.last_anchor(10) == TOP
    assert page.clamp(Anchor(3), 10) is not None


def test_wrapped_paragraphs_are_kept_and_the_number_is_bounded(monkeypatch):
    import reader.core.page as module

    wraps = []
    wrap = module.hung
    monkeypatch.setattr(module, "hung", lambda *args: wraps.append(args) or wrap(*args))
    monkeypatch.setattr(module, "KEPT_BLOCKS", 8)
    page = Page(PAIR, LAYOUTS[-1])
    page.rows(TOP, 10)
    once = len(wraps)
    page.rows(TOP, 10)
    assert len(wraps) == once
    for p in range(len(PAIR)):
        page.block(p)
    assert len(page._blocks) == 8
