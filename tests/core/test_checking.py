"""The term check placed in paragraphs."""

import pytest

from glossary.check import TermCheck
from glossary.differences import Difference
from glossary.entry import Entry
from glossary.forms import Analyser
from reader.core import showing
from reader.core.ages import Ages
from reader.core.around import flaw_steps, flaws_here
from reader.core.checking import Checking
from reader.core.spans import Span
from tests.core.support import reading

ENTRIES = (
    Entry("rote Linien", ("red lines",), forms=("roten Linien",)),
    Entry("Zoll", ("tariff",), forbidden=("duty",)),
)
TEXT = (
    "Vorab ein Satz. Die roten Linien gelten.\nDer Zoll steigt. Kein Wort.\nDie roten Linien gelten.\n" + "Leer.\n" * 9
)
KNOWN = {
    "Vorab ein Satz.": "One sentence first.",
    "Die roten Linien gelten.": "The limits hold.",
    "Der Zoll steigt.": "The duty rises.",
}


@pytest.fixture
def desk():
    made = reading(TEXT, KNOWN, entries=ENTRIES)
    made.ages = Ages()
    made.checking = Checking(made.bitext, made.lighting, TermCheck(Analyser("en")), (), made.ages)
    return made


def test_findings_have_their_place_in_the_paragraph_on_both_sides(desk):
    (missing,) = desk.checking.flaws(0)
    assert missing.is_missing
    assert missing.target is None
    assert desk.bitext.paragraph(0).source[slice(*missing.source)] == "roten Linien"
    assert (missing.paragraph, missing.segment) == (0, 1)
    (forbidden,) = desk.checking.flaws(1)
    assert not forbidden.is_missing
    assert desk.bitext.paragraph(1).target[slice(*forbidden.target)] == "duty"
    assert desk.checking.flaws(3) == ()


def test_the_whole_text_is_scanned_in_slices(desk):
    looked, found = zip(*desk.checking.scan(), strict=True)
    assert list(looked) == sorted(looked)
    assert looked[-1] == len(desk.bitext)
    assert [flaw for new in found for flaw in new] == [*desk.checking.flaws(0), *desk.checking.flaws(1),
                                                       *desk.checking.flaws(2)]  # fmt: skip


def test_what_is_accepted_is_left_out_wherever_the_same_sentence_stands(desk):
    desk.checking.accepted.add(desk.checking.flaws(0)[0].acceptance)
    desk.checking.clear()
    assert desk.checking.flaws(0) == desk.checking.flaws(2) == ()
    assert len(desk.checking.flaws(1)) == 1


def test_findings_are_gone_to_forwards_and_backwards(desk):
    seen = []
    for _ in range(4):
        found = [flaw for flaw in flaw_steps(desk, 1) if flaw]
        if not found:
            break
        showing.focus_flaw(desk, found[0], at_top=False)
        seen.append((found[0].paragraph, found[0].source))
        assert flaws_here(desk) == found
    assert [paragraph for paragraph, _ in seen] == [0, 1, 2]
    desk.to_end()
    back = []
    for _ in range(4):
        found = [flaw for flaw in flaw_steps(desk, -1) if flaw]
        if not found:
            break
        showing.focus_flaw(desk, found[0], at_top=True)
        back.append((found[0].paragraph, found[0].source))
    assert back == seen[::-1]


def test_only_translations_older_than_a_change_are_stale(desk):
    assert desk.checking.stale(0) == ()
    desk.ages.changed([Difference("rote Linien", None, ENTRIES[0])])
    assert desk.checking.stale(0) == (1,)
    assert desk.checking.stale(1) == ()


def test_without_a_translation_nothing_is_wrong():
    made = reading(TEXT, {}, entries=ENTRIES)
    made.checking = Checking(made.bitext, made.lighting, TermCheck(Analyser("en")), ())
    assert all(not new for _, new in made.checking.scan())
    assert list(flaw_steps(reading("", {}), 1)) == []


def test_checked_paragraphs_are_kept_until_they_are_another(desk):
    kept = desk.checking.flaws(0)
    assert desk.checking.flaws(0) is kept
    desk.changed({0})
    assert desk.checking.flaws(0) is not kept
    assert desk.checking.flaws(0)[0].source == Span(20, 32)
