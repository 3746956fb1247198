"""Lexicon, normal forms and base forms."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import lexicon as lexicons_module
from glossary.entry import Entry
from glossary.forms import Analyser, base_form
from glossary.lexicon import Lexicon, build_in_subprocess, default_directory, write
from glossary.matcher import Matcher

PAIRS = [("Häuser", "Haus"), ("Haus", "Haus"), ("ging", "gehen"), ("x" * 300, "x"), ("", "leer")]


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "deep" / "small.bin"
    write(((form.encode(), lemma.encode()) for form, lemma in PAIRS), len(PAIRS), path)
    return path


def test_a_lexicon_gives_lemmas_and_no_others(small):
    lexicon = Lexicon.open(small)
    assert [lexicon.get(word) for word in ("Häuser", "ging", "Haus", "haus", "", "x" * 300)] == [
        *("Haus", "gehen", "Haus", None, None, None)
    ]
    assert lexicon.get("\udcff") is None
    lexicon.close()


@given(st.dictionaries(st.text(max_size=260), st.text(max_size=260), max_size=40))
def test_a_lexicon_gives_back_what_was_written(tmp_path_factory, lemmas):
    path = tmp_path_factory.mktemp("l") / "l.bin"
    lemmas |= {form + form: form for form in lemmas}
    pairs = [(form.encode(), lemma.encode()) for form, lemma in lemmas.items()]
    write(pairs, len(pairs), path)
    lexicon = Lexicon.open(path)
    kept = {form.decode(): lemma.decode() for form, lemma in pairs if 0 < len(form) < 256 and len(lemma) < 256}
    assert {form: lexicon.get(form) for form in lemmas} == {form: kept.get(form) for form in lemmas}
    assert dict(lexicon.everything()) == kept
    lexicon.close()


def test_of_two_lemmas_for_a_form_the_first_counts(tmp_path):
    write([(b"Saiten", b"Saite"), (b"Saiten", b"Seite")], 2, tmp_path / "l.bin")
    lexicon = Lexicon.open(tmp_path / "l.bin")
    assert lexicon.get("Saiten") == "Saite"
    lexicon.close()


def test_a_damaged_or_foreign_file_is_no_lexicon(small, tmp_path):
    data = small.read_bytes()
    wrong = struct.pack("<I", lexicons_module.VERSION + 1)
    for number, bad in enumerate([b"", b"LPLX", data[:-1], data + b"x", b"X" + data[1:], data[:4] + wrong + data[8:]]):
        path = tmp_path / str(number)
        path.write_bytes(bad)
        assert Lexicon.open(path) is None
    assert Lexicon.open(tmp_path / "missing") is None
    assert Lexicon.open(tmp_path) is None


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_byte_never_raises(tmp_path_factory, at, value):
    path = tmp_path_factory.mktemp("l") / "l.bin"
    write(((form.encode(), lemma.encode()) for form, lemma in PAIRS), len(PAIRS), path)
    data = bytearray(path.read_bytes())
    data[at % len(data)] = value
    path.write_bytes(data)
    lexicon = Lexicon.open(path)
    if lexicon is not None:
        for word, _ in PAIRS:
            lexicon.get(word)
        lexicon.close()


def test_the_large_lexicons_know_their_languages(lexicons):
    assert [lexicons["de"].get(word) for word in ("Linien", "Völker", "trieb", "Xyzzy")] == [
        *("Linie", "Volk", "treiben", None)
    ]
    assert [lexicons["en"].get(word) for word in ("lines", "drove")] == ["line", "drive"]


def test_a_matcher_finds_the_lexicon_of_the_cache_and_builds_a_missing_one(lexicon_directory, own_home, monkeypatch):
    assert default_directory() == str(own_home / ".cache" / "lesepult")
    monkeypatch.setenv("XDG_CACHE_HOME", str(own_home / "cache"))
    (own_home / "cache").mkdir()
    (own_home / "cache" / "lesepult").symlink_to(lexicon_directory)
    matcher = Matcher([Entry("gehen", ("go",))])
    assert matcher.analyser.lexicon is not None
    assert matcher.find("Er ging.")
    built = build_in_subprocess("en", own_home / "new")
    assert built.get("lines") == "line"
    built.close()
    matcher.analyser.lexicon.close()


def test_a_lexicon_that_cannot_be_built_is_none(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert build_in_subprocess("de", blocked) is None
    assert lexicons_module.main(["--lang", "en", "--out", str(blocked)]) == 1


def test_simplemma_in_another_shape_still_gives_its_words(monkeypatch):
    from simplemma.strategies.dictionaries import frontcode

    monkeypatch.delattr(frontcode, "_iter_records")
    monkeypatch.setattr(
        "simplemma.strategies.dictionaries.dictionary_factory.DefaultDictionaryFactory.get_dictionary",
        lambda _self, _lang: {"lines": "line"},
    )
    pairs, count = lexicons_module._word_list("en")
    assert (list(pairs), count) == ([(b"lines", b"line")], 1)


SAME = [
    *("Linien Linie", "Völker Volk", "Hauses Haus", "Straßen Strasse", "Übung Uebungen", "Russlands Russland"),
    *("Angeklagter Angeklagten", "Langstreckenwaffen Langstreckenwaffe", "Präsidenten Präsident", "Bären Bär"),
    *("ging gehen", "getriebenen treiben", "aufzustehen aufstehen", "gedacht denken", "eskaliert eskalieren"),
    *("besseren gut", "höchsten hoch", "dunkle dunkel", "regelbasierten regelbasiert", "NGOs NGO"),
]
APART = [
    *("Falle Fall", "Stadt Staat", "Reise reisen", "Maße Masse", "führen fahren", "Ministerium Minister"),
    *("weiße wissen", "fordern fördern", "Andreas Andrea", "Bus Buße", "saß setzen"),
]


@pytest.mark.parametrize("pair", SAME)
def test_forms_of_one_word_share_a_key(pair, analysers):
    first, second = map(analysers["de"].analyse, pair.split())
    assert first.keys & second.keys


@pytest.mark.parametrize("pair", APART)
def test_other_words_do_not(pair, analysers):
    first, second = map(analysers["de"].analyse, pair.split())
    assert not first.keys & second.keys


@pytest.mark.parametrize(
    "pair",
    ["Linien Linie", "Sanktionen Sanktion", "Annäherungen Annäherung", "Hauses Haus", "Völker Volk", "roten rote"],
)
def test_stems_do_tolerably(pair):
    first, second = map(Analyser("de").analyse, pair.split())
    assert first.keys & second.keys


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("roten Linien", "rote Linien"),
        ("der roten Linie", "rote Linie"),
        ("Sanktionen", "Sanktion"),
        ("Hauses", "Haus"),
        ("treiben", "treiben"),
        ("getrieben", "treiben"),
        ("Russlands", "Russland"),
        ("OPEC+", "OPEC+"),
        ("EU", "EU"),
        ("Donald Trump", "Donald Trump"),
        ("den Vereinigten Staaten", "Vereinigte Staaten"),
        ("führenden Mächten", "führende Mächte"),
        ("Xyzzy", "Xyzzy"),
        ("Tag der Einheit", "Tag der Einheit"),
        ("ro\xadten\nLinien", "rote Linien"),
    ],
)
def test_the_base_form_is_what_a_dictionary_lists(words, base, analysers):
    assert base_form(words, analysers["de"]) == base


@given(st.text(max_size=40))
def test_the_base_form_of_anything_is_a_text(analysers, words):
    for analyser in (*analysers.values(), Analyser("de")):
        assert isinstance(base_form(words, analyser), str)


@given(st.text(min_size=1, max_size=120))
def test_any_word_has_an_analysis(analysers, word):
    for analyser in (*analysers.values(), Analyser("de"), Analyser("en")):
        assert analyser.analyse(word) is analyser.analyse(word)
