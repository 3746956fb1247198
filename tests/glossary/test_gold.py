"""How well terms are found, on sentences judged by hand. Every other case was not looked at while tuning."""

import re
from pathlib import Path

import pytest

from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.matcher import Matcher

DATA = Path(__file__).parent / "data"
SHORTHANDS = {"~": "compound", "!": "exact"}


def cases(lang):
    """Kind, entries, text and expected places of each case."""
    kind, found = "", []
    text = (DATA / f"gold_{lang}.txt").read_text(encoding="utf-8").rstrip("\n")
    for block in re.split(r"\n+(?=[^\n]* :: |## |#)", text):
        if block.startswith("## "):
            kind = block[3:].strip()
        elif not block.startswith("#"):
            terms, marked = block.split(" :: ", 1)
            entries = [_entry(term) for term in terms.split("; ")]
            found.append((kind, entries, re.sub(r"[\[\]]", "", marked), _places(marked)))
    return found


def _entry(term):
    match = SHORTHANDS.get(term[-1])
    return Entry(term[:-1], ("x",), match=match) if match else Entry(term, ("x",))


def _places(marked):
    places, length = [], 0
    for char in marked:
        if char == "[":
            places.append([length, length])
        elif char == "]":
            places[-1][1] = length
        else:
            length += 1
    return {tuple(place) for place in places}


def scores(chosen, analyser):
    """F1 over places, and the share of cases without a term that are left alone."""
    right = wrong = missed = traps = quiet = 0
    for _, entries, text, expected in chosen:
        got = {(found.start, found.end) for found in Matcher(entries, analyser=analyser).find(text)}
        right += len(got & expected)
        wrong += len(got - expected)
        missed += len(expected - got)
        traps += not expected
        quiet += not expected and not got
    return 2 * right / (2 * right + wrong + missed), quiet / traps


@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "held-out"])
@pytest.mark.parametrize(("lang", "floor", "trap_floor"), [("de", 0.97, 0.95), ("en", 0.95, 0.95)])
def test_terms_are_found_and_traps_left_alone(lang, floor, trap_floor, half, analysers):
    f1, traps = scores(cases(lang)[half::2], analysers[lang])
    assert f1 >= floor
    assert traps >= trap_floor


@pytest.mark.parametrize(("lang", "floor"), [("de", 0.76), ("en", 0.83)])
def test_stems_have_to_do_until_there_is_a_lexicon(lang, floor):
    f1, traps = scores(cases(lang), Analyser(lang, None))
    assert f1 >= floor
    assert traps >= 0.85


def test_no_kind_of_case_falls_through(analysers):
    for lang in ("de", "en"):
        kinds = {kind for kind, *_ in cases(lang) if not kind.startswith("trap")}
        for kind in kinds:
            chosen = [case for case in cases(lang) if case[0] == kind] + [("", [], "", {(0, 0)})] * 0
            right = wrong = missed = 0
            for _, entries, text, expected in chosen:
                got = {(found.start, found.end) for found in Matcher(entries, analyser=analysers[lang]).find(text)}
                right, wrong, missed = (
                    right + len(got & expected),
                    wrong + len(got - expected),
                    missed + len(expected - got),
                )
            assert 2 * right / (2 * right + wrong + missed) >= 0.85, kind


def test_the_set_is_large_enough_and_nearly_half_of_it_traps():
    for lang, least in (("de", 200), ("en", 60)):
        found = cases(lang)
        traps = [case for case in found if not case[3]]
        assert len(found) >= least
        assert len(traps) >= 0.45 * len(found)
