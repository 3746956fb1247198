"""What language models say around a translation: taken away where it is a frame, named where it is more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.spoken import bare, chatter

LANGUAGES = ("de", "en")
SOURCE = "Die roten Linien des Kremls sind seit Jahren bekannt, und niemand nimmt sie ernst."
GOOD = "The Kremlin's red lines have been known for years, and nobody takes them seriously."


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (SOURCE, GOOD),
        ("Hier ist der Plan: Wir warten.", "Here is the plan: we wait."),
        ("Hier ist die Übersetzung: ja.", "Here is the translation: yes."),
        ("Auf Englisch: no deal.", "In English: no deal."),
        ("„Ich kann Ihnen nicht helfen“, sagte er.", "“I cannot help you,” he said."),
        ("Es tut mir leid, das kann ich nicht liefern.", "I'm sorry, I can't provide that."),
        ("Als KI-Sprachmodell kann es nicht lügen.", "As an AI language model, it cannot lie."),
        ("Hinweis: Das Amt ist zu.", "Note: The office is closed."),
        ("Die Bank erklärte: „Nein.“", "The bank said: “No.”"),
        ("Sicher, hier gilt das Recht.", "Certainly, the law applies here."),
        ("Ja.", "Yes."),
        ("Die Kanzlerin sprach mit dem Präsidenten der USA.", "The Chancellor spoke with the President of the USA."),
        ("Zeile eins\nZeile zwei", "Line one\nLine two"),
    ],
)
def test_translations_are_left_alone(source, answer):
    assert bare(source, answer) == answer
    assert chatter(source, answer, LANGUAGES) is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (f"Here is the translation: {GOOD}", "preamble"),
        (f"Here's the English translation of the text: {GOOD}", "preamble"),
        (f"Sure! Here you go: {GOOD}", "preamble"),
        (f"**Translation:** {GOOD}", "preamble"),
        (f"English: {GOOD}", "preamble"),
        (f"Certainly, I will translate that. {GOOD}", "preamble"),
        (f"The translation is: {GOOD}", "preamble"),
        (f"Here is the translation:\n\n{GOOD}", "more than one line"),
        (f"{GOOD}\n\nNote: “red lines” is a figure of speech.", "more than one line"),
        (f"{GOOD}\u2028Let me know.", "more than one line"),
        (f"{GOOD} (Note: “red lines” was taken from the glossary.)", "remark"),
        (f"{GOOD} Let me know if you need anything else.", "remark"),
        (f"<think>Hm, the Kremlin.</think> {GOOD}", "thoughts"),
        (f"{GOOD}<|im_end|>", "thoughts"),
        ("I'm sorry, but I can't assist with that request.", "refused"),
        ("I’m sorry, but I am not able to translate this.", "refused"),
        ("I cannot translate this text, as it is political.", "refused"),
        ("As an AI language model, I do not take sides.", "refused"),
        ("Please provide the text you want me to translate.", "refused"),
        ("Die roten Linien des Kremls sind seit langer Zeit bekannt, und keiner nimmt sie noch ernst.", "German"),
    ],
)
def test_what_is_said_beside_a_translation_is_named(answer, reason):
    assert reason in chatter(SOURCE, answer, LANGUAGES)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (f"<think>\nThe user wants\n</think>\n\n{GOOD}", GOOD),
        (f'"{GOOD}"', GOOD),
        (f"“{GOOD}”", GOOD),
        (f"„{GOOD}“", GOOD),
        (f"**{GOOD}**", GOOD),
        (f"  {GOOD}\n", GOOD),
        (f'<think></think>"{GOOD}"', GOOD),
        (f"<think>unfinished {GOOD}", f"<think>unfinished {GOOD}"),
        ('"Yes" and "no"', '"Yes" and "no"'),
        ('"', '"'),
        ("", ""),
    ],
)
def test_a_frame_is_taken_off(said, answer):
    assert bare(SOURCE, said) == answer


def test_quotation_marks_of_the_source_stay():
    assert bare("„Ja.“", '"Yes."') == '"Yes."'
    assert (
        bare("„Ja“, sagte er, und sie: „Nein.“", "“Yes,” he said, and she: “No.”") == "“Yes,” he said, and she: “No.”"
    )


@given(st.text(), st.text())
def test_any_answer_gives_a_verdict_and_nothing_is_ever_added(source, said):
    answer = bare(source, said)
    assert answer in said
    reason = chatter(source, answer, LANGUAGES)
    assert reason is None or reason.startswith(("the answer ", "the model "))


def test_long_answers_are_judged_in_time_that_grows_with_them():
    for answer in ("here is " * 20_000, "english " * 20_000, "<think>" * 20_000, "i can not " * 20_000, '"' * 100_000):
        reason = chatter(SOURCE, bare(SOURCE, answer), LANGUAGES)
        assert reason is None or reason.startswith(("the answer ", "the model ")), answer[:9]
