"""What services say, whatever it is: an error with a reason of our own, or a translation."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines import answers
from reader.engines.base import EngineError
from reader.engines.ollama import numbered, unnumbered

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "responseData",
                    "translatedText",
                    "responseStatus",
                    "quotaFinished",
                    "translations",
                    "text",
                    "error",
                    "code",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON | st.text().map(lambda text: text + "<"))
def test_mymemory_is_read_or_refused(said):
    body = json.dumps(said) if not isinstance(said, str) else said
    try:
        answers.mymemory_answer(body)
    except EngineError as error:
        assert error.reason.startswith(("MyMemory", "The sentence is too long"))
        return
    assert json.loads(body)["responseData"]["translatedText"].strip()


@given(JSON)
def test_lists_are_read_or_nothing(said):
    for read in (answers.deepl_answers, answers.microsoft_answers):
        found = read(said)
        assert found is None or all(isinstance(text, str) for text in found)


@given(st.integers(200, 599), JSON.map(json.dumps) | st.text())
def test_a_failure_is_told_in_our_own_words_or_left_to_its_status(status, body):
    for failure in (
        answers.google_failure,
        answers.mymemory_failure,
        answers.deepl_failure(("de", "en")),
        answers.microsoft_failure(("de", "en"), ""),
    ):
        error = failure(status, body)
        assert error is None or error.reason.endswith(".")


@given(st.text())
def test_a_page_of_googles_is_read_or_refused(text):
    page = f'<div class="result-container">{text}</div>'
    for said in (text, page):
        try:
            answers.google_page(said, "http://127.0.0.1/m")
        except EngineError as error:
            assert error.reason.startswith("Google")


@pytest.mark.parametrize("break_", ["\n", "<br>", "<br/>", "<BR />\n"])
def test_only_breaks_within_the_result_are_lines(break_):
    page = f'<p>a<br>b</p><div class="t0">Yes.{break_}No.</div><br>'
    assert answers.google_page(page, "") == '<p>a<br>b</p><div class="t0">Yes.\nNo.</div><br>'


LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)


@given(st.lists(st.lists(LINE, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=9))
def test_numbered_lines_come_back_as_they_were(lines):
    assert unnumbered(numbered(lines), len(lines)) == lines
    assert unnumbered(numbered(lines), len(lines) + 1) is None


@given(st.text(), st.integers(1, 5))
def test_any_answer_gives_so_many_lines_or_none(said, count):
    found = unnumbered(said, count)
    assert found is None or (len(found) == count and all(line.strip() for line in found))
