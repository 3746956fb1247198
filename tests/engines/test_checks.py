"""The checks: what passes for a translation."""

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reader.core.segments import has_letters
from reader.engines.checks import check_answer, is_error_text, tidy
from tests.support import SAMPLE_PAIRS

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


def test_no_false_alarm_on_the_sample_and_its_translation_by_a_person():
    pairs = yaml.safe_load(SAMPLE_PAIRS.read_text("utf-8"))
    assert [pair for pair in pairs if check_answer(pair["de"], tidy(pair["en"]), heard=False) is not None] == []


def test_the_sample_itself_is_no_translation_of_it():
    pairs = yaml.safe_load(SAMPLE_PAIRS.read_text("utf-8"))
    assert all(check_answer(pair["de"], tidy(pair["de"]), heard=False) for pair in pairs)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Guten Morgen, wer ist da?", "Guten Morgen, wer ist da?"),
        ("Das geht.", "Das geht."),
        ("Das geht.", "Das geht nicht."),
        ("Kommentar schreiben", "Kommentar schreiben"),
        ("Neue Regierung gebildet", "[en] Neue Regierung gebildet"),
        (LONG, "Kurz gesagt bringen die Schritte den Kreml und auch Donald Trump in eine schwierige Lage."),
        (LONG, "Bref, ces étapes mettent le Kremlin et Donald Trump dans une position très difficile."),
        (LONG, "En resumen, estos pasos ponen al Kremlin y a Donald Trump en una posición difícil."),
        (LONG, "In short diese Schritte bringen den Kreml und Donald Trump in eine schwierige Lage, the."),
    ],
)
def test_another_language_is_noticed(source, answer):
    assert check_answer(source, tidy(answer)) in {
        "the answer was German",
        "the answer was not English",
        "the answer was the text itself",
    }


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Angela Merkel", "Angela Merkel"),
        ("Guten Tag.", "Good day."),
        ("Vorstand der Deutschen Bank", "Deutsche Bank board"),
        ("Entferne crontab", "Removing crontab"),
        ("Made in Germany", "Made in Germany"),
        ("ASN1-Parser: Fehler im DER-Parsen.", "ASN1 parser: Error in DER parsing."),
        ("Brasilien, Russland, Indien, China, Südafrika, Iran, Ägypten", "Brazil, Russia, India, China, South Africa"),
        ("Die Zeitung „Die Welt“ schrieb darüber.", "The newspaper “Die Welt” wrote about it."),
        ("Im US-Kongress ist man sich darüber einig.", "The US Congress agrees."),
    ],
)
def test_short_answers_names_and_abbreviations_pass(source, answer):
    assert check_answer(source, tidy(answer)) is None


def test_function_words_are_only_judged_from_german_into_english():
    said = "En resumen, estos pasos ponen al Kremlin y a Donald Trump en una posición difícil."
    assert check_answer(LONG, said, ("de", "es")) is None
    assert check_answer("In short, these steps put both the Kremlin and Trump in a fix.", LONG, ("en", "de")) is None


def test_from_an_engine_that_has_said_nothing_yet_a_short_echo_proves_nothing():
    assert check_answer("Angela Merkel", "Angela Merkel", heard=False) == "the answer was the text itself"
    assert check_answer("Kommentar (0)", "Comments (0)", heard=False) is None
