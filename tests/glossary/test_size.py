"""Size: whatever is long, many or repeated costs as much as it is long. Counted in steps, never in time."""

import pytest

from glossary import matcher as matcher_module
from glossary.crowds import LONG
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.known import CROWD
from glossary.matcher import Matcher

STEMS = Analyser("de", None)


@pytest.fixture
def judged(monkeypatch):
    """How often a candidate was compared word by word."""
    calls = []
    real = matcher_module.score
    monkeypatch.setattr(matcher_module, "score", lambda *given: calls.append(given) or real(*given))
    return calls


def entry(source, **more):
    return Entry(source, ("x",), **more)


@pytest.mark.parametrize("last", [0, 250, 499])
def test_a_term_of_500_words_is_not_compared_where_one_of_them_is_missing(judged, last):
    parts = ["Haus", "Weg"] * 250
    matcher = Matcher([entry(" ".join(parts))], analyser=STEMS)
    wrong = [*parts]
    wrong[last] = "Zoll"
    assert matcher.find(" ".join(wrong * 10)) == []
    assert len(judged) <= 10 * 2
    judged.clear()
    assert len(matcher.find(" ".join(parts * 10))) == 10
    assert len(judged) == 10


def test_of_many_terms_that_begin_alike_only_a_few_are_compared(judged):
    entries = [entry(f"rote Linie Q{number}x") for number in range(2_000)]
    matcher = Matcher([*entries, entry("rote Linie")], analyser=STEMS)
    matches = matcher.find("Die rote Linie Q77x, die roten Linien Q1999x und die rote Linie")
    assert [match.entry.source for match in matches] == ["rote Linie Q77x", "rote Linie Q1999x", "rote Linie"]
    assert len(judged) < 10


def test_equal_entries_are_one_pattern_and_homographs_that_look_alike_no_more_than_a_few(judged):
    equal = [Entry("Weg", (f"way {number}",)) for number in range(2_000)]
    soft = [entry("W" + "\u00ad" * number + "eg") for number in range(1, 200)]
    matcher = Matcher([*equal, *soft], analyser=STEMS)
    matches = matcher.find("Weg, Wege-Netz, Weg-Netz " * 50)
    assert len(matches) == 150
    assert matches[0].entry == equal[0]
    assert len(judged) <= 150 * CROWD


@pytest.mark.parametrize("case", ["smart", "insensitive"])
def test_crowds_and_long_terms_leave_out_nothing_that_matches(case):
    words = ["Rote", "Linien", "Haus", "WEG", "Straße", "geht"]
    terms = [
        " ".join(words[at % 6] for at in range(first, first + length)) for first in range(6) for length in (2, 3, 9, 40)
    ]
    entries = [entry(term, case=case) for term in terms] + [entry(f"Rote Linien x{n}", case=case) for n in range(CROWD)]
    crowded = Matcher(entries, analyser=STEMS)
    text = " ".join(words * 20) + ". " + " ".join(reversed(words)) + " Rote Linien x3 Rote Linien"
    one_by_one = [set(place(Matcher([one], analyser=STEMS).find(text))) for one in entries]
    matches = crowded.find(text)
    assert matches
    for match in matches:
        longest = max((end for places in one_by_one for start, end in places if start == match.start), default=0)
        assert match.end >= longest
    assert max(len(term.split()) for term in terms) > LONG


def place(matches):
    return [(match.start, match.end) for match in matches]


def test_one_endless_word_is_looked_at_once():
    matcher = Matcher([entry("Haus", match="compound")], analyser=STEMS)
    assert matcher.find("H" + "aus" * 70_000) == []
