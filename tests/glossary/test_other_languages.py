"""Languages without tables: nothing of German or English is applied to them."""

import pytest

from glossary.candidates import candidates
from glossary.check import Finding, FindingKind, TermCheck
from glossary.entry import Entry
from glossary.fixing import fix
from glossary.forms import Analyser, base_form
from glossary.matcher import Matcher

FRENCH = Analyser("fr")


def found(entries, text, lang="fr"):
    matcher = Matcher(
        [Entry(*entry) if isinstance(entry, tuple) else entry for entry in entries], lang=lang, lexicon=None
    )
    return [text[match.start : match.end] for match in matcher.find(text)]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("ligne rouge", "Les lignes rouges de l’État.", ["lignes rouges"]),
        (
            "Union européenne",
            "Pour l’Union européenne, d'une Union Européenne.",
            ["Union européenne", "Union Européenne"],
        ),
        ("OTAN", "L'OTAN et le duo OTAN-Russie", ["OTAN", "OTAN"]),
        ("vous", "un rendez-vous", []),
        ("école", "Écoles, école", ["Écoles", "école"]),
        # German would read these as forms of one word.
        ("Rat", "Rates et Räte", []),
        ("parler", "parlern parlest", []),
        ("gaz", "gaz", ["gaz"]),
        ("bus", "bu", []),
    ],
)
def test_a_french_term_is_found_as_it_is_spelled_and_in_its_plural(term, text, expected):
    assert found([(term, ("x",))], text) == expected


def test_no_compound_is_looked_into_and_no_english_spelling_is_the_same_word():
    assert found([Entry("mur", ("wall",), match="compound")], "Murmure Muraille Bourmur") == []
    assert found([("centre", ("x",))], "le center") == []
    assert found([("grève", ("x",))], "la grève") == ["grève"]


def test_a_region_is_no_other_language():
    assert Analyser("de-AT").lang == "de"
    assert found([("Haus", ("house",))], "des Hauses", "de-CH") == ["Hauses"]


def test_a_translation_into_a_language_without_tables_is_judged_gently():
    check = TermCheck(FRENCH)
    entry = Entry("red line", ("ligne rouge",), forbidden=("trait rouge",))
    matches = Matcher((entry,), lang="en", lexicon=None).find("The red line.")
    kinds = [
        [found.kind for found in check.check("The red line.", target, matches)]
        for target in (
            "La ligne rouge.",
            "Des lignes rouges.",
            "Une limite.",
            "Un trait rouge.",
            "Rougissant, la ligne.",
        )
    ]
    assert kinds == [[], [], [FindingKind.MISSING], [FindingKind.FORBIDDEN], []]


def test_german_as_a_target_is_inflected():
    entry = Entry("red line", ("rote Linie",))
    matches = Matcher((entry,), lang="en", lexicon=None).find("The red lines.")
    assert matches
    assert TermCheck(Analyser("de")).check("The red lines.", "Die roten Linien.", matches) == []
    assert TermCheck(Analyser("de")).check("The red lines.", "Die Grenzen.", matches)


def test_what_is_only_known_of_german_and_english_is_not_done():
    entry = Entry("red line", ("ligne rouge",), forbidden=("trait rouge",))
    finding = Finding(FindingKind.FORBIDDEN, entry, None, 0, 11, "trait rouge")
    assert fix(finding, "trait rouge", FRENCH) is None
    assert base_form("lignes rouges", FRENCH) == "lignes rouges"
    assert base_form("Regierungen", FRENCH) == "Regierungen"
    pairs = [("Le ministère des Affaires étrangères (MAE) et le MAE.", "The MAE.")] * 3
    assert candidates(pairs, known=None, source=FRENCH, target=Analyser("en")) == []


def test_candidates_of_a_german_text_have_no_rendering_in_a_language_that_is_not_known():
    pairs = [("Die NATO und die NATO.", "L’OTAN et la NATO.")] * 3
    found = candidates(pairs, known=None, source=Analyser("de"), target=FRENCH)
    assert [(one.term, one.rendering) for one in found] == [("NATO", "")]
