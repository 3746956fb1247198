"""The checks: what passes for a translation."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.checks import check_answer, has_letters, is_error_text, tidy

LONG = "Kurz gesagt, diese Schritte bringen sowohl den Kreml als auch Donald Trump in eine schwierige Lage."
GOOD = "In short, these steps put both the Kremlin and Donald Trump in a difficult position."


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (LONG, GOOD),
        ("Kommentar (0)", "Comments (0)"),
        ("Angela Merkel", "Angela Merkel"),
        ("Wladimir Putin, Donald Trump", "Wladimir Putin, Donald Trump"),
        ("Fehler 500 ist ein Fehler des Servers.", "Error 500 is an error of the server."),
        ("Zu viele Anfragen an das Amt.", "Too many requests to the office."),
        ("<b>Ja</b>", "<b>Yes</b>"),
        ("Wenn a < b und c > d, dann gilt es.", "If a < b and c > d, then it holds."),
        ("Die Firma heißt A&B; sie ist neu.", "The firm is called A&B; it is new."),
        ("Ja.", "Yes, that is the case, and it is so for more reasons than one."),
    ],
)
def test_translations_pass(source, answer):
    assert check_answer(source, tidy(answer)) is None


@pytest.mark.parametrize(
    ("source", "answer", "reason"),
    [
        (LONG, "", "empty"),
        (LONG, " \u200b\n", "empty"),
        (LONG, LONG, "the text itself"),
        (LONG, LONG.upper(), "the text itself"),
        (LONG, "In short.", "much shorter"),
        (LONG, GOOD * 4, "much longer"),
        (LONG, GOOD + "<br>", "web page"),
        (LONG, f'<span class="x">{GOOD}</span>', "web page"),
        (LONG, GOOD + " &quot;", "web page"),
        (LONG, GOOD + " \ufffd", "damaged"),
        (LONG, "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again.", "error message"),
        (LONG, "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT IN 1 HOUR", "error message"),
        (LONG, "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "error message"),
        (LONG, "Our systems have detected unusual traffic from your computer network. This page", "error message"),
        (LONG, "PLEASE SELECT TWO DISTINCT LANGUAGES", "error message"),
    ],
)
def test_what_is_no_translation_is_named(source, answer, reason):
    assert reason in check_answer(source, tidy(answer))


def test_an_error_text_in_the_source_may_be_translated():
    assert check_answer("Da stand: “Error 500 (Server Error)!!1”.", "It said: “Error 500 (Server Error)!!1”.") is None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("red\x1b]52;c;aGk=\x07 lines", "red lines"),
        ("red\x1b]8;;http://x\x1b\\ lines\x1b]8;;\x1b\\", "red lines"),
        ("\x1b[31mred\x1b[0m lines\x9b1m", "red lines"),
        ("\x1bPq#0\x1b\\red\x1b7 lines\x00\x07", "red lines"),
        ("  red\r\n\u2028lines\t", "red lines"),
        ("red \u202elines\u2066\u200b", "red lines"),
        ("[/] [@click=app.quit]x[/]", "[/] [@click=app.quit]x[/]"),
    ],
)
def test_tidying_leaves_one_harmless_line(answer, text):
    assert tidy(answer) == text


@given(st.text())
def test_nothing_harmful_is_ever_left(answer):
    text = tidy(answer)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} or char in "\u202e\u2066\u200b" for char in text)
    assert tidy(text) == text


@given(st.text(), st.text())
def test_any_two_texts_give_a_verdict(source, answer):
    reason = check_answer(source, tidy(answer))
    assert reason is None or reason.startswith("the answer was ")


def test_letters():
    assert has_letters("§ 5a")
    assert has_letters("ß")
    assert not has_letters("— 20.000 % * * * “”")


def test_news_about_errors_is_no_error():
    assert not is_error_text("The server error cost the company 500 million; too many requests, it said.")
