"""The terms of a whole text: as the matcher finds them paragraph by paragraph, before and after every change."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.book import BookIndex
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.matcher import Matcher
from tests.glossary.test_matcher import ENTRIES, TEXTS

STEMS = Analyser("de", None)


def counted(index):
    while index.step(surfaces=3, paragraphs=1):
        pass
    return index.counts()


def expected(entries, texts):
    fresh = Matcher(entries, analyser=Analyser("de", None))
    return [fresh.find(text) for text in texts]


@settings(max_examples=200)
@given(ENTRIES, ENTRIES, st.lists(TEXTS, max_size=6), st.data())
def test_every_paragraph_has_the_terms_it_has_alone_before_and_after_changes(base, more, texts, data):
    index = BookIndex(Matcher(base, analyser=STEMS), texts.__getitem__)
    index.read(len(texts) // 2)
    present = list(base)
    for entry in more:
        if data.draw(st.booleans()):
            index.step()
        if entry in present:
            index.remove(entry)
            del present[len(present) - 1 - present[::-1].index(entry)]
        else:
            index.add(entry)
            present.append(entry)
        index.read(len(texts))
        assert [index.find(number) for number in range(len(texts))] == expected(present, texts)
    index.read(len(texts))
    matches = expected(present, texts)
    assert [index.find(number) for number in range(len(texts))] == matches
    assert counted(index) == Counter(match.entry for found in matches for match in found)


def test_the_next_and_the_previous_paragraph_with_a_term_are_found():
    texts = ["Haus", "nichts", "Weg", "Haus Haus", ""]
    house, way = Entry("Haus", ("house",)), Entry("Weg", ("way",))
    index = BookIndex(Matcher([house, way], analyser=STEMS), texts.__getitem__)
    index.read(5)
    assert (index.count(house), index.next(-1)) == (0, None)
    assert counted(index) == {house: 3, way: 1}
    assert [index.next(-1), index.next(0), index.next(0, house), index.next(3), index.next(2, way)] == [
        *(0, 2, 3, None, None)
    ]
    assert [index.previous(5), index.previous(3), index.previous(3, house), index.previous(0)] == [3, 2, 0, None]
    index.remove(house)
    assert counted(index) == {way: 1}
    assert index.next(2) is None


def test_a_change_looks_only_at_the_paragraphs_it_may_concern():
    texts = ["Haus"] * 3 + ["Weg"] * 50
    index = BookIndex(Matcher([Entry("Weg", ("way",))], analyser=STEMS), texts.__getitem__)
    index.read(len(texts))
    counted(index)
    index.add(Entry("Haus", ("house",)))
    index.step()
    assert index._todo == {0, 1, 2}


def test_the_last_entry_of_its_kind_that_goes_before_it_was_followed_is_counted_no_more():
    red, house = (Entry(word, ("x",), case="insensitive") for word in ("rote", "Haus"))
    index = BookIndex(Matcher([red, house], analyser=STEMS), ["rote"].__getitem__)
    index.read(1)
    assert counted(index) == {red: 1}
    index.remove(red)
    index.remove(house)
    assert counted(index) == {}


def test_words_are_cut_once():
    asked = []
    index = BookIndex(Matcher([Entry("Weg", ("way",))], analyser=STEMS), lambda number: asked.append(number) or "Haus")
    index.read(2)
    index.read(2)
    assert (asked, len(index)) == ([0, 1], 2)
    assert index.find(1) == []
