"""Texts that are not German, or not for English readers: the pair of languages reaches everything."""

import json
from contextlib import closing

import pytest

from reader.core.target import TargetState
from reader.desk import Desk, Options
from reader.formats.opening import read_path
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.paths import user_paths

FRENCH = """Les lignes rouges

M. Dupont a parlé à Mme. Martin. Les lignes rouges de l’Union européenne sont connues de tous.

La NATO est pour nous une alliance, et le Rat n'est pas dans la maison.
"""
KNOWN = {
    "Les lignes rouges": "The red lines",
    "M. Dupont a parlé à Mme. Martin.": "Mr Dupont spoke to Mrs Martin.",
    "Les lignes rouges de l’Union européenne sont connues de tous.": "The limits of the European Union are known.",
}
PAIR = ["--from", "fr"]


@pytest.fixture
def text(home):
    path = home / "article.txt"
    path.write_text(FRENCH, "utf-8")
    with closing(TranslationMemory.open(user_paths().memory)) as memory:
        memory.put_many(
            [TranslationUnit(fr, en, LanguagePair("fr", "en"), TargetState.EDITED, "you") for fr, en in KNOWN.items()]
        )
    return path


@pytest.fixture
def terms(home):
    path = home / "fr-en.yaml"
    path.write_text("ligne rouge: red line\nUnion européenne: European Union\n", "utf-8")
    return path


def test_check_takes_the_pair_from_memory_to_message(lesepult, text, terms):
    done = lesepult("check", text, *PAIR, "--glossary", terms)
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[0].endswith(":3: missing “ligne rouge” → red line")
    assert lines[1].startswith("  fr: ")
    assert lines[2].startswith("  en: ")
    assert "1 finding" in done.out
    assert "OPEC" not in done.out
    german = lesepult("check", text, "--glossary", terms)
    assert "looks French" in german.err.replace("like ", "") or "French" in german.err
    assert "4 sentences without a translation" in german.out or "without a translation" in german.out


def test_check_against_a_file_and_against_pairs_of_that_pair(lesepult, text, terms, home):
    translation = home / "article.en.txt"
    translation.write_text("The red lines\n\nMr Dupont. The red lines of the European Union.\n\nNATO.\n", "utf-8")
    assert lesepult("check", text, translation, *PAIR, "--glossary", terms).code == 0
    pairs = home / "pairs.jsonl"
    pairs.write_text(json.dumps({"fr": "Les lignes rouges", "en": "The limits"}) + "\n", "utf-8")
    done = lesepult("check", text, pairs, *PAIR, "--glossary", terms, "--json")
    assert [one["term"] for one in done.json["findings"]] == ["ligne rouge"]
    wrong = lesepult("check", text, pairs, "--from", "it", "--glossary", terms)
    assert wrong.code == 3
    assert '{"it": "…", "en": "…"}' in wrong.err


def test_english_into_german_is_inflected_in_german(lesepult, home):
    text, other, terms = home / "a.txt", home / "b.txt", home / "t.yaml"
    text.write_text("The red line is clear to all of us.\n", "utf-8")
    other.write_text("Die roten Linien sind uns allen klar.\n", "utf-8")
    terms.write_text("red line: rote Linie\n", "utf-8")
    done = lesepult("check", text, other, "--from", "en", "--to", "de", "--glossary", terms)
    assert (done.code, "1 of 1 term used" in done.out) == (0, True)


def test_the_german_glossaries_are_not_for_french_texts(lesepult, own, text):
    own("Rat: council\n")
    assert lesepult("glossary", "find", "--in", text).code == 0
    done = lesepult("glossary", "find", "--in", text, *PAIR)
    assert (done.code, done.out) == (1, "")
    assert lesepult("glossary", "add", "ligne rouge", "red line", *PAIR).code == 0
    assert own.path.read_text() == "Rat: council\n"
    assert "ligne rouge" in (own.path.parent / "glossary.fr-en.yaml").read_text()
    found = lesepult("glossary", "find", "--in", text, *PAIR, "--json")
    assert found.json["counts"] == {"ligne rouge": 2}
    assert "ligne rouge" not in lesepult("glossary", "list").out
    assert "OPEC" not in lesepult("glossary", "list", *PAIR).out


def test_rules_for_german_capitals_are_not_for_french(lesepult, home):
    terms = home / "t.yaml"
    terms.write_text("maison:\n  en: house\n  pos: noun\n", "utf-8")
    assert lesepult("glossary", "check", terms).code == 1
    assert lesepult("glossary", "check", terms, *PAIR).code == 0


def test_candidates_are_refused_where_they_would_be_wrong(lesepult, text):
    done = lesepult("glossary", "candidates", text, *PAIR)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 2
    assert "German texts only" in done.err


def test_the_memory_keeps_pairs_of_each_pair_apart(lesepult, home, text):
    pairs = home / "pairs.yaml"
    pairs.write_text("- fr: La NATO.\n  en: NATO.\n", "utf-8")
    assert lesepult("memory", "import", pairs).code == 3
    assert lesepult("memory", "import", pairs, *PAIR).code == 0
    assert lesepult("memory", "search", "NATO").code == 1
    done = lesepult("memory", "search", "NATO", *PAIR, "--json")
    assert [one["target"] for one in done.json["passages"]] == ["NATO."]


def test_tables_of_glossaries_are_read_and_written_in_their_languages(lesepult, home):
    table, out = home / "t.csv", home / "o.tbx"
    table.write_text("French,English\nligne rouge,red line\n", "utf-8")
    assert lesepult("glossary", "import", table, *PAIR, "--yes").code == 0
    assert lesepult("glossary", "export", out, *PAIR).code == 0
    assert 'xml:lang="fr"' in out.read_text("utf-8")


def test_a_desk_for_french_lights_french_terms_only(text, terms, own):
    own("Rat: council\n")
    desk = Desk(read_path(text), text, user_paths(), Options((terms,), pair=LanguagePair("fr", "en")))
    try:
        lit = [match.entry.source for at in range(3) for match in desk.lighting.terms(at).source]
        assert lit == ["ligne rouge", "ligne rouge", "Union européenne"]
        assert desk.bitext.paragraph(0).targets[0].text == "The red lines"
        assert not desk.glossaries.written_name().endswith("glossary.yaml")
        assert list(desk.glossaries.candidates([("OTAN OTAN", "NATO")])) == [[]]
    finally:
        desk.close()


def test_a_language_into_itself_is_one_sentence_everywhere(lesepult, text):
    for command in (["check", text], ["translate", text], ["glossary", "list"], ["glossary", "find", "x"]):
        done = lesepult(*command, "--from", "en")
        assert done.code == 2, command
        assert "both en" in done.err
