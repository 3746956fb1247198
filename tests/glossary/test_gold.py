"""How well terms are found, on sentences judged by hand. Every other case was not looked at while tuning."""

import pytest

from glossary.forms import Analyser
from tests.glossary import gold


@pytest.mark.parametrize("half", [0, 1], ids=gold.HALVES)
@pytest.mark.parametrize(("lang", "floor"), [("de", 0.97), ("en", 0.95)])
def test_terms_are_found_and_traps_left_alone(lang, floor, half, analysers):
    found = gold.total(gold.half(lang, half), analysers[lang])
    assert found.f1 >= floor
    assert found.left_alone >= 0.95


@pytest.mark.parametrize(("lang", "floor"), [("de", 0.70), ("en", 0.75)])
def test_stems_have_to_do_until_there_is_a_lexicon(lang, floor):
    found = gold.total([*gold.half(lang, 0), *gold.half(lang, 1)], Analyser(lang, None))
    assert found.f1 >= floor
    assert found.left_alone >= 0.80


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_kind_of_case_falls_through(lang, analysers):
    kinds = gold.by_kind([*gold.half(lang, 0), *gold.half(lang, 1)], analysers[lang])
    weak = {kind: found for kind, found in kinds.items() if not kind.startswith("trap") and found.f1 < 0.90}
    assert not weak


def test_the_sets_are_large_enough_and_a_third_of_each_traps():
    for name, least in (("gold_de", 200), ("gold_en", 60), ("blind_de", 260), ("blind_en", 90)):
        found = gold.cases(name)
        assert len(found) >= least
        assert sum(not case.places for case in found) >= 0.33 * len(found)
