import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.search import Hit, query_pattern, scan
from tests.core.support import article, bitext

KNOWN = {"Grüße aus der\nStadt.": "", "Der Präsident kam.": "The president came."}


def found(query, text):
    match = query_pattern(query).search(text)
    return match and match[0]


@pytest.mark.parametrize(
    ("query", "text", "hit"),
    [
        ("präsident", "Der Präsident", "Präsident"),
        ("praesident", "Der Präsident", "Präsident"),
        ("Präsident", "der präsident", None),
        ("PRÄSIDENT", "Der Präsident", None),
        ("strasse", "die Straße", "Straße"),
        ("straße", "die Strasse", "Strasse"),
        ("roten linien", "der „roten\nLinien“", "roten\nLinien"),
        ('"roten', "der „roten Linien“", "„roten"),
        ("us-präsident", "US‑Präsident", "US‑Präsident"),
        ("(0)", "Kommentar (0)", "(0)"),
        ("a.c", "abc", None),
        ("Ueber", "Über allem", "Über"),
    ],
)
def test_queries_find_what_a_person_means(query, text, hit):
    assert found(query, text) == hit


@given(st.text(max_size=20), st.text(max_size=40))
def test_no_query_breaks(query, text):
    pattern = query_pattern(query)
    assert all(match.end() >= match.start() for match in pattern.finditer(text))


def test_a_scan_finds_every_hit_once_from_anywhere():
    text, known = article(200)
    pair = bitext(text, known)
    pattern = query_pattern("linien")
    every = sorted(hit for chunk in scan(pattern, pair, 0) for hit in chunk)
    again = sorted(hit for chunk in scan(pattern, pair, 77) for hit in chunk)
    assert every == again
    assert len(every) == text.count("Linien")


def test_both_columns_are_searched_and_states_are_not():
    pair = bitext("Der Präsident kam.\nUnbekannt.", KNOWN)
    hits = [hit for chunk in scan(query_pattern("president"), pair, 0) for hit in chunk]
    assert hits == [Hit(0, is_target=True, start=4, end=13)]
    assert [hit for chunk in scan(query_pattern("translation"), pair, 0) for hit in chunk] == []
