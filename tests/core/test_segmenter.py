"""Sentences: the gold sets, the sample, what holds for any text, and that time grows with the length alone."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reader.core.segmenter import sentences

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "data"
SAMPLE = ROOT / "seeds" / "000_1a521e34ec6b286b.txt"
ESCAPED = {r"\n": "\n", r"\r": "\r"} | {rf"\u{code:04x}": chr(code) for code in (0xA0, 0x202F, 0x2009, 0xAD, 0x308)}


def pieces(text, language="de"):
    return [text[start:end] for start, end in sentences(text, language)]


def gold(name):
    """The cases of a gold file, each a list of sentences with the white space that follows them."""
    cases = []
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        for written, meant in ESCAPED.items():
            line = line.replace(written, meant)  # noqa: PLW2901 - the line as it is meant
        cases.append(re.split(r"\| ?", line))
    return cases


def failures(name, language):
    """How many cases there are, and those that are not split exactly as written."""
    cases = gold(name)
    return len(cases), [(case, got) for case in cases if (got := pieces("".join(case), language)) != case]


@pytest.mark.parametrize(
    ("name", "language", "least"),
    [
        ("sentences_de.txt", "de", 0.97),
        ("sentences_en.txt", "en", 0.97),
        ("sentences_de_held.txt", "de", 0.95),
        ("sentences_en_held.txt", "en", 0.95),
    ],
)
def test_the_gold_set_is_split_as_written(name, language, least):
    count, wrong = failures(name, language)
    assert len(wrong) <= (1 - least) * count, "\n".join(f"wanted {case}\n   got {got}" for case, got in wrong)


def test_the_gold_sets_are_large_enough_to_mean_something():
    assert len(gold("sentences_de.txt")) + len(gold("sentences_de_held.txt")) >= 250
    assert len(gold("sentences_en.txt")) + len(gold("sentences_en_held.txt")) >= 120


@pytest.mark.parametrize(
    "case",
    [
        ["Er mag Obst, z. B. Äpfel."],
        ["Das Haus ist alt, d. h. Handwerker kommen."],
        ["Äpfel, Birnen usw. ", "Danach ging er."],
        ["Äpfel usw. und Nüsse."],
        ["Am 20. Januar kam er."],
        ["Im 19. Jahrhundert war es so."],
        ["Er ging zu Dr. Weiß."],
        ["Er wohnt in Nr. 5 oben."],
        ["J. S. Bach starb 1750. ", "Danach war Stille."],
        ["Es kamen 20.000 Gäste."],
        ["Er kam um 14.30 Uhr an."],
        ["Er sagte: „Ich komme.“ ", "Dann ging er."],
        ["Er sagte: »Ich komme.« ", "Dann ging er."],
        ["(Er kam nicht.) ", "Dann ging sie."],
        ["[Er kam nicht.] ", "Dann ging sie."],
        ["Unter dem Motto „America First!“, nicht leicht."],
        ["Er ging … ", "Dann kam sie."],
        ["Er ging ... ", "Dann kam sie."],
        ["Er ... ging weg."],
        ["Das Ende.", "Dann kam sie."],
        ["Siehe https://www.example.de/Seite.Html und Bericht.Docx und Amazon.De jetzt."],
        ["Er kommt, z.B. Peter."],
        ["Die Überschrift\n\n", "Der Text beginnt."],
        ["Ein Satz, der in einer\nZeile umbrochen ist."],
        ["Kapitel 1\n", "Der Text beginnt."],
        ["Schreib an Max.Muster@Example.de heute."],
        ["„Komm!“, sagte er."],
        ["„Komm!“ ", "Er ging."],
    ],
    ids=" ".join,
)
def test_every_case_the_requirement_names(case):
    assert pieces("".join(case)) == case


def sample_units(language):
    units = yaml.safe_load(SAMPLE.with_suffix(".en.yaml").read_text(encoding="utf-8"))
    return [unit[language] for unit in units]


def test_the_sample_gives_its_german_sentences():
    paragraphs = SAMPLE.read_text(encoding="utf-8").split("\n")
    found = [[piece.strip() for piece in pieces(paragraph)] for paragraph in paragraphs]
    assert [len(paragraph) for paragraph in found] == [1, 1, 18, 1]
    assert [piece for paragraph in found for piece in paragraph] == sample_units("de")


def test_the_samples_translation_splits_back_into_as_many_sentences():
    units = sample_units("en")
    joined = " ".join(units[2:20])
    assert [piece.strip() for piece in pieces(joined, "en")] == units[2:20]
    assert [piece.strip() for piece in pieces(" ".join(units), "en")] == units


WORDS = st.sampled_from(
    ["Er", "Dann", "z.", "B.", "Dr.", "20.", "Januar", "usw.", "ging", "iPhone", "a)", "1.", "v. Chr."]
)
SIGNS = st.sampled_from(
    ["!", "?", "…", "...", "„", "“", "(", ")", "[1]", "-", "– ", ". ", " ", "\t", "\u00a0", "\u202f"]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\u2029"])
BITS = st.lists(WORDS | SIGNS | BREAKS, max_size=40)
TEXTS = st.text() | BITS.map("".join) | BITS.map(" ".join)


@given(TEXTS, st.sampled_from(["de", "en", "fr"]))
def test_the_spans_tile_any_text(text, language):
    spans = sentences(text, language)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(left.end == right.start for left, right in pairwise(spans))
    assert all(span.start < span.end for span in spans)
    if text:
        assert (spans[0].start, spans[-1].end) == (0, len(text))


@given(TEXTS)
def test_no_sentence_is_only_white_space_unless_the_text_is(text):
    assert not text.strip() or all(piece.strip() for piece in pieces(text))


@given(TEXTS)
def test_white_space_belongs_to_the_sentence_before_it(text):
    assert not any(piece[0].isspace() for piece in pieces(text)[1:])


@given(TEXTS, st.sampled_from(["de", "en"]))
def test_the_same_text_is_always_split_alike(text, language):
    assert sentences(text, language) == sentences(text, language)


@given(TEXTS)
def test_an_empty_line_always_ends_a_sentence(text):
    first = "Anfang " + text.strip()
    assert any(span.end == len(first) + 2 for span in sentences(first + "\n\n" + "Ende"))


def test_the_empty_text_has_no_sentence_and_blanks_are_one():
    assert sentences("") == ()
    assert pieces(" \n\n ") == [" \n\n "]


def test_a_language_without_tables_is_read_by_what_most_share():
    assert pieces("Il est venu avec M. Dupont. Puis il est parti.", "fr") == [
        "Il est venu avec M. Dupont. ",
        "Puis il est parti.",
    ]


UNITS = [".", ". ", '"', "„", "“.", "a.", "A. ", "1", "1.", "1. ", "x", " ", "\n", " \n", "!?", "(a. B ", "().", "…"]
UNITS += ['"A. B', '."', "- a\n", "[1]", ".[1]", "A\n", "Aa.Bb", ". \u00a0.", "„A. „", "\u00ad.", "a\u0308. ", "1) "]


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_time_grows_with_the_length_alone(unit):
    def seconds(length):
        text = (unit * length)[:length]
        best = float("inf")
        for _ in range(3):
            begun = time.thread_time()
            sentences(text)
            best = min(best, time.thread_time() - begun)
        return best

    # Eight times the text takes about eight times as long; with quadratic work it would be sixty-four times.
    assert seconds(80_000) < 20 * max(seconds(10_000), 1e-4)
