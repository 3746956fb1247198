"""Numbers: the same ones, however the two languages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.figures import figures, most_kept


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("20.000 Soldaten", "20,000 soldiers"),
        ("1 500 000 Menschen", "1,500,000 people"),
        ("3,5 Prozent", "3.5 percent"),
        ("3,50 Euro", "3.5 euros"),
        ("Um 14.30 Uhr", "At 2:30 p.m."),
        ("um 20 Uhr", "at 8 p.m."),
        ("am 17.04.2024", "on April 17, 2024"),
        ("am 18. November 2024", "on November 18, 2024"),
        ("in den 90er Jahren", "in the 1990s"),
        ("in den 90er Jahren", "in the nineties"),
        ("25 Länder", "twenty-five countries"),
        ("50 Jahre", "fifty years"),
        ("100 Tage", "a hundred days"),
        ("1.500 Mio. Euro", "1.5 billion euros"),
        ("Ludwig XIV. im XX. Jahrhundert", "Louis XIV in the twentieth century"),
        ("2 Männer und 12 Frauen", "two men and a dozen women"),
        ("Kommentar (0)", "Comments (0)"),
        ("1989/90, 2024 und 2025", "1989/90, 2024 and 2025"),
        ("keine Zahl", "now there are 17"),
    ],
)
def test_numbers_of_a_good_translation_are_kept(source, answer):
    assert most_kept(source, answer)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("20.000 Soldaten", "soldiers"),
        ("20.000 Soldaten", "30,000 soldiers"),
        ("Im Jahr 2024", "In 1989"),
        ("2024, 2025 und 2026", "in 2024"),
        ("am 17.04.2024", "on May 5, 1999"),
        ("25 Länder", "thirty-six countries"),
    ],
)
def test_other_numbers_are_noticed(source, answer):
    assert not most_kept(source, answer)


@given(st.text())
def test_every_text_keeps_its_own_numbers(text):
    assert most_kept(text, text)


@given(st.lists(st.integers(13, 10**7), min_size=1, max_size=5))
def test_groups_of_thousands_change_their_mark(numbers):
    german = " und ".join(f"{number:,}".replace(",", ".") for number in numbers)
    assert most_kept(german, " and ".join(f"{number:,}" for number in numbers))


def test_all_digits_of_a_text_are_found():
    assert [figure.digits for figure in figures("1.234.567,89 und 007 zu 3:2")] == ["123456789", "007", "32"]


def test_two_numbers_side_by_side_are_not_one_in_groups():
    assert [figure.digits for figure in figures("Kapitel 9 1809")] == ["9", "1809"]


def test_two_numbers_side_by_side_that_look_like_groups_are_two_as_well():
    assert most_kept("die Typen 592 und 672", "the types 592 672")
    assert most_kept("592.672 Menschen", "592 672 people")
    assert not most_kept("die Typen 592 und 672", "the types 811 433")
