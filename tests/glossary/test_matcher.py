"""Finding terms: the rules one by one, and against an oracle that is too slow to be wrong."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.entry import Entry, Glossary
from glossary.forms import Analyser
from glossary.matcher import Matcher
from glossary.tokens import surfaces, words

STEMS = {lang: Analyser(lang, None) for lang in ("de", "en")}


def entry(source, *targets, **more):
    return Entry(source, targets or ("x",), **more)


def found(matcher, text):
    return [text[match.start : match.end] for match in matcher.find(text)]


def german(*entries):
    return Matcher(Glossary(tuple(entries)), lexicon=None)


# --- rules ---------------------------------------------------------------------------------------------------------


def test_a_plus_belongs_to_its_word():
    matcher = german(entry("OPEC"), entry("OPEC+"))
    text = "OPEC, OPEC+, OPEC+-Staaten und OPEC-Staaten"
    assert [(match.entry.source, match.start) for match in matcher.find(text)] == [
        ("OPEC", 0),
        ("OPEC+", 6),
        ("OPEC+", 13),
        ("OPEC", 31),
    ]


def test_the_longest_term_counts_and_covers_the_others():
    matcher = german(entry("Haus"), entry("Weißes Haus"))
    matches = matcher.find("Das Weiße Haus ist ein Haus.")
    assert [match.entry.source for match in matches] == ["Weißes Haus", "Haus"]


def test_the_entry_spelled_like_the_text_wins_over_an_inflected_one():
    matcher = german(entry("Linien", "lines"), entry("Linie", "line"))
    assert matcher.find("Linie")[0].entry.target == "line"
    assert matcher.find("Linien")[0].entry.target == "lines"
    assert matcher.find("Linie")[0].exact
    assert matcher.find("Linie")[0].others == (entry("Linien", "lines"),)


def test_the_first_of_two_entries_counts_and_the_other_is_named():
    matcher = german(entry("Bank", "bank"), entry("Bank", "bench"))
    (match,) = matcher.find("Die Bank")
    assert match.entry.target == "bank"
    assert match.others == (entry("Bank", "bench"),)


@pytest.mark.parametrize(
    "text", ["rote\xa0Linien", "rote\nLinien", "rote  Linien", "rote Li-\nnien", "ro\xadte Linien", "„rote Linien“"]
)
def test_words_are_joined_by_white_space_and_over_a_line_end(text):
    assert len(german(entry("rote Linien")).find(text)) == 1


@pytest.mark.parametrize("text", ["rote\n\nLinien", "rote, Linien", "rote. Linien", "Linien rote", "rote - Linien"])
def test_words_are_not_joined_by_anything_else(text):
    assert german(entry("rote Linien")).find(text) == []


def test_offsets_are_those_of_the_text_as_given():
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "Für die Zölle, die Zölle")
        assert found(german(entry("Zoll")), text) == [unicodedata.normalize(form, "Zölle")] * 2


def test_an_exact_entry_matches_only_its_own_spelling():
    matcher = german(entry("Das Kapital", match="exact"))
    assert found(matcher, "Das Kapital, des Kapitals, Das Kapitals") == ["Das Kapital"]


def test_further_forms_match():
    matcher = german(entry("Sondervermögen", forms=("SV", "Schattenhaushalt")))
    assert found(matcher, "SV, Schattenhaushalt, sv") == ["SV", "Schattenhaushalt"]


def test_case_can_be_ignored_or_insisted_on():
    assert found(german(entry("Weg", case="insensitive")), "weg Weg WEG") == ["weg", "Weg", "WEG"]
    assert found(german(entry("rot", case="sensitive")), "Rot. Rot und rot") == ["rot"]
    assert found(german(entry("rot")), "Rot. Rot und rot") == ["Rot", "Rot", "rot"]


def test_what_removes_a_term_matches_nothing():
    assert german(Entry("Zoll", ("-",))).find("Zoll") == []


def test_the_target_side_finds_every_translation_in_english():
    matcher = Matcher([entry("Vereinigte Staaten", "United States", "US")], side="target", lexicon=None)
    assert found(matcher, "The United States, the US and the U.S. give us") == ["United States", "US", "U.S."]


def test_compounds_are_found_only_on_request_and_quietly(analysers):
    loud = Matcher([entry("Sanktion")], analyser=analysers["de"])
    quiet = Matcher([entry("Sanktion", match="compound")], analyser=analysers["de"])
    assert loud.find("Wirtschaftssanktionen") == []
    (match,) = quiet.find("Wirtschaftssanktionen")
    assert match.quiet
    assert not quiet.find("Sanktionen")[0].quiet


def test_terms_without_a_letter_do_no_harm():
    assert german(entry("!!!"), entry("§ 218")).find("!!! § 218 und 218") != []


# --- adding and removing -------------------------------------------------------------------------------------------

WORDS = ("Haus", "rote", "Linien", "OPEC+", "OPEC", "EU", "gehen", "Weg", "weg", "Straße", "Zölle", "U.S.", "20")
TEXTS = st.lists(
    st.sampled_from([*WORDS, "Hauses", "roten", "Linie", "geht", "Wege", ",", ".", "-", "\n", "\n\n", "Online", "+"]),
    max_size=25,
).map(lambda parts: " ".join(parts).replace(" - ", "-"))
TERMS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
ENTRIES = st.lists(
    st.builds(
        lambda source, match, case: Entry(source, (source,), match=match, case=case),
        TERMS,
        st.sampled_from(["inflected", "exact", "compound"]),
        st.sampled_from(["smart", "sensitive", "insensitive"]),
    ),
    max_size=6,
)


def state(matcher):
    def idents(found):
        return [pattern.ident for pattern in (found if isinstance(found, list) else [found])]

    index = matcher._index
    return (
        {ident: list(pattern.entries) for ident, pattern in index.patterns.items()},
        {key: idents(found) for key, found in index.one.items()},
        {key: idents(found) for key, found in index.two.items()},
        dict(index.heads),
    )


@given(ENTRIES, ENTRIES, TEXTS)
def test_adding_then_removing_gives_what_was_before(base, more, text):
    matcher = Matcher(base, analyser=STEMS["de"])
    before, index = matcher.find(text), state(matcher)
    for added in more:
        matcher.add(added)
    matcher.find(text)
    for added in reversed(more):
        matcher.remove(added)
    assert matcher.find(text) == before
    assert state(matcher) == index


@given(ENTRIES, TEXTS)
def test_one_by_one_is_all_at_once(entries, text):
    matcher = Matcher((), analyser=STEMS["de"])
    for added in entries:
        matcher.add(added)
    assert matcher.find(text) == Matcher(entries, analyser=STEMS["de"]).find(text)


# --- an oracle -----------------------------------------------------------------------------------------------------

LETTERS = ("aba", "abac", "bab", "caba", "dede", "Xix", "Yoy", "QQ", "ZZ+")


def oracle(terms, text):
    """All places where the words of a term stand one after the other, by trying everywhere; first the longest."""
    tokens, places, at = words(text), [], 0
    while at < len(tokens):
        lengths = [len(term.split()) for term in terms if _here(term.split(), tokens, at, text)]
        if lengths:
            places.append((tokens[at][1], tokens[at + max(lengths) - 1][2]))
            at += max(lengths)
        else:
            at += 1
    return places


def _here(parts, tokens, at, text):
    if [token[0] for token in tokens[at : at + len(parts)]] != parts:
        return False
    return all(
        text[left[2] : right[1]] in (" ", "\n")
        for left, right in zip(tokens[at : at + len(parts) - 1], tokens[at + 1 : at + len(parts)], strict=True)
    )


@given(
    st.lists(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from([" ", " ", "\n", ", ", "\n\n", " – "])), max_size=40),
)
def test_the_matcher_is_the_oracle_where_words_do_not_inflect(terms, parts):
    text = "".join(word + gap for word, gap in parts)
    entries = [Entry(term, (term,), match="exact", case="sensitive") for term in terms]
    matches = Matcher(entries, analyser=STEMS["de"]).find(text)
    assert [(match.start, match.end) for match in matches] == oracle(terms, text)


@given(ENTRIES, st.text(max_size=200) | TEXTS)
def test_matches_are_in_the_text_sorted_and_apart(entries, text):
    behind = 0
    for match in Matcher(entries, analyser=STEMS["de"]).find(text):
        assert behind <= match.start < match.end <= len(text)
        behind = match.end


@given(ENTRIES, TEXTS)
def test_composed_and_decomposed_texts_have_the_same_matches(entries, text):
    matcher = Matcher(entries, analyser=STEMS["de"])
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    ours, theirs = matcher.find(composed), matcher.find(apart)
    assert [(match.entry, match.exact) for match in ours] == [(match.entry, match.exact) for match in theirs]
    assert [composed[match.start : match.end] for match in ours] == [
        unicodedata.normalize("NFC", apart[match.start : match.end]) for match in theirs
    ]


@given(ENTRIES, st.lists(TEXTS, max_size=5))
def test_a_paragraph_alone_gives_what_it_gives_in_the_text(entries, paragraphs):
    matcher = Matcher(entries, analyser=STEMS["de"])
    whole = "\n\n".join(paragraphs)
    alone, start = [], 0
    for paragraph in paragraphs:
        alone += [(start + match.start, start + match.end) for match in matcher.find(paragraph)]
        start += len(paragraph) + 2
    assert [(match.start, match.end) for match in matcher.find(whole)] == alone


# --- size ----------------------------------------------------------------------------------------------------------


def test_hostile_sizes_end(analysers):
    analyser = analysers["de"]
    matcher = Matcher([entry("Haus", match="compound"), entry(" ".join(["Haus"] * 500))], analyser=analyser)
    assert matcher.find("H" + "aus" * 70_000) == []
    assert len(matcher.find("Haus " * 20_000)) > 30
    equal = [entry("Weg")] * 20_000
    many = Matcher(equal, analyser=analyser)
    assert len(many.find("Weg " * 5_000)) == 5_000
    many.remove(entry("Weg"))
    assert len(many._index.patterns) == 1


def test_surfaces_are_analysed_once(analysers):
    matcher = Matcher([entry("Haus")], analyser=Analyser("de", analysers["de"].lexicon))
    text = "Das Haus und die Häuser. " * 50
    matcher.find(text)
    known = len(matcher.analyser._known)
    candidates = dict(matcher._known)
    matcher.find(text)
    assert len(matcher.analyser._known) == known
    assert matcher._known == candidates
    matcher.add(entry("Straße"))
    assert matcher._known == {}
    assert matcher._before == candidates


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_cut_into_words_at_their_places(text):
    behind = 0
    cut = words(text)
    for word, start, end in cut:
        assert text[start:end] == word
        assert start == text.index(word, behind)
        behind = end
    assert surfaces(text) == [word for word, _, _ in cut]


def test_two_words_that_were_a_term_once_are_looked_at_again_where_something_is_glued_to_them():
    matcher = german(entry("rote Linie"), entry("rote"))
    texts = [
        "die rote Linie.",
        "die rote Linie-",
        "die rote Linie+",
        "die rote  Linie",
        "die rote, Linie",
        "rote Linie 5",
    ]
    alone = [found(german(entry("rote Linie"), entry("rote")), text) for text in texts]
    assert [found(matcher, text) for text in texts] == alone
    assert alone == [["rote Linie"], ["rote"], ["rote"], ["rote  Linie"], ["rote"], ["rote Linie"]]
    matcher.remove(entry("rote Linie"))
    assert [found(matcher, text) for text in texts] == [["rote"]] * 6
