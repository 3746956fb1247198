"""Terms that stay: marked in HTML, and only ever taken out whole."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.base import RequiredTerm
from reader.engines.marks import kept_terms, marked, unmarked

TEXT = "Die OPEC+ trifft Shell & BP in Wien."


def term(text, surface, target=None, source=None):
    start = text.index(surface)
    return RequiredTerm(start, start + len(surface), source or surface, surface if target is None else target)


KEPT = [term(TEXT, "OPEC+")]


@pytest.mark.parametrize(
    ("text", "surface", "target"),
    [
        ("Des Kremls Antwort.", "Kremls", "Kreml"),
        ("Die roten Linien.", "roten Linien", "red lines"),
        ("Die EU-Kommission.", "EU", "EU"),
        ("Die Nicht-EU gilt.", "EU", "EU"),
        ("Die OPEC+ tagt.", "OPEC", "OPEC"),
        ("Die OPEC+Staaten.", "OPEC+", "OPEC+"),
    ],
)
def test_what_is_inflected_translated_or_part_of_a_word_is_not_kept(text, surface, target):
    assert kept_terms(text, [term(text, surface, target)]) == []


@pytest.mark.parametrize("text", ["OPEC+", "„OPEC+“ und ja.", "Ja, OPEC+.", "(OPEC+)"])
def test_a_word_of_its_own_is_kept(text):
    assert kept_terms(text, [term(text, "OPEC+")]) == [term(text, "OPEC+")]


def test_the_rest_of_the_text_is_written_as_html():
    text = 'Wenn a < b & "OPEC+" gilt.'
    assert marked(text, [term(text, "OPEC+")]) == ('Wenn a &lt; b &amp; "<span translate="no">OPEC+</span>" gilt.')


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ('<span translate="no">OPEC+</span> meets Shell &amp; BP.', "OPEC+ meets Shell & BP."),
        ('<span translate="no">OPEC+</span> meets Shell & BP.', "OPEC+ meets Shell & BP."),
        ("<SPAN translate='no'> OPEC+ </SPAN> meets.", "OPEC+ meets."),
        ('The<span translate="no">OPEC+</span>meets.', "The OPEC+ meets."),
        ('So says <span translate="no">OPEC+</span> , and “<span translate="no">OPEC+</span> .', None),
        ('So says <span translate="no">OPEC+</span> , today', "So says OPEC+, today"),
        ('<span translate="no">OPEC+</span>’s plan', "OPEC+’s plan"),
    ],
)
def test_answers_are_read_with_the_term_in_its_place(answer, text):
    assert unmarked(answer, TEXT, KEPT) == text


@pytest.mark.parametrize(
    "answer",
    [
        "OPEC+ meets Shell.",
        '<span translate="no">OPEC</span> meets Shell.',
        '<span translate="no"></span> meets Shell.',
        '<span translate="no">Opec+</span> meets.',
        '<span translate="no">OPEC+ meets.',
        '<span translate="no">OPEC+</span> meets. </span>',
        '<span translate="no">OPEC+</span> meets <b>Shell</b>.',
        '<span translate="no">OPEC+</span> meets. translate="no"',
        "< span translate = no > OPEC+ </ span > meets",
        '<span translate="no">OPEC+</span> und <span translate="no">Shell</span>',
        "",
    ],
)
def test_a_term_that_is_lost_changed_or_doubled_or_a_tag_left_over_is_noticed(answer):
    assert unmarked(answer, TEXT, KEPT) is None


def test_two_terms_may_change_places_and_never_stick_together():
    text = "OPEC+ und BRICS+"
    kept = [term(text, "OPEC+"), term(text, "BRICS+")]
    swapped = '<span translate="no">BRICS+</span><span translate="no">OPEC+</span>'
    assert unmarked(swapped, text, kept) == "BRICS+ OPEC+"


def test_a_text_about_tags_keeps_them():
    text = 'Das <span> bei OPEC+ heißt "x".'
    kept = [term(text, "OPEC+")]
    answer = 'The &lt;span&gt; at <span translate="no">OPEC+</span> is called "x".'
    assert unmarked(answer, text, kept) == 'The <span> at OPEC+ is called "x".'
    assert unmarked(html.unescape(answer), text, kept) == 'The <span> at OPEC+ is called "x".'


words = st.text(st.sampled_from("abÄ<>&;\"' .+"), max_size=12)


@given(words, words)
def test_what_is_marked_and_comes_back_as_it_was_is_the_text(before, behind):
    text = f"{before} OPEC+ {behind}"
    kept = kept_terms(text, [term(text, "OPEC+")])
    assert kept
    back = unmarked(marked(text, kept), text, kept)
    assert back is None or "".join(back.split()) == "".join(text.split())
    if not set("<>&;") & set(before + behind):
        assert back is not None


@given(st.text(), st.text())
def test_any_answer_gives_the_term_or_nothing(answer, more):
    for said in (answer, f'{answer}<span translate="no">OPEC+</span>{more}'):
        text = unmarked(said, TEXT, KEPT)
        assert text is None or "OPEC+" in text
