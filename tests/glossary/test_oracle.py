"""The matcher against an oracle that tries every entry at every word: slow, and too simple to be wrong.

Both judge a candidate by the same rules (`verify`); what is compared is everything that spares the matcher work: the
index by keys, the glance at beginnings, what is kept for a surface, crowds, long terms. No two words here make a
third when they are joined, so that terms written solid (Onlineshop, Online-Shop) play no part.
"""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.matcher import Matcher
from glossary.patterns import patterns_of
from glossary.tokens import Gaps, words
from glossary.verify import Text, score

WORDS = (
    "Haus",
    "rot",
    "rote",
    "Linie",
    "OPEC+",
    "OPEC",
    "EU",
    "gehen",
    "Weg",
    "weg",
    "Straße",
    "U.S.",
    "20",
    "AfD",
    "NGO",
)
FORMS = (
    "Hauses",
    "roten",
    "Linien",
    "geht",
    "Wege",
    "STRASSE",
    "HAUS",
    "Rote",
    "EU-Staaten",
    "NGOs",
    "LINIE",
    "„",
    "“",
)
BETWEEN = (" ", " ", " ", "\xa0", "\n", "-", ", ", ". ", "\n\n", "- und ", "+", "„", "“ ", "\u00ad", "-\n", "’s ")
TERMS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
KINDS = st.tuples(st.sampled_from(["inflected", "exact"]), st.sampled_from(["smart", "sensitive", "insensitive"]))
ENTRIES = st.lists(
    st.builds(lambda term, kind, number: Entry(term, (str(number),), match=kind[0], case=kind[1]), TERMS, KINDS,
              st.integers(0, 3)),
    max_size=8,
)  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS + FORMS), st.sampled_from(BETWEEN)), max_size=20).map(
    lambda parts: "".join(word + between for word, between in parts)
)


def oracle(entries, text, analyser):
    """Every pattern of every entry at every word; of those that begin first the longest, the best, the earliest."""
    gaps = Gaps()
    whole = Text(text, words(text), analyser, gaps)
    patterns = [
        (number, pattern)
        for number, entry in enumerate(entries)
        for pattern in patterns_of(entry, "source", analyser, gaps)
    ]
    found, at = [], 0
    while at < len(whole.words):
        hits = []
        for number, pattern in patterns:
            points = score(pattern, whole, at)
            if points:
                end = whole.words[at + len(pattern.tokens) - 1][2]
                hits.append((end, points, -number, pattern))
        if not hits:
            at += 1
            continue
        end, points, number, pattern = max(hits, key=lambda hit: hit[:3])
        if pattern.stop and text[end : end + 1] == ".":
            end += 1
        found.append((whole.words[at][1], end, entries[-number], points >= 3))
        at = next((later for later in range(at, len(whole.words)) if whole.words[later][1] >= end), len(whole.words))
    return found


@settings(max_examples=400)
@given(ENTRIES, TEXTS)
def test_the_matcher_finds_what_trying_everything_finds(entries, text):
    analyser = Analyser("de", None)
    got = [
        (match.start, match.end, match.entry, match.exact) for match in Matcher(entries, analyser=analyser).find(text)
    ]
    assert got == oracle(entries, text, analyser)


@settings(max_examples=100, deadline=None)
@given(ENTRIES, TEXTS)
def test_it_does_so_with_a_lexicon(analysers, entries, text):
    analyser = analysers["de"]
    got = [
        (match.start, match.end, match.entry, match.exact) for match in Matcher(entries, analyser=analyser).find(text)
    ]
    assert got == oracle(entries, text, analyser)


@given(ENTRIES, TEXTS)
def test_nothing_depends_on_what_was_read_before(entries, text):
    matcher = Matcher(entries, analyser=Analyser("de", None))
    first = matcher.find(text)
    assert matcher.find(text) == first
    apart = unicodedata.normalize("NFD", text)
    assert [match.entry for match in matcher.find(apart)] == [match.entry for match in first]
