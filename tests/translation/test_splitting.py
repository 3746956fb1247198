"""A sentence over an engine's limit: in pieces that fit, none of it left out."""

from hypothesis import given
from hypothesis import strategies as st

from reader.engines.base import Limits
from reader.translation.splitting import pieces


def test_what_fits_stays_whole():
    assert pieces("Ja,  nein.", Limits(max_chars=20)) == ["Ja,  nein."]


def test_marks_come_before_commas_and_commas_before_spaces():
    text = "Er kam; er sah, und er siegte dann doch noch"
    assert pieces(text, Limits(max_chars=30)) == ["Er kam;", "er sah, und er siegte dann", "doch noch"] or pieces(
        text, Limits(max_chars=30)
    )[0].endswith((";", ","))


def test_a_number_is_not_cut_at_its_comma():
    assert pieces("Es sind 3,5 und 4,5 Prozent", Limits(max_chars=12)) == ["Es sind 3,5", "und 4,5", "Prozent"]


def test_a_word_that_is_too_long_cannot_be_sent():
    assert pieces("Ein Donaudampfschiff fährt", Limits(max_chars=10)) is None


def test_bytes_count():
    assert pieces("ÄÄÄ ÖÖÖ ÜÜÜ", Limits(max_bytes=14)) == ["ÄÄÄ ÖÖÖ", "ÜÜÜ"]


texts = st.text(st.sampled_from("abc äöü;:,. \n"), max_size=120)


@given(texts, st.integers(1, 40))
def test_joined_again_the_pieces_are_the_sentence(text, most):
    limits = Limits(max_chars=most)
    found = pieces(text, limits)
    if found is None:
        assert max(map(len, text.split())) > most
        return
    assert " ".join(" ".join(found).split()) == " ".join(text.split())
    assert all(limits.fit([piece]) for piece in found)
