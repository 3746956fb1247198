from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.core import wrap as wrapping
from reader.core.cells import cells
from reader.core.wrap import wrap

prose = st.text(alphabet=st.sampled_from("abcäß -–/\n日👍\u0301"), max_size=120)


def pieces(text, width):
    return [text[a:b] for a, b in wrap(text, 0, len(text), width)]


@given(prose, st.integers(1, 30))
def test_lines_hold_everything_but_white_space_and_fit(text, width):
    lines = pieces(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line.replace("\n", " ")) <= width or len(line) == 1 for line in lines)
    assert all(line == line.strip(" ") for line in lines)


@given(prose, st.integers(1, 30))
def test_lines_are_in_order_within_their_span(text, width):
    spans = wrap(text, 0, len(text), width)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert spans[0].start >= 0
    assert spans[-1].end <= len(text)


@given(st.text(alphabet="abc ä-", max_size=120), st.integers(1, 30))
def test_the_fast_path_is_the_exact_path(text, width):
    start = len(text) - len(text.lstrip(" "))
    end = len(text.rstrip(" "))
    if start < end:
        assert wrap(text, 0, len(text), width) == wrapping._lines(
            text, start, end, wrapping._reach(text, start, end, width)
        )


def test_breaks_fall_where_a_reader_expects_them():
    assert pieces("Ein US-Präsident kam.", 9) == ["Ein US-", "Präsident", "kam."]
    assert pieces("am\u00a0Ende", 4) == ["am\u00a0E", "nde"]
    assert pieces("hart\numbrochen", 30) == ["hart\numbrochen"]
    assert pieces("日本語", 2) == ["日", "本", "語"]
    assert pieces("", 5) == [""]


def test_a_word_of_a_million_letters_is_cut_in_linear_work():
    assert len(wrap("a" * 1_000_000, 0, 1_000_000, 70)) == -(-1_000_000 // 70)
